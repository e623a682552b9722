//! Inline elements of XLIFF as codes of TMX, and back.

use std::collections::{BTreeMap, BTreeSet};

use bitext_tmx::xml::{Element, Node};
use bitext_tmx::{Code, CodeKind, CodePiece, Highlight, Piece, Segment, Sub};

use super::{attribute, local};

/// Numbers for the codes of one unit. Source and target share them, so that the same code has the same
/// number on both sides.
#[derive(Default)]
pub(super) struct Numbers {
    by_id: BTreeMap<String, usize>,
}

impl Numbers {
    fn of(&mut self, id: Option<&str>) -> String {
        let next = self.by_id.len() + 1;
        let key = match id {
            Some(id) => id.to_owned(),
            // A code without a name is like no other.
            None => format!("\0{next}"),
        };
        self.by_id.entry(key).or_insert(next).to_string()
    }
}

/// What becomes of the content of `<source>` or `<target>`.
pub(super) struct Inline<'a> {
    pub(super) numbers: &'a mut Numbers,
    /// Native codes of version 2, by their `id`.
    pub(super) data: &'a BTreeMap<String, String>,
}

impl Inline<'_> {
    /// The segment.
    pub(super) fn segment(&mut self, nodes: &[Node]) -> Segment {
        let mut ends = BTreeSet::new();
        halves(nodes, &mut ends);
        let mut pieces = Vec::new();
        self.push(nodes, &ends, &mut pieces);
        Segment { pieces }
    }

    fn push(&mut self, nodes: &[Node], halves: &BTreeSet<String>, out: &mut Vec<Piece>) {
        for node in nodes {
            match node {
                Node::Text(text) => push_text(out, text),
                Node::Element(element) => self.element(element, halves, out),
            }
        }
    }

    fn element(&mut self, element: &Element, halves: &BTreeSet<String>, out: &mut Vec<Piece>) {
        let id = attribute(element, "id");
        match local(&element.name) {
            "g" => self.pair(element, [None, None], halves, out),
            "pc" => {
                let data = ["dataRefStart", "dataRefEnd"].map(|name| element.attribute(name));
                self.pair(element, data, halves, out);
            }
            "x" => {
                let native = tag(element, false);
                out.push(self.code(CodeKind::Ph, element, id, native));
            }
            "bpt" | "ept" | "it" | "ut" => self.native(element, halves, out),
            // In version 1 with the native code inside, in version 2 with it elsewhere.
            "ph" if element.children.is_empty() => {
                let native = self.referenced(element.attribute("dataRef"), element);
                out.push(self.code(CodeKind::Ph, element, id, native));
            }
            "ph" => self.native(element, halves, out),
            "bx" | "ex" | "sc" | "ec" => self.half(element, halves, out),
            "cp" => push_text(out, &code_point(element)),
            "mrk" if attribute(element, "mtype") == Some("seg") => {
                self.push(&element.children, halves, out);
            }
            "mrk" => {
                let mut highlight = Highlight {
                    kind: attribute(element, "mtype")
                        .or_else(|| attribute(element, "type"))
                        .map(str::to_owned),
                    ..Highlight::default()
                };
                self.push(&element.children, halves, &mut highlight.pieces);
                out.push(Piece::Highlight(highlight));
            }
            // An annotation's ends, or something of a vendor: its text stays, its tags are codes.
            _ if element.children.is_empty() => {
                let native = tag(element, false);
                out.push(self.code(CodeKind::Ph, element, id, native));
            }
            _ => self.pair(element, [None, None], halves, out),
        }
    }

    /// An element around text: a pair of codes.
    fn pair(
        &mut self,
        element: &Element,
        data: [Option<&str>; 2],
        halves: &BTreeSet<String>,
        out: &mut Vec<Piece>,
    ) {
        let number = self.numbers.of(attribute(element, "id"));
        let [start, end] = data.map(|id| id.and_then(|id| self.data.get(id)).cloned());
        let mut begin = Code::new(CodeKind::Bpt);
        begin.i = Some(number.clone());
        begin.x = Some(number.clone());
        begin.code_type = code_type(element);
        begin.content = vec![CodePiece::Native(
            start.unwrap_or_else(|| tag(element, true)),
        )];
        out.push(Piece::Code(begin));
        self.push(&element.children, halves, out);
        let mut finish = Code::new(CodeKind::Ept);
        finish.i = Some(number);
        let closing = end.unwrap_or_else(|| format!("</{}>", element.name));
        finish.content = vec![CodePiece::Native(closing)];
        out.push(Piece::Code(finish));
    }

    /// One half of a pair: paired when the other one is in the segment, else alone.
    fn half(&mut self, element: &Element, halves: &BTreeSet<String>, out: &mut Vec<Piece>) {
        let begins = matches!(local(&element.name), "bx" | "sc");
        let name = partner(element);
        let is_pair = name.as_ref().is_some_and(|name| halves.contains(name));
        let number = self.numbers.of(name.as_deref());
        let native = self.referenced(element.attribute("dataRef"), element);
        let mut code = Code::new(match (is_pair, begins) {
            (true, true) => CodeKind::Bpt,
            (true, false) => CodeKind::Ept,
            (false, _) => CodeKind::It,
        });
        if is_pair {
            code.i = Some(number.clone());
        } else {
            code.pos = Some(if begins { "begin" } else { "end" }.to_owned());
        }
        if code.kind != CodeKind::Ept {
            code.x = Some(number);
            code.code_type = code_type(element);
        }
        code.content = vec![CodePiece::Native(native)];
        out.push(Piece::Code(code));
    }

    /// `bpt`, `ept`, `ph`, `it` of version 1, which hold the native code.
    fn native(&mut self, element: &Element, halves: &BTreeSet<String>, out: &mut Vec<Piece>) {
        let kind = match local(&element.name) {
            "bpt" => CodeKind::Bpt,
            "ept" => CodeKind::Ept,
            "it" => CodeKind::It,
            _ => CodeKind::Ph,
        };
        let name = attribute(element, "rid").or_else(|| attribute(element, "id"));
        let number = self.numbers.of(name);
        let mut code = Code::new(kind);
        if matches!(kind, CodeKind::Bpt | CodeKind::Ept) {
            code.i = Some(number.clone());
        }
        if kind == CodeKind::It {
            let ends = matches!(attribute(element, "pos"), Some("close" | "end"));
            code.pos = Some(if ends { "end" } else { "begin" }.to_owned());
        }
        if kind != CodeKind::Ept {
            code.x = Some(number);
            code.code_type = code_type(element);
        }
        for node in &element.children {
            code.content.push(match node {
                Node::Text(text) => CodePiece::Native(text.clone()),
                Node::Element(child) if local(&child.name) == "sub" => {
                    let mut sub = Sub {
                        data_type: attribute(child, "datatype").map(str::to_owned),
                        kind: attribute(child, "ctype").map(str::to_owned),
                        ..Sub::default()
                    };
                    self.push(&child.children, halves, &mut sub.pieces);
                    CodePiece::Sub(sub)
                }
                Node::Element(child) => CodePiece::Native(child.text()),
            });
        }
        out.push(Piece::Code(code));
    }

    fn code(
        &mut self,
        kind: CodeKind,
        element: &Element,
        id: Option<&str>,
        native: String,
    ) -> Piece {
        let mut code = Code::new(kind);
        code.x = Some(self.numbers.of(id));
        code.code_type = code_type(element);
        code.content = vec![CodePiece::Native(native)];
        Piece::Code(code)
    }

    /// The native code that is kept elsewhere, or the tag itself.
    fn referenced(&self, id: Option<&str>, element: &Element) -> String {
        id.and_then(|id| self.data.get(id))
            .cloned()
            .unwrap_or_else(|| tag(element, false))
    }
}

/// Text behind text is one text.
fn push_text(out: &mut Vec<Piece>, text: &str) {
    match out.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ => out.push(Piece::Text(text.to_owned())),
    }
}

/// What a code does, in the words of TMX.
fn code_type(element: &Element) -> Option<String> {
    ["ctype", "subType", "type"]
        .into_iter()
        .find_map(|name| attribute(element, name))
        .map(str::to_owned)
}

/// The name that ties the halves of a pair together.
fn partner(element: &Element) -> Option<String> {
    let name = match local(&element.name) {
        "bx" | "ex" => attribute(element, "rid").or_else(|| attribute(element, "id")),
        "ec" => attribute(element, "startRef").or_else(|| attribute(element, "id")),
        _ => attribute(element, "id"),
    };
    name.map(str::to_owned)
}

/// The names of pairs of which both halves stand in these nodes.
fn halves(nodes: &[Node], out: &mut BTreeSet<String>) {
    let (mut begun, mut ended) = (BTreeSet::new(), BTreeSet::new());
    fn collect(nodes: &[Node], begun: &mut BTreeSet<String>, ended: &mut BTreeSet<String>) {
        for node in nodes {
            let Node::Element(element) = node else {
                continue;
            };
            match local(&element.name) {
                "bx" | "sc" => begun.extend(partner(element)),
                "ex" | "ec" => ended.extend(partner(element)),
                _ => collect(&element.children, begun, ended),
            }
        }
    }
    collect(nodes, &mut begun, &mut ended);
    out.extend(begun.intersection(&ended).cloned());
}

/// A tag as it stands in the file, to be shown as native code.
fn tag(element: &Element, open: bool) -> String {
    let mut out = format!("<{}", element.name);
    for (key, value) in &element.attributes {
        out.push_str(&format!(" {key}=\"{value}\""));
    }
    out.push_str(if open { ">" } else { "/>" });
    out
}

/// `<cp hex="001F"/>`: a character that XML cannot hold. What it can, or what is none, comes out as
/// it must.
pub(super) fn code_point(element: &Element) -> String {
    attribute(element, "hex")
        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
        .and_then(char::from_u32)
        .unwrap_or('\u{FFFD}')
        .to_string()
}
