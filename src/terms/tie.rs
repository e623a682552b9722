//! Acronyms and their full forms as one candidate.

use super::acronym::{Acronym, Acronyms, FullForm, Place as AcronymPlace, Tie, tie_apart};
use super::analysis::{Analysis, Sentence, Word};
use super::candidate::{Group, Groups, Place, key};
use super::defined::defined;
use super::form::within_sentence;
use super::mine::Text;
use crate::language::tagger::Tag;
use crate::language::{Language, fold, tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What an acronym and its full form have in common.
#[derive(Clone, Debug)]
pub(super) struct Tied {
    pub(super) acronym: String,
    pub(super) full_form: Option<String>,
    /// Occurrences of the acronym.
    short: usize,
    /// Occurrences of the full form.
    long: usize,
}

impl Tied {
    /// What the concept is listed under: the name that the texts use more.
    pub(super) fn head(&self) -> &str {
        match &self.full_form {
            Some(full) if self.long > self.short => full,
            _ => &self.acronym,
        }
    }
}

/// Finds the acronyms of the texts and brings each, with its full form, under one key.
///
/// The groups of full forms, and those that stand nowhere but inside them, go.
pub(super) fn tie(
    texts: &[Text<'_>],
    analysis: &Analysis,
    language: &Language,
    groups: &mut Groups,
) -> BTreeMap<String, Tied> {
    let index = Index::new(texts, analysis);
    let found = acronyms(texts, &index, language, groups);
    let mut ties = BTreeMap::new();
    let mut long_places: Vec<Place> = Vec::new();
    for acronym in &found {
        let short_places = index.written(&acronym.forms);
        if short_places.is_empty() {
            continue;
        }
        let full = acronym.full().map(|full| full.text.as_str());
        let full_places = full
            .map(|full| index.folded(full, language))
            .unwrap_or_default();
        let full_form = full.map(|full| spelled(texts, analysis, full, &full_places));
        let name = key_of(analysis, &short_places[0]);
        for place in &full_places {
            groups.remove(&key_of(analysis, place));
        }
        ties.insert(
            name.clone(),
            Tied {
                acronym: acronym.short.clone(),
                full_form,
                short: short_places.len(),
                long: full_places.len(),
            },
        );
        long_places.extend(full_places.iter().cloned());
        let group = groups.entry(name).or_default();
        group.nested = 0;
        group.container = None;
        group.places = short_places;
        group.places.extend(full_places);
        group
            .places
            .sort_by_key(|place| (place.sentence, place.words.start, place.words.end));
        group.places.dedup();
    }
    drop_pieces(groups, &long_places, &ties);
    ties
}

/// The full form without a capital that only the start of a sentence explains.
fn spelled(texts: &[Text<'_>], analysis: &Analysis, full: &str, places: &[Place]) -> String {
    let forms = places.iter().map(|place| {
        let sentence = &analysis.sentences[place.sentence];
        within_sentence(
            text_of(texts, sentence, &place.words),
            &sentence.words[place.words.clone()],
        )
    });
    forms
        .clone()
        .find(|form| form == full)
        .or_else(|| forms.min())
        .unwrap_or_else(|| full.to_owned())
}

fn key_of(analysis: &Analysis, place: &Place) -> String {
    key(&analysis.sentences[place.sentence].words[place.words.clone()])
}

fn acronyms(
    texts: &[Text<'_>],
    index: &Index<'_>,
    language: &Language,
    groups: &Groups,
) -> Vec<Acronym> {
    let analysis = index.analysis;
    let mut collector = Acronyms::new();
    for (document, text) in texts.iter().enumerate() {
        for (segment, content) in text.segments.iter().enumerate() {
            collector.read(AcronymPlace { document, segment }, content);
        }
    }
    let mut found = collector.finish();
    for acronym in found.iter_mut().filter(|acronym| acronym.full().is_none()) {
        let places = index.written(&acronym.forms);
        let defined = defined(analysis, &places, &acronym.short, language);
        if let Some(place) = defined {
            let sentence = &analysis.sentences[place.sentence];
            acronym.full_forms.push(FullForm {
                text: text_of(texts, sentence, &place.words).to_owned(),
                tie: Tie::Defined,
                evidence: 1,
                documents: 1,
                first: Some(AcronymPlace {
                    document: sentence.text,
                    segment: sentence.segment,
                }),
            });
        }
    }
    let names: BTreeSet<&str> = groups
        .iter()
        .filter(|(key, group)| is_whole(key, group))
        .flat_map(|(_, group)| group.places.first())
        .filter(|place| {
            is_close_knit(&analysis.sentences[place.sentence].words[place.words.clone()])
        })
        .filter(|place| {
            place.words.len() > 1
                && analysis.sentences[place.sentence].words[place.words.start].names_thing()
        })
        .map(|place| text_of(texts, &analysis.sentences[place.sentence], &place.words))
        .collect();
    tie_apart(&mut found, names);
    found
}

/// Whether a group is mostly the whole of a name: `Office des Nations Unies` is but the beginning of
/// the office's. What stands before it makes it no less whole.
fn is_whole(key: &str, group: &Group) -> bool {
    !group.container.as_ref().is_some_and(|(container, inside)| {
        container.starts_with(key) && 2 * inside >= group.places.len()
    })
}

/// Whether no verb and no loose preposition stands inside, where two phrases may have met.
fn is_close_knit(words: &[Word]) -> bool {
    words
        .iter()
        .all(|word| word.tag != Tag::Verb && word.folded != "sur")
}

fn text_of<'a>(texts: &[Text<'a>], sentence: &Sentence, words: &Range<usize>) -> &'a str {
    let bytes = sentence.words[words.start].start..sentence.words[words.end - 1].end;
    &texts[sentence.text].segments[sentence.segment][bytes]
}

/// Where words stand: as written, and folded.
struct Index<'a> {
    analysis: &'a Analysis,
    written: BTreeMap<&'a str, Vec<(usize, usize)>>,
    folded: BTreeMap<&'a str, Vec<(usize, usize)>>,
}

impl<'a> Index<'a> {
    fn new(texts: &[Text<'a>], analysis: &'a Analysis) -> Self {
        let mut written: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        let mut folded: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            for (at, word) in sentence.words.iter().enumerate() {
                let text = text_of(texts, sentence, &(at..at + 1));
                written.entry(text).or_default().push((number, at));
                folded.entry(&word.folded).or_default().push((number, at));
            }
        }
        Self {
            analysis,
            written,
            folded,
        }
    }

    /// Every place of a word written in one of these ways.
    fn written(&self, forms: &[String]) -> Vec<Place> {
        let mut places: Vec<Place> = forms
            .iter()
            .filter_map(|form| self.written.get(form.as_str()))
            .flatten()
            .map(|&(sentence, at)| Place {
                sentence,
                words: at..at + 1,
            })
            .collect();
        places.sort_by_key(|place| (place.sentence, place.words.start));
        places
    }

    /// Every place of a row of words, whatever their case and apostrophes.
    fn folded(&self, phrase: &str, language: &Language) -> Vec<Place> {
        let words: Vec<String> = tokens(phrase, language)
            .iter()
            .map(|token| fold(token.of(phrase)))
            .collect();
        let Some(first) = words.first() else {
            return Vec::new();
        };
        self.folded
            .get(first.as_str())
            .into_iter()
            .flatten()
            .filter(|&&(sentence, at)| {
                let here = &self.analysis.sentences[sentence].words[at..];
                here.len() >= words.len()
                    && here
                        .iter()
                        .zip(&words)
                        .all(|(one, other)| one.folded == *other)
            })
            .map(|&(sentence, at)| Place {
                sentence,
                words: at..at + words.len(),
            })
            .collect()
    }
}

/// Drops the groups that stand only inside full forms.
fn drop_pieces(groups: &mut Groups, full_forms: &[Place], ties: &BTreeMap<String, Tied>) {
    let mut by_sentence: BTreeMap<usize, Vec<&Range<usize>>> = BTreeMap::new();
    for place in full_forms {
        by_sentence
            .entry(place.sentence)
            .or_default()
            .push(&place.words);
    }
    let inside = |place: &Place| {
        by_sentence.get(&place.sentence).is_some_and(|spans| {
            spans
                .iter()
                .any(|span| span.start <= place.words.start && place.words.end <= span.end)
        })
    };
    groups.retain(|key, group| ties.contains_key(key) || !group.places.iter().all(&inside));
}
