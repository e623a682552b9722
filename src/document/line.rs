//! Text into lines.

use std::ops::Range;

/// One line of a text, without what ends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The line's number as editors count: from 1, by LF, CRLF and CR.
    pub(super) number: usize,
    /// Where its text stands.
    pub(super) range: Range<usize>,
    /// Whether a paragraph surely ends with it: before a form feed or U+2029.
    pub(super) ends_paragraph: bool,
}

/// The lines of a text as an editor counts them: ended by LF, CRLF or CR only. A last line end
/// starts no line of its own.
pub(super) fn numbered(text: &str) -> Vec<Line> {
    split(text, |c| matches!(c, '\n' | '\r'))
}

/// The lines of a text, split also at Unicode's other line and paragraph ends (U+000B, U+000C,
/// U+0085, U+2028, U+2029), which have no number of their own.
pub(super) fn all(text: &str) -> Vec<Line> {
    split(text, |c| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    })
}

fn split(text: &str, is_end: impl Fn(char) -> bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut number) = (0, 1);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_end(c) {
            continue;
        }
        let ends_paragraph = matches!(c, '\u{c}' | '\u{2029}');
        lines.push(Line {
            number,
            range: start..at,
            ends_paragraph,
        });
        start = at + c.len_utf8();
        if c == '\r' && chars.peek().is_some_and(|(_, next)| *next == '\n') {
            chars.next();
            start += 1;
        }
        number += usize::from(matches!(c, '\n' | '\r'));
    }
    if start < text.len() {
        lines.push(Line {
            number,
            range: start..text.len(),
            ends_paragraph: true,
        });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, lines: &[Line]) -> Vec<(usize, String)> {
        lines
            .iter()
            .map(|line| (line.number, text[line.range.clone()].to_owned()))
            .collect()
    }

    #[test]
    fn every_line_end_ends_a_line() {
        let text = "a\nb\r\nc\rd\u{2028}e\u{c}f\n\ng";
        let found = texts(text, &all(text));
        let expected = [
            (1, "a"),
            (2, "b"),
            (3, "c"),
            (4, "d"),
            (4, "e"),
            (4, "f"),
            (5, ""),
            (6, "g"),
        ];
        assert_eq!(
            found,
            expected.map(|(number, line)| (number, line.to_owned()))
        );
        let found = texts(text, &numbered(text));
        let expected = [
            (1, "a"),
            (2, "b"),
            (3, "c"),
            (4, "d\u{2028}e\u{c}f"),
            (5, ""),
            (6, "g"),
        ];
        assert_eq!(
            found,
            expected.map(|(number, line)| (number, line.to_owned()))
        );
    }

    #[test]
    fn the_last_line_end_starts_no_line() {
        assert_eq!(all("a\n").len(), 1);
        assert_eq!(all("a\n\n").len(), 2);
        assert_eq!(all("").len(), 0);
    }
}
