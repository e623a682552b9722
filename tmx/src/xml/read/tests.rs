use super::*;
use proptest::prelude::*;

/// Events as one line of text, and the error's or problems' text behind it.
fn seen(bytes: &[u8], options: Options) -> (String, Option<ReadError>, Vec<String>) {
    let mut xml = Reader::with_options(bytes, options);
    let (mut out, mut depth) = (String::new(), 0_usize);
    let error = loop {
        match xml.read() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                out.push_str(&format!("<{}", tag.name()));
                for (key, value) in tag.attributes() {
                    out.push_str(&format!(" {key}={value:?}"));
                }
                out.push('>');
            }
            Ok(Event::End(name)) => {
                depth -= 1;
                out.push_str(&format!("</{name}>"));
            }
            Ok(Event::Text(text)) => {
                assert!(!text.is_empty());
                out.push_str(&format!("{text:?}"));
            }
            Ok(Event::Eof) => break None,
            Err(error) => {
                assert_eq!(xml.read().unwrap_err().to_string(), error.to_string());
                break Some(error);
            }
        }
        assert_eq!(xml.depth(), depth);
    };
    let problems = xml.problems();
    let problems = problems.iter().map(|(at, p)| format!("{at}: {p}"));
    (out, error, problems.collect())
}

/// All that a reader says of a document, the short way or the long one.
pub(super) fn everything(
    xml: &[u8],
    options: Options,
    takes_plain: bool,
    skips_blank: bool,
) -> Vec<String> {
    let mut xml = Reader::with_options(xml, options);
    xml.takes_plain = takes_plain;
    let mut all = Vec::new();
    loop {
        let event = match xml.event(skips_blank) {
            Ok(Event::Eof) => break,
            Ok(event) => format!("{event:?}"),
            Err(error) => {
                all.push(format!("{error:?}"));
                let innermost = xml.innermost().to_owned();
                if xml.recover(&innermost, xml.depth()) {
                    continue;
                }
                break;
            }
        };
        all.push(format!("{}: {event}, {}", xml.position(), xml.reached()));
        let problems = xml.problems().into_iter();
        all.extend(problems.map(|(at, problem)| format!("{at}: {problem:?}")));
    }
    let problems = xml.problems().into_iter();
    all.extend(problems.map(|(at, problem)| format!("{at}: {problem:?}")));
    all
}

fn lenient(xml: &str) -> (String, Option<ReadError>, Vec<String>) {
    seen(xml.as_bytes(), Options::default())
}

#[test]
fn joins_text_and_normalises_as_xml_says() {
    let (events, error, problems) = lenient(
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY w 'W'>]>\n<a k='&lt;\r\n\t&#10;é'>x\r\n&amp;<![CDATA[<b>&]]>\
         <!-- no -->y&w;&#233;<?pi no?>z<b/></a>\n<!-- after -->\n",
    );
    assert_eq!(events, "<a k=\"<  \\né\">\"x\\n&<b>&yWéz\"<b></b></a>");
    assert!(
        error.is_none() && problems.is_empty(),
        "{error:?} {problems:?}"
    );
}

#[test]
fn mends_and_reports_with_a_place() {
    let (events, error, problems) =
        lenient("<a b='1' b='2' c=3 d='<&nope;'>AT&T\n&#xFFFF;&#55357;&#56832;&nbsp;&x;\u{1}</a>");
    assert!(error.is_none(), "{error:?}");
    assert_eq!(
        events,
        "<a b=\"1\" d=\"<&nope;\">\"AT&T\\n\u{FFFD}😀\\u{a0}&x;\u{FFFD}\"</a>"
    );
    assert_eq!(problems.len(), 11, "{problems:#?}");
    assert!(
        problems[10].starts_with("line 2, column 34: character U+0001"),
        "{problems:#?}"
    );
    let strict = Options {
        policy: Policy::Strict,
        ..Options::default()
    };
    let (_, error, _) = seen(b"<a>AT&T</a>", strict);
    assert!(
        matches!(error, Some(ReadError::Strict { at, .. }) if at.column == 6),
        "{error:?}"
    );
}

#[test]
fn refuses_what_cannot_be_trusted() {
    let error = |xml: &str| lenient(xml).1.map(|e| e.to_string()).unwrap_or_default();
    for (xml, message) in [
        ("", "empty"),
        (" \n", "empty"),
        ("<!-- only -->", "empty"),
        ("hello", "not XML"),
        ("{\"a\":1}", "JSON"),
        ("<a>\n<b>", "line 2, column 4: the file ends inside <a><b>"),
        ("<a></a", "line 1, column 7: the file ends inside <a>"),
        (
            "<a></b></a>",
            "line 1, column 4: </b> closes nothing: the open element is <a>",
        ),
        ("<a/></b>", "</b> closes nothing"),
        ("<a/><b/>", "line 1, column 5: a second document"),
        ("<a/>text", "second document"),
        ("<a/><!DOCTYPE a>", "second document"),
        ("<a>1 < 2</a>", "bare <"),
        ("<a><!-- never closed</a>", "not well-formed"),
    ] {
        assert!(error(xml).contains(message), "{xml}: {}", error(xml));
    }
}

#[test]
fn limits_hold() {
    let small = Options {
        max_depth: 4,
        max_attributes: 2,
        max_text: 100,
        max_expansion: 100,
        max_problems: 1,
        ..Options::default()
    };
    let error = |xml: &str| seen(xml.as_bytes(), small.clone()).1;
    assert!(matches!(
        error("<a><a><a><a><a>"),
        Some(ReadError::TooDeep { limit: 4, .. })
    ));
    let long = "x".repeat(200);
    assert!(matches!(
        error(&format!("<a>{long}</a>")),
        Some(ReadError::TooLong { .. })
    ));
    assert!(matches!(
        error(&format!("<a k='{long}'/>")),
        Some(ReadError::TooLong { .. })
    ));
    let pieces = "xxxxx&amp;".repeat(40);
    assert!(matches!(
        error(&format!("<a>{pieces}</a>")),
        Some(ReadError::TooLong { .. })
    ));
    let bomb = format!(
        "<!DOCTYPE a [<!ENTITY e '{}'>]><a>&e;&e;</a>",
        "y".repeat(60)
    );
    assert!(matches!(error(&bomb), Some(ReadError::EntityBomb { .. })));
    let (events, _, problems) = seen(b"<a a='1' b='2' c='3'>&x;</a>", small.clone());
    assert_eq!(events, "<a a=\"1\" b=\"2\">\"&x;\"</a>");
    assert_eq!(problems.len(), 1);
}

#[test]
fn helpers_end_where_the_element_ends() {
    let mut xml = Reader::new("<r><a>x<b>y</b></a><c>1<d/>2</c><e k='v'>t<f/></e>z</r>".as_bytes());
    assert!(matches!(xml.read(), Ok(Event::Start(_))));
    assert!(matches!(xml.read(), Ok(Event::Start(_))));
    xml.skip().unwrap();
    assert!(matches!(xml.read(), Ok(Event::Start(_))));
    assert_eq!(xml.text().unwrap(), "12");
    assert!(matches!(xml.read(), Ok(Event::Start(_))));
    let element = xml.element().unwrap();
    assert_eq!(
        (element.attribute("k"), element.text().as_str()),
        (Some("v"), "t")
    );
    assert_eq!(element.children.len(), 2);
    assert!(matches!(xml.read(), Ok(Event::Text("z"))));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        seen(&bytes, Options::default());
    }

    #[test]
    fn no_markup_soup_makes_it_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<a>", "</a>", "<a ", "b='", "'", ">", "<", "&", ";", "&#", "x1F;", "&lt;",
                "<![CDATA[", "]]>", "<!--", "-->", "<?xml", "?>", "<!DOCTYPE a [", "<!ENTITY e '&e;'>",
                "%p;", "]>", "é", "\u{1}", "\r\n", "/>", "=", "\"", "a:b", "\u{FEFF}",
            ]),
            0..40,
        )
    ) {
        seen(pieces.concat().as_bytes(), Options::default());
    }
}
