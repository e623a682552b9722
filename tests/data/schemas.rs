//! What we write, judged by the formats' own DTDs. `xmllint` (libxml2) is the judge and must be there.

use crate::support::Desk;
use crate::{data, desk_with_built_samples, memories};
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

#[test]
fn memories_of_other_tools_become_valid() {
    let desk = Desk::new();
    let mut files = Vec::new();
    for (at, (_, bytes)) in memories::rewritten().into_iter().enumerate() {
        let name = format!("{at}.tmx");
        desk.write(&name, bytes);
        files.push(desk.path(name));
    }
    assert!(files.len() > 130, "{} files", files.len());
    assert_valid(TMX, &files);
}

#[test]
fn a_termbase_of_treaties_is_valid() {
    let desk = Desk::new();
    let folder = data("data/parallel/un-treaties/fr").into_os_string();
    desk.run(["mine".into(), folder, "-o".into(), "terms.tbx".into()])
        .done();
    assert_valid(TBX, &[desk.path("terms.tbx")]);
}
