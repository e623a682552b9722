//! `memory`: numbers, soundness, copies, history; several programs at once; sudden ends.

use crate::desk_with_harbour;
use crate::support::{Desk, kill, translation_units};
use serde_json::Value;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A TMX file of so many units, named by a word.
fn tmx(word: &str, count: usize) -> String {
    kill::tmx(word, count)
}

fn export(desk: &Desk) -> String {
    desk.line("export - --format tmx").done().stdout
}

#[test]
fn every_change_is_walked_back_and_forth() {
    let desk = desk_with_harbour();
    desk.line("align --segmented harbour.fr.txt harbour.en.txt --from fr --to en")
        .done();
    let mut states = vec![export(&desk)];
    desk.write("a.tmx", tmx("first", 40));
    desk.write("b.tmx", tmx("second", 40).replace("first", "second"));
    // The same sources, later, with other targets.
    let newer = tmx("first", 40)
        .replace("cible", "neuve")
        .replace("20200101", "20210101");
    desk.write("c.tmx", newer);
    desk.write(
        "terms.tsv",
        "term\tequivalents_en\tlanguage\nphare\tlighthouse\tfr\n",
    );
    for import in ["a.tmx", "b.tmx", "c.tmx --duplicates newest", "terms.tsv"] {
        desk.line(&format!("import {import}")).done();
        states.push(export(&desk));
    }
    assert_ne!(states[2], states[3], "newest replaces");
    assert_eq!(
        translation_units(&states[2]).len(),
        translation_units(&states[3]).len()
    );
    assert!(desk.line("export terms2.tsv").done().stderr.contains('1'));
    for state in states.iter().rev().skip(1) {
        desk.line("memory undo").done();
        assert!(export(&desk) == *state, "undo gives what was before");
        desk.line("memory verify").done();
    }
    for state in states.iter().skip(1) {
        desk.line("memory undo --redo").done();
        assert!(export(&desk) == *state, "redo gives what was after");
    }
    desk.line("memory undo --redo").ended(1);
    // All at once, up to the first change.
    let ran = desk.line("memory undo --to 1 --dry-run").done();
    assert!(ran.stderr.contains("terms.tsv"), "{}", ran.stderr);
    desk.line("memory undo --to 1").done();
    assert!(export(&desk) == states[0]);
    desk.line("memory undo --to 77").ended(2);
    desk.line("memory verify").done();
}

#[test]
fn the_log_and_the_numbers_tell_what_there_is() {
    let desk = Desk::new();
    desk.write("a.tmx", tmx("first", 30));
    desk.line("import a.tmx").done();
    desk.line("memory undo").done();
    desk.line("import a.tmx").done();
    let log = desk.line("memory log --json").done().stdout;
    let entries: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("one object a line"))
        .collect();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[0]["what"], "import a.tmx");
    assert_eq!(entries[0]["who"], "tester");
    assert_eq!(entries[0]["units"]["added"], 30);
    assert_eq!(entries[1]["undoes"], 1);
    assert_eq!(entries[1]["units"]["deleted"], 30);
    assert_eq!(entries[2]["undone_by"], 2);
    let stats: Value =
        serde_json::from_str(&desk.line("memory stats --json").done().stdout).expect("JSON");
    assert_eq!(stats["units"], 30);
    assert_eq!(stats["languages"][0]["source"], "en");
    assert_eq!(stats["statuses"]["imported"], 30);
    assert_eq!(stats["changes"], 3);
    assert!(desk.line("memory stats").done().stdout.contains("en to fr"));
    desk.line("memory log --limit 1").done();
    desk.line("memory stats --project none.bitext").ended(2);
}

#[test]
fn a_backup_is_the_project_and_overwrites_nothing() {
    let desk = Desk::new();
    desk.write("a.tmx", tmx("first", 30));
    desk.line("import a.tmx").done();
    desk.line("memory backup copy.bitext").done();
    let ran = desk.line("memory backup copy.bitext").ended(2);
    assert!(ran.stderr.contains("--force"), "{}", ran.stderr);
    desk.line("memory backup copy.bitext --force").done();
    desk.line("memory backup").done();
    desk.line("memory backup project.bitext --force").ended(2);
    desk.line("memory backup no/such/folder.bitext").ended(2);
    desk.line("memory verify --project copy.bitext").done();
    let copied = desk
        .line("export - --format tmx --project copy.bitext")
        .done();
    assert!(copied.stdout == export(&desk));
    // History and all.
    desk.line("memory undo --project copy.bitext").done();
    assert!(export(&desk).contains("first"));
    let dated: Vec<String> = crate::names(&desk, ".")
        .into_iter()
        .filter(|name| name.starts_with("project-20"))
        .collect();
    assert_eq!(dated.len(), 1, "{dated:?}");
    assert!(
        !crate::names(&desk, ".")
            .iter()
            .any(|name| name.contains("unfinished"))
    );
}

#[test]
fn damage_is_found() {
    let desk = Desk::new();
    desk.write("a.tmx", tmx("first", 3_000));
    desk.line("import a.tmx").done();
    let mut bytes = desk.bytes("project.bitext");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 3_000].fill(0xAA);
    desk.write("project.bitext", bytes);
    let ran = desk.line("memory verify");
    assert!(ran.code == 1 || ran.code == 2, "{ran:?}");
    assert!(ran.stderr.contains("project.bitext"), "{}", ran.stderr);
}

#[test]
fn what_is_killed_leaves_a_sound_project() {
    kill::rounds(12);
}

#[test]
fn two_readers_and_a_writer_get_along() {
    kill::readers_and_writer(Duration::from_secs(4));
}

/// A limit on the size of files stands for a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_changes_nothing() {
    let desk = Desk::new();
    desk.write("a.tmx", tmx("first", 50));
    desk.write("big.tmx", tmx("second", 20_000));
    desk.line("import a.tmx").done();
    let before = export(&desk);
    let mut command = Command::new("sh");
    command
        .args([
            "-c",
            // Blocks of 512 bytes in POSIX shells: 1 MB.
            "trap '' XFSZ; ulimit -f 2048; exec \"$0\" import big.tmx",
            env!("CARGO_BIN_EXE_bitext"),
        ])
        .current_dir(desk.path("."))
        .stdout(Stdio::null());
    let ran = command.output().expect("the program starts");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert!(
        said.contains("disk") && said.contains("project.bitext"),
        "{said}"
    );
    assert!(export(&desk) == before);
    desk.line("memory verify").done();
    // With room again it works.
    desk.line("import big.tmx").done();
    desk.line("memory verify").done();
}

#[test]
fn what_is_no_project_is_said_to_be_and_left_alone() {
    let desk = Desk::new();
    let text = "not a project, but some text that is long enough\n".repeat(40);
    desk.write("text.bitext", &text);
    desk.write("a.tmx", tmx("first", 3));
    for command in [
        "memory stats",
        "memory verify",
        "memory undo",
        "memory log",
        "memory backup b.bitext",
        "import a.tmx",
        "export out.tmx",
        "concord word",
    ] {
        let ran = desk
            .line(&format!("{command} --project text.bitext"))
            .ended(2);
        assert!(
            ran.stderr.contains("text.bitext"),
            "{command}: {}",
            ran.stderr
        );
        assert_eq!(desk.text("text.bitext"), text, "{command}");
    }
    assert_eq!(crate::names(&desk, "."), ["a.tmx", "text.bitext"]);
}

#[test]
fn waiting_for_another_writer_has_an_end() {
    let desk = Desk::new();
    desk.write("a.tmx", tmx("first", 10));
    desk.line("import a.tmx").done();
    // A writer that sleeps: a pipe whose other end stays open.
    let mut writer = desk.started(&["import", "-"]);
    let mut input = writer.stdin.take().expect("a pipe");
    let half = tmx("second", 3_000);
    std::io::Write::write_all(&mut input, &half.as_bytes()[..half.len() / 2]).expect("a reader");
    std::thread::sleep(Duration::from_millis(500));
    let start = Instant::now();
    let ran = desk.line("import a.tmx").ended(2);
    assert!(ran.stderr.contains("another program"), "{}", ran.stderr);
    assert!(start.elapsed() < Duration::from_secs(60));
    // Readers need not wait.
    assert!(export(&desk).contains("first"));
    writer.kill().expect("it runs");
    writer.wait().expect("it ends");
    desk.line("memory verify").done();
}
