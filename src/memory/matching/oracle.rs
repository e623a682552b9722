//! What the tests of every index hold it against: scoring each record by the plain matrix.

use super::index::{Candidate, Hit, Limits};
use super::key::Folded;
use super::score::raw_score;
use proptest::prelude::*;

/// Keys that stand for numbers.
pub(super) fn folded(tokens: &[u32]) -> Folded {
    let mut folded = Folded::default();
    for token in tokens {
        folded.push(&format!("t{token}"));
    }
    folded
}

/// Scores of candidates: their keys alone, penalties, and neighbours that count.
pub(super) const REFINERS: [fn(Candidate) -> f64; 3] = [
    |candidate| raw_score(candidate.distance, candidate.longer),
    |candidate| raw_score(candidate.distance, candidate.longer) - (candidate.record % 3) as f64,
    |candidate| match candidate.distance {
        0 => 100.0 + (candidate.record % 4) as f64 - 1.0,
        distance => raw_score(distance, candidate.longer) - (candidate.record % 2) as f64,
    },
];

/// Scores every record and sorts.
pub(super) fn naive(
    records: &[Vec<u32>],
    query: &[u32],
    limits: Limits,
    refine: fn(Candidate) -> f64,
) -> Vec<Hit> {
    let mut hits: Vec<Hit> = records
        .iter()
        .enumerate()
        .filter(|(_, tokens)| !tokens.is_empty())
        .map(|(record, tokens)| {
            let candidate = Candidate {
                record: record as u64,
                distance: strsim::generic_levenshtein(tokens, &query.to_vec()),
                longer: tokens.len().max(query.len()),
            };
            Hit {
                candidate,
                score: refine(candidate),
            }
        })
        .filter(|hit| hit.score >= limits.min && hit.score > 0.0)
        .filter(|hit| raw_score(hit.candidate.distance, hit.candidate.longer) > 0.0)
        .collect();
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    hits.truncate(limits.top);
    hits
}

/// Few different tokens in short records: many repeats, many equal distances.
pub(super) fn records() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let record = prop_oneof![
        proptest::collection::vec(0_u32..9, 0..14),
        proptest::collection::vec(0_u32..40, 0..24),
    ];
    proptest::collection::vec(record, 0..80)
}

/// Queries with tokens that no record has.
pub(super) fn queries() -> impl Strategy<Value = Vec<u32>> {
    prop_oneof![
        proptest::collection::vec(0_u32..12, 1..14),
        proptest::collection::vec(0_u32..44, 1..24),
    ]
}
