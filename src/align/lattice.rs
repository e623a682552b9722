//! The lattice: the score of every bead that may end at each cell of the corridor.

use super::corpus::Document;
use super::corridor::Corridor;
use super::evidence::{Ratios, Row, Scratch};
use super::length::Lengths;
use super::model::Model;
use super::shape::{LONGEST, PROBABILITIES, SHAPES};
use rayon::prelude::*;
use std::collections::VecDeque;
use std::ops::Range;

/// The score of each shape of bead that ends in one cell; −∞ where the corridor ends.
pub(super) type CellScores = [f32; SHAPES.len()];

/// What a paragraph boundary inside a bead costs, in nats: translators seldom join paragraphs.
const BOUNDARY: f64 = 6.0;

/// Where no two segments of a bead score better than this with each other, in nats a word, the
/// whole bead cannot win and is not scored. Strangers lie near −0.3, translations above 0.
const HOPELESS: f32 = -0.15;

/// Rows that one thread takes at a time.
const CHUNK: usize = 64;

/// The corridor with its scores.
pub(super) struct Lattice<'a> {
    pub(super) corridor: &'a Corridor,
    scores: Vec<CellScores>,
}

impl<'a> Lattice<'a> {
    /// Scores all beads of the corridor.
    ///
    /// Time: for each cell about eighty word lookups; memory: 44 bytes a cell.
    pub(super) fn score(
        document: &Document,
        model: &Model,
        corridor: &'a Corridor,
        lengths: &Lengths,
    ) -> Self {
        let ratios = Ratios::new(document, model);
        let priors = PROBABILITIES.map(libm::log);
        let mut scores = vec![[f32::NEG_INFINITY; SHAPES.len()]; corridor.cells()];
        let mut rest = scores.as_mut_slice();
        let mut chunks = Vec::new();
        for from in (0..corridor.len()).step_by(CHUNK) {
            let to = (from + CHUNK).min(corridor.len());
            let cells = corridor.row_cells(to - 1).end - corridor.row_cells(from).start;
            let (own, others) = rest.split_at_mut(cells);
            rest = others;
            chunks.push((from..to, own));
        }
        chunks.into_par_iter().for_each_init(
            || Scratch::new(model.target_rarity.len()),
            |scratch, (rows, cells)| {
                let scorer = Scorer {
                    document,
                    model,
                    corridor,
                    lengths,
                    ratios: &ratios,
                    priors: &priors,
                };
                scorer.rows(rows, cells, scratch);
            },
        );
        Self { corridor, scores }
    }

    /// A lattice with given scores: `score(i, j, shape)` of a bead that ends at the boundaries
    /// `i` and `j`.
    #[cfg(test)]
    pub(super) fn from_scores(
        corridor: &'a Corridor,
        score: &dyn Fn(usize, usize, usize) -> f32,
    ) -> Self {
        let mut scores = Vec::new();
        for source in 0..corridor.len() {
            for target in corridor.row(source) {
                let fits =
                    |shape: usize| SHAPES[shape].source <= source && SHAPES[shape].target <= target;
                scores.push(std::array::from_fn(|shape| {
                    if fits(shape) {
                        score(source, target, shape)
                    } else {
                        f32::NEG_INFINITY
                    }
                }));
            }
        }
        Self { corridor, scores }
    }

    /// The scores of the beads that end in a cell.
    pub(super) fn cell(&self, cell: usize) -> &CellScores {
        &self.scores[cell]
    }
}

struct Scorer<'a> {
    document: &'a Document,
    model: &'a Model,
    corridor: &'a Corridor,
    lengths: &'a Lengths,
    ratios: &'a Ratios,
    priors: &'a [f64; SHAPES.len()],
}

impl Scorer<'_> {
    /// Scores the cells of `rows`.
    fn rows(&self, rows: Range<usize>, cells: &mut [CellScores], scratch: &mut Scratch) {
        let mut recent: VecDeque<Row> = VecDeque::with_capacity(LONGEST);
        let mut sums = Vec::new();
        for segment in rows.start.saturating_sub(LONGEST)..rows.start {
            self.remember(&mut recent, segment, scratch, &mut sums);
        }
        let mut cells = cells.iter_mut();
        for end in rows {
            for (target, cell) in self.corridor.row(end).zip(&mut cells) {
                *cell = self.cell(&recent, end, target, &mut sums);
            }
            if end + 1 < self.corridor.len() {
                self.remember(&mut recent, end, scratch, &mut sums);
            }
        }
    }

    /// Compares one more source segment with all targets that a bead with it can reach.
    fn remember(
        &self,
        recent: &mut VecDeque<Row>,
        segment: usize,
        scratch: &mut Scratch,
        sums: &mut Vec<f32>,
    ) {
        if recent.len() == LONGEST {
            recent.pop_front();
        }
        let first = self
            .corridor
            .row(segment + 1)
            .start()
            .saturating_sub(LONGEST);
        let last = *self
            .corridor
            .row((segment + LONGEST).min(self.corridor.len() - 1))
            .end();
        let mut row = Row::fill(self.document, self.model, segment, first..last, scratch);
        row.compare_singly(self.document, self.ratios, segment, sums);
        recent.push_back(row);
    }

    fn cell(
        &self,
        recent: &VecDeque<Row>,
        end: usize,
        target: usize,
        sums: &mut Vec<f32>,
    ) -> CellScores {
        let mut scores = [f32::NEG_INFINITY; SHAPES.len()];
        for ((score, shape), prior) in scores.iter_mut().zip(SHAPES).zip(self.priors) {
            let (Some(source_from), Some(target_from)) = (
                end.checked_sub(shape.source),
                target.checked_sub(shape.target),
            ) else {
                continue;
            };
            if self.corridor.cell(source_from, target_from).is_none() {
                continue;
            }
            let (sources, targets) = (source_from..end, target_from..target);
            let mut rows: [&Row; LONGEST] = [&recent[recent.len() - 1]; LONGEST];
            for (at, row) in rows.iter_mut().enumerate().take(shape.source) {
                *row = &recent[recent.len() - shape.source + at];
            }
            let rows = &rows[..shape.source];
            if rows.len() + shape.target > 2
                && !rows.iter().any(|row| row.best(&targets) > HOPELESS)
            {
                continue;
            }
            let (source, other) = (&self.document.source, &self.document.target);
            let boundaries =
                source.boundaries(source_from, end) + other.boundaries(target_from, target);
            let lexical = if rows.len() + shape.target > 2 {
                self.ratios
                    .score(self.document, rows, &sources, &targets, sums)
            } else {
                rows[0].single(target_from)
            };
            let length = self.lengths.score(
                source.characters(source_from, end),
                other.characters(target_from, target),
            );
            *score = (prior + lexical + length - BOUNDARY * boundaries as f64) as f32;
        }
        scores
    }
}
