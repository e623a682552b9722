//! How far a translation is to be trusted, as formats say it.

use std::fmt;

/// The property of a unit that holds its status.
pub const STATUS: &str = "x-status";

/// How far a translation is to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// A person found it wrong.
    Rejected,
    /// Unfinished: fuzzy, untouched machine translation, waiting for work.
    Draft,
    /// Translated; nobody checked it.
    Translated,
    /// A second person read it.
    Reviewed,
    /// Signed off.
    Approved,
}

impl Status {
    /// The word it is written with.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Draft => "draft",
            Self::Translated => "translated",
            Self::Reviewed => "reviewed",
            Self::Approved => "approved",
        }
    }

    /// Reads the word. What a program calls `aligned` or `imported` is a translation that nobody
    /// checked.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word.trim().to_ascii_lowercase().as_str() {
            "rejected" => Self::Rejected,
            "draft" | "fuzzy" => Self::Draft,
            "translated" | "imported" | "aligned" => Self::Translated,
            "reviewed" => Self::Reviewed,
            "approved" => Self::Approved,
            _ => return None,
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
