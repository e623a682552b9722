//! Files that are no text, known by their first bytes.

use std::fmt;

/// What a file is instead of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Binary {
    /// A PDF.
    Pdf,
    /// A word processor's document in a ZIP archive (`.docx`, `.odt`), named.
    Office(&'static str),
    /// A ZIP archive of anything else.
    Zip,
    /// An Office document of before 2007 (`.doc`, `.xls`, `.ppt`).
    OldOffice,
    /// Rich text format.
    Rtf,
    /// Something compressed.
    Compressed,
    /// A picture.
    Image,
    /// Sound or film.
    Media,
    /// A program or library.
    Program,
    /// A database.
    Database,
    /// A translation memory (TMX), which is imported, not read.
    Memory,
    /// A web page.
    Html,
    /// Another file in XML (XLIFF, TBX …).
    Xml,
    /// Text in UTF-32, which hardly anything writes.
    Utf32,
    /// Bytes that are no text in any encoding.
    Unknown,
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let convert = "convert it to plain text first";
        match self {
            Self::Pdf => write!(
                f,
                "is a PDF, not text: {convert} (for example with pdftotext)"
            ),
            Self::Office(what) => write!(
                f,
                "is {what}, not plain text: save it as plain text (UTF-8) first"
            ),
            Self::Zip => write!(f, "is a ZIP archive, not text: unpack it first"),
            Self::OldOffice => write!(
                f,
                "is an old Office document, not text: save it as plain text (UTF-8) first"
            ),
            Self::Rtf => write!(
                f,
                "is an RTF document, not plain text: save it as plain text (UTF-8) first"
            ),
            Self::Compressed => write!(f, "is compressed, not text: unpack it first"),
            Self::Image => write!(f, "is an image, not text: name a text file"),
            Self::Media => write!(f, "is sound or film, not text: name a text file"),
            Self::Program => write!(f, "is a program, not text: name a text file"),
            Self::Database => write!(f, "is a database, not text: name a text file"),
            Self::Memory => write!(
                f,
                "is a translation memory (TMX), not a document: import it instead"
            ),
            Self::Html => write!(
                f,
                "is a web page (HTML), not plain text: save it as plain text (UTF-8) first"
            ),
            Self::Xml => write!(f, "is XML, not plain text: {convert}"),
            Self::Utf32 => write!(f, "is UTF-32, which is not read: save it as UTF-8"),
            Self::Unknown => write!(f, "is binary data, not text: name a text file"),
        }
    }
}

/// First bytes and what they mean; the formats' own specifications name them.
const SIGNATURES: [(&[u8], Binary); 28] = [
    (b"%PDF-", Binary::Pdf),
    (b"PK\x05\x06", Binary::Zip),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Binary::OldOffice),
    (b"{\\rtf", Binary::Rtf),
    (b"\x1F\x8B\x08", Binary::Compressed),
    (b"\xFD7zXZ\0", Binary::Compressed),
    (b"BZh9", Binary::Compressed),
    (b"7z\xBC\xAF\x27\x1C", Binary::Compressed),
    (b"\x28\xB5\x2F\xFD", Binary::Compressed),
    (b"Rar!\x1A\x07", Binary::Compressed),
    (b"\x89PNG\r\n\x1A\n", Binary::Image),
    (b"\xFF\xD8\xFF", Binary::Image),
    (b"GIF87a", Binary::Image),
    (b"GIF89a", Binary::Image),
    (b"II*\0", Binary::Image),
    (b"MM\0*", Binary::Image),
    (b"8BPS\0", Binary::Image),
    (b"OggS\0", Binary::Media),
    (b"ID3\x03", Binary::Media),
    (b"ID3\x04", Binary::Media),
    (b"\x1A\x45\xDF\xA3", Binary::Media),
    (b"\x7FELF", Binary::Program),
    (b"MZ\x90\0", Binary::Program),
    (b"\xCF\xFA\xED\xFE", Binary::Program),
    (b"\xCA\xFE\xBA\xBE", Binary::Program),
    (b"\0asm\x01", Binary::Program),
    (b"SQLite format 3\0", Binary::Database),
    (b"%!PS-Adobe", Binary::Pdf),
];

/// How far into an archive the names of its first files are looked for.
const ARCHIVE_WINDOW: usize = 4096;

/// How far into a file a PDF's mark may stand: readers allow some bytes before it.
const PDF_WINDOW: usize = 1024;

/// What the bytes are, if their start says that they are no text.
pub(super) fn of(bytes: &[u8]) -> Option<Binary> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(archive(&bytes[..bytes.len().min(ARCHIVE_WINDOW)]));
    }
    let known = SIGNATURES
        .iter()
        .find(|(start, _)| bytes.starts_with(start));
    if let Some((_, binary)) = known {
        return Some(*binary);
    }
    let blank = bytes
        .iter()
        .take(PDF_WINDOW)
        .take_while(|b| b.is_ascii_whitespace() || **b == 0)
        .count();
    bytes[blank..].starts_with(b"%PDF-").then_some(Binary::Pdf)
}

/// How far into a file the root of XML is looked for, in bytes.
const ROOT_WINDOW: usize = 4096;

/// What a text is, if its start says that it is markup rather than plain text.
pub(in crate::document) fn markup(text: &str) -> Option<Binary> {
    let text = text.trim_start();
    let starts = |mark: &str| {
        text.get(..mark.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    if starts("<!doctype html") || starts("<html") {
        return Some(Binary::Html);
    }
    if !(starts("<?xml") || starts("<!doctype") || starts("<tmx")) {
        return None;
    }
    let window = &text[..text.floor_char_boundary(ROOT_WINDOW)];
    let has = |mark: &str| window.contains(mark);
    Some(if has("<tmx") {
        Binary::Memory
    } else if has("<html") {
        Binary::Html
    } else {
        Binary::Xml
    })
}

fn archive(start: &[u8]) -> Binary {
    let contains = |name: &[u8]| start.windows(name.len()).any(|window| window == name);
    if contains(b"word/") {
        Binary::Office("a Word document")
    } else if contains(b"xl/") {
        Binary::Office("an Excel workbook")
    } else if contains(b"ppt/") {
        Binary::Office("a PowerPoint presentation")
    } else if contains(b"mimetypeapplication/vnd.oasis.opendocument") {
        Binary::Office("an OpenDocument file")
    } else if contains(b"mimetypeapplication/epub+zip") {
        Binary::Office("an EPUB book")
    } else if contains(b"[Content_Types].xml") {
        Binary::Office("an Office document")
    } else {
        Binary::Zip
    }
}
