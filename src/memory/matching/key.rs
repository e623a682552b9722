//! The keys of a text: what its tokens count as when texts are compared.

use super::inline::{Inline, inline_at};
use crate::language::{Kind, Language, Token, fold, fold_into, tokens_into};
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// What a token counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Itself, folded: a word, a character of a script without spaces, a mark.
    Text,
    /// A number; all numbers are equal keys.
    Number,
    /// An inline tag; all tags are equal keys.
    Tag,
    /// A placeholder; all placeholders are equal keys.
    Placeholder,
}

/// A token of a text with its class: `text[start..end]`, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) class: Class,
}

impl Key {
    /// The token as it stands in `text`, the text it was made from.
    pub(crate) fn surface<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The string under which it compares. Classes stand under control characters, which no token
    /// is folded to: white space and controls are no tokens of a word's class.
    pub(crate) fn folded<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.class {
            Class::Number => Cow::Borrowed("\u{1}number"),
            Class::Tag => Cow::Borrowed("\u{1}tag"),
            Class::Placeholder => Cow::Borrowed("\u{1}placeholder"),
            Class::Text => {
                let surface = self.surface(text);
                // Folding leaves these as they are; they are most of all tokens.
                if surface.bytes().all(|b| b.is_ascii_lowercase()) {
                    Cow::Borrowed(surface)
                } else {
                    Cow::Owned(fold(surface))
                }
            }
        }
    }
}

/// The folded keys of a text, in order, with the hashes under which the index looks them up.
///
/// One buffer holds all of them, so that a text costs three allocations whatever its length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    ends: Vec<usize>,
    hashes: Vec<u64>,
}

impl Folded {
    /// The folded keys of `text`.
    #[must_use]
    pub fn of(text: &str, language: &Language) -> Self {
        let mut folded = Self::default();
        folded.set(text, language);
        folded
    }

    /// Takes the folded keys of `text` instead of its own.
    pub fn set(&mut self, text: &str, language: &Language) {
        self.clear();
        Cutter::default().add(text, language, self);
    }

    /// Adds a key behind the others.
    pub fn push(&mut self, key: &str) {
        self.text.push_str(key);
        self.close();
    }

    /// Makes a key of what was added to the text since the last one.
    fn close(&mut self) {
        let start = self.ends.last().copied().unwrap_or_default();
        self.hashes.push(hash_key(&self.text[start..]));
        self.ends.push(self.text.len());
    }

    /// Forgets all keys, keeps the room.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.hashes.clear();
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The keys with their hashes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.all().iter()
    }

    /// All keys.
    pub(crate) fn all(&self) -> Keys<'_> {
        self.between(0, self.len())
    }

    /// The keys from one place to before another.
    pub(crate) fn between(&self, from: usize, to: usize) -> Keys<'_> {
        let start = from.checked_sub(1).map_or(0, |before| self.ends[before]);
        Keys {
            text: &self.text,
            start,
            ends: &self.ends[from..to],
            hashes: &self.hashes[from..to],
        }
    }
}

/// Folded keys that stand one after the other in a [`Folded`].
#[derive(Clone, Copy)]
pub(crate) struct Keys<'a> {
    text: &'a str,
    start: usize,
    ends: &'a [usize],
    hashes: &'a [u64],
}

impl<'a> Keys<'a> {
    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many bytes they have together.
    pub(crate) fn bytes(&self) -> usize {
        self.ends.last().map_or(0, |end| end - self.start)
    }

    /// The keys with their hashes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, u64)> + use<'a> {
        let Self {
            text,
            start,
            ends,
            hashes,
        } = *self;
        let starts = std::iter::once(start).chain(ends.iter().copied());
        let places = starts.zip(ends).zip(hashes);
        places.map(move |((start, &end), &hash)| (&text[start..end], hash))
    }
}

/// Cuts texts into keys, with room that serves for the next text again.
#[derive(Default)]
pub(crate) struct Cutter {
    tokens: Vec<Token>,
    keys: Vec<Key>,
    folded: String,
}

impl Cutter {
    /// Adds the folded keys of `text` behind those there are.
    pub(crate) fn add(&mut self, text: &str, language: &Language, into: &mut Folded) {
        self.keys.clear();
        cut(text, language, &mut self.tokens, &mut self.keys);
        for key in &self.keys {
            match key.class {
                Class::Text => add_word(key.surface(text), &mut self.folded, into),
                _ => into.push(&key.folded(text)),
            }
        }
    }
}

/// Adds a word, folded in `room` if need be.
fn add_word(surface: &str, room: &mut String, into: &mut Folded) {
    // What folding does to ASCII letters and digits, which nearly all words are made of.
    if surface.bytes().all(|b| b.is_ascii_alphanumeric()) {
        let start = into.text.len();
        into.text.push_str(surface);
        into.text[start..].make_ascii_lowercase();
        into.close();
    } else {
        fold_into(surface, room);
        into.push(room);
    }
}

/// The hash of a key, written into index files: FNV-1a, 64 bits (Fowler, Noll, Vo;
/// draft-eastlake-fnv), its high bits mixed into the low ones.
pub(crate) fn hash_key(key: &str) -> u64 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash ^ hash >> 32
}

/// The keys of `text`, in order. Inline tags and placeholders are found first; what stands between
/// them is cut into tokens, and words of scripts without spaces into characters.
pub(crate) fn keys(text: &str, language: &Language) -> Vec<Key> {
    let mut keys = Vec::with_capacity(text.len() / 5 + 1);
    cut(text, language, &mut Vec::new(), &mut keys);
    keys
}

/// Adds the keys of `text` to those there are; `tokens` is room to work in.
fn cut(text: &str, language: &Language, tokens: &mut Vec<Token>, keys: &mut Vec<Key>) {
    let mut plain = 0;
    let mut at = 0;
    while let Some(step) = text
        .get(at..)
        .and_then(|rest| rest.find(['<', '{', '$', '%', '\u{FFFC}']))
    {
        at += step;
        let Some((inline, length)) = inline_at(text, at) else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        push_plain(keys, text, (plain, at), language, tokens);
        let class = match inline {
            Inline::Tag => Class::Tag,
            Inline::Placeholder => Class::Placeholder,
        };
        keys.push(Key {
            start: at,
            end: at + length,
            class,
        });
        at += length;
        plain = at;
    }
    push_plain(keys, text, (plain, text.len()), language, tokens);
}

/// The keys of `text[from..to]`, which has no inline pieces.
fn push_plain(
    keys: &mut Vec<Key>,
    text: &str,
    (from, to): (usize, usize),
    language: &Language,
    tokens: &mut Vec<Token>,
) {
    let piece = &text[from..to];
    if piece.is_empty() {
        return;
    }
    tokens_into(piece, language, tokens);
    for token in tokens.iter() {
        let (start, end) = (from + token.start, from + token.end);
        match token.kind {
            Kind::Number => keys.push(Key {
                start,
                end,
                class: Class::Number,
            }),
            Kind::Word if text[start..end].chars().any(is_unspaced) => {
                keys.extend(
                    text[start..end]
                        .grapheme_indices(true)
                        .map(|(offset, character)| Key {
                            start: start + offset,
                            end: start + offset + character.len(),
                            class: Class::Text,
                        }),
                );
            }
            _ => keys.push(Key {
                start,
                end,
                class: Class::Text,
            }),
        }
    }
}

/// Letters of the scripts that put no spaces between words: Thai, Lao, Tibetan, Myanmar, Khmer,
/// kana, bopomofo, ideographs (Unicode 16, chapter 23.2 «line breaking» and the blocks' ranges).
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0FFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x312F
        | 0x31A0..=0x31BF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA9E0..=0xA9FF
        | 0xAA60..=0xAA7F | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x1B000..=0x1B16F
        | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn surfaces<'a>(text: &'a str, language: &str) -> Vec<(&'a str, Class)> {
        let language: Language = language.parse().unwrap();
        keys(text, &language)
            .iter()
            .map(|key| (key.surface(text), key.class))
            .collect()
    }

    #[test]
    fn classes() {
        let found = surfaces("Copy <b>%s</b> to {0}, 12 files", "en");
        assert_eq!(
            found,
            [
                ("Copy", Class::Text),
                ("<b>", Class::Tag),
                ("%s", Class::Placeholder),
                ("</b>", Class::Tag),
                ("to", Class::Text),
                ("{0}", Class::Placeholder),
                (",", Class::Text),
                ("12", Class::Number),
                ("files", Class::Text),
            ]
        );
    }

    #[test]
    fn scripts_without_spaces_go_by_characters() {
        let found = surfaces("网络犯罪公约", "zh");
        assert_eq!(found.len(), 6);
        let found = surfaces("コンピュータ", "ja");
        assert_eq!(found.len(), 6);
        assert!(surfaces("อาชญากรรม", "th").len() > 4);
    }

    #[test]
    fn words_compare_folded() {
        let text = "État Cafe\u{301} etat";
        let folded: Vec<_> = keys(text, &Language::french())
            .iter()
            .map(|key| key.folded(text).into_owned())
            .collect();
        assert_eq!(folded, ["état", "café", "etat"]);
    }

    proptest! {
        #[test]
        fn keys_are_in_order_on_characters_and_leave_white_space_out(text in ".{0,60}|[<>{}% a1é$]{0,40}") {
            let mut last = 0;
            for key in keys(&text, &Language::english()) {
                prop_assert!(key.start >= last && key.end > key.start && key.end <= text.len());
                prop_assert!(text.is_char_boundary(key.start) && text.is_char_boundary(key.end));
                last = key.end;
            }
        }
    }
}
