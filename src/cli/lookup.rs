//! `bitext match`: the best units of a memory for a text.

use super::console::Console;
use super::language_code::language_code;
use super::memory::{self, Direction};
use super::output::Output;
use super::wording::{counted, number};
use super::{Global, Outcome, input};
use anyhow::{Result, bail};
use bitext::language::Language;
use bitext::memory::{Limits, Match, Matcher, Piece, Query, difference};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Find the best units of the memory for a text
///
/// The text comes from the argument, from --file, or from stdin, one segment a line. 100 is
/// identity, 101 and 102 identity with one or both neighbours; below that the score tells how many
/// of the words are the same.
///
/// Exit code 1 where nothing matches.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The text to look up, one segment a line; stdin where there is neither this nor --file
    text: Option<String>,
    /// Look up each line of this file; - is stdin
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    file: Option<PathBuf>,
    /// The memory: a project or a TMX file; the project where it is not given
    #[arg(long, value_name = "FILE")]
    memory: Option<PathBuf>,
    /// Language of the text; the memory's source language where it is not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Option<Language>,
    /// Language to translate into; the memory's where it is not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
    /// Least score, in per cent (0 to 102)
    #[arg(long, value_name = "PERCENT", default_value_t = 70.0, value_parser = percent)]
    min: f64,
    /// Most matches of one segment
    #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = at_least_one)]
    top: usize,
    /// How the matches are shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write to this file; - is stdout
    #[arg(
        long,
        short,
        value_name = "FILE",
        default_value = "-",
        hide_default_value = true
    )]
    output: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  bitext match \"Les données sont conservées.\" --memory memory.tmx
  bitext match --file nouveau.txt --min 75 --format tsv -o matches.tsv
  bitext match --memory memory.tmx --from en --to fr --file - --format jsonl < new.txt";

/// A score as people write it.
fn percent(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|value| (0.0..=102.0).contains(value))
        .ok_or_else(|| "expected a percentage from 0 to 102".to_owned())
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|value| *value > 0)
        .ok_or_else(|| "expected a whole number, at least 1".to_owned())
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
    let text = queries(arguments, console)?;
    let queries: Vec<&str> = text.lines().collect();
    let direction = Direction {
        from: arguments.from.clone(),
        to: arguments.to.clone(),
    };
    let memory = memory::matcher(arguments.memory.as_deref(), &direction, global, console)?;
    let limits = Limits {
        min: arguments.min,
        top: arguments.top,
    };
    Output::check(&arguments.output)?;
    let progress = console.spinner("looking up");
    let found = look_up(&memory.matcher, &queries, limits);
    progress.finish_and_clear();
    let mut output = Output::create(&arguments.output)?;
    match arguments.format {
        Format::Jsonl => write_json(&found, &mut output)?,
        Format::Tsv => write_table(&found, &mut output)?,
        Format::Text => {
            let page = Page {
                language: &memory.from,
                coloured: arguments.output.as_os_str() == "-" && console.colours_results(),
                width: (arguments.output.as_os_str() == "-")
                    .then(|| terminal_size::terminal_size_of(std::io::stdout()))
                    .flatten()
                    .map(|(width, _)| usize::from(width.0)),
            };
            page.write(&found, &mut output)?;
        }
    }
    output.finish()?;
    let hits = found.iter().filter(|of| !of.matches.is_empty()).count();
    let asked = queries
        .iter()
        .filter(|query| !query.trim().is_empty())
        .count();
    console.note(format_args!(
        "{} of {} matched, at {} % or more",
        number(hits),
        counted(asked, "segment", "segments"),
        arguments.min
    ));
    Ok(if hits == 0 {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

fn queries(arguments: &Arguments, console: &Console) -> Result<String> {
    if let Some(text) = &arguments.text {
        return Ok(text.clone());
    }
    let path = arguments.file.clone().unwrap_or_else(|| PathBuf::from("-"));
    if arguments.file.is_none() && std::io::stdin().is_terminal() {
        bail!("nothing to look up: give a text, --file FILE, or pipe text in");
    }
    input::lines(&path, console)
}

/// Looks up every query, on all cores, in order, with its neighbours as context.
pub(super) fn look_up<'a>(
    matcher: &'a Matcher,
    queries: &[&'a str],
    limits: Limits,
) -> Vec<Found<'a>> {
    (0..queries.len())
        .into_par_iter()
        .map(|at| {
            let query = Query {
                text: queries[at],
                previous: at.checked_sub(1).map(|before| queries[before]),
                next: queries.get(at + 1).copied(),
            };
            let matches = if queries[at].trim().is_empty() {
                Vec::new()
            } else {
                distinct(matcher, query, limits)
            };
            Found {
                query: queries[at],
                matches: matches.iter().map(line).collect(),
            }
        })
        .collect()
}

/// The best matches; of units with the same two texts the best one alone.
fn distinct<'a>(matcher: &'a Matcher, query: Query<'_>, limits: Limits) -> Vec<Match<'a>> {
    let mut asked = limits.top;
    loop {
        let wider = Limits {
            top: asked,
            ..limits
        };
        let mut found = matcher.matches(query, wider);
        let all = found.len();
        let mut seen = BTreeSet::new();
        found.retain(|found| seen.insert((found.source, found.target)));
        // Where twins took the places of others, more are asked for.
        if found.len() >= limits.top || all < asked {
            found.truncate(limits.top);
            return found;
        }
        asked = asked.saturating_mul(4);
    }
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
    let mut table = csv::WriterBuilder::new()
        .delimiter(b'\t')
        .from_writer(output);
    table.write_record(["query", "score", "source", "target"])?;
    for of in found {
        for line in &of.matches {
            table.write_record([
                of.query,
                &format!("{:.2}", line.score),
                line.source,
                &line.target,
            ])?;
        }
    }
    table.flush()?;
    Ok(())
}

/// How matches are shown to people.
struct Page<'a> {
    /// The language of the text.
    language: &'a Language,
    coloured: bool,
    /// Columns of the terminal; lines are not broken where there is none.
    width: Option<usize>,
}

/// Where texts begin, behind the score.
const INDENT: &str = "         ";

/// Narrower terminals break lines as they like.
const NARROWEST: usize = 40;

impl Page<'_> {
    fn write(&self, found: &[Found<'_>], output: &mut Output) -> Result<()> {
        for of in found.iter().filter(|of| !of.matches.is_empty()) {
            let query = if self.coloured {
                styled(&self.printable(of.query), "1")
            } else {
                self.printable(of.query)
            };
            writeln!(output, "{}", self.broken("", "", &query))?;
            for line in &of.matches {
                let score = format!("  {:>3} %  ", (line.score * 100.0).floor());
                let source = self.compared(of.query, line.source);
                writeln!(output, "{}", self.broken(&score, INDENT, &source))?;
                let mark = if line.substituted {
                    " (numbers replaced)"
                } else {
                    ""
                };
                let target = format!("{}{mark}", self.printable(&line.target));
                writeln!(output, "{}", self.broken(INDENT, INDENT, &target))?;
            }
            writeln!(output)?;
        }
        Ok(())
    }

    /// A text in lines that fit the terminal.
    fn broken(&self, first: &str, rest: &str, text: &str) -> String {
        match self.width.filter(|width| *width >= NARROWEST) {
            Some(width) => textwrap::fill(
                text,
                textwrap::Options::new(width)
                    .initial_indent(first)
                    .subsequent_indent(rest)
                    .word_separator(textwrap::WordSeparator::AsciiSpace)
                    .word_splitter(textwrap::WordSplitter::NoHyphenation),
            ),
            None => format!("{first}{text}"),
        }
    }

    /// A text that cannot command the terminal: control characters are not sent there.
    fn printable(&self, text: &str) -> String {
        if self.width.is_none() {
            return text.to_owned();
        }
        let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        text.chars().map(visible).collect()
    }

    /// The source of a match, with what the query has in its place marked where colour shows.
    fn compared(&self, query: &str, source: &str) -> String {
        if !self.coloured {
            return self.printable(source);
        }
        difference(source, query, self.language)
            .iter()
            .map(|piece| match piece {
                Piece::Equal(text) => self.printable(text),
                Piece::Deleted(text) => styled(&self.printable(text), "9;31"),
                Piece::Inserted(text) => styled(&self.printable(text), "32"),
            })
            .collect()
    }
}

/// A text in a style of the terminal (SGR codes), word by word, so that a line may end between them.
fn styled(text: &str, style: &str) -> String {
    text.split_inclusive(' ')
        .map(|word| {
            let letters = word.trim_end_matches(' ');
            let spaces = &word[letters.len()..];
            if letters.is_empty() {
                spaces.to_owned()
            } else {
                format!("\x1b[{style}m{letters}\x1b[0m{spaces}")
            }
        })
        .collect()
}
