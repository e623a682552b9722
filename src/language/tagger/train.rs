//! Training: the averaged perceptron.
//!
//! M. Collins, "Discriminative training methods for hidden Markov models", EMNLP 2002, with greedy
//! decoding: the tags before a word are those the tagger itself chose, so that it learns to live
//! with its mistakes. All sums are integers: the same sentences give the same bytes everywhere.

use std::collections::BTreeMap;

use super::Tag;
use super::features::{Features, Sentence as Cells};
use super::model::{LANES, Model, Row, best, fixed_word};
use crate::language::conllu::Sentence;
use crate::language::lemma::FormLexicon;

/// How a tagger is trained; the defaults were chosen on the development parts of the treebanks.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TrainOptions {
    /// Passes over the sentences.
    pub passes: usize,
    /// Start of the shuffling.
    pub seed: u64,
    /// A feature seen less often in the sentences gets no weight.
    pub fewest: u32,
    /// How far ahead the right tag must be before the weights rest.
    pub margin: i32,
    /// Weights below this many stored steps are dropped.
    pub smallest: i8,
    /// Trainings, each in another order, whose weights are averaged.
    pub trainings: usize,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self {
            passes: 4,
            seed: 1,
            fewest: 1,
            margin: 1,
            smallest: 1,
            trainings: 8,
        }
    }
}

/// Stored steps in a weight of one.
const STEPS: i64 = 16;

/// Fine steps in a weight of one, while trainings are added up.
const FINE: i64 = 1 << 20;

/// A word is always tagged as in the sentences if it stands there this often and never otherwise.
const FIXED: u32 = 40;

/// Trains a tagger on sentences, beside the lexicon that will stand beside it in use.
///
/// Takes some seconds for a hundred thousand words, and about a hundred megabytes of
/// memory.
#[must_use]
pub fn train(
    sentences: &[Sentence],
    lexicon: Option<&FormLexicon>,
    options: &TrainOptions,
) -> Model {
    let mut learner = Learner::new(sentences, lexicon, options);
    let mut random = SplitMix(options.seed);
    for _ in 0..options.trainings {
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        for _ in 0..options.passes {
            random.shuffle(&mut order);
            for &number in &order {
                learner.learn(&sentences[number]);
            }
        }
        learner.settle();
    }
    learner.model(options.smallest)
}

/// Weights of a feature, and the sum from which their average follows.
#[derive(Clone, Copy, Default)]
struct Weights {
    now: [i32; LANES],
    /// Each change times the number of words seen before it.
    late: [i64; LANES],
    /// Averages of the trainings that ended, in fine steps, added up.
    settled: [i64; LANES],
}

/// No weights yet.
const NONE: u32 = u32::MAX;

struct Learner<'l> {
    lexicon: Option<&'l FormLexicon>,
    margin: i32,
    /// Features that are frequent enough, by hash, with the place of their weights or `NONE`.
    rows: std::collections::HashMap<u32, u32, PassThrough>,
    weights: Vec<Weights>,
    fixed: BTreeMap<u64, Tag>,
    cells: Cells,
    /// Words seen.
    clock: i64,
    /// Trainings that ended.
    trainings: i64,
}

impl<'l> Learner<'l> {
    fn new(
        sentences: &[Sentence],
        lexicon: Option<&'l FormLexicon>,
        options: &TrainOptions,
    ) -> Self {
        let mut cells = Cells::default();
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for sentence in sentences {
            cells.set(
                sentence.words.iter().map(|word| word.form.as_str()),
                lexicon,
            );
            let tag = |place: usize| sentence.words.get(place).map(|word| word.tag);
            for index in 0..cells.len() {
                let before = index.checked_sub(1).and_then(tag);
                let earlier = index.checked_sub(2).and_then(tag);
                for feature in cells.features(index, before, earlier) {
                    *counts.entry(feature).or_default() += 1;
                }
            }
        }
        let kept = counts
            .into_iter()
            .filter(|&(_, count)| count >= options.fewest);
        let rows = kept.map(|(feature, _)| (feature, NONE)).collect();
        let fixed = fixed(sentences);
        Self {
            lexicon,
            margin: options.margin,
            rows,
            weights: Vec::new(),
            fixed,
            cells,
            clock: 1,
            trainings: 0,
        }
    }

    fn learn(&mut self, sentence: &Sentence) {
        let mut cells = std::mem::take(&mut self.cells);
        cells.set(
            sentence.words.iter().map(|word| word.form.as_str()),
            self.lexicon,
        );
        let (mut before, mut earlier) = (None, None);
        for (index, word) in sentence.words.iter().enumerate() {
            let tag = match self.fixed.get(&cells.word(index)) {
                Some(&tag) => tag,
                None => self.step(&cells.features(index, before, earlier), word.tag),
            };
            (before, earlier) = (Some(tag), before);
        }
        self.cells = cells;
    }

    /// Learns from one word; gives the tag that the weights choose.
    fn step(&mut self, features: &Features, right: Tag) -> Tag {
        let mut scores = [0i32; LANES];
        for feature in features {
            let row = self
                .rows
                .get(feature)
                .and_then(|&row| self.weights.get(row as usize));
            for (score, weight) in scores.iter_mut().zip(row.iter().flat_map(|row| &row.now)) {
                *score += weight;
            }
        }
        let chosen = best(&scores);
        let mut others = scores;
        others[right as usize] = i32::MIN;
        let rival = best(&others);
        if scores[right as usize] <= scores[rival as usize].saturating_add(self.margin) {
            for feature in features {
                self.change(*feature, right, 1);
                self.change(*feature, rival, -1);
            }
        }
        self.clock += 1;
        chosen
    }

    fn change(&mut self, feature: u32, tag: Tag, by: i32) {
        let Some(row) = self.rows.get_mut(&feature) else {
            return;
        };
        // Most features of a text are never part of a mistake: they need no weights.
        if *row == NONE {
            *row = self.weights.len() as u32;
            self.weights.push(Weights::default());
        }
        if let Some(weights) = self.weights.get_mut(*row as usize) {
            weights.now[tag as usize] += by;
            weights.late[tag as usize] += i64::from(by) * self.clock;
        }
    }

    /// Ends a training: keeps the averages and starts from nothing again.
    fn settle(&mut self) {
        for weights in &mut self.weights {
            for tag in 0..LANES {
                let sum = i64::from(weights.now[tag]) * self.clock - weights.late[tag];
                weights.settled[tag] += sum * FINE / self.clock;
            }
            weights.now = [0; LANES];
            weights.late = [0; LANES];
        }
        self.clock = 1;
        self.trainings += 1;
    }

    fn model(self, smallest: i8) -> Model {
        let unit = FINE * self.trainings.max(1);
        let features: Vec<(u32, Row)> = sorted(&self.rows)
            .into_iter()
            .filter_map(|(feature, row)| {
                let weights = self.weights.get(row as usize)?;
                Some((feature, stored(weights, unit, smallest)))
            })
            .filter(|(_, row)| row.iter().any(|&weight| weight != 0))
            .collect();
        let lexicon = self.lexicon.map_or(0, FormLexicon::checksum);
        Model::new(lexicon, &features, self.fixed.into_iter().collect())
    }
}

/// The features of a table by their hash.
fn sorted(rows: &std::collections::HashMap<u32, u32, PassThrough>) -> Vec<(u32, u32)> {
    let mut sorted: Vec<(u32, u32)> = rows.iter().map(|(&feature, &row)| (feature, row)).collect();
    sorted.sort_unstable();
    sorted
}

/// The averages of all trainings, whose sums hold `unit` for a weight of one, in stored steps.
fn stored(weights: &Weights, unit: i64, smallest: i8) -> Row {
    std::array::from_fn(|tag| {
        let doubled = 2 * weights.settled[tag] * STEPS;
        // To the nearest, halves away from nothing.
        let steps = (doubled + doubled.signum() * unit) / (2 * unit);
        let limit = i64::from(i8::MAX);
        // Within a byte after the clamp.
        let steps = steps.clamp(-limit, limit) as i8;
        if steps.abs() < smallest { 0 } else { steps }
    })
}

/// The words that are frequent and have one tag only.
fn fixed(sentences: &[Sentence]) -> BTreeMap<u64, Tag> {
    let mut counts: BTreeMap<u64, (Tag, u32)> = BTreeMap::new();
    for word in sentences.iter().flat_map(|sentence| &sentence.words) {
        let (tag, count) = counts
            .entry(fixed_word(&word.form))
            .or_insert((word.tag, 0));
        // A second tag makes the count so low that the word never gets there.
        *count = if *tag == word.tag {
            count.saturating_add(1)
        } else {
            0
        };
        if *count == 0 {
            *tag = Tag::X;
        }
    }
    let fixed = counts
        .into_iter()
        .filter(|&(_, (tag, count))| count >= FIXED && tag != Tag::X);
    fixed.map(|(word, (tag, _))| (word, tag)).collect()
}

/// Features are hashes already.
#[derive(Clone, Copy, Default)]
struct PassThrough;

impl std::hash::BuildHasher for PassThrough {
    type Hasher = Passed;

    fn build_hasher(&self) -> Passed {
        Passed(0)
    }
}

struct Passed(u64);

impl std::hash::Hasher for Passed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = crate::language::bytes::checksum(bytes);
    }

    fn write_u32(&mut self, number: u32) {
        // The table looks at the highest bits and the lowest.
        self.0 = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// Fisher and Yates; the bias of the remainder is far below what training could notice.
    fn shuffle(&mut self, items: &mut [usize]) {
        for last in (1..items.len()).rev() {
            let other = (self.next() % (last as u64 + 1)) as usize;
            items.swap(last, other);
        }
    }
}
