//! The words and signs that join a short form and its full form.

use super::words::plain;
use crate::language::{Language, months};
use std::collections::BTreeSet;
use std::sync::LazyLock;

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '“' | '”' | '„' | '‹' | '›')
}

pub(super) fn is_opening_quote(gap: &str) -> bool {
    let mut signs = gap.chars().filter(|c| !c.is_whitespace());
    signs
        .next()
        .is_some_and(|c| matches!(c, '"' | '«' | '“' | '„'))
        && signs.next().is_none()
}

/// White space, quotation marks and the marks of Markdown's emphasis.
pub(super) fn blank_or_quote(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, '*' | '_' | '`' | '\'' | '’' | '‘')
}

pub(super) fn may_stand_before_bracket(c: char) -> bool {
    blank_or_quote(c) || matches!(c, ')' | ',')
}

pub(super) fn ends_here(after: &str) -> bool {
    after
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '/' | '\'' | '’'))
}

pub(super) fn is_year(plain: &str) -> bool {
    plain.len() == 4 && plain.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn is_day(plain: &str) -> bool {
    let digits = plain.trim_end_matches(|c: char| c.is_ascii_lowercase());
    (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether this is an English or French month, in lower case and without accents.
pub(super) fn is_month(word: &str) -> bool {
    static MONTHS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let languages = [Language::english(), Language::french()];
        let names = languages.iter().filter_map(months).flatten();
        names.map(|name| plain(name).into_owned()).collect()
    });
    MONTHS.contains(word)
}

pub(super) fn is_lead_in(plain: &str) -> bool {
    LEAD_IN.binary_search(&plain).is_ok()
}

/// Endings of capitalised adjectives, which go before a full form: «European small and
/// medium-sized enterprises».
pub(super) const ENGLISH_ADJECTIVES: [&str; 5] = ["an", "ish", "ese", "ic", "al"];

/// The most words that introduce a short form: «also known under the name of the».
pub(super) const LEAD_IN_WORDS: usize = 8;

/// Words that introduce a short form; without accents, sorted.
const LEAD_IN: &[&str] = &[
    "abbreviated",
    "abbreviation",
    "abrege",
    "abregee",
    "abreviation",
    "acronym",
    "acronyme",
    "aka",
    "also",
    "anglais",
    "appele",
    "appelee",
    "appelees",
    "appeles",
    "apres",
    "as",
    "aussi",
    "autrement",
    "by",
    "called",
    "ci",
    "communement",
    "connu",
    "connue",
    "connues",
    "connus",
    "d",
    "de",
    "denomme",
    "denommee",
    "denommees",
    "denommes",
    "designe",
    "designee",
    "designes",
    "dit",
    "dite",
    "dites",
    "dits",
    "egalement",
    "en",
    "english",
    "est",
    "for",
    "francais",
    "french",
    "hereafter",
    "hereinafter",
    "in",
    "initials",
    "its",
    "known",
    "l",
    "la",
    "le",
    "les",
    "nom",
    "of",
    "or",
    "ou",
    "par",
    "plus",
    "referred",
    "short",
    "sigle",
    "simply",
    "so",
    "soit",
    "son",
    "sous",
    "the",
    "to",
    "under",
];

/// What stands between a short form and the full form that explains it, as words without accents.
pub(super) const CONNECTIVES: &[&[&str]] = &[
    &["signifie"],
    &["signifiant"],
    &["designe"],
    &["veut", "dire"],
    &["c", "est", "a", "dire"],
    &["est", "l", "acronyme", "de"],
    &["est", "le", "sigle", "de"],
    &["est", "l", "abreviation", "de"],
    &["means"],
    &["stands", "for"],
    &["is", "short", "for"],
    &["that", "is"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_plain() {
        assert!(LEAD_IN.is_sorted());
        assert!(LEAD_IN.iter().all(|word| plain(word) == *word));
        assert!(is_month("aout") && is_month("october") && !is_month("août"));
        assert!(CONNECTIVES.concat().iter().all(|word| plain(word) == *word));
    }
}
