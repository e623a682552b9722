//! Where a match gets its texts from: memory, or the project that they are stored in.

use super::assess::Languages;
use super::matcher::Entry;
use crate::language::Language;
use crate::memory::date::Date;
use crate::memory::error::{Error, Result};
use crate::memory::project::{Project, UnitRow};
use crate::memory::unit::{Status, Unit, UnitId};
use indexmap::IndexMap;
use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

/// What is known of the unit of a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known<'a> {
    pub(super) unit: UnitId,
    pub(super) source: Cow<'a, str>,
    pub(super) target: Cow<'a, str>,
    pub(super) previous: Option<Cow<'a, str>>,
    pub(super) next: Option<Cow<'a, str>>,
    pub(super) about: Cow<'a, About>,
}

/// What a unit's trust depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// How far it is to be trusted.
    pub status: Status,
    /// When it was changed last, or made.
    pub touched: Option<Date>,
    /// Whether a machine translated it.
    pub machine: bool,
    /// The languages it was stored with, in the direction of the match.
    pub source_language: Language,
    /// Likewise.
    pub target_language: Language,
    /// Whether it is stored the other way round.
    pub reversed: bool,
}

/// Texts by records.
pub(super) trait Units: Send + Sync {
    /// The unit of a record.
    fn known(&self, record: u64) -> Result<Known<'_>>;
}

/// Names of properties under which tools write where a translation comes from, in lower case.
const ORIGINS: &[&str] = &["x-origin", "origin", "x-mt", "mt", "x-translation-origin"];
/// What they write there, or as the creator, for a machine.
const MACHINES: &[&str] = &[
    "mt",
    "mt!",
    "machine",
    "machine translation",
    "machine-translation",
    "yes",
    "true",
];

/// Whether a unit says of itself that a machine translated it.
fn is_machine(creator: Option<&str>, properties: &IndexMap<String, Vec<String>>) -> bool {
    let named = |value: &str| {
        let value = value.trim().to_lowercase();
        MACHINES.contains(&value.as_str())
    };
    creator.is_some_and(|name| {
        matches!(
            name.trim().to_lowercase().as_str(),
            "mt" | "mt!" | "machine translation"
        )
    }) || properties.iter().any(|(name, values)| {
        ORIGINS.contains(&name.to_lowercase().as_str()) && values.iter().any(|value| named(value))
    })
}

/// Units held in memory, one after the other.
#[derive(Default)]
pub(super) struct InMemory {
    texts: String,
    kept: Vec<Kept>,
}

struct Kept {
    unit: UnitId,
    start: usize,
    source: u32,
    target: u32,
    previous: Option<Box<str>>,
    next: Option<Box<str>>,
    about: About,
}

impl InMemory {
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }

    /// Adds a unit; its record is the number of those before it. One whose texts have 4 GB or more
    /// is refused.
    pub(super) fn add(&mut self, entry: Entry<'_>, about: About) -> bool {
        let (Ok(source), Ok(target)) = (
            u32::try_from(entry.source.len()),
            u32::try_from(entry.target.len()),
        ) else {
            return false;
        };
        self.kept.push(Kept {
            unit: entry.unit,
            start: self.texts.len(),
            source,
            target,
            previous: entry.previous.map(Box::from),
            next: entry.next.map(Box::from),
            about,
        });
        self.texts.push_str(entry.source);
        self.texts.push_str(entry.target);
        true
    }
}

/// A unit in the direction of a match.
pub(super) fn turned(unit: &Unit, reversed: bool) -> (Entry<'_>, About) {
    let sides = [
        (&unit.source, &unit.source_language),
        (&unit.target, &unit.target_language),
    ];
    let [(source, source_language), (target, target_language)] = if reversed {
        [sides[1], sides[0]]
    } else {
        sides
    };
    // The neighbours that are known are those of the unit's own source.
    let [previous, next] = [&unit.previous_source, &unit.next_source]
        .map(|text| text.as_deref().filter(|_| !reversed));
    let entry = Entry {
        unit: unit.id.unwrap_or_default(),
        source,
        target,
        previous,
        next,
    };
    let about = About {
        status: unit.status,
        touched: unit.changed.or(unit.created),
        machine: is_machine(unit.creator.as_deref(), &unit.properties),
        source_language: source_language.clone(),
        target_language: target_language.clone(),
        reversed,
    };
    (entry, about)
}

impl Units for InMemory {
    fn known(&self, record: u64) -> Result<Known<'_>> {
        let kept = &self.kept[record as usize];
        let middle = kept.start + kept.source as usize;
        Ok(Known {
            unit: kept.unit,
            source: Cow::Borrowed(&self.texts[kept.start..middle]),
            target: Cow::Borrowed(&self.texts[middle..middle + kept.target as usize]),
            previous: kept.previous.as_deref().map(Cow::Borrowed),
            next: kept.next.as_deref().map(Cow::Borrowed),
            about: Cow::Borrowed(&kept.about),
        })
    }
}

/// Units of a project, read as they are needed, all from the state it holds on to.
pub(super) struct Stored {
    pub(super) project: Mutex<Project>,
    pub(super) languages: Languages,
}

impl Units for Stored {
    fn known(&self, record: u64) -> Result<Known<'_>> {
        let project = self.project.lock().unwrap_or_else(PoisonError::into_inner);
        let id = UnitId(i64::try_from(record).unwrap_or(i64::MAX));
        let row = project.unit_row(id)?.ok_or_else(|| Error::NoSuch {
            path: project.path().to_owned(),
            what: "unit",
            id: record.to_string(),
        })?;
        drop(project);
        Ok(self.turned(row))
    }
}

impl Stored {
    /// The unit in the direction of the match.
    fn turned(&self, row: UnitRow) -> Known<'static> {
        let languages = (&row.source_language, &row.target_language);
        let reversed = self.languages.direction(languages) == Some(true);
        let properties = row
            .properties
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default();
        let machine = is_machine(row.creator.as_deref(), &properties);
        let (status, touched) = (row.status, row.changed.or(row.created));
        let about = |source_language, target_language, reversed| {
            Cow::Owned(About {
                status,
                touched,
                machine,
                source_language,
                target_language,
                reversed,
            })
        };
        if !reversed {
            Known {
                unit: row.id,
                source: Cow::Owned(row.source),
                target: Cow::Owned(row.target),
                previous: row.previous_source.map(Cow::Owned),
                next: row.next_source.map(Cow::Owned),
                about: about(row.source_language, row.target_language, false),
            }
        } else {
            // The neighbours that are known are those of the other language.
            Known {
                unit: row.id,
                source: Cow::Owned(row.target),
                target: Cow::Owned(row.source),
                previous: None,
                next: None,
                about: about(row.target_language, row.source_language, true),
            }
        }
    }
}
