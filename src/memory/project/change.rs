//! A change: a transaction with its entry in the history.

use super::Project;
use super::history::Recorder;
use crate::memory::date::Date;
use crate::memory::error::{At, Result};
use rusqlite::{Transaction, TransactionBehavior};
use std::path::Path;

/// When, by whom and why a change is made; shown in the log.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// Now, as the caller knows it.
    pub at: Date,
    /// The person or program.
    pub who: &'a str,
    /// The command, as people would say it: `import memory.tmx`.
    pub what: &'a str,
}

/// Changes that take place together with [`Change::commit`], or not at all.
///
/// While it lives no other program can write; readers go on with the state before it.
pub struct Change<'p> {
    pub(super) transaction: Transaction<'p>,
    pub(super) path: &'p Path,
    pub(super) recorder: Recorder,
}

impl Project {
    /// Begins a change.
    ///
    /// # Errors
    ///
    /// Another program is writing and does not finish in time, or the file cannot be written to.
    pub fn change(&mut self, stamp: Stamp<'_>) -> Result<Change<'_>> {
        let path = &self.path;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .at(path)?;
        Ok(Change {
            transaction,
            path,
            recorder: Recorder::new(stamp),
        })
    }
}

impl Change<'_> {
    /// Sets a setting of the project; `None` takes it away. Settings have no history.
    ///
    /// # Errors
    ///
    /// The file cannot be written to.
    pub fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<()> {
        match value {
            Some(value) => self.transaction.execute(
                "INSERT INTO settings (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [name, value],
            ),
            None => self
                .transaction
                .execute("DELETE FROM settings WHERE name = ?1", [name]),
        }
        .at(self.path)?;
        Ok(())
    }

    /// Makes everything since the start of the change last, and gives the number of its entry in the
    /// history; none where no unit or concept was changed. Dropping a change without this takes
    /// everything back.
    ///
    /// # Errors
    ///
    /// The file cannot be written to; then nothing was changed.
    pub fn commit(mut self) -> Result<Option<i64>> {
        self.recorder.finish(&self.transaction).at(self.path)?;
        self.transaction.commit().at(self.path)?;
        Ok(self.recorder.made())
    }
}
