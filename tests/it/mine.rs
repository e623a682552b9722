//! `bitext mine`.

use crate::support::{Table, is_fragment};
use crate::{desk_with_samples, repository_text};

const MINE: &str = "mine fr --lang fr --format tsv";

fn mined(options: &str) -> Table {
    let desk = desk_with_samples();
    Table::read(&desk.line(&format!("{MINE} {options}")).done().stdout)
}

#[test]
fn the_table_has_the_documented_columns_and_best_comes_first() {
    let table = mined("");
    insta::assert_snapshot!(
        table.header.join(" "),
        @"term forms score frequency documents pos full_form acronym contexts gender number definition subject status note id language type form_counts relations details_fr"
    );
    let scores = table.numbers("score");
    assert!(scores.is_sorted_by(|one, next| one >= next));
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
    assert!(table.cells("language").iter().all(|cell| *cell == "fr"));
    assert!(
        table
            .cells("status")
            .iter()
            .all(|cell| *cell == "candidate")
    );
    let mut terms = table.cells("term");
    let all = terms.len();
    terms.sort_unstable();
    terms.dedup();
    assert_eq!(terms.len(), all, "a term is listed once");
}

#[test]
fn the_terms_of_the_samples_are_found() {
    let table = mined("");
    for term in [
        "état de droit",
        "cyberespace",
        "cybercriminalité",
        "droit international",
        "Convention de Hanoï",
        "blanchiment d'argent",
        "hameçonnage",
        "rançongiciel",
        "ONUDC",
    ] {
        let at = table.position("term", term);
        assert!(at.is_some_and(|at| at < 40), "{term} at {at:?}");
    }
}

#[test]
fn an_acronym_is_a_name_where_its_full_form_is_one() {
    let table = mined("");
    for (short, part) in [
        ("ONUDC", "properNoun"),
        ("CIJ", "properNoun"),
        ("PME", "noun"),
        ("OPJ", "noun"),
    ] {
        let at = table.position("term", short).expect(short);
        assert_eq!(table.cells("pos")[at], part, "{short}");
    }
}

#[test]
fn names_are_left_out_on_demand() {
    let (all, terms) = (mined("--all"), mined("--all --no-names"));
    for (name, is_left) in [
        ("Convention de Hanoï", false),
        ("ONUDC", false),
        ("PME", true),
        ("état de droit", true),
    ] {
        assert!(all.position("term", name).is_some(), "{name}");
        assert_eq!(terms.position("term", name).is_some(), is_left, "{name}");
    }
    let parts = terms.cells("pos").into_iter().zip(terms.cells("full_form"));
    for (part, full_form) in parts {
        assert!(part == "noun" || full_form.is_empty(), "{full_form}");
    }
}

#[test]
fn short_forms_come_with_their_full_forms() {
    let table = mined("");
    let full_forms = table.cells("full_form");
    for (short, full) in [
        (
            "ONUDC",
            "Office des Nations Unies contre la drogue et le crime",
        ),
        ("GAFI", "Groupe d'action financière"),
        ("UIT", "Union internationale des télécommunications"),
        ("OPJ", "officiers de police judiciaire"),
        ("CIJ", "Cour internationale de Justice"),
        (
            "HCDH",
            "Haut-Commissariat des Nations Unies aux droits de l'homme",
        ),
        ("PME", "petites et moyennes entreprises"),
    ] {
        let at = table
            .position("term", short)
            .unwrap_or_else(|| panic!("{short} is missing"));
        assert_eq!(full_forms[at].replace('’', "'"), full, "{short}");
    }
}

#[test]
fn counts_and_contexts_can_be_checked_in_the_documents() {
    let table = mined("");
    let (terms, forms) = (table.cells("term"), table.cells("forms"));
    let frequencies = table.numbers("frequency");
    let documents = table.numbers("documents");
    let contexts = table.cells("contexts");
    for at in 0..terms.len() {
        let term = terms[at];
        assert!(!forms[at].is_empty(), "{term} has no form");
        assert!(frequencies[at] >= documents[at], "{term}");
        assert!((1.0..=4.0).contains(&documents[at]), "{term}");
        let folded = |text: &str| text.to_lowercase().replace('’', "'");
        let shown = folded(contexts[at]);
        assert!(
            forms[at]
                .split(" | ")
                .any(|form| shown.contains(&folded(form))),
            "{term}: none of its forms ({}) stands in its contexts ({shown})",
            forms[at]
        );
    }
    // Cybercriminalité stands in three of the documents; a name need not be inflected.
    let at = table
        .position("term", "infrastructure critique")
        .expect("listed");
    assert!(
        forms[at].contains("infrastructures critiques"),
        "{}",
        forms[at]
    );
}

#[test]
fn nothing_that_was_dropped_is_a_candidate_and_no_fragment_is() {
    let table = mined("--all");
    let dropped: Vec<String> = repository_text("samples/gold/notes/dropped.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(_, text)| text.to_lowercase())
        .collect();
    for name in ["awa sow", "léa brunner", "fanta coulibaly"] {
        assert!(dropped.iter().any(|line| line.contains(name)));
        assert_eq!(table.position("term", name), None);
    }
    for term in table.cells("term") {
        let folded = term.to_lowercase();
        assert!(!is_fragment(term), "a fragment: {term}");
        for sign in [
            "http",
            "www",
            ".example",
            "commentaires",
            "photo :",
            "source :",
        ] {
            assert!(!folded.contains(sign), "boilerplate: {term}");
        }
        assert!(!dropped.contains(&folded), "boilerplate: {term}");
    }
}

#[test]
fn the_list_is_cut_where_the_user_says() {
    let all = mined("--all");
    let default = mined("");
    let top = mined("--top 7");
    let likely = mined("--min-score 0.8");
    let listed = default.rows.len();
    assert!(20 < listed && listed < all.rows.len(), "{listed}");
    let names = |table: &Table| -> Vec<String> {
        table.cells("term").into_iter().map(str::to_owned).collect()
    };
    assert_eq!(names(&top), names(&all)[..7]);
    assert_eq!(names(&default), names(&all)[..listed]);
    let expected = all
        .numbers("score")
        .iter()
        .filter(|score| **score >= 0.8)
        .count();
    assert_eq!(names(&likely), names(&all)[..expected]);
    assert!(0 < expected && expected < listed);
}

#[test]
fn excluded_terms_are_not_proposed() {
    let desk = desk_with_samples();
    desk.write(
        "known.txt",
        "\u{feff}ÉTAT DE DROIT\r\ncyberespace\tsecond column\r\n\r\n",
    );
    let table = Table::read(
        &desk
            .line("mine fr --lang fr --format tsv --all --exclude known.txt")
            .done()
            .stdout,
    );
    assert_eq!(table.position("term", "état de droit"), None);
    assert_eq!(table.position("term", "cyberespace"), None);
    assert!(table.position("term", "cybercriminalité").is_some());
}

#[test]
fn a_file_has_the_bytes_of_stdout_and_its_ending_names_the_format() {
    let desk = desk_with_samples();
    for format in ["tsv", "tbx"] {
        let shown = desk
            .line(&format!("mine fr --format {format}"))
            .done()
            .stdout;
        let file = format!("terms.{format}");
        let ran = desk.line(&format!("mine fr -o {file}")).done();
        assert_eq!(ran.stdout, "");
        assert_eq!(shown, desk.text(&file), "{format}");
        assert!(shown.contains("cyberespace"), "{format}");
    }
}

#[test]
fn the_language_is_found_out() {
    let desk = desk_with_samples();
    let told = desk.line("mine fr --lang fr --format tsv").done().stdout;
    let found = desk.line("mine fr --format tsv").done().stdout;
    assert_eq!(told, found);
    let english = Table::read(&desk.line("mine en --format tsv --top 60").done().stdout);
    assert!(english.cells("language").iter().all(|cell| *cell == "en"));
    assert!(english.position("term", "rule of law").is_some());
}

#[test]
fn a_single_document_is_mined_too() {
    let desk = desk_with_samples();
    let table = Table::read(
        &desk
            .line("mine fr/onudc.txt --lang fr --format tsv")
            .done()
            .stdout,
    );
    assert!(table.position("term", "ONUDC").is_some());
    assert!(table.cells("documents").iter().all(|cell| *cell == "1"));
}
