use super::*;
use proptest::prelude::*;

fn srx(header: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<srx version=\"2.0\" xmlns=\"http://www.lisa.org/srx20\">\n<header segmentsubflows=\"yes\" {header}><formathandle type=\"start\" include=\"no\"/></header>\n<body>{body}</body></srx>"
    )
}

const BODY: &str = r#"<languagerules>
<languagerule languagerulename="French">
<rule break="no"><beforebreak>\bMe\.</beforebreak><afterbreak>\s</afterbreak></rule>
</languagerule>
<languagerule languagerulename="All">
<rule><beforebreak>[.?!]</beforebreak><afterbreak>\s</afterbreak></rule>
</languagerule>
</languagerules>
<maprules>
<languagemap languagepattern="FR.*" languagerulename="French"/>
<languagemap languagepattern=".*" languagerulename="All"/>
</maprules>"#;

fn split(rules: &Rules, language: &str, text: &str) -> Vec<String> {
    let language = (!language.is_empty()).then(|| language.parse().unwrap());
    let segmenter = rules.segmenter(language.as_ref()).unwrap();
    segmenter
        .segments(text)
        .into_iter()
        .map(|range| text[range].to_owned())
        .collect()
}

#[test]
fn cascading_files_join_the_rules_of_every_map() {
    let rules = Rules::parse(srx("cascade=\"yes\"", BODY).as_bytes(), "x").unwrap();
    assert!(rules.warnings().is_empty());
    let text = "Me. Roy vient. Elle plaide.";
    assert_eq!(
        split(&rules, "fr-CA", text),
        ["Me. Roy vient.", "Elle plaide."]
    );
    assert_eq!(
        split(&rules, "en", text),
        ["Me.", "Roy vient.", "Elle plaide."]
    );
    assert_eq!(split(&rules, "", text).len(), 3);
    let rules = Rules::parse(srx("cascade=\"no\"", BODY).as_bytes(), "x").unwrap();
    assert_eq!(split(&rules, "fr", text), [text]);
}

#[test]
fn version_1_groups_its_maps() {
    let file = srx("", BODY)
        .replace("version=\"2.0\"", "version=\"1.0\"")
        .replace("<maprules>", "<maprules><maprule maprulename=\"Default\">")
        .replace(
            "</maprules>",
            "</maprule><maprule maprulename=\"Other\"/></maprules>",
        );
    let rules = Rules::parse(file.as_bytes(), "x").unwrap();
    assert_eq!(split(&rules, "en", "A. B"), ["A.", "B"]);
    assert_eq!(rules.warnings().len(), 1);
}

#[test]
fn one_bad_rule_is_left_out_and_reported() {
    let bad = r"<rule break='no'><beforebreak>(Me\.</beforebreak></rule><languagerule ";
    let file = srx(
        "cascade=\"yes\"",
        &BODY.replacen(
            "<languagerule ",
            &format!(
                "<languagerule languagerulename='Z'>{}",
                bad.replace("<languagerule ", "</languagerule><languagerule ")
            ),
            1,
        ),
    );
    let rules = Rules::parse(file.as_bytes(), "x").unwrap();
    let [warning] = rules.warnings() else {
        panic!("{:?}", rules.warnings())
    };
    assert!(
        warning.what.contains("'(Me\\.'") && warning.what.contains("unclosed group"),
        "{warning:?}"
    );
    assert_eq!(warning.line, 5);
    assert_eq!(split(&rules, "en", "A. B").len(), 2);
}

#[test]
fn useless_files_are_errors_with_a_place() {
    for (file, expected) in [
        (
            String::new(),
            "the segmentation rules x cannot be read: the file is empty",
        ),
        ("<tmx/>".to_owned(), "x:1: this is <tmx>, not SRX"),
        (
            "<srx version=''><body/></srx>".to_owned(),
            "x:1: SRX version '' is not known",
        ),
        ("<srx><body/></srx>".to_owned(), "x:1: <srx> has no version"),
        (
            "<srx version='2.0'>\n<body/></srx>".to_owned(),
            "x:2: no <languagemap>",
        ),
        (
            srx("cascade=\"perhaps\"", BODY),
            "x:3: cascade=\"perhaps\": expected yes or no",
        ),
        (
            srx("", &BODY.replace("FR.*", "FR[")),
            "x:13: the language pattern 'FR[' cannot be used",
        ),
        (
            srx("", &BODY.replace("</maprules>", "")),
            "the segmentation rules x cannot be read: ",
        ),
    ] {
        let message = Rules::parse(file.as_bytes(), "x").unwrap_err().to_string();
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn own_rules_are_sound() {
    assert_eq!(Rules::built_in().warnings(), []);
    for language in ["fr", "en", "de", "ja", "th", "fr_CA", ""] {
        assert!(!split(&Rules::built_in(), language, "A b c. D e f.").is_empty());
    }
    // Every map leads somewhere and no rule needs backtracking.
    let file = &Rules::built_in().0.file;
    assert!(
        file.maps
            .iter()
            .all(|map| file.rules.contains_key(&map.rules))
    );
    let mut all = file.rules.values().flatten();
    assert!(all.all(|rule| rule.before.regular.is_some() && rule.after.regular.is_some()));
}

#[test]
fn rules_are_mapped_by_whole_codes() {
    let rules = Rules::built_in();
    let text = "Il y a Mme. Roy. Bon.";
    assert_eq!(split(&rules, "FR-ca", text).len(), 2);
    // Frisian is no French.
    assert_eq!(split(&rules, "fry", text).len(), 3);
}

/// Plain files of sentences: `‖` where a segment ends, one paragraph a line, `#` for remarks.
fn suite(language: &str, file: &str) {
    let rules = Rules::built_in();
    let mut wrong = String::new();
    for (number, line) in (1..).zip(file.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        // The mark stands where white space does, or replaces nothing.
        let text = line.replace(" ‖ ", " ").replace('‖', "");
        let expected: Vec<&str> = line.split('‖').map(str::trim).collect();
        let found = split(&rules, language, &text);
        if found != expected {
            wrong.push_str(&format!("line {number}: {}\n", found.join(" ‖ ")));
        }
    }
    assert!(wrong.is_empty(), "{language}:\n{wrong}");
}

#[test]
fn french_sentences() {
    suite("fr", include_str!("../../../tests/segmentation/fr.txt"));
}

#[test]
fn english_sentences() {
    suite("en", include_str!("../../../tests/segmentation/en.txt"));
}

#[test]
fn sentences_of_other_languages() {
    suite("", include_str!("../../../tests/segmentation/any.txt"));
}

proptest! {
    #[test]
    fn no_bytes_trip_the_reader(
        cut in 0_usize..900,
        noise in prop::collection::vec(any::<u8>(), 0..6),
        rest in 0_usize..900,
    ) {
        let whole = srx("cascade=\"yes\"", BODY).into_bytes();
        let mut bytes = whole[..cut.min(whole.len())].to_vec();
        bytes.extend(noise);
        bytes.extend(&whole[rest.min(whole.len())..]);
        if let Ok(rules) = Rules::parse(&bytes, "x") {
            let _ = rules.segmenter(None).map(|segmenter| segmenter.segments("A. B"));
        }
    }

    #[test]
    fn nothing_but_white_space_is_left_outside(
        text in r#"[ \n\u{a0}\u{202f}a-cA-Cé0-9.?!…:;,"'«»“”()\[\]\-—。」？語]{0,60}"#,
        language in prop::sample::select(vec!["fr", "en", "ja", ""]),
    ) {
        let language = (!language.is_empty()).then(|| language.parse().unwrap());
        let segmenter = Rules::built_in().segmenter(language.as_ref()).unwrap();
        let segments = segmenter.segments(&text);
        let mut end = 0;
        for range in &segments {
            prop_assert!(range.start >= end && range.end > range.start);
            prop_assert!(text[end..range.start].trim().is_empty());
            prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
            end = range.end;
        }
        prop_assert!(text[end..].trim().is_empty());
    }
}
