//! Stop words: the words that carry grammar rather than meaning.

use super::Language;
use std::sync::OnceLock;

static FRENCH: &str = include_str!("../../data/stop.fr.txt");
static ENGLISH: &str = include_str!("../../data/stop.en.txt");

/// Whether a folded token is a stop word of `language`: articles, pronouns, prepositions,
/// conjunctions, auxiliaries, the commonest adverbs, elided forms (`l'`) and clitics (`-t-il`,
/// `n't`). False for a language without a list.
#[must_use]
pub fn is_stop_word(language: &Language, token: &str) -> bool {
    words(language).binary_search(&token).is_ok()
}

/// The stop words of `language`, in byte order; empty for a language without a list.
#[must_use]
pub fn stop_words(language: &Language) -> &'static [&'static str] {
    words(language)
}

fn words(language: &Language) -> &'static [&'static str] {
    static LISTS: OnceLock<[Vec<&'static str>; 2]> = OnceLock::new();
    let [french, english] = LISTS.get_or_init(|| [FRENCH, ENGLISH].map(read));
    if language.is("fr") {
        french
    } else if language.is("en") {
        english
    } else {
        &[]
    }
}

/// Words separated by white space; `#` begins a comment that ends with the line.
fn read(list: &'static str) -> Vec<&'static str> {
    let lines = list
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default());
    let mut words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{fold, tokens};

    #[test]
    fn entries_are_tokens_as_the_tokeniser_makes_them() {
        for language in [Language::french(), Language::english()] {
            assert!(stop_words(&language).len() > 150);
            for word in stop_words(&language) {
                assert_eq!(&fold(word), word);
                // A clitic or an elided word needs a neighbour to be one.
                let text = format!("les{word}ami");
                let stands = tokens(word, &language).len() == 1
                    || tokens(&text, &language)
                        .iter()
                        .any(|token| token.of(&text) == *word)
                    || word.ends_with('\'')
                    || word.starts_with(['-', '\'']);
                assert!(stands, "{word}");
            }
        }
    }

    #[test]
    fn grammar_is_told_from_meaning() {
        let french = Language::french();
        for word in ["de", "l'", "qu'", "-t-il", "celui-ci", "étaient", "lorsqu'"] {
            assert!(is_stop_word(&french, word), "{word}");
        }
        for word in ["droit", "convention", "état", "personne"] {
            assert!(!is_stop_word(&french, word), "{word}");
        }
        assert!(is_stop_word(&Language::english(), "n't"));
        assert!(!is_stop_word(&"de".parse().unwrap(), "und"));
    }
}
