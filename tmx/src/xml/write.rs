//! The XML writer of every export: escaped, balanced, deterministic.

use std::io::{self, Write};

use super::chars::{has_suspects, is_name, is_xml_char};
use super::tree::{Element, Node};

/// Bytes gathered before they are handed to the output.
const FLUSH_AT: usize = 64 * 1024;

/// What happens to a character XML 1.0 cannot carry (see [`is_xml_char`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IllegalPolicy {
    /// Refuse the call with [`WriteError::IllegalCharacter`] and write nothing of it.
    #[default]
    Refuse,
    /// Write U+FFFD in its place and count it (see [`Writer::replaced`]).
    Replace,
}

/// Why the writer refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The output failed.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
    /// A character that no XML 1.0 file can hold.
    #[error("U+{code:04X} in <{element}> cannot stand in XML 1.0: remove or replace it")]
    IllegalCharacter {
        /// The character's number.
        code: u32,
        /// Innermost element, empty before the root.
        element: String,
    },
    /// An element or attribute name that is not an XML name.
    #[error("{0:?} is not an XML name")]
    InvalidName(String),
    /// The same attribute twice in one tag.
    #[error("attribute {attribute} is given twice in <{element}>")]
    DuplicateAttribute {
        /// The attribute.
        attribute: String,
        /// The element.
        element: String,
    },
    /// A call at a place where XML has no such thing.
    #[error("{0}")]
    Misplaced(&'static str),
}

/// Writes one XML document, in UTF-8 without BOM, with LF line ends.
///
/// - Structural elements are indented by two spaces. Inside an element that holds text nothing
///   is ever indented: an element becomes one of those with its first [`text`](Self::text), or
///   from the start with [`start_mixed`](Self::start_mixed).
/// - Text and attribute values are escaped so that a parser gives back exactly what was written,
///   carriage returns, tabs and line feeds in attributes included.
/// - Attributes keep the order given.
/// - Every call either writes its whole piece or refuses and writes nothing;
///   [`whole`](Self::whole) gives that promise to several calls together.
/// - The writer gathers output itself; the target needs no `BufWriter`. What is gathered reaches
///   the target only with [`finish`](Self::finish).
///
/// ```
/// use bitext_tmx::xml::Writer;
///
/// let mut xml = Writer::new(Vec::new());
/// xml.declaration()?;
/// xml.start("terms", [("n", "1")])?;
/// xml.element("term", [("xml:lang", "fr")], "état & droit")?;
/// xml.end()?;
/// let bytes = xml.finish()?;
/// assert_eq!(
///     String::from_utf8_lossy(&bytes),
///     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
///      <terms n=\"1\">\n  <term xml:lang=\"fr\">état &amp; droit</term>\n</terms>\n"
/// );
/// # Ok::<(), bitext_tmx::xml::WriteError>(())
/// ```
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    buffer: String,
    /// Names of the open elements, one after the other.
    elements: String,
    /// Open elements, outermost first.
    open: Vec<Open>,
    /// Name ranges of the tag being written, to find an attribute given twice.
    names: Vec<(usize, usize)>,
    indent: Option<usize>,
    illegal: IllegalPolicy,
    replaced: u64,
    /// Something other than the declaration has been written.
    begun: bool,
    doctype: bool,
    root_closed: bool,
    /// Depth of nested [`Writer::whole`] calls: nothing is handed on meanwhile.
    holding: usize,
}

#[derive(Debug)]
struct Open {
    /// Where its name begins in [`Writer::elements`].
    name: usize,
    content: Content,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Empty,
    Elements,
    Mixed,
}

/// For elements without attributes: `xml.start("body", NONE)`.
pub const NONE: [(&str, &str); 0] = [];

impl<W: Write> Writer<W> {
    /// A writer that indents by two spaces and refuses illegal characters.
    pub fn new(out: W) -> Self {
        Self {
            out,
            buffer: String::new(),
            elements: String::new(),
            open: Vec::new(),
            names: Vec::new(),
            indent: Some(2),
            illegal: IllegalPolicy::default(),
            replaced: 0,
            begun: false,
            doctype: false,
            root_closed: false,
            holding: 0,
        }
    }

    /// Spaces a level; `None` writes everything on one line.
    #[must_use]
    pub fn indent(mut self, spaces: Option<usize>) -> Self {
        self.indent = spaces;
        self
    }

    /// What to do with characters XML cannot carry.
    #[must_use]
    pub fn illegal(mut self, policy: IllegalPolicy) -> Self {
        self.illegal = policy;
        self
    }

    /// Characters replaced so far under [`IllegalPolicy::Replace`].
    #[must_use]
    pub fn replaced(&self) -> u64 {
        self.replaced
    }

    /// `<?xml version="1.0" encoding="UTF-8"?>`; only as the very first call.
    pub fn declaration(&mut self) -> Result<(), WriteError> {
        if self.begun {
            return Err(WriteError::Misplaced("the XML declaration comes first"));
        }
        self.begun = true;
        self.buffer
            .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        self.settle(())
    }

    /// `<!DOCTYPE root SYSTEM "system">`, before the root element.
    pub fn doctype(&mut self, root: &str, system: &str) -> Result<(), WriteError> {
        if self.doctype || self.root_closed || !self.open.is_empty() {
            return Err(WriteError::Misplaced(
                "one DOCTYPE stands before the root element",
            ));
        }
        check_name(root)?;
        if system.contains('"') || !system.chars().all(is_xml_char) {
            return Err(WriteError::Misplaced(
                "a DOCTYPE's system identifier cannot hold quotes or control characters",
            ));
        }
        self.newline();
        self.doctype = true;
        self.begun = true;
        for piece in ["<!DOCTYPE ", root, " SYSTEM \"", system, "\">"] {
            self.buffer.push_str(piece);
        }
        self.settle(())
    }

    /// Opens an element that holds elements, or text only.
    pub fn start<K, V>(
        &mut self,
        name: &str,
        attributes: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), WriteError>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        self.open_tag(name, attributes, ">")?;
        self.push_open(name, false)
    }

    /// Opens an element whose white space counts: nothing inside it is indented, at any depth.
    pub fn start_mixed<K, V>(
        &mut self,
        name: &str,
        attributes: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), WriteError>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        self.open_tag(name, attributes, ">")?;
        self.push_open(name, true)
    }

    /// An element without content: `<map unicode="#xF8FF"/>`.
    pub fn empty<K, V>(
        &mut self,
        name: &str,
        attributes: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), WriteError>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        self.open_tag(name, attributes, "/>")?;
        if self.open.is_empty() {
            self.root_closed = true;
        }
        self.settle(())
    }

    /// An element with text only.
    pub fn element<K, V>(
        &mut self,
        name: &str,
        attributes: impl IntoIterator<Item = (K, V)>,
        text: &str,
    ) -> Result<(), WriteError>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        self.admit(text, name)?;
        self.start_mixed(name, attributes)?;
        self.text(text)?;
        self.end()
    }

    /// Text, escaped.
    ///
    /// Refused outside the root, and between elements that were already indented: use
    /// [`start_mixed`](Self::start_mixed) for an element that holds both.
    pub fn text(&mut self, text: &str) -> Result<(), WriteError> {
        if text.is_empty() {
            return Ok(());
        }
        let indents = self.indent.is_some();
        match self.open.last_mut() {
            None => {
                return Err(WriteError::Misplaced(
                    "text stands inside the root element only",
                ));
            }
            Some(open) if open.content == Content::Elements && indents => {
                return Err(WriteError::Misplaced(
                    "text after indented elements: open their parent with start_mixed",
                ));
            }
            Some(_) => {}
        }
        let from = self.buffer.len();
        let written = self.escape(text, false, None);
        if let Err(error) = written {
            self.buffer.truncate(from);
            return Err(error);
        }
        if let Some(open) = self.open.last_mut() {
            open.content = Content::Mixed;
        }
        self.settle(())
    }

    /// Closes the innermost element.
    pub fn end(&mut self) -> Result<(), WriteError> {
        let Some(open) = self.open.pop() else {
            return Err(WriteError::Misplaced("no element is open"));
        };
        if open.content == Content::Elements {
            self.newline();
        }
        self.buffer.push_str("</");
        self.buffer.push_str(&self.elements[open.name..]);
        self.buffer.push('>');
        self.elements.truncate(open.name);
        self.root_closed = self.open.is_empty();
        self.settle(())
    }

    /// Several calls as one: when `write` fails, nothing of what it wrote remains.
    ///
    /// What it writes is held in memory until it returns. It must close what it opens and
    /// nothing else.
    pub fn whole<T>(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<T, WriteError>,
    ) -> Result<T, WriteError> {
        let (from, depth, replaced) = (self.buffer.len(), self.open.len(), self.replaced);
        let content = self.open.last().map(|open| open.content);
        let (begun, root_closed) = (self.begun, self.root_closed);
        self.holding += 1;
        let mut result = write(self);
        self.holding -= 1;
        if result.is_ok() && self.open.len() != depth {
            result = Err(WriteError::Misplaced(
                "a piece written as a whole closes what it opened",
            ));
        }
        if result.is_err() {
            self.buffer.truncate(from);
            if let Some(open) = self.open.get(depth) {
                self.elements.truncate(open.name);
            }
            self.open.truncate(depth);
            if let (Some(open), Some(content)) = (self.open.last_mut(), content) {
                open.content = content;
            }
            (self.begun, self.root_closed) = (begun, root_closed);
            self.replaced = replaced;
        }
        self.settle(())?;
        result
    }

    /// A kept piece of XML, exactly as it was read: nothing inside it is indented.
    pub fn tree(&mut self, element: &Element) -> Result<(), WriteError> {
        self.whole(|xml| xml.node(element))
    }

    fn node(&mut self, element: &Element) -> Result<(), WriteError> {
        let attributes = element.attributes.iter().map(|(k, v)| (k, v));
        if element.children.is_empty() {
            return self.empty(&element.name, attributes);
        }
        self.start_mixed(&element.name, attributes)?;
        for child in &element.children {
            match child {
                Node::Text(text) => self.text(text)?,
                Node::Element(element) => self.node(element)?,
            }
        }
        self.end()
    }

    /// Writes the last line end, flushes, and gives the target back.
    ///
    /// Refused while an element is open or when there was no root.
    pub fn finish(mut self) -> Result<W, WriteError> {
        if !self.open.is_empty() || !self.root_closed {
            return Err(WriteError::Misplaced(
                "a document ends when its root element is closed",
            ));
        }
        if self.indent.is_some() {
            self.buffer.push('\n');
        }
        self.out.write_all(self.buffer.as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// Refuses text the policy does not admit, before anything of it is written.
    fn admit(&self, text: &str, element: &str) -> Result<(), WriteError> {
        match first_illegal(text) {
            Some(c) if self.illegal == IllegalPolicy::Refuse => Err(WriteError::IllegalCharacter {
                code: u32::from(c),
                element: element.to_owned(),
            }),
            _ => Ok(()),
        }
    }

    fn open_tag<K, V>(
        &mut self,
        name: &str,
        attributes: impl IntoIterator<Item = (K, V)>,
        close: &str,
    ) -> Result<(), WriteError>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        if self.root_closed {
            return Err(WriteError::Misplaced("a document has one root element"));
        }
        check_name(name)?;
        let from = self.buffer.len();
        let mixed = self.open.last().map(|open| open.content) == Some(Content::Mixed);
        if !mixed {
            self.newline();
        }
        self.buffer.push('<');
        self.buffer.push_str(name);
        if let Err(error) = self.attributes(name, attributes) {
            self.buffer.truncate(from);
            return Err(error);
        }
        self.buffer.push_str(close);
        if let Some(parent) = self.open.last_mut()
            && parent.content == Content::Empty
        {
            parent.content = Content::Elements;
        }
        self.begun = true;
        Ok(())
    }

    fn attributes<K, V>(
        &mut self,
        element: &str,
        attributes: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), WriteError>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        self.names.clear();
        for (key, value) in attributes {
            let key = key.as_ref();
            check_name(key)?;
            let is_key = |&(from, to): &(usize, usize)| self.buffer.get(from..to) == Some(key);
            if self.names.iter().any(is_key) {
                return Err(WriteError::DuplicateAttribute {
                    attribute: key.to_owned(),
                    element: element.to_owned(),
                });
            }
            self.buffer.push(' ');
            self.names
                .push((self.buffer.len(), self.buffer.len() + key.len()));
            self.buffer.push_str(key);
            self.buffer.push_str("=\"");
            self.escape(value.as_ref(), true, Some(element))?;
            self.buffer.push('"');
        }
        Ok(())
    }

    fn push_open(&mut self, name: &str, mixed: bool) -> Result<(), WriteError> {
        let inherited = self.open.last().map(|open| open.content) == Some(Content::Mixed);
        let at = self.elements.len();
        self.elements.push_str(name);
        self.open.push(Open {
            name: at,
            content: if mixed || inherited {
                Content::Mixed
            } else {
                Content::Empty
            },
        });
        self.settle(())
    }

    /// A line end and the indentation of the present depth; nothing at the start of the file.
    fn newline(&mut self) {
        let Some(spaces) = self.indent else { return };
        if self.begun {
            self.buffer.push('\n');
        }
        let mut width = spaces * self.open.len();
        while width > 0 {
            let piece = &SPACES[..width.min(SPACES.len())];
            self.buffer.push_str(piece);
            width -= piece.len();
        }
    }

    /// Appends escaped text, copying what lies between special bytes in one go.
    fn escape(
        &mut self,
        text: &str,
        attribute: bool,
        element: Option<&str>,
    ) -> Result<(), WriteError> {
        let mut rest = text;
        while let Some((at, c)) = next_special(rest, attribute) {
            self.buffer.push_str(&rest[..at]);
            rest = &rest[at + c.len_utf8()..];
            match c {
                '&' => self.buffer.push_str("&amp;"),
                '<' => self.buffer.push_str("&lt;"),
                '>' => self.buffer.push_str("&gt;"),
                '"' => self.buffer.push_str("&quot;"),
                '\t' => self.buffer.push_str("&#9;"),
                '\n' => self.buffer.push_str("&#10;"),
                '\r' => self.buffer.push_str("&#13;"),
                _ if self.illegal == IllegalPolicy::Replace => {
                    self.buffer.push('\u{FFFD}');
                    self.replaced += 1;
                }
                _ => {
                    let open = self.open.last().map(|open| &self.elements[open.name..]);
                    return Err(WriteError::IllegalCharacter {
                        code: u32::from(c),
                        element: element.or(open).unwrap_or_default().to_owned(),
                    });
                }
            }
        }
        self.buffer.push_str(rest);
        Ok(())
    }

    /// Hands the gathered bytes on once there are enough of them.
    fn settle<T>(&mut self, value: T) -> Result<T, WriteError> {
        if self.holding == 0 && self.buffer.len() >= FLUSH_AT {
            self.out.write_all(self.buffer.as_bytes())?;
            self.buffer.clear();
        }
        Ok(value)
    }
}

/// Indentation is cut from here.
const SPACES: &str = "                                ";

/// Bytes looked at together.
const BLOCK: usize = 16;

/// Whether a byte begins what may have to be written otherwise.
const fn is_suspect(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xEF | ..b' ')
}

/// The same as a table, for bytes looked at one by one.
static SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = is_suspect(byte as u8);
        byte += 1;
    }
    table
};

/// The next character that cannot be written as it is, with its offset.
fn next_special(text: &str, attribute: bool) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        // Whole blocks without an early exit inside let the compiler use vector instructions.
        while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<BLOCK>)
            && !block.iter().fold(false, |found, &b| found | is_suspect(b))
        {
            at += BLOCK;
        }
        at += bytes
            .get(at..)?
            .iter()
            .position(|&b| SUSPECT[usize::from(b)])?;
        let c = text.get(at..)?.chars().next()?;
        match c {
            '"' | '\t' | '\n' if !attribute => {}
            '&' | '<' | '>' | '"' | '\t' | '\n' | '\r' => return Some((at, c)),
            _ if !is_xml_char(c) => return Some((at, c)),
            _ => {}
        }
        at += c.len_utf8();
    }
}

fn first_illegal(text: &str) -> Option<char> {
    if !has_suspects(text.as_bytes()) {
        return None;
    }
    text.chars().find(|&c| !is_xml_char(c))
}

fn check_name(name: &str) -> Result<(), WriteError> {
    if is_name(name) {
        Ok(())
    } else {
        Err(WriteError::InvalidName(name.to_owned()))
    }
}

#[cfg(test)]
mod tests;
