//! The project's glossary: what people decide, what files bring, what differs.

use crate::support::Desk;

/// A desk with a project of three concepts.
fn desk_with_concepts() -> Desk {
    let desk = Desk::new();
    desk.write(
        "terms.tsv",
        "term\tequivalents_en\tstatus\tlanguage\n\
         Hanoï\tHanoi\tcandidate\tfr\n\
         Hanoi (ville)\tHanoi City\tcandidate\tfr\n\
         état de droit\trule of law\tcandidate\tfr\n",
    );
    desk.line("import terms.tsv").done();
    desk
}

fn listed(desk: &Desk, arguments: &str) -> Vec<serde_json::Value> {
    let ran = desk.line(&format!("glossary list --json {arguments}"));
    let lines = ran.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("a concept"))
        .collect()
}

#[test]
fn decisions_are_kept_and_taken_back() {
    let desk = desk_with_concepts();
    desk.run([
        "glossary",
        "accept",
        "État de droit",
        "--remark",
        "terme officiel",
    ])
    .done();
    desk.line("glossary reject Hanoï").done();
    let approved = listed(&desk, "--status approved");
    assert_eq!(approved.len(), 1);
    assert_eq!(approved[0]["terms"]["fr"][0]["text"], "état de droit");
    let decision = &approved[0]["history"][1];
    assert_eq!(decision["by"], "tester");
    assert_eq!(decision["remark"], "terme officiel");
    assert_eq!(listed(&desk, "--status rejected").len(), 1);
    desk.line("glossary undo Hanoï").done();
    assert_eq!(listed(&desk, "--status rejected").len(), 0);
    desk.line("glossary restore état").ended(2);
    desk.run(["glossary", "restore", "état de droit"]).done();
    assert_eq!(listed(&desk, "--status candidate").len(), 3);
    // Nothing found is exit code 1.
    desk.line("glossary list nothing-like-it").ended(1);
}

#[test]
fn merging_takes_concepts_away_and_undoing_brings_them_back() {
    let desk = desk_with_concepts();
    let merge = ["glossary", "merge", "Hanoï", "Hanoi (ville)"];
    desk.run(merge.iter().chain(&["--dry-run"])).done();
    assert_eq!(listed(&desk, "").len(), 3);
    desk.run(merge).done();
    let after = listed(&desk, "Hanoi");
    assert_eq!(listed(&desk, "").len(), 2);
    assert_eq!(after[0]["terms"]["fr"].as_array().map(Vec::len), Some(2));
    desk.line("glossary undo Hanoï").done();
    assert_eq!(listed(&desk, "").len(), 3);
    // A part that leaves nothing behind is no part.
    let all = ["état de droit", "rule of law"];
    desk.run(["glossary", "split", "état de droit"].iter().chain(&all))
        .ended(2);
    assert_eq!(listed(&desk, "").len(), 3);
}

#[test]
fn concepts_are_added_and_named_by_id_where_terms_are_shared() {
    let desk = desk_with_concepts();
    desk.run([
        "glossary",
        "add",
        "Hanoï",
        "Ha Noi",
        "--to",
        "en",
        "--subject",
        "villes",
    ])
    .done();
    let ran = desk.line("glossary accept Hanoï").ended(2);
    assert!(ran.stderr.contains("2 concepts"), "{}", ran.stderr);
    let ids: Vec<String> = listed(&desk, "Hanoï")
        .iter()
        .map(|concept| concept["id"].as_str().unwrap_or_default().to_owned())
        .collect();
    desk.line(&format!("glossary merge {} {}", ids[0], ids[1]))
        .done();
    assert_eq!(listed(&desk, "").len(), 3);
}

#[test]
fn what_differs_is_told_with_an_exit_code() {
    let desk = desk_with_concepts();
    desk.line("export before.tbx").done();
    desk.line("glossary diff before.tbx before.tbx").done();
    desk.run(["glossary", "add", "loi", "law", "--to", "en"])
        .done();
    desk.run(["glossary", "reject", "Hanoi (ville)"]).done();
    desk.line("export after.tbx").done();
    let ran = desk.line("glossary diff before.tbx after.tbx").ended(1);
    let signs: Vec<&str> = ran
        .stdout
        .lines()
        .filter_map(|line| line.get(..1))
        .collect();
    assert_eq!(signs, ["-", "+"], "{}", ran.stdout);
    let ran = desk
        .line("glossary diff before.tbx after.tbx --json")
        .ended(1);
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(found["added"][0]["terms"]["en"][0]["text"], "law");
    assert_eq!(found["same"], 2);
    // A file against the project.
    desk.line("glossary diff after.tbx --content-only").ended(1);
}

#[test]
fn every_format_takes_the_terms_there_and_back() {
    let desk = desk_with_concepts();
    let pairs = |project: &str| -> Vec<String> {
        let ran = desk
            .line(&format!("glossary list --json --project {project}"))
            .done();
        let mut pairs: Vec<String> = ran
            .stdout
            .lines()
            .map(|line| {
                let concept: serde_json::Value = serde_json::from_str(line).expect("a concept");
                let term = |tag: &str| concept["terms"][tag][0]["text"].to_string();
                format!("{} = {}", term("fr"), term("en"))
            })
            .collect();
        pairs.sort();
        pairs
    };
    let ours = pairs("project.bitext");
    for (format, file) in [
        ("tsv", "a.tsv"),
        ("csv", "a.csv"),
        ("xlsx", "a.xlsx"),
        ("tbx", "a.tbx"),
        ("tbx-dca", "b.tbx"),
        ("tbx-dct", "c.tbx"),
        ("omegat", "a.utf8"),
        ("memoq", "m.csv"),
        ("multiterm", "a.xml"),
        ("google", "g.csv"),
        ("deepl", "d.csv"),
        ("utx", "a.utx"),
    ] {
        let ran = desk
            .line(&format!(
                "export {file} --format {format} --from fr --to en"
            ))
            .done();
        assert!(
            ran.stderr.contains("3 concepts"),
            "{format}: {}",
            ran.stderr
        );
        let project = format!("{format}.bitext");
        let languages = if format == "omegat" {
            "--from fr --to en"
        } else {
            ""
        };
        desk.line(&format!("import {file} --project {project} {languages}"))
            .done();
        assert_eq!(pairs(&project), ours, "{format}");
    }
}

#[test]
fn a_file_that_is_no_glossary_is_refused_with_a_reason() {
    let desk = Desk::new();
    desk.write("page.xml", "<html><body/></html>");
    desk.write("cut.tbx", "<martif type=\"TBX\"><text><body><termEntry>");
    desk.write("zip.xlsx", "PK\u{3}\u{4}nothing");
    for (file, word) in [
        ("page.xml", "root"),
        ("cut.tbx", "ends inside"),
        ("zip.xlsx", "workbook"),
    ] {
        let ran = desk.line(&format!("import {file}")).ended(2);
        assert!(
            ran.stderr.contains(file) && ran.stderr.contains(word),
            "{}",
            ran.stderr
        );
        assert!(!desk.path("project.bitext").exists(), "{file}");
    }
}

#[test]
fn terms_are_found_in_documents_in_any_inflection() {
    let desk = Desk::new();
    desk.run([
        "glossary",
        "add",
        "preuve numérique",
        "digital evidence",
        "--from",
        "fr",
        "--to",
        "en",
    ])
    .done();
    desk.run([
        "glossary", "add", "preuve", "evidence", "--from", "fr", "--to", "en",
    ])
    .done();
    desk.write(
        "note.txt",
        "Les juges ont partagé des preuves souvent numériques.\nCes preuves numériques ont servi à l'enquête.\n",
    );
    let ran = desk
        .run([
            "glossary", "find", "note.txt", "--lang", "fr", "--to", "en", "--json",
        ])
        .done();
    let found: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    let texts: Vec<&str> = found.iter().filter_map(|of| of["text"].as_str()).collect();
    assert_eq!(texts, ["preuves souvent numériques", "preuves numériques"]);
    assert_eq!(found[0]["interrupted"], true);
    assert_eq!(found[1]["targets"][0], "digital evidence");
    assert_eq!(found[1]["line"], 2);
    desk.write("autre.txt", "Il pleut encore sur la côte.\n");
    desk.run(["glossary", "find", "autre.txt", "--lang", "fr"])
        .ended(1);
}

/// The links of an export that lead to no entry of it.
fn dangling(tbx: &str) -> Vec<String> {
    let values = |name: &str| -> Vec<String> {
        tbx.split(&format!(" {name}=\""))
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect()
    };
    let ids = values("id");
    let targets = values("target").into_iter();
    targets.filter(|target| !ids.contains(target)).collect()
}

/// Whatever people decide, no export has a link that leads nowhere, and undoing brings the links back.
#[test]
fn links_follow_merges_and_lead_nowhere_in_no_export() {
    let desk = Desk::new();
    desk.write(
        "terms.tsv",
        "term\tequivalents_en\tstatus\tlanguage\tid\trelations\n\
         droit\tlaw\tapproved\tfr\tlaw\t\n\
         loi\tstatute\tapproved\tfr\tstatute\tbroader:law\n\
         décret\tdecree\tapproved\tfr\tdecree\tbroader:statute | related:law\n",
    );
    desk.line("import terms.tsv").done();
    let export = || {
        desk.line("export out.tbx").done();
        desk.text("out.tbx")
    };
    let links = |tbx: &str| tbx.matches(" target=").count();
    let before = export();
    assert_eq!((links(&before), dangling(&before).len()), (3, 0));
    desk.line("glossary merge law statute").done();
    let merged = export();
    assert!(dangling(&merged).is_empty(), "{merged}");
    assert_eq!(links(&merged), 2, "{merged}");
    desk.line("glossary undo law").done();
    assert_eq!(export(), before);
    desk.line("glossary reject law").done();
    let rejected = export();
    assert!(dangling(&rejected).is_empty(), "{rejected}");
    // A table of what is left comes back without costing the links that it could not show.
    desk.line("export left.tsv").done();
    desk.line("import left.tsv").done();
    desk.line("glossary restore law").done();
    assert_eq!(links(&export()), 3);
}
