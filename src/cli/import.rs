//! `bitext import`: files of other tools come into the project.

use super::console::Console;
use super::glossary::exchange;
use super::language_code::language_code;
use super::wording::{counted, number};
use super::{Global, Outcome, memory, project};
use anyhow::{Result, bail};
use bitext::language::Language;
use bitext::memory::{Added, Duplicates, Stamp};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Bring memories (TMX) and glossaries (TBX, XLSX, tables, MultiTerm …) into the project
///
/// Every unit and every row is either imported or reported with the reason. A damaged file gives
/// what is good in it. A project that is not there is made.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Memories (.tmx) and glossaries (.tbx, .xlsx, .tsv, .csv, .xml, .utx, .utf8, .txt); - is a memory on
    /// stdin
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
  bitext import termbase.tbx
  bitext import reviewed.xlsx
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
        ending if exchange::ENDINGS.contains(&ending) => Ok(Kind::Glossary),
        _ => bail!(
            "{}: cannot import files of this kind: expected a memory (.tmx) or a glossary ({})",
            path.display(),
            exchange::ENDINGS_TEXT
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
    let languages = exchange::Languages {
        from: arguments.from.as_ref(),
        to: arguments.to.as_ref(),
    };
    let reading = exchange::read(path, &languages, console)?;
    let rows = reading.rows;
    let what = format!("import {}", path.display());
    let sums = project::with(global, |project| {
        exchange::take_in(reading, project, &what, true)
    })?;
    exchange::report(path, rows, &sums, true, console);
    Ok(())
}
