//! Word translation probabilities: IBM Model 1 in both directions, estimated as a maximum a
//! posteriori.
//!
//! Brown et al., «The Mathematics of Statistical Machine Translation» (1993), §4.1, with the
//! pseudo-counts of [`prior`](super::prior) added to the expected counts in every iteration: where
//! the text is short the prior decides, where it is long the text does.

use super::cooccurrence::Cooccurrence;
use super::corpus::Vocabularies;
use super::expectation::{self, Both};
use super::prior::PairPrior;

/// Added to a word's total: what is kept for translations never seen.
const UNSEEN: f64 = 1.0;

/// A pair whose expected count stays below this in both directions is dropped.
const KEPT_COUNT: f64 = 0.02;

/// A pair is dropped too unless it is linked this many times as often as two words of their
/// frequencies are by chance: between frequent words there are thousands of such links, and they
/// decide nothing. On the development sets 3 to 20 align alike; the time of a long text halves from 3
/// to 8.
const LIFT: f64 = 8.0;

/// It stays all the same if it accounts for this share of the rarer word's occurrences.
const SHARE: f64 = 0.3;

/// Beads with more words than this on a side say too little about each word.
const LONGEST_BEAD: usize = 120;

/// One word's link to a word of the other language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) target: u32,
    /// p(target | source).
    pub(super) forward: f32,
    /// p(source | target).
    pub(super) backward: f32,
}

/// Translation probabilities of all word pairs of a run.
pub(super) struct Model {
    /// `links[starts[e]..starts[e + 1]]` are the links of source word `e`, by target word.
    links: Vec<Link>,
    starts: Vec<u32>,
    /// 1 / p(word) of each source word: the «unrelated» side of the likelihood ratio.
    pub(super) source_rarity: Vec<f32>,
    /// The same of each target word.
    pub(super) target_rarity: Vec<f32>,
    /// What each source word tells, in nats: the logarithm of its rarity.
    pub(super) source_information: Vec<f32>,
    /// The same of each target word.
    pub(super) target_information: Vec<f32>,
    /// How much is known of each source word's translations, 0 (nothing) to 1.
    pub(super) source_knowledge: Vec<f32>,
    /// The same of each target word.
    pub(super) target_knowledge: Vec<f32>,
}

/// The words of both sides of a bead that the model learns from.
pub(super) type WordPair<'a> = (&'a [u32], &'a [u32]);

impl Model {
    /// What the prior alone says.
    pub(super) fn from_prior(words: &Vocabularies, prior: &[PairPrior]) -> Self {
        let pairs: Vec<(u32, u32)> = prior
            .iter()
            .map(|pair| (pair.source, pair.target))
            .collect();
        let counts: Vec<Both> = prior
            .iter()
            .map(|pair| [pair.forward as f32, pair.backward as f32])
            .collect();
        Self::from_counts(words, &pairs, &counts)
    }

    /// Learns from `beads`, in their order, in `rounds` rounds of expectation maximisation.
    ///
    /// Time and memory grow with the number of co-occurring word pairs, about the square of the
    /// segment length times the number of beads.
    pub(super) fn train(
        words: &Vocabularies,
        prior: &[PairPrior],
        beads: &[WordPair<'_>],
        rounds: usize,
    ) -> Self {
        let beads: Vec<WordPair<'_>> = beads
            .iter()
            .copied()
            .filter(|(source, target)| {
                (1..=LONGEST_BEAD).contains(&source.len())
                    && (1..=LONGEST_BEAD).contains(&target.len())
            })
            .collect();
        let met = Cooccurrence::count(words, &beads, prior);
        let (pairs, counts) = expectation::counts(words, met, &beads, prior, rounds);
        let background_source = words.source.probabilities();
        let background_target = words.target.probabilities();
        let meetings: f64 = beads.iter().map(|bead| bead.1.len() as f64).sum();
        let kept: Vec<usize> = (0..pairs.len())
            .filter(|&at| {
                let (source, target) = pairs[at];
                let (of_source, of_target) = (
                    background_source[source as usize],
                    background_target[target as usize],
                );
                let count = f64::from(counts[at][0].max(counts[at][1]));
                // In a text of a few lines no count is far above chance: there the share of the rarer
                // word's occurrences decides.
                let rarer = meetings * of_source.min(of_target);
                count > KEPT_COUNT
                    && (count > LIFT * of_source * of_target * meetings || count > SHARE * rarer)
            })
            .collect();
        let (pairs, counts): (Vec<(u32, u32)>, Vec<Both>) =
            kept.iter().map(|&at| (pairs[at], counts[at])).unzip();
        Self::from_counts(words, &pairs, &counts)
    }

    /// Normalises counts of pairs sorted by source word into probabilities.
    fn from_counts(words: &Vocabularies, pairs: &[(u32, u32)], counts: &[Both]) -> Self {
        let mut source_total = vec![0.0_f64; words.source.len()];
        let mut target_total = vec![0.0_f64; words.target.len()];
        let mut starts = vec![0_u32; words.source.len() + 1];
        for (at, &(source, target)) in pairs.iter().enumerate() {
            source_total[source as usize] += f64::from(counts[at][0]);
            target_total[target as usize] += f64::from(counts[at][1]);
            starts[source as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let links = pairs
            .iter()
            .enumerate()
            .map(|(at, &(source, target))| Link {
                target,
                forward: (f64::from(counts[at][0]) / (source_total[source as usize] + UNSEEN))
                    as f32,
                backward: (f64::from(counts[at][1]) / (target_total[target as usize] + UNSEEN))
                    as f32,
            })
            .collect();
        let rarity =
            |probabilities: Vec<f64>| probabilities.iter().map(|p| (1.0 / p) as f32).collect();
        let source_rarity: Vec<f32> = rarity(words.source.probabilities());
        let target_rarity: Vec<f32> = rarity(words.target.probabilities());
        let knowledge = |totals: &[f64]| totals.iter().map(|t| (t / (t + UNSEEN)) as f32).collect();
        Self {
            links,
            starts,
            source_information: source_rarity.iter().copied().map(libm::logf).collect(),
            target_information: target_rarity.iter().copied().map(libm::logf).collect(),
            source_rarity,
            target_rarity,
            source_knowledge: knowledge(&source_total),
            target_knowledge: knowledge(&target_total),
        }
    }

    /// The links of a source word, by target word.
    pub(super) fn links(&self, source: u32) -> &[Link] {
        let source = source as usize;
        &self.links[self.starts[source] as usize..self.starts[source + 1] as usize]
    }
}
