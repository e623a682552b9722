//! Word translation probabilities: IBM Model 1 in both directions, estimated as a maximum a
//! posteriori.
//!
//! Brown et al., «The Mathematics of Statistical Machine Translation» (1993), §4.1, with the
//! pseudo-counts of [`prior`](super::prior) added to the expected counts in every iteration: where
//! the text is short the prior decides, where it is long the text does.

use super::corpus::Vocabularies;
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

/// A pair is dropped too unless it is linked this many times as often as two words of their
/// frequencies are by chance: between frequent words there are thousands of such links, and they
/// decide nothing.
const LIFT: f64 = 3.0;

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
    pub(super) fn from_prior(words: &Vocabularies, prior: &[PairPrior]) -> Self {
        let pairs: Vec<(u32, u32)> = prior
            .iter()
            .map(|pair| (pair.source, pair.target))
            .collect();
        let forward: Vec<f64> = prior.iter().map(|pair| pair.forward).collect();
        let backward: Vec<f64> = prior.iter().map(|pair| pair.backward).collect();
        Self::from_counts(words, &pairs, &forward, &backward)
    }

    /// Learns from `beads`, in their order.
    ///
    /// Time and memory grow with the number of co-occurring word pairs, about the square of the
    /// segment length times the number of beads.
    pub(super) fn train(words: &Vocabularies, prior: &[PairPrior], beads: &[WordPair<'_>]) -> Self {
        let beads: Vec<WordPair<'_>> = beads
            .iter()
            .copied()
            .filter(|(source, target)| {
                (1..=LONGEST_BEAD).contains(&source.len())
                    && (1..=LONGEST_BEAD).contains(&target.len())
            })
            .collect();
        let Cooccurrence { pairs, places } = Cooccurrence::count(words, &beads, prior);
        let mut prior_forward = vec![0.0; pairs.len()];
        let mut prior_backward = vec![0.0; pairs.len()];
        for pair in prior {
            if let Ok(at) = pairs.binary_search(&(pair.source, pair.target)) {
                prior_forward[at] = pair.forward;
                prior_backward[at] = pair.backward;
            }
        }
        let background_source = words.source.probabilities();
        let background_target = words.target.probabilities();
        let (sources, targets): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
        let (forward, backward) = rayon::join(
            || {
                let given = (sources.as_slice(), words.source.len());
                Direction::new(&beads, &places, &background_target, given, false)
                    .estimate(&prior_forward)
            },
            || {
                let given = (targets.as_slice(), words.target.len());
                Direction::new(&beads, &places, &background_source, given, true)
                    .estimate(&prior_backward)
            },
        );
        let meetings: f64 = beads.iter().map(|bead| bead.1.len() as f64).sum();
        let kept: Vec<usize> = (0..pairs.len())
            .filter(|&at| {
                let (source, target) = pairs[at];
                let chance = background_source[source as usize]
                    * background_target[target as usize]
                    * meetings;
                forward[at].max(backward[at]) > KEPT_COUNT.max(LIFT * chance)
            })
            .collect();
        let pick = |values: &[f64]| kept.iter().map(|&at| values[at]).collect::<Vec<_>>();
        let kept_pairs: Vec<(u32, u32)> = kept.iter().map(|&at| pairs[at]).collect();
        Self::from_counts(words, &kept_pairs, &pick(&forward), &pick(&backward))
    }

    /// Normalises counts of pairs sorted by source word into probabilities.
    fn from_counts(
        words: &Vocabularies,
        pairs: &[(u32, u32)],
        forward: &[f64],
        backward: &[f64],
    ) -> Self {
        let mut source_total = vec![0.0; words.source.len()];
        let mut target_total = vec![0.0; words.target.len()];
        let mut starts = vec![0_u32; words.source.len() + 1];
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
            source_rarity: rarity(words.source.probabilities()),
            target_rarity: rarity(words.target.probabilities()),
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

/// Every pair of words that stands in one bead or in the prior.
struct Cooccurrence {
    /// Sorted, without repeats.
    pairs: Vec<(u32, u32)>,
    /// For each bead, source word by source word, the place in `pairs` of every word pair;
    /// [`NO_PAIR`] for those left out.
    places: Vec<u32>,
}

/// A word pair that is not followed: see [`FREQUENT`].
const NO_PAIR: u32 = u32::MAX;

/// Two words that met once are not followed if one of them occurs more often than this: its
/// translations are known from elsewhere, and such pairs are most of all pairs of a long text.
const FREQUENT: u32 = 50;

impl Cooccurrence {
    /// Goes through the beads of each source word in turn, so that memory holds the pairs that are
    /// kept and one number for each cell of the beads.
    fn count(words: &Vocabularies, beads: &[WordPair<'_>], prior: &[PairPrior]) -> Self {
        let standing = Standing::of(words.source.len(), beads);
        let mut places = vec![NO_PAIR; standing.cells];
        let mut pairs = Vec::new();
        let mut counts = vec![0_u32; words.target.len()];
        let mut place_of = vec![NO_PAIR; words.target.len()];
        let mut met: Vec<u32> = Vec::new();
        let mut prior = prior.iter().peekable();
        for source in 0..words.source.len() as u32 {
            let here = standing.of_word(source);
            for &(bead, _) in here {
                for &target in beads[bead as usize].1 {
                    let count = &mut counts[target as usize];
                    if *count == 0 {
                        met.push(target);
                    }
                    *count += 1;
                }
            }
            let rare = words.source.occurrences(source) <= FREQUENT;
            met.retain(|&target| {
                let kept = counts[target as usize] > 1
                    || rare && words.target.occurrences(target) <= FREQUENT;
                counts[target as usize] = 0;
                kept
            });
            while let Some(pair) = prior.next_if(|pair| pair.source == source) {
                met.push(pair.target);
            }
            met.sort_unstable();
            met.dedup();
            for target in met.drain(..) {
                place_of[target as usize] = pairs.len() as u32;
                pairs.push((source, target));
            }
            for &(bead, row) in here {
                let targets = beads[bead as usize].1;
                for (place, &target) in places[row..row + targets.len()].iter_mut().zip(targets) {
                    *place = place_of[target as usize];
                }
            }
            let first = pairs.partition_point(|pair| pair.0 < source);
            for pair in &pairs[first..] {
                place_of[pair.1 as usize] = NO_PAIR;
            }
        }
        Self { pairs, places }
    }
}

/// Where each source word stands in the beads.
struct Standing {
    starts: Vec<u32>,
    /// Bead, and where the cells of this word begin among all cells.
    entries: Vec<(u32, usize)>,
    /// Cells of all beads: the products of their lengths.
    cells: usize,
}

impl Standing {
    fn of(words: usize, beads: &[WordPair<'_>]) -> Self {
        let mut starts = vec![0_u32; words + 1];
        for &word in beads.iter().flat_map(|bead| bead.0) {
            starts[word as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0); starts[words] as usize];
        let mut cells = 0;
        for (bead, (source, target)) in beads.iter().enumerate() {
            for &word in *source {
                let at = &mut next[word as usize];
                entries[*at as usize] = (bead as u32, cells);
                *at += 1;
                cells += target.len();
            }
        }
        Self {
            starts,
            entries,
            cells,
        }
    }

    fn of_word(&self, word: u32) -> &[(u32, usize)] {
        &self.entries[self.starts[word as usize] as usize..self.starts[word as usize + 1] as usize]
    }
}

/// One direction of Model 1: p(generated word | given word).
struct Direction<'a> {
    /// Probability of each generated word under «no word»: the null word's translation table.
    background: &'a [f64],
    /// The given word of each pair.
    given: &'a [u32],
    given_len: usize,
    /// Every generated word of every bead.
    generated: Vec<u32>,
    /// `places[starts[i]..starts[i + 1]]` are the pairs that the generated word `i` may come from.
    places: Vec<u32>,
    starts: Vec<u32>,
}

impl<'a> Direction<'a> {
    /// `cells` is [`Cooccurrence::places`]; `transposed` tells that the target words are given and
    /// the source words generated.
    fn new(
        beads: &[WordPair<'_>],
        cells: &[u32],
        background: &'a [f64],
        (given, given_len): (&'a [u32], usize),
        transposed: bool,
    ) -> Self {
        let mut direction = Self {
            background,
            given,
            given_len,
            generated: Vec::new(),
            places: Vec::new(),
            starts: vec![0],
        };
        let mut rest = cells;
        for (source, target) in beads {
            let (bead, after) = rest.split_at(source.len() * target.len());
            rest = after;
            let generated = if transposed { source } else { target };
            for (at, &word) in generated.iter().enumerate() {
                let (first, step, length) = if transposed {
                    (at * target.len(), 1, target.len())
                } else {
                    (at, target.len(), source.len())
                };
                let cells = (0..length).map(|other| bead[first + other * step]);
                direction
                    .places
                    .extend(cells.filter(|&place| place != NO_PAIR));
                direction.generated.push(word);
                direction.starts.push(direction.places.len() as u32);
            }
        }
        direction
    }

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
        for total in &mut totals {
            *total = 1.0 / *total;
        }
        counts
            .iter()
            .zip(self.given)
            .map(|(count, &given)| count * totals[given as usize])
            .collect()
    }

    fn expect(&self, probabilities: &[f64]) -> Vec<f64> {
        let mut counts = vec![0.0; probabilities.len()];
        for (&word, span) in self.generated.iter().zip(self.starts.windows(2)) {
            let places = &self.places[span[0] as usize..span[1] as usize];
            let sum: f64 = places
                .iter()
                .map(|&place| probabilities[place as usize])
                .sum();
            let share = 1.0 / (self.background[word as usize] + sum);
            for &place in places {
                counts[place as usize] += probabilities[place as usize] * share;
            }
        }
        counts
    }
}
