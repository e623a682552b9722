//! `dedupe`: joins units that are the same.

use super::{Rework, Units};
use crate::cli::console::Console;
use crate::cli::{Global, Outcome};
use anyhow::Result;
use bitext::memory::Sameness;
use clap::{Args, ValueEnum};

/// Join units that are the same
///
/// The first of them stays and takes over properties, notes, dates and the more trusted status of the
/// others.
#[derive(Debug, Args)]
pub(in crate::cli) struct DedupeArguments {
    /// When units are the same
    #[arg(long, value_enum, default_value_t = By::Texts)]
    by: By,
    #[command(flatten)]
    units: Units,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Languages, both texts, and neighbours and documents where both have them
    Place,
    /// Languages and both texts
    Texts,
    /// Languages and the source: the translation changed last stays
    Source,
}

pub(in crate::cli) fn dedupe(
    arguments: &DedupeArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let same = match arguments.by {
        By::Place => Sameness::Place,
        By::Texts => Sameness::Texts,
        By::Source => Sameness::Source,
    };
    let rework = Rework {
        units: &arguments.units,
        global,
        console,
    };
    rework.run("dedupe", |change, chosen, preview| {
        let gone = |unit: &_, _: &_| preview.add(unit, None);
        Ok(change.join_same(same, |unit| chosen.has(unit), gone)?)
    })
}
