//! Anchors: pairs of segments so rare in common that they must belong together, as one rising
//! chain through both documents.
//!
//! There is no pass by length alone: what the search may look at is decided by words. The idea is
//! that of lexical anchoring with a longest increasing subsequence (Melamed 1999, «Bitext Maps and
//! Alignment via Pattern Recognition»; patience diff for the chain), weighted by how much the
//! common words tell.

use super::corpus::{Document, Side};
use super::model::Model;
use std::collections::BTreeMap;
use std::ops::Range;

/// A source and a target segment that belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Anchor {
    pub(super) source: usize,
    pub(super) target: usize,
    weight: f64,
}

/// A part of both documents, as segment ranges.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    pub(super) source: Range<usize>,
    pub(super) target: Range<usize>,
}

/// A word that stands in more segments of a block than this tells nothing about place.
const COMMON: usize = 24;

/// A translation less likely than this is no evidence.
const LIKELY: f32 = 0.05;

/// From this probability on a translation is evidence in full: before anything was learned, identical
/// rare words have it.
const CERTAIN: f64 = 0.5;

/// Least evidence for an anchor, in nats of rarity: about one rare word, or two less rare ones.
const EVIDENCE: f64 = 7.0;

/// Least share of the evidence that both segments have in common.
const SHARE: f64 = 0.15;

/// The second-best partner of either segment may have at most this share of the best one's evidence.
const RIVAL: f64 = 0.7;

/// The best rising chain of anchors within `block`, in order.
///
/// Time grows with the number of rare words in common, n log n for the chain.
pub(super) fn chain(document: &Document, model: &Model, block: &Block) -> Vec<Anchor> {
    heaviest_chain(&candidates(document, model, block))
}

/// The anchor in the middle of the best chain through the whole document.
pub(super) fn middle(document: &Document, model: &Model) -> Option<(usize, usize)> {
    let whole = Block {
        source: 0..document.source.len(),
        target: 0..document.target.len(),
    };
    let chain = chain(document, model, &whole);
    chain
        .get(chain.len() / 2)
        .map(|anchor| (anchor.source, anchor.target))
}

/// For each target word of the block, the segments it stands in; common words are left out.
fn postings(side: &Side, block: &Range<usize>) -> BTreeMap<u32, Vec<u32>> {
    let mut postings: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for segment in block.clone() {
        for &word in side.words(segment) {
            let list = postings.entry(word).or_default();
            if list.last() != Some(&(segment as u32)) {
                list.push(segment as u32);
            }
        }
    }
    postings.retain(|_, list| list.len() <= COMMON);
    postings
}

/// Segment pairs with enough common rare words, by source, then target.
pub(super) fn candidates(document: &Document, model: &Model, block: &Block) -> Vec<Anchor> {
    let postings = postings(&document.target, &block.target);
    let mut scores: Vec<f64> = vec![0.0; block.target.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut best_of_target: Vec<[f64; 2]> = vec![[0.0; 2]; block.target.len()];
    let mut found = Vec::new();
    for source in block.source.clone() {
        let mut words = document.source.words(source).to_vec();
        words.sort_unstable();
        words.dedup();
        for word in words {
            for link in model.links(word) {
                if link.forward < LIKELY {
                    continue;
                }
                let trust = (f64::from(link.forward) / CERTAIN).min(1.0);
                let weight = trust * information(model, link.target);
                for &target in postings.get(&link.target).into_iter().flatten() {
                    let at = target as usize - block.target.start;
                    if scores[at] == 0.0 {
                        touched.push(target);
                    }
                    scores[at] += weight;
                }
            }
        }
        touched.sort_unstable();
        let mut best = [0.0; 2];
        for &target in &touched {
            let at = target as usize - block.target.start;
            raise(&mut best, scores[at]);
            raise(&mut best_of_target[at], scores[at]);
        }
        for &target in &touched {
            let at = target as usize - block.target.start;
            let weight = scores[at];
            if weight == best[0] && weight >= EVIDENCE && best[1] <= RIVAL * weight {
                let total = total_information(document, model, source, target as usize);
                if weight >= SHARE * total {
                    found.push(Anchor {
                        source,
                        target: target as usize,
                        weight,
                    });
                }
            }
            scores[at] = 0.0;
        }
        touched.clear();
    }
    found.retain(|anchor| {
        let [first, second] = best_of_target[anchor.target - block.target.start];
        anchor.weight == first && second <= RIVAL * first
    });
    found
}

/// Keeps the two largest values seen.
fn raise(best: &mut [f64; 2], value: f64) {
    if value > best[0] {
        *best = [value, best[0]];
    } else if value > best[1] {
        best[1] = value;
    }
}

fn information(model: &Model, target_word: u32) -> f64 {
    f64::from(model.target_information[target_word as usize])
}

/// What the words of both segments tell on average.
fn total_information(document: &Document, model: &Model, source: usize, target: usize) -> f64 {
    let sum = |words: &[u32], information: &[f32]| -> f64 {
        words
            .iter()
            .map(|&word| f64::from(information[word as usize]))
            .sum()
    };
    let of_source = sum(document.source.words(source), &model.source_information);
    let of_target = sum(document.target.words(target), &model.target_information);
    0.5 * (of_source + of_target)
}

/// The chain of candidates, rising on both sides, with the greatest total weight.
///
/// Candidates come by source, then target. A Fenwick tree over target segments holds the heaviest
/// chain that ends at or before each: n log n.
fn heaviest_chain(candidates: &[Anchor]) -> Vec<Anchor> {
    let Some(width) = candidates.iter().map(|anchor| anchor.target + 1).max() else {
        return Vec::new();
    };
    let mut tree: Vec<(f64, usize)> = vec![(0.0, usize::MAX); width + 1];
    let mut before = vec![usize::MAX; candidates.len()];
    let mut total = vec![0.0; candidates.len()];
    let mut at = 0;
    while at < candidates.len() {
        let row_end = candidates[at..]
            .iter()
            .position(|anchor| anchor.source != candidates[at].source)
            .map_or(candidates.len(), |length| at + length);
        for index in at..row_end {
            let (weight, previous) = heaviest_before(&tree, candidates[index].target);
            total[index] = weight + candidates[index].weight;
            before[index] = previous;
        }
        for index in at..row_end {
            let mut place = candidates[index].target + 1;
            while place < tree.len() {
                if total[index] > tree[place].0 {
                    tree[place] = (total[index], index);
                }
                place += place & place.wrapping_neg();
            }
        }
        at = row_end;
    }
    let mut last = heaviest_before(&tree, width).1;
    let mut chain = Vec::new();
    while last != usize::MAX {
        chain.push(candidates[last]);
        last = before[last];
    }
    chain.reverse();
    chain
}

/// The heaviest chain that ends before target segment `target`.
fn heaviest_before(tree: &[(f64, usize)], target: usize) -> (f64, usize) {
    let mut best = (0.0, usize::MAX);
    let mut place = target;
    while place > 0 {
        if tree[place].0 > best.0 {
            best = tree[place];
        }
        place &= place - 1;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn anchor(source: usize, target: usize, weight: f64) -> Anchor {
        Anchor {
            source,
            target,
            weight,
        }
    }

    #[test]
    fn one_far_anchor_loses_against_many_near_ones() {
        let candidates = [
            anchor(0, 0, 8.0),
            anchor(1, 90, 12.0),
            anchor(2, 2, 8.0),
            anchor(3, 3, 8.0),
        ];
        let chain = heaviest_chain(&candidates);
        assert_eq!(
            chain.iter().map(|a| a.target).collect::<Vec<_>>(),
            [0, 2, 3]
        );
    }

    proptest! {
        /// Oracle: the quadratic recurrence of the heaviest increasing subsequence.
        #[test]
        fn the_chain_is_the_heaviest(points in proptest::collection::btree_set((0_usize..30, 0_usize..30, 1_u32..9), 0..40)) {
            let mut seen = std::collections::BTreeSet::new();
            let candidates: Vec<Anchor> = points
                .iter()
                .filter(|(s, t, _)| seen.insert((*s, *t)))
                .map(|&(s, t, w)| anchor(s, t, f64::from(w)))
                .collect();
            let mut best = vec![0.0_f64; candidates.len()];
            for i in 0..candidates.len() {
                let before = (0..i)
                    .filter(|&j| candidates[j].source < candidates[i].source && candidates[j].target < candidates[i].target)
                    .map(|j| best[j])
                    .fold(0.0, f64::max);
                best[i] = before + candidates[i].weight;
            }
            let chain = heaviest_chain(&candidates);
            prop_assert!(chain.windows(2).all(|w| w[0].source < w[1].source && w[0].target < w[1].target));
            let weight: f64 = chain.iter().map(|a| a.weight).sum();
            prop_assert_eq!(weight, best.iter().copied().fold(0.0, f64::max));
        }
    }
}
