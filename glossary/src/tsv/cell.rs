//! One cell: escapes, the guard against formulas, quotes, and lists within a cell.

/// What separates the items of a list in a cell.
pub(super) const SEPARATOR: &str = " | ";

/// Escapes text so that it stands in one cell and comes back as it was: `\\`, `\t`, `\n`, `\r`,
/// `\0`, `\s` for a space at either end (readers strip those), and a backslash before every
/// character of `special`.
pub(super) fn escape(text: &str, special: &[char]) -> String {
    let mut cell = String::with_capacity(text.len());
    let end = text.trim_end_matches(' ').len();
    let mut inside = false;
    for (offset, character) in text.char_indices() {
        match character {
            ' ' if !inside || offset >= end => cell.push_str("\\s"),
            '\\' => cell.push_str("\\\\"),
            '\t' => cell.push_str("\\t"),
            '\n' => cell.push_str("\\n"),
            '\r' => cell.push_str("\\r"),
            '\0' => cell.push_str("\\0"),
            other => {
                if special.contains(&other) {
                    cell.push('\\');
                }
                cell.push(other);
            }
        }
        inside |= character != ' ';
    }
    cell
}

/// Takes [`escape`] back. A backslash before any other letter stands for itself, so that
/// `C:\Windows`, typed by hand, stays what it is.
pub(super) fn unescape(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut characters = cell.trim_matches(' ').chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next() {
            Some('t') => text.push('\t'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('0') => text.push('\0'),
            Some('s') => text.push(' '),
            Some(sign) if sign.is_ascii_punctuation() => text.push(sign),
            Some(other) => text.extend(['\\', other]),
            None => text.push('\\'),
        }
    }
    text
}

/// The characters of a cell that no backslash escapes, with their offsets.
pub(super) fn plain_chars(cell: &str) -> impl Iterator<Item = (usize, char)> {
    let mut escaped = false;
    cell.char_indices().filter(move |(_, character)| {
        let plain = !escaped && *character != '\\';
        escaped = !escaped && *character == '\\';
        plain
    })
}

/// Splits at every unescaped `separator`, strips spaces and leaves out empty pieces.
pub(super) fn split(cell: &str, separator: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, character) in plain_chars(cell) {
        if character == separator {
            pieces.push(&cell[from..at]);
            from = at + separator.len_utf8();
        }
    }
    pieces.push(&cell[from..]);
    pieces
        .into_iter()
        .map(|piece| piece.trim_matches(' '))
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// Spreadsheets take a cell that starts so for a formula (OWASP, «CSV injection»), some of them
/// with the full-width signs too.
fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Puts an apostrophe before what a spreadsheet would compute, and before what looks as if that
/// had been done.
pub(super) fn guard(cell: String) -> String {
    if starts_formula(cell.trim_start_matches('\'')) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// Takes [`guard`] back.
pub(super) fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if starts_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

/// Quotes a cell that starts with a quotation mark; readers of tables would take that for the
/// start of a quoted cell.
pub(super) fn quote(cell: String) -> String {
    if cell.starts_with('"') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_spreadsheets_compute_is_guarded_and_french_apostrophes_are_not() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("l'eau", "l'eau"),
            ("＝1", "'＝1"),
        ] {
            assert_eq!(guard(text.into()), cell);
            assert_eq!(unguard(cell), text);
        }
    }

    #[test]
    fn foreign_backslashes_stay() {
        assert_eq!(unescape(r"C:\Windows"), r"C:\Windows");
        assert_eq!(unescape(r"a\"), r"a\");
        assert_eq!(unescape(r"a\|b\\n"), r"a|b\n");
    }

    proptest! {
        #[test]
        fn any_text_survives_a_list(texts in prop::collection::vec("[ |\\\\\t\n\r\0a=é'\"]{1,6}", 0..4)) {
            let items: Vec<String> = texts.iter().map(|text| escape(text, &['|'])).collect();
            let cell = items.join(SEPARATOR);
            prop_assert!(!cell.contains(['\t', '\n', '\r', '\0']));
            let back: Vec<String> = split(&cell, '|').into_iter().map(unescape).collect();
            prop_assert_eq!(back, texts);
        }

        #[test]
        fn any_text_survives_the_guard(text in "['=+@\\-a]{0,5}") {
            let cell = guard(text.clone());
            prop_assert!(!starts_formula(&cell));
            prop_assert_eq!(unguard(&cell), text);
        }
    }
}
