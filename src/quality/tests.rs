//! What single rules find and pass over. The seeded errors are in `tests/it/check.rs`.

use super::*;
use crate::language::Language;

fn languages() -> (Language, Language) {
    (Language::french(), Language::english())
}

fn found(source: &str, target: &str, codes: [&[&str]; 2], options: &Options) -> Vec<Rule> {
    let (french, english) = languages();
    let owned = codes.map(|codes| {
        codes
            .iter()
            .map(|code| (*code).to_owned())
            .collect::<Vec<_>>()
    });
    let pair = Pair {
        source,
        target,
        source_language: &french,
        target_language: &english,
        source_codes: &owned[0],
        target_codes: &owned[1],
        confidence: Some(0.9),
    };
    check(&pair, options)
        .into_iter()
        .map(|finding| finding.rule)
        .collect()
}

fn everything() -> Options {
    Options {
        rules: RULES.to_vec(),
        ..Options::default()
    }
}

/// A unit with this on both sides.
fn judged(source: &str, target: &str) -> Vec<Rule> {
    found(source, target, [&[], &[]], &everything())
}

#[test]
fn codes_must_be_the_same() {
    let (source, target) = ("Le port est fermé.", "The harbour is closed.");
    let options = everything();
    let with = |codes| found(source, target, codes, &options);
    assert!(with([&["<b>", "</b>"], &["<b>", "</b>"]]).is_empty());
    assert_eq!(with([&["<b>", "</b>"], &["<b>"]]), [Rule::Tags]);
    assert_eq!(with([&[], &["{1}"]]), [Rule::Tags]);
    // What stands for codes in plain text.
    assert!(
        judged(
            "<a href=\"fr\">Le port</a> %s",
            "<a href=\"en\">The port</a> %1$s"
        )
        .is_empty()
    );
    assert_eq!(judged("Le port {nom}", "The port {name}"), [Rule::Tags]);
    assert!(judged("--fichier <nom>", "--file <name>").is_empty());
    assert!(judged("une baisse de 5 % des prix", "a 5% fall in prices").is_empty());
}

#[test]
fn brackets_that_count_paragraphs_close_nothing() {
    for (source, target) in [
        (
            "la section 2 a) ii) du texte",
            "Section 2(a)(ii) of the text",
        ),
        (
            "a) le prix (net) ; b) la date",
            "(a) the (net) price; (b) the date",
        ),
        (
            "l'alinéa 106.8b), ce montant",
            "paragraph 106.8(b), that amount",
        ),
        ("l'article VIIIc) et k.1)", "Article VIII(c) and (k.1)"),
    ] {
        assert!(judged(source, target).is_empty(), "{source}");
    }
    assert_eq!(judged("le prix (net)", "the price (net"), [Rule::Brackets]);
    assert_eq!(judged("le prix net)", "the net price"), [Rule::Brackets]);
}

#[test]
fn an_end_may_have_a_remark_after_it() {
    assert!(
        judged(
            "Le membre chargé de la loi.",
            "The member charged with the law. (membre)"
        )
        .is_empty()
    );
    assert_eq!(
        judged("Qui est chargé de la loi ?", "He is charged with the law."),
        [Rule::EndPunctuation]
    );
}

#[test]
fn copies_of_names_and_short_texts_are_no_errors() {
    assert!(judged("Lorient", "Lorient").is_empty());
    assert!(judged("AB-12 / Type C", "AB-12 / Type C").is_empty());
    assert_eq!(
        judged("le port est fermé", "le port est fermé"),
        [Rule::Identical]
    );
    assert_eq!(judged("", ""), [Rule::Empty]);
    // A text that is no segment is looked at as a whole alone.
    let long = "le port  ".repeat(10_000);
    assert_eq!(judged(&long, "the port"), [Rule::LengthRatio]);
}

#[test]
fn french_spaces_are_an_option() {
    let (french, english) = languages();
    let judged = |target: &str, french_spacing: bool| {
        let pair = Pair {
            source: "Who comes: he or she?",
            target,
            source_language: &english,
            target_language: &french,
            source_codes: &[],
            target_codes: &[],
            confidence: None,
        };
        let options = Options {
            french_spacing,
            ..everything()
        };
        check(&pair, &options).len()
    };
    assert_eq!(judged("Qui vient : lui ou elle ?", false), 0);
    assert_eq!(judged("Qui vient : lui ou elle ?", true), 1);
    assert_eq!(judged("Qui vient\u{a0}: lui ou elle\u{202f}?", true), 0);
}

#[test]
fn units_are_held_against_earlier_ones() {
    let (french, english) = languages();
    let mut seen = Consistency::default();
    let mut add = |number: u64, source: &str, target: &str| -> Vec<Rule> {
        let pair = Pair {
            source,
            target,
            source_language: &french,
            target_language: &english,
            source_codes: &[],
            target_codes: &[],
            confidence: None,
        };
        let keys = Keys::of(&pair).expect("both sides have text");
        seen.add(number, &keys)
            .into_iter()
            .map(|finding| finding.rule)
            .collect()
    };
    assert!(add(1, "Le port est fermé.", "The harbour is closed.").is_empty());
    assert_eq!(
        add(2, "Le port est fermé.", "The port is shut."),
        [Rule::InconsistentTarget]
    );
    assert_eq!(
        add(3, "La rade est fermée.", "The harbour is closed."),
        [Rule::InconsistentSource]
    );
    assert_eq!(
        add(4, "Le port est fermé", "The harbour is closed"),
        [Rule::NearDuplicate]
    );
    assert_eq!(
        add(5, "Le port est fermé.", "The harbour is closed."),
        [Rule::NearDuplicate]
    );
}

#[test]
fn terms_are_followed_in_any_inflection() {
    let (french, english) = languages();
    let entry = |sources: &[&str], targets: &[&str], forbidden: &[&str]| {
        let owned = |terms: &[&str]| terms.iter().map(|term| (*term).to_owned()).collect();
        let rendering = |term: &&str| Rendering {
            term: (*term).to_owned(),
            is_short: false,
        };
        TermEntry {
            sources: owned(sources),
            targets: targets.iter().map(rendering).collect(),
            forbidden: owned(forbidden),
        }
    };
    let terms = Terminology::new(
        vec![
            entry(
                &["infrastructure critique"],
                &["critical infrastructure"],
                &["vital infrastructure"],
            ),
            entry(
                &["état de droit"],
                &["rule of law", "State governed by the rule of law"],
                &[],
            ),
            entry(
                &["preuve numérique"],
                &["digital evidence", "electronic evidence"],
                &[],
            ),
        ],
        vec!["ONUDC".to_owned()],
        &french,
        &english,
    );
    let mut renderings = Renderings::default();
    let mut judged = |number: u64, source: &str, target: &str| -> Vec<Rule> {
        let pair = Pair {
            source,
            target,
            source_language: &french,
            target_language: &english,
            source_codes: &[],
            target_codes: &[],
            confidence: None,
        };
        let found = terms.check(&pair);
        renderings.add(number, &found.renderings);
        found
            .findings
            .into_iter()
            .map(|finding| finding.rule)
            .collect()
    };
    assert!(
        judged(
            1,
            "Protéger les infrastructures critiques.",
            "Protecting critical infrastructures."
        )
        .is_empty()
    );
    assert_eq!(
        judged(2, "Une infrastructure critique.", "An important facility."),
        [Rule::TermMissing]
    );
    assert_eq!(
        judged(3, "Une infrastructure critique.", "A vital infrastructure."),
        [Rule::TermForbidden]
    );
    assert!(
        judged(
            4,
            "Le respect de l'État de droit.",
            "Respect for the rule of law."
        )
        .is_empty()
    );
    assert!(
        judged(
            5,
            "Les preuves numériques comptent.",
            "Digital evidence counts."
        )
        .is_empty()
    );
    assert!(judged(6, "La preuve numérique compte.", "Digital evidence counts.").is_empty());
    assert!(
        judged(
            7,
            "La preuve numérique compte.",
            "Electronic evidence counts."
        )
        .is_empty()
    );
    assert_eq!(
        judged(8, "Selon l'ONUDC.", "According to the Office."),
        [Rule::DoNotTranslate]
    );
    let inconsistent = terms.inconsistent(&renderings);
    assert_eq!(inconsistent.len(), 1, "{inconsistent:?}");
    assert_eq!(
        (inconsistent[0].0, inconsistent[0].1.rule),
        (7, Rule::TermInconsistent)
    );
}

#[test]
fn names_of_rules_are_read_back() {
    for rule in RULES {
        assert_eq!(rule.name().parse(), Ok(rule));
        assert!(!rule.reason().is_empty());
    }
    assert!("spelling".parse::<Rule>().is_err());
}
