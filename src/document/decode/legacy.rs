//! The encodings of before Unicode, guessed from the bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{ISO_8859_15, MACINTOSH, WINDOWS_1252};

/// Guesses an encoding and reads the bytes with it; gives its name, the text and the number of
/// bytes that mean nothing in it.
pub(super) fn guess(bytes: &[u8]) -> (&'static str, String, usize) {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let mut encoding = detector.guess(None, Utf8Detection::Deny);
    if encoding == WINDOWS_1252 && is_latin_9(bytes) {
        encoding = ISO_8859_15;
    } else if encoding == WINDOWS_1252 && is_mac_roman(bytes) {
        encoding = MACINTOSH;
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let replaced = text.chars().filter(|c| *c == '\u{fffd}').count();
    (encoding.name(), text.into_owned(), replaced)
}

/// Whether bytes taken for Windows-1252 are ISO-8859-15: none of Windows's own characters
/// (0x80–0x9F), and `Œ`, `œ` or the euro sign where Windows-1252 has ¼, ½ and ¤. The other four
/// differing bytes prove nothing: Windows-1252's ´ often stands for an apostrophe.
fn is_latin_9(bytes: &[u8]) -> bool {
    if bytes.iter().any(|b| (0x80..=0x9F).contains(b)) {
        return false;
    }
    let is_letter = |b: u8| b.is_ascii_alphabetic() || b >= 0xC0 && b != 0xD7 && b != 0xF7;
    let at = |i: Option<usize>| i.and_then(|i| bytes.get(i)).copied();
    bytes.iter().enumerate().any(|(i, b)| match b {
        // The general currency sign of Windows-1252 is hardly ever written.
        0xA4 => true,
        0xBC | 0xBD => {
            at(Some(i + 1)).is_some_and(is_letter)
                && !at(i.checked_sub(1)).is_some_and(|b| b.is_ascii_digit())
        }
        _ => false,
    })
}

/// Whether bytes taken for Windows-1252 are an old Mac's: its à, ç, é, è and ê are ˆ, Ž and
/// undefined bytes in Windows-1252, which stand beside small letters there as good as never.
fn is_mac_roman(bytes: &[u8]) -> bool {
    let (mut mac, mut windows) = (0, 0);
    for pair in bytes.windows(2).filter(|pair| pair[0].is_ascii_lowercase()) {
        mac += usize::from(matches!(pair[1], 0x88 | 0x8D..=0x90));
        windows += usize::from(pair[1] >= 0xE0);
    }
    mac >= 3 && mac > 4 * windows
}
