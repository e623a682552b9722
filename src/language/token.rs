//! Tokens of a text with their places, and the folding under which texts compare.

use super::Language;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Letters: a word, an elided article, a clitic.
    Word,
    /// Digits with their separators.
    Number,
    /// Everything else.
    Punctuation,
}

/// A piece of a text: `text[start..end]`, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// The tokens of `text`, in order; white space belongs to none.
#[must_use]
pub fn tokens(text: &str, _language: &Language) -> Vec<Token> {
    text.split_word_bound_indices()
        .filter(|(_, word)| !word.trim().is_empty())
        .map(|(start, word)| {
            let first = word.chars().next().unwrap_or(' ');
            let kind = if first.is_numeric() {
                Kind::Number
            } else if first.is_alphabetic() {
                Kind::Word
            } else {
                Kind::Punctuation
            };
            Token {
                start,
                end: start + word.len(),
                kind,
            }
        })
        .collect()
}

/// The form under which texts compare; never what is stored.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).collect()
}
