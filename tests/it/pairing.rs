//! Which document goes with which, what the aligner knows beforehand, and how a run is stopped.

use crate::support::Desk;
use crate::{PAIRS, desk_with_harbour, desk_with_samples, names};
use std::collections::BTreeSet;

/// The pairs of documents that a run aligned.
fn paired(jsonl: &str) -> BTreeSet<(String, String)> {
    jsonl
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("a JSON line");
            let name = |key: &str| line[key].as_str().expect("a name").to_owned();
            (name("source_document"), name("target_document"))
        })
        .collect()
}

/// The samples with the English ones under other names: `names[i]` for the pair `i`.
fn desk_with_names(names: [&str; 4]) -> Desk {
    let desk = desk_with_samples();
    for (pair, name) in PAIRS.iter().zip(names) {
        let text = desk.bytes(&format!("en/{pair}.txt"));
        desk.write(&format!("target/{name}.txt"), text);
    }
    desk
}

fn expected(names: [&str; 4]) -> BTreeSet<(String, String)> {
    PAIRS
        .iter()
        .zip(names)
        .map(|(pair, name)| (format!("fr/{pair}.txt"), format!("target/{name}.txt")))
        .collect()
}

#[test]
fn documents_with_foreign_names_pair_by_content() {
    let names = ["d", "b", "c", "a"];
    let desk = desk_with_names(names);
    let ran = desk.line("align fr target --format jsonl").done();
    assert_eq!(paired(&ran.stdout), expected(names));
    assert!(ran.stderr.contains("by content"), "{}", ran.stderr);
    let ran = desk
        .line("align fr target --pair-by name -o out.tmx")
        .ended(2);
    assert!(ran.stderr.contains("--force"), "{}", ran.stderr);
}

#[test]
fn names_that_lead_astray_are_overruled() {
    // Every name is there on the other side, and none is right.
    let names = [PAIRS[1], PAIRS[2], PAIRS[3], PAIRS[0]];
    let desk = desk_with_names(names);
    let ran = desk.line("align fr target --format jsonl").done();
    assert_eq!(paired(&ran.stdout), expected(names));
    let by_name = desk
        .line("align fr target --pair-by name --force --format jsonl")
        .done();
    assert!(
        paired(&by_name.stdout).iter().all(|(source, target)| {
            source.strip_prefix("fr/") == target.strip_prefix("target/")
        })
    );
}

#[test]
fn a_text_and_a_stranger_are_refused_with_a_reason() {
    let desk = desk_with_samples();
    let before = names(&desk, ".");
    let line = "align fr/convention.txt en/cyberespace.txt -o out.tmx";
    let ran = desk.line(line).ended(2);
    assert!(ran.stderr.contains("fr/convention.txt"), "{}", ran.stderr);
    assert!(ran.stderr.contains("translation"), "{}", ran.stderr);
    assert_eq!(names(&desk, "."), before);
    desk.line(&format!("{line} --force")).done();
    assert!(desk.text("out.tmx").contains("</tmx>"));
}

#[test]
fn a_lexicon_learned_from_a_memory_serves_the_next_alignment() {
    let desk = desk_with_samples();
    desk.line("align fr en -o memory.tmx").done();
    desk.line("train lexicon memory.tmx --from fr --to en -o words.tsv")
        .done();
    let once = desk.bytes("words.tsv");
    desk.line("train lexicon memory.tmx --from fr --to en -o words.tsv")
        .done();
    assert_eq!(once, desk.bytes("words.tsv"));
    let words = desk.text("words.tsv");
    assert!(words.starts_with("word\ttranslation\tprobability\treverse\n"));
    assert!(
        words
            .lines()
            .any(|line| line.starts_with("convention\tconvention\t")),
        "{words}"
    );
    desk.line("align fr en --lexicon words.tsv -o again.tmx")
        .done();
    let ran = desk
        .line("align fr en --memory memory.tmx -o again.tmx")
        .done();
    assert!(ran.stderr.contains("learning words from"), "{}", ran.stderr);
    // A direction that the memory does not have.
    desk.line("train lexicon memory.tmx --from de --to en -o none.tsv")
        .ended(2);
    assert!(!desk.path("none.tsv").exists());
    desk.write("broken.tsv", "word\ttranslation\n");
    let ran = desk
        .line("align fr en --lexicon broken.tsv -o x.tmx")
        .ended(2);
    assert!(ran.stderr.contains("broken.tsv"), "{}", ran.stderr);
}

#[test]
fn a_project_teaches_the_aligner_but_no_document_itself() {
    let desk = desk_with_samples();
    let first = desk
        .line("align fr/convention.txt en/convention.txt")
        .done();
    assert!(!first.stderr.contains("learning"), "{}", first.stderr);
    let again = desk
        .line("align fr/convention.txt en/convention.txt")
        .done();
    assert!(!again.stderr.contains("learning"), "{}", again.stderr);
    assert!(again.stderr.contains(" 0 units added"), "{}", again.stderr);
    let other = desk.line("align fr/onudc.txt en/onudc.txt").done();
    assert!(
        other.stderr.contains("learning words from"),
        "{}",
        other.stderr
    );
}

#[test]
fn units_become_a_spreadsheet() {
    let desk = desk_with_harbour();
    let line = "align --segmented harbour.fr.txt harbour.en.txt --from fr --to en";
    desk.line(&format!("{line} -o units.xlsx")).done();
    let once = desk.bytes("units.xlsx");
    assert!(once.starts_with(b"PK"), "a zip archive");
    desk.line(&format!("{line} -o units.xlsx")).done();
    assert_eq!(once, desk.bytes("units.xlsx"));
}

/// The first interrupt lets the work come to its end and keeps what is aligned.
#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_is_finished() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let desk = desk_with_samples();
    // One long document, which is begun first, and short ones.
    let repeated = |language: &str| -> String {
        let text = |pair: &&str| {
            String::from_utf8_lossy(&desk.bytes(&format!("{language}/{pair}.txt"))).into_owned()
        };
        PAIRS.iter().map(text).collect::<String>().repeat(40)
    };
    desk.write("fr/long.txt", repeated("fr"));
    desk.write("en/long.txt", repeated("en"));
    let mut program = Command::new(env!("CARGO_BIN_EXE_bitext"))
        .args([
            "align",
            "fr",
            "en",
            "--pair-by",
            "name",
            "--force",
            "-o",
            "out.tmx",
        ])
        .current_dir(desk.path("."))
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut said = BufReader::new(program.stderr.take().expect("its messages")).lines();
    let begun = said
        .by_ref()
        .any(|line| line.expect("UTF-8").starts_with("aligning"));
    assert!(begun, "it says when it begins");
    std::thread::sleep(std::time::Duration::from_millis(300));
    let signal = Command::new("kill")
        .args(["-INT", &program.id().to_string()])
        .status();
    assert!(signal.expect("kill is there").success());
    let rest: Vec<String> = said.map_while(Result::ok).collect();
    let code = program.wait().expect("it ends").code();
    // On a slow machine nothing was aligned by then, and nothing is written.
    if desk.path("out.tmx").exists() {
        assert_eq!(code, Some(130), "{rest:?}");
        assert!(
            rest.iter().any(|line| line.contains("interrupted")),
            "{rest:?}"
        );
        let text = desk.text("out.tmx");
        assert!(text.trim_end().ends_with("</tmx>") && text.contains("<tu>"));
    } else {
        assert_eq!(code, Some(2), "{rest:?}");
        assert!(
            rest.iter().any(|line| line.contains("nothing is kept")),
            "{rest:?}"
        );
    }
}
