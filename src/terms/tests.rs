//! The miner as a whole, on small texts of its own.

use super::*;
use crate::language::Language;

fn mined(texts: &[&[&str]]) -> Mined {
    mined_with(texts, &Options::default())
}

fn mined_with(texts: &[&[&str]], options: &Options) -> Mined {
    let texts: Vec<Text<'_>> = texts
        .iter()
        .map(|segments| Text {
            name: "texte",
            segments: segments.to_vec(),
        })
        .collect();
    mine(&texts, &Language::french(), options)
}

fn find<'a>(mined: &'a Mined, term: &str) -> Option<&'a Candidate> {
    mined
        .candidates
        .iter()
        .find(|candidate| candidate.term == term)
}

fn forms(candidate: &Candidate) -> Vec<(&str, usize)> {
    candidate
        .forms
        .iter()
        .map(|form| (form.text.as_str(), form.count))
        .collect()
}

const CYBER: [&str; 6] = [
    "Les infrastructures critiques sont la cible de cyberattaques.",
    "Une infrastructure critique attaquée ralentit tout le pays.",
    "Protéger les infrastructures critiques contre les cyberattaques est l'affaire de l'État de droit.",
    "L'état de droit protège les droits de l'homme ; sans état de droit, pas de droits de l'homme.",
    "L'Observatoire maritime des îles du Nord (OMIN) recense les cyberattaques.",
    "Selon l'OMIN, une cyberattaque est une agression menée par voie informatique.",
];

#[test]
fn inflected_forms_are_one_candidate_in_the_form_of_a_dictionary() {
    let mined = mined(&[&CYBER]);
    let critical = find(&mined, "infrastructure critique").unwrap();
    assert_eq!(
        forms(critical),
        [
            ("infrastructures critiques", 2),
            ("infrastructure critique", 1)
        ]
    );
    assert_eq!((critical.frequency, critical.documents), (3, 1));
    assert_eq!(critical.kind, Kind::Term);
    assert_eq!(critical.pattern, "NOUN ADJ");
    let attack = find(&mined, "cyberattaque").unwrap();
    assert_eq!(attack.frequency, 4);
}

#[test]
fn a_term_that_is_plural_stays_so_and_the_texts_decide_on_capitals() {
    let mined = mined(&[&CYBER]);
    assert!(find(&mined, "droits de l'homme").is_some());
    let state = find(&mined, "état de droit").unwrap();
    assert_eq!(state.frequency, 3);
    assert!(
        forms(state).contains(&("état de droit", 2)),
        "{:?}",
        forms(state)
    );
}

#[test]
fn an_acronym_and_its_full_form_are_one_candidate_across_documents() {
    let mined = mined(&[&CYBER[..5], &CYBER[5..]]);
    let tied = find(&mined, "OMIN").unwrap();
    assert_eq!(tied.kind, Kind::Acronym);
    assert_eq!(
        tied.full_form.as_deref(),
        Some("Observatoire maritime des îles du Nord")
    );
    assert_eq!(tied.acronym.as_deref(), Some("OMIN"));
    assert_eq!((tied.frequency, tied.documents), (3, 2));
    // Its pieces are no candidates of their own.
    assert!(find(&mined, "Observatoire maritime").is_none());
}

#[test]
fn a_foreign_short_form_finds_its_full_form_by_where_it_stands() {
    let full = |texts: &[&[&str]], short: &str| {
        let mined = mined(texts);
        let found = find(&mined, short).and_then(|of| of.full_form.clone());
        found.unwrap_or_default()
    };
    let letters = "Il a écrit en mars à l'Agence régionale de contrôle des barrages (XQV).";
    assert_eq!(
        full(&[&[letters]], "XQV"),
        "Agence régionale de contrôle des barrages"
    );
    let once = "La cour interdit le parti de la société côtière (DTQ), qui fait appel.";
    assert_eq!(full(&[&[once]], "DTQ"), "parti de la société côtière");
    let agent = "Un rapport financé par le ministère breton de la pêche lointaine (ZKW) a paru.";
    assert_eq!(
        full(&[&[agent]], "ZKW"),
        "ministère breton de la pêche lointaine"
    );
    let entry = "XBQJ Mission multidimensionnelle intégrée du Conseil des ports pour la reconstruction des digues et des quais en région bretonne.";
    assert!(full(&[&[entry]], "XBQJ").ends_with("en région bretonne"));
    let twice = [
        "Le mécanisme d'examen de l'application de la charte des ports contre la contrebande (QZX) est lent.",
        "Il soutient la charte des ports contre la contrebande (QZX).",
    ];
    assert_eq!(
        full(&[&twice], "QZX"),
        "charte des ports contre la contrebande"
    );
}

#[test]
fn a_name_that_lists_what_it_is_about_is_a_full_form() {
    let list = "OMISCA L'Organisation mondiale pour l'instruction, les sciences et les arts.";
    // A slip in small letters does not make a word of the acronym.
    let rest = "Le siège de l'omisca. Les experts de l'OMISCA, le statut de l'OMISCA et l'OMISCA.";
    let many = "Selon l'OMISCA, un membre de l'OMISCA quitte l'OMISCA pour un bureau de l'OMISCA.";
    let mined = mined(&[&[
        list,
        rest,
        many,
        "La charte de l'OMISCA et les fonds de l'OMISCA.",
    ]]);
    assert_eq!(
        find(&mined, "OMISCA").unwrap().full_form.as_deref(),
        Some("Organisation mondiale pour l'instruction, les sciences et les arts")
    );
}

#[test]
fn agencies_in_datelines_are_no_terms() {
    let mined =
        mined(&[&["Hanoï, 21 décembre (AVN) - Le traité protège les données personnelles."]]);
    assert!(find(&mined, "AVN").is_none());
    assert!(find(&mined, "données personnelles").is_some());
}

#[test]
fn what_is_listed_is_known_by_its_plural_too() {
    let score = |term: &str, text: &str| find(&mined(&[&[text]]), term).unwrap().score;
    let listed = score(
        "chaîne d'approvisionnement",
        "Les chaînes d'approvisionnement changent.",
    );
    let other = score(
        "chaîne d'instruments",
        "Les chaînes d'instruments changent.",
    );
    assert!(listed > other + 0.1, "{listed} {other}");
}

#[test]
fn candidates_neither_start_nor_end_with_grammar() {
    let grammar = [
        "le", "la", "les", "l'", "de", "des", "du", "d'", "un", "une", "à", "et", "en", "par",
        "contre",
    ];
    for candidate in &mined(&[&CYBER]).candidates {
        for form in &candidate.forms {
            let text = form.text.to_lowercase().replace('\'', "' ");
            let words: Vec<&str> = text.split_whitespace().collect();
            assert!(!grammar.contains(&words[0]), "{}", form.text);
            assert!(!grammar.contains(words.last().unwrap()), "{}", form.text);
        }
    }
}

#[test]
fn complex_prepositions_titles_and_people_are_no_terms() {
    let mined = mined(&[&[
        "La coopération en matière de pêche progresse.",
        "Le président Armel Quintrec a salué la coopération en matière de pêche.",
        "Mme Odile Kervella dirige la coopérative.",
    ]]);
    for candidate in &mined.candidates {
        let term = candidate.term.to_lowercase();
        for piece in ["matière", "quintrec", "mme", "kervella"] {
            assert!(!term.contains(piece), "{term}");
        }
    }
    assert!(find(&mined, "coopération").is_some());
}

#[test]
fn a_term_inside_a_longer_one_is_a_part_of_it_and_stays_itself() {
    let mined = mined(&[&[
        "Le partage des preuves numériques aide les enquêteurs.",
        "Une preuve numérique se copie vite.",
    ]]);
    let long = find(&mined, "partage des preuves numériques").unwrap();
    let parts: Vec<&str> = long
        .parts
        .iter()
        .map(|&part| mined.candidates[part].term.as_str())
        .collect();
    assert!(parts.contains(&"preuve numérique"), "{parts:?}");
    assert_eq!(find(&mined, "preuve numérique").unwrap().frequency, 2);
}

#[test]
fn titles_in_capitals_and_broken_words_are_no_terms() {
    let mined = mined(&[&[
        "RAPPORT ANNUEL SUR LA PROTECTION DES OISEAUX",
        "Les infra-",
        "structures portuaires gênent les oiseaux marins.",
        "La protec- tion des oiseaux marins progresse.",
        "Les zones franco- et anglophones en profitent.",
    ]]);
    assert!(find(&mined, "oiseau marin").is_some());
    for candidate in &mined.candidates {
        for piece in ["RAPPORT", "infra", "protec", "tion ", "franco", "structure"] {
            assert!(!candidate.term.contains(piece), "{}", candidate.term);
        }
        assert_ne!(candidate.term, "tion");
    }
}

#[test]
fn the_domain_of_a_ministry_is_no_term_without_it() {
    let mined = mined(&[&[
        "Le ministre des Affaires maritimes a visité le port.",
        "Le ministère des Affaires maritimes publie un rapport sur la pêche côtière.",
    ]]);
    assert!(find(&mined, "Affaires maritimes").is_none());
    assert!(find(&mined, "pêche côtière").is_some());
}

#[test]
fn excluded_terms_are_not_proposed() {
    let options = Options {
        excluded: ["infrastructure critique".to_owned()].into(),
        ..Options::default()
    };
    assert!(find(&mined_with(&[&CYBER], &options), "infrastructure critique").is_none());
    assert!(find(&mined_with(&[&CYBER], &options), "cyberattaque").is_some());
}

#[test]
fn the_list_is_ranked_cut_and_the_same_every_time() {
    let (one, other) = (mined(&[&CYBER]), mined(&[&CYBER]));
    let terms = |mined: &Mined| -> Vec<(String, f64)> {
        mined
            .candidates
            .iter()
            .map(|candidate| (candidate.term.clone(), candidate.score))
            .collect()
    };
    assert_eq!(terms(&one), terms(&other));
    assert!(
        one.candidates
            .windows(2)
            .all(|pair| pair[0].score >= pair[1].score)
    );
    assert!((1..=one.candidates.len()).contains(&one.cut));
    assert!(
        one.candidates
            .iter()
            .all(|candidate| (0.0..=1.0).contains(&candidate.score))
    );
}

#[test]
fn nothing_is_mined_from_nothing() {
    assert!(mined(&[]).candidates.is_empty());
    assert!(mined(&[&["", " ", "— !"]]).candidates.is_empty());
}
