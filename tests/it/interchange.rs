//! What is imported: tables, other projects, languages, contexts, duplicates.

use crate::desk_with_samples;
use crate::support::{Desk, kill, translation_units};

/// Sources and targets of what the project exports.
fn pairs(desk: &Desk) -> Vec<(String, String)> {
    translation_units(&desk.line("export - --format tmx").done().stdout)
        .into_iter()
        .map(|unit| (unit[0].1.clone(), unit[1].1.clone()))
        .collect()
}

#[test]
fn the_table_of_align_comes_back() {
    let desk = desk_with_samples();
    desk.line("align fr en -o units.tsv").done();
    desk.line("align fr en -o units.tmx").done();
    let ran = desk.line("import units.tsv").done();
    assert!(ran.stderr.contains("170 new"), "{}", ran.stderr);
    let expected: Vec<(String, String)> = translation_units(&desk.text("units.tmx"))
        .into_iter()
        .map(|unit| (unit[0].1.clone(), unit[1].1.clone()))
        .collect();
    let mut found = pairs(&desk);
    let mut expected = expected;
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    let out = desk.line("export - --format tmx").done().stdout;
    assert!(out.contains("x-source-document") && out.contains("x-confidence"));
}

#[test]
fn tables_are_read_by_header_or_by_options_and_bad_rows_are_told() {
    let desk = Desk::new();
    desk.write(
        "units.csv",
        "source;target;source_language;target_language;status\nYes;Oui;en;fr-CA;approved\nNo;Non;en;fr;odd\nOnly;;en;fr;\n",
    );
    let ran = desk.line("import units.csv").done();
    assert!(
        ran.stderr.contains("line 3") && ran.stderr.contains("1 new"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("2 skipped"), "{}", ran.stderr);
    desk.write(
        "plain.txt",
        "The lighthouse stands on the cliff.\tLe phare se dresse sur la falaise.\nThe boats come home.\tLes bateaux rentrent.\n",
    );
    desk.line("import plain.txt --as memory").done();
    let out = desk.line("export - --format tmx --from en").done().stdout;
    for sign in [
        "xml:lang=\"fr-CA\"",
        "Le phare se dresse sur la falaise.",
        "xml:lang=\"fr\"",
    ] {
        assert!(out.contains(sign), "{sign}: {out}");
    }
    desk.write("none.tsv", "source\ttarget\tconfidence\n\t\t\n");
    desk.line("import none.tsv --project other.bitext").ended(2);
    assert!(!desk.path("other.bitext").exists());
}

#[test]
fn another_project_brings_units_documents_and_concepts() {
    let desk = desk_with_samples();
    desk.line("align fr en --project first.bitext").done();
    desk.line("mine --project first.bitext").done();
    desk.line("import first.bitext --project second.bitext")
        .done();
    for file in ["tmx", "tsv"] {
        for round in ["first", "second"] {
            desk.line(&format!(
                "export {round}.{file} --from fr --project {round}.bitext"
            ))
            .done();
        }
        assert!(
            desk.text(&format!("first.{file}")) == desk.text(&format!("second.{file}")),
            "{file}"
        );
    }
    let ran = desk
        .line("import first.bitext --project second.bitext")
        .done();
    assert!(ran.stderr.contains("0 new, 0 merged"), "{}", ran.stderr);
    desk.line("import second.bitext --project second.bitext")
        .ended(2);
    desk.line("memory verify --project second.bitext").done();
}

#[test]
fn languages_of_a_tmx_are_taken_as_wanted() {
    let desk = Desk::new();
    desk.write(
        "three.tmx",
        r#"<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t"
        adminlang="en" srclang="*all*" datatype="plaintext"/><body>
        <tu><tuv xml:lang="en-GB"><seg>harbour</seg></tuv><tuv xml:lang="fr-CA"><seg>havre</seg></tuv><tuv xml:lang="fr"><seg>port</seg></tuv></tu>
        <tu><tuv xml:lang="de"><seg>Hafen</seg></tuv><tuv xml:lang="en"><seg>port</seg></tuv></tu>
        </body></tmx>"#,
    );
    desk.line("import three.tmx --project all.bitext").done();
    let out = desk.line("memory stats --project all.bitext").done().stdout;
    for pair in ["en-GB to fr-CA", "en-GB to fr", "de to en"] {
        assert!(out.contains(pair), "{pair}: {out}");
    }
    let ran = desk
        .line("import three.tmx --from fr --to en --project fr.bitext")
        .done();
    assert!(
        ran.stderr.contains("1 new") && ran.stderr.contains("1 of other languages"),
        "{}",
        ran.stderr
    );
    let out = desk.line("memory stats --project fr.bitext").done().stdout;
    assert!(out.contains("fr to en-GB"), "{out}");
    desk.line("import three.tmx --from it --project it.bitext")
        .ended(2);
}

#[test]
fn neighbours_survive_the_way_through_tmx() {
    let desk = desk_with_samples();
    desk.line("align fr en --project first.bitext").done();
    desk.line("export first.tmx --project first.bitext").done();
    desk.line("import first.tmx --project second.bitext").done();
    let text =
        "Il entrera en vigueur 90 jours après le dépôt du quarantième instrument de ratification.";
    let first = desk.text("first.tmx");
    assert!(first.contains(text) && first.contains("x-context-pre"));
    desk.line("export second.tmx --project second.bitext")
        .done();
    assert!(first == desk.text("second.tmx"));
}

#[test]
fn a_trial_changes_nothing() {
    let desk = Desk::new();
    desk.write("a.tmx", kill::tmx("first", 20));
    let ran = desk.line("import a.tmx --dry-run").done();
    assert!(
        ran.stderr.contains("20 new") && ran.stderr.contains("nothing was changed"),
        "{}",
        ran.stderr
    );
    assert!(!desk.path("project.bitext").exists());
    desk.line("import a.tmx").done();
    desk.line("import a.tmx --dry-run --duplicates keep").done();
    assert_eq!(pairs(&desk).len(), 20);
    desk.line("memory log").done();
}
