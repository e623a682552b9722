//! `bitext concord`: every unit with certain words, in either language.
//!
//! - this file: arguments, filters, order;
//! - `concord/view`: the hits as keywords in context, TSV, JSON lines, XLSX.

mod view;

use super::console::Console;
use super::language_code::language_code;
use super::memory::{is_tmx, open};
use super::output::Output;
use super::tmx_units::{Wanted, read_tmx};
use super::units::{SOURCE_DOCUMENT, TARGET_DOCUMENT};
use super::wording::counted;
use super::{Global, Outcome, project};
use anyhow::{Result, bail};
use bitext::language::{Language, fold};
use bitext::memory::{Concordance, ConcordanceHit, Date, Side, Status, Unit, Wording};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use view::Line;

/// Find every unit with these words, in either language
///
/// Each argument is a word or a phrase; a unit must have all of them on one side. Inflected forms
/// are found too (French and English), accents may be left out, and a word that ends in * stands for
/// all that begin so. The hits are shown with their keyword in the middle and the other language
/// below.
///
/// The first search in a large project makes a full-text index beside it (the project's name with
/// .words behind it), which later searches keep up to date; it can be deleted at any time.
///
/// Exit code 1 where nothing is found.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Words, or phrases in quotation marks
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// The words as they are, without inflection; case makes no difference
    #[arg(long)]
    exact: bool,
    /// Only in texts in this language
    #[arg(long = "in", value_name = "LANGUAGE", value_parser = language_code)]
    language: Option<Language>,
    /// Only on this side of the units
    #[arg(long, value_enum)]
    side: Option<OneSide>,
    /// Only units from documents whose name has this in it
    #[arg(long, value_name = "NAME")]
    document: Option<String>,
    /// Only units with this status; may be repeated
    #[arg(long, value_name = "STATUS")]
    status: Vec<Status>,
    /// Only units changed (or, never changed, created) on this day or later: 2024-01-31
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// Only units changed (or, never changed, created) before this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    before: Option<Date>,
    /// The order of the hits
    #[arg(long, value_enum, default_value_t = Sort::Document)]
    sort: Sort,
    /// Show at most so many hits; 0 shows all. 100 on a terminal where it is not given, else all
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
    /// The memory: a project or a TMX file; the project where it is not given
    #[arg(long, value_name = "FILE")]
    memory: Option<PathBuf>,
    /// How the hits are shown; the ending of the output file decides where it is not given
    #[arg(long, value_enum)]
    format: Option<Format>,
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
  bitext concord convention
  bitext concord \"état de droit\" --in fr --sort right
  bitext concord 'cyber*' crime --document onudc
  bitext concord \"rule of law\" --exact --status approved -o hits.xlsx";

/// A side of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OneSide {
    Source,
    Target,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// As they stand in the documents
    Document,
    /// By what stands before the keyword, word by word backwards
    Left,
    /// By the keyword, then what follows
    Keyword,
    /// By what stands behind the keyword
    Right,
}

/// How hits are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Keywords in context, one below the other
    Text,
    /// A table with a header
    Tsv,
    /// One JSON object a hit
    Jsonl,
    /// A spreadsheet
    Xlsx,
}

/// A day, as its first moment.
pub(super) fn day(text: &str) -> Result<Date, String> {
    format!("{text}T00:00:00Z")
        .parse()
        .or_else(|_| text.parse())
        .map_err(|_| "expected a day like 2024-01-31".to_owned())
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    let format = format(arguments)?;
    let wording = Wording::new(&arguments.words, arguments.exact)?;
    Output::check(&arguments.output)?;
    let progress = console.spinner("searching");
    let mut lines = hits(arguments, &wording, global, console)?;
    progress.finish_and_clear();
    sort(&mut lines, arguments.sort);
    let (found, units) = (lines.len(), units(&lines));
    let limit = limit(arguments, console);
    lines.truncate(limit);
    let mut output = Output::create(&arguments.output)?;
    match format {
        Format::Text => view::write_text(&lines, &mut output, &look(arguments, console))?,
        Format::Tsv => view::write_table(&lines, &mut output)?,
        Format::Jsonl => view::write_json(&lines, &mut output)?,
        Format::Xlsx => view::write_spreadsheet(&lines, &mut output)?,
    }
    output.finish()?;
    console.note(format_args!(
        "{} in {}{}",
        counted(found, "hit", "hits"),
        counted(units, "unit", "units"),
        if found > lines.len() {
            format!("; {} shown, --limit 0 shows all", lines.len())
        } else {
            String::new()
        }
    ));
    Ok(if found == 0 {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

fn format(arguments: &Arguments) -> Result<Format> {
    let stdout = arguments.output == Path::new("-");
    let ending = arguments
        .output
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    match (arguments.format, ending.as_str()) {
        (Some(Format::Xlsx), _) if stdout => bail!("a spreadsheet needs a file: name it with -o"),
        (Some(format), _) => Ok(format),
        (None, _) if stdout => Ok(Format::Text),
        (None, "txt") => Ok(Format::Text),
        (None, "tsv") => Ok(Format::Tsv),
        (None, "jsonl" | "json") => Ok(Format::Jsonl),
        (None, "xlsx") => Ok(Format::Xlsx),
        _ => bail!(
            "{}: cannot tell from this name how to write the hits: .txt, .tsv, .jsonl or .xlsx; or name the format \
             with --format",
            arguments.output.display()
        ),
    }
}

fn limit(arguments: &Arguments, console: &Console) -> usize {
    match arguments.limit {
        Some(0) => usize::MAX,
        Some(limit) => limit,
        None if arguments.output == Path::new("-") && console.watched() => 100,
        None => usize::MAX,
    }
}

fn look(arguments: &Arguments, console: &Console) -> view::Look {
    let stdout = arguments.output == Path::new("-");
    view::Look {
        coloured: stdout && console.colours_results(),
        width: stdout
            .then(|| terminal_size::terminal_size_of(std::io::stdout()))
            .flatten()
            .map_or(100, |(width, _)| usize::from(width.0)),
    }
}

/// All hits that pass the filters, one for each place of the first phrase.
fn hits(
    arguments: &Arguments,
    wording: &Wording,
    global: &Global,
    console: &Console,
) -> Result<Vec<Line>> {
    let path = arguments.memory.as_deref().unwrap_or(&global.project);
    let mut lines = Vec::new();
    if is_tmx(path)? {
        read_tmx(
            path,
            open(path)?,
            &Wanted::default(),
            console,
            &mut |unit| {
                let documents = of_properties(&unit);
                if !passes(arguments, &unit, &documents) {
                    return Ok(());
                }
                for hit in wording.hits(&unit) {
                    if wanted(arguments, &hit) {
                        lines.extend(Line::of(&hit, &documents));
                    }
                }
                Ok(())
            },
        )?;
        return Ok(lines);
    }
    let project = project::open(path)?;
    let names = project::document_names(&project)?;
    Concordance::of(&project)?.find::<anyhow::Error>(wording, |hit| {
        let mut documents = of_properties(&hit.unit);
        let ids = [hit.unit.source_document, hit.unit.target_document];
        for (document, id) in documents.iter_mut().zip(ids) {
            if let Some(name) = names(id) {
                *document = name;
            }
        }
        if wanted(arguments, &hit) && passes(arguments, &hit.unit, &documents) {
            lines.extend(Line::of(&hit, &documents));
        }
        Ok(())
    })?;
    Ok(lines)
}

/// The names of a unit's documents that came with it from a file.
fn of_properties(unit: &Unit) -> [String; 2] {
    [SOURCE_DOCUMENT, TARGET_DOCUMENT].map(|name| {
        unit.properties
            .get(name)
            .map(|names| names.join(" | "))
            .unwrap_or_default()
    })
}

/// Whether a hit is on the wanted side and in the wanted language.
fn wanted(arguments: &Arguments, hit: &ConcordanceHit) -> bool {
    let side = match arguments.side {
        None => true,
        Some(OneSide::Source) => hit.side == Side::Source,
        Some(OneSide::Target) => hit.side == Side::Target,
    };
    side && arguments
        .language
        .as_ref()
        .is_none_or(|language| language.same_language(hit.language()))
}

/// Whether a unit passes the filters.
fn passes(arguments: &Arguments, unit: &Unit, documents: &[String; 2]) -> bool {
    let touched = unit.changed.or(unit.created);
    let status = arguments.status.is_empty() || arguments.status.contains(&unit.status);
    let since = arguments
        .since
        .is_none_or(|since| touched.is_some_and(|touched| touched >= since));
    let before = arguments
        .before
        .is_none_or(|before| touched.is_some_and(|touched| touched < before));
    let document = arguments.document.as_ref().is_none_or(|wanted| {
        let wanted = fold(wanted);
        documents.iter().any(|name| fold(name).contains(&wanted))
    });
    status && since && before && document
}

/// How many units the lines are of.
fn units(lines: &[Line]) -> usize {
    let mut numbers: Vec<_> = lines.iter().map(|line| line.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.len()
}

fn sort(lines: &mut [Line], by: Sort) {
    // Stable: what is equal stays in the order of the documents.
    lines.sort_by_key(|line| line.place);
    match by {
        Sort::Document => {}
        Sort::Left => lines.sort_by_cached_key(|line| {
            let left = fold(&line.left);
            left.split(' ').rev().map(str::to_owned).collect::<Vec<_>>()
        }),
        Sort::Keyword => {
            lines.sort_by_cached_key(|line| (fold(&line.keyword), fold(&line.right)));
        }
        Sort::Right => lines.sort_by_cached_key(|line| fold(&line.right)),
    }
}
