//! The seam between matching and how units are found.

use super::key::Folded;
use super::score::{raw_score, reach};

/// What a search wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The least score shown, in percent; 0 and less means any score above 0.
    pub min: f64,
    /// How many matches at most.
    pub top: usize,
}

impl Default for Limits {
    /// The usual fuzzy threshold of translation tools, 70 %, and five matches.
    fn default() -> Self {
        Self { min: 70.0, top: 5 }
    }
}

/// The greatest score of a text that equals the query, without its neighbours.
pub const IDENTITY: f64 = 100.0;

/// A record near enough by its keys alone, on its way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The number under which the record was added.
    pub record: u64,
    /// Edit distance of the keys.
    pub distance: usize,
    /// Tokens of the longer of query and record.
    pub longer: usize,
}

/// A record found, with the score that was given to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The record and its distance.
    pub candidate: Candidate,
    /// What it ranks by, in percent: at most the score of the keys alone, but up to `most` where
    /// they are equal.
    pub score: f64,
}

/// What is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The query's keys.
    pub keys: &'a Folded,
    /// How good, and how many.
    pub limits: Limits,
    /// The greatest score that a record with equal keys can be given: [`IDENTITY`], or more where
    /// its neighbours count too.
    pub most: f64,
}

/// Finds the records whose keys are nearest to a query's.
///
/// Whatever stands behind it must be exact: the hits are those, and in the order, that scoring every
/// record would give.
pub trait Index: Send + Sync {
    /// How many records it holds.
    fn len(&self) -> usize;

    /// Whether it holds none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The best records for a query, best first, equal scores by rising numbers of the records.
    ///
    /// `refine` gives a candidate's final score: never above `100 · (1 − distance / longer)` unless
    /// the distance is 0, and then never above [`Wanted::most`]. It is called for candidates that
    /// can still get among the best.
    fn search(&self, wanted: Wanted<'_>, refine: &mut Refine<'_>) -> Vec<Hit>;
}

/// Gives a candidate its final score.
pub type Refine<'r> = dyn FnMut(Candidate) -> f64 + 'r;

/// The best hits so far, and with them what a candidate needs to get among them.
pub(crate) struct Best {
    limits: Limits,
    most: f64,
    hits: Vec<Hit>,
}

impl Best {
    pub(crate) fn new(wanted: &Wanted<'_>) -> Self {
        Self {
            limits: wanted.limits,
            most: wanted.most,
            hits: Vec::new(),
        }
    }

    /// The score below which nothing matters any more, in percent.
    pub(crate) fn bound(&self) -> f64 {
        match self.hits.last() {
            Some(last) if self.hits.len() >= self.limits.top => last.score.max(self.limits.min),
            _ => self.limits.min,
        }
    }

    /// The distance within which a record still matters; `None` where none does any more.
    pub(crate) fn reach(&self, longer: usize) -> Option<usize> {
        let bound = self.bound();
        // Equal keys can be worth more than the keys' own score.
        (bound <= self.most).then(|| reach(longer, bound.min(IDENTITY)))?
    }

    /// Whether a record at this distance, or at a greater one, can still get in.
    pub(crate) fn admits_at(&self, record: u64, distance: usize, longer: usize) -> bool {
        let score = match distance {
            0 => self.most,
            _ => raw_score(distance, longer),
        };
        self.admits(record, score)
    }

    /// Whether a record with this upper bound of a score can get in.
    pub(crate) fn admits(&self, record: u64, score: f64) -> bool {
        if score < self.limits.min || score <= 0.0 || self.limits.top == 0 {
            return false;
        }
        match self.hits.last() {
            Some(last) if self.hits.len() >= self.limits.top => {
                score > last.score || (score == last.score && record < last.candidate.record)
            }
            _ => true,
        }
    }

    /// Takes a hit in at its place, if it gets in.
    pub(crate) fn offer(&mut self, hit: Hit) {
        if !self.admits(hit.candidate.record, hit.score) {
            return;
        }
        let place = self.hits.partition_point(|other| {
            other.score > hit.score
                || (other.score == hit.score && other.candidate.record < hit.candidate.record)
        });
        self.hits.insert(place, hit);
        self.hits.truncate(self.limits.top);
    }

    pub(crate) fn into_hits(self) -> Vec<Hit> {
        self.hits
    }
}
