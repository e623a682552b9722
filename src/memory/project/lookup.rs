//! What matching reads: one state of the units, their sources by direction, what changed since.

use super::Project;
use super::units::{language, parsed};
use crate::language::Language;
use crate::memory::date::Date;
use crate::memory::error::{At, Result};
use crate::memory::unit::{Status, UnitId};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};
use twox_hash::XxHash3_64;

/// A state of the units: which change was the last, and a hash of it, by which another project, or
/// an older copy that went another way, is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Revision {
    pub(crate) change: i64,
    pub(crate) hash: u64,
}

/// What matching wants to know of a unit.
#[derive(Clone, Debug)]
pub(crate) struct UnitRow {
    pub(crate) id: UnitId,
    pub(crate) source_language: Language,
    pub(crate) target_language: Language,
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) previous_source: Option<String>,
    pub(crate) next_source: Option<String>,
    pub(crate) status: Status,
    pub(crate) created: Option<Date>,
    pub(crate) changed: Option<Date>,
    pub(crate) creator: Option<String>,
    /// JSON, as stored.
    pub(crate) properties: Option<String>,
}

macro_rules! row_columns {
    () => {
        "id, source_language, target_language, source, target, previous_source, next_source, \
         status, created, changed, creator, properties"
    };
}

impl Project {
    /// Holds on to the state as it is now: whatever is written later, this reader does not see it.
    pub(crate) fn hold(&self) -> Result<()> {
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("COMMIT").at(&self.path)?;
        }
        self.connection.execute_batch("BEGIN").at(&self.path)?;
        // The state is taken with the first reading.
        self.revision().map(drop)
    }

    /// The state that is read.
    pub(crate) fn revision(&self) -> Result<Revision> {
        let change = self.latest_number()?.unwrap_or_default();
        let hash = self.hash_of_change(change)?;
        Ok(Revision { change, hash })
    }

    /// The hash of a change in this project's history.
    pub(crate) fn hash_of_change(&self, change: i64) -> Result<u64> {
        // When the file was made tells projects apart that were made alike within a second.
        let made = std::fs::metadata(&self.path).and_then(|about| about.created());
        let mut told = format!("{:?}\n", made.ok());
        let statements = [
            "SELECT id, at, who, what, undoes FROM changes WHERE id = ?1",
            "SELECT id, kind, item, last, before FROM change_items WHERE change = ?1
             ORDER BY id DESC LIMIT 1",
        ];
        for statement in statements {
            let values: Option<[Value; 5]> = self
                .connection
                .prepare_cached(statement)
                .and_then(|mut query| {
                    let read = |row: &Row<'_>| {
                        let value = |column| row.get(column);
                        Ok([value(0)?, value(1)?, value(2)?, value(3)?, value(4)?])
                    };
                    query.query_row([change], read).optional()
                })
                .at(&self.path)?;
            told.push_str(&format!("{values:?}\n"));
        }
        Ok(XxHash3_64::oneshot(told.as_bytes()))
    }

    /// The numbers of the units that were added, changed or deleted after a change, as runs of
    /// first and last, in no order.
    pub(crate) fn units_changed_since(&self, change: i64) -> Result<Vec<(u64, u64)>> {
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT item, coalesce(last, item) FROM change_items
                 WHERE change > ?1 AND kind = 'unit'",
            )
            .at(&self.path)?;
        let number = |row: &Row<'_>, column| row.get::<_, i64>(column).map(i64::unsigned_abs);
        let runs = query
            .query_map([change], |row| Ok((number(row, 0)?, number(row, 1)?)))
            .at(&self.path)?;
        runs.map(|run| run.at(&self.path)).collect()
    }

    /// The languages of the first unit that can be matched and whose languages are wanted, in
    /// either direction; `None` where there is none.
    pub(crate) fn first_direction(
        &self,
        wanted: impl Fn(&Language, &Language) -> bool,
    ) -> Result<Option<(Language, Language)>> {
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT source_language, target_language FROM units
                 WHERE source <> '' AND target <> '' AND status <> 'rejected' ORDER BY id",
            )
            .at(&self.path)?;
        let mut rows = query.query([]).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            let pair = || -> rusqlite::Result<_> {
                let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
                Ok((language(0, text(0)?)?, language(1, text(1)?)?))
            };
            let (source, target) = pair().at(&self.path)?;
            if wanted(&source, &target) {
                return Ok(Some((source, target)));
            }
            if wanted(&target, &source) {
                return Ok(Some((target, source)));
            }
        }
        Ok(None)
    }

    /// Calls `visit` with the number and the source text of each unit between two numbers that can
    /// be matched from one language into another, by rising numbers. Of a unit stored the other way
    /// round the target is the source.
    pub(crate) fn sources<E: From<crate::memory::Error>>(
        &self,
        (first, last): (u64, u64),
        (from, to): (&Language, &Language),
        mut visit: impl FnMut(u64, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT id, source_language, target_language, source, target FROM units
                 WHERE id BETWEEN ?1 AND ?2 AND source <> '' AND target <> ''
                     AND status <> 'rejected'
                 ORDER BY id",
            )
            .at(&self.path)?;
        let bound = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let mut rows = query.query([bound(first), bound(last)]).at(&self.path)?;
        let is = |tag: &str, language: &Language| {
            let primary = tag.split(['-', '_']).next().unwrap_or_default();
            language.is(primary)
        };
        while let Some(row) = rows.next().at(&self.path)? {
            let texts = || -> rusqlite::Result<_> {
                let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
                Ok((
                    row.get::<_, i64>(0)?,
                    [text(1)?, text(2)?, text(3)?, text(4)?],
                ))
            };
            let (id, [source_tag, target_tag, source, target]) = texts().at(&self.path)?;
            if is(source_tag, from) && is(target_tag, to) {
                visit(id.unsigned_abs(), source)?;
            } else if is(target_tag, from) && is(source_tag, to) {
                visit(id.unsigned_abs(), target)?;
            }
        }
        Ok(())
    }

    /// What matching wants to know of a unit.
    pub(crate) fn unit_row(&self, id: UnitId) -> Result<Option<UnitRow>> {
        self.connection
            .prepare_cached(concat!(
                "SELECT ",
                row_columns!(),
                " FROM units WHERE id = ?1"
            ))
            .and_then(|mut query| query.query_row([id.0], read).optional())
            .at(&self.path)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<UnitRow> {
    let text = |column: usize| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    let date = |column: usize| -> rusqlite::Result<_> {
        let text: Option<String> = row.get(column)?;
        text.map(|text| parsed(column, &text)).transpose()
    };
    Ok(UnitRow {
        id: UnitId(row.get(0)?),
        source_language: language(1, text(1)?)?,
        target_language: language(2, text(2)?)?,
        source: row.get(3)?,
        target: row.get(4)?,
        previous_source: row.get(5)?,
        next_source: row.get(6)?,
        status: parsed(7, text(7)?)?,
        created: date(8)?,
        changed: date(9)?,
        creator: row.get(10)?,
        properties: row.get(11)?,
    })
}
