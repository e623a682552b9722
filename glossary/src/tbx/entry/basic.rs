//! Whether TBX-Basic holds a concept.

use indexmap::IndexSet;

use super::super::category::Level;
use super::super::fit::Fitter;
use super::super::names;
use super::super::write::{Dialect, Version};
use super::is_shell;
use crate::concept::Concept;
use crate::export::Losses;
use crate::status::AdministrativeStatus;
use crate::term::{Gender, PartOfSpeech, Property, TermType};

/// Whether a concept has something that TBX-Basic has no place for and that a file said.
pub(in crate::tbx) fn needs_more_than_basic(concept: &Concept) -> bool {
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
                    term.part_of_speech.as_ref().map(PartOfSpeech::as_str),
                ),
                (
                    "grammaticalGender",
                    term.gender.as_ref().map(Gender::as_str),
                ),
                ("termType", term.term_type.as_ref().map(TermType::as_str)),
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
