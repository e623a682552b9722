//! What the aligner knows of words before it reads the documents: the lexicon of the program, those
//! of the user, and what memories and glossaries teach.

use super::console::Console;
use super::memory::{is_tmx, open};
use super::project;
use super::tmx_units::{Wanted, read_tmx};
use super::wording::counted;
use anyhow::{Context, Result, bail};
use bitext::align::WordModel;
use bitext::language::{Language, Lexicon};
use bitext::memory::{Filter, Project, Status, Unit};
use bitext_glossary::{Glossary, Status as TermStatus};
use clap::Args;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Where the aligner learns words from, besides the documents.
#[derive(Debug, Args)]
pub(super) struct Teachers {
    /// A lexicon of your own (word TAB translation TAB probability), as `bitext train lexicon` writes;
    /// can be given several times
    #[arg(long, value_name = "FILE", help_heading = "Knowledge of words")]
    lexicon: Vec<PathBuf>,
    /// A memory whose units teach the aligner: a project or a TMX file; can be given several times
    #[arg(long, value_name = "FILE", help_heading = "Knowledge of words")]
    memory: Vec<PathBuf>,
}

/// Units that teach at most: beyond that a memory has little to add, and takes long.
pub(super) const ENOUGH: usize = 200_000;

/// A unit that the aligner itself made teaches from this confidence on.
const SURE: f64 = 0.9;

/// How many observations a pair of terms of the glossary is worth.
const TERM_WEIGHT: usize = 5;

impl Teachers {
    /// All that is known of words from one language into another. `project` is the project that the
    /// results go to, if they do; what `documents` gave before teaches nothing about themselves.
    pub(super) fn gather(
        &self,
        from: &Language,
        to: &Language,
        project: Option<&Path>,
        documents: &BTreeSet<String>,
        console: &Console,
    ) -> Result<Vec<Lexicon>> {
        let mut lexicons: Vec<Lexicon> = Lexicon::shipped(from, to).into_iter().collect();
        for path in &self.lexicon {
            lexicons.push(read_lexicon(path)?);
        }
        let own = project.filter(|path| path.exists());
        let paths = own
            .into_iter()
            .chain(self.memory.iter().map(PathBuf::as_path));
        for path in paths {
            let mut pairs = TextPairs::new(from, to, documents);
            pairs.read(path, console)?;
            if pairs.pairs.is_empty() {
                if own != Some(path) {
                    console.warn(format_args!(
                        "{}: no units from {from} to {to}, nothing to learn",
                        path.display()
                    ));
                }
                continue;
            }
            console.note(format_args!(
                "{}: learning words from {}",
                path.display(),
                counted(
                    pairs.pairs.len(),
                    "unit or term pair",
                    "units and term pairs"
                )
            ));
            lexicons.push(pairs.lexicon());
        }
        Ok(lexicons)
    }
}

fn read_lexicon(path: &Path) -> Result<Lexicon> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lexicon =
        Lexicon::read(BufReader::new(file)).with_context(|| path.display().to_string())?;
    if lexicon.is_empty() {
        bail!("{}: this lexicon is empty", path.display());
    }
    Ok(lexicon)
}

/// Texts with their translations in one direction, to learn words from.
pub(super) struct TextPairs<'a> {
    from: &'a Language,
    to: &'a Language,
    /// Documents whose units are passed over.
    without: &'a BTreeSet<String>,
    pub(super) pairs: Vec<(String, String)>,
}

impl<'a> TextPairs<'a> {
    pub(super) fn new(from: &'a Language, to: &'a Language, without: &'a BTreeSet<String>) -> Self {
        Self {
            from,
            to,
            without,
            pairs: Vec::new(),
        }
    }

    /// Adds the units, and in a project the terms, of a memory.
    pub(super) fn read(&mut self, path: &Path, console: &Console) -> Result<()> {
        if is_tmx(path)? {
            let wanted = Wanted::default();
            read_tmx(path, open(path)?, &wanted, console, &mut |unit| {
                self.add(&unit);
                Ok(())
            })?;
            return Ok(());
        }
        let project = project::open(path)?;
        let passed_over = self.passed_over(&project)?;
        project.units::<anyhow::Error>(&Filter::default(), |unit| {
            let own = [unit.source_document, unit.target_document];
            if !own
                .iter()
                .flatten()
                .any(|document| passed_over.contains(document))
            {
                self.add(&unit);
            }
            Ok(())
        })?;
        self.add_terms(&project::glossary(&project)?);
        Ok(())
    }

    fn passed_over(&self, project: &Project) -> Result<BTreeSet<bitext::memory::DocumentId>> {
        let documents = project.documents()?;
        let named = documents
            .into_iter()
            .filter(|document| self.without.contains(&document.name));
        Ok(named.filter_map(|document| document.id).collect())
    }

    fn add(&mut self, unit: &Unit) {
        let trusted = match unit.status {
            Status::Aligned => unit.confidence.is_some_and(|confidence| confidence >= SURE),
            Status::Imported | Status::Reviewed | Status::Approved => true,
            _ => false,
        };
        if !trusted
            || unit.source.is_empty()
            || unit.target.is_empty()
            || self.pairs.len() >= ENOUGH
        {
            return;
        }
        let runs = |from: &Language, to: &Language| {
            self.from.same_language(from) && self.to.same_language(to)
        };
        if runs(&unit.source_language, &unit.target_language) {
            self.pairs.push((unit.source.clone(), unit.target.clone()));
        } else if runs(&unit.target_language, &unit.source_language) {
            self.pairs.push((unit.target.clone(), unit.source.clone()));
        }
    }

    /// Terms of one concept translate each other; candidates may not.
    fn add_terms(&mut self, glossary: &Glossary) {
        let (from, to) = (self.from.primary(), self.to.primary());
        for concept in glossary.concepts() {
            if concept.status != TermStatus::Approved {
                continue;
            }
            for (_, source) in concept.terms_in(&from) {
                for (_, target) in concept.terms_in(&to) {
                    let pair = (source.text.clone(), target.text.clone());
                    self.pairs.extend(std::iter::repeat_n(pair, TERM_WEIGHT));
                }
            }
        }
    }

    /// What the pairs teach of words.
    pub(super) fn lexicon(&self) -> Lexicon {
        let pairs: Vec<(&str, &str)> = self
            .pairs
            .iter()
            .map(|(source, target)| (source.as_str(), target.as_str()))
            .collect();
        let shipped = Lexicon::shipped(self.from, self.to);
        let prior: Vec<&Lexicon> = shipped.iter().collect();
        WordModel::learn(&pairs, self.from, self.to, &prior).lexicon()
    }
}
