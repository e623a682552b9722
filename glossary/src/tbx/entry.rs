//! One concept as a `termEntry`.

use std::borrow::Cow;
use std::io::Write;

use bitext_tmx::xml::{NONE, Writer};
use indexmap::IndexMap;

use super::names;
use super::write::Dialect;
use crate::concept::{Concept, ConceptId, Definition, RelationKind};
use crate::error::Error;
use crate::export::{Losses, Selection};
use crate::history::{Action, Decision};
use crate::status::{AdministrativeStatus, Status};
use crate::term::{Context, Evidence, Term};

/// The language sections to write: those asked for that have a term with text.
pub(super) fn languages<'a>(
    concept: &'a Concept,
    selection: &'a Selection,
    source: Option<&'a str>,
) -> impl Iterator<Item = (&'a str, &'a [Term])> {
    concept
        .terms
        .iter()
        .map(|(tag, terms)| (tag.as_str(), terms.as_slice()))
        .filter(move |(tag, terms)| {
            terms.iter().any(|term| !term.text.is_empty()) && selection.takes(source, tag)
        })
}

/// A tag as `xml:lang` wants it: hyphens, and `und` where there is none.
pub(super) fn xml_language(tag: &str) -> Cow<'_, str> {
    if tag.is_empty() {
        Cow::Borrowed("und")
    } else if tag.contains('_') {
        Cow::Owned(tag.replace('_', "-"))
    } else {
        Cow::Borrowed(tag)
    }
}

/// A concept on its way into the file.
pub(super) struct Entry<'a, W: Write> {
    pub(super) xml: &'a mut Writer<W>,
    pub(super) concept: &'a Concept,
    pub(super) dialect: Dialect,
    /// The ids of all entries of the file.
    pub(super) ids: &'a IndexMap<&'a ConceptId, String>,
    pub(super) losses: &'a mut Losses,
}

impl<W: Write> Entry<'_, W> {
    /// Writes the entry; tells how many terms it has.
    pub(super) fn write(
        &mut self,
        selection: &Selection,
        source: Option<&str>,
    ) -> Result<usize, Error> {
        let concept = self.concept;
        let id = self.ids.get(&concept.id).map_or("", String::as_str);
        let sections: Vec<_> = languages(concept, selection, source).collect();
        let has_section = |definition: &Definition| {
            let language = definition.language.as_deref();
            sections.iter().any(|(tag, _)| Some(*tag) == language)
        };
        self.xml.start("termEntry", [("id", id)])?;
        if let Some(subject) = &concept.subject {
            self.xml
                .element("descrip", [("type", "subjectField")], subject)?;
        }
        let definitions = concept.definitions.iter();
        for definition in definitions.filter(|definition| !has_section(definition)) {
            self.definition(definition, definition.language.as_deref())?;
        }
        for note in &concept.notes {
            self.xml.element("note", NONE, note)?;
        }
        self.relations()?;
        self.history()?;
        let mut count = 0;
        for (tag, terms) in sections {
            count += self.language(tag, terms)?;
        }
        self.xml.end()?;
        self.note_losses(count);
        Ok(count)
    }

    fn language(&mut self, tag: &str, terms: &[Term]) -> Result<usize, Error> {
        let concept = self.concept;
        let language = xml_language(tag);
        if language != tag {
            self.lost("language tag that is not BCP 47, mended", 1);
        }
        self.xml.start("langSet", [("xml:lang", &*language)])?;
        let definitions = concept.definitions.iter();
        for definition in definitions.filter(|one| one.language.as_deref() == Some(tag)) {
            self.definition(definition, None)?;
        }
        let mut count = 0;
        for term in terms.iter().filter(|term| !term.text.is_empty()) {
            self.term(term)?;
            count += 1;
        }
        self.xml.end()?;
        Ok(count)
    }

    fn definition(&mut self, one: &Definition, language: Option<&str>) -> Result<(), Error> {
        let mut attributes = vec![("type", Cow::Borrowed("definition"))];
        attributes.extend(language.map(|tag| ("xml:lang", xml_language(tag))));
        self.sourced(attributes, &one.text, one.source.as_deref())
    }

    /// A `descrip`, in a group with its source if it has one.
    fn sourced(
        &mut self,
        attributes: Vec<(&str, Cow<'_, str>)>,
        text: &str,
        source: Option<&str>,
    ) -> Result<(), Error> {
        let Some(source) = source else {
            return Ok(self.xml.element("descrip", attributes, text)?);
        };
        self.xml.start("descripGrp", NONE)?;
        self.xml.element("descrip", attributes, text)?;
        self.xml.element("admin", [("type", "source")], source)?;
        Ok(self.xml.end()?)
    }

    fn term(&mut self, term: &Term) -> Result<(), Error> {
        self.xml.start("tig", NONE)?;
        self.xml.element("term", NONE, &term.text)?;
        self.grammar(term)?;
        self.usage(term)?;
        for context in &term.contexts {
            self.context(context)?;
        }
        if let Some(source) = &term.source {
            self.xml.element("admin", [("type", "source")], source)?;
        }
        for note in &term.notes {
            self.xml.element("note", NONE, note)?;
        }
        self.xml.end()?;
        self.note_term_losses(term);
        Ok(())
    }

    fn grammar(&mut self, term: &Term) -> Result<(), Error> {
        if let Some(value) = &term.part_of_speech {
            let named = names::part_of_speech(value, self.dialect);
            self.picked(
                "partOfSpeech",
                "part of speech outside TBX's list, written as «other»",
                &named,
            )?;
        }
        if let Some(value) = &term.gender {
            let named = names::gender(value);
            self.picked(
                "grammaticalGender",
                "gender outside TBX's list, written as «other»",
                &named,
            )?;
        }
        match term
            .number
            .as_ref()
            .map(|value| names::number(value, self.dialect))
        {
            Some(Some(named)) => self.picked(
                "grammaticalNumber",
                "number outside TBX's list, written as «otherNumber»",
                &named,
            ),
            Some(None) => {
                self.lost("grammatical number, which TBX-Basic does not have", 1);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn usage(&mut self, term: &Term) -> Result<(), Error> {
        if let Some(value) = &term.term_type {
            match names::term_type(value, self.dialect) {
                Some(name) => self.term_note("termType", name)?,
                None => self.lost("type of a term outside TBX's list", 1),
            }
        }
        match &term.administrative_status {
            Some(AdministrativeStatus::Other(_)) => {
                self.lost("administrative status outside TBX's list", 1);
            }
            Some(status) => self.term_note("administrativeStatus", status.as_str())?,
            None => {}
        }
        if self.dialect == Dialect::Default {
            // The picklist of processStatus in TBX-Default.
            match self.concept.status {
                Status::Candidate => self.term_note("processStatus", "unprocessed")?,
                Status::Approved => self.term_note("processStatus", "finalized")?,
                Status::Rejected => {}
            }
        }
        Ok(())
    }

    fn picked(
        &mut self,
        kind: &str,
        otherwise: &str,
        named: &names::Named<'_>,
    ) -> Result<(), Error> {
        if !named.exact {
            self.lost(otherwise, 1);
        }
        self.term_note(kind, named.name)
    }

    fn term_note(&mut self, kind: &str, value: &str) -> Result<(), Error> {
        Ok(self.xml.element("termNote", [("type", kind)], value)?)
    }

    fn context(&mut self, context: &Context) -> Result<(), Error> {
        if context.defining {
            self.lost("mark of a context that defines", 1);
        }
        let parts = [&context.document, &context.place];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        let source = (!parts.is_empty()).then(|| parts.join(", "));
        let attributes = vec![("type", Cow::Borrowed("context"))];
        self.sourced(attributes, &context.text, source.as_deref())
    }

    fn relations(&mut self) -> Result<(), Error> {
        for relation in &self.concept.relations {
            let Some(target) = self.ids.get(&relation.concept) else {
                self.lost("relation to a concept that is not in the file", 1);
                continue;
            };
            let kind = match (self.dialect, relation.kind) {
                (Dialect::Default, RelationKind::Broader) => Some("superordinateConceptGeneric"),
                (Dialect::Default, RelationKind::Narrower) => Some("subordinateConceptGeneric"),
                (Dialect::Default, RelationKind::Related) => Some("relatedConcept"),
                (Dialect::Basic, _) => None,
            };
            // The target's name would go stale; its id does not.
            let text = relation.concept.as_str();
            match kind {
                Some(kind) => {
                    let attributes = [("type", kind), ("target", target)];
                    self.xml.element("descrip", attributes, text)?;
                }
                None => {
                    let attributes = [("type", "crossReference"), ("target", target)];
                    self.xml.element("ref", attributes, text)?;
                    if relation.kind != RelationKind::Related {
                        self.lost("kind of a relation (broader, narrower)", 1);
                    }
                }
            }
        }
        Ok(())
    }

    /// The concept's making and its latest change, where their dates are known.
    fn history(&mut self) -> Result<(), Error> {
        let history = &self.concept.history;
        let made = |decision: &&Decision| {
            matches!(decision.action, Action::Created | Action::SplitFrom { .. })
        };
        let origin = history.first().filter(made);
        let change = history.last().filter(|latest| !made(latest));
        let mut written = 0;
        for (kind, decision) in [("origination", origin), ("modification", change)] {
            let Some(decision) = decision else { continue };
            let Some(date) = date(&decision.stamp.at) else {
                continue;
            };
            self.xml.start("transacGrp", NONE)?;
            self.xml
                .element("transac", [("type", "transactionType")], kind)?;
            if !decision.stamp.by.is_empty() {
                let attributes = [("type", "responsibility")];
                self.xml
                    .element("transacNote", attributes, &decision.stamp.by)?;
            }
            self.xml.element("date", NONE, date)?;
            self.xml.end()?;
            written += 1;
        }
        let rest = self.concept.history.len() - written;
        self.lost("decision in the history", rest);
        Ok(())
    }

    fn lost(&mut self, what: &str, count: usize) {
        self.losses.note_many(&self.concept.id, what, count);
    }

    fn note_losses(&mut self, written: usize) {
        let concept = self.concept;
        let all: usize = concept.terms.values().map(Vec::len).sum();
        let left = all.saturating_sub(written);
        self.lost(
            "term of a language that was not asked for, or without text",
            left,
        );
        let unsaid = self.dialect == Dialect::Basic && concept.status == Status::Candidate;
        self.lost(
            "mark of a candidate that nobody has reviewed",
            usize::from(unsaid),
        );
        let figures = concept.evidence != Evidence::default();
        self.lost("figures of mining", usize::from(figures));
        for property in &concept.extra {
            self.lost(&format!("property «{}» of a concept", property.name), 1);
        }
    }

    fn note_term_losses(&mut self, term: &Term) {
        let figures = term.evidence != Evidence::default() || term.probability.is_some();
        self.lost("figures of mining", usize::from(figures));
        self.lost("form of a term in texts", term.forms.len());
        self.lost(
            "link of a short form to its full form",
            usize::from(term.full_form.is_some()),
        );
        for property in &term.extra {
            self.lost(&format!("property «{}» of a term", property.name), 1);
        }
    }
}

/// The date of an RFC 3339 time: the standard wants `YYYY-MM-DD`.
fn date(time: &str) -> Option<&str> {
    let date = time.get(..10)?;
    let shape = date.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    shape.then_some(date)
}
