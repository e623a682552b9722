//! `bitext import`: files of other tools come into the project.
//!
//! - this file: arguments, what a file is, glossaries;
//! - `units`: units on their way into the project; TMX; the report;
//! - `table`: tables of units; `other`: other projects.

mod other;
mod table;
mod units;

use super::console::Console;
use super::exchange::names_units;
use super::glossary::exchange;
use super::language_code::language_code;
use super::{Global, Outcome, project};
use anyhow::{Result, bail};
use bitext::language::Language;
use bitext::memory::{Duplicates, Project};
use bitext_glossary::Reading;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Bring memories (TMX, tables, other projects) and glossaries (TBX, XLSX, tables, MultiTerm …) into
/// the project
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
    /// Memories (.tmx, .bitext, tables of units) and glossaries (.tbx, .xlsx, .tsv, .csv, .xml, .utx,
    /// .utf8, .txt); - is a TMX on stdin
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
  bitext import termbase.tbx
  bitext import reviewed.xlsx
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
        "tsv" | "tab" | "txt" | "utf8" | "csv" => Ok(table()),
        ending if exchange::ENDINGS.contains(&ending) => Ok(Kind::Glossary),
        _ if is_database(path) => Ok(Kind::Project),
        _ if names_units(path) => bail!(
            "{name}: only TMX and tables are imported: make it TMX first, with bitext convert {name} {}",
            path.with_extension("tmx").display(),
            name = path.display(),
        ),
        _ => bail!(
            "{}: cannot import files of this kind: expected a memory (.tmx, .bitext, or a table of units in .tsv or \
             .csv) or a glossary ({})",
            path.display(),
            exchange::ENDINGS_TEXT
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
    let languages = exchange::Languages {
        from: arguments.from.as_ref(),
        to: arguments.to.as_ref(),
    };
    let reading = exchange::read(path, &languages, console)?;
    take_concepts(path, reading, arguments, global, console)
}

/// Takes concepts into the project, those that it has already as a decision of whoever imports them.
fn take_concepts(
    path: &Path,
    reading: Reading,
    arguments: &Arguments,
    global: &Global,
    console: &Console,
) -> Result<()> {
    let rows = reading.rows;
    let what = format!("import {}", path.display());
    let keep = !arguments.dry_run;
    let work = |project: &mut Project| exchange::take_in(reading, project, &what, keep);
    let sums = if keep {
        project::with(global, work)?
    } else {
        project::with_or_without(global, work)?
    };
    exchange::report(path, rows, &sums, keep, console);
    Ok(())
}
