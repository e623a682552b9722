//! Findings as people and programs read them: lines of text or JSON, or a log (see `sarif`).
//!
//! A line of text begins as compilers begin theirs, `file:line:column: `, so that editors jump to it.

use super::judge::Of;
use super::sarif::Log;
use anyhow::Result;
use bitext_exchange::{Error, Finding as InFile, Place};
use bitext_glossary::{Finding as InGlossary, Problem};
use clap::ValueEnum;
use serde::Serialize;
use std::fmt;
use std::io::{BufWriter, Stdout, Write};

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Print {
    /// One line a finding, for people
    Text,
    /// One JSON object a finding
    Jsonl,
    /// One SARIF 2.1.0 log, which code hosts show
    Sarif,
}

/// Prints findings to stdout; a log is written at the end.
pub(super) struct Printer {
    out: BufWriter<Stdout>,
    format: Print,
    texts: bool,
    log: Log,
}

impl Printer {
    /// With `texts` both texts of a unit stand below its finding.
    pub(super) fn new(format: Print, texts: bool) -> Self {
        Self {
            out: BufWriter::new(std::io::stdout()),
            format,
            texts,
            log: Log::default(),
        }
    }

    pub(super) fn print(&mut self, name: &str, line: &Line<'_>) -> Result<()> {
        match self.format {
            Print::Text => {
                writeln!(self.out, "{name}{line}")?;
                for text in [line.source, line.target].into_iter().flatten() {
                    if self.texts {
                        writeln!(self.out, "    {}", text.replace(['\n', '\r'], " "))?;
                    }
                }
            }
            Print::Jsonl => {
                serde_json::to_writer(&mut self.out, &InJson { file: name, line })?;
                writeln!(self.out)?;
            }
            Print::Sarif => self.log.add(name, line),
        }
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<()> {
        self.out.flush()?;
        Ok(())
    }

    /// Writes what is left to write.
    pub(super) fn finish(mut self) -> Result<()> {
        if self.format == Print::Sarif {
            serde_json::to_writer_pretty(&mut self.out, &std::mem::take(&mut self.log).finish())?;
            writeln!(self.out)?;
        }
        self.flush()
    }
}

#[derive(Serialize)]
struct InJson<'a> {
    file: &'a str,
    #[serde(flatten)]
    line: &'a Line<'a>,
}

/// A finding as it is printed.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    /// Where in the file it is: for a unit where that begins.
    pub(super) line: Option<u64>,
    /// In characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<u64>,
    /// Which cell of a row it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a str>,
    /// The rule, or what of its format the file breaks.
    pub(super) kind: &'a str,
    pub(super) message: String,
    pub(super) skips_unit: bool,
    /// Of a unit, the language of the translation that was judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target_language: Option<&'a str>,
    /// Whether the text names it: without it a reader would not know which translation is meant.
    #[serde(skip)]
    pub(super) is_one_of_several: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<&'a str>,
    /// What an exception for it would be kept as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mark: Option<&'a str>,
}

/// What stands behind the file's name.
impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        f.write_str(": ")?;
        match (self.unit, self.cell) {
            (Some(_), _) => write!(f, "{}: ", self.unit_name())?,
            (None, Some(cell)) => write!(f, "cell {cell}: ")?,
            (None, None) => {}
        }
        if self.mark.is_some() {
            write!(f, "{}: ", self.kind)?;
        }
        f.write_str(&self.message)
    }
}

impl<'a> Line<'a> {
    fn new(kind: &'a str, message: String) -> Self {
        Self {
            line: None,
            column: None,
            cell: None,
            unit: None,
            id: None,
            kind,
            message,
            skips_unit: false,
            target_language: None,
            is_one_of_several: false,
            source: None,
            target: None,
            mark: None,
        }
    }

    /// What people call the unit: `unit 12 (a17)`, and which of its translations is meant.
    pub(super) fn unit_name(&self) -> String {
        let number = self.unit.unwrap_or_default();
        let id = self.id.map(|id| format!(" ({id})")).unwrap_or_default();
        match self.target_language {
            Some(language) if self.is_one_of_several => format!("unit {number}{id} in {language}"),
            _ => format!("unit {number}{id}"),
        }
    }

    fn at(mut self, place: Option<Place>) -> Self {
        self.line = place.map(|place| place.line);
        self.column = place.and_then(|place| place.column);
        self
    }

    /// What is wrong with a file of units.
    pub(super) fn of_finding(finding: &'a InFile) -> Self {
        Self {
            unit: finding.unit,
            id: finding.name.as_deref(),
            skips_unit: finding.skips_unit,
            ..Self::new(finding.kind, finding.what.clone()).at(Some(finding.place()))
        }
    }

    /// What is wrong with a row of a glossary, or with an entry of one in XML.
    pub(super) fn of_row(finding: &'a InGlossary, has_cells: bool) -> Self {
        let end = if finding.skipped {
            "; the row was skipped"
        } else {
            ""
        };
        let of_file = matches!(
            finding.problem,
            Problem::Damaged { .. } | Problem::GuessedEncoding { .. }
        );
        Self {
            line: Some(finding.line),
            column: (!has_cells).then_some(finding.column as u64),
            cell: (has_cells && !of_file).then_some(finding.column),
            skips_unit: finding.skipped,
            ..Self::new("row", format!("{}{end}", finding.problem))
        }
    }

    /// Why a file of units cannot be read on.
    pub(super) fn of_error(error: &Error) -> Self {
        Self::new("error", error.what()).at(error.place())
    }

    /// Why a glossary cannot be read.
    pub(super) fn of_broken_glossary(error: &bitext_glossary::Error) -> Self {
        if let bitext_glossary::Error::XmlRead(error) = error {
            return Self::new("error", error.what()).at(Some(error.position().into()));
        }
        let whole = error.to_string();
        // The line stands before the message already.
        let place = error.line().map(|line| format!("line {line}"));
        let message = place
            .and_then(|place| whole.strip_prefix(&place))
            .map_or(whole.as_str(), |rest| {
                rest.trim_start_matches([':', ',', ' '])
            });
        Self {
            line: error.line(),
            ..Self::new("error", message.to_owned())
        }
    }

    /// What a rule found in a unit.
    pub(super) fn of_unit(of: &'a Of) -> Self {
        Self {
            unit: Some(of.number),
            id: of.id.as_deref(),
            target_language: Some(of.target_language.as_str()),
            is_one_of_several: of.is_one_of_several,
            source: Some(&of.source),
            target: Some(&of.target),
            mark: Some(&of.mark),
            ..Self::new(of.finding.rule.name(), of.finding.what.clone()).at(of.at)
        }
    }
}
