//! `bitext export`: the project as files for other tools.

use super::align::fraction;
use super::console::Console;
use super::mine::{self, Format};
use super::output::Output;
use super::wording::{counted, number};
use super::{Global, Outcome, project, units};
use anyhow::{Result, bail};
use bitext::language::Language;
use bitext::memory::{Filter, Order, Project, STATUSES, Status};
use bitext_tmx as tmx;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Write the project's units (TMX) or its glossary (TSV, TBX, OmegaT) to a file
///
/// The file's ending decides: .tmx writes the units, .tsv, .tbx, .utf8 and .txt the glossary.
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
    /// Only units from this language
    #[arg(long, value_name = "LANGUAGE")]
    from: Option<Language>,
    /// Only units into this language
    #[arg(long, value_name = "LANGUAGE")]
    to: Option<Language>,
    /// Write only units at least so sure (0 to 1); those without a confidence are written
    #[arg(long, value_name = "CONFIDENCE", value_parser = fraction)]
    min_confidence: Option<f64>,
    /// TMX: write tools' own attributes and unknown elements too; the file may not be valid TMX 1.4
    #[arg(long)]
    keep_extras: bool,
}

const EXAMPLES: &str = "\
Examples:
  bitext export memory.tmx
  bitext export memory.tmx --min-confidence 0.6
  bitext export glossary.tbx
  bitext export - --format tsv | less";

/// Formats of units and glossaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// The units as Translation Memory eXchange 1.4
    Tmx,
    /// The glossary as a table, one concept a line
    Tsv,
    /// The glossary as TermBase eXchange 2 (TBX-Basic), for CAT tools
    Tbx,
    /// The glossary as OmegaT reads it
    Utf8,
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    let is_tmx = arguments
        .file
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("tmx"));
    let glossary = match arguments.format {
        Some(ExportFormat::Tmx) => None,
        Some(ExportFormat::Tsv) => Some(Format::Tsv.ending().to_owned()),
        Some(ExportFormat::Tbx) => Some(Format::Tbx.ending().to_owned()),
        Some(ExportFormat::Utf8) => Some(Format::Utf8.ending().to_owned()),
        None if is_tmx => None,
        None if arguments.file.as_os_str() == "-" => {
            bail!("which format goes to stdout? Name it with --format")
        }
        None => Some(glossary_ending(&arguments.file)?),
    };
    let project = project::open(&global.project)?;
    match glossary {
        Some(ending) => export_glossary(&project, arguments, &ending, console),
        None => export_units(&project, arguments, console),
    }
}

fn glossary_ending(path: &Path) -> Result<String> {
    mine::ending(path).or_else(|_| {
        bail!(
            "{}: cannot tell from this name what to write: .tmx holds the units, .tsv, .tbx, .utf8 and .txt the \
             glossary; or name the format with --format",
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
    let all = project.counts()?.units;
    let names = project::document_names(project)?;
    let mut options = units::valid_tmx();
    if arguments.keep_extras {
        options.extras = tmx::Extras::Keep;
    }
    let mut output = Output::create(&arguments.file)?;
    let mut writer: Option<tmx::Writer<&mut Output>> = None;
    let mut out = Some(&mut output);
    let mut one_sided = 0_u64;
    project.units::<anyhow::Error>(&filter, |unit| {
        if unit.source.is_empty() || unit.target.is_empty() {
            one_sided += 1;
            return Ok(());
        }
        if let Some(output) = out.take() {
            let header = units::header(&unit.source_language);
            let options = options.clone();
            writer = Some(tmx::Writer::with_options(output, &header, options)?);
        }
        let documents = names(unit.source_document).zip(names(unit.target_document));
        if let Some(writer) = &mut writer {
            let documents = documents
                .as_ref()
                .map(|(source, target)| (source.as_str(), target.as_str()));
            writer.write(&units::to_tmx(&unit, documents))?;
        }
        Ok(())
    })?;
    let Some(writer) = writer else {
        bail!(
            "{}: nothing to write: {} in the project, none with a translation that fits",
            project.path().display(),
            counted(all, "unit", "units")
        );
    };
    let (_, written) = writer.finish()?;
    output.finish()?;
    units::note_losses(&written, console);
    let others = all - written.units - one_sided;
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
        "{} of {} written to {}{}",
        number(written.units),
        counted(all, "unit", "units"),
        if arguments.file.as_os_str() == "-" {
            "stdout".into()
        } else {
            arguments.file.display().to_string()
        },
        if left_out.is_empty() {
            String::new()
        } else {
            format!("; left out: {}", left_out.join(", "))
        }
    ));
    Ok(Outcome::Done)
}

fn export_glossary(
    project: &Project,
    arguments: &Arguments,
    ending: &str,
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
    mine::write(&glossary, &source, &arguments.file, ending, console)?;
    Ok(Outcome::Done)
}
