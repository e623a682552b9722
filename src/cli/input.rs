//! Documents, pairs of them and their languages, from what the user names.

use super::console::Console;
use anyhow::{Context, Result, bail};
use bitext::align::{Pairing, Side, pair_by_name};
use bitext::document::{self, Document, KnownBy, Rules};
use bitext::language::{Language, detect};
use clap::Args;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How documents are read.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// The documents have one segment a line: nothing is cleaned or split
    #[arg(long)]
    segmented: bool,
    /// Keep captions, credits, web addresses and other lines around the text
    #[arg(long)]
    keep_all: bool,
    /// Segmentation rules (SRX 2.0) instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    srx: Option<PathBuf>,
}

impl Reading {
    /// The options for documents of `language`.
    pub(super) fn options(&self, language: Option<&Language>, console: &Console) -> Result<document::Options> {
        let mut options = document::Options::default();
        options.language = language.cloned();
        options.segmented = self.segmented;
        options.keep_all = self.keep_all;
        if let Some(path) = &self.srx {
            options.rules = Rules::read(path)?;
            for warning in options.rules.warnings() {
                console.warn(format_args!("{}: line {}: {}", path.display(), warning.line, warning.what));
            }
        }
        Ok(options)
    }

    /// Whether segments are lines, without paragraphs.
    pub(super) fn is_segmented(&self) -> bool {
        self.segmented
    }
}

/// A document and its translation, or two folders of them.
#[derive(Debug, Args)]
pub(super) struct PairArguments {
    /// The source document, or a folder of them
    source: PathBuf,
    /// Its translation, or a folder of them
    target: PathBuf,
    /// Language of the source documents (fr, en, fr-CA …); detected where it is not given
    #[arg(long, value_name = "LANGUAGE")]
    from: Option<Language>,
    /// Language of the translations
    #[arg(long, value_name = "LANGUAGE")]
    to: Option<Language>,
    #[command(flatten)]
    pub(super) reading: Reading,
}

/// A document and its translation.
pub(super) struct DocumentPair {
    pub(super) source: Document,
    pub(super) target: Document,
}

/// What was read of two files or folders.
pub(super) struct Pairs {
    pub(super) source_language: Language,
    pub(super) target_language: Language,
    pub(super) pairs: Vec<DocumentPair>,
    /// Files without a partner, and whether they stand on the source side.
    pub(super) unpaired: Vec<(bool, PathBuf)>,
    /// Files that could not be used, with the reason.
    pub(super) failed: Vec<(PathBuf, String)>,
}

impl PairArguments {
    /// Pairs the files, finds out the languages and reads the documents.
    ///
    /// With two files every problem is an error; in folders a document that cannot be used is
    /// warned of and left out.
    pub(super) fn read(&self, console: &Console) -> Result<Pairs> {
        let (sources, targets) = (files(&self.source)?, files(&self.target)?);
        let single = !self.source.is_dir() && !self.target.is_dir();
        let pairing = if single {
            Pairing { pairs: vec![(self.source.clone(), self.target.clone())], ..Pairing::default() }
        } else {
            pair_by_name(
                Side { root: &root(&self.source), files: &sources, language: self.from.as_ref() },
                Side { root: &root(&self.target), files: &targets, language: self.to.as_ref() },
            )
        };
        let sources = pairing.unpaired_source.iter().map(|path| (true, path.clone()));
        let targets = pairing.unpaired_target.iter().map(|path| (false, path.clone()));
        let unpaired: Vec<(bool, PathBuf)> = sources.chain(targets).collect();
        for (_, path) in &unpaired {
            console.warn(format_args!("{}: no document of that name on the other side; left out", path.display()));
        }
        if pairing.pairs.is_empty() {
            bail!(
                "no document of {} has a partner of the same name in {}: name them alike (x.fr.txt and x.en.txt, or \
                 fr/x.txt and en/x.txt), or pass two files",
                self.source.display(),
                self.target.display()
            );
        }
        self.read_pairs(&pairing, unpaired, single, console)
    }

    fn read_pairs(
        &self,
        pairing: &Pairing,
        unpaired: Vec<(bool, PathBuf)>,
        single: bool,
        console: &Console,
    ) -> Result<Pairs> {
        let mut failed: Vec<(PathBuf, String)> = Vec::new();
        let source_files: Vec<&Path> = pairing.pairs.iter().map(|pair| pair.0.as_path()).collect();
        let target_files: Vec<&Path> = pairing.pairs.iter().map(|pair| pair.1.as_path()).collect();
        let source_language = settle(self.from.as_ref(), &source_files, "--from", single)?;
        let target_language = settle(self.to.as_ref(), &target_files, "--to", single)?;
        if self.from.is_none() && self.to.is_none() && source_language.same_language(&target_language) {
            bail!(
                "both sides are in the same language ({source_language}): {} and {}; if that is right, say so with \
                 --from and --to",
                self.source.display(),
                self.target.display()
            );
        }
        let source_options = self.reading.options(Some(&source_language), console)?;
        let target_options = self.reading.options(Some(&target_language), console)?;
        let progress = console.progress("reading", pairing.pairs.len());
        let mut pairs = Vec::new();
        for (source_path, target_path) in &pairing.pairs {
            progress.inc(1);
            let source = read_checked(source_path, &source_options, &target_language, self.from.is_some());
            let target = read_checked(target_path, &target_options, &source_language, self.to.is_some());
            match (source, target) {
                (Ok(source), Ok(target)) => pairs.push(DocumentPair { source, target }),
                (source, target) => {
                    for (path, result) in [(source_path, source), (target_path, target)] {
                        if let Err(error) = result {
                            if single {
                                return Err(error);
                            }
                            failed.push((path.clone(), format!("{error:#}")));
                        }
                    }
                }
            }
        }
        progress.finish_and_clear();
        for (_, reason) in &failed {
            console.warn(format_args!("{reason}; the pair is left out"));
        }
        if pairs.is_empty() {
            bail!("none of the {} document pairs could be read", pairing.pairs.len());
        }
        for pair in &pairs {
            for document in [&pair.source, &pair.target] {
                note_encoding(document, console);
            }
        }
        Ok(Pairs { source_language, target_language, pairs, unpaired, failed })
    }
}

/// Reads a document and refuses one that is in the other side's language.
fn read_checked(
    path: &Path,
    options: &document::Options,
    other: &Language,
    said: bool,
) -> Result<Document> {
    let document = document::read(path, options)?;
    let own = options.language.as_ref();
    if !said
        && let Some(found) = language_of(&document)
        && found.confidence >= SURE
        && found.language.same_language(other)
        && own.is_none_or(|own| !own.same_language(other))
    {
        bail!(
            "{}: this document is in {} like those of the other side, not in {}",
            path.display(),
            found.language,
            own.map_or("", Language::as_str)
        );
    }
    Ok(document)
}

/// Above this confidence a detected language is taken at its word.
const SURE: f64 = 0.8;

/// Characters that the detection of a document's language looks at.
const SAMPLE: usize = 4_000;

/// What language a document is in.
fn language_of(document: &Document) -> Option<bitext::language::Detection> {
    let mut sample = String::new();
    for segment in &document.segments {
        sample.push_str(&segment.text);
        sample.push('\n');
        if sample.len() > SAMPLE {
            break;
        }
    }
    detect(&sample)
}

/// Documents that are looked at to find out a side's language.
const WITNESSES: usize = 7;

/// The language of a side: as given, or what most of its first documents are in.
fn settle(given: Option<&Language>, files: &[&Path], option: &str, single: bool) -> Result<Language> {
    if let Some(language) = given {
        return Ok(language.clone());
    }
    let mut votes: std::collections::BTreeMap<Language, f64> = std::collections::BTreeMap::new();
    for path in files.iter().take(WITNESSES) {
        match document::read(path, &document::Options::default()) {
            Ok(document) => {
                if let Some(found) = language_of(&document) {
                    *votes.entry(found.language).or_default() += found.confidence;
                }
            }
            Err(error) if single => return Err(error.into()),
            Err(_) => {}
        }
    }
    votes
        .into_iter()
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(language, _)| language)
        .with_context(|| {
            let name = files.first().map_or(Path::new(""), |path| path);
            format!("{}: cannot tell the language; name it with {option}", name.display())
        })
}

/// The documents that a path stands for: itself, or those in the folder.
pub(super) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let about = std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !about.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let files = document::folder(path)?;
    if files.is_empty() {
        bail!("{}: no text documents (.txt) in this folder", path.display());
    }
    Ok(files)
}

fn root(path: &Path) -> PathBuf {
    if path.is_dir() { path.to_owned() } else { path.parent().unwrap_or(path).to_owned() }
}

/// Says how a document was decoded where that was not plain UTF-8.
pub(super) fn note_encoding(document: &Document, console: &Console) {
    if document.encoding.replaced > 0 {
        console.warn(format_args!("{}: {}", document.name, document.encoding));
    } else if document.encoding.known_by == KnownBy::Guess {
        console.note(format_args!("{}: read as {}", document.name, document.encoding));
    }
}

/// The language of documents to mine: as given, or detected.
pub(super) fn detect_language(given: Option<&Language>, files: &[PathBuf]) -> Result<Language> {
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    settle(given, &files, "--lang", files.len() == 1)
}

/// Everything on stdin, or in a file.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("cannot read stdin")?;
        return Ok(bytes);
    }
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
