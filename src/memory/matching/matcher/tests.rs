//! Scores, substitutions and contexts as a user of the matcher sees them.

use super::super::assess::ALMOST_IDENTICAL;
use super::*;
use crate::memory::unit::UnitId;
use proptest::prelude::*;

fn matcher(sources: &[(&str, &str)]) -> Matcher {
    let mut builder = Matcher::builder(Language::english(), Language::french());
    for (number, (source, target)) in sources.iter().enumerate() {
        let unit = UnitId(number as i64 + 1);
        builder.add(Entry {
            unit,
            source,
            target,
            ..Entry::default()
        });
    }
    builder.finish()
}

fn score(query: &str, source: &str) -> f64 {
    let limits = Limits { min: 0.0, top: 1 };
    matcher(&[(source, "")])
        .matches(query, limits)
        .unwrap()
        .first()
        .map_or(0.0, |found| found.score)
}

#[test]
fn only_identity_is_a_hundred() {
    for (query, source, expected) in [
        ("Save the file", "Save the file", 100.0),
        ("Save the file", "save the file", 99.0),
        ("Save  the file", "Save the file", 99.5),
        ("Save the file ", "Save the file", 99.5),
        (" save the  file", "Save the file", 98.5),
        ("Save <b>it</b>", "Save <i>it</i>", 99.0),
        // Both are placeholders: equal keys, another one.
        ("Save %s", "Save {0}", 99.0),
        ("Save «it»", "Save \"it\"", 99.5),
        ("Caf\u{e9}", "Cafe\u{301}", 99.5),
        ("Save 5 files", "Save 7 files", 99.0),
        ("Save one file", "Save the file", 100.0 * 2.0 / 3.0),
        ("Save one file", "save the file", 100.0 * 2.0 / 3.0 - 1.0),
        ("alpha", "beta", 0.0),
    ] {
        assert_eq!(score(query, source), expected, "{query} / {source}");
    }
}

#[test]
fn numbers_go_into_the_target() {
    let memory = matcher(&[(
        "Pay 1,500 dollars by 3 May.",
        "Payez 1 500 dollars avant le 3 mai.",
    )]);
    let found = memory
        .matches("Pay 2,750 dollars by 4 May.", Limits::default())
        .unwrap();
    assert_eq!((found[0].score, found[0].percent()), (ALMOST_IDENTICAL, 99));
    assert!(found[0].proposal().contains("4 mai"), "{:?}", found[0]);
    // The target lacks the number: nothing is put in, and the penalty shows it.
    let memory = matcher(&[("Open 2 files.", "Ouvrez deux fichiers.")]);
    let found = memory.matches("Open 3 files.", Limits::default()).unwrap();
    assert_eq!((found[0].score, found[0].penalties.number), (99.0, 1.0));
    assert_eq!(found[0].substituted, None);
    // Two sevens become different numbers: which is which in the target is not known.
    let memory = matcher(&[("7 or 7", "7 ou 7")]);
    assert_eq!(
        memory.matches("8 or 9", Limits::default()).unwrap()[0].substituted,
        None
    );
    assert_eq!(
        memory.matches("8 or 8", Limits::default()).unwrap()[0].proposal(),
        "8 ou 8"
    );
}

#[test]
fn identity_comes_before_substitution() {
    let memory = matcher(&[("Level 1", "Niveau 1"), ("Level 2", "Niveau 2")]);
    let found = memory
        .matches("Level 2", Limits { min: 99.0, top: 5 })
        .unwrap();
    let seen: Vec<_> = found
        .iter()
        .map(|found| (found.unit.0, found.proposal()))
        .collect();
    assert_eq!(seen, [(2, "Niveau 2"), (1, "Niveau 2")]);
    assert_eq!((found[0].score, found[1].score), (100.0, ALMOST_IDENTICAL));
    assert_eq!(
        memory
            .matches("Level 2", Limits { min: 70.0, top: 1 })
            .unwrap()[0]
            .unit
            .0,
        2
    );
}

#[test]
fn neighbours_lift_identity() {
    let mut builder = Matcher::builder(Language::english(), Language::french());
    let entry = Entry {
        source: "Yes.",
        target: "Oui.",
        ..Entry::default()
    };
    builder.add(Entry {
        unit: UnitId(1),
        ..entry
    });
    builder.add(Entry {
        unit: UnitId(2),
        previous: Some("Sure?"),
        ..entry
    });
    builder.add(Entry {
        unit: UnitId(3),
        previous: Some("Sure?"),
        next: Some("Go."),
        ..entry
    });
    let memory = builder.finish();
    let query = Query {
        text: "Yes.",
        previous: Some("Sure?"),
        next: Some("Go."),
    };
    let found = memory.matches(query, Limits { min: 70.0, top: 3 }).unwrap();
    let order: Vec<_> = found
        .iter()
        .map(|found| (found.unit.0, found.score))
        .collect();
    assert_eq!(order, [(3, 102.0), (2, 101.0), (1, 100.0)]);
    // No neighbour is no context; another case is no identity.
    let query = Query {
        text: "yes.",
        previous: Some("Sure?"),
        next: None,
    };
    assert_eq!(
        memory.matches(query, Limits { min: 70.0, top: 1 }).unwrap()[0].score,
        99.0
    );
}

#[test]
fn characters_where_there_are_no_spaces() {
    let mut builder = Matcher::builder("zh".parse().unwrap(), Language::english());
    builder.add(Entry {
        source: "网络犯罪公约",
        ..Entry::default()
    });
    let found = builder
        .finish()
        .matches("网络犯罪条约", Limits::default())
        .unwrap()[0]
        .score;
    assert_eq!(found, 100.0 * 5.0 / 6.0);
}

#[test]
fn whole_percents_never_round_up_to_identity() {
    let words: Vec<String> = (0..400)
        .map(|n| format!("w{}x", "ab".repeat(n % 9)))
        .collect();
    let source = words.join(" ");
    let query = format!("{source} more");
    let memory = matcher(&[(&source, "")]);
    let found = memory.matches(query.as_str(), Limits::default()).unwrap();
    assert!(found[0].score > 99.5);
    assert_eq!(found[0].percent(), 99);
}

proptest! {
    #[test]
    fn a_hundred_means_the_same_text(
        query in "[aAb1é’' .<>]{0,12}",
        source in "[aAb1é’' .<>]{0,12}",
    ) {
        let found = score(&query, &source);
        prop_assert!((0.0..=100.0).contains(&found));
        if found == 100.0 {
            prop_assert_eq!(query, source);
        }
    }
}
