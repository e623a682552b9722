//! The form under which texts compare.
//!
//! A folded text is a copy: it is compared, indexed and thrown away, never stored or written.

use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The form under which texts compare; never what is stored.
///
/// - canonical composition (NFC), full lower case (`İ` becomes `i̇`, `ẞ` `ß`);
/// - every apostrophe becomes `'`, every quotation mark `"`, every hyphen or dash `-`, the ellipsis
///   sign three dots;
/// - every kind and number of spaces becomes one space; none at either end;
/// - soft hyphens, zero-width spaces, byte order marks and marks of direction are dropped.
///
/// Folding twice changes nothing. Linear; allocates one string.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// [`fold`] into a string that is cleared first, for callers with many short texts.
pub fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        fold_composed(text, folded);
    } else {
        let composed: String = text.nfc().collect();
        fold_composed(&composed, folded);
    }
    // Lower case can decompose (`İ`), a dropped character can bring a letter and a mark together.
    if is_nfc_quick(folded.chars()) != IsNormalized::Yes {
        let composed: String = folded.nfc().collect();
        *folded = composed;
    }
}

/// `folded` without its diacritics, for spellings that differ by them: `Hanoï` and `Hanoi`, `État`
/// and `Etat`. Ligatures are written out: `œuvre` and `oeuvre`.
///
/// Expects a text that [`fold`] made; borrows where nothing changes.
#[must_use]
pub fn fold_accents(folded: &str) -> Cow<'_, str> {
    if folded.is_ascii() {
        return Cow::Borrowed(folded);
    }
    let mut plain = String::with_capacity(folded.len());
    for c in folded.nfd().filter(|&c| !is_combining_mark(c)) {
        match c {
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            'ø' => plain.push('o'),
            'đ' => plain.push('d'),
            'ł' => plain.push('l'),
            'ı' => plain.push('i'),
            _ => plain.push(c),
        }
    }
    // What was decomposed only to look for marks, Hangul above all, is put together again.
    if is_nfc_quick(plain.chars()) == IsNormalized::Yes {
        Cow::Owned(plain)
    } else {
        Cow::Owned(plain.nfc().collect())
    }
}

fn fold_composed(text: &str, folded: &mut String) {
    let mut blank = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            separate(&mut blank, folded);
            folded.push(c.to_ascii_lowercase());
        } else if c.is_whitespace() {
            blank = true;
        } else if !is_invisible(c) {
            separate(&mut blank, folded);
            fold_char(c, folded);
        }
    }
}

fn separate(blank: &mut bool, folded: &mut String) {
    if std::mem::take(blank) && !folded.is_empty() {
        folded.push(' ');
    }
}

fn fold_char(c: char, folded: &mut String) {
    match c {
        '’' | '‘' | '‛' | '\u{2bc}' | '＇' | '´' | '`' | '′' => folded.push('\''),
        '«' | '»' | '“' | '”' | '„' | '‟' | '‹' | '›' | '″' | '＂' | '「' | '」' | '『' | '』' =>
        {
            folded.push('"');
        }
        '\u{2010}'..='\u{2015}' | '−' | '－' | '﹣' => folded.push('-'),
        '…' => folded.push_str("..."),
        // The final sigma is a matter of place, not of spelling.
        'ς' => folded.push('σ'),
        _ => folded.extend(c.to_lowercase()),
    }
}

/// Characters that change how a text is laid out, not what it says.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_text_fold_alike() {
        assert_eq!(
            fold("L’E\u{301}tat\u{a0}: «\u{202f}oui\u{202f}» – non…"),
            "l'état : \" oui \" - non..."
        );
        assert_eq!(
            fold("  co\u{ad}opération\r\n\t mutuelle "),
            "coopération mutuelle"
        );
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
        assert_eq!(fold("“Rule of Law”"), "\"rule of law\"");
    }

    #[test]
    fn accents_are_kept_until_asked_for() {
        assert_ne!(fold("Hanoï"), fold("Hanoi"));
        assert_eq!(fold_accents(&fold("HANOÏ")), fold_accents("hanoi"));
        assert_eq!(fold_accents("œuvre"), "oeuvre");
        assert_eq!(fold_accents("한글"), "한글");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}|[ -ɏ’«»\u{300}-\u{36f}\u{200b}]{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn composed_and_decomposed_texts_fold_alike(text in "\\PC{0,40}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&decomposed), fold(&text));
        }
    }
}
