//! `split`: moves units into another project.

use super::super::choice::Chosen;
use super::{Rework, Units, deleted};
use crate::cli::console::Console;
use crate::cli::{Global, Outcome, project};
use anyhow::{Result, bail};
use bitext::memory::{Duplicates, Filter, Project, Stamp};
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Move the units that are chosen into another project
///
/// The other project is made if it is not there; units that it has already are merged.
#[derive(Debug, Args)]
pub(in crate::cli) struct SplitArguments {
    /// The other project
    #[arg(long, value_name = "FILE")]
    into: PathBuf,
    #[command(flatten)]
    units: Units,
}

pub(in crate::cli) fn split(
    arguments: &SplitArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let SplitArguments { into, units } = arguments;
    if units.choice.is_all() {
        bail!("which units are to move? Name at least one condition, such as --document NAME");
    }
    let same = |path: &Path| path.canonicalize().ok();
    if into.exists() && same(into) == same(&global.project) {
        bail!(
            "{}: this is the project itself; name another file",
            into.display()
        );
    }
    let rework = Rework {
        units,
        global,
        console,
    };
    if !units.dry_run {
        copy_chosen(&rework.chosen()?, into, global)?;
    }
    // Only what stands safely in the other project goes here.
    let what = format!("split into {}", into.display());
    rework.run(&what, |change, chosen, preview| {
        deleted(change, preview, |unit| chosen.has(unit))
    })
}

fn copy_chosen(chosen: &Chosen<'_>, into: &Path, global: &Global) -> Result<()> {
    let source = project::open(&global.project)?;
    let documents = source.documents()?;
    let mut other = Project::open_or_create(into)?;
    let who = project::who();
    let what = format!("split from {}", global.project.display());
    let mut change = other.change(Stamp {
        at: project::now(),
        who: &who,
        what: &what,
    })?;
    let mut numbers = BTreeMap::new();
    source.units::<anyhow::Error>(&Filter::default(), |mut unit| {
        if !chosen.has(&unit) {
            return Ok(());
        }
        for place in [&mut unit.source_document, &mut unit.target_document] {
            let Some(there) = *place else { continue };
            let document = documents.iter().find(|document| document.id == Some(there));
            let here = match (numbers.get(&there), document) {
                (Some(here), _) => Some(*here),
                (None, Some(document)) => {
                    let known = change.find_document(&document.name, &document.language)?;
                    let here = match known {
                        Some(known) => known,
                        None => change.put_document(document)?,
                    };
                    numbers.insert(there, here);
                    Some(here)
                }
                (None, None) => None,
            };
            *place = here;
        }
        change.add_unit(&unit, Duplicates::Merge)?;
        Ok(())
    })?;
    change.commit()?;
    Ok(())
}
