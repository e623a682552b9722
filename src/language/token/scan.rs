//! The scanner: what begins a token and where it ends.

use super::apostrophe::Cut;
use super::class::{Class, begins_part, class, in_word, is_apostrophe, is_hyphen};
use super::{Kind, Token, abbreviation, address, apostrophe, clitic, number};
use crate::language::Language;
use unicode_segmentation::UnicodeSegmentation;

/// Which habits of writing a text follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// Elision, hyphen clitics, digits grouped by spaces.
    French,
    /// `n't`, `'s`.
    English,
    /// Languages whose apostrophe ends an elided word: Italian, Catalan, Occitan …
    Elision,
    /// All others: an apostrophe between letters is part of the word.
    Plain,
}

impl Rules {
    pub(super) fn of(language: &Language) -> Self {
        const ELISION: &[&str] = &["it", "ca", "oc", "co", "fur", "lij", "pms", "scn", "vec"];
        if language.is("fr") || language.is("frm") {
            Self::French
        } else if language.is("en") {
            Self::English
        } else if ELISION.iter().any(|code| language.is(code)) {
            Self::Elision
        } else {
            Self::Plain
        }
    }
}

/// The character that begins at byte `at`; `None` at the end or inside a character.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(&byte) if byte < 0x80 => Some(char::from(byte)),
        Some(_) => text.get(at..)?.chars().next(),
        None => None,
    }
}

/// The end of the letters, digits and marks that stand together from `at` on.
pub(super) fn run(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
        match char_at(text, at) {
            Some(c) if !c.is_ascii() && in_word(c) => at += c.len_utf8(),
            _ => return at,
        }
    }
}

/// Reads a text from its beginning to its end.
pub(super) struct Scanner<'a> {
    text: &'a str,
    rules: Rules,
    found: &'a mut Vec<Token>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, rules: Rules, found: &'a mut Vec<Token>) -> Self {
        Self { text, rules, found }
    }

    pub(super) fn run(mut self) {
        let mut at = 0;
        while let Some(c) = char_at(self.text, at) {
            at = match class(c) {
                Class::Blank => at + c.len_utf8(),
                Class::Letter => self.word(at),
                Class::Digit => self.number(at),
                Class::Single => {
                    let end = self.with_marks(at + c.len_utf8());
                    self.push(at, end, Kind::Word)
                }
                Class::Cluster => {
                    let end = self.grapheme(at);
                    self.push(at, end, Kind::Word)
                }
                Class::Mark | Class::Other => self.sign(at, c),
            };
        }
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind) -> usize {
        self.found.push(Token { start, end, kind });
        end
    }

    /// A token that begins with a letter.
    fn word(&mut self, start: usize) -> usize {
        let end = run(self.text, start);
        match self.text.as_bytes().get(end) {
            Some(b' ' | b',' | b'\n' | b';' | b')') | None => {
                return self.push(start, end, Kind::Word);
            }
            Some(b':' | b'.' | b'@' | b'_' | b'+' | b'-') => {
                if let Some(end) = self.address_or_letters(start) {
                    return self.push(start, end, Kind::Word);
                }
            }
            Some(_) => {}
        }
        self.rest_of_word(start, end, Kind::Word)
    }

    fn address_or_letters(&self, start: usize) -> Option<usize> {
        address::end(self.text, start).or_else(|| abbreviation::dotted(self.text, start))
    }

    /// A token that begins with a digit.
    fn number(&mut self, start: usize) -> usize {
        let digits = number::end(self.text, start, self.rules);
        let end = run(self.text, digits);
        if matches!(self.text.as_bytes().get(end), Some(b'@' | b'_' | b'.'))
            && let Some(end) = address::end(self.text, start)
        {
            return self.push(start, end, Kind::Word);
        }
        let suffix = self.text.get(digits..end).unwrap_or_default();
        let is_number = suffix.is_empty() || number::is_number_suffix(suffix);
        let kind = if is_number { Kind::Number } else { Kind::Word };
        self.rest_of_word(start, end, kind)
    }

    /// Goes on from `end`, where the first run of letters or digits stops.
    fn rest_of_word(&mut self, start: usize, mut end: usize, mut kind: Kind) -> usize {
        while let Some(c) = char_at(self.text, end) {
            let behind = end + c.len_utf8();
            if is_apostrophe(c) {
                match apostrophe::cut(self.text, start, end, self.rules) {
                    Cut::Before => break,
                    Cut::Behind => return self.push(start, behind, kind),
                    Cut::Inside => end = run(self.text, behind),
                    Cut::Clitic(first, last) => {
                        self.push(start, first, kind);
                        return self.push(first, last, Kind::Word);
                    }
                }
            } else if is_hyphen(c) {
                if !char_at(self.text, behind).is_some_and(begins_part) {
                    break;
                }
                if self.rules == Rules::French
                    && let Some(last) = clitic::end(self.text, start, end)
                {
                    self.push(start, end, kind);
                    return self.clitics(end, last);
                }
                // «à-2,5»: the number keeps its decimals.
                let digit = self
                    .text
                    .as_bytes()
                    .get(behind)
                    .is_some_and(u8::is_ascii_digit);
                let from = if digit {
                    number::end(self.text, behind, self.rules)
                } else {
                    behind
                };
                end = run(self.text, from);
                kind = Kind::Word;
            } else if let Some(further) = self.joined(start, c, end) {
                end = further;
                kind = Kind::Word;
            } else {
                break;
            }
        }
        self.push(start, end, kind)
    }

    /// The clitic `text[start..end]` and those behind it; all are known to be clitics.
    fn clitics(&mut self, start: usize, end: usize) -> usize {
        self.push(start, end, Kind::Word);
        match char_at(self.text, end) {
            Some(c) if is_hyphen(c) => match clitic::end(self.text, start, end) {
                Some(last) => self.clitics(end, last),
                None => end,
            },
            _ => end,
        }
    }

    /// The end of the word when the sign `c` at `at` is part of it.
    fn joined(&self, start: usize, c: char, at: usize) -> Option<usize> {
        let behind = at + c.len_utf8();
        let next = char_at(self.text, behind);
        let before = self.text.get(start..at)?.chars().next_back()?;
        match c {
            // Decimals inside a name: «v1.2».
            '.' if before.is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit()) => {
                Some(run(self.text, behind))
            }
            '.' => abbreviation::end(self.text, start, at, self.rules),
            '°' if self.rules == Rules::French => {
                let number = self.text.get(start..at)?;
                (matches!(number, "n" | "N")).then_some(behind)
            }
            '_' | '\u{b7}' | '\u{2027}' if next.is_some_and(begins_part) => {
                Some(run(self.text, behind))
            }
            // «R&D», «AT&T».
            '&' if before.is_uppercase() && next.is_some_and(char::is_uppercase) => {
                Some(run(self.text, behind))
            }
            // Hebrew abbreviations write gershayim, or the typewriter's quotation mark.
            '"' | '\u{5f3}' | '\u{5f4}' if hebrew(before) && next.is_some_and(hebrew) => {
                Some(run(self.text, behind))
            }
            '\u{5f3}' if hebrew(before) => Some(behind),
            _ => None,
        }
    }

    /// A token that begins with neither letter nor digit.
    fn sign(&mut self, at: usize, c: char) -> usize {
        let end = if matches!(c, '.' | '-' | '=' | '_' | '*' | '~' | '#') {
            let same = |b: &u8| char::from(*b) == c;
            let bytes = self.text.as_bytes().get(at..).unwrap_or_default();
            at + bytes.iter().take_while(|b| same(b)).count()
        } else if c.is_ascii() || ('\u{2000}'..='\u{206f}').contains(&c) {
            self.with_marks(at + c.len_utf8())
        } else {
            self.grapheme(at)
        };
        self.push(at, end, Kind::Punctuation)
    }

    /// Marks never stand alone behind a character that is a token.
    fn with_marks(&self, mut at: usize) -> usize {
        while let Some(c) = char_at(self.text, at).filter(|&c| class(c) == Class::Mark) {
            at += c.len_utf8();
        }
        at
    }

    fn grapheme(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let first = char_at(rest, 0).map_or(1, char::len_utf8);
        let whole = rest.graphemes(true).next().unwrap_or_default();
        // A sign that is drawn around what follows takes even a space with it.
        if whole.contains(char::is_whitespace) {
            at + first
        } else {
            at + whole.len().max(first)
        }
    }
}

fn hebrew(c: char) -> bool {
    ('\u{5d0}'..='\u{5ea}').contains(&c)
}
