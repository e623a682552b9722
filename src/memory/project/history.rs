//! The history: what each change did to units and concepts, and walking it back.

use super::concepts;
use super::{Change, Project, Stamp};
use crate::memory::date::Date;
use crate::memory::error::{At, Error, Result};
use crate::memory::unit::{Unit, UnitId};
use rusqlite::{Connection, OptionalExtension, ToSql, params};

/// What an item of the history is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Unit,
    Concept,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Concept => "concept",
        }
    }
}

/// Writes the history of one change. Its entry is made with the first item: a change of nothing
/// leaves no trace.
pub(super) struct Recorder {
    at: Date,
    who: String,
    what: String,
    undoes: Option<i64>,
    number: Option<i64>,
    /// Units inserted in a row, not written yet: first and last number.
    inserted: Option<(i64, i64)>,
}

impl Recorder {
    pub(super) fn new(stamp: Stamp<'_>) -> Self {
        let Stamp { at, who, what } = stamp;
        Self {
            at,
            who: who.into(),
            what: what.into(),
            undoes: None,
            number: None,
            inserted: None,
        }
    }

    /// Notes that a unit was inserted. Runs become one item: inserting millions costs nothing here,
    /// and what was inserted stands in the table, or in the items of later changes.
    pub(super) fn inserted(&mut self, connection: &Connection, id: UnitId) -> rusqlite::Result<()> {
        match &mut self.inserted {
            Some((_, last)) if last.checked_add(1) == Some(id.0) => *last = id.0,
            _ => {
                self.finish(connection)?;
                self.inserted = Some((id.0, id.0));
            }
        }
        Ok(())
    }

    /// Notes a change of one item.
    pub(super) fn record(
        &mut self,
        connection: &Connection,
        kind: Kind,
        item: &dyn ToSql,
        before: Option<&str>,
        after: Option<&str>,
    ) -> rusqlite::Result<()> {
        self.finish(connection)?;
        self.write(connection, kind, item, None, before, after)
    }

    /// Writes what is still to be written.
    pub(super) fn finish(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        match self.inserted.take() {
            Some((first, last)) => {
                self.write(connection, Kind::Unit, &first, Some(last), None, None)
            }
            None => Ok(()),
        }
    }

    fn write(
        &mut self,
        connection: &Connection,
        kind: Kind,
        item: &dyn ToSql,
        last: Option<i64>,
        before: Option<&str>,
        after: Option<&str>,
    ) -> rusqlite::Result<()> {
        let number = self.number(connection)?;
        connection
            .prepare_cached(
                "INSERT INTO change_items (change, kind, item, last, before, after)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![number, kind.as_str(), item, last, before, after])?;
        Ok(())
    }

    /// The number of the entry that was made.
    pub(super) fn made(&self) -> Option<i64> {
        self.number
    }

    /// The number of the change's entry.
    fn number(&mut self, connection: &Connection) -> rusqlite::Result<i64> {
        if let Some(number) = self.number {
            return Ok(number);
        }
        connection.execute(
            "INSERT INTO changes (at, who, what, undoes) VALUES (?1, ?2, ?3, ?4)",
            params![self.at.to_string(), self.who, self.what, self.undoes],
        )?;
        let number = connection.last_insert_rowid();
        self.number = Some(number);
        Ok(number)
    }
}

/// An entry of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Its number; later entries have greater ones.
    pub number: i64,
    /// When it was made.
    pub at: Date,
    /// By whom.
    pub who: String,
    /// Why.
    pub what: String,
    /// The entry that it took back.
    pub undoes: Option<i64>,
    /// The entry that took it back.
    pub undone_by: Option<i64>,
}

/// What a change did, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Units.
    pub units: Changed,
    /// Concepts.
    pub concepts: Changed,
}

/// How many were added, changed, deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Not there before.
    pub added: u64,
    /// There before and after.
    pub changed: u64,
    /// Not there any more.
    pub deleted: u64,
}

/// One item of a change, as stored.
struct Item {
    kind: String,
    item: rusqlite::types::Value,
    last: Option<i64>,
    before: Option<String>,
}

/// A change that stands: not taken back, or taken back by an undoing that was itself taken back.
macro_rules! stands {
    () => {
        "NOT EXISTS (SELECT 1 FROM changes AS undoing WHERE undoing.undoes = changes.id
             AND NOT EXISTS (SELECT 1 FROM changes AS redoing WHERE redoing.undoes = undoing.id))"
    };
}

// Entries with what took them back; the rest of the statement behind it. A macro, so that statements
// are made when the program is.
macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "SELECT id, at, who, what, undoes,
                 (SELECT max(undoing.id) FROM changes AS undoing
                  WHERE undoing.undoes = changes.id AND NOT EXISTS
                      (SELECT 1 FROM changes AS redoing WHERE redoing.undoes = undoing.id))
             FROM changes ",
            $rest
        )
    };
}
pub(super) use entries;

/// The latest change after one that touched an item of it and stands. Undoings are in the way of
/// an undoing only: in that of a change they lead back to it. Three ways to touch the same: the same
/// item; a unit of a run that it added; a run put back over a unit of it.
const LATER: &str = entries!(
    "WHERE id = (SELECT max(changes.id) FROM changes JOIN (
         SELECT later.change AS number
             FROM change_items AS mine CROSS JOIN change_items AS later
                 ON later.item = mine.item AND later.kind = mine.kind
             WHERE mine.change = ?1 AND later.change > ?1
         UNION ALL SELECT later.change
             FROM change_items AS mine CROSS JOIN change_items AS later
                 ON later.change > ?1 AND later.kind = 'unit'
                     AND later.item <= mine.last AND coalesce(later.last, later.item) >= mine.item
             WHERE mine.change = ?1 AND mine.kind = 'unit' AND mine.last IS NOT NULL
         UNION ALL SELECT later.change
             FROM change_items AS later CROSS JOIN change_items AS mine
                 ON mine.item BETWEEN later.item AND later.last
                     AND mine.kind = 'unit' AND mine.change = ?1
             WHERE later.change > ?1 AND later.kind = 'unit' AND later.last IS NOT NULL
     ) ON changes.id = number
     WHERE NOT EXISTS (SELECT 1 FROM changes AS undoing WHERE undoing.undoes = changes.id
             AND NOT EXISTS (SELECT 1 FROM changes AS redoing WHERE redoing.undoes = undoing.id))
         AND (changes.undoes IS NULL
             OR (SELECT undoes FROM changes WHERE id = ?1) IS NOT NULL
                 AND (SELECT undone.undoes FROM changes AS undone WHERE undone.id = changes.undoes)
                     IS NULL))"
);

/// A row of `entries!`.
pub(super) fn read_entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<LogEntry> {
    Ok(LogEntry {
        number: row.get(0)?,
        at: super::units::parsed(1, &row.get::<_, String>(1)?)?,
        who: row.get(2)?,
        what: row.get(3)?,
        undoes: row.get(4)?,
        undone_by: row.get(5)?,
    })
}

/// What became of a request to take a certain change back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenBack {
    /// It was taken back.
    Done(LogEntry),
    /// This later change touched the same units or concepts, and has to be taken back first.
    Blocked(LogEntry),
    /// It was taken back before.
    Already(LogEntry),
    /// There is no such change.
    Unknown,
}

impl Project {
    /// Calls `visit` with each entry of the history, the latest first.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or what `visit` returns; then the walk ends there.
    pub fn log<E: From<Error>>(
        &self,
        mut visit: impl FnMut(LogEntry) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut query = self
            .connection
            .prepare_cached(entries!("ORDER BY id DESC"))
            .at(&self.path)?;
        let mut rows = query.query([]).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            visit(read_entry(row).at(&self.path)?)?;
        }
        Ok(())
    }

    /// The change that [`Project::undo`] would take back: the latest one that stands and took none
    /// back itself.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn undoable(&self) -> Result<Option<LogEntry>> {
        entry(&self.connection, UNDOABLE).at(&self.path)
    }

    /// The undoing that [`Project::redo`] would take back: the latest one that stands, as long as
    /// nothing else was changed after it.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn redoable(&self) -> Result<Option<LogEntry>> {
        entry(&self.connection, REDOABLE).at(&self.path)
    }

    /// Takes the latest change back that is neither taken back yet nor took one back itself, and
    /// tells which it was; `None` when there is none. Units and concepts become what they were,
    /// numbers included; documents and settings stay. The entry stays in the log, and taking it back
    /// is an entry of its own.
    ///
    /// Cost: one write a unit of the change; memory for one unit at a time.
    ///
    /// # Errors
    ///
    /// The file cannot be written to; then nothing was changed.
    pub fn undo(&mut self, stamp: Stamp<'_>) -> Result<Option<LogEntry>> {
        self.take_last_back(stamp, UNDOABLE)
    }

    /// Takes the latest undoing back, and tells which it was; `None` when there is none, or when
    /// something was changed since.
    ///
    /// # Errors
    ///
    /// The file cannot be written to; then nothing was changed.
    pub fn redo(&mut self, stamp: Stamp<'_>) -> Result<Option<LogEntry>> {
        self.take_last_back(stamp, REDOABLE)
    }

    fn take_last_back(&mut self, stamp: Stamp<'_>, which: &str) -> Result<Option<LogEntry>> {
        let mut change = self.change(stamp)?;
        let Some(entry) = entry(&change.transaction, which).at(change.path)? else {
            return Ok(None);
        };
        change.recorder.undoes = Some(entry.number);
        // Even where nothing is left to take back, the log says that it was.
        change
            .recorder
            .number(&change.transaction)
            .at(change.path)?;
        change.take_back(entry.number)?;
        change.commit()?;
        Ok(Some(entry))
    }

    /// Takes one change back, or one undoing, whatever was changed since elsewhere. It is refused
    /// where a later change that stands touched one of the same units or concepts: what is undone
    /// becomes exactly what it was, so nobody's later work may lie above it.
    ///
    /// Cost: the items of the later changes, and about 20 µs a unit.
    ///
    /// # Errors
    ///
    /// The file cannot be written to; then nothing was changed.
    pub fn take_back(&mut self, number: i64, stamp: Stamp<'_>) -> Result<TakenBack> {
        let mut change = self.change(stamp)?;
        let find = |connection: &Connection, sql: &str| {
            connection
                .prepare_cached(sql)
                .and_then(|mut query| query.query_row([number], read_entry).optional())
                .at(change.path)
        };
        let Some(entry) = find(&change.transaction, entries!("WHERE id = ?1"))? else {
            return Ok(TakenBack::Unknown);
        };
        let stands: bool = change
            .transaction
            .query_row(
                concat!("SELECT ", stands!(), " FROM changes WHERE id = ?1"),
                [number],
                |row| row.get(0),
            )
            .at(change.path)?;
        let redoes = match entry.undoes {
            Some(undone) => change
                .transaction
                .query_row(
                    "SELECT undoes FROM changes WHERE id = ?1",
                    [undone],
                    |row| row.get::<_, Option<i64>>(0),
                )
                .at(change.path)?
                .is_some(),
            None => false,
        };
        // A redoing is not undone: the change that it brought back is.
        if !stands || redoes {
            return Ok(TakenBack::Already(entry));
        }
        if let Some(later) = find(&change.transaction, LATER)? {
            return Ok(TakenBack::Blocked(later));
        }
        change.recorder.undoes = Some(number);
        change
            .recorder
            .number(&change.transaction)
            .at(change.path)?;
        change.take_back(number)?;
        change.commit()?;
        Ok(TakenBack::Done(entry))
    }

    /// What a change did, in numbers.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn tally(&self, number: i64) -> Result<Tally> {
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT kind, before IS NULL, after IS NULL, sum(coalesce(last - item, 0) + 1)
                 FROM change_items WHERE change = ?1 GROUP BY 1, 2, 3",
            )
            .at(&self.path)?;
        let mut rows = query.query([number]).at(&self.path)?;
        let mut tally = Tally::default();
        while let Some(row) = rows.next().at(&self.path)? {
            let mut read = || -> rusqlite::Result<()> {
                let (kind, was_not, is_not): (String, bool, bool) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                let count = row.get::<_, i64>(3)?.unsigned_abs();
                let items = if kind == Kind::Unit.as_str() {
                    &mut tally.units
                } else {
                    &mut tally.concepts
                };
                match (was_not, is_not) {
                    (true, _) => items.added += count,
                    (false, false) => items.changed += count,
                    (false, true) => items.deleted += count,
                }
                Ok(())
            };
            read().at(&self.path)?;
        }
        Ok(tally)
    }
}

const UNDOABLE: &str = concat!(
    "SELECT id, at, who, what, undoes FROM changes WHERE undoes IS NULL AND ",
    stands!(),
    " ORDER BY id DESC LIMIT 1"
);

/// An undoing is a change whose `undoes` names a change that undid nothing.
const REDOABLE: &str = "SELECT id, at, who, what, undoes FROM changes
     WHERE undoes IN (SELECT id FROM changes WHERE undoes IS NULL)
         AND NOT EXISTS (SELECT 1 FROM changes AS redoing WHERE redoing.undoes = changes.id)
         AND id > (SELECT coalesce(max(id), 0) FROM changes WHERE undoes IS NULL)
     ORDER BY id DESC LIMIT 1";

fn entry(connection: &Connection, sql: &str) -> rusqlite::Result<Option<LogEntry>> {
    connection
        .query_row(sql, [], |row| {
            Ok(LogEntry {
                number: row.get(0)?,
                at: super::units::parsed(1, &row.get::<_, String>(1)?)?,
                who: row.get(2)?,
                what: row.get(3)?,
                undoes: row.get(4)?,
                undone_by: None,
            })
        })
        .optional()
}

impl Change<'_> {
    /// Walks the items of a change backwards, one at a time.
    fn take_back(&mut self, number: i64) -> Result<()> {
        let mut above = i64::MAX;
        loop {
            let next = self
                .transaction
                .prepare_cached(
                    "SELECT id, kind, item, last, before FROM change_items
                     WHERE change = ?1 AND id < ?2 ORDER BY id DESC LIMIT 1",
                )
                .and_then(|mut query| {
                    query
                        .query_row([number, above], |row| {
                            let (kind, item) = (row.get(1)?, row.get(2)?);
                            let item = Item {
                                kind,
                                item,
                                last: row.get(3)?,
                                before: row.get(4)?,
                            };
                            Ok((row.get::<_, i64>(0)?, item))
                        })
                        .optional()
                })
                .at(self.path)?;
            let Some((id, item)) = next else {
                return Ok(());
            };
            self.take_item_back(item)?;
            above = id;
        }
    }

    fn take_item_back(&mut self, item: Item) -> Result<()> {
        use rusqlite::types::Value;
        let damaged = || Error::Damaged {
            path: self.path.to_owned(),
            detail: "an entry of the history cannot be read".to_owned(),
        };
        match (item.kind.as_str(), item.item, item.before) {
            ("unit", Value::Integer(first), None) => {
                for id in (first..=item.last.unwrap_or(first)).rev() {
                    if let Some(unit) = self.unit(UnitId(id))? {
                        self.delete_stored(&unit)?;
                    }
                }
                Ok(())
            }
            ("unit", Value::Integer(_), Some(before)) => {
                let unit: Unit = serde_json::from_str(&before).map_err(|_| damaged())?;
                self.restore_unit(&unit)
            }
            ("concept", Value::Text(id), None) => {
                if self.concept(&id)?.is_some() {
                    self.delete_concept(&id)?;
                }
                Ok(())
            }
            ("concept", Value::Text(id), Some(before)) => {
                let concept = concepts::from_history(&id, &before).ok_or_else(damaged)?;
                self.put_concept(&concept)
            }
            _ => Err(damaged()),
        }
    }
}
