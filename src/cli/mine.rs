//! `bitext mine`: documents, or the memory, become glossary candidates.

use super::align::fraction;
use super::concepts::{self, Renderings, Side};
use super::console::{Console, reasons};
use super::glossary::exchange;
use super::input::{self, Reading};
use super::language_code::language_code;
use super::output::Output;
use super::wording::{counted, number};
use super::{Global, Outcome, project};
use anyhow::{Context, Result, bail};
use bitext::align::WordModel;
use bitext::document::Document;
use bitext::language::{Language, Lexicon, fold};
use bitext::memory::Filter;
use bitext::terms::{self, Mined, Options, Text};
use bitext_glossary::{Glossary, Selection, exporter};
use clap::{Args, ValueEnum};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Mine the terminology of documents, or of the memory, into glossary candidates
///
/// Candidates are ranked by how likely a terminologist is to keep them, and the list ends where
/// more would cost more than it brings. Without documents the units of the project are mined, and
/// every candidate comes with the renderings it has there.
///
/// With -o or --format the list goes to a file or stdout; otherwise to the project, where what was
/// accepted stays and what was rejected stays rejected.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Documents, or folders of them; - is stdin
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// The documents' language; detected where it is not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    lang: Option<Language>,
    #[command(flatten)]
    reading: Reading,
    /// Write to this file (.tsv, .tbx, .utf8 …); - is stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write in this format, whatever the file is called; to stdout where no file is named
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// List exactly so many candidates
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["min_score", "all"])]
    top: Option<usize>,
    /// List the candidates that are at least so likely (0 to 1)
    #[arg(long, value_name = "SCORE", conflicts_with = "all", value_parser = fraction)]
    min_score: Option<f64>,
    /// List every candidate
    #[arg(long)]
    all: bool,
    /// Take documents that are in another language too
    #[arg(long)]
    force: bool,
    /// Never propose the terms in this file, one a line
    #[arg(long, value_name = "FILE")]
    exclude: Option<PathBuf>,
    /// Leave names out: institutions, treaties, programmes, and acronyms of such names
    #[arg(long)]
    no_names: bool,
}

const EXAMPLES: &str = "\
Examples:
  bitext mine articles/ --lang fr --format tsv > termes.tsv
  bitext mine rapport.txt -o rapport.tbx --top 200
  bitext align fr/ en/ && bitext mine -o glossary.tsv
  bitext mine articles/ --exclude known.txt";

/// Formats of glossaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A table, one concept a line
    Tsv,
    /// The same as a workbook for reviewers
    Xlsx,
    /// TermBase eXchange 2 (TBX-Basic), for CAT tools
    Tbx,
    /// A glossary of OmegaT
    Utf8,
}

impl Format {
    /// The ending that files of the format have.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Tbx => "tbx",
            Self::Utf8 => "utf8",
        }
    }
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    let target = target(arguments)?;
    match &target {
        Some((path, _)) => Output::check(path)?,
        None => project::check(global)?,
    }
    let options = Options {
        excluded: arguments
            .exclude
            .as_deref()
            .map(|path| excluded(path, console))
            .transpose()?
            .unwrap_or_default(),
        unlikely: false,
        without_names: arguments.no_names,
    };
    let (glossary, source, reason) = if arguments.documents.is_empty() {
        from_memory(arguments, &options, global, console)?
    } else {
        from_documents(arguments, &options, console)?
    };
    if glossary.is_empty() {
        console.note(&reason);
    }
    let empty = glossary.is_empty();
    match target {
        Some((path, ending)) => write(&glossary, &all_from(source), &path, &ending, console)?,
        None => merge(glossary, global, console)?,
    }
    Ok(if empty {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

/// All there is, from this language.
fn all_from(source: String) -> Selection {
    Selection {
        source: Some(source),
        ..Selection::default()
    }
}

/// Where the list goes, and in which format; `None` is the project.
fn target(arguments: &Arguments) -> Result<Option<(PathBuf, String)>> {
    Ok(match (&arguments.output, arguments.format) {
        (Some(path), Some(format)) => Some((path.clone(), format.ending().to_owned())),
        (None, Some(format)) => Some((PathBuf::from("-"), format.ending().to_owned())),
        (Some(path), None) => Some((path.clone(), ending(path)?)),
        (None, None) => None,
    })
}

/// The ending of a file name, which tells a glossary's format.
fn ending(path: &Path) -> Result<String> {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if exporter(&ending).is_none() {
        bail!(
            "{}: cannot tell a glossary format from this name: end it in .tsv, .csv, .xlsx, .tbx, .utf8 or .txt, or name the \
             format with --format",
            path.display()
        );
    }
    Ok(ending)
}

/// Terms, one a line; only the first column of a table.
fn excluded(path: &Path, console: &Console) -> Result<BTreeSet<String>> {
    Ok(input::lines(path, console)?
        .lines()
        .map(|line| fold(line.split('\t').next().unwrap_or_default().trim()))
        .filter(|term| !term.is_empty())
        .collect())
}

fn from_documents(
    arguments: &Arguments,
    options: &Options,
    console: &Console,
) -> Result<(Glossary, String, String)> {
    let mut files = Vec::new();
    for path in &arguments.documents {
        files.extend(input::files(path)?);
    }
    // A document named twice is one document.
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    let language = input::detect_language(arguments.lang.as_ref(), &files)?;
    let reading = input::in_language(&arguments.reading.options(console)?, &language);
    let mut documents: Vec<Document> = Vec::new();
    let mut failed: Vec<String> = Vec::new();
    for path in &files {
        match input::read(path, &reading) {
            Ok(document) => {
                input::note_encoding(&document, console);
                documents.push(document);
            }
            Err(error) if files.len() == 1 => return Err(error),
            Err(error) => failed.push(format!("{}; left out", reasons(&error))),
        }
    }
    console.warn_each(&failed, "documents that cannot be read", String::clone);
    if !arguments.force {
        leave_out_others(&mut documents, &language, console)?;
    }
    if documents.is_empty() {
        bail!(
            "nothing to mine: of {} none could be read",
            counted(files.len(), "document", "documents")
        );
    }
    let texts: Vec<Text<'_>> = documents
        .iter()
        .map(|document| Text {
            name: &document.name,
            segments: document
                .segments
                .iter()
                .map(|segment| segment.text.as_str())
                .collect(),
        })
        .collect();
    let progress = console.spinner("mining terms");
    let mined = terms::mine(&texts, &language, options);
    progress.finish_and_clear();
    let words: usize = documents.iter().map(|document| document.words).sum();
    let count = count(arguments, &mined);
    console.note(format_args!(
        "{}, {}: {}, {} listed",
        counted(documents.len(), "document", "documents"),
        counted(words, "word", "words"),
        counted(mined.candidates.len(), "term candidate", "term candidates"),
        number(count)
    ));
    let side = Side {
        language: &language,
        texts: &texts,
        mined: &mined,
    };
    let reason = why_empty(words, mined.candidates.len(), arguments);
    Ok((
        concepts::glossary(&side, None, count),
        language.to_string(),
        reason,
    ))
}

/// Leaves out, and names, the documents that are surely in another language.
fn leave_out_others(
    documents: &mut Vec<Document>,
    language: &Language,
    console: &Console,
) -> Result<()> {
    let mut others: Vec<String> = Vec::new();
    let all = documents.len();
    documents.retain(|document| {
        let other = input::other_language(document, language);
        if let Some(found) = &other {
            others.push(format!(
                "{}: this is {found}, not {language}; left out (--force takes it)",
                document.name
            ));
        }
        other.is_none()
    });
    if documents.is_empty() && all > 0 {
        bail!(
            "nothing to mine: {}",
            if all == 1 {
                others.remove(0)
            } else {
                format!(
                    "of {} none is in {language}; name their language with --lang, or take them with --force",
                    counted(all, "document", "documents")
                )
            }
        );
    }
    console.warn_each(&others, "documents in another language", String::clone);
    Ok(())
}

/// Why a list is empty, as far as the texts tell.
fn why_empty(words: usize, found: usize, arguments: &Arguments) -> String {
    if words == 0 {
        "no candidates: there is no text in the documents (is everything a table, a caption or an address? \
         --keep-all takes those lines)"
            .to_owned()
    } else if found > 0 {
        let least = arguments.min_score.map_or_else(String::new, |least| {
            format!(" with a score of {least} or more")
        });
        format!(
            "no candidates{least}: of {} found none is listed; see --all",
            number(found)
        )
    } else {
        format!(
            "no candidates: {} and no phrase in the shape of a term",
            counted(words, "word", "words")
        )
    }
}

/// How many candidates the user wants to see.
fn count(arguments: &Arguments, mined: &Mined) -> usize {
    let all = mined.candidates.len();
    match (arguments.top, arguments.min_score) {
        (Some(top), _) => top.min(all),
        (_, Some(least)) => mined
            .candidates
            .partition_point(|candidate| candidate.score >= least),
        _ if arguments.all => all,
        _ => mined.cut,
    }
}

/// The texts of the units of each document pair, in the order of the project.
#[derive(Default)]
struct UnitTexts {
    source: Vec<String>,
    target: Vec<String>,
}

fn from_memory(
    arguments: &Arguments,
    options: &Options,
    global: &Global,
    console: &Console,
) -> Result<(Glossary, String, String)> {
    let project = project::open(&global.project)?;
    let names = project::document_names(&project)?;
    let mut languages: Option<(Language, Language)> = None;
    let mut documents: BTreeMap<String, UnitTexts> = BTreeMap::new();
    project.units::<anyhow::Error>(&Filter::default(), |unit| {
        let of_unit = (unit.source_language.clone(), unit.target_language.clone());
        let wanted = languages.get_or_insert_with(|| of_unit.clone());
        let forward = wanted.0.same_language(&of_unit.0) && wanted.1.same_language(&of_unit.1);
        if forward {
            let name = names(unit.source_document).unwrap_or_else(|| "memory".to_owned());
            let texts = documents.entry(name).or_default();
            texts.source.push(unit.source);
            texts.target.push(unit.target);
        }
        Ok(())
    })?;
    let Some((mut from, mut to)) = languages else {
        bail!(
            "{}: the project has no units to mine",
            global.project.display()
        );
    };
    let mut sides: (Vec<Text<'_>>, Vec<Text<'_>>) = documents
        .iter()
        .map(|(name, texts)| (text(name, &texts.source), text(name, &texts.target)))
        .unzip();
    if arguments
        .lang
        .as_ref()
        .is_some_and(|lang| lang.same_language(&to))
    {
        std::mem::swap(&mut from, &mut to);
        sides = (sides.1, sides.0);
    }
    let shipped = Lexicon::shipped(&from, &to);
    let lexicons: Vec<&Lexicon> = shipped.iter().collect();
    let pairs: Vec<(&str, &str)> = sides
        .0
        .iter()
        .zip(&sides.1)
        .flat_map(|(source, target)| {
            source
                .segments
                .iter()
                .copied()
                .zip(target.segments.iter().copied())
        })
        .collect();
    let progress = console.spinner("mining terms");
    let words = WordModel::learn(&pairs, &from, &to, &lexicons);
    let bilingual = Bilingual::mine(&sides.0, &sides.1, &from, &to, &words, options);
    progress.finish_and_clear();
    let count = count(arguments, &bilingual.source);
    console.note(format_args!(
        "{}: {}, {} listed",
        counted(pairs.len(), "unit", "units"),
        counted(
            bilingual.source.candidates.len(),
            "term candidate",
            "term candidates"
        ),
        number(count)
    ));
    Ok((
        bilingual.glossary(&sides.0, &sides.1, &from, &to, count),
        from.to_string(),
        why_empty(pairs.len(), bilingual.source.candidates.len(), arguments),
    ))
}

fn text<'a>(name: &'a str, segments: &'a [String]) -> Text<'a> {
    Text {
        name,
        segments: segments.iter().map(String::as_str).collect(),
    }
}

/// Candidates of both languages of a bitext, tied by how they translate each other.
pub(super) struct Bilingual {
    pub(super) source: Mined,
    pub(super) target: Mined,
    pub(super) equivalents: Vec<Vec<terms::Equivalent>>,
}

impl Bilingual {
    /// Mines both sides; segment `n` of text `t` on one side translates that of the other.
    pub(super) fn mine(
        source: &[Text<'_>],
        target: &[Text<'_>],
        from: &Language,
        to: &Language,
        words: &WordModel,
        options: &Options,
    ) -> Self {
        let (of_source, of_target) = rayon::join(
            || terms::mine(source, from, options),
            || {
                let options = Options {
                    unlikely: true,
                    ..Options::default()
                };
                terms::mine(target, to, &options)
            },
        );
        let links = |text: usize, segment: usize| -> Vec<terms::Link> {
            words
                .links(
                    source[text].segments[segment],
                    target[text].segments[segment],
                )
                .into_iter()
                .map(|link| terms::Link {
                    source: link.source,
                    target: link.target,
                    probability: link.probability,
                })
                .collect()
        };
        let equivalents = terms::equivalents(
            terms::Side {
                texts: source,
                candidates: &of_source.candidates,
                language: from,
            },
            terms::Side {
                texts: target,
                candidates: &of_target.candidates,
                language: to,
            },
            &links,
        );
        Self {
            source: of_source,
            target: of_target,
            equivalents,
        }
    }

    /// The first `count` source candidates with their renderings.
    pub(super) fn glossary(
        &self,
        source: &[Text<'_>],
        target: &[Text<'_>],
        from: &Language,
        to: &Language,
        count: usize,
    ) -> Glossary {
        let renderings = Renderings {
            side: Side {
                language: to,
                texts: target,
                mined: &self.target,
            },
            equivalents: &self.equivalents,
        };
        let side = Side {
            language: from,
            texts: source,
            mined: &self.source,
        };
        concepts::glossary(&side, Some(&renderings), count)
    }
}

/// Writes a glossary and says what was written and what the format could not hold.
fn write(
    glossary: &Glossary,
    selection: &Selection,
    path: &Path,
    ending: &str,
    console: &Console,
) -> Result<()> {
    let format =
        exporter(ending).with_context(|| format!("no glossary format ends in .{ending}"))?;
    exchange::write(glossary, selection, path, &*format, console)
}

/// Merges the candidates into the project's glossary.
fn merge(mined: Glossary, global: &Global, console: &Console) -> Result<()> {
    let report = project::with(global, |project| {
        let mut glossary = project::glossary(project)?;
        let report = glossary.merge_mined(mined.into_concepts());
        project::store_glossary(project, &glossary, "mine")?;
        Ok(report)
    })?;
    console.note(format_args!(
        "{}: {}, {} updated, {} reviewed and kept, {} still rejected",
        global.project.display(),
        counted(report.new.len(), "new candidate", "new candidates"),
        number(report.updated.len()),
        number(report.kept.len()),
        number(report.suppressed.len())
    ));
    if !report.withheld.is_empty() {
        console.note(format_args!(
            "{} found for reviewed concepts that do not have them; not added",
            counted(report.withheld.len(), "term", "terms")
        ));
    }
    Ok(())
}
