//! The best units for a text.
//!
//! - `inline.rs`: tags and placeholders in plain text;
//! - `key.rs`: what each token of a text counts as;
//! - `distance.rs`: edit distance of keys, bit-parallel;
//! - `script.rs`: which keys stand for which, and the differences shown;
//! - `score.rs`: the percentage and its penalties;
//! - `substitute.rs`: the query's numbers and tags in the target; `month.rs`: its months; `day.rs`: its dates in figures;
//! - `index.rs`: the seam behind which units are found; `scan.rs`: the exact linear scan behind it,
//!   the oracle; `layer/` and `layers.rs`: the index that is used; `catalogue/`: its files beside a
//!   project;
//! - `metric.rs`: by what texts are compared;
//! - `fragments.rs`: parts of a text, terms in it;
//! - `units.rs`: where texts come from; `assess.rs`: the score of one of them;
//! - `matcher/`: the ready-made way in.

mod assess;
mod catalogue;
mod day;
mod distance;
mod fragments;
mod index;
mod inline;
mod key;
mod layer;
mod layers;
mod matcher;
mod metric;
mod month;
#[cfg(test)]
mod oracle;
mod scan;
mod score;
mod script;
mod substitute;
mod units;

pub use catalogue::{IndexReport, verify_index};
pub use fragments::Fragment;
pub use index::{Candidate, Hit, IDENTITY, Index, Limits, Refine, Wanted};
pub(super) use inline::{Inline, inline_at};
pub use key::Folded;
pub use layers::{Layers, LayersBuilder};
pub use matcher::{Entry, Match, Matcher, MatcherBuilder, Query};
pub use metric::Metric;
pub use scan::{Scan, ScanBuilder};
pub use score::{
    CASE_PENALTY, CONTEXT_BONUS, FORM_PENALTY, NUMBER_PENALTY, Penalties, SPACE_PENALTY,
    TAG_PENALTY, UnitPenalties,
};
pub use script::{Piece, difference};
pub use units::About;
