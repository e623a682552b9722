//! `anonymise`: takes the names of people, and their addresses, out of units.

use super::super::choice::expression;
use super::replace::{Side, replaced};
use super::{Rework, Units, edited, in_extra};
use crate::cli::console::Console;
use crate::cli::wording::counted;
use crate::cli::{Global, Outcome};
use anyhow::Result;
use bitext::memory::Unit;
use bitext_tmx as tmx;
use clap::Args;
use regex::Regex;

/// Take the names of people out of units
///
/// Makers and changers of units go, in what TMX files had too. --texts also replaces e-mail addresses
/// and phone numbers in both texts by [email] and [phone]; --notes takes notes away. The history keeps
/// what was before, for undo: pass on an export, not the project.
#[derive(Debug, Args)]
pub(in crate::cli) struct AnonymiseArguments {
    /// Replace e-mail addresses and phone numbers in the texts
    #[arg(long)]
    texts: bool,
    /// Take notes away
    #[arg(long)]
    notes: bool,
    #[command(flatten)]
    units: Units,
}

/// E-mail addresses: what stands around an @, with a dot behind it.
const EMAIL: &str = r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+";

/// Phone numbers: an international one with +, or five groups of two digits as in France, or the
/// North American form.
const PHONE: &str = r"\+\d[\d\s\u{a0}\u{202f}().-]{6,}\d|\b0\d(?:[\s\u{a0}\u{202f}.-]\d\d){4}\b|\(?\b\d{3}\)?[\s.-]\d{3}[.-]\d{4}\b";

pub(in crate::cli) fn anonymise(
    arguments: &AnonymiseArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let rules = [
        (expression(EMAIL)?, "[email]"),
        (expression(PHONE)?, "[phone]"),
    ];
    let rework = Rework {
        units: &arguments.units,
        global,
        console,
    };
    let mut across = 0_u64;
    let outcome = rework.run("anonymise", |change, chosen, preview| {
        edited(change, chosen, preview, |unit| {
            unit.creator = None;
            in_extra(unit, forget_people);
            if arguments.notes {
                unit.notes.clear();
                in_extra(unit, |kept| kept.notes.clear());
            }
            if arguments.texts {
                for (pattern, word) in &rules {
                    across += clean(unit, pattern, word);
                }
            }
        })
    })?;
    if across > 0 {
        console.warn(format_args!(
            "{} left in the texts: they go across inline codes",
            counted(across, "address or number", "addresses or numbers")
        ));
    }
    Ok(outcome)
}

/// Puts a word for what is found in the texts of a unit and its neighbours; on how many sides something
/// goes across an inline code and stays.
fn clean(unit: &mut Unit, pattern: &Regex, word: &str) -> u64 {
    let mut across = 0;
    for side in [Side::Source, Side::Target] {
        match replaced(unit, side, pattern, word) {
            Some(next) => *unit = next,
            None => across += 1,
        }
    }
    let neighbours = [&mut unit.previous_source, &mut unit.next_source];
    for text in neighbours.into_iter().flatten() {
        *text = pattern.replace_all(text, word).into_owned();
    }
    across
}

/// Takes people's names out of what a TMX file said of a unit.
fn forget_people(unit: &mut tmx::Unit) {
    let origins = unit
        .variants
        .iter_mut()
        .map(|variant| &mut variant.origin)
        .chain([&mut unit.origin]);
    for origin in origins {
        origin.creation_id = None;
        origin.change_id = None;
    }
}
