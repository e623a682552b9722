//! How well documents of many kinds are aligned with default settings.

use crate::support::{Bead, Desk, Score, beads};
use crate::{data, files};
use std::collections::BTreeSet;

fn set_of(text: &str) -> BTreeSet<Bead> {
    beads(text)
        .into_iter()
        .map(|(bead, _)| bead)
        .filter(|(source, target)| !source.is_empty() || !target.is_empty())
        .collect()
}

fn is_null((source, target): &Bead) -> bool {
    source.is_empty() || target.is_empty()
}

/// Strict F1 over the documents of a set, each aligned alone.
#[track_caller]
fn assert_aligned(set: &str, (from, to): (&str, &str), floor: f64) {
    let desk = Desk::new();
    let mut score = Score::default();
    for source in files(&data(&format!("bench/align/dev/{set}")), ".src") {
        let target = source.with_extension("tgt");
        let gold = std::fs::read_to_string(source.with_extension("gold")).expect("a gold");
        let arguments: [std::ffi::OsString; 9] = [
            "align".into(),
            "--segmented".into(),
            source.clone().into(),
            target.into(),
            "--from".into(),
            from.into(),
            "--to".into(),
            to.into(),
            "--format=beads".into(),
        ];
        let ran = desk.run(arguments).done();
        score.add(&set_of(&gold), &set_of(&ran.stdout), is_null);
    }
    assert_score(set, score, floor);
}

/// Strict F1 over the documents of a set, aligned together: two folders.
#[track_caller]
fn assert_aligned_together(set: &str, (from, to): (&str, &str), floor: f64) {
    let desk = Desk::new();
    let mut golds = std::collections::BTreeMap::new();
    for source in files(&data(&format!("bench/align/dev/{set}")), ".src") {
        let name = source.file_stem().expect("a name").to_string_lossy();
        let read = |ending| std::fs::read_to_string(source.with_extension(ending)).expect("a text");
        desk.write(&format!("source/{name}.txt"), read("src"));
        desk.write(&format!("target/{name}.txt"), read("tgt"));
        golds.insert(format!("source/{name}.txt"), set_of(&read("gold")));
    }
    let arguments = [
        "align",
        "--segmented",
        "source",
        "target",
        "--from",
        from,
        "--to",
        to,
        "--format=jsonl",
    ];
    let ran = desk.run(arguments).done();
    let mut found = std::collections::BTreeMap::<String, BTreeSet<Bead>>::new();
    for line in ran.stdout.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a JSON line");
        let numbers = |key: &str| -> Vec<usize> {
            let numbers = line[key].as_array().expect("numbers");
            numbers
                .iter()
                .map(|number| number.as_u64().expect("a number") as usize)
                .collect()
        };
        let document = line["source_document"]
            .as_str()
            .expect("a document")
            .to_owned();
        found
            .entry(document)
            .or_default()
            .insert((numbers("source_segments"), numbers("target_segments")));
    }
    assert_eq!(
        golds.keys().collect::<Vec<_>>(),
        found.keys().collect::<Vec<_>>()
    );
    let mut score = Score::default();
    for (document, gold) in &golds {
        score.add(gold, &found[document], is_null);
    }
    assert_score(set, score, floor);
}

#[track_caller]
fn assert_score(set: &str, score: Score, floor: f64) {
    let f1 = score.f1();
    assert!(f1 >= floor, "{set}: strict F1 {f1:.4}, below {floor}");
}

#[test]
fn novels() {
    assert_aligned("novels", ("en", "fr"), 0.949);
}

#[test]
fn novels_with_passages_cut_out() {
    assert_aligned("novels-cut", ("en", "fr"), 0.935);
}

#[test]
fn an_alpine_yearbook() {
    assert_aligned("textberg-dev", ("de", "fr"), 0.888);
}

#[test]
fn laws() {
    assert_aligned("laws", ("en", "fr"), 0.980);
}

#[test]
fn icelandic() {
    assert_aligned_together("parice", ("en", "is"), 0.930);
}

#[test]
fn hungarian() {
    assert_aligned("dtm-huen", ("hu", "en"), 0.987);
}

#[test]
fn polish() {
    assert_aligned_together("maligna-enpl", ("pl", "en"), 0.975);
}
