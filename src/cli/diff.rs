//! `bitext diff`: what sets two memories or two glossaries apart, and one of them as text for git.
//!
//! - this file: arguments, what the files hold, units;
//! - `units`: how units and their differences are printed. How concepts are is in `glossary::compare`.

mod units;

use super::console::Console;
use super::exchange::{Reading, drain};
use super::glossary::{compare, exchange};
use super::kind::{self, Kind, Named, named};
use super::terms_as_units::{self, Ready};
use super::wording::{counted, number};
use super::{Outcome, project};
use anyhow::{Result, bail};
use bitext::memory::Filter;
use bitext_exchange::{Entry, Source, difference};
use bitext_glossary::Glossary;
use clap::{Args, ValueEnum};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Compare two memories or two glossaries: added, removed, changed, changed in metadata only
///
/// Any two formats compare, and projects. The order of units and concepts says nothing. Exit code 1
/// when they differ, 0 when they are the same. Of a memory and a glossary the pairs of terms are
/// compared with the units. A table holds what its header says, else what the other file holds, or
/// units; of a project the units are compared; --as glossary asks for concepts.
///
/// With one file its units or concepts are printed as text, sorted, so that `git diff` can compare
/// them: git config diff.bitext.textconv "bitext diff", and *.tmx diff=bitext in .gitattributes.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The file as it was, or the only file
    #[arg(value_name = "BEFORE")]
    before: PathBuf,
    /// The file as it is
    #[arg(value_name = "AFTER")]
    after: Option<PathBuf>,
    /// How differences are printed
    #[arg(long, value_enum, default_value_t = Print::Text)]
    format: Print,
    /// Read both files as this format, whatever they are called
    #[arg(long, value_name = "FORMAT", value_parser = named)]
    input_format: Option<Named>,
    /// What tables and projects are compared by
    #[arg(long = "as", value_enum, value_name = "KIND")]
    kind: Option<Kind>,
    #[command(flatten)]
    reading: Reading,
}

const EXAMPLES: &str = "\
Examples:
  bitext diff old.tmx new.tmx
  bitext diff sent.tmx returned.xlf --format summary
  bitext diff old.tbx reviewed.xlsx
  bitext diff before.bitext project.bitext --as glossary
  bitext diff memory.tmx            # as text, for git";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Print {
    /// Every difference, for people
    Text,
    /// One JSON object a difference
    Jsonl,
    /// The numbers alone
    Summary,
}

impl Arguments {
    /// What a file holds, given what the other one surely holds.
    fn kind(&self, path: &Path, other: Option<Kind>) -> Result<Kind> {
        if let Some(kind) = self.told(path) {
            return Ok(kind);
        }
        let concepts = !exchange::is_project(path) && kind::names_concepts(path)?;
        Ok(if concepts {
            Kind::Concepts
        } else {
            other.unwrap_or(Kind::Units)
        })
    }

    fn told(&self, path: &Path) -> Option<Kind> {
        if exchange::is_project(path) {
            return self.kind;
        }
        kind::told(path, self.input_format).or(self.kind)
    }
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Outcome> {
    let before = &arguments.before;
    let Some(after) = &arguments.after else {
        return match arguments.kind(before, None)? {
            Kind::Units => one_memory(arguments, console),
            Kind::Concepts => {
                compare::show(&glossary(before, arguments, console)?)?;
                Ok(Outcome::Done)
            }
        };
    };
    let old = arguments.kind(before, arguments.told(after))?;
    let new = arguments.kind(after, Some(old))?;
    // A table that says nothing goes by the other one, which may be the second.
    let old = arguments.kind(before, Some(new))?;
    if (old, new) == (Kind::Concepts, Kind::Concepts) {
        let shape = match arguments.format {
            Print::Text => compare::Shape::Text,
            Print::Jsonl => compare::Shape::Lines,
            Print::Summary => compare::Shape::Summary,
        };
        return compare::print(
            &glossary(before, arguments, console)?,
            &glossary(after, arguments, console)?,
            false,
            shape,
            console,
        );
    }
    let found = difference(
        entries(before, old, arguments, console)?,
        entries(after, new, arguments, console)?,
    );
    let mut out = BufWriter::new(std::io::stdout());
    let [added, removed, changed, metadata] = found.counts();
    let summary = format!(
        "{} added, {} removed, {} changed, {} in metadata only, {} the same",
        number(added),
        number(removed),
        number(changed),
        number(metadata),
        number(found.same)
    );
    match arguments.format {
        Print::Text => found
            .changes
            .iter()
            .try_for_each(|change| units::tell(&mut out, change))?,
        Print::Jsonl => found
            .changes
            .iter()
            .try_for_each(|change| units::as_json(&mut out, change))?,
        Print::Summary => writeln!(out, "{summary}")?,
    }
    out.flush()?;
    if arguments.format != Print::Summary {
        console.note(summary);
    }
    Ok(if found.changes.is_empty() {
        Outcome::Done
    } else {
        Outcome::Nothing
    })
}

/// The only memory as text, sorted.
fn one_memory(arguments: &Arguments, console: &Console) -> Result<Outcome> {
    let mut out = BufWriter::new(std::io::stdout());
    let mut entries = entries(&arguments.before, Kind::Units, arguments, console)?;
    entries.sort();
    entries
        .iter()
        .try_for_each(|entry| units::as_text(&mut out, entry))?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// The concepts of a file or a project.
fn glossary(path: &Path, arguments: &Arguments, console: &Console) -> Result<Glossary> {
    if exchange::is_project(path) {
        return project::glossary(&project::open(path)?);
    }
    let format = arguments.input_format.and_then(|named| named.concepts);
    let reading = &arguments.reading;
    Ok(reading.open_glossary(path, format, console)?.glossary)
}

/// The units of a file or a project, or the pairs of terms of a glossary.
fn entries(
    path: &Path,
    kind: Kind,
    arguments: &Arguments,
    console: &Console,
) -> Result<Vec<Entry>> {
    let mut source: Box<dyn Source> = if kind == Kind::Concepts {
        let glossary = glossary(path, arguments, console)?;
        let (from, to) = arguments.reading.languages();
        let approved = arguments.reading.approved;
        let (units, lost) =
            terms_as_units::units(&glossary, from.as_deref(), to.as_deref(), approved);
        lost.tell(&path.display().to_string(), console);
        Box::new(units)
    } else if exchange::is_project(path) {
        Box::new(of_project(path)?)
    } else {
        let format = arguments.input_format.and_then(|named| named.units);
        arguments.reading.open(path, format)?
    };
    let mut entries = Vec::new();
    let name = path.display().to_string();
    let report = drain(source.as_mut(), &name, console, &mut |unit, language| {
        entries.extend(Entry::of_unit(unit, language));
        Ok(())
    })?;
    if report.skipped > 0 {
        console.warn(format_args!(
            "{name}: {} skipped",
            counted(report.skipped, "unit", "units")
        ));
    }
    Ok(entries)
}

/// The units of a project, as an export to TMX has them.
fn of_project(path: &Path) -> Result<Ready> {
    let project = project::open(path)?;
    let names = project::document_names(&project)?;
    let mut units = Vec::new();
    let mut header = None;
    project.units::<anyhow::Error>(&Filter::default(), |unit| {
        let documents = names(unit.source_document).zip(names(unit.target_document));
        let documents = documents
            .as_ref()
            .map(|(source, target)| (source.as_str(), target.as_str()));
        let mut written = super::units::to_tmx(&unit, documents);
        written.src_lang = Some(unit.source_language.to_string());
        header.get_or_insert_with(|| super::units::header(&unit.source_language));
        units.push(written);
        Ok(())
    })?;
    let Some(header) = header else {
        bail!("{}: there is no unit in the project", path.display());
    };
    Ok(Ready::new(units, header))
}
