//! Mending beads, and undoing it.

use super::{beads, first_pair, project, went};
use crate::web::Review;

#[test]
fn beads_are_mended_and_the_memory_is_as_before_when_all_is_undone() {
    let desk = project();
    let before = desk.line("export - --format tmx").done().stdout;
    let whole = beads(&desk);
    let review = Review::start(&desk, &[]);
    let pair = first_pair(&review);
    // A bead with neighbours on both sides.
    let page = review.get(&pair);
    let ids: Vec<&str> = page
        .body
        .split("data-unit=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let at = format!("{pair}&at={}", ids[3]);
    let act = |action: &str| {
        let page = review.get(&at);
        let (unit, previous, next) = (
            page.field("unit"),
            page.field("previous"),
            page.field("next"),
        );
        review.post(
            "/alignments/act",
            &[
                ("unit", &unit),
                ("previous", &previous),
                ("next", &next),
                ("do", action),
                ("back", &at),
            ],
        )
    };
    went(&act("merge-next"));
    let merged = beads(&desk);
    assert_eq!(merged.len(), whole.len() - 1);
    // Cut where the sentences were.
    let page = review.get(&format!("{at}&mode=split"));
    let unit = page.field("unit");
    let area = |name: &str| -> String {
        let rest = page
            .body
            .split(&format!("name=\"{name}\""))
            .nth(1)
            .expect("a field");
        let text = rest
            .split('>')
            .nth(1)
            .expect("its text")
            .split("</textarea")
            .next();
        text.unwrap_or_default()
            .replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&#38;", "&")
    };
    let (source, target) = (area("source"), area("target"));
    assert!(
        source.contains("\n\n") && target.contains("\n\n"),
        "{source}\n--\n{target}"
    );
    went(&review.post(
        "/alignments/act",
        &[
            ("unit", &unit),
            ("do", "split"),
            ("source", &source),
            ("target", &target),
        ],
    ));
    assert!(beads(&desk).len() >= whole.len());
    let signs = |beads: &[(String, String)]| -> usize {
        beads
            .iter()
            .map(|(source, target)| format!("{source}{target}"))
            .map(|text| text.chars().filter(|sign| !sign.is_whitespace()).count())
            .sum()
    };
    assert_eq!(signs(&beads(&desk)), signs(&whole));
    went(&act("target-down"));
    went(&act("accept"));
    went(&act("unlink"));
    let later = format!("{pair}&at={}", ids[8]);
    let unit = review.get(&later).field("unit");
    let realigned = review.post("/alignments/realign", &[("unit", &unit), ("back", &later)]);
    went(&realigned);
    // A stale page is told so.
    let stale = review.post("/alignments/act", &[("unit", &unit), ("do", "accept")]);
    assert!(matches!(stale.status, 303 | 409), "{}", stale.status);
    loop {
        let history = review.get("/history");
        if !history.body.contains("id=\"undo\"") {
            break;
        }
        let undone = review.post("/undo", &[("change", &history.field("change"))]);
        assert_eq!(undone.status, 303, "{}", undone.body);
    }
    drop(review);
    assert_eq!(desk.line("export - --format tmx").done().stdout, before);
}
