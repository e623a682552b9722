//! `bitext train`: language data from the user's own material.

mod lexicon;

use super::Outcome;
use super::console::Console;
use super::language_code::language_code;
use super::output::Output;
use super::wording::{counted, number};
use anyhow::{Context, Result, bail};
use bitext::language::Language;
use bitext::language::conllu::{Sentence, Treebank};
use bitext::language::lemma::{self, FormLexicon, Lemmatiser};
use bitext::language::tagger::{
    Agreement, Model, TrainOptions, evaluate, retokenised, train, with_own_tokens,
};
use clap::{Args, Subcommand};
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

/// Train language data from your own material
#[derive(Debug, Subcommand)]
pub(super) enum Train {
    Lexicon(lexicon::Arguments),
    Tagger(Arguments),
}

/// Train a part-of-speech tagger from treebanks (CoNLL-U, as Universal Dependencies has them)
///
/// The sentences are learned as the treebank cuts them and, where that differs, as bitext does. The
/// same treebanks give the same file, byte for byte. A tagger fits the form lexicon that it was
/// trained beside: that of its language in this program, where there is one.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Treebanks to learn from (.conllu)
    #[arg(value_name = "TREEBANK", required_unless_present = "model")]
    treebanks: Vec<PathBuf>,
    /// The treebanks' language
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    lang: Language,
    /// The file to write
    #[arg(long, short, value_name = "FILE", required_unless_present = "model")]
    output: Option<PathBuf>,
    /// Measure the tagger on this treebank; can be given several times
    #[arg(long, value_name = "TREEBANK")]
    check: Vec<PathBuf>,
    /// Train nothing, measure this tagger
    #[arg(
        long,
        value_name = "FILE",
        requires = "check",
        conflicts_with_all = ["treebanks", "output"]
    )]
    model: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  bitext train tagger fr_sequoia-ud-train.conllu --lang fr -o fr.bin --check fr_sequoia-ud-test.conllu
  bitext train tagger --lang fr --model fr.bin --check fr_gsd-ud-test.conllu";

pub(super) fn run(train: &Train, console: &Console) -> Result<Outcome> {
    match train {
        Train::Lexicon(arguments) => lexicon::run(arguments, console),
        Train::Tagger(arguments) => tagger(arguments, console),
    }
}

fn tagger(arguments: &Arguments, console: &Console) -> Result<Outcome> {
    let language = &arguments.lang;
    let lexicon = FormLexicon::for_language(language);
    // Before the training, which takes minutes.
    let checks = arguments
        .check
        .iter()
        .map(|path| Ok((path, sentences(path)?)))
        .collect::<Result<Vec<_>>>()?;
    let model = match (&arguments.model, &arguments.output) {
        (Some(path), _) => read(path, lexicon)?,
        (None, Some(path)) => learn(arguments, path, lexicon, console)?,
        (None, None) => bail!("name the file to write with -o"),
    };
    let mut output = Output::stdout();
    for (path, sentences) in &checks {
        measure(&model, lexicon, path, sentences, language, &mut output)?;
    }
    output.finish()?;
    Ok(Outcome::Done)
}

fn learn(
    arguments: &Arguments,
    path: &Path,
    lexicon: Option<&FormLexicon>,
    console: &Console,
) -> Result<Model> {
    Output::check(path)?;
    let mut all = Vec::new();
    for treebank in &arguments.treebanks {
        all.extend(sentences(treebank)?);
    }
    let count = all.len();
    let progress = console.spinner("training");
    let all = with_own_tokens(all, &arguments.lang);
    let model = train(&all, lexicon, &TrainOptions::default());
    progress.finish_and_clear();
    let bytes = model.encode();
    let mut output = Output::create(path)?;
    output.write_all(&bytes)?;
    output.finish()?;
    console.note(format_args!(
        "{} learned: {}, {} written to {}",
        counted(count, "sentence", "sentences"),
        counted(model.features(), "feature", "features"),
        counted(bytes.len(), "byte", "bytes"),
        path.display()
    ));
    Ok(model)
}

fn read(path: &Path, lexicon: Option<&FormLexicon>) -> Result<Model> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let model =
        Model::decode(&bytes).with_context(|| format!("{}: this is no tagger", path.display()))?;
    if !model.fits(lexicon) {
        bail!(
            "{}: this tagger was trained beside another lexicon, or for another language; train it again",
            path.display()
        );
    }
    Ok(model)
}

fn sentences(path: &Path) -> Result<Vec<Sentence>> {
    let input = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let sentences: Vec<Sentence> = Treebank::new(BufReader::new(input), path.display().to_string())
        .collect::<Result<_, _>>()?;
    if sentences.is_empty() {
        bail!(
            "{}: no sentences in it; expected a treebank (CoNLL-U)",
            path.display()
        );
    }
    Ok(sentences)
}

/// Prints how much of a treebank the tagger gets right, and the lemmatiser given the right tags.
fn measure(
    model: &Model,
    lexicon: Option<&FormLexicon>,
    path: &Path,
    sentences: &[Sentence],
    language: &Language,
    output: &mut Output,
) -> Result<()> {
    let accuracy = evaluate(model, sentences, lexicon);
    writeln!(
        output,
        "{}: {:.2} % of {} tagged right (contractions taken apart: {:.2} %)",
        path.display(),
        100.0 * accuracy.share(),
        counted(accuracy.words, "word", "words"),
        100.0 * accuracy.contractions_apart as f64 / accuracy.words.max(1) as f64
    )?;
    let mut agreement = Agreement::default();
    for sentence in sentences {
        agreement.add(sentence, language);
    }
    let own: Vec<Sentence> = sentences
        .iter()
        .map(|sentence| retokenised(sentence, language))
        .collect();
    let accuracy = evaluate(model, &own, lexicon);
    writeln!(
        output,
        "  cut by bitext: {:.2} % of {} tagged right; {:.2} % of the treebank's words are tokens",
        100.0 * accuracy.share(),
        counted(accuracy.words, "token", "tokens"),
        100.0 * agreement.share()
    )?;
    if let Some(lemmatiser) = Lemmatiser::for_language(language) {
        let accuracy = lemma::evaluate(lemmatiser, sentences);
        writeln!(
            output,
            "  lemmas: {:.2} % of {} words right, given the right tags",
            100.0 * accuracy.share(),
            number(accuracy.words)
        )?;
    }
    Ok(())
}
