//! Terminology: candidates, termhood, variants, acronyms and equivalents.
//!
//! [`mine()`] turns the segments of documents into a ranked list of candidates:
//!
//! | step | file |
//! |---|---|
//! | words with tags and lemmas | `analysis` |
//! | spans that have the shape of a term | `pattern` |
//! | spans of one notion grouped under one key | `candidate` |
//! | acronyms, their full forms, both as one candidate | `acronym`, `defined`, `tie` |
//! | which groups are terms: contrast with the general language, use, shape | `features` (with `contrast`, `graded`, `roots`), `termhood` (with `forest`) |
//! | the form a dictionary would give | `form` |
//! | sentences that show the term | `context` |
//! | where the list ends | `cut` |
//! | which candidates stand inside longer ones | `related` |
//! | how the term was translated | `equivalent` |
//!
//! [`Recogniser`] (`recognise`) is for the opposite way: it finds the terms of a glossary in a text.
//!
//! Every step is deterministic, and every list is in an order that does not depend on hashing.

pub mod acronym;
mod analysis;
mod candidate;
mod context;
mod contrast;
mod cut;
mod defined;
mod equivalent;
mod features;
mod forest;
mod form;
mod graded;
mod mine;
mod pattern;
mod recognise;
mod related;
mod roots;
mod termhood;
#[cfg(test)]
mod tests;
mod tie;

pub use context::Context;
pub use equivalent::{Equivalent, Link, Side, equivalents};
pub use forest::Lesson;
pub use mine::{Candidate, Example, Form, Kind, Mined, Occurrence, Options, Text, examples, mine};
pub use recognise::{Recognised, Recogniser};

pub use termhood::TermhoodModel;

/// The names of the features of an [`Example`], in order.
#[must_use]
pub fn feature_names() -> &'static [&'static str] {
    &features::NAMES
}
