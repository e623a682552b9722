//! What a matcher is asked, what it is given and what it finds.

use super::super::score::Penalties;
use super::super::units::About;
use crate::memory::unit::UnitId;

/// A text to find matches for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<'a> {
    /// The segment.
    pub text: &'a str,
    /// The segment before it in its document.
    pub previous: Option<&'a str>,
    /// The segment after it in its document.
    pub next: Option<&'a str>,
}

impl<'a> From<&'a str> for Query<'a> {
    fn from(text: &'a str) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

/// A unit as the matcher takes it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry<'a> {
    /// Given back with its matches.
    pub unit: UnitId,
    /// The source text.
    pub source: &'a str,
    /// Its translation.
    pub target: &'a str,
    /// The source of the unit before it in its document.
    pub previous: Option<&'a str>,
    /// The source of the unit after it in its document.
    pub next: Option<&'a str>,
}

/// A unit that matches a query.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Match {
    /// Percent: up to 100 for identity, 101 or 102 where one or both neighbours are identical too.
    pub score: f64,
    /// The unit.
    pub unit: UnitId,
    /// Which of the memories that were joined it comes from, counted from 0.
    pub memory: usize,
    /// Its source, as stored.
    pub source: String,
    /// Its target, as stored.
    pub target: String,
    /// How many keys of the source are to be edited to get the query's.
    pub distance: usize,
    /// How many keys the longer of the two has.
    pub longer: usize,
    /// What was taken off `100 · (1 − distance / longer)`.
    pub penalties: Penalties,
    /// How many neighbours are identical, counted only where the text is.
    pub neighbours: u8,
    /// The target with the query's numbers, dates and tags, where only they had to be put in.
    pub substituted: Option<String>,
    /// What else is known of the unit.
    pub about: About,
}

impl Match {
    /// The score as people see it: whole percents, rounded down, so that nothing but identity is
    /// shown as 100.
    #[must_use]
    pub fn percent(&self) -> u32 {
        // Scores lie between 0 and 102.
        self.score as u32
    }

    /// The target to offer: with the query's numbers where they were put in.
    #[must_use]
    pub fn proposal(&self) -> &str {
        self.substituted.as_deref().unwrap_or(&self.target)
    }
}
