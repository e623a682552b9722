//! `check` on real units: a translator's profile stays silent on treaties, but for what is worth a look.

use crate::data;
use crate::support::{Desk, translation_units};
use serde_json::Value;
use std::collections::BTreeSet;

/// Of more than 10,000 units of treaties and of the acts that put them into force, official texts in both
/// languages, fewer than two in a hundred are flagged.
#[test]
fn treaties_are_hardly_flagged() {
    let desk = Desk::new();
    let treaties = data("data/parallel/un-treaties");
    let side = |language: &str| treaties.join(language).into_os_string();
    desk.run([
        "align".into(),
        side("fr"),
        side("en"),
        "-o".into(),
        "treaties.tmx".into(),
    ])
    .done();
    let units = translation_units(&desk.text("treaties.tmx")).len();
    let ran = desk
        .line("check treaties.tmx --format jsonl --limit 100000")
        .ended(1);
    let flagged: BTreeSet<u64> = ran
        .stdout
        .lines()
        .map(|line| {
            let finding: Value = serde_json::from_str(line).expect("JSON");
            finding["unit"].as_u64().expect("a unit")
        })
        .collect();
    assert!(units > 10_000, "{units}");
    assert!(
        flagged.len() * 100 < 2 * units,
        "{} of {units} flagged",
        flagged.len()
    );
}
