//! The match index beside a project: kept up to date, made anew, never trusted.

use crate::support::Desk;
use std::fmt::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Rounds of the test that kills the program; `BITEXT_KILLS` asks for another number.
const KILLS: u64 = 25;

/// A TMX file of made units, numbered from `first`.
fn tmx(first: u64, count: u64) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\"><header \
         creationtool=\"test\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"none\" \
         adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/><body>\n",
    );
    for number in first..first + count {
        let words = words(number);
        writeln!(
            text,
            "<tu><tuv xml:lang=\"en\"><seg>{words}</seg></tuv>\
             <tuv xml:lang=\"fr\"><seg>unité {number}</seg></tuv></tu>"
        )
        .expect("a string takes text");
    }
    text.push_str("</body></tmx>\n");
    text
}

/// Words that many numbers share in part.
fn words(number: u64) -> String {
    const WORDS: [&str; 8] = [
        "harbour", "report", "evidence", "court", "member", "state", "network", "treaty",
    ];
    let word = |place: u64| WORDS[(number / 7_u64.pow(place as u32) + place) as usize % 8];
    let all: Vec<String> = (0..6)
        .map(|place| format!("{}{}", word(place), number % 3))
        .collect();
    format!("{} x{number}y", all.join(" "))
}

fn matches(desk: &Desk, memory: &str) -> String {
    desk.write(
        "queries.txt",
        [words(3), words(40), words(222), words(1_010)].join("\n"),
    );
    let line =
        format!("match --memory {memory} --file queries.txt --min 50 --top 20 --format jsonl");
    desk.line(&line).done().stdout
}

#[test]
fn the_index_gives_what_comparing_with_all_units_gives() {
    let desk = Desk::new();
    let mut known = 0;
    for count in [700, 40, 3, 300] {
        desk.write("more.tmx", tmx(known, count));
        known += count;
        desk.write("all.tmx", tmx(0, known));
        desk.line("import more.tmx --project p.bitext").done();
        assert_eq!(matches(&desk, "p.bitext"), matches(&desk, "all.tmx"));
    }
    let folder = desk.path("p.bitext.index/en-fr");
    let layers = || {
        let entries = std::fs::read_dir(&folder).expect("the index is there");
        let names = entries.map(|entry| entry.expect("a file").file_name());
        names
            .filter(|name| name.to_string_lossy().ends_with(".layer"))
            .count()
    };
    assert!((1..=3).contains(&layers()), "{}", layers());
    // Damage is noticed; so is a folder that is gone.
    let expected = matches(&desk, "p.bitext");
    for nth in 0..4 {
        let entries = std::fs::read_dir(&folder).expect("the index is there");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
        paths.sort();
        let path = &paths[nth % paths.len()];
        let mut bytes = std::fs::read(path).expect("it can be read");
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 0x10;
        }
        std::fs::write(path, bytes).expect("it can be written");
        assert_eq!(matches(&desk, "p.bitext"), expected, "{}", path.display());
    }
    std::fs::remove_dir_all(desk.path("p.bitext.index")).expect("it can go");
    assert_eq!(matches(&desk, "p.bitext"), expected);
}

#[test]
fn a_program_that_is_killed_leaves_an_index_that_agrees_with_the_project() {
    let rounds = std::env::var("BITEXT_KILLS").map_or(KILLS, |n| n.parse().expect("a number"));
    let desk = Desk::new();
    desk.write("first.tmx", tmx(0, 1_500));
    desk.line("import first.tmx --project p.bitext").done();
    let mut known = 1_500;
    for round in 0..rounds {
        desk.write("more.tmx", tmx(known, 60));
        known += 60;
        desk.line("import more.tmx --project p.bitext").done();
        // Each round a little later, so that it is killed at every stage of the update.
        for nth in 0..3 {
            let mut child = Command::new(env!("CARGO_BIN_EXE_bitext"))
                .args([
                    "match",
                    "--memory",
                    "p.bitext",
                    "--quiet",
                    "harbour0 report0",
                ])
                .current_dir(desk.path(""))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            let pause = (round * 7_919 + nth * 4_001) % 40_000;
            std::thread::sleep(Duration::from_micros(pause));
            // SIGKILL on Unix.
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
        }
        desk.write("all.tmx", tmx(0, known));
        assert_eq!(
            matches(&desk, "p.bitext"),
            matches(&desk, "all.tmx"),
            "round {round}"
        );
    }
}
