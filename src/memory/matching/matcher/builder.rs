//! Units that a matcher holds in memory.

use super::super::assess::Languages;
use super::super::index::Index;
use super::super::key::Folded;
use super::super::layers::LayersBuilder;
use super::super::metric::Metric;
use super::super::scan::ScanBuilder;
use super::super::units::{About, InMemory, turned};
use super::{Entry, Matcher};
use crate::memory::unit::{Status, Unit};

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
    pub(super) fn new(metric: Metric, languages: Languages) -> Self {
        Self {
            metric,
            languages,
            index: match metric {
                Metric::Keys => IndexBuilder::Layers(Box::default()),
                _ => IndexBuilder::Scan(ScanBuilder::default()),
            },
            units: InMemory::default(),
            keys: Folded::default(),
        }
    }

    /// The same with a scan for an index, whatever the metric.
    pub(super) fn scanning(self) -> Self {
        Self {
            index: IndexBuilder::Scan(ScanBuilder::default()),
            ..self
        }
    }

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
        let (entry, about) = turned(unit, reversed);
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
        let index: Box<dyn Index> = match self.index {
            IndexBuilder::Layers(index) => Box::new(index.finish()),
            IndexBuilder::Scan(index) => Box::new(index.finish()),
        };
        Matcher::of_memory(self.languages, self.metric, index, Box::new(self.units))
    }
}
