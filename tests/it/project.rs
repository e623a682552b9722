//! The project file: what aligning, mining, importing and exporting do to it, once and again.

use crate::support::{Desk, Table, translation_units};
use crate::{desk_with_harbour, desk_with_samples};

#[test]
fn units_survive_the_way_through_tmx_into_another_project() {
    let desk = desk_with_samples();
    desk.line("align fr en --project first.bitext").done();
    desk.line("export first.tmx --project first.bitext").done();
    desk.line("import first.tmx --project second.bitext").done();
    desk.line("export second.tmx --project second.bitext")
        .done();
    let (first, second) = (desk.text("first.tmx"), desk.text("second.tmx"));
    assert_eq!(translation_units(&first).len(), 170);
    assert!(first == second, "the second export differs from the first");
    // Importing what is there already adds nothing.
    desk.line("import first.tmx --project second.bitext").done();
    desk.line("export again.tmx --project second.bitext").done();
    assert!(
        second == desk.text("again.tmx"),
        "importing again changed units"
    );
}

#[test]
fn what_a_tool_wrote_into_a_unit_comes_out_again() {
    let desk = desk_with_harbour();
    desk.write("memory.tmx", include_str!("fixtures/memory.tmx"));
    desk.line("import memory.tmx").done();
    desk.line("export out.tmx").done();
    let out = desk.text("out.tmx");
    for kept in [
        "tuid=\"report\"",
        "tuid=\"lighthouse\"",
        "<prop type=\"client\">harbour board</prop>",
        "checked twice",
        "<bpt i=\"1\"",
        "<ept i=\"1\"",
        "Fish &amp; chips ",
    ] {
        assert!(out.contains(kept), "{kept} is lost:\n{out}");
    }
}

#[test]
fn aligning_again_keeps_the_units() {
    let desk = desk_with_samples();
    desk.line("align fr en").done();
    desk.line("export before.tmx").done();
    desk.line("align fr en").done();
    desk.line("export after.tmx").done();
    assert!(desk.text("before.tmx") == desk.text("after.tmx"));
}

#[test]
fn aligning_a_changed_document_replaces_what_changed() {
    let desk = desk_with_harbour();
    let align = "align --segmented harbour.fr.txt harbour.en.txt --from fr --to en";
    desk.line(align).done();
    let changed = desk
        .text("harbour.en.txt")
        .replace("4.2 million", "5.1 million");
    desk.write("harbour.en.txt", changed);
    desk.line(align).done();
    desk.line("export out.tmx").done();
    let units = translation_units(&desk.text("out.tmx"));
    let targets: Vec<&str> = units.iter().map(|unit| unit[1].1.as_str()).collect();
    assert!(
        targets.contains(&"Cost of the work: 5.1 million euros."),
        "{targets:?}"
    );
    assert!(
        !targets.contains(&"Cost of the work: 4.2 million euros."),
        "{targets:?}"
    );
    let mut once = targets.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), targets.len(), "no unit is there twice");
}

#[test]
fn the_memory_is_mined_with_equivalents() {
    let desk = desk_with_samples();
    desk.line("align fr en").done();
    let table = Table::read(&desk.line("mine --format tsv").done().stdout);
    let renderings = table.cells("equivalents_en");
    for (term, rendering) in [
        ("état de droit", "rule of law"),
        ("cyberespace", "cyberspace"),
        ("rançongiciel", "ransomware"),
    ] {
        let at = table
            .position("term", term)
            .unwrap_or_else(|| panic!("{term} is missing"));
        assert!(
            renderings[at].contains(rendering),
            "{term}: {}",
            renderings[at]
        );
    }
    let english = Table::read(&desk.line("mine --lang en --format tsv").done().stdout);
    let at = english
        .position("term", "rule of law")
        .expect("mined from the other side");
    let french = english.cells("equivalents_fr")[at].to_lowercase();
    assert!(french.contains("état de droit"), "{french}");
}

#[test]
fn mining_again_changes_nothing() {
    let desk = desk_with_samples();
    desk.line("mine fr --lang fr").done();
    desk.line("export before.tsv").done();
    desk.line("mine fr --lang fr").done();
    desk.line("export after.tsv").done();
    let before = desk.text("before.tsv");
    assert!(before == desk.text("after.tsv"));
    let listed = Table::read(&desk.line("mine fr --lang fr --format tsv").done().stdout);
    assert_eq!(Table::read(&before).rows.len(), listed.rows.len());
}

/// Sets the status of one term in a glossary table.
fn decided(table: &Table, decisions: &[(&str, &str)]) -> String {
    let (term, status) = (table.column("term"), table.column("status"));
    let mut text = table.header.join("\t") + "\n";
    for row in &table.rows {
        let mut row = row.clone();
        for (of, decision) in decisions {
            if row[term].to_lowercase() == *of {
                row[status] = (*decision).to_owned();
            }
        }
        text.push_str(&row.join("\t"));
        text.push('\n');
    }
    text
}

#[test]
fn what_was_rejected_stays_rejected_and_what_was_approved_stays() {
    let desk = desk_with_samples();
    desk.line("mine fr --lang fr").done();
    desk.line("export terms.tsv").done();
    let table = Table::read(&desk.text("terms.tsv"));
    let all = table.rows.len();
    desk.write(
        "terms.tsv",
        decided(
            &table,
            &[("tableur", "rejected"), ("cyberespace", "approved")],
        ),
    );
    desk.line("import terms.tsv").done();
    for round in ["after the decision", "after mining again"] {
        desk.line("export now.tsv").done();
        let now = Table::read(&desk.text("now.tsv"));
        assert_eq!(now.position("term", "tableur"), None, "{round}");
        assert_eq!(now.rows.len(), all - 1, "{round}");
        let at = now.position("term", "cyberespace").expect("approved");
        assert_eq!(now.cells("status")[at], "approved", "{round}");
        desk.line("mine fr --lang fr").done();
    }
}

#[test]
fn a_glossary_survives_the_way_into_another_project() {
    let desk = desk_with_samples();
    desk.line("align fr en --project first.bitext").done();
    desk.line("mine --project first.bitext").done();
    for round in ["first", "second"] {
        desk.line(&format!(
            "export {round}.tsv --from fr --project {round}.bitext"
        ))
        .done();
        desk.line(&format!(
            "export {round}.tbx --from fr --project {round}.bitext"
        ))
        .done();
        if round == "first" {
            desk.line("import first.tsv --project second.bitext").done();
        }
    }
    assert_eq!(desk.text("first.tsv"), desk.text("second.tsv"));
    assert_eq!(
        desk.text("first.tbx").matches("<termEntry").count(),
        desk.text("second.tbx").matches("<termEntry").count()
    );
}

#[test]
fn exports_are_told_apart_by_the_file_s_ending() {
    let desk = desk_with_harbour();
    desk.line("align --segmented harbour.fr.txt harbour.en.txt --from fr --to en")
        .done();
    desk.write(
        "terms.tsv",
        "term\tequivalents_en\tlanguage\nphare\tlighthouse\tfr\n",
    );
    desk.line("import terms.tsv").done();
    for (file, sign) in [
        ("out.tmx", "<tmx version=\"1.4\">"),
        ("out.tsv", "term\t"),
        ("out.tbx", "<martif"),
        ("out.utf8", "phare\tlighthouse"),
    ] {
        desk.line(&format!("export {file}")).done();
        assert!(desk.text(file).contains(sign), "{file}");
    }
    desk.line("export out.doc").ended(2);
    assert!(!desk.path("out.doc").exists());
}

#[test]
fn a_glossary_of_three_languages_is_exported_by_pair() {
    let desk = Desk::new();
    desk.write(
        "terms.tsv",
        "term\tequivalents_en\tequivalents_de\tlanguage\nphare\tlighthouse\tLeuchtturm\tfr\n",
    );
    desk.line("import terms.tsv").done();
    for (to, rendering) in [("en", "lighthouse"), ("de", "Leuchtturm")] {
        desk.line(&format!("export {to}.utf8 --from fr --to {to}"))
            .done();
        let lines = desk.text(&format!("{to}.utf8"));
        assert!(lines.contains(&format!("phare\t{rendering}")), "{lines}");
        assert_eq!(lines.lines().count(), 2, "{lines}");
    }
    // A file of one pair cannot hold all.
    desk.line("export all.utf8").ended(2);
    assert!(!desk.path("all.utf8").exists());
}
