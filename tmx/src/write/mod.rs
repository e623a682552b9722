//! The streaming writer.
//!
//! - this file: [`Writer`], header, units, and the sums;
//! - `attributes`: attributes in their fixed order, dates as TMX wants them;
//! - `segment`: `<seg>` and everything inside it.

mod attributes;
mod segment;

use std::io::Write;

use crate::model::{Header, Note, Property, SegType, Unit, Variant};
use crate::xml::{self, Element, IllegalPolicy, NONE, Node};
use attributes::{List, Moved};

/// How much of the codes in segments is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// TMX level 1: text only, codes and sub-flows left out.
    One,
    /// TMX level 2: text with its native codes.
    #[default]
    Two,
}

/// What happens to attributes and elements TMX 1.4 does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extras {
    /// Written as they were read: a round trip loses nothing, but the file is only as valid as the
    /// one it came from.
    #[default]
    Keep,
    /// Left out and counted; required attributes that are missing get a value, and the parts of a
    /// language code stand apart with `-`. The file is always valid against the DTD of TMX 1.4. The text of unknown inline elements stays.
    LeaveOut,
}

/// Manners of a [`Writer`].
#[derive(Debug, Clone)]
pub struct WriteOptions {
    /// Default: level 2.
    pub level: Level,
    /// Default: kept.
    pub extras: Extras,
    /// Characters XML cannot carry. Default: the unit is refused.
    pub illegal: IllegalPolicy,
    /// Whether to write `<!DOCTYPE tmx SYSTEM "tmx14.dtd">`. Default: yes.
    ///
    /// OmegaT, Trados, memoQ and Okapi know it and need no file beside the TMX, and validators
    /// find their DTD through it. Leave it out for a home-made program whose XML parser forbids
    /// DTDs or goes looking for the file.
    pub doctype: bool,
    /// Spaces a level; nothing is ever indented inside a segment. Default: 2. `None`: everything
    /// on one line.
    pub indent: Option<usize>,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self {
            level: Level::Two,
            extras: Extras::Keep,
            illegal: IllegalPolicy::Refuse,
            doctype: true,
            indent: Some(2),
        }
    }
}

/// Why something was not written. Units before it are; the one concerned left no trace, and the
/// next may be tried.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The XML layer refused, or the output failed.
    #[error("unit {number}{}: {source}", in_brackets(.tuid.as_deref()))]
    Unit {
        /// Number of the unit among those given, from 1.
        number: u64,
        /// Its `tuid`.
        tuid: Option<String>,
        /// Why.
        source: xml::WriteError,
    },
    /// A unit without variants, or a variant without a language.
    #[error("unit {number}{}: {what}", in_brackets(.tuid.as_deref()))]
    Incomplete {
        /// Number of the unit among those given, from 1.
        number: u64,
        /// Its `tuid`.
        tuid: Option<String>,
        /// What it lacks.
        what: &'static str,
    },
    /// The header, the beginning or the end of the file.
    #[error("{0}")]
    Frame(#[from] xml::WriteError),
}

fn in_brackets(tuid: Option<&str>) -> String {
    tuid.map(|tuid| format!(" ({tuid})")).unwrap_or_default()
}

/// The sums of a file written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Units in the file.
    pub units: u64,
    /// Variants in them.
    pub variants: u64,
    /// Attributes and elements left out under [`Extras::LeaveOut`].
    pub extras_left_out: u64,
    /// Dates that are no dates, written as properties `x-creationdate` and the like.
    pub dates_moved: u64,
    /// Characters replaced under [`IllegalPolicy::Replace`].
    pub characters_replaced: u64,
}

/// Writes a TMX 1.4 file that every tool takes.
///
/// UTF-8 without BOM, LF line ends, `version="1.4"`, all seven attributes of the header,
/// `xml:lang`, no namespace, dates as `YYYYMMDDThhmmssZ`, properties and notes before variants,
/// no white space added inside segments. The same units give the same bytes.
///
/// [`finish`](Self::finish) must be called: without it the file has no end.
///
/// ```
/// use bitext_tmx::{Header, Unit, Writer};
///
/// let header = Header { src_lang: "fr".to_owned(), ..Header::default() };
/// let mut writer = Writer::new(Vec::new(), &header)?;
/// writer.write(&Unit::pair(("fr", "Bonjour"), ("en", "Hello")))?;
/// let (bytes, written) = writer.finish()?;
/// assert_eq!(written.units, 1);
/// assert!(String::from_utf8_lossy(&bytes).contains("<tuv xml:lang=\"fr\">"));
/// # Ok::<(), bitext_tmx::WriteError>(())
/// ```
#[derive(Debug)]
#[must_use = "a file without `finish` has no end"]
pub struct Writer<W: Write> {
    xml: xml::Writer<W>,
    options: WriteOptions,
    given: u64,
    written: Written,
}

impl<W: Write> Writer<W> {
    /// Begins a file with the default manners and writes its header.
    ///
    /// # Errors
    ///
    /// The output fails, or the header holds what XML cannot.
    pub fn new(out: W, header: &Header) -> Result<Self, WriteError> {
        Self::with_options(out, header, WriteOptions::default())
    }

    /// Begins a file with other manners.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_options(
        out: W,
        header: &Header,
        options: WriteOptions,
    ) -> Result<Self, WriteError> {
        let mut writer = Self {
            xml: xml::Writer::new(out)
                .indent(options.indent)
                .illegal(options.illegal),
            options,
            given: 0,
            written: Written::default(),
        };
        writer.header(header)?;
        Ok(writer)
    }

    /// Writes a unit.
    ///
    /// # Errors
    ///
    /// A unit without variants, a variant without a language, a character XML cannot carry (see
    /// [`WriteOptions::illegal`]): then nothing of the unit is written. Or the output fails.
    pub fn write(&mut self, unit: &Unit) -> Result<(), WriteError> {
        self.given += 1;
        let number = self.given;
        let what = if unit.variants.is_empty() {
            Some("it has no variant")
        } else if unit.variants.iter().any(|v| v.lang.trim().is_empty()) {
            Some("a variant has no language")
        } else {
            None
        };
        let tuid = || unit.tuid.clone();
        if let Some(what) = what {
            let tuid = tuid();
            return Err(WriteError::Incomplete { number, tuid, what });
        }
        let mut writing = Piecewise {
            options: &self.options,
            sums: self.written,
        };
        self.xml
            .whole(|xml| writing.unit(xml, unit))
            .map_err(|source| {
                let tuid = tuid();
                WriteError::Unit {
                    number,
                    tuid,
                    source,
                }
            })?;
        self.written = writing.sums;
        self.written.units += 1;
        self.written.variants += unit.variants.len() as u64;
        Ok(())
    }

    /// Ends the file, flushes it, and gives the output back with the sums.
    ///
    /// # Errors
    ///
    /// The output fails.
    pub fn finish(mut self) -> Result<(W, Written), WriteError> {
        self.xml.end()?;
        self.xml.end()?;
        self.written.characters_replaced = self.xml.replaced();
        Ok((self.xml.finish()?, self.written))
    }

    /// The sums so far; characters replaced only after [`finish`](Self::finish).
    #[must_use]
    pub fn written(&self) -> Written {
        self.written
    }

    fn header(&mut self, header: &Header) -> Result<(), WriteError> {
        let mut writing = Piecewise {
            options: &self.options,
            sums: self.written,
        };
        let xml = &mut self.xml;
        xml.declaration()?;
        if self.options.doctype {
            xml.doctype("tmx", "tmx14.dtd")?;
        }
        let mut root = List::new();
        root.push("version", "1.4");
        let foreign = header.root_extra.iter().filter(|(key, _)| key != "xmlns");
        writing.extra(&mut root, foreign);
        xml.start("tmx", root.take())?;
        writing.header(xml, header)?;
        xml.start("body", NONE)?;
        self.written = writing.sums;
        Ok(())
    }
}

/// The writing of one piece, with the sums as they will be when it succeeds.
struct Piecewise<'o> {
    options: &'o WriteOptions,
    sums: Written,
}

type Xml<W> = xml::Writer<W>;

impl Piecewise<'_> {
    fn keeps(&self) -> bool {
        self.options.extras == Extras::Keep
    }

    fn header<W: Write>(
        &mut self,
        xml: &mut Xml<W>,
        header: &Header,
    ) -> Result<(), xml::WriteError> {
        let (mut list, mut moved) = (List::new(), Moved::default());
        list.push("creationtool", &header.creation_tool);
        list.push("creationtoolversion", &header.creation_tool_version);
        list.push("segtype", header.seg_type.name());
        list.push("o-tmf", &header.o_tmf);
        list.language("adminlang", Some(&header.admin_lang), self.keeps());
        list.language("srclang", Some(&header.src_lang), self.keeps());
        list.push("datatype", &header.data_type);
        list.maybe("o-encoding", header.o_encoding.as_deref());
        list.date("creationdate", header.creation_date.as_ref(), &mut moved);
        list.maybe("creationid", header.creation_id.as_deref());
        list.date("changedate", header.change_date.as_ref(), &mut moved);
        list.maybe("changeid", header.change_id.as_deref());
        self.extra(&mut list, &header.extra);
        let bare = header.props.is_empty()
            && header.notes.is_empty()
            && header.udes.is_empty()
            && header.unknown.is_empty()
            && moved.is_empty();
        if bare {
            return xml.empty("header", list.take());
        }
        xml.start("header", list.take())?;
        self.common(xml, &header.props, &header.notes, &moved)?;
        for ude in &header.udes {
            self.ude(xml, ude)?;
        }
        self.unknown(xml, &header.unknown)?;
        xml.end()
    }

    fn unit<W: Write>(&mut self, xml: &mut Xml<W>, unit: &Unit) -> Result<(), xml::WriteError> {
        let (mut list, mut moved) = (List::new(), Moved::default());
        list.maybe("tuid", unit.tuid.as_deref());
        list.origin(&unit.origin, &mut moved);
        list.maybe("segtype", unit.seg_type.map(SegType::name));
        list.language("srclang", unit.src_lang.as_deref(), self.keeps());
        self.extra(&mut list, &unit.extra);
        xml.start("tu", list.take())?;
        self.common(xml, &unit.props, &unit.notes, &moved)?;
        self.unknown(xml, &unit.unknown)?;
        for variant in &unit.variants {
            self.variant(xml, variant)?;
        }
        xml.end()
    }

    fn variant<W: Write>(
        &mut self,
        xml: &mut Xml<W>,
        variant: &Variant,
    ) -> Result<(), xml::WriteError> {
        let (mut list, mut moved) = (List::new(), Moved::default());
        list.language("xml:lang", Some(&variant.lang), self.keeps());
        list.origin(&variant.origin, &mut moved);
        self.extra(&mut list, &variant.extra);
        xml.start("tuv", list.take())?;
        self.common(xml, &variant.props, &variant.notes, &moved)?;
        self.unknown(xml, &variant.unknown)?;
        self.segment(xml, &variant.segment)?;
        xml.end()
    }

    /// Properties, then notes, then the dates that are none.
    fn common<W: Write>(
        &mut self,
        xml: &mut Xml<W>,
        props: &[Property],
        notes: &[Note],
        moved: &Moved<'_>,
    ) -> Result<(), xml::WriteError> {
        for prop in props {
            let mut list = List::new();
            let untyped = prop.kind.is_empty() && !self.keeps();
            list.push("type", if untyped { "x-unknown" } else { &prop.kind });
            list.language("xml:lang", prop.lang.as_deref(), self.keeps());
            list.maybe("o-encoding", prop.o_encoding.as_deref());
            self.extra(&mut list, &prop.extra);
            self.text(xml, "prop", list, &prop.value, &prop.markup)?;
        }
        for note in notes {
            let mut list = List::new();
            list.language("xml:lang", note.lang.as_deref(), self.keeps());
            list.maybe("o-encoding", note.o_encoding.as_deref());
            self.extra(&mut list, &note.extra);
            self.text(xml, "note", list, &note.text, &note.markup)?;
        }
        for (attribute, text) in moved.iter() {
            self.sums.dates_moved += 1;
            xml.element("prop", [("type", format!("x-{attribute}"))], text)?;
        }
        Ok(())
    }

    /// A property or a note.
    fn text<W: Write>(
        &mut self,
        xml: &mut Xml<W>,
        name: &str,
        list: List<'_>,
        text: &str,
        markup: &[Node],
    ) -> Result<(), xml::WriteError> {
        if markup.is_empty() || !self.keeps() {
            self.sums.extras_left_out += u64::from(!markup.is_empty());
            return xml.element(name, list.take(), text);
        }
        xml.start_mixed(name, list.take())?;
        for node in markup {
            match node {
                Node::Text(text) => xml.text(text)?,
                Node::Element(element) => xml.tree(element)?,
            }
        }
        xml.end()
    }

    /// Attributes TMX does not have.
    fn extra<'a>(
        &mut self,
        list: &mut List<'a>,
        extra: impl IntoIterator<Item = &'a (String, String)>,
    ) {
        for (key, value) in extra {
            if self.keeps() {
                list.push(key, value);
            } else {
                self.sums.extras_left_out += 1;
            }
        }
    }

    /// Elements TMX does not have.
    fn unknown<W: Write>(
        &mut self,
        xml: &mut Xml<W>,
        elements: &[Element],
    ) -> Result<(), xml::WriteError> {
        if self.keeps() {
            return elements.iter().try_for_each(|element| xml.tree(element));
        }
        self.sums.extras_left_out += elements.len() as u64;
        Ok(())
    }

    /// `<ude>`: kept whole, or the part of it the DTD knows.
    fn ude<W: Write>(&mut self, xml: &mut Xml<W>, ude: &Element) -> Result<(), xml::WriteError> {
        if self.keeps() {
            return xml.tree(ude);
        }
        let maps: Vec<&Element> = ude
            .children
            .iter()
            .filter_map(|child| match child {
                Node::Element(map) => Some(map),
                Node::Text(_) => None,
            })
            .filter(|map| map.name == "map" && map.attribute("unicode").is_some())
            .collect();
        let Some(name) = ude.attribute("name").filter(|_| !maps.is_empty()) else {
            self.sums.extras_left_out += 1;
            return Ok(());
        };
        let mut list = List::new();
        list.push("name", name);
        list.maybe("base", ude.attribute("base"));
        xml.start("ude", list.take())?;
        for map in maps {
            let mut list = List::new();
            for key in ["unicode", "code", "ent", "subst"] {
                list.maybe(key, map.attribute(key));
            }
            xml.empty("map", list.take())?;
        }
        xml.end()
    }
}

#[cfg(test)]
mod tests;
