//! The catalogue: which layers count, and which state of the project they show.

use super::super::layer::{Invalid, Layer};
use serde::{Deserialize, Serialize};
use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;
use tempfile::NamedTempFile;
use twox_hash::XxHash3_64;

/// Changes with every change of the catalogue or of the layers' use.
pub(super) const VERSION: u32 = 1;
pub(super) const CATALOGUE: &str = "catalogue.json";
/// Whoever updates the index holds a lock on this file.
pub(super) const LOCK: &str = "lock";

/// What the catalogue says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Catalogue {
    pub(super) version: u32,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) change: i64,
    pub(super) hash: u64,
    pub(super) layers: Vec<Listed>,
}

impl Catalogue {
    /// What the catalogue says; `None` where there is none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, Invalid> {
        let bytes = match std::fs::read(folder.join(CATALOGUE)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        // A line with the checksum of all that follows.
        let damaged = Invalid::Damaged("its catalogue is not as it was written");
        let Some((head, body)) = bytes.split_first_chunk::<CHECKSUM>() else {
            return Err(damaged);
        };
        if head != checksum_line(body).as_bytes() {
            return Err(damaged);
        }
        let catalogue: Self = serde_json::from_slice(body).map_err(|_| Invalid::Version)?;
        if catalogue.version != VERSION {
            return Err(Invalid::Version);
        }
        Ok(Some(catalogue))
    }

    /// Writes the catalogue, then takes away what it no longer names.
    pub(super) fn publish(&self, folder: &Path) -> Result<(), Invalid> {
        let named = |name: &str| self.layers.iter().any(|listed| listed.file == name);
        let body = serde_json::to_vec(self).map_err(io::Error::from)?;
        let head = checksum_line(&body);
        put(folder, CATALOGUE, &[head.as_bytes(), &body])?;
        for entry in std::fs::read_dir(folder)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let kept = name == CATALOGUE || name == LOCK || named(&name);
            if !kept {
                // What another program still has open goes the next time.
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}

/// A layer of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) file: String,
    pub(super) checksum: u64,
    pub(super) records: u64,
    /// Whether it is of the base, not of what changed since.
    pub(super) base: bool,
    pub(super) stamp: Stamp,
}

/// By what a file that was touched since it was written is told from one that was not: its length,
/// and its time of modification in nanoseconds. A file with another stamp is read as a whole and its
/// checksum compared before it is used.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Stamp {
    pub(super) length: u64,
    pub(super) modified: u64,
}

impl Stamp {
    pub(super) fn of(about: &Metadata) -> Option<Self> {
        let modified = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            length: about.len(),
            modified: u64::try_from(modified.as_nanos()).ok()?,
        })
    }
}

impl Listed {
    pub(super) fn unwritten(base: bool, layer: &Layer) -> Self {
        Self {
            file: String::new(),
            checksum: layer.checksum(),
            records: layer.len() as u64,
            base,
            stamp: Stamp {
                length: 0,
                modified: 0,
            },
        }
    }
}

/// The length of the line that holds a checksum.
const CHECKSUM: usize = 17;

fn checksum_line(body: &[u8]) -> String {
    format!("{:016x}\n", XxHash3_64::oneshot(body))
}

/// Writes a file that is there whole or not at all.
pub(super) fn put(folder: &Path, name: &str, pieces: &[&[u8]]) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(folder)?;
    for piece in pieces {
        file.write_all(piece)?;
    }
    file.as_file().sync_all()?;
    file.persist(folder.join(name))?;
    // The folder remembers the name. Systems that cannot sync a folder do it by themselves.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}
