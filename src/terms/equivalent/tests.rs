//! Renderings of terms in small bitexts.

use super::*;
use crate::terms::Occurrence;

fn candidate(term: &str, places: &[(usize, Range<usize>)]) -> Candidate {
    let mut candidate = Candidate::bare(term);
    candidate.occurrences = places
        .iter()
        .map(|(segment, bytes)| Occurrence {
            text: 0,
            segment: *segment,
            bytes: bytes.clone(),
            content: 1,
        })
        .collect();
    candidate
}

/// A word of `source` linked to one of `target`, each the first of its kind.
fn link((source, word): (&str, &str), (target, other): (&str, &str), probability: f64) -> Link {
    let find = |text: &str, word: &str| {
        let start = text.find(word).expect("the word is in the text");
        start..start + word.len()
    };
    Link {
        source: find(source, word),
        target: find(target, other),
        probability,
    }
}

/// The places of a phrase in segments.
fn places(segments: &[&str], phrase: &str) -> Candidate {
    let found: Vec<(usize, Range<usize>)> = segments
        .iter()
        .enumerate()
        .filter_map(|(at, segment)| {
            let start = segment.find(phrase)?;
            Some((at, start..start + phrase.len()))
        })
        .collect();
    candidate(phrase, &found)
}

/// The renderings of the first of `terms`: their forms and counts.
fn rendered(
    (french, terms): (&[&str], &[&str]),
    (english, others): (&[&str], &[&str]),
    links: &[(&str, &str, f64)],
) -> Vec<(String, usize)> {
    let (from, to) = (Language::french(), Language::english());
    let sources: Vec<Candidate> = terms.iter().map(|term| places(french, term)).collect();
    let targets: Vec<Candidate> = others.iter().map(|term| places(english, term)).collect();
    let source_text = [Text {
        name: "fr",
        segments: french.to_vec(),
    }];
    let target_text = [Text {
        name: "en",
        segments: english.to_vec(),
    }];
    let of_segment = |_: usize, segment: usize| -> Vec<Link> {
        let (source, target) = (french[segment], english[segment]);
        links
            .iter()
            .filter(|(word, other, _)| source.contains(word) && target.contains(other))
            .map(|(word, other, probability)| link((source, word), (target, other), *probability))
            .collect()
    };
    let found = equivalents(
        Side {
            texts: &source_text,
            candidates: &sources,
            language: &from,
        },
        Side {
            texts: &target_text,
            candidates: &targets,
            language: &to,
        },
        &of_segment,
    );
    found[0]
        .iter()
        .map(|equivalent| (equivalent.term.clone(), equivalent.count))
        .collect()
}

#[test]
fn a_term_finds_the_span_its_words_lead_to_and_not_a_piece_of_it() {
    let found = rendered(
        (&["l'état de droit", "l'état de droit"], &["état de droit"]),
        (
            &["the rule of law", "the rule of law"],
            &["rule of law", "rule", "law"],
        ),
        &[
            ("état", "rule", 0.6),
            ("de", "of", 0.8),
            ("droit", "law", 0.9),
        ],
    );
    assert_eq!(found, [("rule of law".to_owned(), 2)]);
}

#[test]
fn what_leads_elsewhere_is_no_rendering() {
    let links = [("droit", "elsewhere", 0.9)];
    let found = rendered(
        (&["droit"], &["droit"]),
        (&["rule, elsewhere"], &["rule"]),
        &links,
    );
    assert!(found.is_empty(), "{found:?}");
    let none = rendered((&["droit"], &["droit"]), (&["rule"], &["rule"]), &[]);
    assert!(none.is_empty());
}

#[test]
fn all_renderings_are_counted_the_usual_one_first() {
    let found = rendered(
        (&["État", "État", "État"], &["État"]),
        (&["nation", "State", "State"], &["nation", "State"]),
        &[("État", "State", 0.9), ("État", "nation", 0.9)],
    );
    assert_eq!(found, [("State".to_owned(), 2), ("nation".to_owned(), 1)]);
}

#[test]
fn words_that_are_no_candidate_are_taken_as_the_links_have_them() {
    let found = rendered(
        (
            &["la République populaire des Îles"],
            &["République populaire des Îles"],
        ),
        (&["the People's Republic of the Islands"], &["Islands"]),
        &[
            ("République", "Republic", 0.9),
            ("populaire", "People", 0.8),
            ("Îles", "Islands", 0.9),
        ],
    );
    assert_eq!(found, [("People's Republic of the Islands".to_owned(), 1)]);
}

#[test]
fn coordination_is_undone() {
    let found = rendered(
        (&["la juridiction civile"], &["juridiction civile"]),
        (
            &["civil and administrative jurisdiction"],
            &["administrative jurisdiction", "jurisdiction"],
        ),
        &[
            ("juridiction", "jurisdiction", 0.9),
            ("civile", "civil", 0.9),
        ],
    );
    assert_eq!(found[0].0, "civil jurisdiction");
}

#[test]
fn a_name_keeps_what_it_coordinates() {
    let found = rendered(
        (
            &["la Banque pour la reconstruction et le développement"],
            &["Banque pour la reconstruction et le développement"],
        ),
        (&["the Bank for Reconstruction and Development"], &["Bank"]),
        &[
            ("Banque", "Bank", 0.9),
            ("reconstruction", "Reconstruction", 0.9),
            ("développement", "Development", 0.9),
        ],
    );
    assert_eq!(found[0].0, "Bank for Reconstruction and Development");
}

#[test]
fn a_name_goes_on_to_its_end() {
    let found = rendered(
        (
            &["le Gouvernement des États-Unis agit"],
            &["Gouvernement des États-Unis"],
        ),
        (&["the Government of the United States acts"], &[]),
        &[
            ("Gouvernement", "Government", 0.9),
            ("États-Unis", "United", 0.6),
            ("agit", "acts", 0.9),
        ],
    );
    assert_eq!(found[0].0, "Government of the United States");
}

#[test]
fn a_heading_gives_its_capitals_back() {
    let found = rendered(
        (
            &["les relations consulaires", "consulaires"],
            &["relations consulaires"],
        ),
        (
            &["Consular Relations", "consular relations"],
            &["Consular Relations"],
        ),
        &[
            ("relations", "Relations", 0.9),
            ("consulaires", "Consular", 0.9),
        ],
    );
    assert_eq!(found[0].0, "consular relations");
}

#[test]
fn a_word_that_coordination_repeats_is_told_once() {
    let found = rendered(
        (&["le chef d'accusation"], &["chef d'accusation"]),
        (&["a charge or charges of fraud"], &[]),
        &[("chef", "charge", 0.9), ("accusation", "charges", 0.9)],
    );
    assert!(found.iter().all(|(term, _)| term == "charge"), "{found:?}");
}
