//! What every command owes the person and the script that call it.

use crate::support::Desk;
use crate::{desk_with_harbour, desk_with_samples, names};
use std::io::Read;
use std::process::{Command, Stdio};

const COMMANDS: [&str; 6] = ["build", "align", "mine", "match", "import", "export"];

#[test]
fn every_command_explains_itself() {
    let desk = Desk::new();
    let overview = desk.line("--help").done();
    for command in COMMANDS {
        assert!(overview.stdout.contains(command), "{command} is not listed");
        let ran = desk.line(&format!("{command} --help")).done();
        assert!(
            ran.stdout.contains(&format!("Usage: bitext {command}")),
            "{}",
            ran.stdout
        );
        assert!(ran.stdout.contains("--quiet"));
        assert_eq!(ran.stderr, "");
        desk.line(&format!("{command} -h")).done();
    }
    assert!(names(&desk, ".").is_empty());
}

#[test]
fn the_version_is_the_package_s() {
    let ran = Desk::new().line("--version").done();
    assert_eq!(
        ran.stdout,
        concat!("bitext ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let desk = desk_with_samples();
    for line in [
        "",
        "bogus",
        "align",
        "align fr",
        "align fr en --bogus",
        "align fr en --format nonsense",
        "align fr en --from fr-",
        "mine fr --top many",
        "mine fr --top 3 --all",
        "match --min 500 text",
        "export",
        "import",
    ] {
        let ran = desk.line(line).ended(2);
        assert_eq!(ran.stdout, "", "'{line}'");
        assert!(!ran.stderr.is_empty(), "'{line}'");
    }
}

#[test]
fn quiet_says_nothing_and_does_the_same() {
    let desk = desk_with_samples();
    let said = desk.line("align fr en --format jsonl").done();
    assert!(!said.stderr.is_empty());
    let quiet = desk.line("--quiet align fr en --format jsonl").done();
    assert_eq!(quiet.stderr, "");
    assert_eq!(quiet.stdout, said.stdout);
    for line in [
        "align fr en -q",
        "mine fr -q",
        "export out.tmx -q",
        "build fr en -o out -q",
        "import out.tmx -q",
    ] {
        let ran = desk.line(line).done();
        assert_eq!(
            (ran.stdout.as_str(), ran.stderr.as_str()),
            ("", ""),
            "{line}"
        );
    }
    // Errors are said all the same.
    assert!(
        !desk
            .line("align nowhere en -q -o x.tmx")
            .ended(2)
            .stderr
            .is_empty()
    );
}

#[test]
fn stdout_is_data_alone() {
    let desk = desk_with_samples();
    for line in [
        "align fr en",
        "mine fr",
        "export out.tsv",
        "build fr en -o out",
    ] {
        assert_eq!(desk.line(line).done().stdout, "", "{line}");
    }
    let beads = desk.line("align fr en --format beads").done().stdout;
    assert!(beads.lines().all(|line| line.starts_with('[')));
    let units = desk.line("align fr en --format jsonl").done().stdout;
    assert!(
        units
            .lines()
            .all(|line| line.starts_with('{') && line.ends_with('}'))
    );
    let matches = desk
        .run([
            "match",
            "--memory",
            "out/memory.tmx",
            "--format",
            "jsonl",
            "Qui gouverne le cyberespace ?",
        ])
        .done();
    assert_eq!(matches.stdout.lines().count(), 1);
}

/// Nothing is coloured where nobody watches, and no bar is drawn.
#[test]
fn no_escape_sequences_reach_a_file() {
    let desk = desk_with_samples();
    let output = desk
        .command(["align", "fr", "en", "--format", "tsv"])
        .env_remove("NO_COLOR")
        .output()
        .expect("it runs");
    assert!(!output.stdout.contains(&0x1b));
    assert!(!output.stderr.contains(&0x1b));
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let desk = desk_with_samples();
    // More than a pipe holds, so that the program is still writing when its reader goes.
    desk.line("align fr en --project p.bitext").done();
    desk.line("export memory.tmx --project p.bitext").done();
    let query = "Qui gouverne le cyberespace ?\n".repeat(4_000);
    desk.write("new.txt", query);
    let mut child = Command::new(env!("CARGO_BIN_EXE_bitext"))
        .args([
            "match",
            "--memory",
            "memory.tmx",
            "--file",
            "new.txt",
            "--format",
            "jsonl",
            "-q",
        ])
        .current_dir(desk.path("."))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdout = child.stdout.take().expect("piped");
    let mut first = [0_u8; 16];
    stdout.read_exact(&mut first).expect("some output");
    drop(stdout);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_project_is_made_only_where_it_is_needed() {
    let desk = desk_with_harbour();
    let align = "align --segmented harbour.fr.txt harbour.en.txt --from fr --to en";
    desk.line("export out.tmx").ended(2);
    desk.line("match anything").ended(2);
    desk.line("mine").ended(2);
    assert_eq!(names(&desk, "."), ["harbour.en.txt", "harbour.fr.txt"]);
    desk.line(align).done();
    assert_eq!(
        names(&desk, "."),
        ["harbour.en.txt", "harbour.fr.txt", "project.bitext"]
    );
    desk.line(&format!("{align} --project other.bitext")).done();
    assert!(desk.path("other.bitext").is_file());
}

#[test]
fn nothing_is_written_beside_the_input() {
    let desk = desk_with_samples();
    let before = (names(&desk, "fr"), names(&desk, "en"));
    desk.line("build fr en -o out").done();
    desk.line("align fr en").done();
    desk.line("mine fr").done();
    assert_eq!(before, (names(&desk, "fr"), names(&desk, "en")));
}
