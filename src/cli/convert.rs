//! `bitext convert`: from one format of bilingual units into another, without a project.

use super::Outcome;
use super::console::Console;
use super::exchange::{Reading, drain, format, left_out, names_units};
use super::output::Output;
use super::target::{Losses, TargetArgument};
use super::wording::{counted, number};
use anyhow::{Result, bail};
use bitext_exchange::{self as exchange, Format, Sink, Source, WriteOptions};
use bitext_tmx::compressed::{Compressor, Kind, kind_of_name};
use bitext_tmx::{self as tmx, IllegalPolicy};
use clap::Args;
use std::path::{Path, PathBuf};

/// Convert bilingual units from one format into another
///
/// TMX (also .tmx.gz and .tmx.zip), XLIFF 1.2 and 2.0, PO, tables (TSV, CSV, XLSX), JSON lines and
/// Moses pairs, each into each. No project is needed and none is touched. The formats go by the
/// endings; a Moses pair is two files named one after the other.
///
/// Unfinished translations (fuzzy in PO, not yet translated in XLIFF) are left out and counted,
/// unless --drafts asks for them. What the new format cannot hold is told and counted.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The file to read and the file to write; - is stdin or stdout; a Moses pair counts as two
    #[arg(required = true, num_args = 2..=4, value_names = ["IN", "OUT"])]
    files: Vec<PathBuf>,
    /// Read as this format, whatever the file is called
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    input_format: Option<Format>,
    /// Write in this format, whatever the file is called
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    format: Option<Format>,
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

Formats: tmx, xliff (1.2), xliff2, po, tsv, csv, xlsx, jsonl, moses";

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
        let is_moses = |named: Option<Format>, first: Option<&PathBuf>| match named {
            Some(format) => format == Format::Moses,
            None => first.is_some_and(|path| !names_units(path)),
        };
        let from_moses = self.files.len() > 2 && is_moses(self.input_format, self.files.first());
        let (read, written) = self.files.split_at(if from_moses { 2 } else { 1 });
        Ok((one_or_pair(read)?, one_or_pair(written)?))
    }

    fn open(&self, files: &Files<'_>) -> Result<Box<dyn Source>> {
        match files {
            Files::One(path) => self.reading.open(path, self.input_format),
            Files::Moses(source, target) => self.reading.open_moses(source, target),
        }
    }
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Outcome> {
    let (from, to) = arguments.files()?;
    let to_format = match &to {
        Files::Moses(..) => Format::Moses,
        Files::One(path) => match arguments.format.or_else(|| Format::of_path(path)) {
            Some(Format::Moses) => {
                bail!("{}: a Moses pair is two files: name both", path.display())
            }
            Some(format) => format,
            None if path.as_os_str() == "-" => {
                bail!("which format goes to stdout? Name it with --format")
            }
            None => bail!(
                "{}: cannot tell the format from this name; name it with --format",
                path.display()
            ),
        },
    };
    if arguments.target.is_given() && to_format != Format::Tmx {
        bail!("--for chooses how TMX is written, and {to_format} is not TMX");
    }
    match &from {
        Files::One(path) if path.as_os_str() == "-" && arguments.target.is_given() => {
            console.note("stdin is read once: what the tool would refuse is told afterwards");
        }
        _ => arguments
            .target
            .foresee(console, || arguments.open(&from))?,
    }
    let mut source = arguments.open(&from)?;
    let options = write_options(arguments, source.as_ref());
    let mut losses = arguments.target.losses();
    let progress = console.spinner("converting");
    let (report, written) = match to {
        Files::One(path) => {
            let mut output = Output::create(path)?;
            let (kind, entry) = compression(path, to_format);
            let mut compressor = Compressor::new(&mut output, kind, &entry)?;
            let sink = exchange::create(to_format, &mut compressor, &options)?;
            let done = copy(source.as_mut(), sink, &from, &mut losses, console)?;
            done_or_nothing(&from, &done)?;
            compressor.finish()?;
            output.finish()?;
            done
        }
        Files::Moses(source_path, target_path) => {
            let mut outputs = (Output::create(source_path)?, Output::create(target_path)?);
            let sink = exchange::create_moses(&mut outputs.0, &mut outputs.1);
            let done = copy(source.as_mut(), sink, &from, &mut losses, console)?;
            done_or_nothing(&from, &done)?;
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

fn write_options(arguments: &Arguments, source: &dyn Source) -> WriteOptions {
    let mut header = source.header().cloned().unwrap_or_default();
    source.source_language().clone_into(&mut header.src_lang);
    let mut options = WriteOptions {
        header: None,
        tmx: tmx::WriteOptions {
            illegal: IllegalPolicy::Replace,
            ..tmx::WriteOptions::default()
        },
    };
    if let Some(target) = arguments.target.target() {
        options.tmx = target.options();
        header.src_lang = arguments.target.losses().language(&header.src_lang);
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
fn compression(path: &Path, format: Format) -> (Kind, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let inside = path.file_stem().unwrap_or_default().to_string_lossy();
    match format {
        Format::Tmx => (kind_of_name(&name), inside.into_owned()),
        _ => (Kind::Plain, String::new()),
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
