//! Documents, pairs of them and their languages, from what the user names.

use super::console::Console;
use super::wording::counted;
use anyhow::{Context, Result, bail};
use bitext::document::{self, Document, KnownBy, Rules};
use bitext::language::{Language, detect};
use clap::Args;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// How documents are read.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// The documents have one segment a line: nothing is cleaned or split
    #[arg(long, help_heading = "Reading documents")]
    segmented: bool,
    /// Keep captions, credits, web addresses and other lines around the text
    #[arg(long, help_heading = "Reading documents")]
    keep_all: bool,
    /// Segmentation rules (SRX 2.0) instead of the built-in ones
    #[arg(long, value_name = "FILE", help_heading = "Reading documents")]
    srx: Option<PathBuf>,
}

impl Reading {
    /// The options for documents in any language.
    pub(super) fn options(&self, console: &Console) -> Result<document::Options> {
        let mut options = document::Options {
            segmented: self.segmented,
            keep_all: self.keep_all,
            ..document::Options::default()
        };
        if let Some(path) = &self.srx {
            options.rules = Rules::read(path)?;
            for warning in options.rules.warnings() {
                console.warn(format_args!(
                    "{}: line {}: {}",
                    path.display(),
                    warning.line,
                    warning.what
                ));
            }
        }
        Ok(options)
    }

    /// Whether segments are lines, without paragraphs.
    pub(super) fn is_segmented(&self) -> bool {
        self.segmented
    }
}

/// The options for documents in one language.
pub(super) fn in_language(options: &document::Options, language: &Language) -> document::Options {
    document::Options {
        language: Some(language.clone()),
        ..options.clone()
    }
}

/// The name that stands for standard input.
pub(super) const STDIN: &str = "-";

/// Reads a document, from stdin where it is named so.
pub(super) fn read(path: &Path, options: &document::Options) -> Result<Document> {
    if path == Path::new(STDIN) {
        return Ok(document::parse("stdin", stdin()?, options)?);
    }
    Ok(document::read(path, options)?)
}

/// All of stdin. It is kept, since a document is looked at more than once.
fn stdin() -> Result<&'static [u8]> {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(bytes) = BYTES.get() {
        return Ok(bytes);
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(document::MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .context("cannot read stdin")?;
    Ok(BYTES.get_or_init(|| bytes))
}

/// Above this confidence a detected language is taken at its word.
pub(super) const SURE: f64 = 0.8;

/// Characters that the detection of a document's language looks at.
const SAMPLE: usize = 4_000;

/// What language a document is in.
pub(super) fn language_of(document: &Document) -> Option<bitext::language::Detection> {
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

/// The language that a document is surely in, where it is another one than `wanted`.
pub(super) fn other_language(document: &Document, wanted: &Language) -> Option<Language> {
    language_of(document)
        .filter(|found| found.confidence >= SURE && !found.language.same_language(wanted))
        .map(|found| found.language)
}

/// Documents that are looked at to find out a side's language.
const WITNESSES: usize = 7;

/// The language of a side: as given, or what most of its first documents are in.
pub(super) fn settle(given: Option<&Language>, files: &[&Path], option: &str) -> Result<Language> {
    if let Some(language) = given {
        return Ok(language.clone());
    }
    let mut votes: BTreeMap<Language, f64> = BTreeMap::new();
    let mut unread = None;
    let mut seen = 0;
    for path in files {
        match read(path, &document::Options::default()) {
            Ok(document) => {
                seen += 1;
                if let Some(found) = language_of(&document) {
                    *votes.entry(found.language).or_default() += found.confidence;
                }
            }
            Err(error) => unread = unread.or(Some(error)),
        }
        if seen >= WITNESSES {
            break;
        }
    }
    let winner = votes
        .into_iter()
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(language, _)| language);
    match (winner, unread) {
        (Some(language), _) => Ok(language),
        (None, Some(error)) if seen == 0 && files.len() == 1 => Err(error),
        (None, Some(error)) if seen == 0 => Err(error.context(format!(
            "none of {} could be read; the first",
            counted(files.len(), "document", "documents")
        ))),
        _ => bail!(
            "{}: cannot tell the language; name it with {option}",
            files.first().map_or(Path::new(""), |path| path).display()
        ),
    }
}

/// The documents that a path stands for: itself, or those in the folder.
pub(super) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path == Path::new(STDIN) {
        return Ok(vec![path.to_owned()]);
    }
    let about =
        std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !about.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let files = document::folder(path)?;
    if files.is_empty() {
        bail!(
            "{}: no text documents (.txt) in this folder or the folders in it",
            path.display()
        );
    }
    Ok(files)
}

/// Says how a document was decoded where that was not plain UTF-8.
pub(super) fn note_encoding(document: &Document, console: &Console) {
    if document.encoding.replaced > 0 {
        console.warn(format_args!("{}: {}", document.name, document.encoding));
    } else if document.encoding.known_by == KnownBy::Guess {
        console.note(format_args!(
            "{}: read as {}",
            document.name, document.encoding
        ));
    }
}

/// The language of documents to mine: as given, or detected.
pub(super) fn detect_language(given: Option<&Language>, files: &[PathBuf]) -> Result<Language> {
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    settle(given, &files, "--lang")
}

/// The language of documents to translate: as given, or detected.
pub(super) fn source_language(given: Option<&Language>, files: &[PathBuf]) -> Result<Language> {
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    settle(given, &files, "--from")
}

/// The text of a file, or of stdin, to be taken line by line.
pub(super) fn lines(path: &Path, console: &Console) -> Result<String> {
    let options = document::Options {
        segmented: true,
        ..document::Options::default()
    };
    let document = read(path, &options)?;
    note_encoding(&document, console);
    Ok(document
        .segments
        .iter()
        .flat_map(|segment| [segment.text.as_str(), "\n"])
        .collect())
}

/// Everything on stdin, or in a file.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new(STDIN) {
        return Ok(stdin()?.to_vec());
    }
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
