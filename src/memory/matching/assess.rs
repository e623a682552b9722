//! A query made ready, and the score of one candidate with all that explains it.

use super::index::{Candidate, IDENTITY};
use super::key::{Class, Folded, Key, keys};
use super::matcher::Query;
use super::metric::Metric;
use super::month;
use super::score::{CONTEXT_BONUS, Penalties, UnitPenalties, raw_score};
use super::script::{Side, Step, script};
use super::substitute::substitute;
use super::units::{About, Known};
use crate::language::Language;
use indexmap::IndexMap;

/// The languages of a match.
#[derive(Clone, Debug)]
pub(super) struct Languages {
    pub(super) source: Language,
    pub(super) target: Language,
}

impl Languages {
    /// Whether units of these languages run the other way round; `None` where neither way fits.
    pub(super) fn direction(&self, (source, target): (&Language, &Language)) -> Option<bool> {
        let fits = |source: &Language, target: &Language| {
            self.source.same_language(source) && self.target.same_language(target)
        };
        if fits(source, target) {
            Some(false)
        } else {
            fits(target, source).then_some(true)
        }
    }

    /// Whether a unit is for another region than the one that is wanted.
    pub(super) fn is_foreign(&self, about: &About) -> bool {
        let differ = |wanted: &Language, has: &Language| matches!((region(wanted), region(has)), (Some(a), Some(b)) if !a.eq_ignore_ascii_case(b));
        differ(&self.source, &about.source_language) || differ(&self.target, &about.target_language)
    }
}

/// The region of a tag: the subtag of two letters or three digits (RFC 5646, 2.2.4).
fn region(language: &Language) -> Option<&str> {
    let mut subtags = language.as_str().split(['-', '_']).skip(1);
    subtags.find(|subtag| {
        subtag.len() == 2 && subtag.bytes().all(|b| b.is_ascii_alphabetic())
            || subtag.len() == 3 && subtag.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Only identity shows 100: where substitutions leave nothing to subtract, the score stays just
/// below.
pub(super) const ALMOST_IDENTICAL: f64 = 99.99;

/// The score of a candidate.
#[derive(Default)]
pub(super) struct Assessment {
    pub(super) score: f64,
    pub(super) penalties: Penalties,
    pub(super) neighbours: u8,
    pub(super) substituted: Option<String>,
}

/// A query with its keys.
pub(super) struct Asked<'a> {
    query: Query<'a>,
    metric: Metric,
    keys: Vec<Key>,
    pub(super) folded: Folded,
    /// The folded keys, each numbered by its first place.
    numbers: IndexMap<Box<str>, u32>,
    ids: Vec<u32>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(query: Query<'a>, languages: &Languages, metric: Metric) -> Self {
        let keys = keys(query.text, &languages.source);
        let (mut folded, mut numbers) = (Folded::default(), IndexMap::new());
        let mut ids = Vec::with_capacity(keys.len());
        for key in &keys {
            let text = key.folded(query.text);
            folded.push(&text);
            let next = numbers.len() as u32;
            let id = match numbers.get(text.as_ref()) {
                Some(&id) => id,
                None => *numbers.entry(Box::from(text.as_ref())).or_insert(next),
            };
            ids.push(id);
        }
        if metric != Metric::Keys {
            metric.fold(query.text, &languages.source, &mut folded);
        }
        Self {
            query,
            metric,
            keys,
            folded,
            numbers,
            ids,
        }
    }

    /// The greatest score it can get.
    pub(super) fn most(&self) -> f64 {
        let neighbours = [self.query.previous, self.query.next];
        IDENTITY + CONTEXT_BONUS * neighbours.iter().flatten().count() as f64
    }

    fn side(&self) -> Side<'_> {
        Side {
            text: self.query.text,
            keys: &self.keys,
            ids: &self.ids,
        }
    }

    /// The numbers of a text's keys; those that the query has not are all the same.
    fn ids_of(&self, text: &str, keys: &[Key]) -> Vec<u32> {
        let number = |key: &Key| self.numbers.get(key.folded(text).as_ref()).copied();
        keys.iter()
            .map(|key| number(key).unwrap_or(u32::MAX))
            .collect()
    }

    /// The score of a candidate; `points` gives the penalties for its memory and its unit.
    pub(super) fn assess(
        &self,
        known: &Known<'_>,
        candidate: Candidate,
        languages: &Languages,
        points: impl Fn(&About) -> (f64, UnitPenalties),
    ) -> Assessment {
        let (memory, unit) = points(&known.about);
        let mut penalties = Penalties {
            memory,
            unit,
            ..Penalties::default()
        };
        if known.source == self.query.text {
            let same = |one: Option<&str>, other: Option<&str>| one.is_some() && one == other;
            let neighbours = u8::from(same(known.previous.as_deref(), self.query.previous))
                + u8::from(same(known.next.as_deref(), self.query.next));
            let score = IDENTITY + f64::from(neighbours) * CONTEXT_BONUS - penalties.total();
            return Assessment {
                score: score.max(0.0),
                penalties,
                neighbours,
                substituted: None,
            };
        }
        let raw = raw_score(candidate.distance, candidate.longer);
        if self.metric != Metric::Keys {
            return Assessment {
                score: (raw - penalties.total()).clamp(0.0, ALMOST_IDENTICAL),
                penalties,
                ..Assessment::default()
            };
        }
        let source_keys = keys(&known.source, &languages.source);
        let source_ids = self.ids_of(&known.source, &source_keys);
        let source = Side {
            text: &known.source,
            keys: &source_keys,
            ids: &source_ids,
        };
        let steps = script(source, self.side(), candidate.distance);
        penalties.take_differences(source, self.side(), &steps);
        let substituted = self.substituted(known, source, &steps, languages, &mut penalties);
        Assessment {
            score: (raw - penalties.total()).clamp(0.0, ALMOST_IDENTICAL),
            penalties,
            neighbours: 0,
            substituted,
        }
    }
    /// The target with what the query has in other places' stead; takes the penalties off that it
    /// mends.
    fn substituted(
        &self,
        known: &Known<'_>,
        source: Side<'_>,
        steps: &[Step],
        languages: &Languages,
        penalties: &mut Penalties,
    ) -> Option<String> {
        let source = (source, &languages.source);
        let mut target: Option<String> = None;
        let current = |target: &Option<String>| target.clone().unwrap_or(known.target.to_string());
        if penalties.number > 0.0 {
            let (text, language) = (current(&target), &languages.target);
            let numbers = [Class::Number];
            let with = substitute(&numbers, source, self.side(), steps, (&text, language));
            // With one number in doubt the rest of a date is none.
            target = Some(with?);
            penalties.number = 0.0;
        }
        if penalties.tag > 0.0 {
            let (text, language) = (current(&target), &languages.target);
            let tags = [Class::Tag, Class::Placeholder];
            let with = substitute(&tags, source, self.side(), steps, (&text, language));
            if with.is_some() {
                target = with;
                penalties.tag = 0.0;
            }
        }
        if steps.iter().any(|step| matches!(step, Step::Replaced(..))) {
            let (text, language) = (current(&target), &languages.target);
            let with = month::substitute(source, self.side(), steps, (&text, language));
            target = with.or(target);
        }
        target
    }
}
