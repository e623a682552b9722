//! The aligner as a whole, on small texts of its own.

use super::*;
use proptest::prelude::*;

fn segments<'a>(texts: &'a [&'a str]) -> Vec<Segment<'a>> {
    texts
        .iter()
        .map(|text| Segment { text, paragraph: 0 })
        .collect()
}

fn align_texts(source: &[&str], target: &[&str], lexicons: &[&Lexicon]) -> Vec<String> {
    let pair = Pair {
        source: segments(source),
        target: segments(target),
    };
    align(&[pair], &Language::french(), &Language::english(), lexicons).beads[0]
        .iter()
        .map(|bead| {
            let text = bead.to_string();
            text[..text.rfind(':').unwrap()].to_owned()
        })
        .collect()
}

const FRENCH: [&str; 6] = [
    "Le traité de Lisbourg compte 68 articles.",
    "Il a été négocié pendant cinq ans à Genève et à Nairobi.",
    "La salle était pleine.",
    "Trente États l'ont signé le 12 mai.",
    "Mme Okafor s'est dite satisfaite ; elle a remercié les délégués.",
    "Le secrétariat ouvrira un bureau à Nairobi en 2027.",
];

const ENGLISH: [&str; 6] = [
    "The Treaty of Lisbourg has 68 articles.",
    "It was negotiated for five years.",
    "The talks took place in Geneva and Nairobi.",
    "Thirty States signed it on 12 May.",
    "Ms Okafor said she was satisfied and thanked the delegates.",
    "The secretariat will open an office in Nairobi in 2027.",
];

/// A lexicon of a few words, all of them sure.
fn lexicon() -> Lexicon {
    let entry = |(french, english): &(&str, &str)| {
        ((*french).to_owned(), (*english).to_owned(), 0.9, Some(0.9))
    };
    Lexicon::from_entries(WORDS.iter().map(entry))
}

const WORDS: [(&str, &str); 20] = [
    ("le", "the"),
    ("pendant", "for"),
    ("cinq", "five"),
    ("ans", "years"),
    ("négocié", "negotiated"),
    ("traité", "treaty"),
    ("à", "in"),
    ("genève", "geneva"),
    ("nairobi", "nairobi"),
    ("salle", "room"),
    ("pleine", "full"),
    ("et", "and"),
    ("trente", "thirty"),
    ("signé", "signed"),
    ("mai", "may"),
    ("elle", "she"),
    ("remercié", "thanked"),
    ("bureau", "office"),
    ("ouvrira", "open"),
    ("en", "in"),
];

#[test]
fn a_sentence_that_became_two_is_one_bead() {
    let source: Vec<&str> = [&FRENCH[..2], &FRENCH[3..]].concat();
    let beads = align_texts(&source, &ENGLISH, &[&lexicon()]);
    assert_eq!(
        beads,
        ["[0]:[0]", "[1]:[1,2]", "[2]:[3]", "[3]:[4]", "[4]:[5]"]
    );
}

#[test]
fn a_passage_that_one_side_lacks_is_left_out_whole() {
    let source: Vec<&str> = [&FRENCH[..2], &FRENCH[5..]].concat();
    let beads = align_texts(&source, &ENGLISH, &[&lexicon()]);
    assert_eq!(
        beads,
        ["[0]:[0]", "[1]:[1,2]", "[]:[3]", "[]:[4]", "[2]:[5]"]
    );
}

#[test]
fn names_numbers_and_cognates_are_enough_where_there_is_no_lexicon() {
    let beads = align_texts(&FRENCH, &ENGLISH, &[]);
    for bead in ["[0]:[0]", "[3]:[3]", "[4]:[4]", "[5]:[5]"] {
        assert!(beads.contains(&bead.to_owned()), "{bead} in {beads:?}");
    }
}

#[test]
fn a_moved_passage_is_pointed_out_on_both_sides() {
    let source: Vec<&str> = FRENCH.iter().chain(&MOVED_FRENCH).copied().collect();
    let target: Vec<&str> = MOVED_ENGLISH.iter().chain(&ENGLISH).copied().collect();
    let pair = Pair {
        source: segments(&source),
        target: segments(&target),
    };
    let beads = &align(
        &[pair],
        &Language::french(),
        &Language::english(),
        &[&lexicon()],
    )
    .beads[0];
    let of_source = |segment: usize| beads.iter().find(|bead| bead.source.contains(&segment));
    let of_target = |segment: usize| beads.iter().find(|bead| bead.target.contains(&segment));
    for segment in 0..MOVED_FRENCH.len() {
        let (here, there) = (FRENCH.len() + segment, segment);
        assert_eq!(
            of_source(here).and_then(|bead| bead.crossing),
            Some(there),
            "{beads:?}"
        );
        assert_eq!(
            of_target(there).and_then(|bead| bead.crossing),
            Some(here),
            "{beads:?}"
        );
    }
    assert!(of_source(0).is_some_and(|bead| bead.crossing.is_none()));
}

const MOVED_FRENCH: [&str; 2] = [
    "Zanzibar et Tombouctou ont rejoint Reykjavik et Valparaiso en 1998.",
    "Le capitaine Vandermeulen photographia 4711 pingouins sur Kerguelen.",
];

const MOVED_ENGLISH: [&str; 2] = [
    "Zanzibar and Tombouctou joined Reykjavik and Valparaiso in 1998.",
    "Captain Vandermeulen photographed 4711 penguins on Kerguelen.",
];

#[test]
fn paragraphs_are_not_joined_when_words_do_not_ask_for_it() {
    let texts = ["Un mot.", "Deux mots.", "Trois mots.", "Quatre mots."];
    let source: Vec<Segment<'_>> = texts
        .iter()
        .zip([0, 0, 1, 1])
        .map(|(text, paragraph)| Segment { text, paragraph })
        .collect();
    let pair = Pair {
        source: source.clone(),
        target: source[1..].to_vec(),
    };
    let beads = align(&[pair], &Language::french(), &Language::english(), &[])
        .beads
        .remove(0);
    assert!(
        beads
            .iter()
            .all(|bead| bead.source.start >= 2 || bead.source.end <= 2),
        "{beads:?}"
    );
}

#[test]
fn empty_sides_and_blank_segments_are_covered() {
    assert_eq!(align_texts(&[], &[], &[]), Vec::<String>::new());
    assert_eq!(align_texts(&["Un."], &[], &[]), ["[0]:[]"]);
    assert_eq!(align_texts(&[], &["One.", ""], &[]), ["[]:[0]", "[]:[1]"]);
    assert_eq!(
        align_texts(&["", "Un.", ""], &["One."], &[])
            .last()
            .map(|last| last.contains(']')),
        Some(true)
    );
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let pair = || Pair {
        source: segments(&FRENCH),
        target: segments(&ENGLISH),
    };
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            align(
                &[pair(), pair()],
                &Language::french(),
                &Language::english(),
                &[],
            )
        })
    };
    assert_eq!(run(1).beads, run(4).beads);
}

#[test]
fn words_of_a_bead_are_linked() {
    let pair = Pair {
        source: segments(&FRENCH),
        target: segments(&ENGLISH),
    };
    let alignment = align(
        &[pair],
        &Language::french(),
        &Language::english(),
        &[&lexicon()],
    );
    let (source, target) = (FRENCH[3], ENGLISH[3]);
    let links = alignment.words.links(source, target);
    let best = |word: &str| {
        links
            .iter()
            .filter(|link| &source[link.source.clone()] == word)
            .max_by(|one, other| one.probability.total_cmp(&other.probability))
            .map(|link| &target[link.target.clone()])
    };
    assert_eq!(best("Trente"), Some("Thirty"));
    assert_eq!(best("mai"), Some("May"));
    assert_eq!(best("12"), Some("12"));
    assert_eq!(alignment.words.links("", target), []);
}

proptest! {
    #[test]
    fn beads_cover_both_sides_in_order(
        source in proptest::collection::vec("[a-d é]{0,6}", 0..60),
        target in proptest::collection::vec("[a-d é]{0,6}", 0..60),
    ) {
        let source: Vec<&str> = source.iter().map(String::as_str).collect();
        let target: Vec<&str> = target.iter().map(String::as_str).collect();
        let pair = Pair { source: segments(&source), target: segments(&target) };
        let beads = align(&[pair], &Language::french(), &Language::english(), &[]).beads.remove(0);
        let (mut at_source, mut at_target) = (0, 0);
        for bead in &beads {
            prop_assert_eq!(bead.source.start, at_source);
            prop_assert_eq!(bead.target.start, at_target);
            prop_assert!(bead.source.len() <= 4 && bead.target.len() <= 4);
            prop_assert!((0.0..=1.0).contains(&bead.confidence));
            (at_source, at_target) = (bead.source.end, bead.target.end);
        }
        prop_assert_eq!((at_source, at_target), (source.len(), target.len()));
    }
}

/// Stops after a number of documents.
struct Impatient {
    left: std::sync::atomic::AtomicIsize,
    begun: std::sync::atomic::AtomicUsize,
}

impl Watch for Impatient {
    fn begin(&self, segments: usize) {
        self.begun
            .store(segments, std::sync::atomic::Ordering::SeqCst);
    }
    fn advance(&self, _segments: usize) {
        self.left.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
    }
    fn stopped(&self) -> bool {
        self.left.load(std::sync::atomic::Ordering::SeqCst) <= 0
    }
}

#[test]
fn a_run_that_is_stopped_keeps_what_it_has() {
    let pair = || Pair {
        source: segments(&FRENCH),
        target: segments(&ENGLISH),
    };
    let short = Pair {
        source: segments(&FRENCH[..2]),
        target: segments(&ENGLISH[..2]),
    };
    let watch = Impatient {
        left: 1.into(),
        begun: 0.into(),
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let alignment = pool.install(|| {
        align_watched(
            &[short, pair()],
            &Language::french(),
            &Language::english(),
            &[&lexicon()],
            &watch,
        )
    });
    assert_eq!(alignment.finished, [false, true], "the longest first");
    assert!(alignment.beads[0].is_empty());
    let covered: usize = alignment.beads[1]
        .iter()
        .map(|bead| bead.source.len())
        .sum();
    assert_eq!(covered, FRENCH.len());
    let work = watch.begun.load(std::sync::atomic::Ordering::SeqCst);
    assert_eq!(work, 2 * (FRENCH.len() + 2));
}

#[test]
fn what_was_learned_of_words_is_a_lexicon() {
    let units: Vec<(&str, &str)> = FRENCH
        .iter()
        .copied()
        .zip(ENGLISH.iter().copied())
        .collect();
    let words = WordModel::learn(
        &units,
        &Language::french(),
        &Language::english(),
        &[&lexicon()],
    );
    let learned = words.lexicon();
    let best = learned
        .translations("mai")
        .next()
        .map(|(word, _)| word.to_owned());
    assert_eq!(best.as_deref(), Some("may"));
    assert!(
        learned
            .entries()
            .all(|entry| entry.source.chars().any(char::is_alphanumeric))
    );
    let mut written = Vec::new();
    learned.write(&mut written).unwrap();
    let read = Lexicon::read(&written[..]).unwrap();
    assert_eq!(read.len(), learned.len());
}

#[test]
fn strangers_do_not_agree_in_order_and_short_texts_say_nothing() {
    const PORT: [&str; 9] = [
        "Le port est ouvert depuis lundi.",
        "Le ministre a visité les nouveaux bâtiments.",
        "Les travaux ont coûté 12 millions de francs.",
        "La population attendait cette décision.",
        "Une école sera construite près de la gare.",
        "Les entreprises de la région sont satisfaites.",
        "Le gouvernement prépare un autre projet.",
        "Le parlement votera le budget en décembre.",
        "Cette politique est critiquée par les syndicats.",
    ];
    const HARBOUR: [&str; 9] = [
        "The port has been open since Monday.",
        "The minister visited the new buildings.",
        "The work cost 12 million francs.",
        "The population was waiting for this decision.",
        "A school will be built near the station.",
        "The companies of the region are satisfied.",
        "The government is preparing another project.",
        "Parliament will vote the budget in December.",
        "This policy is criticised by the trade unions.",
    ];
    const STRANGER: [&str; 9] = [
        "Whales sing under water.",
        "A song lasts twenty minutes.",
        "Males repeat it for hours.",
        "Nobody knows why.",
        "Sailors took it for ghosts.",
        "Calves learn it from others.",
        "Noise of ships drowns it.",
        "Some fall silent then.",
        "Others sing louder.",
    ];
    let shipped = Lexicon::shipped(&Language::french(), &Language::english()).unwrap();
    let agreement = |target: &[&str]| {
        let pair = Pair {
            source: segments(&PORT),
            target: segments(target),
        };
        let languages = (Language::french(), Language::english());
        agreements(&[pair], &languages.0, &languages.1, &[&shipped])[0]
    };
    let (translation, stranger) = (agreement(&HARBOUR), agreement(&STRANGER));
    assert!(translation.is_right(), "{translation:?}");
    assert!(stranger.is_wrong(), "{stranger:?}");
    assert!(agreement(&HARBOUR[..2]).is_silent());
}
