//! The glossary as a table of tab-separated values, one row a concept, read and written.
//!
//! - `cell`: escapes, formula guard, quotes, lists in a cell;
//! - `item`: a term with its count, a context with its place, details;
//! - `column`: the columns and their names;
//! - `write`: concepts to rows;
//! - `text` and `record`: bytes to text, text to records;
//! - `read`: records to concepts; `row`: one of them.
//!
//! # The table
//!
//! UTF-8, a header, one line a concept, LF. The first columns are always there and in this order;
//! a reader should go by their names:
//!
//! | column | content |
//! |---|---|
//! | `term` | the head term |
//! | `forms` | the shapes it has in texts: a list |
//! | `score` | termhood, higher is better |
//! | `frequency` | occurrences |
//! | `documents` | documents with an occurrence |
//! | `pos` | part of speech, by the names of TBX: `noun`, `properNoun` … |
//! | `full_form` | if the term is short: its full form |
//! | `acronym` | its acronyms and other short forms: a list |
//! | `contexts` | sentences, each with `[document, place, definition]` as far as known: a list |
//! | `equivalents_en` | one column a target language: `rule of law (14) \| State governed by the rule of law (2)`, the count in parentheses, the best first |
//! | `gender`, `number` | `masculine`, `feminine` …; `singular`, `plural` … |
//! | `definition` | each with its `[source]`: a list |
//! | `subject` | subject field |
//! | `status` | `candidate`, `approved` or `rejected` |
//! | `note` | remarks: a list |
//! | `id` | the concept's name, to be left as it is |
//! | `language` | the language of `term` |
//!
//! These follow when a concept needs them: `synonyms` (other terms of the same language, like
//! equivalents), `type` (`fullForm`, `acronym` …), `term_status` (`preferred`, `admitted`,
//! `deprecated`, `superseded`), `dispersion`, `form_counts` (the counts of `forms`, in its order),
//! `definition_fr` (definitions known to be in French), `relations` (`broader:ID`, `narrower:ID`,
//! `related:ID`: a list), `details_en` (what else is known of the terms of a language:
//! `rule of law {p=0.88; pos=noun}`), and a column for every other property, under its own name
//! (with `extra:` before it where that name is taken).
//!
//! The items of a list are separated by ` | `. Within a cell `\t`, `\n`, `\r` and `\\` stand for
//! tab, line feed, carriage return and backslash, `\|` for a bar that separates nothing, `\s` for
//! a space at either end, and a backslash takes the meaning from any sign after it. A cell that
//! a spreadsheet would compute (it starts with `=`, `+`, `-` or `@`; numbers apart) has an
//! apostrophe before it. A cell that starts with a quotation mark is quoted as in CSV.

mod cell;
mod column;
mod item;
mod read;
mod record;
mod row;
mod text;
mod write;

#[cfg(test)]
mod tests;

pub use crate::reading::{Finding, Problem, ReadOptions, Reading};
pub use read::read;
pub(crate) use read::{read_rows, read_text};
pub(crate) use record::{Quotes, Record, Records};
pub(crate) use text::decode_any;
pub use write::{Csv, Tsv};
pub(crate) use write::{Manner, write_rows};
