//! The program from end to end: what it writes, says and leaves behind, on the samples and on
//! small files of the tests' own.
//!
//! | file | what is tested there |
//! |---|---|
//! | `build` | the whole chain on the samples: files, sums, the page, same bytes again |
//! | `align` | beads, tables and TMX of documents; agreement with the samples' gold |
//! | `mine` | candidates of the samples; the table; the options that cut it |
//! | `lookup` | `match`: shapes, scores, directions, memories |
//! | `match_index` | the match index: up to date, damaged, killed |
//! | `glossary` | decisions, exchange with other tools, differences |
//! | `project` | the project file: aligning, mining, importing and exporting again |
//! | `exchange` | `convert`, `diff`, `check`: formats into each other, tools, differences, findings |
//! | `check` | rules on seeded errors, terms in any inflection, exceptions, dropping, outputs |
//! | `hostile` | files that mean harm: bombs, depth, external entities, cuts |
//! | `interchange` | tables, other projects, languages and contexts of what is imported |
//! | `upkeep` | `memory`: numbers, copies, history; programs that end suddenly or work at once |
//! | `review` | the page's server: who may do what, decisions, conflicts, undoing, sudden ends |
//! | `rework` | `memory`: changes of many units, and undoing them |
//! | `analyse` · `concord` | counts against hand counts; words in context |
//! | `manners` | help, exit codes, quiet, pipes, stdout |
//! | `bad_input` | what cannot be read or written: one message, nothing left behind |
//! | `fixtures/`, `snapshots/` | input, and what is expected of it |
//!
//! Tests look at stderr for facts (a name, a count), never for wording.

#[path = "../support/running.rs"]
mod running;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/web.rs"]
mod web;

mod align;
mod analyse;
mod bad_input;
mod build;
mod check;
mod concord;
mod exchange;
mod glossary;
mod hostile;
mod interchange;
mod lookup;
mod manners;
mod match_index;
mod mine;
mod pairing;
mod project;
mod review;
mod rework;
mod upkeep;

use std::path::{Path, PathBuf};
use support::Desk;

/// The pairs of documents among the samples.
const PAIRS: [&str; 4] = ["convention", "cyberespace", "etat-de-droit", "onudc"];

fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Reads a file of the repository.
fn repository_text(name: &str) -> String {
    std::fs::read_to_string(repository(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A desk with the documents of the samples on it: fr/, en/ and nouveau.fr.txt.
fn desk_with_samples() -> Desk {
    let desk = Desk::new();
    for language in ["fr", "en"] {
        for pair in PAIRS {
            let name = format!("{language}/{pair}.txt");
            let source = repository("samples").join(&name);
            desk.write(&name, std::fs::read(source).expect("the samples are there"));
        }
    }
    let new = std::fs::read(repository("samples/nouveau.fr.txt")).expect("the samples are there");
    desk.write("nouveau.fr.txt", new);
    desk
}

/// A desk with the short pair of the tests on it, one segment a line.
fn desk_with_harbour() -> Desk {
    let desk = Desk::new();
    desk.write("harbour.fr.txt", include_str!("fixtures/harbour.fr.txt"));
    desk.write("harbour.en.txt", include_str!("fixtures/harbour.en.txt"));
    desk
}

/// The names in a folder of a desk, hidden ones too, sorted.
fn names(desk: &Desk, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(desk.path(folder))
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| {
            let entry = entry.expect("a folder can be listed");
            entry.file_name().to_string_lossy().into_owned()
        })
        .collect();
    names.sort();
    names
}
