//! The streaming reader.
//!
//! - this file: [`Reader`], from root to end of file, and its findings;
//! - `names`: element names of TMX, whatever their case and prefix;
//! - `header`: `<header>`, and the attributes and elements it shares with units;
//! - `unit`: `<tu>` and `<tuv>`;
//! - `segment`: `<seg>` and everything inside it.

mod header;
mod names;
mod segment;
mod unit;

use std::io::Read;

use crate::model::{Header, Unit};
use crate::report::{Finding, Problem, Report};
use crate::xml::{self, Event, Position};
use names::{Name, Names};

pub use crate::xml::Policy;

/// Manners and limits of a [`Reader`].
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// What happens at a deviation. Lenient, the default: it is reported, and reading goes on
    /// with what the finding says. Strict: reading ends with [`Error::Strict`].
    pub policy: Policy,
    /// Bytes (UTF-8) of one unit with all it holds; larger ones are skipped. Default 32 MiB.
    pub max_unit: u64,
    /// Limits of the XML layer; its policy is replaced by `policy`.
    pub xml: xml::Options,
    /// Findings kept of each kind; further ones are only counted. Default 100.
    pub findings_of_a_kind: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            policy: Policy::Lenient,
            max_unit: 32 << 20,
            xml: xml::Options::default(),
            findings_of_a_kind: 100,
        }
    }
}

impl ReadOptions {
    /// The defaults, with [`Policy::Strict`].
    #[must_use]
    pub fn strict() -> Self {
        Self {
            policy: Policy::Strict,
            ..Self::default()
        }
    }
}

/// Why reading ended. Units given out before it are good.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The XML cannot be read on.
    #[error("{source}{}", before(*.units))]
    Xml {
        /// What is wrong, and where.
        source: xml::ReadError,
        /// Units given out before.
        units: u64,
    },
    /// The root element is not `<tmx>`.
    #[error("this is XML but not TMX: its root element is <{root}>, not <tmx>")]
    NotTmx {
        /// The root element.
        root: String,
    },
    /// A deviation, where [`Policy::Strict`] lets nothing pass.
    #[error("{0} (strict reading stops here)")]
    Strict(Box<Finding>),
}

fn before(units: u64) -> String {
    match units {
        0 => String::new(),
        units => format!("; units read before: {units}"),
    }
}

impl Error {
    /// Where reading ended.
    #[must_use]
    pub fn position(&self) -> Position {
        match self {
            Self::Xml { source, .. } => source.position(),
            Self::NotTmx { .. } => Position::START,
            Self::Strict(finding) => finding.at,
        }
    }
}

/// Reads the units of a TMX file, versions 1.1 to 1.4, one at a time.
///
/// Memory holds one unit. Deviations are mended, kept or skipped one by one and reported in
/// [`report`](Self::report); an error ends the reading, and what was given out before it stands.
///
/// ```
/// use bitext_tmx::Reader;
///
/// let file = r#"<tmx version="1.4">
///   <header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"
///     adminlang="en" srclang="fr" datatype="plaintext"/>
///   <body><tu><tuv xml:lang="fr"><seg>Bonjour</seg></tuv><tuv xml:lang="en"><seg>Hello</seg></tuv></tu>
///   </body></tmx>"#;
/// let mut reader = Reader::new(file.as_bytes())?;
/// assert_eq!(reader.header().src_lang, "fr");
/// while let Some(unit) = reader.next_unit()? {
///     assert_eq!(unit.variants[0].segment.plain_text(), "Bonjour");
/// }
/// assert_eq!((reader.report().units, reader.report().total()), (1, 0));
/// # Ok::<(), bitext_tmx::Error>(())
/// ```
pub struct Reader<R: Read> {
    xml: xml::Reader<R>,
    names: Names,
    options: ReadOptions,
    version: String,
    header: Header,
    report: Report,
    place: Place,
    state: State,
}

/// The unit being read, for findings; between two units the one before.
#[derive(Default)]
struct Place {
    number: u64,
    inside: bool,
    /// Where it begins.
    at: Position,
    tuid: Option<String>,
}

enum State {
    /// The last event was the start of this element and is still to be dealt with.
    At(Name),
    Between,
    Done,
    Failed(Error),
}

impl<R: Read> Reader<R> {
    /// Opens a file leniently and reads its header.
    ///
    /// # Errors
    ///
    /// A file that is empty, no XML, or no TMX.
    pub fn new(input: R) -> Result<Self, Error> {
        Self::with_options(input, ReadOptions::default())
    }

    /// Opens a file with other manners or limits.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); under [`Policy::Strict`] any deviation up to the header.
    pub fn with_options(input: R, options: ReadOptions) -> Result<Self, Error> {
        let mut limits = options.xml.clone();
        limits.policy = options.policy;
        let mut reader = Self {
            xml: xml::Reader::with_options(input, limits),
            names: Names::default(),
            options,
            version: String::new(),
            header: Header::unknown(),
            report: Report::default(),
            place: Place::default(),
            state: State::Between,
        };
        reader.root()?;
        reader.find_header()?;
        Ok(reader)
    }

    /// The header; what the file lacks is `unknown`, and `*all*` for the source language.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The version the file gives itself, empty when it gives none.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The encoding the file is read in.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.xml.encoding()
    }

    /// What was found so far; complete once [`next_unit`](Self::next_unit) gave nothing.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Takes the report at the end of the reading.
    #[must_use]
    pub fn into_report(self) -> Report {
        self.report
    }

    /// How far the input was read.
    #[must_use]
    pub fn position(&self) -> Position {
        self.xml.reached()
    }

    /// Where the `<tu>` of the unit given out last begins; the start of the file before the first. It is
    /// known from the reading and costs nothing to ask.
    #[must_use]
    pub fn unit_position(&self) -> Position {
        self.place.at
    }

    /// The next unit, or nothing at the end of the file.
    ///
    /// # Errors
    ///
    /// What ends the reading; the same error again on every further call.
    pub fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        if let State::Failed(error) = &self.state {
            return Err(error.clone());
        }
        let result = self.find_unit();
        if let Err(error) = &result {
            self.report
                .add_uncounted_xml(self.xml.problems_beyond_limit());
            self.state = State::Failed(error.clone());
        }
        result
    }

    fn root(&mut self) -> Result<(), Error> {
        loop {
            let (name, declared) = match self.xml.read() {
                Ok(Event::Start(tag)) => (tag.name().to_owned(), tag.to_attributes()),
                Ok(_) => continue,
                Err(source) => return Err(self.broken(source)),
            };
            let Some(names) = Names::of_root(&name) else {
                return Err(Error::NotTmx { root: name });
            };
            if names.folds_case() {
                self.find(Problem::UpperCase(name))?;
            }
            self.names = names;
            return self.root_attributes(declared);
        }
    }

    fn root_attributes(&mut self, declared: xml::Attributes) -> Result<(), Error> {
        let own_prefix = self.names.declaration();
        let mut version = None;
        for (key, value) in declared {
            if self.names.attribute(&key) == "version" {
                version = Some(value);
            } else if key == own_prefix {
                self.find(Problem::Namespace(value))?;
            } else {
                if !key.starts_with("xmlns:") && !key.starts_with("xml:") {
                    let (element, attribute) = ("tmx", key.clone());
                    self.find(Problem::UnknownAttribute { element, attribute })?;
                }
                self.header.root_extra.push((key, value));
            }
        }
        self.version = version.unwrap_or_default();
        match self.version.trim() {
            "1.1" | "1.2" | "1.3" | "1.4" => Ok(()),
            _ => self.find(Problem::Version(self.version.clone())),
        }
    }

    /// Reads up to and with the header, or up to where it can no longer come.
    fn find_header(&mut self) -> Result<(), Error> {
        while let Some(name) = self.next_start("tmx")? {
            match name {
                Name::Header => return self.read_header(),
                Name::Body | Name::Tu => {
                    self.state = State::At(name);
                    break;
                }
                _ => self.stray("tmx")?,
            }
        }
        self.find(Problem::NoHeader)
    }

    fn find_unit(&mut self) -> Result<Option<Unit>, Error> {
        loop {
            let name = match std::mem::replace(&mut self.state, State::Between) {
                State::At(name) => Some(name),
                State::Done => {
                    self.state = State::Done;
                    return Ok(None);
                }
                State::Between | State::Failed(_) => self.next_start("body")?,
            };
            match name {
                Some(Name::Tu) => {
                    if self.xml.depth() == 2 && !self.report.counts.contains_key("no-body") {
                        self.find(Problem::NoBody)?;
                    }
                    if let Some(unit) = self.read_unit()? {
                        self.report.units += 1;
                        return Ok(Some(unit));
                    }
                    self.report.skipped += 1;
                }
                Some(Name::Body) if self.xml.depth() == 2 => {}
                Some(_) => self.stray("body")?,
                None => {
                    self.state = State::Done;
                    self.report
                        .add_uncounted_xml(self.xml.problems_beyond_limit());
                    if self.report.units == 0 {
                        self.find(Problem::NoUnits)?;
                    }
                    return Ok(None);
                }
            }
        }
    }

    /// The next start tag at whatever depth; nothing at the end of the file.
    fn next_start(&mut self, parent: &'static str) -> Result<Option<Name>, Error> {
        loop {
            let text = match self.xml.read_structure() {
                Ok(Event::Start(tag)) => {
                    let name = self.names.element(tag.name());
                    self.collect()?;
                    return Ok(Some(name));
                }
                Ok(Event::Text(text)) => start_of(text),
                Ok(Event::End(_)) => None,
                Ok(Event::Eof) => {
                    self.collect()?;
                    return Ok(None);
                }
                Err(source) => return Err(self.broken(source)),
            };
            if let Some(text) = text {
                self.find(Problem::StrayText { text, parent })?;
            }
        }
    }

    /// Lets `take` see each attribute of the tag just begun: its name as TMX writes it, its name and
    /// its value in the file.
    fn each_attribute(
        &mut self,
        mut take: impl FnMut(&mut Self, &str, &str, &str) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let tag = self.xml.take_tag();
        let result = tag.attributes().try_for_each(|(key, value)| {
            let name = self.names.attribute(key);
            take(self, &name, key, value)
        });
        self.xml.reuse_tag(tag);
        result
    }

    /// Reports the element just begun; reading goes on inside it.
    fn stray(&mut self, parent: &'static str) -> Result<(), Error> {
        let element = self.xml.tag().name().to_owned();
        self.find(Problem::StrayElement { element, parent })
    }

    /// Reports a problem at the last event.
    fn find(&mut self, problem: Problem) -> Result<(), Error> {
        self.find_at(self.xml.position(), problem)
    }

    fn find_at(&mut self, at: Position, problem: Problem) -> Result<(), Error> {
        let finding = Finding {
            at,
            unit: self.place.inside.then_some(self.place.number),
            tuid: self.place.tuid.clone(),
            problem,
        };
        if self.options.policy == Policy::Strict && !finding.problem.is_harmless() {
            return Err(Error::Strict(Box::new(finding)));
        }
        self.report.add(finding, self.options.findings_of_a_kind);
        Ok(())
    }

    /// Takes over what the XML layer found.
    fn collect(&mut self) -> Result<(), Error> {
        if !self.xml.has_problems() {
            return Ok(());
        }
        let problems = self.xml.problems();
        problems
            .into_iter()
            .try_for_each(|(at, problem)| self.find_at(at, problem.into()))
    }

    fn broken(&mut self, source: xml::ReadError) -> Error {
        // Only fails under the strict policy, where the XML layer has nothing to collect.
        let _ = self.collect();
        Error::Xml {
            source,
            units: self.report.units,
        }
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Unit, Error>;

    /// As [`Reader::next_unit`], but gives an error once and then nothing.
    fn next(&mut self) -> Option<Self::Item> {
        if matches!(self.state, State::Failed(_)) {
            return None;
        }
        self.next_unit().transpose()
    }
}

/// The beginning of a text that is more than white space, for a message.
fn start_of(text: &str) -> Option<String> {
    let text = text.trim_matches([' ', '\t', '\n']);
    (!text.is_empty()).then(|| text.chars().take(40).collect())
}

#[cfg(test)]
mod tests;
