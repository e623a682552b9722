//! Writes XLIFF 2.0 (OASIS, 2014).
//!
//! One file has one pair of languages; units of one document that follow each other make a `<file>`. Native
//! codes stand in `originalData`, properties in `mda:metadata`.

use std::collections::{BTreeSet, HashSet};
use std::io::Write;

use bitext_tmx::xml::{self, NONE};
use bitext_tmx::{Code, CodeKind, Piece, Segment, Unit};

use crate::pair::{Pair, lose};
use crate::sink::{Sink, WriteError, Written};
use crate::status::Status;

use super::{DOCUMENT, ID, NAME};

pub(crate) struct Writer<W: Write> {
    xml: xml::Writer<W>,
    languages: Option<(String, String)>,
    /// The document of the open `<file>`.
    file: Option<Option<String>>,
    files: usize,
    /// The ids given in it: a second unit of the same would not be valid (4.3.1.14, `id`).
    ids: HashSet<String>,
    written: Written,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            xml: xml::Writer::new(out).illegal(xml::IllegalPolicy::Replace),
            languages: None,
            file: None,
            files: 0,
            ids: HashSet::new(),
            written: Written::default(),
        }
    }

    fn head(&mut self, source: &str, target: &str) -> Result<(), xml::WriteError> {
        self.xml.declaration()?;
        let attributes = [
            ("xmlns", "urn:oasis:names:tc:xliff:document:2.0"),
            ("xmlns:mda", "urn:oasis:names:tc:xliff:metadata:2.0"),
            ("version", "2.0"),
            ("srcLang", source),
            ("trgLang", target),
        ];
        self.xml.start("xliff", attributes)?;
        self.languages = Some((source.to_owned(), target.to_owned()));
        Ok(())
    }

    /// Opens a file for this document, unless it is open.
    fn file(&mut self, document: Option<&str>) -> Result<(), xml::WriteError> {
        let document = document.map(str::to_owned);
        if self.file.as_ref() == Some(&document) {
            return Ok(());
        }
        self.close()?;
        self.files += 1;
        let id = format!("f{}", self.files);
        let mut attributes = vec![("id", id.as_str())];
        attributes.extend(document.as_deref().map(|name| ("original", name)));
        self.xml.start("file", attributes)?;
        self.file = Some(document);
        self.ids.clear();
        Ok(())
    }

    fn close(&mut self) -> Result<(), xml::WriteError> {
        if self.file.take().is_some() {
            self.xml.end()?;
        }
        Ok(())
    }

    /// The unit's own id where it can stand as one in this file, or a number.
    fn id(&mut self, own: Option<&str>) -> String {
        if let Some(own) = own
            && is_name_token(own)
            && self.ids.insert(own.to_owned())
        {
            return own.to_owned();
        }
        let mut id = format!("u{}", self.written.pairs + 1);
        while !self.ids.insert(id.clone()) {
            id.push('_');
        }
        id
    }

    fn pair(&mut self, pair: &Pair) -> Result<(), WriteError> {
        if self.languages.is_none() {
            self.head(&pair.source_language, &pair.target_language)?;
        }
        let languages = (pair.source_language.clone(), pair.target_language.clone());
        let losses = &mut self.written.losses;
        if self.languages.as_ref() != Some(&languages) {
            lose(losses, "units of other languages than the first", 1);
            return Ok(());
        }
        let dates = [&pair.created, &pair.changed].into_iter().flatten().count();
        lose(losses, "dates", dates);
        let users = [&pair.creator, &pair.changer].into_iter().flatten().count();
        lose(losses, "names of users", users);
        let sub_flows = pair.source.sub_flows().len() + pair.target.sub_flows().len();
        lose(losses, "texts inside codes", sub_flows);
        let (name, document) = (pair.property(NAME), pair.property(DOCUMENT));
        self.file(document)?;
        let id = self.id(pair.id.as_deref());
        let own = pair.id.as_deref().filter(|own| *own != id);
        let mut data = Vec::new();
        let source = flow(&pair.source, &mut data);
        let target = flow(&pair.target, &mut data);
        let state = pair.status.map(|status| match status {
            Status::Approved => "final",
            Status::Reviewed => "reviewed",
            Status::Translated => "translated",
            Status::Draft | Status::Rejected => "initial",
        });
        let mut attributes = vec![("id", id.as_str())];
        attributes.extend(name.map(|name| ("name", name)));
        self.xml.whole(|xml| {
            xml.start("unit", attributes)?;
            metadata(xml, own, pair)?;
            if !pair.notes.is_empty() {
                xml.start("notes", NONE)?;
                for note in &pair.notes {
                    xml.element("note", NONE, note)?;
                }
                xml.end()?;
            }
            if !data.is_empty() {
                xml.start("originalData", NONE)?;
                for (at, native) in data.iter().enumerate() {
                    xml.element("data", [("id", format!("d{}", at + 1))], native)?;
                }
                xml.end()?;
            }
            xml.start("segment", state.map(|state| ("state", state)))?;
            for (name, tokens) in [("source", &source), ("target", &target)] {
                xml.start_mixed(name, NONE)?;
                tokens.iter().try_for_each(|token| token.write(xml))?;
                xml.end()?;
            }
            xml.end()?;
            xml.end()
        })?;
        self.written.pairs += 1;
        Ok(())
    }
}

/// The id that could not stand as one, and the properties that have no place of their own.
fn metadata<W: Write>(
    xml: &mut xml::Writer<W>,
    id: Option<&str>,
    pair: &Pair,
) -> Result<(), xml::WriteError> {
    let mut placed = [NAME, DOCUMENT].map(Some);
    let mut has_place = |kind: &str| {
        // Only the first of a name has one.
        let mut places = placed.iter_mut();
        places
            .find(|place| **place == Some(kind))
            .is_some_and(|place| place.take().is_some())
    };
    let properties = pair.properties.iter();
    let properties = properties
        .map(|(kind, value)| (kind.as_str(), value.as_str()))
        .filter(|(kind, _)| !has_place(kind));
    let all: Vec<(&str, &str)> = id
        .map(|id| (ID, id))
        .into_iter()
        .chain(properties)
        .collect();
    if all.is_empty() {
        return Ok(());
    }
    xml.start("mda:metadata", NONE)?;
    xml.start("mda:metaGroup", NONE)?;
    for (kind, value) in all {
        xml.element("mda:meta", [("type", kind)], value)?;
    }
    xml.end()?;
    xml.end()
}

/// A piece of `<source>` or `<target>`.
enum Token {
    Text(String),
    /// An empty element with its attributes.
    Code(&'static str, Vec<(&'static str, String)>),
}

impl Token {
    fn write<W: Write>(&self, xml: &mut xml::Writer<W>) -> Result<(), xml::WriteError> {
        match self {
            Self::Text(text) => xml.text(text),
            Self::Code(name, attributes) => xml.empty(
                name,
                attributes.iter().map(|(key, value)| (*key, value.as_str())),
            ),
        }
    }
}

/// A segment as tokens; its native codes go to `data`.
fn flow(segment: &Segment, data: &mut Vec<String>) -> Vec<Token> {
    let codes = segment.codes();
    let names = |kind: CodeKind| -> BTreeSet<&str> {
        let of_kind = codes.iter().filter(|code| code.kind == kind);
        of_kind.filter_map(|code| code.i.as_deref()).collect()
    };
    let (begun, ended) = (names(CodeKind::Bpt), names(CodeKind::Ept));
    let mut state = Flow {
        paired: begun
            .intersection(&ended)
            .map(|&name| name.to_owned())
            .collect(),
        opened: BTreeSet::new(),
        closed: BTreeSet::new(),
        count: 0,
        data,
        out: Vec::new(),
    };
    state.pieces(&segment.pieces);
    state.out
}

struct Flow<'a> {
    /// Numbers of the pairs that have both ends.
    paired: BTreeSet<String>,
    opened: BTreeSet<String>,
    closed: BTreeSet<String>,
    count: usize,
    data: &'a mut Vec<String>,
    out: Vec<Token>,
}

impl Flow<'_> {
    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.text(text),
                Piece::Code(code) => self.code(code),
                Piece::Highlight(highlight) => self.pieces(&highlight.pieces),
                Piece::Foreign(foreign) if foreign.is_translatable() => {
                    self.pieces(&foreign.pieces);
                }
                Piece::Foreign(_) => {}
            }
        }
    }

    /// Text; a character that XML cannot hold stands as `<cp>`, with its number.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| !xml::is_xml_char(*c)) {
            let (before, behind) = rest.split_at(at);
            self.out.push(Token::Text(before.to_owned()));
            let number = format!("{:04X}", u32::from(c));
            self.out.push(Token::Code("cp", vec![("hex", number)]));
            rest = &behind[c.len_utf8()..];
        }
        self.out.push(Token::Text(rest.to_owned()));
    }

    fn code(&mut self, code: &Code) {
        self.count += 1;
        let id = format!("c{}", self.count);
        let reference = self.native(code);
        let number = code.i.clone().unwrap_or_default();
        let is_pair = self.paired.contains(&number);
        let (name, mut attributes) = match code.kind {
            CodeKind::Bpt if is_pair && self.opened.insert(number.clone()) => {
                ("sc", vec![("id", format!("p{}", name_of(&number)))])
            }
            // `startRef` must come behind what it refers to.
            CodeKind::Ept
                if is_pair
                    && self.opened.contains(&number)
                    && self.closed.insert(number.clone()) =>
            {
                ("ec", vec![("startRef", format!("p{}", name_of(&number)))])
            }
            CodeKind::It if code.pos.as_deref() == Some("end") => {
                ("ec", vec![("id", id), ("isolated", "yes".to_owned())])
            }
            CodeKind::It => ("sc", vec![("id", id), ("isolated", "yes".to_owned())]),
            // Halves without a partner, and second ones of the same number.
            CodeKind::Bpt | CodeKind::Ept | CodeKind::Ph | CodeKind::Ut => ("ph", vec![("id", id)]),
        };
        attributes.extend(reference.map(|reference| ("dataRef", reference)));
        self.out.push(Token::Code(name, attributes));
    }

    fn native(&mut self, code: &Code) -> Option<String> {
        let native = code.native();
        if native.is_empty() {
            return None;
        }
        let at = self.data.iter().position(|known| *known == native);
        let at = at.unwrap_or_else(|| {
            self.data.push(native);
            self.data.len() - 1
        });
        Some(format!("d{}", at + 1))
    }
}

/// Whether a text may be the `id` of a unit: a name token (XML 1.0, production 7) of ASCII letters.
fn is_name_token(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    !text.is_empty() && text.chars().all(fits)
}

/// A number as part of an XML name token.
fn name_of(number: &str) -> String {
    number
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}

impl<W: Write> Sink for Writer<W> {
    fn write(&mut self, unit: &Unit, header_language: &str) -> Result<(), WriteError> {
        self.written.units += 1;
        let pairs = Pair::of_unit(unit, header_language, &mut self.written.losses);
        pairs.iter().try_for_each(|pair| self.pair(pair))
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        if self.languages.is_none() {
            self.head("und", "und")?;
            self.file(None)?;
        }
        self.close()?;
        self.xml.end()?;
        let replaced = usize::try_from(self.xml.replaced()).unwrap_or(usize::MAX);
        lose(
            &mut self.written.losses,
            "characters XML cannot hold, replaced by U+FFFD",
            replaced,
        );
        self.xml.finish()?;
        Ok(self.written)
    }
}
