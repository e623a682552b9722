//! `concord`: words in context, on either side, in all shapes.

use crate::desk_with_samples;
use crate::support::{Desk, Table};
use serde_json::Value;

fn hits(desk: &Desk, arguments: &[&str]) -> Vec<Value> {
    let mut all = vec!["concord"];
    all.extend(arguments);
    all.extend(["--format", "jsonl"]);
    let ran = desk.run(all);
    assert!(ran.code < 2, "{}", ran.stderr);
    ran.stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("one object a line"))
        .collect()
}

#[test]
fn inflected_forms_of_both_languages_are_found_in_context() {
    let desk = desk_with_samples();
    desk.line("align fr en").done();
    let found = hits(&desk, &["état de droit", "--in", "fr"]);
    assert!(found.len() >= 5, "{}", found.len());
    for hit in &found {
        let keyword = hit["keyword"].as_str().expect("a text").to_lowercase();
        assert!(
            keyword.starts_with("état") && keyword.ends_with("droit"),
            "{keyword}"
        );
        assert_eq!(
            (&hit["side"], &hit["language"]),
            (&"source".into(), &"fr".into())
        );
    }
    // Without accents, the same.
    assert_eq!(
        hits(&desk, &["etat de droit", "--in", "fr"]).len(),
        found.len()
    );
    // One form finds the others; exactly it does not.
    let plural = hits(&desk, &["preuves", "--in", "fr"]);
    let forms: Vec<&str> = plural
        .iter()
        .filter_map(|hit| hit["keyword"].as_str())
        .collect();
    assert!(
        forms.contains(&"preuve") && forms.contains(&"preuves"),
        "{forms:?}"
    );
    let exact = hits(&desk, &["preuves", "--in", "fr", "--exact"]);
    assert!(exact.len() < plural.len() && !exact.is_empty());
    // Words in any order, one side; the other language.
    assert!(!hits(&desk, &["evidence", "digital", "--side", "target"]).is_empty());
    assert_eq!(hits(&desk, &["preuve", "evidence"]).len(), 0);
    desk.line("concord nowheretobefound").ended(1);
    desk.run(["concord", "«"]).ended(2);
}

#[test]
fn filters_sorting_and_shapes() {
    let desk = desk_with_samples();
    desk.line("align fr en").done();
    let all = hits(&desk, &["convention"]).len();
    let one = hits(&desk, &["convention", "--document", "onudc"]);
    assert!(!one.is_empty() && one.len() < all);
    assert!(
        one.iter()
            .all(|hit| hit["document"].as_str().expect("a name").contains("onudc"))
    );
    assert_eq!(
        hits(&desk, &["convention", "--status", "aligned"]).len(),
        all
    );
    assert_eq!(
        hits(&desk, &["convention", "--status", "approved"]).len(),
        0
    );
    assert_eq!(
        hits(&desk, &["convention", "--since", "2000-01-01"]).len(),
        all
    );
    assert_eq!(
        hits(&desk, &["convention", "--before", "2000-01-01"]).len(),
        0
    );
    assert_eq!(hits(&desk, &["convention", "--limit", "2"]).len(), 2);
    let rights: Vec<String> = hits(&desk, &["convention", "--sort", "right"])
        .iter()
        .map(|hit| {
            hit["right"]
                .as_str()
                .expect("a text")
                .trim_start()
                .to_lowercase()
        })
        .collect();
    assert!(rights.len() == all);
    let text = desk.line("concord cyberespace --in fr").done().stdout;
    assert!(
        text.lines().any(|line| line.contains("cyberespace")),
        "{text}"
    );
    let table = Table::read(&desk.line("concord convention --format tsv").done().stdout);
    assert_eq!(table.rows.len(), all);
    assert_eq!(
        table.header[..4],
        ["left", "keyword", "right", "translation"]
    );
    desk.line("concord convention -o hits.xlsx").done();
    assert!(desk.bytes("hits.xlsx").starts_with(b"PK"));
    let first = desk.bytes("hits.xlsx");
    desk.line("concord convention -o hits.xlsx").done();
    assert!(
        first == desk.bytes("hits.xlsx"),
        "the same hits, the same bytes"
    );
    // A TMX file has the same hits, but for those in segments without translation.
    desk.line("export memory.tmx").done();
    let of_tmx = hits(&desk, &["convention", "--memory", "memory.tmx"]).len();
    assert!(of_tmx > all / 2 && of_tmx <= all, "{of_tmx} of {all}");
    let named = hits(
        &desk,
        &[
            "convention",
            "--memory",
            "memory.tmx",
            "--document",
            "onudc",
        ],
    );
    assert!(!named.is_empty() && named.len() <= one.len());
}
