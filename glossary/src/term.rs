//! A term: one designation of a concept in one language, and what is known of it.

use bitext_tmx::xml::Element;
use serde::{Deserialize, Serialize};

use crate::picklist::picklist;

picklist! {
    /// Part of speech, with the names of the TBX-Basic picklist (ISO 30042, `partOfSpeech`).
    PartOfSpeech {
        /// A noun or a noun phrase.
        Noun = "noun" | "n",
        /// A verb or a verb phrase.
        Verb = "verb" | "v",
        /// An adjective.
        Adjective = "adjective" | "adj",
        /// An adverb.
        Adverb = "adverb" | "adv",
        /// A proper noun: a person, a place, an institution, a treaty.
        ProperNoun = "properNoun" | "propn",
    }
}

picklist! {
    /// Grammatical gender, with the names of the TBX-Basic picklist (`grammaticalGender`).
    Gender {
        /// Masculine.
        Masculine = "masculine" | "m" | "masc",
        /// Feminine.
        Feminine = "feminine" | "f" | "fem",
        /// Neuter.
        Neuter = "neuter",
    }
}

picklist! {
    /// Grammatical number, with the names of the TBX default picklist (`grammaticalNumber`).
    Number {
        /// Singular.
        Singular = "singular" | "sing" | "sg",
        /// Plural: a term that is plural in its dictionary form («droits de l'homme»).
        Plural = "plural" | "plur" | "pl",
        /// Dual.
        Dual = "dual",
        /// A mass noun.
        Mass = "mass",
    }
}

picklist! {
    /// What kind of designation a term is, with the names of the TBX-Basic picklist (`termType`).
    TermType {
        /// The complete form of a term that also has a shortened one.
        FullForm = "fullForm" | "full form",
        /// An abbreviation made of initials: «ONUDC».
        Acronym = "acronym",
        /// Any other abbreviation: «art.».
        Abbreviation = "abbreviation" | "abbr",
        /// Fewer words than the full form: «l'Office».
        ShortForm = "shortForm" | "short form",
        /// Another spelling or form of the same term: «Hanoi», «Hanoï».
        Variant = "variant",
        /// A phrase or a collocation.
        Phrase = "phrase",
    }
}

/// A designation of a concept in one language.
///
/// A term says nothing about its language: the concept files it under one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Term {
    /// The term in its dictionary form, as written; never normalised.
    pub text: String,
    /// Its part of speech.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of_speech: Option<PartOfSpeech>,
    /// Its grammatical gender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Its grammatical number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// What kind of designation it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_type: Option<TermType>,
    /// Whether it should be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub administrative_status: Option<crate::AdministrativeStatus>,
    /// For an acronym or another shortened form: the text of its full form, which is a term of
    /// the same concept and language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_form: Option<String>,
    /// The shapes in which it stands in texts, the most frequent first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Form>,
    /// Sentences in which it stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contexts: Vec<Context>,
    /// What mining counted for this term alone.
    #[serde(skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
    /// For a mined equivalent: the probability, from 0 to 1, that it renders the source term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Where the term comes from: a work, a termbase, an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Remarks about the term.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What a file said of the term and this model has no field for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Property>,
}

impl Term {
    /// A term of which only the text is known.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Takes from `other`, a record of the same term, what this one lacks: forms, contexts, notes
    /// and properties not yet present, and every empty field. The counts of forms that both know
    /// are added. Costs the product of the two lists' lengths; both are short.
    pub(crate) fn absorb(&mut self, other: Self) {
        fill(&mut self.part_of_speech, other.part_of_speech);
        fill(&mut self.gender, other.gender);
        fill(&mut self.number, other.number);
        fill(&mut self.term_type, other.term_type);
        fill(&mut self.administrative_status, other.administrative_status);
        fill(&mut self.full_form, other.full_form);
        fill(&mut self.probability, other.probability);
        fill(&mut self.source, other.source);
        for form in other.forms {
            match self.forms.iter_mut().find(|known| known.text == form.text) {
                Some(known) => known.count = known.count.saturating_add(form.count),
                None => self.forms.push(form),
            }
        }
        union(&mut self.contexts, other.contexts);
        union(&mut self.notes, other.notes);
        union(&mut self.extra, other.extra);
        self.evidence = self.evidence.combined(&other.evidence);
    }
}

/// Sets an empty field.
pub(crate) fn fill<T>(field: &mut Option<T>, value: Option<T>) {
    if field.is_none() {
        *field = value;
    }
}

/// Adds what is not there yet, in order.
pub(crate) fn union<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

/// A shape in which a term stands in texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// The words as they stand there.
    pub text: String,
    /// How often; 0 when nobody counted.
    #[serde(skip_serializing_if = "is_zero")]
    pub count: u64,
}

impl Form {
    /// A form seen `count` times.
    pub fn new(text: impl Into<String>, count: u64) -> Self {
        Self {
            text: text.into(),
            count,
        }
    }
}

/// A sentence in which a term stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The sentence as it stands in the document.
    pub text: String,
    /// The document's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The place in the document, as whoever found it counts: a segment's number, a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Whether the sentence defines or explains the term rather than mentioning it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub defining: bool,
}

/// What mining found about a concept or a term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// Termhood: higher is better. Finite; the scale is the miner's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Occurrences in the texts, all forms together.
    #[serde(skip_serializing_if = "is_zero")]
    pub frequency: u64,
    /// Documents in which it occurs.
    #[serde(skip_serializing_if = "is_zero")]
    pub documents: u64,
    /// How evenly it is spread over the documents, from 0 (one place) to 1 (everywhere).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispersion: Option<f64>,
}

impl Evidence {
    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The evidence of two records of one notion: frequencies are added; of the other figures the
    /// greater is taken, because which documents were counted is no longer known.
    #[must_use]
    pub fn combined(&self, other: &Self) -> Self {
        Self {
            score: greater(self.score, other.score),
            frequency: self.frequency.saturating_add(other.frequency),
            documents: self.documents.max(other.documents),
            dispersion: greater(self.dispersion, other.dispersion),
        }
    }
}

fn greater(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Something that a file said and this model has no field for, kept to be given back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Property {
    /// Its name as written: a column's header, an element's `type`.
    pub name: String,
    /// Its value as written.
    pub value: String,
    /// The language section in which it stood, if it belongs to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The XML it was, with everything inside, so that a file of the same kind gets it back whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markup: Option<Box<Element>>,
}

impl Property {
    /// A property of no language.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            language: None,
            markup: None,
        }
    }
}
