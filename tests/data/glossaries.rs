//! Termbases and glossaries of other tools, and ours there and back.
//!
//! `tests/conformance/glossaries.txt` lists the files that are not read as the manifest says, each with
//! its reason. A file that is not listed must be read so; one that is listed must not, or its line
//! has to go.

use crate::support::{Desk, Table};
use crate::{data, data_text, desk_with_built_samples, files, repository};
use bitext_glossary::tbx::{Tbx, Version};
use bitext_glossary::{
    AdministrativeStatus, Export, Glossary, Property, ReadOptions, Reading, Selection, diff,
    exporter, read, tsv,
};
use std::collections::BTreeMap;

/// A file of the manifest.
pub(crate) struct Listed {
    pub(crate) file: String,
    /// What a good importer does, in words.
    expected: String,
    /// Concepts that a generic XML parser counts.
    units: Option<usize>,
}

/// The termbases and glossaries of the manifest.
pub(crate) fn manifest() -> Vec<Listed> {
    let text = data_text("formats/manifest_other.tsv");
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    let column = |name: &str| {
        let found = header.iter().position(|column| *column == name);
        found.unwrap_or_else(|| panic!("no column {name}"))
    };
    let (file, expected, units) = (
        column("file"),
        column("good_importer_should"),
        column("units_lxml"),
    );
    let listed: Vec<Listed> = lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            Listed {
                file: cells[file].to_owned(),
                expected: cells[expected].to_owned(),
                units: cells[units].parse().ok(),
            }
        })
        .filter(|one| {
            ["tbx/", "glossary/", "utx/"]
                .iter()
                .any(|folder| one.file.starts_with(folder))
        })
        .collect();
    assert!(listed.len() > 60, "{} files", listed.len());
    listed
}

pub(crate) fn read_file(file: &str) -> Result<Reading, bitext_glossary::Error> {
    let bytes = std::fs::read(data(&format!("formats/{file}"))).expect("a file");
    read(file, &bytes, &ReadOptions::pair("en", "fr"))
}

/// The number at the start of what is expected: `2 entries`, `1 concept, 3 languages`.
fn counted(expected: &str) -> Option<usize> {
    let digits: String = expected.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// How reading a file differs from what the manifest asks for.
fn deviation(listed: &Listed, outcome: &Result<Reading, bitext_glossary::Error>) -> Option<String> {
    let expected = listed.expected.as_str();
    let refused = expected.starts_with("error") || expected.starts_with("refuse");
    let reading = match outcome {
        Ok(reading) => reading,
        Err(_) if refused || listed.file.contains("/bad/") => return None,
        Err(error) => return Some(format!("error: {error}")),
    };
    let concepts = reading.glossary.len();
    if concepts + reading.skipped() != reading.rows {
        return Some(format!(
            "{concepts} concepts and {} skipped of {} rows",
            reading.skipped(),
            reading.rows
        ));
    }
    if reading.findings.iter().any(|finding| finding.line == 0) {
        return Some("a finding without a line".to_owned());
    }
    let warned = refused || expected.contains("warn") || expected.contains("never mojibake");
    if warned && reading.findings.is_empty() {
        return Some("read without a word".to_owned());
    }
    if refused || listed.file.contains("/bad/") {
        return None;
    }
    let wanted = listed.units.or(counted(expected));
    match wanted {
        Some(wanted) if wanted != reading.rows => {
            return Some(format!("{} rows of {wanted}", reading.rows));
        }
        _ => {}
    }
    if listed.file.contains("/good/") && reading.skipped() > 0 {
        return Some(format!("skipped: {:?}", reading.findings));
    }
    let no_text = reading.glossary.concepts().any(|concept| {
        let mut terms = concept.terms.values().flatten();
        concept.terms.is_empty()
            || terms.any(|term| term.text.is_empty() || term.text.contains('\u{feff}'))
    });
    no_text.then(|| "a concept without a term, or a byte order mark in one".to_owned())
}

/// The exceptions: a file and why.
fn exceptions() -> BTreeMap<String, String> {
    std::fs::read_to_string(repository("tests/conformance/glossaries.txt"))
        .expect("the list is there")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let (file, reason) = line.split_once('\t').expect("a file, a tab, a reason");
            (file.to_owned(), reason.to_owned())
        })
        .collect()
}

#[test]
fn files_are_read_as_the_manifest_says_or_are_listed() {
    let mut exceptions = exceptions();
    let mut wrong = Vec::new();
    for listed in manifest() {
        let deviation = deviation(&listed, &read_file(&listed.file));
        match (deviation, exceptions.remove(&listed.file)) {
            (Some(deviation), None) => wrong.push(format!("{}: {deviation}", listed.file)),
            (None, Some(_)) => {
                wrong.push(format!("{}: read well, take it off the list", listed.file));
            }
            _ => {}
        }
    }
    wrong.extend(
        exceptions
            .into_keys()
            .map(|file| format!("{file}: listed, but not there")),
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_the_manifest_says_of_contents_holds() {
    let glossary = |file: &str| {
        let reading = read_file(file);
        reading
            .unwrap_or_else(|error| panic!("{file}: {error}"))
            .glossary
    };
    let google = glossary("glossary/good/synth__google_equivalent_terms.csv");
    assert_eq!(google.languages(), ["en", "fr", "de"]);
    for file in ["utx/synth__utx111.utx", "utx/synth__utx_bom_crlf.utx"] {
        let utx = glossary(file);
        let valve = utx.concepts().nth(1).expect("a second concept");
        let status = &valve.terms["fr-FR"][0].administrative_status;
        assert_eq!(*status, Some(AdministrativeStatus::Deprecated));
    }
    let memoq = glossary("glossary/good/synth__memoq.csv");
    assert_eq!(memoq.languages(), ["en", "fr"]);
    let turkish = glossary("tbx/odd/okapi__test02_win1254.tbx");
    let term = &turkish.concepts().next().expect("a concept").terms["tr"][0];
    assert!(term.text.contains('ü') || term.text.contains('ı') || term.text.contains('ş'));
    assert!(!term.text.contains('\u{FFFD}'), "{}", term.text);
    let weblate = glossary("tbx/odd/weblate__extended_metadata.tbx");
    let concept = weblate.concepts().next().expect("a concept");
    let names: Vec<&str> = concept.extra.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Translation needed", "Usage note"]);
    let secret = format!("{:?}", read_file("tbx/bad/synth__xxe.tbx"));
    assert!(!secret.contains("root:"), "{secret}");
}

#[test]
fn versions_2_and_3_of_one_termbase_say_the_same() {
    for (two, three) in [
        (
            "good/ltac__v2_Good-Basic1.tbx",
            "good/ltac__v3_Good-Basic1.tbx",
        ),
        (
            "good/ltac__v2_Good-Basic2.tbx",
            "good/ltac__v3_Good-Basic2.tbx",
        ),
        (
            "odd/ltac__v2_Unknown_Dialect2.tbx",
            "odd/ltac__v3_Unknown_Dialect2.tbx",
        ),
        (
            "good/ltac__TBX-Basic_DCA.tbx",
            "good/ltac__TBX-Basic_DCT.tbx",
        ),
        (
            "good/ltac__TBX-Linguist_DCA.tbx",
            "good/ltac__TBX-Linguist_DCT.tbx",
        ),
    ] {
        let glossary = |file: &str| {
            read_file(&format!("tbx/{file}"))
                .expect("a termbase")
                .glossary
        };
        let found = diff(&glossary(two), &glossary(three));
        assert!(found.added.is_empty() && found.removed.is_empty(), "{two}");
        assert!(found.changed.is_empty(), "{two}: {:#?}", found.changed);
    }
}

/// A glossary with properties in an order of their own: which of a concept's elements comes first
/// says nothing.
fn canonical(glossary: &Glossary) -> Vec<bitext_glossary::Concept> {
    let order = |property: &Property| {
        let language = property.language.clone();
        (property.name.clone(), property.value.clone(), language)
    };
    let mut concepts: Vec<_> = glossary.concepts().cloned().collect();
    for concept in &mut concepts {
        concept.extra.sort_by_key(order);
        for term in concept.terms.values_mut().flatten() {
            term.extra.sort_by_key(order);
        }
    }
    concepts
}

pub(crate) fn written(glossary: &Glossary, format: &dyn Export) -> Vec<u8> {
    let mut out = Vec::new();
    format
        .write(glossary, &Selection::default(), &mut out)
        .expect("what was read can be written");
    out
}

/// The termbases of the manifest that can be read.
pub(crate) fn termbases() -> Vec<(String, Glossary)> {
    let bases: Vec<_> = manifest()
        .into_iter()
        .filter(|listed| listed.file.starts_with("tbx/"))
        .filter_map(|listed| Some((listed.file.clone(), read_file(&listed.file).ok()?.glossary)))
        .collect();
    assert!(bases.len() > 28, "{} termbases", bases.len());
    bases
}

#[test]
fn termbases_lose_nothing_in_version_2_and_are_stable_in_all() {
    // What breaks the standard's structure has no place in a valid file; the export lists it.
    let sound = |(file, _): &(String, Glossary)| !file.starts_with("tbx/bad/");
    for (file, glossary) in termbases().into_iter().filter(sound) {
        for version in [Version::Two, Version::ThreeDca, Version::ThreeDct] {
            let format = Tbx {
                version,
                ..Tbx::default()
            };
            let first = written(&glossary, &format);
            let again = read("a.tbx", &first, &ReadOptions::default());
            let again = again
                .unwrap_or_else(|error| panic!("{file}: {error}"))
                .glossary;
            if version == Version::Two {
                let (before, after) = (canonical(&glossary), canonical(&again));
                for (one, other) in before.iter().zip(&after) {
                    assert_eq!(one, other, "{file}");
                }
                assert_eq!(before.len(), after.len(), "{file}");
                assert_eq!(glossary.title, again.title, "{file}");
                assert_eq!(glossary.source, again.source, "{file}");
            }
            assert!(
                first == written(&again, &format),
                "{file}: the second writing of {} differs",
                format.name()
            );
        }
    }
}

#[test]
fn a_termbase_survives_the_project() {
    let desk = Desk::new();
    for file in [
        "good/ltac__TBX-Basic_DCA.tbx",
        "good/okapi__medtronic_TBX.tbx",
    ] {
        let path = data(&format!("formats/tbx/{file}")).into_os_string();
        let name = file.replace('/', "-");
        let (one, two) = (format!("{name}-1.bitext"), format!("{name}-2.bitext"));
        desk.run([
            "import".into(),
            path,
            "--project".into(),
            one.clone().into(),
        ])
        .done();
        desk.line(&format!("export 1.tbx --project {one}")).done();
        desk.line(&format!("import 1.tbx --project {two}")).done();
        desk.line(&format!("export 2.tbx --project {two}")).done();
        assert!(desk.bytes("1.tbx") == desk.bytes("2.tbx"), "{file}");
        // Importing once more changes nothing.
        let ran = desk.line(&format!("import 1.tbx --project {one}")).done();
        assert!(ran.stderr.contains(" 0 new, 0 changed"), "{}", ran.stderr);
    }
}

#[test]
fn our_table_comes_back_as_it_was() {
    let desk = desk_with_built_samples();
    let ours = desk.bytes("out/glossary.tsv");
    let reading = tsv::read(&ours, &ReadOptions::default()).expect("our own table");
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
    for format in ["tsv", "csv", "xlsx"] {
        let (first, second) = (format!("first.{format}"), format!("second.{format}"));
        let project = format!("{format}.bitext");
        desk.line(&format!("export {first}")).done();
        desk.line(&format!("import {first} --project {project}"))
            .done();
        desk.line(&format!("export {second} --project {project}"))
            .done();
        assert!(
            desk.bytes(&first) == desk.bytes(&second),
            "the {format} changed on its way through a project"
        );
    }
    assert!(Table::read(&desk.text("first.tsv")).rows.len() > 30);
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
