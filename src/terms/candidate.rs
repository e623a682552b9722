//! Occurrences of one notion, grouped under one key.

use super::analysis::{Analysis, Word};
use super::pattern::spans;
use crate::language::tagger::Tag;
use crate::language::{Language, fold_accents};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// One place where a candidate stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The sentence among all sentences of the analysis.
    pub(super) sentence: usize,
    /// Words of the sentence.
    pub(super) words: Range<usize>,
}

/// All occurrences of a candidate.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// In the order of the texts.
    pub(super) places: Vec<Place>,
    /// How many of them stand inside an occurrence of a longer group.
    pub(super) nested: usize,
    /// The longer group that most of the nested ones stand in, and how many do.
    pub(super) container: Option<(String, usize)>,
    /// How many different longer groups hold it.
    pub(super) containers: usize,
}

/// Groups by key, in the order of keys.
pub(super) type Groups = BTreeMap<String, Group>;

/// The key under which inflected forms, case, accents, hyphens and articles within make no
/// difference: lemmas of the words of meaning, with the prepositions between them.
pub(super) fn key(words: &[Word]) -> String {
    let parts: Vec<String> = words
        .iter()
        .filter(|word| word.tag != Tag::Det)
        .map(|word| match word.tag {
            Tag::AdpDet => match word.folded.as_str() {
                "au" | "aux" => "à".to_owned(),
                _ => "de".to_owned(),
            },
            Tag::Adp if word.folded == "d'" => "de".to_owned(),
            Tag::Adp => word.folded.clone(),
            _ => word.lemma.clone(),
        })
        .collect();
    fold_accents(&parts.join(" ")).replace('-', " ")
}

/// Groups every span of the texts that has the shape of a term.
pub(super) fn collect(analysis: &Analysis, language: &Language) -> Groups {
    let mut groups = Groups::new();
    let mut spans_of: Vec<Vec<(Range<usize>, String)>> =
        Vec::with_capacity(analysis.sentences.len());
    for (sentence, of_sentence) in analysis.sentences.iter().enumerate() {
        let spans = if of_sentence.is_shouted() {
            Vec::new()
        } else {
            spans(&of_sentence.words, language)
        };
        let found: Vec<(Range<usize>, String)> = spans
            .into_iter()
            .map(|span| (span.clone(), key(&of_sentence.words[span])))
            .collect();
        for (span, key) in &found {
            let place = Place {
                sentence,
                words: span.clone(),
            };
            groups.entry(key.clone()).or_default().places.push(place);
        }
        spans_of.push(found);
    }
    let names = names(&groups, analysis);
    count_nested(&mut groups, &spans_of, &names);
    unite(groups, analysis)
}

/// Brings together the groups whose commonest form is the same: the tagger took a word now for an
/// adjective, now for a participle (`conflit armé`), and so gave it two lemmas.
fn unite(groups: Groups, analysis: &Analysis) -> Groups {
    let mut keys: BTreeMap<String, String> = BTreeMap::new();
    let mut united = Groups::new();
    for (key, group) in groups {
        let first = keys
            .entry(commonest_form(&group, analysis))
            .or_insert_with(|| key.clone());
        let into = united.entry(first.clone()).or_default();
        into.nested += group.nested;
        into.containers = into.containers.max(group.containers);
        let inside = |container: &Option<(String, usize)>| container.as_ref().map_or(0, |of| of.1);
        if inside(&group.container) > inside(&into.container) {
            into.container = group.container;
        }
        into.places.extend(group.places);
        into.places
            .sort_by_key(|place| (place.sentence, place.words.start));
    }
    united
}

fn commonest_form(group: &Group, analysis: &Analysis) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for place in &group.places {
        let words = &analysis.sentences[place.sentence].words[place.words.clone()];
        let form: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        *counts.entry(form.join(" ")).or_default() += 1;
    }
    let best = counts
        .into_iter()
        .max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(&one.0)));
    best.map(|(form, _)| form).unwrap_or_default()
}

/// The keys of names of several words: what stands inside one is a piece of it even if the name
/// occurs once.
fn names(groups: &Groups, analysis: &Analysis) -> BTreeSet<String> {
    groups
        .iter()
        .filter(|(_, group)| {
            group.places.first().is_some_and(|place| {
                place.words.len() > 1
                    && analysis.sentences[place.sentence].words[place.words.start].names_thing()
            })
        })
        .map(|(key, _)| key.clone())
        .collect()
}

/// Counts, for each group, the occurrences inside longer groups that occur at least twice, or are
/// names: what always stands inside one longer phrase is a piece of it (Frantzi & Ananiadou 2000,
/// C-value).
fn count_nested(
    groups: &mut Groups,
    spans_of: &[Vec<(Range<usize>, String)>],
    names: &BTreeSet<String>,
) {
    let mut containers: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut nested: BTreeMap<&str, usize> = BTreeMap::new();
    for spans in spans_of {
        for (span, key) in spans {
            let around = spans.iter().filter(|(other, other_key)| {
                other.start <= span.start
                    && other.end >= span.end
                    && other.len() > span.len()
                    && (names.contains(other_key)
                        || groups
                            .get(other_key)
                            .is_some_and(|group| group.places.len() > 1))
            });
            let mut any = false;
            for (_, other) in around {
                any = true;
                *containers.entry(key).or_default().entry(other).or_default() += 1;
            }
            if any {
                *nested.entry(key).or_default() += 1;
            }
        }
    }
    let found: Vec<_> = nested
        .iter()
        .map(|(key, count)| {
            let best = containers.get(key).and_then(|of_key| {
                // Of equally frequent containers the longest one holds the others.
                of_key
                    .iter()
                    .max_by_key(|(name, count)| (**count, name.len()))
            });
            (
                (*key).to_owned(),
                *count,
                best.map(|(name, count)| ((*name).to_owned(), *count)),
                containers.get(key).map_or(0, BTreeMap::len),
            )
        })
        .collect();
    for (key, count, container, containers) in found {
        if let Some(group) = groups.get_mut(&key) {
            group.containers = containers;
            group.nested = count;
            group.container = container;
        }
    }
}
