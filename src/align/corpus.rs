//! The documents of a run as the aligner sees them: words as numbers, lengths as sums.

use super::Pair;
use crate::language::{Kind, Language, fold, tokens};
use indexmap::IndexSet;
use std::ops::Range;

/// The words of one language, each with the number of times it occurs in the run.
#[derive(Default)]
pub(super) struct Vocabulary {
    words: IndexSet<String, foldhash::fast::FixedState>,
    counts: Vec<u32>,
}

impl Vocabulary {
    fn count(&mut self, word: String) -> u32 {
        self.count_many(word, 1)
    }

    /// Counts `times` more occurrences of a word.
    pub(super) fn count_many(&mut self, word: String, times: u32) -> u32 {
        let (id, new) = self.words.insert_full(word);
        if new {
            self.counts.push(0);
        }
        self.counts[id] += times;
        id as u32
    }

    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    pub(super) fn words(&self) -> impl Iterator<Item = (u32, &str)> {
        self.words
            .iter()
            .enumerate()
            .map(|(id, word)| (id as u32, word.as_str()))
    }

    pub(super) fn id(&self, word: &str) -> Option<u32> {
        self.words.get_index_of(word).map(|id| id as u32)
    }

    pub(super) fn occurrences(&self, word: u32) -> u32 {
        self.counts[word as usize]
    }

    /// The unigram probability of each word, with half a count added to each so that none is zero.
    pub(super) fn probabilities(&self) -> Vec<f64> {
        let total: f64 = self
            .counts
            .iter()
            .map(|&count| f64::from(count) + 0.5)
            .sum();
        self.counts
            .iter()
            .map(|&count| (f64::from(count) + 0.5) / total)
            .collect()
    }
}

/// One side of a document pair.
#[derive(Clone)]
pub(super) struct Side {
    /// All words of the document, segment after segment.
    words: Vec<u32>,
    /// `words[starts[i]..starts[i + 1]]` are the words of segment `i`.
    starts: Vec<u32>,
    /// `lengths[i]`: characters before segment `i`; the last entry is the document's length.
    lengths: Vec<f64>,
    /// The paragraph of each segment.
    paragraphs: Vec<usize>,
}

impl Side {
    fn read(
        segments: &[super::Segment<'_>],
        language: &Language,
        vocabulary: &mut Vocabulary,
    ) -> Self {
        let mut side = Self {
            words: Vec::new(),
            starts: vec![0],
            lengths: vec![0.0],
            paragraphs: paragraphs(segments),
        };
        let mut before = 0.0;
        for segment in segments {
            for word in keys(segment.text, language) {
                side.words.push(vocabulary.count(word));
            }
            side.starts.push(side.words.len() as u32);
            before += segment.text.chars().count().max(1) as f64;
            side.lengths.push(before);
        }
        side
    }

    /// The side with these segments alone, in the order given.
    fn with(&self, segments: impl Iterator<Item = usize>) -> Self {
        let mut side = Self {
            words: Vec::new(),
            starts: vec![0],
            lengths: vec![0.0],
            paragraphs: Vec::new(),
        };
        let mut before = 0.0;
        for segment in segments {
            side.words.extend_from_slice(self.words(segment));
            side.starts.push(side.words.len() as u32);
            before += self.characters(segment, segment + 1);
            side.lengths.push(before);
            side.paragraphs.push(self.paragraphs[segment]);
        }
        side
    }

    /// The segments of a range alone.
    pub(super) fn part(&self, segments: Range<usize>) -> Self {
        self.with(segments)
    }

    /// The segments in reverse order.
    pub(super) fn reversed(&self) -> Self {
        self.with((0..self.len()).rev())
    }

    /// The number of segments.
    pub(super) fn len(&self) -> usize {
        self.paragraphs.len()
    }

    /// The words of segment `segment`.
    pub(super) fn words(&self, segment: usize) -> &[u32] {
        self.span(segment, segment + 1)
    }

    /// The words of the segments `from..to`.
    pub(super) fn span(&self, from: usize, to: usize) -> &[u32] {
        &self.words[self.starts[from] as usize..self.starts[to] as usize]
    }

    /// Where the words of `segment` start within the document's words.
    pub(super) fn start(&self, segment: usize) -> usize {
        self.starts[segment] as usize
    }

    /// All words of the document.
    pub(super) fn all_words(&self) -> &[u32] {
        &self.words
    }

    /// Characters in the segments `from..to`.
    pub(super) fn characters(&self, from: usize, to: usize) -> f64 {
        self.lengths[to] - self.lengths[from]
    }

    /// How many paragraph boundaries lie inside `from..to`.
    pub(super) fn boundaries(&self, from: usize, to: usize) -> usize {
        (from + 1..to)
            .filter(|&at| self.paragraphs[at] != self.paragraphs[at - 1])
            .count()
    }
}

/// The paragraph of each segment: the caller's, and a new one after every heading; where most
/// segments are items of a structure (a statute, a table, a menu), each is one of its own.
fn paragraphs(segments: &[super::Segment<'_>]) -> Vec<usize> {
    let open = segments
        .iter()
        .filter(|segment| !is_closed(segment.text))
        .count();
    let goes_on = |segment: &super::Segment<'_>| {
        segment
            .text
            .trim_start()
            .chars()
            .next()
            .is_some_and(char::is_lowercase)
    };
    let continued = segments.iter().filter(|segment| goes_on(segment)).count();
    let items = open as f64 > OPEN_SHARE * segments.len() as f64
        && continued as f64 > CONTINUED_SHARE * segments.len() as f64;
    let mut number = 0;
    let mut numbers = Vec::with_capacity(segments.len());
    for (at, segment) in segments.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).map(|before| &segments[before])
            && (items
                || before.paragraph != segment.paragraph
                || is_heading(before.text, segment.text))
        {
            number += 1;
        }
        numbers.push(number);
    }
    numbers
}

/// Segments are items of a structure where more than this share of them ends without an end mark
/// and more than [`CONTINUED_SHARE`] starts in lower case: statutes have .6 to .8 and .1 to .4,
/// running texts at most .4 and mostly 0.
const OPEN_SHARE: f64 = 0.5;

/// See [`OPEN_SHARE`].
const CONTINUED_SHARE: f64 = 0.05;

/// Whether a text ends as sentences do, in any script.
fn is_closed(text: &str) -> bool {
    text.trim_end()
        .chars()
        .next_back()
        .is_none_or(|last| ".?!…»”\"’)。！？؟۔।".contains(last))
}

/// Whether `text` is closed by nothing and what follows starts afresh: a title, a caption, a label.
fn is_heading(text: &str, next: &str) -> bool {
    let last = text.trim_end().chars().next_back();
    let open = last.is_some_and(|last| last.is_alphanumeric() || matches!(last, ')' | ']'));
    open && next
        .trim_start()
        .chars()
        .next()
        .is_some_and(char::is_uppercase)
}

/// Both sides of a document pair.
pub(super) struct Document {
    pub(super) source: Side,
    pub(super) target: Side,
}

/// The words of both languages.
#[derive(Default)]
pub(super) struct Vocabularies {
    pub(super) source: Vocabulary,
    pub(super) target: Vocabulary,
}

/// All document pairs of a run, over shared vocabularies.
pub(super) struct Corpus {
    pub(super) documents: Vec<Document>,
    pub(super) words: Vocabularies,
}

impl Corpus {
    /// Reads the pairs in order: word numbers, and so every later sum, follow that order.
    pub(super) fn read(
        pairs: &[Pair<'_>],
        source_language: &Language,
        target_language: &Language,
    ) -> Self {
        let mut words = Vocabularies::default();
        let documents = pairs
            .iter()
            .map(|pair| Document {
                source: Side::read(&pair.source, source_language, &mut words.source),
                target: Side::read(&pair.target, target_language, &mut words.target),
            })
            .collect();
        Self { documents, words }
    }
}

/// The words of a text as they are counted, one for each token. In scripts without spaces, where a token is one
/// character, each character with the one after it: alone it means too many things.
pub(super) fn keys(text: &str, language: &Language) -> impl Iterator<Item = String> {
    let tokens = tokens(text, language);
    (0..tokens.len()).map(move |at| {
        let (token, next) = (&tokens[at], tokens.get(at + 1));
        let pair = next.filter(|next| {
            token.end == next.start && is_unspaced(token.of(text)) && is_unspaced(next.of(text))
        });
        match pair {
            Some(next) => fold(&text[token.start..next.end]),
            None => key(token.of(text), token.kind),
        }
    })
}

/// Whether a token is written in a script without spaces between words: Thai, Lao, Burmese, Khmer,
/// kana, ideographs (the blocks of Unicode that hold them).
fn is_unspaced(token: &str) -> bool {
    token.chars().next().is_some_and(|first| {
        matches!(u32::from(first),
            0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF
            | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
    })
}

/// The form under which a token is counted: folded, numbers by their digits alone (`1 234,5` is
/// written `1,234.5` across the Channel), quotation marks and dashes as one class each.
fn key(token: &str, kind: Kind) -> String {
    match kind {
        Kind::Number => {
            let digits: String = token.chars().filter(|c| c.is_alphanumeric()).collect();
            fold(&digits)
        }
        Kind::Word => fold(token),
        Kind::Punctuation => match token {
            "«" | "»" | "“" | "”" | "„" | "‟" | "‹" | "›" | "\"" => "\"".to_owned(),
            "…" | "..." => "…".to_owned(),
            "–" | "—" | "―" | "-" | "−" => "–".to_owned(),
            _ => fold(token),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_quotes_and_dashes_compare_across_languages() {
        assert_eq!(key("1 234,5", Kind::Number), key("1,234.5", Kind::Number));
        assert_eq!(key("«", Kind::Punctuation), key("“", Kind::Punctuation));
        assert_eq!(key("—", Kind::Punctuation), key("-", Kind::Punctuation));
        assert_ne!(key("12", Kind::Number), key("13", Kind::Number));
    }
}
