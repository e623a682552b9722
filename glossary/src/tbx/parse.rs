//! One `termEntry` as a concept. What the model has a field for goes there; everything else is a
//! property that keeps its XML.

use bitext_tmx::xml::Element;

use super::element::{children, is, is_plain, kind, leaf};
use crate::concept::{Concept, Definition, Relation, RelationKind};
use crate::reading::Problem;
use crate::status::Status;
use crate::term::{Context, Property, Term};

/// A concept, and what is odd about its entry.
pub(super) fn concept(entry: &Element, problems: &mut Vec<Problem>) -> Concept {
    let mut concept = Concept {
        id: entry.attribute("id").unwrap_or_default().into(),
        status: Status::Approved,
        ..Concept::default()
    };
    keep_attributes(entry, &["id"], None, &mut concept.extra);
    for child in children(entry) {
        if child.name == "langSet" {
            language(child, &mut concept, problems);
        } else {
            concept_level(child, &mut concept);
        }
    }
    review_state(&mut concept);
    full_forms(&mut concept);
    concept.terms.retain(|_, terms| !terms.is_empty());
    concept
}

fn concept_level(element: &Element, concept: &mut Concept) {
    let plain = is_plain(element);
    match (element.name.as_str(), kind(element)) {
        ("descrip", "subjectField") if plain && concept.subject.is_none() => {
            concept.subject = Some(element.text());
        }
        ("note", _) if element.attributes.is_empty() && plain => concept.notes.push(element.text()),
        ("note", "") => {
            concept.notes.push(element.text());
            keep(element, None, &mut concept.extra);
        }
        _ if is_definition(element) => definition(element, None, concept),
        _ => match relation(element) {
            Some(relation) => concept.relations.push(relation),
            None => keep(element, None, &mut concept.extra),
        },
    }
}

/// A link to another concept, where the element names its id and nothing more than its name.
fn relation(element: &Element) -> Option<Relation> {
    let kind = match (element.name.as_str(), kind(element)) {
        ("ref", "crossReference") | ("descrip", "relatedConcept") => RelationKind::Related,
        ("descrip", "superordinateConceptGeneric") => RelationKind::Broader,
        ("descrip", "subordinateConceptGeneric") => RelationKind::Narrower,
        _ => return None,
    };
    let known = |key: &str| key == "type" || key == "target";
    let simple =
        children(element).next().is_none() && element.attributes.iter().all(|(key, _)| known(key));
    let target = element
        .attribute("target")
        .filter(|target| !target.is_empty())?;
    let name = element.text();
    let own = simple && !target.starts_with("http");
    own.then(|| Relation {
        kind,
        concept: target.into(),
        name: (!name.is_empty() && name != target).then_some(name),
    })
}

fn is_definition(element: &Element) -> bool {
    is(element, "descrip", "definition")
        || (element.name == "descripGrp"
            && children(element).any(|child| is(child, "descrip", "definition")))
}

fn is_context(element: &Element) -> bool {
    is(element, "descrip", "context")
        || (element.name == "descripGrp"
            && children(element).any(|child| is(child, "descrip", "context")))
}

/// What a `descrip`, alone or in a group, says, the first source of its group, and whether that is
/// all there is.
fn described(element: &Element) -> (String, Option<String>, bool) {
    if element.name != "descripGrp" {
        return (element.text(), None, is_plain(element));
    }
    let mut inside = children(element);
    let text = inside.next().filter(|first| first.name == "descrip");
    let mut sources = children(element).filter(|child| is(child, "admin", "source"));
    let source = sources.next();
    let parts = 1 + usize::from(source.is_some());
    let whole = element.attributes.is_empty()
        && children(element).count() == parts
        && children(element).all(is_plain)
        && source.is_none_or(|source| !source.children.is_empty());
    let text = text.map_or_else(
        || {
            children(element)
                .find(|child| child.name == "descrip")
                .map(Element::text)
                .unwrap_or_default()
        },
        Element::text,
    );
    (text, source.map(Element::text), whole)
}

fn definition(element: &Element, language: Option<&str>, concept: &mut Concept) {
    let (text, source, whole) = described(element);
    let own = element.attribute("xml:lang").map(str::to_owned);
    let only_language = element.name == "descrip"
        && children(element).next().is_none()
        && element
            .attributes
            .iter()
            .all(|(key, _)| key == "type" || key == "xml:lang");
    let definition = Definition {
        text,
        language: own.or_else(|| language.map(str::to_owned)),
        source,
    };
    concept.definitions.push(definition);
    if !(whole || (only_language && language.is_none())) {
        keep(element, language, &mut concept.extra);
    }
}

fn language(section: &Element, concept: &mut Concept, problems: &mut Vec<Problem>) {
    let told = section.attribute("xml:lang").or(section.attribute("lang"));
    if told.is_none() {
        problems.push(Problem::NoSectionLanguage);
    }
    let tag = told.unwrap_or("und");
    keep_attributes(
        section,
        &["xml:lang", "lang"],
        Some(tag),
        &mut concept.extra,
    );
    for child in children(section) {
        match child.name.as_str() {
            "tig" => {
                if let Some(term) = term(child, tag, concept, problems) {
                    concept.terms.entry(tag.to_owned()).or_default().push(term);
                }
            }
            _ if is_definition(child) => definition(child, Some(tag), concept),
            _ => keep(child, Some(tag), &mut concept.extra),
        }
    }
}

fn term(
    section: &Element,
    tag: &str,
    concept: &mut Concept,
    problems: &mut Vec<Problem>,
) -> Option<Term> {
    let mut term = Term::default();
    keep_attributes(section, &[], None, &mut term.extra);
    let mut seen = false;
    let inside = children(section).flat_map(|child| {
        let grouped = child.name == "termGrp";
        let own = (!grouped).then_some(child);
        let inner = grouped.then(|| children(child));
        own.into_iter().chain(inner.into_iter().flatten())
    });
    for child in inside {
        if child.name == "term" && !seen {
            seen = true;
            term.text = child.text();
            if children(child).next().is_some() {
                keep(child, None, &mut term.extra);
            } else {
                keep_attributes(child, &[], None, &mut term.extra);
            }
        } else if is_definition(child) {
            definition(child, Some(tag), concept);
        } else {
            term_level(child, &mut term);
        }
    }
    if term.text.is_empty() {
        problems.push(Problem::EmptyTerm {
            language: tag.to_owned(),
        });
        return None;
    }
    Some(term)
}

fn term_level(element: &Element, term: &mut Term) {
    let plain = is_plain(element);
    let text = || element.text();
    match (element.name.as_str(), kind(element)) {
        ("termNote", kind) if is_grammar(kind) => {
            let taken = grammar(kind, &text(), term);
            if !taken || !plain {
                keep(element, None, &mut term.extra);
            }
        }
        ("admin", "source") if plain && term.source.is_none() => term.source = Some(text()),
        ("note", _) if element.attributes.is_empty() && plain => term.notes.push(text()),
        ("note", "") => {
            term.notes.push(text());
            keep(element, None, &mut term.extra);
        }
        _ if is_context(element) => {
            let (text, document, whole) = described(element);
            term.contexts.push(Context {
                text,
                document,
                ..Context::default()
            });
            if !whole {
                keep(element, None, &mut term.extra);
            }
        }
        _ => keep(element, None, &mut term.extra),
    }
}

fn is_grammar(kind: &str) -> bool {
    matches!(
        kind,
        "partOfSpeech"
            | "grammaticalGender"
            | "grammaticalNumber"
            | "termType"
            | "administrativeStatus"
            | "usageStatus"
    )
}

/// Fills the field of a category; `false` when it is filled already.
fn grammar(kind: &str, value: &str, term: &mut Term) -> bool {
    fn set<T: From<String>>(field: &mut Option<T>, value: &str) -> bool {
        let free = field.is_none();
        if free {
            *field = Some(value.to_owned().into());
        }
        free
    }
    match kind {
        "partOfSpeech" => set(&mut term.part_of_speech, value),
        "grammaticalGender" => set(&mut term.gender, value),
        "grammaticalNumber" => set(&mut term.number, value),
        "termType" => set(
            &mut term.term_type,
            if value == "phraseologicalUnit" {
                "phrase"
            } else {
                value
            },
        ),
        // TBX-Min of 2013 has a name of its own for it.
        "administrativeStatus" | "usageStatus" => set(&mut term.administrative_status, value),
        _ => false,
    }
}

/// The state of review that TBX-Default writes with each term, where all terms agree.
fn review_state(concept: &mut Concept) {
    let is_state = |property: &Property| {
        let markup = property.markup.as_deref();
        markup.is_some_and(|markup| is(markup, "termNote", "processStatus") && is_plain(markup))
    };
    let states = || {
        let terms = concept.terms.values().flatten();
        terms.map(|term| {
            let mut states = term.extra.iter().filter(|property| is_state(property));
            let first = states.next().map(|property| property.value.as_str());
            first.filter(|_| states.next().is_none())
        })
    };
    let status = match states().next().flatten() {
        Some("unprocessed") => Status::Candidate,
        Some("finalized") => Status::Approved,
        _ => return,
    };
    let first = states().next();
    if states().any(|state| Some(state) != first) {
        return;
    }
    concept.status = status;
    for term in concept.terms.values_mut().flatten() {
        term.extra.retain(|property| !is_state(property));
    }
}

/// Links short forms to full forms that are terms of the concept.
fn full_forms(concept: &mut Concept) {
    for terms in concept.terms.values_mut() {
        let texts: Vec<String> = terms.iter().map(|term| term.text.clone()).collect();
        for term in terms {
            let found = term.extra.iter().position(|property| {
                let markup = property.markup.as_deref();
                texts.contains(&property.value)
                    && markup.is_some_and(|markup| {
                        is(markup, "termNote", "abbreviatedFormFor") && is_plain(markup)
                    })
            });
            if let Some(at) = found {
                term.full_form = Some(term.extra.remove(at).value);
            }
        }
    }
}

/// Keeps an element as a property, under the name of its category.
fn keep(element: &Element, language: Option<&str>, properties: &mut Vec<Property>) {
    let named = children(element).find(|child| !kind(child).is_empty());
    let (name, value) = match (kind(element), named) {
        ("", _) if element.name == "transacGrp" => transaction(element),
        ("", Some(first)) => (kind(first).to_owned(), first.text()),
        ("", None) => (element.name.clone(), element.text()),
        (kind, _) => (kind.to_owned(), element.text()),
    };
    properties.push(Property {
        name,
        value,
        language: language.map(str::to_owned),
        markup: Some(Box::new(element.clone())),
    });
}

/// A transaction in words: `origination`, and its date and who is responsible.
fn transaction(element: &Element) -> (String, String) {
    let transac = children(element).find(|child| child.name == "transac");
    let name = transac.map_or_else(|| element.name.clone(), Element::text);
    let rest = children(element).filter(|child| child.name != "transac");
    let values: Vec<String> = rest.map(Element::text).collect();
    (name, values.join(", "))
}

/// Keeps attributes that have no field, each as the element that had it and nothing inside.
fn keep_attributes(
    element: &Element,
    known: &[&str],
    language: Option<&str>,
    properties: &mut Vec<Property>,
) {
    let rest = element
        .attributes
        .iter()
        .filter(|(key, _)| !known.contains(&key.as_str()));
    for (key, value) in rest {
        properties.push(Property {
            name: key.clone(),
            value: value.clone(),
            language: language.map(str::to_owned),
            markup: Some(Box::new(leaf(&element.name, &[(key, value)], ""))),
        });
    }
}
