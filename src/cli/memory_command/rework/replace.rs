//! `replace`: text on one side, by a regular expression; inline codes stay.

use super::super::choice::expression;
use super::{Rework, Units, edited};
use crate::cli::console::Console;
use crate::cli::wording::counted;
use crate::cli::{Global, Outcome};
use anyhow::Result;
use bitext::memory::{Action, Change, Unit};
use bitext_tmx as tmx;
use clap::{Args, ValueEnum};
use regex::Regex;
use std::collections::BTreeMap;

/// Replace text on one side, by a regular expression
///
/// In the replacement $1, ${name} stand for groups of the expression, $$ for a dollar sign. Inline
/// codes stay; what goes across one is left alone and counted.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReplaceArguments {
    /// What is sought: a regular expression; (?i) in front of it ignores case
    #[arg(value_name = "REGEX")]
    pattern: String,
    /// What takes its place
    replacement: String,
    /// The side that is changed
    #[arg(long, value_enum)]
    side: Side,
    #[command(flatten)]
    units: Units,
}

/// A side of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Side {
    Source,
    Target,
}

pub(in crate::cli) fn replace(
    arguments: &ReplaceArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let pattern = expression(&arguments.pattern)?;
    let (side, replacement) = (arguments.side, &arguments.replacement);
    let rework = Rework {
        units: &arguments.units,
        global,
        console,
    };
    let mut across = 0_u64;
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    let what = format!("replace '{}' '{replacement}'", arguments.pattern);
    let outcome = rework.run(&what, |change, chosen, preview| {
        let mut reworked = edited(change, chosen, preview, |unit| {
            let Some(next) = replaced(unit, side, &pattern, replacement) else {
                across += 1;
                return;
            };
            let before = std::mem::replace(unit, next);
            if before.source != unit.source {
                sources.insert(before.source, unit.source.clone());
            }
        })?;
        if !sources.is_empty() {
            reworked.changed += neighbours(change, &sources)?;
        }
        Ok(reworked)
    })?;
    if across > 0 {
        console.warn(format_args!(
            "{} left alone: what was found goes across an inline code",
            counted(across, "unit", "units")
        ));
    }
    Ok(outcome)
}

/// Brings the neighbours that units remember to what they are now.
fn neighbours(change: &mut Change<'_>, sources: &BTreeMap<String, String>) -> Result<u64> {
    let now = |text: &Option<String>| {
        text.as_ref()
            .map(|text| sources.get(text).unwrap_or(text).clone())
    };
    let reworked = change.rework::<anyhow::Error>(|unit| {
        Ok(Action::Change(Box::new(Unit {
            previous_source: now(&unit.previous_source),
            next_source: now(&unit.next_source),
            ..unit.clone()
        })))
    })?;
    Ok(reworked.changed)
}

/// A unit with one side changed; `None` where a hit goes across an inline code.
pub(super) fn replaced(
    unit: &Unit,
    side: Side,
    pattern: &Regex,
    replacement: &str,
) -> Option<Unit> {
    let mut next = unit.clone();
    let (text, markup) = if side == Side::Source {
        (&mut next.source, &mut next.source_markup)
    } else {
        (&mut next.target, &mut next.target_markup)
    };
    let changed = pattern.replace_all(text, replacement).into_owned();
    if changed == *text {
        return Some(next);
    }
    if let Some(kept) = markup.as_deref() {
        let mut segment: tmx::Segment = serde_json::from_str(kept).ok()?;
        for piece in &mut segment.pieces {
            if let tmx::Piece::Text(text) = piece {
                *text = pattern.replace_all(text, replacement).into_owned();
            }
        }
        if segment.plain_text() != changed {
            return None;
        }
        *markup = Some(serde_json::to_string(&segment).ok()?);
    }
    *text = changed;
    Some(next)
}
