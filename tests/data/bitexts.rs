//! XLIFF and PO files of many tools, and what they become.
//!
//! `tests/conformance/xliff.txt` lists the files whose units are not counted as their manifest (a generic
//! XML parser's count of `trans-unit` and `unit`) says, each with its reason. It is a ratchet like that
//! of TMX.

use crate::support::Desk;
use crate::{data, data_text, repository};
use bitext_exchange::{Format, ReadOptions, WriteOptions, create, open_bytes};
use bitext_tmx::Unit;
use std::collections::BTreeMap;
use std::process::Command;

fn options() -> ReadOptions {
    ReadOptions {
        source_language: Some("en".to_owned()),
        target_language: Some("fr".to_owned()),
        drafts: true,
        ..ReadOptions::default()
    }
}

/// What came of a file: its units, and how many it has in all; or the error.
fn read(format: Format, bytes: Vec<u8>) -> Result<(Vec<Unit>, u64), String> {
    read_and_found(format, bytes).map(|(units, all, _)| (units, all))
}

/// The same, with how much was found wrong.
fn read_and_found(format: Format, bytes: Vec<u8>) -> Result<(Vec<Unit>, u64, u64), String> {
    let mut source = open_bytes(format, bytes, &options()).map_err(|error| error.to_string())?;
    let mut units = Vec::new();
    while let Some(unit) = source.next_unit().map_err(|error| error.to_string())? {
        units.push(unit);
    }
    let report = source.report();
    assert_eq!(report.units, units.len() as u64);
    Ok((units, report.all(), report.total()))
}

/// The files of the manifest in a folder, with their units where a parser could count them.
fn listed(folder: &str) -> Vec<(String, Option<u64>)> {
    let rows: Vec<_> = data_text("formats/manifest_other.tsv")
        .lines()
        .skip(1)
        .map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>())
        .filter(|cells| cells[0].starts_with(folder))
        .map(|cells| (cells[0].clone(), cells[4].parse().ok()))
        .collect();
    assert!(!rows.is_empty(), "no {folder} in the manifest");
    rows
}

fn exceptions(list: &str) -> BTreeMap<String, String> {
    std::fs::read_to_string(repository("tests/conformance").join(list))
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
fn xliff_files_are_read_as_the_manifest_says_or_are_listed() {
    let mut exceptions = exceptions("xliff.txt");
    let mut wrong = Vec::new();
    let files = listed("xliff/");
    assert!(files.len() > 60, "{} files", files.len());
    for (file, expected) in files {
        let bytes = std::fs::read(data(&format!("formats/{file}"))).expect("a file");
        let deviation = match (read_and_found(Format::Xliff1, bytes), expected) {
            (Ok((_, found, _)), Some(expected)) if found != expected => {
                Some(format!("{found} units of {expected}"))
            }
            (Ok((.., 0)), None) => Some("read where a parser refuses, without a word".to_owned()),
            (Err(error), Some(_)) => Some(format!("error: {error}")),
            (Err(error), None) if !error.contains("line") => Some(format!("no line: {error}")),
            _ => None,
        };
        match (deviation, exceptions.remove(&file)) {
            (Some(deviation), None) => wrong.push(format!("{file}: {deviation}")),
            (None, Some(_)) => wrong.push(format!("{file}: read well, take it off the list")),
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

/// What was read is written as XLIFF 1.2 and 2.0, valid, and read the same.
#[test]
fn xliff_files_are_written_valid_in_both_versions_and_read_the_same() {
    let desk = Desk::new();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (at, (file, _)) in listed("xliff/good/").into_iter().enumerate() {
        let bytes = std::fs::read(data(&format!("formats/{file}"))).expect("a file");
        let Ok((units, _)) = read(Format::Xliff1, bytes) else {
            continue;
        };
        if units.is_empty() {
            continue;
        }
        for (format, files) in [(Format::Xliff1, &mut first), (Format::Xliff2, &mut second)] {
            let mut out = Vec::new();
            let mut sink = create(format, &mut out, &WriteOptions::default()).expect("a file");
            for unit in &units {
                sink.write(unit, &unit.variants[0].lang)
                    .expect("a unit that was read can be written");
            }
            let written = sink.finish().expect("an end");
            let (again, _) = read(format, out.clone()).expect("what was written is read");
            assert_eq!(again.len() as u64, written.pairs, "{file}");
            for (unit, again) in units.iter().zip(&again).take(again.len().min(units.len())) {
                if written.pairs == units.len() as u64 {
                    let text = |unit: &Unit| unit.variants[1].segment.plain_text().into_owned();
                    assert_eq!(text(unit), text(again), "{file}");
                }
            }
            let name = format!("{at}.{format}.xlf");
            desk.write(&name, out);
            files.push(desk.path(name));
        }
    }
    assert!(first.len() > 25, "{} files", first.len());
    let catalog = format!(
        "<catalog xmlns=\"urn:oasis:names:tc:entity:xmlns:xml:catalog\">\
         <uri name=\"http://www.w3.org/2001/xml.xsd\" uri=\"{0}\"/>\
         <system systemId=\"http://www.w3.org/2001/xml.xsd\" uri=\"{0}\"/></catalog>",
        data("formats/schemas/tmx/xml.xsd").display()
    );
    for (schema, files) in [
        (
            "formats/schemas/xliff/xliff-core-1.2-transitional.xsd",
            first,
        ),
        ("formats/schemas/xliff2.1/xliff_core_2.0.xsd", second),
    ] {
        // The schema of XLIFF 1.2 names that of xml:lang on the web; here it is beside those of TMX.
        desk.write("catalog.xml", catalog.as_str());
        let output = Command::new("xmllint")
            .env("XML_CATALOG_FILES", desk.path("catalog.xml"))
            .args(["--nonet", "--noout", "--schema"])
            .arg(data(schema))
            .args(&files)
            .output()
            .expect("xmllint is installed (Debian: libxml2-utils)");
        let said = String::from_utf8_lossy(&output.stderr);
        let errors: Vec<&str> = said
            .lines()
            .filter(|line| !line.ends_with(" validates"))
            .collect();
        assert!(output.status.success(), "{schema}: {errors:#?}");
    }
}

#[test]
fn po_files_give_their_entries() {
    // One entry is fuzzy, one obsolete, and one has a plural, which is a second unit.
    for (file, _) in listed("po/") {
        let bytes = std::fs::read(data(&format!("formats/{file}"))).expect("a file");
        let (units, all) = read(Format::Po, bytes).expect("a PO file");
        assert!(
            !units.is_empty() && all >= 3,
            "{file}: {} of {all}",
            units.len()
        );
        let damaged = units.iter().flat_map(|unit| &unit.variants);
        assert!(
            damaged
                .clone()
                .all(|variant| !variant.segment.plain_text().contains('\u{FFFD}'))
        );
    }
}

/// translate-toolkit counts the entries of our glossaries as we do.
#[test]
fn translate_toolkit_reads_our_glossaries() {
    let desk = Desk::new();
    desk.write(
        "terms.tsv",
        "term\tequivalents_en\tlanguage\nélève d\u{2019}œuvre\tcafé naïve\tfr\n\
         « État »\tstate\tfr\nça\tthere | over there\tfr\n",
    );
    for name in ["g.tbx", "g.utx", "g.utf8"] {
        desk.line(&format!("convert terms.tsv {name} --from fr --to en"))
            .done();
    }
    let script = r#"
import sys
from translate.storage import omegat, tbx, utx
folder = sys.argv[1]
for kind, name in ((tbx.tbxfile, "g.tbx"), (utx.UtxFile, "g.utx"), (omegat.OmegaTFile, "g.utf8")):
    units = [unit for unit in kind.parsefile(folder + "/" + name).units if unit.source and unit.target]
    print(name, len(units), sorted(unit.source for unit in units)[-1])
"#;
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(desk.path("."))
        .output()
        .expect("python3 is installed");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        said,
        "g.tbx 3 élève d\u{2019}œuvre\ng.utx 4 élève d\u{2019}œuvre\ng.utf8 4 élève d\u{2019}œuvre\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Other programs count what we count.
#[test]
fn translate_toolkit_lxml_and_openpyxl_read_what_we_write() {
    let desk = crate::desk_with_built_samples();
    for name in ["m.po", "m.xlf", "m.xlsx", "m.tsv"] {
        desk.line(&format!("convert out/memory.tmx {name}")).done();
    }
    let units = crate::support::translation_units(&desk.text("out/memory.tmx")).len();
    let script = r#"
import sys
from lxml import etree
from translate.storage import factory, tmx
import openpyxl
folder = sys.argv[1]
print(sum(1 for _ in etree.parse(folder + "/out/memory.tmx").iter("tu")))
print(len(tmx.tmxfile.parsefile(folder + "/out/memory.tmx").units))
for name in ("m.po", "m.xlf"):
    # Translated, though not approved: nobody reviewed these units.
    store = factory.getobject(folder + "/" + name)
    print(len([unit for unit in store.units if unit.source and unit.target]))
sheet = openpyxl.load_workbook(folder + "/m.xlsx").active
rows = list(sheet.iter_rows(min_row=2, values_only=True))
print(len([row for row in rows if row[0] and row[1]]))
assert any("é" in row[0] for row in rows)
"#;
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(desk.path("."))
        .output()
        .expect("python3 is installed");
    let said = String::from_utf8_lossy(&output.stdout);
    let counts: Vec<usize> = said.lines().filter_map(|line| line.parse().ok()).collect();
    assert_eq!(
        counts,
        [units; 5],
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
