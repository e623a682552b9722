//! What becomes of each token: the checks, and the text and tags made of it.

use std::io::Read;

use quick_xml::errors::SyntaxError;
use quick_xml::events::{BytesStart, Event as Token};

use super::super::chars::is_name;
use super::super::entity::{Bomb, Entities, clip};
use super::super::position::Position;
use super::super::problem::{Problem, ReadError};
use super::{Kind, Reader};

impl<R: Read> Reader<R> {
    /// Takes one token; an event when it ends the text before it.
    pub(super) fn token(
        &mut self,
        token: Token<'_>,
        at: Position,
    ) -> Result<Option<Kind>, ReadError> {
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
        let expected = self.innermost();
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
    pub(super) fn syntax(&self, error: &quick_xml::Error, at: Position) -> ReadError {
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
