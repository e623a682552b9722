//! Segments are looked up.

use anyhow::Result;
use bitext::memory::{Limits, Match, Matcher, Query};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One segment that was looked up.
#[derive(Serialize)]
pub(in crate::cli) struct Found<'a> {
    pub(in crate::cli) query: &'a str,
    pub(in crate::cli) matches: Vec<Line>,
    /// Parts that are whole units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fragments: Vec<Part>,
    /// Terms of the glossary.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) terms: Vec<Part>,
}

impl Found<'_> {
    /// Whether anything is known of the segment.
    pub(super) fn says_something(&self) -> bool {
        !(self.matches.is_empty() && self.fragments.is_empty() && self.terms.is_empty())
    }

    /// Adds to each match how its score came about.
    pub(super) fn explain(&mut self) {
        for line in &mut self.matches {
            line.explained = Some(Explained::of(&line.found));
        }
    }
}

/// One match.
#[derive(Serialize)]
pub(in crate::cli) struct Line {
    /// As a fraction: 1 is identity.
    pub(in crate::cli) score: f64,
    pub(in crate::cli) source: String,
    pub(in crate::cli) target: String,
    /// Whether numbers, dates or tags of the target were replaced by those of the query.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::cli) substituted: bool,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(super) explained: Option<Explained>,
    #[serde(skip)]
    found: Match,
}

/// How a score came about.
#[derive(Serialize)]
pub(super) struct Explained {
    pub(super) unit: i64,
    /// Which of the memories it comes from, counted from 1.
    pub(super) memory: usize,
    /// Keys to edit, and those of the longer text.
    pub(super) distance: usize,
    pub(super) longer: usize,
    /// Points taken off, by what for.
    pub(super) penalties: BTreeMap<&'static str, f64>,
    /// How many neighbours are the same.
    pub(super) neighbours: u8,
    pub(super) status: &'static str,
}

impl Explained {
    fn of(found: &Match) -> Self {
        Self {
            unit: found.unit.0,
            memory: found.memory + 1,
            distance: found.distance,
            longer: found.longer,
            penalties: found.penalties.each().collect(),
            neighbours: found.neighbours,
            status: found.about.status.as_str(),
        }
    }
}

/// A part of a segment and what is known of it.
#[derive(Serialize)]
pub(super) struct Part {
    /// Where it begins and ends in the segment, in characters.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
    /// Its translation, or several.
    pub(super) targets: Vec<String>,
}

/// Looks up every query, on all cores, in order, with its neighbours as context.
pub(in crate::cli) fn look_up<'a>(
    matcher: &Matcher,
    queries: &[&'a str],
    limits: Limits,
) -> Result<Vec<Found<'a>>> {
    (0..queries.len())
        .into_par_iter()
        .map(|at| {
            let query = Query {
                text: queries[at],
                previous: at.checked_sub(1).map(|before| queries[before]),
                next: queries.get(at + 1).copied(),
            };
            let matches = if queries[at].trim().is_empty() {
                Vec::new()
            } else {
                distinct(matcher, query, limits)?
            };
            Ok(Found {
                query: queries[at],
                matches: matches.into_iter().map(line).collect(),
                fragments: Vec::new(),
                terms: Vec::new(),
            })
        })
        .collect()
}

/// The best matches; of units with the same two texts the best one alone.
fn distinct(matcher: &Matcher, query: Query<'_>, limits: Limits) -> Result<Vec<Match>> {
    let mut asked = limits.top;
    loop {
        let wider = Limits {
            top: asked,
            ..limits
        };
        let mut found = matcher.matches(query, wider)?;
        let all = found.len();
        let mut seen = BTreeSet::new();
        found.retain(|found| seen.insert((found.source.clone(), found.target.clone())));
        // Where twins took the places of others, more are asked for.
        if found.len() >= limits.top || all < asked {
            found.truncate(limits.top);
            return Ok(found);
        }
        asked = asked.saturating_mul(4);
    }
}

fn line(found: Match) -> Line {
    Line {
        // Four decimals: what a hundredth of a per cent needs.
        score: (found.score * 100.0).round() / 1e4,
        source: found.source.clone(),
        target: found.proposal().to_owned(),
        substituted: found.substituted.is_some(),
        explained: None,
        found,
    }
}
