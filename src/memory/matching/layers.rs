//! The match index of one memory: layers, of which later ones take the place of what earlier ones
//! say of the same records.

use super::index::{Best, Hit, Index, Refine, Wanted};
use super::key::{Folded, Keys};
use super::layer::{Layer, LayerBuilder, Run};

/// Collects the records of an index that stays in memory.
#[derive(Default)]
pub struct LayersBuilder {
    full: Vec<Vec<u64>>,
    builder: LayerBuilder,
}

impl LayersBuilder {
    /// Adds a record under its number; numbers must rise.
    pub fn push(&mut self, record: u64, keys: &Folded) {
        self.push_keys(record, keys.all());
    }

    pub(crate) fn push_keys(&mut self, record: u64, keys: Keys<'_>) {
        if !self.builder.has_room_for(record, keys) {
            let full = std::mem::take(&mut self.builder);
            self.full.push(full.finish(&[]));
        }
        self.builder.push(record, keys);
    }

    /// The words of the layers; the first one replaces these records of older layers.
    pub(crate) fn finish_words(mut self, replaced: &[Run]) -> Vec<Vec<u64>> {
        // Only the base has so many records that one layer does not hold them.
        let runs = if self.full.is_empty() { replaced } else { &[] };
        self.full.push(self.builder.finish(runs));
        self.full
    }

    /// The index.
    #[must_use]
    pub fn finish(self) -> Layers {
        let words = self.finish_words(&[]);
        // What was laid out a moment ago is whole.
        Layers::new(words.into_iter().flat_map(Layer::in_memory).collect())
    }
}

/// The match index: exact, and quick because it compares few records.
///
/// Cost on short segments (ten words): about 95 bytes a record; see `tests/bench` for times.
pub struct Layers {
    layers: Vec<Placed>,
}

/// A layer with the records of it that later ones replace.
struct Placed {
    layer: Layer,
    gone: Vec<Run>,
}

impl Layers {
    /// How many bytes it takes, in memory or in files that are mapped there.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.layers.iter().map(|placed| placed.layer.bytes()).sum()
    }

    /// Puts layers one upon the other, the oldest first.
    pub(crate) fn new(layers: Vec<Layer>) -> Self {
        let mut placed: Vec<Placed> = Vec::new();
        let mut gone: Vec<Run> = Vec::new();
        for layer in layers.into_iter().rev() {
            let replaced = layer.replaced();
            placed.push(Placed {
                layer,
                gone: gone.clone(),
            });
            if !replaced.is_empty() {
                gone.extend(replaced);
                gone = merged(gone);
            }
        }
        placed.reverse();
        Self { layers: placed }
    }
}

impl Placed {
    fn is_gone(&self, record: u64) -> bool {
        contains(&self.gone, record)
    }

    fn live(&self) -> usize {
        if self.gone.is_empty() {
            return self.layer.len();
        }
        self.layer
            .records()
            .filter(|&record| !self.is_gone(record))
            .count()
    }
}

/// Runs in order, none touching the next.
pub(crate) fn merged(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_unstable();
    let mut merged: Vec<Run> = Vec::with_capacity(runs.len());
    for (first, last) in runs {
        match merged.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// Whether a record lies in one of the runs, which are in order.
fn contains(runs: &[Run], record: u64) -> bool {
    let next = runs.partition_point(|&(first, _)| first <= record);
    next > 0 && record <= runs[next - 1].1
}

impl Index for Layers {
    /// Cost: a walk over the records of the layers that others lie upon.
    fn len(&self) -> usize {
        self.layers.iter().map(Placed::live).sum()
    }

    fn is_empty(&self) -> bool {
        self.layers.iter().all(|placed| placed.layer.len() == 0) || self.len() == 0
    }

    fn search(&self, wanted: Wanted<'_>, refine: &mut Refine<'_>) -> Vec<Hit> {
        let mut best = Best::new(&wanted);
        for placed in &self.layers {
            let is_gone = |record| placed.is_gone(record);
            placed.layer.search(&wanted, &mut best, &is_gone, refine);
        }
        best.into_hits()
    }
}

#[cfg(test)]
mod tests {
    use super::super::index::{IDENTITY, Limits};
    use super::super::layer::LayerBuilder;
    use super::super::oracle::{REFINERS, folded, naive, queries, records};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn runs_that_touch_become_one() {
        assert_eq!(
            merged(vec![(5, 9), (1, 2), (3, 3), (7, 12)]),
            [(1, 3), (5, 12)]
        );
        let runs = [(1, 3), (5, 12)];
        let inside: Vec<u64> = (0..15).filter(|&n| contains(&runs, n)).collect();
        assert_eq!(inside, [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]);
    }

    proptest! {
        /// Records are added, changed and taken away in three steps; what is left is what counts.
        #[test]
        fn later_layers_replace_records(
            records in records(),
            changes in proptest::collection::vec((0_usize..80, proptest::option::of(0_usize..80)), 0..20),
            query in queries(),
            min in prop_oneof![Just(40.0), Just(50.0), Just(70.0)],
            top in 1_usize..6,
        ) {
            let mut now: Vec<Vec<u32>> = records.clone();
            let third = records.len() / 3;
            let mut layers = vec![layer(&now[..third], |_| true, &[])];
            let run = (third as u64, records.len() as u64);
            layers.push(layer(&now, |record| record >= third, &[run]));
            let mut touched: Vec<Run> = Vec::new();
            for (record, other) in changes {
                if record < now.len() {
                    now[record] = other.and_then(|other| records.get(other).cloned()).unwrap_or_default();
                    touched.push((record as u64, record as u64));
                }
            }
            let touched = merged(touched);
            layers.push(layer(&now, |record| contains(&touched, record as u64), &touched));
            let index = Layers::new(layers);
            prop_assert_eq!(index.len(), now.len());
            let keys = folded(&query);
            let limits = Limits { min, top };
            let wanted = Wanted { keys: &keys, limits, most: IDENTITY + 2.0 };
            for refine in REFINERS {
                let found = index.search(wanted, &mut { refine });
                prop_assert_eq!(found, naive(&now, &query, limits, refine));
            }
        }
    }

    fn layer(records: &[Vec<u32>], wanted: impl Fn(usize) -> bool, replaced: &[Run]) -> Layer {
        let mut builder = LayerBuilder::default();
        for (record, tokens) in records.iter().enumerate().filter(|&(at, _)| wanted(at)) {
            builder.push(record as u64, folded(tokens).all());
        }
        Layer::in_memory(builder.finish(replaced)).unwrap()
    }
}
