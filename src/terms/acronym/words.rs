//! A segment as words and the gaps between them.
//!
//! Finer than the tokens of [`crate::language`]: a full form is spelt by the parts of its words
//! (`Croix-Rouge` gives two letters), and what joins two words decides whether a name runs on.

use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;

use crate::language::{fold, fold_accents};

/// A run of letters and digits: `text[start..end]`, and what it is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Letters in upper, and in lower case; digits.
    pub(super) upper: usize,
    pub(super) lower: usize,
    pub(super) digits: usize,
    /// Part of a web or e-mail address, or of an identifier with underscores.
    pub(super) code: bool,
}

impl Word {
    /// Two letters or more, all of them capitals.
    pub(super) fn all_capitals(&self) -> bool {
        self.upper >= 2 && self.lower == 0
    }
}

/// The words of a text, borrowed from a buffer that is used again for the next text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
}

impl<'a> Segment<'a> {
    /// Splits `text`, using `buffer`, which is cleared first. Linear.
    pub(super) fn new(text: &'a str, buffer: &'a mut Vec<Word>) -> Self {
        scan(text, buffer);
        mark_addresses(text, buffer);
        Segment {
            text,
            words: buffer,
        }
    }

    /// Word `index` as written; empty where there is none.
    pub(super) fn word(&self, index: usize) -> &'a str {
        self.words
            .get(index)
            .and_then(|w| self.text.get(w.start..w.end))
            .unwrap_or_default()
    }

    /// What lies before word `index`: up to the word before, or the start of the text. With
    /// `index` the number of words, what follows the last one.
    pub(super) fn gap(&self, index: usize) -> &'a str {
        let start = index
            .checked_sub(1)
            .and_then(|i| self.words.get(i))
            .map_or(0, |w| w.end);
        let end = self.words.get(index).map_or(self.text.len(), |w| w.start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Words `first..=last` with what lies between them.
    pub(super) fn span(&self, first: usize, last: usize) -> &'a str {
        match (self.words.get(first), self.words.get(last)) {
            (Some(a), Some(b)) => self.text.get(a.start..b.end).unwrap_or_default(),
            _ => "",
        }
    }

    /// Word `index` folded, without accents.
    pub(super) fn plain(&self, index: usize) -> Cow<'a, str> {
        plain(self.word(index))
    }
}

/// `word` as it is compared: folded, without accents; borrowed where nothing changes.
pub(super) fn plain(word: &str) -> Cow<'_, str> {
    if word
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    {
        Cow::Borrowed(word)
    } else if word.is_ascii() {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        let folded = fold(word);
        Cow::Owned(fold_accents(&folded).into_owned())
    }
}

fn scan(text: &str, words: &mut Vec<Word>) {
    words.clear();
    let mut open: Option<Word> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let inner = open.is_some() && (is_combining_mark(c) || c == '\u{ad}');
        // An underscore joins an identifier; at a word's edge it is emphasis.
        let joint = c == '_'
            && open.is_some()
            && chars
                .peek()
                .is_some_and(|&(_, next)| next.is_alphanumeric());
        if !(c.is_alphanumeric() || inner || joint) {
            words.extend(open.take());
            continue;
        }
        let word = open.get_or_insert(Word {
            start: at,
            end,
            upper: 0,
            lower: 0,
            digits: 0,
            code: false,
        });
        word.end = end;
        word.code |= joint;
        if c.is_uppercase() {
            word.upper += 1;
        } else if c.is_numeric() {
            word.digits += 1;
        } else if c.is_alphabetic() {
            word.lower += 1;
        }
    }
    words.extend(open);
}

/// Marks the words of every run without white space that holds `://` or `@`, or begins `www.`.
fn mark_addresses(text: &str, words: &mut [Word]) {
    if !text.contains("://") && !text.contains('@') && !text.contains("www.") {
        return;
    }
    let mut from = 0;
    while from < words.len() {
        let mut to = from + 1;
        let mut address = text.get(words[from].start..words[from].end) == Some("www");
        while to < words.len() {
            let gap = text
                .get(words[to - 1].end..words[to].start)
                .unwrap_or_default();
            if gap.contains(char::is_whitespace) {
                break;
            }
            address |= gap.contains("://") || gap.contains('@');
            to += 1;
        }
        for word in &mut words[from..to] {
            word.code |= address;
        }
        from = to;
    }
}

/// Whether `plain` is a word that acronyms mostly leave out: articles, prepositions, conjunctions.
pub(super) fn is_light(plain: &str) -> bool {
    LIGHT.binary_search(&plain).is_ok()
}

/// French and English first, then the commonest of the languages names are quoted in; without
/// accents, sorted.
const LIGHT: &[&str] = &[
    "a", "against", "al", "and", "as", "at", "au", "auf", "aux", "avec", "between", "by", "chez",
    "con", "contre", "d", "da", "dans", "das", "de", "degli", "dei", "del", "della", "delle",
    "dem", "den", "der", "des", "di", "die", "do", "dos", "du", "e", "el", "en", "entre", "et",
    "for", "from", "fur", "il", "im", "in", "into", "l", "la", "las", "le", "les", "leur", "leurs",
    "lo", "los", "of", "on", "or", "ou", "over", "par", "para", "por", "pour", "s", "sa", "sans",
    "ses", "son", "sous", "sur", "the", "through", "to", "toward", "towards", "un", "und", "under",
    "une", "uno", "vers", "with", "within", "y", "zu", "zum", "zur",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> Vec<String> {
        let mut buffer = Vec::new();
        let segment = Segment::new(text, &mut buffer);
        (0..segment.words.len())
            .map(|i| segment.word(i).to_owned())
            .collect()
    }

    #[test]
    fn words_are_parts_between_joints() {
        assert_eq!(
            parts("l’Office de la Croix-Rouge (O.N.U.)"),
            ["l", "Office", "de", "la", "Croix", "Rouge", "O", "N", "U"]
        );
        assert_eq!(
            parts("E\u{301}tat _DOM_ A_B"),
            ["E\u{301}tat", "DOM", "A_B"]
        );
    }

    #[test]
    fn addresses_and_identifiers_are_code() {
        let mut buffer = Vec::new();
        let segment = Segment::new(
            "ONU http://x.org/OMS A_B www.FAO.org moi@UE.eu OIT",
            &mut buffer,
        );
        let free: Vec<_> = (0..segment.words.len())
            .filter(|&i| !segment.words[i].code)
            .map(|i| segment.word(i))
            .collect();
        assert_eq!(free, ["ONU", "OIT"]);
    }

    #[test]
    fn light_words_are_sorted() {
        assert!(LIGHT.is_sorted());
        assert!(is_light("contre") && !is_light("crime"));
    }

    proptest! {
        #[test]
        fn words_and_gaps_make_the_text(text in "\\PC{0,40}") {
            let mut buffer = Vec::new();
            let segment = Segment::new(&text, &mut buffer);
            let mut whole = String::new();
            for i in 0..segment.words.len() {
                whole.push_str(segment.gap(i));
                whole.push_str(segment.word(i));
            }
            whole.push_str(segment.gap(segment.words.len()));
            prop_assert_eq!(whole, text);
        }
    }
}
