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
        score.add(&set_of(&gold), &set_of(&ran.stdout), |(source, target)| {
            source.is_empty() || target.is_empty()
        });
    }
    let f1 = score.f1();
    assert!(f1 >= floor, "{set}: strict F1 {f1:.4}, below {floor}");
}

#[test]
fn novels() {
    assert_aligned("novels", ("en", "fr"), 0.950);
}

#[test]
fn novels_with_passages_cut_out() {
    assert_aligned("novels-cut", ("en", "fr"), 0.929);
}

#[test]
fn an_alpine_yearbook() {
    assert_aligned("textberg-dev", ("de", "fr"), 0.890);
}

#[test]
fn laws() {
    assert_aligned("laws", ("en", "fr"), 0.957);
}

#[test]
fn icelandic() {
    assert_aligned("parice", ("en", "is"), 0.914);
}

#[test]
fn hungarian() {
    assert_aligned("dtm-huen", ("hu", "en"), 0.980);
}

#[test]
fn polish() {
    assert_aligned("maligna-enpl", ("pl", "en"), 0.955);
}
