//! `review` from end to end, without a browser: who may do what, decisions and what becomes of them.

mod access;
mod beads;
mod terms;
mod together;

use super::repository;
use crate::support::Desk;
use crate::web::{Answer, Review};
use serde_json::Value;

/// A project with the samples, aligned and mined.
fn project() -> Desk {
    let desk = Desk::new();
    desk.run([
        "align".as_ref(),
        repository("samples/fr").as_os_str(),
        repository("samples/en").as_os_str(),
    ])
    .done();
    desk.line("mine").done();
    desk
}

fn concepts(desk: &Desk, status: &str) -> Vec<Value> {
    let list = desk.line(&format!(
        "glossary list --json --by-score --status {status}"
    ));
    list.stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("one object a line"))
        .collect()
}

/// Every bead as the project has it: its two texts.
fn beads(desk: &Desk) -> Vec<(String, String)> {
    let project = rusqlite::Connection::open(desk.path("project.bitext")).expect("it opens");
    let mut query = project
        .prepare("SELECT source, target FROM units ORDER BY id")
        .expect("a table");
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

/// The page of the samples' first pair.
fn first_pair(review: &Review) -> String {
    let page = review.get("/alignments");
    let rest = page
        .body
        .split("href=\"/alignments?pair=")
        .nth(1)
        .expect("a pair");
    let pair = rest.split(['"', '&']).next().expect("its number");
    format!("/alignments?pair={pair}")
}

#[track_caller]
fn went(answer: &Answer) -> i64 {
    assert_eq!(answer.status, 303, "{}", answer.body);
    let address = answer.header("location").expect("a way back");
    let done = address
        .split("done=")
        .nth(1)
        .expect("the change that was made");
    done.split('&')
        .next()
        .and_then(|done| done.parse().ok())
        .unwrap_or_default()
}
