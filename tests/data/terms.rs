//! Terms and acronyms of real texts against lists made by hand.

use crate::support::{Desk, Table};
use crate::{data, repository};
use std::collections::BTreeSet;

/// What `mine` lists of a folder, with one more option if given.
fn mined(folder: &str, option: Option<&str>) -> Table {
    let mut arguments: Vec<std::ffi::OsString> = vec![
        "mine".into(),
        data(folder).into(),
        "--lang=fr".into(),
        "--format=tsv".into(),
    ];
    arguments.extend(option.map(Into::into));
    Table::read(&Desk::new().run(arguments).done().stdout)
}

/// Lower case, one kind of apostrophe and hyphen: how the lists are compared.
fn plain(term: &str) -> String {
    let signs = term.to_lowercase().replace(['’', '´', '`'], "'");
    signs.replace(['‑', '‐'], "-").trim().to_owned()
}

/// F1 of the list that the program ends by itself, over all surface forms (as TermEval 2020 scored), and the
/// terms among the first hundred when names are left out, for the gold has none.
#[track_caller]
fn assert_found(field: &str, floor: f64, first_hundred: usize) {
    let folder = format!("bench/terms/acter-fr/{field}");
    let gold: BTreeSet<String> = std::fs::read_to_string(data(&format!("{folder}/gold-terms.tsv")))
        .expect("a list of terms")
        .lines()
        .filter_map(|line| line.split('\t').next())
        .map(plain)
        .collect();
    let texts = format!("{folder}/texts");
    let forms = |option: Option<&str>| -> Vec<String> {
        let mut seen = BTreeSet::new();
        mined(&texts, option)
            .cells("forms")
            .iter()
            .flat_map(|cell| cell.split(" | "))
            .map(plain)
            .filter(|form| seen.insert(form.clone()))
            .collect()
    };
    let right = |forms: &[String]| forms.iter().filter(|form| gold.contains(*form)).count();
    let own = forms(None);
    let f1 = 200.0 * right(&own) as f64 / (own.len() + gold.len()) as f64;
    assert!(f1 >= floor, "{field}: F1 {f1:.1}, below {floor}");
    let terms = forms(Some("--no-names"));
    let best = right(&terms[..terms.len().min(100)]);
    assert!(
        best >= first_hundred,
        "{field}: {best} of the first hundred, below {first_hundred}"
    );
}

#[test]
fn corruption() {
    assert_found("corp", 37.0, 70);
}

#[test]
fn equitation() {
    assert_found("equi", 38.0, 85);
}

#[test]
fn wind_energy() {
    assert_found("wind", 40.0, 72);
}

/// A short form and a full form as they are compared: without points, and without a plural.
fn pair(short: &str, full: &str) -> (String, String) {
    let singular = |word: &str| match word.strip_suffix('s') {
        Some(bare) if word.chars().count() > 3 => bare.to_owned(),
        _ => word.to_owned(),
    };
    let words: Vec<String> = plain(full).split(' ').map(singular).collect();
    (plain(short).replace('.', ""), words.join(" "))
}

#[test]
fn short_forms_have_their_full_forms() {
    let gold = std::fs::read_to_string(repository("tests/data/acronyms.tsv")).expect("the list");
    let rows: Vec<Vec<&str>> = gold
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    let collections: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    let (mut right, mut found, mut wanted) = (0usize, 0usize, 0usize);
    for collection in collections {
        let gold: BTreeSet<_> = rows
            .iter()
            .filter(|row| row[0] == collection)
            .map(|row| pair(row[1], row[2]))
            .collect();
        let folder = match collection {
            "articles" => "articles".to_owned(),
            "corp" | "equi" | "wind" => format!("bench/terms/acter-fr/{collection}/texts"),
            _ => format!("data/parallel/{collection}/fr"),
        };
        let table = mined(&folder, Some("--all"));
        let (full, short) = (table.cells("full_form"), table.cells("acronym"));
        let mut pairs = BTreeSet::new();
        for (at, term) in table.cells("term").into_iter().enumerate() {
            if !full[at].is_empty() {
                pairs.insert(pair(term, full[at]));
            }
            for acronym in short[at].split(" | ").filter(|short| !short.is_empty()) {
                pairs.insert(pair(acronym, term));
            }
        }
        right += gold.intersection(&pairs).count();
        found += pairs.len();
        wanted += gold.len();
    }
    let f1 = 2.0 * right as f64 / (found + wanted) as f64;
    assert!(
        f1 >= 0.96,
        "F1 {f1:.3} ({right} right of {found} found, {wanted} wanted)"
    );
}
