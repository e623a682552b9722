//! What the dialects call things, and what they have no word for.

use super::category;
use super::write::{Dialect, Version};
use crate::term::{Gender, Number, PartOfSpeech, TermType};

/// A value as a picklist has it, and whether that says the same.
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) exact: bool,
}

fn exact(name: &str) -> Named<'_> {
    Named { name, exact: true }
}

/// `partOfSpeech` of TBX-Basic: what is not in the list is `other`; version 3 has taken proper nouns
/// off the list, and their nearest is the noun. TBX-Default leaves it open.
pub(super) fn part_of_speech(
    value: &PartOfSpeech,
    dialect: Dialect,
    version: Version,
) -> Named<'_> {
    if *value == PartOfSpeech::ProperNoun && version != Version::Two {
        return Named {
            name: "noun",
            exact: false,
        };
    }
    or_other(value.as_str(), value.is_standard(), dialect, "other")
}

/// `grammaticalGender`: masculine, feminine, neuter, other. TBX-Default has `otherGender` for the
/// last; what a file said there is given back.
pub(super) fn gender(value: &Gender, dialect: Dialect) -> Named<'_> {
    or_other(value.as_str(), value.is_standard(), dialect, "other")
}

/// `grammaticalNumber` of TBX-Default; TBX-Basic has no such category.
pub(super) fn number(value: &Number, dialect: Dialect) -> Option<Named<'_>> {
    (dialect == Dialect::Default).then(|| exact(value.as_str()))
}

/// `termType`; TBX-Default calls a phrase `phraseologicalUnit`. A type of no list has no name in
/// TBX-Basic.
pub(super) fn term_type(value: &TermType, dialect: Dialect) -> Option<&str> {
    match (value, dialect) {
        (TermType::Other(_), Dialect::Basic) => None,
        (TermType::Phrase, Dialect::Default) => Some("phraseologicalUnit"),
        (value, _) => Some(value.as_str()),
    }
}

/// Whether TBX-Basic's list has this value.
pub(super) fn in_basic(category: &str, value: &str) -> bool {
    category::find(category).is_some_and(|category| category.values.contains(&value))
        || (category == "partOfSpeech" && value == "properNoun")
}

fn or_other<'a>(name: &'a str, standard: bool, dialect: Dialect, other: &'a str) -> Named<'a> {
    if standard || dialect == Dialect::Default || name == other {
        exact(name)
    } else {
        Named {
            name: other,
            exact: false,
        }
    }
}
