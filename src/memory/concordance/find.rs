//! Finding the units.

use super::key::Keys;
use super::query::{Pattern, Wording};
use super::words::Words;
use crate::language::Language;
use crate::memory::error::{Error, Result};
use crate::memory::project::{Filter, Project};
use crate::memory::unit::{Unit, UnitId};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Up to so many units all are read: quicker than keeping an index beside a small project.
const SMALL: u64 = 5_000;

/// Units that are looked at at once, on all cores.
const BATCH: usize = 1_024;

/// A side of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The source text.
    Source,
    /// The target text.
    Target,
}

/// A side of a unit that has everything that is sought.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The unit.
    pub unit: Unit,
    /// Which side.
    pub side: Side,
    /// For each phrase the places where it stands in that side's text, in bytes.
    pub places: Vec<Vec<Range<usize>>>,
}

impl Hit {
    /// The text that has the words.
    #[must_use]
    pub fn text(&self) -> &str {
        match self.side {
            Side::Source => &self.unit.source,
            Side::Target => &self.unit.target,
        }
    }

    /// The text of the other side.
    #[must_use]
    pub fn other(&self) -> &str {
        match self.side {
            Side::Source => &self.unit.target,
            Side::Target => &self.unit.source,
        }
    }

    /// The language of the text that has the words.
    #[must_use]
    pub fn language(&self) -> &Language {
        match self.side {
            Side::Source => &self.unit.source_language,
            Side::Target => &self.unit.target_language,
        }
    }
}

/// Finds words in the units of a project.
///
/// A project of more than 5,000 units gets a full-text index beside it (`.words`), which the first
/// search makes (each text is lemmatised once) and every later one brings up to date.
/// Where no file can be kept there, the units are read one by one: the hits are the same.
pub struct Concordance<'p> {
    project: &'p Project,
    words: Option<Words>,
}

impl<'p> Concordance<'p> {
    /// Opens the concordance of a project.
    ///
    /// # Errors
    ///
    /// The project cannot be read.
    pub fn of(project: &'p Project) -> Result<Self> {
        let words = if project.counts()?.units > SMALL {
            Words::of(project)?
        } else {
            None
        };
        Ok(Self { project, words })
    }

    /// Calls `visit` with each side of a unit that has everything that is sought, by the numbers of
    /// the units, the source first. Memory for some units.
    ///
    /// # Errors
    ///
    /// The project cannot be read, or what `visit` returns; then the search ends there.
    pub fn find<E: From<Error>>(
        &self,
        wording: &Wording,
        mut visit: impl FnMut(Hit) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut batch = Batch::new(wording);
        // An index that fails at the last moment is as good as none.
        let candidates = self
            .words
            .as_ref()
            .and_then(|words| words.candidates(wording).ok());
        if let Some(candidates) = candidates {
            for number in candidates {
                // One that was deleted this very moment is no hit.
                if let Some(unit) = self.project.unit(UnitId(number))? {
                    batch.push(unit, &mut visit)?;
                }
            }
        } else {
            self.project
                .units::<E>(&Filter::default(), |unit| batch.push(unit, &mut visit))?;
        }
        batch.finish(&mut visit)
    }
}

/// Units that wait to be looked at together.
pub(super) struct Batch<'w> {
    wording: &'w Wording,
    patterns: BTreeMap<String, Pattern>,
    units: Vec<Unit>,
}

impl<'w> Batch<'w> {
    fn new(wording: &'w Wording) -> Self {
        Self {
            wording,
            patterns: BTreeMap::new(),
            units: Vec::with_capacity(BATCH),
        }
    }

    fn push<E>(
        &mut self,
        unit: Unit,
        visit: &mut impl FnMut(Hit) -> Result<(), E>,
    ) -> Result<(), E> {
        for language in [&unit.source_language, &unit.target_language] {
            let code = language.primary();
            if !self.patterns.contains_key(&code) {
                self.patterns
                    .insert(code, self.wording.in_language(language));
            }
        }
        self.units.push(unit);
        if self.units.len() < BATCH {
            return Ok(());
        }
        self.finish(visit)
    }

    fn finish<E>(&mut self, visit: &mut impl FnMut(Hit) -> Result<(), E>) -> Result<(), E> {
        let patterns = &self.patterns;
        let hits: Vec<Vec<Hit>> = std::mem::take(&mut self.units)
            .into_par_iter()
            .map(|unit| hits(&unit, patterns))
            .collect();
        hits.into_iter().flatten().try_for_each(visit)
    }
}

fn hits(unit: &Unit, patterns: &BTreeMap<String, Pattern>) -> Vec<Hit> {
    let places = |text: &str, language: &Language| {
        patterns
            .get(&language.primary())?
            .places(text, &mut Keys::new(language))
    };
    let (source, target) = (
        places(&unit.source, &unit.source_language),
        places(&unit.target, &unit.target_language),
    );
    let hit = |side, places: Option<_>| places.map(|places| (side, places));
    let found: Vec<_> = [hit(Side::Source, source), hit(Side::Target, target)]
        .into_iter()
        .flatten()
        .collect();
    found
        .into_iter()
        .map(|(side, places)| Hit {
            unit: unit.clone(),
            side,
            places,
        })
        .collect()
}

/// Looks at units that are in no project, such as those of a TMX file.
impl Wording {
    /// The sides of a unit that have everything that is sought.
    #[must_use]
    pub fn hits(&self, unit: &Unit) -> Vec<Hit> {
        let patterns = [&unit.source_language, &unit.target_language]
            .into_iter()
            .map(|language| (language.primary(), self.in_language(language)))
            .collect();
        hits(unit, &patterns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Date, Duplicates, Stamp};

    fn stamp() -> Stamp<'static> {
        Stamp {
            at: Date::from_unix(1_700_000_000),
            who: "Ada",
            what: "test",
        }
    }

    /// Units of some words each, from a generator of its own so that the test repeats.
    fn fill(project: &mut Project, count: usize, mut seed: u64) {
        const FRENCH: [&str; 12] = [
            "les chevaux",
            "un cheval",
            "l’État",
            "états",
            "de droit",
            "conventions",
            "est",
            "sont",
            "cyberattaques",
            "a/b-c",
            "aujourd’hui",
            "« ça »",
        ];
        const ENGLISH: [&str; 8] = [
            "horses", "a horse", "states", "the rule", "of law", "is", "are", "today's",
        ];
        let mut change = project.change(stamp()).unwrap();
        for _ in 0..count {
            let mut pick = |words: &[&'static str]| -> String {
                let mut picked = Vec::new();
                for _ in 0..4 {
                    seed ^= seed << 13;
                    seed ^= seed >> 7;
                    seed ^= seed << 17;
                    picked.push(words[(seed % words.len() as u64) as usize]);
                }
                picked.join(" ")
            };
            let unit = Unit::new(
                Language::french(),
                Language::english(),
                pick(&FRENCH),
                pick(&ENGLISH),
            );
            change.add_unit(&unit, Duplicates::Keep).unwrap();
        }
        change.commit().unwrap();
    }

    fn found(concordance: &Concordance<'_>, wording: &Wording) -> Vec<(i64, Side)> {
        let mut found = Vec::new();
        concordance
            .find::<Error>(wording, |hit| {
                found.push((hit.unit.id.unwrap().0, hit.side));
                Ok(())
            })
            .unwrap();
        found
    }

    /// The index finds what reading every unit finds.
    fn agrees(project: &Project) {
        let scan = Concordance {
            project,
            words: None,
        };
        let index = Concordance {
            project,
            words: Words::of(project).unwrap(),
        };
        assert!(index.words.is_some());
        let mut total = 0;
        for (phrases, exact) in [
            (&["cheval"][..], false),
            (&["état", "cheval"], false),
            (&["etat de droit"], false),
            (&["être"], false),
            (&["horse is"], false),
            (&["horse"], true),
            (&["cyber*"], false),
            (&["a/b-c"], false),
            (&["aujourd'hui"], false),
            (&["nowhere"], false),
            (&["rule of law", "horses"], false),
        ] {
            let wording = Wording::new(phrases.iter().copied(), exact).unwrap();
            let expected = found(&scan, &wording);
            total += expected.len();
            assert_eq!(found(&index, &wording), expected, "{phrases:?}");
        }
        assert!(total > 0);
    }

    #[test]
    fn the_index_agrees_with_a_scan_after_every_kind_of_change() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.bitext");
        let mut project = Project::create(&path).unwrap();
        fill(&mut project, 3_000, 0x2545_F491_4F6C_DD1D);
        agrees(&project);
        fill(&mut project, 100, 77);
        let mut change = project.change(stamp()).unwrap();
        for number in (1..3_000).step_by(7) {
            change.delete_unit(UnitId(number)).unwrap();
        }
        let mut edited = change.unit(UnitId(9)).unwrap().unwrap();
        edited.source = "le cheval de l’État de droit".to_owned();
        change.update_unit(&edited).unwrap();
        change.commit().unwrap();
        agrees(&project);
        project.undo(stamp()).unwrap().unwrap();
        agrees(&project);
        // Another line of history under the same numbers.
        drop(project);
        std::fs::remove_file(&path).unwrap();
        let mut project = Project::create(&path).unwrap();
        fill(&mut project, 500, 99);
        fill(&mut project, 100, 78);
        agrees(&project);
        // Damage.
        std::fs::write(
            project.beside(".words"),
            b"SQLite format 3\0 and then noise",
        )
        .unwrap();
        agrees(&project);
        std::fs::write(project.beside(".words"), [7; 100_000]).unwrap();
        agrees(&project);
    }
}
