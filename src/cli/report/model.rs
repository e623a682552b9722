//! What a command hands in: plain values, no types of the engine.

use super::Locale;
use std::ops::Range;

/// A side of the bitext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The documents that were translated.
    Source,
    /// Their translations.
    Target,
}

/// Everything the page tells. A section without content does not appear.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// The language of the page itself.
    pub(crate) locale: Locale,
    /// The page's title: a project's or folder's name.
    pub(crate) title: String,
    /// The source language as a BCP 47 tag.
    pub(crate) source_language: String,
    /// The target language as a BCP 47 tag.
    pub(crate) target_language: String,
    /// The program's version.
    pub(crate) version: String,
    /// The date to print, as `YYYY-MM-DD` (or any text, shown as it is). None by default: then the
    /// same input gives the same page on every day.
    pub(crate) date: Option<String>,
    /// Beads with less confidence than this, 0 to 1, count as doubtful.
    pub(crate) doubtful_below: f64,
    /// The aligned pairs, in the order of the run.
    pub(crate) documents: Vec<DocumentPair>,
    /// Files that have no counterpart and were not aligned.
    pub(crate) unpaired: Vec<Unpaired>,
    /// How many units were written to the memory.
    pub(crate) units_written: usize,
    /// Why the other beads are not in the memory. Together with the units written this should make
    /// the number of beads; the page shows any difference.
    pub(crate) left_out: Vec<(LeftOut, usize)>,
    /// The beads to look at, worst first.
    pub(crate) doubts: Listed<DoubtfulBead>,
    /// What cleaning removed, by rule.
    pub(crate) dropped: Vec<DroppedGroup>,
    /// The glossary's candidates, best first; the total is the number of candidates.
    pub(crate) terms: Listed<Term>,
    /// How many of all candidates have an equivalent.
    pub(crate) terms_with_equivalents: usize,
    /// A new text measured against the memory.
    pub(crate) analysis: Option<Analysis>,
    /// The files that were written, the page itself included if wished.
    pub(crate) files: Vec<WrittenFile>,
    /// Whatever else the user was told, in the words of the program.
    pub(crate) warnings: Vec<String>,
}

impl Default for Report {
    /// An empty report in English, doubtful below 0.7.
    fn default() -> Self {
        Self {
            locale: Locale::English,
            title: String::new(),
            source_language: String::new(),
            target_language: String::new(),
            version: String::new(),
            date: None,
            doubtful_below: 0.7,
            documents: Vec::new(),
            unpaired: Vec::new(),
            units_written: 0,
            left_out: Vec::new(),
            doubts: Listed::default(),
            dropped: Vec::new(),
            terms: Listed::default(),
            terms_with_equivalents: 0,
            analysis: None,
            files: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

/// The first entries of a list that may be longer.
#[derive(Clone, Debug)]
pub(crate) struct Listed<T> {
    /// The entries handed over.
    pub(crate) items: Vec<T>,
    /// How many there are in all; never less than are handed over.
    pub(crate) total: usize,
}

impl<T> Listed<T> {
    /// A list handed over whole.
    pub(crate) fn all(items: Vec<T>) -> Self {
        let total = items.len();
        Self { items, total }
    }
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self::all(Vec::new())
    }
}

/// A document and its translation.
#[derive(Clone, Debug)]
pub(crate) struct DocumentPair {
    /// The source document.
    pub(crate) source: DocumentSide,
    /// The target document.
    pub(crate) target: DocumentSide,
    /// The beads in order.
    pub(crate) beads: Vec<BeadMark>,
    /// What is suspicious about the pair as a whole.
    pub(crate) warnings: Vec<DocumentWarning>,
}

/// One side of a pair.
#[derive(Clone, Debug)]
pub(crate) struct DocumentSide {
    /// The document's name, as the user knows it.
    pub(crate) name: String,
    /// Segments read.
    pub(crate) segments: usize,
    /// Words read.
    pub(crate) words: usize,
    /// Lines that cleaning dropped.
    pub(crate) dropped: usize,
    /// How the bytes were read; `None` where there was nothing to decide.
    pub(crate) encoding: Option<Encoding>,
}

/// How a document's bytes were read.
#[derive(Clone, Debug)]
pub(crate) struct Encoding {
    /// The encoding's usual name.
    pub(crate) name: String,
    /// Whether it was guessed from the bytes.
    pub(crate) guessed: bool,
    /// Unreadable byte sequences that were replaced.
    pub(crate) replaced: usize,
}

/// A bead as the charts need it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BeadMark {
    /// How many source segments it has.
    pub(crate) source: usize,
    /// How many target segments it has.
    pub(crate) target: usize,
    /// Its confidence, 0 to 1.
    pub(crate) confidence: f64,
}

/// What is suspicious about a pair as a whole.
#[derive(Clone, Debug)]
pub(crate) enum DocumentWarning {
    /// Both documents seem to be in this language (a BCP 47 tag).
    SameLanguage(String),
    /// One document seems to be in another language (a BCP 47 tag) than expected.
    UnexpectedLanguage(Side, String),
    /// One document is this many times as long as the other.
    DifferentLength(f64),
}

/// A file without a counterpart.
#[derive(Clone, Debug)]
pub(crate) struct Unpaired {
    /// The side it was found on.
    pub(crate) side: Side,
    /// Its name.
    pub(crate) name: String,
}

/// Why a bead is no unit of the memory.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LeftOut {
    /// One side is empty.
    Null,
    /// It is less sure than the user asked for.
    LowConfidence,
}

/// A bead to look at.
#[derive(Clone, Debug)]
pub(crate) struct DoubtfulBead {
    /// The document's name.
    pub(crate) document: String,
    /// The source segments, counted from 0 as the aligner does; shown from 1.
    pub(crate) source_at: Range<usize>,
    /// The target segments, counted from 0.
    pub(crate) target_at: Range<usize>,
    /// The confidence, 0 to 1.
    pub(crate) confidence: f64,
    /// Why it is doubted, the gravest reason first.
    pub(crate) why: Vec<Doubt>,
    /// The source segments.
    pub(crate) source: Vec<String>,
    /// The target segments.
    pub(crate) target: Vec<String>,
    /// What stands before the bead, source and target.
    pub(crate) before: Option<(String, String)>,
    /// What stands after the bead, source and target.
    pub(crate) after: Option<(String, String)>,
}

/// Why a bead is doubted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Doubt {
    /// One side is empty.
    Null,
    /// Several segments on both sides.
    ManyToMany,
    /// Little speaks for it.
    LowConfidence,
    /// The target repeats the source.
    UntranslatedCopy,
    /// A side is in the other side's language.
    WrongLanguage,
    /// It seems to belong to a segment elsewhere in the other document.
    Crossing,
    /// One side is much longer than the other.
    DifferentLength,
    /// The numbers of the two sides differ.
    DifferentNumbers,
}

/// The lines that one rule of cleaning removed.
#[derive(Clone, Debug)]
pub(crate) struct DroppedGroup {
    /// The rule's name; the known ones are explained in the page's language.
    pub(crate) rule: String,
    /// Some of the lines, and how many there are.
    pub(crate) lines: Listed<DroppedLine>,
}

/// A line that cleaning removed.
#[derive(Clone, Debug)]
pub(crate) struct DroppedLine {
    /// The document's name.
    pub(crate) document: String,
    /// The line's number, from 1.
    pub(crate) line: usize,
    /// The side it stood on.
    pub(crate) side: Side,
    /// What was removed.
    pub(crate) text: String,
}

/// A candidate of the glossary.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// The term in its citation form, in the source language.
    pub(crate) term: String,
    /// What it is.
    pub(crate) kind: TermKind,
    /// The forms found in the text.
    pub(crate) forms: Vec<String>,
    /// How often it occurs.
    pub(crate) frequency: usize,
    /// In how many documents it occurs.
    pub(crate) documents: usize,
    /// Its equivalents, best first.
    pub(crate) equivalents: Vec<Equivalent>,
    /// One or two sentences in which it stands.
    pub(crate) contexts: Vec<MarkedText>,
}

/// What a term is.
#[derive(Clone, Debug)]
pub(crate) enum TermKind {
    /// A term like any other.
    Plain,
    /// A name.
    Name,
    /// An acronym, with its full form where it is known.
    Acronym(Option<String>),
    /// A full form that has an acronym.
    FullForm(String),
}

/// A target-language term.
#[derive(Clone, Debug)]
pub(crate) struct Equivalent {
    /// The term.
    pub(crate) text: String,
    /// How many beads attest it.
    pub(crate) count: usize,
}

/// A text with marked parts.
#[derive(Clone, Debug)]
pub(crate) struct MarkedText {
    /// The text.
    pub(crate) text: String,
    /// The marked parts in bytes, in any order. Ranges that are no part of the text are ignored.
    pub(crate) marks: Vec<Range<usize>>,
}

/// A new text measured against the memory.
#[derive(Clone, Debug)]
pub(crate) struct Analysis {
    /// The text's name.
    pub(crate) name: String,
    /// Counts by band, best band first; bands that are missing are empty.
    pub(crate) bands: Vec<BandCount>,
    /// Some of the matches.
    pub(crate) matches: Listed<Found>,
}

/// The words of a band.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BandCount {
    /// The band.
    pub(crate) band: Band,
    /// Segments in it.
    pub(crate) segments: usize,
    /// Their words.
    pub(crate) words: usize,
}

/// A band of match scores, in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Band {
    /// 101: identical, and so are its neighbours.
    Context,
    /// 100: identical.
    Exact,
    /// A repetition inside the text, of what the memory does not have.
    Repetition,
    /// Fuzzy, from this score to that, both included.
    Fuzzy(u8, u8),
    /// Nothing found.
    None,
}

/// A segment of a new text with its best match.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The segment.
    pub(crate) query: String,
    /// The score, in per cent.
    pub(crate) score: f64,
    /// The memory's source segment.
    pub(crate) source: String,
    /// The memory's target segment.
    pub(crate) target: String,
    /// The memory's source segment made into the query, piece by piece; may be empty.
    pub(crate) difference: Vec<Piece>,
}

/// A piece of a difference.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Where it stands.
    pub(crate) kind: Difference,
    /// Its text.
    pub(crate) text: String,
}

/// Where a piece of a difference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    /// In both.
    Equal,
    /// In the new text alone.
    Inserted,
    /// In the memory alone.
    Deleted,
}

/// A file that was written.
#[derive(Clone, Debug)]
pub(crate) struct WrittenFile {
    /// Its name.
    pub(crate) name: String,
    /// What it is.
    pub(crate) kind: FileKind,
    /// Its size; unknown for the page itself.
    pub(crate) bytes: Option<u64>,
    /// How many units or concepts it holds.
    pub(crate) entries: Option<usize>,
}

/// What a written file is.
#[derive(Clone, Debug)]
pub(crate) enum FileKind {
    /// A translation memory (TMX); entries are units.
    Memory,
    /// A glossary as a table; entries are concepts.
    GlossaryTable,
    /// A glossary for tools (TBX); entries are concepts.
    Termbase,
    /// This page.
    Report,
    /// Anything else, in the words of the program.
    Other(String),
}
