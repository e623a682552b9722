//! Lemmas and forms with the compiled-in lexicons, and damaged lexicons.

use super::*;
use crate::language::tagger::Tag;
use crate::language::{DecodeError, Language};
use proptest::prelude::*;

fn french() -> &'static Lemmatiser {
    Lemmatiser::for_language(&Language::french()).expect("compiled in")
}

fn english() -> &'static Lemmatiser {
    Lemmatiser::for_language(&Language::english()).expect("compiled in")
}

const M: Option<Gender> = Some(Gender::Masculine);
const F: Option<Gender> = Some(Gender::Feminine);
const S: Option<Number> = Some(Number::Singular);
const P: Option<Number> = Some(Number::Plural);

#[test]
fn french_lemmas() {
    for (word, tag, lemma) in [
        ("infrastructures", Tag::Noun, "infrastructure"),
        ("chevaux", Tag::Noun, "cheval"),
        ("droits", Tag::Noun, "droit"),
        ("États", Tag::Noun, "état"),
        ("avocates", Tag::Noun, "avocate"),
        ("directrices", Tag::Noun, "directrice"),
        ("yeux", Tag::Noun, "œil"),
        ("œuvres", Tag::Noun, "œuvre"),
        ("oeuvres", Tag::Noun, "œuvre"),
        ("pays", Tag::Noun, "pays"),
        ("fils", Tag::Noun, "fils"),
        ("nationaux", Tag::Adj, "national"),
        ("nationales", Tag::Adj, "national"),
        ("organisée", Tag::Adj, "organisé"),
        ("organisée", Tag::Verb, "organiser"),
        ("sont", Tag::Aux, "être"),
        ("visant", Tag::Verb, "viser"),
        ("du", Tag::AdpDet, "de"),
        ("Aux", Tag::AdpDet, "à"),
        ("qu’", Tag::Sconj, "que"),
        ("-t-il", Tag::Pron, "il"),
        ("n'", Tag::Adv, "ne"),
        // Nobody's lexicon has these.
        ("cyberattaques", Tag::Noun, "cyberattaque"),
        ("cybercriminels", Tag::Noun, "cybercriminel"),
        ("narcotrafiquants", Tag::Noun, "narcotrafiquant"),
        ("sous-préfets", Tag::Noun, "sous-préfet"),
        ("ONGs", Tag::Noun, "ONG"),
        ("ONUDC", Tag::Noun, "ONUDC"),
        ("blockchains", Tag::Noun, "blockchain"),
        // Capitals, with accents and without.
        ("CONVENTIONS", Tag::Noun, "convention"),
        ("SÉCURITÉ", Tag::Noun, "sécurité"),
        ("SECURITE", Tag::Noun, "sécurité"),
        ("Etats", Tag::Noun, "état"),
        // What is no word stays.
        ("Hanoï", Tag::Propn, "Hanoï"),
        ("12,5", Tag::Num, "12,5"),
        ("…", Tag::Punct, "…"),
    ] {
        assert_eq!(french().lemma(word, tag), lemma, "{word} {tag}");
    }
}

#[test]
fn english_lemmas() {
    for (word, tag, lemma) in [
        ("policies", Tag::Noun, "policy"),
        ("children", Tag::Noun, "child"),
        ("analyses", Tag::Noun, "analysis"),
        ("States", Tag::Noun, "state"),
        ("went", Tag::Verb, "go"),
        ("installed", Tag::Verb, "install"),
        ("stopping", Tag::Verb, "stop"),
        ("making", Tag::Verb, "make"),
        ("lied", Tag::Verb, "lie"),
        ("is", Tag::Aux, "be"),
        ("larger", Tag::Adj, "large"),
        ("best", Tag::Adj, "good"),
        ("cyberattacks", Tag::Noun, "cyberattack"),
        ("ransomwares", Tag::Noun, "ransomware"),
        ("NGOs", Tag::Noun, "NGO"),
        ("Hanoi", Tag::Propn, "Hanoi"),
    ] {
        assert_eq!(english().lemma(word, tag), lemma, "{word} {tag}");
    }
}

#[test]
fn gender_and_number_are_told_as_far_as_the_form_tells() {
    for (word, tag, gender, number) in [
        ("infrastructures", Tag::Noun, F, P),
        ("droit", Tag::Noun, M, S),
        ("pays", Tag::Noun, M, None),
        ("critiques", Tag::Adj, None, P),
        ("nationales", Tag::Adj, F, P),
        ("partagées", Tag::Verb, F, P),
        ("cyberattaques", Tag::Noun, F, P),
        ("cybersécurité", Tag::Noun, F, S),
        ("dans", Tag::Adp, None, None),
    ] {
        assert_eq!(
            french().morphology(word, tag),
            Morphology::new(gender, number),
            "{word}"
        );
    }
    assert_eq!(english().morphology("policies", Tag::Noun).number, P);
}

#[test]
fn forms_agree_and_keep_their_capitals() {
    for (adjective, gender, number, form) in [
        ("national", Gender::Feminine, Number::Plural, "nationales"),
        ("nationales", Gender::Masculine, Number::Plural, "nationaux"),
        (
            "numériques",
            Gender::Feminine,
            Number::Singular,
            "numérique",
        ),
        ("vieux", Gender::Feminine, Number::Singular, "vieille"),
        (
            "International",
            Gender::Feminine,
            Number::Singular,
            "Internationale",
        ),
        ("PUBLIC", Gender::Feminine, Number::Plural, "PUBLIQUES"),
    ] {
        assert_eq!(french().agree(adjective, gender, number), form);
    }
    for (word, tag, singular) in [
        ("avocates", Tag::Noun, "avocate"),
        ("Nations", Tag::Propn, "Nation"),
        ("Seychelles", Tag::Propn, "Seychelles"),
        ("cyberattaques", Tag::Noun, "cyberattaque"),
        ("réseaux", Tag::Noun, "réseau"),
        ("yeux", Tag::Noun, "œil"),
        ("ONGs", Tag::Noun, "ONG"),
        ("pays", Tag::Noun, "pays"),
        ("souvent", Tag::Adv, "souvent"),
    ] {
        assert_eq!(french().singular(word, tag), singular);
    }
}

#[test]
fn phrases_become_singular_with_their_agreement() {
    use Tag::{Adj, Adp, AdpDet, Cconj, Noun, Verb};
    let cases: [(&[(&str, Tag)], &str); 10] = [
        (
            &[("infrastructures", Noun), ("critiques", Adj)],
            "infrastructure critique",
        ),
        (&[("États", Noun), ("parties", Noun)], "État partie"),
        (&[("droits", Noun), ("nationaux", Adj)], "droit national"),
        (
            &[("anciennes", Adj), ("colonies", Noun)],
            "ancienne colonie",
        ),
        (
            &[
                ("systèmes", Noun),
                ("d'", Adp),
                ("information", Noun),
                ("critiques", Adj),
            ],
            "système d' information critique",
        ),
        (
            &[
                ("droits", Noun),
                ("des", AdpDet),
                ("personnes", Noun),
                ("handicapées", Adj),
            ],
            "droit des personnes handicapées",
        ),
        (
            &[
                ("droits", Noun),
                ("économiques", Adj),
                ("et", Cconj),
                ("sociaux", Adj),
            ],
            "droit économique et social",
        ),
        (
            &[("droits", Noun), ("et", Cconj), ("libertés", Noun)],
            "droits et libertés",
        ),
        (
            &[("preuves", Noun), ("recueillies", Verb)],
            "preuve recueillie",
        ),
        (&[("souvent", Tag::Adv)], "souvent"),
    ];
    for (words, singular) in cases {
        assert_eq!(french().singular_phrase(words).join(" "), singular);
    }
    let english_phrase = [
        ("critical", Adj),
        ("infrastructures", Noun),
        ("of", Adp),
        ("States", Noun),
    ];
    assert_eq!(
        english().singular_phrase(&english_phrase).join(" "),
        "critical infrastructure of States"
    );
}

#[test]
fn languages_without_a_lexicon_have_no_lemmatiser() {
    assert!(Lemmatiser::for_language(&"de".parse().unwrap()).is_none());
    assert!(Lemmatiser::for_language(&"fr-CA".parse().unwrap()).is_some());
}

/// A lexicon of a few words.
fn small() -> FormLexiconBuilder {
    let mut builder = FormLexiconBuilder::new();
    for (plural, singular) in [
        ("mots", "mot"),
        ("sacs", "sac"),
        ("lots", "lot"),
        ("pots", "pot"),
    ] {
        builder.add(plural, Class::Noun, singular, Morphology::new(M, P));
        builder.add(singular, Class::Noun, singular, Morphology::new(M, S));
    }
    builder.saw("mots", Class::Noun, "mot");
    builder
}

#[test]
fn a_lexicon_is_read_back_and_its_endings_serve_unknown_words() {
    let bytes = small().build().unwrap();
    assert_eq!(bytes, small().build().unwrap());
    let lexicon = FormLexicon::decode(&bytes).unwrap();
    let reading = lexicon.readings("mots")[0];
    assert_eq!(lexicon.lemma("mots", reading).as_deref(), Some("mot"));
    assert_eq!(lexicon.forms("mot", Class::Noun).len(), 2);
    let guess = lexicon.guess("bits", Class::Noun).unwrap();
    assert_eq!(lexicon.lemma("bits", guess).as_deref(), Some("bit"));
    assert!(lexicon.readings("inconnu").is_empty());
}

#[test]
fn damaged_lexicons_are_refused() {
    let bytes = small().build().unwrap();
    for cut in 0..bytes.len() {
        assert!(FormLexicon::decode(&bytes[..cut]).is_err());
    }
    assert_eq!(
        FormLexicon::decode(b"PK\x03\x04").err(),
        Some(DecodeError::Magic("lexicon"))
    );
    for place in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[place] ^= 1;
        assert!(FormLexicon::decode(&altered).is_err(), "byte {place}");
    }
}

proptest! {
    #[test]
    fn any_word_has_a_lemma_and_a_singular(word in "\\PC{0,12}|[A-Zœé'-]{1,9}s?", tag in 0..Tag::ALL.len()) {
        let tag = Tag::ALL[tag];
        for lemmatiser in [french(), english()] {
            let lemma = lemmatiser.lemma(&word, tag);
            prop_assert!(word.is_empty() || !lemma.is_empty());
            let _ = lemmatiser.singular(&word, tag);
            let _ = lemmatiser.agree(&word, Gender::Feminine, Number::Plural);
        }
    }
}
