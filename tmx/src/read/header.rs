//! `<header>`, and the attributes and elements it shares with units and variants.

use std::io::Read;

use crate::date::Date;
use crate::model::{Header, Note, Origin, Property, SegType};
use crate::report::Problem;
use crate::xml::{Attributes, Element, Event, Node};

use super::names::Name;
use super::{Error, Reader, start_of};

impl Header {
    /// What stands for a header that is not there.
    pub(super) fn unknown() -> Self {
        Self {
            creation_tool: "unknown".to_owned(),
            creation_tool_version: "unknown".to_owned(),
            o_tmf: "unknown".to_owned(),
            data_type: "unknown".to_owned(),
            ..Self::default()
        }
    }
}

/// Notes, properties and what else an element holds beside its main content.
#[derive(Default)]
pub(super) struct Common {
    pub(super) props: Vec<Property>,
    pub(super) notes: Vec<Note>,
    pub(super) unknown: Vec<Element>,
}

/// What [`Reader::child`] met.
pub(super) enum Child {
    /// The start of an element the caller has to read.
    Start(Name),
    /// Something that is dealt with.
    Done,
    /// The end of the parent.
    End,
}

impl<R: Read> Reader<R> {
    /// Reads `<header>`, whose start was the last event.
    pub(super) fn read_header(&mut self) -> Result<(), Error> {
        let mut missing = vec![
            "creationtool",
            "creationtoolversion",
            "segtype",
            "o-tmf",
            "adminlang",
            "srclang",
            "datatype",
        ];
        self.each_attribute(|reader, name, key, value| {
            missing.retain(|required| *required != name);
            reader.header_attribute(name, key, value)
        })?;
        if !missing.is_empty() {
            self.find(Problem::HeaderAttributes(missing))?;
        }
        let mut common = Common::default();
        loop {
            match self.child("header", &mut common)? {
                Child::Start(Name::Ude) => {
                    let ude = self.element()?;
                    self.header.udes.push(ude);
                }
                Child::Start(_) => self.unknown("header", &mut common)?,
                Child::Done => {}
                Child::End => break,
            }
        }
        self.header.props = common.props;
        self.header.notes = common.notes;
        self.header.unknown = common.unknown;
        Ok(())
    }

    fn header_attribute(&mut self, name: &str, key: &str, value: &str) -> Result<(), Error> {
        let date = match name {
            "creationdate" => Some(self.date("creationdate", value)?),
            "changedate" => Some(self.date("changedate", value)?),
            _ => None,
        };
        let header = &mut self.header;
        let kept = value.to_owned();
        match name {
            "creationtool" => header.creation_tool = kept,
            "creationtoolversion" => header.creation_tool_version = kept,
            "segtype" => match SegType::parse(value) {
                Some(kind) => header.seg_type = kind,
                None => {
                    let (attribute, value) = ("segtype", kept);
                    self.find(Problem::BadValue { attribute, value })?;
                }
            },
            "o-tmf" => header.o_tmf = kept,
            "adminlang" => header.admin_lang = kept,
            "srclang" => header.src_lang = kept,
            "datatype" => header.data_type = kept,
            "o-encoding" => header.o_encoding = Some(kept),
            "creationid" => header.creation_id = Some(kept),
            "changeid" => header.change_id = Some(kept),
            "creationdate" => header.creation_date = date,
            "changedate" => header.change_date = date,
            _ => {
                self.unknown_attribute("header", key)?;
                self.header.extra.push((key.to_owned(), kept));
            }
        }
        Ok(())
    }

    /// Reads the next thing inside an element; properties and notes go to `common`.
    pub(super) fn child(
        &mut self,
        parent: &'static str,
        common: &mut Common,
    ) -> Result<Child, Error> {
        let name = match self.xml.read_structure() {
            Ok(Event::Start(tag)) => self.names.element(tag.name()),
            Ok(Event::End(_) | Event::Eof) => return Ok(Child::End),
            Ok(Event::Text(text)) => {
                if let Some(text) = start_of(text) {
                    self.find(Problem::StrayText { text, parent })?;
                }
                return Ok(Child::Done);
            }
            Err(source) => return Err(self.broken(source)),
        };
        match name {
            Name::Prop => common.props.push(self.read_prop()?),
            Name::Note => common.notes.push(self.read_note()?),
            other => return Ok(Child::Start(other)),
        }
        Ok(Child::Done)
    }

    /// Keeps an element that does not belong here.
    pub(super) fn unknown(
        &mut self,
        parent: &'static str,
        common: &mut Common,
    ) -> Result<(), Error> {
        let element = self.xml.tag().name().to_owned();
        self.find(Problem::UnknownElement { element, parent })?;
        common.unknown.push(self.element()?);
        Ok(())
    }

    pub(super) fn element(&mut self) -> Result<Element, Error> {
        self.xml.element().map_err(|source| self.broken(source))
    }

    fn read_prop(&mut self) -> Result<Property, Error> {
        let mut prop = Property::default();
        let mut typed = false;
        self.each_attribute(|reader, name, key, value| {
            match name {
                "type" => {
                    value.clone_into(&mut prop.kind);
                    typed = true;
                }
                "xml:lang" | "lang" => prop.lang = Some(value.to_owned()),
                "o-encoding" => prop.o_encoding = Some(value.to_owned()),
                _ => reader.keep_attribute("prop", &mut prop.extra, key, value)?,
            }
            Ok(())
        })?;
        if !typed {
            let (element, attribute) = ("prop", "type");
            self.find(Problem::MissingAttribute { element, attribute })?;
        }
        (prop.value, prop.markup) = self.text("prop")?;
        Ok(prop)
    }

    fn read_note(&mut self) -> Result<Note, Error> {
        let mut note = Note::default();
        self.each_attribute(|reader, name, key, value| {
            match name {
                "xml:lang" | "lang" => note.lang = Some(value.to_owned()),
                "o-encoding" => note.o_encoding = Some(value.to_owned()),
                _ => reader.keep_attribute("note", &mut note.extra, key, value)?,
            }
            Ok(())
        })?;
        (note.text, note.markup) = self.text("note")?;
        Ok(note)
    }

    /// The text of the element just begun, and its content when there is more than text.
    fn text(&mut self, parent: &'static str) -> Result<(String, Vec<Node>), Error> {
        let mut out = String::new();
        let mut nodes = Vec::new();
        loop {
            match self.xml.read() {
                Ok(Event::Text(text)) => {
                    out.push_str(text);
                    if !nodes.is_empty() {
                        nodes.push(Node::Text(text.to_owned()));
                    }
                }
                Ok(Event::Start(_)) => {
                    if !out.is_empty() && nodes.is_empty() {
                        nodes.push(Node::Text(out.clone()));
                    }
                    let element = self.element()?;
                    out.push_str(&element.text());
                    nodes.push(Node::Element(element));
                }
                Ok(Event::End(_) | Event::Eof) => break,
                Err(source) => return Err(self.broken(source)),
            }
        }
        if !nodes.is_empty() {
            self.find(Problem::MarkupInText { parent })?;
        }
        Ok((out, nodes))
    }

    /// Takes one of the attributes units and variants share; false when it is none of them.
    pub(super) fn origin_attribute(
        &mut self,
        origin: &mut Origin,
        name: &str,
        value: &str,
    ) -> Result<bool, Error> {
        let text = || Some(value.to_owned());
        match name {
            "o-encoding" => origin.o_encoding = text(),
            "datatype" => origin.data_type = text(),
            "usagecount" => origin.usage_count = text(),
            "creationtool" => origin.creation_tool = text(),
            "creationtoolversion" => origin.creation_tool_version = text(),
            "creationid" => origin.creation_id = text(),
            "changeid" => origin.change_id = text(),
            "o-tmf" => origin.o_tmf = text(),
            "lastusagedate" => {
                origin.last_usage_date = Some(self.date("lastusagedate", value)?);
            }
            "creationdate" => {
                origin.creation_date = Some(self.date("creationdate", value)?);
            }
            "changedate" => origin.change_date = Some(self.date("changedate", value)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn date(&mut self, attribute: &'static str, value: &str) -> Result<Date, Error> {
        let date = Date::new(value);
        if !date.is_valid() {
            let value = date.as_str().to_owned();
            self.find(Problem::BadDate { attribute, value })?;
        }
        Ok(date)
    }

    /// Reports an attribute TMX does not have, unless it only declares a namespace.
    pub(super) fn unknown_attribute(
        &mut self,
        element: &'static str,
        key: &str,
    ) -> Result<(), Error> {
        if key == "xmlns" || key.starts_with("xmlns:") || key == "xml:space" {
            return Ok(());
        }
        let attribute = key.to_owned();
        self.find(Problem::UnknownAttribute { element, attribute })
    }

    /// Reports and keeps attributes TMX does not have.
    pub(super) fn keep_attribute(
        &mut self,
        element: &'static str,
        extra: &mut Attributes,
        key: &str,
        value: &str,
    ) -> Result<(), Error> {
        self.unknown_attribute(element, key)?;
        extra.push((key.to_owned(), value.to_owned()));
        Ok(())
    }
}
