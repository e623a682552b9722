//! Document pairs of many sources.

use crate::support::desk::Ran;
use crate::support::{Desk, Table, page, translation_units};
use crate::{data, files};
use assert_cmd::Command;
use bitext::document::{Options, read};
use std::ffi::OsString;
use std::time::{Duration, Instant};

/// For a build over 360,000 words a side the product promises three minutes on a free
/// machine, and one that tests share may take twice that.
const PATIENCE: Duration = Duration::from_mins(6);

/// All the memory that the program may ask the system for, in KiB: more than it ever holds at once.
const MEMORY: u64 = 1024 * 1024;

/// The program, which the system gives no more memory than `limit` KiB.
fn bounded(desk: &Desk, limit: u64, arguments: [OsString; 5]) -> Command {
    let script = format!("ulimit -v {limit} && exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &script, env!("CARGO_BIN_EXE_bitext")])
        .args(arguments);
    desk.prepared(shell)
}

#[test]
fn treaties_are_built_in_time_and_their_sums_add_up() {
    let desk = Desk::new();
    let folder = data("data/parallel/un-treaties");
    let side = |name: &str| OsString::from(folder.join(name));
    let begin = Instant::now();
    let arguments = [
        "build".into(),
        side("fr"),
        side("en"),
        "-o".into(),
        "out".into(),
    ];
    let ran = Ran::of(bounded(&desk, MEMORY, arguments).env("RAYON_NUM_THREADS", "2")).done();
    let time = begin.elapsed();
    assert!(time < PATIENCE, "the build took {time:?}");
    assert_eq!(ran.stdout, "");

    let units = translation_units(&desk.text("out/memory.tmx"));
    assert!(units.len() > 8_000, "{} units", units.len());

    // The same alignment, bead by bead: what it read and what it linked.
    let ran = desk
        .run([
            "align".into(),
            side("fr"),
            side("en"),
            "--format=jsonl".into(),
        ])
        .done();
    let (mut segments, mut linked, mut null) = ([0, 0], 0, 0);
    let mut documents: Vec<(String, usize, usize)> = Vec::new();
    for line in ran.stdout.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let at = |name: &str| -> Vec<usize> {
            serde_json::from_value(line[name].clone()).expect("numbers")
        };
        let (source, target) = (at("source_segments"), at("target_segments"));
        let document = line["source_document"].as_str().expect("a name").to_owned();
        if documents.last().is_none_or(|last| last.0 != document) {
            documents.push((document, 0, 0));
        }
        let last = documents.last_mut().expect("just pushed");
        // Each segment once, in order.
        assert_eq!(source, (last.1..last.1 + source.len()).collect::<Vec<_>>());
        assert_eq!(target, (last.2..last.2 + target.len()).collect::<Vec<_>>());
        last.1 += source.len();
        last.2 += target.len();
        segments[0] += source.len();
        segments[1] += target.len();
        if source.is_empty() || target.is_empty() {
            null += 1;
        } else {
            linked += 1;
        }
    }
    assert_eq!(documents.len(), 17);
    assert_eq!(units.len(), linked);

    // The page tells the same figures, document by document and in all.
    let (rows, all) = page::documents(&desk.text("out/report.html"));
    assert_eq!(rows.len(), documents.len());
    for (row, (document, source, target)) in rows.iter().zip(&documents) {
        assert_eq!((row[0], row[1]), (*source, *target), "{document}");
    }
    assert_eq!(all, [segments[0], segments[1], linked + null, null]);

    let table = Table::read(&desk.text("out/glossary.tsv"));
    assert!(table.rows.len() > 100, "{} terms", table.rows.len());
    assert_eq!(
        desk.text("out/glossary.tbx").matches("<termEntry").count(),
        table.rows.len()
    );
}

#[test]
fn cleaning_takes_nothing_out_of_treaties_laws_and_debates() {
    let options = Options::default();
    let mut read_documents = 0;
    let mut dropped = Vec::new();
    for collection in [
        "un-treaties",
        "un-sanctions",
        "canada-treaty-laws",
        "europarl-dev",
    ] {
        for language in ["fr", "en"] {
            for path in files(
                &data(&format!("data/parallel/{collection}/{language}")),
                ".txt",
            ) {
                let document = read(&path, &options).expect("a document");
                read_documents += 1;
                dropped.extend(
                    document
                        .dropped
                        .into_iter()
                        .map(|line| format!("{}:{}: {}", path.display(), line.line, line.text)),
                );
            }
        }
    }
    assert!(read_documents > 60, "{read_documents} documents");
    assert!(dropped.is_empty(), "{dropped:#?}");
}
