//! By what texts are compared.

use super::key::{Class, Folded, keys};
use crate::language::Language;

/// By what texts are compared, and so what the percentage counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Metric {
    /// Keys with penalties, as the manual describes it: the one that the index knows.
    #[default]
    Keys,
    /// Characters, as they are: `100 · (1 − distance / longer)`, the normalised Levenshtein
    /// similarity of many libraries.
    Characters,
    /// Words alone, in lower case; numbers, marks, tags and placeholders do not count. This is how
    /// OmegaT scores without stemming (its `FuzzyMatcher`: whole percents of
    /// `(longer − distance) / longer` over word tokens).
    Words,
}

impl Metric {
    /// Takes what `text` is compared by.
    pub(super) fn fold(self, text: &str, language: &Language, folded: &mut Folded) {
        match self {
            Self::Keys => folded.set(text, language),
            Self::Characters => {
                folded.clear();
                let mut buffer = [0; 4];
                for character in text.chars() {
                    folded.push(character.encode_utf8(&mut buffer));
                }
            }
            Self::Words => {
                folded.clear();
                for key in keys(text, language) {
                    let is_word = key.surface(text).chars().any(char::is_alphabetic);
                    if key.class == Class::Text && is_word {
                        folded.push(&key.folded(text));
                    }
                }
            }
        }
    }
}
