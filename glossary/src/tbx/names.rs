//! What the dialects call things, and what they have no word for.

use super::write::Dialect;
use crate::term::{Gender, Number, PartOfSpeech, TermType};

/// A value as a picklist has it, and whether that says the same.
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) exact: bool,
}

/// `partOfSpeech` of TBX-Basic: what is not in the list is `other`. TBX-Default leaves it open.
pub(super) fn part_of_speech(value: &PartOfSpeech, dialect: Dialect) -> Named<'_> {
    or_other(value.as_str(), value.is_standard(), dialect, "other")
}

/// `grammaticalGender`: masculine, feminine, neuter, other.
pub(super) fn gender(value: &Gender) -> Named<'_> {
    or_other(value.as_str(), value.is_standard(), Dialect::Basic, "other")
}

/// `grammaticalNumber` of TBX-Default: singular, plural, dual, mass, otherNumber; TBX-Basic has
/// no such category.
pub(super) fn number(value: &Number, dialect: Dialect) -> Option<Named<'_>> {
    let name = || {
        or_other(
            value.as_str(),
            value.is_standard(),
            Dialect::Basic,
            "otherNumber",
        )
    };
    (dialect == Dialect::Default).then(name)
}

/// `termType`; TBX-Default calls a phrase `phraseologicalUnit`. A type of no list has no name.
pub(super) fn term_type(value: &TermType, dialect: Dialect) -> Option<&str> {
    match (value, dialect) {
        (TermType::Other(_), Dialect::Basic) => None,
        (TermType::Phrase, Dialect::Default) => Some("phraseologicalUnit"),
        (value, _) => Some(value.as_str()),
    }
}

fn or_other<'a>(name: &'a str, standard: bool, dialect: Dialect, other: &'a str) -> Named<'a> {
    if standard || dialect == Dialect::Default || name == other {
        Named { name, exact: true }
    } else {
        Named {
            name: other,
            exact: false,
        }
    }
}
