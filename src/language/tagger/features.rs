//! What the tagger sees of a word: hashed features.
//!
//! The templates are those of Ratnaparkhi ("A maximum entropy model for part-of-speech tagging",
//! EMNLP 1996) — the word, its affixes and shape, the two tags before, the words around — joined
//! with the classes that a lexicon gives the word and its neighbours (Denis and Sagot, "Coupling an
//! annotated corpus and a lexicon for state-of-the-art POS tagging", LRE 46, 2012).

use super::Tag;
use crate::language::lemma::{FormLexicon, may_lack_accents, restored};

/// Number of feature templates.
pub(super) const TEMPLATES: usize = 38;

/// The hashes of a word's features.
pub(super) type Features = [u32; TEMPLATES];

/// What a word shows by itself, hashed once for a sentence.
#[derive(Clone, Copy, Default)]
pub(super) struct Cell {
    /// The word in lower case, with digits as `0` and straight apostrophes.
    pub(super) word: u64,
    /// Its last one to five letters.
    suffixes: [u64; 5],
    /// Its first letter, its first three.
    prefixes: [u64; 2],
    /// Capitals, digits, hyphen.
    shape: u64,
    /// Bits of the lexicon's classes.
    classes: u64,
}

/// The words of a sentence, ready for features; one place beyond each end is filled.
#[derive(Default)]
pub(super) struct Sentence {
    cells: Vec<Cell>,
    /// How the sentence is capitalised.
    style: u64,
    buffer: String,
}

/// Cells of padding before the first word and after the last.
const PADDING: usize = 2;

impl Sentence {
    /// Takes in the words of a sentence, in order.
    pub(super) fn set<'w>(
        &mut self,
        words: impl Iterator<Item = &'w str>,
        lexicon: Option<&FormLexicon>,
    ) {
        self.cells.clear();
        let outside = |number: u64| Cell {
            word: number,
            classes: u64::MAX,
            ..Cell::default()
        };
        self.cells.extend([outside(1), outside(2)]);
        let mut style = Style::default();
        for word in words {
            style.add(word);
            let cell = self.cell(word, lexicon);
            self.cells.push(cell);
        }
        self.style = style.code();
        self.cells.extend([outside(3), outside(4)]);
    }

    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.cells.len() - 2 * PADDING
    }

    /// The word at `index`.
    pub(super) fn word(&self, index: usize) -> u64 {
        self.cells[index + PADDING].word
    }

    fn cell(&mut self, word: &str, lexicon: Option<&FormLexicon>) -> Cell {
        let buffer = &mut self.buffer;
        crate::language::lemma::normalise(word, buffer);
        let classes = lexicon.map_or(0, |lexicon| classes(lexicon, word, buffer));
        if buffer.bytes().any(|byte| byte.is_ascii_digit()) {
            let masked: String = buffer
                .chars()
                .map(|c| if c.is_ascii_digit() { '0' } else { c })
                .collect();
            *buffer = masked;
        }
        let mut suffixes = [0; 5];
        let mut starts = buffer.char_indices().rev();
        for suffix in &mut suffixes {
            let Some((start, _)) = starts.next() else {
                break;
            };
            *suffix = hash(&buffer[start..]);
        }
        let end = |letters: usize| {
            buffer
                .char_indices()
                .nth(letters)
                .map_or(buffer.len(), |(end, _)| end)
        };
        Cell {
            word: hash(buffer),
            suffixes,
            prefixes: [hash(&buffer[..end(1)]), hash(&buffer[..end(3)])],
            shape: shape(word),
            classes,
        }
    }

    /// The features of the word at `index` after the tags `before` (the last) and `earlier`.
    pub(super) fn features(
        &self,
        index: usize,
        before: Option<Tag>,
        earlier: Option<Tag>,
    ) -> Features {
        let at = |offset: usize| &self.cells[index + offset];
        let (back2, back, here, next, next2) = (at(0), at(1), at(2), at(3), at(4));
        let code = |tag: Option<Tag>| tag.map_or(0, |tag| tag as u64 + 1);
        let (t1, t2) = (code(before), code(earlier));
        let tags = t1 << 8 | t2;
        let first = u64::from(index == 0) | self.style << 1;
        [
            (0, 0),
            (here.word, 0),
            (here.suffixes[0], 0),
            (here.suffixes[1], 0),
            (here.suffixes[2], 0),
            (here.suffixes[3], 0),
            (here.suffixes[4], 0),
            (here.prefixes[0], 0),
            (here.prefixes[1], 0),
            (t1, 0),
            (t2, 0),
            (tags, 0),
            (here.word, t1),
            (back.word, 0),
            (next.word, 0),
            (back2.word, 0),
            (next2.word, 0),
            (back.suffixes[2], 0),
            (next.suffixes[2], 0),
            (here.shape, first),
            (here.classes, 0),
            (back.classes, 0),
            (next.classes, 0),
            (here.classes, next.classes),
            (here.classes, t1),
            (mix(1, here.classes, next.classes), t1),
            (back.word, here.word),
            (here.word, next.word),
            (here.classes, tags),
            (next.classes, next2.classes),
            (here.shape, here.classes),
            (back.classes, here.classes),
            (here.suffixes[2], t1),
            (next.word, t1),
            (mix(2, back.shape, next.shape), mix(3, here.shape, first)),
            (here.word, next.classes),
            (mix(4, here.shape, first), here.classes),
            (mix(5, here.shape, first), t1),
        ]
        .map({
            let mut template = 0;
            move |(a, b)| {
                template += 1;
                (mix(template, a, b) >> 32) as u32
            }
        })
    }
}

/// How many words of a sentence are capitalised: a title and a line in capitals say nothing of
/// names.
#[derive(Default)]
struct Style {
    words: usize,
    capitalised: usize,
    capitals: usize,
}

impl Style {
    fn add(&mut self, word: &str) {
        let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
        let Some(first) = letters.next() else { return };
        let mut rest = letters.peekable();
        // Initials and elided articles tell nothing; short words stay small in titles.
        if rest.peek().is_none() {
            return;
        }
        self.words += 1;
        self.capitalised += usize::from(first.is_uppercase());
        self.capitals += usize::from(first.is_uppercase() && rest.all(char::is_uppercase));
    }

    /// 2 for mostly capitals, 1 for mostly capitalised, 0 for running text.
    fn code(&self) -> u64 {
        if self.capitals * 3 > self.words * 2 {
            2
        } else {
            u64::from(self.capitalised * 2 > self.words)
        }
    }
}

/// The classes of a word as bits; those of its last part for an unknown compound, those of the word
/// with its accents for one in capitals without them.
fn classes(lexicon: &FormLexicon, word: &str, normal: &str) -> u64 {
    /// Marks what is known of a compound's last part only.
    const COMPOUND: u64 = 1 << 40;
    let bits = |word: &str| {
        lexicon
            .readings(word)
            .iter()
            .fold(0, |bits, reading| bits | 1u64 << reading.class as u8)
    };
    match bits(normal) {
        0 if may_lack_accents(word) => {
            restored(lexicon, normal, |readings| !readings.is_empty()).map_or(0, |word| bits(&word))
        }
        0 => normal
            .rsplit_once('-')
            .map_or(0, |(_, last)| match bits(last) {
                0 => 0,
                known => known | COMPOUND,
            }),
        known => known,
    }
}

/// Whether the word is capitalised, all capitals, mixed, has digits, hyphens or dots.
fn shape(word: &str) -> u64 {
    let mut characters = word.chars();
    let first = characters.next().unwrap_or(' ');
    let (mut upper, mut lower, mut digit, mut hyphen, mut dot) =
        (false, false, false, false, false);
    for character in characters {
        upper |= character.is_uppercase();
        lower |= character.is_lowercase();
        digit |= character.is_ascii_digit();
        hyphen |= character == '-';
        dot |= character == '.';
    }
    [
        first.is_uppercase(),
        first.is_ascii_digit(),
        first.is_alphabetic(),
        upper,
        lower,
        digit,
        hyphen,
        dot,
    ]
    .into_iter()
    .fold(1, |bits, flag| bits << 1 | u64::from(flag))
}

/// FNV-1a, spread by [`mix`].
pub(super) fn hash(text: &str) -> u64 {
    mix(0, crate::language::bytes::checksum(text.as_bytes()), 0)
}

/// A hash of a template with its two values, by multiplication and shifts as in SplitMix64 (Steele,
/// Lea and Flood, OOPSLA 2014).
fn mix(template: u64, a: u64, b: u64) -> u64 {
    let mut hash = a.wrapping_add(template.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^= b.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn templates_do_not_share_features() {
        let mut sentence = Sentence::default();
        sentence.set(["la", "la", "la"].into_iter(), None);
        let features = sentence.features(1, Some(Tag::Det), Some(Tag::Det));
        assert_eq!(features.iter().collect::<BTreeSet<_>>().len(), TEMPLATES);
    }

    #[test]
    fn case_and_apostrophe_change_only_the_shape() {
        let mut sentence = Sentence::default();
        sentence.set(
            ["Aujourd’hui", "aujourd'hui", "1998", "2006"].into_iter(),
            None,
        );
        assert_eq!(sentence.word(0), sentence.word(1));
        assert_eq!(sentence.word(2), sentence.word(3));
        assert_ne!(sentence.cells[2].shape, sentence.cells[3].shape);
    }
}
