//! From units to matches: the ready-made way in.
//!
//! - this file: [`Matcher`], over one memory or several; `builder.rs`: units held in memory;
//! - `values.rs`: what is asked, given and found.

mod builder;
#[cfg(test)]
mod tests;
mod values;

use super::assess::{Asked, Assessment, Languages};
use super::catalogue::{self, IndexReport};
use super::index::{Index, Limits, Wanted};
use super::metric::Metric;
use super::score::UnitPenalties;
use super::units::{About, Known, Stored, Units};
use crate::language::Language;
use crate::memory::date::Date;
use crate::memory::error::{Error, Result};
use crate::memory::project::Project;
use crate::memory::unit::Status;
use indexmap::IndexMap;
use std::sync::Mutex;

pub use builder::MatcherBuilder;
pub use values::{Entry, Match, Query};

/// By how much a match with substituted numbers ranks below its score: what was translated as it
/// stands comes first. Less than any two scores differ by.
const SUBSTITUTED_RANK: f64 = 1e-6;

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
        MatcherBuilder::new(
            metric,
            Languages {
                source: source_language,
                target: target_language,
            },
        )
    }

    /// Starts a matcher that finds the same by comparing with every unit: what the index is held
    /// against.
    #[must_use]
    pub fn scanning(source_language: Language, target_language: Language) -> MatcherBuilder {
        Self::builder(source_language, target_language).scanning()
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
        let matcher = Self::of_memory(languages, Metric::Keys, Box::new(index), Box::new(units));
        Ok(Some((matcher, report)))
    }

    fn of_memory(
        languages: Languages,
        metric: Metric,
        index: Box<dyn Index>,
        units: Box<dyn Units>,
    ) -> Self {
        Self {
            languages,
            metric,
            memories: vec![Memory {
                index,
                units,
                penalty: 0.0,
            }],
            unit_penalties: UnitPenalties::default(),
            old: None,
        }
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
