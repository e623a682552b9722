//! What differs between two glossaries.

use super::super::console::Console;
use super::super::output::Output;
use super::super::wording::number;
use super::super::{Global, Outcome, project};
use super::Diff;
use super::exchange::{self, Languages};
use anyhow::Result;
use bitext_glossary::{Changed, Concept, Glossary, diff};
use std::io::Write;
use std::path::Path;

pub(super) fn run(arguments: &Diff, global: &Global, console: &Console) -> Result<Outcome> {
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
        arguments.json,
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

/// Writes the differences to stdout: `+` added, `-` removed, `~` changed, `.` metadata only.
pub(crate) fn print(
    before: &Glossary,
    after: &Glossary,
    content_only: bool,
    json: bool,
    console: &Console,
) -> Result<Outcome> {
    let mut found = diff(before, after);
    let metadata = found.metadata.len();
    if content_only {
        found.metadata.clear();
    }
    let mut output = Output::stdout();
    if json {
        serde_json::to_writer(&mut output, &found)?;
        writeln!(output)?;
    } else {
        for (sign, concepts) in [('-', &found.removed), ('+', &found.added)] {
            for concept in concepts {
                writeln!(output, "{sign} {}", whole(concept))?;
            }
        }
        for (sign, changes) in [('~', &found.changed), ('.', &found.metadata)] {
            for change in changes {
                write_change(&mut output, sign, change)?;
            }
        }
    }
    output.finish()?;
    console.note(format_args!(
        "{} added, {} removed, {} changed, {} with other metadata, {} the same",
        number(found.added.len()),
        number(found.removed.len()),
        number(found.changed.len()),
        number(metadata),
        number(found.same)
    ));
    Ok(if found.is_empty() {
        Outcome::Done
    } else {
        Outcome::Nothing
    })
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
