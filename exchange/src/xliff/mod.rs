//! XLIFF 1.x and 2.x, the files that translators work in.
//!
//! - this file: [`Reader`], which finds the units and asks `v1` or `v2` what they hold;
//! - `v1` · `v2`: units of XLIFF 1.0 to 1.2 (with the states of Trados and memoQ) and of 2.0 to 2.2;
//! - `inline`: inline elements as codes of TMX;
//! - `write1` · `write2`: XLIFF 1.2 and 2.0.
//!
//! A unit's subtree is held in memory, the file is not. Proposals (`alt-trans`, `mtc:matches`) are no
//! translations of the text and are left aside.

mod inline;
mod v1;
mod v2;
mod write1;
mod write2;

use std::collections::VecDeque;
use std::io::Read;

use bitext_tmx::Unit;
use bitext_tmx::xml::{self, Element, Event, Position};

use crate::finding::{Error, Finding, Report};
use crate::format::Format;
use crate::pair::Pair;
use crate::place::Place;
use crate::source::{Desk, ReadOptions, Source};

pub(crate) use write1::Writer as Writer1;
pub(crate) use write2::Writer as Writer2;

/// The property that holds which document a unit comes from: `original` of its `<file>`.
const DOCUMENT: &str = "x-document";
/// The property that holds a unit's name for the program: `resname`, in version 2 `name`.
const NAME: &str = "x-resname";
/// In the metadata of version 2 the id of a unit that cannot stand as its `id`.
const ID: &str = "x-bitext-unit-id";
/// What the `original` of units that name no document is, for version 1.2 asks for one.
const NO_DOCUMENT: &str = "memory";

/// A file being read.
pub(crate) struct Reader<R: Read> {
    xml: xml::Reader<R>,
    format: Format,
    file: FileAttributes,
    language: String,
    /// Pairs of the last unit that are still to be given out, and where the unit begins.
    waiting: VecDeque<(Position, Pair)>,
    desk: Desk,
}

/// What `<file>`, or `<xliff>` of version 2, says of its units.
#[derive(Debug, Default, Clone)]
struct FileAttributes {
    source_language: Option<String>,
    target_language: Option<String>,
    original: Option<String>,
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The child elements of this name, whatever their prefix.
fn children<'a>(element: &'a Element, name: &'a str) -> impl Iterator<Item = &'a Element> {
    element.children.iter().filter_map(move |node| match node {
        xml::Node::Element(child) if local(&child.name) == name => Some(child),
        _ => None,
    })
}

fn child<'a>(element: &'a Element, name: &'a str) -> Option<&'a Element> {
    children(element, name).next()
}

/// An attribute by its name without prefix.
fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attribute(name).or_else(|| {
        element
            .attributes
            .iter()
            .find(|(key, _)| local(key) == name)
            .map(|(_, value)| value.as_str())
    })
}

impl<R: Read> Reader<R> {
    pub(crate) fn open(input: R, options: &ReadOptions) -> Result<Self, Error> {
        let limits = xml::Options {
            policy: options.policy,
            ..options.xml.clone()
        };
        let mut reader = Self {
            xml: xml::Reader::with_options(input, limits),
            format: Format::Xliff1,
            file: FileAttributes::default(),
            language: String::new(),
            waiting: VecDeque::new(),
            desk: Desk::new(options),
        };
        reader.root()?;
        // The first file says the language that most units come from.
        reader.advance()?;
        reader.language = reader
            .file
            .source_language
            .clone()
            .or_else(|| options.source_language.clone())
            .unwrap_or_else(|| "*all*".to_owned());
        Ok(reader)
    }

    fn root(&mut self) -> Result<(), Error> {
        let root = loop {
            if let Event::Start(tag) = self.xml.read()? {
                break tag.to_element();
            }
        };
        if local(&root.name) != "xliff" {
            return Err(Error::Format {
                line: Some(self.xml.position().line),
                what: format!(
                    "this is XML but not XLIFF: its root element is <{}>, not <xliff>",
                    root.name
                ),
            });
        }
        let named = attribute(&root, "version");
        let version = named.unwrap_or_default();
        if version.starts_with('2') || root.attribute("srcLang").is_some() {
            self.format = Format::Xliff2;
            self.file.source_language = root.attribute("srcLang").map(str::to_owned);
            self.file.target_language = root.attribute("trgLang").map(str::to_owned);
        } else if !matches!(version, "1.0" | "1.1" | "1.2") {
            let what = match named {
                Some(_) => format!(
                    "XLIFF version {version:?} is not one of 1.0 to 1.2 and 2.0 to 2.2; read as 1.2"
                ),
                None => "<xliff> names no version; read as 1.2".to_owned(),
            };
            self.desk
                .find(Finding::at(self.xml.position(), "version", what))?;
        }
        Ok(())
    }

    /// Reads on until there are pairs, or the file ends; false at its end.
    fn advance(&mut self) -> Result<bool, Error> {
        while self.waiting.is_empty() {
            let name = match self.xml.read() {
                Ok(Event::Start(tag)) => local(tag.name()).to_owned(),
                Ok(Event::Eof) => {
                    self.collect(None)?;
                    return Ok(false);
                }
                Ok(_) => continue,
                Err(error) => return Err(error.into()),
            };
            let at = self.xml.position();
            match (self.format, name.as_str()) {
                (Format::Xliff1, "file") => {
                    let tag = self.xml.tag();
                    self.file = FileAttributes {
                        source_language: tag.attribute("source-language").map(str::to_owned),
                        target_language: tag.attribute("target-language").map(str::to_owned),
                        original: tag
                            .attribute("original")
                            .filter(|name| *name != NO_DOCUMENT)
                            .map(str::to_owned),
                    };
                }
                (_, "file") => {
                    self.file.original = self.xml.tag().attribute("original").map(str::to_owned);
                }
                (Format::Xliff1, "trans-unit") | (Format::Xliff2, "unit") => self.unit(at)?,
                _ => {}
            }
        }
        Ok(true)
    }

    /// Reads the unit just begun.
    fn unit(&mut self, at: Position) -> Result<(), Error> {
        let tag = self.xml.tag().name().to_owned();
        let outside = self.xml.depth().saturating_sub(1);
        let element = match self.xml.element() {
            Ok(element) => element,
            Err(error) if self.xml.recover(&tag, outside) => {
                let what = format!("{}; the unit is skipped", error.what());
                let finding = Finding::at(error.position(), "broken-unit", what);
                let finding = finding.of_unit(self.desk.number(), None).skipping();
                return self.desk.find(finding);
            }
            Err(error) => return Err(error.into()),
        };
        let id = attribute(&element, "id");
        self.collect(id)?;
        let pairs = match self.format {
            Format::Xliff2 => v2::pairs(&element),
            _ => v1::pairs(&element),
        };
        if pairs.is_empty() {
            let what = "the unit has no <source>; it is skipped";
            let finding = Finding::at(at, "no-source", what);
            return self
                .desk
                .find(finding.of_unit(self.desk.number(), id).skipping());
        }
        let is_to_translate = attribute(&element, "translate") != Some("no");
        for mut pair in pairs {
            if !is_to_translate && !pair.is_whole() {
                // Nobody waits for its translation.
                self.desk.report.untranslated += 1;
                continue;
            }
            let file = &self.file;
            pair.source_language = file
                .source_language
                .clone()
                .or_else(|| self.desk.options.source_language.clone())
                .unwrap_or_default();
            pair.target_language = match &file.target_language {
                Some(language) => language.clone(),
                None if !pair.target_language.is_empty() => pair.target_language,
                None => self
                    .desk
                    .options
                    .target_language
                    .clone()
                    .unwrap_or_default(),
            };
            if pair.is_whole() {
                // Only a translation needs to say into what.
                let name = |language: &str| (!language.is_empty()).then(|| language.to_owned());
                pair.source_language = self
                    .desk
                    .source_language(name(&pair.source_language).as_deref())?;
                pair.target_language = self
                    .desk
                    .target_language(name(&pair.target_language).as_deref())?;
            }
            if let Some(original) = &file.original {
                let document = (DOCUMENT.to_owned(), original.clone());
                if !pair.properties.contains(&document) {
                    pair.properties.push(document);
                }
            }
            self.waiting.push_back((at, pair));
        }
        Ok(())
    }

    /// Takes over what the XML layer found.
    fn collect(&mut self, id: Option<&str>) -> Result<(), Error> {
        for (at, problem) in self.xml.problems() {
            let finding = Finding::at(at, "xml", problem.to_string());
            self.desk.find(match id {
                Some(_) => finding.of_unit(self.desk.number(), id),
                None => finding,
            })?;
        }
        Ok(())
    }
}

impl<R: Read> Source for Reader<R> {
    fn format(&self) -> Format {
        self.format
    }

    fn source_language(&self) -> &str {
        &self.language
    }

    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        loop {
            while let Some((at, pair)) = self.waiting.pop_front() {
                if let Some(unit) = self.desk.admit(pair, at.into(), &self.language) {
                    return Ok(Some(unit));
                }
            }
            if !self.advance()? {
                return Ok(None);
            }
        }
    }

    fn number(&self) -> u64 {
        self.desk.report.all()
    }

    fn place(&self) -> Option<Place> {
        self.desk.place
    }

    fn report(&self) -> Report {
        self.desk.report.clone()
    }
}

#[cfg(test)]
mod tests;
