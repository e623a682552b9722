//! Glossaries of other tools into the project and out of it.

use super::super::console::Console;
use super::super::output::Output;
use super::super::wording::{counted, number};
use super::super::{input, project};
use anyhow::{Context, Result, anyhow, bail};
use bitext::language::Language;
use bitext::memory::Project;
use bitext_glossary::{self as glossary, Export, ReadOptions, Reading, Selection, Taken};
use std::io::Write;
use std::path::Path;

/// The endings of files that hold glossaries.
pub(crate) const ENDINGS: [&str; 11] = [
    "tsv", "tab", "txt", "utf8", "csv", "xlsx", "tbx", "utx", "xml", "mtf", "martif",
];

/// The endings in words, for help and errors.
pub(crate) const ENDINGS_TEXT: &str =
    ".tsv, .csv, .xlsx, .tbx, .xml (MultiTerm), .utx, .utf8, .tab, .txt";

/// The languages of a list that does not name its own.
#[derive(Clone, Copy)]
pub(crate) struct Languages<'a> {
    pub(crate) from: Option<&'a Language>,
    pub(crate) to: Option<&'a Language>,
}

/// Whether a file is a project, whatever it is called.
pub(crate) fn is_project(path: &Path) -> bool {
    let mut first = [0; 15];
    std::fs::File::open(path).is_ok_and(|mut file| {
        std::io::Read::read_exact(&mut file, &mut first).is_ok() && &first == b"SQLite format 3"
    })
}

/// Reads a glossary and tells what is wrong with it.
pub(crate) fn read(path: &Path, languages: &Languages<'_>, console: &Console) -> Result<Reading> {
    let options = ReadOptions {
        source_language: languages.from.map(ToString::to_string),
        target_language: languages.to.map(ToString::to_string),
        ..ReadOptions::default()
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    read_with(path, &name, &options, console)
}

/// The same with any options; `name` is what the file is taken to be called.
pub(crate) fn read_with(
    path: &Path,
    name: &str,
    options: &ReadOptions,
    console: &Console,
) -> Result<Reading> {
    let bytes = input::bytes(path)?;
    let reading = glossary::read(name, &bytes, options).map_err(|error| {
        let (path, error) = (path.display(), error.to_string());
        if options.source_language.is_none() && error.contains("name the source language") {
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
    Ok(reading)
}

/// What became of the concepts of a file.
#[derive(Default)]
pub(crate) struct TakenIn {
    new: usize,
    changed: usize,
    same: usize,
}

/// Takes a glossary into a project, what it has already as decisions of whoever imports it; with
/// `keep` for good.
pub(crate) fn take_in(
    reading: Reading,
    project: &mut Project,
    what: &str,
    keep: bool,
) -> Result<TakenIn> {
    let mut known = project::glossary(project)?;
    let stamp = glossary::Stamp::new(project::who(), project::now().to_string());
    let mut sums = TakenIn::default();
    let Reading {
        glossary: mut read,
        coverage,
        ..
    } = reading;
    if known.title.is_none() {
        known.title = read.title.take();
    }
    if known.source.is_none() {
        known.source = read.source.take();
    }
    for property in std::mem::take(&mut read.extra) {
        if !known.extra.contains(&property) {
            known.extra.push(property);
        }
    }
    for concept in read.into_concepts() {
        match known.take_in(concept, &coverage, &stamp)? {
            Taken::New(_) => sums.new += 1,
            Taken::Changed(_) => sums.changed += 1,
            Taken::Same(_) => sums.same += 1,
        }
    }
    if keep {
        project::store_glossary(project, &known, what)?;
    }
    Ok(sums)
}

/// Says what became of a file's concepts.
pub(crate) fn report(path: &Path, rows: usize, sums: &TakenIn, kept: bool, console: &Console) {
    console.note(format_args!(
        "{}: {} read from {}: {} new, {} changed, {} as before{}",
        path.display(),
        counted(sums.new + sums.changed + sums.same, "concept", "concepts"),
        counted(rows, "row", "rows"),
        number(sums.new),
        number(sums.changed),
        number(sums.same),
        if kept {
            ""
        } else {
            "; nothing was changed (--dry-run)"
        }
    ));
}

/// Writes a glossary and says what was written and what the format could not hold.
pub(crate) fn write(
    glossary: &glossary::Glossary,
    selection: &Selection,
    path: &Path,
    format: &dyn Export,
    console: &Console,
) -> Result<()> {
    let mut output = Output::create(path)?;
    let report = format
        .write(glossary, selection, &mut output)
        .with_context(|| path.display().to_string())?;
    if report.concepts == 0 {
        bail!(
            "{}: nothing to write: {} left out, rejected or without a term in this language",
            path.display(),
            counted(report.left_out, "concept", "concepts")
        );
    }
    output.flush()?;
    output.finish()?;
    if path != Path::new("-") {
        console.note(format_args!(
            "{} written to {}",
            counted(report.concepts, "concept", "concepts"),
            path.display()
        ));
    }
    if report.left_out > 0 {
        console.note(format_args!(
            "{} left out: rejected, or without a term in this language",
            counted(report.left_out, "concept", "concepts")
        ));
    }
    for loss in &report.losses {
        console.note(format_args!(
            "{} cannot hold: {} ({})",
            format.name(),
            loss.what,
            counted(loss.count, "time", "times")
        ));
    }
    Ok(())
}
