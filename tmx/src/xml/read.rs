//! The pull reader: quick-xml's tokens behind the checks it leaves out.

use std::io::Read;

use quick_xml::events::{BytesStart, Event as Token};

use super::chars::is_name;
use super::decode::Decoded;
use super::entity::{Bomb, Entities, clip};
use super::position::Position;
use super::problem::{Problem, ReadError};
use super::tag::Tag;
use super::tree::{Element, Node};

/// What happens at a [`Problem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// It is mended as its text says, reported, and reading goes on.
    #[default]
    Lenient,
    /// Reading stops with [`ReadError::Strict`].
    Strict,
}

/// Limits and manners of a [`Reader`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Default: lenient.
    pub policy: Policy,
    /// Depth of nested elements. Default 512: far above what any exchange format uses, and safe
    /// to walk recursively.
    pub max_depth: usize,
    /// Attributes of one element. Default 256.
    pub max_attributes: usize,
    /// Bytes (UTF-8) of one tag, comment, declaration or joined text. Default 16 MiB.
    pub max_text: usize,
    /// Bytes all references to declared entities may expand to in one document. Default 1 MiB.
    pub max_expansion: usize,
    /// Problems held for [`Reader::problems`] between two calls; further ones are only counted.
    /// Default 1000.
    pub max_problems: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            policy: Policy::Lenient,
            max_depth: 512,
            max_attributes: 256,
            max_text: 16 << 20,
            max_expansion: 1 << 20,
            max_problems: 1000,
        }
    }
}

/// What [`Reader::read`] gives.
#[derive(Debug)]
pub enum Event<'a> {
    /// A start tag; `<a/>` gives one too, and its end next.
    Start(&'a Tag),
    /// The end of the element of this name.
    End(&'a str),
    /// All text up to the next tag, whatever references, CDATA sections and comments it is made
    /// of; never empty. White space between elements is text too.
    Text(&'a str),
    /// The end of the document.
    Eof,
}

/// Reads XML of any encoding from a stream, in bounded memory.
///
/// Every well-formedness rule that matters to what is read is checked: one root, matching tags,
/// a real end of file, legal characters, resolved references, limits. No DTD, entity or schema
/// outside the file is ever opened. Text is given as XML defines it: line ends are LF, white space in
/// attribute values is spaces.
///
/// ```
/// use bitext_tmx::xml::{Event, Reader};
///
/// let mut xml = Reader::new("<a k='v'>x &amp; <b/></a>".as_bytes());
/// let mut seen = Vec::new();
/// loop {
///     match xml.read()? {
///         Event::Start(tag) => seen.push(format!("+{}", tag.name())),
///         Event::Text(text) => seen.push(text.to_owned()),
///         Event::End(name) => seen.push(format!("-{name}")),
///         Event::Eof => break,
///     }
/// }
/// assert_eq!(seen, ["+a", "x & ", "+b", "-b", "-a"]);
/// # Ok::<(), bitext_tmx::xml::ReadError>(())
/// ```
pub struct Reader<R: Read> {
    tokens: quick_xml::Reader<Decoded<R>>,
    options: Options,
    buffer: Vec<u8>,
    entities: Entities,
    /// Open elements: their names one after the other, and where each begins.
    names: String,
    open: Vec<usize>,
    tag: Tag,
    text: String,
    ended: String,
    /// Read already, to be given after the text before it.
    pending: Option<(Kind, Position)>,
    self_closing: bool,
    position: Position,
    root_seen: bool,
    opened: bool,
    problems: Vec<(Position, Problem)>,
    uncounted: u64,
    scratch: Vec<Problem>,
    failed: Option<ReadError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    End,
    Text,
    Eof,
}

impl<R: Read> Reader<R> {
    /// A lenient reader with the default limits. Nothing is read yet; no `BufReader` is needed.
    pub fn new(input: R) -> Self {
        Self::with_options(input, Options::default())
    }

    /// A reader with other limits or manners.
    pub fn with_options(input: R, options: Options) -> Self {
        let mut tokens = quick_xml::Reader::from_reader(Decoded::new(input));
        let config = tokens.config_mut();
        config.allow_dangling_amp = true;
        // End tags are checked here, where the message can name the open element.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Self {
            tokens,
            entities: Entities::new(options.max_expansion),
            options,
            buffer: Vec::new(),
            names: String::new(),
            open: Vec::new(),
            tag: Tag::default(),
            text: String::new(),
            ended: String::new(),
            pending: None,
            self_closing: false,
            position: Position::START,
            root_seen: false,
            opened: false,
            problems: Vec::new(),
            uncounted: 0,
            scratch: Vec::new(),
            failed: None,
        }
    }

    /// The next event. After an error, the same error again.
    pub fn read(&mut self) -> Result<Event<'_>, ReadError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        match self.advance() {
            Ok(Kind::Start) => Ok(Event::Start(&self.tag)),
            Ok(Kind::End) => Ok(Event::End(&self.ended)),
            Ok(Kind::Text) => Ok(Event::Text(&self.text)),
            Ok(Kind::Eof) => Ok(Event::Eof),
            Err(error) => {
                self.failed = Some(error.clone());
                Err(error)
            }
        }
    }

    /// Where the last event begins.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// How far the input was read: the end of the last event, or of the tag behind a text.
    #[must_use]
    pub fn reached(&self) -> Position {
        self.tokens.get_ref().position()
    }

    /// Open elements; inside the root 1 or more.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Encoding the file is read in, known after the first event.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.tokens.get_ref().encoding()
    }

    /// Takes the problems found since the last call, in the order of the file.
    pub fn problems(&mut self) -> Vec<(Position, Problem)> {
        std::mem::take(&mut self.problems)
    }

    /// Whether [`problems`](Self::problems) has something to give.
    #[must_use]
    pub fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Problems that were not kept because of [`Options::max_problems`].
    #[must_use]
    pub fn problems_beyond_limit(&self) -> u64 {
        self.uncounted
    }

    /// After a start: skips to that element's end, inclusive.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        let mut inside = 1_usize;
        while inside > 0 {
            match self.read()? {
                Event::Start(_) => inside += 1,
                Event::End(_) => inside -= 1,
                Event::Text(_) => {}
                Event::Eof => break,
            }
        }
        Ok(())
    }

    /// After a start: the text up to that element's end, elements inside left out.
    pub fn text(&mut self) -> Result<String, ReadError> {
        let mut out = String::new();
        let mut inside = 1_usize;
        while inside > 0 {
            match self.read()? {
                Event::Text(text) => out.push_str(text),
                Event::Start(_) => inside += 1,
                Event::End(_) => inside -= 1,
                Event::Eof => break,
            }
        }
        Ok(out)
    }

    /// After a start: the whole element, kept as it is.
    pub fn element(&mut self) -> Result<Element, ReadError> {
        let mut inner = vec![self.tag.to_element()];
        loop {
            let node = match self.read()? {
                Event::Start(tag) => {
                    inner.push(tag.to_element());
                    continue;
                }
                Event::Text(text) => Node::Text(text.to_owned()),
                Event::End(_) | Event::Eof => match inner.pop() {
                    Some(done) if inner.is_empty() => return Ok(done),
                    Some(done) => Node::Element(done),
                    None => return Ok(Element::default()),
                },
            };
            if let Some(parent) = inner.last_mut() {
                parent.children.push(node);
            }
        }
    }

    fn advance(&mut self) -> Result<Kind, ReadError> {
        if !self.opened {
            self.open_input()?;
        }
        if let Some((kind, at)) = self.pending.take() {
            return Ok(self.deliver(kind, at));
        }
        self.text.clear();
        self.entities.begin_text();
        let mut text_at = None;
        loop {
            let at = self.tokens.get_ref().position();
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.clear();
            self.tokens.get_mut().allow(self.options.max_text);
            let token = self.tokens.read_event_into(&mut buffer);
            let step = match token {
                Ok(token) => self.token(token, at),
                Err(error) => Err(self.syntax(&error, at)),
            };
            self.buffer = buffer;
            self.collect_decoding()?;
            let Some(kind) = step? else {
                if text_at.is_none() && !self.text.is_empty() {
                    text_at = Some(at);
                }
                if self.text.len() > self.options.max_text {
                    let limit = self.options.max_text;
                    return Err(ReadError::TooLong { at, limit });
                }
                continue;
            };
            return Ok(match text_at {
                None => self.deliver(kind, at),
                Some(text_at) => {
                    self.pending = Some((kind, at));
                    self.position = text_at;
                    Kind::Text
                }
            });
        }
    }

    /// Makes the open elements and the position those of the event given out.
    fn deliver(&mut self, kind: Kind, at: Position) -> Kind {
        self.position = at;
        match kind {
            Kind::Start => {
                self.open.push(self.names.len());
                self.names.push_str(self.tag.name());
                self.root_seen = true;
                if self.self_closing {
                    self.pending = Some((Kind::End, at));
                }
            }
            Kind::End => {
                let from = self.open.pop().unwrap_or_default();
                self.ended.clear();
                self.ended.push_str(&self.names[from..]);
                self.names.truncate(from);
            }
            Kind::Text | Kind::Eof => {}
        }
        kind
    }

    fn open_input(&mut self) -> Result<(), ReadError> {
        self.opened = true;
        let other = self.tokens.get_mut().open();
        let at = Position::START;
        match other {
            Err(error) => Err(ReadError::Io {
                at,
                source: error.into(),
            }),
            Ok(Some(what)) => Err(ReadError::NotXml {
                what: what.to_owned(),
            }),
            Ok(None) => self.collect_decoding(),
        }
    }

    /// Takes one token; an event when it ends the text before it.
    fn token(&mut self, token: Token<'_>, at: Position) -> Result<Option<Kind>, ReadError> {
        match token {
            Token::Text(piece) => self.plain(&piece.into_inner(), at)?,
            Token::GeneralRef(name) => {
                self.inside_root(at, "a reference")?;
                let Self {
                    text,
                    entities,
                    scratch,
                    ..
                } = self;
                let result = entities.resolve(&name, text, scratch);
                self.resolved(result.is_ok(), at)?;
            }
            Token::CData(piece) => {
                self.inside_root(at, "a CDATA section")?;
                push_lines(&piece.into_inner(), &mut self.text);
            }
            Token::Start(tag) => {
                self.start(&tag, at)?;
                self.self_closing = false;
                return Ok(Some(Kind::Start));
            }
            Token::Empty(tag) => {
                self.start(&tag, at)?;
                self.self_closing = true;
                return Ok(Some(Kind::Start));
            }
            Token::End(tag) => {
                self.end(tag.name().as_ref(), at)?;
                return Ok(Some(Kind::End));
            }
            Token::Decl(_) if at != Position::START => {
                self.report(at, Problem::LateDeclaration)?;
            }
            Token::DocType(text) => {
                if self.root_seen || self.depth() > 0 {
                    let what = "a DOCTYPE".to_owned();
                    return Err(ReadError::AfterRoot { at, what });
                }
                self.entities.declare(&text, &mut self.scratch);
                self.resolved(true, at)?;
            }
            Token::Comment(_) | Token::PI(_) | Token::Decl(_) => {}
            Token::Eof => {
                self.end_of_file(at)?;
                return Ok(Some(Kind::Eof));
            }
        }
        Ok(None)
    }

    /// Text between tags and references. A `&` in it is one the tokenizer could not use.
    fn plain(&mut self, piece: &str, at: Position) -> Result<(), ReadError> {
        if self.depth() == 0 {
            let piece = piece.trim_matches([' ', '\t', '\r', '\n', '\u{FEFF}']);
            if piece.is_empty() {
                return Ok(());
            }
            let start = clip(piece.lines().next().unwrap_or_default());
            return self.inside_root(at, &format!("text: {start:?}"));
        }
        if piece.starts_with('&') {
            self.report(at, Problem::BareAmpersand)?;
        }
        push_lines(piece, &mut self.text);
        Ok(())
    }

    fn inside_root(&self, at: Position, what: &str) -> Result<(), ReadError> {
        if self.depth() > 0 {
            return Ok(());
        }
        Err(if self.root_seen {
            let what = what.to_owned();
            ReadError::AfterRoot { at, what }
        } else {
            ReadError::NotXml {
                what: format!("it begins with {what}"),
            }
        })
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: Position) -> Result<(), ReadError> {
        let name = tag.name();
        let name = name.as_ref();
        if !is_name(name) {
            let what = format!(
                "{:?} cannot begin a tag (a bare < is written &lt; in XML)",
                format!("<{}", clip(name))
            );
            return Err(ReadError::Syntax { at, what });
        }
        if self.root_seen && self.depth() == 0 {
            let what = format!("<{}>", clip(name));
            return Err(ReadError::AfterRoot { at, what });
        }
        if self.depth() >= self.options.max_depth {
            let limit = self.options.max_depth;
            return Err(ReadError::TooDeep { at, limit });
        }
        self.tag.begin(name);
        let mut attributes = tag.attributes();
        attributes.with_checks(false);
        for attribute in attributes {
            if self.tag.len() == self.options.max_attributes {
                let (element, limit) = (clip(name), self.tag.len());
                self.report(at, Problem::TooManyAttributes { element, limit })?;
                break;
            }
            match attribute {
                Ok(attribute) => {
                    let key = attribute.key;
                    self.attribute(key.as_ref(), &attribute.value, at)?;
                }
                Err(error) => {
                    let (element, what) = (clip(name), error.to_string());
                    self.report(at, Problem::BadAttribute { element, what })?;
                }
            }
        }
        Ok(())
    }

    fn attribute(&mut self, key: &str, value: &str, at: Position) -> Result<(), ReadError> {
        if !is_name(key) {
            let element = clip(self.tag.name());
            let what = format!("{:?} is not a name", clip(key));
            return self.report(at, Problem::BadAttribute { element, what });
        }
        if self.tag.attribute(key).is_some() {
            let (element, name) = (clip(self.tag.name()), clip(key));
            return self.report(at, Problem::DuplicateAttribute { name, element });
        }
        if value.contains('<') {
            self.report(at, Problem::BareLessThan { name: clip(key) })?;
        }
        self.entities.begin_text();
        let Self {
            tag,
            entities,
            scratch,
            ..
        } = self;
        let result = tag.push(key, |out| attribute_value(value, out, entities, scratch));
        self.resolved(result.is_ok(), at)
    }

    fn end(&mut self, name: &str, at: Position) -> Result<(), ReadError> {
        let expected = self.open.last().map_or("", |&from| &self.names[from..]);
        if self.depth() > 0 && expected == name {
            return Ok(());
        }
        Err(ReadError::MismatchedEnd {
            at,
            expected: expected.to_owned(),
            found: clip(name),
        })
    }

    fn end_of_file(&self, at: Position) -> Result<(), ReadError> {
        if self.depth() > 0 {
            let open = self.open_elements();
            return Err(ReadError::Truncated { at, open });
        }
        if !self.root_seen {
            return Err(ReadError::Empty);
        }
        Ok(())
    }

    fn open_elements(&self) -> String {
        let ends = self.open.iter().skip(1).copied().chain([self.names.len()]);
        let names: Vec<&str> = self
            .open
            .iter()
            .zip(ends)
            .map(|(&from, to)| &self.names[from..to])
            .collect();
        match names.as_slice() {
            [first, .., a, b] if names.len() > 6 => format!("{first}>…<{a}><{b}"),
            all => all.join("><"),
        }
    }

    /// The tokenizer's errors in our words. It stops with one at a file cut inside a tag.
    fn syntax(&self, error: &quick_xml::Error, at: Position) -> ReadError {
        let input = self.tokens.get_ref();
        if input.exhausted() {
            let limit = self.options.max_text;
            return ReadError::TooLong { at, limit };
        }
        match error {
            quick_xml::Error::Io(source) => ReadError::Io {
                at: input.position(),
                source: source.clone(),
            },
            other => ReadError::Syntax {
                at,
                what: other.to_string(),
            },
        }
    }

    /// Turns what resolving found into reports at this place.
    fn resolved(&mut self, within_budget: bool, at: Position) -> Result<(), ReadError> {
        if !within_budget {
            let limit = self.options.max_expansion;
            return Err(ReadError::EntityBomb { at, limit });
        }
        if self.scratch.is_empty() {
            return Ok(());
        }
        std::mem::take(&mut self.scratch)
            .into_iter()
            .try_for_each(|problem| self.report(at, problem))
    }

    fn collect_decoding(&mut self) -> Result<(), ReadError> {
        if self.tokens.get_ref().problems_empty() {
            return Ok(());
        }
        std::mem::take(self.tokens.get_mut().problems())
            .into_iter()
            .try_for_each(|(at, problem)| self.report(at, problem))
    }

    fn report(&mut self, at: Position, problem: Problem) -> Result<(), ReadError> {
        if self.options.policy == Policy::Strict {
            return Err(ReadError::Strict { at, problem });
        }
        if self.problems.len() < self.options.max_problems {
            self.problems.push((at, problem));
        } else {
            self.uncounted += 1;
        }
        Ok(())
    }
}

/// Appends text with CR LF and CR as LF (XML 1.0, clause 2.11).
fn push_lines(piece: &str, out: &mut String) {
    let mut rest = piece;
    while let Some(at) = rest.find('\r') {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
}

/// Appends an attribute's value: references resolved, raw white space as spaces (clause 3.3.3).
fn attribute_value(
    raw: &str,
    out: &mut String,
    entities: &mut Entities,
    problems: &mut Vec<Problem>,
) -> Result<(), Bomb> {
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        rest = match rest.as_bytes().get(at) {
            Some(b'&') => match tail.split_once(';') {
                Some((name, tail)) if name.starts_with('#') || is_name(name) => {
                    entities.resolve(name, out, problems)?;
                    tail
                }
                _ => {
                    problems.push(Problem::BareAmpersand);
                    out.push('&');
                    tail
                }
            },
            Some(b'\r') => {
                out.push(' ');
                tail.strip_prefix('\n').unwrap_or(tail)
            }
            _ => {
                out.push(' ');
                tail
            }
        };
    }
    out.push_str(rest);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Events as one line of text, and the error's or problems' text behind it.
    fn seen(bytes: &[u8], options: Options) -> (String, Option<ReadError>, Vec<String>) {
        let mut xml = Reader::with_options(bytes, options);
        let (mut out, mut depth) = (String::new(), 0_usize);
        let error = loop {
            match xml.read() {
                Ok(Event::Start(tag)) => {
                    depth += 1;
                    out.push_str(&format!("<{}", tag.name()));
                    for (key, value) in tag.attributes() {
                        out.push_str(&format!(" {key}={value:?}"));
                    }
                    out.push('>');
                }
                Ok(Event::End(name)) => {
                    depth -= 1;
                    out.push_str(&format!("</{name}>"));
                }
                Ok(Event::Text(text)) => {
                    assert!(!text.is_empty());
                    out.push_str(&format!("{text:?}"));
                }
                Ok(Event::Eof) => break None,
                Err(error) => {
                    assert_eq!(xml.read().unwrap_err().to_string(), error.to_string());
                    break Some(error);
                }
            }
            assert_eq!(xml.depth(), depth);
        };
        let problems = xml.problems();
        let problems = problems.iter().map(|(at, p)| format!("{at}: {p}"));
        (out, error, problems.collect())
    }

    fn lenient(xml: &str) -> (String, Option<ReadError>, Vec<String>) {
        seen(xml.as_bytes(), Options::default())
    }

    #[test]
    fn joins_text_and_normalises_as_xml_says() {
        let (events, error, problems) = lenient(
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY w 'W'>]>\n<a k='&lt;\r\n\t&#10;é'>x\r\n&amp;<![CDATA[<b>&]]>\
             <!-- no -->y&w;&#233;<?pi no?>z<b/></a>\n<!-- after -->\n",
        );
        assert_eq!(events, "<a k=\"<  \\né\">\"x\\n&<b>&yWéz\"<b></b></a>");
        assert!(
            error.is_none() && problems.is_empty(),
            "{error:?} {problems:?}"
        );
    }

    #[test]
    fn mends_and_reports_with_a_place() {
        let (events, error, problems) = lenient(
            "<a b='1' b='2' c=3 d='<&nope;'>AT&T\n&#xFFFF;&#55357;&#56832;&nbsp;&x;\u{1}</a>",
        );
        assert!(error.is_none(), "{error:?}");
        assert_eq!(
            events,
            "<a b=\"1\" d=\"<&nope;\">\"AT&T\\n\u{FFFD}😀\\u{a0}&x;\u{FFFD}\"</a>"
        );
        assert_eq!(problems.len(), 11, "{problems:#?}");
        assert!(
            problems[10].starts_with("line 2, column 34: character U+0001"),
            "{problems:#?}"
        );
        let strict = Options {
            policy: Policy::Strict,
            ..Options::default()
        };
        let (_, error, _) = seen(b"<a>AT&T</a>", strict);
        assert!(
            matches!(error, Some(ReadError::Strict { at, .. }) if at.column == 6),
            "{error:?}"
        );
    }

    #[test]
    fn refuses_what_cannot_be_trusted() {
        let error = |xml: &str| lenient(xml).1.map(|e| e.to_string()).unwrap_or_default();
        for (xml, message) in [
            ("", "empty"),
            (" \n", "empty"),
            ("<!-- only -->", "empty"),
            ("hello", "not XML"),
            ("{\"a\":1}", "JSON"),
            ("<a>\n<b>", "line 2, column 4: the file ends inside <a><b>"),
            ("<a></a", "not well-formed"),
            (
                "<a></b></a>",
                "line 1, column 4: </b> closes nothing: the open element is <a>",
            ),
            ("<a/></b>", "</b> closes nothing"),
            ("<a/><b/>", "line 1, column 5: a second document"),
            ("<a/>text", "second document"),
            ("<a/><!DOCTYPE a>", "second document"),
            ("<a>1 < 2</a>", "bare <"),
            ("<a><!-- never closed</a>", "not well-formed"),
        ] {
            assert!(error(xml).contains(message), "{xml}: {}", error(xml));
        }
    }

    #[test]
    fn limits_hold() {
        let small = Options {
            max_depth: 4,
            max_attributes: 2,
            max_text: 100,
            max_expansion: 100,
            max_problems: 1,
            ..Options::default()
        };
        let error = |xml: &str| seen(xml.as_bytes(), small.clone()).1;
        assert!(matches!(
            error("<a><a><a><a><a>"),
            Some(ReadError::TooDeep { limit: 4, .. })
        ));
        let long = "x".repeat(200);
        assert!(matches!(
            error(&format!("<a>{long}</a>")),
            Some(ReadError::TooLong { .. })
        ));
        assert!(matches!(
            error(&format!("<a k='{long}'/>")),
            Some(ReadError::TooLong { .. })
        ));
        let pieces = "xxxxx&amp;".repeat(40);
        assert!(matches!(
            error(&format!("<a>{pieces}</a>")),
            Some(ReadError::TooLong { .. })
        ));
        let bomb = format!(
            "<!DOCTYPE a [<!ENTITY e '{}'>]><a>&e;&e;</a>",
            "y".repeat(60)
        );
        assert!(matches!(error(&bomb), Some(ReadError::EntityBomb { .. })));
        let (events, _, problems) = seen(b"<a a='1' b='2' c='3'>&x;</a>", small.clone());
        assert_eq!(events, "<a a=\"1\" b=\"2\">\"&x;\"</a>");
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn helpers_end_where_the_element_ends() {
        let mut xml =
            Reader::new("<r><a>x<b>y</b></a><c>1<d/>2</c><e k='v'>t<f/></e>z</r>".as_bytes());
        assert!(matches!(xml.read(), Ok(Event::Start(_))));
        assert!(matches!(xml.read(), Ok(Event::Start(_))));
        xml.skip().unwrap();
        assert!(matches!(xml.read(), Ok(Event::Start(_))));
        assert_eq!(xml.text().unwrap(), "12");
        assert!(matches!(xml.read(), Ok(Event::Start(_))));
        let element = xml.element().unwrap();
        assert_eq!(
            (element.attribute("k"), element.text().as_str()),
            (Some("v"), "t")
        );
        assert_eq!(element.children.len(), 2);
        assert!(matches!(xml.read(), Ok(Event::Text("z"))));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            seen(&bytes, Options::default());
        }

        #[test]
        fn no_markup_soup_makes_it_panic(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "<a>", "</a>", "<a ", "b='", "'", ">", "<", "&", ";", "&#", "x1F;", "&lt;",
                    "<![CDATA[", "]]>", "<!--", "-->", "<?xml", "?>", "<!DOCTYPE a [", "<!ENTITY e '&e;'>",
                    "%p;", "]>", "é", "\u{1}", "\r\n", "/>", "=", "\"", "a:b", "\u{FEFF}",
                ]),
                0..40,
            )
        ) {
            seen(pieces.concat().as_bytes(), Options::default());
        }
    }
}
