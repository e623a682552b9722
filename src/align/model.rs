//! Word translation probabilities: IBM Model 1 in both directions, estimated as a maximum a
//! posteriori.
//!
//! Brown et al., «The Mathematics of Statistical Machine Translation» (1993), §4.1, with the
//! pseudo-counts of [`prior`](super::prior) added to the expected counts in every iteration: where
//! the text is short the prior decides, where it is long the text does.

use super::corpus::Corpus;
use super::prior::PairPrior;

/// Rounds of expectation maximisation. Model 1 is convex; with good priors, four are enough.
const ROUNDS: usize = 4;

/// How many pseudo-counts a prior's weight is worth in the first expectation, where every
/// co-occurring pair starts with 1.
const FIRST_ROUND_PRIOR: f64 = 20.0;

/// Added to every pair's count so that none falls to zero between rounds.
const SMOOTHING: f64 = 1e-4;

/// Added to a word's total: what is kept for translations never seen.
const UNSEEN: f64 = 1.0;

/// A pair whose expected count stays below this in both directions is dropped.
const KEPT_COUNT: f64 = 0.02;

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
    /// How much is known of each source word's translations, 0 (nothing) to 1.
    pub(super) source_knowledge: Vec<f32>,
    /// The same of each target word.
    pub(super) target_knowledge: Vec<f32>,
}

/// The words of both sides of a bead that the model learns from.
pub(super) type WordPair<'a> = (&'a [u32], &'a [u32]);

impl Model {
    /// What the prior alone says.
    pub(super) fn from_prior(corpus: &Corpus, prior: &[PairPrior]) -> Self {
        let pairs: Vec<(u32, u32)> = prior
            .iter()
            .map(|pair| (pair.source, pair.target))
            .collect();
        let forward: Vec<f64> = prior.iter().map(|pair| pair.forward).collect();
        let backward: Vec<f64> = prior.iter().map(|pair| pair.backward).collect();
        Self::from_counts(corpus, &pairs, &forward, &backward)
    }

    /// Learns from `beads`, in their order.
    ///
    /// Time and memory grow with the number of co-occurring word pairs, about the square of the
    /// segment length times the number of beads.
    pub(super) fn train(corpus: &Corpus, prior: &[PairPrior], beads: &[WordPair<'_>]) -> Self {
        let beads: Vec<WordPair<'_>> = beads
            .iter()
            .copied()
            .filter(|(source, target)| {
                (1..=LONGEST_BEAD).contains(&source.len())
                    && (1..=LONGEST_BEAD).contains(&target.len())
            })
            .collect();
        let pairs = cooccurring(&beads, prior);
        let mut prior_forward = vec![0.0; pairs.len()];
        let mut prior_backward = vec![0.0; pairs.len()];
        for pair in prior {
            if let Ok(at) = pairs.binary_search(&(pair.source, pair.target)) {
                prior_forward[at] = pair.forward;
                prior_backward[at] = pair.backward;
            }
        }
        let background_source = corpus.source.probabilities();
        let background_target = corpus.target.probabilities();
        let cells = Cells::new(&beads, &pairs);
        let (forward, backward) = rayon::join(
            || {
                let direction = Direction {
                    beads: &beads,
                    cells: &cells,
                    background: &background_target,
                    given: &pairs.iter().map(|pair| pair.0).collect::<Vec<_>>(),
                    given_len: corpus.source.len(),
                    transposed: false,
                };
                direction.estimate(&prior_forward)
            },
            || {
                let direction = Direction {
                    beads: &beads,
                    cells: &cells,
                    background: &background_source,
                    given: &pairs.iter().map(|pair| pair.1).collect::<Vec<_>>(),
                    given_len: corpus.target.len(),
                    transposed: true,
                };
                direction.estimate(&prior_backward)
            },
        );
        let kept: Vec<usize> = (0..pairs.len())
            .filter(|&at| forward[at] > KEPT_COUNT || backward[at] > KEPT_COUNT)
            .collect();
        let pick = |values: &[f64]| kept.iter().map(|&at| values[at]).collect::<Vec<_>>();
        let kept_pairs: Vec<(u32, u32)> = kept.iter().map(|&at| pairs[at]).collect();
        Self::from_counts(corpus, &kept_pairs, &pick(&forward), &pick(&backward))
    }

    /// Normalises counts of pairs sorted by source word into probabilities.
    fn from_counts(
        corpus: &Corpus,
        pairs: &[(u32, u32)],
        forward: &[f64],
        backward: &[f64],
    ) -> Self {
        let mut source_total = vec![0.0; corpus.source.len()];
        let mut target_total = vec![0.0; corpus.target.len()];
        let mut starts = vec![0_u32; corpus.source.len() + 1];
        for (at, &(source, target)) in pairs.iter().enumerate() {
            source_total[source as usize] += forward[at];
            target_total[target as usize] += backward[at];
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
                forward: (forward[at] / (source_total[source as usize] + UNSEEN)) as f32,
                backward: (backward[at] / (target_total[target as usize] + UNSEEN)) as f32,
            })
            .collect();
        let rarity =
            |probabilities: Vec<f64>| probabilities.iter().map(|p| (1.0 / p) as f32).collect();
        let knowledge = |totals: &[f64]| totals.iter().map(|t| (t / (t + UNSEEN)) as f32).collect();
        Self {
            links,
            starts,
            source_rarity: rarity(corpus.source.probabilities()),
            target_rarity: rarity(corpus.target.probabilities()),
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

/// Every pair of words that stands in one bead or in the prior, sorted and without repeats.
fn cooccurring(beads: &[WordPair<'_>], prior: &[PairPrior]) -> Vec<(u32, u32)> {
    /// Pairs gathered before repeats are removed: 64 MB.
    const BATCH: usize = 8 << 20;
    let mut pairs: Vec<(u32, u32)> = prior
        .iter()
        .map(|pair| (pair.source, pair.target))
        .collect();
    let mut settled = 0;
    for (source, target) in beads {
        for &e in *source {
            pairs.extend(target.iter().map(|&f| (e, f)));
        }
        if pairs.len() - settled > BATCH.max(settled) {
            pairs.sort_unstable();
            pairs.dedup();
            settled = pairs.len();
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// For each bead, the place in the pair list of every (source, target) word pair, row by row.
struct Cells {
    places: Vec<u32>,
}

impl Cells {
    fn new(beads: &[WordPair<'_>], pairs: &[(u32, u32)]) -> Self {
        let sources = pairs.last().map_or(0, |pair| pair.0 as usize + 1);
        let mut starts = vec![0_usize; sources + 1];
        for pair in pairs {
            starts[pair.0 as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut places = Vec::with_capacity(beads.iter().map(|(s, t)| s.len() * t.len()).sum());
        for (source, target) in beads {
            for &e in *source {
                let row = starts[e as usize]..starts[e as usize + 1];
                let candidates = &pairs[row.clone()];
                for &f in *target {
                    let within = candidates.partition_point(|pair| pair.1 < f);
                    places.push((row.start + within) as u32);
                }
            }
        }
        Self { places }
    }
}

/// One direction of Model 1: p(generated word | given word).
struct Direction<'a> {
    beads: &'a [WordPair<'a>],
    cells: &'a Cells,
    /// Probability of each generated word under «no word»: the null word's translation table.
    background: &'a [f64],
    /// The given word of each pair.
    given: &'a [u32],
    given_len: usize,
    /// Whether the target words are given and the source words generated.
    transposed: bool,
}

impl Direction<'_> {
    /// Expected counts plus prior of each pair, after [`ROUNDS`] rounds.
    fn estimate(&self, prior: &[f64]) -> Vec<f64> {
        let mut counts: Vec<f64> = prior
            .iter()
            .map(|weight| weight * FIRST_ROUND_PRIOR + 1.0)
            .collect();
        for _ in 0..ROUNDS {
            let probabilities = self.normalise(&counts);
            counts = self.expect(&probabilities);
            for (count, weight) in counts.iter_mut().zip(prior) {
                *count += weight + SMOOTHING;
            }
        }
        counts
    }

    fn normalise(&self, counts: &[f64]) -> Vec<f64> {
        let mut totals = vec![1e-9; self.given_len];
        for (count, &given) in counts.iter().zip(self.given) {
            totals[given as usize] += count;
        }
        counts
            .iter()
            .zip(self.given)
            .map(|(count, &given)| count / totals[given as usize])
            .collect()
    }

    fn expect(&self, probabilities: &[f64]) -> Vec<f64> {
        let mut counts = vec![0.0; probabilities.len()];
        let mut places = &self.cells.places[..];
        for (source, target) in self.beads {
            let (bead, rest) = places.split_at(source.len() * target.len());
            places = rest;
            let width = target.len();
            let (generated, given) = if self.transposed {
                (source, target)
            } else {
                (target, source)
            };
            for (at, &word) in generated.iter().enumerate() {
                let place = |other: usize| {
                    (if self.transposed {
                        bead[at * width + other]
                    } else {
                        bead[other * width + at]
                    }) as usize
                };
                let mut total = self.background[word as usize];
                for other in 0..given.len() {
                    total += probabilities[place(other)];
                }
                for other in 0..given.len() {
                    let place = place(other);
                    counts[place] += probabilities[place] / total;
                }
            }
        }
        counts
    }
}
