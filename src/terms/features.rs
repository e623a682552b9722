//! What a termhood model sees of a group of occurrences.
//!
//! Figures that terminologists name when they explain a choice, and a few that only machines count:
//! contrast with the general language, use, company, shape, letters. None of them is a list of terms
//! that somebody drew up: such lists are what the model learns from.

use super::analysis::{Analysis, Word};
use super::candidate::{Group, Groups};
use super::contrast::{Contrast, WordContrast};
use super::graded::grades;
use super::roots;
use crate::language::Language;
use crate::language::tagger::Tag;
use std::collections::{BTreeMap, BTreeSet};

/// The names of the features, in the order of a vector.
pub(super) const NAMES: [&str; 84] = [
    "log_frequency",
    "log_documents",
    "documents_share",
    "hapax",
    "relative_frequency",
    "words",
    "content",
    "single",
    "pair",
    "characters",
    "head_length",
    "longest_word",
    "weird_least",
    "weird_greatest",
    "weird_mean",
    "weird_head",
    "weird_last",
    "news_least",
    "news_greatest",
    "news_mean",
    "news_head",
    "zipf_least",
    "zipf_greatest",
    "zipf_mean",
    "zipf_head",
    "zipf_last",
    "unlisted",
    "in_news",
    "phrase_news",
    "phrase_weird",
    "expression",
    "lemma_least",
    "lemma_greatest",
    "lemma_head",
    "nested",
    "contained",
    "containers",
    "container_share",
    "head_company",
    "last_company",
    "least_company",
    "pmi",
    "dice",
    "left_words",
    "right_words",
    "left_edge",
    "left_article",
    "left_preposition",
    "left_noun",
    "left_verb",
    "left_conjunction",
    "right_edge",
    "right_adjective",
    "right_preposition",
    "right_noun",
    "right_verb",
    "right_conjunction",
    "heading",
    "parenthesis",
    "quoted",
    "capitals",
    "named",
    "initial",
    "hyphen",
    "digit",
    "noun_adjective",
    "adjective_first",
    "noun_noun",
    "preposition",
    "article_inside",
    "loose_link",
    "proper",
    "participle",
    "neoclassical",
    "relational",
    "action",
    "quality",
    "plural_share",
    "grade_alone",
    "grade_head",
    "grade_least",
    "grade_greatest",
    "sorts_least",
    "sorts_greatest",
];

/// Prepositions that bind a term; others are more often the sentence's.
const BINDING: [&str; 4] = ["de", "d'", "of", "à"];

/// Counts over all groups, made once.
pub(super) struct Extractor<'a> {
    analysis: &'a Analysis,
    language: &'a Language,
    /// How many groups hold a lemma.
    company: BTreeMap<&'a str, usize>,
    contrast: Contrast<'a>,
}

impl<'a> Extractor<'a> {
    pub(super) fn new(analysis: &'a Analysis, language: &'a Language, groups: &Groups) -> Self {
        let mut company: BTreeMap<&'a str, usize> = BTreeMap::new();
        for group in groups.values() {
            let Some(place) = group.places.first() else {
                continue;
            };
            let words = &analysis.sentences[place.sentence].words[place.words.clone()];
            let lemmas: BTreeSet<&str> = content(words).map(|word| word.lemma.as_str()).collect();
            for lemma in lemmas {
                *company.entry(lemma).or_default() += 1;
            }
        }
        Self {
            analysis,
            language,
            company,
            contrast: Contrast::new(analysis, language),
        }
    }

    /// The vector of a group whose commonest form consists of `words`.
    pub(super) fn vector(&self, words: &[Word], group: &Group) -> Vec<f32> {
        let mut vector: Vec<f64> = Vec::with_capacity(NAMES.len());
        self.add_use(&mut vector, group);
        add_length(&mut vector, words);
        self.add_contrast(&mut vector, words, group);
        add_nesting(&mut vector, group);
        self.add_company(&mut vector, words, group);
        self.add_context(&mut vector, group);
        self.add_writing(&mut vector, words, group);
        add_shape(&mut vector, words);
        self.add_letters(&mut vector, words, group);
        vector.extend(grades(words, self.language));
        debug_assert_eq!(vector.len(), NAMES.len());
        vector.into_iter().map(|value| value as f32).collect()
    }

    fn add_use(&self, vector: &mut Vec<f64>, group: &Group) {
        let frequency = group.places.len() as f64;
        let mut texts: Vec<usize> = group
            .places
            .iter()
            .map(|place| self.analysis.sentences[place.sentence].text)
            .collect();
        texts.sort_unstable();
        texts.dedup();
        let documents = texts.len() as f64;
        vector.extend([
            libm::log(frequency),
            libm::log(documents),
            documents / frequency,
            flag(group.places.len() == 1),
            libm::log(frequency / self.analysis.words.max(1) as f64),
        ]);
    }

    fn add_contrast(&self, vector: &mut Vec<f64>, words: &[Word], group: &Group) {
        let of_words: Vec<WordContrast> = content(words)
            .map(|word| self.contrast.of_word(word))
            .collect();
        let head = content(words).position(is_noun).unwrap_or(0);
        let spread = |value: &dyn Fn(&WordContrast) -> f64| {
            let least = of_words.iter().map(value).fold(f64::INFINITY, f64::min);
            let greatest = of_words.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
            let mean = of_words.iter().map(value).sum::<f64>() / of_words.len().max(1) as f64;
            let of_head = of_words.get(head).map_or(0.0, value);
            let last = of_words.last().map_or(0.0, value);
            if of_words.is_empty() {
                [0.0; 5]
            } else {
                [least, greatest, mean, of_head, last]
            }
        };
        vector.extend(spread(&|of| of.weirdness));
        vector.extend(spread(&|of| of.against_news).into_iter().take(4));
        vector.extend(spread(&|of| of.zipf));
        let share = |condition: &dyn Fn(&WordContrast) -> bool| {
            of_words.iter().filter(|of| condition(of)).count() as f64 / of_words.len().max(1) as f64
        };
        vector.push(share(&|of| of.unlisted));
        vector.push(share(&|of| of.in_news));
        let phrase = self.contrast.of_phrase(words, group.places.len());
        vector.extend([
            phrase
                .occurrences
                .map_or(-1.0, |count| libm::log(count + 1.0)),
            phrase.weirdness,
            flag(phrase.expression),
        ]);
        let lemmas = spread(&|of| libm::log(of.here));
        vector.extend([lemmas[0], lemmas[1], lemmas[3]]);
    }

    fn add_company(&self, vector: &mut Vec<f64>, words: &[Word], group: &Group) {
        let company: Vec<f64> = content(words)
            .map(|word| self.company.get(word.lemma.as_str()).copied().unwrap_or(0) as f64)
            .map(|count| libm::log(1.0 + count))
            .collect();
        let head = content(words).position(is_noun).unwrap_or(0);
        vector.extend([
            company.get(head).copied().unwrap_or(0.0),
            company.last().copied().unwrap_or(0.0),
            company
                .iter()
                .copied()
                .fold(f64::INFINITY, f64::min)
                .min(99.0),
        ]);
        let counts: Vec<f64> = content(words)
            .map(|word| self.contrast.here(&word.lemma))
            .collect();
        let frequency = group.places.len() as f64;
        let total = self.analysis.words.max(1) as f64;
        if counts.len() < 2 {
            vector.extend([0.0, 0.0]);
            return;
        }
        let sum: f64 = counts.iter().map(|count| libm::log(*count)).sum();
        let links = (counts.len() - 1) as f64;
        vector.push((libm::log(frequency) + links * libm::log(total) - sum) / links);
        vector.push(counts.len() as f64 * frequency / counts.iter().sum::<f64>());
    }

    /// The words around the group's occurrences.
    fn add_context(&self, vector: &mut Vec<f64>, group: &Group) {
        let (mut left, mut right) = (Neighbours::default(), Neighbours::default());
        let (mut heading, mut parenthesis, mut quoted) = (0usize, 0usize, 0usize);
        for place in &group.places {
            let words = &self.analysis.sentences[place.sentence].words;
            let before = place.words.start.checked_sub(1).map(|at| &words[at]);
            let after = words.get(place.words.end);
            left.add(before);
            right.add(after);
            let is = |word: Option<&Word>, signs: &[&str]| {
                word.is_some_and(|word| signs.contains(&word.folded.as_str()))
            };
            heading += usize::from(is_heading(words));
            parenthesis += usize::from(is(before, &["("]) && is(after, &[")"]));
            quoted += usize::from(
                is(before, &["«", "“", "\"", "'", "‘"]) && is(after, &["»", "”", "\"", "'", "’"]),
            );
        }
        let share = |count: usize| count as f64 / group.places.len().max(1) as f64;
        vector.extend([
            libm::log(left.different() as f64),
            libm::log(right.different() as f64),
            share(left.edge),
            share(left.article),
            share(left.preposition),
            share(left.noun + left.adjective),
            share(left.verb),
            share(left.conjunction),
            share(right.edge),
            share(right.adjective),
            share(right.preposition),
            share(right.noun),
            share(right.verb),
            share(right.conjunction),
            share(heading),
            share(parenthesis),
            share(quoted),
        ]);
    }

    /// Capitals and signs.
    fn add_writing(&self, vector: &mut Vec<f64>, words: &[Word], group: &Group) {
        let (mut capitals, mut named, mut initial, mut all) = (0usize, 0usize, 0usize, 0usize);
        for place in &group.places {
            let here = &self.analysis.sentences[place.sentence].words[place.words.clone()];
            for word in content(here) {
                all += 1;
                capitals += usize::from(word.is_capitals());
                named += usize::from(word.is_named());
            }
            initial += usize::from(here.first().is_some_and(|word| word.initial));
        }
        let share = |count: usize, of: usize| count as f64 / of.max(1) as f64;
        let sign = |condition: &dyn Fn(char) -> bool| {
            words.iter().any(|word| word.folded.chars().any(condition))
        };
        vector.extend([
            share(capitals, all),
            share(named, all),
            share(initial, group.places.len()),
            flag(sign(&|letter| letter == '-')),
            flag(sign(&|letter| letter.is_ascii_digit())),
        ]);
    }

    fn add_letters(&self, vector: &mut Vec<f64>, words: &[Word], group: &Group) {
        let all = content(words).count().max(1) as f64;
        let share = |condition: &dyn Fn(&str) -> bool| {
            content(words).filter(|word| condition(&word.lemma)).count() as f64 / all
        };
        let plural = group
            .places
            .iter()
            .filter(|place| {
                let here = &self.analysis.sentences[place.sentence].words[place.words.clone()];
                here.iter()
                    .find(|word| is_noun(word))
                    .is_some_and(Word::is_plural)
            })
            .count();
        vector.extend([
            share(&|word| roots::is_neoclassical(word, self.language)),
            share(&roots::is_relational),
            share(&roots::is_action),
            share(&roots::is_quality),
            plural as f64 / group.places.len().max(1) as f64,
        ]);
    }
}

fn flag(condition: bool) -> f64 {
    f64::from(u8::from(condition))
}

fn content(words: &[Word]) -> impl Iterator<Item = &Word> {
    words.iter().filter(|word| word.is_content())
}

fn is_noun(word: &Word) -> bool {
    matches!(word.tag, Tag::Noun | Tag::Propn)
}

/// Whether a segment is a heading or an item of a list rather than a sentence.
fn is_heading(words: &[Word]) -> bool {
    words.len() <= 10
        && words
            .last()
            .is_some_and(|word| !matches!(word.folded.as_str(), "." | "?" | "!" | ";"))
}

fn add_length(vector: &mut Vec<f64>, words: &[Word]) {
    let lengths: Vec<usize> = content(words)
        .map(|word| word.folded.chars().count())
        .collect();
    let head = content(words).find(|word| is_noun(word));
    vector.extend([
        words.len() as f64,
        lengths.len() as f64,
        flag(lengths.len() == 1),
        flag(lengths.len() == 2),
        words
            .iter()
            .map(|word| word.folded.chars().count())
            .sum::<usize>() as f64,
        head.map_or(0, |word| word.folded.chars().count()) as f64,
        lengths.iter().copied().max().unwrap_or(0) as f64,
    ]);
}

/// How much of the group stands inside longer ones.
fn add_nesting(vector: &mut Vec<f64>, group: &Group) {
    let share = |count: usize| count as f64 / group.places.len().max(1) as f64;
    vector.extend([
        share(group.nested),
        share(group.container.as_ref().map_or(0, |container| container.1)),
        libm::log(1.0 + group.containers as f64),
        group.containers as f64 / group.nested.max(1) as f64,
    ]);
}

/// The row of tags.
fn add_shape(vector: &mut Vec<f64>, words: &[Word]) {
    let tags: Vec<Tag> = words.iter().map(|word| word.tag).collect();
    let has = |tag: Tag| tags.contains(&tag);
    vector.extend([
        flag(tags == [Tag::Noun, Tag::Adj]),
        flag(tags.len() > 1 && tags[0] == Tag::Adj),
        flag(tags.windows(2).any(|two| two == [Tag::Noun, Tag::Noun])),
        flag(has(Tag::Adp) || has(Tag::AdpDet)),
        flag(has(Tag::Det) || has(Tag::AdpDet)),
        flag(
            words
                .iter()
                .any(|word| word.tag == Tag::Adp && !BINDING.contains(&word.folded.as_str())),
        ),
        words.iter().filter(|word| word.is_proper()).count() as f64
            / content(words).count().max(1) as f64,
        flag(has(Tag::Verb)),
    ]);
}

/// What stands on one side of a group's occurrences.
#[derive(Default)]
struct Neighbours<'a> {
    words: BTreeSet<&'a str>,
    edge: usize,
    article: usize,
    preposition: usize,
    noun: usize,
    adjective: usize,
    verb: usize,
    conjunction: usize,
}

impl<'a> Neighbours<'a> {
    fn add(&mut self, word: Option<&'a Word>) {
        self.words.insert(word.map_or("", |word| &word.folded));
        let Some(word) = word else {
            self.edge += 1;
            return;
        };
        match word.tag {
            Tag::Punct => self.edge += 1,
            Tag::Det => self.article += 1,
            Tag::AdpDet | Tag::Adp => self.preposition += 1,
            Tag::Noun | Tag::Propn => self.noun += 1,
            Tag::Adj => self.adjective += 1,
            Tag::Verb if word.is_participle() => self.adjective += 1,
            Tag::Verb | Tag::Aux => self.verb += 1,
            Tag::Cconj => self.conjunction += 1,
            _ => {}
        }
    }

    fn different(&self) -> usize {
        self.words.len().max(1)
    }
}
