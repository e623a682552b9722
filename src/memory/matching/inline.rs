//! Inline tags and placeholders in plain text: each counts as one token of its class.

/// Bytes after which an opening bracket is taken for text: no tag or placeholder is that long.
const LONGEST: usize = 1_000;

/// What an inline piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inline {
    /// `<b>`, `</g>`, `<x id="1"/>`, or the object replacement character, which stands for one.
    Tag,
    /// `%s`, `%1$d`, `%(name)s`, `%1`, `{0}`, `{name}`, `{{name}}`, `${name}`.
    Placeholder,
}

/// An inline piece that begins at `at`, a character boundary: what it is and its length in bytes.
pub(crate) fn inline_at(text: &str, at: usize) -> Option<(Inline, usize)> {
    let bytes = text.as_bytes();
    let rest = bytes.get(at..)?;
    match rest.first()? {
        b'<' => tag(rest).map(|length| (Inline::Tag, length)),
        b'{' => braces(rest).map(|length| (Inline::Placeholder, length)),
        b'$' if rest.get(1) == Some(&b'{') => {
            braces(&rest[1..]).map(|length| (Inline::Placeholder, length + 1))
        }
        // «50%s» is a percentage before a typing error sooner than a placeholder after a number.
        b'%' if at == 0 || !bytes[at - 1].is_ascii_digit() => {
            printf(rest).map(|length| (Inline::Placeholder, length))
        }
        _ if text.get(at..)?.starts_with('\u{FFFC}') => Some((Inline::Tag, '\u{FFFC}'.len_utf8())),
        _ => None,
    }
}

/// `<name …>`, `</name>`, `<1>`: no second `<` inside, no space after the first.
fn tag(rest: &[u8]) -> Option<usize> {
    let name = if rest.get(1) == Some(&b'/') { 2 } else { 1 };
    if !rest.get(name)?.is_ascii_alphanumeric() {
        return None;
    }
    let end = rest
        .iter()
        .take(LONGEST)
        .skip(name)
        .position(|&b| matches!(b, b'<' | b'>'))?
        + name;
    (rest[end] == b'>').then_some(end + 1)
}

/// `{…}` or `{{…}}` around a name, a number or a short format: no space, no brace inside.
fn braces(rest: &[u8]) -> Option<usize> {
    let depth = if rest.get(1) == Some(&b'{') { 2 } else { 1 };
    let inside = rest.get(depth..)?;
    let length = inside.iter().take(LONGEST).position(|&b| {
        !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b',' | b'-' | b'#' | b'$'))
    })?;
    let closed = inside[length..]
        .iter()
        .take(depth)
        .filter(|&&b| b == b'}')
        .count()
        == depth;
    (closed && (length > 0 || depth == 1)).then_some(depth + length + depth)
}

/// A conversion of C's `printf`, Python's or Objective-C's; the flag «space» is left out because
/// «10 % de» is French.
fn printf(rest: &[u8]) -> Option<usize> {
    let mut at = 1;
    if rest.get(at) == Some(&b'(') {
        let name = rest.get(at + 1..)?;
        let length = name
            .iter()
            .take(LONGEST)
            .position(|&b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')))?;
        if length == 0 || name[length] != b')' {
            return None;
        }
        at += length + 2;
    }
    let run = |at: usize, allowed: &[u8]| {
        rest.iter()
            .skip(at)
            .take(LONGEST)
            .take_while(|b| allowed.contains(b))
            .count()
    };
    at += run(at, b"-+#0123456789.*$'");
    at += run(at, b"hlLqjzt");
    match rest.get(at) {
        Some(conversion) if b"diouxXeEfFgGaAcsSpn@".contains(conversion) => Some(at + 1),
        _ => qt(rest),
    }
}

/// `%1` to `%99` and `%L1`, as Qt and KDE write them.
fn qt(rest: &[u8]) -> Option<usize> {
    let first = if rest.get(1) == Some(&b'L') { 2 } else { 1 };
    let digits = rest
        .iter()
        .skip(first)
        .take_while(|b| b.is_ascii_digit())
        .count();
    (matches!(digits, 1 | 2) && rest.get(first) != Some(&b'0')).then_some(first + digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_and_placeholders_are_seen() {
        for (text, expected) in [
            ("<b>gras</b>", Some((Inline::Tag, 3))),
            ("</b>", Some((Inline::Tag, 4))),
            ("<x id=\"1\"/> fin", Some((Inline::Tag, 11))),
            ("\u{FFFC}", Some((Inline::Tag, 3))),
            ("%s", Some((Inline::Placeholder, 2))),
            ("%1$s,", Some((Inline::Placeholder, 4))),
            ("%1 of %2", Some((Inline::Placeholder, 2))),
            ("%L12", Some((Inline::Placeholder, 4))),
            ("%-5.2lf", Some((Inline::Placeholder, 7))),
            ("%(name)s", Some((Inline::Placeholder, 8))),
            ("{0}", Some((Inline::Placeholder, 3))),
            ("{{user.name}}!", Some((Inline::Placeholder, 13))),
            ("${home}", Some((Inline::Placeholder, 7))),
            ("{}", Some((Inline::Placeholder, 2))),
        ] {
            assert_eq!(inline_at(text, 0), expected, "{text}");
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "< b and c >",
            "<",
            "<b",
            "<b <c>",
            "% de",
            "%",
            "{",
            "{a b}",
            "{{a}",
            "$5",
            "é",
        ] {
            assert_eq!(inline_at(text, 0), None, "{text}");
        }
        assert_eq!(inline_at("50%s", 2), None);
    }

    proptest! {
        #[test]
        fn lengths_end_on_characters(text in "[<>{}%$/a-c0-9 é\u{FFFC}()s]{0,30}") {
            for (at, _) in text.char_indices() {
                if let Some((_, length)) = inline_at(&text, at) {
                    prop_assert!(length > 0 && text.is_char_boundary(at + length));
                }
            }
        }
    }
}
