//! The file: header, entries, back matter, and what is wrong with them.

use bitext_tmx::xml::{Element, Event, ReadError, Reader};
use indexmap::IndexSet;

use super::category::Level;
use super::element::{canonical, children, local};
use super::write::is_no_source;
use super::{parse, rules};
use crate::error::Error;
use crate::reading::{Coverage, Problem, ReadOptions, Reading};
use crate::term::Property;

/// Reads TBX of any version and style: version 2 (`martif`), version 3 (`tbx`) with categories as
/// attributes (DCA) or as elements (DCT), and the older TBX-Min.
///
/// What the model has no field for is kept with its XML and written back. An entry that breaks the
/// XML costs that entry; a file cut off gives what comes before. Nothing outside the file is opened;
/// entities, depth and sizes are limited by the XML layer. Takes memory for the concepts and one
/// entry.
///
/// # Errors
/// When this is no TBX, or when nothing of it can be read.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Reading, Error> {
    let mut file = File {
        xml: Reader::with_options(bytes, options.xml.clone()),
        reading: Reading {
            format: "TBX",
            coverage: Coverage {
                own_ids: true,
                languages: None,
                subject: true,
                definitions: true,
                notes: true,
                relations: true,
                ..Coverage::default()
            },
            ..Reading::default()
        },
        dialect: String::new(),
        told: IndexSet::new(),
        status_default: options.status,
    };
    let end = file.walk();
    file.tell_xml_problems();
    let mut reading = file.reading;
    let languages = reading.glossary.languages().into_iter();
    reading.coverage.languages = Some(languages.map(str::to_owned).collect());
    match end {
        Ok(()) => Ok(reading),
        Err(Stop::Refused(error)) => Err(error),
        Err(Stop::Xml(error)) if reading.glossary.is_empty() => Err(Error::XmlRead(error)),
        Err(Stop::Xml(error)) => {
            reading.find_xml(&error, false);
            Ok(reading)
        }
    }
}

enum Stop {
    Refused(Error),
    Xml(ReadError),
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Xml(error)
    }
}

struct File<'a> {
    xml: Reader<&'a [u8]>,
    reading: Reading,
    /// The dialect the file says it keeps to.
    dialect: String,
    /// Breaches of the dialect that were told already.
    told: IndexSet<String>,
    status_default: crate::status::Status,
}

/// What a start tag means.
enum Place {
    Root,
    Header,
    Entry,
    Back,
    /// Something else at this depth.
    Other(String),
}

impl File<'_> {
    fn walk(&mut self) -> Result<(), Stop> {
        loop {
            let depth = self.xml.depth();
            let place = match self.xml.read()? {
                Event::Eof => return Ok(()),
                Event::Start(tag) => match tag.local_name() {
                    _ if depth == 0 => Place::Root,
                    "martifHeader" | "tbxHeader" | "header" => Place::Header,
                    "termEntry" | "conceptEntry" => Place::Entry,
                    "refObjectSec" | "refObjectList" => Place::Back,
                    other => Place::Other(other.to_owned()),
                },
                Event::End(_) | Event::Text(_) => continue,
            };
            match place {
                Place::Root => self.root()?,
                Place::Header => {
                    let header = self.xml.element()?;
                    self.header(&header);
                }
                Place::Entry => self.entry()?,
                Place::Back => {
                    let list = self.xml.element()?;
                    self.back(&list);
                }
                Place::Other(name) => {
                    if !matches!(name.as_str(), "text" | "body" | "back") {
                        let at = self.xml.position();
                        let element = self.xml.element()?;
                        let problem = Problem::Structure(format!(
                            "<{name}> stands where no such element belongs"
                        ));
                        self.find(at, problem, false);
                        self.keep("", &canonical(&element, Level::Concept));
                    }
                }
            }
        }
    }

    fn find(&mut self, at: bitext_tmx::xml::Position, problem: Problem, skipped: bool) {
        let column = usize::try_from(at.column).unwrap_or(usize::MAX);
        self.reading.find(at.line, column, problem, skipped);
    }

    fn root(&mut self) -> Result<(), Stop> {
        let tag = self.xml.tag();
        self.reading.format = match tag.local_name() {
            "martif" => "TBX 2",
            "tbx" if tag.attribute("style") == Some("dct") => "TBX 3 (DCT)",
            "tbx" => "TBX 3 (DCA)",
            "TBX" => "TBX-Min",
            _ => {
                let root = tag.name().to_owned();
                return Err(Stop::Refused(Error::NotATermbase { root }));
            }
        };
        let dialect = tag.attribute("type").or(tag.attribute("dialect"));
        self.dialect = dialect.unwrap_or_default().to_owned();
        Ok(())
    }

    /// An entry; one whose XML breaks is told, and reading goes on after it.
    fn entry(&mut self) -> Result<(), Stop> {
        let at = self.xml.position();
        let name = self.xml.tag().name().to_owned();
        let outside = self.xml.depth() - 1;
        self.reading.rows += 1;
        let raw = match self.xml.element() {
            Ok(raw) => raw,
            Err(error) => {
                if !self.xml.recover(&name, outside) {
                    self.reading.rows -= 1;
                    return Err(error.into());
                }
                self.reading.find_xml(&error, true);
                return Ok(());
            }
        };
        let entry = canonical(&raw, Level::Concept);
        let mut problems = Vec::new();
        rules::structure(&entry, &mut problems);
        let before = problems.len();
        rules::dialect(&entry, &self.dialect, &mut problems);
        let breaches = problems.split_off(before);
        let mut concept = parse::concept(&entry, &mut problems);
        for problem in problems {
            self.find(at, problem, false);
        }
        for breach in breaches {
            if self.told.insert(breach.to_string()) {
                self.find(at, breach, false);
            }
        }
        if concept.terms.is_empty() {
            self.find(at, Problem::NoTermInEntry, true);
            return Ok(());
        }
        if concept.status == crate::status::Status::Approved {
            concept.status = self.status_default;
        }
        let id = concept.id.clone();
        let given = self.reading.glossary.add(concept);
        if !id.as_str().is_empty() && id != given {
            self.find(at, Problem::DuplicateId { id, given }, false);
        }
        Ok(())
    }

    fn header(&mut self, header: &Element) {
        let header = canonical_header(header);
        for part in children(&header) {
            // Some tools write the description without the elements it should have.
            if part.name == "fileDesc" && children(part).next().is_none() {
                let text = part.text();
                let free = self.reading.glossary.source.is_none() && !text.is_empty();
                if free && !is_no_source(&text) {
                    self.reading.glossary.source = Some(text);
                }
            }
            for inside in children(part) {
                let text = inside.text();
                let lines = children(inside).count();
                let glossary = &mut self.reading.glossary;
                match (part.name.as_str(), inside.name.as_str()) {
                    ("fileDesc", "titleStmt") if lines == 1 && glossary.title.is_none() => {
                        glossary.title = Some(text);
                    }
                    ("fileDesc", "sourceDesc") if lines == 1 && glossary.source.is_none() => {
                        glossary.source = (!is_no_source(&text)).then_some(text);
                    }
                    // The list of categories is the writer's to name.
                    ("encodingDesc", "p") => {}
                    _ => self.keep(&part.name, inside),
                }
            }
        }
    }

    fn back(&mut self, list: &Element) {
        let mut list = canonical_header(list);
        "refObjectList".clone_into(&mut list.name);
        self.keep("back", &list);
    }

    /// Keeps a piece of the file's head or tail, under the part it stands in.
    fn keep(&mut self, part: &str, element: &Element) {
        let markup = Element {
            name: part.to_owned(),
            attributes: Vec::new(),
            children: vec![bitext_tmx::xml::Node::Element(element.clone())],
        };
        self.reading.glossary.extra.push(Property {
            name: element.name.clone(),
            value: element.text(),
            language: None,
            markup: Some(Box::new(markup)),
        });
    }

    fn tell_xml_problems(&mut self) {
        for (at, problem) in self.xml.problems() {
            self.find(at, Problem::Xml(problem.to_string()), false);
        }
        // Problems of XML come at the end; in the file they stand before.
        self.reading
            .findings
            .sort_by_key(|finding| (finding.line, finding.column));
    }
}

/// Header elements have names of their own that are no categories: only white space and prefixes
/// are taken off.
fn canonical_header(element: &Element) -> Element {
    let text = element
        .children
        .iter()
        .any(|node| matches!(node, bitext_tmx::xml::Node::Text(text) if !text.trim().is_empty()));
    let nodes = element.children.iter().filter_map(|node| match node {
        bitext_tmx::xml::Node::Element(child) => {
            Some(bitext_tmx::xml::Node::Element(canonical_header(child)))
        }
        bitext_tmx::xml::Node::Text(content) if text => Some(bitext_tmx::xml::Node::Text(
            content.split_whitespace().collect::<Vec<_>>().join(" "),
        )),
        bitext_tmx::xml::Node::Text(_) => None,
    });
    Element {
        name: local(&element.name).to_owned(),
        attributes: element
            .attributes
            .iter()
            .filter(|(key, _)| !key.starts_with("xmlns"))
            .cloned()
            .collect(),
        children: nodes.collect(),
    }
}
