//! The best path through the lattice (Viterbi).

use super::bead::Bead;
use super::lattice::Lattice;
use super::posterior::Posterior;
use super::shape::SHAPES;

/// Cost in nats of the first segment of a run without translation.
pub(super) const OPEN: f64 = -7.8;

/// Cost of each further one: passages are left out whole.
pub(super) const EXTEND: f64 = -4.0;

/// How the path came to a cell: by a bead, or by a segment without translation on one side.
pub(super) const STATES: usize = 3;
pub(super) const BEAD: usize = 0;
pub(super) const SOURCE_NULL: usize = 1;
pub(super) const TARGET_NULL: usize = 2;

/// A value for each way a path may have come to a cell.
pub(super) type Cell = [f64; STATES];
const NOWHERE: Cell = [f64::NEG_INFINITY; STATES];

/// What a segment without translation costs after a step that ended in `state`.
pub(super) fn null_cost(state: usize, null: usize) -> f64 {
    if state == null { EXTEND } else { OPEN }
}

/// The best of the ways to a cell.
pub(super) fn best_of(cell: &Cell) -> f64 {
    cell.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// Going on from `cell` with a segment without translation.
fn onwards(cell: &Cell, null: usize) -> f64 {
    (0..STATES)
        .map(|state| cell[state] + null_cost(state, null))
        .fold(f64::NEG_INFINITY, f64::max)
}

/// For every cell the score of the best path from the start to it, by last step.
pub(super) fn forwards(lattice: &Lattice<'_>) -> Vec<Cell> {
    let corridor = lattice.corridor;
    let mut values = vec![NOWHERE; corridor.cells()];
    for source in 0..corridor.len() {
        for target in corridor.row(source) {
            let Some(here) = corridor.cell(source, target) else {
                continue;
            };
            let mut cell = NOWHERE;
            if source == 0 && target == 0 {
                cell[BEAD] = 0.0;
            }
            for (shape, &score) in SHAPES.iter().zip(lattice.cell(here)) {
                if score > f32::NEG_INFINITY
                    && let Some(before) =
                        corridor.cell(source - shape.source, target - shape.target)
                {
                    cell[BEAD] = cell[BEAD].max(best_of(&values[before]) + f64::from(score));
                }
            }
            if let Some(before) = source
                .checked_sub(1)
                .and_then(|above| corridor.cell(above, target))
            {
                cell[SOURCE_NULL] = onwards(&values[before], SOURCE_NULL);
            }
            if let Some(before) = target
                .checked_sub(1)
                .and_then(|left| corridor.cell(source, left))
            {
                cell[TARGET_NULL] = onwards(&values[before], TARGET_NULL);
            }
            values[here] = cell;
        }
    }
    values
}

/// The best path, in order, every confidence 1.
fn best_path(lattice: &Lattice<'_>, values: &[Cell]) -> Vec<Bead> {
    let corridor = lattice.corridor;
    let mut source = corridor.len() - 1;
    let mut target = *corridor.row(source).end();
    let mut beads = Vec::new();
    let mut state = None;
    while (source, target) != (0, 0) {
        let Some(here) = corridor.cell(source, target) else {
            break;
        };
        let cell = &values[here];
        let best = best_of(cell);
        let now = state.unwrap_or_else(|| (0..STATES).find(|&s| cell[s] == best).unwrap_or(BEAD));
        let (from_source, from_target, before) = match now {
            BEAD => step_by_bead(lattice, values, (source, target), cell[BEAD]),
            SOURCE_NULL => {
                let from = corridor.cell(source - 1, target).map(|c| &values[c]);
                (
                    source - 1,
                    target,
                    null_from(from, SOURCE_NULL, cell[SOURCE_NULL]),
                )
            }
            _ => {
                let from = corridor.cell(source, target - 1).map(|c| &values[c]);
                (
                    source,
                    target - 1,
                    null_from(from, TARGET_NULL, cell[TARGET_NULL]),
                )
            }
        };
        beads.push(Bead::new(from_source..source, from_target..target, 1.0));
        (source, target, state) = (from_source, from_target, before);
    }
    beads.reverse();
    beads
}

/// The bead whose score explains the value of a cell: where it starts. Any last step may precede it.
fn step_by_bead(
    lattice: &Lattice<'_>,
    values: &[Cell],
    (source, target): (usize, usize),
    value: f64,
) -> (usize, usize, Option<usize>) {
    let corridor = lattice.corridor;
    let here = corridor
        .cell(source, target)
        .map_or(&[f32::NEG_INFINITY; SHAPES.len()], |c| lattice.cell(c));
    SHAPES
        .iter()
        .zip(here)
        .filter(|(_, score)| **score > f32::NEG_INFINITY)
        .find_map(|(shape, &score)| {
            let (from_source, from_target) = (source - shape.source, target - shape.target);
            let before = corridor.cell(from_source, from_target)?;
            (best_of(&values[before]) + f64::from(score) == value).then_some((
                from_source,
                from_target,
                None,
            ))
        })
        .expect("a reached cell has a bead that reaches it with its value")
}

/// The last step before a segment without translation that explains its value.
fn null_from(before: Option<&Cell>, null: usize, value: f64) -> Option<usize> {
    let before = before?;
    (0..STATES).find(|&state| before[state] + null_cost(state, null) == value)
}

/// The score of the best path.
pub(super) fn best_score(lattice: &Lattice<'_>) -> f64 {
    forwards(lattice).last().map_or(f64::NEG_INFINITY, best_of)
}

/// The best path with the posterior probability of each of its beads as confidence; scores are divided
/// by `temperature` for it.
pub(super) fn path_with_confidence(lattice: &Lattice<'_>, temperature: f64) -> Vec<Bead> {
    let values = forwards(lattice);
    let mut beads = best_path(lattice, &values);
    let posterior = Posterior::new(lattice, &values, temperature);
    for bead in &mut beads {
        bead.confidence = posterior.of(bead).clamp(0.0, 1.0);
    }
    beads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::corridor::Corridor;
    use proptest::prelude::*;

    const TEMPERATURE: f64 = 3.0;

    /// Every path through an open lattice with its score, by plain recursion.
    fn all_paths(
        scores: &dyn Fn(usize, usize, usize) -> f64,
        n: usize,
        m: usize,
    ) -> Vec<(Vec<Bead>, f64)> {
        fn extend(
            scores: &dyn Fn(usize, usize, usize) -> f64,
            (n, m): (usize, usize),
            (i, j, state): (usize, usize, usize),
            path: &mut Vec<Bead>,
            score: f64,
            found: &mut Vec<(Vec<Bead>, f64)>,
        ) {
            if (i, j) == (n, m) {
                found.push((path.clone(), score));
                return;
            }
            for (at, shape) in SHAPES.iter().enumerate() {
                let (k, l) = (i + shape.source, j + shape.target);
                if k <= n && l <= m {
                    path.push(Bead::new(i..k, j..l, 1.0));
                    extend(
                        scores,
                        (n, m),
                        (k, l, BEAD),
                        path,
                        score + scores(k, l, at),
                        found,
                    );
                    path.pop();
                }
            }
            for (null, k, l) in [(SOURCE_NULL, i + 1, j), (TARGET_NULL, i, j + 1)] {
                if k <= n && l <= m {
                    path.push(Bead::new(i..k, j..l, 1.0));
                    extend(
                        scores,
                        (n, m),
                        (k, l, null),
                        path,
                        score + null_cost(state, null),
                        found,
                    );
                    path.pop();
                }
            }
        }
        let mut found = Vec::new();
        extend(
            scores,
            (n, m),
            (0, 0, BEAD),
            &mut Vec::new(),
            0.0,
            &mut found,
        );
        found
    }

    proptest! {
        /// Oracle: enumeration. The path is the best one, and each confidence is the share of all
        /// paths, at the temperature, that hold the bead.
        #[test]
        fn path_and_posterior_agree_with_enumeration(
            n in 1_usize..4,
            m in 1_usize..4,
            values in proptest::collection::vec(-30_i16..20, 4 * 4 * SHAPES.len()),
        ) {
            let score = |i: usize, j: usize, shape: usize| f64::from(values[(i * 4 + j) * SHAPES.len() + shape]);
            let corridor = Corridor::whole(n, m);
            let lattice = Lattice::from_scores(&corridor, &|i, j, shape| score(i, j, shape) as f32);
            let paths = all_paths(&score, n, m);
            let best = paths.iter().map(|path| path.1).fold(f64::NEG_INFINITY, f64::max);
            let found = path_with_confidence(&lattice, TEMPERATURE);
            let same = |one: &Bead, other: &Bead| one.source == other.source && one.target == other.target;
            let held = paths.iter().find(|(path, _)| {
                path.len() == found.len() && path.iter().zip(&found).all(|(one, other)| same(one, other))
            });
            prop_assert!((held.unwrap().1 - best).abs() < 1e-9);

            let weight = |score: f64| libm::exp((score - best) / TEMPERATURE);
            let total: f64 = paths.iter().map(|path| weight(path.1)).sum();
            for bead in &found {
                let holds = |path: &[Bead]| path.iter().any(|other| {
                    if bead.target.is_empty() {
                        other.target.is_empty() && other.source == bead.source
                    } else if bead.source.is_empty() {
                        other.source.is_empty() && other.target == bead.target
                    } else {
                        same(bead, other)
                    }
                });
                let share: f64 = paths.iter().filter(|path| holds(&path.0)).map(|path| weight(path.1)).sum::<f64>() / total;
                prop_assert!((bead.confidence - share).abs() < 1e-6, "{bead:?}: {share}");
            }
        }
    }
}
