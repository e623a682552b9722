//! Files that must not stay behind when the user interrupts the program.
//!
//! Results are written beside their places and renamed when they are whole, so that whatever bears
//! the name of a result is one. What is unfinished stands in one list; an interrupt (Ctrl-C) empties
//! it and ends the program with exit code 130, the shells' code for it.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// In the order of names, a folder before what is in it.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The exit code of a program that SIGINT ended: 128 and the signal's number.
pub(super) const INTERRUPTED: u8 = 130;

fn list() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    // The list is whole whatever happened to a thread that held it.
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From here on an interrupt leaves nothing unfinished behind.
pub(super) fn watch() {
    // Without a handler an interrupt ends the program as it always did: no reason to refuse work.
    let _ = ctrlc::set_handler(|| {
        if GENTLE.load(Ordering::SeqCst) && !WANTED.swap(true, Ordering::SeqCst) {
            let _ = writeln!(
                std::io::stderr(),
                "stopping: what is finished is kept; once more (Ctrl-C) ends at once"
            );
            return;
        }
        // The lock is never given back: nothing new comes into being while the program ends.
        let list = list();
        for path in list.iter().rev() {
            delete(path);
        }
        std::process::exit(i32::from(INTERRUPTED));
    });
}

/// Whether some work is done that can end early and keep what it has.
static GENTLE: AtomicBool = AtomicBool::new(false);

/// Whether the user wants that.
static WANTED: AtomicBool = AtomicBool::new(false);

/// While this value lives, the first interrupt does not end the program: it is asked for with
/// [`wanted`](Self::wanted), and the work comes to its end. The second one ends the program.
pub(super) struct Gentle(());

impl Gentle {
    pub(super) fn begin() -> Self {
        GENTLE.store(true, Ordering::SeqCst);
        Self(())
    }

    /// Whether the user interrupted the work.
    pub(super) fn wanted(&self) -> bool {
        WANTED.load(Ordering::SeqCst)
    }
}

impl Drop for Gentle {
    fn drop(&mut self) {
        GENTLE.store(false, Ordering::SeqCst);
    }
}

/// Deletes a file, or a folder with nothing in it; what is not there needs no deleting.
fn delete(path: &Path) {
    let _ = match std::fs::symlink_metadata(path) {
        Ok(about) if about.is_dir() => std::fs::remove_dir(path),
        Ok(_) => std::fs::remove_file(path),
        Err(error) => Err(error),
    };
}

/// Paths that are deleted should the program be interrupted while this value lives.
#[derive(Debug, Default)]
pub(super) struct Unfinished(Vec<PathBuf>);

impl Unfinished {
    /// Takes the paths into the list, before anything is made there.
    pub(super) fn new(paths: Vec<PathBuf>) -> Self {
        list().extend(paths.iter().cloned());
        Self(paths)
    }

    /// Deletes what is there: files, and folders with nothing else in them.
    pub(super) fn delete(self) {
        for path in self.0.iter().rev() {
            delete(path);
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut list = list();
        for path in &self.0 {
            list.remove(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lives_is_listed_and_only_what_is_empty_goes() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("folder");
        let file = folder.join("file");
        let unfinished = Unfinished::new(vec![folder.clone(), file.clone()]);
        assert!(list().contains(&file));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(&file, "half").unwrap();
        std::fs::write(folder.join("somebody's"), "whole").unwrap();
        unfinished.delete();
        assert!(!list().contains(&file));
        assert!(!file.exists());
        assert!(folder.join("somebody's").exists());
    }
}
