//! The documents in a folder.

use super::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// File names' endings that are read as text.
const ENDINGS: [&str; 3] = ["txt", "text", "asc"];

/// How deep folders may nest; deeper ones are almost surely a loop of mounts.
const DEEPEST: usize = 64;

/// The text documents in a folder and its subfolders: files that end in `.txt`, `.text` or `.asc`,
/// in any case. Hidden files and folders are left out, links to folders are not followed. Sorted
/// by path, so the same folder gives the same list on every system.
///
/// # Errors
///
/// [`Error::List`] when the folder or one inside it cannot be listed.
pub fn folder(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    collect(path, 0, &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(path: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Error> {
    let failed = |source| Error::List {
        path: path.to_owned(),
        source,
    };
    if depth > DEEPEST {
        return Err(failed(std::io::Error::other("folders nest too deep")));
    }
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let inner = entry.path();
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            collect(&inner, depth + 1, found)?;
        } else if is_text(&inner) && (kind.is_file() || inner.is_file()) {
            found.push(inner);
        }
    }
    Ok(())
}

fn is_text(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_text_files_sorted_and_skips_hidden_ones() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("b/deep")).unwrap();
        fs::create_dir_all(root.path().join(".git")).unwrap();
        for name in [
            "z.txt",
            "a.TXT",
            "b/deep/c.txt",
            "b/a.text",
            "b.pdf",
            ".hidden.txt",
            ".git/x.txt",
        ] {
            fs::write(root.path().join(name), "x").unwrap();
        }
        let found = folder(root.path()).unwrap();
        let names: Vec<_> = found
            .iter()
            .map(|path| path.strip_prefix(root.path()).unwrap())
            .collect();
        let expected: Vec<PathBuf> = ["a.TXT", "b/a.text", "b/deep/c.txt", "z.txt"]
            .iter()
            .map(PathBuf::from)
            .collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let message = folder(Path::new("no/such/folder")).unwrap_err().to_string();
        assert!(
            message.starts_with("cannot list the folder no/such/folder"),
            "{message}"
        );
    }
}
