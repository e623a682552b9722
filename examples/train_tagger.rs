//! Trains and measures the taggers of `data/tagger`.
//!
//! ```text
//! cargo run --release --example train_tagger -- data/lemma/fr.bin --language fr TREEBANK.conllu… -o data/tagger/fr.bin
//! cargo run --release --example train_tagger -- data/lemma/fr.bin --language fr --model data/tagger/fr.bin TREEBANK.conllu…
//! ```
//!
//! With `--language` the sentences are also learned (and measured) as our tokeniser cuts them. With
//! `none` for the lexicon a tagger is trained without one.

use std::fs;
use std::io::BufReader;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use bitext::language::Language;
use bitext::language::conllu::{Sentence, Treebank};
use bitext::language::lemma::{self, FormLexicon, Lemmatiser};
use bitext::language::tagger::{
    Agreement, Model, TrainOptions, evaluate, retokenised, train, with_own_tokens,
};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let lexicon = arguments
        .next()
        .context("usage: train_tagger LEXICON TREEBANK… -o FILE")?;
    let (mut treebanks, mut output, mut model) = (Vec::new(), None, None);
    let mut language: Option<Language> = None;
    let mut options = TrainOptions::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "-o" => output = arguments.next(),
            "--model" => model = arguments.next(),
            "--passes" => options.passes = arguments.next().context("passes")?.parse()?,
            "--fewest" => options.fewest = arguments.next().context("fewest")?.parse()?,
            "--margin" => options.margin = arguments.next().context("margin")?.parse()?,
            "--smallest" => options.smallest = arguments.next().context("smallest")?.parse()?,
            "--seed" => options.seed = arguments.next().context("seed")?.parse()?,
            "--trainings" => options.trainings = arguments.next().context("trainings")?.parse()?,
            "--language" => language = Some(arguments.next().context("language")?.parse()?),
            _ => treebanks.push(argument),
        }
    }
    let lexicon = match lexicon.as_str() {
        "none" => None,
        file => Some(FormLexicon::decode(&read(file)?)?),
    };
    if let Some(model) = model {
        let model = Model::decode(&read(&model)?)?;
        if !model.fits(lexicon.as_ref()) {
            bail!("the model was trained with another lexicon");
        }
        return measure(&model, lexicon.as_ref(), &treebanks, language.as_ref());
    }
    let output = output.context("-o FILE is missing")?;
    let mut sentences = Vec::new();
    for file in &treebanks {
        sentences.extend(sentences_of(file)?);
    }
    if let Some(language) = &language {
        sentences = with_own_tokens(sentences, language);
    }
    let begin = Instant::now();
    let model = train(&sentences, lexicon.as_ref(), &options);
    let bytes = model.encode();
    #[allow(clippy::print_stdout, reason = "a tool for the terminal")]
    {
        let seconds = begin.elapsed().as_secs_f64();
        println!(
            "{} features, {} bytes, {seconds:.1} s",
            model.features(),
            bytes.len()
        );
    }
    fs::write(&output, bytes).with_context(|| format!("cannot write {output}"))
}

#[allow(clippy::print_stdout, reason = "a tool for the terminal")]
fn measure(
    model: &Model,
    lexicon: Option<&FormLexicon>,
    treebanks: &[String],
    language: Option<&Language>,
) -> Result<()> {
    for file in treebanks {
        let sentences = sentences_of(file)?;
        let begin = Instant::now();
        let accuracy = evaluate(model, &sentences, lexicon);
        let rate = accuracy.words as f64 / begin.elapsed().as_secs_f64();
        let share = 100.0 * accuracy.share();
        let apart = 100.0 * accuracy.contractions_apart as f64 / accuracy.words.max(1) as f64;
        println!(
            "{file}: {share:.2} % of {} words (contractions apart {apart:.2} %), {rate:.0} words/s",
            accuracy.words
        );
        let Some(language) = language else { continue };
        let mut agreement = Agreement::default();
        sentences
            .iter()
            .for_each(|sentence| agreement.add(sentence, language));
        let own: Vec<Sentence> = sentences
            .iter()
            .map(|sentence| retokenised(sentence, language))
            .collect();
        if let Some(lemmatiser) = Lemmatiser::for_language(language) {
            let accuracy = lemma::evaluate(lemmatiser, &sentences);
            println!(
                "  lemmas: {:.2} % of {} words right",
                100.0 * accuracy.share(),
                accuracy.words
            );
        }
        let accuracy = evaluate(model, &own, lexicon);
        println!(
            "  cut by our tokeniser: {:.2} % of the words are tokens, {:.2} % of {} tokens right",
            100.0 * agreement.share(),
            100.0 * accuracy.share(),
            accuracy.words
        );
    }
    Ok(())
}

fn read(file: &str) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {file}"))
}

fn sentences_of(file: &str) -> Result<Vec<Sentence>> {
    let input = fs::File::open(file).with_context(|| format!("cannot read {file}"))?;
    Ok(Treebank::new(BufReader::new(input), file).collect::<Result<_, _>>()?)
}
