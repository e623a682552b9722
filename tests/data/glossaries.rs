//! Glossaries of other tools, and ours there and back.

use crate::support::{Desk, Table};
use crate::{data, desk_with_built_samples, files};
use bitext_glossary::{Selection, exporter, tsv};
use std::collections::BTreeMap;

/// The tables among the glossaries of a folder that `import` takes, and what came of reading them.
fn tables(folder: &str) -> BTreeMap<String, Result<tsv::Reading, bitext_glossary::Error>> {
    let options = tsv::ReadOptions::pair("en", "fr");
    let mut read = BTreeMap::new();
    for ending in [".tsv", ".tab", ".utf8", ".txt"] {
        let all = std::fs::read_dir(data(&format!("formats/glossary/{folder}"))).expect("a folder");
        for path in all.map(|entry| entry.expect("an entry").path()) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name.ends_with(ending) {
                let bytes = std::fs::read(&path).expect("a file");
                read.insert(name, tsv::read(&bytes, &options));
            }
        }
    }
    assert!(!read.is_empty(), "{folder}");
    read
}

#[test]
fn good_tables_are_read_whole() {
    let mut concepts: BTreeMap<String, usize> = BTreeMap::new();
    for (name, reading) in tables("good") {
        let reading = reading.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(reading.skipped(), 0, "{name}: {:?}", reading.findings);
        assert_eq!(
            reading.glossary.len() + reading.skipped(),
            reading.rows,
            "{name}"
        );
        for concept in reading.glossary.concepts() {
            let (_, term) = concept.head().expect("a concept has a term");
            assert!(
                !term.text.contains('\u{feff}'),
                "{name}: a byte order mark in a term"
            );
        }
        concepts.insert(name, reading.glossary.len());
    }
    for (name, count) in [
        ("synth__omegat_utf8.txt", 2),
        ("synth__omegat.utf8", 1),
        ("synth__omegat_utf16.tab", 1),
        ("synth__google_unidirectional.tsv", 2),
        ("omegat__empty.txt", 0),
    ] {
        assert_eq!(concepts.get(name), Some(&count), "{name}");
    }
}

#[test]
fn odd_tables_lose_no_row_in_silence() {
    for (name, reading) in tables("odd") {
        let reading = reading.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            reading.glossary.len() + reading.skipped(),
            reading.rows,
            "{name}"
        );
        let told = reading
            .findings
            .iter()
            .filter(|finding| finding.skipped)
            .count();
        assert_eq!(told, reading.skipped(), "{name}");
    }
}

#[test]
fn bad_tables_are_refused_or_their_bad_rows_are() {
    for (name, reading) in tables("bad") {
        if let Ok(reading) = reading {
            assert!(!reading.findings.is_empty(), "{name}: read without a word");
            assert!(
                reading.findings.iter().all(|finding| finding.line > 0),
                "{name}: a finding without a place"
            );
        }
    }
}

#[test]
fn our_table_comes_back_as_it_was() {
    let desk = desk_with_built_samples();
    let ours = desk.bytes("out/glossary.tsv");
    let reading = tsv::read(&ours, &tsv::ReadOptions::default()).expect("our own table");
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    let mut again = Vec::new();
    let format = exporter("tsv").expect("a format");
    let selection = Selection {
        source: Some("fr".to_owned()),
        ..Selection::default()
    };
    let report = format
        .write(&reading.glossary, &selection, &mut again)
        .expect("it can be written");
    assert_eq!(report.left_out, 0);
    assert!(
        ours == again,
        "our table changed on its way through our reader"
    );
}

#[test]
fn a_glossary_of_articles_survives_the_project() {
    let desk = Desk::new();
    let articles = data("articles").into_os_string();
    desk.run(["mine".into(), articles, "--lang".into(), "fr".into()])
        .done();
    desk.line("export first.tsv").done();
    desk.line("import first.tsv --project second.bitext").done();
    desk.line("export second.tsv --project second.bitext")
        .done();
    let (first, second) = (desk.text("first.tsv"), desk.text("second.tsv"));
    assert!(Table::read(&first).rows.len() > 30);
    assert!(
        first == second,
        "the table changed on its way through a project"
    );
}

#[test]
fn every_tmx_but_the_bad_comes_into_a_project_and_out_again() {
    let desk = Desk::new();
    let folder = data("formats/tmx/good");
    for (at, path) in files(&folder, ".tmx").iter().enumerate() {
        let project = format!("{at}.bitext");
        let ran = desk.run([
            "import".as_ref(),
            path.as_os_str(),
            "--project".as_ref(),
            project.as_ref(),
        ]);
        let name = path.display();
        assert!(!ran.stderr.contains("panicked"), "{name}: {}", ran.stderr);
        if ran.code == 0 {
            let out = format!("{at}.tmx");
            let ran = desk.line(&format!("export {out} --project {project}"));
            assert!(
                ran.code == 0 || !desk.path(&out).exists(),
                "{name}: {}",
                ran.stderr
            );
        } else {
            assert_eq!(ran.code, 2, "{name}");
            assert!(
                !desk.path(&project).exists(),
                "{name}: a project was left behind"
            );
        }
    }
}
