//! The analysis of a short act that has an article of a treaty in its annex, counted by hand.

use crate::data;
use crate::support::Desk;
use serde_json::Value;

/// Words of each segment of `acts_U-2.txt` in French, in order, as a person counts them.
const WORDS: [u64; 20] = [
    10, 5, 2, 2, 5, 7, 8, 55, 3, 25, 21, 10, 1, 67, 3, 29, 3, 80, 38, 32,
];

#[test]
fn a_treaty_is_counted_as_by_hand() {
    let desk = Desk::new();
    let act = data("data/parallel/un-treaties/fr/acts_U-2.txt");
    let mut arguments = vec![std::ffi::OsString::from("analyse"), act.into_os_string()];
    arguments.extend(["--no-memory", "--format", "json"].map(Into::into));
    let ran = desk.run(arguments).done();
    let analysis: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let file = &analysis["files"][0];
    assert_eq!(file["total"]["segments"], WORDS.len());
    assert_eq!(file["total"]["words"], WORDS.iter().sum::<u64>());
    let found: Vec<(&str, u64, u64)> = file["categories"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| {
            let number = |name: &str| row[name].as_u64().expect("a number");
            let category = row["category"].as_str().expect("a word");
            (category, number("segments"), number("words"))
        })
        .filter(|(_, segments, _)| *segments > 0)
        .collect();
    // A heading of two words stands twice; the short title is the heading before it and a full
    // stop: 5 of 6 keys, 83 %.
    assert_eq!(
        found,
        [
            ("repetition", 1, 2),
            ("internal-75-84", 1, 5),
            ("new", 18, 399),
        ]
    );
}
