//! What is known of a word pair before a sentence is read: the lexicon, and the look of the words.

use super::corpus::{Corpus, Vocabulary};
use crate::language::Lexicon;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Pseudo-counts of one word pair: as many observations as the prior is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PairPrior {
    pub(super) source: u32,
    pub(super) target: u32,
    /// Weight of «source is translated by target».
    pub(super) forward: f64,
    /// Weight of «target is translated by source».
    pub(super) backward: f64,
}

/// Observations that a lexicon entry of probability 1 is worth. On the development novels, 2 to 5
/// give the same alignments; the weight of the text itself takes over after a few sentences.
const LEXICON_WEIGHT: f64 = 3.0;

/// Observations that an identical word or number is worth.
const IDENTITY_WEIGHT: f64 = 1.0;

/// The same for identical words of one or two letters, which are often false friends.
const SHORT_IDENTITY_WEIGHT: f64 = 0.2;

/// Observations that a word pair with a common beginning is worth at most.
const COGNATE_WEIGHT: f64 = 0.5;

/// Letters that must be equal before two words can be cognates; also the bucket in which they meet.
const COGNATE_PREFIX: usize = 4;

/// All word pairs of the corpus that the lexicons or the spelling connect, sorted by source word,
/// then target word.
pub(super) fn pairs(corpus: &Corpus, lexicons: &[&Lexicon]) -> Vec<PairPrior> {
    let mut weights = Vec::new();
    let mut add = |source: u32, target: u32, forward: f64, backward: f64| {
        weights.push(PairPrior {
            source,
            target,
            forward,
            backward,
        });
    };
    cognates(&corpus.words.source, &corpus.words.target, &mut add);
    // Entries come by source word: most of a lexicon's words are not in the texts, and are looked up
    // once.
    let mut last: Option<(&str, Option<u32>)> = None;
    for entry in lexicons.iter().flat_map(|lexicon| lexicon.entries()) {
        let source = match last {
            Some((word, id)) if word == entry.source => id,
            _ => corpus.words.source.id(entry.source),
        };
        last = Some((entry.source, source));
        let Some(source) = source else { continue };
        if let Some(target) = corpus.words.target.id(entry.target) {
            let forward = LEXICON_WEIGHT * f64::from(entry.probability);
            let backward = LEXICON_WEIGHT * f64::from(entry.reverse);
            add(source, target, forward, backward);
        }
    }
    added_up(weights)
}

/// One entry a pair, sorted by source, then target.
pub(super) fn added_up(mut pairs: Vec<PairPrior>) -> Vec<PairPrior> {
    pairs.sort_by_key(|pair| (pair.source, pair.target));
    pairs.dedup_by(|next, first| {
        let same = (next.source, next.target) == (first.source, first.target);
        if same {
            first.forward += next.forward;
            first.backward += next.backward;
        }
        same
    });
    pairs
}

/// Identical words, numbers and signs, and words that begin alike.
fn cognates(source: &Vocabulary, target: &Vocabulary, add: &mut impl FnMut(u32, u32, f64, f64)) {
    let mut buckets: BTreeMap<String, Vec<(Vec<char>, u32)>> = BTreeMap::new();
    for (id, word) in target.words() {
        let letters = base_letters(word);
        buckets
            .entry(bucket(&letters))
            .or_default()
            .push((letters, id));
    }
    for (id, word) in source.words() {
        let letters = base_letters(word);
        for (other, target) in buckets.get(&bucket(&letters)).into_iter().flatten() {
            let weight = likeness(&letters, other);
            if weight > 0.0 {
                add(id, *target, weight, weight);
            }
        }
    }
}

/// The letters of a word without accents: `é` and `e` are the same to a cognate.
fn base_letters(word: &str) -> Vec<char> {
    word.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .collect()
}

fn bucket(letters: &[char]) -> String {
    letters.iter().take(COGNATE_PREFIX).collect()
}

/// How much the spelling says that two words translate each other, as pseudo-counts.
fn likeness(one: &[char], other: &[char]) -> f64 {
    if one == other {
        let meaningful = one.len() > 2 || !one.iter().all(|c| c.is_alphabetic());
        return if meaningful {
            IDENTITY_WEIGHT
        } else {
            SHORT_IDENTITY_WEIGHT
        };
    }
    let numeric = |letters: &[char]| letters.iter().any(|c| c.is_numeric());
    if one.len() < COGNATE_PREFIX || other.len() < COGNATE_PREFIX || numeric(one) || numeric(other)
    {
        return 0.0;
    }
    let common = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let share = common as f64 / one.len().max(other.len()) as f64;
    if share < 0.5 {
        0.0
    } else {
        COGNATE_WEIGHT * share * share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness_of(one: &str, other: &str) -> f64 {
        likeness(&base_letters(one), &base_letters(other))
    }

    #[test]
    fn spelling_tells_cognates_from_strangers() {
        assert_eq!(likeness_of("hanoï", "hanoi"), IDENTITY_WEIGHT);
        assert_eq!(likeness_of("2025", "2025"), IDENTITY_WEIGHT);
        assert_eq!(likeness_of("on", "on"), SHORT_IDENTITY_WEIGHT);
        assert!(likeness_of("convention", "conventions") > 0.3);
        assert_eq!(likeness_of("2025", "2024"), 0.0);
        assert_eq!(likeness_of("droit", "right"), 0.0);
        assert_eq!(
            likeness_of("contre", "contract"),
            0.0 + likeness_of("contract", "contre")
        );
    }
}
