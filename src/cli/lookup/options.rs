//! Values of the arguments that take more than a word.

use super::super::memory::Weighted;
use anyhow::{Result, bail};
use bitext::memory::{Date, UnitPenalties};
use std::path::PathBuf;

/// A score as people write it.
pub(super) fn percent(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|value| (0.0..=102.0).contains(value))
        .ok_or_else(|| "expected a percentage from 0 to 102".to_owned())
}

pub(super) fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|value| *value > 0)
        .ok_or_else(|| "expected a whole number, at least 1".to_owned())
}

/// Points to take off, 0 to 100.
fn points(text: &str) -> Option<f64> {
    text.parse()
        .ok()
        .filter(|value| (0.0..=100.0).contains(value))
}

/// `FILE` or `FILE=POINTS`; what stands behind the last sign is only read as points if it is a
/// number.
pub(super) fn memory(text: &str) -> Result<Weighted, String> {
    let weighted = text
        .rsplit_once('=')
        .and_then(|(path, behind)| Some((path, points(behind)?)))
        .filter(|(path, _)| !path.is_empty());
    let (path, penalty) = weighted.unwrap_or((text, 0.0));
    Ok(Weighted {
        path: PathBuf::from(path),
        penalty,
    })
}

/// What units points are taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Unreviewed,
    Machine,
    Region,
    Reversed,
    Old,
}

/// Points for a kind of units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Penalty {
    kind: Kind,
    points: f64,
}

/// `KIND=POINTS`.
pub(super) fn penalty(text: &str) -> Result<Penalty, String> {
    let expected =
        || "expected unreviewed, machine, region, reversed or old, with points: machine=5";
    let (kind, behind) = text.split_once('=').ok_or_else(expected)?;
    let kind = match kind {
        "unreviewed" => Kind::Unreviewed,
        "machine" => Kind::Machine,
        "region" => Kind::Region,
        "reversed" => Kind::Reversed,
        "old" => Kind::Old,
        _ => return Err(expected().to_owned()),
    };
    let points = points(behind).ok_or("expected points from 0 to 100")?;
    Ok(Penalty { kind, points })
}

/// A day, or a moment, as a date of units.
pub(super) fn before(text: &str) -> Result<Date, String> {
    let day = text.replace('-', "");
    let moment = match day.len() {
        8 => format!("{day}T000000Z"),
        _ => text.to_owned(),
    };
    moment
        .parse()
        .map_err(|_| "expected a date like 2020-01-31".to_owned())
}

/// The penalties by kind; the last of several for one kind counts.
pub(super) fn unit_penalties(
    penalties: &[Penalty],
    old_before: Option<Date>,
) -> Result<UnitPenalties> {
    let mut all = UnitPenalties::default();
    for &Penalty { kind, points } in penalties {
        match kind {
            Kind::Unreviewed => all.unreviewed = points,
            Kind::Machine => all.machine = points,
            Kind::Region => all.region = points,
            Kind::Reversed => all.reversed = points,
            Kind::Old => all.old = points,
        }
    }
    match (all.old > 0.0, old_before) {
        (true, None) => bail!("--penalty old=POINTS needs --old-before DATE"),
        (false, Some(_)) => bail!("--old-before needs --penalty old=POINTS"),
        _ => Ok(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_may_have_points() {
        let read = |text: &str| {
            let Weighted { path, penalty } = memory(text).unwrap();
            (path.display().to_string(), penalty)
        };
        assert_eq!(read("a.tmx"), ("a.tmx".to_owned(), 0.0));
        assert_eq!(read("a.tmx=2.5"), ("a.tmx".to_owned(), 2.5));
        assert_eq!(read("a=b.tmx"), ("a=b.tmx".to_owned(), 0.0));
        assert_eq!(read("=3"), ("=3".to_owned(), 0.0));
    }

    #[test]
    fn dates_and_penalties() {
        assert_eq!(
            before("2020-01-31").unwrap().to_string(),
            "20200131T000000Z"
        );
        assert!(before("yesterday").is_err());
        for wrong in ["machine", "machine=x", "machine=-1", "other=3", "old=101"] {
            assert!(penalty(wrong).is_err(), "{wrong}");
        }
        let old = [penalty("old=2").unwrap()];
        assert!(unit_penalties(&old, None).is_err());
        assert_eq!(
            unit_penalties(&old, before("2020-01-01").ok()).unwrap().old,
            2.0
        );
    }
}
