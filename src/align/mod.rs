//! Two documents become beads: groups of source segments with their target segments.
//!
//! The words decide. A translation model (IBM Model 1 in both directions, `model`) starts from
//! what the lexicon and the spelling say (`prior`), and is trained on the documents themselves.
//! In every round the documents are anchored by rare words (`anchor`), searched between anchors
//! (`corridor`, `lattice`, `search`), and the model learns from the beads that were found.
//! Each bead is scored by how much likelier its two sides are as translations of each other than
//! as strangers (`evidence`); lengths (`length`) and shapes (`shape`) are weak evidence.
//!
//! | file | what belongs there |
//! |---|---|
//! | `corpus` | the documents as numbers |
//! | `prior` · `stem` · `model` | which word translates which |
//! | `cooccurrence` · `expectation` | what the model learns from, and how |
//! | `anchor` · `corridor` | where the search looks |
//! | `evidence` · `length` · `shape` · `lattice` | what a bead is worth |
//! | `search` · `posterior` · `bead` | the best path, its confidence |
//! | `crossing` | what does not follow the order of the texts |
//! | `words` | which word of a bead goes with which |
//! | `pairing` · `content` | which file goes with which, by name and by what they say |
//! | `watch` | how far it is, and when to stop |
//! | `order` | whether two documents are translations at all |

mod anchor;
mod bead;
mod blank;
mod content;
mod cooccurrence;
mod corpus;
mod corridor;
mod crossing;
mod evidence;
mod expectation;
mod lattice;
mod length;
mod model;
mod order;
mod pairing;
mod posterior;
mod prior;
mod search;
mod shape;
mod stem;
#[cfg(test)]
mod tests;
mod watch;
mod words;

pub use bead::Bead;
pub use content::{Partners, astray, pair_by_content};
pub use order::{Agreement, agreements};
pub use pairing::{Pairing, Side, pair_by_name};
pub use watch::Watch;
pub use words::{WordLink, WordModel};

use crate::language::{Language, Lexicon};
use corpus::{Corpus, Document};
use corridor::Corridor;
use lattice::Lattice;
use length::Lengths;
use model::Model;
use rayon::prelude::*;
use stem::Stems;

/// A segment to align.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    /// The segment's text.
    pub text: &'a str,
    /// The paragraph it stands in, counted from any number; the same for all where unknown.
    pub paragraph: usize,
}

/// A document and its translation, segment by segment.
#[derive(Clone, Debug, Default)]
pub struct Pair<'a> {
    /// The segments of the source document.
    pub source: Vec<Segment<'a>>,
    /// The segments of the target document.
    pub target: Vec<Segment<'a>>,
}

/// What a run of the aligner found.
pub struct Alignment {
    /// The beads of each pair, in the pairs' order.
    pub beads: Vec<Vec<Bead>>,
    /// Whether each pair was aligned; one that was not, because the run was stopped before, has no
    /// beads.
    pub finished: Vec<bool>,
    /// What the run learned of words.
    pub words: WordModel,
}

/// How often what is learned is learned again.
#[derive(Clone, Copy)]
struct Schedule {
    /// Rounds of training and search after the first search, which uses the prior alone.
    searches: usize,
    /// Rounds of expectation maximisation in a training. Model 1 is convex, so few are enough.
    expectations: usize,
    /// What scores are divided by before they become confidence: words are no independent witnesses,
    /// and the more is known of them the less. Calibrated on the development sets.
    temperature: f64,
}

impl Schedule {
    /// With a lexicon the first beads are good enough to learn from once and for all. Where spelling
    /// alone is the prior, what the text teaches has to spread.
    fn of(lexicons: &[&Lexicon]) -> Self {
        if lexicons.is_empty() {
            Self {
                searches: 3,
                expectations: 6,
                temperature: 2.5,
            }
        } else {
            Self {
                searches: 1,
                expectations: 3,
                temperature: 3.0,
            }
        }
    }
}

/// A bead less sure than this teaches the model nothing.
const TEACHABLE: f64 = 0.5;

/// Aligns the pairs of a run together: what one document teaches about words serves all.
///
/// The beads of each pair are in order, cover every segment of both sides exactly once, and hold at
/// most four segments with text a side. Segments without text are nulls, or lie within a bead.
/// `lexicons` may be empty: then the words' spelling and the documents alone teach the model.
///
/// Time grows about linearly with the number of segments as long as rare words anchor the
/// documents; memory with the corridor, about 11 kB a segment of a long document. The result is the same on any number
/// of threads.
#[must_use]
pub fn align(
    pairs: &[Pair<'_>],
    source_language: &Language,
    target_language: &Language,
    lexicons: &[&Lexicon],
) -> Alignment {
    align_watched(pairs, source_language, target_language, lexicons, &())
}

/// [`align`], with somebody who follows the work and may stop it.
#[must_use]
pub fn align_watched(
    pairs: &[Pair<'_>],
    source_language: &Language,
    target_language: &Language,
    lexicons: &[&Lexicon],
    watch: &dyn Watch,
) -> Alignment {
    let (pairs, places): (Vec<Pair<'_>>, Vec<blank::Places>) =
        pairs.iter().map(blank::without).unzip();
    let corpus = Corpus::read(&pairs, source_language, target_language);
    let prior = prior::pairs(&corpus, lexicons);
    let stems = Stems::of(&corpus);
    let schedule = Schedule::of(lexicons);
    let segments: usize = corpus.documents.iter().map(|d| d.source.len()).sum();
    watch.begin(segments * (schedule.searches + 1));
    let mut model = Model::from_prior(&corpus.words, &prior);
    let mut paths: Vec<Option<Vec<Bead>>> = each_document(&corpus, watch, |_, document| {
        let corridor = Corridor::anchored(document, &model);
        let ratio = document_ratio(document);
        search(document, &model, &corridor, ratio, schedule.temperature)
    });
    for _ in 0..schedule.searches {
        if watch.stopped() {
            break;
        }
        model = {
            let beads: Vec<model::WordPair<'_>> = corpus
                .documents
                .iter()
                .zip(&paths)
                .flat_map(|(document, path)| {
                    teaching(document, path.as_deref().unwrap_or_default())
                })
                .collect();
            let rounds = schedule.expectations;
            let prior = stems.widen(&corpus, &prior, &beads, rounds);
            Model::train(&corpus.words, &prior, &beads, rounds)
        };
        let ratio = length_ratio(&corpus, &paths);
        let better = each_document(&corpus, watch, |at, document| {
            let path = paths[at].as_deref().unwrap_or_default();
            let corridor = Corridor::along(path, document, &model);
            search(document, &model, &corridor, ratio, schedule.temperature)
        });
        for (path, better) in paths.iter_mut().zip(better) {
            *path = better.or(path.take());
        }
    }
    let finished: Vec<bool> = paths.iter().map(Option::is_some).collect();
    let mut paths: Vec<Vec<Bead>> = paths.into_iter().map(Option::unwrap_or_default).collect();
    corpus
        .documents
        .par_iter()
        .zip(&mut paths)
        .for_each(|(document, path)| crossing::mark(document, &model, path));
    Alignment {
        beads: paths
            .into_iter()
            .zip(&places)
            .zip(&finished)
            .map(|((path, places), finished)| {
                if *finished {
                    blank::restore(path, places)
                } else {
                    Vec::new()
                }
            })
            .collect(),
        finished,
        words: WordModel {
            model,
            source: corpus.words.source,
            target: corpus.words.target,
            source_language: source_language.clone(),
            target_language: target_language.clone(),
        },
    }
}

/// What `work` gives for each document; `None` for those that were not begun when it was stopped.
///
/// The longest documents first: the last thread should not begin the longest one when all the others
/// are done.
fn each_document<T: Send>(
    corpus: &Corpus,
    watch: &dyn Watch,
    work: impl Fn(usize, &Document) -> T + Sync,
) -> Vec<Option<T>> {
    let documents = &corpus.documents;
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(documents[at].source.len()));
    let mut done: Vec<(usize, Option<T>)> = order
        .into_par_iter()
        .with_max_len(1)
        .map(|at| {
            if watch.stopped() {
                return (at, None);
            }
            let result = work(at, &documents[at]);
            watch.advance(documents[at].source.len());
            (at, Some(result))
        })
        .collect();
    done.sort_by_key(|&(at, _)| at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// One search over one document.
fn search(
    document: &Document,
    model: &Model,
    corridor: &Corridor,
    ratio: f64,
    temperature: f64,
) -> Vec<Bead> {
    let lattice = Lattice::score(document, model, corridor, &Lengths::new(ratio));
    search::path_with_confidence(&lattice, temperature)
}

/// The words of the beads that the model may learn from.
fn teaching<'a>(
    document: &'a Document,
    path: &'a [Bead],
) -> impl Iterator<Item = model::WordPair<'a>> {
    path.iter()
        .filter(|bead| !bead.is_null() && bead.confidence >= TEACHABLE)
        .map(|bead| {
            (
                document.source.span(bead.source.start, bead.source.end),
                document.target.span(bead.target.start, bead.target.end),
            )
        })
}

/// Characters of equal length that a short document's own length ratio is mixed with.
const RATIO_PRIOR: f64 = 500.0;

/// Target characters per source character of a whole document; near 1 where there is little text.
fn document_ratio(document: &Document) -> f64 {
    let source = document.source.characters(0, document.source.len());
    let target = document.target.characters(0, document.target.len());
    (target + RATIO_PRIOR) / (source + RATIO_PRIOR)
}

/// Target characters per source character over all beads with text on both sides: unlike the
/// documents' own ratio it does not change when a chapter is left out.
fn length_ratio(corpus: &Corpus, paths: &[Option<Vec<Bead>>]) -> f64 {
    let (mut source, mut target) = (0.0, 0.0);
    for (document, path) in corpus.documents.iter().zip(paths) {
        for bead in path.iter().flatten().filter(|bead| !bead.is_null()) {
            source += document
                .source
                .characters(bead.source.start, bead.source.end);
            target += document
                .target
                .characters(bead.target.start, bead.target.end);
        }
    }
    if source > 0.0 && target > 0.0 {
        target / source
    } else {
        1.0
    }
}
