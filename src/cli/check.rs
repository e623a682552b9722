//! `bitext check`: what is wrong with a file, with the place of each finding.
//!
//! A file is read to its end as every other command reads it. Whatever looks at its units one by one is
//! a [`Look`]: the tool a file is meant for is one, and checks of the units' quality are others.

use super::Outcome;
use super::console::Console;
use super::exchange::{Reading, format, left_out};
use super::target::{Losses, TargetArgument};
use super::wording::counted;
use anyhow::Result;
use bitext_exchange::{Error, Finding, Format, Source};
use bitext_tmx::{Target, Unit};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// List what is wrong with files of units: TMX, XLIFF, PO, tables
///
/// Each finding is one line on stdout, with line, column and unit, and with what reading the file
/// would do about it. Exit code 1 when there is any, 0 when the file is as it should be.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Files to check; - is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read as this format, whatever the files are called
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    input_format: Option<Format>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Print::Text)]
    format: Print,
    /// Findings of each kind that are listed; all are counted
    #[arg(long, value_name = "COUNT", default_value_t = 1000)]
    limit: usize,
    #[command(flatten)]
    target: TargetArgument,
    #[command(flatten)]
    reading: Reading,
}

const EXAMPLES: &str = "\
Examples:
  bitext check memory.tmx
  bitext check memory.tmx --for trados
  bitext check delivery.xlf --format jsonl
  bitext check *.tmx --quiet && echo fine";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Print {
    /// One line a finding, for people
    Text,
    /// One JSON object a finding
    Jsonl,
}

/// What looks at the units of a file, one after the other.
trait Look {
    /// Looks at a unit.
    fn unit(&mut self, unit: &Unit, source_language: &str);

    /// Tells what it saw; true when the file does not pass.
    fn tell(&self, console: &Console) -> bool;
}

/// What a tool would refuse or lose.
struct ForTool {
    tool: Target,
    losses: Losses,
}

impl Look for ForTool {
    fn unit(&mut self, unit: &Unit, source_language: &str) {
        self.losses.adapt(unit, source_language);
    }

    fn tell(&self, console: &Console) -> bool {
        self.losses.foretell(self.tool, console);
        false
    }
}

impl Arguments {
    /// Everything that looks at the units of one file.
    fn looks(&self) -> Vec<Box<dyn Look>> {
        let mut looks: Vec<Box<dyn Look>> = Vec::new();
        if let Some(tool) = self.target.target() {
            let losses = self.target.losses();
            looks.push(Box::new(ForTool { tool, losses }));
        }
        looks
    }
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Outcome> {
    let mut out = BufWriter::new(std::io::stdout());
    let mut failed = false;
    for path in &arguments.files {
        let name = path.display().to_string();
        let opened =
            arguments
                .reading
                .open_for_findings(path, arguments.input_format, arguments.limit);
        let mut source = match opened {
            Ok(source) => source,
            // One bad file says nothing about the next, but a name that is none ends the command.
            Err(error) if error.downcast_ref::<Error>().is_some() => {
                let error = error.downcast::<Error>()?;
                print(&mut out, arguments.format, &name, &Line::of_error(&error))?;
                failed = true;
                continue;
            }
            Err(error) => return Err(error),
        };
        failed |= check(source.as_mut(), &name, arguments, &mut out, console)?;
    }
    out.flush()?;
    Ok(if failed {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

/// Reads a file to its end; true when something is wrong with it.
fn check(
    source: &mut dyn Source,
    name: &str,
    arguments: &Arguments,
    out: &mut impl Write,
    console: &Console,
) -> Result<bool> {
    let language = source.source_language().to_owned();
    let mut looks = arguments.looks();
    let broken = loop {
        match source.next_unit() {
            Ok(Some(unit)) => looks
                .iter_mut()
                .for_each(|look| look.unit(&unit, &language)),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    let report = source.report();
    for finding in &report.findings {
        print(out, arguments.format, name, &Line::of_finding(finding))?;
    }
    if let Some(error) = &broken {
        print(out, arguments.format, name, &Line::of_error(error))?;
    }
    out.flush()?;
    let mut failed = broken.is_some();
    failed |= report.findings.iter().any(|finding| !finding.is_harmless);
    for look in &looks {
        failed |= look.tell(console);
    }
    let kinds: Vec<String> = report
        .counts
        .iter()
        .map(|(kind, count)| format!("{kind} {count}"))
        .collect();
    console.note(format_args!(
        "{name}: {}{}; {}{}",
        counted(report.units, "unit", "units"),
        left_out(&report),
        counted(report.total(), "finding", "findings"),
        if kinds.is_empty() {
            String::new()
        } else {
            format!(" ({})", kinds.join(", "))
        }
    ));
    Ok(failed)
}

/// A finding as it is printed.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    kind: &'a str,
    message: String,
    skips_unit: bool,
    #[serde(skip)]
    text: String,
}

impl<'a> Line<'a> {
    fn of_finding(finding: &'a Finding) -> Self {
        Self {
            file: "",
            line: Some(finding.line),
            column: finding.column,
            unit: finding.unit,
            id: finding.name.as_deref(),
            kind: finding.kind,
            message: finding.what.clone(),
            skips_unit: finding.skips_unit,
            text: finding.to_string(),
        }
    }

    fn of_error(error: &Error) -> Self {
        Self {
            file: "",
            line: error.line(),
            column: None,
            unit: None,
            id: None,
            kind: "error",
            message: error.to_string(),
            skips_unit: false,
            text: error.to_string(),
        }
    }
}

fn print(out: &mut impl Write, format: Print, name: &str, line: &Line<'_>) -> Result<()> {
    match format {
        Print::Text => writeln!(out, "{name}: {}", line.text)?,
        Print::Jsonl => {
            let line = serde_json::to_string(&Line {
                file: name,
                text: String::new(),
                message: line.message.clone(),
                ..*line
            })?;
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}
