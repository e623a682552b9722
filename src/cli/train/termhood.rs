//! `bitext train termhood`.

use crate::cli::Outcome;
use crate::cli::console::Console;
use crate::cli::input;
use crate::cli::language_code::language_code;
use crate::cli::output::Output;
use crate::cli::wording::{counted, number};
use anyhow::{Result, bail};
use bitext::document::Document;
use bitext::language::{Language, fold};
use bitext::terms::{Example, Lesson, TermhoodModel, Text, examples, feature_names};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Train what tells terms from other phrases, from documents and termbases (distant supervision)
///
/// Every phrase of the documents that has the shape of a term is an example. Those that a termbase
/// lists are taken for terms; of the others some are terms too, so they count little. Phrases that
/// somebody judged count much, and as much in a small corpus as in a large one. The same files give the
/// same model, byte for byte.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Corpora to learn from: each a document or a folder of one field
    #[arg(value_name = "CORPUS", required = true)]
    corpora: Vec<PathBuf>,
    /// The documents' language
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    lang: Language,
    /// Termbases: tables with a header and a column named after the language; several times
    #[arg(long, value_name = "FILE", required = true)]
    terms: Vec<PathBuf>,
    /// Phrases that somebody judged: phrase, tab, 1 for a term, 0 for none, n for a name
    #[arg(long, value_name = "FILE")]
    judged: Vec<PathBuf>,
    /// The file to write
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// Write the examples with their features to this table too
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  bitext train termhood laws/ treaties/ --lang fr --terms eurovoc.tsv --judged judged.tsv -o fr.bin";

pub(in crate::cli) fn run(arguments: &Arguments, console: &Console) -> Result<Outcome> {
    Output::check(&arguments.output)?;
    let mut listed = BTreeSet::new();
    for path in &arguments.terms {
        listed.extend(termbase(path, &arguments.lang, console)?);
    }
    let mut judged = BTreeMap::new();
    for path in &arguments.judged {
        judged.extend(judgements(path, console)?);
    }
    let teacher = Teacher { listed, judged };
    let mut table = arguments.table.as_deref().map(Output::create).transpose()?;
    if let Some(table) = &mut table {
        writeln!(
            table,
            "corpus\tterm\tforms\tlisted\tjudged\t{}",
            feature_names().join("\t")
        )?;
    }
    let mut lessons: Vec<Lesson> = Vec::new();
    let mut all: Vec<Vec<f32>> = Vec::new();
    let feature = |example: &Example, name: &str| {
        let at = feature_names().iter().position(|known| *known == name);
        at.map_or(0.0, |at| example.features[at])
    };
    for corpus in &arguments.corpora {
        let found = read(corpus, &arguments.lang, console)?;
        let mut listed = 0usize;
        let mut judged = Vec::new();
        for example in &found {
            let verdict = teacher.verdict(example);
            listed += usize::from(verdict.listed);
            if let Some(table) = &mut table {
                row(table, corpus, example, &verdict)?;
            }
            if is_code(&example.term) {
                continue;
            }
            all.push(example.features.clone());
            let lesson = verdict.lesson(example, &feature, all.len());
            if lesson.is_some() && verdict.judged.is_some() {
                judged.push(lessons.len());
            }
            lessons.extend(lesson);
        }
        let weight = judged_weight(judged.len());
        for at in judged {
            lessons[at].weight = weight;
        }
        console.note(format_args!(
            "{}: {}, {} of them listed",
            corpus.display(),
            counted(found.len(), "phrase", "phrases"),
            number(listed)
        ));
    }
    if let Some(mut table) = table {
        table.flush()?;
        table.finish()?;
    }
    let progress = console.spinner("training");
    let model = TermhoodModel::learn(&lessons, &all);
    progress.finish_and_clear();
    let bytes = model.encode();
    let mut output = Output::create(&arguments.output)?;
    output.write_all(&bytes)?;
    output.finish()?;
    console.note(format_args!(
        "{} learned: {} written to {}",
        counted(lessons.len(), "phrase", "phrases"),
        counted(bytes.len(), "byte", "bytes"),
        arguments.output.display()
    ));
    Ok(Outcome::Done)
}

/// Who says what a term is.
struct Teacher {
    /// Folded terms of the termbases.
    listed: BTreeSet<String>,
    /// Folded phrases and what was said of them.
    judged: BTreeMap<String, Judgement>,
}

/// What somebody said of a phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judgement {
    Term,
    Other,
    /// An institution, a law, a person: neither. What names are is told by other signs.
    Name,
}

struct Verdict {
    listed: bool,
    judged: Option<Judgement>,
}

impl Teacher {
    fn verdict(&self, example: &Example) -> Verdict {
        let names: Vec<String> = std::iter::once(&example.term)
            .chain(&example.forms)
            .map(|form| fold(form))
            .collect();
        Verdict {
            listed: self.listed.contains(&example.lemmas)
                || names.iter().any(|name| self.listed.contains(name)),
            judged: names.iter().find_map(|name| self.judged.get(name)).copied(),
        }
    }
}

/// Of the phrases that no termbase lists, one in so many is a lesson: there are plenty.
const UNLISTED: usize = 8;

/// What the judged phrases of a corpus weigh together. So a field of which much was judged does not
/// outvote the others.
const JUDGED: f32 = 9000.0;

/// What one of them weighs at most.
const JUDGED_EACH: f32 = 20.0;

/// The weight of each judged phrase of a corpus that has `count` of them.
fn judged_weight(count: usize) -> f32 {
    (JUDGED / count.max(1) as f32).min(JUDGED_EACH)
}

impl Verdict {
    /// What the example teaches, if anything.
    ///
    /// Termbases list common words too (`jour`), and lack many terms. So a listed phrase teaches only
    /// where the texts use it more than the general language does, and one that is not listed only
    /// where it is no rare word that the texts use much. What judged phrases weigh depends on how many the
    /// corpus has ([`judged_weight`]). `feature` reads a feature of the example,
    /// `number` is the example's own.
    fn lesson(
        &self,
        example: &Example,
        feature: &dyn Fn(&Example, &str) -> f32,
        number: usize,
    ) -> Option<Lesson> {
        let of = |name: &str| feature(example, name);
        let single = of("single") > 0.5;
        let (weird, zipf) = (of("weird_mean"), of("zipf_greatest"));
        let typical = if single {
            weird > 1.2 && zipf < 5.0
        } else {
            of("phrase_weird") > 0.5
        };
        let suspect = single && weird > 2.5 && zipf < 4.3;
        let (target, weight) = match (self.judged, self.listed) {
            (Some(Judgement::Term), _) => (1.0, JUDGED_EACH),
            (Some(Judgement::Other), _) => (0.0, JUDGED_EACH),
            (None, true) if typical => (1.0, 1.0),
            (None, false) if !suspect && number.is_multiple_of(UNLISTED) => (0.0, 0.3),
            _ => return None,
        };
        Some(Lesson {
            features: example.features.clone(),
            target,
            weight,
        })
    }
}

/// Whether a phrase is a name of programming rather than of language: `useState`, `index.js`.
fn is_code(term: &str) -> bool {
    let inner = term
        .chars()
        .zip(term.chars().skip(1))
        .any(|(one, next)| one.is_lowercase() && next.is_uppercase());
    inner || term.contains(['_', '/', '.', '@']) || term.chars().any(|c| c.is_ascii_digit())
}

fn row(table: &mut Output, corpus: &Path, example: &Example, verdict: &Verdict) -> Result<()> {
    let judged = match verdict.judged {
        Some(Judgement::Term) => "1",
        Some(Judgement::Other) => "0",
        Some(Judgement::Name) => "n",
        None => "",
    };
    write!(
        table,
        "{}\t{}\t{}\t{}\t{judged}",
        corpus.display(),
        example.term.replace(['\t', '\n'], " "),
        example.forms.join(" | ").replace(['\t', '\n'], " "),
        u8::from(verdict.listed)
    )?;
    for value in &example.features {
        write!(table, "\t{value}")?;
    }
    writeln!(table)?;
    Ok(())
}

/// The folded terms of a table's column for the language.
fn termbase(path: &Path, language: &Language, console: &Console) -> Result<BTreeSet<String>> {
    let text = input::lines(path, console)?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let Some(column) = header.iter().position(|name| language.is(name.trim())) else {
        bail!(
            "{}: no column {language}; expected a header that names the columns by language",
            path.display()
        );
    };
    Ok(lines
        .filter_map(|line| line.split('\t').nth(column))
        .map(|term| fold(term.trim()))
        .filter(|term| !term.is_empty())
        .collect())
}

fn judgements(path: &Path, console: &Console) -> Result<BTreeMap<String, Judgement>> {
    let text = input::lines(path, console)?;
    let mut found = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let verdict = match line.split_once('\t') {
            Some((phrase, "1")) => (phrase, Judgement::Term),
            Some((phrase, "0")) => (phrase, Judgement::Other),
            Some((phrase, "n")) => (phrase, Judgement::Name),
            _ => bail!(
                "{}: line {}: expected a phrase, a tab, and 1, 0 or n",
                path.display(),
                at + 1
            ),
        };
        found.insert(fold(verdict.0.trim()), verdict.1);
    }
    Ok(found)
}

fn read(corpus: &Path, language: &Language, console: &Console) -> Result<Vec<Example>> {
    let options = input::in_language(&bitext::document::Options::default(), language);
    let mut documents: Vec<Document> = Vec::new();
    for path in input::files(corpus)? {
        let document = input::read(&path, &options)?;
        input::note_encoding(&document, console);
        documents.push(document);
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
    Ok(examples(&texts, language))
}
