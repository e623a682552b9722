//! What we write, judged by the formats' own DTDs. `xmllint` (libxml2) is the judge and must be there.

use crate::support::Desk;
use crate::{data, desk_with_built_samples, memories};
use bitext_tmx::{Level, Target};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Fails unless every file is valid.
#[track_caller]
fn assert_valid(dtd: &str, files: &[PathBuf]) {
    let output = Command::new("xmllint")
        .args(["--nonet", "--noout", "--huge", "--dtdvalid"])
        .arg(data(dtd))
        .args(files)
        .output()
        .expect("xmllint is installed (Debian: libxml2-utils)");
    assert!(
        output.status.success(),
        "not valid:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

const TMX: &str = "formats/schemas/tmx/tmx14.dtd";
const TBX: &str = "formats/schemas/tbx/TBXcoreStructV02.dtd";

#[test]
fn the_samples_memory_and_termbase_are_valid() {
    let desk = desk_with_built_samples();
    assert_valid(TMX, &[desk.path("out/memory.tmx")]);
    assert_valid(TBX, &[desk.path("out/glossary.tbx")]);
    for format in ["tmx", "tbx"] {
        let name = format!("project.{format}");
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        desk.run([
            "align".into(),
            samples.join("fr").into_os_string(),
            samples.join("en").into_os_string(),
        ])
        .done();
        desk.line("mine").done();
        desk.line(&format!("export {name}")).done();
        assert_valid(if format == "tmx" { TMX } else { TBX }, &[desk.path(name)]);
    }
}

#[test]
fn the_invalid_is_found_out() {
    let desk = Desk::new();
    desk.write("bad.tmx", "<tmx version=\"1.4\"><body/></tmx>");
    let bad = desk.path("bad.tmx");
    let judged = std::panic::catch_unwind(|| assert_valid(TMX, &[bad]));
    assert!(judged.is_err(), "the judge lets everything pass");
}

/// Fails unless every file is valid against a schema in XSD.
#[track_caller]
fn assert_valid_xsd(schema: &str, files: &[PathBuf]) {
    let output = Command::new("xmllint")
        .args(["--nonet", "--noout", "--huge", "--schema"])
        .arg(data(schema))
        .args(files)
        .output()
        .expect("xmllint is installed (Debian: libxml2-utils)");
    assert!(
        output.status.success(),
        "not valid against {schema}:\n{}",
        String::from_utf8_lossy(&output.stderr)
            .lines()
            .filter(|line| !line.ends_with("validates"))
            .collect::<Vec<_>>()
            .join("\n")
    );
}

const TMX_XSD: &str = "formats/schemas/tmx/tmx14.xsd";

/// Writes files onto a desk, judges them by DTD and XSD, and says how many there were.
#[track_caller]
fn judged(written: Vec<(String, Vec<u8>)>) -> usize {
    let desk = Desk::new();
    let mut files = Vec::new();
    for (at, (_, bytes)) in written.into_iter().enumerate() {
        let name = format!("{at}.tmx");
        desk.write(&name, bytes);
        files.push(desk.path(name));
    }
    assert_valid(TMX, &files);
    assert_valid_xsd(TMX_XSD, &files);
    files.len()
}

#[test]
fn memories_of_other_tools_become_valid_at_both_levels_and_for_every_tool() {
    for level in [Level::One, Level::Two] {
        let count = judged(memories::rewritten(level));
        assert!(count > 130, "{count} files");
    }
    for target in Target::ALL {
        let count = judged(memories::rewritten_for(target));
        assert!(count > 130, "{count} files for {target}");
    }
}

/// Ten thousand units of real text, each with codes, for every tool.
#[test]
fn a_large_memory_is_valid_for_every_tool() {
    let desk = Desk::new();
    let folder = |side: &str| data(&format!("data/parallel/un-treaties/{side}")).into_os_string();
    desk.run([
        "align".into(),
        folder("fr"),
        folder("en"),
        "-o".into(),
        "m.tmx".into(),
    ])
    .done();
    let units = crate::support::translation_units(&desk.text("m.tmx")).len();
    assert!(units > 1000, "{units} units");
    let mut files = vec![desk.path("m.tmx")];
    for target in Target::ALL {
        let name = format!("{}.tmx", target.name());
        desk.line(&format!("convert m.tmx {name} --for {}", target.name()))
            .done();
        files.push(desk.path(name));
    }
    assert_valid(TMX, &files);
    assert_valid_xsd(TMX_XSD, &files);
}

#[test]
fn a_termbase_of_treaties_is_valid() {
    let desk = Desk::new();
    let folder = data("data/parallel/un-treaties/fr").into_os_string();
    desk.run(["mine".into(), folder, "-o".into(), "terms.tbx".into()])
        .done();
    assert_valid(TBX, &[desk.path("terms.tbx")]);
}
