//! `<seg>` and everything inside it.

use std::collections::BTreeSet;
use std::io::Read;

use crate::report::Problem;
use crate::segment::{Code, CodeKind, CodePiece, Foreign, Highlight, Piece, Segment, Sub};
use crate::xml::Event;

use super::names::Name;
use super::{Error, Reader};

/// Numbers of the pairs met in one segment.
#[derive(Default)]
struct Pairs {
    begun: Vec<String>,
    ended: Vec<String>,
}

/// What comes next inside an inline element.
enum Next {
    Text(String),
    Start(Name),
    End,
}

impl<R: Read> Reader<R> {
    /// Reads the segment whose `<seg>` was the last event.
    pub(super) fn read_segment(&mut self) -> Result<Segment, Error> {
        self.each_attribute(|reader, _, key, _| reader.unknown_attribute("seg", key))?;
        let mut pairs = Pairs::default();
        let pieces = self.pieces("seg", &mut pairs)?;
        self.check(&pairs)?;
        let segment = Segment { pieces };
        if segment.is_blank() && !self.unit_is_too_large() {
            self.find(Problem::BlankSegment)?;
        }
        Ok(segment)
    }

    /// Reads a flow of text up to the end of its element.
    fn pieces(&mut self, parent: &'static str, pairs: &mut Pairs) -> Result<Vec<Piece>, Error> {
        let mut pieces = Vec::new();
        loop {
            let piece = match self.next_inline()? {
                Next::Text(text) => Piece::Text(text),
                Next::End => return Ok(pieces),
                Next::Start(name) => match code_kind(name) {
                    Some(kind) => Piece::Code(self.code(kind, pairs)?),
                    None if name == Name::Hi => Piece::Highlight(self.highlight(pairs)?),
                    None => Piece::Foreign(self.foreign(parent, pairs)?),
                },
            };
            if !self.unit_is_too_large() {
                pieces.push(piece);
            }
        }
    }

    fn next_inline(&mut self) -> Result<Next, Error> {
        match self.xml.read() {
            Ok(Event::Text(text)) => Ok(Next::Text(text.to_owned())),
            Ok(Event::Start(tag)) => Ok(Next::Start(self.names.element(tag.name()))),
            Ok(Event::End(_) | Event::Eof) => Ok(Next::End),
            Err(source) => Err(self.broken(source)),
        }
    }

    fn code(&mut self, kind: CodeKind, pairs: &mut Pairs) -> Result<Code, Error> {
        let mut code = Code::new(kind);
        let element = kind.name();
        self.each_attribute(|reader, name, key, value| {
            let text = || Some(value.to_owned());
            match name {
                "i" => code.i = text(),
                "x" => code.x = text(),
                "type" => code.code_type = text(),
                "pos" if kind == CodeKind::It => code.pos = text(),
                "assoc" if kind == CodeKind::Ph => code.assoc = text(),
                _ => reader.keep_attribute(element, &mut code.extra, key, value)?,
            }
            Ok(())
        })?;
        let missing = match kind {
            CodeKind::Bpt | CodeKind::Ept if code.i.is_none() => Some("i"),
            CodeKind::It if code.pos.is_none() => Some("pos"),
            _ => None,
        };
        if let Some(attribute) = missing {
            self.find(Problem::MissingAttribute { element, attribute })?;
        }
        match (kind, &code.i) {
            (CodeKind::Bpt, Some(i)) => pairs.begun.push(i.clone()),
            (CodeKind::Ept, Some(i)) => pairs.ended.push(i.clone()),
            _ => {}
        }
        loop {
            let piece = match self.next_inline()? {
                Next::Text(text) => CodePiece::Native(text),
                Next::End => return Ok(code),
                Next::Start(Name::Sub) => CodePiece::Sub(self.sub(pairs)?),
                Next::Start(_) => {
                    let name = self.xml.tag().name().to_owned();
                    let (element, parent) = (name, element);
                    self.find(Problem::UnknownElement { element, parent })?;
                    CodePiece::Foreign(self.element()?)
                }
            };
            if !self.unit_is_too_large() {
                code.content.push(piece);
            }
        }
    }

    fn sub(&mut self, pairs: &mut Pairs) -> Result<Sub, Error> {
        let mut sub = Sub::default();
        self.each_attribute(|reader, name, key, value| {
            match name {
                "datatype" => sub.data_type = Some(value.to_owned()),
                "type" => sub.kind = Some(value.to_owned()),
                _ => reader.keep_attribute("sub", &mut sub.extra, key, value)?,
            }
            Ok(())
        })?;
        sub.pieces = self.pieces("sub", pairs)?;
        Ok(sub)
    }

    fn highlight(&mut self, pairs: &mut Pairs) -> Result<Highlight, Error> {
        let mut highlight = Highlight::default();
        self.each_attribute(|reader, name, key, value| {
            match name {
                "x" => highlight.x = Some(value.to_owned()),
                "type" => highlight.kind = Some(value.to_owned()),
                _ => reader.keep_attribute("hi", &mut highlight.extra, key, value)?,
            }
            Ok(())
        })?;
        highlight.pieces = self.pieces("hi", pairs)?;
        Ok(highlight)
    }

    fn foreign(&mut self, parent: &'static str, pairs: &mut Pairs) -> Result<Foreign, Error> {
        let mut foreign = Foreign {
            name: self.xml.tag().name().to_owned(),
            attributes: self.xml.tag().to_attributes(),
            pieces: Vec::new(),
        };
        let element = foreign.name.clone();
        self.find(Problem::UnknownElement { element, parent })?;
        foreign.pieces = self.pieces(parent, pairs)?;
        Ok(foreign)
    }

    /// Reports pairs that are not pairs. Overlapping ones are fine.
    fn check(&mut self, pairs: &Pairs) -> Result<(), Error> {
        if pairs.begun.is_empty() && pairs.ended.is_empty() {
            return Ok(());
        }
        let begun: BTreeSet<&str> = pairs.begun.iter().map(String::as_str).collect();
        let ended: BTreeSet<&str> = pairs.ended.iter().map(String::as_str).collect();
        if begun.len() < pairs.begun.len() {
            self.unpaired("several <bpt> have the same number", &pairs.begun)?;
        }
        if ended.len() < pairs.ended.len() {
            self.unpaired("several <ept> have the same number", &pairs.ended)?;
        }
        for i in begun.difference(&ended) {
            self.unpaired("no <ept> ends <bpt>", &[(*i).to_owned()])?;
        }
        for i in ended.difference(&begun) {
            self.unpaired("no <bpt> begins <ept>", &[(*i).to_owned()])?;
        }
        Ok(())
    }

    fn unpaired(&mut self, what: &'static str, numbers: &[String]) -> Result<(), Error> {
        let i = numbers
            .iter()
            .take(10)
            .cloned()
            .collect::<Vec<_>>()
            .join(" ");
        self.find(Problem::UnpairedCode { what, i })
    }
}

fn code_kind(name: Name) -> Option<CodeKind> {
    Some(match name {
        Name::Bpt => CodeKind::Bpt,
        Name::Ept => CodeKind::Ept,
        Name::Ph => CodeKind::Ph,
        Name::It => CodeKind::It,
        Name::Ut => CodeKind::Ut,
        _ => return None,
    })
}
