//! Two segments that translate each other, word by word.

use super::Link;
use crate::language::{Kind, Language, fold, is_stop_word, tokens};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a word of grammar counts beside a word of meaning.
const GRAMMAR: f64 = 0.2;

/// What a word without any link counts against a span that holds it: half of what it would count if
/// it were linked to a word outside.
const UNLINKED: f64 = 0.5;

/// What a span loses for each doubling of the length: a term of two words is seldom one word in the
/// other language.
const LENGTH: f64 = 0.4;

/// The words of a segment.
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) all: Vec<Word>,
}

pub(super) struct Word {
    pub(super) bytes: Range<usize>,
    /// What it counts: 1 a word of meaning, 0 a sign.
    pub(super) weight: f64,
}

impl Word {
    pub(super) fn is_content(&self) -> bool {
        self.weight > GRAMMAR
    }

    pub(super) fn is_sign(&self) -> bool {
        self.weight == 0.0
    }
}

impl<'a> Words<'a> {
    pub(super) fn read(text: &'a str, language: &Language) -> Self {
        let all = tokens(text, language)
            .into_iter()
            .map(|token| {
                let weight = match token.kind {
                    Kind::Punctuation => 0.0,
                    Kind::Word if is_stop_word(language, &fold(token.of(text))) => GRAMMAR,
                    _ => 1.0,
                };
                Word {
                    bytes: token.start..token.end,
                    weight,
                }
            })
            .collect();
        Self { text, all }
    }

    /// The words within these bytes.
    pub(super) fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self
            .all
            .partition_point(|word| word.bytes.start < bytes.start);
        let end = self.all.partition_point(|word| word.bytes.end <= bytes.end);
        start..end.max(start)
    }

    /// As written.
    pub(super) fn of(&self, word: usize) -> &'a str {
        &self.text[self.all[word].bytes.clone()]
    }
}

/// The words of both sides and their links.
pub(super) struct Linked<'a> {
    pub(super) source: Words<'a>,
    pub(super) target: Words<'a>,
    /// Links by source word: target word and probability.
    forward: Vec<Vec<(usize, f64)>>,
    /// Links by target word.
    backward: Vec<Vec<(usize, f64)>>,
}

impl<'a> Linked<'a> {
    pub(super) fn new(source: Words<'a>, target: Words<'a>, links: &[Link]) -> Self {
        let mut forward = vec![Vec::new(); source.all.len()];
        let mut backward = vec![Vec::new(); target.all.len()];
        for link in links {
            let (from, to) = (source.within(&link.source), target.within(&link.target));
            if let (Some(from), Some(to)) = (from.clone().next(), to.clone().next())
                && from < source.all.len()
                && to < target.all.len()
            {
                forward[from].push((to, link.probability));
                backward[to].push((from, link.probability));
            }
        }
        Self {
            source,
            target,
            forward,
            backward,
        }
    }

    /// The links of a source word.
    pub(super) fn from(&self, word: usize) -> &[(usize, f64)] {
        &self.forward[word]
    }

    /// The links of a target word.
    pub(super) fn to(&self, word: usize) -> &[(usize, f64)] {
        &self.backward[word]
    }

    /// The target words that words of meaning among these lead to.
    pub(super) fn reached(&self, words: &Range<usize>) -> BTreeSet<usize> {
        words
            .clone()
            .filter(|&word| self.source.all[word].weight > 0.0)
            .flat_map(|word| self.forward[word].iter().map(|link| link.0))
            .filter(|&word| self.target.all[word].is_content())
            .collect()
    }

    /// How well a span of the target renders one of the source, from 0 to 1: the harmonic mean of
    /// «what of the term arrives here» and «what here comes from the term», less something where
    /// the lengths differ. `span` is sorted.
    pub(super) fn fit(&self, words: &Range<usize>, span: &[usize]) -> f64 {
        let holds = |word: usize| span.binary_search(&word).is_ok();
        let recall = share(
            words
                .clone()
                .map(|word| (&self.source.all[word], &self.forward[word])),
            &self.target,
            &holds,
        );
        let precision = share(
            span.iter()
                .map(|&word| (&self.target.all[word], &self.backward[word])),
            &self.source,
            &|word| words.contains(&word),
        );
        if recall + precision == 0.0 {
            return 0.0;
        }
        let content = |words: &Words<'_>, of: &mut dyn Iterator<Item = usize>| {
            of.filter(|&word| words.all[word].is_content())
                .count()
                .max(1) as f64
        };
        let source = content(&self.source, &mut words.clone());
        let target = content(&self.target, &mut span.iter().copied());
        let doublings = libm::log2(target / source).abs();
        2.0 * recall * precision / (recall + precision) * (1.0 - LENGTH * doublings).max(0.1)
    }
}

/// The share of the words' weight that links carry to where they should lead.
fn share<'w>(
    words: impl Iterator<Item = (&'w Word, &'w Vec<(usize, f64)>)>,
    others: &Words<'_>,
    inside: &dyn Fn(usize) -> bool,
) -> f64 {
    let (mut right, mut all) = (0.0, 0.0);
    for (word, links) in words {
        let (mut within, mut beyond) = (0.0, 0.0);
        for &(other, probability) in links {
            let weight = probability * others.all[other].weight;
            if inside(other) {
                within += weight;
            } else {
                beyond += weight;
            }
        }
        let within = within.min(1.0);
        let missing = (1.0 - within - beyond).max(0.0);
        right += word.weight * within;
        all += word.weight * (within + beyond + UNLINKED * missing);
    }
    if all > 0.0 { right / all } else { 0.0 }
}
