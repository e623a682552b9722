//! `memory dedupe`, `replace`, `delete` …: what they change, and that everything can be undone.

use crate::desk_with_samples;
use crate::support::{Desk, kill, translation_units};

fn export(desk: &Desk, project: &str) -> String {
    desk.line(&format!("export - --format tmx --project {project}"))
        .done()
        .stdout
}

/// Each command changes the project, a trial does not, and undo gives the very bytes back.
#[test]
fn every_command_is_tried_done_and_undone() {
    let desk = desk_with_samples();
    desk.line("align fr en").done();
    desk.write("memory.tmx", include_str!("fixtures/memory.tmx"));
    desk.line("import memory.tmx").done();
    desk.line("export copy.tmx").done();
    desk.line("import copy.tmx --duplicates keep").done();
    let before = export(&desk, "project.bitext");
    for command in [
        vec!["dedupe"],
        vec!["dedupe", "--by", "source"],
        vec!["replace", "(?i)cyber(\\w+)", "cyber-$1", "--side", "source"],
        vec![
            "replace",
            "Convention",
            "Treaty",
            "--side",
            "target",
            "--document",
            "convention",
        ],
        vec!["delete", "--status", "imported"],
        vec!["delete", "--source", "(?i)état de droit", "--from", "fr"],
        vec!["filter", "--document", "onudc"],
        vec!["filter", "--max-confidence", "0.9"],
        vec!["split", "--document", "onudc", "--into", "other.bitext"],
        vec!["retag", "en", "en-GB"],
        vec!["anonymise", "--texts", "--notes"],
    ] {
        let run = |more: &[&str]| {
            let mut all = vec!["memory"];
            all.extend(&command);
            all.extend(more);
            desk.run(all)
        };
        let trial = run(&["--dry-run"]).done();
        assert!(!trial.stdout.is_empty(), "{command:?}");
        assert!(export(&desk, "project.bitext") == before, "{command:?}");
        let done = run(&[]).done();
        assert_eq!(done.stdout, trial.stdout, "{command:?}");
        assert_ne!(export(&desk, "project.bitext"), before, "{command:?}");
        desk.line("memory verify").done();
        desk.line("memory undo").done();
        assert!(
            export(&desk, "project.bitext") == before,
            "{command:?}: undo"
        );
    }
    let moved = export(&desk, "other.bitext");
    assert!(moved.contains("onudc.txt") && !moved.contains("cyberespace.txt"));
    desk.line("memory delete").ended(2);
    desk.line("memory filter").ended(2);
    desk.line("memory delete --source (").ended(2);
    desk.line("memory delete --creator nobody").ended(1);
}

#[test]
fn equal_units_are_joined() {
    let desk = Desk::new();
    desk.write("a.tmx", kill::tmx("first", 20));
    for _ in 0..3 {
        desk.line("import a.tmx --duplicates keep").done();
    }
    let ran = desk.line("memory dedupe --preview 0").done();
    assert!(ran.stderr.contains("40 deleted"), "{}", ran.stderr);
    assert_eq!(
        translation_units(&export(&desk, "project.bitext")).len(),
        20
    );
    desk.line("memory dedupe").ended(1);
}

#[test]
fn text_is_replaced_around_codes_and_neighbours_follow() {
    let desk = Desk::new();
    desk.write(
        "m.tmx",
        r#"<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t"
        adminlang="en" srclang="en" datatype="plaintext"/><body>
        <tu><prop type="x-context-post">Open the gate.</prop><tuv xml:lang="en"><seg>Shut the <bpt i="1">&lt;b></bpt>door<ept i="1">&lt;/b></ept>.</seg></tuv><tuv xml:lang="fr"><seg>Fermez la porte.</seg></tuv></tu>
        <tu creationid="Ada"><tuv xml:lang="en"><seg>Open the gate.</seg></tuv><tuv xml:lang="fr"><seg>Ouvrez la barrière, ada@example.org.</seg></tuv></tu>
        </body></tmx>"#,
    );
    desk.line("import m.tmx").done();
    desk.line("memory replace door gate --side source").done();
    let out = export(&desk, "project.bitext");
    assert!(
        out.contains("<bpt i=\"1\"") && out.contains("gate<ept"),
        "{out}"
    );
    // Across a code nothing is done.
    let ran = desk
        .run(["memory", "replace", "the gate", "it", "--side", "source"])
        .done();
    assert!(ran.stderr.contains("inline code"), "{}", ran.stderr);
    assert!(ran.stdout.contains("Open it."), "{}", ran.stdout);
    desk.line("memory anonymise --texts").done();
    let out = export(&desk, "project.bitext");
    assert!(!out.contains("Ada") && !out.contains("ada@"), "{out}");
    assert!(out.contains("[email]"), "{out}");
    desk.line("memory retag fr fr-CA").done();
    assert!(export(&desk, "project.bitext").contains("xml:lang=\"fr-CA\""));
}
