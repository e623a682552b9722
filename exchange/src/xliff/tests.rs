use super::*;
use crate::sink::Sink;
use crate::{ReadOptions, STATUS};
use bitext_tmx::Segment;
use proptest::prelude::*;

fn read(text: &str, drafts: bool) -> (Vec<Unit>, Report) {
    let options = ReadOptions {
        drafts,
        ..ReadOptions::default()
    };
    let mut reader = Reader::open(text.as_bytes(), &options).unwrap();
    let mut units = Vec::new();
    while let Some(unit) = reader.next_unit().unwrap() {
        units.push(unit);
    }
    (units, reader.report())
}

fn write(units: &[Unit], second: bool) -> String {
    let mut out = Vec::new();
    let mut writer: Box<dyn Sink + '_> = if second {
        Box::new(Writer2::new(&mut out))
    } else {
        Box::new(Writer1::new(&mut out))
    };
    for unit in units {
        writer.write(unit, "en").unwrap();
    }
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

fn texts(units: &[Unit]) -> Vec<String> {
    let target = |unit: &Unit| unit.variants[1].segment.plain_text().into_owned();
    units.iter().map(target).collect()
}

const ONE: &str = r#"<xliff version="1.2"><file source-language="en" target-language="fr" original="a.html"><body>
<group><trans-unit id="1" approved="yes" resname="title"><source>Click <g id="b1" ctype="bold">here</g><x id="2"/></source>
<target>Cliquez <g id="b1" ctype="bold">ici</g><x id="2"/></target><note>n</note>
<alt-trans><target>autre</target></alt-trans></trans-unit></group>
<trans-unit id="2"><source>a</source><target state="needs-translation">b</target></trans-unit>
<trans-unit id="3"><source>One. Two.</source><seg-source><mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2">Two.</mrk></seg-source>
<target><mrk mtype="seg" mid="2">Deux.</mrk><mrk mtype="seg" mid="1">Un.</mrk></target>
<sdl:seg-defs xmlns:sdl="x"><sdl:seg id="1" conf="ApprovedSignOff"/><sdl:seg id="2" conf="Draft"/></sdl:seg-defs></trans-unit>
<trans-unit id="4"><source>c</source></trans-unit>
<trans-unit id="5"><source>x<bx id="1" rid="r"/>y<ex id="2" rid="r"/><bx id="9"/></source><target>X<bpt id="1">{\b</bpt>Y<ept id="1">}</ept></target></trans-unit>
</body></file></xliff>"#;

#[test]
fn version_1_gives_its_segments_states_and_codes() {
    let (units, report) = read(ONE, false);
    assert_eq!(texts(&units), ["Cliquez ici", "Un.", "XY"]);
    assert_eq!(
        (
            report.units,
            report.drafts,
            report.untranslated,
            report.total()
        ),
        (3, 2, 1, 0)
    );
    assert_eq!(units[0].prop(STATUS), Some("approved"));
    assert_eq!(units[0].prop("x-resname"), Some("title"));
    assert_eq!(units[0].prop("x-document"), Some("a.html"));
    assert_eq!(units[1].tuid.as_deref(), Some("3/1"));
    let kinds = |at: usize, side: usize| -> Vec<&str> {
        let codes = units[at].variants[side].segment.codes();
        codes.iter().map(|code| code.kind.name()).collect()
    };
    assert_eq!(kinds(0, 0), ["bpt", "ept", "ph"]);
    assert_eq!(kinds(2, 0), ["bpt", "ept", "it"]);
    let code = units[0].variants[1].segment.codes()[0];
    assert_eq!(
        (code.native().as_str(), code.i.as_deref()),
        ("<g id=\"b1\" ctype=\"bold\">", Some("1"))
    );
}

const TWO: &str = r#"<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="fr"><file id="f"><unit id="u" name="k">
<notes><note>n</note></notes><originalData><data id="d1">&lt;b></data><data id="d2">&lt;/b></data></originalData>
<segment id="s1" state="final"><source>Click <pc id="1" dataRefStart="d1" dataRefEnd="d2">here</pc></source><target>Cliquez <pc id="1" dataRefStart="d1" dataRefEnd="d2">ici</pc></target></segment>
<ignorable><source> </source></ignorable>
<segment state="initial"><source>a<cp hex="001F"/></source><target>b</target></segment>
<segment><source><sc id="2" dataRef="d1"/>x<ec startRef="2" dataRef="d2"/><ph id="3"/></source><target><mrk id="m" type="term">X</mrk></target></segment>
</unit><unit id="v"><segment><source>c</source></segment></unit></file></xliff>"#;

#[test]
fn version_2_gives_its_segments_states_and_codes() {
    let (units, report) = read(TWO, true);
    assert_eq!(texts(&units), ["Cliquez ici", "b", "X"]);
    assert_eq!((report.units, report.untranslated), (3, 1));
    assert_eq!(units[0].prop(STATUS), Some("approved"));
    assert_eq!(units[1].prop(STATUS), Some("draft"));
    let natives: Vec<String> = units[0].variants[0]
        .segment
        .codes()
        .iter()
        .map(|code| code.native())
        .collect();
    assert_eq!(natives, ["<b>", "</b>"]);
    assert_eq!(units[2].variants[0].segment.codes().len(), 3);
    assert_eq!(units[2].tuid.as_deref(), Some("u/3"));
}

#[test]
fn what_is_written_in_one_version_is_read_again() {
    for (file, second) in [(ONE, false), (TWO, true), (ONE, true), (TWO, false)] {
        let units = read(file, true).0;
        let first = write(&units, second);
        let (again, report) = read(&first, true);
        assert_eq!(report.total(), 0, "{:?}", report.findings);
        for (unit, other) in units.iter().zip(&again) {
            assert_eq!(
                unit.prop(STATUS).unwrap_or("x"),
                other.prop(STATUS).unwrap_or("x")
            );
            for (variant, other) in unit.variants.iter().zip(&other.variants) {
                assert_eq!(variant.lang, other.lang);
                // Only version 2 can hold a control character.
                let text = variant.segment.plain_text();
                let text = if second {
                    text
                } else {
                    text.replace('\u{1F}', "\u{FFFD}").into()
                };
                assert_eq!(text, other.segment.plain_text());
                let natives = |segment: &Segment| -> Vec<String> {
                    segment.codes().iter().map(|code| code.native()).collect()
                };
                let without = natives(&variant.segment);
                assert_eq!(without.len(), natives(&other.segment).len(), "{first}");
            }
        }
        assert_eq!(units.len(), again.len());
    }
}

#[test]
fn a_broken_unit_costs_itself_and_other_xml_is_refused() {
    let file = ONE.replace(
        "<target state=\"needs-translation\">b</target>",
        "<target>b</trget>",
    );
    let (units, report) = read(&file, false);
    assert_eq!((units.len(), report.skipped), (3, 1));
    assert_eq!(report.findings[0].line, 5);
    assert!(Reader::open(&b"<tmx/>"[..], &ReadOptions::default()).is_err());
    let nameless = ONE.replace(" target-language=\"fr\"", "");
    let mut reader = Reader::open(nameless.as_bytes(), &ReadOptions::default());
    let error = reader.as_mut().map(|reader| reader.next_unit().map(|_| ()));
    assert!(!matches!(error, Ok(Ok(()))), "a language nobody named");
}

proptest! {
    #[test]
    fn texts_come_back(texts in prop::collection::vec(("[a&<é ]{1,9}x", "[\"'>\t\n𝄞]{1,9}x"), 1..4), second in any::<bool>()) {
        let units: Vec<Unit> = texts.iter().map(|(source, target)| {
            Pair::new(("en", source), ("fr", target)).into_unit()
        }).collect();
        let again = read(&write(&units, second), true).0;
        prop_assert_eq!(again.len(), units.len());
        for (unit, other) in units.iter().zip(&again) {
            prop_assert_eq!(&unit.variants, &other.variants);
        }
    }

    #[test]
    fn no_markup_makes_it_panic(text in "(<trans-unit>|</trans-unit>|<source>|</source>|<target>|</target>|<mrk mtype='seg'>|</mrk>|<g id='1'>|</g>|<bx/>|a|&amp;){0,20}") {
        let file = format!("<xliff version='1.2'><file source-language='a' target-language='b'>{text}</file></xliff>");
        if let Ok(mut reader) = Reader::open(file.as_bytes(), &ReadOptions::default()) {
            while let Ok(Some(_)) = reader.next_unit() {}
        }
    }
}

#[test]
fn units_inside_of_pictures_are_read_too() {
    let text = r#"<xliff version="1.2"><file source-language="en" target-language="fr"><body>
<bin-unit id="b" mime-type="image/png"><bin-source><external-file href="a.png"/></bin-source>
<trans-unit id="1"><source>Map</source><target>Carte</target></trans-unit></bin-unit></body></file></xliff>"#;
    let (units, _) = read(text, false);
    assert_eq!(texts(&units), ["Carte"]);
}

#[test]
fn what_is_written_has_each_id_once_and_marks_of_known_kinds() {
    let text = r#"<xliff version="1.2"><file source-language="en" target-language="fr"><body>
<trans-unit id="1"><source>a</source><target>b <mrk mtype="term">c</mrk> <mrk mtype="other">d</mrk></target></trans-unit>
<trans-unit id="1"><source>e</source><target>f</target></trans-unit></body></file></xliff>"#;
    let (units, _) = read(text, false);
    let written = write(&units, false);
    for part in [
        r#"id="1""#,
        r#"id="1-2""#,
        r#"mtype="term""#,
        r#"mtype="x-other""#,
    ] {
        assert_eq!(written.matches(part).count(), 1, "{part} in {written}");
    }
    assert_eq!(texts(&read(&written, false).0), texts(&units));
}

#[test]
fn a_second_writing_gives_the_same_bytes() {
    let documents = ONE.replace(
        "</body></file>",
        "</body></file><file source-language=\"en\" target-language=\"fr\" original=\"b.html\"><body>\
         <trans-unit id=\"1\"><source>d</source><target>D</target></trans-unit></body></file>",
    );
    for file in [&documents, TWO] {
        for second in [false, true] {
            let once = write(&read(file, true).0, second);
            let twice = write(&read(&once, true).0, second);
            assert_eq!(once, twice);
        }
    }
}

#[test]
fn documents_names_and_ids_stand_in_their_places() {
    let unit = |id: &str, document: Option<&str>| {
        let mut pair = Pair::new(("en", "a"), ("fr", "A"));
        pair.id = Some(id.to_owned());
        pair.properties.push((NAME.to_owned(), "title".to_owned()));
        let document = document.map(|name| (DOCUMENT.to_owned(), name.to_owned()));
        pair.properties.extend(document);
        let mut unit = pair.into_unit();
        unit.src_lang = None;
        unit
    };
    let units = [
        unit("1", Some("a.html")),
        unit("3/0", Some("a.html")),
        unit("1", Some("b.html")),
        unit("x", None),
    ];
    for second in [false, true] {
        let written = write(&units, second);
        assert_eq!(written.matches("<file ").count(), 3, "{written}");
        assert_eq!(written.matches("\"a.html\"").count(), 1, "{written}");
        assert_eq!(written.matches("title").count(), 4, "{written}");
        assert_eq!(read(&written, true).0, units, "{written}");
    }
}

#[test]
fn what_is_not_to_be_translated_is_not_missed() {
    let text = r#"<xliff><file source-language="en" target-language="fr"><body>
<trans-unit id="1" translate="no"><source>a</source></trans-unit>
<trans-unit id="2" translate="no"><source>b</source><target>b</target></trans-unit></body></file></xliff>"#;
    let options = ReadOptions {
        untranslated: true,
        ..ReadOptions::default()
    };
    let mut reader = Reader::open(text.as_bytes(), &options).unwrap();
    assert_eq!(
        reader.next_unit().unwrap().unwrap().tuid.as_deref(),
        Some("2")
    );
    assert!(reader.next_unit().unwrap().is_none());
    let report = reader.report();
    assert_eq!((report.untranslated, report.total()), (1, 1));
    assert_eq!(
        report.findings[0].what,
        "<xliff> names no version; read as 1.2"
    );
}
