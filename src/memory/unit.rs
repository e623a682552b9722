//! The translation unit.

use super::date::Date;
use crate::language::Language;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The number of a unit in its project; never given to another unit, even after deletion.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UnitId(pub i64);

/// The number of a document in its project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub i64);

/// How far a unit is to be trusted.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Status {
    /// A person found it wrong; kept so that it is not proposed again.
    Rejected,
    /// Unfinished: a person or program has yet to complete it.
    Draft,
    /// The aligner made it.
    #[default]
    Aligned,
    /// It came with a file.
    Imported,
    /// A person read it.
    Reviewed,
    /// A person vouches for it.
    Approved,
}

/// Every status, the least trusted first.
pub const STATUSES: [Status; 6] = [
    Status::Rejected,
    Status::Draft,
    Status::Aligned,
    Status::Imported,
    Status::Reviewed,
    Status::Approved,
];

impl Status {
    /// The word under which it is stored and shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Draft => "draft",
            Self::Aligned => "aligned",
            Self::Imported => "imported",
            Self::Reviewed => "reviewed",
            Self::Approved => "approved",
        }
    }

    /// Whether a person decided on it, so that no program may take it back.
    #[must_use]
    pub fn is_decision(self) -> bool {
        matches!(self, Self::Rejected | Self::Reviewed | Self::Approved)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no status: expected rejected, draft, aligned, imported, reviewed or approved")]
pub struct InvalidStatus(String);

impl FromStr for Status {
    type Err = InvalidStatus;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        STATUSES
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or_else(|| InvalidStatus(word.to_owned()))
    }
}

/// A source segment with its translation, and what is known of the pair.
///
/// Texts are the bytes as given, never normalised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// `None` until the project has stored it.
    pub id: Option<UnitId>,
    /// Language of the source.
    #[serde(with = "language_text")]
    pub source_language: Language,
    /// Language of the target.
    #[serde(with = "language_text")]
    pub target_language: Language,
    /// The source text, without inline codes.
    pub source: String,
    /// The target text, without inline codes.
    pub target: String,
    /// The source with its inline codes, where it has any, in the form of whoever stored it: opaque
    /// here, given back as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_markup: Option<String>,
    /// The target with its inline codes, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_markup: Option<String>,
    /// The document the source comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_document: Option<DocumentId>,
    /// The document the target comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_document: Option<DocumentId>,
    /// Its place among the units of that pair of documents, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// The source segment before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_source: Option<String>,
    /// The source segment after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_source: Option<String>,
    /// How sure the aligner is, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// How far it is to be trusted.
    pub status: Status,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Date>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Date>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
    /// The identifier it had in the file it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tuid: Option<String>,
    /// Named values, several under one name in order: properties of exchange formats, flags of the
    /// aligner.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub properties: IndexMap<String, Vec<String>>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Whatever else an exchange format said of it (attributes, properties of one side), in the form
    /// of whoever stored it: opaque here, given back as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<String>,
}

impl Unit {
    /// A unit of which only the texts are known.
    #[must_use]
    pub fn new(
        source_language: Language,
        target_language: Language,
        source: impl Into<String>,
        target: impl Into<String>,
    ) -> Self {
        Self {
            id: None,
            source_language,
            target_language,
            source: source.into(),
            target: target.into(),
            source_markup: None,
            target_markup: None,
            source_document: None,
            target_document: None,
            position: None,
            previous_source: None,
            next_source: None,
            confidence: None,
            status: Status::default(),
            created: None,
            changed: None,
            creator: None,
            tuid: None,
            properties: IndexMap::new(),
            notes: Vec::new(),
            extra: None,
        }
    }

    /// Adds a value under a name, unless it stands there already.
    pub fn add_property(&mut self, name: &str, value: impl Into<String>) {
        let values = self.properties.entry(name.to_owned()).or_default();
        let value = value.into();
        if !values.contains(&value) {
            values.push(value);
        }
    }

    /// Takes over what another unit of the same texts knows and this one does not: the more trusted
    /// status, the earlier creation, the later change, every property and note.
    pub(crate) fn absorb(&mut self, other: &Self) {
        fn fill<T: Clone>(own: &mut Option<T>, other: &Option<T>) {
            if own.is_none() {
                own.clone_from(other);
            }
        }
        if self.source_document.is_none() && self.target_document.is_none() {
            self.source_document = other.source_document;
            self.target_document = other.target_document;
            self.position = other.position;
        }
        fill(&mut self.source_markup, &other.source_markup);
        fill(&mut self.target_markup, &other.target_markup);
        fill(&mut self.previous_source, &other.previous_source);
        fill(&mut self.next_source, &other.next_source);
        fill(&mut self.confidence, &other.confidence);
        fill(&mut self.creator, &other.creator);
        fill(&mut self.tuid, &other.tuid);
        fill(&mut self.extra, &other.extra);
        // Of two decisions the newer file's stands only where there was none before.
        if !self.status.is_decision() {
            self.status = if other.status.is_decision() {
                other.status
            } else {
                self.status.max(other.status)
            };
        }
        self.created = [self.created, other.created].into_iter().flatten().min();
        self.changed = self.changed.max(other.changed);
        for (name, values) in &other.properties {
            for value in values {
                self.add_property(name, value.clone());
            }
        }
        for note in &other.notes {
            if !self.notes.contains(note) {
                self.notes.push(note.clone());
            }
        }
    }
}

/// Languages as their tags.
mod language_text {
    use super::Language;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(tag: &Language, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(tag.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Language, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_words_are_read_back() {
        for status in STATUSES {
            assert_eq!(status.to_string().parse(), Ok(status));
            let json = serde_json::to_string(&status).unwrap();
            assert_eq!(json, format!("\"{status}\""));
        }
        assert!("Approved".parse::<Status>().is_err());
    }

    #[test]
    fn absorbing_fills_gaps_and_overrules_no_decision() {
        let mut unit = Unit::new(Language::english(), Language::french(), "Yes", "Oui");
        unit.status = Status::Rejected;
        unit.add_property("x", "1");
        let mut other = unit.clone();
        other.status = Status::Approved;
        other.creator = Some("Ada".to_owned());
        other.created = Some("20240101T000000Z".parse().unwrap());
        other.add_property("x", "1");
        other.add_property("x", "2");
        other.notes.push("n".to_owned());
        unit.absorb(&other);
        assert_eq!(unit.status, Status::Rejected);
        assert_eq!(unit.creator.as_deref(), Some("Ada"));
        assert_eq!(unit.created, other.created);
        assert_eq!(unit.properties["x"], ["1", "2"]);
        assert_eq!(unit.notes, ["n"]);
    }
}
