//! `report.html`: what a run aligned, how sure it is, what it dropped, and its first terms, on one
//! page that stands alone and can be forwarded.
//!
//! A command fills a [`Report`] with plain values and calls [`Report::render`]. Everything that can
//! be derived (totals, shares, the doubtful beads of a document) is derived here, from the same
//! beads, so that the page's figures agree with each other; where the figures handed in do not add
//! up, the page says so.
//!
//! | file | what belongs there |
//! |---|---|
//! | `model` | what a command hands in |
//! | `view` | what the templates show: derived figures, caps, excerpts |
//! | `passage` | excerpts of users' texts, terms marked, differences |
//! | `chart` | figures as geometry of inline SVG |
//! | `phrases` · `sentences` · `labels` | every word of the page, in each language: fixed, with numbers and names, for the model's enums |
//! | `locale` | numbers, dates and names of languages as each language writes them |
//! | `templates/report.html`, `templates/report/` | the page itself, its style, a file for each section |
//!
//! The page runs no script, fetches nothing, and forbids both by its own content policy; every text
//! is escaped by the template engine. The same report gives the same bytes: the page has no date
//! but the one it is given.

mod chart;
mod labels;
mod locale;
mod model;
mod passage;
mod phrases;
mod sentences;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use locale::Locale;
pub(crate) use model::{
    Analysis, Band, BandCount, BeadMark, Difference, DocumentPair, DocumentSide, DocumentWarning,
    Doubt, DoubtfulBead, DroppedGroup, DroppedLine, Encoding, Equivalent, FileKind, Found, LeftOut,
    Listed, MarkedText, Piece, Report, Side, Term, TermKind, Unpaired, WrittenFile,
};
pub(crate) use passage::{Marked, marked};

impl Report {
    /// The page, as HTML in UTF-8.
    ///
    /// Takes time in proportion to the report; the page itself is bounded, since every list is cut
    /// after a fixed number of entries and says how many more there are.
    ///
    /// # Errors
    ///
    /// Those of the template engine, which writes to memory and has none to give.
    pub(crate) fn render(&self) -> askama::Result<String> {
        askama::Template::render(&view::Page::new(self))
    }
}
