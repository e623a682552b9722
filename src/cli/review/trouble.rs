//! Why a request is not done, in words for whoever asked.

use axum::http::StatusCode;
use bitext::memory::LogEntry;
use bitext_glossary::ReviewError;

/// Why a request is not done. Nothing was changed.
#[derive(Debug)]
pub(super) enum Trouble {
    /// There is no such page, unit or concept.
    Missing,
    /// What was to be changed is not any more what the reviewer saw; the change that came between,
    /// where it is known.
    Conflict(Option<LogEntry>),
    /// A later change lies above the one that was to be taken back.
    Blocked(LogEntry),
    /// It was taken back before.
    Already,
    /// The request does not make sense, or comes from elsewhere.
    Unfit(Unfit),
    /// The glossary refuses.
    Glossary(ReviewError),
    /// The project cannot be read or written.
    Failed(anyhow::Error),
}

/// What is wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// The form is incomplete or not one of ours.
    Form,
    /// The form does not carry the token.
    Token,
    /// A term without text.
    EmptyTerm,
    /// Nothing was marked.
    NothingMarked,
    /// One concept alone cannot be merged.
    OneMarked,
    /// There is no neighbour to merge with or move to.
    NoNeighbour,
    /// The parts of a split are not the text.
    OtherText,
    /// The two sides of a split have different numbers of parts, or only one.
    Parts,
    /// The selection is not any more what the preview showed.
    OtherSelection,
}

impl Trouble {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Conflict(_)
            | Self::Blocked(_)
            | Self::Already
            | Self::Glossary(_)
            | Self::Unfit(Unfit::OtherSelection) => StatusCode::CONFLICT,
            Self::Unfit(Unfit::Token) => StatusCode::FORBIDDEN,
            Self::Unfit(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<bitext::memory::Error> for Trouble {
    fn from(error: bitext::memory::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<ReviewError> for Trouble {
    fn from(error: ReviewError) -> Self {
        Self::Glossary(error)
    }
}

impl From<askama::Error> for Trouble {
    fn from(error: askama::Error) -> Self {
        Self::Failed(error.into())
    }
}
