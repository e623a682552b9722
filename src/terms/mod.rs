//! Terminology: candidates, termhood, variants, acronyms and equivalents.
//!
//! [`mine()`] turns the segments of documents into a ranked list of candidates:
//!
//! | step | file |
//! |---|---|
//! | words with tags and lemmas | `analysis` |
//! | spans that have the shape of a term | `pattern` |
//! | spans of one notion grouped under one key | `candidate` |
//! | acronyms, their full forms, both as one candidate | `acronym`, `tie` |
//! | which groups are terms: contrast with the general language, use, shape | `contrast`, `termhood` |
//! | the form a dictionary would give | `form` |
//! | sentences that show the term | `context` |
//! | where the list ends | `cut` |
//! | how the term was translated | `equivalent` |
//!
//! Every step is deterministic, and every list is in an order that does not depend on hashing.

pub mod acronym;
mod analysis;
mod candidate;
mod context;
mod contrast;
mod cut;
mod equivalent;
mod form;
mod mine;
mod pattern;
mod termhood;
#[cfg(test)]
mod tests;
mod tie;

pub use context::Context;
pub use equivalent::{Equivalent, Link, equivalents};
pub use mine::{Candidate, Form, Kind, Mined, Occurrence, Options, Text, mine};
