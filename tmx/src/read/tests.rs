use super::*;
use crate::{CodePiece, Piece, SegType};
use proptest::prelude::*;

const HEADER: &str = r#"<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en" datatype="plaintext"/>"#;

fn tmx(body: &str) -> String {
    format!("<tmx version=\"1.4\">{HEADER}\n<body>\n{body}\n</body></tmx>")
}

fn tu(en: &str, fr: &str) -> String {
    format!(
        "<tu><tuv xml:lang=\"en\"><seg>{en}</seg></tuv><tuv xml:lang=\"fr\"><seg>{fr}</seg></tuv></tu>"
    )
}

/// Units, report and error of a whole reading.
fn read_with(file: &[u8], options: ReadOptions) -> (Vec<Unit>, Report, Option<Error>) {
    let mut reader = match Reader::with_options(file, options) {
        Ok(reader) => reader,
        Err(error) => return (Vec::new(), Report::default(), Some(error)),
    };
    let mut units = Vec::new();
    let error = loop {
        match reader.next_unit() {
            Ok(Some(unit)) => units.push(unit),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    let report = reader.into_report();
    assert_eq!(report.units, units.len() as u64);
    (units, report, error)
}

fn read(file: &str) -> (Vec<Unit>, Report, Option<Error>) {
    read_with(file.as_bytes(), ReadOptions::default())
}

fn found(report: &Report) -> Vec<String> {
    report.findings.iter().map(ToString::to_string).collect()
}

#[test]
fn reads_everything_tmx_has() {
    let (units, report, error) = read(&tmx(
        r#"<tu tuid="7" segtype="phrase" srclang="fr" creationdate="20240131T101500Z" usagecount="3" o-tmf="q">
        <note xml:lang="en">a &amp; b</note><prop type="x-a" o-encoding="utf-8">v</prop>
        <tuv xml:lang="fr" creationid="me"><prop type="p">w</prop>
          <seg>Un <bpt i="1" x="2" type="bold">&lt;b></bpt><hi type="term">mot</hi><ept i="1">&lt;/b></ept><ph assoc="p">&lt;img alt="<sub type="alt">chat</sub>"></ph><it pos="end">x</it><ut>y</ut>.</seg></tuv>
        <tuv xml:lang="en"><seg>One word.</seg></tuv></tu>"#,
    ));
    assert!(
        error.is_none() && report.findings.is_empty(),
        "{error:?} {report:?}"
    );
    let unit = &units[0];
    assert_eq!(unit.tuid.as_deref(), Some("7"));
    assert_eq!(unit.seg_type, Some(SegType::Phrase));
    assert_eq!(unit.origin.usage_count.as_deref(), Some("3"));
    assert_eq!(unit.prop("x-a"), Some("v"));
    assert_eq!(unit.notes[0].text, "a & b");
    let french = unit.variant("FR").unwrap();
    assert_eq!(french.segment.plain_text(), "Un mot.");
    assert_eq!(french.segment.sub_flows(), ["chat"]);
    assert_eq!(french.segment.codes().len(), 5);
    assert_eq!(french.origin.creation_id.as_deref(), Some("me"));
    let Piece::Code(bpt) = &french.segment.pieces[1] else {
        panic!("{french:?}");
    };
    assert_eq!((bpt.i.as_deref(), bpt.x.as_deref()), (Some("1"), Some("2")));
    assert_eq!(bpt.content, [CodePiece::Native("<b>".to_owned())]);
}

#[test]
fn says_clearly_what_is_no_tmx() {
    let error = |file: &str| read(file).2.map(|e| e.to_string()).unwrap_or_default();
    assert_eq!(error(""), "the file is empty");
    assert_eq!(error("\u{FEFF} "), "the file is empty");
    assert!(error("source\ttarget").starts_with("this is not XML"));
    assert_eq!(
        error("<xliff/>"),
        "this is XML but not TMX: its root element is <xliff>, not <tmx>"
    );
    let (_, report, error) = read(&tmx(""));
    assert!(error.is_none());
    assert_eq!(found(&report).len(), 1);
    assert!(found(&report)[0].contains("no translation unit"));
    assert!(read("<tmx/>").1.counts.contains_key("no-units"));
}

#[test]
fn a_bad_unit_does_not_cost_the_others() {
    let units = [
        tu("one", "un"),
        "<tu tuid='b'><tuv><seg>no language</seg></tuv><tuv xml:lang='fr'><seg>x</seg></tuv></tu>".to_owned(),
        "<tu/>".to_owned(),
        "<tu tuid='c'><tuv xml:lang='en'><seg>1 < 2</seg></tuv></tu>".to_owned(),
        "<tu tuid='d'><tuv xml:lang='en'><seg>never closed</tuv></tu>".to_owned(),
        "<tu><tuv xml:lang='en'/><tuv xml:lang='fr'><seg>x</seg></tuv><tuv xml:lang='de'><seg>x</seg></tuv></tu>".to_owned(),
        tu("AT&T", "AT&T"),
        "<tu tuid='last'><tuv xml:lang='en'><seg>a </b></seg></tuv></tu>".to_owned(),
    ];
    let (read, report, error) = read(&tmx(&units.join("\n")));
    assert!(error.is_none(), "{error:?}");
    assert_eq!(
        (read.len(), report.skipped, report.variants_left_out),
        (3, 5, 1)
    );
    assert_eq!(read[2].variants[0].segment.plain_text(), "AT&T");
    let found = found(&report);
    for expected in [
        "line 4, column 14, unit 2 (b): a <tuv> has no language; the variant is left out",
        "line 4, column 1, unit 2 (b): only one usable <tuv> is left; the unit is skipped",
        "line 5, column 1, unit 3: the unit has no usable <tuv>; the unit is skipped",
        "line 7, column 50, unit 5 (d): </tuv> closes nothing: the open element is <seg>; the unit is skipped",
        "line 8, column 5, unit 6: a <tuv> has no <seg>; the variant is left out",
    ] {
        assert!(
            found.iter().any(|line| line == expected),
            "{expected} in {found:#?}"
        );
    }
    assert_eq!(
        report
            .findings
            .iter()
            .filter(|f| f.problem.skips_unit())
            .count(),
        5
    );
}

#[test]
fn a_cut_file_keeps_what_came_before() {
    let whole = tmx(&[tu("one", "un"), tu("two", "deux")].join("\n"));
    let cut = &whole[..whole.len() - 60];
    let (units, _, error) = read(cut);
    let error = error.unwrap().to_string();
    assert_eq!(units.len(), 1);
    assert!(
        error.starts_with("line 4, column ") && error.contains("cut off"),
        "{error}"
    );
    assert!(error.ends_with("units read before: 1"), "{error}");
    // At every cut there is either an error or a finding, never a silent success.
    for (at, _) in whole.char_indices() {
        let (_, report, error) = read(&whole[..at]);
        assert!(error.is_some() || report.total() > 0, "cut at {at}");
    }
    let (_, _, error) = read(&(whole.clone() + &whole));
    assert!(error.unwrap().to_string().contains("second document"));
}

#[test]
fn keeps_what_vendors_add() {
    let (units, report, error) = read(&format!(
        "<tmx version='1.4b' xmlns:v='urn:v'>{HEADER}<body><tu v:a='1'><v:blob k='2'>t<x/></v:blob>\
         <tuv lang='en' status='ok'><seg>a<b id='1'>bold</b><prop type='q'>no</prop></seg><seg>second</seg></tuv></tu></body></tmx>"
    ));
    assert!(error.is_none(), "{error:?}");
    let unit = &units[0];
    assert_eq!(unit.extra, [("v:a".to_owned(), "1".to_owned())]);
    assert_eq!(
        (
            unit.unknown[0].name.as_str(),
            unit.unknown[0].children.len()
        ),
        ("v:blob", 2)
    );
    assert_eq!(unit.variants[0].segment.plain_text(), "abold second");
    let kinds: Vec<_> = report.counts.iter().map(|(k, n)| (*k, *n)).collect();
    assert_eq!(
        kinds,
        [
            ("language-attribute", 1),
            ("second-segment", 1),
            ("unknown-attribute", 2),
            ("unknown-element", 3),
            ("version", 1)
        ]
    );
}

#[test]
fn takes_other_shapes_of_the_frame() {
    for file in [
        "<TMX version='1.4'><HEADER srclang='en'/><BODY><TU><TUV XML:LANG='en'><SEG>A</SEG></TUV></TU></BODY></TMX>",
        "<t:tmx xmlns:t='urn:t' version='1.4'><t:body><t:tu><t:tuv xml:lang='en'><t:seg>A</t:seg></t:tuv></t:tu></t:body></t:tmx>",
        "<tmx xmlns='urn:t' version='1.4'><body><group><tu><tuv xml:lang='en'><seg>A</seg></tuv></tu></group></body></tmx>",
        "<tmx version='1.4'><tu><tuv xml:lang='en'><seg>A</seg></tuv></tu></tmx>",
    ] {
        let (units, report, error) = read(file);
        assert!(error.is_none() && report.total() > 0, "{file}: {error:?}");
        assert_eq!(units[0].variants[0].segment.plain_text(), "A", "{file}");
        let (_, _, error) = read_with(file.as_bytes(), ReadOptions::strict());
        assert!(matches!(error, Some(Error::Strict(_))), "{file}: {error:?}");
    }
    let good = tmx(&tu("a", "b"));
    assert!(
        read_with(good.as_bytes(), ReadOptions::strict())
            .2
            .is_none()
    );
}

#[test]
fn a_unit_over_the_limit_is_skipped_in_bounded_memory() {
    let codes = "<ph>x</ph>".repeat(500);
    let file = tmx(&[tu("one", "un"), tu(&codes, "x"), tu("two", "deux")].join("\n"));
    let options = ReadOptions {
        max_unit: 1000,
        ..ReadOptions::default()
    };
    let (units, report, error) = read_with(file.as_bytes(), options);
    assert!(error.is_none());
    assert_eq!((units.len(), report.skipped), (2, 1));
    assert!(
        found(&report)[0].starts_with("line 4, column 1, unit 2: the unit is larger"),
        "{report:?}"
    );
}

#[test]
fn a_text_over_the_limit_costs_its_unit_only() {
    for limit in 300..304 {
        let long = "é".repeat(200_000);
        let file = tmx(&[tu("one", "un"), tu(&long, "x"), tu("two", "deux")].join("\n"));
        let options = ReadOptions {
            xml: xml::Options {
                max_text: limit,
                ..xml::Options::default()
            },
            ..ReadOptions::default()
        };
        let (units, report, error) = read_with(file.as_bytes(), options);
        assert!(error.is_none(), "{error:?}");
        assert_eq!((units.len(), report.skipped), (2, 1));
        assert!(
            found(&report)[0]
                .starts_with("line 4, column 29, unit 2: a tag, a comment or a text is longer"),
            "{report:?}"
        );
    }
}

#[test]
fn deep_nesting_is_read_written_and_dropped_on_a_small_stack() {
    let deep = |levels: usize| {
        let (open, close) = ("<ph>a<sub>b".repeat(levels), "</sub></ph>".repeat(levels));
        tmx(&[tu(&format!("{open}{close}"), "x"), tu("two", "deux")].join("\n"))
    };
    let (units, report, error) = read(&deep(253));
    assert!(error.is_none() && report.skipped == 0, "{error:?}");
    assert_eq!(units[0].variants[0].segment.sub_flows().len(), 253);
    let mut writer = crate::Writer::new(Vec::new(), &Header::default()).unwrap();
    writer.write(&units[0].clone()).unwrap();
    let (file, _) = writer.finish().unwrap();
    assert_eq!(read_with(&file, ReadOptions::default()).0[..], units[..1]);
    let (units, report, error) = read(&deep(5000));
    assert!(
        error.is_none() && units.len() == 1 && report.skipped == 1,
        "{error:?}"
    );
}

#[test]
fn counts_all_and_keeps_the_first_of_each_kind() {
    let many: String = (0..300).map(|_| tu("a", " ")).collect();
    let (_, report, _) = read(&tmx(&many));
    assert_eq!(report.counts["blank-segment"], 300);
    assert_eq!(report.findings.len(), 100);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_with(&bytes, ReadOptions::default());
        read_with(&[tmx("").as_bytes(), &bytes].concat(), ReadOptions::default());
    }

    #[test]
    fn a_damaged_file_never_panics_and_never_loses_silently(
        at in 0..2000usize,
        damage in prop::sample::select(vec!["<", ">", "&", "\"", "'", "</", "<tu>", "</tu>", "<!--", "]]>", "\u{1}", "é", "<seg>", ""]),
        length in 0..20usize,
    ) {
        let units: String = (0..8).map(|i| tu(&format!("unit <ph>{i}</ph>"), "x &amp; y") + "\n").collect();
        let mut file = tmx(&units).into_bytes();
        let at = at.min(file.len());
        let end = (at + length).min(file.len());
        file.splice(at..end, damage.bytes());
        let (units, report, error) = read_with(&file, ReadOptions::default());
        // Damage inside one or two units must not cost the others, unless the reading says so.
        prop_assert!(units.len() >= 5 || error.is_some() || report.total() > 0);
    }
}
