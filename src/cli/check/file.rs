//! The units of a file judged, the file held against its format, and a copy without bad units.

use super::Arguments;
use super::judge::{Found, Item, Judge};
use super::print::{Line, Printer};
use super::project::tell;
use super::rules::Choice;
use crate::cli::console::Console;
use crate::cli::convert::{compression, write_options};
use crate::cli::exchange::{drain, left_out, names_units};
use crate::cli::input;
use crate::cli::kind::{self, Kind};
use crate::cli::output::Output;
use crate::cli::target::Losses;
use crate::cli::units::{CONFIDENCE, EXCEPTION};
use crate::cli::wording::{counted, number};
use anyhow::{Context, Result, bail};
use bitext::language::Language;
use bitext_exchange::{self as exchange, Error, Format, Pair, Place, Source};
use bitext_tmx::{Segment, Unit, compressed::Compressor};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Checks every file; true when something is wrong with any.
pub(super) fn check_all(
    arguments: &Arguments,
    choice: &Choice,
    printer: &mut Printer,
    console: &Console,
) -> Result<bool> {
    let mut failed = false;
    let mut paths = arguments.files.iter();
    while let Some(path) = paths.next() {
        let name = path.display().to_string();
        if holds_concepts(path, arguments)? {
            failed |= glossary(path, &name, arguments, printer, console)?;
            continue;
        }
        let pair = is_moses(path, arguments).then(|| paths.next()).flatten();
        match open(arguments, path, pair) {
            Ok(source) => {
                let file = File {
                    arguments,
                    path,
                    pair,
                    name,
                };
                failed |= file.check(source, choice, printer, console)?;
            }
            // One bad file says nothing about the next, but a name that is none ends the command, and a
            // language that nobody named is not the file's fault.
            Err(error) if error.downcast_ref().is_some_and(is_of_the_file) => {
                let error = error.downcast::<Error>()?;
                printer.print(&name, &Line::of_error(&error))?;
                failed = true;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(failed)
}

/// Whether an error says something about the file, rather than about what the user did not say.
fn is_of_the_file(error: &Error) -> bool {
    !matches!(error, Error::Language(_))
}

/// Opens a file so that it gives out every unit: unfinished ones and those without translation too.
fn open(arguments: &Arguments, path: &Path, pair: Option<&PathBuf>) -> Result<Box<dyn Source>> {
    let files = (path, pair.map(PathBuf::as_path));
    let reading = &arguments.reading;
    reading.open_for_findings(files, arguments.input_format, arguments.limit)
}

/// A name that says nothing is the first of a Moses pair.
fn is_moses(path: &Path, arguments: &Arguments) -> bool {
    match arguments.input_format {
        Some(format) => format == Format::Moses,
        None => !names_units(path),
    }
}

fn holds_concepts(path: &Path, arguments: &Arguments) -> Result<bool> {
    if arguments.input_format.is_some() {
        return Ok(false);
    }
    Ok(match kind::told(path, None) {
        Some(kind) => kind == Kind::Concepts,
        None => kind::names_concepts(path)?,
    })
}

/// Lists what is wrong with the rows or entries of a glossary.
fn glossary(
    path: &Path,
    name: &str,
    arguments: &Arguments,
    printer: &mut Printer,
    console: &Console,
) -> Result<bool> {
    let bytes = input::bytes(path)?;
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let options = arguments.reading.glossary_options();
    let reading = match bitext_glossary::read(&file_name, &bytes, &options) {
        Ok(reading) => reading,
        Err(error) => {
            printer.print(name, &Line::of_broken_glossary(&error))?;
            return Ok(true);
        }
    };
    let has_cells = reading.has_cells();
    for finding in reading.findings.iter().take(arguments.limit) {
        printer.print(name, &Line::of_row(finding, has_cells))?;
    }
    printer.flush()?;
    console.note(format_args!(
        "{name}: {}, {} ({}); {}",
        counted(reading.glossary.concepts().count(), "concept", "concepts"),
        counted(reading.skipped(), "row skipped", "rows skipped"),
        reading.format,
        counted(reading.findings.len(), "finding", "findings"),
    ));
    Ok(!reading.findings.is_empty())
}

/// One file of units.
struct File<'a> {
    arguments: &'a Arguments,
    path: &'a Path,
    /// The other file of a Moses pair.
    pair: Option<&'a PathBuf>,
    name: String,
}

impl File<'_> {
    /// Reads the file to its end; true when something is wrong with it.
    fn check(
        &self,
        mut source: Box<dyn Source>,
        choice: &Choice,
        printer: &mut Printer,
        console: &Console,
    ) -> Result<bool> {
        let tool = self.arguments.target.target();
        let mut losses = self.arguments.target.losses();
        let language = source.source_language().to_owned();
        let mut judge = (!choice.options.rules.is_empty()).then(|| Judge::new(choice));
        let mut languages = Languages::default();
        let progress = console.spinner("checking");
        let mut before = 0;
        let broken = loop {
            match source.next_unit() {
                Ok(Some(unit)) => {
                    if tool.is_some() {
                        losses.adapt(&unit, &language);
                    }
                    if let Some(judge) = &mut judge {
                        let whole = Whole {
                            unit: &unit,
                            language: &language,
                            number: source.number(),
                            before,
                            at: source.place(),
                        };
                        whole.items(&mut languages, &mut |item| judge.add(item));
                    }
                    before += 1;
                    progress.inc(1);
                }
                Ok(None) => break None,
                Err(error) if is_of_the_file(&error) => break Some(error),
                Err(error) => {
                    return Err(self.arguments.reading.advised(error)).context(self.name.clone());
                }
            }
        };
        let found = judge.map(Judge::finish);
        progress.finish_and_clear();
        let report = source.report();
        let name = &self.name;
        for finding in &report.findings {
            printer.print(name, &Line::of_finding(finding))?;
        }
        if let Some(error) = &broken {
            printer.print(name, &Line::of_error(error))?;
        }
        if let Some(tool) = tool {
            losses.foretell(tool, console);
        }
        self.sum_up(&report, printer, console)?;
        let harmful = report.findings.iter().any(|finding| !finding.is_harmless);
        let mut failed = broken.is_some() || harmful;
        if let Some(found) = found {
            tell(name, &found, printer, console)?;
            failed |= self.finish(&found, console)?;
        }
        Ok(failed)
    }

    fn sum_up(
        &self,
        report: &exchange::Report,
        printer: &mut Printer,
        console: &Console,
    ) -> Result<()> {
        printer.flush()?;
        let kinds: Vec<String> = report
            .counts
            .iter()
            .map(|(kind, count)| format!("{kind} {count}"))
            .collect();
        let kinds = match kinds.as_slice() {
            [] => String::new(),
            _ => format!(" ({})", kinds.join(", ")),
        };
        console.note(format_args!(
            "{}: {}{}; {} about its format{kinds}",
            self.name,
            counted(report.units, "unit", "units"),
            left_out(report),
            counted(report.total(), "finding", "findings"),
        ));
        Ok(())
    }

    /// Does what is to be done about the findings; true when they stand.
    fn finish(&self, found: &Found, console: &Console) -> Result<bool> {
        let rules = &self.arguments.rules;
        if rules.accept {
            let Some(path) = &rules.exceptions else {
                bail!("where are exceptions for a file kept? Name a file with --exceptions");
            };
            self.accept(found, path, console)?;
            return Ok(false);
        }
        if rules.apply {
            let Some(path) = &rules.output else {
                bail!("a file is not changed in place: name a new one with --output");
            };
            self.copy_without(found, path, console)?;
        }
        Ok(found.total() > 0)
    }

    /// Adds what was found to a file of exceptions.
    fn accept(&self, found: &Found, path: &Path, console: &Console) -> Result<()> {
        let known = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                "# Findings of bitext check that stand: rule, sum of the texts; file, source\n"
                    .to_owned()
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        let new: BTreeMap<&str, &str> = found
            .bad
            .iter()
            .map(|bad| (bad.mark.as_str(), bad.excerpt.as_str()))
            .collect();
        let mut output = Output::create(path)?;
        output.write_all(known.as_bytes())?;
        if !known.ends_with('\n') {
            output.write_all(b"\n")?;
        }
        for (mark, excerpt) in &new {
            let excerpt = excerpt.replace(['\t', '\n', '\r'], " ");
            writeln!(output, "{mark}\t{}\t{excerpt}", self.name)?;
        }
        output.finish()?;
        console.note(format_args!(
            "{}: {} added",
            path.display(),
            counted(new.len(), "exception", "exceptions")
        ));
        Ok(())
    }

    /// Writes the units that have no finding.
    fn copy_without(&self, found: &Found, path: &Path, console: &Console) -> Result<()> {
        let name = path.display().to_string();
        if self.path == Path::new("-") {
            bail!("stdin is read once: save it to a file to drop units from it");
        }
        let format = match Format::of_path(path) {
            Some(Format::Moses) | None => bail!(
                "{name}: cannot tell the format from this name: expected .tmx, .xlf, .po, .tsv, .csv, .xlsx or .jsonl"
            ),
            Some(format) => format,
        };
        let mut bad: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
        for of in &found.bad {
            let languages = bad.entry(of.before).or_default();
            languages.insert(of.target_language.as_str());
        }
        let mut source = open(self.arguments, self.path, self.pair)?;
        let options = write_options(&self.arguments.target, source.as_ref());
        let mut losses: Losses = self.arguments.target.losses();
        let mut output = Output::create(path)?;
        let (kind, entry) = compression(path, format);
        let mut compressor = Compressor::new(&mut output, kind, &entry)?;
        let mut sink = exchange::create(format, &mut compressor, &options)?;
        let (mut before, mut dropped) = (0, 0_u64);
        drain(
            source.as_mut(),
            &self.name,
            console,
            &mut |unit, language| {
                let kept = without(unit, language, bad.get(&before));
                before += 1;
                match kept {
                    Some(unit) => {
                        for (unit, language) in losses.adapt(&unit, language) {
                            sink.write(&unit, &language)?;
                        }
                    }
                    None => dropped += 1,
                }
                Ok(())
            },
        )?;
        let written = sink.finish()?;
        compressor.finish()?;
        output.finish()?;
        for (what, count) in &written.losses {
            console.note(format_args!("{name}: left out: {what} ({})", number(count)));
        }
        losses.tell(&name, console);
        console.note(format_args!(
            "{} dropped, {} written to {name}",
            counted(dropped, "unit", "units"),
            number(written.pairs),
        ));
        Ok(())
    }
}

/// A unit without the translations that have findings; nothing where none is left.
fn without(unit: &Unit, language: &str, bad: Option<&BTreeSet<&str>>) -> Option<Unit> {
    let mut unit = unit.clone();
    let Some(bad) = bad else { return Some(unit) };
    let of_source = Pair::all_of(&unit, language)
        .first()
        .map(|pair| pair.source_language.clone());
    unit.variants.retain(|variant| {
        of_source.as_ref() == Some(&variant.lang) || !bad.contains(variant.lang.as_str())
    });
    (of_source.is_some() && unit.variants.len() > 1).then_some(unit)
}

/// Language tags of a file, each parsed once.
#[derive(Default)]
struct Languages(BTreeMap<String, Language>);

impl Languages {
    /// The language of a tag; `und` where it is none.
    fn of(&mut self, tag: &str) -> Language {
        if let Some(known) = self.0.get(tag) {
            return known.clone();
        }
        let language: Language = tag
            .parse()
            .unwrap_or_else(|_| "und".parse().expect("`und` is a tag"));
        self.0.insert(tag.to_owned(), language.clone());
        language
    }
}

/// A unit as a file gave it out.
struct Whole<'a> {
    unit: &'a Unit,
    /// The language of the file, for units that name none.
    language: &'a str,
    number: u64,
    /// How many units the file gave out before it.
    before: u64,
    at: Option<Place>,
}

impl Whole<'_> {
    /// Its pairs, to be judged. A unit without any translation is a pair whose target is empty.
    fn items(&self, languages: &mut Languages, each: &mut dyn FnMut(Item)) {
        let mut pairs = Pair::all_of(self.unit, self.language);
        if pairs.is_empty()
            && let Some(only) = self.unit.variants.first()
        {
            pairs.push(Pair {
                source_language: only.lang.clone(),
                source: only.segment.clone(),
                ..Pair::default()
            });
        }
        let is_one_of_several = pairs.len() > 1;
        for pair in pairs {
            each(Item {
                is_one_of_several,
                ..self.item(pair, languages)
            });
        }
    }

    fn item(&self, pair: Pair, languages: &mut Languages) -> Item {
        let property = |wanted: &str| {
            let properties = pair.properties.iter();
            properties
                .filter(move |(name, _)| name == wanted)
                .map(|(_, value)| value.clone())
                .collect::<Vec<_>>()
        };
        Item {
            number: self.number,
            before: self.before,
            at: self.at,
            source_language: languages.of(&pair.source_language),
            target_language: languages.of(&pair.target_language),
            is_one_of_several: false,
            source: pair.source.plain_text().into_owned(),
            target: pair.target.plain_text().into_owned(),
            codes: [codes(&pair.source), codes(&pair.target)],
            confidence: property(CONFIDENCE).first().and_then(|of| of.parse().ok()),
            excepted: property(EXCEPTION),
            id: pair.id,
        }
    }
}

/// The inline codes of a segment, each as its native content, or as its element's name.
pub(super) fn codes(segment: &Segment) -> Vec<String> {
    let codes = segment.codes().into_iter();
    codes
        .map(|code| match code.native() {
            native if native.is_empty() => format!("<{}>", code.kind.name()),
            native => native,
        })
        .collect()
}
