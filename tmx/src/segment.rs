//! A segment: translatable text with native codes in it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::xml::{Attributes, Element};

/// The content of `<seg>`, in order.
///
/// Two views of the same thing: [`plain_text`](Self::plain_text) is what a translator reads,
/// [`pieces`](Self::pieces) is everything, for a round trip.
///
/// ```
/// use bitext_tmx::Segment;
///
/// let segment = Segment::from("Click Save.");
/// assert_eq!(segment.plain_text(), "Click Save.");
/// assert!(!segment.has_markup());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Segment {
    /// Text and inline elements; no two texts stand side by side in what the reader gives.
    pub pieces: Vec<Piece>,
}

/// A piece of a [`Segment`], of a highlight or of a sub-flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Piece {
    /// Translatable text.
    Text(String),
    /// `<bpt>`, `<ept>`, `<ph>`, `<it>`, `<ut>`: a native code.
    Code(Code),
    /// `<hi>`: text that somebody marked; it stays translatable.
    Highlight(Highlight),
    /// An element TMX does not know here (HTML, XLIFF, vendors'). Its text counts as translatable,
    /// its tags as codes.
    Foreign(Foreign),
}

/// Which native code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodeKind {
    /// `<bpt>`: begins a pair; [`Code::i`] ties it to its end.
    Bpt,
    /// `<ept>`: ends a pair.
    Ept,
    /// `<ph>`: stands alone.
    Ph,
    /// `<it>`: half of a pair whose other half lies outside the segment.
    It,
    /// `<ut>`: unknown code, deprecated in TMX 1.4.
    Ut,
}

impl CodeKind {
    /// The element's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bpt => "bpt",
            Self::Ept => "ept",
            Self::Ph => "ph",
            Self::It => "it",
            Self::Ut => "ut",
        }
    }
}

/// A native code of the original document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Which one.
    pub kind: CodeKind,
    /// Ties `<bpt>` and `<ept>` together inside the segment.
    pub i: Option<String>,
    /// Ties codes of several variants together.
    pub x: Option<String>,
    /// `type`: what the code does, e.g. `bold`.
    #[serde(rename = "type")]
    pub code_type: Option<String>,
    /// `pos` of `<it>`: `begin` or `end`.
    pub pos: Option<String>,
    /// `assoc` of `<ph>`: to which side it belongs.
    pub assoc: Option<String>,
    /// Attributes TMX does not know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Attributes,
    /// The code itself, with the translatable text inside it.
    pub content: Vec<CodePiece>,
}

impl Code {
    /// A code without attributes and content.
    #[must_use]
    pub const fn new(kind: CodeKind) -> Self {
        Self {
            kind,
            i: None,
            x: None,
            code_type: None,
            pos: None,
            assoc: None,
            extra: Vec::new(),
            content: Vec::new(),
        }
    }

    /// The native code as text, sub-flows left out.
    #[must_use]
    pub fn native(&self) -> String {
        self.content
            .iter()
            .filter_map(|piece| match piece {
                CodePiece::Native(text) => Some(text.as_str()),
                CodePiece::Sub(_) | CodePiece::Foreign(_) => None,
            })
            .collect()
    }
}

/// A piece of a [`Code`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodePiece {
    /// Native code, not translatable: `<b>`, `{\b `.
    Native(String),
    /// `<sub>`: translatable text inside the code, e.g. a tooltip or a footnote.
    Sub(Sub),
    /// An element TMX does not know here, kept whole.
    Foreign(Element),
}

/// `<sub>`: a text of its own inside a code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sub {
    /// `datatype`: format of the text.
    pub data_type: Option<String>,
    /// `type`: what it is, e.g. `footnote`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Attributes TMX does not know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Attributes,
    /// The text with its own codes.
    pub pieces: Vec<Piece>,
}

/// `<hi>`: marked text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Highlight {
    /// Ties highlights of several variants together.
    pub x: Option<String>,
    /// `type`: why it is marked.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Attributes TMX does not know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Attributes,
    /// The marked text.
    pub pieces: Vec<Piece>,
}

/// An inline element TMX does not know.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Foreign {
    /// Name as written, prefix included.
    pub name: String,
    /// Its attributes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Attributes,
    /// Its content.
    pub pieces: Vec<Piece>,
}

impl Foreign {
    /// Whether its text belongs to the sentence: everything but properties and notes, which some
    /// tools put inside `<seg>`.
    #[must_use]
    pub fn is_translatable(&self) -> bool {
        !matches!(self.name.as_str(), "prop" | "note")
    }
}

impl Segment {
    /// Text without any code.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = text.into();
        let mut pieces = Vec::new();
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Self { pieces }
    }

    /// The translatable text: no native codes, no sub-flows, with the content of highlights.
    ///
    /// Borrows when the segment is a single text.
    #[must_use]
    pub fn plain_text(&self) -> Cow<'_, str> {
        plain(&self.pieces)
    }

    /// Whether there is anything but text.
    #[must_use]
    pub fn has_markup(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| !matches!(piece, Piece::Text(_)))
    }

    /// Whether there is no translatable text but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.plain_text().trim().is_empty()
    }

    /// Puts another segment behind this one, with a space between them where there is none.
    pub fn append(&mut self, other: Self) {
        if self.pieces.is_empty() {
            *self = other;
            return;
        }
        let spaced = self.plain_text().ends_with(char::is_whitespace)
            || other.plain_text().starts_with(char::is_whitespace);
        let space = (!spaced).then(|| Piece::Text(" ".to_owned()));
        for piece in space.into_iter().chain(other.pieces) {
            match (self.pieces.last_mut(), piece) {
                (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
                (_, piece) => self.pieces.push(piece),
            }
        }
    }

    /// The native codes in order, those in highlights included, those in sub-flows not.
    #[must_use]
    pub fn codes(&self) -> Vec<&Code> {
        let mut out = Vec::new();
        walk(&self.pieces, &mut |piece| {
            if let Piece::Code(code) = piece {
                out.push(code);
            }
        });
        out
    }

    /// The plain text of every sub-flow, outer ones before the ones inside them.
    #[must_use]
    pub fn sub_flows(&self) -> Vec<Cow<'_, str>> {
        let mut out = Vec::new();
        push_subs(&self.pieces, &mut out);
        out
    }
}

impl From<&str> for Segment {
    fn from(text: &str) -> Self {
        Self::from_text(text)
    }
}

impl From<String> for Segment {
    fn from(text: String) -> Self {
        Self::from_text(text)
    }
}

/// The translatable text of some pieces.
fn plain(pieces: &[Piece]) -> Cow<'_, str> {
    match pieces {
        [] => Cow::Borrowed(""),
        [Piece::Text(text)] => Cow::Borrowed(text),
        _ => {
            let mut out = String::new();
            walk(pieces, &mut |piece| {
                if let Piece::Text(text) = piece {
                    out.push_str(text);
                }
            });
            Cow::Owned(out)
        }
    }
}

/// Visits every piece of one flow: into highlights and foreign elements, not into codes.
fn walk<'a>(pieces: &'a [Piece], visit: &mut impl FnMut(&'a Piece)) {
    for piece in pieces {
        visit(piece);
        match piece {
            Piece::Highlight(highlight) => walk(&highlight.pieces, visit),
            Piece::Foreign(foreign) if foreign.is_translatable() => walk(&foreign.pieces, visit),
            Piece::Foreign(_) | Piece::Text(_) | Piece::Code(_) => {}
        }
    }
}

fn push_subs<'a>(pieces: &'a [Piece], out: &mut Vec<Cow<'a, str>>) {
    walk(pieces, &mut |piece| {
        let Piece::Code(code) = piece else { return };
        for inner in &code.content {
            if let CodePiece::Sub(sub) = inner {
                out.push(plain(&sub.pieces));
                push_subs(&sub.pieces, out);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    #[test]
    fn plain_text_leaves_codes_and_sub_flows_out() {
        let sub = Sub {
            pieces: vec![text("tooltip")],
            ..Sub::default()
        };
        let mut code = Code::new(CodeKind::Ph);
        code.content = vec![
            CodePiece::Native("<img alt='".to_owned()),
            CodePiece::Sub(sub),
            CodePiece::Native("'>".to_owned()),
        ];
        let segment = Segment {
            pieces: vec![
                text("Click "),
                Piece::Highlight(Highlight {
                    pieces: vec![text("Save"), Piece::Code(code)],
                    ..Highlight::default()
                }),
                Piece::Foreign(Foreign {
                    name: "prop".to_owned(),
                    pieces: vec![text("x")],
                    ..Foreign::default()
                }),
                Piece::Foreign(Foreign {
                    name: "b".to_owned(),
                    pieces: vec![text(" now.")],
                    ..Foreign::default()
                }),
            ],
        };
        assert_eq!(segment.plain_text(), "Click Save now.");
        assert_eq!(segment.sub_flows(), ["tooltip"]);
        assert_eq!(segment.codes()[0].native(), "<img alt=''>");
        assert!(segment.has_markup() && !segment.is_blank());
        assert!(Segment::from("").pieces.is_empty() && Segment::from(" \n").is_blank());
    }
}
