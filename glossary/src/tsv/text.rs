//! Bytes to text: UTF-8, and the UTF-16 that spreadsheets call «Unicode text».

use std::borrow::Cow;

use crate::error::Error;

/// Text, and how sure its encoding is.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    /// The encoding, where it was guessed from the bytes.
    pub(crate) guessed: Option<&'static str>,
    /// Characters replaced by U+FFFD.
    pub(crate) damaged: usize,
}

/// Decodes text of any encoding: by its byte order mark, as UTF-8 where it is well formed, by the
/// zero bytes of UTF-16, or by a guess from the bytes (`chardetng`, the detector of Firefox).
///
/// # Errors
/// When the bytes are no text.
pub(crate) fn decode_any(bytes: &[u8]) -> Result<Decoded<'_>, Error> {
    let error = match decode(bytes) {
        Ok(text) if has_mark(bytes) || looks_like_utf16(bytes).is_none() => {
            return Ok(Decoded {
                text,
                guessed: None,
                damaged: 0,
            });
        }
        Ok(_) => None,
        Err(error) => Some(error),
    };
    if let Some(little) = looks_like_utf16(bytes) {
        let join = if little {
            u16::from_le_bytes
        } else {
            u16::from_be_bytes
        };
        return Ok(Decoded {
            text: utf16(bytes, join).map(Cow::Owned)?,
            guessed: Some("UTF-16"),
            damaged: 0,
        });
    }
    if let Some(error) = error.filter(|_| bytes.contains(&0) || is_binary(bytes)) {
        return Err(error);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    let (text, _, _) = encoding.decode(bytes);
    let damaged = text.matches('\u{FFFD}').count();
    Ok(Decoded {
        text,
        guessed: Some(encoding.name()),
        damaged,
    })
}

/// Whether the text starts with a byte order mark.
fn has_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xEF\xBB\xBF")
        || bytes.starts_with(b"\xFF\xFE")
        || bytes.starts_with(b"\xFE\xFF")
}

/// Text without a mark whose every second byte is zero: little-endian (`true`) or big-endian.
fn looks_like_utf16(bytes: &[u8]) -> Option<bool> {
    let start = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    if start.len() < 4 || start.len() % 2 == 1 {
        return None;
    }
    let zeros = |from: usize| {
        start
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let half = start.len() / 2;
    if even == 0 && odd * 4 > half * 3 {
        Some(true)
    } else if odd == 0 && even * 4 > half * 3 {
        Some(false)
    } else {
        None
    }
}

/// Control characters that no text has, other than an escape now and then.
fn is_binary(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0C);
    start.iter().filter(control).count() * 50 > start.len()
}

/// Decodes a table. A byte order mark tells UTF-16 (either order); everything else must be UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes).map(Cow::Owned),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes).map(Cow::Owned),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
    std::str::from_utf8(bytes)
        .map(Cow::Borrowed)
        .map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line_start = before
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1);
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            bad(line, before.len() - line_start + 1, "UTF-8")
        })
}

fn utf16(bytes: &[u8], join: fn([u8; 2]) -> u16) -> Result<String, Error> {
    let mut text = String::with_capacity(bytes.len() / 2);
    let (mut line, mut line_start) = (1, 0);
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [first, second] => join([*first, *second]),
        // `chunks_exact(2)` gives pairs only.
        _ => 0xFFFD,
    });
    let mut at = 0;
    for unit in char::decode_utf16(units) {
        let character = unit.map_err(|_| bad(line, at - line_start + 1, "UTF-16"))?;
        text.push(character);
        at += 2 * character.len_utf16();
        if character == '\n' {
            line += 1;
            line_start = at;
        }
    }
    if bytes.len() % 2 == 1 {
        return Err(bad(line, at - line_start + 1, "UTF-16"));
    }
    Ok(text)
}

fn bad(line: usize, byte: usize, encoding: &'static str) -> Error {
    let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Error::Encoding {
        line: wide(line),
        byte: wide(byte),
        encoding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_are_taken_off() {
        for bytes in [
            &b"\xEF\xBB\xBF\xC3\xA9"[..],
            b"\xC3\xA9",
            b"\xFF\xFE\xE9\0",
            b"\xFE\xFF\0\xE9",
        ] {
            assert_eq!(decode(bytes).unwrap(), "é");
        }
        assert_eq!(decode(b"").unwrap(), "");
    }

    #[test]
    fn what_is_not_text_is_located() {
        let located = |bytes: &[u8]| match decode(bytes) {
            Err(Error::Encoding {
                line,
                byte,
                encoding,
            }) => Some((line, byte, encoding)),
            _ => None,
        };
        assert_eq!(located(b"ab\ncaf\xE9\tx"), Some((2, 4, "UTF-8")));
        assert_eq!(located(b"\xFF\xFE\n\0a\0\0\xD8"), Some((2, 3, "UTF-16")));
        assert_eq!(located(b"\xFF\xFEa\0b"), Some((1, 3, "UTF-16")));
    }
}
