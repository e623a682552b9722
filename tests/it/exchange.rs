//! `convert`, `diff` and `check`: files of units without a project.

use crate::support::{Desk, translation_units};
use crate::{desk_with_samples, repository};
use serde_json::Value;

const MEMORY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="fr" datatype="plaintext"/><body>
<tu tuid="1" creationdate="20240131T101500Z" creationid="ada"><prop type="x-file">a.odt</prop><note>n</note>
<tuv xml:lang="fr"><seg>=Cliquez <bpt i="1">&lt;b&gt;</bpt>ici<ept i="1">&lt;/b&gt;</ept></seg></tuv><tuv xml:lang="en"><seg>Click <bpt i="1">&lt;b&gt;</bpt>here<ept i="1">&lt;/b&gt;</ept></seg></tuv></tu>
<tu tuid="2"><tuv xml:lang="fr"><seg>État de droit</seg></tuv><tuv xml:lang="en"><seg>Rule of law</seg></tuv></tu>
</body></tmx>"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("memory.tmx", MEMORY);
    desk
}

/// The pairs of texts of a TMX file, codes as text.
fn pairs(desk: &Desk, name: &str) -> Vec<(String, String)> {
    let units = translation_units(&desk.text(name)).into_iter();
    units
        .map(|unit| (unit[0].1.clone(), unit[1].1.clone()))
        .collect()
}

#[test]
fn every_format_gives_back_the_texts_it_was_given() {
    let desk = desk();
    let plain = [
        ("=Cliquez ici".to_owned(), "Click here".to_owned()),
        ("État de droit".to_owned(), "Rule of law".to_owned()),
    ];
    let with_codes = pairs(&desk, "memory.tmx");
    for (name, codes) in [
        ("m.xlf", true),
        ("m.xlf2", true),
        ("m.po", false),
        ("m.tsv", false),
        ("m.csv", false),
        ("m.xlsx", false),
        ("m.jsonl", true),
        ("m2.tmx", true),
        ("m3.tmx.gz", true),
        ("m4.tmx.zip", true),
    ] {
        desk.line(&format!("convert memory.tmx {name}")).done();
        desk.line(&format!("convert {name} back.tmx")).done();
        let expected: &[_] = if codes { &with_codes } else { &plain };
        assert_eq!(pairs(&desk, "back.tmx"), expected, "{name}");
        // The same input, the same bytes.
        let first = desk.bytes(name);
        desk.line(&format!("convert memory.tmx {name}")).done();
        assert!(first == desk.bytes(name), "{name} differs the second time");
    }
    desk.line("convert memory.tmx c.fr c.en").done();
    assert_eq!(desk.text("c.fr"), "=Cliquez ici\nÉtat de droit\n");
    desk.line("convert c.fr c.en back.tmx").done();
    assert_eq!(pairs(&desk, "back.tmx"), plain);
}

#[test]
fn a_memory_comes_back_byte_for_byte() {
    let desk = desk();
    desk.line("convert memory.tmx one.tmx").done();
    desk.line("convert one.tmx two.tmx").done();
    assert_eq!(desk.text("one.tmx"), desk.text("two.tmx"));
    desk.line("diff memory.tmx two.tmx").done();
}

#[test]
fn losses_are_told_and_nothing_is_no_success() {
    let desk = desk();
    let ran = desk.line("convert memory.tmx m.tsv").done();
    assert!(
        ran.stderr.contains("inline codes") && ran.stderr.contains('2'),
        "{}",
        ran.stderr
    );
    desk.write("empty.po", "msgid \"a\"\nmsgstr \"\"\n");
    let ran = desk
        .line("convert empty.po m.tmx --from en --to fr")
        .ended(2);
    assert!(
        ran.stderr.contains("1 without translation"),
        "{}",
        ran.stderr
    );
    assert!(!desk.path("m.tmx").exists());
    // A language that nobody names.
    desk.write("nameless.po", "msgid \"a\"\nmsgstr \"b\"\n");
    let ran = desk.line("convert nameless.po m.tmx").ended(2);
    assert!(ran.stderr.contains("--from"), "{}", ran.stderr);
}

#[test]
fn states_are_respected() {
    let desk = Desk::new();
    desk.write(
        "fr.po",
        "msgid \"\"\nmsgstr \"Language: fr\\n\"\n\nmsgid \"a\"\nmsgstr \"A\"\n\n#, fuzzy\nmsgid \"b\"\nmsgstr \"B\"\n",
    );
    let ran = desk.line("convert fr.po m.tmx --from en").done();
    assert!(ran.stderr.contains("1 unfinished"), "{}", ran.stderr);
    assert_eq!(pairs(&desk, "m.tmx").len(), 1);
    desk.line("convert fr.po m.tmx --from en --drafts").done();
    assert_eq!(pairs(&desk, "m.tmx").len(), 2);
    assert!(
        desk.text("m.tmx")
            .contains("<prop type=\"x-status\">draft</prop>")
    );
    desk.line("convert fr.po m.tmx --from en --approved")
        .ended(2);
}

#[test]
fn a_tool_is_told_of_before_and_after() {
    let desk = desk();
    let long = "x".repeat(2001);
    let unit = format!(
        "<tu><tuv xml:lang=\"fr\"><seg>{long}</seg></tuv><tuv xml:lang=\"en\"><seg>y</seg></tuv></tu></body>"
    );
    desk.write("long.tmx", MEMORY.replace("</body>", &unit));
    let ran = desk.line("convert long.tmx trados.tmx --for trados").done();
    let (before, after) = ran
        .stderr
        .split_once("trados.tmx")
        .expect("sums after the warnings");
    assert!(
        before.contains("2,000 characters") && before.contains("region"),
        "{before}"
    );
    assert!(after.contains("1 unit"), "{after}");
    assert_eq!(pairs(&desk, "trados.tmx").len(), 2);
    desk.line("convert memory.tmx google.tmx --for google")
        .done();
    let google = desk.text("google.tmx");
    assert!(!google.contains("<prop") && !google.contains("<bpt") && !google.contains("DOCTYPE"));
    let ran = desk
        .line("check long.tmx --profile format --for trados")
        .done();
    assert!(ran.stderr.contains("2,000 characters"), "{}", ran.stderr);
    desk.line("convert memory.tmx m.po --for trados").ended(2);
}

#[test]
fn differences_are_told_and_coded() {
    let desk = desk();
    let other = MEMORY
        .replace("Rule of law", "The rule of law")
        .replace("<note>n</note>", "<note>m</note>");
    desk.write("other.tmx", other);
    desk.line("diff memory.tmx memory.tmx").done();
    let ran = desk.line("diff memory.tmx other.tmx").ended(1);
    insta::assert_snapshot!(ran.stdout, @r"
    metadata: fr → en (1)
        =Cliquez {bpt1:<b>}ici{ept1:</b>}
        Click {bpt1:<b>}here{ept1:</b>}
      - note: n
      + note: m
    changed: fr → en (2)
        État de droit
      - Rule of law
      + The rule of law
    ");
    let ran = desk
        .line("diff memory.tmx other.tmx --format summary")
        .ended(1);
    assert_eq!(
        ran.stdout,
        "0 added, 0 removed, 1 changed, 1 in metadata only, 0 the same\n"
    );
    let ran = desk
        .line("diff memory.tmx other.tmx --format jsonl")
        .ended(1);
    let first: Value = serde_json::from_str(ran.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(first["change"], "metadata");
    // One file as text, for git.
    let ran = desk.line("diff memory.tmx").done();
    assert!(
        ran.stdout
            .contains("fr: État de droit\nen: Rule of law\n  id: 2\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn findings_have_a_place_and_the_exit_code_tells() {
    let desk = desk();
    let ran = desk.line("check memory.tmx").done();
    assert_eq!(ran.stdout, "");
    let broken = MEMORY
        .replace(
            "creationdate=\"20240131T101500Z\"",
            "creationdate=\"yesterday\"",
        )
        .replace(
            "<tuv xml:lang=\"en\"><seg>Rule of law</seg></tuv>",
            "<tuv><seg>Rule of law</seg></tuv>",
        );
    desk.write("broken.tmx", broken);
    let ran = desk.line("check broken.tmx memory.tmx").ended(1);
    assert!(ran.stdout.starts_with("broken.tmx:3:"), "{}", ran.stdout);
    assert!(ran.stdout.contains(": unit 2 (2): "), "{}", ran.stdout);
    assert!(ran.stderr.contains("1 skipped"), "{}", ran.stderr);
    let ran = desk.line("check broken.tmx --format jsonl").ended(1);
    let first: Value = serde_json::from_str(ran.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(
        (first["file"].as_str(), first["line"].as_u64()),
        (Some("broken.tmx"), Some(3))
    );
    desk.write("no.tmx", "<html/>");
    let ran = desk.line("check no.tmx").ended(1);
    assert!(ran.stdout.contains("not TMX"), "{}", ran.stdout);
    desk.line("check absent.tmx").ended(2);
    desk.line("convert broken.tmx out.tmx --strict").ended(2);
}

/// A second conversion changes no byte, and no head is written twice or lost.
#[test]
fn a_file_keeps_its_head_in_its_own_format() {
    let desk = desk();
    desk.write(
        "a.po",
        "# Léa\nmsgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: x 1\\n\"\n\"Language: fr\\n\"\n\n\
         msgid \"Save\"\nmsgstr \"Enregistrer\"\n",
    );
    desk.write(
        "a.xlf",
        "<xliff version=\"1.2\"><file original=\"a.html\" source-language=\"en\" target-language=\"fr\" \
         datatype=\"html\"><body><trans-unit id=\"7\" resname=\"save\"><source>Save</source>\
         <target>Enregistrer</target><note>n</note></trans-unit></body></file><file original=\"b.html\" \
         source-language=\"en\" target-language=\"fr\" datatype=\"html\"><body><trans-unit id=\"7\">\
         <source>Open</source><target>Ouvrir</target></trans-unit></body></file></xliff>",
    );
    for (from, format, heads) in [
        (
            "a.po",
            "po",
            ["# Léa", "Project-Id-Version", "Language: fr"],
        ),
        (
            "a.xlf",
            "xliff",
            ["original=\"a.html\"", "original=\"b.html\"", "<note>"],
        ),
        (
            "a.xlf",
            "xliff2",
            ["original=\"a.html\"", "original=\"b.html\"", "<note>"],
        ),
    ] {
        desk.line(&format!("convert {from} once --format {format} --from en"))
            .done();
        let named = format!("--input-format {format} --format {format}");
        desk.line(&format!("convert once twice {named}")).done();
        let once = desk.text("once");
        assert_eq!(desk.text("twice"), once, "{format}");
        for head in heads {
            assert_eq!(once.matches(head).count(), 1, "{head} in {once}");
        }
    }
}

#[test]
fn limits_are_options() {
    let desk = desk();
    desk.line("check memory.tmx --max-unit 100").ended(1);
    desk.line("check memory.tmx --max-depth 3").ended(1);
    desk.line("check memory.tmx --max-attributes 1").ended(1);
    desk.line("check memory.tmx --max-segment 8").ended(1);
    let ran = desk.line("check memory.tmx --max-file 10").ended(2);
    assert!(ran.stderr.contains("--max-file"), "{}", ran.stderr);
}

#[test]
fn what_was_aligned_goes_through_every_tool() {
    let desk = desk_with_samples();
    desk.line("align fr en -o memory.tmx").done();
    let units = translation_units(&desk.text("memory.tmx")).len();
    assert!(units > 150);
    for tool in [
        "omegat", "trados", "memoq", "okapi", "generic", "google", "deepl",
    ] {
        desk.line(&format!("convert memory.tmx {tool}.tmx --for {tool}"))
            .done();
        assert_eq!(
            translation_units(&desk.text(&format!("{tool}.tmx"))).len(),
            units,
            "{tool}"
        );
    }
}

/// Every input of the fuzz targets, and whatever it once crashed.
#[test]
fn no_seed_of_the_fuzz_targets_makes_the_program_panic() {
    let desk = Desk::new();
    let mut seen = 0;
    for target in ["tmx", "xliff", "po", "table", "zip"] {
        let folder = repository("tests/fuzz/seeds").join(target);
        for entry in std::fs::read_dir(&folder).expect("the seeds are there") {
            let path = entry.expect("a folder can be listed").path();
            let path = path.to_string_lossy().into_owned();
            let format = match target {
                "zip" if path.ends_with(".xlsx") => "xlsx",
                "zip" | "tmx" => "tmx",
                "table" if path.ends_with(".jsonl") => "jsonl",
                "table" if path.ends_with(".csv") => "csv",
                "table" => "tsv",
                other => other,
            };
            let ran = desk.run([
                "check",
                "--from",
                "en",
                "--to",
                "fr",
                "--input-format",
                format,
                &path,
            ]);
            assert!(
                (0..=1).contains(&ran.code),
                "{path}: {}\n{}",
                ran.code,
                ran.stderr
            );
            assert!(!ran.stderr.contains("panicked"), "{path}: {}", ran.stderr);
            seen += 1;
        }
    }
    assert!(seen >= 14, "{seen} seeds");
    desk.write("en.txt", "The boat leaves. The lamp is lit.\n");
    desk.write("fr.txt", "Le bateau part. La lampe est allumée.\n");
    for (target, command) in [
        ("tbx", "convert @ out.tsv --as glossary --from en --to fr"),
        (
            "srx",
            "align en.txt fr.txt --from en --to fr --srx @ -o out.tmx",
        ),
    ] {
        let folder = repository("tests/fuzz/seeds").join(target);
        for entry in std::fs::read_dir(&folder).expect("the seeds are there") {
            let path = entry.expect("a folder can be listed").path();
            let path = path.to_string_lossy().into_owned();
            let words = command.split(' ');
            let ran = desk.run(words.map(|word| if word == "@" { &path } else { word }));
            assert!((0..=2).contains(&ran.code), "{path}: {}", ran.stderr);
            assert!(!ran.stderr.contains("panicked"), "{path}: {}", ran.stderr);
        }
    }
}

/// The lines that the manual gives for git.
#[test]
fn git_shows_how_memories_and_glossaries_changed() {
    let desk = desk_with_terms();
    desk.write("memory.tmx", MEMORY);
    desk.line("convert terms.tsv terms.tbx").done();
    desk.write(".gitattributes", "*.tmx diff=bitext\n*.tbx diff=bitext\n");
    let git = |arguments: &[&str]| {
        let output = std::process::Command::new("git")
            .args(arguments)
            .current_dir(desk.path("."))
            .envs([("GIT_CONFIG_GLOBAL", ""), ("GIT_CONFIG_NOSYSTEM", "1")])
            .output()
            .expect("git is installed");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    git(&["init", "--quiet"]);
    let command = format!("'{}' --quiet diff", env!("CARGO_BIN_EXE_bitext"));
    git(&["config", "diff.bitext.textconv", &command]);
    git(&["add", "memory.tmx", "terms.tbx"]);
    desk.write(
        "memory.tmx",
        MEMORY.replace("Rule of law", "The rule of law"),
    );
    desk.write(
        "terms.tbx",
        desk.text("terms.tbx").replace(">statute<", ">bill<"),
    );
    let shown = git(&["diff"]);
    for line in [
        "-en: Rule of law",
        "+en: The rule of law",
        "-  en: statute",
        "+  en: bill",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}: {shown}");
    }
    assert!(
        !shown.contains("<tuv") && !shown.contains("<term"),
        "{shown}"
    );
}

const TERMS: &str = "term\tlanguage\tpos\tequivalents_en\tdefinition\tnote\tstatus\tid\n\
    état de droit\tfr\tnoun\trule of law\tPrimauté de la loi [Lexique]\tsans majuscule\tapproved\tc1\n\
    loi\tfr\tnoun\tact | statute\t\t\tcandidate\tc2\n\
    décret\tfr\tnoun\tdecree\t\t\trejected\tc3\n";

fn desk_with_terms() -> Desk {
    let desk = Desk::new();
    desk.write("terms.tsv", TERMS);
    desk
}

/// The pairs of terms of a glossary file, sorted, as `convert` makes them units.
fn pairs_of_terms(desk: &Desk, name: &str) -> Vec<String> {
    desk.line(&format!("convert {name} pairs.jsonl --from fr --to en"))
        .done();
    let text = desk.text("pairs.jsonl");
    let mut pairs: Vec<String> = text
        .lines()
        .map(|line| {
            let unit: Value = serde_json::from_str(line).expect("JSON");
            format!("{} = {}", unit["source"], unit["target"])
        })
        .collect();
    pairs.sort();
    pairs
}

#[test]
fn glossaries_convert_into_every_format_and_back() {
    let desk = desk_with_terms();
    let all = [
        "\"loi\" = \"act\"",
        "\"loi\" = \"statute\"",
        "\"état de droit\" = \"rule of law\"",
    ];
    assert_eq!(pairs_of_terms(&desk, "terms.tsv"), all);
    for (name, options) in [
        ("g.tbx", ""),
        ("g.csv", ""),
        ("g.xlsx", ""),
        ("g.utf8", ""),
        ("g.txt", "--for omegat"),
        ("g.xml", "--for trados"),
        ("memoq.csv", "--for memoq"),
        ("g.utx", "--from fr --to en"),
        ("three.tbx", "--format tbx-dct"),
    ] {
        desk.line(&format!("convert terms.tsv {name} {options}"))
            .done();
        assert_eq!(pairs_of_terms(&desk, name), all, "{name}");
        let first = desk.bytes(name);
        desk.line(&format!("convert terms.tsv {name} {options}"))
            .done();
        assert!(first == desk.bytes(name), "{name} differs the second time");
    }
    // A table keeps what was rejected; a tool would use it.
    assert!(desk.text("g.csv").contains("rejected"));
    let ran = desk.line("convert terms.tsv g.tbx").done();
    assert!(ran.stderr.contains("1 concept left out"), "{}", ran.stderr);
    let ran = desk.line("convert terms.tsv g.tbx --approved").done();
    assert!(ran.stderr.contains("1 concept written"), "{}", ran.stderr);
    desk.line("convert terms.tsv g.tbx --for deepl").ended(2);
    desk.line("convert terms.tsv - --format utx --to en").done();
}

#[test]
fn terms_become_units_and_units_terms() {
    let desk = desk_with_terms();
    desk.line("convert terms.tsv terms.tmx").done();
    assert_eq!(pairs(&desk, "terms.tmx").len(), 3);
    let ran = desk.line("convert terms.tmx back.tbx").done();
    assert!(ran.stderr.contains("2 concepts written"), "{}", ran.stderr);
    let ran = desk
        .line("diff terms.tsv back.tbx --format summary")
        .ended(1);
    // The rejected one is gone, and of the others who defined them and where they stand.
    assert_eq!(
        ran.stdout,
        "0 added, 1 removed, 0 changed, 2 in metadata only, 0 the same\n"
    );
    // A table without names of columns holds what the other file does.
    desk.write("list.csv", "fr;en\npompe;pump\n");
    desk.line("convert list.csv list.tbx").done();
    assert!(desk.text("list.tbx").contains("pompe"));
    desk.line("convert list.csv units.tsv").done();
    assert!(desk.text("units.tsv").starts_with("source\ttarget"));
    desk.line("convert list.csv concepts.tsv --as glossary")
        .done();
    assert!(desk.text("concepts.tsv").starts_with("term\t"));
    // Codes and dates of units have no place in a glossary.
    desk.write("memory.tmx", MEMORY);
    let ran = desk.line("convert memory.tmx memory.tbx").done();
    assert!(
        ran.stderr.contains("inline codes of segments") && ran.stderr.contains("dates"),
        "{}",
        ran.stderr
    );
}

#[test]
fn glossaries_differ_as_memories_do() {
    let desk = desk_with_terms();
    desk.line("convert terms.tsv terms.csv").done();
    desk.line("diff terms.tsv terms.csv").done();
    desk.write(
        "other.tsv",
        TERMS
            .replace("act | statute", "act")
            .replace("sans majuscule", ""),
    );
    let ran = desk.line("diff terms.tsv other.tsv").ended(1);
    insta::assert_snapshot!(ran.stdout, @r"
    ~ c2  loi
        - term en: statute
    . c1  état de droit
        - note: sans majuscule
    ");
    let ran = desk
        .line("diff terms.tsv other.tsv --format jsonl")
        .ended(1);
    let first: Value = serde_json::from_str(ran.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(
        (first["change"].as_str(), first["head"].as_str()),
        (Some("changed"), Some("loi"))
    );
    // One glossary as text, for git.
    let ran = desk.line("diff other.tsv").done();
    assert!(
        ran.stdout.starts_with(
            "rejected  c3\n  fr: décret\n  en: decree\n  part of speech of décret: noun\n"
        ),
        "{}",
        ran.stdout
    );
    // A glossary against a memory: pairs of terms against units.
    desk.line("convert terms.tsv terms.tmx").done();
    desk.line("diff terms.tsv terms.tmx").done();
    // A project holds both.
    desk.line("import terms.tsv terms.tmx").done();
    desk.line("diff terms.tsv project.bitext --as glossary")
        .done();
    let ran = desk.line("diff project.bitext --quiet").done();
    assert!(ran.stdout.contains("fr: loi\nen: act\n"), "{}", ran.stdout);
}

#[test]
fn limits_hold_for_glossaries_too() {
    let desk = desk_with_terms();
    desk.line("convert terms.tsv g.tbx").done();
    desk.line("convert g.tbx h.csv").done();
    let ran = desk.line("convert g.tbx h.csv --max-file 10").ended(2);
    assert!(ran.stderr.contains("--max-file"), "{}", ran.stderr);
    let ran = desk.line("convert g.tbx h.csv --max-depth 3").ended(2);
    assert!(ran.stderr.contains("deep"), "{}", ran.stderr);
}
