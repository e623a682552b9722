//! Neighbouring beads, before and after a change, and how they are stored.
//!
//! The order of beads is that of their positions, and of their numbers where positions are equal. So new
//! beads need no room: they take the position of the bead before them and, being stored later, stand
//! behind it. Only where that order would be wrong are the neighbours at the same position stored anew.

use super::index::{Bead, Index, PairId};
use crate::cli::review::desk::{Seen, unit_version};
use crate::cli::review::trouble::Trouble;
use bitext::memory::{Added, Change, Duplicates, Unit, UnitId};

/// Beads that follow each other.
pub(super) struct Region {
    /// The nearest beads with a source before and behind: they name their neighbours.
    before: Option<UnitId>,
    behind: Option<UnitId>,
    old: Vec<Unit>,
    /// The position of the next bead behind.
    limit: Option<u32>,
}

impl Region {
    /// The beads `from` up to (not with) `to` of a pair, read within the change, and those behind them at
    /// the same position.
    pub(super) fn read(
        change: &Change<'_>,
        index: &Index,
        pair: PairId,
        from: usize,
        to: usize,
    ) -> Result<Self, Trouble> {
        let beads = index.beads(pair);
        let mut to = to.min(beads.len());
        while to > from && to < beads.len() && beads[to].position == beads[to - 1].position {
            to += 1;
        }
        let mut old = Vec::with_capacity(to - from);
        for bead in &beads[from..to] {
            old.push(change.unit(bead.id)?.ok_or(Trouble::Conflict(None))?);
        }
        let with_source = |bead: &Bead| -> Result<bool, Trouble> {
            Ok(change
                .unit(bead.id)?
                .is_some_and(|unit| !unit.source.is_empty()))
        };
        let mut before = None;
        for bead in beads[..from].iter().rev() {
            if with_source(bead)? {
                before = Some(bead.id);
                break;
            }
        }
        let mut behind = None;
        for bead in &beads[to..] {
            if with_source(bead)? {
                behind = Some(bead.id);
                break;
            }
        }
        Ok(Self {
            before,
            behind,
            old,
            limit: beads.get(to).and_then(|bead| bead.position),
        })
    }

    /// The beads as they are.
    pub(super) fn units(&self) -> &[Unit] {
        &self.old
    }

    /// Stores `new` in place of the beads. Those with a number keep it; their neighbours learn their new
    /// neighbours. Gives the numbers of `new`, in order.
    pub(super) fn store(
        self,
        change: &mut Change<'_>,
        new: Vec<Unit>,
    ) -> Result<Vec<UnitId>, Trouble> {
        let first = self.old.first().and_then(|unit| unit.position);
        let mut new = placed(new, first, self.limit);
        let before = self.before.map(|id| change.unit(id)).transpose()?.flatten();
        let behind = self.behind.map(|id| change.unit(id)).transpose()?.flatten();
        let (before, behind) = introduce(before, &mut new, behind);
        for unit in &self.old {
            if !new.iter().any(|kept| kept.id == unit.id) {
                change.delete_unit(unit.id.unwrap_or_default())?;
            }
        }
        let mut numbers = Vec::with_capacity(new.len());
        for unit in new {
            numbers.push(match unit.id {
                Some(id) => {
                    change.update_unit(&unit)?;
                    id
                }
                None => match change.add_unit(&unit, Duplicates::Keep)? {
                    Added::New(id)
                    | Added::Merged(id)
                    | Added::Replaced(id)
                    | Added::Known(id)
                    | Added::Older(id) => id,
                },
            });
        }
        for unit in before.into_iter().chain(behind) {
            change.update_unit(&unit)?;
        }
        Ok(numbers)
    }
}

/// Refuses beads that are not as the reviewer saw them.
pub(super) fn check(change: &Change<'_>, seen: &[Seen]) -> Result<(), Trouble> {
    for one in seen {
        let unit = change.unit(one.unit()?)?;
        if !unit.is_some_and(|unit| one.is(unit_version(&unit))) {
            return Err(Trouble::Conflict(None));
        }
    }
    Ok(())
}

/// Gives the units positions from `first` on, before `limit`. Without room they share positions, and
/// those that would stand in the wrong order are stored anew.
fn placed(mut units: Vec<Unit>, first: Option<u32>, limit: Option<u32>) -> Vec<Unit> {
    let start = first.unwrap_or_default();
    let wanted = u32::try_from(units.len()).unwrap_or(u32::MAX);
    let room = limit.map_or(u32::MAX - start, |limit| limit.saturating_sub(start));
    if room >= wanted {
        for (position, unit) in (start..).zip(&mut units) {
            unit.position = Some(position);
        }
        return units;
    }
    // The last position and number; a unit without number gets a greater one than all.
    let mut last: (u32, Option<UnitId>) = (start, Some(UnitId(i64::MIN)));
    for unit in &mut units {
        let position = unit.position.unwrap_or(start);
        let follows = match (unit.id, last.1) {
            (Some(id), Some(before)) => (position, id) > (last.0, before),
            (Some(_), None) => position > last.0,
            (None, _) => false,
        };
        if follows {
            last = (position, unit.id);
        } else {
            unit.id = None;
            unit.position = Some(last.0);
            last.1 = None;
        }
    }
    units
}

/// Tells each unit the sources before and behind it.
fn introduce(
    before: Option<Unit>,
    units: &mut [Unit],
    behind: Option<Unit>,
) -> (Option<Unit>, Option<Unit>) {
    let sources: Vec<String> = units.iter().map(|unit| unit.source.clone()).collect();
    let source_before = |at: usize| {
        sources[..at]
            .iter()
            .rev()
            .find(|source| !source.is_empty())
            .or(before.as_ref().map(|unit| &unit.source))
            .cloned()
    };
    let source_behind = |at: usize| {
        sources
            .get(at..)
            .unwrap_or_default()
            .iter()
            .find(|source| !source.is_empty())
            .or(behind.as_ref().map(|unit| &unit.source))
            .cloned()
    };
    for (at, unit) in units.iter_mut().enumerate() {
        let named = !unit.source.is_empty();
        unit.previous_source = named.then(|| source_before(at)).flatten();
        unit.next_source = named.then(|| source_behind(at + 1)).flatten();
    }
    let first = source_behind(0);
    let last = source_before(units.len());
    let before = before.map(|mut unit| {
        unit.next_source = first;
        unit
    });
    let behind = behind.map(|mut unit| {
        unit.previous_source = last;
        unit
    });
    (before, behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitext::language::Language;

    fn unit(id: i64, position: u32, source: &str) -> Unit {
        let mut unit = Unit::new(Language::french(), Language::english(), source, "x");
        unit.id = (id > 0).then_some(UnitId(id));
        unit.position = Some(position);
        unit
    }

    fn places(units: &[Unit]) -> Vec<(Option<i64>, u32)> {
        units
            .iter()
            .map(|unit| (unit.id.map(|id| id.0), unit.position.unwrap()))
            .collect()
    }

    #[test]
    fn new_beads_stand_behind_those_before_them() {
        // Room: everything gets a position of its own.
        let units = vec![unit(5, 3, "a"), unit(0, 3, "b")];
        assert_eq!(
            places(&placed(units, Some(3), Some(6))),
            [(Some(5), 3), (None, 4)]
        );
        // No room: the new one shares the position of the one before.
        let units = vec![unit(5, 3, "a"), unit(0, 3, "b")];
        assert_eq!(
            places(&placed(units, Some(3), Some(4))),
            [(Some(5), 3), (None, 3)]
        );
        // One that shared it already is stored anew behind it.
        let units = vec![unit(5, 3, "a"), unit(0, 3, "b"), unit(90, 3, "c")];
        assert_eq!(
            places(&placed(units, Some(3), Some(4))),
            [(Some(5), 3), (None, 3), (None, 3)]
        );
        // A kept one at its own later position stays.
        let units = vec![unit(5, 3, "a"), unit(0, 3, "b"), unit(6, 4, "c")];
        assert_eq!(
            places(&placed(units, Some(3), Some(5))),
            [(Some(5), 3), (None, 3), (Some(6), 4)]
        );
    }

    #[test]
    fn neighbours_are_introduced_over_beads_without_source() {
        let mut units = vec![unit(2, 1, "b"), unit(3, 2, ""), unit(4, 3, "d")];
        let (before, behind) = introduce(Some(unit(1, 0, "a")), &mut units, Some(unit(5, 4, "e")));
        assert_eq!(before.unwrap().next_source.as_deref(), Some("b"));
        assert_eq!(units[0].previous_source.as_deref(), Some("a"));
        assert_eq!(units[0].next_source.as_deref(), Some("d"));
        assert_eq!(units[1].previous_source, None);
        assert_eq!(units[2].next_source.as_deref(), Some("e"));
        assert_eq!(behind.unwrap().previous_source.as_deref(), Some("d"));
        let (before, _) = introduce(Some(unit(1, 0, "a")), &mut [], Some(unit(5, 4, "e")));
        assert_eq!(before.unwrap().next_source.as_deref(), Some("e"));
    }
}
