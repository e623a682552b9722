//! The concordance: every unit with certain words, in either language, whatever their inflection.
//!
//! - `key.rs`: the keys of a word: its lemmas, and itself;
//! - `query.rs`: what is asked for, and where a text has it;
//! - `words.rs`: the file beside the project that says in which units a key stands (full-text index);
//! - `find.rs`: the two together.

mod find;
mod key;
mod query;
mod words;

pub use find::{Concordance, Hit, Side};
pub use query::{InvalidQuery, Wording};
