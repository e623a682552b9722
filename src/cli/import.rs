//! `bitext import`: files of other tools come into the project.

use super::console::Console;
use super::{Global, Outcome, input, memory, project};
use anyhow::{Context, Result, bail};
use bitext::language::Language;
use bitext::memory::{Added, Duplicates, Stamp};
use bitext_glossary::{self as glossary, Concept, Glossary, tsv};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Bring memories (TMX) and glossaries (TSV) into the project
///
/// Every unit and every row is either imported or reported with the reason. A damaged file gives
/// what is good in it.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What becomes of units that the project has already
    #[arg(long, value_enum, default_value_t = Policy::Merge)]
    duplicates: Policy,
    /// Source language of a glossary that does not name its own
    #[arg(long, value_name = "LANGUAGE")]
    from: Option<Language>,
    /// Target language of a glossary that does not name its own
    #[arg(long, value_name = "LANGUAGE")]
    to: Option<Language>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Policy {
    /// Import them all the same
    Keep,
    /// Equal texts become one unit with the properties of both
    Merge,
    /// Of units with the same source the one changed last stays
    Newest,
}

impl From<Policy> for Duplicates {
    fn from(policy: Policy) -> Self {
        match policy {
            Policy::Keep => Self::Keep,
            Policy::Merge => Self::Merge,
            Policy::Newest => Self::Newest,
        }
    }
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    for path in &arguments.files {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        match ending.as_str() {
            "tmx" => import_memory(path, arguments, global, console)?,
            "tsv" | "tab" | "txt" | "utf8" => import_glossary(path, arguments, global, console)?,
            _ => bail!(
                "{}: cannot import files of this kind: expected a memory (.tmx) or a glossary (.tsv, .tab, .utf8, .txt)",
                path.display()
            ),
        }
    }
    Ok(Outcome::Done)
}

fn import_memory(
    path: &Path,
    arguments: &Arguments,
    global: &Global,
    console: &Console,
) -> Result<()> {
    // A file without a single good unit must leave no project behind.
    if !memory::has_units(path)? {
        bail!(
            "{}: no unit of this file has text in two languages",
            path.display()
        );
    }
    let mut project = project::open_or_create(global)?;
    let who = project::who();
    let what = format!("import {}", path.display());
    let mut change = project.change(Stamp {
        at: project::now(),
        who: &who,
        what: &what,
    })?;
    let (mut new, mut merged, mut known) = (0_u64, 0_u64, 0_u64);
    let reading = memory::read_tmx(path, console, &mut |unit| {
        match change.add_unit(&unit, arguments.duplicates.into())? {
            Added::New(_) => new += 1,
            Added::Merged(_) => merged += 1,
            Added::Skipped(_) => known += 1,
        }
        Ok(())
    })?;
    change.commit()?;
    console.note(format_args!(
        "{}: {} units read: {new} new, {merged} merged, {known} known already; {} skipped, {} in one language only{}",
        path.display(),
        reading.report.units,
        reading.report.skipped,
        reading.one_sided,
        if reading.broken.is_some() { "; the file is damaged" } else { "" },
    ));
    Ok(())
}

fn import_glossary(
    path: &Path,
    arguments: &Arguments,
    global: &Global,
    console: &Console,
) -> Result<()> {
    let options = tsv::ReadOptions {
        source_language: arguments.from.as_ref().map(ToString::to_string),
        target_language: arguments.to.as_ref().map(ToString::to_string),
        ..tsv::ReadOptions::default()
    };
    let reading =
        tsv::read(&input::bytes(path)?, &options).with_context(|| path.display().to_string())?;
    for finding in &reading.findings {
        console.warn(format_args!("{}: {finding}", path.display()));
    }
    if reading.glossary.is_empty() {
        bail!(
            "{}: no concept in it ({} rows skipped)",
            path.display(),
            reading.skipped()
        );
    }
    let mut project = project::open_or_create(global)?;
    let mut glossary = project::glossary(&project)?;
    let (who, now) = (project::who(), project::now().to_string());
    let stamp = || glossary::Stamp::new(&who, &now);
    let read = reading.glossary.len();
    let (mut new, mut changed) = (0, 0);
    for concept in reading.glossary.into_concepts() {
        if glossary.get(&concept.id).is_none() {
            let status = concept.status;
            let id = glossary.create(concept, stamp());
            glossary.set_status(&id, status, stamp())?;
            new += 1;
        } else {
            changed += usize::from(update(&mut glossary, concept, &stamp)?);
        }
    }
    project::store_glossary(
        &mut project,
        &glossary,
        &format!("import {}", path.display()),
    )?;
    console.note(format_args!(
        "{}: {read} concepts read from {} rows: {new} new, {changed} changed, {} as before",
        path.display(),
        reading.rows,
        read - new - changed
    ));
    Ok(())
}

/// Takes over what a file says of a concept that the project has already, as a decision of whoever
/// imports it. Tells whether that changed anything.
fn update(
    glossary: &mut Glossary,
    imported: Concept,
    stamp: &dyn Fn() -> glossary::Stamp,
) -> Result<bool> {
    let id = imported.id.clone();
    let status = glossary.set_status(&id, imported.status, stamp())?;
    let content = glossary.edit(&id, stamp(), |concept| {
        concept.terms = imported.terms;
        concept.subject = imported.subject;
        concept.definitions = imported.definitions;
        concept.notes = imported.notes;
    })?;
    Ok(status || content)
}
