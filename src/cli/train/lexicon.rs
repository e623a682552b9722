//! `bitext train lexicon`: which word translates which, from a memory.

use crate::cli::Outcome;
use crate::cli::console::Console;
use crate::cli::knowledge::{ENOUGH, TextPairs};
use crate::cli::language_code::language_code;
use crate::cli::output::Output;
use crate::cli::wording::counted;
use anyhow::{Result, bail};
use bitext::language::Language;
use clap::Args;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

/// Learn a bilingual lexicon from memories, for `align --lexicon`
///
/// Any pair of languages will do. What is learned are the translations of single words, with their
/// probabilities in both directions, by IBM Model 1; where the program has a lexicon of the pair, the
/// result builds on it. The same memories give the same file, byte for byte. The file is a table
/// (word, translation, probability, reverse probability) that a spreadsheet opens and you may edit.
///
/// At most 200,000 units are learned from.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Memories to learn from: projects or TMX files
    #[arg(value_name = "MEMORY", required = true)]
    memories: Vec<PathBuf>,
    /// Language of the words
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Language,
    /// Language of their translations
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Language,
    /// The file to write (.tsv); - is stdout
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  bitext train lexicon memory.tmx --from de --to fr -o de-fr.tsv
  bitext align de/ fr/ --lexicon de-fr.tsv -o neu.tmx";

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Outcome> {
    Output::check(&arguments.output)?;
    let none = BTreeSet::new();
    let mut pairs = TextPairs::new(&arguments.from, &arguments.to, &none);
    for path in &arguments.memories {
        pairs.read(path, console)?;
    }
    if pairs.pairs.is_empty() {
        bail!(
            "no translated units from {} to {} to learn from",
            arguments.from,
            arguments.to
        );
    }
    if pairs.pairs.len() >= ENOUGH {
        console.note(format_args!(
            "learning from the first {} alone",
            counted(ENOUGH, "unit", "units")
        ));
    }
    let progress = console.spinner("learning");
    let lexicon = pairs.lexicon();
    progress.finish_and_clear();
    if lexicon.is_empty() {
        bail!("nothing was learned: the units hold no words that go together");
    }
    let mut output = Output::create(&arguments.output)?;
    lexicon.write(&mut output)?;
    output.flush()?;
    output.finish()?;
    console.note(format_args!(
        "{}: {} written to {}",
        counted(pairs.pairs.len(), "unit", "units"),
        counted(lexicon.len(), "word pair", "word pairs"),
        arguments.output.display()
    ));
    Ok(Outcome::Done)
}
