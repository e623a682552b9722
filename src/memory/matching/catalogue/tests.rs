//! The index follows the project, whatever happens to its files.

use super::super::index::Limits;
use super::super::matcher::Matcher;
use super::listing::CATALOGUE;
use super::shelf::root;
use super::*;
use crate::memory::unit::{Status, Unit, UnitId};
use crate::memory::{Date, Duplicates, Stamp as ChangeStamp};
use std::path::{Path, PathBuf};

fn stamp() -> ChangeStamp<'static> {
    ChangeStamp {
        at: Date::from_unix(0),
        who: "test",
        what: "test",
    }
}

fn add(project: &mut Project, sources: &[&str]) {
    let mut change = project.change(stamp()).unwrap();
    for source in sources {
        let (en, fr) = (Language::english(), Language::french());
        let unit = Unit::new(en, fr, *source, format!("« {source} »"));
        change.add_unit(&unit, Duplicates::Keep).unwrap();
    }
    change.commit().unwrap();
}

/// The sources that match, and how the index came about.
fn matches(path: &Path, query: &str) -> (Vec<String>, IndexReport) {
    let project = Project::open_read_only(path).unwrap();
    let (matcher, report) = Matcher::of_project(project, None, None).unwrap().unwrap();
    let limits = Limits { min: 50.0, top: 9 };
    let found = matcher.matches(query, limits).unwrap();
    (
        found.into_iter().map(|found| found.source).collect(),
        report,
    )
}

fn files(path: &Path) -> Vec<PathBuf> {
    let folder = root(path).join("en-fr");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "layer"))
        .collect();
    files.sort();
    files
}

#[test]
fn the_index_follows_the_project() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.bitext");
    let mut project = Project::create(&path).unwrap();
    add(
        &mut project,
        &["one two three", "four five six", "seven eight"],
    );
    let (found, report) = matches(&path, "one two three");
    assert_eq!((found.len(), report.read), (1, 3));
    // Nothing is read again.
    let (found, report) = matches(&path, "one two four");
    assert_eq!((found.len(), report), (1, IndexReport::default()));
    // What is new is a layer of its own.
    add(&mut project, &["one two four"]);
    let (found, report) = matches(&path, "one two four");
    assert_eq!(found, ["one two four", "one two three"]);
    assert_eq!((report.read, files(&path).len()), (1, 2));
    // Changes and deletions take the old state away.
    let mut change = project.change(stamp()).unwrap();
    let mut unit = change.unit(UnitId(1)).unwrap().unwrap();
    unit.source = "nine ten eleven".to_owned();
    change.update_unit(&unit).unwrap();
    let mut unit = change.unit(UnitId(2)).unwrap().unwrap();
    unit.status = Status::Rejected;
    change.update_unit(&unit).unwrap();
    change.delete_unit(UnitId(3)).unwrap();
    change.commit().unwrap();
    assert_eq!(matches(&path, "one two four").0, ["one two four"]);
    assert_eq!(matches(&path, "nine ten eleven").0, ["nine ten eleven"]);
    assert!(matches(&path, "four five six").0.is_empty());
    assert!(matches(&path, "seven eight").0.is_empty());
    project.undo(stamp()).unwrap();
    assert_eq!(matches(&path, "seven eight").0, ["seven eight"]);
    assert_eq!(matches(&path, "one two three").0.len(), 2);
    assert_eq!(verify_index(&project).unwrap(), [""; 0]);
}

#[test]
fn damage_is_noticed_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.bitext");
    let mut project = Project::create(&path).unwrap();
    add(&mut project, &["one two three"]);
    matches(&path, "one two three");
    let layer = files(&path).remove(0);
    let catalogue = layer.with_file_name(CATALOGUE);
    let whole = std::fs::read(&layer).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let damages: [(&Path, &[u8]); 5] = [
        (&layer, &flipped),
        (&layer, &whole[..whole.len() - 8]),
        (&layer, b"other"),
        (&layer, b""),
        (&catalogue, b"{}"),
    ];
    for (file, bytes) in damages {
        std::fs::write(file, bytes).unwrap();
        assert_eq!(verify_index(&project).unwrap().len(), 1, "{file:?}");
        let (found, report) = matches(&path, "one two three");
        assert_eq!(found, ["one two three"]);
        assert!(report.rebuilt.is_some(), "{file:?}");
        assert_eq!(matches(&path, "one two three").1, IndexReport::default());
    }
    std::fs::remove_file(&layer).unwrap();
    assert!(matches(&path, "one two three").1.rebuilt.is_some());
    std::fs::remove_dir_all(root(&path)).unwrap();
    assert_eq!(matches(&path, "one two three").1.read, 1);
}

#[test]
fn another_project_of_the_same_name_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.bitext");
    let mut project = Project::create(&path).unwrap();
    add(&mut project, &["one two three"]);
    matches(&path, "one two three");
    drop(project);
    std::fs::remove_file(&path).unwrap();
    let mut project = Project::create(&path).unwrap();
    add(&mut project, &["five six"]);
    let (found, report) = matches(&path, "five six");
    assert_eq!(found, ["five six"]);
    assert!(report.rebuilt.is_some());
}

#[test]
fn where_nothing_can_be_written_the_index_is_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.bitext");
    let mut project = Project::create(&path).unwrap();
    add(&mut project, &["one two three"]);
    // A file stands where the folder should.
    std::fs::write(root(&path), "").unwrap();
    let (found, report) = matches(&path, "one two three");
    assert_eq!(found, ["one two three"]);
    assert!(report.unkept.is_some());
}
