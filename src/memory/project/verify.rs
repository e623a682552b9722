//! Reading the whole file to see whether it is sound.

use super::store::hash;
use super::{Filter, Project};
use crate::memory::error::{At, Error, Result};
use crate::memory::unit::Unit;
use rusqlite::Row;

/// Problems that are listed; a damaged file may have millions.
const LISTED: usize = 100;

impl Project {
    /// Reads the whole file and says what is wrong with it; nothing when all is well. At most 100
    /// problems are listed.
    ///
    /// SQLite's pages and references first; then that every unit can be read and is found by its
    /// source, and that the history can be walked back.
    ///
    /// # Errors
    ///
    /// The file cannot be read at all.
    pub fn verify(&self) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        self.listed("PRAGMA integrity_check", &mut problems, |row| {
            let line: String = row.get(0)?;
            Ok((line != "ok").then_some(line))
        })?;
        self.listed("PRAGMA foreign_key_check", &mut problems, |row| {
            let (table, row, parent): (String, Option<i64>, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Some(format!(
                "{table} row {} refers to {parent} that is not there",
                row.unwrap_or(-1)
            )))
        })?;
        // What follows takes the file's structure for granted.
        if !problems.is_empty() {
            return Ok(problems);
        }
        // Values that no version of ours writes.
        let read = self.units(&Filter::default(), |_| Ok::<(), Error>(()));
        problems.extend(read.err().map(|error| error.to_string()));
        self.listed(
            "SELECT id, source, source_hash FROM units ORDER BY id",
            &mut problems,
            |row| {
                let source = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
                let found = row.get::<_, i64>(2)? == hash(source);
                let id: i64 = row.get(0)?;
                Ok((!found).then(|| format!("unit {id} is not found by its source")))
            },
        )?;
        self.listed(
            "SELECT id, change, kind, before FROM change_items
             WHERE before IS NOT NULL ORDER BY id",
            &mut problems,
            |row| {
                let (id, change): (i64, i64) = (row.get(0)?, row.get(1)?);
                let kind: String = row.get(2)?;
                let before = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
                let readable = match kind.as_str() {
                    "unit" => serde_json::from_str::<Unit>(before).is_ok(),
                    "concept" => super::concepts::from_history("", before).is_some(),
                    _ => false,
                };
                Ok((!readable)
                    .then(|| format!("item {id} of change {change} cannot be taken back")))
            },
        )?;
        Ok(problems)
    }

    /// Adds what `problem` finds in the rows of a query. Rows that cannot be read are problems too.
    fn listed(
        &self,
        sql: &str,
        problems: &mut Vec<String>,
        problem: impl Fn(&Row<'_>) -> rusqlite::Result<Option<String>>,
    ) -> Result<()> {
        let mut query = self.connection.prepare(sql).at(&self.path)?;
        let mut rows = query.query([]).at(&self.path)?;
        while problems.len() < LISTED {
            match rows.next() {
                Ok(Some(row)) => match problem(row) {
                    Ok(found) => problems.extend(found),
                    Err(error) => problems.push(error.to_string()),
                },
                Ok(None) => break,
                Err(error) => {
                    problems.push(error.to_string());
                    break;
                }
            }
        }
        Ok(())
    }
}
