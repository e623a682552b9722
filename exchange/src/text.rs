//! Bytes to lines: encodings, limits, positions.
//!
//! The encoding is that of the byte order mark, or the one the format names (PO does), or UTF-8 where
//! the beginning of the file is valid UTF-8, or what `chardetng` guesses. Bytes that mean nothing in it
//! become U+FFFD and are counted.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

use crate::finding::Error;

/// Bytes read at a time, and looked at to tell the encoding.
const CHUNK: usize = 64 * 1024;

/// Bytes (UTF-8) of one line. What is longer is no line of a bitext.
pub(crate) const MAX_LINE: usize = 16 << 20;

/// A text, line by line.
pub(crate) struct Lines<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    input_ended: bool,
    finished: bool,
    text: String,
    at: usize,
    number: u64,
    replaced: bool,
}

impl<R: Read> Lines<R> {
    /// Opens a text in the encoding that shows, or that `declared` reads from the first bytes.
    pub(crate) fn new(
        mut input: R,
        declared: impl FnOnce(&[u8]) -> Option<&'static Encoding>,
    ) -> io::Result<Self> {
        let mut raw = vec![0; CHUNK];
        let mut count = 0;
        while count < CHUNK {
            match input.read(&mut raw[count..]) {
                Ok(0) => break,
                Ok(more) => count += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        raw.truncate(count);
        let input_ended = count < CHUNK;
        let (encoding, mark) = match Encoding::for_bom(&raw) {
            Some((encoding, length)) => (encoding, length),
            None => (
                declared(&raw).unwrap_or_else(|| guess(&raw, input_ended)),
                0,
            ),
        };
        Ok(Self {
            input,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw,
            raw_at: mark,
            input_ended,
            finished: false,
            text: String::new(),
            at: 0,
            number: 0,
            replaced: false,
        })
    }

    /// Name of the encoding.
    pub(crate) fn encoding(&self) -> &'static str {
        self.decoder.encoding().name()
    }

    /// Number of the line given last.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Whether bytes of the line given last were replaced.
    pub(crate) fn is_damaged(&self) -> bool {
        self.replaced
    }

    /// The next line, without its end (LF, CR LF or CR), or nothing at the end of the text.
    pub(crate) fn next_line(&mut self) -> Result<Option<&str>, Error> {
        let mut looked = self.at;
        let (end, next) = loop {
            let bytes = self.text.as_bytes();
            if let Some(found) = bytes[looked..]
                .iter()
                .position(|b| matches!(b, b'\n' | b'\r'))
            {
                let end = looked + found;
                match (bytes[end], bytes.get(end + 1)) {
                    (b'\n', _) => break (end, end + 1),
                    (_, Some(b'\n')) => break (end, end + 2),
                    // The LF may stand in the next piece.
                    (_, None) if !self.finished => {}
                    _ => break (end, end + 1),
                }
            }
            if self.finished {
                if self.at == self.text.len() {
                    return Ok(None);
                }
                break (self.text.len(), self.text.len());
            }
            if self.text.len() - self.at > MAX_LINE {
                return Err(Error::Format {
                    line: Some(self.number + 1),
                    what: format!(
                        "the line is longer than {MAX_LINE} bytes: this is no text with one segment a line"
                    ),
                });
            }
            self.text.drain(..self.at);
            self.at = 0;
            looked = self.text.len().saturating_sub(1);
            self.decode()?;
        };
        let line = self.at..end;
        self.at = next;
        self.number += 1;
        let line = &self.text[line];
        self.replaced = line.contains('\u{FFFD}');
        Ok(Some(line))
    }

    /// Decodes the next piece behind the text.
    fn decode(&mut self) -> io::Result<()> {
        if self.raw_at == self.raw.len() && !self.input_ended {
            self.raw.resize(CHUNK, 0);
            let count = loop {
                match self.input.read(&mut self.raw) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            };
            self.raw.truncate(count);
            self.raw_at = 0;
            self.input_ended = count == 0;
        }
        self.text.reserve(3 * CHUNK);
        let source = &self.raw[self.raw_at..];
        let (result, read, _) =
            self.decoder
                .decode_to_string(source, &mut self.text, self.input_ended);
        self.raw_at += read;
        self.finished = self.input_ended && result == CoderResult::InputEmpty;
        Ok(())
    }
}

/// The encoding of a text that does not say it.
fn guess(first: &[u8], whole: bool) -> &'static Encoding {
    match std::str::from_utf8(first) {
        Ok(_) => return UTF_8,
        // A character cut at the end of the piece.
        Err(error) if !whole && error.error_len().is_none() => return UTF_8,
        Err(_) => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(first, whole);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        let mut lines = Lines::new(bytes, |_| None).unwrap();
        let mut out = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            out.push(line.to_owned());
        }
        out
    }

    #[test]
    fn every_line_end_and_encoding() {
        assert_eq!(lines(b"a\nb\r\nc\rd"), ["a", "b", "c", "d"]);
        assert_eq!(lines(b"a\n\n"), ["a", ""]);
        assert!(lines(b"").is_empty() && lines(b"\xEF\xBB\xBF").is_empty());
        assert_eq!(lines(b"\xEF\xBB\xBF\xC3\xA9"), ["é"]);
        assert_eq!(lines(b"\xFF\xFEa\0\n\0b\0"), ["a", "b"]);
        assert_eq!(lines(b"caf\xE9 d\xE9j\xE0 vu"), ["café déjà vu"]);
    }

    #[test]
    fn pieces_are_joined() {
        let long = "é".repeat(CHUNK);
        let text = format!("a{long}\r\n{long}\r{long}");
        assert_eq!(
            lines(text.as_bytes()),
            [format!("a{long}"), long.clone(), long]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[a-zé\\n]{0,200}") {
            let expected: Vec<String> = text.lines().map(str::to_owned).collect();
            prop_assert_eq!(lines(text.as_bytes()), expected);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            lines(&bytes);
        }
    }
}
