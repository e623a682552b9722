//! The pull reader: quick-xml's tokens behind the checks it leaves out (those are in `token`), and a
//! shorter way for the plainest of them (`plain`).

mod plain;
mod token;

use std::io::Read;

use quick_xml::events::Event as Token;

use super::decode::{Decoded, Slot};
use super::entity::Entities;
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pending: Option<Kind>,
    self_closing: bool,
    root_seen: bool,
    opened: bool,
    /// Whether the tokenizer is between two tokens, so that one may be taken behind its back.
    between_tokens: bool,
    /// Whether the short way is gone at all; tests compare it with the long one.
    takes_plain: bool,
    /// Where the attributes of the tag being looked at stand.
    spans: Vec<plain::Span>,
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
        Self {
            tokens: tokenizer(Decoded::new(input)),
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
            root_seen: false,
            opened: false,
            between_tokens: false,
            takes_plain: true,
            spans: Vec::new(),
            problems: Vec::new(),
            uncounted: 0,
            scratch: Vec::new(),
            failed: None,
        }
    }

    /// The next event. After an error, the same error again.
    pub fn read(&mut self) -> Result<Event<'_>, ReadError> {
        self.event(false)
    }

    /// As [`read`](Self::read), but passes over text that is nothing but white space: what lies between
    /// elements that hold no text of their own.
    pub fn read_structure(&mut self) -> Result<Event<'_>, ReadError> {
        self.event(true)
    }

    fn event(&mut self, skips_blank: bool) -> Result<Event<'_>, ReadError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        match self.advance(skips_blank) {
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
        self.tokens.get_ref().marked(Slot::Event)
    }

    /// Remembers where the last event begins, instead of what was remembered before; to know the
    /// line of it only when it is asked for costs next to nothing.
    pub fn remember(&mut self) {
        self.tokens.get_mut().copy_mark(Slot::Event, Slot::Element);
    }

    /// Where the event began that [`remember`](Self::remember) was last called at.
    #[must_use]
    pub fn remembered(&self) -> Position {
        self.tokens.get_ref().marked(Slot::Element)
    }

    /// How far the input was read: the end of the last event, or of the tag behind a text.
    #[must_use]
    pub fn reached(&self) -> Position {
        self.tokens.get_ref().position()
    }

    /// [`Position::offset`] of [`reached`](Self::reached), which costs nothing to ask.
    #[must_use]
    pub fn reached_offset(&self) -> u64 {
        self.tokens.get_ref().offset()
    }

    /// Open elements; inside the root 1 or more.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The last start tag.
    #[must_use]
    pub fn tag(&self) -> &Tag {
        &self.tag
    }

    /// Takes the last start tag away, to be looked at while reading goes on; given back to
    /// [`reuse_tag`](Self::reuse_tag) its memory is used again.
    pub fn take_tag(&mut self) -> Tag {
        std::mem::take(&mut self.tag)
    }

    /// Uses the memory of a tag that [`take_tag`](Self::take_tag) gave. Until the next start tag is
    /// read it is the last start tag again.
    pub fn reuse_tag(&mut self, tag: Tag) {
        self.tag = tag;
    }

    /// Name of the innermost open element, empty outside the root.
    #[must_use]
    pub fn innermost(&self) -> &str {
        self.open.last().map_or("", |&from| &self.names[from..])
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

    /// After a start: the whole element, kept as it is. [`Options::max_text`] bounds it too.
    pub fn element(&mut self) -> Result<Element, ReadError> {
        let (at, limit) = (self.position(), self.options.max_text);
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
            if self.reached_offset().saturating_sub(at.offset) > limit as u64 {
                return Err(ReadError::TooLong { at, limit });
            }
        }
    }

    /// After an error in the middle of the markup: goes on at the next start tag of `name`, or
    /// at the end tag of the element `depth` levels down, whichever comes first. What lies between
    /// is lost. False, and the same error for ever, when there is neither or the error is one
    /// nothing can follow (the input failed or ended, a limit on entities, strict reading).
    pub fn recover(&mut self, name: &str, depth: usize) -> bool {
        let midway = matches!(
            self.failed,
            Some(
                ReadError::Syntax { .. }
                    | ReadError::MismatchedEnd { .. }
                    | ReadError::TooLong { .. }
                    | ReadError::TooDeep { .. }
            )
        );
        if !midway || depth == 0 || depth > self.depth() {
            return false;
        }
        if let Some(&end) = self.open.get(depth) {
            self.names.truncate(end);
            self.open.truncate(depth);
        }
        let tags = [format!("<{name}"), format!("</{}", self.innermost())];
        let place_holder = tokenizer(Decoded::place_holder());
        let mut input = std::mem::replace(&mut self.tokens, place_holder).into_inner();
        let found = matches!(input.seek(&tags), Ok(true));
        self.tokens = tokenizer(input);
        self.between_tokens = false;
        if found {
            self.failed = None;
            self.pending = None;
            self.self_closing = false;
        }
        found
    }

    fn advance(&mut self, skips_blank: bool) -> Result<Kind, ReadError> {
        if !self.opened {
            self.open_input()?;
        }
        if let Some(kind) = self.pending.take() {
            return Ok(self.deliver(kind, Slot::Pending));
        }
        self.text.clear();
        self.entities.begin_text();
        let mut has_text = false;
        loop {
            if skips_blank && self.text.is_empty() {
                self.skip_blank();
            }
            self.tokens.get_mut().mark(Slot::Token);
            let step = match self.plain_token() {
                Some(step) => step,
                None => self.next_token()?,
            };
            let Some(kind) = step? else {
                if !has_text && !self.text.is_empty() {
                    has_text = true;
                    self.tokens.get_mut().copy_mark(Slot::Token, Slot::Text);
                }
                if self.text.len() > self.options.max_text {
                    let (at, limit) = (self.at(), self.options.max_text);
                    return Err(ReadError::TooLong { at, limit });
                }
                continue;
            };
            let is_blank = |b: &u8| matches!(b, b' ' | b'\t' | b'\n');
            if !has_text || (skips_blank && self.text.as_bytes().iter().all(is_blank)) {
                return Ok(self.deliver(kind, Slot::Token));
            }
            self.pending = Some(kind);
            let input = self.tokens.get_mut();
            input.copy_mark(Slot::Token, Slot::Pending);
            input.copy_mark(Slot::Text, Slot::Event);
            return Ok(Kind::Text);
        }
    }

    /// Has the tokenizer read on. The outer result is that of the decoding, whose problems come first.
    fn next_token(&mut self) -> Result<Result<Option<Kind>, ReadError>, ReadError> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        self.tokens.get_mut().allow(self.options.max_text);
        let token = self.tokens.read_event_into(&mut buffer);
        self.between_tokens = match &token {
            // The next one may be a tag or a reference that the tokenizer has looked at already.
            Ok(Token::Text(_) | Token::Eof) | Err(_) => false,
            Ok(_) => true,
        };
        let step = match token {
            Ok(token) => self.token(token),
            Err(error) => Err(self.syntax(&error)),
        };
        self.buffer = buffer;
        self.collect_decoding()?;
        Ok(step)
    }

    /// Where the token being read begins.
    fn at(&self) -> Position {
        self.tokens.get_ref().marked(Slot::Token)
    }

    /// Makes the open elements and the position those of the event given out.
    fn deliver(&mut self, kind: Kind, at: Slot) -> Kind {
        self.tokens.get_mut().copy_mark(at, Slot::Event);
        match kind {
            Kind::Start => {
                self.open.push(self.names.len());
                self.names.push_str(self.tag.name());
                self.root_seen = true;
                if self.self_closing {
                    self.pending = Some(Kind::End);
                    self.tokens.get_mut().copy_mark(at, Slot::Pending);
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

fn tokenizer<R: Read>(input: Decoded<R>) -> quick_xml::Reader<Decoded<R>> {
    let mut tokens = quick_xml::Reader::from_reader(input);
    let config = tokens.config_mut();
    config.allow_dangling_amp = true;
    // End tags are checked here, where the message can name the open element.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    tokens
}

#[cfg(test)]
mod tests;
