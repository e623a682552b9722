//! What is recorded of a decision.

use serde::{Deserialize, Serialize};

use crate::concept::{Concept, ConceptId};
use crate::status::{AdministrativeStatus, Status};

/// Who decides, when, and why. The library reads no clock: the caller says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stamp {
    /// The reviewer's name.
    pub by: String,
    /// The time, as RFC 3339 writes it («2026-01-31T09:30:00Z»); empty when unknown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// The reviewer's remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

impl Stamp {
    /// A stamp without a remark.
    pub fn new(by: impl Into<String>, at: impl Into<String>) -> Self {
        Self {
            by: by.into(),
            at: at.into(),
            remark: None,
        }
    }
}

/// One decision about a concept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Who and when.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What, with what undoing it needs.
    pub action: Action,
}

/// What was decided. The fields hold what undoing needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The concept was written by hand.
    Created,
    /// The concept came with a file.
    Imported,
    /// The concept was accepted, rejected, or put back among the candidates.
    Status {
        /// Where it stood.
        from: Status,
        /// Where it stands now.
        to: Status,
    },
    /// A term was preferred, admitted, deprecated …
    AdministrativeStatus {
        /// The term's language.
        language: String,
        /// The term's text.
        term: String,
        /// What it was.
        from: Option<AdministrativeStatus>,
        /// What it is now.
        to: Option<AdministrativeStatus>,
    },
    /// The concept's content was changed.
    Edit {
        /// The concept before, without its history.
        before: Box<Concept>,
    },
    /// Other concepts were taken into this one.
    Merge {
        /// The concept before, without its history.
        before: Box<Concept>,
        /// What was taken in, in the order of removal.
        absorbed: Vec<Absorbed>,
        /// Links of other concepts that were turned to this one.
        redirected: Vec<Redirected>,
    },
    /// Some terms were moved to a concept of their own.
    Split {
        /// The concept before, without its history.
        before: Box<Concept>,
        /// The new concept.
        into: ConceptId,
    },
    /// The concept came into being by a split.
    SplitFrom {
        /// The concept that was split.
        origin: ConceptId,
    },
}

/// A concept that a merge took away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Absorbed {
    /// Its place in the glossary when it was removed.
    pub position: usize,
    /// The concept with its history.
    pub concept: Concept,
}

/// A link that a merge turned to the merged concept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirected {
    /// The concept that has the link.
    pub concept: ConceptId,
    /// The link's place among that concept's relations.
    pub position: usize,
    /// The concept it led to.
    pub target: ConceptId,
}
