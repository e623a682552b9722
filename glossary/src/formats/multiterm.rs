//! MultiTerm's XML (Trados): `mtf`, one `conceptGrp` a concept. Fields are `descrip`s whose names
//! each termbase chooses; the usual English ones have fields here, the others are kept.

use std::io::Write;

use bitext_tmx::xml::{Element, Event, IllegalPolicy, NONE, Reader, Writer};

use super::language_name;
use crate::concept::{Concept, Definition};
use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::glossary::Glossary;
use crate::history::{Action, Decision};
use crate::reading::{Coverage, Problem, ReadOptions, Reading};
use crate::status::{AdministrativeStatus, Status};
use crate::term::{Context, Evidence, Property, Term};

/// Reads MultiTerm's XML.
///
/// # Errors
/// When nothing of it can be read.
pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Reading, Error> {
    let mut xml = Reader::with_options(bytes, options.xml.clone());
    let mut reading = Reading {
        format: "MultiTerm XML",
        coverage: Coverage {
            own_ids: true,
            subject: true,
            definitions: true,
            notes: true,
            ..Coverage::default()
        },
        ..Reading::default()
    };
    let end = walk(&mut xml, &mut reading, options);
    for (at, problem) in xml.problems() {
        let column = usize::try_from(at.column).unwrap_or(usize::MAX);
        reading.find(at.line, column, Problem::Xml(problem.to_string()), false);
    }
    if let Err(error) = end {
        if reading.glossary.is_empty() {
            return Err(Error::XmlRead(error));
        }
        reading.find_xml(&error, false);
    }
    let languages = reading.glossary.languages().into_iter();
    reading.coverage.languages = Some(languages.map(str::to_owned).collect());
    Ok(reading)
}

fn walk(
    xml: &mut Reader<&[u8]>,
    reading: &mut Reading,
    options: &ReadOptions,
) -> Result<(), bitext_tmx::xml::ReadError> {
    loop {
        match xml.read()? {
            Event::Eof => return Ok(()),
            Event::Start(tag) if tag.local_name() == "conceptGrp" => {}
            _ => continue,
        }
        let at = xml.position();
        let column = usize::try_from(at.column).unwrap_or(usize::MAX);
        let outside = xml.depth() - 1;
        reading.rows += 1;
        match xml.element() {
            Ok(element) => {
                let concept = concept(&element, options.status);
                if concept.terms.is_empty() {
                    reading.find(at.line, column, Problem::NoTermInEntry, true);
                    continue;
                }
                let id = concept.id.clone();
                let given = reading.glossary.add(concept);
                if !id.as_str().is_empty() && id != given {
                    let problem = Problem::DuplicateId { id, given };
                    reading.find(at.line, column, problem, false);
                }
            }
            Err(error) => {
                if !xml.recover("conceptGrp", outside) {
                    reading.rows -= 1;
                    return Err(error);
                }
                reading.find_xml(&error, true);
            }
        }
    }
}

fn children(element: &Element) -> impl Iterator<Item = &Element> {
    element.children.iter().filter_map(|node| match node {
        bitext_tmx::xml::Node::Element(child) => Some(child),
        bitext_tmx::xml::Node::Text(_) => None,
    })
}

fn child<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    children(element).find(|child| child.name == name)
}

fn text(element: &Element) -> String {
    element.text().trim().to_owned()
}

fn concept(group: &Element, status: Status) -> Concept {
    let mut concept = Concept {
        status,
        ..Concept::default()
    };
    for part in children(group) {
        match part.name.as_str() {
            "concept" => concept.id = text(part).into(),
            "languageGrp" => language(part, &mut concept),
            "descripGrp" => {
                let Some((name, value)) = descrip(part) else {
                    continue;
                };
                match name.to_ascii_lowercase().as_str() {
                    "subject" | "subject field" | "domain" if concept.subject.is_none() => {
                        concept.subject = Some(value);
                    }
                    "definition" => concept.definitions.push(Definition {
                        text: value,
                        language: None,
                        source: source(part),
                    }),
                    "note" => concept.notes.push(value),
                    "status" if Status::from_name(&value).is_some() => {
                        concept.status = Status::from_name(&value).unwrap_or(status);
                    }
                    _ => keep(part, &name, value, None, &mut concept.extra),
                }
            }
            _ => {
                let (name, value) = transaction(part);
                keep(part, &name, value, None, &mut concept.extra);
            }
        }
    }
    concept
}

fn language(group: &Element, concept: &mut Concept) {
    let told = child(group, "language");
    let code = told.and_then(|one| one.attribute("lang"));
    let name = told.and_then(|one| one.attribute("type"));
    let tag = match (code, name) {
        (Some(code), _) if !code.is_empty() => lower_language(code),
        (_, Some(name)) => language_name::tag(name).unwrap_or_else(|| name.to_owned()),
        _ => "und".to_owned(),
    };
    for part in children(group) {
        match part.name.as_str() {
            "language" => {}
            "termGrp" => {
                let term = term(part);
                if !term.text.is_empty() {
                    concept.terms.entry(tag.clone()).or_default().push(term);
                }
            }
            _ => match descrip(part) {
                Some((name, value)) if name.eq_ignore_ascii_case("definition") => {
                    concept.definitions.push(Definition {
                        text: value,
                        language: Some(tag.clone()),
                        source: source(part),
                    });
                }
                Some((name, value)) => keep(part, &name, value, Some(&tag), &mut concept.extra),
                None => {
                    let (name, value) = transaction(part);
                    keep(part, &name, value, Some(&tag), &mut concept.extra);
                }
            },
        }
    }
}

/// MultiTerm writes codes in capitals; regions keep theirs.
fn lower_language(code: &str) -> String {
    match code.split_once(['-', '_']) {
        Some((language, rest)) => format!("{}-{rest}", language.to_ascii_lowercase()),
        None => code.to_ascii_lowercase(),
    }
}

fn term(group: &Element) -> Term {
    let mut term = Term::default();
    for part in children(group) {
        if part.name == "term" {
            term.text = text(part);
            continue;
        }
        let Some((name, value)) = descrip(part) else {
            let (name, value) = transaction(part);
            keep(part, &name, value, None, &mut term.extra);
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "part of speech" | "pos" if term.part_of_speech.is_none() => {
                term.part_of_speech = Some(value.into());
            }
            "gender" if term.gender.is_none() => term.gender = Some(value.into()),
            "number" if term.number.is_none() => term.number = Some(value.into()),
            "type" | "term type" if term.term_type.is_none() => term.term_type = Some(value.into()),
            "status" | "usage status" if term.administrative_status.is_none() => {
                term.administrative_status = Some(value.into());
            }
            "context" | "example" => term.contexts.push(Context {
                text: value,
                document: source(part),
                ..Context::default()
            }),
            "source" if term.source.is_none() => term.source = Some(value),
            "note" => term.notes.push(value),
            _ => keep(part, &name, value, None, &mut term.extra),
        }
    }
    term
}

/// The name and the text of a field.
fn descrip(group: &Element) -> Option<(String, String)> {
    let descrip = child(group, "descrip").or((group.name == "descrip").then_some(group))?;
    let name = descrip.attribute("type").unwrap_or_default();
    Some((name.to_owned(), text(descrip)))
}

/// The source within a field's group.
fn source(group: &Element) -> Option<String> {
    let inside = children(group).filter(|child| child.name == "descripGrp");
    inside
        .filter_map(descrip)
        .find(|(name, _)| name.eq_ignore_ascii_case("source"))
        .map(|(_, value)| value)
}

fn transaction(group: &Element) -> (String, String) {
    let inner = children(group).find(|child| child.attribute("type").is_some());
    let name = inner
        .and_then(|inner| inner.attribute("type"))
        .or(group.attribute("type"))
        .unwrap_or(&group.name);
    let values: Vec<String> = children(group)
        .map(text)
        .filter(|one| !one.is_empty())
        .collect();
    let value = if values.is_empty() {
        text(group)
    } else {
        values.join(", ")
    };
    (name.to_owned(), value)
}

fn keep(
    element: &Element,
    name: &str,
    value: String,
    language: Option<&str>,
    properties: &mut Vec<Property>,
) {
    properties.push(Property {
        name: name.to_owned(),
        value,
        language: language.map(str::to_owned),
        markup: Some(Box::new(element.clone())),
    });
}

/// MultiTerm's XML, as MultiTerm imports it.
#[derive(Debug, Clone, Copy, Default)]
pub struct MultiTerm;

impl Export for MultiTerm {
    fn name(&self) -> &'static str {
        "MultiTerm XML"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error> {
        let source = selection.source_in(glossary);
        let mut losses = Losses::default();
        if glossary.title.is_some() || glossary.source.is_some() || !glossary.extra.is_empty() {
            losses.note(
                &crate::ConceptId::default(),
                "title and description of the glossary",
            );
        }
        let mut xml = Writer::new(out).illegal(IllegalPolicy::Replace);
        xml.declaration()?;
        xml.start("mtf", NONE)?;
        let mut number = 0;
        let report = selection.write_each(glossary, losses, |concept, losses| {
            number += 1;
            let sections: Vec<(&str, &[Term])> = concept
                .terms
                .iter()
                .map(|(tag, terms)| (tag.as_str(), terms.as_slice()))
                .filter(|(tag, terms)| {
                    terms.iter().any(|term| !term.text.is_empty()) && selection.takes(source, tag)
                })
                .collect();
            if sections.is_empty() {
                let what = "concept without a term in the languages asked for";
                losses.note(&concept.id, what);
                return Ok(0);
            }
            let mut entry = Entry {
                xml: &mut xml,
                concept,
                losses,
            };
            entry.write(number, &sections)
        })?;
        if report.concepts == 0 {
            return Err(Error::Empty {
                format: self.name(),
            });
        }
        xml.end()?;
        xml.finish()?;
        Ok(report)
    }
}

struct Entry<'a, W: Write> {
    xml: &'a mut Writer<W>,
    concept: &'a Concept,
    losses: &'a mut Losses,
}

impl<W: Write> Entry<'_, W> {
    fn write(&mut self, number: usize, sections: &[(&str, &[Term])]) -> Result<usize, Error> {
        let concept = self.concept;
        let id = concept.id.as_str();
        self.xml.start("conceptGrp", NONE)?;
        let numeric = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        if numeric {
            self.xml.element("concept", NONE, id)?;
        } else {
            self.lost("id that is no number", 1);
            self.xml.element("concept", NONE, &number.to_string())?;
        }
        self.history()?;
        self.field("Subject", concept.subject.as_deref(), None)?;
        for definition in concept.definitions.iter().filter(|one| {
            let tag = one.language.as_deref();
            !sections.iter().any(|(known, _)| Some(*known) == tag)
        }) {
            let source = definition.source.as_deref();
            self.field("Definition", Some(&definition.text), source)?;
        }
        for note in &concept.notes {
            self.field("Note", Some(note), None)?;
        }
        if concept.status != Status::Approved {
            self.field("Status", Some(concept.status.as_str()), None)?;
        }
        self.kept(&concept.extra, None)?;
        let mut count = 0;
        for (tag, terms) in sections {
            self.xml.start("languageGrp", NONE)?;
            let name = language_name::name(tag).unwrap_or_else(|| (*tag).to_owned());
            let code = tag.replace('_', "-").to_uppercase();
            self.xml.empty(
                "language",
                [("type", name.as_str()), ("lang", code.as_str())],
            )?;
            for definition in concept
                .definitions
                .iter()
                .filter(|one| one.language.as_deref() == Some(*tag))
            {
                let source = definition.source.as_deref();
                self.field("Definition", Some(&definition.text), source)?;
            }
            self.kept(&concept.extra, Some(tag))?;
            for term in terms.iter().filter(|term| !term.text.is_empty()) {
                self.term(term)?;
                count += 1;
            }
            self.xml.end()?;
        }
        self.xml.end()?;
        let all: usize = concept.terms.values().map(Vec::len).sum();
        self.lost(
            "term of a language that was not asked for, or without text",
            all - count,
        );
        self.lost("relation", concept.relations.len());
        let figures = concept.evidence != Evidence::default();
        self.lost("figures of mining", usize::from(figures));
        Ok(count)
    }

    fn term(&mut self, term: &Term) -> Result<(), Error> {
        self.xml.start("termGrp", NONE)?;
        self.xml.element("term", NONE, &term.text)?;
        let pos = term
            .part_of_speech
            .as_ref()
            .map(super::super::term::PartOfSpeech::as_str);
        self.field("Part of Speech", pos, None)?;
        self.field(
            "Gender",
            term.gender.as_ref().map(super::super::term::Gender::as_str),
            None,
        )?;
        self.field(
            "Number",
            term.number.as_ref().map(super::super::term::Number::as_str),
            None,
        )?;
        self.field(
            "Type",
            term.term_type
                .as_ref()
                .map(super::super::term::TermType::as_str),
            None,
        )?;
        let status = term.administrative_status.as_ref();
        self.field("Status", status.map(AdministrativeStatus::short_name), None)?;
        for context in &term.contexts {
            let parts = [&context.document, &context.place];
            let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
            let source = (!parts.is_empty()).then(|| parts.join(", "));
            self.field("Context", Some(&context.text), source.as_deref())?;
        }
        self.field("Source", term.source.as_deref(), None)?;
        for note in &term.notes {
            self.field("Note", Some(note), None)?;
        }
        self.kept(&term.extra, None)?;
        self.xml.end()?;
        self.lost("form of a term in texts", term.forms.len());
        self.lost(
            "link of a short form to its full form",
            usize::from(term.full_form.is_some()),
        );
        let figures = term.evidence != Evidence::default() || term.probability.is_some();
        self.lost("figures of mining", usize::from(figures));
        Ok(())
    }

    fn field(
        &mut self,
        name: &str,
        value: Option<&str>,
        source: Option<&str>,
    ) -> Result<(), Error> {
        let Some(value) = value else { return Ok(()) };
        self.xml.start("descripGrp", NONE)?;
        self.xml.element("descrip", [("type", name)], value)?;
        self.field("Source", source, None)?;
        Ok(self.xml.end()?)
    }

    /// What a file of MultiTerm brought goes back as it was; what others brought becomes fields.
    fn kept(&mut self, properties: &[Property], language: Option<&str>) -> Result<(), Error> {
        for property in properties
            .iter()
            .filter(|property| property.language.as_deref() == language)
        {
            let own = |markup: &Element| {
                matches!(markup.name.as_str(), "system" | "xref")
                    || (markup.name == "transacGrp"
                        && child(markup, "transac")
                            .is_some_and(|one| one.attribute("type") != Some("transactionType")))
                    || (markup.name == "descripGrp"
                        && children(markup).all(|one| {
                            matches!(one.name.as_str(), "descrip" | "descripGrp" | "transacGrp")
                        }))
            };
            match property.markup.as_deref() {
                Some(markup) if own(markup) => self.xml.tree(&squeezed(markup))?,
                Some(_) if crate::tbx::doubles_a_field(property) => {}
                _ if property.name.is_empty() => self.lost("property without a name", 1),
                _ => self.field(&property.name, Some(&property.value), None)?,
            }
        }
        Ok(())
    }

    fn history(&mut self) -> Result<(), Error> {
        let told = |kind: &str| {
            self.concept
                .extra
                .iter()
                .any(|property| property.name == kind)
        };
        let made = |decision: &&Decision| matches!(decision.action, Action::Created);
        let history = &self.concept.history;
        let origin = history
            .first()
            .filter(made)
            .filter(|_| !told("origination"));
        let mut written = 0;
        if let Some(origin) = origin {
            self.xml.start("transacGrp", NONE)?;
            self.xml
                .element("transac", [("type", "origination")], &origin.stamp.by)?;
            let date = origin.stamp.at.trim_end_matches('Z');
            if !date.is_empty() {
                self.xml.element("date", NONE, date)?;
            }
            self.xml.end()?;
            written = 1;
        }
        let imports = history
            .iter()
            .filter(|decision| decision.action == Action::Imported);
        let rest = history.len() - written - imports.count();
        self.lost("decision in the history", rest);
        Ok(())
    }

    fn lost(&mut self, what: &str, count: usize) {
        self.losses.note_many(&self.concept.id, what, count);
    }
}

/// A kept piece without the white space between its elements.
fn squeezed(element: &Element) -> Element {
    use bitext_tmx::xml::Node;
    let has_elements = children(element).next().is_some();
    let nodes = element.children.iter().filter_map(|node| match node {
        Node::Element(child) => Some(Node::Element(squeezed(child))),
        Node::Text(text) if has_elements && text.trim().is_empty() => None,
        Node::Text(text) => Some(Node::Text(text.clone())),
    });
    Element {
        name: element.name.clone(),
        attributes: element.attributes.clone(),
        children: nodes.collect(),
    }
}
