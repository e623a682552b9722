//! One term of an entry.

use bitext_tmx::xml::{Element, Node};

use super::super::category::Level;
use super::super::element::{is, leaf};
use super::super::names;
use super::super::write::{Dialect, Version};
use super::kept::{Kept, described, is_term_note};
use super::{Entry, sourced};
use crate::status::{AdministrativeStatus, Status};
use crate::term::{Context, Evidence, Term};
use std::borrow::Cow;

impl Entry<'_> {
    pub(super) fn term(&mut self, term: &Term) -> Element {
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
