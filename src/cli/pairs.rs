//! Documents and their translations: which goes with which, in which languages, and whether they are
//! a text and its translation at all.

use super::console::{Console, reasons};
use super::input::{
    Reading, STDIN, SURE, files, in_language, language_of, note_encoding, read, settle,
};
use super::knowledge::Teachers;
use super::language_code::language_code;
use super::wording::counted;
use anyhow::{Result, bail};
use bitext::align::{
    Agreement, Pair, Segment, Side, agreements, astray, pair_by_content, pair_by_name,
};
use bitext::document::{self, Document};
use bitext::language::{Language, Lexicon};
use clap::{Args, ValueEnum};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

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
    /// How the documents of two folders find their translations
    #[arg(long, value_enum, default_value_t = PairBy::Both, value_name = "HOW")]
    pair_by: PairBy,
    /// Align what does not look like a text and its translation all the same
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    teachers: Teachers,
    #[command(flatten)]
    pub(super) reading: Reading,
}

/// How documents find their translations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PairBy {
    /// By name; those without a partner, or with a wrong one, by content
    Both,
    /// By name alone
    Name,
    /// By content, whatever the files are called
    Content,
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
    /// What is known of words from the one language into the other.
    pub(super) lexicons: Vec<Lexicon>,
}

impl PairArguments {
    /// Finds out the languages, reads the documents and pairs them. Words are learned from `project`
    /// too, if there is one.
    ///
    /// With two files every problem is an error; in folders a document that cannot be used is
    /// warned of and left out.
    pub(super) fn read(&self, project: Option<&Path>, console: &Console) -> Result<Pairs> {
        self.check_apart()?;
        let (mut sources, mut targets) = (files(&self.source)?, files(&self.target)?);
        if self.source.is_dir()
            && self.source.canonicalize().ok() == self.target.canonicalize().ok()
            && let (Some(from), Some(to)) = (&self.from, &self.to)
        {
            sources.retain(|path| is_named_after(path, from));
            targets.retain(|path| is_named_after(path, to));
        }
        let (from, to) = self.languages(&sources, &targets)?;
        let names = [&sources, &targets].into_iter().flatten();
        let names: BTreeSet<String> = names.map(|path| path.display().to_string()).collect();
        let lexicons = self.teachers.gather(&from, &to, project, &names, console)?;
        let options = self.reading.options(console)?;
        let reader = |language, other, said| Reader {
            language,
            other,
            said,
            options: in_language(&options, language),
        };
        let single = !self.source.is_dir() && !self.target.is_dir();
        let progress = console.progress("reading", sources.len() + targets.len());
        let mut desk = Desk {
            single,
            failed: Vec::new(),
        };
        let source = desk.read_all(
            &sources,
            &reader(&from, &to, self.from.is_some()),
            &progress,
        )?;
        let target = desk.read_all(&targets, &reader(&to, &from, self.to.is_some()), &progress)?;
        progress.finish_and_clear();
        let failed = desk.failed;
        console.warn_each(&failed, "documents that cannot be used", |(_, reason)| {
            format!("{reason}; left out")
        });
        let pairing = Pairing {
            from: &from,
            to: &to,
            lexicons: &lexicons.iter().collect::<Vec<_>>(),
            sides: [&source, &target],
        };
        let found = if single {
            vec![(0, 0)]
        } else {
            self.pair(&pairing, console)
        };
        let found = if single || self.pair_by == PairBy::Name {
            self.verified(&pairing, found, single, console)?
        } else {
            found
        };
        if found.is_empty() {
            bail!(
                "no document of {} has a translation in {}, neither by name (x.fr.txt and x.en.txt, or fr/x.txt and \
                 en/x.txt) nor by content; name two files, or --force the pairs that bear the same names",
                self.source.display(),
                self.target.display()
            );
        }
        let unpaired = left_over(&found, [&source, &target]);
        console.warn_each(&unpaired, "documents without a partner", |(_, path)| {
            format!(
                "{}: no translation of it on the other side; left out",
                path.display()
            )
        });
        if !failed.is_empty() || !unpaired.is_empty() {
            console.note(format_args!(
                "{} left out, {} used",
                counted(unpaired.len() + failed.len(), "document", "documents"),
                counted(found.len(), "pair", "pairs")
            ));
        }
        let pairs = joined(found, source, target);
        for pair in &pairs {
            pair.note(&from, &to, console);
        }
        Ok(Pairs {
            source_language: from,
            target_language: to,
            pairs,
            unpaired,
            failed,
            lexicons,
        })
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

    fn languages(&self, sources: &[PathBuf], targets: &[PathBuf]) -> Result<(Language, Language)> {
        let of = |given: Option<&Language>, files: &[PathBuf], option| {
            settle(
                given,
                &files.iter().map(PathBuf::as_path).collect::<Vec<_>>(),
                option,
            )
        };
        let from = of(self.from.as_ref(), sources, "--from")?;
        let to = of(self.to.as_ref(), targets, "--to")?;
        if (self.from.is_none() || self.to.is_none()) && from.same_language(&to) {
            bail!(
                "both sides are in the same language ({from}): {} and {}; if that is right, say so with --from and --to",
                self.source.display(),
                self.target.display()
            );
        }
        Ok((from, to))
    }

    /// Pairs the documents of two folders.
    fn pair(&self, pairing: &Pairing<'_>, console: &Console) -> Vec<(usize, usize)> {
        let mut found = match self.pair_by {
            PairBy::Content => Vec::new(),
            PairBy::Both | PairBy::Name => {
                pairing.by_name(&root(&self.source), &root(&self.target))
            }
        };
        if self.pair_by == PairBy::Name {
            return found;
        }
        if !self.force {
            found = pairing.without_strangers(found);
        }
        let by_content = pairing.by_content(&found, console);
        if self.pair_by == PairBy::Both {
            for pair in &by_content {
                console.note(format_args!("{}: paired by content", pairing.names(*pair)));
            }
        }
        found.extend(by_content);
        found.sort_unstable();
        found
    }

    /// The pairs that look like texts and their translations.
    fn verified(
        &self,
        pairing: &Pairing<'_>,
        found: Vec<(usize, usize)>,
        single: bool,
        console: &Console,
    ) -> Result<Vec<(usize, usize)>> {
        if self.force {
            return Ok(found);
        }
        let agreements = pairing.agreements(&found);
        let mut kept = Vec::new();
        for (pair, agreement) in found.into_iter().zip(agreements) {
            if !agreement.is_wrong() {
                kept.push(pair);
                continue;
            }
            let why = format!(
                "{}: these do not look like a text and its translation: their sentences agree hardly better in order \
                 than in reverse ({:.1} nats a segment, translations have {:.1} and more); --force aligns them all the \
                 same",
                pairing.names(pair),
                agreement.gain,
                agreement.expected
            );
            if single {
                bail!("{why}");
            }
            console.warn(why);
        }
        Ok(kept)
    }
}

/// A document that was read.
struct Found {
    path: PathBuf,
    document: Document,
    /// The language that it seems to be in, where that is not its side's.
    seems: Option<Language>,
}

impl Found {
    fn segments(&self) -> Vec<Segment<'_>> {
        let segments = self.document.segments.iter();
        segments
            .map(|segment| Segment {
                text: &segment.text,
                paragraph: segment.paragraph,
            })
            .collect()
    }
}

fn texts<'a>(side: &'a [Found], numbers: &[usize]) -> Vec<Vec<Segment<'a>>> {
    numbers.iter().map(|&at| side[at].segments()).collect()
}

/// Reads the documents of both sides.
struct Desk {
    single: bool,
    failed: Vec<(PathBuf, String)>,
}

impl Desk {
    fn read_all(
        &mut self,
        paths: &[PathBuf],
        reader: &Reader<'_>,
        progress: &indicatif::ProgressBar,
    ) -> Result<Vec<Found>> {
        let mut found = Vec::new();
        for path in paths {
            progress.inc(1);
            match reader.read(path) {
                Ok((document, seems)) => found.push(Found {
                    path: path.clone(),
                    document,
                    seems,
                }),
                Err(error) if self.single => return Err(error),
                Err(error) => self.failed.push((path.clone(), reasons(&error))),
            }
        }
        Ok(found)
    }
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

/// The documents of two folders, on their way to being pairs of numbers.
struct Pairing<'a> {
    from: &'a Language,
    to: &'a Language,
    lexicons: &'a [&'a Lexicon],
    sides: [&'a [Found]; 2],
}

impl Pairing<'_> {
    fn by_name(&self, source_root: &Path, target_root: &Path) -> Vec<(usize, usize)> {
        let [sources, targets] = self.sides.map(|side| {
            side.iter()
                .map(|found| found.path.clone())
                .collect::<Vec<_>>()
        });
        let pairing = pair_by_name(
            Side {
                root: source_root,
                files: &sources,
                language: Some(self.from),
            },
            Side {
                root: target_root,
                files: &targets,
                language: Some(self.to),
            },
        );
        let numbers = |files: &[PathBuf]| -> BTreeMap<PathBuf, usize> {
            files
                .iter()
                .cloned()
                .enumerate()
                .map(|(at, path)| (path, at))
                .collect()
        };
        let (of_source, of_target) = (numbers(&sources), numbers(&targets));
        let number = |(source, target): &(PathBuf, PathBuf)| {
            Some((*of_source.get(source)?, *of_target.get(target)?))
        };
        pairing.pairs.iter().filter_map(number).collect()
    }

    /// Pairs those that `found` leaves over.
    fn by_content(&self, found: &[(usize, usize)], console: &Console) -> Vec<(usize, usize)> {
        let taken_source: BTreeSet<usize> = found.iter().map(|pair| pair.0).collect();
        let taken_target: BTreeSet<usize> = found.iter().map(|pair| pair.1).collect();
        let free = |side: &[Found], taken: &BTreeSet<usize>| -> Vec<usize> {
            (0..side.len()).filter(|at| !taken.contains(at)).collect()
        };
        let [sources, targets] = self.sides;
        let (free_source, free_target) =
            (free(sources, &taken_source), free(targets, &taken_target));
        if free_source.is_empty() || free_target.is_empty() {
            return Vec::new();
        }
        let progress = console.spinner("pairing by content");
        let (source_texts, target_texts) =
            (texts(sources, &free_source), texts(targets, &free_target));
        let partners = pair_by_content(
            &source_texts,
            &target_texts,
            self.from,
            self.to,
            self.lexicons,
        );
        progress.finish_and_clear();
        partners
            .iter()
            .map(|partners| (free_source[partners.source], free_target[partners.target]))
            .collect()
    }

    /// Those pairs that agree in order and of which the source does not go far better with another
    /// target.
    fn without_strangers(&self, found: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
        let [sources, targets] = self.sides;
        let every = |side: &[Found]| (0..side.len()).collect::<Vec<_>>();
        let astray = astray(
            &found,
            &texts(sources, &every(sources)),
            &texts(targets, &every(targets)),
            self.from,
            self.to,
            self.lexicons,
        );
        let agreements = self.agreements(&found);
        found
            .into_iter()
            .zip(agreements.iter().zip(astray))
            .filter(|(_, (agreement, astray))| !agreement.is_wrong() && !astray)
            .map(|(pair, _)| pair)
            .collect()
    }

    fn agreements(&self, found: &[(usize, usize)]) -> Vec<Agreement> {
        let [sources, targets] = self.sides;
        let pairs: Vec<Pair<'_>> = found
            .iter()
            .map(|&(source, target)| Pair {
                source: sources[source].segments(),
                target: targets[target].segments(),
            })
            .collect();
        agreements(&pairs, self.from, self.to, self.lexicons)
    }

    fn names(&self, (source, target): (usize, usize)) -> String {
        let [sources, targets] = self.sides;
        format!(
            "{} and {}",
            sources[source].path.display(),
            targets[target].path.display()
        )
    }
}

/// The files that no pair holds, sources first.
fn left_over(found: &[(usize, usize)], [sources, targets]: [&[Found]; 2]) -> Vec<(bool, PathBuf)> {
    let free = |side: &[Found], taken: BTreeSet<usize>, is_source: bool| -> Vec<(bool, PathBuf)> {
        side.iter()
            .enumerate()
            .filter(|(at, _)| !taken.contains(at))
            .map(|(_, found)| (is_source, found.path.clone()))
            .collect()
    };
    let mut left = free(sources, found.iter().map(|pair| pair.0).collect(), true);
    left.extend(free(
        targets,
        found.iter().map(|pair| pair.1).collect(),
        false,
    ));
    left
}

/// The documents of each pair, in the order of the pairs.
fn joined(found: Vec<(usize, usize)>, source: Vec<Found>, target: Vec<Found>) -> Vec<DocumentPair> {
    let mut sources: Vec<Option<Found>> = source.into_iter().map(Some).collect();
    let mut targets: Vec<Option<Found>> = target.into_iter().map(Some).collect();
    found
        .into_iter()
        .filter_map(|(source, target)| {
            let (source, target) = (sources[source].take()?, targets[target].take()?);
            Some(DocumentPair {
                source: source.document,
                target: target.document,
                source_seems: source.seems,
                target_seems: target.seems,
            })
        })
        .collect()
}

impl DocumentPair {
    /// Says what is remarkable about how its documents were read.
    fn note(&self, from: &Language, to: &Language, console: &Console) {
        for document in [&self.source, &self.target] {
            note_encoding(document, console);
        }
        for (document, seems, language) in [
            (&self.source, &self.source_seems, from),
            (&self.target, &self.target_seems, to),
        ] {
            if let Some(seems) = seems {
                console.warn(format_args!(
                    "{}: this document seems to be in another language ({seems}) than its side ({language})",
                    document.name
                ));
            }
        }
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

fn root(path: &Path) -> PathBuf {
    if path.is_dir() {
        path.to_owned()
    } else {
        path.parent().unwrap_or(path).to_owned()
    }
}
