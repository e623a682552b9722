//! What differs between two glossaries.

use indexmap::{IndexMap, IndexSet};
use serde::{Deserialize, Serialize};

use crate::concept::{Concept, ConceptId};
use crate::fold::fold;
use crate::glossary::Glossary;
use crate::term::{Property, Term};

/// What differs between two glossaries, each list in the order of the glossary it comes from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Diff {
    /// Concepts that only the second has.
    pub added: Vec<Concept>,
    /// Concepts that only the first has.
    pub removed: Vec<Concept>,
    /// Concepts whose terms, definitions or subject differ, or whether they are to be used.
    pub changed: Vec<Changed>,
    /// Concepts of which only other things differ: notes, grammar, contexts, review, figures …
    pub metadata: Vec<Changed>,
    /// How many concepts are the same in both.
    pub same: usize,
}

impl Diff {
    /// Whether there is no difference at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.changed.is_empty()
            && self.metadata.is_empty()
    }
}

/// A concept that both have and that is not the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// Its id in the first glossary.
    pub before: ConceptId,
    /// Its id in the second glossary.
    pub after: ConceptId,
    /// Its head term in the second glossary.
    pub head: String,
    /// What differs, field by field.
    pub fields: Vec<FieldChange>,
}

/// A field of a concept that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field: `term fr`, `definition`, `note`, `status` …, for a field of a term with the term
    /// behind it: `gender of état de droit`.
    pub field: String,
    /// What only the first has.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub removed: Vec<String>,
    /// What only the second has.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub added: Vec<String>,
    /// Whether it is content rather than something said about it.
    pub content: bool,
}

/// Compares two glossaries.
///
/// A concept is the same one in both when it has the same id and they share a term, or else when it
/// has the same head (language and folded text). Order does not count, neither of concepts nor within
/// a list, and who decided what when is no difference. Costs one folding a term, and for each pair of
/// concepts the product of the lengths of their lists.
///
/// ```
/// use bitext_glossary::{Concept, Glossary, Term, diff};
///
/// let before: Glossary = [Concept::new("fr", Term::new("loi"))].into_iter().collect();
/// let concept = Concept::new("fr", Term::new("loi")).with("en", Term::new("law"));
/// let after: Glossary = [concept].into_iter().collect();
/// let found = diff(&before, &after);
/// assert_eq!(found.changed[0].fields[0].field, "term en");
/// assert_eq!(found.changed[0].fields[0].added, ["law"]);
/// ```
#[must_use]
pub fn diff(before: &Glossary, after: &Glossary) -> Diff {
    let partners = partners(before, after);
    let mut found = Diff::default();
    let taken: IndexSet<&ConceptId> = partners.values().copied().collect();
    for old in before.concepts() {
        let Some(new) = partners.get(&old.id).and_then(|id| after.get(id)) else {
            found.removed.push(old.clone());
            continue;
        };
        let fields = compare(old, new);
        let is_content = fields.iter().any(|field| field.content);
        let list = match (fields.is_empty(), is_content) {
            (true, _) => {
                found.same += 1;
                continue;
            }
            (false, true) => &mut found.changed,
            (false, false) => &mut found.metadata,
        };
        list.push(Changed {
            before: old.id.clone(),
            after: new.id.clone(),
            head: head(new)
                .map(|(_, text)| text.to_owned())
                .unwrap_or_default(),
            fields,
        });
    }
    let new = after.concepts().filter(|new| !taken.contains(&new.id));
    found.added = new.cloned().collect();
    found
}

/// Everything that is known of a concept but its id and its terms' texts, as fields that a concept
/// with these terms alone would gain, in a fixed order.
///
/// ```
/// use bitext_glossary::{Concept, Term, described};
///
/// let mut concept = Concept::new("fr", Term::new("loi"));
/// concept.notes.push("au singulier".to_owned());
/// let fields = described(&concept);
/// assert_eq!(fields[0].field, "note");
/// assert_eq!(fields[0].added, ["au singulier"]);
/// ```
#[must_use]
pub fn described(concept: &Concept) -> Vec<FieldChange> {
    let mut bare = Concept {
        id: concept.id.clone(),
        status: concept.status,
        ..Concept::default()
    };
    for (tag, terms) in &concept.terms {
        let texts = terms.iter().map(|term| Term::new(&term.text));
        bare.terms.insert(tag.clone(), texts.collect());
    }
    compare(&bare, concept)
}

/// Which concept of the second glossary each of the first is.
fn partners<'a>(
    before: &'a Glossary,
    after: &'a Glossary,
) -> IndexMap<&'a ConceptId, &'a ConceptId> {
    let mut partners = IndexMap::new();
    let mut taken: IndexSet<&ConceptId> = IndexSet::new();
    for old in before.concepts() {
        if let Some(new) = after.get(&old.id)
            && shares_a_term(old, new)
        {
            partners.insert(&old.id, &new.id);
            taken.insert(&new.id);
        }
    }
    let key =
        |concept: &Concept| head(concept).map(|(tag, text)| (tag.to_ascii_lowercase(), fold(text)));
    let mut heads: IndexMap<_, Vec<&ConceptId>> = IndexMap::new();
    for new in after.concepts().filter(|new| !taken.contains(&new.id)) {
        heads.entry(key(new)).or_default().push(&new.id);
    }
    for old in before.concepts() {
        if partners.contains_key(&old.id) {
            continue;
        }
        if let Some(list) = heads.get_mut(&key(old))
            && !list.is_empty()
        {
            partners.insert(&old.id, list.remove(0));
        }
    }
    partners
}

fn head(concept: &Concept) -> Option<(&str, &str)> {
    concept.head().map(|(tag, term)| (tag, term.text.as_str()))
}

/// Whether two concepts have a term in common.
pub(crate) fn shares_a_term(one: &Concept, other: &Concept) -> bool {
    let keys = |concept: &Concept| -> IndexSet<(String, String)> {
        let terms = concept.terms.iter();
        terms
            .flat_map(|(tag, terms)| {
                let tag = tag.to_ascii_lowercase();
                terms
                    .iter()
                    .map(move |term| (tag.clone(), fold(&term.text)))
            })
            .collect()
    };
    let known = keys(one);
    keys(other).iter().any(|key| known.contains(key))
}

/// The fields that differ, in a fixed order.
fn compare(old: &Concept, new: &Concept) -> Vec<FieldChange> {
    let mut fields = Fields::default();
    let tags: IndexSet<&String> = old.terms.keys().chain(new.terms.keys()).collect();
    let none: &[Term] = &[];
    let of = |concept: &'_ Concept, tag: &str| -> Vec<String> {
        let terms = concept.terms.get(tag).map_or(none, Vec::as_slice);
        terms.iter().map(|term| term.text.clone()).collect()
    };
    for tag in &tags {
        fields.content(&format!("term {tag}"), &of(old, tag), &of(new, tag));
    }
    let definitions = |concept: &Concept| -> Vec<String> {
        let all = concept.definitions.iter();
        all.map(|one| one.text.clone()).collect()
    };
    fields.content("definition", &definitions(old), &definitions(new));
    let subject = |concept: &Concept| concept.subject.clone().into_iter().collect::<Vec<_>>();
    fields.content("subject", &subject(old), &subject(new));
    for tag in &tags {
        usage(old, new, tag, &mut fields);
    }
    let status = |concept: &Concept| vec![concept.status.to_string()];
    fields.metadata("status", &status(old), &status(new));
    fields.metadata("note", &old.notes, &new.notes);
    let sources = |concept: &Concept| -> Vec<String> {
        let all = concept.definitions.iter();
        all.map(|one| {
            let language = one.language.as_deref().unwrap_or_default();
            let source = one.source.as_deref().unwrap_or_default();
            format!("{language} {source}").trim().to_owned()
        })
        .collect()
    };
    fields.metadata(
        "language and source of definitions",
        &sources(old),
        &sources(new),
    );
    let relations = |concept: &Concept| -> Vec<String> {
        let all = concept.relations.iter();
        all.map(|one| format!("{} {}", one.kind.as_str(), one.concept))
            .collect()
    };
    fields.metadata("relation", &relations(old), &relations(new));
    fields.metadata("property", &properties(&old.extra), &properties(&new.extra));
    if old.evidence != new.evidence {
        let figures = |concept: &Concept| vec![format!("{:?}", concept.evidence)];
        fields.metadata("figures", &figures(old), &figures(new));
    }
    for tag in &tags {
        details(old, new, tag, &mut fields);
    }
    fields.0
}

/// Terms of a language that both have.
fn common<'a>(
    old: &'a Concept,
    new: &'a Concept,
    tag: &str,
) -> impl Iterator<Item = (&'a Term, &'a Term)> {
    let terms =
        |concept: &'a Concept, tag: &str| concept.terms.get(tag).map_or(&[][..], Vec::as_slice);
    let news = terms(new, tag);
    terms(old, tag).iter().filter_map(move |one| {
        let same = news.iter().find(|other| other.text == one.text)?;
        Some((one, same))
    })
}

/// Whether terms are to be used: content, since a translator acts on it.
fn usage(old: &Concept, new: &Concept, tag: &str, fields: &mut Fields) {
    for (one, other) in common(old, new, tag) {
        let status = |term: &Term| -> Vec<String> {
            let status = term.administrative_status.as_ref();
            status
                .map(|status| status.short_name().to_owned())
                .into_iter()
                .collect()
        };
        let field = format!("usage of {}", one.text);
        fields.content(&field, &status(one), &status(other));
    }
}

fn details(old: &Concept, new: &Concept, tag: &str, fields: &mut Fields) {
    for (one, other) in common(old, new, tag) {
        let mut field = |name: &str, of: &dyn Fn(&Term) -> Vec<String>| {
            fields.metadata(&format!("{name} of {}", one.text), &of(one), &of(other));
        };
        let text = |value: Option<String>| value.into_iter().collect::<Vec<_>>();
        field("part of speech", &|term| {
            text(term.part_of_speech.as_ref().map(ToString::to_string))
        });
        field("gender", &|term| {
            text(term.gender.as_ref().map(ToString::to_string))
        });
        field("number", &|term| {
            text(term.number.as_ref().map(ToString::to_string))
        });
        field("type", &|term| {
            text(term.term_type.as_ref().map(ToString::to_string))
        });
        field("full form", &|term| text(term.full_form.clone()));
        field("source", &|term| text(term.source.clone()));
        field("note", &|term| term.notes.clone());
        field("form", &|term| {
            term.forms
                .iter()
                .map(|form| format!("{} ({})", form.text, form.count))
                .collect()
        });
        field("context", &|term| {
            term.contexts
                .iter()
                .map(|context| context.text.clone())
                .collect()
        });
        field("property", &|term| properties(&term.extra));
        let figures = |term: &Term| (term.evidence, term.probability);
        if figures(one) != figures(other) {
            field("figures", &|term| vec![format!("{:?}", figures(term))]);
        }
    }
}

fn properties(list: &[Property]) -> Vec<String> {
    list.iter()
        .map(|property| {
            let language = property.language.as_deref().unwrap_or_default();
            let markup = property
                .markup
                .as_deref()
                .map(attributes)
                .unwrap_or_default();
            format!("{} {language}: {}{markup}", property.name, property.value)
        })
        .collect()
}

/// The attributes of kept XML, which the value does not show.
fn attributes(element: &bitext_tmx::xml::Element) -> String {
    let own = element.attributes.iter().filter(|(key, _)| key != "type");
    own.map(|(key, value)| format!(" [{key}={value}]"))
        .collect()
}

/// Gathers fields that differ.
#[derive(Default)]
struct Fields(Vec<FieldChange>);

impl Fields {
    fn content(&mut self, field: &str, old: &[String], new: &[String]) {
        self.add(field, old, new, true);
    }

    fn metadata(&mut self, field: &str, old: &[String], new: &[String]) {
        self.add(field, old, new, false);
    }

    fn add(&mut self, field: &str, old: &[String], new: &[String], content: bool) {
        let (removed, added) = (without(old, new), without(new, old));
        if !(removed.is_empty() && added.is_empty()) {
            self.0.push(FieldChange {
                field: field.to_owned(),
                removed,
                added,
                content,
            });
        }
    }
}

/// What `list` has more of than `other`.
fn without(list: &[String], other: &[String]) -> Vec<String> {
    let mut rest: Vec<&String> = other.iter().collect();
    let mut left = Vec::new();
    for item in list {
        match rest.iter().position(|known| *known == item) {
            Some(at) => {
                rest.remove(at);
            }
            None => left.push(item.clone()),
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Stamp;
    use crate::status::AdministrativeStatus;

    fn concept(id: &str, french: &str, english: &str) -> Concept {
        Concept {
            id: id.into(),
            ..Concept::new("fr", Term::new(french)).with("en", Term::new(english))
        }
    }

    #[test]
    fn content_and_metadata_are_told_apart() {
        let before: Glossary = [
            concept("a", "loi", "law"),
            concept("b", "droit", "right"),
            concept("c", "État", "state"),
            concept("d", "pacte", "covenant"),
        ]
        .into_iter()
        .collect();
        let mut law = concept("a", "loi", "law");
        law.notes.push("minuscule".into());
        let right = concept("b", "droit", "law (objective)");
        let mut state = concept("other", "état", "state");
        state.terms["fr"][0].text = "état".into();
        let mut after: Glossary = [state, right, law, concept("e", "traité", "treaty")]
            .into_iter()
            .collect();
        let found = diff(&before, &after);
        assert_eq!(found.added[0].id.as_str(), "e");
        assert_eq!(found.removed[0].id.as_str(), "d");
        let heads =
            |list: &[Changed]| -> Vec<String> { list.iter().map(|one| one.head.clone()).collect() };
        assert_eq!(heads(&found.changed), ["droit", "état"]);
        assert_eq!(heads(&found.metadata), ["loi"]);
        assert_eq!(found.metadata[0].fields[0].added, ["minuscule"]);
        // A decision alone changes the status, and who took it does not count.
        let unchanged = after.clone();
        after.accept(&"e".into(), Stamp::new("Léa", "")).unwrap();
        let found = diff(&unchanged, &after);
        assert!(found.changed.is_empty());
        assert_eq!(found.metadata[0].fields[0].field, "status");
        assert!(diff(&after, &after).is_empty());
    }

    #[test]
    fn forbidding_a_term_is_a_change_of_content() {
        let before: Glossary = [concept("a", "loi", "law")].into_iter().collect();
        let mut forbidden = concept("a", "loi", "law");
        forbidden.terms["en"][0].administrative_status = Some(AdministrativeStatus::Deprecated);
        let after: Glossary = [forbidden].into_iter().collect();
        let found = diff(&before, &after);
        assert_eq!(found.changed[0].fields[0].field, "usage of law");
        assert_eq!(found.changed[0].fields[0].added, ["deprecated"]);
    }
}
