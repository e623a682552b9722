//! The match index beside a project: a folder with layers, and a catalogue that tells which of them
//! count and which state of the project they show.
//!
//! The project is the record. Whatever here is missing, stale, damaged or of another version is made
//! again from it. A file is written under another name, synced and renamed; layers are never written
//! to again, and the catalogue is renamed last, so that a reader finds the old index or the new one.
//!
//! - this file: the index of a project, found or made; `shelf.rs`: its folder, opened, updated, written;
//! - `listing.rs`: the catalogue and the files it names; `read.rs`: units become layers.

mod listing;
mod read;
mod shelf;
#[cfg(test)]
mod tests;

use super::layers::Layers;
use crate::language::Language;
use crate::memory::error::Result;
use crate::memory::project::Project;
use shelf::{Shelf, root};

/// How the index of a project came about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexReport {
    /// Why what was there could not be used.
    pub rebuilt: Option<String>,
    /// Units that were read to make or update it.
    pub read: u64,
    /// Why it could not be kept beside the project; it is in memory then.
    pub unkept: Option<String>,
}

/// The index of a project in one direction, up to date with the state that `project` holds on to.
pub(crate) fn index(
    project: &Project,
    direction: (&Language, &Language),
) -> Result<(Layers, IndexReport)> {
    let mut report = IndexReport::default();
    let mut shelf = Shelf::new(project, direction)?;
    if shelf.is_ahead() {
        // Another program wrote to the project, and brought the index up to date, in between.
        project.hold()?;
        shelf = Shelf::new(project, direction)?;
    }
    // Two programs that find the index stale make it one after the other; where locks are not to be
    // had both make it, and the later catalogue stands.
    if let Some((layers, true)) = shelf.open(&mut report)? {
        return Ok((
            Layers::new(layers.into_iter().map(|(_, layer)| layer).collect()),
            report,
        ));
    }
    let lock = shelf.lock();
    report = IndexReport::default();
    let found = shelf.open(&mut report)?;
    let layers = match found {
        Some((layers, true)) => layers,
        Some((layers, false)) => shelf.update(layers, &mut report)?,
        None => shelf.build(&mut report)?,
    };
    drop(lock);
    Ok((
        Layers::new(layers.into_iter().map(|(_, layer)| layer).collect()),
        report,
    ))
}

/// Reads the whole match index beside a project and tells what is wrong with it: nothing where all
/// is well, where it is only stale, or where there is none. Whatever is wrong, the index is made
/// anew when it is needed next.
///
/// # Errors
///
/// The project cannot be read.
pub fn verify_index(project: &Project) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let folders = std::fs::read_dir(root(project.path()))
        .into_iter()
        .flatten();
    let mut names: Vec<String> = folders
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in names {
        let direction = name.split_once('-');
        let direction =
            direction.and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
        let Some((from, to)) = direction else {
            continue;
        };
        let shelf = Shelf::new(project, (&from, &to))?;
        let mut report = IndexReport::default();
        let layers = shelf.open(&mut report)?.map(|(layers, _)| layers);
        for (listed, layer) in layers.unwrap_or_default() {
            let problem = layer.verify().err();
            problems.extend(problem.map(|problem| format!("{name}/{}: {problem}", listed.file)));
        }
        problems.extend(report.rebuilt.map(|why| format!("{name}: {why}")));
    }
    Ok(problems)
}
