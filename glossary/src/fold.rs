//! A folded copy of a term to compare with; what is stored stays as written.

use unicode_normalization::UnicodeNormalization;

/// Folds a term for comparison: NFC, lower case, one kind of apostrophe and of hyphen, and runs
/// of white space of any kind as one space, none at the ends. Words are not inflected back and no
/// language is assumed. Costs one pass over the text.
///
/// ```
/// assert_eq!(bitext_glossary::fold("L’État\u{a0}de droit "), "l'état de droit");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|character| !is_invisible(*character))
        .flat_map(char::to_lowercase);
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    for character in seen.nfc() {
        if character.is_whitespace() {
            space = true;
            continue;
        }
        if space && !folded.is_empty() {
            folded.push(' ');
        }
        space = false;
        folded.push(match character {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ff07}' => '\'',
            '\u{2010}' | '\u{2011}' => '-',
            other => other,
        });
    }
    folded
}

/// Soft hyphen, zero-width space and byte order mark: no reader sees them.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn what_a_reader_takes_for_the_same_folds_to_the_same() {
        let key = "convention d'hanoï";
        assert_eq!(fold("Convention d'Hanoi\u{308}"), key);
        assert_eq!(fold("convention\u{202f}d\u{2019}HANOÏ"), key);
        assert_eq!(fold("  con\u{ad}vention \n d\u{2bc}hanoï"), key);
        assert_ne!(fold("convention d'hanoi"), key);
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,20}|[eE\u{301}\u{ad} '’I\u{307}ſ]{0,8}") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
