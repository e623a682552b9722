//! Which encoding a file is in: byte order mark, byte pattern, declaration, in that order of trust.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::problem::Problem;

/// Bytes looked at; a declaration is never longer in practice.
pub(super) const PREFIX: usize = 1024;

/// How to turn bytes into text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Anything encoding_rs reads.
    Known(&'static Encoding),
    /// UTF-32, which encoding_rs leaves out.
    Utf32 { big_endian: bool },
}

impl Coding {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Known(encoding) => encoding.name(),
            Self::Utf32 { big_endian: true } => "UTF-32BE",
            Self::Utf32 { big_endian: false } => "UTF-32LE",
        }
    }

    fn is_wide(self) -> bool {
        !matches!(self, Self::Known(e) if e != UTF_16LE && e != UTF_16BE)
    }
}

/// What the first bytes tell.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sniffed {
    pub(super) coding: Coding,
    /// Bytes of the byte order mark, to be skipped.
    pub(super) bom: usize,
    pub(super) problem: Option<Problem>,
}

/// Decides on the first bytes of a file (XML 1.0, appendix F).
pub(super) fn sniff(prefix: &[u8]) -> Sniffed {
    let utf16le = Coding::Known(UTF_16LE);
    let utf16be = Coding::Known(UTF_16BE);
    let (mut coding, bom) = match prefix {
        [0xFF, 0xFE, 0, 0, ..] => (Coding::Utf32 { big_endian: false }, 4),
        [0, 0, 0xFE, 0xFF, ..] => (Coding::Utf32 { big_endian: true }, 4),
        [0xFF, 0xFE, ..] => (utf16le, 2),
        [0xFE, 0xFF, ..] => (utf16be, 2),
        [0xEF, 0xBB, 0xBF, ..] => (Coding::Known(UTF_8), 3),
        [b'<', 0, 0, 0, ..] => (Coding::Utf32 { big_endian: false }, 0),
        [0, 0, 0, b'<', ..] => (Coding::Utf32 { big_endian: true }, 0),
        [b'<', 0, ..] => (utf16le, 0),
        [0, b'<', ..] => (utf16be, 0),
        _ => (Coding::Known(UTF_8), 0),
    };
    let declared = declared(prefix.get(bom..).unwrap_or_default());
    let mut problem = None;
    if let Some(label) = declared {
        let named = Encoding::for_label(label.as_bytes());
        match named {
            _ if agrees(&label, named, coding) => {}
            // One-byte encodings can only be told by the declaration.
            Some(encoding) if bom == 0 && !coding.is_wide() && !wide_label(&label) => {
                coding = Coding::Known(encoding);
            }
            None if bom == 0 && !coding.is_wide() && !wide_label(&label) => {
                problem = Some(Problem::UnknownEncoding { declared: label });
            }
            _ => {
                problem = Some(Problem::EncodingMismatch {
                    declared: label,
                    taken: coding.name(),
                });
            }
        }
    }
    if problem.is_none() && bom == 0 && coding.is_wide() {
        problem = Some(Problem::MissingByteOrderMark {
            taken: coding.name(),
        });
    }
    Sniffed {
        coding,
        bom,
        problem,
    }
}

/// What a file that is not XML seems to be, by its first bytes.
pub(super) fn other_format(prefix: &[u8]) -> Option<&'static str> {
    Some(match prefix {
        [0x1F, 0x8B, ..] => "it is compressed with gzip; decompress it first",
        [b'P', b'K', 3, 4, ..] => "it is a ZIP archive; unpack it first",
        [b'%', b'P', b'D', b'F', ..] => "it is a PDF",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "it is an old Office document",
        [b'S', b'Q', b'L', b'i', b't', b'e', ..] => "it is an SQLite database",
        [b'{' | b'[', ..] => "it looks like JSON",
        [0x4C, 0x6F, 0xA7, 0x94, ..] => "it is XML in EBCDIC, which is not supported",
        _ => return None,
    })
}

fn wide_label(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    [
        "utf-16",
        "utf16",
        "utf-32",
        "utf32",
        "ucs-2",
        "ucs-4",
        "unicode",
        "iso-10646",
    ]
    .iter()
    .any(|wide| label.starts_with(wide))
}

/// Whether a declared label means the encoding the bytes show; `UTF-16` stands for either order.
fn agrees(label: &str, named: Option<&'static Encoding>, coding: Coding) -> bool {
    match coding {
        Coding::Utf32 { .. } => {
            let label = label.to_ascii_lowercase();
            label == coding.name().to_ascii_lowercase() || label == "utf-32" || label == "ucs-4"
        }
        Coding::Known(encoding) if label.eq_ignore_ascii_case("utf-16") => {
            encoding == UTF_16LE || encoding == UTF_16BE
        }
        Coding::Known(encoding) => named == Some(encoding),
    }
}

/// The encoding named in `<?xml … encoding="…"?>`, read through zero bytes of wide encodings.
fn declared(prefix: &[u8]) -> Option<String> {
    let ascii: String = prefix
        .iter()
        .take(PREFIX)
        .filter(|&&b| b != 0)
        .map(|&b| if b.is_ascii() { char::from(b) } else { '?' })
        .collect();
    let declaration = ascii.trim_start().strip_prefix("<?xml")?;
    let declaration = declaration.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value[1..].split(quote).next()?.trim();
    (!label.is_empty()).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;

    fn wide(text: &str, big_endian: bool) -> Vec<u8> {
        let order = if big_endian {
            u16::to_be_bytes
        } else {
            u16::to_le_bytes
        };
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn trusts_mark_then_pattern_then_declaration() {
        let plain = sniff(b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>");
        assert_eq!(plain.coding, Coding::Known(WINDOWS_1252));
        assert_eq!(plain.problem, None);

        let marked = sniff(b"\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?>");
        assert_eq!((marked.coding, marked.bom), (Coding::Known(UTF_8), 3));
        assert!(matches!(
            marked.problem,
            Some(Problem::EncodingMismatch { .. })
        ));

        let bare = sniff(&wide("<?xml version='1.0' encoding=\"utf-16\"?>", true));
        assert_eq!(bare.coding, Coding::Known(UTF_16BE));
        assert!(matches!(
            bare.problem,
            Some(Problem::MissingByteOrderMark { .. })
        ));

        let liar = sniff(b"<?xml version='1.0' encoding='utf-16'?>");
        assert_eq!(liar.coding, Coding::Known(UTF_8));
        assert!(matches!(
            liar.problem,
            Some(Problem::EncodingMismatch { .. })
        ));

        let odd = sniff(b"<?xml version='1.0' encoding='klingon'?>");
        assert!(matches!(odd.problem, Some(Problem::UnknownEncoding { .. })));
        assert_eq!(sniff(b"").coding, Coding::Known(UTF_8));
        assert_eq!(sniff(b"<?xml encoding=").problem, None);
    }
}
