//! The project file: one SQLite database that holds units, concepts, documents and history.
//!
//! - `mod.rs`: opening and closing a file;
//! - `schema.rs`: its tables and their versions;
//! - `change.rs`: writing: every change is a transaction with an entry in the history;
//! - `units.rs`: rows of units, reading them; `store.rs`: adding, changing, deleting them, duplicates,
//!   aligning anew; `rework.rs`: many at once;
//! - `documents.rs`, `concepts.rs`: the other tables;
//! - `lookup.rs`: what matching reads;
//! - `history.rs`: what was changed when by whom, and undoing it;
//! - `review.rs`: what those who review ask: what changed since, who touched an item last;
//! - `feed.rs`: which units changed since, for what is derived from them;
//! - `statistics.rs`, `verify.rs`, `backup.rs`: numbers, soundness, copies.

mod backup;
mod change;
mod concepts;
mod documents;
mod feed;
mod history;
mod lookup;
mod review;
mod rework;
mod schema;
mod statistics;
mod store;
#[cfg(test)]
mod tests;
mod units;
mod verify;

pub use change::{Change, Stamp};
pub use concepts::ConceptRow;
pub use documents::Document;
pub use history::{Changed, LogEntry, TakenBack, Tally};
pub(crate) use lookup::{Revision, UnitRow};
pub use review::Touched;
pub use rework::{Action, Reworked, Sameness};
pub use statistics::Statistics;
pub use store::{Added, Duplicates, Replaced};
pub use units::{Filter, Order};

use super::error::{At, Error, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use schema::State;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// A project file, open.
///
/// One program writes at a time, any number read at once, each the state of its last finished
/// change. Dropping it closes the file.
#[derive(Debug)]
pub struct Project {
    connection: Connection,
    path: PathBuf,
}

/// How many of each the project holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Units of every status.
    pub units: u64,
    /// Documents.
    pub documents: u64,
    /// Concepts of every status.
    pub concepts: u64,
    /// Entries in the history.
    pub changes: u64,
}

/// One moment of a project that is being read: see [`Project::snapshot`].
#[derive(Debug)]
#[must_use = "the moment passes when this is dropped"]
pub struct Snapshot<'p> {
    _transaction: rusqlite::Transaction<'p>,
}

impl Project {
    /// Makes a new project.
    ///
    /// # Errors
    ///
    /// A file is there already, or its folder is missing or cannot be written to.
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if holds_something(path) {
            return Err(Error::Exists {
                path: path.to_owned(),
            });
        }
        let was_there = path.exists();
        Self::open_writable(path, OpenFlags::SQLITE_OPEN_CREATE, PATIENCE).inspect_err(|_| {
            if !was_there {
                remove_unfinished(path);
            }
        })
    }

    /// Opens a project; one of an older version is brought up to date.
    ///
    /// # Errors
    ///
    /// No such file, none of ours, a newer version, damaged, locked or read-only.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        Self::check_is_file(path)?;
        if !holds_something(path) {
            return Err(Error::NotAProject {
                path: path.to_owned(),
                found: "it is empty",
            });
        }
        Self::open_writable(path, OpenFlags::empty(), PATIENCE)
    }

    /// Opens a project, or makes it where no file is.
    ///
    /// # Errors
    ///
    /// As for [`Project::open`] and [`Project::create`].
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if holds_something(path) {
            Self::open(path)
        } else {
            Self::create(path)
        }
    }

    /// Opens a project for reading only; works on read-only media too.
    ///
    /// # Errors
    ///
    /// No such file, none of ours, another version than today's, damaged.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        Self::check_is_file(path)?;
        // Opened for writing where that is allowed, with writing turned off: only then is what
        // SQLite lays beside the file while it is open taken away at the end.
        let reader = |name: &Path, flags: OpenFlags| {
            Connection::open_with_flags(name, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
                .at(path)
                .and_then(|connection| Self::checked(connection, path))
        };
        let mut outcome = reader(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
        if let Err(Error::ReadOnly { .. } | Error::Unopenable { .. }) = outcome {
            outcome = reader(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        }
        // In write-ahead mode even readers make a file beside the database. Where they may not and
        // no log waits to be read, the database stands still and can be read as it is.
        match outcome {
            Err(Error::ReadOnly { .. } | Error::Unopenable { .. })
                if !holds_something(&beside(path, "-wal")) =>
            {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
                reader(Path::new(&still(path)), flags)
            }
            other => other,
        }
    }

    fn check_is_file(path: &Path) -> Result<()> {
        if path.is_dir() {
            return Err(Error::NotAProject {
                path: path.to_owned(),
                found: "it is a folder",
            });
        }
        match path.try_exists() {
            // SQLite takes what is shorter than its shortest page for an empty database, and would
            // write over it.
            Ok(true)
                if path
                    .metadata()
                    .is_ok_and(|data| (1..512).contains(&data.len())) =>
            {
                Err(Error::NotAProject {
                    path: path.to_owned(),
                    found: "it is too short for one",
                })
            }
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::Missing {
                path: path.to_owned(),
            }),
            Err(_) => Err(Error::Unopenable {
                path: path.to_owned(),
            }),
        }
    }

    /// The project on a connection that only reads.
    fn checked(connection: Connection, path: &Path) -> Result<Self> {
        connection.busy_timeout(PATIENCE).at(path)?;
        connection
            .pragma_update(None, "query_only", true)
            .at(path)?;
        let known = schema::VERSION;
        match schema::state(&connection, path)? {
            State::Project(schema::VERSION) => Ok(Self {
                connection,
                path: path.to_owned(),
            }),
            State::Project(found) if found < known => Err(Error::Older {
                path: path.to_owned(),
                found,
                known,
            }),
            State::Project(found) => Err(Error::Newer {
                path: path.to_owned(),
                found,
                known,
            }),
            State::Empty => Err(Error::NotAProject {
                path: path.to_owned(),
                found: "it is empty",
            }),
            State::Foreign => Err(schema::foreign(path)),
        }
    }

    fn open_writable(path: &Path, create: OpenFlags, patience: Duration) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | create;
        let mut connection = Connection::open_with_flags(path, flags).at(path)?;
        prepare(&connection, patience).at(path)?;
        // Before anything is written to a file that may be somebody else's.
        match schema::state(&connection, path)? {
            State::Foreign => return Err(schema::foreign(path)),
            State::Project(found) if found > schema::VERSION => {
                return Err(Error::Newer {
                    path: path.to_owned(),
                    found,
                    known: schema::VERSION,
                });
            }
            State::Project(_) | State::Empty => {}
        }
        // SQLite opens what it may not write to for reading, and would only say so at the first
        // change.
        if connection.is_readonly("main").at(path)? {
            return Err(Error::ReadOnly {
                path: path.to_owned(),
            });
        }
        let setting = |name: &str, value: &str| {
            connection
                .pragma_update_and_check(None, name, value, |_| Ok(()))
                .at(path)
        };
        setting("journal_mode", "wal")?;
        // A change that was acknowledged survives a power cut.
        connection
            .pragma_update(None, "synchronous", "full")
            .at(path)?;
        connection
            .pragma_update(None, "foreign_keys", true)
            .at(path)?;
        // 64 MB: random index pages of a large import stay in memory.
        connection
            .pragma_update(None, "cache_size", -65_536)
            .at(path)?;
        schema::migrate(&mut connection, path)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// While the guard lives, everything read through this project is of one moment, whatever other
    /// programs write in between.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or a snapshot of this project is already held.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        let transaction = self.connection.unchecked_transaction().at(&self.path)?;
        Ok(Snapshot {
            _transaction: transaction,
        })
    }

    /// How many of each there are. Cost: a walk over an index of each table.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        let count = |table: &str| -> Result<u64> {
            let sql = format!("SELECT count(*) FROM {table}");
            let count: i64 = self
                .connection
                .query_row(&sql, [], |row| row.get(0))
                .at(&self.path)?;
            Ok(count.unsigned_abs())
        };
        Ok(Counts {
            units: count("units")?,
            documents: count("documents")?,
            concepts: count("concepts")?,
            changes: count("changes")?,
        })
    }

    /// The value of a setting of the project.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT value FROM settings WHERE name = ?1")
            .at(&self.path)?;
        let mut rows = query.query([name]).at(&self.path)?;
        rows.next()
            .at(&self.path)?
            .map(|row| row.get(0).at(&self.path))
            .transpose()
    }
}

/// What every connection needs before its first statement.
fn prepare(connection: &Connection, patience: Duration) -> rusqlite::Result<()> {
    connection.busy_timeout(patience)?;
    // Otherwise SQLite plans a statement anew for each value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Whether a file with at least one byte is there: SQLite leaves an empty one where a program died
/// before its first change.
fn holds_something(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|data| data.is_dir() || data.len() > 0)
}

/// Removes a database that got no tables, with what SQLite laid beside it: what a creation that
/// failed leaves. One that another program finished meanwhile is larger and stays.
fn remove_unfinished(path: &Path) {
    const PAGE: u64 = 4096;
    if path
        .metadata()
        .is_ok_and(|data| data.is_file() && data.len() <= PAGE)
    {
        for file in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")] {
            // What cannot be removed is an empty project: it opens as one.
            let _ = std::fs::remove_file(file);
        }
    }
}

/// A file of SQLite's beside a database.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The address of a database that nobody writes to (SQLite, «URI filenames», `immutable`).
fn still(path: &Path) -> String {
    let escaped: String = path
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .map(|&byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02x}"),
        })
        .collect();
    format!("file:{escaped}?immutable=1")
}
