//! Training, the model file, and the compiled-in taggers on sentences of our own.

use super::*;
use crate::language::conllu::{Sentence, Treebank};
use crate::language::{Analyser, DecodeError, Language, tokens};
use proptest::prelude::*;

/// A treebank of sentences given as `word/TAG word/TAG …`.
fn treebank(lines: &[&str]) -> Vec<Sentence> {
    let mut text = String::new();
    for line in lines {
        for (number, item) in (1..).zip(line.split(' ')) {
            let (word, tag) = item.split_once('/').unwrap();
            text += &format!("{number}\t{word}\t{word}\t{tag}\t_\t_\t0\tdep\t_\t_\n");
        }
        text.push('\n');
    }
    Treebank::new(text.as_bytes(), "own")
        .map(Result::unwrap)
        .collect()
}

fn small() -> Vec<Sentence> {
    treebank(&[
        "la/DET belle/ADJ ferme/VERB le/DET voile/NOUN",
        "la/DET ferme/NOUN est/AUX belle/ADJ",
        "le/DET juge/NOUN voile/VERB la/DET belle/ADJ statue/NOUN",
        "elle/PRON juge/VERB la/DET ferme/NOUN belle/ADJ",
        "il/PRON ferme/VERB la/DET voile/NOUN",
        "le/DET juge/NOUN statue/VERB",
    ])
}

#[test]
fn training_learns_and_repeats_itself_to_the_byte() {
    let model = train(&small(), None, &TrainOptions::default());
    let accuracy = evaluate(&model, &small(), None);
    assert_eq!((accuracy.words, accuracy.right), (27, 27));
    let again = train(&small(), None, &TrainOptions::default());
    assert_eq!(model.encode(), again.encode());
    let other = TrainOptions {
        passes: 1,
        trainings: 1,
        ..TrainOptions::default()
    };
    assert_ne!(model.encode(), train(&small(), None, &other).encode());
    // In another place than any that was learned.
    let tags = model.tag(["le", "juge", "ferme", "la", "voile"], None);
    assert_eq!(tags, [Tag::Det, Tag::Noun, Tag::Verb, Tag::Det, Tag::Noun]);
}

#[test]
fn training_on_nothing_gives_a_model_that_still_tags() {
    let model = train(&[], None, &TrainOptions::default());
    assert_eq!(model.features(), 0);
    assert_eq!(model.tag(["mot", ""], None).len(), 2);
    assert_eq!(model.tag([], None), []);
}

#[test]
fn models_are_read_back_and_damaged_ones_refused() {
    let bytes = train(&small(), None, &TrainOptions::default()).encode();
    let model = Model::decode(&bytes).unwrap();
    assert_eq!(model.encode(), bytes);
    assert_eq!(evaluate(&model, &small(), None).right, 27);
    assert_eq!(Model::decode(b"").err(), Some(DecodeError::Magic("tagger")));
    for cut in 5..bytes.len() {
        assert_eq!(
            Model::decode(&bytes[..cut]).err(),
            Some(DecodeError::Checksum("tagger"))
        );
    }
    for place in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[place] ^= 0x10;
        assert!(Model::decode(&altered).is_err(), "byte {place}");
    }
}

#[test]
fn a_model_keeps_to_the_lexicon_of_its_training() {
    let model = train(&small(), None, &TrainOptions::default());
    let french = Language::french();
    assert!(Analyser::with_tagger(&french, model).is_ok());
    let english = Language::english();
    let lexicon = crate::language::lemma::FormLexicon::for_language(&english);
    let model = train(&small(), lexicon, &TrainOptions::default());
    assert!(!model.fits(None));
    assert_eq!(
        Analyser::with_tagger(&french, model).err(),
        Some(DecodeError::Lexicon)
    );
}

/// Tags as `word/TAG`.
fn tagged(text: &str, language: &Language) -> String {
    let own = tokens(text, language);
    let tags = Analyser::for_language(language).unwrap().tags(text, &own);
    let items = own
        .iter()
        .zip(tags)
        .map(|(token, tag)| format!("{}/{tag}", token.of(text)));
    items.collect::<Vec<_>>().join(" ")
}

#[test]
fn french_sentences() {
    let french = Language::french();
    for expected in [
        "La/DET Convention/NOUN de/ADP Hanoï/PROPN renforce/VERB l'/DET état/NOUN de/ADP droit/NOUN ./PUNCT",
        "Les/DET États/NOUN parties/NOUN protègent/VERB les/DET infrastructures/NOUN critiques/ADJ ./PUNCT",
        "Il/PRON parle/VERB du/ADP+DET partage/NOUN des/ADP+DET preuves/NOUN numériques/ADJ ./PUNCT",
        "Nous/PRON avons/AUX reçu/VERB des/DET plaintes/NOUN graves/ADJ ./PUNCT",
        "Le/DET traité/NOUN a/AUX -t-il/PRON été/AUX signé/VERB ?/PUNCT",
        "Le/DET bureau/NOUN auquel/ADP+PRON elle/PRON écrit/VERB est/AUX vaste/ADJ ./PUNCT",
    ] {
        let mut text = String::new();
        let mut places = Vec::new();
        for item in expected.split(' ') {
            let word = item.rsplit_once('/').unwrap().0;
            let glued = text.ends_with('\'') || word.starts_with(['.', '-']);
            if !text.is_empty() && !glued {
                text.push(' ');
            }
            places.push(text.len());
            text += word;
        }
        assert_eq!(tagged(&text, &french), expected);
    }
}

#[test]
fn english_sentences() {
    let english = Language::english();
    assert_eq!(
        tagged(
            "The States Parties shall not share electronic evidence with others.",
            &english
        ),
        "The/DET States/PROPN Parties/PROPN shall/AUX not/PART share/VERB electronic/ADJ \
         evidence/NOUN with/ADP others/NOUN ./PUNCT"
    );
    assert_eq!(
        tagged("It doesn't protect critical infrastructure.", &english),
        "It/PRON does/AUX n't/PART protect/VERB critical/ADJ infrastructure/NOUN ./PUNCT"
    );
}

#[test]
fn tokens_of_ours_take_the_tags_of_the_words_they_hold() {
    let text = [
        ("decision", "NOUN", "SpaceAfter=No"),
        ("-", "PUNCT", "SpaceAfter=No"),
        ("making", "NOUN", "_"),
        ("bodies", "NOUN", "_"),
    ];
    let lines: String = (1..)
        .zip(text)
        .map(|(number, (word, tag, misc))| {
            format!("{number}\t{word}\t{word}\t{tag}\t_\t_\t0\tdep\t_\t{misc}\n")
        })
        .collect();
    let sentences: Vec<Sentence> = Treebank::new(lines.as_bytes(), "own")
        .map(Result::unwrap)
        .collect();
    let english = Language::english();
    let own = retokenised(&sentences[0], &english);
    let seen: Vec<_> = own
        .words
        .iter()
        .map(|word| (word.form.as_str(), word.tag))
        .collect();
    assert_eq!(
        seen,
        [("decision-making", Tag::Noun), ("bodies", Tag::Noun)]
    );
    let mut agreement = Agreement::default();
    agreement.add(&sentences[0], &english);
    assert_eq!(
        agreement,
        Agreement {
            words: 4,
            tokens: 2,
            equal: 1
        }
    );
    assert_eq!(with_own_tokens(sentences, &english).len(), 2);
}

proptest! {
    #[test]
    fn every_token_of_any_text_is_analysed(text in "\\PC{0,60}") {
        for language in [Language::french(), Language::english()] {
            let own = tokens(&text, &language);
            let analyses = Analyser::for_language(&language).unwrap().analyse(&text, &own);
            prop_assert_eq!(analyses.len(), own.len());
        }
    }

    #[test]
    fn no_content_behind_a_right_head_makes_decoding_panic(content: Vec<u8>) {
        let mut bytes = b"BTTG\x01".to_vec();
        bytes.extend_from_slice(&crate::language::bytes::checksum(&content).to_le_bytes());
        bytes.extend_from_slice(&content);
        let _ = Model::decode(&bytes);
    }
}
