//! The way from texts to a ranked list.

use super::analysis::{Analysis, Sentence, Word};
use super::candidate::{Group, Groups, Place, collect};
use super::context::{Context, choose};
use super::features::Extractor;
use super::related;
use super::roots;
use super::termhood::{self, Standing};
use super::tie::{Tied, tie};
use super::{cut, form};
use crate::language::lemma::{Gender, Number};
use crate::language::tagger::Tag;
use crate::language::{Language, fold};
use std::collections::{BTreeMap, BTreeSet};
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
    /// Keep unlikely candidates too: what translates a term may be no term itself.
    pub unlikely: bool,
    /// Leave names out: institutions, treaties, programmes, and their acronyms.
    pub without_names: bool,
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
    /// Words of meaning in it.
    pub content: usize,
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
    /// The candidates that stand inside this one, by their numbers in the list: `preuve numérique` in
    /// `partage des preuves numériques`. Only the longest, from its first word to its last.
    pub parts: Vec<usize>,
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
            parts: Vec::new(),
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

/// A name of which so great a share stands inside one longer name is a piece of it.
const PIECE: f64 = 0.9;

/// Nouns that need the name of a domain to be the name of an office.
const OFFICES: [&str; 10] = [
    "ministère",
    "ministre",
    "vice-ministre",
    "secrétariat",
    "secrétaire",
    "département",
    "ministry",
    "minister",
    "department",
    "secretary",
];

impl Candidate {
    /// Whether it is a name: of an acronym, whether its full form is written as one. An acronym that no
    /// text explains may be either, and counts as none.
    #[must_use]
    pub fn is_name(&self) -> bool {
        match (self.kind, &self.full_form) {
            (Kind::Name, _) => true,
            (Kind::Acronym, Some(full)) => full.starts_with(char::is_uppercase),
            (Kind::Acronym | Kind::Term, _) => false,
        }
    }
}

/// Mines the texts for terms, the best first.
///
/// Time grows linearly with the texts (about a microsecond a word for tagging, the rest a fraction
/// of it); memory with the number of different phrases. The same texts in the same order give the
/// same list.
#[must_use]
pub fn mine(texts: &[Text<'_>], language: &Language, options: &Options) -> Mined {
    let analysis = Analysis::read(texts, language);
    let (groups, ties) = grouped(texts, &analysis, language);
    let miner = Miner::new(texts, &analysis, language, &groups);
    let mut candidates: Vec<(String, Candidate)> = groups
        .iter()
        .filter(|(key, group)| ties.contains_key(*key) || !miner.is_piece_of_name(group))
        .filter_map(|(key, group)| Some((key.clone(), miner.candidate(group, ties.get(key))?)))
        .filter(|(_, candidate)| options.unlikely || candidate.score >= LEAST)
        .filter(|(_, candidate)| !(options.without_names && candidate.is_name()))
        .filter(|(_, candidate)| !options.excluded.contains(&fold(&candidate.term)))
        .collect();
    candidates.sort_by(|(one_key, one), (other_key, other)| {
        let by_score = other.score.total_cmp(&one.score);
        by_score
            .then(other.frequency.cmp(&one.frequency))
            .then_with(|| one_key.cmp(other_key))
    });
    let keys: Vec<&str> = candidates.iter().map(|(key, _)| key.as_str()).collect();
    let parts = related::parts(&keys);
    let candidates: Vec<Candidate> = candidates
        .into_iter()
        .zip(parts)
        .map(|((_, candidate), parts)| Candidate { parts, ..candidate })
        .collect();
    let probabilities: Vec<f64> = candidates.iter().map(|candidate| candidate.score).collect();
    Mined {
        cut: cut::best_length(&probabilities),
        candidates,
    }
}

/// The groups of the texts, and those that acronyms tie.
fn grouped(
    texts: &[Text<'_>],
    analysis: &Analysis,
    language: &Language,
) -> (Groups, BTreeMap<String, Tied>) {
    let mut groups = collect(analysis, language);
    let ties = tie(texts, analysis, language, &mut groups);
    (groups, ties)
}

/// A phrase of some texts, as a termhood model sees it.
#[derive(Clone, Debug)]
pub struct Example {
    /// The form a dictionary would give.
    pub term: String,
    /// All forms, the most frequent first.
    pub forms: Vec<String>,
    /// Its lemmas, folded, separated by spaces.
    pub lemmas: String,
    /// One figure for each of [`feature_names`](super::feature_names).
    pub features: Vec<f32>,
}

/// Every phrase of the texts that could be a term, in the order of their keys.
#[must_use]
pub fn examples(texts: &[Text<'_>], language: &Language) -> Vec<Example> {
    let analysis = Analysis::read(texts, language);
    let (groups, ties) = grouped(texts, &analysis, language);
    let miner = Miner::new(texts, &analysis, language, &groups);
    groups
        .iter()
        .filter_map(|(key, group)| miner.example(group, ties.get(key)))
        .collect()
}

struct Miner<'a> {
    texts: &'a [Text<'a>],
    analysis: &'a Analysis,
    language: &'a Language,
    extractor: Extractor<'a>,
}

impl<'a> Miner<'a> {
    fn new(
        texts: &'a [Text<'a>],
        analysis: &'a Analysis,
        language: &'a Language,
        groups: &Groups,
    ) -> Self {
        Self {
            texts,
            analysis,
            language,
            extractor: Extractor::new(analysis, language, groups),
        }
    }

    /// Whether a group is a piece of a longer name and nothing else: `Comité international` of `Comité
    /// international de la Croix-Rouge`, `Sécurité publique` of the ministry.
    fn is_piece_of_name(&self, group: &Group) -> bool {
        let named = group.places.first().is_some_and(|place| {
            let words = self.words(place);
            words.len() > 1 && words[0].names_thing()
        });
        let domain = || group.places.iter().all(|place| self.is_domain(place));
        let inside = || {
            let container = group.container.as_ref();
            container.is_some_and(|(_, inside)| *inside as f64 >= PIECE * group.places.len() as f64)
        };
        let known = || {
            let spellings: Vec<&str> = group.places.iter().map(|place| self.text(place)).collect();
            termhood::is_listed(self.language, &spellings, "")
        };
        named && (domain() || inside() && !known())
    }

    /// Whether the words before make of these the domain of an office: `ministère de la` `Sécurité publique`.
    fn is_domain(&self, place: &Place) -> bool {
        let before = &self.sentence(place).words[..place.words.start];
        let noun = before
            .iter()
            .rev()
            .take(3)
            .find(|word| !matches!(word.tag, Tag::Adp | Tag::AdpDet | Tag::Det));
        let linked = before
            .last()
            .is_some_and(|word| matches!(word.tag, Tag::Adp | Tag::AdpDet | Tag::Det));
        linked && noun.is_some_and(|noun| OFFICES.contains(&noun.lemma.as_str()))
    }

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

    fn occurrences(&self, group: &Group) -> Vec<(&str, &[Word])> {
        group
            .places
            .iter()
            .map(|place| (self.text(place), self.words(place)))
            .collect()
    }

    /// What is known of a group beside its features.
    fn standing(&self, forms: &[(String, usize)], words: &[Word], tied: Option<&Tied>) -> Standing {
        // Texts may have nothing but the plural of what is listed: `chaînes d'approvisionnement`.
        let dictionary = self.dictionary(forms, words, tied);
        let spellings: Vec<&str> = forms
            .iter()
            .map(|(text, _)| text.as_str())
            .chain([dictionary.as_str()])
            .collect();
        let content = words.iter().filter(|word| word.is_content()).count();
        let names = words.iter().filter(|word| word.is_proper()).count();
        Standing {
            corpus: self.analysis.words,
            known: termhood::is_listed(self.language, &spellings, &lemmas(words)),
            institution: words.first().is_some_and(Word::names_thing) || is_office(words),
            content,
            names: names as f64 / content.max(1) as f64,
            acronym: tied.is_some_and(|tied| tied.full_form.is_some()),
            unexplained: tied.is_some_and(|tied| tied.full_form.is_none()),
            rated: words
                .last()
                .is_some_and(|last| last.tag == Tag::Adj && !roots::sorts(&last.lemma)),
        }
    }

    fn example(&self, group: &Group, tied: Option<&Tied>) -> Option<Example> {
        let occurrences = self.occurrences(group);
        let forms = form::surface(&occurrences);
        let (_, words) = self.representative(&forms, &occurrences)?;
        if is_bare_name(&self.standing(&forms, words, tied)) {
            return None;
        }
        Some(Example {
            term: self.dictionary(&forms, words, tied),
            features: self.extractor.vector(words, group),
            lemmas: lemmas(words),
            forms: forms.into_iter().map(|(text, _)| text).collect(),
        })
    }

    fn dictionary(&self, forms: &[(String, usize)], words: &[Word], tied: Option<&Tied>) -> String {
        match tied {
            Some(tied) => tied.head().to_owned(),
            None => form::dictionary(forms, words, self.language),
        }
    }

    /// The group as a candidate, unless it is too unlikely.
    fn candidate(&self, group: &Group, tied: Option<&Tied>) -> Option<Candidate> {
        let occurrences = self.occurrences(group);
        let forms = form::surface(&occurrences);
        let (commonest, words) = self.representative(&forms, &occurrences)?;
        let standing = self.standing(&forms, words, tied);
        if is_bare_name(&standing) {
            return None;
        }
        let features = self.extractor.vector(words, group);
        let score = termhood::probability(self.language, &features, &standing);
        let kind = match tied {
            Some(_) => Kind::Acronym,
            None if standing.institution || standing.names > 0.0 => Kind::Name,
            None => Kind::Term,
        };
        let term = self.dictionary(&forms, words, tied);
        let head = words
            .iter()
            .find(|word| matches!(word.tag, Tag::Noun | Tag::Propn));
        let places: Vec<&Place> = group.places.iter().collect();
        Some(Candidate {
            number: head.and_then(|head| form::number(head, tied.is_none() && term != *commonest)),
            term,
            forms: forms
                .iter()
                .map(|(text, count)| Form {
                    text: text.clone(),
                    count: *count,
                })
                .collect(),
            kind,
            pattern: words
                .iter()
                .map(|word| word.tag.to_string())
                .collect::<Vec<_>>()
                .join(" "),
            gender: head.and_then(|head| head.morphology.gender),
            score,
            frequency: group.places.len(),
            documents: self.documents(group),
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
                        content: self
                            .words(place)
                            .iter()
                            .filter(|word| word.is_content())
                            .count(),
                    }
                })
                .collect(),
            parts: Vec::new(),
        })
    }

    fn documents(&self, group: &Group) -> usize {
        let texts: BTreeSet<usize> = group
            .places
            .iter()
            .map(|place| self.sentence(place).text)
            .collect();
        texts.len()
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

/// Whether an office is named by what it is in charge of: `ministère des Affaires étrangères`.
fn is_office(words: &[Word]) -> bool {
    let office = words
        .first()
        .is_some_and(|word| OFFICES.contains(&word.lemma.as_str()));
    let domain = words.iter().skip(1).find(|word| word.is_content());
    office && domain.is_some_and(Word::names_thing)
}

/// Names of people and places are no terms; names of institutions are known by their common nouns,
/// by a list, or by an acronym. Lists of countries make a single name no term.
fn is_bare_name(standing: &Standing) -> bool {
    let listed = standing.known && standing.content > 1;
    standing.names > 0.99 && !listed && !standing.acronym && !standing.unexplained
}

fn lemmas(words: &[Word]) -> String {
    words
        .iter()
        .map(|word| word.lemma.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}
