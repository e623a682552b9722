//! What the product promises on real texts, files and programs: more of them than belong in the
//! repository. `BITEXT_DATA` names the folder that holds them; without it every test here fails,
//! and `cargo test` leaves them out unless it is told their name.
//!
//! ```text
//! BITEXT_DATA=FOLDER cargo test --release --test data
//! ```
//!
//! | file | what is tested there | on |
//! |---|---|---|
//! | `articles` | terms and cleaning | `articles/` |
//! | `alignment` | strict F1, keyed lines, pairing by content, a long document | `bench/align/dev/`, `data/parallel/`, `data/multilingual/` |
//! | `terms` | F1 of mining, acronyms | `bench/terms/`, `data/parallel/`, `tests/data/acronyms.tsv` |
//! | `parallel` | a large build, its sums and time; cleaning | `data/parallel/` |
//! | `memories` | TMX files of many tools | `formats/tmx/`, `tests/conformance/tmx.txt` |
//! | `bitexts` | XLIFF and PO of many tools; what we write, in translate-toolkit, lxml and openpyxl | `formats/`, `tests/conformance/xliff.txt` |
//! | `glossaries` | termbases, glossaries | `formats/` |
//! | `rules` | segmentation rules of other tools | `formats/srx/` |
//! | `language` | tokens, tags, lemmas, detection | `data/treebank/`, `bench/align/dev/` |
//! | `upkeep` | programs that end suddenly, programs that work at once, for longer | nothing |
//! | `analyse` | a treaty, counted by hand | `data/parallel/un-treaties/` |
//! | `checks` | findings in clean units | `data/parallel/un-treaties/` |
//! | `schemas` | what we write, against the DTDs (needs xmllint) | `formats/schemas/` |
//! | `glossaries` | termbases and glossaries of many tools | `formats/`, `tests/conformance/glossaries.txt` |
//! | `workbooks` | what we write, opened and reviewed in openpyxl (needs python3 and openpyxl) | samples |
//! | `schemas` | what we write, against the schemas (needs xmllint and jing) | `formats/schemas/` |
//! | `omegat` | what we write, in OmegaT (needs omegat) | `formats/clients/omegat/` |
//!
//! Figures are ratchets: they stand a little below what is reached today and only rise.

#[path = "../support/mod.rs"]
mod support;

mod alignment;
mod analyse;
mod articles;
mod bitexts;
mod checks;
mod glossaries;
mod language;
mod memories;
mod omegat;
mod parallel;
mod rules;
mod schemas;
mod terms;
mod upkeep;
mod workbooks;

use std::path::{Path, PathBuf};
use support::Desk;

/// A file or folder of the data.
fn data(name: &str) -> PathBuf {
    let root = std::env::var_os("BITEXT_DATA")
        .expect("these tests need data: name its folder in BITEXT_DATA");
    let path = Path::new(&root).join(name);
    let path = path
        .canonicalize()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(path.exists());
    path
}

fn data_text(name: &str) -> String {
    std::fs::read_to_string(data(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The files of a folder whose names end so, sorted; none is a failure.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a folder can be listed").path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{}: no {ending}", folder.display());
    files
}

/// A file of the repository.
fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A desk on which the samples were built into out/, with a match for the new text.
fn desk_with_built_samples() -> Desk {
    let desk = Desk::new();
    let samples = |name: &str| repository("samples").join(name).into_os_string();
    desk.run([
        "build".into(),
        samples("fr"),
        samples("en"),
        "-o".into(),
        "out".into(),
        "--text".into(),
        samples("nouveau.fr.txt"),
    ])
    .done();
    desk
}
