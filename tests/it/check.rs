//! `check`: the rules on seeded errors, terms in any inflection, exceptions, dropping, outputs, exit codes.

use crate::support::{Desk, translation_units};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const SEEDS: &str = include_str!("fixtures/check/seeds.tsv");
const INFLECTED: &str = include_str!("fixtures/check/inflected.tsv");

/// All rules, as `--list-rules` names them.
fn rules(desk: &Desk) -> Vec<String> {
    let listed = desk.line("check --list-rules").done().stdout;
    let names = listed.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

/// Findings of rules, from JSON lines; what a file's format is blamed for has no mark.
fn findings(stdout: &str) -> Vec<Value> {
    let lines = stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .filter(|finding: &Value| finding["mark"].is_string())
        .collect()
}

fn kind(finding: &Value) -> &str {
    finding["kind"].as_str().expect("a finding has a kind")
}

fn unit(finding: &Value) -> usize {
    let number = finding["unit"].as_u64().expect("a finding has a unit");
    usize::try_from(number).expect("small")
}

fn desk_with_seeds() -> Desk {
    let desk = Desk::new();
    desk.write("seeds.tsv", SEEDS);
    desk.write("terms.tbx", include_str!("fixtures/check/terms.tbx"));
    desk.write("keep.txt", include_str!("fixtures/check/keep.txt"));
    desk
}

/// Each row of the table has one error of the rule in its first column, or none. Of the errors of each
/// rule at least 95 of 100 are found; of its findings at least 90 of 100 are such errors.
#[test]
fn seeded_errors_are_found_and_hardly_anything_else() {
    let desk = desk_with_seeds();
    let rules = rules(&desk);
    let found = desk
        .line(&format!(
            "check seeds.tsv --from fr --to en --glossary terms.tbx --do-not-translate keep.txt --rules {} \
             --format jsonl",
            rules.join(",")
        ))
        .ended(1);
    let seeded: Vec<&str> = SEEDS
        .lines()
        .skip(1)
        .map(|row| row.split('\t').next().unwrap_or_default())
        .collect();
    let mut of_rule: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let all = findings(&found.stdout);
    for finding in &all {
        of_rule
            .entry(kind(finding))
            .or_default()
            .insert(unit(finding));
    }
    for rule in &rules {
        let seeds: BTreeSet<usize> = (1..=seeded.len())
            .filter(|row| seeded[row - 1] == rule)
            .collect();
        let found = of_rule.remove(rule.as_str()).unwrap_or_default();
        let right = found.intersection(&seeds).count();
        assert_eq!(seeds.len(), 20, "{rule}");
        assert!(right * 100 >= 95 * seeds.len(), "{rule}: {right} found");
        assert!(
            right * 100 >= 90 * found.len(),
            "{rule}: {right} of {} right; wrong ones: {:?}",
            found.len(),
            found.difference(&seeds).collect::<Vec<_>>()
        );
    }
    assert!(of_rule.is_empty(), "{of_rule:?}");
}

/// At least 97 of a hundred sentences are judged as they should be.
#[test]
fn terms_are_recognised_in_any_inflection_on_both_sides() {
    let desk = Desk::new();
    desk.write("cases.tsv", INFLECTED);
    desk.write("terms.tbx", include_str!("fixtures/check/inflected.tbx"));
    let found = desk
        .line(
            "check cases.tsv --glossary terms.tbx --rules term-missing,term-forbidden --format jsonl",
        )
        .ended(1);
    let mut said: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for finding in findings(&found.stdout) {
        let kinds = said.entry(unit(&finding)).or_default();
        kinds.insert(kind(&finding).to_owned());
    }
    let cases: Vec<&str> = INFLECTED.lines().skip(1).collect();
    assert_eq!(cases.len(), 100);
    let wrong: Vec<(&str, Option<&BTreeSet<String>>)> = cases
        .iter()
        .enumerate()
        .filter_map(|(at, case)| {
            let expected = case.split('\t').next().filter(|kind| *kind != "-");
            let found = said.get(&(at + 1));
            let expected = expected.map(|kind| BTreeSet::from([kind.to_owned()]));
            (found != expected.as_ref()).then_some((*case, found))
        })
        .collect();
    assert!(wrong.len() <= 3, "{wrong:#?}");
}

/// What is found does not hang on the format.
#[test]
fn every_format_is_judged_alike() {
    let desk = desk_with_seeds();
    let check = |name: &str| -> Vec<(String, String)> {
        let ran = desk
            .line(&format!(
                "check {name} --from fr --to en --rules numbers,dates,urls,brackets,repeated-word --format jsonl"
            ))
            .ended(1);
        let mut found: Vec<(String, String)> = findings(&ran.stdout)
            .iter()
            .map(|finding| (kind(finding).to_owned(), finding["source"].to_string()))
            .collect();
        found.sort();
        found
    };
    let expected = check("seeds.tsv");
    assert!(expected.len() >= 95);
    for name in ["m.tmx", "m.xlf", "m.xlsx", "m.jsonl", "m.csv"] {
        desk.line(&format!("convert seeds.tsv {name} --from fr --to en"))
            .done();
        assert_eq!(check(name), expected, "{name}");
    }
    desk.line("convert seeds.tsv m.fr m.en --from fr --to en")
        .done();
    let pair = desk
        .line("check m.fr m.en --rules numbers --format jsonl")
        .ended(1);
    assert!(findings(&pair.stdout).len() >= 19);
}

const PAIRS: &str = "source\ttarget\n\
    La digue mesure 40 mètres.\tThe dyke measures 14 metres.\n\
    Le phare est éteint.\tThe lighthouse is out.\n\
    Qui a vu la barque ?\tWho saw the boat.\n";

#[test]
fn profiles_and_rules_choose_and_exit_codes_tell() {
    let desk = Desk::new();
    desk.write("m.tsv", PAIRS);
    let kinds = |options: &str, code: i32| -> Vec<String> {
        let ran = desk
            .line(&format!(
                "check m.tsv --from fr --to en --format jsonl {options}"
            ))
            .ended(code);
        let found = findings(&ran.stdout);
        found.iter().map(|one| kind(one).to_owned()).collect()
    };
    assert_eq!(kinds("", 1), ["numbers", "end-punctuation"]);
    assert_eq!(kinds("--profile mt", 1), ["numbers"]);
    assert_eq!(kinds("--profile format", 0), [""; 0]);
    assert_eq!(kinds("--rules=-numbers", 1), ["end-punctuation"]);
    assert_eq!(kinds("--rules dates,tags", 0), [""; 0]);
    assert_eq!(kinds("--unit 3", 1), ["end-punctuation"]);
    assert_eq!(kinds("--limit 0", 1), [""; 0]);
    desk.line("check m.tsv --from fr --to en --rules spelling")
        .ended(2);
    // A translator's findings are to be mended, not dropped.
    desk.line("check m.tsv --from fr --to en --apply -o n.tsv")
        .ended(2);
    desk.line("check m.tsv --from fr --to en --profile mt --apply")
        .ended(2);
    assert!(!desk.path("n.tsv").exists());
    let text = desk
        .line("check m.tsv --from fr --to en --texts")
        .ended(1)
        .stdout;
    assert!(text.contains("m.tsv:2: unit 1: numbers: "), "{text}");
    assert!(
        text.contains("\n    The dyke measures 14 metres.\n"),
        "{text}"
    );
}

#[test]
fn a_new_file_without_the_bad_units() {
    let desk = Desk::new();
    desk.write("m.tsv", PAIRS);
    desk.line("convert m.tsv m.tmx --from fr --to en").done();
    let before = desk.bytes("m.tmx");
    desk.line("check m.tmx --profile mt --apply -o clean.tmx")
        .ended(1);
    assert_eq!(desk.bytes("m.tmx"), before);
    assert_eq!(translation_units(&desk.text("clean.tmx")).len(), 2);
    assert!(!desk.text("clean.tmx").contains("14 metres"));
    desk.line("check clean.tmx --profile mt").done();
    // Of three languages only the bad translation goes.
    desk.write(
        "three.tmx",
        "<tmx version=\"1.4\"><header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" \
         o-tmf=\"t\" adminlang=\"en\" srclang=\"fr\" datatype=\"plaintext\"/><body><tu tuid=\"a\">\
         <tuv xml:lang=\"fr\"><seg>La digue mesure 40 mètres.</seg></tuv>\
         <tuv xml:lang=\"en\"><seg>The dyke measures 14 metres.</seg></tuv>\
         <tuv xml:lang=\"de\"><seg>Der Deich misst 40 Meter.</seg></tuv></tu></body></tmx>",
    );
    desk.line("check three.tmx --rules numbers --apply -o two.tmx")
        .ended(1);
    let two = desk.text("two.tmx");
    assert!(
        two.contains("Der Deich") && !two.contains("The dyke"),
        "{two}"
    );
    // Of several translations the text names the one that is meant; the unit is one.
    let ran = desk.line("check three.tmx --rules numbers").ended(1);
    assert!(
        ran.stdout.contains(": unit 1 (a) in en: numbers: "),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stderr.contains("1 unit judged, 1 finding"),
        "{}",
        ran.stderr
    );
}

#[test]
fn exceptions_of_files_are_remembered_until_the_texts_change() {
    let desk = Desk::new();
    desk.write("m.tsv", PAIRS);
    let check = "check m.tsv --from fr --to en --exceptions known.tsv";
    desk.line(check).ended(2);
    desk.line(&format!("{check} --accept --rules numbers"))
        .done();
    assert!(desk.text("known.tsv").contains("La digue mesure 40"));
    let left = desk.line(&format!("{check} --format jsonl")).ended(1);
    assert_eq!(findings(&left.stdout).len(), 1);
    desk.line(&format!("{check} --accept")).done();
    desk.line(check).done();
    desk.write("m.tsv", PAIRS.replace("14 metres", "15 metres"));
    desk.line(check).ended(1);
    desk.write("known.tsv", "numbers one\n");
    desk.line(check).ended(2);
}

#[test]
fn exceptions_and_drops_in_the_project_can_be_taken_back() {
    let desk = Desk::new();
    desk.write("m.tsv", PAIRS);
    desk.line("import m.tsv --as memory --from fr --to en")
        .done();
    let export = || desk.line("export - --format tmx").done().stdout;
    let before = export();
    desk.line("check").ended(1);
    desk.line("check --rules numbers --unit 1 --accept").done();
    let left = desk.line("check --format jsonl").ended(1);
    let kinds: Vec<Value> = findings(&left.stdout);
    assert_eq!(
        kinds.iter().map(kind).collect::<Vec<_>>(),
        ["end-punctuation"]
    );
    // The exception goes with the unit into other tools and back.
    desk.line("export out.tmx").done();
    let out = desk.line("check out.tmx --format jsonl").ended(1);
    assert_eq!(findings(&out.stdout).len(), 1);
    desk.line("memory undo").done();
    assert_eq!(export(), before);
    desk.line("check --profile mt --apply").ended(1);
    assert!(!export().contains("14 metres"));
    desk.line("check --profile mt").done();
    desk.line("memory undo").done();
    assert_eq!(export(), before);
}

/// After a term is approved `check` lists the units that break it and `replace` mends them.
#[test]
fn an_approved_term_is_asked_for_and_mended() {
    let desk = Desk::new();
    desk.write(
        "m.tsv",
        "source\ttarget\n\
         Les écluses sont fermées.\tThe sluices are closed.\n\
         L'écluse est vide.\tThe lock is empty.\n\
         Une autre écluse est en panne.\tAnother sluice has broken down.\n",
    );
    desk.line("import m.tsv --as memory --from fr --to en")
        .done();
    desk.line("check --rules term-missing").done();
    desk.line("glossary add écluse lock --from fr --to en")
        .done();
    let broken = desk.line("check --term écluse --format jsonl").ended(1);
    let found = findings(&broken.stdout);
    assert_eq!(found.iter().map(unit).collect::<Vec<_>>(), [1, 3]);
    assert!(found.iter().all(|one| kind(one) == "term-missing"));
    desk.line("memory replace sluice lock --side target").done();
    desk.line("check --term écluse").done();
    desk.line("glossary reject écluse").done();
    desk.line("check --rules term-missing").done();
}

#[test]
fn sarif_names_rules_files_and_units() {
    let desk = Desk::new();
    desk.write("mes unités.tsv", PAIRS);
    let ran = desk
        .run([
            "check",
            "mes unités.tsv",
            "--from",
            "fr",
            "--to",
            "en",
            "--format",
            "sarif",
        ])
        .ended(1);
    let log: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 2);
    for result in results {
        let rule = result["ruleIndex"].as_u64().expect("an index");
        let rule = usize::try_from(rule).expect("small");
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        assert!(
            result["message"]["text"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        let place = &result["locations"][0];
        let uri = &place["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(uri, "mes%20unit%C3%A9s.tsv");
        assert!(place["logicalLocations"][0]["name"].as_str().is_some());
    }
    let lines: Vec<&Value> = results
        .iter()
        .map(|result| &result["locations"][0]["physicalLocation"]["region"]["startLine"])
        .collect();
    assert_eq!(lines, [2, 4]);
    desk.write("fine.tsv", "source\ttarget\nLe phare.\tThe lighthouse.\n");
    let fine = desk
        .line("check fine.tsv --from fr --to en --format sarif")
        .done();
    let log: Value = serde_json::from_str(&fine.stdout).expect("JSON");
    assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
}

/// A language that nobody named is no finding: nothing was judged, and an option helps.
#[test]
fn a_language_that_nobody_named_is_asked_for() {
    let desk = Desk::new();
    desk.write("m.tsv", PAIRS);
    desk.write(
        "m.jsonl",
        "{\"source\":\"La digue.\",\"target\":\"The dyke.\"}\n",
    );
    for name in ["m.tsv", "m.jsonl"] {
        let ran = desk.line(&format!("check {name}")).ended(2);
        assert!(ran.stderr.contains("--from and --to"), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
        desk.line(&format!("check {name} --from fr --to en --rules empty"))
            .done();
    }
    let folder = desk.line("check .").ended(2);
    assert!(folder.stderr.contains("folder"), "{}", folder.stderr);
    let import = desk.line("import m.jsonl").ended(2);
    assert!(
        import.stderr.contains("bitext convert m.jsonl m.tmx"),
        "{}",
        import.stderr
    );
}

#[test]
fn glossaries_are_held_against_their_format() {
    let desk = Desk::new();
    desk.write("fine.tbx", include_str!("fixtures/check/terms.tbx"));
    desk.line("check fine.tbx").done();
    desk.write(
        "odd.tsv",
        "term\tlanguage\tstatus\nquai\tfr\tapproved\n\tfr\tapproved\n",
    );
    let odd = desk.line("check odd.tsv").ended(1);
    assert_eq!(
        odd.stdout,
        "odd.tsv:3: cell 1: no term; the row was skipped\n"
    );
    desk.write("broken.tbx", "<martif>\n</tbx>");
    let broken = desk.line("check broken.tbx").ended(1);
    let begin = broken.stdout.starts_with("broken.tbx:2:1: ");
    assert!(begin, "{}", broken.stdout);
}

/// An editor jumps to the line: that of the unit, or of whatever the format forbids.
#[test]
fn findings_begin_with_the_place_in_the_file() {
    let desk = Desk::new();
    desk.write("m.tsv", PAIRS);
    for name in ["m.tmx", "m.xlf", "m.po", "m.csv", "m.jsonl", "m.xlsx"] {
        desk.line(&format!("convert m.tsv {name} --from fr --to en"))
            .done();
    }
    desk.line("convert m.tsv m.fr m.en --from fr --to en")
        .done();
    let places = |files: &str| -> Vec<String> {
        let ran = desk
            .line(&format!("check {files} --from fr --to en"))
            .ended(1);
        let lines = ran.stdout.lines();
        lines
            .filter_map(|line| line.split_once(": "))
            .map(|(place, _)| place.to_owned())
            .collect()
    };
    assert_eq!(places("m.tsv"), ["m.tsv:2", "m.tsv:4"]);
    assert_eq!(places("m.csv"), ["m.csv:2", "m.csv:4"]);
    assert_eq!(places("m.xlsx"), ["m.xlsx:2", "m.xlsx:4"]);
    assert_eq!(places("m.jsonl"), ["m.jsonl:1", "m.jsonl:3"]);
    assert_eq!(places("m.fr m.en"), ["m.fr:1", "m.fr:3"]);
    for (name, tag) in [
        ("m.tmx", "<tu>"),
        ("m.xlf", "<trans-unit "),
        ("m.po", "msgid"),
    ] {
        let text = desk.text(name);
        let begin: Vec<String> = text
            .lines()
            .zip(1..)
            .filter_map(|(line, number)| Some((number, line.find(tag)? + 1)))
            .map(|(number, column)| match name {
                "m.po" => format!("{name}:{number}"),
                _ => format!("{name}:{number}:{column}"),
            })
            .collect();
        // The first entry of PO is its header.
        let begin = &begin[begin.len() - 3..];
        assert_eq!(places(name), [begin[0].as_str(), &begin[2]], "{text}");
    }
    desk.write(
        "odd.tmx",
        desk.text("m.tmx")
            .replacen("<tu>", "<tu creationdate=\"soon\">", 1),
    );
    let odd = desk.line("check odd.tmx --profile format").stdout;
    assert!(
        odd.starts_with(&format!(
            "odd.{}: unit 1: creationdate",
            &places("m.tmx")[0][2..]
        )),
        "{odd}"
    );
    // Units of the project have no place but their number.
    desk.line("import m.tsv --as memory --from fr --to en")
        .done();
    let own = desk.line("check").ended(1);
    assert!(own.stdout.starts_with("project.bitext: unit 1: numbers: "));
}

/// Units without a translation are findings of running work, and are told by their numbers.
#[test]
fn untranslated_units_are_empty() {
    let desk = Desk::new();
    desk.write(
        "fr.po",
        "msgid \"\"\nmsgstr \"Language: fr\\n\"\n\nmsgid \"Save\"\nmsgstr \"\"\n\nmsgid \"Open %s\"\n\
         msgstr \"Ouvrir\"\n",
    );
    let ran = desk.line("check fr.po --from en --format jsonl").ended(1);
    let found = findings(&ran.stdout);
    let said: Vec<(&str, usize)> = found.iter().map(|one| (kind(one), unit(one))).collect();
    assert_eq!(said, [("empty", 1), ("tags", 2)]);
}
