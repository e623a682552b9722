//! Treebank sentences cut as our tokeniser cuts.
//!
//! A tagger meets our tokens in use: where they differ from a treebank's words (English compounds
//! keep their hyphens) it should have learned from both.

use std::ops::Range;

use super::Tag;
use crate::language::conllu::{Sentence, Word};
use crate::language::{Language, tokens};

/// How far our tokens are a treebank's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Words of the treebank.
    pub words: usize,
    /// Tokens of ours.
    pub tokens: usize,
    /// Pieces of text that are both.
    pub equal: usize,
}

impl Agreement {
    /// The share of the treebank's words that are tokens of ours too, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.words == 0 {
            0.0
        } else {
            self.equal as f64 / self.words as f64
        }
    }

    /// Counts a sentence.
    pub fn add(&mut self, sentence: &Sentence, language: &Language) {
        let (text, places) = sentence.text();
        let own = tokens(&text, language);
        self.words += places.len();
        self.tokens += own.len();
        let same = |place: &&Range<usize>| {
            own.binary_search_by_key(&place.start, |token| token.start)
                .is_ok_and(|index| own[index].end == place.end)
        };
        self.equal += places.iter().filter(same).count();
    }
}

/// The sentence as our tokeniser cuts its text.
///
/// A token that holds several words gets the tag of the last one with letters (`decision-making`),
/// a token inside a word the word's.
#[must_use]
pub fn retokenised(sentence: &Sentence, language: &Language) -> Sentence {
    let (text, places) = sentence.text();
    let own = tokens(&text, language);
    let words = own
        .iter()
        .enumerate()
        .filter_map(|(index, token)| {
            let first = places.partition_point(|place| place.end <= token.start);
            let last = places.partition_point(|place| place.start < token.end);
            let held = sentence.words.get(first..last)?;
            let word = held.iter().rfind(|word| named(word)).or(held.last())?;
            let glued = own
                .get(index + 1)
                .is_some_and(|next| next.start == token.end);
            let form = token.of(&text).to_owned();
            let whole = held.len() == 1 && form == word.form;
            let lemma = if whole {
                word.lemma.clone()
            } else {
                form.clone()
            };
            Some(Word {
                form,
                lemma,
                glued,
                ..word.clone()
            })
        })
        .collect();
    Sentence { words }
}

fn named(word: &Word) -> bool {
    word.tag != Tag::Punct
}

/// The sentences, and again those that our tokeniser cuts otherwise, as it cuts them: what
/// [`train`](super::train()) should learn from.
#[must_use]
pub fn with_own_tokens(sentences: Vec<Sentence>, language: &Language) -> Vec<Sentence> {
    let own: Vec<Sentence> = sentences
        .iter()
        .map(|sentence| (sentence, retokenised(sentence, language)))
        .filter(|(sentence, own)| {
            let forms = |sentence: &Sentence| -> Vec<String> {
                sentence
                    .words
                    .iter()
                    .map(|word| word.form.clone())
                    .collect()
            };
            forms(sentence) != forms(own)
        })
        .map(|(_, own)| own)
        .collect();
    let mut all = sentences;
    all.extend(own);
    all
}
