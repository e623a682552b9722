//! Lemmas, gender and number of words, and their other forms.
//!
//! | file | what it holds |
//! |---|---|
//! | `lemmatiser.rs` | lemma, gender and number of a tagged word |
//! | `inflect.rs` | its other forms: the singular, the one that agrees |
//! | `french.rs` | regular French inflection |
//! | `accents.rs` | capitals without accents |
//! | `prefixes.rs` | the parts of an unknown word |
//! | `morphology.rs` | gender, number, word classes |
//! | `lexicon.rs` | a lexicon and its file |
//! | `endings.rs` | what the end of an unknown word tells |
//! | `edit.rs` | how a lemma differs from a form |
//! | `evaluate.rs` | accuracy on a treebank |
//! | `build.rs` | lexicons built from lists of forms |

mod accents;
mod build;
mod edit;
mod endings;
mod evaluate;
mod french;
mod inflect;
mod lemmatiser;
mod lexicon;
mod morphology;
mod prefixes;
#[cfg(test)]
mod tests;

pub(crate) use accents::{may_lack_accents, restored};
pub use build::{BuildError, FormLexiconBuilder};
pub use evaluate::evaluate;
pub use lemmatiser::Lemmatiser;
pub use lexicon::FormLexicon;
pub use morphology::{Class, Gender, Morphology, Number};

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Writes into `normal` the form under which lexicons and taggers know `word`: NFC, lower case,
/// straight apostrophes and hyphens, ligatures apart.
pub(crate) fn normalise(word: &str, normal: &mut String) {
    normal.clear();
    if word.is_ascii() {
        normal.push_str(word);
        normal.make_ascii_lowercase();
        return;
    }
    let lower = word.chars().flat_map(char::to_lowercase);
    let mut push = |character: char| match character {
        '’' | 'ʼ' | '‘' => normal.push('\''),
        '‑' | '‐' => normal.push('-'),
        'œ' => normal.push_str("oe"),
        'æ' => normal.push_str("ae"),
        other => normal.push(other),
    };
    if is_nfc(word) {
        lower.for_each(&mut push);
    } else {
        lower.nfc().for_each(&mut push);
    }
}

/// [`normalise`] into a string of its own.
pub(crate) fn normal(word: &str) -> String {
    let mut normal = String::new();
    normalise(word, &mut normal);
    normal
}
