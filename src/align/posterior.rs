//! How sure each step of a path is: the share of all paths that hold it.
//!
//! Forward–backward (Rabiner 1989, «A Tutorial on Hidden Markov Models», section III.B). The sums run
//! over probabilities, not their logarithms: every cell's sum is kept relative to the best path
//! through it, which the search knows, and to a factor of its row, so that no document is too long
//! and no segment too large for a float, and a step costs one exponential.

use super::bead::Bead;
use super::corridor::Corridor;
use super::lattice::Lattice;
use super::search::{
    BEAD, Cell, EXTEND, OPEN, SOURCE_NULL, STATES, TARGET_NULL, best_of, null_cost,
};
use super::shape::SHAPES;

/// The shares of all paths, weighted by their scores.
pub(super) struct Posterior<'a> {
    lattice: &'a Lattice<'a>,
    before: Sums,
    after: Sums,
    /// Logarithm of the sum over all paths.
    total: f64,
    /// Probability that each source segment has no translation, by the boundary after it.
    source_null: Vec<f64>,
    /// The same of each target segment.
    target_null: Vec<f64>,
}

/// For each cell the sum over all paths on one side of it.
///
/// The logarithm of a cell's sum is `best / temperature + row + ln relative`.
struct Sums {
    /// What scores are divided by.
    temperature: f64,
    /// The score of the best of these paths.
    best: Vec<f64>,
    /// The sum, relative to the best path and the row's factor.
    relative: Vec<Cell>,
    /// The logarithm of each row's factor.
    row: Vec<f64>,
}

impl Sums {
    /// The sum over `states` of a cell, as a logarithm without its relative part, and that part.
    fn of(&self, source: usize, cell: usize) -> (f64, &Cell) {
        (
            self.best[cell] / self.temperature + self.row[source],
            &self.relative[cell],
        )
    }

    /// Makes the largest sum of a row 1.
    fn level(&mut self, corridor: &Corridor, source: usize) {
        let cells = &mut self.relative[corridor.row_cells(source)];
        let largest = cells.iter().flatten().copied().fold(0.0, f64::max);
        if largest > 0.0 {
            cells.iter_mut().flatten().for_each(|sum| *sum /= largest);
            self.row[source] += libm::log(largest);
        }
    }
}

/// The weight of a null after each kind of step, relative to no step.
struct NullWeights {
    open: f64,
    extend: f64,
}

impl NullWeights {
    fn new(temperature: f64) -> Self {
        Self {
            open: libm::exp(OPEN / temperature),
            extend: libm::exp(EXTEND / temperature),
        }
    }

    fn of(&self, state: usize, null: usize) -> f64 {
        if state == null {
            self.extend
        } else {
            self.open
        }
    }
}

/// Sums from the start; `best` holds the best path to each cell.
fn from_start(lattice: &Lattice<'_>, best: &[Cell], temperature: f64) -> Sums {
    let corridor = lattice.corridor;
    let nulls = NullWeights::new(temperature);
    let mut sums = Sums {
        temperature,
        best: best.iter().map(best_of).collect(),
        relative: vec![[0.0; STATES]; corridor.cells()],
        row: vec![0.0; corridor.len()],
    };
    for source in 0..corridor.len() {
        sums.row[source] = source.checked_sub(1).map_or(0.0, |above| sums.row[above]);
        for target in corridor.row(source) {
            let Some(here) = corridor.cell(source, target) else {
                continue;
            };
            let reach = sums.best[here];
            if reach == f64::NEG_INFINITY {
                continue;
            }
            // The weight of going on from a cell of an earlier row with a step of `score`.
            let weight = |from: usize, row: usize, score: f64, sums: &Sums| {
                let rise = (sums.best[from] + score - reach) / temperature;
                libm::exp(rise + sums.row[row] - sums.row[source])
            };
            let mut cell = [0.0; STATES];
            if source == 0 && target == 0 {
                cell[BEAD] = 1.0;
            }
            for (shape, &score) in SHAPES.iter().zip(lattice.cell(here)) {
                if score > f32::NEG_INFINITY
                    && let Some(from) = corridor.cell(source - shape.source, target - shape.target)
                {
                    let row = source - shape.source;
                    let sum: f64 = sums.relative[from].iter().sum();
                    if sum > 0.0 {
                        cell[BEAD] += sum * weight(from, row, f64::from(score), &sums);
                    }
                }
            }
            let steps = [
                (SOURCE_NULL, source.checked_sub(1).map(|row| (row, target))),
                (
                    TARGET_NULL,
                    target.checked_sub(1).map(|left| (source, left)),
                ),
            ];
            for (null, step) in steps {
                let step = step.and_then(|(row, at)| Some((row, corridor.cell(row, at)?)));
                let Some((row, from)) = step else { continue };
                let states = &sums.relative[from];
                let sum: f64 = (0..STATES)
                    .map(|state| states[state] * nulls.of(state, null))
                    .sum();
                if sum > 0.0 {
                    cell[null] = sum * weight(from, row, 0.0, &sums);
                }
            }
            sums.relative[here] = cell;
        }
        sums.level(corridor, source);
    }
    sums
}

/// For every cell and last step the score of the best path from it to the end, and the sum over all.
fn to_end(lattice: &Lattice<'_>, temperature: f64) -> Sums {
    let corridor = lattice.corridor;
    let nulls = NullWeights::new(temperature);
    let end = corridor.cells() - 1;
    let mut best = vec![[f64::NEG_INFINITY; STATES]; corridor.cells()];
    let mut sums = Sums {
        temperature,
        best: vec![f64::NEG_INFINITY; corridor.cells()],
        relative: vec![[0.0; STATES]; corridor.cells()],
        row: vec![0.0; corridor.len()],
    };
    best[end] = [0.0; STATES];
    sums.best[end] = 0.0;
    sums.relative[end] = [1.0; STATES];
    for source in (0..corridor.len()).rev() {
        if source + 1 < corridor.len() {
            sums.row[source] = sums.row[source + 1];
        }
        for target in corridor.row(source).rev() {
            let Some(here) = corridor.cell(source, target) else {
                continue;
            };
            if here == end {
                continue;
            }
            // The beads that start here, as the cell after each, its row and its score.
            let beads = SHAPES.iter().enumerate().filter_map(|(at, shape)| {
                let row = source + shape.source;
                let next = (row < corridor.len())
                    .then(|| corridor.cell(row, target + shape.target))
                    .flatten()?;
                let score = lattice.cell(next)[at];
                (score > f32::NEG_INFINITY).then_some((next, row, f64::from(score)))
            });
            let below = (source + 1 < corridor.len())
                .then(|| corridor.cell(source + 1, target))
                .flatten();
            let steps = [
                (SOURCE_NULL, source + 1, below),
                (TARGET_NULL, source, corridor.cell(source, target + 1)),
            ];
            let by_bead = beads
                .clone()
                .map(|(next, _, score)| score + best[next][BEAD])
                .fold(f64::NEG_INFINITY, f64::max);
            best[here] = std::array::from_fn(|state| {
                steps.iter().fold(by_bead, |reach, &(null, _, next)| {
                    next.map_or(reach, |next| {
                        reach.max(null_cost(state, null) + best[next][null])
                    })
                })
            });
            let reach = best_of(&best[here]);
            sums.best[here] = reach;
            if reach == f64::NEG_INFINITY {
                continue;
            }
            let weight = |to: usize, row: usize, score: f64| {
                let rise = (sums.best[to] + score - reach) / temperature;
                libm::exp(rise + sums.row[row] - sums.row[source])
            };
            let mut cell = [0.0; STATES];
            for (next, row, score) in beads {
                let sum = sums.relative[next][BEAD];
                if sum > 0.0 {
                    cell[BEAD] += sum * weight(next, row, score);
                }
            }
            cell = [cell[BEAD]; STATES];
            for (null, row, next) in steps {
                let Some(next) = next else { continue };
                let sum = sums.relative[next][null];
                if sum > 0.0 {
                    let weight = sum * weight(next, row, 0.0);
                    for (state, value) in cell.iter_mut().enumerate() {
                        *value += nulls.of(state, null) * weight;
                    }
                }
            }
            sums.relative[here] = cell;
        }
        sums.level(corridor, source);
    }
    sums
}

impl<'a> Posterior<'a> {
    /// `best` holds the best path to each cell, as the search found it. Scores are divided by
    /// `temperature`: words are no independent witnesses.
    ///
    /// Cost: two exponentials for each bead of the lattice.
    pub(super) fn new(lattice: &'a Lattice<'a>, best: &[Cell], temperature: f64) -> Self {
        let corridor = lattice.corridor;
        let before = from_start(lattice, best, temperature);
        let after = to_end(lattice, temperature);
        let (whole, ways) = before.of(corridor.len() - 1, corridor.cells() - 1);
        let total = whole + libm::log(ways.iter().sum::<f64>());
        let mut source_null = vec![0.0; corridor.len()];
        let mut target_null = vec![0.0; *corridor.row(corridor.len() - 1).end() + 1];
        for (source, of_source) in source_null.iter_mut().enumerate() {
            for target in corridor.row(source) {
                let Some(here) = corridor.cell(source, target) else {
                    continue;
                };
                let (start, to) = before.of(source, here);
                let (end, from) = after.of(source, here);
                let weight = libm::exp(start + end - total);
                if weight > 0.0 {
                    *of_source += weight * to[SOURCE_NULL] * from[SOURCE_NULL];
                    target_null[target] += weight * to[TARGET_NULL] * from[TARGET_NULL];
                }
            }
        }
        Self {
            lattice,
            before,
            after,
            total,
            source_null,
            target_null,
        }
    }

    /// The share of all paths that hold the bead; of a segment without translation, the share in
    /// which it has none, wherever the path then runs.
    pub(super) fn of(&self, bead: &Bead) -> f64 {
        if bead.target.is_empty() {
            return self.source_null[bead.source.end];
        }
        if bead.source.is_empty() {
            return self.target_null[bead.target.end];
        }
        let corridor = self.lattice.corridor;
        let shape = SHAPES.iter().position(|shape| {
            shape.source == bead.source.len() && shape.target == bead.target.len()
        });
        let start = corridor.cell(bead.source.start, bead.target.start);
        let end = corridor.cell(bead.source.end, bead.target.end);
        match (shape, start, end) {
            (Some(shape), Some(start), Some(end)) => {
                let score = f64::from(self.lattice.cell(end)[shape]) / self.before.temperature;
                let (before, to) = self.before.of(bead.source.start, start);
                let (after, from) = self.after.of(bead.source.end, end);
                let ways = to.iter().sum::<f64>() * from[BEAD];
                libm::exp(before + score + after - self.total) * ways
            }
            _ => 0.0,
        }
    }
}
