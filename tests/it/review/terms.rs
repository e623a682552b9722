//! Deciding on terms, one by one and many at once.

use super::{concepts, project, went};
use crate::web::{Answer, Review};
use serde_json::Value;

#[test]
fn terms_are_decided_recorded_and_taken_back() {
    let desk = project();
    let before = desk.line("glossary list --json").done().stdout;
    let review = Review::start(&desk, &["--reviewer", "Léa"]);
    let page = review.get("/terms");
    let seen = page.field("concept");
    let accepted = review.post(
        "/terms/one",
        &[
            ("concept", &seen),
            ("do", "accept"),
            ("back", "/terms?q=x&done=1"),
        ],
    );
    let number = went(&accepted);
    assert_eq!(
        accepted.header("location"),
        Some(format!("/terms?q=x&done={number}").as_str())
    );
    let approved = concepts(&desk, "approved");
    assert_eq!(approved.len(), 1);
    assert_eq!(approved[0]["history"][0]["by"], "Léa");
    // What was seen is gone: a second decision on it is told so, with who was quicker.
    let late = review.post("/terms/one", &[("concept", &seen), ("do", "reject")]);
    assert_eq!(late.status, 409);
    assert!(late.body.contains("Léa"), "{}", late.body);
    assert_eq!(concepts(&desk, "rejected").len(), 0);

    // Rejected stay rejected when mined again.
    let seen = review.get("/terms").field("concept");
    let id = seen.split('@').next().expect("an id").to_owned();
    went(&review.post("/terms/one", &[("concept", &seen), ("do", "reject")]));
    desk.line("mine").done();
    let rejected = concepts(&desk, "rejected");
    assert_eq!(rejected.len(), 1);
    assert_eq!(rejected[0]["id"], id.as_str());

    // Tomorrow, in another run.
    drop(review);
    let review = Review::start(&desk, &["--reviewer", "Max"]);
    let history = review.get("/history");
    let changes = history.fields("change");
    assert!(history.body.contains("Léa"));
    for change in changes {
        let undone = review.post("/undo", &[("change", &change), ("back", "/history")]);
        assert_eq!(undone.status, 303, "{}", undone.body);
    }
    drop(review);
    assert_eq!(desk.line("glossary list --json").done().stdout, before);
}

#[test]
fn terms_are_merged_split_edited_and_put_to_use() {
    let desk = project();
    let review = Review::start(&desk, &[]);
    let page = review.get("/terms");
    let marks: Vec<String> = page.fields("concept").into_iter().take(2).collect();
    went(&review.post(
        "/terms/marked",
        &[
            ("concept", &marks[0]),
            ("concept", &marks[1]),
            ("do", "merge"),
        ],
    ));
    let id = marks[0].split('@').next().expect("an id").to_owned();
    let gone = marks[1].split('@').next().expect("an id").to_owned();
    let all = concepts(&desk, "candidate");
    assert!(all.iter().all(|concept| concept["id"] != gone.as_str()));

    let shown = |what: &str| {
        let page = review.get(&format!("/terms?status=all&at={id}"));
        let detail = page
            .body
            .split("id=\"detail\"")
            .nth(1)
            .expect("details")
            .to_owned();
        let answer = Answer {
            status: 200,
            head: String::new(),
            body: detail,
        };
        answer.field(what)
    };
    let terms = |language: &str| -> Vec<String> {
        let listed = desk.line("glossary list --json").done().stdout;
        let concept = listed
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("an object"))
            .find(|concept| concept["id"] == id.as_str())
            .expect("the concept");
        concept["terms"][language]
            .as_array()
            .into_iter()
            .flatten()
            .map(|term| term["text"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    went(&review.post(
        "/terms/one",
        &[
            ("concept", &shown("concept")),
            ("do", "add"),
            ("language", "en"),
            ("text", "new «word»"),
        ],
    ));
    assert!(terms("en").contains(&"new «word»".to_owned()));
    went(&review.post(
        "/terms/one",
        &[
            ("concept", &shown("concept")),
            ("do", "usage"),
            ("term", "en|new «word»"),
            ("usage", "deprecated"),
        ],
    ));
    assert!(
        review
            .get(&format!("/terms?status=all&at={id}"))
            .body
            .contains("forbidden")
    );
    went(&review.post(
        "/terms/edit",
        &[
            ("concept", &shown("concept")),
            ("definition", "Une définition."),
            ("subject", "droit"),
            ("notes", "une\r\n\r\ndeux"),
            ("term", "en|new «word»"),
            ("text", "newer"),
            ("pos", "noun"),
            ("type", ""),
        ],
    ));
    assert!(terms("en").contains(&"newer".to_owned()));
    went(&review.post(
        "/terms/split",
        &[("concept", &shown("concept")), ("term", "en|newer")],
    ));
    assert!(!terms("en").contains(&"newer".to_owned()));
    // Every one of them can be taken back, the latest first.
    for _ in 0..5 {
        let change = review.get("/history").field("change");
        assert_eq!(review.post("/undo", &[("change", &change)]).status, 303);
    }
    assert!(
        concepts(&desk, "candidate")
            .iter()
            .any(|concept| concept["id"] == gone.as_str())
    );
}

#[test]
fn a_bulk_decision_does_what_its_preview_showed_or_nothing() {
    let desk = project();
    let review = Review::start(&desk, &[]);
    let preview = review.get("/terms/bulk?status=candidate&acronym=yes&do=accept");
    let (query, digest) = (preview.field("query"), preview.field("digest"));
    let fields = [
        ("query", query.as_str()),
        ("digest", &digest),
        ("do", "accept"),
    ];
    let acronyms = concepts(&desk, "candidate")
        .iter()
        .filter(|concept| concept.to_string().contains("\"acronym\""))
        .count();
    assert!(acronyms > 3);
    // Somebody rejects one of them meanwhile.
    let seen = review
        .get("/terms?status=candidate&acronym=yes")
        .field("concept");
    let rejected = went(&review.post("/terms/one", &[("concept", &seen), ("do", "reject")]));
    assert_eq!(review.post("/terms/bulk", &fields).status, 409);
    assert_eq!(concepts(&desk, "approved").len(), 0);
    let undone = review.post("/undo", &[("change", &rejected.to_string())]);
    assert_eq!(undone.status, 303);
    went(&review.post("/terms/bulk", &fields));
    assert_eq!(concepts(&desk, "approved").len(), acronyms);
}
