//! Bytes into text, with a note of how they were read.
//!
//! The order is: byte order mark; signatures of files that are no text; UTF-16 by the pattern of
//! its zero bytes; UTF-8 when (nearly) all of it is well formed; else a guess at the legacy
//! encoding. The text is never normalised.

mod legacy;
mod signature;
mod utf16;

pub use signature::Binary;
pub(super) use signature::markup;
use std::fmt;

/// How a document's bytes were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The encoding's usual name: `UTF-8`, `windows-1252` …
    pub name: &'static str,
    /// How it was known.
    pub known_by: KnownBy,
    /// How many byte sequences were no text in this encoding and now stand as U+FFFD.
    pub replaced: usize,
}

/// How an encoding was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KnownBy {
    /// The file starts with a byte order mark.
    ByteOrderMark,
    /// The zero bytes stand where UTF-16 has them.
    Pattern,
    /// The bytes are well formed UTF-8, which no other encoding's text is by accident.
    WellFormed,
    /// By the frequencies of bytes: a guess.
    Guess,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        match self.known_by {
            KnownBy::ByteOrderMark => f.write_str(" with byte order mark")?,
            KnownBy::Pattern => f.write_str(" (by its byte pattern)")?,
            KnownBy::WellFormed => {}
            KnownBy::Guess => f.write_str(" (guessed)")?,
        }
        match self.replaced {
            0 => Ok(()),
            1 => f.write_str(", 1 unreadable character replaced"),
            n => write!(f, ", {n} unreadable characters replaced"),
        }
    }
}

/// How many control characters a text may have: one in this many.
const CONTROL_SHARE: usize = 50;

/// Reads bytes as text. Takes time and memory in proportion to the bytes.
///
/// # Errors
///
/// What the bytes are instead of text. An empty file is a text without characters.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Encoding), Binary> {
    let (text, encoding) = match marked(bytes)? {
        Some(read) => read,
        None => unmarked(bytes)?,
    };
    let controls = text.chars().filter(|c| is_stray_control(*c)).count();
    if text.contains('\0') || controls * CONTROL_SHARE > text.chars().count() {
        return Err(Binary::Unknown);
    }
    Ok((text, encoding))
}

/// Control characters that texts do not have; white space, escapes of old printers and the
/// end-of-file mark of old systems are let through.
fn is_stray_control(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{e}'..='\u{19}' | '\u{1c}'..='\u{1f}' | '\u{7f}')
}

/// Reads what starts with a byte order mark.
fn marked(bytes: &[u8]) -> Result<Option<(String, Encoding)>, Binary> {
    let known_by = KnownBy::ByteOrderMark;
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(Binary::Utf32);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        let (text, replaced) = utf8(rest);
        return Ok(Some((
            text,
            Encoding {
                name: "UTF-8",
                known_by,
                replaced,
            },
        )));
    }
    Ok(utf16::marked(bytes).map(|(name, (text, replaced))| {
        (
            text,
            Encoding {
                name,
                known_by,
                replaced,
            },
        )
    }))
}

fn unmarked(bytes: &[u8]) -> Result<(String, Encoding), Binary> {
    if let Some(binary) = signature::of(bytes) {
        return Err(binary);
    }
    if let Some((name, (text, replaced))) = utf16::by_pattern(bytes) {
        return Ok((
            text,
            Encoding {
                name,
                known_by: KnownBy::Pattern,
                replaced,
            },
        ));
    }
    if bytes.contains(&0) {
        return Err(Binary::Unknown);
    }
    if let Some((text, replaced)) = mostly_utf8(bytes) {
        return Ok((
            text,
            Encoding {
                name: "UTF-8",
                known_by: KnownBy::WellFormed,
                replaced,
            },
        ));
    }
    let (name, text, replaced) = legacy::guess(bytes);
    Ok((
        text,
        Encoding {
            name,
            known_by: KnownBy::Guess,
            replaced,
        },
    ))
}

/// UTF-8, with U+FFFD for what is not well formed and the number of such places.
fn utf8(bytes: &[u8]) -> (String, usize) {
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push('\u{fffd}');
            replaced += 1;
        }
    }
    (text, replaced)
}

/// UTF-8 if all of it is well formed, or so much of what is not ASCII that a few bytes must have
/// been damaged or cut off: ten characters for each damaged place.
fn mostly_utf8(bytes: &[u8]) -> Option<(String, usize)> {
    let (text, replaced) = utf8(bytes);
    if replaced == 0 {
        return Some((text, 0));
    }
    let beyond_ascii = text.chars().filter(|c| !c.is_ascii()).count();
    let was_there = beyond_ascii - replaced;
    (was_there >= 10 * replaced).then_some((text, replaced))
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{ISO_8859_15, WINDOWS_1252};
    use proptest::prelude::*;

    const FRENCH: &str = "L’été dernier, le préfet de l’Hérault a reçu « une délégation » – \
        cœur du problème : 12 € par élève. Où était-ce ? À Béziers, là-bas.";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|u| {
                if big {
                    u.to_be_bytes()
                } else {
                    u.to_le_bytes()
                }
            })
            .collect()
    }

    fn read(bytes: &[u8]) -> (String, String) {
        let (text, encoding) = decode(bytes).unwrap();
        (text, encoding.to_string())
    }

    #[test]
    fn marks_decide() {
        let mut bytes = vec![0xEF, 0xBB, 0xBF];
        bytes.extend(FRENCH.as_bytes());
        assert_eq!(
            read(&bytes),
            (FRENCH.to_owned(), "UTF-8 with byte order mark".to_owned())
        );
        for (big, mark, name) in [
            (false, [0xFF, 0xFE], "UTF-16LE"),
            (true, [0xFE, 0xFF], "UTF-16BE"),
        ] {
            let mut bytes = mark.to_vec();
            bytes.extend(utf16(FRENCH, big));
            assert_eq!(
                read(&bytes),
                (FRENCH.to_owned(), format!("{name} with byte order mark"))
            );
            bytes.push(0x41);
            assert!(read(&bytes).1.ends_with("1 unreadable character replaced"));
        }
    }

    #[test]
    fn utf16_without_a_mark_is_known_by_its_pattern() {
        for text in [FRENCH, "Short.\n", "ここで終わります。\nそして続きます。\n"]
        {
            assert_eq!(
                read(&utf16(text, false)),
                (text.to_owned(), "UTF-16LE (by its byte pattern)".to_owned())
            );
            assert_eq!(
                read(&utf16(text, true)),
                (text.to_owned(), "UTF-16BE (by its byte pattern)".to_owned())
            );
        }
    }

    #[test]
    fn legacy_encodings_are_guessed() {
        let (bytes, _, lost) = WINDOWS_1252.encode(FRENCH);
        assert!(!lost);
        assert_eq!(
            read(&bytes),
            (FRENCH.to_owned(), "windows-1252 (guessed)".to_owned())
        );
        let plain = FRENCH.replace('’', "'").replace('–', "-");
        let bytes: Vec<u8> = plain
            .chars()
            .map(|c| match c {
                'œ' => 0xBD,
                '€' => 0xA4,
                c => u8::try_from(u32::from(c)).unwrap(),
            })
            .collect();
        assert_eq!(ISO_8859_15.decode(&bytes).0, plain);
        assert_eq!(read(&bytes), (plain, "ISO-8859-15 (guessed)".to_owned()));
    }

    #[test]
    fn texts_of_old_macs_are_known() {
        let bytes =
            b"L'\x8et\x8e dernier, la mairie a d\x8ecid\x8e : \xc7 r\x8eunion pr\x8evue \xc8.";
        let expected = "L'été dernier, la mairie a décidé : « réunion prévue ».";
        assert_eq!(
            read(bytes),
            (expected.to_owned(), "macintosh (guessed)".to_owned())
        );
    }

    #[test]
    fn fractions_do_not_make_latin_9() {
        let (bytes, _, _) =
            WINDOWS_1252.encode("Il reste 1½ litre, ¼ de beurre, ¾ d’heure à l'été.");
        assert_eq!(decode(&bytes).unwrap().1.name, "windows-1252");
        let (bytes, _, _) = WINDOWS_1252.encode("Il reste 1½ litre à préparer l'été.");
        assert_eq!(decode(&bytes).unwrap().1.name, "windows-1252");
    }

    #[test]
    fn a_few_damaged_bytes_do_not_spoil_utf8() {
        let mut bytes = FRENCH.repeat(3).into_bytes();
        bytes.truncate(bytes.len() - 1);
        let cut = bytes.iter().rposition(|b| *b == 0xC3).unwrap();
        bytes.truncate(cut + 1);
        let (text, encoding) = decode(&bytes).unwrap();
        assert_eq!((encoding.name, encoding.replaced), ("UTF-8", 1));
        assert!(text.ends_with('\u{fffd}'));
        // A replacement character the author wrote is no damage.
        assert_eq!(decode("a \u{fffd} b".as_bytes()).unwrap().1.replaced, 0);
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, expected) in [
            (&b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"[..], "is a PDF"),
            (
                b"PK\x03\x04\x14\0\x06\0[Content_Types].xml word/document.xml",
                "is a Word document",
            ),
            (b"PK\x03\x04\x14\0\0\0", "is a ZIP archive"),
            (
                b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
                "is an old Office document",
            ),
            (b"{\\rtf1\\ansi Bonjour}", "is an RTF document"),
            (b"\x89PNG\r\n\x1a\n\0\0", "is an image"),
            (b"\x7fELF\x02\x01\x01\0", "is a program"),
            (b"abc\0def\0\0ghij", "is binary data"),
            (b"\x01\x02\x03\x04\x05\x06", "is binary data"),
            (b"\xff\xfe\0\0a\0\0\0", "is UTF-32"),
        ] {
            let message = decode(bytes).unwrap_err().to_string();
            assert!(message.starts_with(expected), "{message}");
        }
    }

    proptest! {
        #[test]
        fn text_survives(text in "[^\u{0}-\u{1f}\u{7f}\u{feff}]{0,40}") {
            prop_assume!(signature::of(text.as_bytes()).is_none());
            prop_assert_eq!(&decode(text.as_bytes()).unwrap().0, &text);
            let mut bytes = vec![0xFE, 0xFF];
            bytes.extend(utf16(&text, true));
            prop_assert_eq!(&decode(&bytes).unwrap().0, &text);
        }

        #[test]
        fn no_bytes_trip_it(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = decode(&bytes);
        }
    }
}
