//! `bitext match`.

use crate::support::desk::Ran;
use crate::support::{Desk, Table};
use crate::{desk_with_harbour, desk_with_samples};

/// What a line of `--format jsonl` says.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    query: String,
    matches: Vec<Match>,
    #[serde(default)]
    fragments: Vec<Part>,
    #[serde(default)]
    terms: Vec<Part>,
}

/// A part of a segment that something is known of.
#[derive(Debug, serde::Deserialize)]
struct Part {
    text: String,
    targets: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
struct Match {
    score: f64,
    source: String,
    target: String,
    #[serde(default)]
    substituted: bool,
    #[serde(flatten)]
    explained: std::collections::BTreeMap<String, serde_json::Value>,
}

/// The one query's result with these options beside the memory of three units.
fn asked(desk: &Desk, options: &[&str]) -> Found {
    let fixed = ["match", "--format", "jsonl"];
    found(&desk.run([&fixed[..], options].concat()).done()).remove(0)
}

fn found(ran: &Ran) -> Vec<Found> {
    ran.stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect()
}

/// A desk with a memory of three units, each next to the other in its document.
fn desk_with_memory() -> Desk {
    let desk = Desk::new();
    desk.write("memory.tmx", include_str!("fixtures/memory.tmx"));
    desk
}

const KNOWN: &str = "The committee adopted the report in 2024.";

#[test]
fn identity_is_1_and_has_the_unit_s_texts() {
    let desk = desk_with_memory();
    let ran = desk
        .run([
            "match",
            "--memory",
            "memory.tmx",
            "--format",
            "jsonl",
            KNOWN,
        ])
        .done();
    let all = found(&ran);
    let [only] = &all[..] else {
        panic!("one query, one line: {all:?}")
    };
    assert_eq!(only.query, KNOWN);
    let best = &only.matches[0];
    assert!((best.score - 1.0).abs() < 1e-9);
    assert_eq!(best.source, KNOWN);
    assert_eq!(best.target, "Le comité a adopté le rapport en 2024.");
    assert!(!best.substituted);
}

#[test]
fn the_shape_of_the_lines_holds() {
    let desk = desk_with_memory();
    let ran = desk
        .run([
            "match",
            "--memory",
            "memory.tmx",
            "--format",
            "jsonl",
            KNOWN,
        ])
        .done();
    insta::assert_snapshot!(ran.stdout.trim_end());
    let ran = desk
        .run([
            "match",
            "--memory",
            "memory.tmx",
            "--format",
            "tsv",
            "--min",
            "30",
            KNOWN,
        ])
        .done();
    insta::assert_snapshot!(ran.stdout.trim_end());
    let ran = desk.run(["match", "--memory", "memory.tmx", KNOWN]).done();
    insta::assert_snapshot!(ran.stdout.trim_end());
}

#[test]
fn text_comes_from_the_argument_a_file_or_stdin() {
    let desk = desk_with_memory();
    let text = format!("{KNOWN}\n\nNothing like it is known.\n");
    desk.write("new.txt", &text);
    let options = ["match", "--memory", "memory.tmx", "--format", "jsonl"];
    let with = |more: &[&'static str]| [&options[..], more].concat();
    let from_file = desk.run(with(&["--file", "new.txt"])).done();
    let from_stdin = Ran::of(desk.command(options).write_stdin(text.clone())).done();
    let from_dash = Ran::of(desk.command(with(&["--file", "-"])).write_stdin(text)).done();
    assert_eq!(from_file.stdout, from_stdin.stdout);
    assert_eq!(from_file.stdout, from_dash.stdout);
    // One line of output for each line of input, blank ones too.
    let lines = found(&from_file);
    let counts: Vec<usize> = lines.iter().map(|line| line.matches.len()).collect();
    assert_eq!(lines.len(), 3);
    assert!(
        counts[0] > 0 && counts[1] == 0 && counts[2] == 0,
        "{counts:?}"
    );
    let first = found(&desk.run(with(&[KNOWN])).done());
    assert_eq!(first[0].matches[0].source, lines[0].matches[0].source);
    assert!(
        desk.run(with(&["--file", "new.txt", KNOWN])).code == 2,
        "text from two places at once"
    );
}

#[test]
fn context_is_more_than_identity() {
    let desk = desk_with_harbour();
    desk.line("align --segmented harbour.fr.txt harbour.en.txt --from fr --to en")
        .done();
    let text = desk.text("harbour.fr.txt");
    let lines: Vec<&str> = text.lines().collect();
    let in_context = format!("{}\n{}\n{}\n", lines[3], lines[5], lines[6]);
    desk.write("new.txt", in_context);
    let ran = desk.line("match --file new.txt --format jsonl").done();
    let middle = &found(&ran)[1];
    assert!((middle.matches[0].score - 1.02).abs() < 1e-9, "{middle:?}");
    desk.write("alone.txt", lines[5]);
    let ran = desk.line("match --file alone.txt --format jsonl").done();
    let alone = &found(&ran)[0];
    assert!((alone.matches[0].score - 1.0).abs() < 1e-9, "{alone:?}");
}

#[test]
fn min_and_top_bound_the_matches() {
    let desk = desk_with_memory();
    let query = "The committee adopted the budget in 2024.";
    let ask = |more: &[&str]| {
        let options = [
            "match",
            "--memory",
            "memory.tmx",
            "--format",
            "jsonl",
            query,
        ];
        found(&desk.run([&options[..], more].concat()).done()).remove(0)
    };
    let many = ask(&["--min", "20"]);
    assert!(many.matches.len() >= 2, "{many:?}");
    assert!(
        many.matches
            .is_sorted_by(|one, next| one.score >= next.score)
    );
    assert!(many.matches.iter().all(|found| found.score >= 0.2));
    let one = ask(&["--min", "20", "--top", "1"]);
    assert_eq!(one.matches.len(), 1);
    assert_eq!(one.matches[0].source, many.matches[0].source);
    let bound = many.matches[0].score;
    let some = ask(&["--min", &format!("{}", (bound * 100.0).floor())]);
    assert!(
        some.matches
            .iter()
            .all(|found| found.score * 100.0 >= (bound * 100.0).floor())
    );
}

#[test]
fn a_number_is_put_into_the_proposal() {
    let desk = desk_with_memory();
    let ran = desk
        .run([
            "match",
            "--memory",
            "memory.tmx",
            "--format",
            "jsonl",
            "The committee adopted the report in 2031.",
        ])
        .done();
    let best = &found(&ran)[0].matches[0];
    assert_eq!(best.target, "Le comité a adopté le rapport en 2031.");
    assert!(best.substituted);
    assert!(best.score < 1.0 + 1e-9);
}

#[test]
fn a_memory_serves_both_directions() {
    let desk = desk_with_memory();
    let ran = desk
        .run([
            "match",
            "--memory",
            "memory.tmx",
            "--from",
            "fr",
            "--to",
            "en",
            "--format",
            "jsonl",
            "Le comité a adopté le rapport en 2024.",
        ])
        .done();
    let best = &found(&ran)[0].matches[0];
    assert_eq!(best.target, KNOWN);
    assert!((best.score - 1.0).abs() < 1e-9);
    desk.run([
        "match",
        "--memory",
        "memory.tmx",
        "--from",
        "de",
        "--to",
        "en",
        KNOWN,
    ])
    .ended(2);
}

#[test]
fn nothing_found_is_exit_code_1() {
    let desk = desk_with_memory();
    let ran = desk
        .run([
            "match",
            "--memory",
            "memory.tmx",
            "--format",
            "jsonl",
            "Entirely other words",
        ])
        .ended(1);
    let all = found(&ran);
    assert_eq!(all.len(), 1);
    assert!(all[0].matches.is_empty());
    desk.run(["match", "--memory", "memory.tmx", ""]).ended(1);
}

#[test]
fn a_project_is_a_memory_too() {
    let desk = desk_with_memory();
    desk.line("import memory.tmx --project mine.bitext").done();
    let options = ["--format", "jsonl", "--min", "30", KNOWN];
    let ask = |memory: &[&str]| {
        desk.run([&["match"], memory, &options[..]].concat())
            .done()
            .stdout
    };
    let of_tmx = ask(&["--memory", "memory.tmx"]);
    assert_eq!(of_tmx, ask(&["--memory", "mine.bitext"]));
    assert_eq!(of_tmx, ask(&["--project", "mine.bitext"]));
}

#[test]
fn the_new_text_of_the_samples_is_matched_line_by_line() {
    let desk = desk_with_samples();
    desk.line("align fr en -o memory.tmx").done();
    let ran = desk
        .line("match --memory memory.tmx --from fr --to en --file nouveau.fr.txt --min 50 --format tsv -o matches.tsv")
        .done();
    assert_eq!(ran.stdout, "");
    let table = Table::read(&desk.text("matches.tsv"));
    assert!(
        table
            .numbers("score")
            .iter()
            .all(|score| (0.5..=1.02).contains(score))
    );
    let text = desk.text("nouveau.fr.txt");
    for query in table.cells("query") {
        assert!(text.lines().any(|line| line == query), "{query}");
    }
}

#[test]
fn scores_are_explained() {
    let desk = desk_with_memory();
    let query = "the committee adopted the report in  2024.";
    let of = asked(&desk, &["--memory", "memory.tmx", "--explain", query]);
    let best = &of.matches[0];
    assert!((best.score - 0.985).abs() < 1e-9, "{best:?}");
    let penalties = serde_json::json!({"case": 1.0, "space": 0.5});
    assert_eq!(best.explained["penalties"], penalties);
    assert_eq!(best.explained["distance"], 0);
    assert_eq!(best.explained["longer"], 8);
    assert_eq!(best.explained["status"], "imported");
    let plain = desk
        .run(["match", "--memory", "memory.tmx", "--explain", query])
        .done();
    assert!(
        plain.stdout.contains("case") && plain.stdout.contains("space"),
        "{}",
        plain.stdout
    );
}

#[test]
fn memories_have_weights_and_units_penalties() {
    let desk = desk_with_memory();
    let other = include_str!("fixtures/memory.tmx").replace("a adopté", "adopta");
    desk.write("other.tmx", other);
    let both = |first: &str, second: &str| {
        asked(&desk, &["--memory", first, "--memory", second, KNOWN])
            .matches
            .into_iter()
            .filter(|found| found.source == KNOWN)
            .map(|found| (found.target, (found.score * 100.0).round()))
            .collect::<Vec<_>>()
    };
    let (adopted, adopta) = (
        "Le comité a adopté le rapport en 2024.".to_owned(),
        "Le comité adopta le rapport en 2024.".to_owned(),
    );
    let weighted = both("memory.tmx=3", "other.tmx");
    assert_eq!(weighted, [(adopta.clone(), 100.0), (adopted.clone(), 97.0)]);
    assert_eq!(
        both("memory.tmx", "other.tmx"),
        [(adopted, 100.0), (adopta, 100.0)]
    );
    let options = [
        "--memory",
        "memory.tmx",
        "--penalty",
        "unreviewed=4",
        "--explain",
        KNOWN,
    ];
    let of = asked(&desk, &options);
    assert!((of.matches[0].score - 0.96).abs() < 1e-9, "{of:?}");
    assert_eq!(of.matches[0].explained["penalties"]["unreviewed"], 4.0);
    desk.run([
        "match",
        "--memory",
        "memory.tmx",
        "--penalty",
        "old=1",
        KNOWN,
    ])
    .ended(2);
    desk.run([
        "match",
        "--memory",
        "memory.tmx",
        "--penalty",
        "odd=1",
        KNOWN,
    ])
    .ended(2);
}

#[test]
fn only_identity_where_that_is_asked() {
    let desk = desk_with_memory();
    let exact = |query: &str| desk.run(["match", "--memory", "memory.tmx", "--exact", query]);
    exact(KNOWN).done();
    exact("the committee adopted the report in 2024.").ended(1);
}

#[test]
fn differences_are_marked() {
    let desk = desk_with_memory();
    let query = "The committee adopted the budget in 2024.";
    let ran = desk
        .run([
            "match",
            "--memory",
            "memory.tmx",
            "--diff",
            "markup",
            "--top",
            "1",
            query,
        ])
        .done();
    assert!(
        ran.stdout.contains("the [-report-]{+budget+} in 2024."),
        "{}",
        ran.stdout
    );
    let ran = desk
        .run([
            "match",
            "--memory",
            "memory.tmx",
            "--diff",
            "colour",
            "--top",
            "1",
            query,
        ])
        .done();
    assert!(ran.stdout.contains("\u{1b}[9;31mreport"), "{}", ran.stdout);
}

#[test]
fn other_metrics_count_otherwise() {
    let desk = desk_with_memory();
    let query = "The committee adopted the report in 2025.";
    let score = |metric: &str| {
        let options = ["--memory", "memory.tmx", "--metric", metric, query];
        asked(&desk, &options).matches[0].score
    };
    // One of 41 characters; no word.
    assert!(
        (score("char") - 40.0 / 41.0).abs() < 1e-4,
        "{}",
        score("char")
    );
    assert!(
        (score("omegat") - 0.9999).abs() < 1e-9,
        "{}",
        score("omegat")
    );
    desk.line("import memory.tmx --project p.bitext").done();
    let options = ["--memory", "p.bitext", "--metric", "char", query];
    assert!((asked(&desk, &options).matches[0].score - 40.0 / 41.0).abs() < 1e-4);
}

#[test]
fn parts_and_terms_where_nothing_matches_whole() {
    let desk = desk_with_memory();
    desk.write(
        "terms.tsv",
        "source\ttarget\nlighthouse\tphare\ncommittee\tcomité\n",
    );
    desk.line("import memory.tmx --project p.bitext").done();
    desk.line("import terms.tsv --from en --to fr --project p.bitext")
        .done();
    let query = "Nobody knew whether The committee adopted the report in 2024. or saw lighthouses";
    let of = asked(&desk, &["--memory", "p.bitext", "--fragments", query]);
    assert!(of.matches.is_empty(), "{of:?}");
    let parts: Vec<&str> = of.fragments.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(parts, [KNOWN]);
    let terms: Vec<(&str, &str)> = of
        .terms
        .iter()
        .map(|part| (part.text.as_str(), part.targets[0].as_str()))
        .collect();
    assert_eq!(terms, [("committee", "comité"), ("lighthouses", "phare")]);
}

#[test]
fn dates_in_figures_take_the_layout_of_the_translation() {
    let desk = Desk::new();
    desk.write(
        "dates.tsv",
        "source\ttarget\tsource_language\ttarget_language\n\
         La convention entre en vigueur le 05/11/2023.\tThe convention enters into force on 2023-11-05.\tfr\ten\n\
         Le rapport du 15.11.2023 est adopté.\tThe report of 15/11/2023 is adopted.\tfr\ten\n\
         La réunion a lieu le 2023-11-13 à Paris.\tThe meeting takes place on 11/13/2023 in Paris.\tfr\ten\n\
         La loi du 1.2.2023 et celle du 3.4.2023 sont abrogées.\tThe acts of 01/02/2023 and 03/04/2023 are repealed.\tfr\ten\n\
         Le délai expire le 25/11/2023 à midi.\tThe deadline is noon on 25 November 2023.\tfr\ten\n",
    );
    desk.line("import dates.tsv").done();
    for (query, expected) in [
        (
            "La convention entre en vigueur le 31/12/2024.",
            "The convention enters into force on 2024-12-31. (numbers replaced)",
        ),
        (
            "La convention entre en vigueur le 31.12.2024.",
            "The convention enters into force on 2024-12-31. (numbers replaced)",
        ),
        (
            "Le rapport du 2024-12-31 est adopté.",
            "The report of 31/12/2024 is adopted. (numbers replaced)",
        ),
        (
            "La réunion a lieu le 31/12/2024 à Paris.",
            "The meeting takes place on 12/31/2024 in Paris. (numbers replaced)",
        ),
        (
            "La loi du 31.12.2024 et celle du 5.6.2024 sont abrogées.",
            "The acts of 31/12/2024 and 05/06/2024 are repealed. (numbers replaced)",
        ),
        // The translation writes its date in words: nothing is put in, and nothing is made up.
        (
            "Le délai expire le 31/12/2024 à midi.",
            "The deadline is noon on 25 November 2023.",
        ),
    ] {
        let found = desk.run(["match", "--top", "1", query]).done().stdout;
        assert_eq!(
            found.lines().nth(2).map(str::trim),
            Some(expected),
            "{query}"
        );
    }
}
