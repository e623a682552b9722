//! One concept as a `termEntry`, in the one form of all versions.
//!
//! - this file: the entry, its definitions, notes, relations and history; `term`: one term of it;
//! - `kept`: the XML that a file had for what is written; `basic`: whether TBX-Basic holds it.

mod basic;
mod kept;
mod term;

pub(super) use basic::needs_more_than_basic;
pub(crate) use kept::{doubles_a_field, is_shell};

use std::borrow::Cow;

use bitext_tmx::xml::{Element, Node};
use indexmap::{IndexMap, IndexSet};

use super::category::Level;
use super::element::{group, leaf};
use super::fit::{Fitter, is_language};
use super::write::{Dialect, Version};
use crate::concept::{Concept, ConceptId, Definition, RelationKind};
use crate::export::{Losses, Selection};
use crate::history::{Action, Decision};
use crate::status::Status;
use crate::term::{Evidence, Property, Term};
use kept::{Kept, described};

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
pub(super) struct Entry<'a> {
    pub(super) concept: &'a Concept,
    pub(super) dialect: Dialect,
    pub(super) version: Version,
    /// The ids of all entries of the file.
    pub(super) ids: &'a IndexMap<&'a ConceptId, String>,
    /// The ids that some element has, and those written already.
    pub(super) known: &'a IndexSet<String>,
    pub(super) used: &'a mut IndexSet<String>,
    pub(super) losses: &'a mut Losses,
}

impl Entry<'_> {
    /// The entry, and how many terms it has.
    pub(super) fn build(
        &mut self,
        selection: &Selection,
        source: Option<&str>,
    ) -> (Element, usize) {
        let concept = self.concept;
        let id = self.ids.get(&concept.id).map_or("", String::as_str);
        let sections: Vec<_> = languages(concept, selection, source).collect();
        let has_section = |definition: &Definition| {
            let language = definition.language.as_deref();
            sections.iter().any(|(tag, _)| Some(*tag) == language)
        };
        let mut kept = Kept::of(&concept.extra, None);
        let mut entry = leaf("termEntry", &[("id", id)], "");
        let mut out = Vec::new();
        if let Some(subject) = &concept.subject {
            out.push(leaf("descrip", &[("type", "subjectField")], subject));
        }
        let definitions = concept.definitions.iter();
        for definition in definitions.filter(|definition| !has_section(definition)) {
            out.extend(self.definition(definition, true, &mut kept));
        }
        self.notes(&concept.notes, Level::Concept, &mut kept, &mut out);
        self.relations(&mut out);
        self.pieces(kept.rest, "concept", Level::Concept, &mut out);
        self.history(&mut out);
        let mut count = 0;
        for (tag, terms) in sections {
            let (section, terms) = self.language(tag, terms);
            out.push(section);
            count += terms;
        }
        entry.children = out.into_iter().map(Node::Element).collect();
        self.note_losses(count);
        (entry, count)
    }

    fn language(&mut self, tag: &str, terms: &[Term]) -> (Element, usize) {
        let concept = self.concept;
        let mut language = xml_language(tag);
        if self.version != Version::Two && !is_language(&language) {
            language = Cow::Borrowed("und");
        }
        if language != tag {
            self.lost("language tag that is not BCP 47, mended", 1);
        }
        let mut kept = Kept::of(&concept.extra, Some(tag));
        let mut section = leaf("langSet", &[("xml:lang", &*language)], "");
        self.attributes(&mut section, &kept);
        let mut out = Vec::new();
        let definitions = concept.definitions.iter();
        for definition in definitions.filter(|one| one.language.as_deref() == Some(tag)) {
            out.extend(self.definition(definition, false, &mut kept));
        }
        self.pieces(kept.rest, "concept", Level::Language, &mut out);
        let mut count = 0;
        for term in terms.iter().filter(|term| !term.text.is_empty()) {
            out.push(self.term(term));
            count += 1;
        }
        section.children = out.into_iter().map(Node::Element).collect();
        (section, count)
    }

    fn fitter(&mut self) -> Fitter<'_> {
        Fitter {
            version: self.version,
            dialect: self.dialect,
            known: self.known,
            used: self.used,
            losses: self.losses,
            concept: &self.concept.id,
        }
    }

    /// A definition: the piece it was read from, if it still says the same.
    fn definition(
        &mut self,
        one: &Definition,
        tell_language: bool,
        kept: &mut Kept<'_>,
    ) -> Option<Element> {
        let level = if tell_language {
            Level::Concept
        } else {
            Level::Language
        };
        let same =
            |piece: &Element| described(piece, "definition").is_some_and(|text| text == one.text);
        if let Some(piece) = kept.take_text(same)
            && let Some(fitting) = self.fitter().piece(piece, level)
        {
            return Some(fitting);
        }
        let mut attributes = vec![("type", Cow::Borrowed("definition"))];
        if let Some(tag) = one.language.as_deref().filter(|_| tell_language) {
            if self.version == Version::Two {
                attributes.push(("xml:lang", xml_language(tag)));
            } else {
                self.lost("language of a definition without terms in that language", 1);
            }
        }
        Some(sourced(&attributes, &one.text, one.source.as_deref()))
    }

    fn notes(
        &mut self,
        notes: &[String],
        level: Level,
        kept: &mut Kept<'_>,
        out: &mut Vec<Element>,
    ) {
        for note in notes {
            let same = |piece: &Element| piece.name == "note" && piece.text() == *note;
            let piece = kept.take_text(same);
            let fitting = piece.and_then(|piece| self.fitter().piece(piece, level));
            out.push(fitting.unwrap_or_else(|| leaf("note", &[], note)));
        }
    }

    /// Kept pieces, and properties of other files where the dialect is open.
    fn pieces(
        &mut self,
        properties: Vec<&Property>,
        of: &str,
        level: Level,
        out: &mut Vec<Element>,
    ) {
        for property in properties {
            match &property.markup {
                Some(markup) => out.extend(self.fitter().piece(markup, level)),
                None if self.dialect == Dialect::Default && !property.name.is_empty() => {
                    out.push(leaf("admin", &[("type", &property.name)], &property.value));
                }
                None => self.lost(&format!("property «{}» of a {of}", property.name), 1),
            }
        }
    }

    /// Attributes of a section that were kept.
    fn attributes(&mut self, section: &mut Element, kept: &Kept<'_>) {
        for shell in &kept.shells {
            if shell.name != section.name {
                continue;
            }
            for (key, value) in &shell.attributes {
                let has_id = section.name != "langSet" || self.version == Version::Two;
                if key == "id" && has_id && self.fitter().claim(value) {
                    section.attributes.push((key.clone(), value.clone()));
                } else {
                    self.lost(&format!("attribute «{key}» of <{}>", section.name), 1);
                }
            }
        }
    }

    fn relations(&mut self, out: &mut Vec<Element>) {
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
            let text = relation
                .name
                .as_deref()
                .unwrap_or(relation.concept.as_str());
            match kind {
                Some(kind) => {
                    out.push(leaf("descrip", &[("type", kind), ("target", target)], text));
                }
                None => {
                    let attributes = [("type", "crossReference"), ("target", target.as_str())];
                    out.push(leaf("ref", &attributes, text));
                    if relation.kind != RelationKind::Related {
                        self.lost("kind of a relation (broader, narrower)", 1);
                    }
                }
            }
        }
    }

    /// The concept's making and its latest change, where their dates are known. A file's own record
    /// of the making goes before ours.
    fn history(&mut self, out: &mut Vec<Element>) {
        let history = &self.concept.history;
        let made = |decision: &&Decision| {
            matches!(
                decision.action,
                Action::Created | Action::Imported | Action::SplitFrom { .. }
            )
        };
        let told = self.concept.extra.iter().any(|property| {
            let markup = property.markup.as_deref();
            property.language.is_none()
                && property.name == "origination"
                && markup.is_some_and(|markup| markup.name == "transacGrp")
        });
        let origin = history
            .first()
            .filter(made)
            .filter(|origin| origin.action != Action::Imported && !told);
        let change = history.last().filter(|latest| !made(latest));
        let mut written = 0;
        for (kind, decision) in [("origination", origin), ("modification", change)] {
            let Some(decision) = decision else { continue };
            let Some(date) = date(&decision.stamp.at) else {
                continue;
            };
            let mut parts = vec![leaf("transac", &[("type", "transactionType")], kind)];
            if !decision.stamp.by.is_empty() {
                let attributes = [("type", "responsibility")];
                parts.push(leaf("transacNote", &attributes, &decision.stamp.by));
            }
            parts.push(leaf("date", &[], date));
            out.push(group("transacGrp", parts));
            written += 1;
        }
        let imports = history
            .iter()
            .filter(|decision| decision.action == Action::Imported);
        let rest = history.len() - written - imports.count();
        self.lost("decision in the history", rest);
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
    }
}

/// A `descrip`, in a group with its source if it has one.
fn sourced(attributes: &[(&str, Cow<'_, str>)], text: &str, source: Option<&str>) -> Element {
    let attributes: Vec<(&str, &str)> = attributes
        .iter()
        .map(|(key, value)| (*key, &**value))
        .collect();
    let descrip = leaf("descrip", &attributes, text);
    match source {
        None => descrip,
        Some(source) => group(
            "descripGrp",
            vec![descrip, leaf("admin", &[("type", "source")], source)],
        ),
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
