//! Copies of a project.

use super::Project;
use crate::memory::error::{At, Error, Result};
use std::path::Path;

impl Project {
    /// Writes a copy of the project, as it is now, into a new file: units, concepts, documents and
    /// history. Others may go on reading and writing meanwhile. The copy is compact: what deleted
    /// rows took is not in it.
    ///
    /// The copy is whole and on the disk when this returns; should it be interrupted, what stands
    /// there is none. So let it go to a name of its own and rename it.
    ///
    /// # Errors
    ///
    /// There is a file already, its folder cannot be written to, or this file cannot be read.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        if super::holds_something(path) {
            return Err(Error::Exists {
                path: path.to_owned(),
            });
        }
        let unwritable = |_| Error::Unopenable {
            path: path.to_owned(),
        };
        // SQLite says of a folder that is missing only that it «cannot open database».
        std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(unwritable)?;
        let name = path.to_str().ok_or_else(|| Error::Unopenable {
            path: path.to_owned(),
        })?;
        // A connection that only reads refuses this statement, though it changes another file.
        let reads_only: bool = self
            .connection
            .pragma_query_value(None, "query_only", |row| row.get(0))
            .at(&self.path)?;
        let set = |value: bool| self.connection.pragma_update(None, "query_only", value);
        set(false).at(&self.path)?;
        let copied = self.connection.execute("VACUUM INTO ?1", [name]);
        set(reads_only).at(&self.path)?;
        copied.at(path)?;
        std::fs::File::open(path)
            .and_then(|file| file.sync_all())
            .map_err(|error| Error::Disk {
                path: path.to_owned(),
                detail: error.to_string(),
            })
    }
}
