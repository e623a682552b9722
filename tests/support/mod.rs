//! What the end-to-end tests share: a folder to work in, the program run there, and readers of
//! what it writes that owe nothing to the program's own.

mod beads;
pub(crate) mod desk;
mod files;
pub(crate) mod kill;
pub(crate) mod page;
mod table;
mod xml;

pub(crate) use beads::{Bead, Score, beads};
pub(crate) use desk::Desk;
pub(crate) use table::Table;
pub(crate) use xml::translation_units;

/// Text without white space: how a text was wrapped or joined says nothing of what it says.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// French words that no term starts or ends with: articles, prepositions and their contractions.
const FUNCTION_WORDS: [&str; 33] = [
    "le", "la", "les", "un", "une", "des", "du", "de", "d", "l", "au", "aux", "à", "en", "dans",
    "par", "pour", "sur", "sous", "avec", "sans", "chez", "vers", "entre", "contre", "depuis",
    "dès", "pendant", "selon", "parmi", "malgré", "envers", "hors",
];

/// Whether a French term begins or ends with an article or a preposition, and so is a fragment.
pub(crate) fn is_fragment(term: &str) -> bool {
    let folded = term.to_lowercase().replace('’', "'");
    let is_function = |word: &str| FUNCTION_WORDS.contains(&word);
    let first = folded
        .split(|sign: char| sign.is_whitespace() || sign == '\'')
        .next();
    let last = folded
        .split(char::is_whitespace)
        .next_back()
        .map(|word| word.trim_end_matches('\''));
    first.is_some_and(is_function) || last.is_some_and(is_function)
}
