//! Documents, pairs of them and their languages, from what the user names.

use super::console::{Console, reasons};
use super::language_code::language_code;
use super::wording::counted;
use anyhow::{Context, Result, bail};
use bitext::align::{Pairing, Side, pair_by_name};
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

/// A document and its translation, or two folders of them.
#[derive(Debug, Args)]
pub(super) struct PairArguments {
    /// The source document, or a folder of them; - is stdin
    source: PathBuf,
    /// Its translation, or a folder of them; - is stdin
    target: PathBuf,
    /// Language of the source documents (fr, en, fr-CA …); detected where it is not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Option<Language>,
    /// Language of the translations; detected where it is not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
    #[command(flatten)]
    pub(super) reading: Reading,
}

/// A document and its translation.
pub(super) struct DocumentPair {
    pub(super) source: Document,
    pub(super) target: Document,
    /// The language that the source seems to be in, where that is not the side's.
    pub(super) source_seems: Option<Language>,
    /// The same of the target.
    pub(super) target_seems: Option<Language>,
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
        self.check_apart()?;
        let (mut sources, mut targets) = (files(&self.source)?, files(&self.target)?);
        if self.source.is_dir()
            && self.source.canonicalize().ok() == self.target.canonicalize().ok()
            && let (Some(from), Some(to)) = (&self.from, &self.to)
        {
            sources.retain(|path| is_named_after(path, from));
            targets.retain(|path| is_named_after(path, to));
        }
        let single = !self.source.is_dir() && !self.target.is_dir();
        let pairing = if single {
            Pairing {
                pairs: vec![(self.source.clone(), self.target.clone())],
                ..Pairing::default()
            }
        } else {
            pair_by_name(
                Side {
                    root: &root(&self.source),
                    files: &sources,
                    language: self.from.as_ref(),
                },
                Side {
                    root: &root(&self.target),
                    files: &targets,
                    language: self.to.as_ref(),
                },
            )
        };
        let sources = pairing
            .unpaired_source
            .iter()
            .map(|path| (true, path.clone()));
        let targets = pairing
            .unpaired_target
            .iter()
            .map(|path| (false, path.clone()));
        let unpaired: Vec<(bool, PathBuf)> = sources.chain(targets).collect();
        if pairing.pairs.is_empty() {
            bail!(
                "no document of {} has a partner of the same name in {}: name them alike (x.fr.txt and x.en.txt, or \
                 fr/x.txt and en/x.txt), or name two files",
                self.source.display(),
                self.target.display()
            );
        }
        console.warn_each(&unpaired, "documents without a partner", |(_, path)| {
            format!(
                "{}: no document of that name on the other side; left out",
                path.display()
            )
        });
        self.read_pairs(&pairing, unpaired, single, console)
    }

    /// Refuses pairs of paths that cannot be a text and its translation.
    fn check_apart(&self) -> Result<()> {
        let (source, target) = (self.source.as_path(), self.target.as_path());
        let stdin = Path::new(STDIN);
        if source == stdin && target == stdin {
            bail!("only one of the two documents can come from stdin; name a file for the other");
        }
        if source == stdin || target == stdin {
            return Ok(());
        }
        if source.is_dir() != target.is_dir() && source.exists() && target.exists() {
            bail!(
                "{} and {}: one is a folder and the other a file; name two files or two folders",
                source.display(),
                target.display()
            );
        }
        if let (Ok(one), Ok(other)) = (source.canonicalize(), target.canonicalize())
            && one == other
            && !(one.is_dir() && self.from.is_some() && self.to.is_some())
        {
            let what = if one.is_dir() {
                "one folder holds both sides: say which languages with --from and --to"
            } else {
                "source and target are the same file; name a text and its translation"
            };
            bail!("{}: {what}", source.display());
        }
        Ok(())
    }

    fn read_pairs(
        &self,
        pairing: &Pairing,
        unpaired: Vec<(bool, PathBuf)>,
        single: bool,
        console: &Console,
    ) -> Result<Pairs> {
        let source_files: Vec<&Path> = pairing.pairs.iter().map(|pair| pair.0.as_path()).collect();
        let target_files: Vec<&Path> = pairing.pairs.iter().map(|pair| pair.1.as_path()).collect();
        let source_language = settle(self.from.as_ref(), &source_files, "--from")?;
        let target_language = settle(self.to.as_ref(), &target_files, "--to")?;
        if (self.from.is_none() || self.to.is_none())
            && source_language.same_language(&target_language)
        {
            bail!(
                "both sides are in the same language ({source_language}): {} and {}; if that is right, say so with \
                 --from and --to",
                self.source.display(),
                self.target.display()
            );
        }
        let options = self.reading.options(console)?;
        let source = Reader {
            language: &source_language,
            other: &target_language,
            said: self.from.is_some(),
            options: in_language(&options, &source_language),
        };
        let target = Reader {
            language: &target_language,
            other: &source_language,
            said: self.to.is_some(),
            options: in_language(&options, &target_language),
        };
        let progress = console.progress("reading", pairing.pairs.len());
        let mut pairs = Vec::new();
        let mut failed: Vec<(PathBuf, String)> = Vec::new();
        for (source_path, target_path) in &pairing.pairs {
            progress.inc(1);
            match (source.read(source_path), target.read(target_path)) {
                (Ok((source, source_seems)), Ok((target, target_seems))) => {
                    pairs.push(DocumentPair {
                        source,
                        target,
                        source_seems,
                        target_seems,
                    });
                }
                (source, target) => {
                    for (path, result) in [(source_path, source), (target_path, target)] {
                        if let Err(error) = result {
                            if single {
                                return Err(error);
                            }
                            failed.push((path.clone(), reasons(&error)));
                        }
                    }
                }
            }
        }
        progress.finish_and_clear();
        console.warn_each(&failed, "documents that cannot be used", |(_, reason)| {
            format!("{reason}; the pair is left out")
        });
        if pairs.is_empty() {
            bail!(
                "nothing to align: of {} none could be read",
                counted(
                    pairing.pairs.len(),
                    "pair of documents",
                    "pairs of documents"
                )
            );
        }
        if !failed.is_empty() || !unpaired.is_empty() {
            console.note(format_args!(
                "{} left out, {} used",
                counted(
                    unpaired.len() + failed.len(),
                    "document or pair",
                    "documents or pairs"
                ),
                counted(pairs.len(), "pair", "pairs")
            ));
        }
        for pair in &pairs {
            for document in [&pair.source, &pair.target] {
                note_encoding(document, console);
            }
            for (document, seems, language) in [
                (&pair.source, &pair.source_seems, &source_language),
                (&pair.target, &pair.target_seems, &target_language),
            ] {
                if let Some(seems) = seems {
                    console.warn(format_args!(
                        "{}: this document seems to be in another language ({seems}) than its side ({language})",
                        document.name
                    ));
                }
            }
        }
        Ok(Pairs {
            source_language,
            target_language,
            pairs,
            unpaired,
            failed,
        })
    }
}

/// The options for documents in one language.
pub(super) fn in_language(options: &document::Options, language: &Language) -> document::Options {
    document::Options {
        language: Some(language.clone()),
        ..options.clone()
    }
}

/// Whether a folder or the name of a file says the language: `fr/x.txt`, `x.fr.txt`, `x_FR.txt`.
fn is_named_after(path: &Path, language: &Language) -> bool {
    let (whole, code) = (language.as_str().to_lowercase(), language.primary());
    path.iter().any(|part| {
        let part = part.to_string_lossy().to_lowercase();
        part == whole
            || part
                .split(['.', '_', '-', ' ', '(', ')'])
                .any(|word| word == code)
    })
}

/// Reads the documents of one side.
struct Reader<'a> {
    language: &'a Language,
    other: &'a Language,
    /// Whether the user named the side's language.
    said: bool,
    options: document::Options,
}

impl Reader<'_> {
    /// A document, and the language it seems to be in where that is not the side's. Refuses one that
    /// is in the other side's language, unless the user said which languages the sides have.
    fn read(&self, path: &Path) -> Result<(Document, Option<Language>)> {
        let document = read(path, &self.options)?;
        let seems = language_of(&document)
            .filter(|found| {
                found.confidence >= SURE && !found.language.same_language(self.language)
            })
            .map(|found| found.language);
        match seems {
            Some(seems) if !self.said && seems.same_language(self.other) => bail!(
                "{}: this document is in {seems} like those of the other side, not in {}",
                path.display(),
                self.language
            ),
            seems => Ok((document, seems)),
        }
    }
}

/// The name that stands for standard input.
const STDIN: &str = "-";

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

/// The language that a document is surely in, where it is another one than `wanted`.
pub(super) fn other_language(document: &Document, wanted: &Language) -> Option<Language> {
    language_of(document)
        .filter(|found| found.confidence >= SURE && !found.language.same_language(wanted))
        .map(|found| found.language)
}

/// Documents that are looked at to find out a side's language.
const WITNESSES: usize = 7;

/// The language of a side: as given, or what most of its first documents are in.
fn settle(given: Option<&Language>, files: &[&Path], option: &str) -> Result<Language> {
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

fn root(path: &Path) -> PathBuf {
    if path.is_dir() {
        path.to_owned()
    } else {
        path.parent().unwrap_or(path).to_owned()
    }
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
