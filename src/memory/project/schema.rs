//! The tables of a project file, and how older ones become today's.

use crate::memory::error::{At, Error, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// Marks the file as ours (SQLite's `application_id`): «btxt».
pub(super) const APPLICATION_ID: i64 = 0x6274_7874;

/// Each step makes the next version out of the one before; a step, once released, never changes.
const MIGRATIONS: &[&str] = &[VERSION_1, VERSION_2];

/// The version that this program writes.
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

// AUTOINCREMENT: the number of a deleted unit is never given to another, history refers to it.
// `source_hash` finds units of the same source; the texts themselves decide.
// A run of inserted units is one item: `item` to `last`, without `before`.
const VERSION_1: &str = "
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    encoding TEXT NOT NULL,
    hash TEXT NOT NULL,
    segments INTEGER NOT NULL,
    UNIQUE (name, language)
);
CREATE TABLE units (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_language TEXT NOT NULL,
    target_language TEXT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    source_markup TEXT,
    target_markup TEXT,
    source_document INTEGER REFERENCES documents (id),
    target_document INTEGER REFERENCES documents (id),
    position INTEGER,
    previous_source TEXT,
    next_source TEXT,
    confidence REAL,
    status TEXT NOT NULL,
    created TEXT,
    changed TEXT,
    creator TEXT,
    tuid TEXT,
    properties TEXT,
    notes TEXT,
    extra TEXT,
    source_hash INTEGER NOT NULL
);
CREATE INDEX units_by_documents ON units (source_document, target_document, position);
CREATE INDEX units_by_source ON units (source_hash);
CREATE TABLE concepts (
    id TEXT PRIMARY KEY NOT NULL,
    key TEXT NOT NULL,
    status TEXT NOT NULL,
    json TEXT NOT NULL
);
CREATE INDEX concepts_by_key ON concepts (key, id);
CREATE INDEX concepts_by_status ON concepts (status, key, id);
CREATE TABLE settings (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);
CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    undoes INTEGER REFERENCES changes (id)
);
CREATE TABLE change_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL REFERENCES changes (id),
    kind TEXT NOT NULL,
    item NOT NULL,
    last INTEGER,
    before TEXT,
    after TEXT
);
CREATE INDEX change_items_by_change ON change_items (change);
";

// Who touched this unit or concept last; what took a change back.
const VERSION_2: &str = "
CREATE INDEX change_items_by_item ON change_items (item, kind, change);
CREATE INDEX changes_by_undoes ON changes (undoes) WHERE undoes IS NOT NULL;
";

/// What a database says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// No table at all.
    Empty,
    /// A project of this version.
    Project(i64),
    /// Somebody else's tables.
    Foreign,
}

/// Reads what the database is.
pub(super) fn state(connection: &Connection, path: &Path) -> Result<State> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (
        number("application_id").at(path)?,
        number("user_version").at(path)?,
    );
    if application == APPLICATION_ID {
        return Ok(State::Project(version));
    }
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .at(path)?;
    Ok(if application == 0 && version == 0 && tables == 0 {
        State::Empty
    } else {
        State::Foreign
    })
}

/// Brings an empty database or an older project to today's version, all steps or none.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<()> {
    if state(connection, path)? == State::Project(VERSION) {
        return Ok(());
    }
    let change = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .at(path)?;
    // Another program may have been quicker: look again, now that nobody else can write.
    let from = match state(&change, path)? {
        State::Empty => 0,
        State::Project(version) => version,
        State::Foreign => return Err(foreign(path)),
    };
    let done = usize::try_from(from)
        .ok()
        .filter(|&done| done <= MIGRATIONS.len());
    let Some(done) = done else {
        return Err(Error::Newer {
            path: path.to_owned(),
            found: from,
            known: VERSION,
        });
    };
    for step in &MIGRATIONS[done..] {
        change.execute_batch(step).at(path)?;
    }
    change
        .pragma_update(None, "application_id", APPLICATION_ID)
        .at(path)?;
    change
        .pragma_update(None, "user_version", VERSION)
        .at(path)?;
    change.commit().at(path)
}

/// The error for somebody else's database.
pub(super) fn foreign(path: &Path) -> Error {
    Error::NotAProject {
        path: path.to_owned(),
        found: "it is another program's database",
    }
}
