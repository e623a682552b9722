//! One concept as a `termEntry`, in the one form of all versions.

use std::borrow::Cow;

use bitext_tmx::xml::{Element, Node};
use indexmap::{IndexMap, IndexSet};

use super::category::Level;
use super::element::{children, group, is, is_plain, kind, leaf};
use super::fit::{Fitter, is_language};
use super::names;
use super::write::{Dialect, Version};
use crate::concept::{Concept, ConceptId, Definition, RelationKind};
use crate::export::{Losses, Selection};
use crate::history::{Action, Decision};
use crate::status::{AdministrativeStatus, Status};
use crate::term::{Context, Evidence, Property, Term};

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

    fn term(&mut self, term: &Term) -> Element {
        let mut kept = Kept::of(&term.extra, None);
        let mut section = Element::new("tig");
        self.attributes(&mut section, &kept);
        let same = |piece: &Element| piece.name == "term" && piece.text() == term.text;
        let mut name = match kept.take_text(same) {
            Some(piece) if self.version == Version::Two => {
                let mut piece = piece.clone();
                piece.attributes.clear();
                piece
            }
            Some(_) => {
                self.lost("markup inside a text", 1);
                leaf("term", &[], &term.text)
            }
            None => leaf("term", &[], &term.text),
        };
        self.attributes(&mut name, &kept);
        let mut out = vec![name];
        self.grammar(term, &mut kept, &mut out);
        self.usage(term, &mut kept, &mut out);
        let (notes, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut kept.rest)
            .into_iter()
            .partition(|property| is_term_note(property));
        self.pieces(notes, "term", Level::Term, &mut out);
        for context in &term.contexts {
            out.extend(self.context(context, &mut kept));
        }
        if let Some(source) = &term.source {
            out.push(leaf("admin", &[("type", "source")], source));
        }
        self.notes(&term.notes, Level::Term, &mut kept, &mut out);
        self.pieces(rest, "term", Level::Term, &mut out);
        section.children = out.into_iter().map(Node::Element).collect();
        self.note_term_losses(term);
        section
    }

    fn grammar(&mut self, term: &Term, kept: &mut Kept<'_>, out: &mut Vec<Element>) {
        if let Some(value) = &term.part_of_speech {
            let named = names::part_of_speech(value, self.dialect, self.version);
            let otherwise = format!(
                "part of speech outside TBX's list, written as «{}»",
                named.name
            );
            self.picked("partOfSpeech", &otherwise, &named, kept, out);
        }
        if let Some(value) = &term.gender {
            let named = names::gender(value, self.dialect);
            let otherwise = "gender outside TBX's list, written as «other»";
            self.picked("grammaticalGender", otherwise, &named, kept, out);
        }
        if let Some(value) = &term.number {
            match names::number(value, self.dialect) {
                Some(named) => self.picked("grammaticalNumber", "", &named, kept, out),
                None => self.lost("grammatical number, which TBX-Basic does not have", 1),
            }
        }
    }

    fn usage(&mut self, term: &Term, kept: &mut Kept<'_>, out: &mut Vec<Element>) {
        if let Some(value) = &term.term_type {
            match names::term_type(value, self.dialect) {
                Some(name) => out.push(self.term_note("termType", name, kept)),
                None => self.lost("type of a term outside TBX's list", 1),
            }
        }
        match &term.administrative_status {
            Some(AdministrativeStatus::Other(_)) if self.dialect == Dialect::Basic => {
                self.lost("administrative status outside TBX's list", 1);
            }
            Some(status) => {
                out.push(self.term_note("administrativeStatus", status.as_str(), kept));
            }
            None => {}
        }
        if self.dialect == Dialect::Default {
            if let Some(full) = &term.full_form {
                out.push(self.term_note("abbreviatedFormFor", full, kept));
            }
            // The picklist of processStatus in TBX-Default; what a file says of single terms stands.
            match self.concept.status {
                _ if self.has_own_states() => {}
                Status::Candidate => {
                    out.push(self.term_note("processStatus", "unprocessed", kept));
                }
                Status::Approved => out.push(self.term_note("processStatus", "finalized", kept)),
                Status::Rejected => {}
            }
        }
    }

    /// Whether some term of the concept kept a state of its own.
    fn has_own_states(&self) -> bool {
        let mut terms = self.concept.terms.values().flatten();
        terms.any(|term| {
            let mut extra = term.extra.iter();
            extra.any(|property| property.name == "processStatus" && property.markup.is_some())
        })
    }

    fn picked(
        &mut self,
        kind: &str,
        otherwise: &str,
        named: &names::Named<'_>,
        kept: &mut Kept<'_>,
        out: &mut Vec<Element>,
    ) {
        if !named.exact {
            self.lost(otherwise, 1);
        }
        out.push(self.term_note(kind, named.name, kept));
    }

    /// A note on a term: the piece it was read from, if it still says the same.
    fn term_note(&mut self, kind: &str, value: &str, kept: &mut Kept<'_>) -> Element {
        let same = |piece: &Element| is(piece, "termNote", kind) && piece.text() == value;
        let piece = kept.take_text(same);
        let fitting = piece.and_then(|piece| self.fitter().piece(piece, Level::Term));
        fitting.unwrap_or_else(|| leaf("termNote", &[("type", kind)], value))
    }

    fn context(&mut self, context: &Context, kept: &mut Kept<'_>) -> Option<Element> {
        let same =
            |piece: &Element| described(piece, "context").is_some_and(|text| text == context.text);
        if let Some(piece) = kept.take_text(same)
            && let Some(fitting) = self.fitter().piece(piece, Level::Term)
        {
            return Some(fitting);
        }
        if context.defining {
            self.lost("mark of a context that defines", 1);
        }
        let parts = [&context.document, &context.place];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        let source = (!parts.is_empty()).then(|| parts.join(", "));
        let attributes = [("type", Cow::Borrowed("context"))];
        Some(sourced(&attributes, &context.text, source.as_deref()))
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

    fn note_term_losses(&mut self, term: &Term) {
        let figures = term.evidence != Evidence::default() || term.probability.is_some();
        self.lost("figures of mining", usize::from(figures));
        self.lost("form of a term in texts", term.forms.len());
        if self.dialect == Dialect::Basic {
            self.lost(
                "link of a short form to its full form",
                usize::from(term.full_form.is_some()),
            );
        }
    }
}

/// Whether a concept has something that TBX-Basic has no place for and that a file said.
pub(super) fn needs_more_than_basic(concept: &Concept) -> bool {
    let open = |property: &Property, level: Level| {
        property.markup.as_deref().is_none_or(|markup| {
            let mut lost = Losses::default();
            let (known, mut used) = (IndexSet::new(), IndexSet::new());
            let is_shell = is_shell(markup);
            let mut fitter = Fitter {
                version: Version::Two,
                dialect: Dialect::Basic,
                known: &known,
                used: &mut used,
                losses: &mut lost,
                concept: &concept.id,
            };
            !is_shell && markup.name != "term" && fitter.piece(markup, level).is_none()
        })
    };
    let concept_level = concept.extra.iter().any(|property| {
        let level = match property.language {
            Some(_) => Level::Language,
            None => Level::Concept,
        };
        open(property, level)
    });
    concept_level
        || concept.terms.values().flatten().any(|term| {
            let foreign = [
                (
                    "partOfSpeech",
                    term.part_of_speech
                        .as_ref()
                        .map(super::super::term::PartOfSpeech::as_str),
                ),
                (
                    "grammaticalGender",
                    term.gender.as_ref().map(super::super::term::Gender::as_str),
                ),
                (
                    "termType",
                    term.term_type
                        .as_ref()
                        .map(super::super::term::TermType::as_str),
                ),
                (
                    "administrativeStatus",
                    term.administrative_status
                        .as_ref()
                        .map(AdministrativeStatus::as_str),
                ),
            ];
            foreign
                .into_iter()
                .any(|(kind, value)| value.is_some_and(|value| !names::in_basic(kind, value)))
                || term
                    .extra
                    .iter()
                    .any(|property| open(property, Level::Term))
        })
}

/// The kept pieces of one place: those that say what a field says with more markup, attributes of
/// sections, and the rest.
struct Kept<'a> {
    texts: Vec<&'a Element>,
    shells: Vec<&'a Element>,
    rest: Vec<&'a Property>,
}

impl<'a> Kept<'a> {
    fn of(properties: &'a [Property], language: Option<&str>) -> Self {
        let mut kept = Self {
            texts: Vec::new(),
            shells: Vec::new(),
            rest: Vec::new(),
        };
        let own = |property: &&Property| property.language.as_deref() == language;
        for property in properties.iter().filter(own) {
            match property.markup.as_deref() {
                Some(markup) if is_shell(markup) => kept.shells.push(markup),
                Some(markup) if doubles_a_field(property) => kept.texts.push(markup),
                _ => kept.rest.push(property),
            }
        }
        kept
    }

    /// Takes the first piece that says this.
    fn take_text(&mut self, same: impl Fn(&Element) -> bool) -> Option<&'a Element> {
        let at = self.texts.iter().position(|piece| same(piece))?;
        Some(self.texts.remove(at))
    }
}

/// An attribute of a section, kept as the section with nothing in it.
pub(crate) fn is_shell(markup: &Element) -> bool {
    markup.children.is_empty()
        && matches!(
            markup.name.as_str(),
            "termEntry" | "langSet" | "tig" | "term"
        )
}

/// Whether a field says the same as a kept piece, in plain words.
pub(crate) fn doubles_a_field(property: &Property) -> bool {
    let Some(markup) = property.markup.as_deref() else {
        return false;
    };
    match markup.name.as_str() {
        "term" => true,
        // Sections of languages have no field for notes.
        "note" => property.language.is_none(),
        "termNote" => {
            !is_plain(markup)
                && matches!(
                    kind(markup),
                    "partOfSpeech"
                        | "grammaticalGender"
                        | "grammaticalNumber"
                        | "termType"
                        | "administrativeStatus"
                )
        }
        _ => described(markup, "definition").is_some() || described(markup, "context").is_some(),
    }
}

/// The text of a definition or a context, alone or in its group.
fn described(element: &Element, wanted: &str) -> Option<String> {
    if is(element, "descrip", wanted) {
        return Some(element.text());
    }
    if element.name != "descripGrp" {
        return None;
    }
    children(element)
        .find(|child| is(child, "descrip", wanted))
        .map(Element::text)
}

fn is_term_note(property: &Property) -> bool {
    property.markup.as_deref().is_some_and(|markup| {
        matches!(
            markup.name.as_str(),
            "termNote" | "termNoteGrp" | "termCompList"
        )
    })
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
