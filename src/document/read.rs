//! The chain: bytes → text → paragraphs → what is kept → segments.

use super::Error;
use super::clean::{self, Dropped};
use super::decode::{self, Encoding};
use super::format::Format;
use super::line;
use super::paragraph::Paragraph;
use super::segment::Rules;
use crate::language::Language;
use std::fs;
use std::ops::Range;
use std::path::Path;
use unicode_segmentation::UnicodeSegmentation;

/// The largest file that is read as one document, in bytes; it is held in memory a few times over.
pub const MAX_BYTES: u64 = 256 << 20;

/// How documents are read. The default: the built-in rules, cleaning on, language unknown.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The text's language, for the segmentation rules; unknown, only the rules for any language
    /// apply.
    pub language: Option<Language>,
    /// The file has one segment a line: nothing is cleaned or split, and blank lines are segments
    /// too, so that segment `n` is line `n + 1`.
    pub segmented: bool,
    /// Nothing is dropped.
    pub keep_all: bool,
    /// The segmentation rules.
    pub rules: Rules,
}

/// A document: its segments, and what happened on the way to them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Document {
    /// What the document is called: the path as given, or the name handed to [`parse`].
    pub name: String,
    /// How the bytes were read.
    pub encoding: Encoding,
    /// How many paragraphs have segments.
    pub paragraphs: usize,
    /// The segments, in order.
    pub segments: Vec<Segment>,
    /// What cleaning left out, in order.
    pub dropped: Vec<Dropped>,
    /// How many words the segments have, by Unicode's word boundaries (UAX #29); in scripts without
    /// spaces most characters count as words.
    pub words: usize,
}

/// A sentence, as translators count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Segment {
    /// The text as it stands in the document, without white space at its ends; line ends inside
    /// a paragraph of wrapped lines are spaces.
    pub text: String,
    /// The paragraph's number among those that have segments, from 0.
    pub paragraph: usize,
    /// The line it starts in, from 1.
    pub line: usize,
    /// Where it starts in the document's text, in bytes (a byte order mark is no text).
    pub offset: usize,
}

/// Reads a document from a file. Takes time and memory in proportion to the file.
///
/// # Errors
///
/// [`Error`] when the file cannot be read, is a folder, empty, too large or no text, or when the
/// rules cannot be compiled.
pub fn read(path: &Path, options: &Options) -> Result<Document, Error> {
    let failed = |source| Error::Read {
        path: path.to_owned(),
        source,
    };
    let about = fs::metadata(path).map_err(failed)?;
    if about.is_dir() {
        return Err(Error::IsFolder {
            path: path.to_owned(),
        });
    }
    check_size(&path.display().to_string(), about.len())?;
    let bytes = fs::read(path).map_err(failed)?;
    parse(&path.display().to_string(), &bytes, options)
}

/// Reads a document from bytes, for standard input and tests; `name` is for messages.
///
/// # Errors
///
/// [`Error`] when the bytes are empty, too many or no text, or when the rules cannot be compiled.
pub fn parse(name: &str, bytes: &[u8], options: &Options) -> Result<Document, Error> {
    check_size(name, u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    let (text, encoding) = decode::decode(bytes).map_err(|what| Error::NotText {
        name: name.to_owned(),
        what,
    })?;
    // Lines that are segments already may hold anything.
    if !options.segmented
        && let Some(what) = decode::markup(&text)
    {
        return Err(Error::NotText {
            name: name.to_owned(),
            what,
        });
    }
    if text.trim().is_empty() {
        return Err(Error::Empty {
            name: name.to_owned(),
        });
    }
    let (segments, dropped) = if options.segmented {
        (by_line(&text), Vec::new())
    } else {
        segments(&text, options)?
    };
    let paragraphs = segments.last().map_or(0, |last| last.paragraph + 1);
    let words = segments
        .iter()
        .map(|segment| segment.text.unicode_words().count())
        .sum();
    Ok(Document {
        name: name.to_owned(),
        encoding,
        paragraphs,
        segments,
        dropped,
        words,
    })
}

fn check_size(name: &str, bytes: u64) -> Result<(), Error> {
    if bytes > MAX_BYTES {
        return Err(Error::TooLarge {
            name: name.to_owned(),
            bytes,
            limit: MAX_BYTES,
        });
    }
    Ok(())
}

/// One segment a line, as the line stands.
fn by_line(text: &str) -> Vec<Segment> {
    let lines = line::numbered(text).into_iter().enumerate();
    lines
        .map(|(paragraph, line)| Segment {
            text: text[line.range.clone()].to_owned(),
            paragraph,
            line: line.number,
            offset: line.range.start,
        })
        .collect()
}

fn segments(text: &str, options: &Options) -> Result<(Vec<Segment>, Vec<Dropped>), Error> {
    let paragraphs = Format::of(text).paragraphs(text);
    let (kept, dropped) = if options.keep_all {
        let all = paragraphs.iter().enumerate();
        (
            all.map(|(number, paragraph)| (number, 0..paragraph.text.len()))
                .collect(),
            Vec::new(),
        )
    } else {
        clean::clean(&paragraphs)
    };
    let segmenter = options.rules.segmenter(options.language.as_ref())?;
    let mut segments = Vec::new();
    for (number, (source, part)) in kept.into_iter().enumerate() {
        let paragraph = &paragraphs[source];
        for range in segmenter.segments(&paragraph.text[part.clone()]) {
            let range = part.start + range.start..part.start + range.end;
            segments.push(segment(paragraph, range, number));
        }
    }
    Ok((segments, dropped))
}

fn segment(paragraph: &Paragraph, range: Range<usize>, number: usize) -> Segment {
    let (line, offset) = paragraph.origin(range.start);
    Segment {
        text: paragraph.text[range].to_owned(),
        paragraph: number,
        line,
        offset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn french() -> Options {
        Options {
            language: Some(Language::french()),
            ..Options::default()
        }
    }

    fn texts(document: &Document) -> Vec<&str> {
        document
            .segments
            .iter()
            .map(|segment| segment.text.as_str())
            .collect()
    }

    const PAGE: &str = "date 2022-03 M. Roy est venu. Il a parlé.\r\n\r\nLe maire. Photo : VNA\r\nFin de séance.\r\n";

    #[test]
    fn a_page_becomes_segments() {
        let document = parse("page", PAGE.as_bytes(), &french()).unwrap();
        assert_eq!(
            texts(&document),
            ["M. Roy est venu.", "Il a parlé.", "Fin de séance."]
        );
        let places: Vec<_> = document
            .segments
            .iter()
            .map(|s| (s.paragraph, s.line))
            .collect();
        assert_eq!(places, [(0, 1), (0, 1), (1, 4)]);
        assert_eq!(
            (document.paragraphs, document.words, document.dropped.len()),
            (2, 10, 2)
        );
        let all = parse(
            "page",
            PAGE.as_bytes(),
            &Options {
                keep_all: true,
                ..french()
            },
        )
        .unwrap();
        assert_eq!(texts(&all)[0], "date 2022-03 M. Roy est venu.");
        assert!(all.dropped.is_empty());
    }

    #[test]
    fn segmented_files_keep_their_lines() {
        let options = Options {
            segmented: true,
            ..french()
        };
        let document = parse("lines", b"A. B.\r\n\r\n  Photo : VNA \nC", &options).unwrap();
        assert_eq!(texts(&document), ["A. B.", "", "  Photo : VNA ", "C"]);
        assert_eq!(document.segments[3].line, 4);
        assert_eq!(document.paragraphs, 4);
    }

    #[test]
    fn what_is_no_document_is_an_error() {
        let message = |bytes: &[u8]| parse("x.txt", bytes, &french()).unwrap_err().to_string();
        assert_eq!(message(b""), "x.txt is empty: there is no text in it");
        assert_eq!(
            message(b"\xEF\xBB\xBF \n"),
            "x.txt is empty: there is no text in it"
        );
        assert!(message(b"%PDF-1.4\n").starts_with("x.txt is a PDF, not text: convert it"));
        let tmx = b"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<tmx version=\"1.4\">";
        assert!(message(tmx).starts_with("x.txt is a translation memory (TMX)"));
        assert!(message(b"\n<!DOCTYPE HTML><p>").starts_with("x.txt is a web page"));
        assert!(message(b"<?xml version='1.0'?><martif/>").starts_with("x.txt is XML"));
        assert!(parse("x.txt", b"<p> is a tag.", &french()).is_ok());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing.txt");
        assert!(
            read(&path, &french())
                .unwrap_err()
                .to_string()
                .starts_with("cannot read ")
        );
        assert!(
            read(folder.path(), &french())
                .unwrap_err()
                .to_string()
                .contains("is a folder")
        );
        fs::write(&path, PAGE).unwrap();
        let document = read(&path, &french()).unwrap();
        assert_eq!(
            (document.name, document.segments.len()),
            (path.display().to_string(), 3)
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost(
            text in r#"[ \n\ra-cA-Cé0-9.?!…:»"(-]{1,80}|(Une phrase[. ]|Photo : VNA|\n|date 2020-01 |\.- VNA){1,9}"#
        ) {
            prop_assume!(!text.trim().is_empty());
            let document = parse("x", text.as_bytes(), &french()).unwrap();
            let mut pieces: Vec<(usize, &str)> =
                document.segments.iter().map(|segment| (segment.offset, segment.text.as_str())).collect();
            pieces.extend(document.dropped.iter().map(|piece| (piece.offset, piece.text.as_str())));
            pieces.sort_unstable();
            let together: String = pieces.iter().flat_map(|(_, piece)| piece.split_whitespace()).collect();
            prop_assert_eq!(together, text.split_whitespace().collect::<String>());
        }
    }
}
