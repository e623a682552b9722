//! Expectation maximisation for Model 1, both directions at once.

use super::cooccurrence::{Cells, Cooccurrence};
use super::corpus::Vocabularies;
use super::model::WordPair;
use super::prior::PairPrior;
use rayon::prelude::*;

/// How many pseudo-counts a prior's weight is worth in the first expectation, where every
/// co-occurring pair starts with 1.
const FIRST_ROUND_PRIOR: f32 = 20.0;

/// Added to every pair's count so that none falls to zero between rounds.
const SMOOTHING: f32 = 1e-4;

/// A cell whose words are less likely than this to be each other's translation, in both directions
/// after a round, is not looked at again: most cells of a bead are such.
const FAINT: f32 = 0.01;

/// A value for each direction: target word from source word, and back.
pub(super) type Both = [f32; 2];

/// Expected counts plus prior of each pair of `met`, in both directions, after `rounds` rounds.
pub(super) fn counts(
    words: &Vocabularies,
    mut met: Cooccurrence,
    beads: &[WordPair<'_>],
    prior: &[PairPrior],
    rounds: usize,
) -> (Vec<(u32, u32)>, Vec<Both>) {
    let priors = placed(&met.pairs, prior);
    let background = Background {
        source: words.source.probabilities(),
        target: words.target.probabilities(),
    };
    let mut counts = vec![[1.0; 2]; met.pairs.len()];
    for &(at, weight) in &priors {
        counts[at] = weight.map(|weight| 1.0 + weight * FIRST_ROUND_PRIOR);
    }
    let mut probabilities = vec![[0.0; 2]; met.pairs.len()];
    for round in 1..=rounds {
        normalise(words, &met.pairs, &counts, &mut probabilities);
        counts.fill([SMOOTHING; 2]);
        expect(
            &mut met.shards,
            beads,
            &background,
            &probabilities,
            round < rounds,
            &mut counts,
        );
        for &(at, weight) in &priors {
            counts[at][0] += weight[0];
            counts[at][1] += weight[1];
        }
    }
    (met.pairs, counts)
}

/// The prior by its place among the pairs: both are sorted.
fn placed(pairs: &[(u32, u32)], prior: &[PairPrior]) -> Vec<(usize, Both)> {
    let mut at = 0;
    prior
        .iter()
        .filter_map(|pair| {
            let key = (pair.source, pair.target);
            at += pairs[at..].iter().take_while(|&&other| other < key).count();
            let found = pairs.get(at) == Some(&key);
            found.then_some((at, [pair.forward as f32, pair.backward as f32]))
        })
        .collect()
}

/// Probability of each word under «no word»: the null word's translation table.
struct Background {
    source: Vec<f64>,
    target: Vec<f64>,
}

fn normalise(
    words: &Vocabularies,
    pairs: &[(u32, u32)],
    counts: &[Both],
    probabilities: &mut [Both],
) {
    let mut of_source = vec![1e-9_f64; words.source.len()];
    let mut of_target = vec![1e-9_f64; words.target.len()];
    for (&(source, target), count) in pairs.iter().zip(counts) {
        of_source[source as usize] += f64::from(count[0]);
        of_target[target as usize] += f64::from(count[1]);
    }
    for total in of_source.iter_mut().chain(&mut of_target) {
        *total = 1.0 / *total;
    }
    for ((probability, &(source, target)), count) in probabilities.iter_mut().zip(pairs).zip(counts)
    {
        *probability = [
            (f64::from(count[0]) * of_source[source as usize]) as f32,
            (f64::from(count[1]) * of_target[target as usize]) as f32,
        ];
    }
}

/// Adds the expected counts of all cells; then drops the faint ones, if they are to be dropped.
fn expect(
    shards: &mut [Cells],
    beads: &[WordPair<'_>],
    background: &Background,
    probabilities: &[Both],
    drop_faint: bool,
    counts: &mut [Both],
) {
    let mut rest = beads;
    let parts: Vec<(&mut Cells, &[WordPair<'_>])> = shards
        .iter_mut()
        .map(|cells| {
            let (own, others) = rest.split_at(cells.beads().count());
            rest = others;
            (cells, own)
        })
        .collect();
    let work = |cells: &mut Cells, beads: &[WordPair<'_>], counts: &mut [Both]| {
        let mut kept = Vec::new();
        expect_in(
            cells,
            beads,
            background,
            probabilities,
            counts,
            drop_faint.then_some(&mut kept),
        );
        if drop_faint {
            cells.retain(&kept);
        }
    };
    let mut parts = parts.into_iter();
    let Some((first, its_beads)) = parts.next() else {
        return;
    };
    let Some((second, other_beads)) = parts.next() else {
        return work(first, its_beads, counts);
    };
    let mut others = vec![[0.0; 2]; counts.len()];
    rayon::join(
        || work(first, its_beads, counts),
        || work(second, other_beads, &mut others),
    );
    counts
        .par_iter_mut()
        .zip(&others)
        .for_each(|(count, other)| {
            count[0] += other[0];
            count[1] += other[1];
        });
}

/// [`expect`] for some beads; tells which cells are not faint.
fn expect_in(
    cells: &Cells,
    beads: &[WordPair<'_>],
    background: &Background,
    probabilities: &[Both],
    counts: &mut [Both],
    mut kept: Option<&mut Vec<bool>>,
) {
    // What one word of each side is divided by: the sum over all that it may come from.
    let (mut of_target, mut of_source): (Vec<f32>, Vec<f32>) = Default::default();
    for (bead, (source, target)) in cells.beads().zip(beads) {
        of_target.clear();
        of_target.extend(
            target
                .iter()
                .map(|&word| background.target[word as usize] as f32),
        );
        of_source.clear();
        for ((places, columns), &word) in bead.rows().zip(*source) {
            let mut sum = background.source[word as usize] as f32;
            for (&place, &column) in places.iter().zip(columns) {
                let [forward, backward] = probabilities[place as usize];
                of_target[column as usize] += forward;
                sum += backward;
            }
            of_source.push(1.0 / sum);
        }
        for sum in &mut of_target {
            *sum = 1.0 / *sum;
        }
        for ((places, columns), &of_source) in bead.rows().zip(&of_source) {
            for (&place, &column) in places.iter().zip(columns) {
                let [forward, backward] = probabilities[place as usize];
                let (forward, backward) =
                    (forward * of_target[column as usize], backward * of_source);
                let count = &mut counts[place as usize];
                count[0] += forward;
                count[1] += backward;
                if let Some(kept) = &mut kept {
                    kept.push(forward.max(backward) >= FAINT);
                }
            }
        }
    }
}
