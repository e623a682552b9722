use super::*;

fn finished(xml: Writer<Vec<u8>>) -> String {
    String::from_utf8(xml.finish().unwrap()).unwrap()
}

#[test]
fn indents_structure_and_never_mixed_content() {
    let mut xml = Writer::new(Vec::new());
    xml.declaration().unwrap();
    xml.doctype("a", "a.dtd").unwrap();
    xml.start("a", NONE).unwrap();
    xml.start("b", NONE).unwrap();
    xml.start_mixed("seg", NONE).unwrap();
    xml.start("bpt", [("i", "1")]).unwrap();
    xml.empty("x", NONE).unwrap();
    xml.end().unwrap();
    xml.text(" t ").unwrap();
    xml.end().unwrap();
    xml.end().unwrap();
    xml.empty("c", NONE).unwrap();
    xml.end().unwrap();
    assert_eq!(
        finished(xml),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE a SYSTEM \"a.dtd\">\n<a>\n  <b>\n    \
         <seg><bpt i=\"1\"><x/></bpt> t </seg>\n  </b>\n  <c/>\n</a>\n"
    );
}

#[test]
fn escapes_what_a_parser_would_change() {
    let mut xml = Writer::new(Vec::new()).indent(None);
    xml.start("a", [("k", "\"<&>\t\n\r'é")]).unwrap();
    xml.text("]]> \"&\r\n\té\u{FFFD}").unwrap();
    xml.end().unwrap();
    assert_eq!(
        finished(xml),
        "<a k=\"&quot;&lt;&amp;&gt;&#9;&#10;&#13;'é\">]]&gt; \"&amp;&#13;\n\té\u{FFFD}</a>"
    );
}

#[test]
fn refuses_or_replaces_illegal_characters() {
    let mut xml = Writer::new(Vec::new());
    xml.start("a", NONE).unwrap();
    assert!(matches!(
        xml.text("x\u{1}"),
        Err(WriteError::IllegalCharacter { code: 1, element }) if element == "a"
    ));
    assert!(xml.empty("b", [("k", "\u{FFFF}")]).is_err());
    assert!(xml.element("b", NONE, "\u{FFFE}").is_err());
    xml.end().unwrap();
    assert_eq!(finished(xml), "<a></a>\n");

    let mut xml = Writer::new(Vec::new()).illegal(IllegalPolicy::Replace);
    xml.element("a", NONE, "x\u{1}y\u{FFFF}").unwrap();
    assert_eq!(xml.replaced(), 2);
    assert_eq!(finished(xml), "<a>x\u{FFFD}y\u{FFFD}</a>\n");
}

#[test]
fn refuses_what_is_not_well_formed() {
    let mut xml = Writer::new(Vec::new());
    assert!(xml.text("x").is_err());
    assert!(xml.end().is_err());
    assert!(xml.start("a b", NONE).is_err());
    assert!(xml.start("a", [("k", ""), ("k", "")]).is_err());
    xml.start("a", NONE).unwrap();
    assert!(xml.doctype("a", "a.dtd").is_err());
    xml.empty("b", NONE).unwrap();
    assert!(xml.text("between").is_err());
    xml.end().unwrap();
    assert!(xml.empty("a", NONE).is_err());
    assert!(xml.declaration().is_err());
    assert_eq!(finished(xml), "<a>\n  <b/>\n</a>\n");

    let mut open = Writer::new(Vec::new());
    open.start("a", NONE).unwrap();
    assert!(open.finish().is_err());
    assert!(Writer::new(Vec::new()).finish().is_err());
}

#[test]
fn a_whole_leaves_nothing_when_it_fails() {
    let mut xml = Writer::new(Vec::new());
    xml.start("a", NONE).unwrap();
    let refused = xml.whole(|xml| {
        xml.start("tu", NONE)?;
        xml.element("seg", NONE, "fine")?;
        xml.element("seg", NONE, "\u{1}")
    });
    assert!(refused.is_err());
    assert!(xml.whole(|xml| xml.start("open", NONE)).is_err());
    xml.end().unwrap();
    assert_eq!(finished(xml), "<a></a>\n");
}

#[test]
fn keeps_a_tree_as_it_is() {
    let tree = Element {
        name: "v:x".to_owned(),
        attributes: vec![
            ("b".to_owned(), "1".to_owned()),
            ("a".to_owned(), "2".to_owned()),
        ],
        children: vec![
            Node::Text("t ".to_owned()),
            Node::Element(Element::new("y")),
        ],
    };
    let mut xml = Writer::new(Vec::new());
    xml.start("r", NONE).unwrap();
    xml.tree(&tree).unwrap();
    xml.end().unwrap();
    assert_eq!(
        finished(xml),
        "<r>\n  <v:x b=\"1\" a=\"2\">t <y/></v:x>\n</r>\n"
    );
}
