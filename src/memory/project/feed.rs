//! What changed since: for what is derived from the units and kept beside the project.

use super::Project;
use super::units::{read, unit_columns};
use crate::memory::error::{At, Error, Result};
use crate::memory::unit::Unit;
use rusqlite::OptionalExtension;
use std::ops::RangeInclusive;
use std::path::PathBuf;

impl Project {
    /// The number of the latest change and a hash of what it did; zeros before the first one. Two
    /// projects, or two copies of one that went on separately, differ in the hash.
    pub(crate) fn latest_change(&self) -> Result<(i64, i64)> {
        match self.latest_number()? {
            Some(number) => Ok((number, self.change_hash(number)?.unwrap_or_default())),
            None => Ok((0, 0)),
        }
    }

    pub(super) fn latest_number(&self) -> Result<Option<i64>> {
        self.connection
            .prepare_cached("SELECT max(id) FROM changes")
            .and_then(|mut query| query.query_row([], |row| row.get(0)))
            .at(&self.path)
    }

    /// The hash of a change; `None` where there is no such change.
    pub(crate) fn change_hash(&self, number: i64) -> Result<Option<i64>> {
        let line: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT changes.id || at || who || what || coalesce(undoes, '') || coalesce(
                     (SELECT item || coalesce(last, '') || coalesce(before, '') || coalesce(after, '')
                      FROM change_items WHERE change = changes.id ORDER BY id DESC LIMIT 1), '')
                 FROM changes WHERE id = ?1",
            )
            .and_then(|mut query| query.query_row([number], |row| row.get(0)).optional())
            .at(&self.path)?;
        Ok(line.map(|line| super::store::hash(&line)))
    }

    /// The numbers of the units that were added, changed or deleted after a change, as runs in
    /// rising order that do not touch.
    pub(crate) fn units_touched_after(&self, change: i64) -> Result<Vec<RangeInclusive<i64>>> {
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT item, coalesce(last, item) FROM change_items INDEXED BY change_items_by_change
                 WHERE change > ?1 AND kind = 'unit' ORDER BY item",
            )
            .at(&self.path)?;
        let mut rows = query.query([change]).at(&self.path)?;
        let mut runs: Vec<RangeInclusive<i64>> = Vec::new();
        while let Some(row) = rows.next().at(&self.path)? {
            let (first, last): (i64, i64) =
                (row.get(0).at(&self.path)?, row.get(1).at(&self.path)?);
            match runs.last_mut() {
                Some(run) if first <= run.end().saturating_add(1) => {
                    *run = *run.start()..=last.max(*run.end());
                }
                _ => runs.push(first..=last),
            }
        }
        Ok(runs)
    }

    /// Calls `visit` with each unit whose number lies in a range, by number. Memory for one unit.
    pub(crate) fn units_between<E: From<Error>>(
        &self,
        numbers: RangeInclusive<i64>,
        mut visit: impl FnMut(Unit) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = concat!(
            "SELECT ",
            unit_columns!(),
            " FROM units WHERE id BETWEEN ?1 AND ?2 ORDER BY id"
        );
        let mut query = self.connection.prepare_cached(sql).at(&self.path)?;
        let mut rows = query
            .query([numbers.start(), numbers.end()])
            .at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            visit(read(row).at(&self.path)?)?;
        }
        Ok(())
    }

    /// A file beside the project, for what is derived from it.
    pub(crate) fn beside(&self, ending: &str) -> PathBuf {
        super::beside(&self.path, ending)
    }
}
