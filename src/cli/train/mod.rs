//! `bitext train`: language data from the user's own material.
//!
//! - `lexicon`: a bilingual lexicon from a memory.
//! - `tagger`: a part-of-speech tagger from treebanks.
//! - `termhood`: what tells terms from other phrases, from documents and termbases.

mod lexicon;
mod tagger;
mod termhood;

use super::Outcome;
use super::console::Console;
use anyhow::Result;
use clap::Subcommand;

/// Train language data from your own material
#[derive(Debug, Subcommand)]
pub(super) enum Train {
    Lexicon(lexicon::Arguments),
    Tagger(tagger::Arguments),
    Termhood(termhood::Arguments),
}

pub(super) fn run(train: &Train, console: &Console) -> Result<Outcome> {
    match train {
        Train::Lexicon(arguments) => lexicon::run(arguments, console),
        Train::Tagger(arguments) => tagger::run(arguments, console),
        Train::Termhood(arguments) => termhood::run(arguments, console),
    }
}
