//! How well documents of many kinds are aligned with default settings.

use crate::support::{Bead, Desk, Score, beads};
use crate::{data, files};
use std::collections::BTreeSet;
use std::path::Path;

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

/// Each line of the Declaration has a key, such as `/article3/para`: a line is right where its bead
/// holds lines of its key alone. Keys that one side lacks do not count.
#[test]
fn the_declaration_article_by_article() {
    for to in ["en", "vi", "ar", "zh", "ja", "ru", "th"] {
        let share = keyed_share("fr", to);
        assert!(
            share >= 0.97,
            "fr-{to}: {share:.4} of the keyed lines are right"
        );
    }
}

fn keyed_share(from: &str, to: &str) -> f64 {
    let desk = Desk::new();
    let side = |language: &str, name: &str| -> Vec<String> {
        let path = data(&format!("data/multilingual/udhr/udhr.{language}.keyed.tsv"));
        let text = std::fs::read_to_string(path).expect("a table");
        let rows: Vec<(&str, &str)> = text
            .lines()
            .map(|line| line.split_once('\t').expect("a key"))
            .collect();
        desk.write(
            name,
            rows.iter()
                .flat_map(|row| [row.1, "\n"])
                .collect::<String>(),
        );
        rows.iter().map(|row| row.0.to_owned()).collect()
    };
    let (sources, targets) = (side(from, "source.txt"), side(to, "target.txt"));
    let line =
        format!("align --segmented source.txt target.txt --from {from} --to {to} --format beads");
    let ran = desk.line(&line).done();
    let common =
        |keys: &[String], others: &[String]| keys.iter().filter(|key| others.contains(key)).count();
    let keyed = common(&sources, &targets) + common(&targets, &sources);
    let right: usize = set_of(&ran.stdout)
        .iter()
        .filter(|(source, target)| {
            let of_source: BTreeSet<&String> = source.iter().map(|&at| &sources[at]).collect();
            let of_target: BTreeSet<&String> = target.iter().map(|&at| &targets[at]).collect();
            of_source == of_target
        })
        .map(|(source, target)| source.len() + target.len())
        .sum();
    right as f64 / keyed as f64
}

/// Documents whose names tell nothing, or lie.
#[test]
fn documents_with_shuffled_names_find_their_translations() {
    for set in ["un-treaties", "canada-treaty-laws", "react-docs"] {
        let desk = Desk::new();
        let folder = data(&format!("data/parallel/{set}"));
        let mut documents: Vec<String> = files(&folder.join("en"), ".txt")
            .iter()
            .map(|path| {
                path.file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| folder.join("fr").join(name).exists())
            .collect();
        documents.truncate(40);
        // No document keeps its place.
        let count = documents.len();
        let place = |at: usize| (at + count / 2) % count;
        for (at, name) in documents.iter().enumerate() {
            let text =
                |language: &str| std::fs::read(folder.join(language).join(name)).expect("a text");
            desk.write(&format!("en/{at:02}.txt"), text("en"));
            desk.write(&format!("fr/{:02}.txt", place(at)), text("fr"));
        }
        let ran = desk
            .line("align en fr --from en --to fr --format jsonl")
            .done();
        let found: BTreeSet<(String, String)> = ran
            .stdout
            .lines()
            .map(|line| {
                let line: serde_json::Value = serde_json::from_str(line).expect("a JSON line");
                let name = |key: &str| line[key].as_str().expect("a name").to_owned();
                (name("source_document"), name("target_document"))
            })
            .collect();
        let right = (0..count)
            .filter(|&at| {
                found.contains(&(
                    format!("en/{at:02}.txt"),
                    format!("fr/{:02}.txt", place(at)),
                ))
            })
            .count();
        assert_eq!((right, found.len()), (count, count), "{set}");
    }
}

/// One document of 50,000 segments: time and memory of the program as users have it.
#[test]
fn a_document_of_fifty_thousand_segments() {
    let desk = Desk::new();
    let (mut source, mut target) = (String::new(), String::new());
    let read = |path: &Path| -> String {
        let text = std::fs::read_to_string(path).expect("a text");
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    for set in [
        "un-treaties",
        "canada-treaty-laws",
        "un-sanctions",
        "react-docs",
        "europarl-dev",
    ] {
        let folder = data(&format!("data/parallel/{set}"));
        for path in files(&folder.join("en"), ".txt") {
            let translation = folder.join("fr").join(path.file_name().expect("a name"));
            if translation.exists() {
                source.push_str(&read(&path));
                target.push_str(&read(&translation));
            }
        }
    }
    // Twice: the second time with other words, since every letter is moved on by one.
    for round in 0..2 {
        for set in ["novels", "laws"] {
            for path in files(&data(&format!("bench/align/dev/{set}")), ".src") {
                source.push_str(&moved(&read(&path), round));
                target.push_str(&moved(&read(&path.with_extension("tgt")), round));
            }
        }
    }
    assert!(source.lines().count() > 50_000);
    desk.write("source.txt", source);
    desk.write("target.txt", target);
    let begin = std::time::Instant::now();
    let script = "ulimit -v 2400000 && exec \"$0\" \"$@\"";
    let mut shell = assert_cmd::Command::new("sh");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_bitext")]);
    shell.args(
        "align --segmented source.txt target.txt --from en --to fr --force --format beads"
            .split(' '),
    );
    let ran = crate::support::desk::Ran::of(&mut desk.prepared(shell)).done();
    // About a minute on a free machine; one that tests share may take four times that.
    assert!(begin.elapsed().as_secs() < 240, "{:?}", begin.elapsed());
    assert!(ran.stdout.lines().count() > 40_000);
}

/// The text with every ASCII letter moved on, so that its words are others.
fn moved(text: &str, by: u8) -> String {
    let turned = |c: char, first: u8| char::from(first + (c as u8 - first + by) % 26);
    text.chars()
        .map(|c| match c {
            'a'..='z' => turned(c, b'a'),
            'A'..='Z' => turned(c, b'A'),
            other => other,
        })
        .collect()
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
    assert_aligned("textberg-dev", ("de", "fr"), 0.880);
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
