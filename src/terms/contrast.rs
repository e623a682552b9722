//! How much more a text uses a word or a phrase than the general language does.
//!
//! The logarithm of the ratio of relative frequencies («weirdness», Ahmad, Gillam & Tostevin 1999),
//! against two references: word frequencies over many genres, and newspaper counts that hold
//! phrases too. It is what tells terms from common words best.

use super::analysis::{Analysis, Word};
use crate::language::{Language, frequency, general};

/// Relative frequency of a word that no reference lists: one in a thousand million.
const UNSEEN: f64 = 1e-9;

/// What one word or phrase is, beside the general language.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Contrast {
    /// Least of the words of meaning, in nats.
    pub(super) least: f64,
    /// Mean of the words of meaning, in nats.
    pub(super) mean: f64,
    /// The greatest general frequency among the words of meaning, as a Zipf value (0 to 8).
    pub(super) commonest: f64,
    /// The phrase as a whole against the reference that holds phrases, in nats; `None` where the
    /// reference does not know it.
    pub(super) phrase: Option<f64>,
}

/// Compares the words and the phrase, which occurs `occurrences` times.
pub(super) fn contrast(
    analysis: &Analysis,
    language: &Language,
    words: &[Word],
    occurrences: usize,
) -> Contrast {
    let total = analysis.words.max(1) as f64;
    let mut least = f64::INFINITY;
    let mut sum = 0.0;
    let mut count = 0.0;
    let mut commonest: f64 = 0.0;
    for word in words.iter().filter(|word| word.is_content()) {
        let here = analysis.lemmas.get(&word.lemma).copied().unwrap_or(1) as f64;
        let general = general_frequency(language, word);
        let ratio = libm::log((here - 0.5).max(0.5) / total / general);
        commonest = commonest.max(libm::log10(general) + 9.0);
        least = least.min(ratio);
        sum += ratio;
        count += 1.0;
    }
    let phrase = (words.len() > 1)
        .then(|| phrase_contrast(language, words, occurrences, total))
        .flatten();
    Contrast {
        least: if count > 0.0 { least } else { 0.0 },
        mean: sum / f64::max(count, 1.0),
        commonest,
        phrase,
    }
}

/// Relative frequency of a word in the general language: the greater of what the references say of
/// its form and of its lemma.
fn general_frequency(language: &Language, word: &Word) -> f64 {
    let by_zipf = |text: &str| {
        frequency::zipf(language, text)
            .map_or(UNSEEN, |zipf| libm::pow(10.0, f64::from(zipf) - 9.0))
    };
    let by_count = match (
        general::occurrences(language, &word.lemma),
        general::corpus_words(language),
    ) {
        (Some(count), Some(words)) => f64::from(count) / f64::from(words),
        _ => UNSEEN,
    };
    by_zipf(&word.folded)
        .max(by_zipf(&word.lemma))
        .max(by_count)
}

fn phrase_contrast(
    language: &Language,
    words: &[Word],
    occurrences: usize,
    total: f64,
) -> Option<f64> {
    let lemmas: Vec<&str> = words.iter().map(|word| word.lemma.as_str()).collect();
    let count = general::occurrences(language, &lemmas.join(" "))?;
    let corpus = f64::from(general::corpus_words(language)?);
    Some(libm::log(
        occurrences as f64 / total / (f64::from(count) / corpus),
    ))
}
