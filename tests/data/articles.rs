//! The terms of real articles.

use crate::support::{Desk, Table, is_fragment};
use crate::{data, files};
use bitext::document::{Options, read};
use bitext::language::Language;

/// The first 200 candidates, as a table.
fn mined() -> Table {
    let articles = data("articles").into_os_string();
    let ran = Desk::new()
        .run([
            "mine".into(),
            articles,
            "--lang".into(),
            "fr".into(),
            "--format".into(),
            "tsv".into(),
            "--top".into(),
            "200".into(),
        ])
        .done();
    Table::read(&ran.stdout)
}

#[test]
fn the_key_terms_are_among_the_first_40() {
    let table = mined();
    for term in [
        "état de droit",
        "cyberespace",
        "cybercriminalité",
        "droit international",
        "Convention de Hanoï",
        "ONUDC",
    ] {
        let at = table.position("term", term);
        assert!(at.is_some_and(|at| at < 40), "{term} at {at:?}");
    }
    let onudc = table.position("term", "ONUDC").expect("listed");
    assert_eq!(
        table.cells("full_form")[onudc],
        "Office des Nations Unies contre la drogue et le crime"
    );
}

#[test]
fn rarer_terms_are_among_the_first_60() {
    let table = mined();
    for term in [
        "preuve numérique",
        "droit international humanitaire",
        "Convention des Nations Unies contre la cybercriminalité",
    ] {
        let at = table.position("term", term);
        assert!(at.is_some_and(|at| at < 60), "{term} at {at:?}");
    }
}

#[test]
fn the_default_list_has_the_key_terms_too() {
    let articles = data("articles").into_os_string();
    let arguments = ["mine".into(), articles, "--format".into(), "tsv".into()];
    let table = Table::read(&Desk::new().run(arguments).done().stdout);
    for term in ["état de droit", "cyberespace", "cybercriminalité", "ONUDC"] {
        let at = table.position("term", term);
        assert!(at.is_some_and(|at| at < 40), "{term} at {at:?}");
    }
}

#[test]
fn the_first_200_are_terms_and_no_page_furniture() {
    let table = mined();
    assert_eq!(table.rows.len(), 200);
    let months = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    for term in table.cells("term") {
        let folded = term.to_lowercase();
        // The agency that wrote the articles, in the credit of a picture.
        assert_ne!(folded, "vna", "page furniture");
        assert!(!is_fragment(term), "a fragment: {term}");
        for sign in [
            "http",
            "www.",
            ".com",
            ".org",
            "@",
            "photo",
            "source :",
            "comment",
            "copyright",
            "lire aussi",
            "abonne",
            "«",
            "»",
            "…",
            "|",
        ] {
            assert!(!folded.contains(sign), "page furniture: {term}");
        }
        let words: Vec<&str> = folded.split_whitespace().collect();
        let is_month = |word: &&str| months.contains(word);
        let is_number = |word: &&str| word.chars().all(|sign| sign.is_ascii_digit());
        assert!(
            !(words.iter().any(is_month)
                && words.iter().all(|word| is_month(word) || is_number(word))),
            "a date: {term}"
        );
        assert!(!words.iter().all(is_number), "a number: {term}");
        assert!(
            term.chars().filter(|sign| sign.is_alphabetic()).count() >= 2,
            "no word: {term}"
        );
    }
}

#[test]
fn forms_stand_in_the_articles_as_often_as_is_said() {
    let table = mined();
    let options = Options {
        language: Some(Language::french()),
        ..Options::default()
    };
    let text: String = files(&data("articles"), ".txt")
        .iter()
        .flat_map(|path| read(path, &options).expect("an article").segments)
        .map(|segment| segment.text + "\n")
        .collect();
    let forms = table.cells("forms");
    let frequencies = table.numbers("frequency");
    for (at, term) in table.cells("term").into_iter().enumerate() {
        let forms: Vec<&str> = forms[at].split(" | ").collect();
        for form in &forms {
            assert!(text.contains(form), "{term}: no '{form}' in the articles");
        }
        // Longer terms hold shorter ones, so the text may have more of a form, never fewer.
        let found: usize = forms.iter().map(|form| text.matches(form).count()).sum();
        assert!(
            found as f64 >= frequencies[at],
            "{term}: {} times, {found} found",
            frequencies[at]
        );
    }
}

#[test]
fn cleaning_takes_out_nine_lines_of_the_articles() {
    let options = Options::default();
    let dropped: Vec<String> = files(&data("articles"), ".txt")
        .iter()
        .flat_map(|path| read(path, &options).expect("an article").dropped)
        .map(|line| line.text)
        .collect();
    assert_eq!(dropped.len(), 9, "{dropped:#?}");
}
