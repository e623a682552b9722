//! `bitext align`.

use crate::support::{Bead, Score, Table, beads, squeezed, translation_units};
use crate::{PAIRS, desk_with_harbour, desk_with_samples, names, repository_text};
use std::collections::{BTreeMap, BTreeSet};

/// Strict F1 over the four pairs of samples, as it stands: it may only rise. What is missed: a
/// quotation that the two languages cut differently, and three short sentences without a
/// counterpart that their neighbours swallow.
const SAMPLES_F1: f64 = 0.965;

const HARBOUR: &str = "align --segmented harbour.fr.txt harbour.en.txt --from fr --to en";

/// What a line of `--format jsonl` says.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    source: String,
    target: String,
    source_language: String,
    target_language: String,
    confidence: f64,
    flags: Vec<String>,
    source_segments: Vec<usize>,
    target_segments: Vec<usize>,
    source_document: String,
    target_document: String,
}

fn lines(text: &str) -> Vec<Line> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect()
}

/// The gold of a pair: texts without white space, an empty one where a side has none.
fn gold(pair: &str) -> BTreeSet<(String, String)> {
    repository_text(&format!("samples/gold/{pair}.tsv"))
        .lines()
        .map(|line| {
            let (source, target) = line.split_once('\t').expect("two columns");
            let side = |text: &str| squeezed(&text.replace('‖', ""));
            (side(source), side(target))
        })
        .collect()
}

#[test]
fn the_samples_align_as_a_translator_would() {
    let desk = desk_with_samples();
    let aligned = lines(&desk.line("align fr en --format jsonl").done().stdout);
    let direction = |line: &Line| line.source_language == "fr" && line.target_language == "en";
    assert!(aligned.iter().all(direction));
    let mut score = Score::default();
    let mut wrong = Vec::new();
    for pair in PAIRS {
        let gold = gold(pair);
        let found: BTreeSet<(String, String)> = aligned
            .iter()
            .filter(|line| line.source_document == format!("fr/{pair}.txt"))
            .map(|line| (squeezed(&line.source), squeezed(&line.target)))
            .collect();
        assert!(!found.is_empty(), "{pair}");
        score.add(&gold, &found, |(source, target)| {
            source.is_empty() || target.is_empty()
        });
        wrong.extend(found.difference(&gold).cloned());
    }
    assert!(
        score.f1() >= SAMPLES_F1,
        "strict F1 {:.4}; not in the gold: {wrong:#?}",
        score.f1()
    );
}

#[test]
fn every_segment_of_the_gold_is_read_and_nothing_else() {
    let desk = desk_with_samples();
    let aligned = lines(&desk.line("align fr en --format jsonl").done().stdout);
    for pair in PAIRS {
        let of_pair = || {
            aligned
                .iter()
                .filter(|line| line.source_document == format!("fr/{pair}.txt"))
        };
        let source: String = of_pair().map(|line| squeezed(&line.source)).collect();
        let target: String = of_pair().map(|line| squeezed(&line.target)).collect();
        let (mut gold_source, mut gold_target) = (String::new(), String::new());
        for line in repository_text(&format!("samples/gold/{pair}.tsv")).lines() {
            let (one, other) = line.split_once('\t').expect("two columns");
            gold_source.push_str(&squeezed(&one.replace('‖', "")));
            gold_target.push_str(&squeezed(&other.replace('‖', "")));
        }
        assert_eq!(source, gold_source, "{pair}, French");
        assert_eq!(target, gold_target, "{pair}, English");
    }
}

/// Every line of both documents stands in one bead, in order.
#[track_caller]
fn assert_covers(beads: &[Bead], sources: usize, targets: usize) {
    let side = |of: fn(&Bead) -> &Vec<usize>| -> Vec<usize> {
        beads.iter().flat_map(|bead| of(bead).clone()).collect()
    };
    assert_eq!(side(|bead| &bead.0), (0..sources).collect::<Vec<_>>());
    assert_eq!(side(|bead| &bead.1), (0..targets).collect::<Vec<_>>());
}

#[test]
fn beads_are_line_numbers_from_0_with_blank_lines_counted() {
    let desk = desk_with_harbour();
    let ran = desk.line(&format!("{HARBOUR} --format beads")).done();
    let found = beads(&ran.stdout);
    for (_, confidence) in &found {
        let confidence = confidence.expect("every bead has a confidence");
        assert!((0.0..=1.0).contains(&confidence), "{confidence}");
    }
    let found: Vec<Bead> = found.into_iter().map(|(bead, _)| bead).collect();
    assert_covers(&found, 9, 9);
    for right in [
        (vec![0], vec![0]),
        (vec![2], vec![1]),
        (vec![3], vec![2, 3]),
        (vec![5], vec![6]),
        (vec![6], vec![7]),
        (vec![7, 8], vec![8]),
        (vec![1], vec![]),
    ] {
        assert!(found.contains(&right), "{right:?} is not in {found:?}");
    }
}

#[test]
fn every_format_holds_the_same_alignment() {
    let desk = desk_with_harbour();
    let written = |format: &str| {
        desk.line(&format!("{HARBOUR} --format {format}"))
            .done()
            .stdout
    };
    let json = lines(&written("jsonl"));
    let table = Table::read(&written("tsv"));
    insta::assert_snapshot!(
        table.header.join(" "),
        @"source target confidence flags source_document target_document"
    );
    let texts: Vec<(&str, &str)> = json
        .iter()
        .map(|line| (line.source.as_str(), line.target.as_str()))
        .collect();
    let of_table: Vec<(&str, &str)> = table
        .cells("source")
        .into_iter()
        .zip(table.cells("target"))
        .collect();
    assert_eq!(texts, of_table);
    let of_beads: Vec<Bead> = beads(&written("beads"))
        .into_iter()
        .map(|(bead, _)| bead)
        .collect();
    let of_json: Vec<Bead> = json
        .iter()
        .map(|line| (line.source_segments.clone(), line.target_segments.clone()))
        .collect();
    assert_eq!(of_beads, of_json);

    let linked: Vec<(String, String)> = json
        .iter()
        .filter(|line| !line.source.is_empty() && !line.target.is_empty())
        .map(|line| (line.source.clone(), line.target.clone()))
        .collect();
    let of_tmx: Vec<(String, String)> = translation_units(&written("tmx"))
        .into_iter()
        .map(|unit| match <[_; 2]>::try_from(unit) {
            Ok([(french, source), (english, target)]) => {
                assert_eq!((french.as_str(), english.as_str()), ("fr", "en"));
                (source, target)
            }
            Err(unit) => panic!("a unit has two variants: {unit:?}"),
        })
        .collect();
    assert_eq!(linked, of_tmx);
}

/// What `align` lists is read as units by every command that reads units; a bead without a partner is none.
#[test]
fn its_files_are_files_of_units() {
    let desk = desk_with_harbour();
    for name in ["m.tmx", "m.jsonl", "m.tsv", "m.xlsx"] {
        desk.line(&format!("{HARBOUR} -o {name}")).done();
    }
    let linked = translation_units(&desk.text("m.tmx")).len();
    let nulls = lines(&desk.text("m.jsonl"))
        .iter()
        .filter(|line| line.flags.iter().any(|flag| flag == "null"))
        .count();
    assert!(nulls > 0);
    for (name, languages) in [
        ("m.jsonl", ""),
        ("m.tsv", "--from fr --to en"),
        ("m.xlsx", "--from fr --to en"),
    ] {
        let told = format!("{nulls} without a partner in the alignment");
        let converted = desk
            .line(&format!("convert {name} back.tmx {languages}"))
            .done();
        assert!(converted.stderr.contains(&told), "{}", converted.stderr);
        assert_eq!(translation_units(&desk.text("back.tmx")).len(), linked);
        let checked = desk.line(&format!("check {name} {languages} --rules empty"));
        let checked = checked.done();
        assert!(checked.stderr.contains(&told), "{}", checked.stderr);
    }
}

#[test]
fn a_text_is_stored_as_it_stands() {
    let desk = desk_with_harbour();
    let json = lines(
        &desk
            .line(&format!("{HARBOUR} --format jsonl"))
            .done()
            .stdout,
    );
    let (source, target) = (desk.text("harbour.fr.txt"), desk.text("harbour.en.txt"));
    let one_line = |text: &str, segments: &[usize], document: &str| {
        if let [line] = segments {
            assert_eq!(Some(text), document.lines().nth(*line));
        }
        assert_eq!(text.trim(), text, "no space at the ends of '{text}'");
        assert!(!text.contains("  "), "no gap in '{text}'");
    };
    for line in &json {
        one_line(&line.source, &line.source_segments, &source);
        one_line(&line.target, &line.target_segments, &target);
        assert_eq!(line.source_document, "harbour.fr.txt");
        assert_eq!(line.target_document, "harbour.en.txt");
        let null = line.source.is_empty() || line.target.is_empty();
        assert_eq!(null, line.flags.iter().any(|flag| flag == "null"));
        assert_eq!(
            line.confidence < 0.6,
            line.flags.iter().any(|flag| flag == "low-confidence"),
            "{line:?}"
        );
    }
}

#[test]
fn a_file_has_the_bytes_of_stdout_and_its_ending_names_the_format() {
    let desk = desk_with_harbour();
    for format in ["beads", "tsv", "jsonl", "tmx"] {
        let ran = desk
            .line(&format!("{HARBOUR} -o - --format {format}"))
            .done();
        let file = format!("out.{format}");
        let silent = desk.line(&format!("{HARBOUR} -o {file}")).done();
        assert_eq!(silent.stdout, "");
        assert_eq!(ran.stdout, desk.text(&file), "{format}");
    }
    // Only results: no project was made.
    assert_eq!(
        names(&desk, "."),
        [
            "harbour.en.txt",
            "harbour.fr.txt",
            "out.beads",
            "out.jsonl",
            "out.tmx",
            "out.tsv"
        ]
    );
}

#[test]
fn min_confidence_leaves_out_the_unsure() {
    let desk = desk_with_samples();
    let all = lines(&desk.line("align fr en --format jsonl").done().stdout);
    let sure = lines(
        &desk
            .line("align fr en --format jsonl --min-confidence 0.9")
            .done()
            .stdout,
    );
    let expected = all.iter().filter(|line| line.confidence >= 0.9).count();
    assert_eq!(sure.len(), expected);
    assert!(sure.iter().all(|line| line.confidence >= 0.9));
    assert!(0 < expected && expected < all.len());
}

#[test]
fn folders_pair_by_name_and_lone_files_are_named() {
    let desk = desk_with_samples();
    desk.write("fr/seul.txt", "Ce document n'a pas de traduction.\n");
    let ran = desk.line("align fr en --format jsonl").done();
    assert!(ran.stderr.contains("fr/seul.txt"), "{}", ran.stderr);
    let documents: BTreeMap<String, String> = lines(&ran.stdout)
        .into_iter()
        .map(|line| (line.source_document, line.target_document))
        .collect();
    let expected: BTreeMap<String, String> = PAIRS
        .iter()
        .map(|pair| (format!("fr/{pair}.txt"), format!("en/{pair}.txt")))
        .collect();
    assert_eq!(documents, expected);
}

#[test]
fn languages_are_found_out_in_either_order() {
    let desk = desk_with_samples();
    let units = translation_units(
        &desk
            .line("align en/onudc.txt fr/onudc.txt --format tmx")
            .done()
            .stdout,
    );
    assert!(units.len() > 40, "{} units", units.len());
    for unit in units {
        let languages: Vec<&str> = unit.iter().map(|(language, _)| language.as_str()).collect();
        assert_eq!(languages, ["en", "fr"]);
    }
}

#[test]
fn keep_all_keeps_what_cleaning_drops() {
    let desk = desk_with_samples();
    let cleaned = desk.line("align fr en --format jsonl").done().stdout;
    let whole = desk
        .line("align fr en --format jsonl --keep-all")
        .done()
        .stdout;
    for line in repository_text("samples/gold/notes/dropped.tsv").lines() {
        let (file, text) = line.split_once('\t').expect("two columns");
        let said = |written: &str| -> bool {
            let (mut source, mut target) = (String::new(), String::new());
            for line in lines(written) {
                source.push_str(&squeezed(&line.source));
                target.push_str(&squeezed(&line.target));
            }
            let text = squeezed(text);
            source.contains(&text) || target.contains(&text)
        };
        // Also the title of an article that another one refers to.
        let referred = text.contains("aussi :") || text.contains("also:");
        if file.starts_with("nouveau") || referred {
            continue;
        }
        assert!(!said(&cleaned), "{file}: '{text}' should be dropped");
        assert!(said(&whole), "{file}: '{text}' should be kept");
    }
}
