//! What we write, opened in OmegaT. `omegat` must be there (Debian's package).
//!
//! OmegaT runs without its window, loads a project and runs a script that prints what it sees, one
//! JSON object a line.

use crate::support::{Desk, Table, squeezed, translation_units};
use crate::{data, desk_with_built_samples, repository};
use serde_json::Value;
use std::process::Command;

const PROJECT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
  <project version="1.0">
    <source_dir>__DEFAULT__</source_dir>
    <target_dir>__DEFAULT__</target_dir>
    <tm_dir>__DEFAULT__</tm_dir>
    <glossary_dir>__DEFAULT__</glossary_dir>
    <glossary_file>__DEFAULT__</glossary_file>
    <dictionary_dir>__DEFAULT__</dictionary_dir>
    <source_lang>FR</source_lang>
    <target_lang>EN</target_lang>
    <source_tok>org.omegat.tokenizer.LuceneFrenchTokenizer</source_tok>
    <target_tok>org.omegat.tokenizer.LuceneEnglishTokenizer</target_tok>
    <sentence_seg>false</sentence_seg>
    <support_default_translations>true</support_default_translations>
    <remove_tags>false</remove_tags>
  </project>
</omegat>
"#;

/// What OmegaT sees in the project on the desk.
fn seen(desk: &Desk) -> Vec<Value> {
    for folder in ["dictionary", "target", "omegat", "glossary", "tm/auto"] {
        std::fs::create_dir_all(desk.path("project").join(folder)).expect("a folder");
    }
    desk.write("project/omegat.project", PROJECT);
    let output = Command::new("omegat")
        .arg(desk.path("project"))
        .arg("--mode=console-translate")
        .arg(format!("--config-dir={}", desk.path("settings").display()))
        .arg(format!(
            "--script={}",
            data("formats/clients/omegat/probe.groovy").display()
        ))
        .arg("--quiet")
        .output()
        .expect("omegat is installed (Debian: omegat)");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let seen: Vec<Value> = stdout
        .lines()
        .filter_map(|line| line.split_once("PROBE ").map(|(_, json)| json))
        .map(|json| serde_json::from_str(json).expect("JSON"))
        .collect();
    assert!(
        !seen.is_empty(),
        "OmegaT saw nothing\n{stdout}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    seen
}

fn of_kind<'a>(seen: &'a [Value], kind: &str) -> impl Iterator<Item = &'a Value> {
    let kind = kind.to_owned();
    seen.iter()
        .filter(move |value| value["kind"] == kind.as_str())
}

#[test]
fn omegat_sees_every_unit_finds_the_matches_and_reads_the_glossaries() {
    let desk = desk_with_built_samples();
    let memory = desk.text("out/memory.tmx");
    desk.write("project/tm/auto/memory.tmx", &memory);
    desk.write("project/glossary/terms.tbx", desk.bytes("out/glossary.tbx"));
    let samples = |name: &str| repository("samples").join(name).into_os_string();
    desk.run(["align".into(), samples("fr"), samples("en")])
        .done();
    desk.line("mine").done();
    desk.line("export terms.utf8 --from fr --to en").done();
    desk.write("project/glossary/terms.utf8", desk.bytes("terms.utf8"));
    // The new text, each segment a paragraph.
    let notes =
        std::fs::read_to_string(repository("samples/gold/notes/nouveau.tsv")).expect("notes");
    let text: Vec<(&str, &str)> = notes
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(kind, rest)| (kind, rest.split('\t').next().unwrap_or_default()))
        .collect();
    let paragraphs: Vec<&str> = text.iter().map(|(_, text)| *text).collect();
    desk.write("project/source/new.txt", paragraphs.join("\n\n"));

    let seen = seen(&desk);
    let memories: Vec<&Value> = of_kind(&seen, "tm").collect();
    assert_eq!(memories.len(), 1);
    assert_eq!(
        memories[0]["units"].as_u64(),
        Some(translation_units(&memory).len() as u64)
    );

    let segments: Vec<&Value> = of_kind(&seen, "segment").collect();
    assert_eq!(segments.len(), text.len());
    let table = Table::read(&desk.text("out/matches.tsv"));
    let ours: Vec<(&str, &str)> = table
        .cells("query")
        .into_iter()
        .zip(table.cells("source"))
        .collect();
    for ((kind, text), segment) in text.iter().zip(segments) {
        assert_eq!(segment["src"].as_str(), Some(*text));
        let best = &segment["matches"][0];
        match *kind {
            "identical" => {
                assert_eq!(best["score"].as_i64(), Some(100), "{text}: {best}");
                // An exact match from tm/auto is put into the translation.
                assert!(segment["auto"].is_string(), "{text}");
            }
            "near" | "typography" => {
                assert!(best["score"].as_i64() >= Some(50), "{text}: {best}");
                // The unit it finds is among those that we find.
                let found = squeezed(best["src"].as_str().unwrap_or_default());
                let same = |source: &str| squeezed(source) == found;
                assert!(
                    ours.iter()
                        .any(|(query, source)| query == text && same(source)),
                    "{text}: OmegaT finds {best}"
                );
            }
            _ => {}
        }
    }

    let glossaries: Vec<&Value> = of_kind(&seen, "glossary").collect();
    assert_eq!(glossaries.len(), 2);
    for glossary in glossaries {
        assert!(glossary["error"].is_null(), "{glossary}");
        let entries = glossary["entries"].as_u64().unwrap_or_default();
        let expected = match glossary["file"].as_str() {
            // One line a pair, after the line that names the encoding.
            Some("terms.utf8") => desk.text("terms.utf8").lines().count() as u64 - 1,
            // One entry a source term with a translation.
            _ => with_renderings(&desk),
        };
        assert!(
            entries >= expected && expected > 50,
            "{glossary}: {entries} entries, {expected} expected"
        );
    }
}

/// Rows of the glossary that have a rendering.
fn with_renderings(desk: &Desk) -> u64 {
    let table = Table::read(&desk.text("out/glossary.tsv"));
    let renderings = table.cells("equivalents_en");
    renderings.iter().filter(|cell| !cell.is_empty()).count() as u64
}

#[test]
fn omegat_reads_our_glossaries_entry_for_entry() {
    let desk = Desk::new();
    desk.write(
        "terms.tsv",
        "term\tequivalents_en\tnote\tlanguage\n\
         élève d\u{2019}œuvre\tcafé naïve\tà revoir\tfr\n\
         « État »\tstate\t\tfr\n\
         ça, là\tthere | over there\t\tfr\n",
    );
    desk.line("import terms.tsv").done();
    for format in ["terms.utf8", "terms.txt", "terms.tbx"] {
        desk.line(&format!("export {format} --from fr --to en"))
            .done();
        desk.write(&format!("project/glossary/{format}"), desk.bytes(format));
    }
    desk.write("project/source/new.txt", "Rien.");
    let seen = seen(&desk);
    let glossaries: Vec<&Value> = of_kind(&seen, "glossary").collect();
    assert_eq!(glossaries.len(), 3);
    for glossary in glossaries {
        assert!(glossary["error"].is_null(), "{glossary}");
        // A line a pair, and in TBX too.
        assert_eq!(glossary["entries"].as_u64(), Some(4), "{glossary}");
        let first = &glossary["first"];
        let accents = ["élève d\u{2019}œuvre", "« État »", "ça, là"];
        assert!(
            accents.iter().any(|text| first[0] == *text),
            "accents: {first}"
        );
    }
}

/// OmegaT shows the codes of other tools as tags of its own where it is told to.
#[test]
fn omegat_keeps_inline_codes() {
    let desk = Desk::new();
    let segment = |click: &str, here: &str, wait: &str| {
        format!(
            "<seg>{click} <bpt i=\"1\" x=\"1\">&lt;b&gt;</bpt>{here}<ept i=\"1\">&lt;/b&gt;</ept> \
             <ph x=\"2\">&lt;br/&gt;</ph>{wait}</seg>"
        )
    };
    desk.write(
        "memory.tmx",
        format!(
            "<tmx version=\"1.4\"><header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" \
             o-tmf=\"t\" adminlang=\"en\" srclang=\"fr\" datatype=\"html\"/><body><tu>\
             <tuv xml:lang=\"fr\">{}</tuv><tuv xml:lang=\"en\">{}</tuv></tu></body></tmx>",
            segment("Cliquez", "ici", "attendez."),
            segment("Click", "here", "wait.")
        ),
    );
    desk.line("import memory.tmx").done();
    std::fs::create_dir_all(desk.path("project/tm/auto")).expect("a folder");
    desk.line("export project/tm/auto/exported.tmx --for omegat")
        .done();
    desk.write("project/source/new.txt", "Cliquez ici attendez.");
    desk.write(
        "settings/omegat.prefs",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<omegat><preference version=\"1.0\">\
         <ext_tmx_show_level2>true</ext_tmx_show_level2></preference></omegat>",
    );
    let seen = seen(&desk);
    let segment = of_kind(&seen, "segment").next().expect("a segment");
    let best = &segment["matches"][0];
    assert_eq!(best["src"], "Cliquez <b0>ici</b0> <b1>attendez.", "{best}");
    assert_eq!(best["tgt"], "Click <b0>here</b0> <b1>wait.", "{best}");
}
