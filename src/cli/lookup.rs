//! `bitext match`: the best units of a memory for a text.

use super::console::Console;
use super::memory::{self, Direction};
use super::output::Output;
use super::{Global, Outcome, input};
use anyhow::{Context, Result, bail};
use bitext::language::Language;
use bitext::memory::{Limits, Match, Matcher, Piece, Query, difference};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Find the best units of the memory for a text
///
/// The text comes from the argument, from --file, or from stdin, one segment a line. 100 is
/// identity, 101 and 102 identity with one or both neighbours; below that the score tells how many
/// of the words are the same.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The text to look up; stdin where there is neither this nor --file
    text: Option<String>,
    /// Look up each line of this file; - is stdin
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    file: Option<PathBuf>,
    /// The memory: a project or a TMX file; the project where it is not given
    #[arg(long, value_name = "FILE")]
    memory: Option<PathBuf>,
    /// Language of the text
    #[arg(long, value_name = "LANGUAGE")]
    from: Option<Language>,
    /// Language to translate into
    #[arg(long, value_name = "LANGUAGE")]
    to: Option<Language>,
    /// Least score, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 70.0)]
    min: f64,
    /// Most matches of one segment
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    top: usize,
    /// How the matches are shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write to this file; - is stdout
    #[arg(long, short, value_name = "FILE", default_value = "-", hide_default_value = true)]
    output: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object a query; scores as fractions (0.87)
    Jsonl,
    /// A table: query, score, source, target
    Tsv,
}

/// One segment that was looked up.
#[derive(Serialize)]
pub(super) struct Found<'a> {
    pub(super) query: &'a str,
    pub(super) matches: Vec<Line<'a>>,
}

/// One match.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    /// As a fraction: 1 is identity.
    pub(super) score: f64,
    pub(super) source: &'a str,
    pub(super) target: String,
    /// Whether numbers of the target were replaced by those of the query.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) substituted: bool,
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    if !(0.0..=102.0).contains(&arguments.min) {
        bail!("--min {}: expected a percentage from 0 to 102", arguments.min);
    }
    let text = queries(arguments)?;
    let queries: Vec<&str> = text.lines().collect();
    let direction = Direction { from: arguments.from.clone(), to: arguments.to.clone() };
    let memory = memory::matcher(arguments.memory.as_deref(), &direction, global, console)?;
    let limits = Limits { min: arguments.min, top: arguments.top };
    let found = look_up(&memory.matcher, &queries, limits);
    let mut output = Output::create(&arguments.output)?;
    match arguments.format {
        Format::Jsonl => write_json(&found, &mut output)?,
        Format::Tsv => write_table(&found, &mut output)?,
        Format::Text => {
            let colour = arguments.output.as_os_str() == "-" && std::io::stdout().is_terminal() && console.colour();
            write_text(&found, colour.then_some(&memory.from), &mut output)?;
        }
    }
    output.finish()?;
    let hits = found.iter().filter(|of| !of.matches.is_empty()).count();
    console.note(format_args!(
        "{hits} of {} segments have a match of at least {} %",
        queries.iter().filter(|query| !query.trim().is_empty()).count(),
        arguments.min
    ));
    Ok(if hits == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn queries(arguments: &Arguments) -> Result<String> {
    if let Some(text) = &arguments.text {
        return Ok(text.clone());
    }
    let path = arguments.file.clone().unwrap_or_else(|| PathBuf::from("-"));
    if arguments.file.is_none() && std::io::stdin().is_terminal() {
        bail!("nothing to look up: give a text, --file FILE, or pipe text in");
    }
    let bytes = input::bytes(&path)?;
    let text = String::from_utf8(bytes)
        .with_context(|| format!("{}: not UTF-8 text; convert it first", path.display()))?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}

/// Looks up every query, on all cores, in order, with its neighbours as context.
pub(super) fn look_up<'a>(matcher: &'a Matcher, queries: &[&'a str], limits: Limits) -> Vec<Found<'a>> {
    (0..queries.len())
        .into_par_iter()
        .map(|at| {
            let query = Query {
                text: queries[at],
                previous: at.checked_sub(1).map(|before| queries[before]),
                next: queries.get(at + 1).copied(),
            };
            let matches = if queries[at].trim().is_empty() { Vec::new() } else { matcher.matches(query, limits) };
            Found { query: queries[at], matches: matches.iter().map(line).collect() }
        })
        .collect()
}

fn line<'a>(found: &Match<'a>) -> Line<'a> {
    Line {
        // Four decimals: what a hundredth of a per cent needs.
        score: (found.score * 100.0).round() / 1e4,
        source: found.source,
        target: found.proposal().to_owned(),
        substituted: found.substituted.is_some(),
    }
}

fn write_json(found: &[Found<'_>], output: &mut Output) -> Result<()> {
    for of in found {
        serde_json::to_writer(&mut *output, of)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

/// Queries, scores and both texts as a table.
pub(super) fn write_table(found: &[Found<'_>], output: &mut Output) -> Result<()> {
    let mut table = csv::WriterBuilder::new().delimiter(b'\t').from_writer(output);
    table.write_record(["query", "score", "source", "target"])?;
    for of in found {
        for line in &of.matches {
            table.write_record([of.query, &format!("{:.2}", line.score), line.source, &line.target])?;
        }
    }
    table.flush()?;
    Ok(())
}

fn write_text(found: &[Found<'_>], colour: Option<&Language>, output: &mut Output) -> Result<()> {
    for of in found.iter().filter(|of| !of.matches.is_empty()) {
        writeln!(output, "{}", of.query)?;
        for line in &of.matches {
            let mark = if line.substituted { " (numbers replaced)" } else { "" };
            writeln!(output, "  {:>3} %  {}", (line.score * 100.0).floor(), compared(of.query, line.source, colour))?;
            writeln!(output, "         {}{mark}", line.target)?;
        }
        writeln!(output)?;
    }
    Ok(())
}

/// The source of a match, with what the query has in its place marked where colour shows.
fn compared(query: &str, source: &str, colour: Option<&Language>) -> String {
    let Some(language) = colour else {
        return source.to_owned();
    };
    difference(source, query, language)
        .iter()
        .map(|piece| match piece {
            Piece::Equal(text) => (*text).to_owned(),
            Piece::Deleted(text) => format!("\x1b[9;31m{text}\x1b[0m"),
            Piece::Inserted(text) => format!("\x1b[32m{text}\x1b[0m"),
        })
        .collect()
}
