//! The corridor: for each place in the source, the places in the target that the search looks at.

use super::anchor::{Block, chain};
use super::bead::Bead;
use super::corpus::Document;
use super::model::Model;
use std::ops::{Range, RangeInclusive};

/// For each boundary `i` of the source (before segment `i`; the last one is the end), the range of
/// target boundaries that may belong to it. Both ends rise with `i`, and the corridor holds at
/// least one monotone path from start to end.
pub(super) struct Corridor {
    rows: Vec<(usize, usize)>,
    starts: Vec<usize>,
}

/// Boundaries added on all sides of an anchored stretch: an anchor may be off by a few segments.
const MARGIN: usize = 3;

/// The largest block without anchors that is searched whole, in cells.
const WHOLE_BLOCK: usize = 1 << 16;

/// Half the width of the band through a block that is too large to be searched whole, at least.
const NARROWEST: usize = 24;

/// A block this small needs no anchors: searching it whole costs less than it risks.
const SMALL_BLOCK: usize = 1 << 8;

/// A bead this sure is not searched for again further away than [`NEAR`].
const SURE: f64 = 0.9;

/// Boundaries added on all sides of a path: on the development sets no bead moves further.
const NEAR: usize = 1;

impl Corridor {
    /// Anchors the document, then the blocks between anchors in turn, until every block is small
    /// or yields no more anchors.
    pub(super) fn anchored(document: &Document, model: &Model) -> Self {
        let whole = Block {
            source: 0..document.source.len(),
            target: 0..document.target.len(),
        };
        let mut blocks = Vec::new();
        split(document, model, &whole, &mut blocks);
        Self::around(
            &blocks,
            document.source.len(),
            document.target.len(),
            MARGIN,
        )
    }

    /// A corridor that holds every cell.
    #[cfg(test)]
    pub(super) fn whole(sources: usize, targets: usize) -> Self {
        Self::from_rows(vec![(0, targets); sources + 1])
    }

    /// A corridor along the sure beads of an earlier path; what lies between them is anchored anew.
    pub(super) fn along(path: &[Bead], document: &Document, model: &Model) -> Self {
        let mut blocks = Vec::new();
        let (mut source, mut target) = (0, 0);
        let between = |from: (usize, usize), to: (usize, usize), blocks: &mut Vec<Block>| {
            let block = Block {
                source: from.0..to.0,
                target: from.1..to.1,
            };
            split(document, model, &block, blocks);
        };
        for bead in path
            .iter()
            .filter(|bead| !bead.is_null() && bead.confidence >= SURE)
        {
            between(
                (source, target),
                (bead.source.start, bead.target.start),
                &mut blocks,
            );
            blocks.push(Block {
                source: bead.source.clone(),
                target: bead.target.clone(),
            });
            (source, target) = (bead.source.end, bead.target.end);
        }
        let ends = (document.source.len(), document.target.len());
        between((source, target), ends, &mut blocks);
        Self::around(&blocks, document.source.len(), document.target.len(), NEAR)
    }

    /// A corridor that holds `blocks`, which follow each other from start to end, with a margin.
    fn around(blocks: &[Block], sources: usize, targets: usize, margin: usize) -> Self {
        let mut low = vec![usize::MAX; sources + 1];
        let mut high = vec![0; sources + 1];
        let mut allow = |at: usize, from: usize, to: usize| {
            low[at] = low[at].min(from);
            high[at] = high[at].max(to);
        };
        allow(0, 0, 0);
        allow(sources, targets, targets);
        for block in blocks {
            for at in block.source.start..=block.source.end {
                let reach = reach(block, at);
                allow(at, *reach.start(), *reach.end());
            }
        }
        // Boundaries between blocks belong to one of them at least; both ends must rise.
        for at in 1..=sources {
            high[at] = high[at].max(high[at - 1]);
        }
        for at in (0..sources).rev() {
            low[at] = low[at].min(low[at + 1]);
        }
        let rows: Vec<(usize, usize)> = (0..=sources)
            .map(|at| {
                let from = low[at.saturating_sub(margin)].saturating_sub(margin);
                let to = (high[(at + margin).min(sources)] + margin).min(targets);
                (from, to)
            })
            .collect();
        Self::from_rows(rows)
    }

    fn from_rows(rows: Vec<(usize, usize)>) -> Self {
        let mut starts = Vec::with_capacity(rows.len() + 1);
        let mut cells = 0;
        for (low, high) in &rows {
            starts.push(cells);
            cells += high - low + 1;
        }
        starts.push(cells);
        Self { rows, starts }
    }

    /// The number of source boundaries.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The number of cells in all rows.
    pub(super) fn cells(&self) -> usize {
        self.starts[self.rows.len()]
    }

    /// The target boundaries of a source boundary.
    pub(super) fn row(&self, source: usize) -> RangeInclusive<usize> {
        let (low, high) = self.rows[source];
        low..=high
    }

    /// Where the cells of a row stand among all cells.
    pub(super) fn row_cells(&self, source: usize) -> Range<usize> {
        self.starts[source]..self.starts[source + 1]
    }

    /// The place of a cell among all cells, if the corridor holds it.
    pub(super) fn cell(&self, source: usize, target: usize) -> Option<usize> {
        let (low, high) = self.rows[source];
        (low..=high)
            .contains(&target)
            .then(|| self.starts[source] + target - low)
    }
}

/// Splits `block` at its anchors, and the parts at theirs, which are rarer words in a smaller text.
fn split(document: &Document, model: &Model, block: &Block, blocks: &mut Vec<Block>) {
    let area = block.source.len().saturating_mul(block.target.len());
    let anchors = if area <= SMALL_BLOCK {
        Vec::new()
    } else {
        chain(document, model, block)
    };
    if anchors.is_empty() {
        blocks.push(block.clone());
        return;
    }
    let (mut source, mut target) = (block.source.start, block.target.start);
    for anchor in anchors {
        let part = Block {
            source: source..anchor.source,
            target: target..anchor.target,
        };
        split(document, model, &part, blocks);
        (source, target) = (anchor.source + 1, anchor.target + 1);
        blocks.push(Block {
            source: anchor.source..source,
            target: anchor.target..target,
        });
    }
    let part = Block {
        source: source..block.source.end,
        target: target..block.target.end,
    };
    split(document, model, &part, blocks);
}

/// The target boundaries of a block that belong to its source boundary `at`: all, or where the
/// block is too large a band along its diagonal.
fn reach(block: &Block, at: usize) -> RangeInclusive<usize> {
    let (rows, columns) = (block.source.len(), block.target.len());
    if rows.saturating_mul(columns) <= WHOLE_BLOCK {
        return block.target.start..=block.target.end;
    }
    let middle = (at - block.source.start) as u128 * columns as u128 / rows.max(1) as u128;
    let half = (WHOLE_BLOCK / rows.max(1) / 2).max(NARROWEST);
    let middle = block.target.start + middle as usize;
    let slope = columns / rows.max(1) + 1;
    middle.saturating_sub(half + slope).max(block.target.start)
        ..=(middle + half + slope).min(block.target.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rises_and_connects(corridor: &Corridor, targets: usize) {
        assert_eq!(*corridor.row(0).start(), 0);
        assert_eq!(*corridor.row(corridor.len() - 1).end(), targets);
        for at in 1..corridor.len() {
            let (before, here) = (corridor.row(at - 1), corridor.row(at));
            assert!(before.start() <= here.start() && before.end() <= here.end());
            assert!(
                here.start() <= before.end(),
                "rows {} and {at} do not touch",
                at - 1
            );
        }
    }

    #[test]
    fn blocks_become_rows_with_a_margin() {
        let blocks = [
            Block {
                source: 0..40,
                target: 0..2,
            },
            Block {
                source: 40..50,
                target: 2..100,
            },
        ];
        let corridor = Corridor::around(&blocks, 50, 100, MARGIN);
        rises_and_connects(&corridor, 100);
        assert_eq!(corridor.row(20), 0..=2 + MARGIN);
        assert_eq!(corridor.cell(20, 50), None);
        assert_eq!(
            corridor.cells(),
            (0..=50).map(|at| corridor.row(at).count()).sum::<usize>()
        );
    }

    #[test]
    fn a_block_too_large_to_search_whole_keeps_its_diagonal() {
        let blocks = [Block {
            source: 0..40_000,
            target: 0..50_000,
        }];
        let corridor = Corridor::around(&blocks, 40_000, 50_000, MARGIN);
        rises_and_connects(&corridor, 50_000);
        assert!(corridor.cells() < 40_000 * 4 * NARROWEST);
        assert!(corridor.cell(20_000, 25_000).is_some());
    }

    #[test]
    fn one_empty_side_is_one_row_or_one_column() {
        let corridor = Corridor::around(
            &[Block {
                source: 0..0,
                target: 0..7,
            }],
            0,
            7,
            MARGIN,
        );
        assert_eq!(corridor.row(0), 0..=7);
        let corridor = Corridor::around(
            &[Block {
                source: 0..7,
                target: 0..0,
            }],
            7,
            0,
            MARGIN,
        );
        rises_and_connects(&corridor, 0);
    }
}
