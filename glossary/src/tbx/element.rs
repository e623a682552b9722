//! Pieces of XML in one form, whichever version and style of TBX they come from.
//!
//! The form is that of version 2: `termEntry`, `langSet`, `tig`, and categories as the `type` of
//! `descrip`, `admin`, `termNote` … Names have no prefix.

use bitext_tmx::xml::{Element, Node};

use super::category::{Level, element_for};

/// The elements that every version and style has; all others are categories of the style DCT.
const CORE: [&str; 36] = [
    "admin",
    "adminGrp",
    "adminNote",
    "bpt",
    "date",
    "descrip",
    "descripGrp",
    "descripNote",
    "ec",
    "ept",
    "foreign",
    "hi",
    "item",
    "itemGrp",
    "itemSet",
    "langSet",
    "note",
    "ntig",
    "ph",
    "ref",
    "refObject",
    "sc",
    "term",
    "termComp",
    "termCompGrp",
    "termCompList",
    "termEntry",
    "termGrp",
    "termNote",
    "termNoteGrp",
    "tig",
    "transac",
    "transacGrp",
    "transacNote",
    "xref",
    "text",
];

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// An element with text only.
pub(super) fn leaf(name: &str, attributes: &[(&str, &str)], text: &str) -> Element {
    Element {
        name: name.to_owned(),
        attributes: attributes
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        children: if text.is_empty() {
            Vec::new()
        } else {
            vec![Node::Text(text.to_owned())]
        },
    }
}

/// An element with elements only.
pub(super) fn group(name: &str, children: Vec<Element>) -> Element {
    Element {
        name: name.to_owned(),
        attributes: Vec::new(),
        children: children.into_iter().map(Node::Element).collect(),
    }
}

/// The elements directly inside.
pub(super) fn children(element: &Element) -> impl Iterator<Item = &Element> {
    element.children.iter().filter_map(|node| match node {
        Node::Element(child) => Some(child),
        Node::Text(_) => None,
    })
}

/// The value of `type`; empty where there is none.
pub(super) fn kind(element: &Element) -> &str {
    element.attribute("type").unwrap_or_default()
}

/// Whether the element is nothing but its name, its `type` and its text.
pub(super) fn is_plain(element: &Element) -> bool {
    children(element).next().is_none() && element.attributes.iter().all(|(key, _)| key == "type")
}

/// Whether the element is `name` with this `type`.
pub(super) fn is(element: &Element, name: &str, kind_of: &str) -> bool {
    element.name == name && kind(element) == kind_of
}

/// Brings an element and all inside it into the one form.
pub(super) fn canonical(element: &Element, level: Level) -> Element {
    let name = local(&element.name);
    let (name, level) = match name {
        "conceptEntry" | "termEntry" => ("termEntry", Level::Concept),
        "langSec" | "langSet" | "langGroup" => ("langSet", Level::Language),
        "termSec" | "tig" | "ntig" | "termGroup" => ("tig", Level::Term),
        other => (other, level),
    };
    let mut attributes: Vec<(String, String)> = element
        .attributes
        .iter()
        .filter(|(key, _)| {
            !key.starts_with("xmlns") && !local(key).eq_ignore_ascii_case("metatype")
        })
        .cloned()
        .collect();
    let is_category = !CORE.contains(&name);
    let name = if is_category {
        let metatype = element
            .attributes
            .iter()
            .find(|(key, _)| local(key).eq_ignore_ascii_case("metatype"))
            .map(|(_, value)| value.as_str());
        attributes.retain(|(key, _)| key != "type");
        attributes.insert(0, ("type".to_owned(), name.to_owned()));
        element_for(name, metatype, level)
    } else {
        name
    };
    Element {
        name: name.to_owned(),
        attributes,
        children: content(element, level),
    }
}

fn content(element: &Element, level: Level) -> Vec<Node> {
    let has_text = element
        .children
        .iter()
        .any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()));
    let last = element.children.len().saturating_sub(1);
    let mut nodes = Vec::with_capacity(element.children.len());
    for (at, node) in element.children.iter().enumerate() {
        match node {
            Node::Element(child) => nodes.push(Node::Element(canonical(child, level))),
            Node::Text(_) if !has_text => {}
            Node::Text(text) => {
                let text = unwrapped(text, at == 0, at == last);
                if !text.is_empty() {
                    nodes.push(Node::Text(text));
                }
            }
        }
    }
    nodes
}

/// Text without the white space that comes from writing XML over several lines: a run with a line
/// end in it is one space, and none stands at the ends.
fn unwrapped(text: &str, first: bool, last: bool) -> String {
    let is_space = |sign: char| matches!(sign, ' ' | '\t' | '\n' | '\r');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_space) {
        let (before, after) = rest.split_at(at);
        let end = after.find(|sign| !is_space(sign)).unwrap_or(after.len());
        let (run, after) = after.split_at(end);
        out.push_str(before);
        out.push_str(if run.contains(['\n', '\r']) { " " } else { run });
        rest = after;
    }
    out.push_str(rest);
    let out = if first {
        out.trim_start_matches(is_space)
    } else {
        &out
    };
    let out = if last {
        out.trim_end_matches(is_space)
    } else {
        out
    };
    out.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_styles_have_one_form() {
        let dct = Element {
            name: "tbx:termSec".into(),
            attributes: vec![("xmlns:min".into(), "x".into())],
            children: vec![
                Node::Text("\n  ".into()),
                Node::Element(leaf("min:partOfSpeech", &[], "noun")),
                Node::Element(leaf("own:tone", &[], "dry\n      and  short ")),
            ],
        };
        let expected = group(
            "tig",
            vec![
                leaf("termNote", &[("type", "partOfSpeech")], "noun"),
                leaf("termNote", &[("type", "tone")], "dry and  short"),
            ],
        );
        assert_eq!(canonical(&dct, Level::Concept), expected);
    }
}
