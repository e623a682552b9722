//! What the forms about alignments do.

use super::bulk::sure;
use super::index::PairId;
use super::rebead::{self, Side, set_text, text};
use super::region::{Region, check};
use super::telling::{least, pair_field};
use crate::cli::review::desk::{Desk, Seen, unit_version};
use crate::cli::review::fields::Fields;
use crate::cli::review::trouble::{Trouble, Unfit};
use bitext::memory::{Change, Date, Status, Unit, UnitId};
use std::ops::Range;

/// The number of the change, and the bead to look at next where the form does not say.
pub(in crate::cli::review) type Done = (Option<i64>, Option<UnitId>);

/// Characters of a bead in the history.
const SUBJECT: usize = 40;

/// A bead and its neighbours as the reviewer saw them.
struct Shown {
    seen: Seen,
    id: UnitId,
    pair: PairId,
    place: usize,
    /// Neighbours that the action is about too.
    others: Vec<Seen>,
}

impl Shown {
    fn of(desk: &Desk, fields: &Fields, previous: bool, next: bool) -> Result<Self, Trouble> {
        let seen = Seen::parse(fields.get("unit").unwrap_or_default())?;
        let id = seen.unit()?;
        let Some((pair, place)) = desk.beads.place(id) else {
            return Err(Trouble::Conflict(desk.project.unit_touched_by(id)?));
        };
        let mut others = Vec::new();
        for (wanted, name) in [(previous, "previous"), (next, "next")] {
            if wanted {
                let neighbour = fields.get(name).ok_or(Trouble::Unfit(Unfit::NoNeighbour))?;
                others.push(Seen::parse(neighbour)?);
            }
        }
        let shown = Self {
            seen,
            id,
            pair,
            place,
            others,
        };
        shown.check_now(desk)?;
        Ok(shown)
    }

    /// Names the change that came between; within the change it is checked again.
    fn check_now(&self, desk: &Desk) -> Result<(), Trouble> {
        for one in self.others.iter().chain([&self.seen]) {
            let id = one.unit()?;
            let unit = desk.project.unit(id)?;
            if !unit.is_some_and(|unit| one.is(unit_version(&unit))) {
                return Err(Trouble::Conflict(desk.project.unit_touched_by(id)?));
            }
        }
        Ok(())
    }
}

/// A decision about one bead.
pub(in crate::cli::review) fn act(desk: &mut Desk, fields: &Fields) -> Result<Done, Trouble> {
    match fields.get("do").unwrap_or_default() {
        "accept" => set_status(desk, fields, "accept", Status::Approved),
        "reject" => set_status(desk, fields, "reject", Status::Rejected),
        "restore" => set_status(desk, fields, "restore", Status::Aligned),
        "merge-next" => merge(desk, fields, true),
        "merge-previous" => merge(desk, fields, false),
        "unlink" => {
            let shown = Shown::of(desk, fields, false, false)?;
            rework(desk, "unlink", &shown, 0..1, 0, |units, at| {
                Ok(rebead::unlink(&units[0], at))
            })
        }
        "split" => {
            let shown = Shown::of(desk, fields, false, false)?;
            let side = |name| fields.text(name).ok_or(Trouble::Unfit(Unfit::Form));
            let (source, target) = (side("source")?, side("target")?);
            rework(desk, "split", &shown, 0..1, 0, |units, at| {
                rebead::split(&units[0], &source, &target, at)
            })
        }
        "edit" => edit(desk, fields),
        "source-up" => shift(desk, fields, Side::Source, false),
        "source-down" => shift(desk, fields, Side::Source, true),
        "target-up" => shift(desk, fields, Side::Target, false),
        "target-down" => shift(desk, fields, Side::Target, true),
        _ => Err(Trouble::Unfit(Unfit::Form)),
    }
}

fn set_status(desk: &mut Desk, fields: &Fields, verb: &str, to: Status) -> Result<Done, Trouble> {
    let shown = Shown::of(desk, fields, false, false)?;
    let what = format!("{verb} {}", subject(desk, shown.id)?);
    let (_, number) = desk.change(&what, |change, stamp| {
        check(change, std::slice::from_ref(&shown.seen))?;
        decide(change, shown.id, to, stamp.at)
    })?;
    Ok((number, None))
}

fn decide(change: &mut Change<'_>, id: UnitId, to: Status, at: Date) -> Result<(), Trouble> {
    let unit = change.unit(id)?.ok_or(Trouble::Conflict(None))?;
    if unit.status == to {
        return Ok(());
    }
    change.update_unit(&Unit {
        status: to,
        changed: Some(at),
        ..unit
    })?;
    Ok(())
}

/// Changes some beads around the shown one: `around` counts from it, `focus` is the one of the new beads
/// that is looked at next.
fn rework(
    desk: &mut Desk,
    verb: &str,
    shown: &Shown,
    around: Range<isize>,
    focus: usize,
    work: impl FnOnce(&[Unit], Date) -> Result<Vec<Unit>, Trouble>,
) -> Result<Done, Trouble> {
    let place = |offset: isize| {
        shown
            .place
            .checked_add_signed(offset)
            .ok_or(Trouble::Unfit(Unfit::NoNeighbour))
    };
    let (from, to) = (place(around.start)?, place(around.end)?);
    if to > desk.beads.beads(shown.pair).len() {
        return Err(Trouble::Unfit(Unfit::NoNeighbour));
    }
    let what = format!("{verb} {}", subject(desk, shown.id)?);
    // The lists are made anew after the change; within it they say which beads follow each other.
    let beads = std::mem::take(&mut desk.beads);
    let outcome = desk.project_change(&what, |change, stamp| {
        check(change, std::slice::from_ref(&shown.seen))?;
        check(change, &shown.others)?;
        let region = Region::read(change, &beads, shown.pair, from, to)?;
        let (own, more) = region.units().split_at(to - from);
        let mut new = work(own, stamp.at)?;
        new.extend_from_slice(more);
        region.store(change, new)
    });
    desk.beads = beads;
    let (numbers, number) = outcome?;
    desk.refresh()?;
    Ok((
        number,
        numbers
            .get(focus.min(numbers.len().saturating_sub(1)))
            .copied(),
    ))
}

fn merge(desk: &mut Desk, fields: &Fields, next: bool) -> Result<Done, Trouble> {
    let shown = Shown::of(desk, fields, !next, next)?;
    let around = if next { 0..2 } else { -1..1 };
    rework(desk, "merge", &shown, around, 0, |units, at| {
        let [first, second] = units else {
            return Err(Trouble::Unfit(Unfit::NoNeighbour));
        };
        Ok(vec![rebead::merge(first, second, at)])
    })
}

fn edit(desk: &mut Desk, fields: &Fields) -> Result<Done, Trouble> {
    let shown = Shown::of(desk, fields, false, false)?;
    let side = |name| fields.text(name).ok_or(Trouble::Unfit(Unfit::Form));
    let (source, target) = (side("source")?, side("target")?);
    rework(desk, "edit", &shown, 0..1, 0, |units, at| {
        let mut edited = units[0].clone();
        // White space at the ends is the form's, not the text's; all else stands as written.
        for (side, written) in [(Side::Source, &source), (Side::Target, &target)] {
            if written.trim() != text(&edited, side).trim() {
                set_text(&mut edited, side, written.trim().to_owned());
            }
        }
        if edited == units[0] {
            return Ok(vec![edited]);
        }
        Ok(vec![rebead::by_hand(edited, at)])
    })
}

/// Moves the first sentence of a side to the bead before, or the last one to the bead behind.
fn shift(desk: &mut Desk, fields: &Fields, side: Side, down: bool) -> Result<Done, Trouble> {
    let shown = Shown::of(desk, fields, !down, down)?;
    let unit = desk.project.unit(shown.id)?.ok_or(Trouble::Missing)?;
    let sentences = desk.sentences(text(&unit, side), rebead::language(&unit, side));
    let sentence = if down {
        sentences.last()
    } else {
        sentences.first()
    };
    let sentence = sentence
        .cloned()
        .ok_or(Trouble::Unfit(Unfit::NoNeighbour))?;
    let around = if down { 0..2 } else { -1..1 };
    let focus = usize::from(!down);
    rework(desk, "move", &shown, around, focus, |units, at| {
        let [first, second] = units else {
            return Err(Trouble::Unfit(Unfit::NoNeighbour));
        };
        let (from, to) = if down {
            (first, second)
        } else {
            (second, first)
        };
        let (giver, taker) = rebead::shift(from, sentence, to, side, !down, at);
        Ok(if down {
            giver.into_iter().chain([taker]).collect()
        } else {
            [taker].into_iter().chain(giver).collect()
        })
    })
}

/// How the history names a bead: by the beginning of its text.
pub(super) fn subject(desk: &Desk, id: UnitId) -> Result<String, Trouble> {
    let Some(unit) = desk.project.unit(id)? else {
        return Ok(String::new());
    };
    let text = if unit.source.is_empty() {
        &unit.target
    } else {
        &unit.source
    };
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(match text.char_indices().nth(SUBJECT) {
        Some((end, _)) => format!("«{}…»", &text[..end]),
        None => format!("«{text}»"),
    })
}

/// Accepts the beads that a preview showed; refused where they are not the same any more.
pub(in crate::cli::review) fn accept_above(
    desk: &mut Desk,
    fields: &Fields,
) -> Result<Done, Trouble> {
    let (pair, least) = (pair_field(fields), least(fields));
    let selection = sure(desk, pair, least);
    if fields.get("digest") != Some(selection.digest.as_str()) {
        return Err(Trouble::Unfit(Unfit::OtherSelection));
    }
    let ids: Vec<UnitId> = selection.beads.iter().map(|(_, bead)| bead.id).collect();
    let what = format!("accept {}", ids.len());
    let (_, number) = desk.change(&what, |change, stamp| {
        for id in &ids {
            // The digest is of the lists, which knew everything up to this change but what another
            // program did in this moment.
            let undecided = change
                .unit(*id)?
                .is_some_and(|unit| !unit.status.is_decision());
            if !undecided {
                return Err(Trouble::Unfit(Unfit::OtherSelection));
            }
            decide(change, *id, Status::Approved, stamp.at)?;
        }
        Ok(())
    })?;
    Ok((number, None))
}
