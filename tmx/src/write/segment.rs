//! `<seg>` and everything inside it.

use std::io::Write;

use crate::segment::{Code, CodeKind, CodePiece, Foreign, Highlight, Piece, Segment, Sub};
use crate::xml::{self, NONE};

use super::attributes::List;
use super::{Level, Piecewise, Xml};

impl Piecewise<'_> {
    pub(super) fn segment<W: Write>(
        &mut self,
        xml: &mut Xml<W>,
        segment: &Segment,
    ) -> Result<(), xml::WriteError> {
        if self.options.level == Level::One {
            return xml.element("seg", NONE, &segment.plain_text());
        }
        xml.start_mixed("seg", NONE)?;
        self.pieces(xml, &segment.pieces)?;
        xml.end()
    }

    fn pieces<W: Write>(
        &mut self,
        xml: &mut Xml<W>,
        pieces: &[Piece],
    ) -> Result<(), xml::WriteError> {
        pieces.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => xml.text(text),
            Piece::Code(code) => self.code(xml, code),
            Piece::Highlight(highlight) => self.highlight(xml, highlight),
            Piece::Foreign(foreign) => self.foreign(xml, foreign),
        })
    }

    fn code<W: Write>(&mut self, xml: &mut Xml<W>, code: &Code) -> Result<(), xml::WriteError> {
        let paired = matches!(code.kind, CodeKind::Bpt | CodeKind::Ept);
        // What the DTD requires; `0` pairs with nothing a tool numbered itself.
        let i = code.i.as_deref().or((!self.keeps()).then_some("0"));
        let pos = code.pos.as_deref().or((!self.keeps()).then_some("begin"));
        let mut list = List::new();
        if paired {
            list.maybe("i", i);
        } else {
            self.optional(&mut list, "i", code.i.as_deref(), self.keeps());
        }
        if code.kind == CodeKind::It {
            list.maybe("pos", pos);
        }
        let known = code.kind != CodeKind::Ept;
        self.optional(&mut list, "x", code.x.as_deref(), known);
        if code.kind == CodeKind::Ph {
            list.maybe("assoc", code.assoc.as_deref());
        }
        let known = known && code.kind != CodeKind::Ut;
        self.optional(&mut list, "type", code.code_type.as_deref(), known);
        self.extra(&mut list, &code.extra);
        xml.start_mixed(code.kind.name(), list.take())?;
        for piece in &code.content {
            match piece {
                CodePiece::Native(text) => xml.text(text)?,
                CodePiece::Sub(sub) => self.sub(xml, sub)?,
                CodePiece::Foreign(element) if self.keeps() => xml.tree(element)?,
                CodePiece::Foreign(element) => {
                    self.sums.extras_left_out += 1;
                    xml.text(&element.text())?;
                }
            }
        }
        xml.end()
    }

    /// An attribute the DTD has for some codes only.
    fn optional<'a>(
        &mut self,
        list: &mut List<'a>,
        key: &'static str,
        value: Option<&'a str>,
        known: bool,
    ) {
        if known || self.keeps() {
            list.maybe(key, value);
        } else if value.is_some() {
            self.sums.extras_left_out += 1;
        }
    }

    fn sub<W: Write>(&mut self, xml: &mut Xml<W>, sub: &Sub) -> Result<(), xml::WriteError> {
        let mut list = List::new();
        list.maybe("datatype", sub.data_type.as_deref());
        list.maybe("type", sub.kind.as_deref());
        self.extra(&mut list, &sub.extra);
        xml.start_mixed("sub", list.take())?;
        self.pieces(xml, &sub.pieces)?;
        xml.end()
    }

    fn highlight<W: Write>(
        &mut self,
        xml: &mut Xml<W>,
        highlight: &Highlight,
    ) -> Result<(), xml::WriteError> {
        let mut list = List::new();
        list.maybe("x", highlight.x.as_deref());
        list.maybe("type", highlight.kind.as_deref());
        self.extra(&mut list, &highlight.extra);
        xml.start_mixed("hi", list.take())?;
        self.pieces(xml, &highlight.pieces)?;
        xml.end()
    }

    fn foreign<W: Write>(
        &mut self,
        xml: &mut Xml<W>,
        foreign: &Foreign,
    ) -> Result<(), xml::WriteError> {
        if self.keeps() {
            let attributes = foreign.attributes.iter().map(|(k, v)| (k, v));
            if foreign.pieces.is_empty() {
                return xml.empty(&foreign.name, attributes);
            }
            xml.start_mixed(&foreign.name, attributes)?;
            self.pieces(xml, &foreign.pieces)?;
            return xml.end();
        }
        self.sums.extras_left_out += 1;
        if foreign.is_translatable() {
            self.pieces(xml, &foreign.pieces)?;
        }
        Ok(())
    }
}
