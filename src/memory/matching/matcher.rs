//! From units to matches: the ready-made way in.

use super::assess::{Asked, Assessment, Languages};
use super::catalogue::{self, IndexReport};
use super::index::{Index, Limits, Wanted};
use super::key::Folded;
use super::layers::LayersBuilder;
use super::metric::Metric;
use super::scan::ScanBuilder;
use super::score::{Penalties, UnitPenalties};
use super::units::{About, InMemory, Known, Stored, Units};
use crate::language::Language;
use crate::memory::date::Date;
use crate::memory::error::{Error, Result};
use crate::memory::project::Project;
use crate::memory::unit::{Status, Unit, UnitId};
use indexmap::IndexMap;
use std::sync::Mutex;

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

/// Collects the units of a [`Matcher`] that holds them in memory.
pub struct MatcherBuilder {
    languages: Languages,
    index: IndexBuilder,
    units: InMemory,
    metric: Metric,
    keys: Folded,
}

/// The metric decides which index serves it.
enum IndexBuilder {
    Layers(Box<LayersBuilder>),
    Scan(ScanBuilder),
}

impl MatcherBuilder {
    /// Adds a unit in the languages of the matcher. A text of 4 GB or more is left out: nothing
    /// could be matched to it.
    pub fn add(&mut self, entry: Entry<'_>) {
        let about = About {
            status: Status::default(),
            touched: None,
            machine: false,
            source_language: self.languages.source.clone(),
            target_language: self.languages.target.clone(),
            reversed: false,
        };
        self.push(entry, about);
    }

    /// Adds a stored unit, turned round where it runs the other way; one without an id gets the
    /// default one. A unit of other languages is left out: tells whether it was taken.
    pub fn add_unit(&mut self, unit: &Unit) -> bool {
        let languages = (&unit.source_language, &unit.target_language);
        let reversed = match self.languages.direction(languages) {
            Some(reversed) => reversed,
            None => return false,
        };
        let (entry, about) = super::units::turned(unit, reversed);
        self.push(entry, about)
    }

    fn push(&mut self, entry: Entry<'_>, about: About) -> bool {
        let record = self.units.len() as u64;
        if !self.units.add(entry, about) {
            return false;
        }
        let language = &self.languages.source;
        self.metric.fold(entry.source, language, &mut self.keys);
        match &mut self.index {
            IndexBuilder::Layers(index) => index.push(record, &self.keys),
            IndexBuilder::Scan(index) => index.push(record, &self.keys),
        }
        true
    }

    /// Makes the index.
    #[must_use]
    pub fn finish(self) -> Matcher {
        Matcher {
            languages: self.languages,
            metric: self.metric,
            memories: vec![Memory {
                index: match self.index {
                    IndexBuilder::Layers(index) => Box::new(index.finish()),
                    IndexBuilder::Scan(index) => Box::new(index.finish()),
                },
                units: Box::new(self.units),
                penalty: 0.0,
            }],
            unit_penalties: UnitPenalties::default(),
            old: None,
        }
    }
}

/// Finds the best units for a text, in one memory or several.
///
/// Units of a project are found by the index beside it and read as they are needed; units given one
/// by one are held in memory with an index of their own. Searching takes `&self`: any number of
/// threads may search at once.
///
/// ```
/// use bitext::language::Language;
/// use bitext::memory::{Entry, Limits, Matcher};
///
/// let mut builder = Matcher::builder(Language::english(), Language::french());
/// builder.add(Entry { source: "Open 3 files.", target: "Ouvrez 3 fichiers.", ..Entry::default() });
/// let matcher = builder.finish();
/// let found = matcher.matches("Open 12 files.", Limits::default())?;
/// assert_eq!(found[0].proposal(), "Ouvrez 12 fichiers.");
/// # Ok::<(), bitext::memory::Error>(())
/// ```
pub struct Matcher {
    languages: Languages,
    metric: Metric,
    memories: Vec<Memory>,
    unit_penalties: UnitPenalties,
    /// Units that were touched before are old.
    old: Option<Date>,
}

struct Memory {
    index: Box<dyn Index>,
    units: Box<dyn Units>,
    penalty: f64,
}

impl Matcher {
    /// Starts a matcher whose units all have these languages.
    #[must_use]
    pub fn builder(source_language: Language, target_language: Language) -> MatcherBuilder {
        Self::builder_by(Metric::Keys, source_language, target_language)
    }

    /// Starts a matcher that compares by another metric. All but [`Metric::Keys`] compare with every
    /// unit.
    #[must_use]
    pub fn builder_by(
        metric: Metric,
        source_language: Language,
        target_language: Language,
    ) -> MatcherBuilder {
        MatcherBuilder {
            metric,
            languages: Languages {
                source: source_language,
                target: target_language,
            },
            index: match metric {
                Metric::Keys => IndexBuilder::Layers(Box::default()),
                _ => IndexBuilder::Scan(ScanBuilder::default()),
            },
            units: InMemory::default(),
            keys: Folded::default(),
        }
    }

    /// Starts a matcher that finds the same by comparing with every unit: what the index is held
    /// against.
    #[must_use]
    pub fn scanning(source_language: Language, target_language: Language) -> MatcherBuilder {
        MatcherBuilder {
            index: IndexBuilder::Scan(ScanBuilder::default()),
            ..Self::builder(source_language, target_language)
        }
    }

    /// A matcher of the units that a project holds now, whatever is written to it later. Its index
    /// lies beside the project; it is made or brought up to date where need be, which is told.
    ///
    /// Where no language is named, the first unit that fits settles it; `None` where no unit does.
    ///
    /// # Errors
    ///
    /// The project cannot be read.
    pub fn of_project(
        project: Project,
        source_language: Option<&Language>,
        target_language: Option<&Language>,
    ) -> Result<Option<(Self, IndexReport)>> {
        project.hold()?;
        let fits = |wanted: Option<&Language>, language: &Language| {
            wanted.is_none_or(|wanted| wanted.same_language(language))
        };
        let direction = project.first_direction(|source, target| {
            fits(source_language, source) && fits(target_language, target)
        })?;
        let Some((source, target)) = direction else {
            return Ok(None);
        };
        // The user's spelling tells the region that is wanted.
        let source = source_language.cloned().unwrap_or(source);
        let target = target_language.cloned().unwrap_or(target);
        let (index, report) = catalogue::index(&project, (&source, &target))?;
        let languages = Languages { source, target };
        let units = Stored {
            project: Mutex::new(project),
            languages: languages.clone(),
        };
        let matcher = Self {
            languages,
            metric: Metric::Keys,
            memories: vec![Memory {
                index: Box::new(index),
                units: Box::new(units),
                penalty: 0.0,
            }],
            unit_penalties: UnitPenalties::default(),
            old: None,
        };
        Ok(Some((matcher, report)))
    }

    /// Adds the memories of another matcher behind its own, which must have the same languages and
    /// metric.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.memories.extend(other.memories);
        self
    }

    /// Takes so many percents off each match of the memories it has.
    #[must_use]
    pub fn with_memory_penalty(mut self, points: f64) -> Self {
        for memory in &mut self.memories {
            memory.penalty = points.max(0.0);
        }
        self
    }

    /// Takes points off for what units are; `old_before` is the date before which they are old.
    #[must_use]
    pub fn with_unit_penalties(mut self, points: UnitPenalties, old_before: Option<Date>) -> Self {
        self.unit_penalties = points;
        self.old = old_before;
        self
    }

    /// The language of the queries.
    #[must_use]
    pub fn source_language(&self) -> &Language {
        &self.languages.source
    }

    /// The language of the translations.
    #[must_use]
    pub fn target_language(&self) -> &Language {
        &self.languages.target
    }

    /// How many units it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.memories.iter().map(|memory| memory.index.len()).sum()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The best units for a query, best first; of equal scores those without substitutions first,
    /// then by memory, then in the order in which they were added.
    /// A query without any token matches nothing.
    ///
    /// # Errors
    ///
    /// A project cannot be read.
    pub fn matches<'q>(&self, query: impl Into<Query<'q>>, limits: Limits) -> Result<Vec<Match>> {
        let query = Asked::new(query.into(), &self.languages, self.metric);
        let mut found: Vec<(f64, Match)> = Vec::new();
        for (number, memory) in self.memories.iter().enumerate() {
            found.extend(self.search(number, memory, &query, limits)?);
        }
        if self.memories.len() > 1 {
            // The order of the memories stands where scores are equal.
            found.sort_by(|a, b| b.0.total_cmp(&a.0));
            found.truncate(limits.top);
        }
        Ok(found.into_iter().map(|(_, found)| found).collect())
    }

    /// The best units of one memory with the scores they rank by.
    fn search(
        &self,
        number: usize,
        memory: &Memory,
        query: &Asked<'_>,
        limits: Limits,
    ) -> Result<Vec<(f64, Match)>> {
        let wanted = Wanted {
            keys: &query.folded,
            limits: Limits {
                min: limits.min - SUBSTITUTED_RANK,
                ..limits
            },
            most: query.most(),
        };
        let mut assessed: IndexMap<u64, (Known<'_>, Assessment)> = IndexMap::new();
        let mut failed: Option<Error> = None;
        let hits = memory.index.search(wanted, &mut |candidate| {
            let known = match memory.units.known(candidate.record) {
                Ok(known) => known,
                Err(error) => {
                    failed.get_or_insert(error);
                    return 0.0;
                }
            };
            let assessment = query.assess(&known, candidate, &self.languages, |about| {
                let unit = self.unit_penalties(about);
                (memory.penalty, unit)
            });
            let rank = match &assessment {
                Assessment { score, .. } if *score < limits.min => 0.0,
                Assessment {
                    score,
                    substituted: Some(_),
                    ..
                } => score - SUBSTITUTED_RANK,
                Assessment { score, .. } => *score,
            };
            assessed.insert(candidate.record, (known, assessment));
            rank
        });
        if let Some(error) = failed {
            return Err(error);
        }
        let matches = hits.into_iter().filter_map(|hit| {
            let (known, assessment) = assessed.swap_remove(&hit.candidate.record)?;
            let found = Match {
                score: assessment.score,
                unit: known.unit,
                memory: number,
                source: known.source.into_owned(),
                target: known.target.into_owned(),
                distance: hit.candidate.distance,
                longer: hit.candidate.longer,
                penalties: assessment.penalties,
                neighbours: assessment.neighbours,
                substituted: assessment.substituted,
                about: known.about.into_owned(),
            };
            Some((hit.score, found))
        });
        Ok(matches.collect())
    }

    /// What is taken off for what a unit is.
    fn unit_penalties(&self, about: &About) -> UnitPenalties {
        let points = &self.unit_penalties;
        let of = |applies: bool, points: f64| if applies { points } else { 0.0 };
        let old = self
            .old
            .is_some_and(|limit| about.touched.is_some_and(|touched| touched < limit));
        UnitPenalties {
            unreviewed: of(about.status < Status::Reviewed, points.unreviewed),
            machine: of(about.machine, points.machine),
            region: of(self.languages.is_foreign(about), points.region),
            reversed: of(about.reversed, points.reversed),
            old: of(old, points.old),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::assess::ALMOST_IDENTICAL;
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
            .unwrap()
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
        let found = memory
            .matches("Pay 2,750 dollars by 4 May.", Limits::default())
            .unwrap();
        assert_eq!((found[0].score, found[0].percent()), (ALMOST_IDENTICAL, 99));
        assert!(found[0].proposal().contains("4 mai"), "{:?}", found[0]);
        // The target lacks the number: nothing is put in, and the penalty shows it.
        let memory = matcher(&[("Open 2 files.", "Ouvrez deux fichiers.")]);
        let found = memory.matches("Open 3 files.", Limits::default()).unwrap();
        assert_eq!((found[0].score, found[0].penalties.number), (99.0, 1.0));
        assert_eq!(found[0].substituted, None);
        // Two sevens become different numbers: which is which in the target is not known.
        let memory = matcher(&[("7 or 7", "7 ou 7")]);
        assert_eq!(
            memory.matches("8 or 9", Limits::default()).unwrap()[0].substituted,
            None
        );
        assert_eq!(
            memory.matches("8 or 8", Limits::default()).unwrap()[0].proposal(),
            "8 ou 8"
        );
    }

    #[test]
    fn identity_comes_before_substitution() {
        let memory = matcher(&[("Level 1", "Niveau 1"), ("Level 2", "Niveau 2")]);
        let found = memory
            .matches("Level 2", Limits { min: 99.0, top: 5 })
            .unwrap();
        let seen: Vec<_> = found
            .iter()
            .map(|found| (found.unit.0, found.proposal()))
            .collect();
        assert_eq!(seen, [(2, "Niveau 2"), (1, "Niveau 2")]);
        assert_eq!((found[0].score, found[1].score), (100.0, ALMOST_IDENTICAL));
        assert_eq!(
            memory
                .matches("Level 2", Limits { min: 70.0, top: 1 })
                .unwrap()[0]
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
        let found = memory.matches(query, Limits { min: 70.0, top: 3 }).unwrap();
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
            memory.matches(query, Limits { min: 70.0, top: 1 }).unwrap()[0].score,
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
        let found = builder
            .finish()
            .matches("网络犯罪条约", Limits::default())
            .unwrap()[0]
            .score;
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
        let found = memory.matches(query.as_str(), Limits::default()).unwrap();
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
