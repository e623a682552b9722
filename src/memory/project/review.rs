//! What people who review ask of a project: which documents their units come from, what changed since
//! they last looked, who touched an item last.

use super::Project;
use super::history::{LogEntry, read_entry};
use crate::memory::error::{At, Error, Result};
use crate::memory::unit::UnitId;
use rusqlite::OptionalExtension;
use std::ops::RangeInclusive;

/// What was added, changed or deleted after some change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The latest change there is; 0 before the first.
    pub latest: i64,
    /// Numbers of units, as runs in rising order that do not touch.
    pub units: Vec<RangeInclusive<i64>>,
    /// Identifiers of concepts, sorted.
    pub concepts: Vec<String>,
}

impl Project {
    /// The number of the latest change, 0 before the first. Cost: one step in an index.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn last_change(&self) -> Result<i64> {
        Ok(self.latest_number()?.unwrap_or_default())
    }

    /// What was touched after a change.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn touched_after(&self, change: i64) -> Result<Touched> {
        let latest = self.last_change()?;
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT item FROM change_items INDEXED BY change_items_by_change
                 WHERE change > ?1 AND kind = 'concept'",
            )
            .at(&self.path)?;
        let mut concepts = query
            .query_map([change], |row| row.get::<_, String>(0))
            .at(&self.path)?
            .map(|item| item.at(&self.path))
            .collect::<Result<Vec<_>>>()?;
        concepts.sort_unstable();
        concepts.dedup();
        Ok(Touched {
            latest,
            units: self.units_touched_after(change)?,
            concepts,
        })
    }

    /// An entry of the history by its number.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn log_entry(&self, number: i64) -> Result<Option<LogEntry>> {
        self.one_entry("WHERE changes.id = ?1", number)
    }

    /// The change that touched a unit last; `None` where it is as it was added.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn unit_touched_by(&self, unit: UnitId) -> Result<Option<LogEntry>> {
        self.one_entry(
            "WHERE changes.id = (SELECT max(change) FROM change_items WHERE item = ?1 AND kind = 'unit')",
            unit.0,
        )
    }

    /// The change that touched a concept last.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn concept_touched_by(&self, concept: &str) -> Result<Option<LogEntry>> {
        self.one_entry(
            "WHERE changes.id =
                 (SELECT max(change) FROM change_items WHERE item = ?1 AND kind = 'concept')",
            concept,
        )
    }

    /// Calls `visit` with the entries of the history before a number, the latest first, at most
    /// `limit` of them.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or what `visit` returns; then the walk ends there.
    pub fn log_before<E: From<Error>>(
        &self,
        before: i64,
        limit: usize,
        mut visit: impl FnMut(LogEntry) -> Result<(), E>,
    ) -> Result<(), E> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql =
            super::history::entries!("WHERE changes.id < ?1 ORDER BY changes.id DESC LIMIT ?2");
        let mut query = self.connection.prepare_cached(sql).at(&self.path)?;
        let mut rows = query.query([before, limit]).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            visit(read_entry(row).at(&self.path)?)?;
        }
        Ok(())
    }

    fn one_entry(&self, condition: &str, value: impl rusqlite::ToSql) -> Result<Option<LogEntry>> {
        let sql = format!("{} {condition}", super::history::entries!(""));
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut query| query.query_row([value], read_entry).optional())
            .at(&self.path)
    }
}
