//! What can be wrong with XML: problems mended on the way, and errors that end the reading.

use std::io;
use std::sync::Arc;

use super::position::Position;

/// A breach of XML that reading survives; the text says what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Bytes that mean nothing in the file's encoding.
    #[error(
        "bytes {bytes} are not valid {encoding} (perhaps the file is in another encoding); replaced by U+FFFD"
    )]
    InvalidBytes {
        /// The bytes in hexadecimal.
        bytes: String,
        /// The encoding the file is read in.
        encoding: &'static str,
    },
    /// A raw character XML 1.0 does not allow.
    #[error("character U+{code:04X} is not allowed in XML; replaced by U+FFFD")]
    IllegalCharacter {
        /// Its number.
        code: u32,
    },
    /// A character reference to nothing XML 1.0 allows.
    #[error("&{reference}; is no character XML allows; replaced by U+FFFD")]
    IllegalReference {
        /// What stands between `&` and `;`.
        reference: String,
    },
    /// A reference to half of a UTF-16 pair.
    #[error(
        "&{reference}; is half of a surrogate pair; a whole pair is combined, a lone half replaced by U+FFFD"
    )]
    SurrogateReference {
        /// What stands between `&` and `;`.
        reference: String,
    },
    /// An ampersand that begins no reference.
    #[error("a bare & (written &amp; in XML); taken as text")]
    BareAmpersand,
    /// An HTML entity the file does not declare.
    #[error("&{name}; is an HTML entity the file does not declare; taken as in HTML")]
    HtmlEntity {
        /// The entity.
        name: String,
    },
    /// An entity nobody declares.
    #[error("entity &{name}; is not declared; kept as text")]
    UnknownEntity {
        /// The entity.
        name: String,
    },
    /// An entity that lies in another file, or holds markup.
    #[error("entity &{name}; {why}: never expanded; kept as text")]
    RefusedEntity {
        /// The entity.
        name: String,
        /// Why it is not expanded.
        why: &'static str,
    },
    /// A parameter entity in the document type declaration.
    #[error("parameter entity %{name}; is never expanded; ignored")]
    ParameterEntity {
        /// The entity.
        name: String,
    },
    /// The declaration names another encoding than the bytes show.
    #[error("the file declares {declared} and is {taken}; read as {taken}")]
    EncodingMismatch {
        /// As declared.
        declared: String,
        /// As read.
        taken: &'static str,
    },
    /// UTF-16 or UTF-32 without the byte order mark it must have.
    #[error("{taken} without a byte order mark; read as {taken}")]
    MissingByteOrderMark {
        /// As read.
        taken: &'static str,
    },
    /// An encoding nobody knows.
    #[error("unknown encoding {declared:?}; read as UTF-8")]
    UnknownEncoding {
        /// As declared.
        declared: String,
    },
    /// `<?xml …?>` anywhere but at the very start.
    #[error("the XML declaration stands after the start of the file; ignored")]
    LateDeclaration,
    /// The same attribute twice.
    #[error("attribute {name} stands twice in <{element}>; the first is kept")]
    DuplicateAttribute {
        /// The attribute.
        name: String,
        /// The element.
        element: String,
    },
    /// More attributes than [`Options::max_attributes`](super::Options::max_attributes).
    #[error("<{element}> has more than {limit} attributes; the others are dropped")]
    TooManyAttributes {
        /// The element.
        element: String,
        /// The limit.
        limit: usize,
    },
    /// An attribute that is not `name="value"`.
    #[error("an attribute of <{element}> is not written name=\"value\" ({what}); dropped")]
    BadAttribute {
        /// The element.
        element: String,
        /// What the tokenizer says.
        what: String,
    },
    /// A raw `<` in an attribute's value.
    #[error("a bare < in attribute {name} (written &lt; in XML); taken as text")]
    BareLessThan {
        /// The attribute.
        name: String,
    },
}

/// Why reading ended before the document did. The same error comes again on every further call.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The input failed.
    #[error("{at}: cannot read: {source}")]
    Io {
        /// How far reading came.
        at: Position,
        /// The system's error.
        source: Arc<io::Error>,
    },
    /// Nothing in the file, or white space only.
    #[error("the file is empty")]
    Empty,
    /// Not XML at all.
    #[error("this is not XML: {what}")]
    NotXml {
        /// What it seems to be.
        what: String,
    },
    /// Not well-formed in a way that nothing after it can be trusted.
    #[error("{at}: not well-formed XML: {what}")]
    Syntax {
        /// Where the bad construct begins.
        at: Position,
        /// What is wrong.
        what: String,
    },
    /// An end tag that does not close the innermost element.
    #[error("{at}: </{found}> closes nothing: the open element is <{expected}>")]
    MismatchedEnd {
        /// The end tag.
        at: Position,
        /// The innermost open element, empty outside the root.
        expected: String,
        /// The name in the end tag.
        found: String,
    },
    /// The file ends inside an element.
    #[error("{at}: the file ends inside <{open}>: it was cut off")]
    Truncated {
        /// The end of the file.
        at: Position,
        /// The open elements, outermost first, joined by `><`.
        open: String,
    },
    /// Something after the root element.
    #[error(
        "{at}: a second document begins after the end of the first ({what}); only the first is read"
    )]
    AfterRoot {
        /// Where it begins.
        at: Position,
        /// A tag or text.
        what: String,
    },
    /// Elements nested deeper than [`Options::max_depth`](super::Options::max_depth).
    #[error("{at}: elements are nested more than {limit} deep")]
    TooDeep {
        /// The element.
        at: Position,
        /// The limit.
        limit: usize,
    },
    /// A tag, comment or text longer than [`Options::max_text`](super::Options::max_text).
    #[error("{at}: a tag, a comment or a text is longer than {limit} bytes")]
    TooLong {
        /// Its start.
        at: Position,
        /// The limit.
        limit: usize,
    },
    /// Entities expand to more than [`Options::max_expansion`](super::Options::max_expansion).
    #[error("{at}: entities expand to more than {limit} bytes")]
    EntityBomb {
        /// The reference that went too far.
        at: Position,
        /// The limit.
        limit: usize,
    },
    /// A [`Problem`], where [`Policy::Strict`](super::Policy::Strict) lets nothing pass.
    #[error("{at}: {problem} (strict reading stops here)")]
    Strict {
        /// Where.
        at: Position,
        /// What.
        problem: Problem,
    },
}

impl ReadError {
    /// What is wrong, without the place.
    #[must_use]
    pub fn what(&self) -> String {
        let whole = self.to_string();
        let place = format!("{}: ", self.position());
        whole
            .strip_prefix(&place)
            .map_or(whole.clone(), str::to_owned)
    }

    /// Where reading ended; the start for a file that is no XML.
    #[must_use]
    pub fn position(&self) -> Position {
        match self {
            Self::Empty | Self::NotXml { .. } => Position::START,
            Self::Io { at, .. }
            | Self::Syntax { at, .. }
            | Self::MismatchedEnd { at, .. }
            | Self::Truncated { at, .. }
            | Self::AfterRoot { at, .. }
            | Self::TooDeep { at, .. }
            | Self::TooLong { at, .. }
            | Self::EntityBomb { at, .. }
            | Self::Strict { at, .. } => *at,
        }
    }
}
