//! `bitext match`: the best units of a memory for a text.
//!
//! - `mod.rs`: arguments, the way through;
//! - `options.rs`: values of the arguments that take more than a word;
//! - `search.rs`: segments are looked up; `parts.rs`: what is known of their parts;
//! - `lines.rs`: results as JSON and tables; `page.rs`: for people.

mod lines;
mod options;
mod page;
mod parts;
mod search;

pub(super) use lines::write_table;
pub(super) use search::{Found, look_up};

use super::console::Console;
use super::language_code::language_code;
use super::memory::{self, Direction};
use super::output::Output;
use super::wording::{counted, number};
use super::{Global, Outcome, input};
use anyhow::{Result, bail};
use bitext::language::Language;
use bitext::memory::{Date, Limits, Metric};
use clap::{Args, ValueEnum};
use options::{Penalty, at_least_one, before, memory, penalty, percent, unit_penalties};
use page::Page;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Find the best units of the memory for a text
///
/// The text comes from the argument, from --file, or from stdin, one segment a line. 100 is
/// identity, 101 and 102 identity with one or both neighbours; below that the score tells how many
/// of the words are the same. --explain shows what was counted and taken off.
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
    /// A memory: a project or a TMX file; several may be given. POINTS are taken off each of its
    /// matches. The project where none is given
    #[arg(long, value_name = "FILE[=POINTS]", value_parser = memory)]
    memory: Vec<memory::Weighted>,
    /// Language of the text; the memory's source language where it is not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Option<Language>,
    /// Language to translate into; the memory's where it is not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
    /// Least score, in per cent (0 to 102)
    #[arg(long, value_name = "PERCENT", default_value_t = 70.0, value_parser = percent)]
    min: f64,
    /// Only identity: the same as --min 100
    #[arg(long, conflicts_with = "min")]
    exact: bool,
    /// Most matches of one segment
    #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = at_least_one)]
    top: usize,
    /// Tell how each score came about
    #[arg(long)]
    explain: bool,
    /// Where no unit matches whole: the longest parts that the memory has, and the glossary's terms
    #[arg(long)]
    fragments: bool,
    /// Take POINTS off units that are unreviewed, machine (machine-made), region (for another
    /// region), reversed (translated in the other direction) or old (see --old-before)
    #[arg(long, value_name = "KIND=POINTS", value_parser = penalty)]
    penalty: Vec<Penalty>,
    /// The date (2020-01-31) before which a unit was last changed if it is old
    #[arg(long, value_name = "DATE", value_parser = before)]
    old_before: Option<Date>,
    /// By what texts are compared
    #[arg(long, value_enum, default_value_t = By::Keys)]
    metric: By,
    /// How differences from the text are shown, in the format text
    #[arg(long, value_enum, default_value_t = Differences::Auto)]
    diff: Differences,
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
  bitext match --memory mine.bitext --memory client.tmx=2 --explain --file new.txt
  bitext match --penalty machine=5 --penalty old=1 --old-before 2015-01-01 --file new.txt
  bitext match --memory memory.tmx --from en --to fr --file - --format jsonl < new.txt";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object a query; scores as fractions (0.87)
    Jsonl,
    /// A table: query, score, source, target
    Tsv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Words, marks and classes of numbers and tags, with penalties: the percentage of the manual
    Keys,
    /// Characters
    Char,
    /// Words alone, as OmegaT counts without stemming
    Omegat,
}

impl From<By> for Metric {
    fn from(by: By) -> Self {
        match by {
            By::Keys => Self::Keys,
            By::Char => Self::Characters,
            By::Omegat => Self::Words,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Differences {
    /// In colour on a terminal, else not at all
    Auto,
    /// In colour
    Colour,
    /// As [-only in the memory-]{+only in the text+}
    Markup,
    /// Not at all
    None,
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    let text = queries(arguments, console)?;
    let queries: Vec<&str> = text.lines().collect();
    let direction = Direction {
        from: arguments.from.clone(),
        to: arguments.to.clone(),
        metric: arguments.metric.into(),
    };
    let points = unit_penalties(&arguments.penalty, arguments.old_before)?;
    let memory = memory::joined(&arguments.memory, &direction, global, console)?;
    let matcher = memory
        .matcher
        .with_unit_penalties(points, arguments.old_before);
    let limits = Limits {
        min: if arguments.exact {
            100.0
        } else {
            arguments.min
        },
        top: arguments.top,
    };
    Output::check(&arguments.output)?;
    let progress = console.spinner("looking up");
    let found = look_up(&matcher, &queries, limits);
    progress.finish_and_clear();
    let mut found = found?;
    if arguments.fragments {
        let projects = memory::projects(&arguments.memory, global)?;
        parts::add(&mut found, &matcher, &projects)?;
    }
    if arguments.explain {
        found.iter_mut().for_each(Found::explain);
    }
    write(arguments, &found, &memory.from, console)?;
    let hits = found.iter().filter(|of| !of.matches.is_empty()).count();
    let asked = queries
        .iter()
        .filter(|query| !query.trim().is_empty())
        .count();
    console.note(format_args!(
        "{} of {} matched, at {} % or more",
        number(hits),
        counted(asked, "segment", "segments"),
        limits.min
    ));
    Ok(if found.iter().any(Found::says_something) {
        Outcome::Done
    } else {
        Outcome::Nothing
    })
}

fn write(
    arguments: &Arguments,
    found: &[Found<'_>],
    language: &Language,
    console: &Console,
) -> Result<()> {
    let mut output = Output::create(&arguments.output)?;
    let to_stdout = arguments.output.as_os_str() == "-";
    match arguments.format {
        Format::Jsonl => lines::write_json(found, &mut output)?,
        Format::Tsv => write_table(found, &mut output)?,
        Format::Text => {
            let terminal = to_stdout
                .then(|| terminal_size::terminal_size_of(std::io::stdout()))
                .flatten();
            let page = Page {
                language,
                coloured: match arguments.diff {
                    Differences::Auto => to_stdout && console.colours_results(),
                    other => other == Differences::Colour,
                },
                markup: arguments.diff == Differences::Markup,
                width: terminal.map(|(width, _)| usize::from(width.0)),
            };
            page.write(found, &mut output)?;
        }
    }
    output.finish()
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
