//! `bitext diff`: what sets two memories apart, and one memory as text for git.

use super::Outcome;
use super::console::Console;
use super::exchange::{Reading, drain, format};
use super::wording::{counted, number};
use anyhow::Result;
use bitext_exchange::{Change, Entry, Format, difference};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Compare two files of units: added, removed, changed, changed in metadata only
///
/// Any two formats compare. The order of units says nothing. Exit code 1 when they differ, 0 when
/// they are the same.
///
/// With one file its units are printed as text, sorted, so that `git diff` can compare memories:
/// git config diff.bitext.textconv "bitext diff", and *.tmx diff=bitext in .gitattributes.
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
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    input_format: Option<Format>,
    #[command(flatten)]
    reading: Reading,
}

const EXAMPLES: &str = "\
Examples:
  bitext diff old.tmx new.tmx
  bitext diff sent.tmx returned.xlf --format summary
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

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Outcome> {
    let mut out = BufWriter::new(std::io::stdout());
    let before = entries(&arguments.before, arguments, console)?;
    let Some(after) = &arguments.after else {
        let mut entries = before;
        entries.sort();
        entries
            .iter()
            .try_for_each(|entry| as_text(&mut out, entry))?;
        out.flush()?;
        return Ok(Outcome::Done);
    };
    let found = difference(before, entries(after, arguments, console)?);
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
            .try_for_each(|change| tell(&mut out, change))?,
        Print::Jsonl => found
            .changes
            .iter()
            .try_for_each(|change| as_json(&mut out, change))?,
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

fn entries(path: &Path, arguments: &Arguments, console: &Console) -> Result<Vec<Entry>> {
    let mut source = arguments.reading.open(path, arguments.input_format)?;
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

/// One entry as a block of lines.
fn as_text(out: &mut impl Write, entry: &Entry) -> Result<()> {
    writeln!(out, "{}: {}", entry.source_language, lines(&entry.source))?;
    writeln!(out, "{}: {}", entry.target_language, lines(&entry.target))?;
    if let Some(id) = &entry.id {
        writeln!(out, "  id: {}", lines(id))?;
    }
    for line in &entry.metadata {
        writeln!(out, "  {}", lines(line))?;
    }
    writeln!(out)?;
    Ok(())
}

/// Further lines of a text stand under its first one.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\n    ")
}

fn tell(out: &mut impl Write, change: &Change) -> Result<()> {
    let head = |what: &str, entry: &Entry| {
        let id = entry
            .id
            .as_deref()
            .map(|id| format!(" ({id})"))
            .unwrap_or_default();
        format!(
            "{what}: {} → {}{id}",
            entry.source_language, entry.target_language
        )
    };
    match change {
        Change::Added(entry) => {
            writeln!(out, "{}", head("added", entry))?;
            writeln!(
                out,
                "  + {}\n  + {}",
                lines(&entry.source),
                lines(&entry.target)
            )?;
        }
        Change::Removed(entry) => {
            writeln!(out, "{}", head("removed", entry))?;
            writeln!(
                out,
                "  - {}\n  - {}",
                lines(&entry.source),
                lines(&entry.target)
            )?;
        }
        Change::Changed(before, after) => {
            writeln!(out, "{}", head("changed", after))?;
            both(out, &before.source, &after.source)?;
            both(out, &before.target, &after.target)?;
            metadata(out, before, after)?;
        }
        Change::Metadata(before, after) => {
            writeln!(out, "{}", head("metadata", after))?;
            both(out, &before.source, &after.source)?;
            both(out, &before.target, &after.target)?;
            metadata(out, before, after)?;
        }
    }
    Ok(())
}

/// A text of both files: once where it is the same.
fn both(out: &mut impl Write, before: &str, after: &str) -> Result<()> {
    if before == after {
        writeln!(out, "    {}", lines(after))?;
    } else {
        writeln!(out, "  - {}\n  + {}", lines(before), lines(after))?;
    }
    Ok(())
}

/// What only one of the two has.
fn metadata(out: &mut impl Write, before: &Entry, after: &Entry) -> Result<()> {
    let [old, new] = [before, after].map(known);
    for line in old.iter().filter(|line| !new.contains(line)) {
        writeln!(out, "  - {}", lines(line))?;
    }
    for line in new.iter().filter(|line| !old.contains(line)) {
        writeln!(out, "  + {}", lines(line))?;
    }
    Ok(())
}

fn known(entry: &Entry) -> Vec<String> {
    let id = entry.id.iter().map(|id| format!("id: {id}"));
    id.chain(entry.metadata.iter().cloned()).collect()
}

/// An entry as it is printed.
#[derive(Serialize)]
struct Side<'a> {
    source: &'a str,
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    metadata: &'a [String],
}

impl<'a> Side<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self {
            source: &entry.source,
            target: &entry.target,
            id: entry.id.as_deref(),
            metadata: &entry.metadata,
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    change: &'static str,
    source_language: &'a str,
    target_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Side<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Side<'a>>,
}

fn as_json(out: &mut impl Write, change: &Change) -> Result<()> {
    let (name, before, after) = match change {
        Change::Added(entry) => ("added", None, Some(entry)),
        Change::Removed(entry) => ("removed", Some(entry), None),
        Change::Changed(before, after) => ("changed", Some(before), Some(after)),
        Change::Metadata(before, after) => ("metadata", Some(before), Some(after)),
    };
    let line = Line {
        change: name,
        source_language: &change.entry().source_language,
        target_language: &change.entry().target_language,
        before: before.map(Side::of),
        after: after.map(Side::of),
    };
    writeln!(out, "{}", serde_json::to_string(&line)?)?;
    Ok(())
}
