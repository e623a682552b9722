//! What counts as a word, a character, a tag.

use crate::memory::matching::{Inline, inline_at};
use std::ops::{Add, AddAssign};
use unicode_segmentation::UnicodeSegmentation;

/// Segments with what they hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Segments with any text.
    pub segments: u64,
    /// Words.
    pub words: u64,
    /// Characters without white space.
    pub characters: u64,
    /// White space between words, one for each character of it.
    pub spaces: u64,
    /// Tags and placeholders.
    pub tags: u64,
}

impl Count {
    /// Characters with white space.
    #[must_use]
    pub fn with_spaces(self) -> u64 {
        self.characters + self.spaces
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.segments += other.segments;
        self.words += other.words;
        self.characters += other.characters;
        self.spaces += other.spaces;
        self.tags += other.tags;
    }
}

impl Add for Count {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

/// Counts one segment.
///
/// - A **word** is what stands between white space and holds a letter or a digit: `l'État`,
///   `vice-président`, `90`, `3,5`, `A/RES/79/243` are one word each; a lone `–`, `«` or `:` is none.
///   This is how word processors count, but for lone marks, of which French has many.
///   A no-break space between two digits is part of the number: `4 120` is one word.
/// - Each ideograph, kana or user-perceived character of Thai, Lao, Khmer and Burmese is a word.
/// - A **character** is what readers see as one (UAX #29, extended grapheme clusters): `é` counts once
///   however it is encoded. White space at the ends of the segment does not count.
/// - **Tags** (`<b>`, `</g>`) and placeholders (`%s`, `{0}`) count neither as words nor as characters;
///   a tag between two words separates nothing: `un<b>deux</b>` is one word.
#[must_use]
pub fn count(text: &str) -> Count {
    let text = text.trim();
    let mut count = Count {
        segments: u64::from(!text.is_empty()),
        ..Count::default()
    };
    let mut in_word = false;
    let mut at = 0;
    while at < text.len() {
        if let Some((_, length)) = inline_at(text, at) as Option<(Inline, usize)> {
            count.tags += 1;
            at += length;
            continue;
        }
        let Some(grapheme) = text[at..].graphemes(true).next() else {
            break;
        };
        at += grapheme.len();
        let first = grapheme.chars().next().unwrap_or(' ');
        if first.is_whitespace() {
            count.spaces += 1;
            in_word &= joins_digits(first)
                && text[..at - grapheme.len()].ends_with(|c: char| c.is_ascii_digit())
                && text[at..].starts_with(|c: char| c.is_ascii_digit());
            continue;
        }
        count.characters += 1;
        if is_word_alone(first) {
            count.words += 1;
            in_word = false;
        } else if first.is_alphanumeric() && !in_word {
            count.words += 1;
            in_word = true;
        }
    }
    count
}

/// Whether a space holds the groups of a number together.
fn joins_digits(space: char) -> bool {
    matches!(space, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Whether a character of a script without spaces counts as a word of its own: Han, kana, Thai,
/// Lao, Burmese, Khmer (Unicode blocks).
fn is_word_alone(character: char) -> bool {
    matches!(u32::from(character),
        0x0E01..=0x0E3A | 0x0E40..=0x0E4E | 0x0E81..=0x0EDF | 0x1000..=0x109F | 0x1780..=0x17D3
        | 0x3005..=0x3007 | 0x3041..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x1B000..=0x1B16F | 0x20000..=0x3FFFF)
        && character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_characters_and_tags_as_the_manual_says() {
        for (text, words, characters, spaces, tags) in [
            ("", 0, 0, 0, 0),
            ("   ", 0, 0, 0, 0),
            ("Il entre en vigueur.", 4, 17, 3, 0),
            ("« L’État de droit » : 90 jours – enfin !", 6, 30, 10, 0),
            ("vice-président 3,5 % A/RES/79/243", 3, 30, 3, 0),
            ("e\u{301}te\u{301}", 1, 3, 0, 0),
            ("Cliquez <b>ici</b>, %s.", 2, 12, 2, 3),
            ("un<b>deux</b>", 1, 6, 0, 2),
            ("法治 and 法", 4, 6, 2, 0),
            ("カタカナ", 4, 4, 0, 0),
            ("한국어 문장", 2, 5, 1, 0),
            ("…", 0, 1, 0, 0),
            ("4\u{a0}120 et 3\u{202f}640,5", 3, 12, 4, 0),
            ("4 120", 2, 4, 1, 0),
        ] {
            let counted = count(text);
            assert_eq!(
                (
                    counted.words,
                    counted.characters,
                    counted.spaces,
                    counted.tags
                ),
                (words, characters, spaces, tags),
                "{text}"
            );
            assert_eq!(counted.segments, u64::from(!text.trim().is_empty()));
        }
    }
}
