//! Glossaries into glossaries, glossaries into units, units into glossaries.

use super::{Arguments, Files};
use crate::cli::Outcome;
use crate::cli::console::Console;
use crate::cli::exchange::drain;
use crate::cli::glossary::exchange;
use crate::cli::terms_as_units::{self, Gathered};
use anyhow::{Context, Result, bail};
use bitext_glossary::{Export, Glossary, Selection, Status, exporter, exporter_named};
use std::path::Path;

pub(super) fn convert(
    arguments: &Arguments,
    from: &Files<'_>,
    to: &Files<'_>,
    console: &Console,
) -> Result<Outcome> {
    let to = only(to)?;
    let format = format(arguments, to)?;
    let glossary = read(arguments, only(from)?, console)?;
    write(arguments, &glossary, to, &*format, console)
}

pub(super) fn into_units(
    arguments: &Arguments,
    from: &Files<'_>,
    to: &Files<'_>,
    console: &Console,
) -> Result<Outcome> {
    arguments.units_format(to)?;
    let glossary = read(arguments, only(from)?, console)?;
    let (from_language, to_language) = arguments.reading.languages();
    let (units, lost) = terms_as_units::units(
        &glossary,
        from_language.as_deref(),
        to_language.as_deref(),
        arguments.reading.approved,
    );
    lost.tell(&to.name(), console);
    let open = || Ok(Box::new(units.clone()) as Box<dyn bitext_exchange::Source>);
    super::units(arguments, from, to, (&open, true), console)
}

pub(super) fn from_units(
    arguments: &Arguments,
    from: &Files<'_>,
    to: &Files<'_>,
    console: &Console,
) -> Result<Outcome> {
    let to = only(to)?;
    let format = format(arguments, to)?;
    let mut source = arguments.open(from)?;
    let mut gathered = Gathered::new(arguments.reading.approved);
    let report = drain(
        source.as_mut(),
        &from.name(),
        console,
        &mut |unit, language| {
            gathered.add(unit, language);
            Ok(())
        },
    )?;
    let (glossary, lost) = gathered.finish();
    lost.tell(&to.display().to_string(), console);
    let left_out = crate::cli::exchange::left_out(&report);
    if !left_out.is_empty() {
        console.note(format_args!("{}{left_out}", from.name()));
    }
    if glossary.is_empty() {
        bail!("{}: no unit of it is a concept", from.name());
    }
    write(arguments, &glossary, to, &*format, console)
}

/// The one file that a glossary is.
fn only<'a>(files: &Files<'a>) -> Result<&'a Path> {
    match files {
        Files::One(path) => Ok(path),
        Files::Moses(..) => bail!("{}: a glossary is one file", files.name()),
    }
}

fn read(arguments: &Arguments, path: &Path, console: &Console) -> Result<Glossary> {
    let ending = arguments.input_format.and_then(|named| named.concepts);
    Ok(arguments
        .reading
        .open_glossary(path, ending, console)?
        .glossary)
}

fn format(arguments: &Arguments, path: &Path) -> Result<Box<dyn Export>> {
    let for_tool = arguments.target.glossary_format(path)?;
    if for_tool.is_some() && arguments.format.is_some() {
        bail!("--for chooses the format of a glossary, and so does --format: give one of them");
    }
    if let Some(format) = for_tool {
        return Ok(format);
    }
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let found = match arguments.format {
        Some(named) => named.concepts.and_then(exporter_named),
        // Endings under which tools know files that we write under another.
        None => match ending.to_lowercase().as_str() {
            "tab" => exporter("tsv"),
            "mtf" => exporter("xml"),
            "martif" => exporter("tbx"),
            ending => exporter(ending),
        },
    };
    found.with_context(|| {
        format!(
            "{}: cannot tell the format of a glossary from this name; name it with --format",
            path.display()
        )
    })
}

fn write(
    arguments: &Arguments,
    glossary: &Glossary,
    path: &Path,
    format: &dyn Export,
    console: &Console,
) -> Result<Outcome> {
    let (source, target) = arguments.reading.languages();
    let mut selection = Selection {
        source,
        targets: target.into_iter().collect(),
        ..Selection::default()
    };
    if arguments.reading.approved {
        selection.statuses = vec![Status::Approved];
    } else if matches!(format.name(), "table" | "CSV table" | "workbook") {
        // These say of a concept that it was rejected; other tools would use it.
        selection.statuses = Status::ALL.to_vec();
    }
    exchange::write(glossary, &selection, path, format, console)?;
    Ok(Outcome::Done)
}
