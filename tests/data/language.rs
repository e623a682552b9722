//! What is known of French and English, measured on treebanks and on books.

use crate::{data, data_text, repository};
use bitext::language::conllu::{Sentence, Treebank};
use bitext::language::lemma::{self, FormLexicon, Lemmatiser};
use bitext::language::tagger::{Agreement, Model, evaluate, retokenised};
use bitext::language::{Language, detect, detect_among};

/// Shares that a treebank is to be met with: tokens (F1), tags of the treebank's words, tags of our
/// tokens, lemmas.
struct Floors {
    tokens: f64,
    tags: f64,
    own_tags: f64,
    lemmas: f64,
}

#[track_caller]
fn assert_known(treebank: &str, language: &Language, floors: &Floors) {
    let text = data_text(&format!("data/treebank/{treebank}.conllu"));
    let sentences: Vec<Sentence> = Treebank::new(text.as_bytes(), treebank)
        .collect::<Result<_, _>>()
        .expect("a treebank");
    let model = repository(&format!("data/tagger/{language}.bin"));
    let model = Model::decode(&std::fs::read(model).expect("a model")).expect("a model");
    let lexicon = FormLexicon::for_language(language);
    assert!(model.fits(lexicon), "the model goes with the lexicon");

    let mut agreement = Agreement::default();
    for sentence in &sentences {
        agreement.add(sentence, language);
    }
    let tokens = 2.0 * agreement.equal as f64 / (agreement.words + agreement.tokens) as f64;
    let own: Vec<Sentence> = sentences
        .iter()
        .map(|sentence| retokenised(sentence, language))
        .collect();
    let lemmatiser = Lemmatiser::for_language(language).expect("a lemmatiser");
    for (what, reached, floor) in [
        ("tokens", tokens, floors.tokens),
        (
            "tags",
            evaluate(&model, &sentences, lexicon).share(),
            floors.tags,
        ),
        (
            "tags of our tokens",
            evaluate(&model, &own, lexicon).share(),
            floors.own_tags,
        ),
        (
            "lemmas",
            lemma::evaluate(lemmatiser, &sentences).share(),
            floors.lemmas,
        ),
    ] {
        assert!(
            reached >= floor,
            "{treebank}, {what}: {reached:.4}, below {floor}"
        );
    }
}

#[test]
fn sequoia() {
    let floors = Floors {
        tokens: 0.996,
        tags: 0.983,
        own_tags: 0.983,
        lemmas: 0.987,
    };
    assert_known("fr_sequoia-ud-test", &Language::french(), &floors);
}

#[test]
fn gsd() {
    let floors = Floors {
        tokens: 0.995,
        tags: 0.965,
        own_tags: 0.964,
        lemmas: 0.988,
    };
    assert_known("fr_gsd-ud-test", &Language::french(), &floors);
}

#[test]
fn french_pud() {
    let floors = Floors {
        tokens: 0.998,
        tags: 0.962,
        own_tags: 0.962,
        lemmas: 0.990,
    };
    assert_known("fr_pud-ud-test", &Language::french(), &floors);
}

#[test]
fn ewt() {
    let floors = Floors {
        tokens: 0.97,
        tags: 0.941,
        own_tags: 0.937,
        lemmas: 0.983,
    };
    assert_known("en_ewt-ud-test", &Language::english(), &floors);
}

/// Lines of the novels with at least so many letters, and their language.
fn lines(least: usize) -> Vec<(String, Language)> {
    let mut lines = Vec::new();
    for (ending, language) in [("src", Language::english()), ("tgt", Language::french())] {
        for path in crate::files(&data("bench/align/dev/novels"), ending) {
            let text = std::fs::read_to_string(path).expect("a novel");
            let long =
                |line: &&str| line.chars().filter(|sign| sign.is_alphabetic()).count() >= least;
            lines.extend(
                text.lines()
                    .filter(long)
                    .map(|line| (line.to_owned(), language.clone())),
            );
        }
    }
    assert!(lines.len() > 5_000, "{} lines", lines.len());
    lines
}

fn share(lines: &[(String, Language)], right: impl Fn(&str, &Language) -> bool) -> f64 {
    let count = lines
        .iter()
        .filter(|(line, language)| right(line, language))
        .count();
    count as f64 / lines.len() as f64
}

#[test]
fn the_language_of_a_sentence_is_found_among_all() {
    let reached = share(&lines(20), |line, language| {
        detect(line).is_some_and(|found| found.language.same_language(language))
    });
    assert!(reached >= 0.995, "{reached:.4}");
}

#[test]
fn the_language_of_a_short_line_is_found_among_two() {
    let pair = [Language::french(), Language::english()];
    let reached = share(&lines(5), |line, language| {
        detect_among(line, &pair).is_some_and(|found| found.language.same_language(language))
    });
    assert!(reached >= 0.995, "{reached:.4}");
}

#[test]
fn the_languages_of_the_declaration_are_told_apart() {
    let mut wrong = Vec::new();
    let mut all = 0;
    for path in crate::files(&data("data/multilingual/udhr"), ".keyed.tsv") {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let code = name
            .split('.')
            .nth(1)
            .expect("udhr.CODE.keyed.tsv")
            .to_owned();
        let text = std::fs::read_to_string(&path).expect("a declaration");
        for line in text.lines() {
            let article = line.split('\t').next_back().unwrap_or_default();
            if article.chars().count() < 30 {
                continue;
            }
            all += 1;
            let found = detect(article).map(|found| found.language.primary());
            if found.as_deref() != Some(code.as_str()) {
                wrong.push(format!("{code}: {found:?}: {article}"));
            }
        }
    }
    assert!(all > 400, "{all} articles");
    assert!(
        wrong.len() * 100 <= all,
        "{} of {all} wrong: {wrong:#?}",
        wrong.len()
    );
}
