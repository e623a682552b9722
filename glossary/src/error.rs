//! What can go wrong: with a decision, with a file.

use crate::concept::ConceptId;

/// Why a decision could not be taken or taken back. Nothing has changed when one is returned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReviewError {
    /// No concept has this id.
    #[error("the glossary has no concept {id}; it may have been merged into another or undone")]
    UnknownConcept {
        /// The id asked for.
        id: ConceptId,
    },
    /// The concept has no such term.
    #[error("concept {id} has no term «{term}» in {language}")]
    UnknownTerm {
        /// The concept.
        id: ConceptId,
        /// The language asked for.
        language: String,
        /// The term asked for.
        term: String,
    },
    /// A concept was to be merged with itself, or twice.
    #[error("concept {id} is named twice in one merge; name every concept once")]
    MergedTwice {
        /// The concept.
        id: ConceptId,
    },
    /// A split moved nothing or everything.
    #[error("splitting concept {id} must move at least one term and leave at least one")]
    EmptySplit {
        /// The concept.
        id: ConceptId,
    },
    /// No decision was recorded.
    #[error("concept {id} has no decision to undo")]
    NothingToUndo {
        /// The concept.
        id: ConceptId,
    },
    /// The concept came from a split, which is undone at the other end.
    #[error("concept {id} was split from {origin}; undo the split there")]
    UndoAtOrigin {
        /// The concept.
        id: ConceptId,
        /// Where the split is recorded.
        origin: ConceptId,
    },
    /// Something happened to another concept since.
    #[error(
        "undoing the latest decision on {id} would overwrite later changes to {other}; undo those first"
    )]
    UndoBlocked {
        /// The concept.
        id: ConceptId,
        /// The concept that stands in the way.
        other: ConceptId,
    },
}

/// Why a glossary file could not be read or written at all. What is wrong with a single row is a
/// [`Finding`](crate::tsv::Finding), and the reading goes on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Writing failed.
    #[error("cannot write the glossary: {0}")]
    Io(#[from] std::io::Error),
    /// The XML writer refused.
    #[error("cannot write the glossary as XML: {0}")]
    Xml(#[source] bitext_tmx::xml::WriteError),
    /// The bytes are not text in an encoding that can be told.
    #[error(
        "line {line}, byte {byte} of the line: not valid {encoding}; save the file as UTF-8 and try again"
    )]
    Encoding {
        /// The line, from 1.
        line: u64,
        /// The byte within the line, from 1.
        byte: u64,
        /// What the file was taken for: `UTF-8` or `UTF-16`.
        encoding: &'static str,
    },
    /// The XML cannot be read, or nothing of it.
    #[error("{0}")]
    XmlRead(#[source] bitext_tmx::xml::ReadError),
    /// XML of another kind.
    #[error(
        "<{root}> is not the root of a termbase; expected martif or tbx (TBX) or mtf (MultiTerm)"
    )]
    NotATermbase {
        /// The root element.
        root: String,
    },
    /// Not a file that a glossary can be read from.
    #[error("{0}")]
    NotAGlossary(String),
    /// A workbook that cannot be read.
    #[error("cannot read the workbook: {0}")]
    Workbook(String),
    /// A header without a column for the term.
    #[error(
        "line {line}: the header has no column for the term; name one `term` (or `source`), or leave the header out"
    )]
    NoTermColumn {
        /// The header's line, from 1.
        line: u64,
    },
    /// The format needs a source and a target language and the caller named none.
    #[error("{format} holds one language pair: name the {missing} language")]
    NoLanguage {
        /// The format.
        format: &'static str,
        /// `source` or `target`.
        missing: &'static str,
    },
    /// The format cannot hold an empty list.
    #[error(
        "no concept to write: {format} needs at least one; check the statuses and languages asked for"
    )]
    Empty {
        /// The format.
        format: &'static str,
    },
}

impl Error {
    /// The line that it is about, where there is one.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Encoding { line, .. } | Self::NoTermColumn { line } => Some(*line),
            Self::XmlRead(error) => Some(error.position().line),
            _ => None,
        }
    }
}

impl From<bitext_tmx::xml::WriteError> for Error {
    fn from(error: bitext_tmx::xml::WriteError) -> Self {
        match error {
            bitext_tmx::xml::WriteError::Io(error) => Self::Io(error),
            other => Self::Xml(other),
        }
    }
}
