//! Files of bilingual units, whatever their format: how `convert`, `diff` and `check` open them.

use super::console::Console;
use super::glossary::exchange::read_with;
use super::language_code::language_code;
use super::wording::{counted, number};
use anyhow::{Context, Result, bail};
use bitext::language::Language;
use bitext_exchange::{self as exchange, Format, ReadOptions, Report, Source};
use bitext_tmx::xml::Policy;
use clap::Args;
use std::fs::File;
use std::path::Path;

/// How files are read.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// Source language of files that do not name theirs
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    pub(super) from: Option<Language>,
    /// Target language of files that do not name theirs
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    pub(super) to: Option<Language>,
    /// Take unfinished translations (fuzzy, waiting for work) too
    #[arg(long, conflicts_with = "approved", help_heading = "Reading")]
    drafts: bool,
    /// Take only what somebody approved
    #[arg(long, help_heading = "Reading")]
    pub(super) approved: bool,
    /// Stop at the first deviation from the format
    #[arg(long, help_heading = "Reading")]
    pub(super) strict: bool,
    /// Refuse files that are larger, or unpack to more [default: 64 GiB unpacked]
    #[arg(long, value_name = "BYTES", help_heading = "Limits")]
    max_file: Option<u64>,
    /// Skip units that are larger
    #[arg(long, value_name = "BYTES", default_value_t = 32 << 20, help_heading = "Limits")]
    max_unit: u64,
    /// Skip units with a longer segment, tag or comment
    #[arg(long, value_name = "BYTES", default_value_t = 16 << 20, help_heading = "Limits")]
    max_segment: usize,
    /// Skip units with elements nested deeper
    #[arg(
        long,
        value_name = "LEVELS",
        default_value_t = 512,
        help_heading = "Limits"
    )]
    max_depth: usize,
    /// Drop further attributes of one element
    #[arg(
        long,
        value_name = "COUNT",
        default_value_t = 256,
        help_heading = "Limits"
    )]
    max_attributes: usize,
}

impl Reading {
    fn options(&self) -> ReadOptions {
        let code = |language: &Option<Language>| language.as_ref().map(ToString::to_string);
        let mut options = ReadOptions {
            source_language: code(&self.from),
            target_language: code(&self.to),
            drafts: self.drafts,
            approved_only: self.approved,
            max_unit: self.max_unit,
            ..ReadOptions::default()
        };
        if self.strict {
            options.policy = Policy::Strict;
        }
        options.xml.max_text = self.max_segment;
        // Elements are walked recursively: deeper ones could exhaust the stack.
        options.xml.max_depth = self.max_depth.min(4096);
        options.xml.max_attributes = self.max_attributes;
        if let Some(limit) = self.max_file {
            options.archive.max_bytes = limit;
        }
        options
    }

    /// Opens one file; `-` is stdin, whose format must be named.
    pub(super) fn open(&self, path: &Path, format: Option<Format>) -> Result<Box<dyn Source>> {
        self.open_with(path, format, &self.options())
    }

    /// Opens one file, or a Moses pair, for a list of its findings, of each kind as many as this. Every
    /// unit is given out: unfinished ones and those without translation too.
    pub(super) fn open_for_findings(
        &self,
        (path, pair): (&Path, Option<&Path>),
        format: Option<Format>,
        findings: usize,
    ) -> Result<Box<dyn Source>> {
        let options = ReadOptions {
            findings_of_a_kind: findings,
            drafts: true,
            untranslated: true,
            ..self.options()
        };
        match pair {
            Some(target) => self.open_pair(path, target, options),
            None => self.open_with(path, format, &options),
        }
    }

    fn open_with(
        &self,
        path: &Path,
        format: Option<Format>,
        options: &ReadOptions,
    ) -> Result<Box<dyn Source>> {
        let name = path.display();
        if path == Path::new("-") {
            let Some(format) = format else {
                bail!("stdin: which format does it have? Name it with --input-format");
            };
            return exchange::open_stream(format, std::io::stdin(), options).context("stdin");
        }
        if path.is_dir() {
            bail!("{name}: this is a folder; name the files in it");
        }
        let format = match format.or_else(|| Format::of_path(path)) {
            Some(Format::Moses) => bail!("{name}: a Moses pair is two files: name both"),
            Some(format) => format,
            None => bail!(
                "{name}: cannot tell the format from this name: expected .tmx, .xlf, .po, .tsv, .csv, .xlsx or \
                 .jsonl; name the format with --input-format, or both files of a Moses pair"
            ),
        };
        let file = self.file(path)?;
        exchange::open(format, file, options)
            .map_err(|error| self.advised(error))
            .with_context(|| name.to_string())
    }

    /// Opens a Moses pair. The languages are those of the options, or the endings.
    pub(super) fn open_moses(&self, source: &Path, target: &Path) -> Result<Box<dyn Source>> {
        self.open_pair(source, target, self.options())
    }

    fn open_pair(
        &self,
        source: &Path,
        target: &Path,
        mut options: ReadOptions,
    ) -> Result<Box<dyn Source>> {
        let of_ending = |path: &Path| language_of_name(path);
        options.source_language = options.source_language.or_else(|| of_ending(source));
        options.target_language = options.target_language.or_else(|| of_ending(target));
        let names = format!("{}, {}", source.display(), target.display());
        exchange::open_moses(self.file(source)?, self.file(target)?, &options)
            .map_err(|error| self.advised(error))
            .context(names)
    }

    /// An error whose remedy is an option says which.
    pub(super) fn advised(&self, error: exchange::Error) -> anyhow::Error {
        with_advice(error, &self.from, &self.to)
    }

    /// The languages that the options name.
    pub(super) fn languages(&self) -> (Option<String>, Option<String>) {
        let code = |language: &Option<Language>| language.as_ref().map(ToString::to_string);
        (code(&self.from), code(&self.to))
    }

    /// How glossaries are read.
    pub(super) fn glossary_options(&self) -> bitext_glossary::ReadOptions {
        let (source_language, target_language) = self.languages();
        bitext_glossary::ReadOptions {
            source_language,
            target_language,
            xml: self.options().xml,
            ..bitext_glossary::ReadOptions::default()
        }
    }

    /// Reads a glossary; `format` stands for the ending of a file whose name tells nothing.
    pub(super) fn open_glossary(
        &self,
        path: &Path,
        format: Option<&str>,
        console: &Console,
    ) -> Result<bitext_glossary::Reading> {
        if path != Path::new("-") {
            self.file(path)?;
        }
        let options = self.glossary_options();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let reading = read_with(path, format.unwrap_or(&name), &options, console)?;
        if self.strict
            && let Some(finding) = reading.findings.first()
        {
            bail!("{}: {finding}", path.display());
        }
        Ok(reading)
    }

    fn file(&self, path: &Path) -> Result<File> {
        let name = path.display();
        let file = File::open(path).with_context(|| format!("cannot read {name}"))?;
        let about = file
            .metadata()
            .with_context(|| format!("cannot read {name}"))?;
        if about.is_dir() {
            bail!("{name}: this is a folder; name a file");
        }
        if let Some(limit) = self.max_file
            && about.len() > limit
        {
            bail!(
                "{name}: the file has {} bytes, more than --max-file {limit}",
                number(about.len())
            );
        }
        Ok(file)
    }
}

/// An error whose remedy is an option says which.
fn with_advice(
    error: exchange::Error,
    from: &Option<Language>,
    to: &Option<Language>,
) -> anyhow::Error {
    let is_language = matches!(error, exchange::Error::Language(_));
    let error = anyhow::Error::new(error);
    match (is_language, from, to) {
        (true, None, _) => error.context("name the languages with --from and --to"),
        (true, _, None) => error.context("name the target language with --to"),
        _ => error,
    }
}

/// The language that the ending of a name tells: `corpus.fr`, `corpus.fr.txt`.
fn language_of_name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let mut endings = name.split('.').skip(1).collect::<Vec<_>>();
    endings.reverse();
    endings
        .into_iter()
        .take(2)
        .find_map(|ending| language_code(ending).ok())
        .map(|language| language.to_string())
}

/// Reads a source to its end. What breaks midway is told, and what came before stands; where nothing
/// came it is an error.
pub(super) fn drain(
    source: &mut dyn Source,
    name: &str,
    console: &Console,
    each: &mut dyn FnMut(&bitext_tmx::Unit, &str) -> Result<()>,
) -> Result<Report> {
    let language = source.source_language().to_owned();
    let broken = loop {
        match source.next_unit() {
            Ok(Some(unit)) => each(&unit, &language)?,
            Ok(None) => break None,
            Err(error @ (exchange::Error::Strict(_) | exchange::Error::Language(_))) => {
                return Err(with_advice(error, &None, &None)).context(name.to_owned());
            }
            Err(error) => break Some(error),
        }
    };
    let report = source.report();
    let findings: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| !finding.is_harmless)
        .collect();
    console.warn_each(&findings, "findings in this file", |finding| {
        format!("{name}: {finding}")
    });
    if let Some(error) = broken {
        if report.units == 0 {
            return Err(error).context(name.to_owned());
        }
        console.warn(format_args!(
            "{name}: {error}; what stands before it is kept ({})",
            counted(report.units, "unit", "units")
        ));
    }
    Ok(report)
}

/// What was not given out, for the last sentence of a command.
pub(super) fn left_out(report: &Report) -> String {
    let parts: Vec<String> = [
        (report.skipped, "skipped"),
        (report.unpaired, "without a partner in the alignment"),
        (report.untranslated, "without translation"),
        (report.drafts, "unfinished or not approved"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{} {what}", number(count)))
    .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("; left out: {}", parts.join(", "))
    }
}

/// A format by its name, for options.
pub(super) fn format(name: &str) -> Result<Format, String> {
    name.parse()
        .map_err(|error: exchange::UnknownFormat| error.to_string())
}

/// Whether a name stands for a file of units; a Moses file does not say so.
pub(super) fn names_units(path: &Path) -> bool {
    path.as_os_str() == "-" || Format::of_path(path).is_some()
}
