//! How much more likely two groups of segments are as translations than as strangers.
//!
//! For every word of one side the likelihood ratio of Model 1 against the word's own frequency,
//! with a floor for words that a good translation leaves out:
//!
//! ratio(f) = floor + (1 − floor) · Σ_e t(f|e) / (|S| · p(f)),   score = ½ (Σ_f ln ratio + Σ_e ln ratio)
//!
//! so that unrelated texts score below 0 and every word that is accounted for raises the score. Where
//! a side has many more words than the other, its sum is scaled down to as many: the characters of a
//! script without spaces are each less of a witness than a word.
//!
//! A segment that shares its side of a bead with others must earn its place: what its own words score
//! below 0 counts once more ([`WEAKEST`]). Without this, a segment that nobody translated hides in the
//! bead of its neighbour.

use super::corpus::{Document, Side};
use super::model::Model;
use std::ops::Range;

/// What an unexplained word costs at most: ln ½ on its side.
const FLOOR: f32 = 0.5;

/// How much the shortfall of a segment among others counts besides its part of the score.
const WEAKEST: f64 = 0.75;

/// Up to this many times as many words are the same number, as far as their weight goes: languages
/// differ in how they write one word or two.
const ALIKE: f64 = 1.3;

/// The words of one source segment against those of a window of target segments.
///
/// Memory: (1 + words of the segment) times words in the window.
pub(super) struct Row {
    /// The target segments covered.
    window: Range<usize>,
    /// For each word of the window, Σ t(f|e) over the words e of the source segment.
    forward: Vec<f32>,
    /// For each window segment and each word e of the source segment, Σ t(e|f) over the segment.
    backward: Vec<f32>,
    source_words: usize,
    /// The lexical score of the source segment with each single window segment, in nats.
    single: Vec<f64>,
    /// The same in nats a word.
    quality: Vec<f32>,
}

/// Scratch space to fill rows, one for each thread.
pub(super) struct Scratch {
    /// For each target word the first entry in `links`, [`END`] where there is none yet, or [`NONE`]
    /// where the word is not in the window: of the thousand links of a frequent word few are.
    first: Vec<u32>,
    links: Vec<Entry>,
    touched: Vec<u32>,
}

struct Entry {
    next: u32,
    position: u32,
    forward: f32,
    backward: f32,
}

const NONE: u32 = u32::MAX;
const END: u32 = u32::MAX - 1;

impl Scratch {
    pub(super) fn new(target_words: usize) -> Self {
        Self {
            first: vec![NONE; target_words],
            links: Vec::new(),
            touched: Vec::new(),
        }
    }
}

impl Row {
    /// Compares source segment `segment` with the target segments of `window`.
    pub(super) fn fill(
        document: &Document,
        model: &Model,
        segment: usize,
        window: Range<usize>,
        scratch: &mut Scratch,
    ) -> Self {
        for &word in document.target.span(window.start, window.end) {
            let first = &mut scratch.first[word as usize];
            if *first == NONE {
                *first = END;
                scratch.touched.push(word);
            }
        }
        let words = document.source.words(segment);
        for (position, &word) in words.iter().enumerate() {
            for link in model.links(word) {
                let first = &mut scratch.first[link.target as usize];
                if *first == NONE {
                    continue;
                }
                scratch.links.push(Entry {
                    next: *first,
                    position: position as u32,
                    forward: link.forward,
                    backward: link.backward,
                });
                *first = scratch.links.len() as u32 - 1;
            }
        }
        let base = document.target.start(window.start);
        let mut forward = vec![0.0; document.target.start(window.end) - base];
        let mut backward = vec![0.0; words.len() * window.len()];
        for target in window.clone() {
            let cells = &mut backward[(target - window.start) * words.len()..][..words.len()];
            let offset = document.target.start(target) - base;
            for (at, &word) in document.target.words(target).iter().enumerate() {
                let mut entry = scratch.first[word as usize];
                while entry != END {
                    let link = &scratch.links[entry as usize];
                    forward[offset + at] += link.forward;
                    cells[link.position as usize] += link.backward;
                    entry = link.next;
                }
            }
        }
        for word in scratch.touched.drain(..) {
            scratch.first[word as usize] = NONE;
        }
        scratch.links.clear();
        Self {
            window,
            forward,
            backward,
            source_words: words.len(),
            single: Vec::new(),
            quality: Vec::new(),
        }
    }

    /// Scores the source segment against each single segment of the window.
    pub(super) fn compare_singly(
        &mut self,
        document: &Document,
        ratios: &Ratios,
        segment: usize,
        sums: &mut Vec<f32>,
    ) {
        let sources = segment..segment + 1;
        self.single = self
            .window
            .clone()
            .map(|target| ratios.score(document, &[self], &sources, &(target..target + 1), sums))
            .collect();
        self.quality = self
            .window
            .clone()
            .zip(&self.single)
            .map(|(target, score)| {
                let words = self.source_words + document.target.words(target).len();
                (2.0 * score / words.max(1) as f64) as f32
            })
            .collect();
    }

    /// The lexical score with one target segment.
    pub(super) fn single(&self, target: usize) -> f64 {
        self.single[target - self.window.start]
    }

    /// The best score, in nats a word, with any one of the target segments.
    pub(super) fn best(&self, targets: &Range<usize>) -> f32 {
        let qualities =
            &self.quality[targets.start - self.window.start..targets.end - self.window.start];
        qualities.iter().copied().fold(f32::NEG_INFINITY, f32::max)
    }

    /// Σ t(f|e) for each word of the target segments `targets`.
    fn forward(&self, target: &Side, targets: &Range<usize>) -> &[f32] {
        let base = target.start(self.window.start);
        &self.forward[target.start(targets.start) - base..target.start(targets.end) - base]
    }

    /// Σ t(e|f) for each word of the source segment over one target segment.
    fn backward(&self, target: usize) -> &[f32] {
        &self.backward[(target - self.window.start) * self.source_words..][..self.source_words]
    }
}

/// Per-document factors of the likelihood ratio, so that a bead costs one multiplication a word.
pub(super) struct Ratios {
    /// Of each target word of the document, in order.
    target: Factors,
    /// The same of each source word.
    source: Factors,
    /// What a word of each side counts.
    source_weight: f64,
    target_weight: f64,
}

/// What the likelihood ratio of each word of a side is made of: floor + slope · sum.
struct Factors {
    floors: Vec<f32>,
    /// (1 − floor) / p.
    slopes: Vec<f32>,
}

impl Ratios {
    pub(super) fn new(document: &Document, model: &Model) -> Self {
        let side = |words: &[u32], rarity: &[f32], knowledge: &[f32]| {
            let floor = |word: u32| 1.0 - (1.0 - FLOOR) * knowledge[word as usize];
            Factors {
                floors: words.iter().map(|&word| floor(word)).collect(),
                slopes: words
                    .iter()
                    .map(|&word| (1.0 - floor(word)) * rarity[word as usize])
                    .collect(),
            }
        };
        let (sources, targets) = (
            document.source.all_words().len().max(1),
            document.target.all_words().len().max(1),
        );
        let weight = |own: usize, other: usize| {
            let share = other as f64 / own as f64;
            0.5 * if share * ALIKE < 1.0 { share } else { 1.0 }
        };
        Self {
            source_weight: weight(sources, targets),
            target_weight: weight(targets, sources),
            target: side(
                document.target.all_words(),
                &model.target_rarity,
                &model.target_knowledge,
            ),
            source: side(
                document.source.all_words(),
                &model.source_rarity,
                &model.source_knowledge,
            ),
        }
    }

    /// The lexical score of the source segments of `rows`, the last of which is `sources.end - 1`,
    /// against `targets`, in nats.
    pub(super) fn score(
        &self,
        document: &Document,
        rows: &[&Row],
        sources: &Range<usize>,
        targets: &Range<usize>,
        sums: &mut Vec<f32>,
    ) -> f64 {
        let (source, target) = (&document.source, &document.target);
        let source_words = source.start(sources.end) - source.start(sources.start);
        let target_words = target.start(targets.end) - target.start(targets.start);
        if source_words == 0 || target_words == 0 {
            return 0.0;
        }
        sums.clear();
        sums.extend_from_slice(rows[0].forward(target, targets));
        for row in &rows[1..] {
            for (sum, value) in sums.iter_mut().zip(row.forward(target, targets)) {
                *sum += value;
            }
        }
        let base = target.start(targets.start);
        let (mut forward, mut backward) = (Product::ONE, Product::ONE);
        let mut shortfall = 0.0;
        for at in targets.clone() {
            let words = target.start(at)..target.start(at + 1);
            let sums = &sums[words.start - base..words.end - base];
            let own = Product::of(&self.target, words, sums, 1.0 / source_words as f32);
            forward = forward.times(own);
            if targets.len() > 1 {
                shortfall += own.shortfall();
            }
        }
        for (segment, row) in sources.clone().zip(rows) {
            sums.clear();
            sums.extend_from_slice(row.backward(targets.start));
            for at in targets.start + 1..targets.end {
                for (sum, value) in sums.iter_mut().zip(row.backward(at)) {
                    *sum += value;
                }
            }
            let words = source.start(segment)..source.start(segment + 1);
            let own = Product::of(&self.source, words, sums, 1.0 / target_words as f32);
            backward = backward.times(own);
            if sources.len() > 1 {
                shortfall += own.shortfall();
            }
        }
        let lexical = if self.target_weight == self.source_weight {
            self.target_weight * forward.times(backward).ln()
        } else {
            self.target_weight * forward.ln() + self.source_weight * backward.ln()
        };
        lexical + WEAKEST * shortfall
    }
}

/// A product of many factors, as `mantissa · 2^exponent`: one logarithm for all of them.
#[derive(Clone, Copy)]
struct Product {
    /// From 1 to 2, once it is levelled.
    mantissa: f64,
    exponent: i64,
}

impl Product {
    const ONE: Self = Self {
        mantissa: 1.0,
        exponent: 0,
    };

    /// Π (floor + slope · scale · sum) over the words `words`.
    fn of(factors: &Factors, words: Range<usize>, sums: &[f32], scale: f32) -> Self {
        /// Factors lie between ½ and about 1e7: thirty-two stay far from the limits of an f64.
        const STRIDE: usize = 32;
        /// Products that run side by side, so that no multiplication waits for the one before.
        const LANES: usize = 4;
        let (floors, slopes) = (&factors.floors[words.clone()], &factors.slopes[words]);
        let mut product = Self::ONE;
        for ((floors, slopes), sums) in floors
            .chunks(STRIDE)
            .zip(slopes.chunks(STRIDE))
            .zip(sums.chunks(STRIDE))
        {
            let mut lanes = [1.0_f64; LANES];
            let (floors, floor) = floors.as_chunks::<LANES>();
            let (slopes, slope) = slopes.as_chunks::<LANES>();
            let (sums, sum) = sums.as_chunks::<LANES>();
            for at in 0..floor.len().min(slope.len()).min(sum.len()) {
                lanes[at] = f64::from(floor[at] + slope[at] * scale * sum[at]);
            }
            for ((floors, slopes), sums) in floors.iter().zip(slopes).zip(sums) {
                for lane in 0..LANES {
                    lanes[lane] *= f64::from(floors[lane] + slopes[lane] * scale * sums[lane]);
                }
            }
            product.mantissa *= (lanes[0] * lanes[1]) * (lanes[2] * lanes[3]);
            product = product.levelled();
        }
        product
    }

    /// The same product with its mantissa between 1 and 2. Factors are positive and normal, so the
    /// mantissa's bits are those of IEEE 754: sign, 11 of exponent, 52 of fraction.
    fn levelled(self) -> Self {
        const FRACTION: u64 = (1 << 52) - 1;
        const BIAS: i64 = 1023;
        let bits = self.mantissa.to_bits();
        Self {
            mantissa: f64::from_bits(bits & FRACTION | (BIAS as u64) << 52),
            exponent: self.exponent + (bits >> 52) as i64 - BIAS,
        }
    }

    fn times(self, other: Self) -> Self {
        Self {
            mantissa: self.mantissa * other.mantissa,
            exponent: self.exponent + other.exponent,
        }
        .levelled()
    }

    fn ln(self) -> f64 {
        self.exponent as f64 * core::f64::consts::LN_2 + libm::log(self.mantissa)
    }

    /// The logarithm where it is below 0.
    fn shortfall(self) -> f64 {
        if self.exponent < 0 { self.ln() } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Oracle: the sum of logarithms.
        #[test]
        fn a_product_s_logarithm_is_the_sum_of_its_factors_logarithms(
            factors in proptest::collection::vec((0.5_f32..1.0, 0.0_f32..1e6, 0.0_f32..3.0), 0..200),
            scale in 0.01_f32..1.0,
        ) {
            let sums: Vec<f32> = factors.iter().map(|factor| factor.2).collect();
            let parts = Factors {
                floors: factors.iter().map(|factor| factor.0).collect(),
                slopes: factors.iter().map(|factor| factor.1).collect(),
            };
            let product = Product::of(&parts, 0..factors.len(), &sums, scale);
            let oracle: f64 = factors
                .iter()
                .map(|&(floor, slope, sum)| libm::log(f64::from(floor + slope * scale * sum)))
                .sum();
            prop_assert!((product.ln() - oracle).abs() < 1e-6 * oracle.abs().max(1.0));
            prop_assert!((product.shortfall() - oracle.min(0.0)).abs() < 1e-6 * oracle.abs().max(1.0));
            prop_assert!((product.times(product).ln() - 2.0 * oracle).abs() < 1e-6 * oracle.abs().max(1.0));
        }
    }
}
