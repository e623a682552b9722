//! Programs that end suddenly, and programs that work at once, on one project.

use super::{Desk, translation_units};
use std::time::{Duration, Instant};

/// A TMX file of so many units, named by a word.
pub(crate) fn tmx(word: &str, count: usize) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\"><header creationtool=\"t\" \
         creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"t\" adminlang=\"en\" srclang=\"en\" \
         datatype=\"plaintext\"/><body>\n",
    );
    for number in 0..count {
        text.push_str(&format!(
            "<tu tuid=\"{word}-{number}\" creationdate=\"20200101T000000Z\"><tuv xml:lang=\"en\"><seg>{word} source \
             {number}</seg></tuv><tuv xml:lang=\"fr\"><seg>{word} cible {number}</seg></tuv></tu>\n"
        ));
    }
    text.push_str("</body></tmx>\n");
    text
}

/// Marsaglia's xorshift, so that a run can be repeated.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// Units of one file.
const UNITS: usize = 2_000;

/// Starts imports, undoings and searches on a project, kills each at a random moment, and looks at
/// what is left: the project is sound and holds exactly the units of the changes that its log says
/// stand, which are those before or those after the command that was killed.
pub(crate) fn rounds(count: usize) {
    let desk = Desk::new();
    for number in 0..4 {
        desk.write(
            &format!("{number}.tmx"),
            tmx(&format!("word{number}"), UNITS),
        );
    }
    desk.line("import 0.tmx").done();
    let whole = time(&desk, "import 1.tmx");
    desk.line("memory undo").done();
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut killed = 0;
    for round in 0..count {
        let before = standing(&desk);
        let file = dice.throw(4);
        let commands = [
            format!("import {file}.tmx --duplicates keep"),
            format!("import {file}.tmx"),
            "memory undo".to_owned(),
            "concord source --limit 1".to_owned(),
        ];
        let command = &commands[dice.throw(4) as usize];
        let mut child = desk.started(&command.split(' ').collect::<Vec<_>>());
        let most = whole.as_micros() as u64 * 6 / 5;
        std::thread::sleep(Duration::from_micros(dice.throw(most.max(1))));
        let ended = child.try_wait().expect("its state can be asked").is_some();
        killed += usize::from(!ended);
        // SIGKILL: nothing of the program runs any more.
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");

        desk.line("memory verify").done();
        let after = standing(&desk);
        let told = format!("round {round}: {command}");
        assert!(
            after == before
                || command.starts_with("import") && after.starts_with(&before)
                || command.contains("undo") && before.starts_with(&after),
            "{told}: {before:?} became {after:?}"
        );
        let units = translation_units(&desk.line("export - --format tmx").done_or_empty());
        let mut found: Vec<String> = units.iter().map(|unit| unit[0].1.clone()).collect();
        found.sort_unstable();
        assert_eq!(found, expected(&after), "{told}");
        // The index of words, made or brought up to date by now, agrees.
        let search = desk.line("concord source --side source --format jsonl --limit 0");
        assert!(search.code < 2, "{told}: {}", search.stderr);
        assert_eq!(search.stdout.lines().count(), found.len(), "{told}");
    }
    assert!(
        killed * 4 >= count,
        "only {killed} of {count} were still running"
    );
}

/// How long a command takes.
fn time(desk: &Desk, command: &str) -> Duration {
    let start = Instant::now();
    desk.line(command).done();
    start.elapsed()
}

/// The imports that stand, the earliest first.
fn standing(desk: &Desk) -> Vec<String> {
    let log = desk.line("memory log --json --limit 0").done_or_empty();
    let mut standing: Vec<String> = log
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("one object a line"))
        .filter(|entry| entry["undoes"].is_null() && entry["undone_by"].is_null())
        .map(|entry| {
            format!(
                "{} {}",
                entry["what"].as_str().unwrap_or_default(),
                entry["units"]["added"]
            )
        })
        .collect();
    standing.reverse();
    standing
}

/// The sources that these imports leave, sorted.
fn expected(standing: &[String]) -> Vec<String> {
    let mut sources = Vec::new();
    for import in standing {
        let name = import.trim_start_matches("import ");
        let number = &name[..1];
        let added: usize = import
            .rsplit(' ')
            .next()
            .and_then(|added| added.parse().ok())
            .expect("a number");
        assert!(added == UNITS, "{import}: part of a file");
        sources.extend((0..UNITS).map(|unit| format!("word{number} source {unit}")));
    }
    sources.sort_unstable();
    sources
}

/// Two readers and a writer on one project for a time: no error, and what readers see is whole.
pub(crate) fn readers_and_writer(time: Duration) {
    const FEW: usize = 50;
    let desk = Desk::new();
    for number in 0..3 {
        desk.write(&format!("{number}.tmx"), tmx(&format!("word{number}"), FEW));
    }
    desk.line("import 0.tmx").done();
    let end = Instant::now() + time;
    std::thread::scope(|scope| {
        let reader = |command: &'static str| {
            let desk = &desk;
            move || {
                let mut runs = 0;
                while Instant::now() < end || runs == 0 {
                    let ran = desk.line(command);
                    assert!(ran.code == 0, "{command}: {}", ran.stderr);
                    let units = if command.starts_with("export") {
                        translation_units(&ran.stdout).len()
                    } else {
                        ran.stdout.lines().count()
                    };
                    assert!(
                        units >= FEW && units.is_multiple_of(FEW),
                        "{command}: {units} units: part of a change"
                    );
                    runs += 1;
                }
            }
        };
        scope.spawn(reader("export - --format tmx"));
        scope.spawn(reader("concord cible --side target --format jsonl"));
        let mut runs = 0;
        while Instant::now() < end || runs < 2 {
            desk.line("import 1.tmx 2.tmx --duplicates keep").done();
            desk.line("memory undo --steps 2").done();
            runs += 1;
        }
    });
    desk.line("memory verify").done();
}
