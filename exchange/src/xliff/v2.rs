//! Units of XLIFF 2.0 to 2.2.

use std::collections::BTreeMap;

use bitext_tmx::xml::{Element, Node};

use crate::pair::Pair;
use crate::status::Status;

use super::inline::{Inline, Numbers, code_point};
use super::{ID, NAME, attribute, child, children, local};

/// The pairs of a `<unit>`, one for each segment. What lies between segments (`<ignorable>`) is no
/// text to translate.
pub(super) fn pairs(unit: &Element) -> Vec<Pair> {
    let data = original_data(unit);
    let mut numbers = Numbers::default();
    let mut inline = Inline {
        numbers: &mut numbers,
        data: &data,
    };
    let notes: Vec<String> = children(unit, "notes")
        .flat_map(|notes| children(notes, "note"))
        .map(Element::text)
        .filter(|note| !note.trim().is_empty())
        .collect();
    let mut properties = metadata(unit);
    let own = properties.iter().position(|(name, _)| name == ID);
    let own = own.map(|at| properties.remove(at).1);
    let id = own.as_deref().or(attribute(unit, "id"));
    let name = attribute(unit, "name").map(|name| (NAME.to_owned(), name.to_owned()));
    properties.extend(name);
    let segments: Vec<&Element> = children(unit, "segment").collect();
    let several = segments.len() > 1;
    let mut pairs = Vec::new();
    for (at, segment) in segments.into_iter().enumerate() {
        let Some(source) = child(segment, "source") else {
            continue;
        };
        let target = child(segment, "target");
        // Each becomes a unit of its own, whose codes count from 1.
        *inline.numbers = Numbers::default();
        let own = attribute(segment, "id").map_or_else(|| (at + 1).to_string(), str::to_owned);
        pairs.push(Pair {
            id: id.map(|id| {
                if several {
                    format!("{id}/{own}")
                } else {
                    id.to_owned()
                }
            }),
            status: status(segment),
            source: inline.segment(&source.children),
            target: inline.segment(
                target
                    .map(|target| target.children.as_slice())
                    .unwrap_or_default(),
            ),
            notes: notes.clone(),
            properties: properties.clone(),
            ..Pair::default()
        });
    }
    pairs
}

/// The segment's state (XLIFF 2.1, 4.3.1.29). Where none stands, `initial` is meant by the standard;
/// files that use no states at all have translations all the same.
fn status(segment: &Element) -> Option<Status> {
    match attribute(segment, "state")? {
        "initial" => Some(Status::Draft),
        "translated" => Some(Status::Translated),
        "reviewed" => Some(Status::Reviewed),
        "final" => Some(Status::Approved),
        _ => None,
    }
}

/// Native codes by their `id`.
fn original_data(unit: &Element) -> BTreeMap<String, String> {
    children(unit, "originalData")
        .flat_map(|data| children(data, "data"))
        .filter_map(|data| Some((attribute(data, "id")?.to_owned(), native(data))))
        .collect()
}

fn native(data: &Element) -> String {
    let mut out = String::new();
    for node in &data.children {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) if local(&element.name) == "cp" => {
                out.push_str(&code_point(element));
            }
            Node::Element(element) => out.push_str(&element.text()),
        }
    }
    out
}

/// `mda:metadata`: named values.
fn metadata(unit: &Element) -> Vec<(String, String)> {
    fn collect(element: &Element, out: &mut Vec<(String, String)>) {
        for node in &element.children {
            let Node::Element(child) = node else { continue };
            match local(&child.name) {
                "metaGroup" => collect(child, out),
                "meta" => {
                    let kind = attribute(child, "type").unwrap_or("meta");
                    out.push((kind.to_owned(), child.text()));
                }
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    for metadata in children(unit, "metadata") {
        collect(metadata, &mut out);
    }
    out
}
