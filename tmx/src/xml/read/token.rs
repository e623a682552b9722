//! What becomes of each token: the checks, and the text and tags made of it.

use std::io::Read;

use memchr::memchr;
use quick_xml::errors::SyntaxError;
use quick_xml::events::{BytesStart, Event as Token};

use super::super::chars::is_name;
use super::super::decode::Slot;
use super::super::entity::{Bomb, Entities, clip};
use super::super::problem::{Problem, ReadError};
use super::{Kind, Reader};

impl<R: Read> Reader<R> {
    /// Takes one token; an event when it ends the text before it.
    pub(super) fn token(&mut self, token: Token<'_>) -> Result<Option<Kind>, ReadError> {
        match token {
            Token::Text(piece) => self.plain(&piece.into_inner())?,
            Token::GeneralRef(name) => {
                self.inside_root("a reference")?;
                let Self {
                    text,
                    entities,
                    scratch,
                    ..
                } = self;
                let result = entities.resolve(&name, text, scratch);
                self.resolved(result.is_ok())?;
            }
            Token::CData(piece) => {
                self.inside_root("a CDATA section")?;
                push_lines(&piece.into_inner(), &mut self.text);
            }
            Token::Start(tag) => {
                self.start(&tag)?;
                self.self_closing = false;
                return Ok(Some(Kind::Start));
            }
            Token::Empty(tag) => {
                self.start(&tag)?;
                self.self_closing = true;
                return Ok(Some(Kind::Start));
            }
            Token::End(tag) => {
                self.end(tag.name().as_ref())?;
                return Ok(Some(Kind::End));
            }
            Token::Decl(_) if self.tokens.get_ref().marked_offset(Slot::Token) > 0 => {
                self.report_here(Problem::LateDeclaration)?;
            }
            Token::DocType(text) => {
                if self.root_seen || self.depth() > 0 {
                    let (at, what) = (self.at(), "a DOCTYPE".to_owned());
                    return Err(ReadError::AfterRoot { at, what });
                }
                self.entities.declare(&text, &mut self.scratch);
                self.resolved(true)?;
            }
            Token::Comment(_) | Token::PI(_) | Token::Decl(_) => {}
            Token::Eof => {
                self.end_of_file()?;
                return Ok(Some(Kind::Eof));
            }
        }
        Ok(None)
    }

    /// Text between tags and references. A `&` in it is one the tokenizer could not use.
    fn plain(&mut self, piece: &str) -> Result<(), ReadError> {
        if self.depth() == 0 {
            let piece = piece.trim_matches([' ', '\t', '\r', '\n', '\u{FEFF}']);
            if piece.is_empty() {
                return Ok(());
            }
            let start = clip(piece.lines().next().unwrap_or_default());
            return self.inside_root(&format!("text: {start:?}"));
        }
        if piece.starts_with('&') {
            self.report_here(Problem::BareAmpersand)?;
        }
        push_lines(piece, &mut self.text);
        Ok(())
    }

    fn inside_root(&self, what: &str) -> Result<(), ReadError> {
        if self.depth() > 0 {
            return Ok(());
        }
        Err(if self.root_seen {
            let (at, what) = (self.at(), what.to_owned());
            ReadError::AfterRoot { at, what }
        } else {
            ReadError::NotXml {
                what: format!("it begins with {what}"),
            }
        })
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let name = tag.name();
        let name = name.as_ref();
        if !is_name(name) {
            let what = format!(
                "{:?} cannot begin a tag (a bare < is written &lt; in XML)",
                format!("<{}", clip(name))
            );
            let at = self.at();
            return Err(ReadError::Syntax { at, what });
        }
        if self.root_seen && self.depth() == 0 {
            let (at, what) = (self.at(), format!("<{}>", clip(name)));
            return Err(ReadError::AfterRoot { at, what });
        }
        if self.depth() >= self.options.max_depth {
            let (at, limit) = (self.at(), self.options.max_depth);
            return Err(ReadError::TooDeep { at, limit });
        }
        self.tag.begin(name);
        let mut attributes = tag.attributes();
        attributes.with_checks(false);
        for attribute in attributes {
            if self.tag.len() == self.options.max_attributes {
                let (element, limit) = (clip(name), self.tag.len());
                self.report_here(Problem::TooManyAttributes { element, limit })?;
                break;
            }
            match attribute {
                Ok(attribute) => {
                    let key = attribute.key;
                    self.attribute(key.as_ref(), &attribute.value)?;
                }
                Err(error) => {
                    let (element, what) = (clip(name), error.to_string());
                    self.report_here(Problem::BadAttribute { element, what })?;
                }
            }
        }
        Ok(())
    }

    fn attribute(&mut self, key: &str, value: &str) -> Result<(), ReadError> {
        if !is_name(key) {
            let element = clip(self.tag.name());
            let what = format!("{:?} is not a name", clip(key));
            return self.report_here(Problem::BadAttribute { element, what });
        }
        if self.tag.attribute(key).is_some() {
            let (element, name) = (clip(self.tag.name()), clip(key));
            return self.report_here(Problem::DuplicateAttribute { name, element });
        }
        if memchr(b'<', value.as_bytes()).is_some() {
            self.report_here(Problem::BareLessThan { name: clip(key) })?;
        }
        self.entities.begin_text();
        let Self {
            tag,
            entities,
            scratch,
            ..
        } = self;
        let result = tag.push(key, |out| attribute_value(value, out, entities, scratch));
        self.resolved(result.is_ok())
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        let expected = self.innermost();
        if self.depth() > 0 && expected == name {
            return Ok(());
        }
        Err(ReadError::MismatchedEnd {
            at: self.at(),
            expected: expected.to_owned(),
            found: clip(name),
        })
    }

    fn end_of_file(&self) -> Result<(), ReadError> {
        if self.depth() > 0 {
            let (at, open) = (self.at(), self.open_elements());
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
    pub(super) fn syntax(&self, error: &quick_xml::Error) -> ReadError {
        let (at, input) = (self.at(), self.tokens.get_ref());
        if input.exhausted() {
            let limit = self.options.max_text;
            return ReadError::TooLong { at, limit };
        }
        match error {
            quick_xml::Error::Io(source) => ReadError::Io {
                at: input.position(),
                source: source.clone(),
            },
            quick_xml::Error::Syntax(SyntaxError::UnclosedTag) if self.depth() > 0 => {
                ReadError::Truncated {
                    at: input.position(),
                    open: self.open_elements(),
                }
            }
            other => ReadError::Syntax {
                at,
                what: other.to_string(),
            },
        }
    }

    /// Reports a problem at the token being read.
    fn report_here(&mut self, problem: Problem) -> Result<(), ReadError> {
        self.report(self.at(), problem)
    }

    /// Turns what resolving found into reports at this place.
    pub(super) fn resolved(&mut self, within_budget: bool) -> Result<(), ReadError> {
        if !within_budget {
            let at = self.at();
            let limit = self.options.max_expansion;
            return Err(ReadError::EntityBomb { at, limit });
        }
        if self.scratch.is_empty() {
            return Ok(());
        }
        std::mem::take(&mut self.scratch)
            .into_iter()
            .try_for_each(|problem| self.report_here(problem))
    }
}

/// Appends text with CR LF and CR as LF (XML 1.0, clause 2.11).
pub(super) fn push_lines(piece: &str, out: &mut String) {
    let mut rest = piece;
    while let Some(at) = memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
}

/// Appends an attribute's value: references resolved, raw white space as spaces (clause 3.3.3).
pub(super) fn attribute_value(
    raw: &str,
    out: &mut String,
    entities: &mut Entities,
    problems: &mut Vec<Problem>,
) -> Result<(), Bomb> {
    let mut rest = raw;
    let special = |b: &u8| matches!(b, b'&' | b'\t' | b'\n' | b'\r');
    while let Some(at) = rest.as_bytes().iter().position(special) {
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
