//! What we write, judged by the formats' own schemas: DTDs by `xmllint` (libxml2), RELAX NG and
//! Schematron by `jing`. Both must be there.

use crate::support::Desk;
use crate::{data, desk_with_built_samples, glossaries, memories};
use bitext_glossary::tbx::{Tbx, Version};
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

/// Ten thousand units with codes of every kind, for every tool and at both levels.
#[test]
fn a_large_memory_is_valid_for_every_tool() {
    const UNITS: usize = 10_000;
    let codes = [
        "<bpt i=\"1\" x=\"1\" type=\"bold\">&lt;b&gt;</bpt>b<ept i=\"1\">&lt;/b&gt;</ept>",
        "<ph x=\"1\" assoc=\"p\" type=\"index\">{<sub datatype=\"html\">sub</sub>}</ph>",
        "<it pos=\"begin\" x=\"1\">&lt;i&gt;</it>",
        "<hi type=\"term\" x=\"1\">marked</hi>",
        "<ut x=\"1\">\\old</ut>",
    ];
    let mut memory = String::from(
        "<tmx version=\"1.4\"><header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" \
         o-tmf=\"t\" adminlang=\"en\" srclang=\"fr_CA\" datatype=\"html\"><note>n</note>\
         <prop type=\"x-p\">p</prop></header><body>\n",
    );
    for number in 0..UNITS {
        let code = codes[number % codes.len()];
        memory.push_str(&format!(
            "<tu tuid=\"{number}\" creationdate=\"20240131T101500Z\"><note>n</note><prop type=\"x-p\">é</prop>\
             <tuv xml:lang=\"fr_CA\"><seg>État {number} {code}.</seg></tuv>\
             <tuv xml:lang=\"en\" changeid=\"ada\"><seg>State {number} {code}.</seg></tuv></tu>\n"
        ));
    }
    memory.push_str("</body></tmx>\n");
    let desk = Desk::new();
    desk.write("m.tmx", memory);
    desk.line("import m.tmx").done();
    desk.line("export p.tmx").done();
    let mut files = vec![desk.path("p.tmx")];
    for target in Target::ALL {
        let name = format!("{}.tmx", target.name());
        desk.line(&format!("convert m.tmx {name} --for {}", target.name()))
            .done();
        files.push(desk.path(name));
    }
    for file in &files {
        let text = std::fs::read_to_string(file).expect("a file");
        let units = text.matches("<tu ").count() + text.matches("<tu>").count();
        assert_eq!(units, UNITS, "{}", file.display());
    }
    assert_valid(TMX, &files);
    assert_valid_xsd(TMX_XSD, &files);
}

/// Fails unless `jing` finds every file valid against the schema (RELAX NG, Schematron or NVDL).
#[track_caller]
fn assert_jing(schema: &Path, files: &[PathBuf]) {
    let output = Command::new("jing")
        .arg(schema)
        .args(files)
        .output()
        .expect("jing is installed (Debian: jing, libsaxonhe-java)");
    assert!(
        output.status.success(),
        "not valid against {}:\n{}",
        schema.display(),
        String::from_utf8_lossy(&output.stdout)
    );
}

#[test]
fn termbases_of_other_tools_become_valid_in_every_version() {
    let desk = Desk::new();
    let mut versions: [Vec<PathBuf>; 3] = Default::default();
    for (at, (_, glossary)) in glossaries::termbases().into_iter().enumerate() {
        for (number, version) in [Version::Two, Version::ThreeDca, Version::ThreeDct]
            .into_iter()
            .enumerate()
        {
            let name = format!("{number}/{at}.tbx");
            let format = Tbx {
                version,
                ..Tbx::default()
            };
            desk.write(&name, glossaries::written(&glossary, &format));
            versions[number].push(desk.path(&name));
        }
    }
    let [two, dca, dct] = &versions;
    assert_valid(TBX, two);
    let schema = |name: &str| data(&format!("formats/schemas/tbx/{name}"));
    for style in [dca, dct] {
        assert_jing(&schema("TBXcoreStructV03.rng"), style);
    }
    assert_jing(&schema("TBX-Basic_DCA.sch"), dca);
    for name in ["TBX-Basic_DCT.sch", "Basic.sch", "Min.sch"] {
        assert_jing(&schema(name), dct);
    }
    // The elements of the modules have schemas of their own; the dialect's file names them on the web.
    let module = |namespace: &str, file: &str| {
        format!(
            "<namespace ns=\"http://www.tbxinfo.net/ns/{namespace}\"><validate schema=\"{}\"/></namespace>",
            schema(file).display()
        )
    };
    let nvdl = format!(
        "<rules xmlns=\"http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0\" startMode=\"core\">\
         <mode name=\"core\"><namespace ns=\"urn:iso:std:iso:30042:ed-2\"><allow/></namespace>{}{}</mode></rules>",
        module("min", "Min.rng"),
        module("basic", "Basic.rng")
    );
    desk.write("modules.nvdl", nvdl);
    assert_jing(&desk.path("modules.nvdl"), dct);
}

#[test]
fn the_judge_of_version_3_finds_out_the_invalid() {
    let bad = data("formats/tbx/odd/ltac__basic_bad.tbx");
    for schema in ["TBX-Basic_DCA.sch", "TBX-Basic_DCT.sch"] {
        let schema = data(&format!("formats/schemas/tbx/{schema}"));
        let judged = std::panic::catch_unwind(|| assert_jing(&schema, std::slice::from_ref(&bad)));
        assert!(judged.is_err(), "{}", schema.display());
    }
}

#[test]
fn a_termbase_of_treaties_is_valid() {
    let desk = Desk::new();
    let folder = data("data/parallel/un-treaties/fr").into_os_string();
    desk.run(["mine".into(), folder]).done();
    for (name, format) in [("2.tbx", "tbx"), ("a.tbx", "tbx-dca"), ("t.tbx", "tbx-dct")] {
        desk.line(&format!("export {name} --format {format}"))
            .done();
    }
    assert_valid(TBX, &[desk.path("2.tbx")]);
    let schema = |name: &str| data(&format!("formats/schemas/tbx/{name}"));
    let three = [desk.path("a.tbx"), desk.path("t.tbx")];
    assert_jing(&schema("TBXcoreStructV03.rng"), &three);
    assert_jing(&schema("TBX-Basic_DCA.sch"), &three[..1]);
    assert_jing(&schema("TBX-Basic_DCT.sch"), &three[1..]);
}
