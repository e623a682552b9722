//! Whether two documents are a text and its translation at all.
//!
//! A text agrees with its translation in the order in which things are said, and with that of a
//! stranger no better than with the same stranger read backwards. So the pair is searched twice, by
//! the prior alone: as it is, and with the target's segments in reverse order. The second search is
//! the measure of what chance gives, for any pair of languages and any kind of text.

use super::corpus::{Corpus, Document, Side};
use super::corridor::Corridor;
use super::lattice::Lattice;
use super::length::Lengths;
use super::model::Model;
use super::search::best_score;
use super::{Pair, Segment, blank, document_ratio, prior};
use crate::language::{Language, Lexicon};
use rayon::prelude::*;
use std::ops::Range;

/// How a pair of documents agrees in order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// How much better the best path through both texts is than that through the text and its
    /// reversed translation, in nats a segment of the shorter side.
    pub gain: f64,
    /// Segments of the shorter side that were looked at.
    pub segments: usize,
    /// The gain that true translations surpass.
    pub expected: f64,
}

/// Up to this many segments of a side are looked at.
const SAMPLE: usize = 120;

/// The gain that translations surpass, in nats a segment, where a lexicon knows most words. On the
/// development sets they gain 11 to 28, strangers 1.6 at most.
const GAIN_WITH_LEXICON: f64 = 3.0;

/// The same where words are known by their looks alone: translations gain 0.87 to 14, strangers
/// hardly ever 0.5.
const GAIN: f64 = 0.6;

/// With fewer segments than this chance decides: nothing is said of such a pair.
const FEW: usize = 8;

impl Agreement {
    /// Whether the order of the texts speaks against their being translations.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        !self.is_silent() && self.gain < self.expected
    }

    /// Whether the order of the texts speaks for their being translations.
    #[must_use]
    pub fn is_right(&self) -> bool {
        !self.is_silent() && self.gain >= self.expected
    }

    /// Whether there is too little text to say anything.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.segments < FEW
    }
}

/// How each pair agrees in order.
///
/// Cost: two short alignments of 120 segments a side at most; where these do not agree, the whole
/// documents are anchored and two more follow.
#[must_use]
pub fn agreements(
    pairs: &[Pair<'_>],
    source_language: &Language,
    target_language: &Language,
    lexicons: &[&Lexicon],
) -> Vec<Agreement> {
    let look = |pairs: &[Pair<'_>]| -> Vec<Agreement> {
        let pairs: Vec<Pair<'_>> = pairs.iter().map(|pair| blank::without(pair).0).collect();
        let corpus = Corpus::read(&pairs, source_language, target_language);
        let model = Model::from_prior(&corpus.words, &prior::pairs(&corpus, lexicons));
        corpus
            .documents
            .par_iter()
            .map(|document| agreement(document, &model, !lexicons.is_empty()))
            .collect()
    };
    let middles: Vec<Pair<'_>> = pairs.iter().map(middle).collect();
    let mut found = look(&middles);
    let doubted: Vec<usize> = (0..pairs.len())
        .filter(|&at| found[at].is_wrong())
        .collect();
    let whole: Vec<Pair<'_>> = doubted.iter().map(|&at| pairs[at].clone()).collect();
    for (at, agreement) in doubted.into_iter().zip(look(&whole)) {
        found[at] = agreement;
    }
    found
}

/// The middle of both sides: in most pairs the same passage.
fn middle<'a>(pair: &Pair<'a>) -> Pair<'a> {
    let part =
        |segments: &[Segment<'a>]| segments[around(segments.len() / 2, segments.len())].to_vec();
    Pair {
        source: part(&pair.source),
        target: part(&pair.target),
    }
}

/// So many segments around one of them as are looked at.
fn around(middle: usize, len: usize) -> Range<usize> {
    let start = middle
        .saturating_sub(SAMPLE / 2)
        .min(len.saturating_sub(SAMPLE));
    start..(start + SAMPLE).min(len)
}

pub(super) fn agreement(document: &Document, model: &Model, has_lexicon: bool) -> Agreement {
    let expected = if has_lexicon { GAIN_WITH_LEXICON } else { GAIN };
    let shown = sample(document, model);
    let segments = shown.source.len().min(shown.target.len());
    if segments == 0 {
        return Agreement {
            gain: 0.0,
            segments,
            expected,
        };
    }
    let straight = score(&shown, model);
    let reversed = Document {
        target: shown.target.reversed(),
        source: shown.source,
    };
    Agreement {
        gain: (straight - score(&reversed, model)) / segments as f64,
        segments,
        expected,
    }
}

fn score(document: &Document, model: &Model) -> f64 {
    let corridor = Corridor::anchored(document, model);
    let lengths = Lengths::new(document_ratio(document));
    best_score(&Lattice::score(document, model, &corridor, &lengths))
}

/// The part of a large pair that is looked at: around the middle of its anchors, since what stands
/// before and after a text (a foreword, notes) one side often has alone.
fn sample(document: &Document, model: &Model) -> Document {
    let (sources, targets) = (document.source.len(), document.target.len());
    let (source, target) = if sources <= SAMPLE && targets <= SAMPLE {
        (sources / 2, targets / 2)
    } else {
        super::anchor::middle(document, model).unwrap_or((sources / 2, targets / 2))
    };
    let part = |side: &Side, middle| side.part(around(middle, side.len()));
    Document {
        source: part(&document.source, source),
        target: part(&document.target, target),
    }
}
