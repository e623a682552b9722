//! What keeps a file from becoming a document.

use super::decode::Binary;
use super::segment::RulesError;
use std::path::PathBuf;

/// Why a document could not be read. Each message names the file and says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is missing or cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The folder is missing or cannot be listed.
    #[error("cannot list the folder {}: {source}", path.display())]
    List {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A folder stands where a file was expected.
    #[error("{} is a folder: name the files in it, or use a command that takes folders", path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// There is no character in it, or nothing but white space.
    #[error("{name} is empty: there is no text in it")]
    Empty {
        /// The document.
        name: String,
    },
    /// The bytes are no text.
    #[error("{name} {what}")]
    NotText {
        /// The document.
        name: String,
        /// What it is instead.
        what: Binary,
    },
    /// The file is larger than a document may be.
    #[error("{name} has {bytes} bytes and a document at most {limit}: split it")]
    TooLarge {
        /// The document.
        name: String,
        /// Its size.
        bytes: u64,
        /// The largest size.
        limit: u64,
    },
    /// The segmentation rules cannot be used.
    #[error(transparent)]
    Rules(#[from] RulesError),
}
