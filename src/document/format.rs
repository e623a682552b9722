//! Which format a text has, and how it becomes paragraphs.
//!
//! A new format gets a variant here and a module beside `paragraph.rs` that gives
//! [`Paragraph`]s; cleaning and segmentation do not know formats. (Formats that are no text, such
//! as word processors' archives, start before decoding, in `read.rs`.)

use super::paragraph::{self, Paragraph};

/// A format of text documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Plain text: one paragraph a line, or wrapped lines.
    Plain,
}

impl Format {
    /// The format of a text.
    pub(super) fn of(_text: &str) -> Self {
        Self::Plain
    }

    /// The paragraphs of a text in this format.
    pub(super) fn paragraphs(self, text: &str) -> Vec<Paragraph> {
        match self {
            Self::Plain => paragraph::paragraphs(text),
        }
    }
}
