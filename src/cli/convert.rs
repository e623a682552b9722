//! `bitext convert`: from one format of units or glossaries into another, without a project.
//!
//! - this file: arguments, what the files hold, units into units;
//! - `concepts`: whatever comes from a glossary or becomes one.

mod concepts;

use super::Outcome;
use super::console::Console;
use super::exchange::{Reading, drain, left_out, names_units};
use super::kind::{self, Kind, Named, named};
use super::output::Output;
use super::target::{Losses, TargetArgument};
use super::wording::{counted, number};
use anyhow::{Result, bail};
use bitext_exchange::{self as exchange, Format, Sink, Source, WriteOptions};
use bitext_tmx::compressed::{self, Compressor, kind_of_name};
use bitext_tmx::{self as tmx, IllegalPolicy};
use clap::Args;
use std::path::{Path, PathBuf};

/// Convert bilingual units or a glossary from one format into another
///
/// Units: TMX (also .tmx.gz and .tmx.zip), XLIFF 1.2 and 2.0, PO, tables (TSV, CSV, XLSX), JSON lines
/// and Moses pairs. Glossaries: TBX, tables, MultiTerm, memoQ, OmegaT, Google, DeepL, UTX. Each into
/// each. No project is needed and none is touched. The formats go by the endings; a Moses pair is
/// two files named one after the other.
///
/// A table holds what its header says: a column `term` makes it a glossary; else what the other file
/// holds, or units; --as tells where that is wrong. From a glossary to units each pair of terms
/// becomes a unit, and the other way round.
///
/// Unfinished translations (fuzzy in PO, not yet translated in XLIFF) and rejected concepts are left
/// out and counted; --drafts takes unfinished ones. What the new format cannot hold is told and
/// counted.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The file to read and the file to write; - is stdin or stdout; a Moses pair counts as two
    #[arg(required = true, num_args = 2..=4, value_names = ["IN", "OUT"])]
    files: Vec<PathBuf>,
    /// Read as this format, whatever the file is called
    #[arg(long, value_name = "FORMAT", value_parser = named)]
    input_format: Option<Named>,
    /// Write in this format, whatever the file is called
    #[arg(long, value_name = "FORMAT", value_parser = named)]
    format: Option<Named>,
    /// What the tables among the files hold
    #[arg(long = "as", value_enum, value_name = "KIND")]
    kind: Option<Kind>,
    #[command(flatten)]
    target: TargetArgument,
    #[command(flatten)]
    reading: Reading,
}

const EXAMPLES: &str = "\
Examples:
  bitext convert memory.tmx.gz memory.xlsx
  bitext convert delivery.sdlxliff memory.tmx --approved
  bitext convert fr.po memory.tmx --from en
  bitext convert corpus.fr corpus.en memory.tmx
  bitext convert memory.tmx corpus.fr corpus.en
  bitext convert old.tmx new.tmx --for trados
  bitext convert memory.tmx - --format jsonl | head
  bitext convert termbase.tbx glossary.xlsx
  bitext convert glossary.xlsx terms.csv --for memoq --from fr --to en
  bitext convert terms.csv glossary.tbx --from en --to fr
  bitext convert termbase.tbx terms.tmx

Formats of units: tmx, xliff (1.2), xliff2, po, tsv, csv, xlsx, jsonl, moses
Formats of glossaries: tsv, csv, xlsx, tbx (2), tbx-dca and tbx-dct (3), omegat, memoq, multiterm, google, deepl, utx";

/// What the arguments name.
enum Files<'a> {
    One(&'a Path),
    Moses(&'a Path, &'a Path),
}

impl Files<'_> {
    fn name(&self) -> String {
        match self {
            Self::One(path) => path.display().to_string(),
            Self::Moses(source, target) => format!("{} and {}", source.display(), target.display()),
        }
    }
}

impl Arguments {
    fn files(&self) -> Result<(Files<'_>, Files<'_>)> {
        let is_moses = |named: Option<Named>, first: Option<&PathBuf>| match named {
            Some(named) => named.units == Some(Format::Moses),
            None => first.is_some_and(|path| !names_units(path)),
        };
        let from_moses = self.files.len() > 2 && is_moses(self.input_format, self.files.first());
        let (read, written) = self.files.split_at(if from_moses { 2 } else { 1 });
        Ok((one_or_pair(read)?, one_or_pair(written)?))
    }

    /// What is read and what is written.
    fn kinds(&self, from: &Files<'_>, to: &Files<'_>) -> Result<(Kind, Kind)> {
        let told = |files: &Files<'_>, format| match files {
            Files::One(path) => kind::told(path, format).or(self.kind),
            Files::Moses(..) => Some(Kind::Units),
        };
        let written = told(to, self.format);
        let read = match (told(from, self.input_format), from) {
            (Some(kind), _) => kind,
            (None, Files::One(path)) if kind::names_concepts(path)? => Kind::Concepts,
            _ => written.unwrap_or(Kind::Units),
        };
        Ok((read, written.unwrap_or(read)))
    }

    fn open(&self, files: &Files<'_>) -> Result<Box<dyn Source>> {
        match files {
            Files::One(path) => {
                let format = self.input_format.and_then(|named| named.units);
                self.reading.open(path, format)
            }
            Files::Moses(source, target) => self.reading.open_moses(source, target),
        }
    }

    /// The format of units that is written.
    fn units_format(&self, to: &Files<'_>) -> Result<Format> {
        let path = match to {
            Files::Moses(..) => return Ok(Format::Moses),
            Files::One(path) => path,
        };
        let format = match self.format {
            Some(named) => named.units,
            None => Format::of_path(path),
        };
        match format {
            Some(Format::Moses) => {
                bail!("{}: a Moses pair is two files: name both", path.display())
            }
            Some(format) => Ok(format),
            None if path.as_os_str() == "-" => {
                bail!("which format goes to stdout? Name it with --format")
            }
            None => bail!(
                "{}: cannot tell the format from this name; name it with --format",
                path.display()
            ),
        }
    }
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Outcome> {
    let (from, to) = arguments.files()?;
    match arguments.kinds(&from, &to)? {
        (Kind::Units, Kind::Units) => {
            let is_stdin = matches!(&from, Files::One(path) if path.as_os_str() == "-");
            let open = || arguments.open(&from);
            units(arguments, &from, &to, (&open, !is_stdin), console)
        }
        (Kind::Concepts, Kind::Units) => concepts::into_units(arguments, &from, &to, console),
        (Kind::Units, Kind::Concepts) => concepts::from_units(arguments, &from, &to, console),
        (Kind::Concepts, Kind::Concepts) => concepts::convert(arguments, &from, &to, console),
    }
}

/// Copies units. They can be `read_again` to tell what a tool would refuse before anything is written.
fn units(
    arguments: &Arguments,
    from: &Files<'_>,
    to: &Files<'_>,
    (open, read_again): (&dyn Fn() -> Result<Box<dyn Source>>, bool),
    console: &Console,
) -> Result<Outcome> {
    let to_format = arguments.units_format(to)?;
    if arguments.target.is_given() && to_format != Format::Tmx {
        bail!("--for chooses how TMX and glossaries are written, and {to_format} is neither");
    }
    if read_again {
        arguments.target.foresee(console, open)?;
    } else if arguments.target.is_given() {
        console.note("stdin is read once: what the tool would refuse is told afterwards");
    }
    let mut source = open()?;
    let options = write_options(&arguments.target, source.as_ref());
    let mut losses = arguments.target.losses();
    let progress = console.spinner("converting");
    let (report, written) = match to {
        Files::One(path) => {
            let mut output = Output::create(path)?;
            let (kind, entry) = compression(path, to_format);
            let mut compressor = Compressor::new(&mut output, kind, &entry)?;
            let sink = exchange::create(to_format, &mut compressor, &options)?;
            let done = copy(source.as_mut(), sink, from, &mut losses, console)?;
            done_or_nothing(from, &done)?;
            compressor.finish()?;
            output.finish()?;
            done
        }
        Files::Moses(source_path, target_path) => {
            let mut outputs = (Output::create(source_path)?, Output::create(target_path)?);
            let sink = exchange::create_moses(&mut outputs.0, &mut outputs.1);
            let done = copy(source.as_mut(), sink, from, &mut losses, console)?;
            done_or_nothing(from, &done)?;
            outputs.0.finish()?;
            outputs.1.finish()?;
            done
        }
    };
    progress.finish_and_clear();
    let name = to.name();
    for (what, count) in &written.losses {
        console.note(format_args!("{name}: left out: {what} ({})", number(count)));
    }
    losses.tell(&name, console);
    console.note(format_args!(
        "{} read from {}, {} written to {}{}",
        counted(report.units, "unit", "units"),
        from.name(),
        number(written.pairs),
        if name == "-" { "stdout" } else { &name },
        left_out(&report),
    ));
    Ok(Outcome::Done)
}

/// How units are written in a file that takes over from another.
pub(super) fn write_options(tool: &TargetArgument, source: &dyn Source) -> WriteOptions {
    let mut header = source.header().cloned().unwrap_or_default();
    source.source_language().clone_into(&mut header.src_lang);
    let mut options = WriteOptions {
        header: None,
        tmx: tmx::WriteOptions {
            illegal: IllegalPolicy::Replace,
            ..tmx::WriteOptions::default()
        },
        po_header: source.po_header().cloned(),
    };
    if let Some(target) = tool.target() {
        options.tmx = target.options();
        header.src_lang = tool.losses().language(&header.src_lang);
    }
    options.header = Some(header);
    options
}

fn copy(
    source: &mut dyn Source,
    mut sink: Box<dyn Sink + '_>,
    from: &Files<'_>,
    losses: &mut Losses,
    console: &Console,
) -> Result<(exchange::Report, exchange::Written)> {
    let report = drain(source, &from.name(), console, &mut |unit, language| {
        for (unit, language) in losses.adapt(unit, language) {
            sink.write(&unit, &language)?;
        }
        Ok(())
    })?;
    Ok((report, sink.finish()?))
}

/// How a TMX file is compressed, and what it is called inside an archive.
pub(super) fn compression(path: &Path, format: Format) -> (compressed::Kind, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let inside = path.file_stem().unwrap_or_default().to_string_lossy();
    match format {
        Format::Tmx => (kind_of_name(&name), inside.into_owned()),
        _ => (compressed::Kind::Plain, String::new()),
    }
}

fn one_or_pair(paths: &[PathBuf]) -> Result<Files<'_>> {
    match paths {
        [one] => Ok(Files::One(one)),
        [source, target] => Ok(Files::Moses(source, target)),
        _ => bail!("expected one file to read and one to write, or two for a Moses pair"),
    }
}

/// A conversion that gives nothing is no success.
fn done_or_nothing(from: &Files<'_>, done: &(exchange::Report, exchange::Written)) -> Result<()> {
    let (report, written) = done;
    if written.pairs == 0 {
        bail!(
            "{}: nothing to write: {} read{}",
            from.name(),
            counted(report.units, "unit", "units"),
            left_out(report)
        );
    }
    Ok(())
}
