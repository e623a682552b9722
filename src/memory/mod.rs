//! The memory: the project file, units, and the best matches for a new segment.
//!
//! - `unit.rs`: the translation unit; `date.rs`: its dates;
//! - `project/`: the file that keeps units, concepts, documents and history;
//! - `matching/`: scores, the index, matches;
//! - `concordance/`: every unit with certain words;
//! - `analysis/`: what translating a text will take, by bands of matches;
//! - `error.rs`: what can go wrong with a project file.

mod analysis;
mod concordance;
mod date;
mod error;
mod matching;
mod project;
mod unit;

pub use analysis::{
    Analysis, Bands, Category, Count, FileAnalysis, InvalidBands, InvalidRates,
    Options as AnalysisOptions, Rates, Text, analyse, count,
};
pub use concordance::{Concordance, Hit as ConcordanceHit, InvalidQuery, Side, Wording};
pub use date::{Date, InvalidDate};
pub use error::{Error, Result};
pub use matching::{
    About, CASE_PENALTY, CONTEXT_BONUS, Candidate, Entry, FORM_PENALTY, Folded, Fragment, Hit,
    IDENTITY, Index, IndexReport, Layers, LayersBuilder, Limits, Match, Matcher, MatcherBuilder,
    Metric, NUMBER_PENALTY, Penalties, Piece, Query, Refine, SPACE_PENALTY, Scan, ScanBuilder,
    TAG_PENALTY, UnitPenalties, Wanted, difference, verify_index,
};
pub use project::{
    Action, Added, Change, Changed, ConceptRow, Counts, Document, Duplicates, Filter, LogEntry,
    Order, Project, Replaced, Reworked, Sameness, Snapshot, Stamp, Statistics, TakenBack, Tally,
    Touched,
};
pub use unit::{DocumentId, InvalidStatus, STATUSES, Status, Unit, UnitId};
