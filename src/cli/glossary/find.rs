//! The project's terms in documents.

use super::super::console::Console;
use super::super::output::Output;
use super::super::term_finder::{Known, TermFinder};
use super::super::wording::{counted, number};
use super::super::{Global, Outcome, input, project};
use super::{Find, ListFormat};
use anyhow::Result;
use bitext::document::Document;
use serde::Serialize;
use std::io::Write;

/// A term at its place.
#[derive(Serialize)]
struct Line<'a> {
    document: &'a str,
    /// The segment, counted from 1.
    segment: usize,
    /// The line the segment starts in, counted from 1.
    line: usize,
    /// Characters of the segment, from 0.
    start: usize,
    end: usize,
    /// As it stands there.
    text: &'a str,
    term: &'a str,
    targets: &'a [String],
    /// Whether other words stand between those of the term.
    interrupted: bool,
    approved: bool,
}

pub(super) fn run(arguments: &Find, global: &Global, console: &Console) -> Result<Outcome> {
    let mut files = Vec::new();
    for path in &arguments.documents {
        files.extend(input::files(path)?);
    }
    let language = input::detect_language(arguments.lang.as_ref(), &files)?;
    let glossary = project::glossary(&project::open(&global.project)?)?;
    let wanted = |known: &Known| known.approved || !arguments.approved;
    let finder = TermFinder::new(&[glossary], &language, arguments.to.as_ref(), wanted);
    if finder.is_empty() {
        console.note(format_args!(
            "the project has no such terms in {language}; `bitext mine` proposes some, `bitext import` takes a termbase"
        ));
        return Ok(Outcome::Nothing);
    }
    let reading = input::in_language(&arguments.reading.options(console)?, &language);
    let mut output = Output::stdout();
    let mut count = 0;
    for path in &files {
        let document = input::read(path, &reading)?;
        count += write(&document, &finder, arguments, &mut output)?;
    }
    output.finish()?;
    console.note(format_args!(
        "{} of terms in {}",
        counted(count, "occurrence", "occurrences"),
        counted(files.len(), "document", "documents")
    ));
    Ok(if count == 0 {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

/// Writes the terms of a document; how many there are.
fn write(
    document: &Document,
    finder: &TermFinder,
    arguments: &Find,
    output: &mut Output,
) -> Result<usize> {
    let mut count = 0;
    for (at, segment) in document.segments.iter().enumerate() {
        for (found, known) in finder.find(&segment.text) {
            count += 1;
            let start = segment.text[..found.bytes.start].chars().count();
            let text = &segment.text[found.bytes.clone()];
            let line = Line {
                document: &document.name,
                segment: at + 1,
                line: segment.line,
                start,
                end: start + text.chars().count(),
                text,
                term: &known.term,
                targets: &known.targets,
                interrupted: found.interrupted,
                approved: known.approved,
            };
            if arguments.json || arguments.format == ListFormat::Jsonl {
                serde_json::to_writer(&mut *output, &line)?;
                writeln!(output)?;
            } else {
                write_text(&line, output)?;
            }
        }
    }
    Ok(count)
}

/// `article.txt:12: preuves numériques → preuve numérique: digital evidence | electronic evidence`
fn write_text(line: &Line<'_>, output: &mut Output) -> Result<()> {
    let targets = if line.targets.is_empty() {
        String::new()
    } else {
        format!(": {}", line.targets.join(" | "))
    };
    let Line {
        document,
        text,
        term,
        ..
    } = line;
    writeln!(
        output,
        "{document}:{}: {text} → {term}{targets}",
        number(line.line)
    )?;
    Ok(())
}
