//! `bitext export`: the project as files for other tools.

use super::align::fraction;
use super::console::Console;
use super::glossary::exchange;
use super::language_code::language_code;
use super::output::Output;
use super::target::{Losses, TargetArgument};
use super::tmx_units::add_context;
use super::wording::{counted, number};
use super::{Global, Outcome, project, units};
use anyhow::{Context, Result, bail};
use bitext::language::Language;
use bitext::memory::{Filter, Order, Project, STATUSES, Status, Unit};
use bitext_glossary::{self as glossary, Selection, exporter, exporter_named};
use bitext_tmx as tmx;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Write the project's units (TMX) or its glossary (TBX, XLSX, tables, CAT tools) to a file
///
/// The file's ending decides: .tmx writes the units, .tsv, .csv, .xlsx, .tbx, .utf8, .txt, .xml (MultiTerm) and
/// .utx the glossary; --format names the others. What a format cannot hold is listed.
/// Rejected units and concepts, and segments without translation, are left out and counted.
///
/// TMX is written so that every tool takes it: valid TMX 1.4. What an imported file had beside that
/// (a tool's own attributes, unknown elements) is left out and counted, unless --keep-extras is
/// given; the project keeps it in any case.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The file to write; - is stdout, with --format
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write in this format, whatever the file is called
    #[arg(long, value_enum)]
    format: Option<ExportFormat>,
    /// Only units, or terms, from this language
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Option<Language>,
    /// Only units, or terms, into this language
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
    /// Write only units at least so sure (0 to 1); those without a confidence are written
    #[arg(long, value_name = "CONFIDENCE", value_parser = fraction)]
    min_confidence: Option<f64>,
    /// TMX: write tools' own attributes and unknown elements too; the file may not be valid TMX 1.4
    #[arg(long, conflicts_with = "tool")]
    keep_extras: bool,
    #[command(flatten)]
    target: TargetArgument,
}

const EXAMPLES: &str = "\
Examples:
  bitext export memory.tmx
  bitext export memory.tmx --min-confidence 0.6
  bitext export memory.tmx --for trados
  bitext export glossary.tbx
  bitext export review.xlsx
  bitext export terms.csv --format memoq
  bitext export - --format tsv | less";

/// Formats of units and glossaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// The units as Translation Memory eXchange 1.4
    Tmx,
    /// The glossary as a table, one concept a line
    Tsv,
    /// The same with commas
    Csv,
    /// The same as a workbook, with lists and a column for reviewers
    Xlsx,
    /// The glossary as TermBase eXchange 2, for CAT tools
    Tbx,
    /// The glossary as TBX-Basic of version 3, categories as attributes
    TbxDca,
    /// The glossary as TBX-Basic of version 3, categories as elements
    TbxDct,
    /// The glossary as OmegaT reads it
    #[value(alias = "omegat")]
    Utf8,
    /// The glossary as memoQ's table
    Memoq,
    /// The glossary as MultiTerm's XML (Trados)
    #[value(alias = "trados")]
    Multiterm,
    /// The glossary as Google's set of equivalent terms
    Google,
    /// The glossary as DeepL takes it
    Deepl,
    /// The glossary as UTX
    Utx,
}

impl ExportFormat {
    /// The name of a glossary's format; `None` for units.
    fn glossary(self) -> Option<&'static str> {
        Some(match self {
            Self::Tmx => return None,
            Self::Tsv => "tsv",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Tbx => "tbx",
            Self::TbxDca => "tbx-dca",
            Self::TbxDct => "tbx-dct",
            Self::Utf8 => "omegat",
            Self::Memoq => "memoq",
            Self::Multiterm => "multiterm",
            Self::Google => "google",
            Self::Deepl => "deepl",
            Self::Utx => "utx",
        })
    }
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    let is_tmx = arguments
        .file
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("tmx"));
    let glossary = match arguments.format {
        Some(format) => format.glossary().and_then(exporter_named),
        None if is_tmx => None,
        None if arguments.target.is_given() => arguments.target.glossary_format(&arguments.file)?,
        None if arguments.file.as_os_str() == "-" => {
            bail!("which format goes to stdout? Name it with --format")
        }
        None => Some(glossary_format(&arguments.file)?),
    };
    let project = project::open(&global.project)?;
    match glossary {
        Some(format) if arguments.format.is_some() && arguments.target.is_given() => bail!(
            "--for chooses the format of a glossary, and so does --format ({}): give one of them",
            format.name()
        ),
        Some(format) => export_glossary(&project, arguments, &*format, console),
        None => export_units(&project, arguments, console),
    }
}

fn glossary_format(path: &Path) -> Result<Box<dyn glossary::Export>> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    exporter(&ending).with_context(|| {
        format!(
            "{}: cannot tell from this name what to write: .tmx holds the units; .tsv, .csv, .xlsx, .tbx, .utf8, .txt, \
             .xml (MultiTerm) and .utx the glossary; or name the format with --format",
            path.display()
        )
    })
}

fn export_units(project: &Project, arguments: &Arguments, console: &Console) -> Result<Outcome> {
    let filter = Filter {
        source_language: arguments.from.clone(),
        target_language: arguments.to.clone(),
        statuses: STATUSES
            .into_iter()
            .filter(|status| *status != Status::Rejected)
            .collect(),
        min_confidence: arguments.min_confidence,
        order: Order::Document,
        ..Filter::default()
    };
    // Several passes and a count of one state, while others may write.
    let _moment = project.snapshot()?;
    let all = project.counts()?.units;
    let names = project::document_names(project)?;
    let mut options = units::valid_tmx();
    if arguments.keep_extras {
        options.extras = tmx::Extras::Keep;
    }
    let pass = |export: &mut Export<'_>| {
        let mut one_sided = 0_u64;
        project.units::<anyhow::Error>(&filter, |unit| {
            if !has_both(&unit) {
                one_sided += 1;
                return Ok(());
            }
            let documents = names(unit.source_document).zip(names(unit.target_document));
            let documents = documents
                .as_ref()
                .map(|(source, target)| (source.as_str(), target.as_str()));
            export.add(unit, documents)
        })?;
        anyhow::Ok(one_sided)
    };
    let new = || Export {
        out: None,
        writer: None,
        source_language: String::new(),
        waiting: None,
        units: 0,
        losses: arguments.target.losses(),
    };
    if let Some(tool) = arguments.target.target() {
        // Once without writing: what the tool would refuse is told before.
        options = tool.options();
        let mut rehearsal = new();
        pass(&mut rehearsal)?;
        rehearsal.flush()?;
        rehearsal.losses.foretell(tool, console);
    }
    let mut output = Output::create(&arguments.file)?;
    let mut export = Export {
        out: Some((&mut output, options)),
        ..new()
    };
    let one_sided = pass(&mut export)?;
    let units = export.units;
    export.flush()?;
    export
        .losses
        .tell(&arguments.file.display().to_string(), console);
    let Some(written) = export.finish()? else {
        bail!(
            "{}: nothing to write: {} in the project, none with a translation that fits",
            project.path().display(),
            counted(all, "unit", "units")
        );
    };
    output.finish()?;
    units::note_losses(&written, &arguments.file.display().to_string(), console);
    let others = all - units - one_sided;
    let mut left_out = Vec::new();
    if one_sided > 0 {
        left_out.push(format!("{} without translation", number(one_sided)));
    }
    if others > 0 {
        left_out.push(format!(
            "{} rejected, unsure or of other languages",
            number(others)
        ));
    }
    console.note(format_args!(
        "{} of {} written to {}{}{}",
        number(units),
        counted(all, "unit", "units"),
        if arguments.file.as_os_str() == "-" {
            "stdout".into()
        } else {
            arguments.file.display().to_string()
        },
        if written.units == units {
            String::new()
        } else if arguments.target.is_given() {
            format!(" as {}", counted(written.units, "TMX unit", "TMX units"))
        } else {
            format!(
                " as {}, some with several translations",
                counted(written.units, "TMX unit", "TMX units")
            )
        },
        if left_out.is_empty() {
            String::new()
        } else {
            format!("; left out: {}", left_out.join(", "))
        }
    ));
    Ok(Outcome::Done)
}

/// Whether there is text on both sides, be it inside codes alone.
fn has_both(unit: &Unit) -> bool {
    (!unit.source.is_empty() || unit.source_markup.is_some())
        && (!unit.target.is_empty() || unit.target_markup.is_some())
}

/// Units on their way into a TMX file. Those that came from one TMX unit with several translations
/// become one again.
struct Export<'a> {
    /// Where to write; the header waits for the first unit, which knows the source language.
    out: Option<(&'a mut Output, tmx::WriteOptions)>,
    writer: Option<tmx::Writer<&'a mut Output>>,
    /// What the header says that units are translated from.
    source_language: String,
    /// The last unit, in the project and as TMX.
    waiting: Option<(Unit, tmx::Unit)>,
    /// Units of the project that were added.
    units: u64,
    /// What the tool that the file is for makes of them.
    losses: Losses,
}

impl Export<'_> {
    fn add(&mut self, unit: Unit, documents: Option<(&str, &str)>) -> Result<()> {
        self.units += 1;
        let mut written = units::to_tmx(&unit, documents);
        add_context(&unit, &mut written);
        if let Some((last, waiting)) = &mut self.waiting
            && unit.extra.is_some()
            && last.extra == unit.extra
            && (&last.source_language, &last.source) == (&unit.source_language, &unit.source)
        {
            units::join(waiting, written);
            return Ok(());
        }
        if self.source_language.is_empty() {
            let mut header = units::header(&unit.source_language);
            self.source_language.clone_from(&header.src_lang);
            header.src_lang = self.losses.language(&header.src_lang);
            if let Some((output, options)) = self.out.take() {
                self.writer = Some(tmx::Writer::with_options(output, &header, options)?);
            }
        }
        // A unit from another language than the file's says so itself.
        if written.src_lang.is_none() && self.source_language != unit.source_language.as_str() {
            written.src_lang = Some(unit.source_language.to_string());
        }
        match self.waiting.replace((unit, written)) {
            Some((_, before)) => self.write(&before),
            None => Ok(()),
        }
    }

    fn write(&mut self, unit: &tmx::Unit) -> Result<()> {
        for (unit, _) in self.losses.adapt(unit, &self.source_language) {
            if let Some(writer) = &mut self.writer {
                writer.write(&unit)?;
            }
        }
        Ok(())
    }

    /// Writes the unit that waits for others of its kind.
    fn flush(&mut self) -> Result<()> {
        match self.waiting.take() {
            Some((_, last)) => self.write(&last),
            None => Ok(()),
        }
    }

    /// The file's sums; `None` where no unit was added and nothing was written.
    fn finish(mut self) -> Result<Option<tmx::Written>> {
        self.flush()?;
        match self.writer {
            Some(writer) => Ok(Some(writer.finish()?.1)),
            None => Ok(None),
        }
    }
}

fn export_glossary(
    project: &Project,
    arguments: &Arguments,
    format: &dyn glossary::Export,
    console: &Console,
) -> Result<Outcome> {
    let mut glossary = project::glossary(project)?;
    if glossary.is_empty() {
        bail!(
            "{}: the project has no concepts; `bitext mine` finds some",
            project.path().display()
        );
    }
    glossary.sort_by_term();
    let source = match &arguments.from {
        Some(language) => language.to_string(),
        None => glossary
            .languages()
            .first()
            .map(|language| (*language).to_owned())
            .unwrap_or_default(),
    };
    let selection = Selection {
        source: Some(source),
        targets: arguments.to.iter().map(ToString::to_string).collect(),
        ..Selection::default()
    };
    exchange::write(&glossary, &selection, &arguments.file, format, console)?;
    Ok(Outcome::Done)
}
