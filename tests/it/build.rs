//! `bitext build`: the whole chain on the samples.

use crate::support::page::{documents, section};
use crate::support::{Desk, Table, translation_units};
use crate::{PAIRS, desk_with_samples, names, repository_text};

const BUILD: &str = "build fr en -o out --text nouveau.fr.txt";

const FILES: [&str; 5] = [
    "glossary.tbx",
    "glossary.tsv",
    "matches.tsv",
    "memory.tmx",
    "report.html",
];

/// The number of beads of the samples with text on both sides, and of those without, as `align`
/// tells them.
fn linked_and_null(desk: &Desk) -> (usize, usize) {
    let ran = desk.line("align fr en --format tsv").done();
    let table = Table::read(&ran.stdout);
    let null = table
        .cells("source")
        .into_iter()
        .zip(table.cells("target"))
        .filter(|(source, target)| source.is_empty() || target.is_empty())
        .count();
    (table.rows.len() - null, null)
}

#[test]
fn the_files_are_there_and_their_sums_add_up() {
    let desk = desk_with_samples();
    let ran = desk.line(BUILD).done();
    assert_eq!(ran.stdout, "");
    assert_eq!(names(&desk, "out"), FILES);

    let (linked, null) = linked_and_null(&desk);
    let units = translation_units(&desk.text("out/memory.tmx"));
    assert_eq!(units.len(), linked);
    for unit in &units {
        let languages: Vec<&str> = unit.iter().map(|(language, _)| language.as_str()).collect();
        assert_eq!(languages, ["fr", "en"]);
        assert!(unit.iter().all(|(_, text)| !text.trim().is_empty()));
    }

    let page = desk.text("out/report.html");
    let (rows, all) = documents(&page);
    assert_eq!(rows.len(), PAIRS.len());
    let sum = |at: usize| -> usize { rows.iter().map(|row| row[at]).sum() };
    assert_eq!(all, [sum(0), sum(1), sum(2), sum(3)]);
    // Segments read, as the README of the samples counts them.
    assert_eq!((sum(0), sum(1)), (186, 192));
    assert_eq!((sum(2), sum(3)), (linked + null, null));

    let table = Table::read(&desk.text("out/glossary.tsv"));
    let files = section(&page, "files");
    for (file, entries) in [
        ("memory.tmx", units.len()),
        ("glossary.tsv", table.rows.len()),
        ("glossary.tbx", table.rows.len()),
        (
            "matches.tsv",
            Table::read(&desk.text("out/matches.tsv")).rows.len(),
        ),
    ] {
        let (_, row) = files
            .split_once(&format!("<bdi>{file}</bdi>"))
            .unwrap_or_else(|| panic!("the page does not name {file}"));
        let row = row.split("</tr>").next().unwrap_or(row);
        assert!(
            row.contains(&entries.to_string()),
            "{file}: {entries} in {row}"
        );
    }
    // What it says on the way are the same figures.
    for figure in [186, 192, linked] {
        assert!(
            ran.stderr.contains(&figure.to_string()),
            "{figure}: {}",
            ran.stderr
        );
    }
}

#[test]
fn segments_read_are_in_beads_or_nulls() {
    let desk = desk_with_samples();
    let ran = desk.line("align fr en --format jsonl").done();
    let (mut source, mut target) = (0, 0);
    for line in ran.stdout.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let count = |name: &str| line[name].as_array().map_or(0, Vec::len);
        source += count("source_segments");
        target += count("target_segments");
    }
    assert_eq!((source, target), (186, 192));
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let desk = desk_with_samples();
    for (folder, threads) in [("one", "1"), ("four", "4"), ("again", "4")] {
        // The folder's name is the page's title: the same name in three places.
        let out = format!("{folder}/out");
        let mut command =
            desk.command(["build", "fr", "en", "--text", "nouveau.fr.txt", "-o", &out]);
        command.env("RAYON_NUM_THREADS", threads).assert().success();
    }
    for file in FILES {
        let bytes = |folder: &str| desk.bytes(&format!("{folder}/out/{file}"));
        assert!(
            bytes("one") == bytes("four"),
            "{file}: 1 thread and 4 differ"
        );
        assert!(bytes("four") == bytes("again"), "{file}: two runs differ");
    }
}

#[test]
fn the_page_stands_alone() {
    let desk = desk_with_samples();
    desk.line(BUILD).done();
    let page = desk.text("out/report.html");
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert!(page.trim_end().ends_with("</html>"));
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains("<script"));
    assert!(!page.contains("@import"));
    for attribute in ["src=\"http", "href=\"http", "url(http"] {
        assert!(!page.contains(attribute), "the page fetches {attribute}");
    }
    for id in [
        "documents",
        "doubts",
        "dropped",
        "terms",
        "analysis",
        "files",
    ] {
        section(&page, id);
    }
    // Nothing is dropped unseen: every line that cleaning took out is on the page.
    let dropped = section(&page, "dropped");
    let mut lines = 0;
    for line in repository_text("samples/gold/notes/dropped.tsv").lines() {
        let (file, text) = line.split_once('\t').expect("two columns");
        if !file.starts_with("nouveau") {
            assert!(dropped.contains(text), "{file}: {text}");
            lines += 1;
        }
    }
    assert_eq!(lines, dropped.matches("<li>").count());
    for term in ["ONUDC", "cyberespace", "cybercriminalité"] {
        assert!(section(&page, "terms").contains(term), "{term}");
    }
}

#[test]
fn the_page_speaks_the_readers_language() {
    let desk = desk_with_samples();
    desk.line("build fr en -o by-option --report-language fr")
        .done();
    desk.command(["build", "fr", "en", "-o", "by-environment"])
        .env("LC_ALL", "fr_FR.UTF-8")
        .assert()
        .success();
    for folder in ["by-option", "by-environment"] {
        let page = desk.text(&format!("{folder}/report.html"));
        assert!(page.contains("<html lang=\"fr\""), "{folder}");
    }
}

#[test]
fn a_new_text_finds_what_was_taken_over_into_it() {
    let desk = desk_with_samples();
    desk.line(BUILD).done();
    let table = Table::read(&desk.text("out/matches.tsv"));
    insta::assert_snapshot!(table.header.join(" "), @"query score source target");
    let (queries, scores) = (table.cells("query"), table.numbers("score"));
    let best = |text: &str| -> f64 {
        queries
            .iter()
            .zip(&scores)
            .filter(|(query, _)| **query == text)
            .map(|(_, score)| *score)
            .fold(0.0, f64::max)
    };
    let notes = repository_text("samples/gold/notes/nouveau.tsv");
    let mut identical = 0;
    for line in notes.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells[..] {
            ["identical", text, ..] => {
                identical += 1;
                assert!((best(text) - 1.0).abs() < 0.005, "{text}: {}", best(text));
            }
            ["typography", text, ..] => assert!(best(text) >= 0.9, "{text}: {}", best(text)),
            ["near", text, ..] => assert!(best(text) >= 0.5, "{text}: {}", best(text)),
            ["new", text, ..] => assert!(best(text) < 0.75, "{text}: {}", best(text)),
            _ => {}
        }
    }
    assert_eq!(identical, 4);
}

#[test]
fn two_files_are_enough() {
    let desk = desk_with_samples();
    desk.line("build fr/onudc.txt en/onudc.txt -o out").done();
    let mut files = FILES.to_vec();
    files.retain(|file| *file != "matches.tsv");
    assert_eq!(names(&desk, "out"), files);
    // The glossary carries renderings of the other language.
    let table = Table::read(&desk.text("out/glossary.tsv"));
    let renderings = table.cells("equivalents_en");
    let with = renderings.iter().filter(|cell| !cell.is_empty()).count();
    assert!(
        with * 2 > renderings.len(),
        "{with} of {}",
        renderings.len()
    );
}

/// Where nothing is a term the memory and the page are written all the same.
#[test]
fn texts_without_terms_make_a_memory() {
    let desk = Desk::new();
    desk.write("a.txt", "Oui.\nNon.\n");
    desk.write("b.txt", "Yes.\nNo.\n");
    desk.line("build a.txt b.txt --from fr --to en --segmented -o out")
        .done();
    assert_eq!(translation_units(&desk.text("out/memory.tmx")).len(), 2);
    assert_eq!(Table::read(&desk.text("out/glossary.tsv")).rows.len(), 0);
    assert!(desk.path("out/report.html").is_file());
}
