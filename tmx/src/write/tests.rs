use super::*;
use crate::{Code, CodeKind, CodePiece, Date, Origin, Piece, Reader, Report, Segment, Sub};
use proptest::prelude::*;

fn write(header: &Header, units: &[Unit], options: WriteOptions) -> (String, Written) {
    let mut writer = Writer::with_options(Vec::new(), header, options).unwrap();
    for unit in units {
        writer.write(unit).unwrap();
    }
    let (bytes, written) = writer.finish().unwrap();
    (String::from_utf8(bytes).unwrap(), written)
}

fn read(file: &str) -> (Header, Vec<Unit>, Report) {
    let mut reader = Reader::new(file.as_bytes()).unwrap();
    let units = reader.by_ref().collect::<Result<Vec<_>, _>>().unwrap();
    (reader.header().clone(), units, reader.into_report())
}

fn rich_unit() -> Unit {
    let mut code = Code::new(CodeKind::Ph);
    code.x = Some("1".to_owned());
    code.content = vec![
        CodePiece::Native("<img alt=\"".to_owned()),
        CodePiece::Sub(Sub {
            kind: Some("alt".to_owned()),
            pieces: vec![Piece::Text("un chat".to_owned())],
            ..Sub::default()
        }),
        CodePiece::Native("\">".to_owned()),
    ];
    let mut unit = Unit::pair(("fr", "Bonjour  & <adieu>\n"), ("en", "Hello"));
    unit.tuid = Some("a\"1\"".to_owned());
    unit.origin.creation_date = Some(Date::new("2024-01-31T10:15:00Z"));
    unit.origin.change_date = Some(Date::new("yesterday"));
    unit.props.push(Property::new("x-file", "a\r\nb"));
    unit.notes.push(Note::new("note"));
    unit.extra.push(("v:state".to_owned(), "ok".to_owned()));
    unit.unknown.push(Element::new("v:blob"));
    unit.variants[0].segment.pieces.push(Piece::Code(code));
    unit
}

#[test]
fn a_whole_file() {
    let header = Header {
        creation_tool: "test".to_owned(),
        creation_tool_version: "1".to_owned(),
        src_lang: "fr".to_owned(),
        root_extra: vec![("xmlns:v".to_owned(), "urn:v".to_owned())],
        ..Header::default()
    };
    let (file, written) = write(&header, &[rich_unit()], WriteOptions::default());
    insta::assert_snapshot!(file, @r###"
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE tmx SYSTEM "tmx14.dtd">
    <tmx version="1.4" xmlns:v="urn:v">
      <header creationtool="test" creationtoolversion="1" segtype="sentence" o-tmf="bitext" adminlang="en" srclang="fr" datatype="plaintext"/>
      <body>
        <tu tuid="a&quot;1&quot;" creationdate="20240131T101500Z" v:state="ok">
          <prop type="x-file">a&#13;
    b</prop>
          <note>note</note>
          <prop type="x-changedate">yesterday</prop>
          <v:blob/>
          <tuv xml:lang="fr">
            <seg>Bonjour  &amp; &lt;adieu&gt;
    <ph x="1">&lt;img alt="<sub type="alt">un chat</sub>"&gt;</ph></seg>
          </tuv>
          <tuv xml:lang="en">
            <seg>Hello</seg>
          </tuv>
        </tu>
      </body>
    </tmx>
    "###);
    assert_eq!(
        (written.units, written.variants, written.dates_moved),
        (1, 2, 1)
    );

    let strict = WriteOptions {
        extras: Extras::LeaveOut,
        level: Level::One,
        doctype: false,
        indent: None,
        ..WriteOptions::default()
    };
    let (file, written) = write(&header, &[rich_unit()], strict);
    insta::assert_snapshot!(file, @r###"
    <?xml version="1.0" encoding="UTF-8"?><tmx version="1.4"><header creationtool="test" creationtoolversion="1" segtype="sentence" o-tmf="bitext" adminlang="en" srclang="fr" datatype="plaintext"/><body><tu tuid="a&quot;1&quot;" creationdate="20240131T101500Z"><prop type="x-file">a&#13;
    b</prop><note>note</note><prop type="x-changedate">yesterday</prop><tuv xml:lang="fr"><seg>Bonjour  &amp; &lt;adieu&gt;
    </seg></tuv><tuv xml:lang="en"><seg>Hello</seg></tuv></tu></body></tmx>
    "###);
    assert_eq!(written.extras_left_out, 3);
}

#[test]
fn a_refused_unit_leaves_no_trace() {
    let mut writer = Writer::new(Vec::new(), &Header::default()).unwrap();
    let mut bad = Unit::pair(("fr", "a"), ("en", "\u{1}"));
    bad.tuid = Some("t7".to_owned());
    let error = writer.write(&bad).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unit 1 (t7): U+0001 in <seg> cannot stand in XML 1.0: remove or replace it"
    );
    assert!(writer.write(&Unit::default()).is_err());
    assert!(writer.write(&Unit::pair(("fr", "a"), (" ", "b"))).is_err());
    writer.write(&Unit::pair(("fr", "a"), ("en", "b"))).unwrap();
    let (bytes, written) = writer.finish().unwrap();
    let (_, units, report) = read(&String::from_utf8(bytes).unwrap());
    assert_eq!((units.len(), written.units, report.total()), (1, 1, 0));
}

#[test]
fn elements_inside_a_property_come_back() {
    let file = "<tmx version='1.4'><body><tu><prop type='x'>a<g id='1'>b</g>c</prop>\
                <tuv xml:lang='fr'><seg>d</seg></tuv></tu></body></tmx>";
    let (header, units, report) = read(file);
    assert_eq!(units[0].prop("x"), Some("abc"));
    assert_eq!(report.counts["markup-in-text"], 1);
    let (file, _) = write(&header, &units, WriteOptions::default());
    assert!(
        file.contains("<prop type=\"x\">a<g id=\"1\">b</g>c</prop>"),
        "{file}"
    );
    assert_eq!(read(&file).1, units);
}

#[test]
fn a_missing_number_or_position_is_filled_in_when_the_file_must_be_valid() {
    let mut unit = Unit::pair(("fr", ""), ("en", ""));
    unit.variants[0].segment.pieces = vec![
        Piece::Code(Code::new(CodeKind::Bpt)),
        Piece::Code(Code::new(CodeKind::It)),
    ];
    let options = WriteOptions {
        extras: Extras::LeaveOut,
        ..WriteOptions::default()
    };
    let (file, _) = write(&Header::default(), &[unit], options);
    assert!(
        file.contains("<seg><bpt i=\"0\"></bpt><it pos=\"begin\"></it></seg>"),
        "{file}"
    );
}

/// Text of any characters XML can carry, special ones often.
fn any_text() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        "<", "&", ">", "\"", "'", "]]>", "\r", "\n", "\t", " ", "\u{A0}", "&amp;", "é", "𝄞",
        "\u{FFFD}",
    ]);
    let piece = prop_oneof![
        3 => special.prop_map(str::to_owned),
        1 => any::<char>()
            .prop_filter("XML carries it", |&c| xml::is_xml_char(c))
            .prop_map(String::from),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

fn any_pieces() -> impl Strategy<Value = Vec<Piece>> {
    let leaf = any_text().prop_map(|text| vec![Piece::Text(text)]);
    leaf.prop_recursive(3, 16, 3, |inner| {
        let code = (any_text(), inner.clone(), prop::option::of(any_text())).prop_map(
            |(native, pieces, x)| {
                let mut code = Code::new(CodeKind::Ph);
                code.x = x;
                let sub = Sub {
                    pieces,
                    ..Sub::default()
                };
                code.content = vec![CodePiece::Native(native), CodePiece::Sub(sub)];
                Piece::Code(code)
            },
        );
        let highlight = inner.clone().prop_map(|pieces| {
            Piece::Highlight(crate::Highlight {
                pieces,
                ..Default::default()
            })
        });
        let foreign = inner.prop_map(|pieces| {
            Piece::Foreign(crate::Foreign {
                name: "b".to_owned(),
                attributes: vec![("k".to_owned(), "\t&\n".to_owned())],
                pieces,
            })
        });
        (any_text(), prop_oneof![code, highlight, foreign])
            .prop_map(|(text, piece)| vec![Piece::Text(text), piece])
    })
}

prop_compose! {
    fn any_unit()(
        tuid in prop::option::of(any_text()),
        user in prop::option::of(any_text()),
        pieces in any_pieces(),
        target in any_text(),
        prop in (any_text(), any_text()),
        note in any_text(),
        extra in any_text(),
    ) -> Unit {
        let mut unit = Unit::pair(("fr-CA", Segment { pieces }), ("x-é", target));
        unit.tuid = tuid;
        unit.origin = Origin { creation_id: user, ..Origin::default() };
        unit.origin.creation_date = Some(Date::new("20240131T101500Z"));
        unit.props.push(Property::new(prop.0, prop.1));
        unit.variants[1].notes.push(Note::new(note));
        unit.variants[1].extra.push(("v:x".to_owned(), extra));
        unit
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(units in prop::collection::vec(any_unit(), 0..4), indent in prop::option::of(0..3usize)) {
        let header = Header { props: vec![Property::new("a", "b")], ..Header::default() };
        let options = WriteOptions { indent, ..WriteOptions::default() };
        let (file, written) = write(&header, &units, options.clone());
        let (read_header, read_units, report) = read(&file);
        prop_assert_eq!(&read_header, &header);
        prop_assert_eq!(&read_units, &units);
        prop_assert_eq!(report.units, written.units);
        prop_assert_eq!(write(&read_header, &read_units, options).0, file);
    }

    #[test]
    fn level_one_is_the_plain_text(unit in any_unit()) {
        let options = WriteOptions { level: Level::One, ..WriteOptions::default() };
        let (file, _) = write(&Header::default(), std::slice::from_ref(&unit), options);
        let (_, units, _) = read(&file);
        prop_assert_eq!(units[0].variants[0].segment.plain_text(), unit.variants[0].segment.plain_text());
        prop_assert!(!units[0].variants[0].segment.has_markup());
    }
}
