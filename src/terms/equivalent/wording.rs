//! The form in which a rendering is listed.

use super::Side;
use crate::language::lemma::Number;
use crate::language::tagger::Tag;
use crate::language::{Analyser, Language, tokens};
use crate::terms::mine::Candidate;
use std::collections::{BTreeMap, BTreeSet};

/// Knows how the target texts write their words.
pub(super) struct Wording<'a> {
    side: Side<'a>,
    /// Words that the texts write without a capital.
    lower: BTreeSet<&'a str>,
}

impl<'a> Wording<'a> {
    pub(super) fn of(side: &Side<'a>) -> Self {
        let mut lower = BTreeSet::new();
        for segment in side.texts.iter().flat_map(|text| &text.segments) {
            for token in tokens(segment, side.language) {
                let word = token.of(segment);
                if word.starts_with(char::is_lowercase) {
                    lower.insert(word);
                }
            }
        }
        Self { side: *side, lower }
    }

    /// Whether words that are no candidate may be listed: a single one must be known as a noun, or not
    /// at all. Verbs render nouns often, but stand in no glossary.
    pub(super) fn may_be_term(&self, text: &str) -> bool {
        if text.contains(char::is_whitespace) {
            return true;
        }
        let lemmatiser = Analyser::for_language(self.side.language).and_then(Analyser::lemmatiser);
        lemmatiser.is_none_or(|lemmatiser| {
            let knows = |tag| lemmatiser.knows(text, tag);
            knows(Tag::Noun) || ![Tag::Verb, Tag::Adj, Tag::Adv].into_iter().any(knows)
        })
    }

    /// A rendering of `source`: a candidate's dictionary form, or the commonest of `texts`.
    pub(super) fn of_rendering<'t>(
        &self,
        source: &Candidate,
        candidate: Option<usize>,
        texts: impl Iterator<Item = &'t str>,
    ) -> String {
        let term = match candidate {
            Some(candidate) => self.side.candidates[candidate].term.clone(),
            None => {
                let text = commonest(texts);
                match source.number {
                    Some(Number::Singular) => singular(text, self.side.language),
                    _ => text.to_owned(),
                }
            }
        };
        if source.term.chars().any(char::is_uppercase) {
            term
        } else {
            self.without_capitals(&term)
        }
    }

    /// What is no name in one language is none in the other: a heading's capitals go, if the texts
    /// also write the word without.
    fn without_capitals(&self, term: &str) -> String {
        let mut result = String::with_capacity(term.len());
        let mut copied = 0;
        for token in tokens(term, self.side.language) {
            let word = token.of(term);
            let lower = word.to_lowercase();
            let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
            if capitals == 1 && self.lower.contains(lower.as_str()) {
                result.push_str(&term[copied..token.start]);
                result.push_str(&lower);
                copied = token.end;
            }
        }
        result.push_str(&term[copied..]);
        result
    }
}

/// The first of the most frequent.
fn commonest<'t>(texts: impl Iterator<Item = &'t str>) -> &'t str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    counts
        .into_iter()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map_or("", |best| best.0)
}

fn singular(phrase: &str, language: &Language) -> String {
    let Some(analyser) = Analyser::for_language(language) else {
        return phrase.to_owned();
    };
    let Some(lemmatiser) = analyser.lemmatiser() else {
        return phrase.to_owned();
    };
    let tokens = tokens(phrase, language);
    let tagged: Vec<_> = tokens
        .iter()
        .zip(analyser.analyse(phrase, &tokens))
        .map(|(token, analysis)| (token.of(phrase), analysis.tag))
        .collect();
    let words = lemmatiser.singular_phrase(&tagged);
    let mut result = String::with_capacity(phrase.len());
    let mut end = 0;
    for (token, word) in tokens.iter().zip(&words) {
        result.push_str(&phrase[end..token.start]);
        result.push_str(word);
        end = token.end;
    }
    result.push_str(&phrase[end..]);
    result
}
