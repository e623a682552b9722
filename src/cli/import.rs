//! `bitext import`: files of other tools come into the project.

use super::console::Console;
use super::language_code::language_code;
use super::wording::{counted, number};
use super::{Global, Outcome, input, memory, project};
use anyhow::{Result, anyhow, bail};
use bitext::language::Language;
use bitext::memory::{Added, Duplicates, Stamp};
use bitext_glossary::{self as glossary, Concept, Glossary, tsv};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Bring memories (TMX) and glossaries (TSV) into the project
///
/// Every unit and every row is either imported or reported with the reason. A damaged file gives
/// what is good in it. A project that is not there is made.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Memories (.tmx) and glossaries (.tsv, .tab, .utf8, .txt); - is a memory on stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What becomes of units that the project has already
    #[arg(long, value_enum, value_name = "POLICY", default_value_t = Policy::Merge)]
    duplicates: Policy,
    /// Source language of a glossary that does not name its own
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Option<Language>,
    /// Target language of a glossary that does not name its own
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
}

const EXAMPLES: &str = "\
Examples:
  bitext import memory.tmx
  bitext import --duplicates newest old.tmx new.tmx
  bitext import glossary.tsv --from fr --to en
  bitext import memory.tmx --project client.bitext";

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
    let kinds = arguments
        .files
        .iter()
        .map(|path| kind(path))
        .collect::<Result<Vec<Kind>>>()?;
    for (path, kind) in arguments.files.iter().zip(kinds) {
        match kind {
            Kind::Memory => import_memory(path, arguments, global, console)?,
            Kind::Glossary => import_glossary(path, arguments, global, console)?,
        }
    }
    Ok(Outcome::Done)
}

/// What a file brings.
enum Kind {
    Memory,
    Glossary,
}

/// By the ending of its name; on stdin a memory is expected.
fn kind(path: &Path) -> Result<Kind> {
    if path == Path::new("-") {
        return Ok(Kind::Memory);
    }
    if path.is_dir() {
        bail!("{}: this is a folder; name the files in it", path.display());
    }
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    match ending.as_str() {
        "tmx" => Ok(Kind::Memory),
        "tsv" | "tab" | "txt" | "utf8" => Ok(Kind::Glossary),
        _ => bail!(
            "{}: cannot import files of this kind: expected a memory (.tmx) or a glossary (.tsv, .tab, .utf8, .txt)",
            path.display()
        ),
    }
}

fn import_memory(
    path: &Path,
    arguments: &Arguments,
    global: &Global,
    console: &Console,
) -> Result<()> {
    let input = memory::open(path)?;
    let (mut new, mut merged, mut known) = (0_u64, 0_u64, 0_u64);
    let reading = project::with(global, |project| {
        let who = project::who();
        let what = format!("import {}", path.display());
        let mut change = project.change(Stamp {
            at: project::now(),
            who: &who,
            what: &what,
        })?;
        let progress = console.spinner("importing");
        let reading = memory::read_tmx(path, input, console, &mut |unit| {
            match change.add_unit(&unit, arguments.duplicates.into())? {
                Added::New(_) => new += 1,
                Added::Merged(_) => merged += 1,
                Added::Skipped(_) => known += 1,
            }
            Ok(())
        })?;
        change.commit()?;
        progress.finish_and_clear();
        Ok(reading)
    })?;
    console.note(format_args!(
        "{}: {} read: {} new, {} merged, {} known already; {} skipped, {} in one language only{}",
        path.display(),
        counted(reading.report.units, "unit", "units"),
        number(new),
        number(merged),
        number(known),
        number(reading.report.skipped),
        number(reading.one_sided),
        if reading.broken.is_some() {
            "; the file is damaged"
        } else {
            ""
        },
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
    let reading = tsv::read(&table(path, console)?, &options).map_err(|error| {
        let (path, error) = (path.display(), error.to_string());
        if arguments.from.is_none() && error.contains("name the source language") {
            anyhow!("{path}: {error} with --from, and the target language with --to")
        } else {
            anyhow!("{path}: {error}")
        }
    })?;
    console.warn_each(&reading.findings, "findings in this file", |finding| {
        format!("{}: {finding}", path.display())
    });
    if reading.glossary.is_empty() {
        bail!(
            "{}: no concept in it ({} skipped)",
            path.display(),
            counted(reading.skipped(), "row", "rows")
        );
    }
    let read = reading.glossary.len();
    let (mut new, mut changed) = (0, 0);
    project::with(global, |project| {
        let mut glossary = project::glossary(project)?;
        let (who, now) = (project::who(), project::now().to_string());
        let stamp = || glossary::Stamp::new(&who, &now);
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
        project::store_glossary(project, &glossary, &format!("import {}", path.display()))
    })?;
    console.note(format_args!(
        "{}: {} read from {}: {} new, {} changed, {} as before",
        path.display(),
        counted(read, "concept", "concepts"),
        counted(reading.rows, "row", "rows"),
        number(new),
        number(changed),
        number(read - new - changed)
    ));
    Ok(())
}

/// The bytes of a table in UTF-8; what a spreadsheet saved in another encoding is decoded.
fn table(path: &Path, console: &Console) -> Result<Vec<u8>> {
    let bytes = input::bytes(path)?;
    if std::str::from_utf8(&bytes).is_ok() {
        return Ok(bytes);
    }
    Ok(input::lines(path, console)?.into_bytes())
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
