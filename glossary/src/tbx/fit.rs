//! What a version and a dialect have a place for: kept pieces of other files are cut to that, and
//! what falls off is counted.

use bitext_tmx::xml::{Element, Node, is_name};
use indexmap::IndexSet;

use super::category::{self, Level};
use super::element::{children, kind};
use super::write::{Dialect, Version};
use crate::concept::ConceptId;
use crate::export::Losses;

/// Elements that may stand in running text.
const INLINE_2: &[&str] = &["hi", "foreign", "bpt", "ept", "ph"];
const INLINE_3: &[&str] = &["hi"];
const ATTRIBUTES: &[&str] = &["type", "id", "xml:lang", "target", "datatype"];

/// What an element may hold.
struct Model {
    /// The child that must come first.
    head: Option<&'static str>,
    /// The children it may have.
    inside: &'static [&'static str],
    attributes: &'static [&'static str],
    text: bool,
}

/// The content models of `TBXcoreStructV02.dtd`; those of `TBXcoreStructV03.rng` are the same for
/// these elements, but for inline markup and parts of terms.
fn model(name: &str, version: Version) -> Option<Model> {
    let group = |head, inside| Model {
        head: Some(head),
        inside,
        attributes: &["id"],
        text: false,
    };
    let running = |attributes| Model {
        head: None,
        inside: if version == Version::Two {
            INLINE_2
        } else {
            INLINE_3
        },
        attributes,
        text: true,
    };
    let leaf = |attributes| Model {
        head: None,
        inside: &[],
        attributes,
        text: true,
    };
    Some(match name {
        "admin" | "descrip" | "termNote" => running(ATTRIBUTES),
        "note" => running(&["id", "xml:lang"]),
        "foreign" => running(&["id", "xml:lang"]),
        "adminNote" | "descripNote" | "ref" | "transac" | "transacNote" => leaf(ATTRIBUTES),
        "xref" => leaf(&["type", "id", "target"]),
        "date" => leaf(&["id"]),
        "hi" if version == Version::Two => leaf(&["type", "target", "xml:lang"]),
        "hi" => leaf(&[]),
        "bpt" => leaf(&["i", "type"]),
        "ept" => leaf(&["i"]),
        "ph" => leaf(&["type"]),
        "adminGrp" => group("admin", &["adminNote", "note", "ref", "xref"]),
        "descripGrp" => group(
            "descrip",
            &[
                "descripNote",
                "admin",
                "adminGrp",
                "transacGrp",
                "note",
                "ref",
                "xref",
            ],
        ),
        "transacGrp" => group("transac", &["transacNote", "date", "note", "ref", "xref"]),
        "termNoteGrp" => group(
            "termNote",
            &["admin", "adminGrp", "transacGrp", "note", "ref", "xref"],
        ),
        "termCompList" if version == Version::Two => Model {
            head: None,
            inside: &["termComp", "termCompGrp"],
            attributes: &["type", "id"],
            text: false,
        },
        "termCompGrp" if version == Version::Two => group("termComp", &["termNote", "note"]),
        "termComp" if version == Version::Two => leaf(&["id", "xml:lang"]),
        _ => return None,
    })
}

/// The places of an entry that take kept pieces.
fn belongs(name: &str, level: Level) -> bool {
    match name {
        "termNote" | "termNoteGrp" | "termCompList" => level == Level::Term,
        "admin" | "adminGrp" | "descrip" | "descripGrp" | "note" | "ref" | "transacGrp"
        | "xref" => true,
        _ => false,
    }
}

/// Cuts pieces to a version and a dialect.
pub(super) struct Fitter<'a> {
    pub(super) version: Version,
    pub(super) dialect: Dialect,
    /// Every id that some element of the file has, for targets.
    pub(super) known: &'a IndexSet<String>,
    /// The ids written so far; no two elements may have the same.
    pub(super) used: &'a mut IndexSet<String>,
    pub(super) losses: &'a mut Losses,
    pub(super) concept: &'a ConceptId,
}

impl Fitter<'_> {
    /// The piece as the file may have it at this level; `None`, and counted, where there is no
    /// place for it.
    pub(super) fn piece(&mut self, element: &Element, level: Level) -> Option<Element> {
        let fitting = if belongs(&element.name, level) {
            self.element(element, level)
        } else {
            None
        };
        if fitting.is_none() {
            self.lost(&piece_name(element), 1);
        }
        fitting
    }

    fn lost(&mut self, what: &str, count: usize) {
        self.losses.note_many(self.concept, what, count);
    }

    fn element(&mut self, element: &Element, level: Level) -> Option<Element> {
        let model = model(&element.name, self.version)?;
        if !self.has_category(element, level) {
            return None;
        }
        if let Some(head) = model.head
            && children(element)
                .next()
                .is_none_or(|first| first.name != head)
        {
            return None;
        }
        let mut fitted = Element::new(element.name.as_str());
        fitted.attributes = self.attributes(element, &model)?;
        if element.name == "date" && self.version != Version::Two {
            let date = xml_date(&element.text())?;
            fitted.children.push(Node::Text(date));
            return Some(fitted);
        }
        for (at, node) in element.children.iter().enumerate() {
            match node {
                Node::Text(text) if model.text => push_text(&mut fitted, text),
                Node::Text(_) => {}
                Node::Element(child) => {
                    let is_head = at == 0 && model.head.is_some();
                    let fits = is_head || model.inside.contains(&child.name.as_str());
                    let inner = if fits {
                        self.element(child, level)
                    } else {
                        None
                    };
                    match inner {
                        Some(inner) => fitted.children.push(Node::Element(inner)),
                        None if is_head => return None,
                        None if model.text => {
                            push_text(&mut fitted, &child.text());
                            self.lost("markup inside a text", 1);
                        }
                        None => self.lost(&piece_name(child), 1),
                    }
                }
            }
        }
        let empty_list = element.name == "termCompList" && fitted.children.is_empty();
        (!empty_list).then_some(fitted)
    }

    /// Whether the dialect has the element's category, at this level and with this value.
    fn has_category(&self, element: &Element, level: Level) -> bool {
        let kind = kind(element);
        let typed = matches!(
            element.name.as_str(),
            "admin"
                | "adminNote"
                | "descrip"
                | "descripNote"
                | "ref"
                | "termNote"
                | "transac"
                | "transacNote"
                | "xref"
        );
        if !typed || (self.dialect == Dialect::Default && !kind.is_empty()) {
            return true;
        }
        let Some(category) = category::find(kind) else {
            return false;
        };
        let value = element.text();
        category.element == element.name
            && category.levels.contains(&level)
            && (category.values.is_empty() || category.values.contains(&value.as_str()))
    }

    fn attributes(&mut self, element: &Element, model: &Model) -> Option<Vec<(String, String)>> {
        let dct = self.version == Version::ThreeDct;
        let mut kept = Vec::new();
        for (key, value) in &element.attributes {
            let fits = match key.as_str() {
                _ if !model.attributes.contains(&key.as_str()) => false,
                "id" => (!dct || kind(element).is_empty()) && self.claim(value),
                "target" if element.name == "xref" => {
                    self.version == Version::Two || is_address(value)
                }
                "target" => self.known.contains(value),
                "xml:lang" => self.version == Version::Two || (!dct && is_language(value)),
                "datatype" => !dct,
                _ => true,
            };
            if fits {
                kept.push((key.clone(), value.clone()));
            } else if key == "target" && element.name == "xref" {
                return None;
            } else {
                self.lost(&format!("attribute «{key}» of <{}>", element.name), 1);
            }
        }
        let targeted = element.name == "xref" || self.needs_target(element);
        let has_target = kept.iter().any(|(key, _)| key == "target");
        (!targeted || has_target).then_some(kept)
    }

    /// A reference of the style DCT cannot do without its target.
    fn needs_target(&self, element: &Element) -> bool {
        element.name == "ref" && self.version == Version::ThreeDct
    }

    /// Whether an element may have this id: it is a name, and no other element has it.
    pub(super) fn claim(&mut self, id: &str) -> bool {
        is_id(id) && self.used.insert(id.to_owned())
    }
}

/// Whether XML takes this for an id.
pub(super) fn is_id(id: &str) -> bool {
    is_name(id) && !id.contains(':')
}

fn push_text(element: &mut Element, text: &str) {
    if let Some(Node::Text(before)) = element.children.last_mut() {
        before.push_str(text);
    } else if !text.is_empty() {
        element.children.push(Node::Text(text.to_owned()));
    }
}

/// What a piece is called in the list of losses.
fn piece_name(element: &Element) -> String {
    let inner = children(element).find(|child| !kind(child).is_empty());
    let name = match (kind(element), inner) {
        ("", Some(inner)) => kind(inner),
        ("", None) => element.name.as_str(),
        (kind, _) => kind,
    };
    format!("property «{name}»")
}

fn is_address(target: &str) -> bool {
    let rest = target
        .strip_prefix("http://")
        .or_else(|| target.strip_prefix("https://"));
    // What `anyURI` refuses: spaces and signs that no address has.
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.contains([' ', '<', '>', '"', '{', '}', '|', '\\', '^', '`'])
    })
}

/// Whether the tag has the shape of `xs:language`.
pub(super) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let fits = |part: &str| (1..=8).contains(&part.len());
    parts
        .next()
        .is_some_and(|first| fits(first) && first.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && parts.all(|part| fits(part) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A date as `xs:date` or `xs:dateTime` write it, from that or from the basic format of ISO 8601
/// (`20010507T10:57:25Z`).
fn xml_date(text: &str) -> Option<String> {
    let text = text.trim();
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let digits: String = day.chars().filter(|sign| *sign != '-').collect();
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    let (month, date) = (number(4, 6)?, number(6, 8)?);
    // The shortest month decides where the calendar would have to be asked.
    if !(1..=12).contains(&month) || !(1..=31).contains(&date) || (date > 28 && month == 2) {
        return None;
    }
    if date == 31 && matches!(month, 4 | 6 | 9 | 11) {
        return None;
    }
    let day = format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]);
    let Some(time) = time else {
        return Some(day);
    };
    let end = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(end);
    let clock: String = clock.chars().filter(|sign| *sign != ':').collect();
    let whole = clock.len() == 6 && clock.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize, to: usize| clock.get(from..to)?.parse::<u32>().ok();
    let valid = whole && part(0, 2)? < 24 && part(2, 4)? < 60 && part(4, 6)? < 60;
    let zoned = zone.is_empty()
        || zone == "Z"
        || (zone.len() == 6 && zone.as_bytes().get(3) == Some(&b':'));
    (valid && zoned).then(|| {
        format!(
            "{day}T{}:{}:{}{zone}",
            &clock[..2],
            &clock[2..4],
            &clock[4..6]
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_all_tools_become_dates_of_xml() {
        for (text, date) in [
            ("2010-04-17", Some("2010-04-17")),
            ("20010507T10:57:25Z", Some("2001-05-07T10:57:25Z")),
            ("20010507T105725Z", Some("2001-05-07T10:57:25Z")),
            ("2005-04-22T14:06:32", Some("2005-04-22T14:06:32")),
            (
                "2005-04-22 14:06:32+02:00",
                Some("2005-04-22T14:06:32+02:00"),
            ),
            ("2005-02-30", None),
            ("22.4.2005", None),
            ("2005-04-22T25:00:00", None),
            ("", None),
        ] {
            assert_eq!(xml_date(text).as_deref(), date, "{text}");
        }
    }

    #[test]
    fn tags_have_the_shape_of_xs_language() {
        assert!(is_language("zh-Hant-TW"));
        assert!(!is_language("Französisch"));
        assert!(!is_language("en_GB"));
        assert!(!is_language(""));
    }
}
