//! The way from texts to a ranked list.

use super::analysis::{Analysis, Sentence, Word};
use super::candidate::{Group, Place, collect};
use super::context::{Context, choose};
use super::termhood::{Features, probability};
use super::tie::{Tied, tie};
use super::{cut, form};
use crate::language::tagger::Tag;
use crate::language::{Language, fold};
use crate::language::lemma::{Gender, Number};
use std::collections::BTreeSet;
use std::ops::Range;

/// A document to mine.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// What the document is called.
    pub name: &'a str,
    /// Its segments, in order.
    pub segments: Vec<&'a str>,
}

/// What to mine for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folded terms that must not be proposed.
    pub excluded: BTreeSet<String>,
}

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A notion: `état de droit`.
    Term,
    /// An institution, a treaty, a programme: `Convention de Hanoï`.
    Name,
    /// A notion or a name that is mostly called by its acronym: `ONUDC`.
    Acronym,
}

/// A form in which a candidate stands in the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// As written, the case of a sentence's start aside.
    pub text: String,
    /// How often.
    pub count: usize,
}

/// One place where a candidate stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The text, by its number among the texts.
    pub text: usize,
    /// The segment within the text.
    pub segment: usize,
    /// Bytes within the segment.
    pub bytes: Range<usize>,
}

/// A mined concept nobody has reviewed.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The form a dictionary would give.
    pub term: String,
    /// All forms, the most frequent first.
    pub forms: Vec<Form>,
    /// What it is.
    pub kind: Kind,
    /// Universal parts of speech of its words: `NOUN ADP NOUN`.
    pub pattern: String,
    /// Gender of its head, where the language has one and it is known.
    pub gender: Option<Gender>,
    /// Number of the dictionary form.
    pub number: Option<Number>,
    /// How likely it is that a terminologist keeps it, from 0 to 1.
    pub score: f64,
    /// Occurrences in all forms.
    pub frequency: usize,
    /// Documents it stands in.
    pub documents: usize,
    /// The full form that an acronym stands for.
    pub full_form: Option<String>,
    /// The acronym that stands for it.
    pub acronym: Option<String>,
    /// Sentences that show it, the most telling first.
    pub contexts: Vec<Context>,
    /// Every place, in the order of the texts.
    pub occurrences: Vec<Occurrence>,
}

#[cfg(test)]
impl Candidate {
    /// A candidate of which only the term is known.
    pub(super) fn bare(term: &str) -> Self {
        Self {
            term: term.to_owned(),
            forms: Vec::new(),
            kind: Kind::Term,
            pattern: String::new(),
            gender: None,
            number: None,
            score: 0.5,
            frequency: 0,
            documents: 0,
            full_form: None,
            acronym: None,
            contexts: Vec::new(),
            occurrences: Vec::new(),
        }
    }
}

/// The result of a run.
#[derive(Clone, Debug, Default)]
pub struct Mined {
    /// All candidates, the best first.
    pub candidates: Vec<Candidate>,
    /// How many of them are worth a terminologist's time: where the expected F1 is greatest.
    pub cut: usize,
}

/// Less likely candidates are not listed at all.
const LEAST: f64 = 0.02;

/// A group whose occurrences stand inside one longer group at least in this share is a piece of it.
const PIECE: f64 = 0.9;

/// Mines the texts for terms, the best first.
///
/// Time grows linearly with the texts (about a microsecond a word for tagging, the rest a fraction
/// of it); memory with the number of different phrases. The same texts in the same order give the
/// same list.
#[must_use]
pub fn mine(texts: &[Text<'_>], language: &Language, options: &Options) -> Mined {
    let analysis = Analysis::read(texts, language);
    let mut groups = collect(&analysis, language);
    let ties = tie(texts, &analysis, language, &mut groups);
    let miner = Miner {
        texts,
        analysis: &analysis,
        language,
    };
    let mut candidates: Vec<(String, Candidate)> = groups
        .iter()
        .filter(|(_, group)| !is_piece(group))
        .filter_map(|(key, group)| Some((key.clone(), miner.candidate(group, ties.get(key))?)))
        .filter(|(_, candidate)| !options.excluded.contains(&fold(&candidate.term)))
        .collect();
    candidates.sort_by(|(one_key, one), (other_key, other)| {
        let by_score = other.score.total_cmp(&one.score);
        by_score
            .then(other.frequency.cmp(&one.frequency))
            .then_with(|| one_key.cmp(other_key))
    });
    let candidates: Vec<Candidate> = candidates
        .into_iter()
        .map(|(_, candidate)| candidate)
        .collect();
    let probabilities: Vec<f64> = candidates.iter().map(|candidate| candidate.score).collect();
    Mined {
        cut: cut::best_length(&probabilities),
        candidates,
    }
}

/// Whether a group never stands on its own.
fn is_piece(group: &Group) -> bool {
    group.container.as_ref().is_some_and(|(_, inside)| {
        *inside as f64 >= PIECE * group.places.len() as f64 && group.places.len() > 1
    })
}

struct Miner<'a> {
    texts: &'a [Text<'a>],
    analysis: &'a Analysis,
    language: &'a Language,
}

impl Miner<'_> {
    fn sentence(&self, place: &Place) -> &Sentence {
        &self.analysis.sentences[place.sentence]
    }

    fn words(&self, place: &Place) -> &[Word] {
        &self.sentence(place).words[place.words.clone()]
    }

    fn bytes(&self, place: &Place) -> Range<usize> {
        let words = self.words(place);
        words[0].start..words[words.len() - 1].end
    }

    fn text(&self, place: &Place) -> &str {
        let sentence = self.sentence(place);
        &self.texts[sentence.text].segments[sentence.segment][self.bytes(place)]
    }

    /// The group as a candidate, unless it is too unlikely.
    fn candidate(&self, group: &Group, tied: Option<&Tied>) -> Option<Candidate> {
        let occurrences: Vec<(&str, &[Word])> = group
            .places
            .iter()
            .map(|place| (self.text(place), self.words(place)))
            .collect();
        let forms = form::surface(&occurrences);
        let (commonest, words) = self.representative(&forms, &occurrences)?;
        let spellings: Vec<&str> = forms.iter().map(|(text, _)| text.as_str()).collect();
        let mut features = Features::of(self.analysis, self.language, words, group, &spellings);
        features.acronym = tied.is_some_and(|tied| tied.full_form.is_some());
        features.unexplained = tied.is_some_and(|tied| tied.full_form.is_none());
        if is_bare_name(&features) {
            return None;
        }
        let score = probability(&features);
        if score < LEAST {
            return None;
        }
        let kind = match tied {
            Some(_) => Kind::Acronym,
            None if features.institution || features.names > 0.0 => Kind::Name,
            None => Kind::Term,
        };
        let term = match tied {
            Some(tied) => tied.head().to_owned(),
            None => form::dictionary(&forms, words, self.language),
        };
        let head = words
            .iter()
            .find(|word| matches!(word.tag, Tag::Noun | Tag::Propn));
        let places: Vec<&Place> = group.places.iter().collect();
        Some(Candidate {
            number: head.and_then(|head| form::number(head, tied.is_none() && term != *commonest)),
            term,
            forms: forms
                .iter()
                .map(|(text, count)| Form { text: text.clone(), count: *count })
                .collect(),
            kind,
            pattern: words
                .iter()
                .map(|word| word.tag.to_string())
                .collect::<Vec<_>>()
                .join(" "),
            gender: head.and_then(|head| head.morphology.gender),
            score,
            frequency: features.frequency,
            documents: features.documents,
            full_form: tied.and_then(|tied| tied.full_form.clone()),
            acronym: tied.map(|tied| tied.acronym.clone()),
            contexts: choose(self.texts, self.analysis, &places),
            occurrences: group
                .places
                .iter()
                .map(|place| {
                    let sentence = self.sentence(place);
                    Occurrence {
                        text: sentence.text,
                        segment: sentence.segment,
                        bytes: self.bytes(place),
                    }
                })
                .collect(),
        })
    }

    /// The commonest form, and the words of its first occurrence.
    fn representative<'b>(
        &self,
        forms: &'b [(String, usize)],
        occurrences: &[(&str, &'b [Word])],
    ) -> Option<(&'b str, &'b [Word])> {
        let (commonest, _) = forms.first()?;
        let words = occurrences
            .iter()
            .find(|(text, _)| text == commonest)
            .or_else(|| {
                occurrences
                    .iter()
                    .find(|(text, _)| fold(text) == fold(commonest))
            })
            .or(occurrences.first())?
            .1;
        Some((commonest, words))
    }
}

/// Names of people and places are no terms; names of institutions are known by their common nouns,
/// by a list, or by an acronym. Lists of countries make a single name no term.
fn is_bare_name(features: &Features) -> bool {
    let listed = features.known && features.content > 1;
    features.names > 0.99 && !listed && !features.acronym && !features.unexplained
}
