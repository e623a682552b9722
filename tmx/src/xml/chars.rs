//! The characters XML 1.0 (fifth edition) allows, in text and in names.

/// Whether XML 1.0 allows the character in a document at all (clause 2.2, production `Char`).
///
/// Not allowed, not even as `&#…;`: the control characters below U+0020 other than tab, line
/// feed and carriage return, and the noncharacters U+FFFE and U+FFFF.
#[must_use]
pub const fn is_xml_char(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => false,
        _ => true,
    }
}

/// Whether there may be a character XML forbids: a control, or the first byte of U+FFFE/U+FFFF.
pub(super) fn has_suspects(bytes: &[u8]) -> bool {
    let suspect = |b: u8| (b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r')) | (b == 0xEF);
    // Blocks without an early exit inside let the compiler use vector instructions.
    bytes
        .chunks(256)
        .any(|block| block.iter().fold(false, |found, &b| found | suspect(b)))
}

/// Whether the text is an XML name (clause 2.3, production `Name`), prefix and colon included.
#[must_use]
pub fn is_name(name: &str) -> bool {
    // Nearly every name is ASCII letters, perhaps with a hyphen or a colon inside: no decoding for
    // those.
    let plain = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'-' | b':');
    if let [first, rest @ ..] = name.as_bytes()
        && first.is_ascii_alphabetic()
        && rest.iter().all(plain)
    {
        return true;
    }
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

/// Production `NameStartChar`.
const fn is_name_start(c: char) -> bool {
    matches!(c,
        ':' | '_' | 'A'..='Z' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// Production `NameChar`.
const fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c,
            '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_production() {
        for good in ["tu", "xml:lang", "o-tmf", "_a", "élément", "mq:ch"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "1a", "-a", "a b", "a>", "a=\"", "a\u{0}", "\u{B7}a"] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn only_the_forbidden_characters_are_forbidden() {
        for good in [
            '\t',
            '\n',
            '\r',
            ' ',
            '\u{7F}',
            '\u{85}',
            '\u{FFFD}',
            '\u{1FFFF}',
        ] {
            assert!(is_xml_char(good), "{good:?}");
        }
        for bad in ['\0', '\x0B', '\x1F', '\u{FFFE}', '\u{FFFF}'] {
            assert!(!is_xml_char(bad), "{bad:?}");
        }
    }
}
