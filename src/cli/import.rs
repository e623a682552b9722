//! `bitext import`: files of other tools come into the project.
//!
//! - this file: arguments, what a file is, glossaries;
//! - `units`: units on their way into the project; TMX; the report;
//! - `table`: tables of units; `other`: other projects.

mod other;
mod table;
mod units;

use super::console::Console;
use super::language_code::language_code;
use super::wording::{counted, number};
use super::{Global, Outcome, input, project};
use anyhow::{Result, anyhow, bail};
use bitext::language::Language;
use bitext::memory::{Duplicates, Project};
use bitext_glossary::{self as glossary, Concept, Glossary, tsv};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Bring memories (TMX, tables, other projects) and glossaries (TSV) into the project
///
/// Every unit and every row is either imported or reported with the reason. A damaged file gives
/// what is good in it. A project that is not there is made. `bitext memory undo` takes an import
/// back.
///
/// A table is one of units if its header names source, target, and one of confidence, flags,
/// source_document, source_language …; else it is a glossary. --as tells where that is wrong.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Memories (.tmx, .bitext, tables) and glossaries (.tsv, .tab, .utf8, .txt); - is a TMX on stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What becomes of units that the project has already
    #[arg(long, value_enum, value_name = "POLICY", default_value_t = Policy::Merge)]
    duplicates: Policy,
    /// What the tables among the files are
    #[arg(long = "as", value_enum, value_name = "KIND")]
    kind: Option<TableKind>,
    /// Source language: of a table that does not name its own; of a TMX with several languages, the
    /// one that the others translate
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Option<Language>,
    /// Target language: of a table that does not name its own; of a TMX, the only one wanted
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
    /// Tell what would come of it, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TableKind {
    /// Units: two texts a row
    Memory,
    /// Concepts: a term a row with its equivalents
    Glossary,
}

const EXAMPLES: &str = "\
Examples:
  bitext import memory.tmx
  bitext import --duplicates newest old.tmx new.tmx
  bitext import three-languages.tmx --from fr --to en
  bitext import aligned.tsv --as memory --from en --to fr
  bitext import colleague.bitext
  bitext import glossary.tsv --from fr --to en
  bitext import memory.tmx --project client.bitext";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Policy {
    /// Import them all the same
    Keep,
    /// Equal texts in the same context become one unit with the properties of both
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
        .map(|path| kind(path, arguments.kind))
        .collect::<Result<Vec<Kind>>>()?;
    for (path, kind) in arguments.files.iter().zip(kinds) {
        match kind {
            Kind::Tmx => units::import_tmx(path, arguments, global, console)?,
            Kind::Units => table::import_table(path, arguments, global, console)?,
            Kind::Project => other::import_project(path, arguments, global, console)?,
            Kind::Glossary => import_glossary(path, arguments, global, console)?,
        }
    }
    Ok(Outcome::Done)
}

/// What a file brings.
enum Kind {
    Tmx,
    /// A table of units.
    Units,
    /// Another project.
    Project,
    Glossary,
}

/// By its first bytes or the ending of its name; on stdin a TMX is expected.
fn kind(path: &Path, tables: Option<TableKind>) -> Result<Kind> {
    if path == Path::new("-") {
        return Ok(match tables {
            None => Kind::Tmx,
            Some(TableKind::Memory) => Kind::Units,
            Some(TableKind::Glossary) => Kind::Glossary,
        });
    }
    if path.is_dir() {
        bail!("{}: this is a folder; name the files in it", path.display());
    }
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let table = || match tables {
        Some(TableKind::Memory) => Kind::Units,
        Some(TableKind::Glossary) => Kind::Glossary,
        None if table::is_unit_table(path) => Kind::Units,
        None => Kind::Glossary,
    };
    match ending.as_str() {
        "tmx" => Ok(Kind::Tmx),
        "bitext" => Ok(Kind::Project),
        "tsv" | "tab" | "txt" | "utf8" => Ok(table()),
        "csv" if tables == Some(TableKind::Memory) || table::is_unit_table(path) => Ok(Kind::Units),
        _ if is_database(path) => Ok(Kind::Project),
        _ => bail!(
            "{}: cannot import files of this kind: expected a memory (.tmx, .bitext, or a table of units in .tsv or \
             .csv) or a glossary (.tsv, .tab, .utf8, .txt)",
            path.display()
        ),
    }
}

/// Whether a file is a database, whatever it is called.
fn is_database(path: &Path) -> bool {
    let mut first = [0; 15];
    std::fs::File::open(path).is_ok_and(|mut file| {
        std::io::Read::read_exact(&mut file, &mut first).is_ok() && &first == b"SQLite format 3"
    })
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
    let rows = counted(reading.rows, "row", "rows");
    take_concepts(path, reading.glossary, &rows, arguments, global, console)
}

/// Takes concepts into the project, those that it has already as a decision of whoever imports them.
fn take_concepts(
    path: &Path,
    imported: Glossary,
    rows: &str,
    arguments: &Arguments,
    global: &Global,
    console: &Console,
) -> Result<()> {
    let read = imported.len();
    let (mut new, mut changed) = (0, 0);
    let work = |project: &mut Project| {
        let mut glossary = project::glossary(project)?;
        let (who, now) = (project::who(), project::now().to_string());
        let stamp = || glossary::Stamp::new(&who, &now);
        for concept in imported.into_concepts() {
            if glossary.get(&concept.id).is_none() {
                let status = concept.status;
                let id = glossary.create(concept, stamp());
                glossary.set_status(&id, status, stamp())?;
                new += 1;
            } else {
                changed += usize::from(update(&mut glossary, concept, &stamp)?);
            }
        }
        if arguments.dry_run {
            return Ok(());
        }
        project::store_glossary(project, &glossary, &format!("import {}", path.display()))
    };
    if arguments.dry_run {
        project::with_or_without(global, work)?;
    } else {
        project::with(global, work)?;
    }
    console.note(format_args!(
        "{}: {} read from {rows}: {} new, {} changed, {} as before{}",
        path.display(),
        counted(read, "concept", "concepts"),
        number(new),
        number(changed),
        number(read - new - changed),
        if arguments.dry_run {
            "; nothing was changed (--dry-run)"
        } else {
            ""
        },
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
