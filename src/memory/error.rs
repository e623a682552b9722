//! What can go wrong with a project file.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// A project file that cannot be used, or a request that does not fit it. Every message names the
/// file and says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such file.
    #[error("{}: no such project; check the path, or create it first", path.display())]
    Missing {
        /// The project file.
        path: PathBuf,
    },
    /// A file stands where a new project was to be made.
    #[error("{}: there is a file already; open it, or choose another name", path.display())]
    Exists {
        /// The project file.
        path: PathBuf,
    },
    /// Another kind of file.
    #[error("{}: not a bitext project ({found}); name another file, or import this one", path.display())]
    NotAProject {
        /// The project file.
        path: PathBuf,
        /// What it seems to be.
        found: &'static str,
    },
    /// Made by a later version of the program.
    #[error(
        "{}: the project has version {found} and this program knows versions up to {known}; \
         update the program", path.display()
    )]
    Newer {
        /// The project file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The latest version known.
        known: i64,
    },
    /// Made by an earlier version of the program, and only reading is allowed.
    #[error(
        "{}: the project has the old version {found}, this program reads {known}; \
         open it once for writing, which brings it up to date", path.display()
    )]
    Older {
        /// The project file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version needed.
        known: i64,
    },
    /// Another program holds the file.
    #[error("{}: another program is writing to the project; wait until it has finished and try again", path.display())]
    Locked {
        /// The project file.
        path: PathBuf,
    },
    /// The file or its folder may not be written to.
    #[error("{}: the file or its folder cannot be written to; change the permissions, or copy the project elsewhere", path.display())]
    ReadOnly {
        /// The project file.
        path: PathBuf,
    },
    /// The system does not let it be opened.
    #[error("{}: cannot be opened; check that its folder exists and that you may read and write there", path.display())]
    Unopenable {
        /// The project file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("{}: the project is damaged ({detail}); restore a backup, or save what `sqlite3 FILE .recover` can read", path.display())]
    Damaged {
        /// The project file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// No room is left.
    #[error("{}: the disk is full; nothing was changed: free some space and try again", path.display())]
    DiskFull {
        /// The project file.
        path: PathBuf,
    },
    /// The disk fails, or is full in a way that it does not say.
    #[error(
        "{}: the disk does not take or give the data ({detail}); check its space and its state, \
         then try again", path.display()
    )]
    Disk {
        /// The project file.
        path: PathBuf,
        /// SQLite's message.
        detail: String,
    },
    /// A unit, document or concept that is not there.
    #[error("{}: there is no {what} {id} in the project", path.display())]
    NoSuch {
        /// The project file.
        path: PathBuf,
        /// `unit`, `document` or `concept`.
        what: &'static str,
        /// Its number or identifier.
        id: String,
    },
    /// A value that the project cannot keep.
    #[error("{}: {what} cannot be stored: {reason}", path.display())]
    Unstorable {
        /// The project file.
        path: PathBuf,
        /// What was to be stored.
        what: String,
        /// Why not.
        reason: String,
    },
    /// Anything else that SQLite says.
    #[error("{}: {source}", path.display())]
    Database {
        /// The project file.
        path: PathBuf,
        /// SQLite's message.
        source: rusqlite::Error,
    },
}

/// What the room's functions give.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Says what an error of SQLite means for the file at `path`.
    pub(crate) fn from_sqlite(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { path },
            Some(ErrorCode::CannotOpen) => Self::Unopenable { path },
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::NotADatabase) => Self::NotAProject {
                path,
                found: "it is no SQLite database",
            },
            Some(ErrorCode::SystemIoFailure) => Self::Disk {
                path,
                detail: error.to_string(),
            },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged {
                path,
                detail: error.to_string(),
            },
            _ => Self::Database {
                path,
                source: error,
            },
        }
    }
}

/// Ties SQLite's errors to the project's path.
pub(crate) trait At<T> {
    /// The value, or the error with the path in it.
    fn at(self, path: &Path) -> Result<T>;
}

impl<T> At<T> for rusqlite::Result<T> {
    fn at(self, path: &Path) -> Result<T> {
        self.map_err(|error| Error::from_sqlite(path, error))
    }
}
