//! Beads as lines, and how well they agree with a gold alignment.

use std::collections::BTreeSet;

/// Source lines with target lines, each from 0.
pub(crate) type Bead = (Vec<usize>, Vec<usize>);

/// Reads `[0,1]:[0]:0.97` lines, with the confidence or without. Blank lines are passed over.
#[track_caller]
pub(crate) fn beads(text: &str) -> Vec<(Bead, Option<f64>)> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| bead(line).unwrap_or_else(|| panic!("no bead: '{line}'")))
        .collect()
}

fn bead(line: &str) -> Option<(Bead, Option<f64>)> {
    let (source, rest) = numbers(line.trim())?;
    let (target, rest) = numbers(rest.strip_prefix(':')?)?;
    let confidence = match rest.strip_prefix(':') {
        Some(confidence) => Some(confidence.parse().ok()?),
        None if rest.is_empty() => None,
        None => return None,
    };
    Some(((source, target), confidence))
}

/// The numbers between brackets at the start of a text, and what follows.
fn numbers(text: &str) -> Option<(Vec<usize>, &str)> {
    let (inside, rest) = text.strip_prefix('[')?.split_once(']')?;
    let numbers = inside
        .split(',')
        .map(str::trim)
        .filter(|number| !number.is_empty())
        .map(|number| number.parse().ok())
        .collect::<Option<_>>()?;
    Some((numbers, rest))
}

/// Strict agreement, pooled over documents: precision over every bead found, nulls too; recall
/// over the gold's beads with text on both sides (Thompson and Koehn 2019, section 4).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    found: usize,
    right: usize,
    gold: usize,
    recalled: usize,
}

impl Score {
    /// Counts one document. `is_null` tells of a bead that one of its sides is empty.
    pub(crate) fn add<B: Ord>(
        &mut self,
        gold: &BTreeSet<B>,
        found: &BTreeSet<B>,
        is_null: impl Fn(&B) -> bool,
    ) {
        let linked = |set: &BTreeSet<B>| set.iter().filter(|bead| !is_null(bead)).count();
        let common = || found.intersection(gold);
        self.found += found.len();
        self.right += common().count();
        self.gold += linked(gold);
        self.recalled += common().filter(|bead| !is_null(bead)).count();
    }

    /// The harmonic mean of precision and recall.
    pub(crate) fn f1(&self) -> f64 {
        if self.right == 0 || self.recalled == 0 {
            return 0.0;
        }
        let precision = self.right as f64 / self.found as f64;
        let recall = self.recalled as f64 / self.gold as f64;
        2.0 * precision * recall / (precision + recall)
    }
}
