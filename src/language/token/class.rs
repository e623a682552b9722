//! What a character is to the scanner.

use unicode_normalization::char::is_combining_mark;

/// What a character is to the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// White space.
    Blank,
    /// A letter of a script that separates words by spaces.
    Letter,
    /// A decimal digit of any script, or another numeric sign (`²`, `½`).
    Digit,
    /// A character that is a word by itself: an ideograph, a kana.
    Single,
    /// A letter of a script written without spaces whose characters combine: Thai, Lao, Khmer,
    /// Burmese.
    Cluster,
    /// A combining mark, or an invisible joiner inside a word (soft hyphen, ZWJ, ZWNJ).
    Mark,
    /// Everything else.
    Other,
}

/// The class of `c`.
pub(super) fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        'a'..='z' | 'A'..='Z' => Class::Letter,
        ' ' | '\t'..='\r' => Class::Blank,
        '\0'..='\u{7f}' => Class::Other,
        '\u{c0}'..='\u{24f}' if c != '×' && c != '÷' => Class::Letter,
        '\u{ad}' | '\u{200c}' | '\u{200d}' => Class::Mark,
        // A letter by its category, an apostrophe by its use.
        '\u{2bc}' => Class::Other,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => clustered(c),
        '\u{3005}'..='\u{3007}'
        | '\u{3031}'..='\u{3035}'
        | '\u{303b}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9d}'
        | '\u{1b000}'..='\u{1b16f}'
        | '\u{20000}'..='\u{3ffff}' => Class::Single,
        _ if c.is_alphabetic() && !is_combining_mark(c) => Class::Letter,
        _ if c.is_numeric() => Class::Digit,
        _ if c.is_whitespace() => Class::Blank,
        _ if is_combining_mark(c) => Class::Mark,
        _ => Class::Other,
    }
}

fn clustered(c: char) -> Class {
    if c.is_numeric() {
        Class::Digit
    } else if c.is_alphabetic() || is_combining_mark(c) {
        Class::Cluster
    } else {
        Class::Other
    }
}

/// Whether `c` may stand inside a word.
pub(super) fn in_word(c: char) -> bool {
    matches!(class(c), Class::Letter | Class::Digit | Class::Mark)
}

/// Whether `c` may begin the part of a word behind an apostrophe, a hyphen or a dot.
pub(super) fn begins_part(c: char) -> bool {
    matches!(class(c), Class::Letter | Class::Digit)
}

/// The apostrophes: typewriter, typographic, modifier letter, full width.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{2bc}' | '＇')
}

/// The hyphens that join words: hyphen-minus, hyphen, non-breaking hyphen.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}
