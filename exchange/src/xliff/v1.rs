//! Units of XLIFF 1.0 to 1.2.

use std::collections::BTreeMap;

use bitext_tmx::xml::{Element, Node};

use crate::pair::Pair;
use crate::status::Status;

use super::inline::{Inline, Numbers};
use super::{NAME, attribute, child, children, local};

/// The pairs of a `<trans-unit>`: one, or one for each segment it was cut into.
pub(super) fn pairs(unit: &Element) -> Vec<Pair> {
    let Some(source) = child(unit, "source") else {
        return Vec::new();
    };
    let target = child(unit, "target");
    let base = Pair {
        id: attribute(unit, "id").map(str::to_owned),
        status: target.and_then(|target| status(unit, target)),
        target_language: target
            .and_then(|target| target.attribute("xml:lang"))
            .unwrap_or_default()
            .to_owned(),
        notes: children(unit, "note")
            .map(Element::text)
            .filter(|note| !note.trim().is_empty())
            .collect(),
        properties: properties(unit),
        ..Pair::default()
    };
    let segmented = child(unit, "seg-source").map(segments).unwrap_or_default();
    let (data, mut numbers) = (BTreeMap::new(), Numbers::default());
    let mut inline = Inline {
        numbers: &mut numbers,
        data: &data,
    };
    if segmented.is_empty() {
        let mut pair = base;
        pair.source = inline.segment(&source.children);
        pair.target = inline.segment(
            target
                .map(|target| target.children.as_slice())
                .unwrap_or_default(),
        );
        return vec![pair];
    }
    let translated: BTreeMap<String, &[Node]> = target
        .map(segments)
        .unwrap_or_default()
        .into_iter()
        .collect();
    let states = segment_states(unit);
    let several = segmented.len() > 1;
    let mut pairs = Vec::new();
    for (name, nodes) in segmented {
        let mut pair = base.clone();
        if several && let Some(id) = &base.id {
            pair.id = Some(format!("{id}/{name}"));
        }
        pair.status = states.get(&name).copied().or(base.status);
        // Each becomes a unit of its own, whose codes count from 1.
        *inline.numbers = Numbers::default();
        pair.source = inline.segment(nodes);
        pair.target = inline.segment(translated.get(&name).copied().unwrap_or_default());
        pairs.push(pair);
    }
    pairs
}

/// The segments of `<seg-source>` or `<target>`, by their `mid`.
fn segments(element: &Element) -> Vec<(String, &[Node])> {
    let mut out = Vec::new();
    collect(element, &mut out);
    out
}

fn collect<'a>(element: &'a Element, out: &mut Vec<(String, &'a [Node])>) {
    for node in &element.children {
        let Node::Element(child) = node else { continue };
        if local(&child.name) == "mrk" && attribute(child, "mtype") == Some("seg") {
            let name = attribute(child, "mid").unwrap_or_default().to_owned();
            out.push((name, child.children.as_slice()));
        } else {
            collect(child, out);
        }
    }
}

/// How far the translation is to be trusted: `approved` and `state` (XLIFF 1.2, 2.3), and what memoQ
/// writes instead.
fn status(unit: &Element, target: &Element) -> Option<Status> {
    let machine = matches!(
        attribute(target, "state-qualifier"),
        Some("fuzzy-match" | "mt-suggestion" | "leveraged-mt" | "leveraged-inherited")
    );
    let state = match attribute(target, "state") {
        Some("final" | "signed-off") => Some(Status::Approved),
        Some("translated") => Some(Status::Translated),
        Some("new" | "needs-adaptation" | "needs-l10n" | "needs-translation") => {
            Some(Status::Draft)
        }
        // Translated, and not yet read by a second person.
        Some("needs-review-adaptation" | "needs-review-l10n" | "needs-review-translation") => {
            Some(Status::Draft)
        }
        _ => None,
    };
    let of_memoq = match attribute(unit, "status") {
        Some("ManuallyConfirmed" | "AssembledFromFragments") => Some(Status::Translated),
        Some("Proofread") => Some(Status::Approved),
        Some(
            "PartiallyEdited" | "PreTranslated" | "MachineTranslated" | "NotStarted" | "Rejected",
        ) => Some(Status::Draft),
        _ => None,
    };
    match attribute(unit, "approved") {
        Some("yes") => Some(Status::Approved),
        _ if machine && state != Some(Status::Approved) => Some(Status::Draft),
        _ => state.or(of_memoq),
    }
}

/// The states of single segments as Trados writes them (`sdl:seg-defs`).
fn segment_states(unit: &Element) -> BTreeMap<String, Status> {
    let defined = children(unit, "seg-defs").flat_map(|defs| children(defs, "seg"));
    defined
        .filter_map(|segment| {
            let status = match attribute(segment, "conf")? {
                "ApprovedTranslation" | "ApprovedSignOff" => Status::Approved,
                "Translated" => Status::Translated,
                "Draft" | "Unspecified" | "RejectedTranslation" | "RejectedSignOff" => {
                    Status::Draft
                }
                _ => return None,
            };
            Some((attribute(segment, "id")?.to_owned(), status))
        })
        .collect()
}

/// What tools say of the unit beside its text: its name for the program, and contexts.
fn properties(unit: &Element) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let name = attribute(unit, "resname").map(|name| (NAME.to_owned(), name.to_owned()));
    out.extend(name);
    for group in children(unit, "context-group") {
        for context in children(group, "context") {
            let kind = attribute(context, "context-type").unwrap_or("context");
            let kind = kind.strip_prefix("x-").unwrap_or(kind);
            out.push((format!("x-{kind}"), context.text()));
        }
    }
    for group in children(unit, "prop-group") {
        for prop in children(group, "prop") {
            let kind = attribute(prop, "prop-type").unwrap_or("prop");
            let kind = kind.strip_prefix("x-").unwrap_or(kind);
            out.push((format!("x-{kind}"), prop.text()));
        }
    }
    out
}
