//! `bitext align`: documents and their translations become units.

use super::console::Console;
use super::output::Output;
use super::pairs::PairArguments;
use super::units::{self, Run};
use super::wording::{counted, number};
use super::{Global, Outcome, project};
use anyhow::{Result, bail};
use bitext_tmx as tmx;
use clap::{Args, ValueEnum};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as SheetFormat, FormatAlign, Workbook};
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Align documents with their translations, sentence by sentence
///
/// Takes two documents, or two folders whose documents pair by name (the same name, or names that
/// differ in a language code only: x.fr.txt and x.en.txt, fr/x.txt and en/x.txt) or else by content.
///
/// With -o or --format the units go to a file or to stdout; otherwise they go to the project, in
/// place of those that the same documents gave before.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    pairs: PairArguments,
    /// Write to this file (.tmx, .tsv, .xlsx, .jsonl, .beads); - is stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write in this format, whatever the file is called; to stdout where no file is named
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write only units at least so sure (0 to 1)
    #[arg(long, value_name = "CONFIDENCE", default_value_t = 0.0, value_parser = fraction)]
    min_confidence: f64,
}

const EXAMPLES: &str = "\
Examples:
  bitext align fr/ en/ -o memory.tmx
  bitext align contrat.fr.txt contract.en.txt --format tsv > contract.tsv
  bitext align fr/ en/ && bitext export memory.tmx
  bitext align --segmented a.txt b.txt --from fr --to en --format beads";

/// A number from 0 to 1.
pub(super) fn fraction(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|value| (0.0..=1.0).contains(value))
        .ok_or_else(|| "expected a number from 0 to 1, such as 0.5".to_owned())
}

/// Formats of aligned texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Translation Memory eXchange 1.4, for CAT tools
    Tmx,
    /// A table: source, target, confidence, documents
    Tsv,
    /// The same as a spreadsheet (Excel, LibreOffice)
    Xlsx,
    /// One JSON object a line
    Jsonl,
    /// One bead a line, as line numbers from 0: [0,1]:[0]:0.97
    Beads,
}

impl Format {
    fn of(path: &Path) -> Result<Self> {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("tmx") => Ok(Self::Tmx),
            Some("tsv" | "txt") => Ok(Self::Tsv),
            Some("xlsx") => Ok(Self::Xlsx),
            Some("jsonl") => Ok(Self::Jsonl),
            Some("beads") => Ok(Self::Beads),
            _ => bail!(
                "{}: cannot tell the format from this name: end it in .tmx, .tsv, .xlsx, .jsonl or .beads, or name the format \
                 with --format",
                path.display()
            ),
        }
    }
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    let target = match (&arguments.output, arguments.format) {
        (Some(path), Some(format)) => Some((path.clone(), format)),
        (Some(path), None) => Some((path.clone(), Format::of(path)?)),
        (None, Some(format)) => Some((PathBuf::from("-"), format)),
        (None, None) => None,
    };
    match &target {
        Some((path, _)) => Output::check(path)?,
        None => project::check(global)?,
    }
    let project = target.is_none().then_some(global.project.as_path());
    let pairs = arguments.pairs.read(project, console)?;
    let segmented = arguments.pairs.reading.is_segmented();
    let run = super::pipeline::align(pairs, segmented, console)?;
    super::pipeline::summarise(&run, console);
    match target {
        None => {
            let stored = project::store_run(&run, global)?;
            console.note(format_args!(
                "{}: {} added, {} as before, {} gone",
                global.project.display(),
                counted(stored.added, "unit", "units"),
                number(stored.kept),
                number(stored.deleted)
            ));
            if stored.decisions_lost > 0 {
                console.warn(format_args!(
                    "{} no longer in the documents and gone from the project",
                    counted(
                        stored.decisions_lost,
                        "reviewed unit is",
                        "reviewed units are"
                    )
                ));
            }
        }
        Some((path, format)) => {
            let mut output = Output::create(&path)?;
            let name = path.display().to_string();
            let written = write(
                &run,
                format,
                arguments.min_confidence,
                &mut output,
                &name,
                console,
            )?;
            output.finish()?;
            if path.as_os_str() != "-" {
                let (one, many) = match format {
                    Format::Beads => ("bead", "beads"),
                    Format::Tmx => ("unit", "units"),
                    Format::Tsv | Format::Jsonl => ("line", "lines"),
                    Format::Xlsx => ("row", "rows"),
                };
                console.note(format_args!(
                    "{} written to {}",
                    counted(written, one, many),
                    path.display()
                ));
            }
        }
    }
    Ok(if run.interrupted {
        Outcome::Interrupted
    } else {
        Outcome::Done
    })
}

/// Writes the run; gives the number of units or beads written.
fn write(
    run: &Run,
    format: Format,
    least: f64,
    output: &mut Output,
    name: &str,
    console: &Console,
) -> Result<u64> {
    match format {
        Format::Tmx => write_tmx(run, least, output, name, console),
        Format::Tsv => write_table(run, least, output),
        Format::Xlsx => write_sheet(run, least, output),
        Format::Jsonl => write_json(run, least, output),
        Format::Beads => {
            let mut count = 0;
            for bead in run.pairs.iter().flat_map(|pair| &pair.beads) {
                writeln!(output, "{bead}")?;
                count += 1;
            }
            Ok(count)
        }
    }
}

/// Writes the units that have text on both sides as TMX.
pub(super) fn write_tmx(
    run: &Run,
    least: f64,
    output: impl Write,
    name: &str,
    console: &Console,
) -> Result<u64> {
    let header = units::header(&run.source_language);
    let mut writer = tmx::Writer::with_options(output, &header, units::valid_tmx())?;
    for pair in &run.pairs {
        let documents = (
            pair.documents.source.name.as_str(),
            pair.documents.target.name.as_str(),
        );
        for unit in translated(run, pair, least) {
            writer.write(&units::to_tmx(&unit, Some(documents)))?;
        }
    }
    let (mut output, written) = writer.finish()?;
    output.flush()?;
    units::note_losses(&written, name, console);
    Ok(written.units)
}

/// The units of a pair that have text on both sides and are sure enough.
pub(super) fn translated<'a>(
    run: &'a Run,
    pair: &'a units::Aligned,
    least: f64,
) -> impl Iterator<Item = bitext::memory::Unit> + 'a {
    pair.units(run).into_iter().filter(move |unit| {
        !unit.source.is_empty()
            && !unit.target.is_empty()
            && unit.confidence.is_none_or(|confidence| confidence >= least)
    })
}

/// The columns of a table or sheet.
const COLUMNS: [&str; 6] = [
    "source",
    "target",
    "confidence",
    "flags",
    "source_document",
    "target_document",
];

/// A unit as a row of these columns.
struct Row<'a> {
    unit: bitext::memory::Unit,
    confidence: f64,
    flags: String,
    pair: &'a units::Aligned,
}

/// The units that are sure enough, those without translation too.
fn rows(run: &Run, least: f64) -> impl Iterator<Item = Row<'_>> {
    run.pairs
        .iter()
        .flat_map(|pair| pair.units(run).into_iter().map(move |unit| (pair, unit)))
        .map(|(pair, unit)| Row {
            confidence: unit.confidence.unwrap_or_default(),
            flags: unit
                .properties
                .get(units::FLAG)
                .map(|flags| flags.join(" "))
                .unwrap_or_default(),
            unit,
            pair,
        })
        .filter(move |row| row.confidence >= least)
}

fn write_table(run: &Run, least: f64, output: &mut Output) -> Result<u64> {
    let mut table = csv::WriterBuilder::new()
        .delimiter(b'\t')
        .from_writer(output);
    table.write_record(COLUMNS)?;
    let mut count = 0;
    for row in rows(run, least) {
        table.write_record([
            row.unit.source.as_str(),
            &row.unit.target,
            &format!("{:.2}", row.confidence),
            &row.flags,
            &row.pair.documents.source.name,
            &row.pair.documents.target.name,
        ])?;
        count += 1;
    }
    table.flush()?;
    Ok(count)
}

/// Cells of a spreadsheet hold 32,767 characters (Excel specifications and limits).
const LONGEST_CELL: usize = 32_767;

/// Writes a spreadsheet: texts as texts, whatever sign they begin with.
fn write_sheet(run: &Run, least: f64, output: &mut Output) -> Result<u64> {
    let mut book = Workbook::new();
    // The time of writing would make each file another one.
    book.set_properties(
        &DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let sheet = book.add_worksheet();
    let head = SheetFormat::new().set_bold();
    let wrapped = SheetFormat::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let plain = SheetFormat::new().set_align(FormatAlign::Top);
    for (column, (title, width)) in COLUMNS.iter().zip([60, 60, 11, 24, 30, 30]).enumerate() {
        sheet.write_string_with_format(0, column as u16, *title, &head)?;
        sheet.set_column_width(column as u16, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let mut count: u32 = 0;
    for row in rows(run, least) {
        count += 1;
        for (column, text) in [(0, &row.unit.source), (1, &row.unit.target)] {
            if text.chars().count() > LONGEST_CELL {
                bail!(
                    "unit {count} is longer than the {LONGEST_CELL} characters that a cell holds: write .tmx, .tsv or \
                     .jsonl instead"
                );
            }
            sheet.write_string_with_format(count, column, text, &wrapped)?;
        }
        sheet.write_number_with_format(
            count,
            2,
            (row.confidence * 100.0).round() / 100.0,
            &plain,
        )?;
        for (column, text) in [
            (3, row.flags.as_str()),
            (4, &row.pair.documents.source.name),
            (5, &row.pair.documents.target.name),
        ] {
            sheet.write_string_with_format(count, column, text, &plain)?;
        }
    }
    sheet.autofilter(0, 0, count, COLUMNS.len() as u16 - 1)?;
    output.write_all(&book.save_to_buffer()?)?;
    Ok(u64::from(count))
}

#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    target: &'a str,
    source_language: &'a str,
    target_language: &'a str,
    confidence: Option<f64>,
    flags: &'a [String],
    source_segments: Vec<usize>,
    target_segments: Vec<usize>,
    source_document: &'a str,
    target_document: &'a str,
}

fn write_json(run: &Run, least: f64, output: &mut Output) -> Result<u64> {
    let mut count = 0;
    for pair in &run.pairs {
        let units = pair.units(run);
        for (unit, bead) in units.iter().zip(&pair.beads) {
            if unit.confidence.is_some_and(|confidence| confidence < least) {
                continue;
            }
            let line = Line {
                source: &unit.source,
                target: &unit.target,
                source_language: unit.source_language.as_str(),
                target_language: unit.target_language.as_str(),
                confidence: unit.confidence,
                flags: unit
                    .properties
                    .get(units::FLAG)
                    .map(Vec::as_slice)
                    .unwrap_or_default(),
                source_segments: bead.source.clone().collect(),
                target_segments: bead.target.clone().collect(),
                source_document: &pair.documents.source.name,
                target_document: &pair.documents.target.name,
            };
            serde_json::to_writer(&mut *output, &line)?;
            output.write_all(b"\n")?;
            count += 1;
        }
    }
    Ok(count)
}
