//! Lemmas, gender and number of words, and their other forms.
//!
//! | file | what it holds |
//! |---|---|
//! | `morphology.rs` | gender, number, word classes |
//! | `lexicon.rs` | a lexicon and its file |
//! | `endings.rs` | what the end of an unknown word tells |
//! | `edit.rs` | how a lemma differs from a form |
//! | `build.rs` | lexicons built from lists of forms |

mod build;
mod edit;
mod endings;
mod lexicon;
mod morphology;

pub use build::{BuildError, LexiconBuilder};
pub use lexicon::Lexicon;
pub use morphology::{Class, Gender, Morphology, Number};

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Writes into `normal` the form under which lexicons and taggers know `word`: NFC, lower case,
/// straight apostrophes and hyphens.
pub(crate) fn normalise(word: &str, normal: &mut String) {
    normal.clear();
    if word.is_ascii() {
        normal.push_str(word);
        normal.make_ascii_lowercase();
        return;
    }
    let straight = |character: char| match character {
        '’' | 'ʼ' | '‘' => '\'',
        '‑' | '‐' => '-',
        other => other,
    };
    let lower = word.chars().flat_map(char::to_lowercase).map(straight);
    if is_nfc(word) {
        normal.extend(lower);
    } else {
        normal.extend(lower.nfc());
    }
}

/// [`normalise`] into a string of its own.
pub(crate) fn normal(word: &str) -> String {
    let mut normal = String::new();
    normalise(word, &mut normal);
    normal
}
