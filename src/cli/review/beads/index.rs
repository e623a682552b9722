//! What lists need of every bead, kept in memory and in order: about 40 bytes each.

use crate::cli::review::desk::Progress;
use crate::cli::units::{DOUBTFUL, FLAG};
use bitext::memory::{DocumentId, Filter, Order, Project, Status, Unit, UnitId};
use std::collections::{BTreeMap, HashMap};

/// A pair of documents: source, target.
pub(in crate::cli::review) type PairId = (DocumentId, DocumentId);

/// A bead in lists.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::cli::review) struct Bead {
    pub(super) id: UnitId,
    pub(super) position: Option<u32>,
    pub(super) confidence: Option<f64>,
    pub(super) status: Status,
    /// Whether the aligner or a check remarked on it.
    pub(super) flagged: bool,
    /// Whether both sides have text.
    pub(super) whole: bool,
}

impl Bead {
    fn of(unit: &Unit) -> Option<(PairId, Self)> {
        let pair = (unit.source_document?, unit.target_document?);
        let bead = Self {
            id: unit.id?,
            position: unit.position,
            confidence: unit.confidence,
            status: unit.status,
            flagged: unit.properties.contains_key(FLAG),
            whole: !unit.source.is_empty() && !unit.target.is_empty(),
        };
        Some((pair, bead))
    }

    /// The order of the document; that of the project where several have one place.
    fn key(&self) -> (Option<u32>, UnitId) {
        (self.position, self.id)
    }

    /// Whether a person has still to look at it, and has a reason to.
    pub(super) fn is_doubtful(&self) -> bool {
        !self.status.is_decision()
            && (self.flagged
                || self
                    .confidence
                    .is_some_and(|confidence| confidence < DOUBTFUL))
    }

    /// How sure the aligner is, for ordering: what has no confidence is sure.
    fn sureness(&self) -> f64 {
        self.confidence.unwrap_or(1.0)
    }
}

/// The beads of every pair of documents.
#[derive(Default)]
pub(in crate::cli::review) struct Index {
    pairs: BTreeMap<PairId, Vec<Bead>>,
    places: HashMap<UnitId, PairId>,
}

impl Index {
    /// Reads every unit that comes from documents.
    pub(in crate::cli::review) fn of(project: &Project) -> Result<Self, bitext::memory::Error> {
        let mut index = Self::default();
        let filter = Filter {
            of_documents: true,
            order: Order::Document,
            ..Filter::default()
        };
        project.units(&filter, |unit| {
            if let Some((pair, bead)) = Bead::of(&unit) {
                index.places.insert(bead.id, pair);
                index.pairs.entry(pair).or_default().push(bead);
            }
            Ok::<(), bitext::memory::Error>(())
        })?;
        Ok(index)
    }

    /// Takes over the state of a unit; `None` where it is gone.
    pub(in crate::cli::review) fn put(&mut self, id: UnitId, unit: Option<&Unit>) {
        if let Some(pair) = self.places.remove(&id)
            && let Some(beads) = self.pairs.get_mut(&pair)
        {
            beads.retain(|bead| bead.id != id);
            if beads.is_empty() {
                self.pairs.remove(&pair);
            }
        }
        let Some((pair, bead)) = unit.and_then(Bead::of) else {
            return;
        };
        self.places.insert(id, pair);
        let beads = self.pairs.entry(pair).or_default();
        let place = beads.partition_point(|known| known.key() < bead.key());
        beads.insert(place, bead);
    }

    /// The pairs, in the order in which documents came.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (PairId, &[Bead])> {
        self.pairs
            .iter()
            .map(|(pair, beads)| (*pair, beads.as_slice()))
    }

    /// The beads of a pair in the order of the documents.
    pub(super) fn beads(&self, pair: PairId) -> &[Bead] {
        self.pairs.get(&pair).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where a bead stands.
    pub(super) fn place(&self, id: UnitId) -> Option<(PairId, usize)> {
        let pair = *self.places.get(&id)?;
        let place = self.beads(pair).iter().position(|bead| bead.id == id)?;
        Some((pair, place))
    }

    /// The pair of documents that a unit belongs to.
    pub(in crate::cli::review) fn pair_of(&self, id: UnitId) -> Option<PairId> {
        self.places.get(&id).copied()
    }

    /// How far the review of all pairs, or of one, has come.
    pub(in crate::cli::review) fn progress(&self, pair: Option<PairId>) -> Progress {
        let mut progress = Progress::default();
        let wanted = self
            .pairs()
            .filter(|(id, _)| pair.is_none_or(|pair| pair == *id));
        for bead in wanted.flat_map(|(_, beads)| beads) {
            progress.all += 1;
            progress.done += usize::from(bead.status.is_decision());
        }
        progress
    }

    /// How many beads wait for a look, in all pairs or in one.
    pub(in crate::cli::review) fn doubts(&self, pair: Option<PairId>) -> usize {
        self.pairs()
            .filter(|(id, _)| pair.is_none_or(|pair| pair == *id))
            .flat_map(|(_, beads)| beads)
            .filter(|bead| bead.is_doubtful())
            .count()
    }

    /// The doubtful beads, the least sure first.
    pub(super) fn doubtful_first(&self, limit: usize) -> Vec<(PairId, Bead)> {
        let mut found: Vec<(PairId, Bead)> = self
            .pairs()
            .flat_map(|(pair, beads)| beads.iter().map(move |bead| (pair, *bead)))
            .filter(|(_, bead)| bead.is_doubtful())
            .collect();
        found.sort_by(|(_, a), (_, b)| {
            a.sureness()
                .total_cmp(&b.sureness())
                .then_with(|| a.id.cmp(&b.id))
        });
        found.truncate(limit);
        found
    }

    /// The doubtful bead after a place, in this pair and then in the others, round to the beginning.
    pub(super) fn next_doubt(&self, pair: PairId, after: usize) -> Option<(PairId, UnitId)> {
        let beads = self.beads(pair);
        let doubt = |beads: &[Bead]| {
            beads
                .iter()
                .find(|bead| bead.is_doubtful())
                .map(|bead| bead.id)
        };
        let rest = beads.get(after + 1..).unwrap_or_default();
        let start = &beads[..beads.len().min(after)];
        doubt(rest)
            .map(|id| (pair, id))
            .or_else(|| {
                let later = self.pairs().filter(|(id, _)| *id > pair);
                let earlier = self.pairs().filter(|(id, _)| *id < pair);
                later
                    .chain(earlier)
                    .find_map(|(id, beads)| Some((id, doubt(beads)?)))
            })
            .or_else(|| doubt(start).map(|id| (pair, id)))
    }

    /// Undecided beads with both sides, this sure and without remark, in all pairs or in one.
    pub(super) fn sure(&self, pair: Option<PairId>, least: f64) -> Vec<(PairId, Bead)> {
        self.pairs()
            .filter(|(id, _)| pair.is_none_or(|pair| pair == *id))
            .flat_map(|(pair, beads)| beads.iter().map(move |bead| (pair, *bead)))
            .filter(|(_, bead)| {
                !bead.status.is_decision()
                    && bead.whole
                    && !bead.flagged
                    && bead
                        .confidence
                        .is_some_and(|confidence| confidence >= least)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitext::language::Language;

    fn unit(id: i64, pair: i64, position: u32, confidence: f64) -> Unit {
        let mut unit = Unit::new(Language::french(), Language::english(), "a", "b");
        unit.id = Some(UnitId(id));
        unit.source_document = Some(DocumentId(pair));
        unit.target_document = Some(DocumentId(pair + 100));
        unit.position = Some(position);
        unit.confidence = Some(confidence);
        unit
    }

    fn ids(index: &Index, pair: i64) -> Vec<i64> {
        let pair = (DocumentId(pair), DocumentId(pair + 100));
        index.beads(pair).iter().map(|bead| bead.id.0).collect()
    }

    #[test]
    fn beads_stand_in_order_and_doubts_are_found_round_the_pairs() {
        let mut index = Index::default();
        for unit in [
            unit(1, 1, 0, 0.9),
            unit(2, 1, 1, 0.3),
            unit(3, 1, 2, 0.95),
            unit(4, 2, 0, 0.1),
        ] {
            index.put(unit.id.unwrap(), Some(&unit));
        }
        // A new unit at the place of another one stands behind it.
        let split = unit(5, 1, 1, 0.99);
        index.put(UnitId(5), Some(&split));
        assert_eq!(ids(&index, 1), [1, 2, 5, 3]);
        let first = (DocumentId(1), DocumentId(101));
        let second = (DocumentId(2), DocumentId(102));
        assert_eq!(index.next_doubt(first, 0), Some((first, UnitId(2))));
        assert_eq!(index.next_doubt(first, 1), Some((second, UnitId(4))));
        assert_eq!(index.next_doubt(second, 0), Some((first, UnitId(2))));
        let doubts: Vec<i64> = index
            .doubtful_first(9)
            .iter()
            .map(|(_, bead)| bead.id.0)
            .collect();
        assert_eq!(doubts, [4, 2]);
        assert_eq!(index.sure(Some(first), 0.95).len(), 2);
        let mut decided = unit(2, 1, 1, 0.3);
        decided.status = Status::Approved;
        index.put(UnitId(2), Some(&decided));
        assert_eq!(index.doubts(None), 1);
        assert_eq!(index.progress(Some(first)), Progress { done: 1, all: 4 });
        index.put(UnitId(4), None);
        assert_eq!(index.next_doubt(first, 0), None);
        assert_eq!(index.pair_of(UnitId(4)), None);
    }
}
