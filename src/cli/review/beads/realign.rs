//! The rest of a pair, aligned again: from a bead to the next one that a person decided about, or to the
//! end. What people decided about in the pair, and what the aligner is sure of, teaches it.
//!
//! Aligning takes seconds on long documents, so it happens between two steps at the desk: what is read
//! first, what comes of it is stored only if nobody changed the beads meanwhile.

use super::act::{Done, subject};
use super::index::PairId;
use super::rebead::join;
use super::region::{Region, check};
use crate::cli::knowledge::TextPairs;
use crate::cli::review::desk::{Desk, Seen, shown, unit_version};
use crate::cli::review::fields::Fields;
use crate::cli::review::trouble::{Trouble, Unfit};
use crate::cli::units::{FLAG, flags, rounded};
use bitext::align::{self, Bead};
use bitext::language::{Language, Lexicon};
use bitext::memory::{Status, Unit};
use std::collections::BTreeSet;

/// A unit that the aligner made teaches from this confidence on.
const SURE: f64 = 0.9;

/// Beads to align again, with what is known of their words.
pub(in crate::cli::review) struct Job {
    pair: PairId,
    seen: Vec<Seen>,
    /// The first of them, to be stored in its place.
    like: Unit,
    source: Vec<String>,
    target: Vec<String>,
    taught: Vec<(String, String)>,
    /// Target characters per source character of what is sure.
    ratio: f64,
}

/// Reads what is to be aligned again.
pub(in crate::cli::review) fn begin(desk: &mut Desk, fields: &Fields) -> Result<Job, Trouble> {
    let first = Seen::parse(fields.get("unit").unwrap_or_default())?;
    let id = first.unit()?;
    let gone = Trouble::Conflict(desk.project.unit_touched_by(id)?);
    let Some((pair, place)) = desk.beads.place(id) else {
        return Err(gone);
    };
    let ids: Vec<_> = desk
        .beads
        .beads(pair)
        .iter()
        .map(|bead| (bead.id, bead.status))
        .collect();
    let rest = &ids[place..];
    // The bead itself is aligned again whatever was decided about it.
    let end = rest
        .iter()
        .skip(1)
        .position(|(_, status)| status.is_decision())
        .map_or(rest.len(), |at| at + 1);
    let mut units = Vec::with_capacity(end);
    let mut taught = Vec::new();
    for (at, (id, _)) in ids.iter().enumerate() {
        let unit = desk.project.unit(*id)?.ok_or(Trouble::Conflict(None))?;
        if (place..place + end).contains(&at) {
            units.push(unit);
        } else if teaches(&unit) {
            taught.push((unit.source, unit.target));
        }
    }
    let like = units.first().cloned().ok_or(Trouble::Missing)?;
    if !first.is(unit_version(&like)) {
        return Err(gone);
    }
    let seen = units
        .iter()
        .map(|unit| Seen::parse(&shown(unit.id.unwrap_or_default().0, unit_version(unit))))
        .collect::<Result<_, _>>()?;
    let mut source = Vec::new();
    let mut target = Vec::new();
    for unit in &units {
        source.extend(sentences(desk, &unit.source, &unit.source_language));
        target.extend(sentences(desk, &unit.target, &unit.target_language));
    }
    if source.is_empty() || target.is_empty() {
        return Err(Trouble::Unfit(Unfit::NoNeighbour));
    }
    let characters = |side: fn(&(String, String)) -> &String| -> usize {
        taught.iter().map(|pair| side(pair).chars().count()).sum()
    };
    let (from, to) = (characters(|pair| &pair.0), characters(|pair| &pair.1));
    Ok(Job {
        pair,
        seen,
        like,
        source,
        target,
        ratio: if from > 0 && to > 0 {
            to as f64 / from as f64
        } else {
            1.0
        },
        taught,
    })
}

fn teaches(unit: &Unit) -> bool {
    let sure = match unit.status {
        Status::Rejected => false,
        status if status.is_decision() => true,
        _ => unit.confidence.is_some_and(|confidence| confidence >= SURE),
    };
    sure && !unit.source.is_empty() && !unit.target.is_empty()
}

fn sentences(desk: &mut Desk, text: &str, language: &Language) -> Vec<String> {
    let ranges = desk.sentences(text, language);
    ranges
        .into_iter()
        .map(|range| text[range].trim().to_owned())
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

impl Job {
    /// Aligns: the new beads as units, in order.
    pub(in crate::cli::review) fn align(&self) -> Vec<Unit> {
        let (from, to) = (&self.like.source_language, &self.like.target_language);
        let mut lexicons: Vec<Lexicon> = Lexicon::shipped(from, to).into_iter().collect();
        if !self.taught.is_empty() {
            let none = BTreeSet::new();
            let mut pairs = TextPairs::new(from, to, &none);
            pairs.pairs.clone_from(&self.taught);
            lexicons.push(pairs.lexicon());
        }
        let lexicons: Vec<&Lexicon> = lexicons.iter().collect();
        let pair = align::Pair {
            source: to_align(&self.source),
            target: to_align(&self.target),
        };
        let alignment = align::align(&[pair], from, to, &lexicons);
        alignment
            .beads
            .into_iter()
            .flatten()
            .map(|bead| self.unit(&bead))
            .collect()
    }

    fn unit(&self, bead: &Bead) -> Unit {
        let (from, to) = (&self.like.source_language, &self.like.target_language);
        let joined = |texts: &[String], language: &Language| {
            texts
                .iter()
                .fold(String::new(), |text, next| join(&text, next, language))
        };
        let mut unit = Unit::new(
            from.clone(),
            to.clone(),
            joined(&self.source[bead.source.clone()], from),
            joined(&self.target[bead.target.clone()], to),
        );
        unit.source_document = self.like.source_document;
        unit.target_document = self.like.target_document;
        unit.position = self.like.position;
        unit.creator.clone_from(&self.like.creator);
        unit.confidence = Some(rounded(bead.confidence));
        unit.status = Status::Aligned;
        for flag in flags(bead, (&unit.source, from), (&unit.target, to), self.ratio) {
            unit.add_property(FLAG, flag);
        }
        unit
    }
}

fn to_align(texts: &[String]) -> Vec<align::Segment<'_>> {
    texts
        .iter()
        .map(|text| align::Segment { text, paragraph: 0 })
        .collect()
}

/// Stores what came of it.
pub(in crate::cli::review) fn store(
    desk: &mut Desk,
    job: &Job,
    units: Vec<Unit>,
) -> Result<Done, Trouble> {
    let id = job.like.id.unwrap_or_default();
    let Some((pair, place)) = desk.beads.place(id).filter(|(pair, _)| *pair == job.pair) else {
        return Err(Trouble::Conflict(desk.project.unit_touched_by(id)?));
    };
    let what = format!("realign {}", subject(desk, id)?);
    let beads = std::mem::take(&mut desk.beads);
    let outcome = desk.project_change(&what, |change, stamp| {
        check(change, &job.seen)?;
        let region = Region::read(change, &beads, pair, place, place + job.seen.len())?;
        let (old, more) = region.units().split_at(job.seen.len());
        let mut new = kept(old, units, stamp.at);
        new.extend_from_slice(more);
        region.store(change, new)
    });
    desk.beads = beads;
    let (numbers, number) = outcome?;
    desk.refresh()?;
    Ok((number, numbers.first().copied()))
}

/// New units; those with the texts of an old one, in order, are that one with a new confidence.
fn kept(old: &[Unit], new: Vec<Unit>, at: bitext::memory::Date) -> Vec<Unit> {
    let mut from = 0;
    new.into_iter()
        .map(|mut unit| {
            let same = |known: &Unit| known.source == unit.source && known.target == unit.target;
            match old[from..].iter().position(same) {
                Some(place) => {
                    let mut known = old[from + place].clone();
                    from += place + 1;
                    known.confidence = unit.confidence;
                    known.properties.shift_remove(FLAG);
                    known.properties.extend(unit.properties);
                    known
                }
                None => {
                    unit.created = Some(at);
                    unit
                }
            }
        })
        .collect()
}
