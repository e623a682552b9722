//! The file: header, body, end, and which concepts go in.

use std::io::Write;

use bitext_tmx::xml::{Element, IllegalPolicy, NONE, Node, Writer, is_name};
use indexmap::{IndexMap, IndexSet};

use super::category::{self, Module};
use super::element::{children, kind};
use super::entry;
use super::fit::{is_id, is_language};
use crate::concept::{Concept, ConceptId, RelationKind};
use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::glossary::Glossary;
use crate::term::Property;

/// Which list of data categories a file keeps to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// TBX-Basic: the list that every tool knows.
    #[default]
    Basic,
    /// TBX-Default: also grammatical number, review state and kinds of relations, which fewer
    /// tools read, and whatever properties other files brought.
    Default,
}

impl Dialect {
    fn martif_type(self) -> &'static str {
        match self {
            Self::Basic => "TBX-Basic",
            Self::Default => "TBX",
        }
    }

    /// The constraint file's address as tools write it; it names the dialect, nobody fetches it.
    fn constraints(self) -> &'static str {
        match self {
            Self::Basic => "http://www.lisa.org/fileadmin/standards/tbx_basic/TBXBasicXCSV02.xcs",
            Self::Default => "http://www.lisa.org/fileadmin/standards/tbx/TBXXCSV02.xcs",
        }
    }
}

/// Which edition of the standard a file keeps to, and in which style.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Version {
    /// ISO 30042:2008: `martif` without namespace, `termEntry`, `langSet`, `tig`. All tools read it.
    #[default]
    Two,
    /// ISO 30042:2019: `tbx`, categories as attributes. TBX-Basic.
    ThreeDca,
    /// ISO 30042:2019: `tbx`, categories as elements of their own. TBX-Basic.
    ThreeDct,
}

/// What stands for the source of a glossary that names none.
const NO_SOURCE: &str = "glossary written by bitext";

/// The namespace of version 3.
const NAMESPACE: &str = "urn:iso:std:iso:30042:ed-2";

/// TBX. By default version 2, in TBX-Basic, or in TBX-Default where a glossary holds what a file of
/// another tool brought and TBX-Basic has no place for.
///
/// No CAT tool reads version 3; all read version 2. The file names no DTD: a tool that follows the
/// name to a file that is not there refuses the glossary, and a careful one refuses any DTD. It is
/// valid against the core structure all the same; version 3 also against the rules of TBX-Basic.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tbx {
    /// The list of data categories of version 2; by default the narrower one that loses nothing a
    /// file brought.
    pub dialect: Option<Dialect>,
    /// The version and style.
    pub version: Version,
}

impl Export for Tbx {
    fn name(&self) -> &'static str {
        match self.version {
            Version::Two => "TBX 2",
            Version::ThreeDca => "TBX 3 (DCA)",
            Version::ThreeDct => "TBX 3 (DCT)",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tbx"]
    }

    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error> {
        let source = selection.source_in(glossary);
        let mut losses = Losses::default();
        let mut concepts = Vec::new();
        for concept in selection.concepts(glossary) {
            if entry::languages(concept, selection, source)
                .next()
                .is_some()
            {
                concepts.push(concept);
            } else {
                losses.note(
                    &concept.id,
                    "concept without a term in the languages asked for",
                );
            }
        }
        if concepts.is_empty() {
            return Err(Error::Empty { format: "TBX" });
        }
        let dialect = self.dialect_for(&concepts);
        let ids = xml_ids(&concepts, &mut losses);
        let mut used: IndexSet<String> = ids.values().cloned().collect();
        let known = known_ids(&concepts, glossary, &used);
        let mut xml = Writer::new(out).illegal(IllegalPolicy::Replace);
        xml.declaration()?;
        let mut language = entry::xml_language(source.unwrap_or("en"));
        if self.version != Version::Two && !is_language(&language) {
            language = "und".into();
        }
        self.root(&mut xml, dialect, &language)?;
        self.header(&mut xml, glossary, dialect, &mut losses)?;
        xml.start("text", NONE)?;
        xml.start("body", NONE)?;
        let mut report = Report::default();
        for concept in concepts {
            let replaced = xml.replaced();
            let mut entry = entry::Entry {
                concept,
                dialect,
                version: self.version,
                ids: &ids,
                known: &known,
                used: &mut used,
                losses: &mut losses,
            };
            let (element, terms) = entry.build(selection, source);
            self.node(&mut xml, &element)?;
            report.terms += terms;
            report.concepts += 1;
            let replaced = usize::try_from(xml.replaced() - replaced).unwrap_or(usize::MAX);
            let what = "character that XML cannot hold, written as U+FFFD";
            losses.note_many(&concept.id, what, replaced);
        }
        xml.end()?;
        self.back(&mut xml, glossary, &mut used, &mut losses)?;
        xml.end()?;
        xml.end()?;
        xml.finish()?;
        report.left_out = glossary.len() - report.concepts;
        report.losses = losses.into_list();
        Ok(report)
    }
}

impl Tbx {
    /// Version 3 in this style.
    #[must_use]
    pub fn version_3(version: Version) -> Self {
        Self {
            dialect: Some(Dialect::Basic),
            version,
        }
    }

    fn dialect_for(&self, concepts: &[&Concept]) -> Dialect {
        let open = |concept: &&Concept| {
            let kinds = concept.relations.iter();
            entry::needs_more_than_basic(concept)
                || kinds
                    .map(|relation| relation.kind)
                    .any(|kind| kind != RelationKind::Related)
        };
        match (self.version, self.dialect) {
            (Version::Two, Some(dialect)) => dialect,
            (Version::Two, None) if concepts.iter().any(open) => Dialect::Default,
            _ => Dialect::Basic,
        }
    }

    fn root<W: Write>(
        &self,
        xml: &mut Writer<W>,
        dialect: Dialect,
        language: &str,
    ) -> Result<(), Error> {
        let style = match self.version {
            Version::Two => {
                let attributes = [("type", dialect.martif_type()), ("xml:lang", language)];
                return Ok(xml.start("martif", attributes)?);
            }
            Version::ThreeDca => "dca",
            Version::ThreeDct => "dct",
        };
        let mut attributes = vec![
            ("type", "TBX-Basic"),
            ("style", style),
            ("xml:lang", language),
            ("xmlns", NAMESPACE),
        ];
        if self.version == Version::ThreeDct {
            attributes.push(("xmlns:min", Module::Min.namespace()));
            attributes.push(("xmlns:basic", Module::Basic.namespace()));
        }
        Ok(xml.start("tbx", attributes)?)
    }

    fn header<W: Write>(
        &self,
        xml: &mut Writer<W>,
        glossary: &Glossary,
        dialect: Dialect,
        losses: &mut Losses,
    ) -> Result<(), Error> {
        let two = self.version == Version::Two;
        xml.start(if two { "martifHeader" } else { "tbxHeader" }, NONE)?;
        xml.start("fileDesc", NONE)?;
        let order = if two {
            ["titleStmt", "publicationStmt", "sourceDesc"]
        } else {
            ["publicationStmt", "titleStmt", "sourceDesc"]
        };
        for name in order {
            let mut kept = pieces(glossary, "fileDesc")
                .filter(|piece| piece.name == name)
                .take(1);
            match (name, &glossary.title) {
                ("titleStmt", Some(title)) => {
                    xml.start("titleStmt", NONE)?;
                    xml.element("title", NONE, title)?;
                    xml.end()?;
                }
                ("sourceDesc", _) if glossary.source.is_some() => {
                    let source = glossary.source.as_deref().unwrap_or_default();
                    paragraphs(xml, "sourceDesc", &[source.to_owned()])?;
                }
                _ => match kept.next() {
                    Some(piece) if name == "titleStmt" => {
                        let mut texts = children(piece).map(Element::text);
                        xml.start("titleStmt", NONE)?;
                        xml.element("title", NONE, &texts.next().unwrap_or_default())?;
                        for note in texts {
                            xml.element("note", NONE, &note)?;
                        }
                        xml.end()?;
                    }
                    Some(piece) => {
                        let texts: Vec<String> = children(piece).map(Element::text).collect();
                        paragraphs(xml, name, &texts)?;
                    }
                    None if name == "sourceDesc" => {
                        paragraphs(xml, "sourceDesc", &[NO_SOURCE.to_owned()])?;
                    }
                    None => {}
                },
            }
        }
        xml.end()?;
        if two {
            xml.start("encodingDesc", NONE)?;
            xml.element("p", [("type", "XCSURI")], dialect.constraints())?;
            xml.end()?;
        }
        let changes: Vec<&Element> = pieces(glossary, "revisionDesc").collect();
        if !changes.is_empty() {
            xml.start("revisionDesc", NONE)?;
            for change in changes {
                let texts: Vec<String> = children(change).map(Element::text).collect();
                paragraphs(xml, "change", &texts)?;
            }
            xml.end()?;
        }
        xml.end()?;
        let unknown = glossary.extra.iter().filter(|property| {
            let part = property
                .markup
                .as_deref()
                .map(|markup| markup.name.as_str());
            !matches!(part, Some("fileDesc" | "revisionDesc" | "back"))
        });
        losses.note_many(
            &ConceptId::default(),
            "property of the glossary",
            unknown.count(),
        );
        Ok(())
    }

    /// The lists of persons and sources that entries point to.
    fn back<W: Write>(
        &self,
        xml: &mut Writer<W>,
        glossary: &Glossary,
        used: &mut IndexSet<String>,
        losses: &mut Losses,
    ) -> Result<(), Error> {
        let mut lists = pieces(glossary, "back").peekable();
        if lists.peek().is_none() {
            return Ok(());
        }
        let name = if self.version == Version::Two {
            "refObjectList"
        } else {
            "refObjectSec"
        };
        xml.start("back", NONE)?;
        for list in lists {
            xml.start(name, [("type", kind(list))])?;
            for object in children(list).filter(|child| child.name == "refObject") {
                let id = object.attribute("id").filter(|id| is_id(id));
                let id = id.filter(|id| used.insert((*id).to_owned()));
                if id.is_none() {
                    losses.note(&ConceptId::default(), "id of a reference object");
                }
                xml.start("refObject", id.map(|id| ("id", id)))?;
                for item in items(object) {
                    let kind = item.attribute("type").map(|kind| ("type", kind));
                    xml.element("item", kind, &item.text())?;
                }
                xml.end()?;
            }
            xml.end()?;
        }
        Ok(xml.end()?)
    }

    /// Writes an entry or a part of it, under the names of the version and style.
    fn node<W: Write>(&self, xml: &mut Writer<W>, element: &Element) -> Result<(), Error> {
        if element.name == "tig" {
            return self.term_section(xml, element);
        }
        let name = self.name_of(element);
        let dct = self.version == Version::ThreeDct;
        let own = name.contains(':');
        let attributes = element
            .attributes
            .iter()
            .filter(|(key, _)| !(own && dct) || key == "target");
        let attributes: Vec<(&str, &str)> = attributes
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        let texts = element
            .children
            .iter()
            .any(|node| matches!(node, Node::Text(_)));
        if texts {
            xml.start_mixed(&name, attributes)?;
        } else if element.children.is_empty() {
            return Ok(xml.element(&name, attributes, "")?);
        } else {
            xml.start(&name, attributes)?;
        }
        for node in &element.children {
            match node {
                Node::Text(text) => xml.text(text)?,
                Node::Element(child) => self.node(xml, child)?,
            }
        }
        Ok(xml.end()?)
    }

    fn name_of(&self, element: &Element) -> String {
        let name = element.name.as_str();
        if self.version == Version::Two {
            return name.to_owned();
        }
        let category = category::find(kind(element)).filter(|category| category.element == name);
        match (name, category) {
            ("termEntry", _) => "conceptEntry".to_owned(),
            ("langSet", _) => "langSec".to_owned(),
            (_, Some(category)) if self.version == Version::ThreeDct => {
                format!("{}:{}", category.module.prefix(), category.name)
            }
            _ => name.to_owned(),
        }
    }

    /// `tig`; `ntig` where the term has parts or grouped notes, for which `tig` has no place.
    fn term_section<W: Write>(&self, xml: &mut Writer<W>, element: &Element) -> Result<(), Error> {
        let attributes = element
            .attributes
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()));
        let parts = |child: &Element| matches!(child.name.as_str(), "termNoteGrp" | "termCompList");
        if self.version != Version::Two || !children(element).any(parts) {
            let name = if self.version == Version::Two {
                "tig"
            } else {
                "termSec"
            };
            xml.start(name, attributes)?;
            for child in children(element) {
                self.node(xml, child)?;
            }
            return Ok(xml.end()?);
        }
        let in_group = |child: &&Element| {
            matches!(
                child.name.as_str(),
                "term" | "termNote" | "termNoteGrp" | "termCompList"
            )
        };
        xml.start("ntig", attributes)?;
        xml.start("termGrp", NONE)?;
        let (lists, notes): (Vec<&Element>, Vec<&Element>) = children(element)
            .filter(in_group)
            .partition(|child| child.name == "termCompList");
        for child in notes.into_iter().chain(lists) {
            self.node(xml, child)?;
        }
        xml.end()?;
        for child in children(element).filter(|child| !in_group(child)) {
            self.node(xml, child)?;
        }
        Ok(xml.end()?)
    }
}

/// What was kept of one part of a file's head or tail.
fn pieces<'a>(glossary: &'a Glossary, part: &'a str) -> impl Iterator<Item = &'a Element> {
    let markup = |property: &'a Property| property.markup.as_deref();
    glossary
        .extra
        .iter()
        .filter_map(markup)
        .filter(move |markup| markup.name == part)
        .flat_map(children)
}

fn items(object: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    for child in children(object) {
        if child.name == "item" {
            found.push(child);
        } else {
            found.extend(items(child));
        }
    }
    found
}

fn paragraphs<W: Write>(xml: &mut Writer<W>, name: &str, texts: &[String]) -> Result<(), Error> {
    xml.start(name, NONE)?;
    for text in texts {
        xml.element("p", NONE, text)?;
    }
    if texts.is_empty() {
        xml.element("p", NONE, "")?;
    }
    Ok(xml.end()?)
}

/// Whether a source is only the placeholder for none.
pub(super) fn is_no_source(text: &str) -> bool {
    text == NO_SOURCE
}

/// An id for each concept that XML takes: a name without a colon, one of its kind. Ids that are
/// none are mended and counted.
fn xml_ids<'a>(concepts: &[&'a Concept], losses: &mut Losses) -> IndexMap<&'a ConceptId, String> {
    let kept = concepts.iter().map(|concept| concept.id.as_str());
    let mut taken: IndexSet<String> = kept.filter(|id| is_id(id)).map(str::to_owned).collect();
    let mut ids = IndexMap::new();
    for concept in concepts {
        let mut id = concept.id.as_str().to_owned();
        if !is_id(&id) {
            losses.note(&concept.id, "id that XML does not allow, mended");
            id = mended(&id);
            let mut number = 2_u64;
            while !taken.insert(id.clone()) {
                id = format!("{}-{number}", mended(concept.id.as_str()));
                number += 1;
            }
        }
        ids.insert(&concept.id, id);
    }
    ids
}

/// Every id of the file, so that a target can be told from a dead end.
fn known_ids(
    concepts: &[&Concept],
    glossary: &Glossary,
    entries: &IndexSet<String>,
) -> IndexSet<String> {
    fn gather(element: &Element, ids: &mut IndexSet<String>) {
        ids.extend(element.attribute("id").map(str::to_owned));
        for child in children(element) {
            gather(child, ids);
        }
    }
    let mut ids = entries.clone();
    for list in pieces(glossary, "back") {
        gather(list, &mut ids);
    }
    let terms = concepts
        .iter()
        .flat_map(|concept| concept.terms.values().flatten());
    for property in terms.flat_map(|term| &term.extra) {
        if let Some(markup) = property
            .markup
            .as_deref()
            .filter(|one| entry::is_shell(one))
        {
            gather(markup, &mut ids);
        }
    }
    ids
}

fn mended(id: &str) -> String {
    let fits = |character: &char| is_name(&format!("c{character}")) && *character != ':';
    let characters = id.chars();
    let rest: String = characters.map(|c| if fits(&c) { c } else { '_' }).collect();
    format!("c{rest}")
}
