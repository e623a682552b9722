//! How much more a text uses a word or a phrase than the general language does.
//!
//! The logarithm of the ratio of relative frequencies («weirdness», Ahmad, Gillam & Tostevin 1999),
//! against two references: word frequencies over many genres, and newspaper counts that hold
//! phrases too. It is what tells terms from common words best.

use super::analysis::{Analysis, Word};
use crate::language::{Language, frequency, general};

/// Relative frequency of a word that no reference lists: one in a thousand million.
const UNSEEN: f64 = 1e-9;

/// Occurrences that the list of newspapers leaves out: it holds what stands about twenty times.
const UNLISTED: f64 = 10.0;

/// One word beside the general language; logarithms in nats.
#[derive(Clone, Copy, Debug)]
pub(super) struct WordContrast {
    /// Against the reference of many genres.
    pub(super) weirdness: f64,
    /// Against newspapers.
    pub(super) against_news: f64,
    /// How common it is, as a Zipf value (0 to 8).
    pub(super) zipf: f64,
    /// No reference of many genres lists it.
    pub(super) unlisted: bool,
    /// Newspapers use it.
    pub(super) in_news: bool,
    /// Its occurrences in the texts.
    pub(super) here: f64,
}

/// A phrase as a whole beside the newspapers.
#[derive(Clone, Copy, Debug)]
pub(super) struct PhraseContrast {
    /// Its occurrences there, if they list it.
    pub(super) occurrences: Option<f64>,
    /// In nats.
    pub(super) weirdness: f64,
    /// Whether it is a fixed expression of the general language.
    pub(super) expression: bool,
}

/// Compares with the general language of a run.
pub(super) struct Contrast<'a> {
    analysis: &'a Analysis,
    language: &'a Language,
    total: f64,
    corpus: f64,
}

impl<'a> Contrast<'a> {
    pub(super) fn new(analysis: &'a Analysis, language: &'a Language) -> Self {
        Self {
            analysis,
            language,
            total: analysis.words.max(1) as f64,
            corpus: general::corpus_words(language).map_or(1.0, f64::from),
        }
    }

    /// Occurrences of a folded lemma in the texts.
    pub(super) fn here(&self, lemma: &str) -> f64 {
        self.analysis.lemmas.get(lemma).copied().unwrap_or(1) as f64
    }

    pub(super) fn of_word(&self, word: &Word) -> WordContrast {
        let here = self.here(&word.lemma);
        let share = (here - 0.5) / self.total;
        let zipf = [word.folded.as_str(), &word.lemma]
            .into_iter()
            .filter_map(|text| frequency::zipf(self.language, text))
            .map(f64::from)
            .reduce(f64::max);
        let general = zipf.map_or(UNSEEN, |zipf| libm::pow(10.0, zipf - 9.0));
        let news = [word.lemma.as_str(), &word.folded]
            .into_iter()
            .filter_map(|text| general::occurrences(self.language, text))
            .max();
        let against = news.map_or(UNLISTED, f64::from) / self.corpus;
        WordContrast {
            weirdness: libm::log(share / general),
            against_news: libm::log(share / against),
            zipf: zipf.unwrap_or(0.0),
            unlisted: zipf.is_none(),
            in_news: news.is_some(),
            here,
        }
    }

    /// The phrase as a whole, which occurs `occurrences` times.
    pub(super) fn of_phrase(&self, words: &[Word], occurrences: usize) -> PhraseContrast {
        let lemmas = words
            .iter()
            .map(|word| word.lemma.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let listed = general::occurrences(self.language, &lemmas).map(f64::from);
        let share = occurrences as f64 / self.total;
        PhraseContrast {
            occurrences: listed,
            weirdness: libm::log(share * self.corpus / listed.unwrap_or(UNLISTED)),
            expression: general::is_expression(self.language, &lemmas),
        }
    }
}
