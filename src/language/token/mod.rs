//! A text into tokens with their places.
//!
//! - [`scan`]: the scanner; what begins a token and where it ends.
//! - [`class`]: what a character is to the scanner.
//! - [`number`]: digits with their separators, ordinals, times.
//! - [`apostrophe`]: French and Italian elision, English `n't` and `'s`.
//! - [`clitic`]: `-t-il`, `-moi`, `-là` behind a French verb or noun.
//! - [`abbreviation`]: the full stop that belongs to a word.
//! - [`address`]: web and e-mail addresses, file names.

mod abbreviation;
mod address;
mod apostrophe;
mod class;
mod clitic;
mod number;
mod scan;
#[cfg(test)]
mod tests;

use super::Language;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Letters: a word, an elided article, a clitic, an ideograph, an address.
    Word,
    /// Digits with their separators, ordinals in digits (`3e`, `2nd`), times (`10h30`).
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

impl Token {
    /// The token in the text it was made from; empty in a text where it does not fit.
    #[must_use]
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// The tokens of `text`, in order, none overlapping; white space, and nothing else, lies outside.
///
/// Tokens follow the French and English treebanks of Universal Dependencies, save that a
/// hyphenated compound stays whole in English too:
///
/// - an elided word keeps its apostrophe: `l'` `État`, `jusqu'` `à`; one word with an apostrophe
///   stays whole: `aujourd'hui`, `prud'homme`, `quelqu'un`;
/// - what hangs on a French word by a hyphen keeps the hyphen: `a` `-t-il`, `donne` `-moi`,
///   `année` `-là`, but `vice-président`, `celui-ci`, `rendez-vous`;
/// - English `do` `n't`, `John` `'s`, `we` `'ll`;
/// - an abbreviation keeps its full stop: `M.`, `p. ex.` as `p.` `ex.`, `U.S.`, `art.` before a
///   number;
/// - a number keeps its separators: `1 234,56` (groups joined by a no-break or thin space, in
///   French by a plain one too), `21.12.2021`, `3e`; signs such as `%` stand alone;
/// - a web or e-mail address is one word; an ellipsis is one token;
/// - each ideograph and each kana is a word, and so is each user-perceived character of Thai, Lao,
///   Khmer and Burmese.
///
/// Linear time, no allocation but the result.
#[must_use]
pub fn tokens(text: &str, language: &Language) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 5 + 1);
    tokens_into(text, language, &mut found);
    found
}

/// [`tokens`] into a vector that is cleared first, for callers with many short texts.
pub fn tokens_into(text: &str, language: &Language, found: &mut Vec<Token>) {
    found.clear();
    scan::Scanner::new(text, scan::Rules::of(language), found).run();
}
