//! `bitext analyse`: what translating a text will take.
//!
//! - this file: arguments, documents, the memory;
//! - `analyse/table`: the analysis as rows, and as text, JSON, CSV, HTML.

mod table;

use super::console::Console;
use super::input::{self, Reading};
use super::language_code::language_code;
use super::memory::{self, Direction};
use super::output::Output;
use super::wording::{counted, number};
use super::{Global, Outcome};
use anyhow::{Result, bail};
use bitext::document::Document;
use bitext::language::Language;
use bitext::memory::{AnalysisOptions, Bands, Limits, Rates, Text, analyse};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use table::{Names, Table};

/// Count the words of documents by how much of them the memory knows
///
/// Every segment counts once, in the first of these that fits: context match (101, 102), exact match
/// (100), repetition in its file, repetition of an earlier file, the band of its best match in the
/// memory, or of its best match among the segments before it (internal match) where that is in a
/// higher band, new.
///
/// Words are what stands between white space and holds a letter or a digit; the manual has the
/// rules. Weighted words are words times the rate of their category.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Documents, or folders of them; - is stdin
    #[arg(required = true, value_name = "DOCUMENT")]
    files: Vec<PathBuf>,
    /// The memory: a project or a TMX file; the project where it is not given
    #[arg(long, value_name = "FILE")]
    memory: Option<PathBuf>,
    /// Use no memory: count words and repetitions only
    #[arg(long, conflicts_with = "memory")]
    no_memory: bool,
    /// Language of the documents; detected where it is not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Option<Language>,
    /// Language to translate into; the memory's where it is not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
    /// The bands: trados, memoq, or their lower ends (95,85,75,50)
    #[arg(long, value_name = "BANDS", default_value = "trados", value_parser = Preset::from_str)]
    bands: Preset,
    /// Rates for weighted words (context=0,repetition=0.2,100=30%,85=0.4,50=0.7,new=1), or a file
    /// with one a line
    #[arg(long, value_name = "RATES")]
    rates: Option<String>,
    /// Count repetitions even where the memory has an exact match
    #[arg(long)]
    repetitions_first: bool,
    /// Count no internal matches
    #[arg(long)]
    no_internal: bool,
    /// How the analysis is shown; the ending of the output file decides where it is not given
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
    #[command(flatten)]
    reading: Reading,
}

const EXAMPLES: &str = "\
Examples:
  bitext analyse new.fr.txt
  bitext analyse texts/ --memory client.tmx --to en -o analysis.html
  bitext analyse new.fr.txt --bands 100,90,70 --rates 'context=0,100=0.2,90=0.5,70=0.8'
  bitext analyse new.fr.txt --no-memory --format csv";

/// How an analysis is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables to read
    Text,
    /// One JSON object
    Json,
    /// One row a file and category
    Csv,
    /// A page to forward
    Html,
}

/// A set of bands, by name or by their ends.
#[derive(Clone, Debug)]
struct Preset {
    bands: Bands,
    names: Names,
}

impl FromStr for Preset {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (bands, names) = match text {
            "trados" => (Bands::default(), Names::Trados),
            "memoq" => (Bands::default(), Names::MemoQ),
            // 100 and above have rows of their own.
            ends => (
                ends.trim_start_matches("100,").parse().map_err(
                    |error: bitext::memory::InvalidBands| format!("{error}; or trados, or memoq"),
                )?,
                Names::Trados,
            ),
        };
        Ok(Self { bands, names })
    }
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    let format = format(arguments)?;
    let rates = rates(arguments.rates.as_deref())?;
    let (documents, language) = documents(arguments, console)?;
    Output::check(&arguments.output)?;
    let texts: Vec<Text<'_>> = documents
        .iter()
        .map(|document| Text {
            name: &document.name,
            segments: document
                .segments
                .iter()
                .map(|segment| segment.text.as_str())
                .collect(),
        })
        .collect();
    let options = AnalysisOptions {
        bands: arguments.bands.bands.clone(),
        repetitions_first: arguments.repetitions_first,
        internal: !arguments.no_internal,
    };
    let memory = memory(arguments, &language, global, console)?;
    let limits = Limits {
        min: options.bands.least(),
        top: 1,
    };
    let progress = console.spinner("analysing");
    let analysis = analyse(&texts, &language, &options, &|query| {
        let Some(memory) = &memory else {
            return Ok(0.0);
        };
        let found = memory.matcher.matches(query, limits)?;
        Ok(found.first().map_or(0.0, |best| best.score))
    })?;
    progress.finish_and_clear();
    let table = Table::new(&analysis, &rates, arguments.bands.names);
    let mut output = Output::create(&arguments.output)?;
    match format {
        Format::Text => table.write_text(&mut output)?,
        Format::Json => table.write_json(&mut output)?,
        Format::Csv => table.write_csv(&mut output)?,
        Format::Html => table.write_html(&mut output)?,
    }
    output.finish()?;
    let total = analysis.total().total();
    console.note(format_args!(
        "{}: {}, {}, {} weighted",
        counted(documents.len(), "document", "documents"),
        counted(total.segments, "segment", "segments"),
        counted(total.words, "word", "words"),
        number(table.weighted().round() as u64),
    ));
    Ok(if total.segments == 0 {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

fn format(arguments: &Arguments) -> Result<Format> {
    if let Some(format) = arguments.format {
        return Ok(format);
    }
    if arguments.output == Path::new("-") {
        return Ok(Format::Text);
    }
    let ending = arguments
        .output
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    match ending.as_str() {
        "txt" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        "csv" => Ok(Format::Csv),
        "html" | "htm" => Ok(Format::Html),
        _ => bail!(
            "{}: cannot tell from this name how to write the analysis: .txt, .json, .csv or .html; or name the format \
             with --format",
            arguments.output.display()
        ),
    }
}

/// The rates as given, or in a file of that name.
fn rates(given: Option<&str>) -> Result<Rates> {
    let Some(given) = given else {
        return Ok(Rates::default());
    };
    if given.contains('=') {
        return Ok(given.parse()?);
    }
    let text = input::bytes(Path::new(given))?;
    String::from_utf8_lossy(&text)
        .parse()
        .map_err(|error| anyhow::anyhow!("{given}: {error}"))
}

fn documents(arguments: &Arguments, console: &Console) -> Result<(Vec<Document>, Language)> {
    let mut files = Vec::new();
    for path in &arguments.files {
        files.extend(input::files(path)?);
    }
    let language = input::source_language(arguments.from.as_ref(), &files)?;
    let options = input::in_language(&arguments.reading.options(console)?, &language);
    let mut documents = Vec::new();
    for path in &files {
        let document = input::read(path, &options)?;
        input::note_encoding(&document, console);
        documents.push(document);
    }
    Ok((documents, language))
}

fn memory(
    arguments: &Arguments,
    language: &Language,
    global: &Global,
    console: &Console,
) -> Result<Option<memory::Memory>> {
    if arguments.no_memory {
        return Ok(None);
    }
    if arguments.memory.is_none() && !global.project.exists() {
        console.note(format_args!(
            "{}: there is no such project, so nothing is known already; --memory names a memory",
            global.project.display()
        ));
        return Ok(None);
    }
    let direction = Direction {
        from: Some(language.clone()),
        to: arguments.to.clone(),
        ..Direction::default()
    };
    memory::matcher(arguments.memory.as_deref(), &direction, global, console).map(Some)
}
