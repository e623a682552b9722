//! `delete` and `filter`: the units that are chosen go, or all others.

use super::{Rework, Units, deleted};
use crate::cli::console::Console;
use crate::cli::{Global, Outcome};
use anyhow::{Result, bail};

pub(in crate::cli) fn delete(units: &Units, global: &Global, console: &Console) -> Result<Outcome> {
    if units.choice.is_all() {
        bail!(
            "which units? Name at least one condition, such as --status rejected or --document NAME"
        );
    }
    let rework = Rework {
        units,
        global,
        console,
    };
    rework.run("delete", |change, chosen, preview| {
        deleted(change, preview, |unit| chosen.has(unit))
    })
}

pub(in crate::cli) fn filter(units: &Units, global: &Global, console: &Console) -> Result<Outcome> {
    if units.choice.is_all() {
        bail!(
            "which units are to stay? Name at least one condition, such as --from fr or --status approved"
        );
    }
    let rework = Rework {
        units,
        global,
        console,
    };
    rework.run("filter", |change, chosen, preview| {
        deleted(change, preview, |unit| !chosen.has(unit))
    })
}
