//! The memory: the project file, units, and the best matches for a new segment.
//!
//! - `unit.rs`: the translation unit; `date.rs`: its dates;
//! - `matching/`: scores, the index, matches.

mod date;
mod matching;
mod unit;

pub use date::{Date, InvalidDate};
pub use matching::{
    CASE_PENALTY, CONTEXT_BONUS, Candidate, Entry, FORM_PENALTY, Hit, Index, Limits, Match,
    Matcher, MatcherBuilder, NUMBER_PENALTY, Penalties, Piece, Query, SPACE_PENALTY, Scan,
    ScanBuilder, TAG_PENALTY, difference,
};
pub use unit::{DocumentId, InvalidStatus, STATUSES, Status, Unit, UnitId};
