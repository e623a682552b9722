//! `bitext build`: the whole chain on two files or folders.

use super::console::Console;
use super::input;
use super::lookup::{self, Found};
use super::mine::Bilingual;
use super::output::Output;
use super::pairs::PairArguments;
use super::pipeline::{self, Tally};
use super::report::{self, Locale};
use super::summary;
use super::unfinished::Unfinished;
use super::units::Run;
use super::wording::{counted, number};
use super::{Outcome, align};
use anyhow::{Context, Result, anyhow, bail};
use bitext::document::Document;
use bitext::language::Language;
use bitext::memory::{Limits, Matcher};
use bitext::terms::{Options, Text};
use bitext_glossary::{Glossary, Selection, exporter};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Align, mine and report in one go: two files or folders become a memory, a glossary and a page
///
/// Writes memory.tmx, glossary.tsv, glossary.tbx and report.html into the output folder, and with
/// --text also matches.tsv: what the memory offers for a new text. Files of these names that are
/// there already are replaced. Needs no project, and makes none.
///
/// Folders pair by name: the same name, or names that differ in a language code only (x.fr.txt and
/// x.en.txt, fr/x.txt and en/x.txt).
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    pairs: PairArguments,
    /// The folder to write to; it is made if it is not there
    #[arg(long, short, value_name = "FOLDER")]
    output: PathBuf,
    /// A new text in the source language, to be matched against the memory; - is stdin
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// Language of the report page; the environment's (LANG …) where it is not given
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    report_language: Option<PageLanguage>,
}

const EXAMPLES: &str = "\
Examples:
  bitext build fr/ en/ -o out/
  bitext build fr/ en/ --text nouveau.txt -o out/ --report-language fr
  bitext build contrat.fr.txt contract.en.txt -o contract/";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PageLanguage {
    /// English
    En,
    /// French
    Fr,
}

/// A new text and what the memory has for it.
pub(super) struct NewText<'a> {
    pub(super) document: &'a Document,
    pub(super) language: &'a Language,
    pub(super) found: Vec<Found<'a>>,
}

/// Least score of a match that the report and the table list.
const LEAST_MATCH: f64 = 50.0;

/// Matches of one segment in the table.
const MOST_MATCHES: usize = 3;

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Outcome> {
    Files::check(&arguments.output)?;
    let pairs = arguments.pairs.read(None, console)?;
    let left_aside = summary::LeftAside::of(&pairs);
    let new = arguments
        .text
        .as_deref()
        .map(|path| read_new(arguments, path, &pairs.source_language, console))
        .transpose()?;
    let run = pipeline::align(pairs, arguments.pairs.reading.is_segmented(), console)?;
    pipeline::summarise(&run, console);

    let beads = BeadTexts::of(&run);
    let (source_texts, target_texts) = beads.texts(&run);
    let progress = console.spinner("mining terms");
    let bilingual = Bilingual::mine(
        &source_texts,
        &target_texts,
        &run.source_language,
        &run.target_language,
        &run.words,
        &Options::default(),
    );
    progress.finish_and_clear();
    let count = bilingual.source.cut;
    let glossary = bilingual.glossary(
        &source_texts,
        &target_texts,
        &run.source_language,
        &run.target_language,
        count,
    );
    console.note(format_args!(
        "{}, {} listed",
        counted(
            bilingual.source.candidates.len(),
            "term candidate",
            "term candidates"
        ),
        number(count)
    ));

    let matcher = matcher(&run);
    let new = match &new {
        Some(document) => Some(NewText {
            document,
            language: &run.source_language,
            found: look_up(&matcher, document)?,
        }),
        None => None,
    };

    let mut files = Files::create(&arguments.output)?;
    let units = files.write("memory.tmx", |output| {
        align::write_tmx(&run, 0.0, output, "memory.tmx", console)
    })?;
    let concepts = files.write("glossary.tsv", |output| {
        export(&glossary, "tsv", &run, output)
    })?;
    // A termbase has at least one concept.
    if !glossary.is_empty() {
        files.write("glossary.tbx", |output| {
            export(&glossary, "tbx", &run, output)
        })?;
    }
    if let Some(new) = &new {
        files.write("matches.tsv", |output| {
            lookup::write_table(&new.found, output)?;
            Ok(new
                .found
                .iter()
                .map(|found| found.matches.len() as u64)
                .sum())
        })?;
    }
    let page = summary::Summary {
        run: &run,
        left_aside: &left_aside,
        glossary: &glossary,
        new: new.as_ref(),
        files: files.written(),
        units,
        locale: locale(arguments.report_language),
        title: title(&arguments.output),
    };
    let page: report::Report = page.report();
    let html = page.render().context("cannot draw the report")?;
    files.write("report.html", |output| {
        output.write_all(html.as_bytes())?;
        Ok(1)
    })?;
    files.finish()?;
    console.note(format_args!(
        "{} and {} written to {}; open {} to see what needs your eye",
        counted(units, "unit", "units"),
        counted(concepts, "concept", "concepts"),
        arguments.output.display(),
        arguments.output.join("report.html").display()
    ));
    let tally = Tally::of_run(&run);
    Ok(if tally.beads == 0 {
        Outcome::Nothing
    } else if run.interrupted {
        Outcome::Interrupted
    } else {
        Outcome::Done
    })
}

fn read_new(
    arguments: &Arguments,
    path: &Path,
    language: &Language,
    console: &Console,
) -> Result<Document> {
    let options = arguments.pairs.reading.options(console)?;
    let document = input::read(path, &input::in_language(&options, language))?;
    input::note_encoding(&document, console);
    Ok(document)
}

/// The texts of all beads, document by document.
struct BeadTexts {
    source: Vec<Vec<String>>,
    target: Vec<Vec<String>>,
}

impl BeadTexts {
    fn of(run: &Run) -> Self {
        let source = run.pairs.iter().map(|pair| {
            pair.beads
                .iter()
                .map(|bead| pair.source(bead, &run.source_language))
                .collect()
        });
        let target = run.pairs.iter().map(|pair| {
            pair.beads
                .iter()
                .map(|bead| pair.target(bead, &run.target_language))
                .collect()
        });
        Self {
            source: source.collect(),
            target: target.collect(),
        }
    }

    fn texts<'a>(&'a self, run: &'a Run) -> (Vec<Text<'a>>, Vec<Text<'a>>) {
        fn text<'a>(name: &'a str, segments: &'a [String]) -> Text<'a> {
            Text {
                name,
                segments: segments.iter().map(String::as_str).collect(),
            }
        }
        run.pairs
            .iter()
            .zip(self.source.iter().zip(&self.target))
            .map(|(pair, (source, target))| {
                (
                    text(&pair.documents.source.name, source),
                    text(&pair.documents.target.name, target),
                )
            })
            .unzip()
    }
}

/// A matcher over the units of the run.
fn matcher(run: &Run) -> Matcher {
    let mut builder = Matcher::builder(run.source_language.clone(), run.target_language.clone());
    for pair in &run.pairs {
        for unit in align::translated(run, pair, 0.0) {
            builder.add_unit(&unit);
        }
    }
    builder.finish()
}

fn look_up<'a>(matcher: &Matcher, document: &'a Document) -> Result<Vec<Found<'a>>> {
    let queries: Vec<&str> = document
        .segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect();
    lookup::look_up(
        matcher,
        &queries,
        Limits {
            min: LEAST_MATCH,
            top: MOST_MATCHES,
        },
    )
}

fn export(glossary: &Glossary, ending: &str, run: &Run, output: &mut Output) -> Result<u64> {
    let format =
        exporter(ending).with_context(|| format!("no glossary format ends in .{ending}"))?;
    let selection = Selection {
        source: Some(run.source_language.to_string()),
        ..Selection::default()
    };
    Ok(format.write(glossary, &selection, output)?.concepts as u64)
}

fn title(folder: &Path) -> String {
    folder.file_name().map_or_else(
        || "bitext".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// The page's language: as asked for, or the environment's (POSIX: `LC_ALL`, `LC_MESSAGES`, `LANG`).
fn locale(asked: Option<PageLanguage>) -> Locale {
    let french = match asked {
        Some(language) => language == PageLanguage::Fr,
        None => ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
            .is_some_and(|value| value.starts_with("fr")),
    };
    if french {
        Locale::French
    } else {
        Locale::English
    }
}

/// Files that appear together at the end, or not at all.
struct Files {
    folder: PathBuf,
    /// The folders that were made for this run, the outermost first.
    made: Unfinished,
    outputs: Vec<Output>,
    written: Vec<summary::WrittenFile>,
}

impl Files {
    /// Finds out whether files can be written into the folder, before an hour is spent.
    fn check(folder: &Path) -> Result<()> {
        if folder.exists() && !folder.is_dir() {
            bail!(
                "{}: this is a file; name a folder to write to",
                folder.display()
            );
        }
        let missing = missing(folder);
        let there = match missing.first() {
            Some(outermost) => outermost.parent().unwrap_or(folder),
            None => folder,
        };
        Output::check(&there.join("memory.tmx")).map_err(|error| {
            anyhow!(
                "cannot write into the folder {}: {}",
                folder.display(),
                error.root_cause()
            )
        })
    }

    fn create(folder: &Path) -> Result<Self> {
        let made = Unfinished::new(missing(folder));
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self {
            folder: folder.to_owned(),
            made,
            outputs: Vec::new(),
            written: Vec::new(),
        })
    }

    /// Writes one file beside its place; `content` gives the number of its entries.
    fn write(
        &mut self,
        name: &'static str,
        content: impl FnOnce(&mut Output) -> Result<u64>,
    ) -> Result<u64> {
        let mut output = Output::create(&self.folder.join(name))?;
        let entries = content(&mut output)?;
        output.flush()?;
        self.written.push(summary::WrittenFile {
            name,
            entries,
            bytes: output.written(),
        });
        self.outputs.push(output);
        Ok(entries)
    }

    fn written(&self) -> &[summary::WrittenFile] {
        &self.written
    }

    /// Puts all files into their places.
    fn finish(mut self) -> Result<()> {
        for output in self.outputs.drain(..) {
            output.finish()?;
        }
        self.made = Unfinished::default();
        Ok(())
    }
}

/// The folders on the way to this one that are not there yet, the outermost first.
fn missing(folder: &Path) -> Vec<PathBuf> {
    let mut missing: Vec<PathBuf> = folder
        .ancestors()
        .filter(|path| !path.as_os_str().is_empty())
        .take_while(|path| !path.exists())
        .map(Path::to_owned)
        .collect();
    missing.reverse();
    missing
}

impl Drop for Files {
    /// A folder made for a run that failed goes, with the unfinished files in it.
    fn drop(&mut self) {
        self.outputs.clear();
        std::mem::take(&mut self.made).delete();
    }
}
