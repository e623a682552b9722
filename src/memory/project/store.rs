//! Adding, changing and deleting units.

use super::Change;
use super::history::Kind;
use super::units::{read, unit_columns};
use crate::language::Language;
use crate::memory::date::Date;
use crate::memory::error::{At, Error, Result};
use crate::memory::unit::{DocumentId, Unit, UnitId};
use indexmap::IndexMap;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Statement, params};

/// What becomes of a unit that the project has already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// Every unit is added, whatever is there.
    Keep,
    /// A unit of the same languages, texts and place takes over what the new one knows and it does
    /// not: properties, notes, a more trusted status. Places are the same where neighbours and
    /// documents are equal or not known to both.
    #[default]
    Merge,
    /// Of units of the same languages and source the one changed last stays; a new one that is not
    /// older than the stored one takes its place, and of equal texts it is merged.
    Newest,
}

/// What became of a unit that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is there now, under this number.
    New(UnitId),
    /// The unit of this number took over what was new.
    Merged(UnitId),
    /// It stands in the place of the unit of this number, which was older.
    Replaced(UnitId),
    /// The unit of this number knew all of it.
    Known(UnitId),
    /// It is older than the unit of this number, which stays.
    Older(UnitId),
}

/// What became of a pair of documents that was aligned anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Units that were not there before.
    pub added: u64,
    /// Units of the same texts as before; they keep their numbers, decisions, notes and makers.
    pub kept: u64,
    /// Units that are gone.
    pub deleted: u64,
    /// Of those gone, the ones that a person had decided on.
    pub decisions_lost: u64,
}

/// What a stored unit must share with a new one to be its twin; each asks for more than the one
/// before. Languages are always asked for.
#[derive(Clone, Copy)]
enum Twin {
    Source = 0,
    Texts = 1,
    /// Neighbours and documents too, as far as both know them.
    Place = 2,
}

impl Change<'_> {
    /// Adds a unit; its `id` is not looked at.
    ///
    /// # Errors
    ///
    /// The file cannot be written to, or the unit cannot be stored (see [`Error::Unstorable`]);
    /// then the change stands as before and can go on.
    pub fn add_unit(&mut self, unit: &Unit, duplicates: Duplicates) -> Result<Added> {
        let twin = match duplicates {
            Duplicates::Keep => None,
            Duplicates::Merge => self.twin(unit, Twin::Place)?,
            Duplicates::Newest => match self.twin(unit, Twin::Texts)? {
                Some(twin) => Some(twin),
                None => self.twin(unit, Twin::Source)?,
            },
        };
        let Some(stored) = twin else {
            return self.insert_unit(unit).map(Added::New);
        };
        let id = stored.id.unwrap_or_default();
        if stored.target == unit.target {
            let mut merged = stored.clone();
            merged.absorb(unit);
            if merged == stored {
                return Ok(Added::Known(id));
            }
            self.write_unit(&stored, &merged)?;
            return Ok(Added::Merged(id));
        }
        if last_touched(unit) < last_touched(&stored) {
            return Ok(Added::Older(id));
        }
        let next = Unit {
            id: stored.id,
            ..unit.clone()
        };
        self.write_unit(&stored, &next)?;
        Ok(Added::Replaced(id))
    }

    /// Puts a unit in the place of the stored one of its number.
    ///
    /// # Errors
    ///
    /// It has no number, there is none of this number, or the file cannot be written to.
    pub fn update_unit(&mut self, unit: &Unit) -> Result<()> {
        let id = unit.id.unwrap_or_default();
        let stored = self.unit(id)?.ok_or_else(|| self.no_unit(id))?;
        if stored == *unit {
            Ok(())
        } else {
            self.write_unit(&stored, unit)
        }
    }

    /// Deletes a unit; the history keeps it.
    ///
    /// # Errors
    ///
    /// There is none of this number, or the file cannot be written to.
    pub fn delete_unit(&mut self, id: UnitId) -> Result<()> {
        let stored = self.unit(id)?.ok_or_else(|| self.no_unit(id))?;
        self.delete_stored(&stored)
    }

    pub(super) fn delete_stored(&mut self, stored: &Unit) -> Result<()> {
        let id = stored.id.unwrap_or_default();
        self.transaction
            .prepare_cached("DELETE FROM units WHERE id = ?1")
            .and_then(|mut delete| delete.execute([id.0]))
            .at(self.path)?;
        let before = self.to_history(stored)?;
        self.recorder
            .record(&self.transaction, Kind::Unit, &id.0, Some(&before), None)
            .at(self.path)
    }

    /// Stores the units of a pair of documents in place of those that it had. A unit whose texts
    /// were there before keeps its number, what a person decided and noted, and its maker; the rest
    /// of the old ones is deleted (the history keeps them). Documents and positions of the given
    /// units are set here: `source`, `target` and their order.
    ///
    /// Memory: the texts of the pair's old units.
    ///
    /// # Errors
    ///
    /// The file cannot be written to, or a unit cannot be stored.
    pub fn replace_pair(
        &mut self,
        source: DocumentId,
        target: DocumentId,
        units: impl IntoIterator<Item = Unit>,
    ) -> Result<Replaced> {
        let mut old: IndexMap<(String, String), Vec<Unit>> = IndexMap::new();
        for unit in self.units_of_pair(source, target)?.into_iter().rev() {
            old.entry((unit.source.clone(), unit.target.clone()))
                .or_default()
                .push(unit);
        }
        let mut replaced = Replaced::default();
        for (position, mut unit) in units.into_iter().enumerate() {
            unit.source_document = Some(source);
            unit.target_document = Some(target);
            unit.position = u32::try_from(position).ok();
            // The first of several equal ones stands last in the list.
            let texts = (unit.source.clone(), unit.target.clone());
            let Some(stored) = old.get_mut(&texts).and_then(Vec::pop) else {
                self.insert_unit(&unit)?;
                replaced.added += 1;
                continue;
            };
            carry_over(&mut unit, &stored);
            if unit != stored {
                self.write_unit(&stored, &unit)?;
            }
            replaced.kept += 1;
        }
        for unit in old.into_values().flatten() {
            replaced.deleted += 1;
            replaced.decisions_lost += u64::from(unit.status.is_decision());
            self.delete_unit(unit.id.unwrap_or_default())?;
        }
        Ok(replaced)
    }

    fn units_of_pair(&self, source: DocumentId, target: DocumentId) -> Result<Vec<Unit>> {
        let sql = concat!(
            "SELECT ",
            unit_columns!(),
            " FROM units WHERE source_document = ?1 AND target_document = ?2
             ORDER BY position, id"
        );
        let mut query = self.transaction.prepare_cached(sql).at(self.path)?;
        let rows = query.query_map([source.0, target.0], read).at(self.path)?;
        rows.map(|row| row.at(self.path)).collect()
    }

    /// The stored unit that is the same as this one in what is asked; of several the first. Case and
    /// the kind of hyphen make no difference in languages.
    fn twin(&self, unit: &Unit, same: Twin) -> Result<Option<Unit>> {
        let sql = concat!(
            "SELECT ",
            unit_columns!(),
            " FROM units
             WHERE source_hash = ?1 AND source = ?2
                 AND replace(source_language, '_', '-') = ?3 COLLATE NOCASE
                 AND replace(target_language, '_', '-') = ?4 COLLATE NOCASE
                 AND (?6 < 1 OR target = ?5)
                 AND (?6 < 2 OR (coalesce(previous_source = ?7, TRUE)
                     AND coalesce(next_source = ?8, TRUE)
                     AND coalesce(source_document = ?9, TRUE)
                     AND coalesce(target_document = ?10, TRUE)))
             ORDER BY id LIMIT 1"
        );
        let mut query = self.transaction.prepare_cached(sql).at(self.path)?;
        let tag = |language: &Language| language.as_str().replace('_', "-");
        let values = params![
            hash(&unit.source),
            unit.source,
            tag(&unit.source_language),
            tag(&unit.target_language),
            unit.target,
            same as i64,
            unit.previous_source,
            unit.next_source,
            unit.source_document.map(|id| id.0),
            unit.target_document.map(|id| id.0),
        ];
        query.query_row(values, read).optional().at(self.path)
    }

    fn insert_unit(&mut self, unit: &Unit) -> Result<UnitId> {
        self.insert_with_id(None, unit).and_then(|id| {
            self.recorder
                .inserted(&self.transaction, id)
                .at(self.path)?;
            Ok(id)
        })
    }

    fn insert_with_id(&self, id: Option<UnitId>, unit: &Unit) -> Result<UnitId> {
        let sql = concat!(
            "INSERT INTO units (",
            unit_columns!(),
            ", source_hash) VALUES
             (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
              ?20, ?21, ?22)"
        );
        let mut insert = self.transaction.prepare_cached(sql).at(self.path)?;
        self.bind(&mut insert, id, unit)?;
        insert.raw_execute().at(self.path)?;
        Ok(UnitId(self.transaction.last_insert_rowid()))
    }

    /// Writes `next` over `stored`, which has the same number.
    pub(super) fn write_unit(&mut self, stored: &Unit, next: &Unit) -> Result<()> {
        let id = stored.id.unwrap_or_default();
        let sql = concat!(
            "UPDATE units SET (",
            unit_columns!(),
            ", source_hash) =
             (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
              ?20, ?21, ?22) WHERE id = ?1"
        );
        let mut update = self.transaction.prepare_cached(sql).at(self.path)?;
        self.bind(&mut update, Some(id), next)?;
        update.raw_execute().at(self.path)?;
        drop(update);
        let (before, after) = (self.to_history(stored)?, self.to_history(next)?);
        self.recorder
            .record(
                &self.transaction,
                Kind::Unit,
                &id.0,
                Some(&before),
                Some(&after),
            )
            .at(self.path)
    }

    /// Makes a unit what it was, under its number, whether it is there or not.
    pub(super) fn restore_unit(&mut self, unit: &Unit) -> Result<()> {
        let id = unit.id.unwrap_or_default();
        if self.unit(id)?.is_some() {
            return self.update_unit(unit);
        }
        self.insert_with_id(Some(id), unit)?;
        self.recorder.inserted(&self.transaction, id).at(self.path)
    }

    /// Binds the values of `unit_columns!` and the hash.
    fn bind(&self, statement: &mut Statement<'_>, id: Option<UnitId>, unit: &Unit) -> Result<()> {
        let properties = self.json(!unit.properties.is_empty(), &unit.properties)?;
        let notes = self.json(!unit.notes.is_empty(), &unit.notes)?;
        let confidence = match unit.confidence {
            Some(value) if !value.is_finite() => {
                return Err(self.unstorable(format!("confidence {value} is not a number")));
            }
            other => other,
        };
        let date = |date: Option<Date>| date.map(String::from);
        let document = |id: Option<DocumentId>| id.map(|id| id.0);
        let put = |place: usize, value: &dyn rusqlite::ToSql| {
            statement.raw_bind_parameter(place, value).at(self.path)
        };
        bind_all(
            put,
            &[
                &id.map(|id| id.0),
                &unit.source_language.as_str(),
                &unit.target_language.as_str(),
                &unit.source,
                &unit.target,
                &unit.source_markup,
                &unit.target_markup,
                &document(unit.source_document),
                &document(unit.target_document),
                &unit.position,
                &unit.previous_source,
                &unit.next_source,
                &confidence,
                &unit.status.as_str(),
                &date(unit.created),
                &date(unit.changed),
                &unit.creator,
                &unit.tuid,
                &properties,
                &notes,
                &unit.extra,
                &Value::Integer(hash(&unit.source)),
            ],
        )
    }

    /// A value as JSON where it says anything.
    fn json(&self, wanted: bool, value: &impl serde::Serialize) -> Result<Option<String>> {
        if !wanted {
            return Ok(None);
        }
        serde_json::to_string(value)
            .map(Some)
            .map_err(|error| self.unstorable(error.to_string()))
    }

    fn to_history(&self, unit: &Unit) -> Result<String> {
        serde_json::to_string(unit).map_err(|error| self.unstorable(error.to_string()))
    }

    fn unstorable(&self, reason: String) -> Error {
        Error::Unstorable {
            path: self.path.to_owned(),
            what: "a unit".to_owned(),
            reason,
        }
    }

    fn no_unit(&self, id: UnitId) -> Error {
        Error::NoSuch {
            path: self.path.to_owned(),
            what: "unit",
            id: id.0.to_string(),
        }
    }
}

fn bind_all(
    mut put: impl FnMut(usize, &dyn rusqlite::ToSql) -> Result<()>,
    values: &[&dyn rusqlite::ToSql],
) -> Result<()> {
    values
        .iter()
        .enumerate()
        .try_for_each(|(place, value)| put(place + 1, *value))
}

/// What a unit aligned anew keeps of the one that had its texts.
fn carry_over(unit: &mut Unit, stored: &Unit) {
    unit.id = stored.id;
    unit.created = stored.created.or(unit.created);
    unit.creator = stored.creator.clone().or_else(|| unit.creator.take());
    unit.tuid = stored.tuid.clone().or_else(|| unit.tuid.take());
    unit.changed = stored.changed;
    if stored.status.is_decision() {
        unit.status = stored.status;
    }
    for note in &stored.notes {
        if !unit.notes.contains(note) {
            unit.notes.push(note.clone());
        }
    }
}

/// The date by which the newest of two units is told.
pub(super) fn last_touched(unit: &Unit) -> Option<Date> {
    unit.changed.or(unit.created)
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): written into files, so it never changes.
pub(super) fn hash(text: &str) -> i64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash.cast_signed()
}
