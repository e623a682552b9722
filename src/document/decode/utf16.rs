//! UTF-16, with and without a byte order mark.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// An encoding's name, the text and the number of places that were no text.
type Read = (&'static str, (String, usize));

/// Reads bytes that start with a byte order mark of UTF-16.
pub(super) fn marked(bytes: &[u8]) -> Option<Read> {
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        Some(("UTF-16LE", read(UTF_16LE, rest)))
    } else {
        let rest = bytes.strip_prefix(&[0xFE, 0xFF])?;
        Some(("UTF-16BE", read(UTF_16BE, rest)))
    }
}

/// Reads bytes without a mark whose zero bytes stand on one side of the pairs only and whose pairs
/// all make characters: even a text without Latin letters has ASCII spaces, digits or line ends,
/// and these have a zero in their upper half.
pub(super) fn by_pattern(bytes: &[u8]) -> Option<Read> {
    let (mut even, mut odd) = (0_usize, 0_usize);
    for pair in bytes.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    let pairs = bytes.len() / 2;
    let (name, encoding, zeros, others) = if odd > even {
        ("UTF-16LE", UTF_16LE, odd, even)
    } else {
        ("UTF-16BE", UTF_16BE, even, odd)
    };
    // One pair in a hundred has a zero above, and the lower side next to none: U+3000, the space
    // of East Asian texts, is a zero below.
    let plausible = zeros > 0 && zeros * 100 >= pairs && (others * 20 <= zeros || others == 0);
    if !plausible || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let (text, replaced) = read(encoding, bytes);
    let strange = text
        .chars()
        .any(|c| super::is_stray_control(c) || is_unassigned(c));
    (replaced == 0 && !strange).then_some((name, (text, replaced)))
}

/// Characters no text has: noncharacters and private use.
fn is_unassigned(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}' | '\u{f0000}'..)
}

fn read(encoding: &'static Encoding, bytes: &[u8]) -> (String, usize) {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let replaced = if damaged {
        let written = bytes.chunks_exact(2).filter(|pair| {
            let unit = if encoding == UTF_16LE {
                [pair[1], pair[0]]
            } else {
                [pair[0], pair[1]]
            };
            unit == [0xFF, 0xFD]
        });
        let stand = text.chars().filter(|c| *c == '\u{fffd}').count();
        stand.saturating_sub(written.count()).max(1)
    } else {
        0
    };
    (text.into_owned(), replaced)
}
