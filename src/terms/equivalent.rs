//! How terms were translated: their renderings in aligned segments.
//!
//! The words of a term are followed through the word alignment to the other side. The usual error
//! of such a projection is a span cut off at an article or an adjective, so the span is snapped to
//! the candidate of the other language that it overlaps best.

use super::mine::Candidate;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// A word of a source segment linked to a word of its translation.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Bytes within the source segment.
    pub source: Range<usize>,
    /// Bytes within the target segment.
    pub target: Range<usize>,
    /// How sure the link is, from 0 to 1.
    pub probability: f64,
}

/// A rendering of a term.
#[derive(Clone, Debug, PartialEq)]
pub struct Equivalent {
    /// The target candidate, by its number among the target candidates.
    pub candidate: usize,
    /// How often the term was rendered so.
    pub count: usize,
    /// The share of the term's occurrences that were rendered so, each weighted by how well the
    /// projection fits, from 0 to 1.
    pub probability: f64,
    /// Where it was rendered so best: text and segment.
    pub example: (usize, usize),
}

/// A projection that fits less well than this is none: half of the links would lead elsewhere.
const FIT: f64 = 0.5;

/// A rendering that accounts for less than this share of a term's occurrences is noise, unless it
/// is the only one or was seen more than once.
const SHARE: f64 = 0.1;

/// The renderings of each source candidate, the most probable first.
///
/// Source and target candidates were mined from the same aligned texts: segment `n` of text `t` on
/// one side translates segment `n` of text `t` on the other. `links` gives the word links of such a
/// pair; it is called once for each pair that holds a source candidate.
pub fn equivalents(
    source: &[Candidate],
    target: &[Candidate],
    links: &(dyn Fn(usize, usize) -> Vec<Link> + Sync),
) -> Vec<Vec<Equivalent>> {
    let sources = by_segment(source);
    let targets = by_segment(target);
    let segments: Vec<(&(usize, usize), &Vec<Standing>)> = sources.iter().collect();
    let renderings: Vec<Vec<Rendering>> = segments
        .into_par_iter()
        .map(|(&(text, segment), standing)| {
            let Some(others) = targets.get(&(text, segment)) else {
                return Vec::new();
            };
            let links = links(text, segment);
            standing
                .iter()
                .filter_map(|of| render(of, others, &links, (text, segment)))
                .collect()
        })
        .collect();
    let mut found: Vec<BTreeMap<usize, Vec<Rendering>>> = vec![BTreeMap::new(); source.len()];
    for rendering in renderings.into_iter().flatten() {
        found[rendering.source]
            .entry(rendering.target)
            .or_default()
            .push(rendering);
    }
    found.iter().map(summarise).collect()
}

/// A candidate's place in a segment.
struct Standing {
    candidate: usize,
    bytes: Range<usize>,
    /// Words of meaning.
    content: usize,
}

#[derive(Clone, Debug)]
struct Rendering {
    source: usize,
    target: usize,
    fit: f64,
    place: (usize, usize),
}

fn by_segment(candidates: &[Candidate]) -> BTreeMap<(usize, usize), Vec<Standing>> {
    let mut segments: BTreeMap<(usize, usize), Vec<Standing>> = BTreeMap::new();
    for (candidate, of) in candidates.iter().enumerate() {
        for occurrence in &of.occurrences {
            let standing = Standing {
                candidate,
                bytes: occurrence.bytes.clone(),
                content: occurrence.content.max(1),
            };
            segments
                .entry((occurrence.text, occurrence.segment))
                .or_default()
                .push(standing);
        }
    }
    segments
}

/// What a rendering loses for each doubling of the length: a term of two words is seldom one word
/// in the other language, and where a word has no link the shorter span would always fit as well.
const LENGTH: f64 = 0.3;

/// The target candidate that the links of a source candidate lead to, if one fits.
fn render(
    source: &Standing,
    targets: &[Standing],
    links: &[Link],
    place: (usize, usize),
) -> Option<Rendering> {
    let inside = |range: &Range<usize>, outer: &Range<usize>| {
        range.start >= outer.start && range.end <= outer.end
    };
    let leaving: Vec<&Link> = links
        .iter()
        .filter(|link| inside(&link.source, &source.bytes))
        .collect();
    let all: f64 = leaving.iter().map(|link| link.probability).sum();
    if all <= 0.0 {
        return None;
    }
    targets
        .iter()
        .map(|target| {
            let sum = |links: &mut dyn Iterator<Item = &Link>| {
                links
                    .filter(|link| inside(&link.target, &target.bytes))
                    .map(|link| link.probability)
                    .sum::<f64>()
            };
            let common = sum(&mut leaving.iter().copied());
            let into = sum(&mut links.iter());
            // The harmonic mean of «what of the term arrives here» and «what here comes from the term».
            let doublings = libm::log2(target.content as f64 / source.content as f64).abs();
            let fit = if common > 0.0 {
                2.0 * common / (all + into) * (1.0 - LENGTH * doublings).max(0.1)
            } else {
                0.0
            };
            Rendering {
                source: source.candidate,
                target: target.candidate,
                fit,
                place,
            }
        })
        // Of equally fitting spans the first listed, which is the likelier term.
        .reduce(|best, next| if next.fit > best.fit { next } else { best })
        .filter(|best| best.fit >= FIT)
}

fn summarise(renderings: &BTreeMap<usize, Vec<Rendering>>) -> Vec<Equivalent> {
    let total: f64 = renderings
        .values()
        .flatten()
        .map(|rendering| rendering.fit)
        .sum();
    let mut found: Vec<Equivalent> = renderings
        .iter()
        .filter_map(|(&candidate, of)| {
            let weight: f64 = of.iter().map(|rendering| rendering.fit).sum();
            let best = of
                .iter()
                .reduce(|best, next| if next.fit > best.fit { next } else { best })?;
            let probability = weight / total;
            (probability >= SHARE || of.len() > 1).then_some(Equivalent {
                candidate,
                count: of.len(),
                probability,
                example: best.place,
            })
        })
        .collect();
    found.sort_by(|one, other| {
        other
            .probability
            .total_cmp(&one.probability)
            .then(one.candidate.cmp(&other.candidate))
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Occurrence;

    fn candidate(term: &str, places: &[(usize, Range<usize>)]) -> Candidate {
        let mut candidate = Candidate::bare(term);
        candidate.occurrences = places
            .iter()
            .map(|(segment, bytes)| Occurrence {
                text: 0,
                segment: *segment,
                bytes: bytes.clone(),
                content: 1,
            })
            .collect();
        candidate
    }

    fn link(source: Range<usize>, target: Range<usize>, probability: f64) -> Link {
        Link {
            source,
            target,
            probability,
        }
    }

    #[test]
    fn a_term_finds_the_span_its_words_lead_to_and_not_a_piece_of_it() {
        // «l'état de droit» / «the rule of law»
        let source = [candidate("état de droit", &[(0, 2..16), (1, 2..16)])];
        let target = [
            candidate("rule of law", &[(0, 4..15), (1, 4..15)]),
            candidate("rule", &[(0, 4..8), (1, 4..8)]),
            candidate("law", &[(0, 12..15), (1, 12..15)]),
        ];
        let links = |_: usize, _: usize| {
            vec![
                link(2..7, 4..8, 0.6),
                link(8..10, 9..11, 0.8),
                link(11..16, 12..15, 0.9),
            ]
        };
        let found = equivalents(&source, &target, &links);
        assert_eq!(found[0].len(), 1);
        assert_eq!((found[0][0].candidate, found[0][0].count), (0, 2));
        assert!((found[0][0].probability - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_leads_elsewhere_is_no_rendering() {
        let source = [candidate("droit", &[(0, 0..5)])];
        let target = [candidate("rule", &[(0, 0..4)])];
        let links = |_: usize, _: usize| vec![link(0..5, 10..14, 0.9)];
        assert!(equivalents(&source, &target, &links)[0].is_empty());
        assert!(equivalents(&source, &target, &|_, _| Vec::new())[0].is_empty());
    }

    #[test]
    fn all_renderings_are_counted_the_usual_one_first() {
        let source = [candidate("État", &[(0, 0..5), (1, 0..5), (2, 0..5)])];
        let target = [
            candidate("nation", &[(0, 0..6)]),
            candidate("State", &[(1, 0..5), (2, 0..5)]),
        ];
        let links = |_: usize, segment: usize| {
            vec![link(0..5, if segment == 0 { 0..6 } else { 0..5 }, 0.9)]
        };
        let found = equivalents(&source, &target, &links);
        let counts: Vec<(usize, usize)> = found[0].iter().map(|e| (e.candidate, e.count)).collect();
        assert_eq!(counts, [(1, 2), (0, 1)]);
    }
}
