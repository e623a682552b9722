//! What differs between two glossaries.

use super::super::console::Console;
use super::super::output::Output;
use super::super::wording::number;
use super::super::{Global, Outcome, project};
use super::exchange::{self, Languages};
use anyhow::Result;
use bitext_glossary::{Changed, Concept, Diff, Glossary, described, diff, fold};
use serde::Serialize;
use std::io::Write;
use std::path::Path;

pub(super) fn run(arguments: &super::Diff, global: &Global, console: &Console) -> Result<Outcome> {
    let languages = Languages {
        from: arguments.from.as_ref(),
        to: arguments.to.as_ref(),
    };
    let after = arguments.after.as_deref();
    let after = after.unwrap_or(global.project.as_path());
    let before = glossary(&arguments.before, &languages, console)?;
    let after = glossary(after, &languages, console)?;
    print(
        &before,
        &after,
        arguments.content_only,
        if arguments.json {
            Shape::Whole
        } else {
            Shape::Text
        },
        console,
    )
}

/// A glossary from a project or from a file of any format.
fn glossary(path: &Path, languages: &Languages<'_>, console: &Console) -> Result<Glossary> {
    let called_project = path.extension().is_some_and(|ending| ending == "bitext");
    if exchange::is_project(path) || called_project {
        return project::glossary(&project::open(path)?);
    }
    Ok(exchange::read(path, languages, console)?.glossary)
}

/// How differences are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// For people.
    Text,
    /// One JSON object for all.
    Whole,
    /// One JSON object a difference.
    Lines,
    /// The numbers alone.
    Summary,
}

/// Writes the differences to stdout: `+` added, `-` removed, `~` changed, `.` metadata only.
pub(crate) fn print(
    before: &Glossary,
    after: &Glossary,
    content_only: bool,
    shape: Shape,
    console: &Console,
) -> Result<Outcome> {
    let mut found = diff(before, after);
    let summary = format!(
        "{} added, {} removed, {} changed, {} in metadata only, {} the same",
        number(found.added.len()),
        number(found.removed.len()),
        number(found.changed.len()),
        number(found.metadata.len()),
        number(found.same)
    );
    if content_only {
        found.metadata.clear();
    }
    let mut output = Output::stdout();
    match shape {
        Shape::Text => text(&mut output, &found)?,
        Shape::Whole => {
            serde_json::to_writer(&mut output, &found)?;
            writeln!(output)?;
        }
        Shape::Lines => lines(&mut output, &found)?,
        Shape::Summary => writeln!(output, "{summary}")?,
    }
    output.finish()?;
    if shape != Shape::Summary {
        console.note(summary);
    }
    Ok(if found.is_empty() {
        Outcome::Done
    } else {
        Outcome::Nothing
    })
}

fn text(output: &mut Output, found: &Diff) -> Result<()> {
    for (sign, concepts) in [('-', &found.removed), ('+', &found.added)] {
        for concept in concepts {
            writeln!(output, "{sign} {}", whole(concept))?;
        }
    }
    for (sign, changes) in [('~', &found.changed), ('.', &found.metadata)] {
        for change in changes {
            write_change(output, sign, change)?;
        }
    }
    Ok(())
}

/// A difference as a line of JSON.
#[derive(Serialize)]
struct Line<'a, T: Serialize> {
    change: &'static str,
    #[serde(flatten)]
    what: &'a T,
}

fn lines(output: &mut Output, found: &Diff) -> Result<()> {
    fn each<T: Serialize>(output: &mut Output, change: &'static str, list: &[T]) -> Result<()> {
        for what in list {
            serde_json::to_writer(&mut *output, &Line { change, what })?;
            writeln!(output)?;
        }
        Ok(())
    }
    each(output, "removed", &found.removed)?;
    each(output, "added", &found.added)?;
    each(output, "changed", &found.changed)?;
    each(output, "metadata", &found.metadata)
}

/// Writes a glossary to stdout as text, sorted by terms: a block a concept, everything on its line.
pub(crate) fn show(glossary: &Glossary) -> Result<()> {
    let mut concepts: Vec<&Concept> = glossary.concepts().collect();
    let key = |concept: &Concept| concept.head().map(|(_, term)| fold(&term.text));
    concepts.sort_by_cached_key(|concept| (key(concept), concept.id.clone()));
    let mut output = Output::stdout();
    for concept in concepts {
        writeln!(output, "{}  {}", concept.status, concept.id)?;
        for (tag, terms) in &concept.terms {
            for term in terms {
                writeln!(output, "  {tag}: {}", one_line(&term.text))?;
            }
        }
        for field in described(concept) {
            for value in &field.added {
                writeln!(output, "  {}: {}", field.field, one_line(value))?;
            }
        }
        writeln!(output)?;
    }
    output.finish()
}

/// A concept on one line: its id and its terms.
fn whole(concept: &Concept) -> String {
    let terms = concept.terms.iter().map(|(tag, terms)| {
        let texts: Vec<&str> = terms.iter().map(|term| term.text.as_str()).collect();
        format!("{tag}: {}", texts.join(" | "))
    });
    let terms: Vec<String> = terms.collect();
    format!("{}  {}", concept.id, terms.join("  "))
}

fn write_change(output: &mut Output, sign: char, change: &Changed) -> Result<()> {
    writeln!(output, "{sign} {}  {}", change.after, change.head)?;
    for field in &change.fields {
        for (sign, values) in [('-', &field.removed), ('+', &field.added)] {
            for value in values {
                writeln!(output, "    {sign} {}: {}", field.field, one_line(value))?;
            }
        }
    }
    Ok(())
}

fn one_line(value: &str) -> String {
    value.replace(['\n', '\r', '\t'], " ")
}
