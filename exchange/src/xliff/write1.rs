//! Writes XLIFF 1.2 (OASIS, 2008), which every tool reads.
//!
//! Units of one document and language pair that follow each other make a `<file>`. Native codes stand in `bpt`, `ept`,
//! `ph` and `it`. Notes are kept; a property has no place in 1.2 that tools look at, other than
//! `resname` and contexts.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Write;

use bitext_tmx::xml::{self, NONE};
use bitext_tmx::{Code, CodeKind, CodePiece, Piece, Segment, Unit};

use crate::pair::{Pair, lose};
use crate::sink::{Sink, WriteError, Written};
use crate::status::Status;

use super::{DOCUMENT, NAME, NO_DOCUMENT};

pub(crate) struct Writer<W: Write> {
    xml: xml::Writer<W>,
    /// Languages and document of the open `<file>`.
    file: Option<[String; 3]>,
    /// The ids given in it: a second one of the same name would not be valid (2.2.1, `id`).
    ids: HashSet<String>,
    begun: bool,
    written: Written,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            xml: xml::Writer::new(out).illegal(xml::IllegalPolicy::Replace),
            file: None,
            ids: HashSet::new(),
            begun: false,
            written: Written::default(),
        }
    }

    fn head(&mut self) -> Result<(), xml::WriteError> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        self.xml.declaration()?;
        let namespace = "urn:oasis:names:tc:xliff:document:1.2";
        self.xml
            .start("xliff", [("version", "1.2"), ("xmlns", namespace)])
    }

    /// Opens a file for these languages and this document, unless it is open.
    fn file(&mut self, source: &str, target: &str, document: &str) -> Result<(), xml::WriteError> {
        let file = [source, target, document].map(str::to_owned);
        if self.file.as_ref() == Some(&file) {
            return Ok(());
        }
        self.close()?;
        let attributes = [
            ("original", document),
            ("source-language", source),
            ("target-language", target),
            ("datatype", "plaintext"),
        ];
        self.xml.start("file", attributes)?;
        self.xml.start("body", NONE)?;
        self.file = Some(file);
        self.ids.clear();
        Ok(())
    }

    /// The unit's own id, or its number where it has none or another unit has the same.
    fn id(&mut self, own: Option<&str>) -> String {
        let number = self.written.pairs + 1;
        let wanted = own.map_or_else(|| number.to_string(), str::to_owned);
        if self.ids.insert(wanted.clone()) {
            return wanted;
        }
        lose(&mut self.written.losses, "ids that another unit has", 1);
        let mut id = format!("{wanted}-{number}");
        while !self.ids.insert(id.clone()) {
            id.push('+');
        }
        id
    }

    fn close(&mut self) -> Result<(), xml::WriteError> {
        if self.file.take().is_some() {
            self.xml.end()?;
            self.xml.end()?;
        }
        Ok(())
    }

    fn pair(&mut self, pair: &Pair) -> Result<(), WriteError> {
        self.head()?;
        let (name, document) = (pair.property(NAME), pair.property(DOCUMENT));
        self.file(
            &pair.source_language,
            &pair.target_language,
            document.unwrap_or(NO_DOCUMENT),
        )?;
        let losses = &mut self.written.losses;
        let dates = [&pair.created, &pair.changed].into_iter().flatten().count();
        lose(losses, "dates", dates);
        let users = [&pair.creator, &pair.changer].into_iter().flatten().count();
        lose(losses, "names of users", users);
        let held = usize::from(name.is_some()) + usize::from(document.is_some());
        lose(losses, "properties", pair.properties.len() - held);
        let id = self.id(pair.id.as_deref());
        let mut attributes = vec![("id", id.as_str())];
        attributes.extend(name.map(|name| ("resname", name)));
        if pair.status == Some(Status::Approved) {
            attributes.push(("approved", "yes"));
        }
        let state = match pair.status {
            Some(Status::Approved) => Some("final"),
            Some(Status::Reviewed | Status::Translated) => Some("translated"),
            Some(Status::Draft | Status::Rejected) => Some("needs-translation"),
            None => None,
        };
        self.xml.whole(|xml| {
            xml.start("trans-unit", attributes)?;
            xml.start_mixed("source", NONE)?;
            pieces(xml, &pair.source)?;
            xml.end()?;
            xml.start_mixed("target", state.map(|state| ("state", state)))?;
            pieces(xml, &pair.target)?;
            xml.end()?;
            for note in &pair.notes {
                xml.element("note", NONE, note)?;
            }
            xml.end()
        })?;
        self.written.pairs += 1;
        Ok(())
    }
}

/// A segment, its codes numbered where they have no number.
fn pieces<W: Write>(xml: &mut xml::Writer<W>, segment: &Segment) -> Result<(), xml::WriteError> {
    flow(xml, &segment.pieces, &mut 0)
}

fn flow<W: Write>(
    xml: &mut xml::Writer<W>,
    pieces: &[Piece],
    codes: &mut usize,
) -> Result<(), xml::WriteError> {
    for piece in pieces {
        match piece {
            Piece::Text(text) => xml.text(text)?,
            Piece::Code(code) => inline(xml, code, codes)?,
            Piece::Highlight(highlight) => {
                let kind = highlight.kind.as_deref().unwrap_or("highlight");
                xml.start_mixed("mrk", [("mtype", mtype(kind).as_ref())])?;
                flow(xml, &highlight.pieces, codes)?;
                xml.end()?;
            }
            Piece::Foreign(foreign) if foreign.is_translatable() => {
                flow(xml, &foreign.pieces, codes)?;
            }
            Piece::Foreign(_) => {}
        }
    }
    Ok(())
}

fn inline<W: Write>(
    xml: &mut xml::Writer<W>,
    code: &Code,
    codes: &mut usize,
) -> Result<(), xml::WriteError> {
    *codes += 1;
    let name = match code.kind {
        CodeKind::Bpt => "bpt",
        CodeKind::Ept => "ept",
        CodeKind::It => "it",
        CodeKind::Ph | CodeKind::Ut => "ph",
    };
    let own = code.i.clone().or_else(|| code.x.clone());
    let id = own.unwrap_or_else(|| format!("c{codes}"));
    let mut attributes = vec![("id", id.as_str())];
    if code.kind == CodeKind::It {
        let ends = code.pos.as_deref() == Some("end");
        attributes.push(("pos", if ends { "close" } else { "open" }));
    }
    if code.kind != CodeKind::Ept
        && let Some(kind) = ctype(code)
    {
        attributes.push(("ctype", kind));
    }
    xml.start_mixed(name, attributes)?;
    for piece in &code.content {
        match piece {
            CodePiece::Native(text) => xml.text(text)?,
            CodePiece::Sub(sub) => {
                xml.start_mixed("sub", NONE)?;
                flow(xml, &sub.pieces, codes)?;
                xml.end()?;
            }
            CodePiece::Foreign(element) => xml.text(&element.text())?,
        }
    }
    xml.end()
}

/// The kind of a marked stretch: one that XLIFF 1.2 names (2.3.2, `mtype`), or one of the tool's own.
fn mtype(kind: &str) -> Cow<'_, str> {
    const NAMED: &[&str] = &[
        "abbrev",
        "abbreviated-form",
        "abbreviation",
        "acronym",
        "appellation",
        "collocation",
        "common-name",
        "datetime",
        "equation",
        "expanded-form",
        "formula",
        "head-term",
        "initialism",
        "international-scientific-term",
        "internationalism",
        "logical-expression",
        "materials-management-unit",
        "name",
        "near-synonym",
        "part-number",
        "phrase",
        "phraseological-unit",
        "protected",
        "romanized-form",
        "set-phrase",
        "short-form",
        "sku",
        "standard-text",
        "symbol",
        "synonym",
        "synonymous-phrase",
        "term",
        "transcribed-form",
        "transliterated-form",
        "truncated-term",
        "variant",
    ];
    if NAMED.contains(&kind) || kind.starts_with("x-") {
        Cow::Borrowed(kind)
    } else {
        Cow::Owned(format!("x-{kind}"))
    }
}

/// The kinds of codes that XLIFF 1.2 names; others begin with `x-`.
fn ctype(code: &Code) -> Option<&str> {
    const NAMED: [&str; 8] = [
        "bold",
        "italic",
        "underlined",
        "link",
        "image",
        "pb",
        "lb",
        "x-",
    ];
    code.code_type
        .as_deref()
        .filter(|kind| NAMED.contains(kind) || kind.starts_with("x-"))
}

impl<W: Write> Sink for Writer<W> {
    fn write(&mut self, unit: &Unit, header_language: &str) -> Result<(), WriteError> {
        self.written.units += 1;
        let pairs = Pair::of_unit(unit, header_language, &mut self.written.losses);
        pairs.iter().try_for_each(|pair| self.pair(pair))
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        self.head()?;
        if self.written.pairs == 0 {
            // The schema wants a file in it.
            self.file("und", "und", NO_DOCUMENT)?;
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
