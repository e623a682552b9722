//! Word links within aligned segments, by the model that aligned them.

use super::corpus::{Corpus, Vocabulary, keys};
use super::model::{Model, WordPair};
use super::{Pair, Schedule, Segment, prior};
use crate::language::{Language, Lexicon, tokens};
use std::ops::Range;

/// A source token linked to a target token.
#[derive(Clone, Debug, PartialEq)]
pub struct WordLink {
    /// Bytes of the source token within the source text.
    pub source: Range<usize>,
    /// Bytes of the target token within the target text.
    pub target: Range<usize>,
    /// How sure the link is, from 0 to 1.
    pub probability: f64,
}

/// What a run of the aligner learned of words: links the words of any two texts.
pub struct WordModel {
    pub(super) model: Model,
    pub(super) source: Vocabulary,
    pub(super) target: Vocabulary,
    pub(super) source_language: Language,
    pub(super) target_language: Language,
}

/// A link less sure than this is none.
const LEAST: f64 = 0.1;

/// How strongly a link is drawn to where its neighbours would put it: the slope of fast_align's
/// diagonal (Dyer, Chahuneau & Smith 2013, λ = 4).
const DIAGONAL: f64 = 4.0;

struct Word {
    id: Option<u32>,
    bytes: Range<usize>,
}

impl WordModel {
    /// Links the words of `source` and its translation `target`.
    ///
    /// The probability of a link is the geometric mean of both directions' posteriors under Model 1
    /// with a diagonal prior; links below a tenth are left out. They come by source, then target.
    /// Time grows with the product of the two lengths.
    #[must_use]
    pub fn links(&self, source: &str, target: &str) -> Vec<WordLink> {
        let sources = words(source, &self.source_language, &self.source);
        let targets = words(target, &self.target_language, &self.target);
        let (rows, columns) = (sources.len(), targets.len());
        if rows == 0 || columns == 0 {
            return Vec::new();
        }
        let mut forward = vec![0.0; rows * columns];
        let mut backward = vec![0.0; rows * columns];
        for (row, e) in sources.iter().enumerate() {
            let Some(word) = e.id else { continue };
            let links = self.model.links(word);
            for (column, f) in targets.iter().enumerate() {
                let link = f.id.and_then(|f| {
                    links
                        .binary_search_by_key(&f, |link| link.target)
                        .ok()
                        .map(|at| links[at])
                });
                if let Some(link) = link {
                    let distance =
                        (row as f64 + 0.5) / rows as f64 - (column as f64 + 0.5) / columns as f64;
                    let prior = libm::exp(-DIAGONAL * distance.abs());
                    forward[row * columns + column] = prior * f64::from(link.forward);
                    backward[row * columns + column] = prior * f64::from(link.backward);
                }
            }
        }
        let rarity = |word: &Word, rarity: &[f32]| {
            word.id
                .map_or(0.0, |id| 1.0 / f64::from(rarity[id as usize]))
        };
        let of_target: Vec<f64> = (0..columns)
            .map(|column| {
                (0..rows)
                    .map(|row| forward[row * columns + column])
                    .sum::<f64>()
                    + rarity(&targets[column], &self.model.target_rarity)
            })
            .collect();
        let mut found = Vec::new();
        for (row, e) in sources.iter().enumerate() {
            let cells = row * columns..(row + 1) * columns;
            let of_source =
                backward[cells.clone()].iter().sum::<f64>() + rarity(e, &self.model.source_rarity);
            for (column, cell) in cells.enumerate() {
                if forward[cell] == 0.0 {
                    continue;
                }
                let probability =
                    libm::sqrt(forward[cell] / of_target[column] * (backward[cell] / of_source));
                if probability >= LEAST {
                    found.push(WordLink {
                        source: e.bytes.clone(),
                        target: targets[column].bytes.clone(),
                        probability,
                    });
                }
            }
        }
        found
    }
}

fn words(text: &str, language: &Language, vocabulary: &Vocabulary) -> Vec<Word> {
    tokens(text, language)
        .into_iter()
        .zip(keys(text, language))
        .map(|(token, key)| Word {
            id: vocabulary.id(&key),
            bytes: token.start..token.end,
        })
        .collect()
}

/// A translation less likely than this in both directions is not worth an entry of a lexicon.
const ENTRY: f32 = 0.02;

impl WordModel {
    /// What was learned of words as a lexicon, for texts to come.
    ///
    /// Holds the pairs of words and numbers of which one translates the other with a probability of
    /// at least 0.02; punctuation is left out.
    #[must_use]
    pub fn lexicon(&self) -> Lexicon {
        let has_text = |word: &str| word.chars().any(char::is_alphanumeric);
        let targets: Vec<&str> = self.target.words().map(|(_, word)| word).collect();
        let entries = self
            .source
            .words()
            .filter(|(_, word)| has_text(word))
            .flat_map(|(source, word)| {
                let links = self.model.links(source).iter();
                let targets = &targets;
                links.filter_map(move |link| {
                    let target = targets[link.target as usize];
                    let likely = link.forward.max(link.backward) >= ENTRY;
                    // A probability of nothing is none.
                    let least = f32::MIN_POSITIVE;
                    (likely && has_text(target)).then(|| {
                        let (forward, backward) =
                            (link.forward.max(least), link.backward.max(least));
                        (word.to_owned(), target.to_owned(), forward, Some(backward))
                    })
                })
            });
        Lexicon::from_entries(entries)
    }

    /// Learns from texts that are aligned already: the units of a memory.
    ///
    /// Time and memory as for the aligner's own training: the product of both lengths of each unit.
    #[must_use]
    pub fn learn(
        units: &[(&str, &str)],
        source_language: &Language,
        target_language: &Language,
        lexicons: &[&Lexicon],
    ) -> Self {
        let segment = |text| Segment { text, paragraph: 0 };
        let pair = Pair {
            source: units.iter().map(|unit| segment(unit.0)).collect(),
            target: units.iter().map(|unit| segment(unit.1)).collect(),
        };
        let corpus = Corpus::read(&[pair], source_language, target_language);
        let prior = prior::pairs(&corpus, lexicons);
        let model = {
            let beads: Vec<WordPair<'_>> = corpus
                .documents
                .iter()
                .flat_map(|document| {
                    let units = 0..document.source.len();
                    units.map(|at| (document.source.words(at), document.target.words(at)))
                })
                .collect();
            Model::train(
                &corpus.words,
                &prior,
                &beads,
                Schedule::of(lexicons).expectations,
            )
        };
        Self {
            model,
            source: corpus.words.source,
            target: corpus.words.target,
            source_language: source_language.clone(),
            target_language: target_language.clone(),
        }
    }
}
