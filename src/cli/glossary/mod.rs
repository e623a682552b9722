//! `bitext glossary`: the project's concepts, and what people decide about them.
//!
//! | file | what belongs there |
//! |---|---|
//! | this one | the commands and their arguments |
//! | `decide` | accept, reject, restore, add, merge, split, undo |
//! | `list` | concepts as text, table or JSON |
//! | `find` | their terms in documents |
//! | `compare` | what differs between two glossaries |
//! | `exchange` | glossaries of other tools into the project and out of it |

pub(super) mod compare;
mod decide;
pub(super) mod exchange;
mod find;
mod list;

use super::console::Console;
use super::input::Reading;
use super::language_code::language_code;
use super::{Global, Outcome};
use anyhow::{Result, bail};
use bitext::language::Language;
use bitext_glossary::{Concept, ConceptId, Glossary, Status, fold};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// List the project's concepts, decide about them, compare glossaries
///
/// A concept is named by its id or by one of its terms. Every decision is kept with who took it and
/// when, and can be undone.
#[derive(Debug, Subcommand)]
#[command(after_long_help = EXAMPLES)]
pub(super) enum Command {
    List(List),
    Find(Find),
    Add(Add),
    /// Approve concepts
    Accept(Decide),
    /// Reject concepts: they stay in the project, so that mining does not propose them again
    Reject(Decide),
    /// Put concepts back among the candidates
    Restore(Decide),
    Merge(Merge),
    Split(Split),
    Diff(Diff),
    Undo(Undo),
}

const EXAMPLES: &str = "\
Examples:
  bitext glossary list --status candidate
  bitext glossary find rapport.txt --to en
  bitext glossary accept ONUDC \"état de droit\" --remark \"terme officiel\"
  bitext glossary reject c7e112478d669c566
  bitext glossary add cybercriminalité cybercrime --from fr --to en
  bitext glossary merge Hanoï Hanoi
  bitext glossary diff old.tbx new.tbx
  bitext glossary undo ONUDC";

/// List concepts: all, those with a state of review, those with words in a term
///
/// Sorted by term, or with --by-score the likeliest first.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Only concepts with these words in a term; case and kinds of apostrophes make no difference
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Only concepts in this state of review; may be given several times
    #[arg(long, value_enum, value_name = "STATUS")]
    status: Vec<Review>,
    /// Only concepts with a term in this language, shown first
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    lang: Option<Language>,
    /// The likeliest first, as mining estimates it
    #[arg(long)]
    by_score: bool,
    /// Text for people, or JSON, one concept a line
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
    /// The same as --format jsonl
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// Find the project's terms in documents: inflected, elided, interrupted by an adverb or an adjective
///
/// One line a place: document, line, the words found, the term, its translations. Of terms that
/// overlap the longest is told; what was rejected is not. Exit code 1 where nothing is found.
#[derive(Debug, Args)]
pub(super) struct Find {
    /// Documents, or folders of them; - is stdin
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// The documents' language; detected where it is not given
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    lang: Option<Language>,
    /// Show the translations into this language
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
    /// Only terms of approved concepts
    #[arg(long)]
    approved: bool,
    #[command(flatten)]
    reading: Reading,
    /// Text for people, or JSON, one place a line
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
    /// The same as --format jsonl
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// How concepts are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// State, id, terms
    Text,
    /// One JSON object a concept
    Jsonl,
}

/// A state of review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Review {
    /// Nobody has decided
    Candidate,
    /// Accepted
    Approved,
    /// Struck out
    Rejected,
}

impl From<Review> for Status {
    fn from(review: Review) -> Self {
        match review {
            Review::Candidate => Self::Candidate,
            Review::Approved => Self::Approved,
            Review::Rejected => Self::Rejected,
        }
    }
}

/// Add a concept that you know; it is approved
#[derive(Debug, Args)]
pub(super) struct Add {
    /// The term
    term: String,
    /// Its translations; the first is the preferred one
    #[arg(value_name = "TRANSLATION", requires = "to")]
    translations: Vec<String>,
    /// The term's language; that of the project's glossary where it has one
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Option<Language>,
    /// The translations' language
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
    /// What the concept is
    #[arg(long)]
    definition: Option<String>,
    /// The field it belongs to
    #[arg(long)]
    subject: Option<String>,
    /// A remark, kept with the concept
    #[arg(long)]
    note: Vec<String>,
}

/// Concepts to decide about.
#[derive(Debug, Args)]
pub(super) struct Decide {
    /// Ids or terms
    #[arg(required = true, value_name = "CONCEPT")]
    concepts: Vec<String>,
    /// Why; kept with the decision
    #[arg(long)]
    remark: Option<String>,
}

/// Merge concepts into the first: its id and state stay, the others' terms and notes are added
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The concept that stays: its id or a term
    #[arg(value_name = "INTO")]
    into: String,
    /// The concepts it takes in
    #[arg(required = true, value_name = "CONCEPT")]
    others: Vec<String>,
    /// Why; kept with the decision
    #[arg(long)]
    remark: Option<String>,
    /// Tell what would be merged, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Move terms of a concept to a concept of their own
#[derive(Debug, Args)]
pub(super) struct Split {
    /// The concept: its id or a term
    #[arg(value_name = "CONCEPT")]
    concept: String,
    /// The terms to move
    #[arg(required = true, value_name = "TERM")]
    terms: Vec<String>,
    /// Why; kept with the decision
    #[arg(long)]
    remark: Option<String>,
}

/// Compare two glossaries: what was added, removed, changed, and where only metadata differ
///
/// Files of every format that can be imported, and projects. Without a second one the first is
/// compared with the project. Exit code 0 when nothing differs, 1 when something does.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The glossary before
    before: PathBuf,
    /// The glossary after; the project where it is not given
    after: Option<PathBuf>,
    /// Source language of lists that do not name their own
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Option<Language>,
    /// Target language of lists that do not name their own
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
    /// Leave out concepts of which only metadata differ
    #[arg(long)]
    content_only: bool,
    /// One JSON object for the whole
    #[arg(long)]
    json: bool,
}

/// Take back the latest decision on each concept
#[derive(Debug, Args)]
pub(super) struct Undo {
    /// Ids or terms
    #[arg(required = true, value_name = "CONCEPT")]
    concepts: Vec<String>,
}

pub(super) fn run(command: &Command, global: &Global, console: &Console) -> Result<Outcome> {
    match command {
        Command::List(arguments) => list::run(arguments, global, console),
        Command::Find(arguments) => find::run(arguments, global, console),
        Command::Add(arguments) => decide::add(arguments, global, console),
        Command::Accept(arguments) => decide::status(arguments, Status::Approved, global, console),
        Command::Reject(arguments) => decide::status(arguments, Status::Rejected, global, console),
        Command::Restore(arguments) => {
            decide::status(arguments, Status::Candidate, global, console)
        }
        Command::Merge(arguments) => decide::merge(arguments, global, console),
        Command::Split(arguments) => decide::split(arguments, global, console),
        Command::Diff(arguments) => compare::run(arguments, global, console),
        Command::Undo(arguments) => decide::undo(arguments, global, console),
    }
}

/// The concept that a user names by its id, its head term, or another of its terms, in this order.
fn find(glossary: &Glossary, name: &str) -> Result<ConceptId> {
    if let Some(concept) = glossary.get(&name.into()) {
        return Ok(concept.id.clone());
    }
    let key = fold(name);
    let is_head = |concept: &&Concept| {
        concept
            .head()
            .is_some_and(|(_, term)| fold(&term.text) == key)
    };
    let has_term = |concept: &&Concept| {
        let mut terms = concept.terms.values().flatten();
        terms.any(|term| fold(&term.text) == key)
    };
    let mut found: Vec<&Concept> = glossary.concepts().filter(is_head).collect();
    if found.is_empty() {
        found = glossary.concepts().filter(has_term).collect();
    }
    match found.as_slice() {
        [only] => Ok(only.id.clone()),
        [] => bail!(
            "no concept has the id or the term «{name}»; `bitext glossary list` shows those there are"
        ),
        several => {
            let ids: Vec<&str> = several.iter().map(|concept| concept.id.as_str()).collect();
            bail!(
                "{} concepts have the term «{name}»; name one by its id: {}",
                several.len(),
                ids.join(", ")
            )
        }
    }
}
