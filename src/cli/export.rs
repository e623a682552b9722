//! `bitext export`: the project as files for other tools.

use super::console::Console;
use super::mine::{self, Format};
use super::output::Output;
use super::{Global, Outcome, project, units};
use anyhow::{Result, bail};
use bitext::language::Language;
use bitext::memory::{Filter, Order, Project, STATUSES, Status};
use bitext_tmx as tmx;
use clap::Args;
use std::path::{Path, PathBuf};

/// Write the project's units (TMX) or its glossary (TSV, TBX, OmegaT) to a file
///
/// The file's ending decides: .tmx writes the units, .tsv, .tbx, .utf8 and .txt the glossary.
/// Rejected units and concepts, and segments without translation, are left out and counted.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file to write; - is stdout, with --format
    file: PathBuf,
    /// Write the glossary in this format, whatever the file is called
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Only units from this language
    #[arg(long, value_name = "LANGUAGE")]
    from: Option<Language>,
    /// Only units into this language
    #[arg(long, value_name = "LANGUAGE")]
    to: Option<Language>,
    /// Leave out units less sure than this (0 to 1)
    #[arg(long, value_name = "CONFIDENCE")]
    min_confidence: Option<f64>,
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    let project = project::open(&global.project)?;
    let is_tmx = arguments.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tmx"));
    match arguments.format {
        Some(format) => export_glossary(&project, arguments, format.ending(), console),
        None if is_tmx => export_units(&project, arguments, console),
        None => export_glossary(&project, arguments, &glossary_ending(&arguments.file)?, console),
    }
}

fn glossary_ending(path: &Path) -> Result<String> {
    mine::ending(path).map_err(|error| error.context("only .tmx files hold units"))
}

fn export_units(project: &Project, arguments: &Arguments, console: &Console) -> Result<Outcome> {
    let filter = Filter {
        source_language: arguments.from.clone(),
        target_language: arguments.to.clone(),
        statuses: STATUSES.into_iter().filter(|status| *status != Status::Rejected).collect(),
        min_confidence: arguments.min_confidence,
        order: Order::Document,
        ..Filter::default()
    };
    let all = project.counts()?.units;
    let names = project::document_names(project)?;
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
            writer = Some(tmx::Writer::new(output, &units::header(&unit.source_language))?);
        }
        let documents = names(unit.source_document).zip(names(unit.target_document));
        if let Some(writer) = &mut writer {
            let documents = documents.as_ref().map(|(source, target)| (source.as_str(), target.as_str()));
            writer.write(&units::to_tmx(&unit, documents))?;
        }
        Ok(())
    })?;
    let Some(writer) = writer else {
        bail!("{}: none of the project's {all} units fits; nothing written", project.path().display());
    };
    let (_, written) = writer.finish()?;
    output.finish()?;
    console.note(format_args!(
        "{} of {all} units written to {}; {one_sided} without translation and {} rejected, unsure or of other languages left out",
        written.units,
        arguments.file.display(),
        all - written.units - one_sided,
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
        bail!("{}: the project has no concepts; `bitext mine` finds some", project.path().display());
    }
    glossary.sort_by_term();
    let source = match &arguments.from {
        Some(language) => language.to_string(),
        None => glossary.languages().first().map(|language| (*language).to_owned()).unwrap_or_default(),
    };
    mine::write(&glossary, &source, &arguments.file, ending, console)?;
    Ok(Outcome::Done)
}
