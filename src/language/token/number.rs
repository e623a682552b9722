//! Digits with their separators, ordinals, times.

use super::class::{Class, class};
use super::scan::{Rules, char_at};

/// The end of the number that begins at `start` with a digit: `1,234.56`, `1 234,56`, `21.12.2021`,
/// `12:30`, `2007-2008`, `1/10`.
pub(super) fn end(text: &str, start: usize, rules: Rules) -> usize {
    let mut end = digits(text, start);
    if let Some(grouped) = spaced_groups(text, start, end, rules) {
        end = grouped;
    }
    while let Some(separator) = char_at(text, end) {
        let next = end + separator.len_utf8();
        if !is_separator(separator) || !digit_at(text, next) {
            break;
        }
        end = digits(text, next);
    }
    end
}

/// Whether `suffix`, found right behind digits, leaves the whole a number: an ordinal ending, or
/// an hour with its minutes.
pub(super) fn is_number_suffix(suffix: &str) -> bool {
    const ORDINALS: &[&str] = &[
        "e", "er", "re", "ère", "ere", "es", "ers", "ème", "eme", "èmes", "nd", "nde", "d", "st",
        "rd", "th", "º", "ª", "s",
    ];
    if ORDINALS.iter().any(|ordinal| eq_lower(suffix, ordinal)) {
        return true;
    }
    let Some(minutes) = suffix.strip_prefix(['h', 'H']) else {
        return false;
    };
    minutes.len() <= 2 && minutes.bytes().all(|b| b.is_ascii_digit())
}

fn eq_lower(text: &str, lower: &str) -> bool {
    text.chars().flat_map(char::to_lowercase).eq(lower.chars())
}

fn digits(text: &str, mut at: usize) -> usize {
    while let Some(c) = char_at(text, at).filter(|&c| class(c) == Class::Digit) {
        at += c.len_utf8();
    }
    at
}

fn digit_at(text: &str, at: usize) -> bool {
    char_at(text, at).is_some_and(|c| class(c) == Class::Digit)
}

/// Signs that join digits on both sides.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ':' | '/' | '-' | '\u{2011}' | '\'' | '’' | '٫' | '٬'
    )
}

/// Behind one to three digits, groups of exactly three that a space joins.
fn spaced_groups(text: &str, start: usize, end: usize, rules: Rules) -> Option<usize> {
    if end - start > 3 || !text.get(start..end)?.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut grouped = end;
    while let Some(space) = char_at(text, grouped).filter(|&c| groups(c, rules)) {
        let from = grouped + space.len_utf8();
        let to = digits(text, from);
        if to - from != 3 || char_at(text, to).is_some_and(|c| class(c) == Class::Letter) {
            break;
        }
        grouped = to;
    }
    (grouped > end).then_some(grouped)
}

/// No-break, narrow no-break, thin and figure space; a plain one where the language writes so.
fn groups(c: char, rules: Rules) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
        || (c == ' ' && rules == Rules::French)
}
