//! The seam between matching and how units are found.

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

/// A record near enough by its keys alone, on its way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The record's number: how many were added before it.
    pub record: u32,
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
    /// What it ranks by, in percent: at most the score of the keys alone, but up to 102 where they
    /// are equal.
    pub score: f64,
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

    /// The id of a folded key; `None` when no record has it. Ids are below [`Index::ids`].
    fn id(&self, key: &str) -> Option<u32>;

    /// How many ids are in use; a query's unknown keys take ids from here on.
    fn ids(&self) -> u32;

    /// The best records for `query`, best first, equal scores in the order of their records.
    ///
    /// `refine` gives a candidate's final score: never above `100 · (1 − distance / longer)` unless
    /// the distance is 0. It is called for candidates that can still get among the best.
    fn search(
        &self,
        query: &[u32],
        limits: Limits,
        refine: &mut dyn FnMut(Candidate) -> f64,
    ) -> Vec<Hit>;
}

/// The best hits so far, and with them what a candidate needs to get among them.
pub(crate) struct Best {
    limits: Limits,
    hits: Vec<Hit>,
}

impl Best {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
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

    /// Whether a record with this upper bound of a score can get in.
    pub(crate) fn admits(&self, record: u32, score: f64) -> bool {
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
