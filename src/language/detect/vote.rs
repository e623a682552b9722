//! How the words of a text vote for languages.

use super::function_words::FUNCTION_WORDS;
use crate::language::{Kind, Language, fold_into, frequency, tokens};
use std::sync::OnceLock;

/// The Zipf value of a function word in a language without a list of frequencies. One that is a
/// single letter may as well be a label: it counts beside a longer one only.
const FUNCTION_WORD: f64 = 7.0;

/// The value of any other word there that French or English know, if there is a sign of that
/// language at all: about what they know a third language's words by.
const OTHER_WORD: f64 = 3.2;

/// The value of a word that a list lacks; a little below the list's least.
const UNKNOWN: f64 = 1.0;

/// What the trigrams' vote is worth at full confidence, in the same logarithms.
const TRIGRAMS: f64 = 4.0;

/// Below so many words their vote counts in proportion: on one or two it is noise.
const TRIGRAMS_WORDS: f64 = 6.0;

/// Words of one text are not independent witnesses; this tempers their product. Chosen so that
/// confidences between .5 and .9 on single segments are right as often as they say.
const TEMPER: f64 = 0.35;

/// More words add nothing.
const ENOUGH_WORDS: usize = 300;

/// What one word says.
struct Witness {
    /// Its frequencies in French and in English.
    frequencies: [Option<f64>; 2],
    /// The languages of [`FUNCTION_WORDS`] that have it, a bit each.
    function_word_of: u32,
    is_letter: bool,
}

/// The words of a text as witnesses.
pub(super) struct Witnesses(Vec<Witness>);

/// Who wins, and how surely.
pub(super) struct Outcome {
    /// The index among the candidates.
    pub(super) winner: usize,
    /// From 0 to 1.
    pub(super) confidence: f64,
}

impl Witnesses {
    /// The words of `text`, split as in French: that takes English and most others as they are.
    pub(super) fn of(text: &str) -> Self {
        let languages = [Language::french(), Language::english()];
        let found = tokens(text, &languages[0]);
        let words = found.iter().filter(|token| token.kind == Kind::Word);
        let mut word = String::new();
        let witnesses = words.take(ENOUGH_WORDS).map(|token| {
            fold_into(token.of(text), &mut word);
            let frequency = |language| frequency::zipf(language, &word).map(f64::from);
            Witness {
                frequencies: languages.each_ref().map(frequency),
                function_word_of: function_word_of(&word),
                is_letter: word.chars().nth(1).is_none(),
            }
        });
        Self(witnesses.collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The mean Zipf value in the language that `code` names; 0 where there is no list.
    pub(super) fn mean_frequency(&self, code: &str) -> f64 {
        let Some(listed) = listed(code) else {
            return 0.0;
        };
        let sum: f64 = self
            .0
            .iter()
            .map(|word| word.frequencies[listed].unwrap_or(UNKNOWN))
            .sum();
        sum / self.0.len().max(1) as f64
    }

    /// Lets words and trigrams (their guess and its confidence) choose among `codes`; `None`
    /// without words or without codes.
    pub(super) fn elect(&self, codes: &[&str], trigrams: Option<(&str, f64)>) -> Option<Outcome> {
        if self.is_empty() {
            return None;
        }
        let weight = TRIGRAMS * (self.0.len() as f64 / TRIGRAMS_WORDS).min(1.0);
        let score = |code: &&str| {
            let guess = trigrams.filter(|(guess, _)| guess == code);
            guess.map_or(0.0, |(_, confidence)| weight * confidence)
                + self.score(code, guess.is_some())
        };
        let scores: Vec<f64> = codes.iter().map(score).collect();
        let better = |best: usize, at: usize| if scores[at] > scores[best] { at } else { best };
        let winner = (0..scores.len()).reduce(better)?;
        let top = scores[winner];
        let shares = scores
            .iter()
            .map(|score| libm::pow(10.0, (score - top) * TEMPER));
        Some(Outcome {
            winner,
            confidence: 1.0 / shares.sum::<f64>(),
        })
    }

    /// The sum of the words' logarithms in one language.
    fn score(&self, code: &str, guessed: bool) -> f64 {
        if let Some(listed) = listed(code) {
            return self
                .0
                .iter()
                .map(|word| word.frequencies[listed].unwrap_or(UNKNOWN))
                .sum();
        }
        let language = FUNCTION_WORDS
            .iter()
            .position(|(listed, _)| *listed == code);
        let bit = language.map_or(0, |at| 1_u32 << at);
        let is_function_word = |word: &Witness| word.function_word_of & bit != 0;
        let evident = self
            .0
            .iter()
            .any(|word| !word.is_letter && is_function_word(word));
        let values = self.0.iter().map(|word| {
            if is_function_word(word) && (evident || !word.is_letter) {
                FUNCTION_WORD
            } else if (evident || guessed) && word.frequencies.iter().any(Option::is_some) {
                OTHER_WORD
            } else {
                UNKNOWN
            }
        });
        values.sum()
    }
}

/// The place of a language among those with frequencies.
fn listed(code: &str) -> Option<usize> {
    ["fr", "en"].iter().position(|listed| *listed == code)
}

/// The languages that have a function word, a bit each.
fn function_word_of(word: &str) -> u32 {
    static LANGUAGES: OnceLock<Vec<(&'static str, u32)>> = OnceLock::new();
    let languages = LANGUAGES.get_or_init(|| {
        let each = FUNCTION_WORDS.iter().enumerate();
        let mut words: Vec<(&str, u32)> = each
            .flat_map(|(at, (_, list))| list.iter().map(move |word| (*word, 1 << at)))
            .collect();
        words.sort_unstable();
        words.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 |= if same { next.1 } else { 0 };
            same
        });
        words
    });
    let found = languages
        .binary_search_by(|(listed, _)| (*listed).cmp(word))
        .ok();
    found
        .and_then(|at| languages.get(at))
        .map_or(0, |(_, bits)| *bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_serve_several_languages() {
        assert!(FUNCTION_WORDS.len() <= 32);
        let bits = |code: &str| {
            1 << FUNCTION_WORDS
                .iter()
                .position(|list| list.0 == code)
                .unwrap()
        };
        assert_eq!(function_word_of("und"), bits("de"));
        assert_eq!(
            function_word_of("der") & (bits("de") | bits("da")),
            bits("de") | bits("da")
        );
        assert_eq!(function_word_of("xqzt"), 0);
        for (code, list) in FUNCTION_WORDS {
            for word in *list {
                assert!(function_word_of(word) & bits(code) != 0, "{word}");
                assert_eq!(crate::language::fold(word), *word);
            }
        }
    }
}
