//! From units to matches: the ready-made way in.

use super::index::{Candidate, Index, Limits};
use super::key::{Key, keys};
use super::scan::{Scan, ScanBuilder};
use super::score::{CONTEXT_BONUS, Penalties, penalties, raw_score};
use super::script::{Side, script};
use super::substitute::substitute;
use crate::language::Language;
use crate::memory::unit::{Unit, UnitId};
use indexmap::IndexMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// By how much a match with substituted numbers ranks below its score: what was translated as it
/// stands comes first. Less than any two scores differ by.
const SUBSTITUTED_RANK: f64 = 1e-6;

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
pub struct Match<'a> {
    /// Percent: up to 100 for identity, 101 or 102 where one or both neighbours are identical too.
    pub score: f64,
    /// The unit.
    pub unit: UnitId,
    /// Its source, as stored.
    pub source: &'a str,
    /// Its target, as stored.
    pub target: &'a str,
    /// How many keys of the source are to be edited to get the query's.
    pub distance: usize,
    /// How many keys the longer of the two has.
    pub longer: usize,
    /// What was taken off `100 · (1 − distance / longer)`.
    pub penalties: Penalties,
    /// How many neighbours are identical, counted only where the text is.
    pub neighbours: u8,
    /// The target with the query's numbers, where only numbers had to be put in.
    pub substituted: Option<String>,
}

impl Match<'_> {
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
        self.substituted.as_deref().unwrap_or(self.target)
    }
}

/// Collects the units of a [`Matcher`].
pub struct MatcherBuilder {
    source_language: Language,
    target_language: Language,
    index: ScanBuilder,
    texts: String,
    entries: Vec<Stored>,
    ids: Vec<u32>,
}

/// Where an entry's texts lie, and its neighbours' hashes.
struct Stored {
    unit: UnitId,
    start: usize,
    source: u32,
    target: u32,
    previous: Option<u64>,
    next: Option<u64>,
}

impl MatcherBuilder {
    /// Adds a unit. A text of 4 GB or more is left out: nothing could be matched to it.
    pub fn add(&mut self, entry: Entry<'_>) {
        let (Ok(source), Ok(target)) = (
            u32::try_from(entry.source.len()),
            u32::try_from(entry.target.len()),
        ) else {
            return;
        };
        self.ids.clear();
        for key in keys(entry.source, &self.source_language) {
            self.ids.push(self.index.intern(&key.folded(entry.source)));
        }
        self.index.push(&self.ids);
        self.entries.push(Stored {
            unit: entry.unit,
            start: self.texts.len(),
            source,
            target,
            previous: entry.previous.map(hash),
            next: entry.next.map(hash),
        });
        self.texts.push_str(entry.source);
        self.texts.push_str(entry.target);
    }

    /// Adds a stored unit; one without an id gets the default one.
    pub fn add_unit(&mut self, unit: &Unit) {
        self.add(Entry {
            unit: unit.id.unwrap_or_default(),
            source: &unit.source,
            target: &unit.target,
            previous: unit.previous_source.as_deref(),
            next: unit.next_source.as_deref(),
        });
    }

    /// Makes the index.
    #[must_use]
    pub fn finish(self) -> Matcher {
        Matcher {
            source_language: self.source_language,
            target_language: self.target_language,
            index: Box::new(self.index.finish()) as Box<Scan>,
            texts: self.texts,
            entries: self.entries,
        }
    }
}

/// Finds the best units for a text.
///
/// Holds the texts of its units and an index of their keys in memory. Searching takes `&self`: any
/// number of threads may search at once.
///
/// ```
/// use bitext::language::Language;
/// use bitext::memory::{Entry, Limits, Matcher};
///
/// let mut builder = Matcher::builder(Language::english(), Language::french());
/// builder.add(Entry { source: "Open 3 files.", target: "Ouvrez 3 fichiers.", ..Entry::default() });
/// let matcher = builder.finish();
/// let found = matcher.matches("Open 12 files.", Limits::default());
/// assert_eq!(found[0].proposal(), "Ouvrez 12 fichiers.");
/// ```
pub struct Matcher {
    source_language: Language,
    target_language: Language,
    index: Box<dyn Index>,
    texts: String,
    entries: Vec<Stored>,
}

impl Matcher {
    /// Starts a matcher whose units all have these languages.
    #[must_use]
    pub fn builder(source_language: Language, target_language: Language) -> MatcherBuilder {
        MatcherBuilder {
            source_language,
            target_language,
            index: ScanBuilder::default(),
            texts: String::new(),
            entries: Vec::new(),
            ids: Vec::new(),
        }
    }

    /// How many units it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The best units for a query, best first; of equal scores those without substituted numbers
    /// first, then in the order in which they were added.
    /// A query without any token matches nothing.
    #[must_use]
    pub fn matches<'a, 'q>(
        &'a self,
        query: impl Into<Query<'q>>,
        limits: Limits,
    ) -> Vec<Match<'a>> {
        let query = Asked::new(query.into(), &self.source_language, self.index.as_ref());
        let mut assessed: IndexMap<u32, Assessment> = IndexMap::new();
        let lowered = Limits {
            min: limits.min - SUBSTITUTED_RANK,
            ..limits
        };
        let hits = self.index.search(&query.ids, lowered, &mut |candidate| {
            let assessment = self.assess(&query, candidate);
            let rank = match &assessment {
                Assessment { score, .. } if *score < limits.min => 0.0,
                Assessment {
                    score,
                    substituted: Some(_),
                    ..
                } => score - SUBSTITUTED_RANK,
                Assessment { score, .. } => *score,
            };
            assessed.insert(candidate.record, assessment);
            rank
        });
        hits.into_iter()
            .filter_map(|hit| {
                let assessment = assessed.swap_remove(&hit.candidate.record)?;
                let entry = self.entries.get(hit.candidate.record as usize)?;
                Some(Match {
                    score: assessment.score,
                    unit: entry.unit,
                    source: self.source(entry),
                    target: self.target(entry),
                    distance: hit.candidate.distance,
                    longer: hit.candidate.longer,
                    penalties: assessment.penalties,
                    neighbours: assessment.neighbours,
                    substituted: assessment.substituted,
                })
            })
            .collect()
    }

    fn source(&self, entry: &Stored) -> &str {
        let end = entry.start + entry.source as usize;
        self.texts.get(entry.start..end).unwrap_or_default()
    }

    fn target(&self, entry: &Stored) -> &str {
        let start = entry.start + entry.source as usize;
        self.texts
            .get(start..start + entry.target as usize)
            .unwrap_or_default()
    }

    /// The final score of a candidate with all that explains it.
    fn assess(&self, query: &Asked<'_>, candidate: Candidate) -> Assessment {
        let Some(entry) = self.entries.get(candidate.record as usize) else {
            return Assessment::default();
        };
        let source = self.source(entry);
        if source == query.text {
            let neighbours = u8::from(entry.previous.is_some() && entry.previous == query.previous)
                + u8::from(entry.next.is_some() && entry.next == query.next);
            let score = 100.0 + f64::from(neighbours) * CONTEXT_BONUS;
            return Assessment {
                score,
                neighbours,
                ..Assessment::default()
            };
        }
        let source_keys = keys(source, &self.source_language);
        let source_ids = query.ids_of(source, &source_keys, self.index.as_ref());
        let source = Side {
            text: source,
            keys: &source_keys,
            ids: &source_ids,
        };
        let steps = script(source, query.side(), candidate.distance);
        let mut penalties = penalties(source, query.side(), &steps);
        let mut substituted = None;
        if penalties.number > 0.0 {
            substituted = substitute(
                (source, &self.source_language),
                query.side(),
                &steps,
                (self.target(entry), &self.target_language),
            );
            if substituted.is_some() {
                penalties.number = 0.0;
            }
        }
        let raw = raw_score(candidate.distance, candidate.longer) - penalties.total();
        let score = raw.clamp(0.0, ALMOST_IDENTICAL);
        Assessment {
            score,
            penalties,
            neighbours: 0,
            substituted,
        }
    }
}

/// Only identity shows 100: where substituted numbers leave nothing to subtract, the score stays
/// just below.
const ALMOST_IDENTICAL: f64 = 99.99;

#[derive(Default)]
struct Assessment {
    score: f64,
    penalties: Penalties,
    neighbours: u8,
    substituted: Option<String>,
}

/// A query with its keys.
struct Asked<'a> {
    text: &'a str,
    keys: Vec<Key>,
    ids: Vec<u32>,
    /// Keys that no record has.
    unknown: IndexMap<String, u32>,
    previous: Option<u64>,
    next: Option<u64>,
}

impl<'a> Asked<'a> {
    fn new(query: Query<'a>, language: &Language, index: &dyn Index) -> Self {
        let keys = keys(query.text, language);
        let mut unknown = IndexMap::new();
        let ids = keys
            .iter()
            .map(|key| {
                let folded = key.folded(query.text);
                index.id(&folded).unwrap_or_else(|| {
                    let fresh = index.ids().saturating_add(unknown.len() as u32);
                    *unknown.entry(folded.into_owned()).or_insert(fresh)
                })
            })
            .collect();
        let (previous, next) = (query.previous.map(hash), query.next.map(hash));
        Self {
            text: query.text,
            keys,
            ids,
            unknown,
            previous,
            next,
        }
    }

    fn side(&self) -> Side<'_> {
        Side {
            text: self.text,
            keys: &self.keys,
            ids: &self.ids,
        }
    }

    /// The ids of a record's keys, in the query's numbering.
    fn ids_of(&self, text: &str, keys: &[Key], index: &dyn Index) -> Vec<u32> {
        keys.iter()
            .map(|key| {
                let folded = key.folded(text);
                index
                    .id(&folded)
                    .or_else(|| self.unknown.get(folded.as_ref()).copied())
                    .unwrap_or(u32::MAX)
            })
            .collect()
    }
}

/// A neighbour's text in 8 bytes; never stored, so that the function may change.
fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matcher(sources: &[(&str, &str)]) -> Matcher {
        let mut builder = Matcher::builder(Language::english(), Language::french());
        for (number, (source, target)) in sources.iter().enumerate() {
            let unit = UnitId(number as i64 + 1);
            builder.add(Entry {
                unit,
                source,
                target,
                ..Entry::default()
            });
        }
        builder.finish()
    }

    fn score(query: &str, source: &str) -> f64 {
        let limits = Limits { min: 0.0, top: 1 };
        matcher(&[(source, "")])
            .matches(query, limits)
            .first()
            .map_or(0.0, |found| found.score)
    }

    #[test]
    fn only_identity_is_a_hundred() {
        for (query, source, expected) in [
            ("Save the file", "Save the file", 100.0),
            ("Save the file", "save the file", 99.0),
            ("Save  the file", "Save the file", 99.5),
            ("Save the file ", "Save the file", 99.5),
            (" save the  file", "Save the file", 98.5),
            ("Save <b>it</b>", "Save <i>it</i>", 99.0),
            // Both are placeholders: equal keys, another one.
            ("Save %s", "Save {0}", 99.0),
            ("Save «it»", "Save \"it\"", 99.5),
            ("Caf\u{e9}", "Cafe\u{301}", 99.5),
            ("Save 5 files", "Save 7 files", 99.0),
            ("Save one file", "Save the file", 100.0 * 2.0 / 3.0),
            ("Save one file", "save the file", 100.0 * 2.0 / 3.0 - 1.0),
            ("alpha", "beta", 0.0),
        ] {
            assert_eq!(score(query, source), expected, "{query} / {source}");
        }
    }

    #[test]
    fn numbers_go_into_the_target() {
        let memory = matcher(&[(
            "Pay 1,500 dollars by 3 May.",
            "Payez 1 500 dollars avant le 3 mai.",
        )]);
        let found = memory.matches("Pay 2,750 dollars by 4 May.", Limits::default());
        assert_eq!((found[0].score, found[0].percent()), (ALMOST_IDENTICAL, 99));
        assert!(found[0].proposal().contains("4 mai"), "{:?}", found[0]);
        // The target lacks the number: nothing is put in, and the penalty shows it.
        let memory = matcher(&[("Open 2 files.", "Ouvrez deux fichiers.")]);
        let found = memory.matches("Open 3 files.", Limits::default());
        assert_eq!((found[0].score, found[0].penalties.number), (99.0, 1.0));
        assert_eq!(found[0].substituted, None);
        // Two sevens become different numbers: which is which in the target is not known.
        let memory = matcher(&[("7 or 7", "7 ou 7")]);
        assert_eq!(
            memory.matches("8 or 9", Limits::default())[0].substituted,
            None
        );
        assert_eq!(
            memory.matches("8 or 8", Limits::default())[0].proposal(),
            "8 ou 8"
        );
    }

    #[test]
    fn identity_comes_before_substitution() {
        let memory = matcher(&[("Level 1", "Niveau 1"), ("Level 2", "Niveau 2")]);
        let found = memory.matches("Level 2", Limits { min: 99.0, top: 5 });
        let seen: Vec<_> = found
            .iter()
            .map(|found| (found.unit.0, found.proposal()))
            .collect();
        assert_eq!(seen, [(2, "Niveau 2"), (1, "Niveau 2")]);
        assert_eq!((found[0].score, found[1].score), (100.0, ALMOST_IDENTICAL));
        assert_eq!(
            memory.matches("Level 2", Limits { min: 70.0, top: 1 })[0]
                .unit
                .0,
            2
        );
    }

    #[test]
    fn neighbours_lift_identity() {
        let mut builder = Matcher::builder(Language::english(), Language::french());
        let entry = Entry {
            source: "Yes.",
            target: "Oui.",
            ..Entry::default()
        };
        builder.add(Entry {
            unit: UnitId(1),
            ..entry
        });
        builder.add(Entry {
            unit: UnitId(2),
            previous: Some("Sure?"),
            ..entry
        });
        builder.add(Entry {
            unit: UnitId(3),
            previous: Some("Sure?"),
            next: Some("Go."),
            ..entry
        });
        let memory = builder.finish();
        let query = Query {
            text: "Yes.",
            previous: Some("Sure?"),
            next: Some("Go."),
        };
        let found = memory.matches(query, Limits { min: 70.0, top: 3 });
        let order: Vec<_> = found
            .iter()
            .map(|found| (found.unit.0, found.score))
            .collect();
        assert_eq!(order, [(3, 102.0), (2, 101.0), (1, 100.0)]);
        // No neighbour is no context; another case is no identity.
        let query = Query {
            text: "yes.",
            previous: Some("Sure?"),
            next: None,
        };
        assert_eq!(
            memory.matches(query, Limits { min: 70.0, top: 1 })[0].score,
            99.0
        );
    }

    #[test]
    fn characters_where_there_are_no_spaces() {
        let mut builder = Matcher::builder("zh".parse().unwrap(), Language::english());
        builder.add(Entry {
            source: "网络犯罪公约",
            ..Entry::default()
        });
        let found = builder.finish().matches("网络犯罪条约", Limits::default())[0].score;
        assert_eq!(found, 100.0 * 5.0 / 6.0);
    }

    #[test]
    fn whole_percents_never_round_up_to_identity() {
        let words: Vec<String> = (0..400)
            .map(|n| format!("w{}x", "ab".repeat(n % 9)))
            .collect();
        let source = words.join(" ");
        let query = format!("{source} more");
        let memory = matcher(&[(&source, "")]);
        let found = memory.matches(query.as_str(), Limits::default());
        assert!(found[0].score > 99.5);
        assert_eq!(found[0].percent(), 99);
    }

    proptest! {
        #[test]
        fn a_hundred_means_the_same_text(
            query in "[aAb1é’' .<>]{0,12}",
            source in "[aAb1é’' .<>]{0,12}",
        ) {
            let found = score(&query, &source);
            prop_assert!((0.0..=100.0).contains(&found));
            if found == 100.0 {
                prop_assert_eq!(query, source);
            }
        }
    }
}
