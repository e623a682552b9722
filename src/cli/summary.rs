//! A run as the report page tells it.

use super::build::NewText;
use super::pairs::Pairs;
use super::report::{
    Analysis, Band, BandCount, BeadMark, Difference, DocumentPair, DocumentSide, DocumentWarning,
    Doubt, DoubtfulBead, DroppedGroup, DroppedLine, Encoding, Equivalent, FileKind, Found, LeftOut,
    Listed, Locale, MarkedText, Piece, Report, Side, Term, TermKind, Unpaired,
};
use super::units::{self, Aligned, Run};
use bitext::align::Bead;
use bitext::document::{Document, KnownBy};
use bitext::language::{Language, fold};
use bitext::memory;
use bitext_glossary::{Concept, Glossary, PartOfSpeech, TermType};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use unicode_segmentation::UnicodeSegmentation;

/// Doubtful beads that the page is handed.
const MOST_DOUBTS: usize = 60;

/// Terms that the page is handed.
const MOST_TERMS: usize = 60;

/// Lines of one cleaning rule that the page is handed.
const MOST_DROPPED: usize = 8;

/// Matches of the new text that the page is handed.
const MOST_MATCHES: usize = 60;

/// Contexts of one term on the page.
const MOST_CONTEXTS: usize = 2;

/// Files that took no part in the run.
pub(super) struct LeftAside {
    unpaired: Vec<(Side, String)>,
    failed: Vec<String>,
}

impl LeftAside {
    pub(super) fn of(pairs: &Pairs) -> Self {
        Self {
            unpaired: pairs
                .unpaired
                .iter()
                .map(|(source, path)| {
                    let side = if *source { Side::Source } else { Side::Target };
                    (side, path.display().to_string())
                })
                .collect(),
            failed: pairs
                .failed
                .iter()
                .map(|(_, reason)| reason.clone())
                .collect(),
        }
    }
}

/// A file that the run wrote.
pub(super) struct WrittenFile {
    pub(super) name: &'static str,
    pub(super) entries: u64,
    pub(super) bytes: u64,
}

/// Names as the page shows them: without the folders that all documents have in common, which say
/// nothing to whom the page is forwarded.
struct Names {
    common: PathBuf,
}

impl Names {
    fn of<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        let mut common: Option<PathBuf> = None;
        for path in paths {
            let folder = Path::new(path).parent().unwrap_or(Path::new(""));
            common = Some(match common {
                None => folder.to_owned(),
                Some(common) => common
                    .components()
                    .zip(folder.components())
                    .take_while(|(one, other)| one == other)
                    .map(|(one, _)| one)
                    .collect(),
            });
        }
        Self {
            common: common.unwrap_or_default(),
        }
    }

    fn short(&self, path: &str) -> String {
        match Path::new(path).strip_prefix(&self.common) {
            Ok(rest) if !rest.as_os_str().is_empty() => rest.display().to_string(),
            _ => path.to_owned(),
        }
    }
}

/// All that the page is made of.
pub(super) struct Summary<'a> {
    pub(super) run: &'a Run,
    pub(super) left_aside: &'a LeftAside,
    pub(super) glossary: &'a Glossary,
    pub(super) new: Option<&'a NewText<'a>>,
    pub(super) files: &'a [WrittenFile],
    /// Units written to the memory.
    pub(super) units: u64,
    pub(super) locale: Locale,
    pub(super) title: String,
}

impl Summary<'_> {
    pub(super) fn report(self) -> Report {
        let run = self.run;
        let names = Names::of(run.pairs.iter().flat_map(|pair| {
            [
                pair.documents.source.name.as_str(),
                pair.documents.target.name.as_str(),
            ]
        }));
        let names = &names;
        let beads: usize = run.pairs.iter().map(|pair| pair.beads.len()).sum();
        let nulls = run
            .pairs
            .iter()
            .flat_map(|pair| &pair.beads)
            .filter(|bead| bead.is_null())
            .count();
        let others = beads
            .saturating_sub(nulls)
            .saturating_sub(self.units as usize);
        let mut left_out = vec![(LeftOut::Null, nulls)];
        if others > 0 {
            left_out.push((LeftOut::LowConfidence, others));
        }
        Report {
            locale: self.locale,
            title: self.title,
            source_language: run.source_language.to_string(),
            target_language: run.target_language.to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            date: None,
            doubtful_below: units::DOUBTFUL,
            documents: run
                .pairs
                .iter()
                .map(|pair| document_pair(pair, run, names))
                .collect(),
            unpaired: self
                .left_aside
                .unpaired
                .iter()
                .map(|(side, name)| Unpaired {
                    side: *side,
                    name: names.short(name),
                })
                .collect(),
            units_written: self.units as usize,
            left_out,
            doubts: doubts(run, names),
            dropped: dropped(run, names),
            terms: Listed {
                items: self
                    .glossary
                    .concepts()
                    .take(MOST_TERMS)
                    .map(|concept| term(concept, &run.source_language, &run.target_language))
                    .collect(),
                total: self.glossary.len(),
            },
            terms_with_equivalents: self
                .glossary
                .concepts()
                .filter(|concept| {
                    concept
                        .terms_in(run.target_language.as_str())
                        .next()
                        .is_some()
                })
                .count(),
            analysis: self.new.map(analysis),
            files: self.files.iter().map(file).collect(),
            warnings: self.left_aside.failed.clone(),
        }
    }
}

fn document_pair(pair: &Aligned, run: &Run, names: &Names) -> DocumentPair {
    DocumentPair {
        source: side(&pair.documents.source, names),
        target: side(&pair.documents.target, names),
        beads: pair
            .beads
            .iter()
            .map(|bead| BeadMark {
                source: bead.source.len(),
                target: bead.target.len(),
                confidence: bead.confidence,
            })
            .collect(),
        warnings: warnings(pair, run),
    }
}

/// One document this many times as long as the other leads one to expect is no mere taste of the
/// translator's.
const MUCH_LONGER: f64 = 2.0;

/// What makes one doubt that the pair is a document and its translation.
fn warnings(pair: &Aligned, run: &Run) -> Vec<DocumentWarning> {
    let documents = &pair.documents;
    let mut warnings = Vec::new();
    let language =
        |seems: &Option<Language>, side: &Language| seems.clone().unwrap_or_else(|| side.clone());
    let source = language(&documents.source_seems, &run.source_language);
    let target = language(&documents.target_seems, &run.target_language);
    let sides = [
        (Side::Source, &documents.source_seems),
        (Side::Target, &documents.target_seems),
    ];
    if sides.iter().any(|(_, seems)| seems.is_some()) && source.same_language(&target) {
        warnings.push(DocumentWarning::SameLanguage(source.to_string()));
    } else {
        for (side, seems) in sides {
            if let Some(seems) = seems {
                warnings.push(DocumentWarning::UnexpectedLanguage(side, seems.to_string()));
            }
        }
    }
    // Words are comparable where both languages have spaces between them.
    if units::has_spaces(&run.source_language) && units::has_spaces(&run.target_language) {
        let (source, target) = (documents.source.words, documents.target.words);
        let times = source.max(target) as f64 / source.min(target).max(1) as f64;
        if times > MUCH_LONGER {
            warnings.push(DocumentWarning::DifferentLength(times));
        }
    }
    warnings
}

fn side(document: &Document, names: &Names) -> DocumentSide {
    let guessed = document.encoding.known_by == KnownBy::Guess;
    let plain = document.encoding.name == "UTF-8" && document.encoding.replaced == 0;
    DocumentSide {
        name: names.short(&document.name),
        segments: document.segments.len(),
        words: document.words,
        dropped: document.dropped.len(),
        encoding: (!plain).then(|| Encoding {
            name: document.encoding.name.to_owned(),
            guessed,
            replaced: document.encoding.replaced,
        }),
    }
}

/// The least sure beads with text on both sides, worst first, and after them the runs without
/// translation that are not sure to have none.
fn doubts(run: &Run, names: &Names) -> Listed<DoubtfulBead> {
    let mut found: Vec<(bool, f64, usize, usize)> = Vec::new();
    for (document, pair) in run.pairs.iter().enumerate() {
        for (at, bead) in pair.beads.iter().enumerate() {
            if bead.confidence < units::DOUBTFUL {
                found.push((bead.is_null(), bead.confidence, document, at));
            }
        }
    }
    found.sort_by(|one, other| {
        (one.0.cmp(&other.0))
            .then(one.1.total_cmp(&other.1))
            .then((one.2, one.3).cmp(&(other.2, other.3)))
    });
    let total = found.len();
    let items = found
        .into_iter()
        .take(MOST_DOUBTS)
        .map(|(_, _, document, at)| doubtful(&run.pairs[document], at, run, names))
        .collect();
    Listed { items, total }
}

fn doubtful(pair: &Aligned, at: usize, run: &Run, names: &Names) -> DoubtfulBead {
    let bead = &pair.beads[at];
    let (from, to) = (&run.source_language, &run.target_language);
    let both = |bead: &Bead| (pair.source(bead, from), pair.target(bead, to));
    let (source, target) = both(bead);
    let texts = |document: &Document, range: &Range<usize>| -> Vec<String> {
        document.segments[range.clone()]
            .iter()
            .map(|segment| segment.text.clone())
            .collect()
    };
    DoubtfulBead {
        document: names.short(&pair.documents.source.name),
        source_at: bead.source.clone(),
        target_at: bead.target.clone(),
        confidence: bead.confidence,
        why: units::flags(bead, (&source, from), (&target, to), run.ratio)
            .into_iter()
            .filter_map(doubt)
            .collect(),
        source: texts(&pair.documents.source, &bead.source),
        target: texts(&pair.documents.target, &bead.target),
        before: at.checked_sub(1).map(|before| both(&pair.beads[before])),
        after: pair.beads.get(at + 1).map(both),
    }
}

fn doubt(flag: &'static str) -> Option<Doubt> {
    Some(match flag {
        "null" => Doubt::Null,
        "many-to-many" => Doubt::ManyToMany,
        "low-confidence" => Doubt::LowConfidence,
        "untranslated-copy" => Doubt::UntranslatedCopy,
        "wrong-language" => Doubt::WrongLanguage,
        "crossing" => Doubt::Crossing,
        "length" => Doubt::DifferentLength,
        "numbers" => Doubt::DifferentNumbers,
        _ => return None,
    })
}

fn dropped(run: &Run, names: &Names) -> Vec<DroppedGroup> {
    let mut groups: BTreeMap<&'static str, Vec<DroppedLine>> = BTreeMap::new();
    for pair in &run.pairs {
        for (side, document) in [
            (Side::Source, &pair.documents.source),
            (Side::Target, &pair.documents.target),
        ] {
            for dropped in &document.dropped {
                groups
                    .entry(dropped.rule.name())
                    .or_default()
                    .push(DroppedLine {
                        document: names.short(&document.name),
                        line: dropped.line,
                        side,
                        text: dropped.text.clone(),
                    });
            }
        }
    }
    groups
        .into_iter()
        .map(|(rule, mut lines)| {
            let total = lines.len();
            lines.truncate(MOST_DROPPED);
            DroppedGroup {
                rule: rule.to_owned(),
                lines: Listed {
                    items: lines,
                    total,
                },
            }
        })
        .collect()
}

fn term(concept: &Concept, from: &Language, to: &Language) -> Term {
    let Some((_, head)) = concept.head() else {
        return Term {
            term: String::new(),
            kind: TermKind::Plain,
            forms: Vec::new(),
            frequency: 0,
            documents: 0,
            equivalents: Vec::new(),
            contexts: Vec::new(),
        };
    };
    let short = concept
        .short_forms_of(from.as_str(), head)
        .next()
        .map(|short| short.text.clone());
    let kind = match (&head.term_type, short) {
        (Some(TermType::Acronym), _) => TermKind::Acronym(head.full_form.clone()),
        (_, Some(short)) => TermKind::FullForm(short),
        _ if head.part_of_speech == Some(PartOfSpeech::ProperNoun) => TermKind::Name,
        _ => TermKind::Plain,
    };
    let forms: Vec<String> = head.forms.iter().map(|form| form.text.clone()).collect();
    Term {
        term: head.text.clone(),
        kind,
        frequency: concept.evidence.frequency as usize,
        documents: concept.evidence.documents as usize,
        equivalents: concept
            .terms_in(to.as_str())
            .map(|(_, term)| Equivalent {
                text: term.text.clone(),
                count: term.evidence.frequency as usize,
            })
            .collect(),
        contexts: head
            .contexts
            .iter()
            .take(MOST_CONTEXTS)
            .map(|context| MarkedText {
                marks: marks(&context.text, &forms),
                text: context.text.clone(),
            })
            .collect(),
        forms,
    }
}

/// Where one of the forms stands, in whatever case, the longest first, without overlaps.
fn marks(text: &str, forms: &[String]) -> Vec<Range<usize>> {
    let mut longest: Vec<&String> = forms.iter().filter(|form| !form.is_empty()).collect();
    longest.sort_by_key(|form| std::cmp::Reverse(form.len()));
    let mut found: Vec<Range<usize>> = Vec::new();
    for form in longest {
        for (start, _) in text.char_indices() {
            let Some(range) = form_at(text, start, form) else {
                continue;
            };
            if found
                .iter()
                .all(|other| other.end <= range.start || range.end <= other.start)
            {
                found.push(range);
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// The form as a whole word at this place, if it stands there.
fn form_at(text: &str, start: usize, form: &str) -> Option<Range<usize>> {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if inside(text[..start].chars().next_back()) {
        return None;
    }
    let mut rest = text[start..].chars();
    for expected in form.chars() {
        let found = rest.next()?;
        if found != expected && !found.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    let end = text.len() - rest.as_str().len();
    (!inside(rest.next())).then_some(start..end)
}

fn analysis(new: &NewText<'_>) -> Analysis {
    let mut bands: Vec<BandCount> = [
        Band::Context,
        Band::Exact,
        Band::Repetition,
        Band::Fuzzy(95, 99),
        Band::Fuzzy(85, 94),
        Band::Fuzzy(75, 84),
        Band::Fuzzy(50, 74),
        Band::None,
    ]
    .into_iter()
    .map(|band| BandCount {
        band,
        segments: 0,
        words: 0,
    })
    .collect();
    let mut seen = BTreeSet::new();
    for found in &new.found {
        let best = found.matches.first().map_or(0.0, |line| line.score * 100.0);
        // What the memory has is translated already; of the rest a segment is translated once.
        let again = !seen.insert(fold(found.query));
        let band = match band(best) {
            band @ (Band::Context | Band::Exact) => band,
            _ if again => Band::Repetition,
            band => band,
        };
        if let Some(count) = bands.iter_mut().find(|count| count.band == band) {
            count.segments += 1;
            count.words += found.query.unicode_words().count();
        }
    }
    let matched: Vec<Found> = new
        .found
        .iter()
        .filter_map(|found| {
            let best = found.matches.first()?;
            Some(Found {
                query: found.query.to_owned(),
                score: best.score * 100.0,
                source: best.source.clone(),
                target: best.target.clone(),
                difference: memory::difference(&best.source, found.query, new.language)
                    .iter()
                    .map(piece)
                    .collect(),
            })
        })
        .collect();
    let total = matched.len();
    Analysis {
        name: new.document.name.clone(),
        bands,
        matches: Listed {
            items: matched.into_iter().take(MOST_MATCHES).collect(),
            total,
        },
    }
}

/// The band of a score, by its whole per cents.
fn band(score: f64) -> Band {
    match score.floor() as u32 {
        101.. => Band::Context,
        100 => Band::Exact,
        95..=99 => Band::Fuzzy(95, 99),
        85..=94 => Band::Fuzzy(85, 94),
        75..=84 => Band::Fuzzy(75, 84),
        50..=74 => Band::Fuzzy(50, 74),
        _ => Band::None,
    }
}

fn piece(piece: &memory::Piece<'_>) -> Piece {
    let (kind, text) = match piece {
        memory::Piece::Equal(text) => (Difference::Equal, text),
        memory::Piece::Deleted(text) => (Difference::Deleted, text),
        memory::Piece::Inserted(text) => (Difference::Inserted, text),
    };
    Piece {
        kind,
        text: (*text).to_owned(),
    }
}

fn file(file: &WrittenFile) -> super::report::WrittenFile {
    super::report::WrittenFile {
        name: file.name.to_owned(),
        kind: match file.name {
            "memory.tmx" => FileKind::Memory,
            "glossary.tsv" => FileKind::GlossaryTable,
            "glossary.tbx" => FileKind::Termbase,
            "report.html" => FileKind::Report,
            other => FileKind::Other(other.to_owned()),
        },
        bytes: Some(file.bytes),
        entries: usize::try_from(file.entries).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_without_what_they_have_in_common() {
        let names = Names::of(["/a/b/fr/x.txt", "/a/b/en/x.txt"].into_iter());
        assert_eq!(names.short("/a/b/fr/x.txt"), "fr/x.txt");
        assert_eq!(names.short("/elsewhere/y.txt"), "/elsewhere/y.txt");
        let one = Names::of(["x.txt", "stdin"].into_iter());
        assert_eq!(one.short("x.txt"), "x.txt");
    }

    #[test]
    fn forms_are_marked_as_whole_words_in_any_case() {
        let text = "L’État de droit, un état. Étatisme et ÉTAT DE DROIT.";
        let forms = ["état".to_owned(), "état de droit".to_owned()];
        let marked: Vec<&str> = marks(text, &forms)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(marked, ["État de droit", "état", "ÉTAT DE DROIT"]);
    }
}
