//! How terms were translated: their renderings in aligned segments.
//!
//! | step | file |
//! |---|---|
//! | the words of two segments, their links, and how well a span of one fits a span of the other | `linked` |
//! | the span that a term's words lead to, where no candidate stands | `project` |
//! | which of the fitting spans renders the term | here |
//! | the form in which a rendering is listed | `wording` |
//!
//! The usual error of a projection is a span cut off at an article or an adjective, so the candidates
//! of the other language are tried first, and the bare projection only as well as it fits. What
//! fits a single occurrence may be chance. So all occurrences vote, and each is then read again in
//! the light of the vote: the spans that render a term elsewhere are preferred, and among those the
//! ones that stand where the term stands and seldom else (Dice's coefficient over segments).

mod linked;
mod project;
#[cfg(test)]
mod tests;
mod wording;

use super::mine::{Candidate, Text};
use crate::language::{Language, fold};
use linked::{Linked, Words};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wording::Wording;

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

/// One language of a bitext, with what was mined from it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its texts: segment `n` of text `t` translates segment `n` of text `t` of the other side.
    pub texts: &'a [Text<'a>],
    /// The candidates of these texts.
    pub candidates: &'a [Candidate],
    /// Its language.
    pub language: &'a Language,
}

/// A rendering of a term.
#[derive(Clone, Debug, PartialEq)]
pub struct Equivalent {
    /// The form a dictionary would give.
    pub term: String,
    /// The target candidate, by its number among the target candidates; `None` where the term was
    /// rendered by words that are no candidate.
    pub candidate: Option<usize>,
    /// How often the term was rendered so.
    pub count: usize,
    /// The share of the term's renderings that are this one, each weighted by how well it fits,
    /// from 0 to 1.
    pub probability: f64,
    /// Where it was rendered so best: text and segment.
    pub example: (usize, usize),
}

/// A projection that fits less well than this is none: half of the links would lead elsewhere.
const FIT: f64 = 0.5;

/// A span that fits less well than this does not vote.
const VOTING: f64 = 0.3;

/// And one that fits less well than this is not even looked at.
const CONSIDERED: f64 = 0.15;

/// Spans of one occurrence that vote.
const MOST_CONSIDERED: usize = 6;

/// The same for a candidate that stands where the term stands and seldom else.
const COMPANION: f64 = 0.3;

/// How often two stand together, as Dice's coefficient, that are companions; and that are inseparable, so that
/// a few links suffice (`navire de guerre`, `warship`).
const TOGETHER: f64 = 0.4;
const INSEPARABLE: f64 = 0.5;

/// What a bare projection is worth beside a candidate: nothing but the links speaks for its ends; and
/// one of a single word, which may be of any kind.
const PROJECTED: f64 = 0.85;
const PROJECTED_WORD: f64 = 0.7;

/// The weights of the vote and of the company in the second reading; the rest is fit alone.
const VOTE: f64 = 0.4;
const COMPANY: f64 = 0.3;

/// To which power a span's fit votes: a piece of the right span fits everywhere, but nowhere best.
const ELECTION: f64 = 6.0;

/// A rendering that accounts for less than this share of a term's occurrences is noise, unless it
/// is the only one or was seen more than once.
const SHARE: f64 = 0.1;

/// The renderings of each source candidate, the most probable first.
///
/// `links` gives the word links of segment `n` of text `t` with its translation; it is called once
/// for each pair that holds a source candidate. Time grows with the candidates of each pair of
/// segments on one side times those on the other that its words lead to.
pub fn equivalents(
    source: Side<'_>,
    target: Side<'_>,
    links: &(dyn Fn(usize, usize) -> Vec<Link> + Sync),
) -> Vec<Vec<Equivalent>> {
    let wording = Wording::of(&target);
    let sources = by_segment(source.candidates);
    let targets = by_segment(target.candidates);
    let segments: Vec<(&(usize, usize), &Vec<Standing>)> = sources.iter().collect();
    let none = Vec::new();
    let read: Vec<Vec<(usize, Vec<Reading>)>> = segments
        .into_par_iter()
        .map(|(&(text, segment), standing)| {
            let linked = Linked::new(
                Words::read(source.texts[text].segments[segment], source.language),
                Words::read(target.texts[text].segments[segment], target.language),
                &links(text, segment),
            );
            let others = targets.get(&(text, segment)).unwrap_or(&none);
            standing
                .iter()
                .map(|term| {
                    (
                        term.candidate,
                        options(term, others, &linked, &wording, (text, segment)),
                    )
                })
                .filter(|(_, options)| !options.is_empty())
                .collect()
        })
        .collect();
    let mut occurrences: Vec<Vec<Vec<Reading>>> = vec![Vec::new(); source.candidates.len()];
    for (candidate, options) in read.into_iter().flatten() {
        occurrences[candidate].push(options);
    }
    let company = Company {
        source: segments_of(source.candidates),
        target: segments_of(target.candidates),
    };
    occurrences
        .iter()
        .enumerate()
        .map(|(at, of)| {
            let renderings = choose(at, of, &company);
            summarise(&renderings, &source.candidates[at], &wording)
        })
        .collect()
}

/// A candidate's place in a segment.
struct Standing {
    candidate: usize,
    bytes: Range<usize>,
}

fn by_segment(candidates: &[Candidate]) -> BTreeMap<(usize, usize), Vec<Standing>> {
    let mut segments: BTreeMap<(usize, usize), Vec<Standing>> = BTreeMap::new();
    for (candidate, of) in candidates.iter().enumerate() {
        for occurrence in &of.occurrences {
            segments
                .entry((occurrence.text, occurrence.segment))
                .or_default()
                .push(Standing {
                    candidate,
                    bytes: occurrence.bytes.clone(),
                });
        }
    }
    segments
}

/// What may render a term.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rendered {
    /// A target candidate.
    Candidate(usize),
    /// Other words, folded.
    Words(String),
}

/// One way to read an occurrence.
#[derive(Clone, Debug)]
struct Reading {
    rendered: Rendered,
    /// As written, where it is no candidate.
    text: String,
    fit: f64,
    place: (usize, usize),
}

/// The spans that may render a term at one place, the best first.
fn options(
    term: &Standing,
    others: &[Standing],
    linked: &Linked<'_>,
    wording: &Wording<'_>,
    place: (usize, usize),
) -> Vec<Reading> {
    let words = linked.source.within(&term.bytes);
    let reached = linked.reached(&words);
    if reached.is_empty() {
        return Vec::new();
    }
    let mut options: Vec<Reading> = Vec::new();
    for other in others {
        let span = linked.target.within(&other.bytes);
        if !reached.iter().any(|word| span.contains(word)) {
            continue;
        }
        let span: Vec<usize> = span.collect();
        options.push(Reading {
            rendered: Rendered::Candidate(other.candidate),
            text: String::new(),
            fit: linked.fit(&words, &span),
            place,
        });
    }
    if let Some(projected) = project::project(linked, &words) {
        let is_candidate = others
            .iter()
            .any(|other| Some(&other.bytes) == projected.bytes.as_ref());
        if !is_candidate && wording.may_be_term(&projected.text) {
            options.push(Reading {
                rendered: Rendered::Words(fold(&projected.text)),
                fit: projected.worth() * linked.fit(&words, &projected.words),
                text: projected.text,
                place,
            });
        }
    }
    options.retain(|option| option.fit >= CONSIDERED);
    // Stable: of equally fitting spans the first listed, which is the likelier term.
    options.sort_by(|one, other| other.fit.total_cmp(&one.fit));
    options.truncate(MOST_CONSIDERED);
    options
}

/// The segments in which each candidate stands.
fn segments_of(candidates: &[Candidate]) -> Vec<BTreeSet<(usize, usize)>> {
    candidates
        .iter()
        .map(|candidate| {
            let places = candidate.occurrences.iter();
            places.map(|place| (place.text, place.segment)).collect()
        })
        .collect()
}

struct Company {
    source: Vec<BTreeSet<(usize, usize)>>,
    target: Vec<BTreeSet<(usize, usize)>>,
}

impl Company {
    /// Dice's coefficient of the segments of both.
    fn dice(&self, source: usize, target: usize) -> f64 {
        let (one, other) = (&self.source[source], &self.target[target]);
        let (few, many) = if one.len() < other.len() {
            (one, other)
        } else {
            (other, one)
        };
        let both = few.iter().filter(|place| many.contains(place)).count();
        2.0 * both as f64 / (one.len() + other.len()).max(1) as f64
    }
}

/// Reads every occurrence of a term in the light of all.
fn choose<'a>(term: usize, occurrences: &'a [Vec<Reading>], company: &Company) -> Vec<&'a Reading> {
    let mut votes: BTreeMap<&Rendered, f64> = BTreeMap::new();
    for options in occurrences {
        let voice = |option: &Reading| match option.fit {
            fit if fit < VOTING => 0.0,
            fit => libm::pow(fit, ELECTION),
        };
        let voices = options.iter().map(voice);
        let all = voices.clone().sum::<f64>().max(f64::MIN_POSITIVE);
        for (option, voice) in options.iter().zip(voices) {
            *votes.entry(&option.rendered).or_default() += voice / all;
        }
    }
    let most = votes.values().copied().fold(0.0, f64::max);
    // What a span is worth for this term, and how well it must fit.
    let worths: BTreeMap<&Rendered, (f64, f64)> = votes
        .into_iter()
        .map(|(rendered, vote)| {
            let vote = vote / most.max(f64::MIN_POSITIVE);
            let (together, least) = match rendered {
                Rendered::Candidate(candidate) => {
                    let together = company.dice(term, *candidate);
                    let least = match together {
                        _ if together >= INSEPARABLE => CONSIDERED,
                        _ if together >= TOGETHER => COMPANION,
                        _ => FIT,
                    };
                    (together, least)
                }
                Rendered::Words(_) => (0.5 * vote, FIT * PROJECTED),
            };
            (
                rendered,
                (
                    1.0 - VOTE - COMPANY + VOTE * vote + COMPANY * together,
                    least,
                ),
            )
        })
        .collect();
    occurrences
        .iter()
        .filter_map(|options| {
            options
                .iter()
                .map(|option| (option, worths[&option.rendered]))
                .filter(|(option, (_, least))| option.fit >= *least)
                .map(|(option, (worth, _))| (option, option.fit * worth))
                // The first of equals.
                .reduce(|best, next| if next.1 > best.1 { next } else { best })
                .map(|(option, _)| option)
        })
        .collect()
}

fn summarise(
    renderings: &[&Reading],
    source: &Candidate,
    wording: &Wording<'_>,
) -> Vec<Equivalent> {
    let total: f64 = renderings.iter().map(|rendering| rendering.fit).sum();
    let mut by_rendered: BTreeMap<&Rendered, Vec<&Reading>> = BTreeMap::new();
    for rendering in renderings {
        by_rendered
            .entry(&rendering.rendered)
            .or_default()
            .push(rendering);
    }
    let mut found: Vec<(&Rendered, Equivalent)> = by_rendered
        .into_iter()
        .filter_map(|(rendered, of)| {
            let probability = of.iter().map(|rendering| rendering.fit).sum::<f64>() / total;
            if probability < SHARE && of.len() == 1 {
                return None;
            }
            let best = of
                .iter()
                .reduce(|best, next| if next.fit > best.fit { next } else { best })?;
            let candidate = match rendered {
                Rendered::Candidate(candidate) => Some(*candidate),
                Rendered::Words(_) => None,
            };
            let texts = of.iter().map(|rendering| rendering.text.as_str());
            let equivalent = Equivalent {
                term: wording.of_rendering(source, candidate, texts),
                candidate,
                count: of.len(),
                probability,
                example: best.place,
            };
            Some((rendered, equivalent))
        })
        .collect();
    found.sort_by(|(one_key, one), (other_key, other)| {
        let by_probability = other.probability.total_cmp(&one.probability);
        by_probability.then_with(|| one_key.cmp(other_key))
    });
    found
        .into_iter()
        .map(|(_, equivalent)| equivalent)
        .collect()
}
