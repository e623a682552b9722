//! What is asked for, and where a text has it.

use super::key::Keys;
use crate::language::{Kind, Language, Token, tokens, tokens_into};
use std::collections::BTreeSet;
use std::ops::Range;

/// Words that a text must have: every phrase, anywhere, in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    phrases: Vec<String>,
    exact: bool,
}

/// A query without a word.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' has no word to look for")]
pub struct InvalidQuery(String);

impl Wording {
    /// A query for phrases of one or more words. A word that ends in `*` stands for all words that
    /// begin so. Inflected forms are found too, and accents may be left out; with `exact` only the
    /// words as they are, whatever their case.
    ///
    /// # Errors
    ///
    /// A phrase has no word in it.
    pub fn new(
        phrases: impl IntoIterator<Item = impl Into<String>>,
        exact: bool,
    ) -> Result<Self, InvalidQuery> {
        let phrases: Vec<String> = phrases.into_iter().map(Into::into).collect();
        let empty = phrases
            .iter()
            .find(|phrase| !phrase.chars().any(char::is_alphanumeric))
            .cloned();
        match empty {
            Some(empty) => Err(InvalidQuery(empty)),
            None if phrases.is_empty() => Err(InvalidQuery(String::new())),
            None => Ok(Self { phrases, exact }),
        }
    }

    /// The query as texts in one language are compared with it.
    pub(super) fn in_language(&self, language: &Language) -> Pattern {
        let mut keys = Keys::new(language);
        let phrases = self
            .phrases
            .iter()
            .map(|phrase| words(phrase, self.exact, &mut keys))
            .collect();
        Pattern {
            phrases,
            exact: self.exact,
        }
    }
}

/// The words of a phrase.
fn words(phrase: &str, exact: bool, keys: &mut Keys<'_>) -> Vec<Word> {
    let mut found = Vec::new();
    // A star may stand behind a word only; elsewhere it is a mark like others.
    for piece in phrase.split_inclusive('*') {
        let text = piece.trim_end_matches('*');
        let before = found.len();
        for token in tokens(text, keys.language) {
            if token.kind == Kind::Punctuation {
                continue;
            }
            found.push(word(token.of(text), exact, keys));
        }
        let starred = text.len() < piece.len() && text.ends_with(char::is_alphanumeric);
        if starred && found.len() > before {
            let last = tokens(text, keys.language)
                .last()
                .map(|token| keys.folded(token.of(text)).to_owned());
            if let (Some(place), Some(start)) = (found.last_mut(), last) {
                *place = Word::Beginning(start);
            }
        }
    }
    found
}

fn word(text: &str, exact: bool, keys: &mut Keys<'_>) -> Word {
    if exact {
        return Word::Itself(keys.folded(text).to_owned());
    }
    let mut sought = BTreeSet::new();
    keys.sought(text, &mut sought);
    Word::AnyOf(sought)
}

/// What one word of a phrase is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A word with one of these keys.
    AnyOf(BTreeSet<String>),
    /// This word, folded.
    Itself(String),
    /// A word that begins so, folded.
    Beginning(String),
}

impl Word {
    fn fits(&self, word: &Found) -> bool {
        match self {
            Self::AnyOf(keys) => keys.iter().any(|key| word.keys.contains(key)),
            Self::Itself(text) => word.folded == *text,
            Self::Beginning(start) => word.folded.starts_with(start.as_str()),
        }
    }
}

/// A query in one language.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) phrases: Vec<Vec<Word>>,
    exact: bool,
}

/// A word of a text.
struct Found {
    token: Token,
    folded: String,
    keys: BTreeSet<String>,
}

impl Pattern {
    /// Whether it has any word in this language at all.
    pub(super) fn is_empty(&self) -> bool {
        self.phrases.iter().any(Vec::is_empty)
    }

    /// The places of each phrase in a text: the first phrase's first. `None` where one is missing.
    pub(super) fn places(&self, text: &str, keys: &mut Keys<'_>) -> Option<Vec<Vec<Range<usize>>>> {
        if self.is_empty() {
            return None;
        }
        let words = self.words_of(text, keys);
        self.phrases
            .iter()
            .map(|phrase| {
                let places: Vec<Range<usize>> = words
                    .windows(phrase.len())
                    .filter(|window| {
                        phrase
                            .iter()
                            .zip(*window)
                            .all(|(word, found)| word.fits(found))
                    })
                    .filter_map(|window| {
                        Some(window.first()?.token.start..window.last()?.token.end)
                    })
                    .collect();
                (!places.is_empty()).then_some(places)
            })
            .collect()
    }

    fn words_of(&self, text: &str, keys: &mut Keys<'_>) -> Vec<Found> {
        let mut tokens = Vec::new();
        tokens_into(text, keys.language, &mut tokens);
        tokens
            .into_iter()
            .filter(|token| token.kind != Kind::Punctuation)
            .map(|token| {
                let mut found_by = BTreeSet::new();
                if !self.exact {
                    keys.found_by(token.of(text), &mut found_by);
                }
                Found {
                    token,
                    folded: keys.folded(token.of(text)).to_owned(),
                    keys: found_by,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(phrases: &[&str], exact: bool, text: &str) -> Option<Vec<Vec<String>>> {
        let french = Language::french();
        let wording = Wording::new(phrases.iter().copied(), exact).unwrap();
        let found = wording
            .in_language(&french)
            .places(text, &mut Keys::new(&french))?;
        Some(
            found
                .into_iter()
                .map(|places| {
                    places
                        .into_iter()
                        .map(|place| text[place].to_owned())
                        .collect()
                })
                .collect(),
        )
    }

    #[test]
    fn phrases_are_found_whatever_their_inflection() {
        let text = "Les conventions internationales et l’État de droit, les États de droit.";
        assert_eq!(
            places(&["convention international"], false, text),
            Some(vec![vec!["conventions internationales".to_owned()]])
        );
        assert_eq!(
            places(&["etat de droit", "conventions"], false, text),
            Some(vec![
                vec!["État de droit".to_owned(), "États de droit".to_owned()],
                vec!["conventions".to_owned()]
            ])
        );
        assert_eq!(places(&["droit de l'état"], false, text), None);
        assert_eq!(places(&["convention"], true, text), None);
        assert_eq!(
            places(&["état de droit"], true, text),
            Some(vec![vec!["État de droit".to_owned()]])
        );
        assert_eq!(
            places(&["inter*"], true, text),
            Some(vec![vec!["internationales".to_owned()]])
        );
        assert_eq!(
            places(&["l'état"], false, text),
            Some(vec![vec!["l’État".to_owned(), "les États".to_owned()]])
        );
        assert!(places(&["états de dr*"], true, text).is_some());
    }

    #[test]
    fn a_query_needs_a_word() {
        for wrong in [&[][..], &["«"], &["mot", "*"], &[""]] {
            assert!(
                Wording::new(wrong.iter().copied(), false).is_err(),
                "{wrong:?}"
            );
        }
    }
}
