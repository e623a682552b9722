//! How often a tagger is right.

use super::{Model, Tag};
use crate::language::conllu::Sentence;
use crate::language::lemma::FormLexicon;

/// Counts of right tags over a treebank.
///
/// A word tagged as the treebank tags it is right. A contraction (`du`) is one word; it is right
/// when its tag is that of its first part (`ADP`), which is how [`Tag::upos`] writes it;
/// `contractions_apart` counts it as wrong unless it is also told from the plain preposition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// Words compared.
    pub words: usize,
    /// Words with the right universal tag.
    pub right: usize,
    /// Words with the right tag, contractions told apart.
    pub contractions_apart: usize,
}

impl Accuracy {
    /// The share of right universal tags, 0 to 1; 0 for no words.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.words == 0 {
            0.0
        } else {
            self.right as f64 / self.words as f64
        }
    }
}

/// Compares the tags that `model` gives the words of `sentences` with the tags that stand there.
#[must_use]
pub fn evaluate(model: &Model, sentences: &[Sentence], lexicon: Option<&FormLexicon>) -> Accuracy {
    let mut accuracy = Accuracy::default();
    for sentence in sentences {
        let given = model.tag(
            sentence.words.iter().map(|word| word.form.as_str()),
            lexicon,
        );
        for (word, tag) in sentence.words.iter().zip(given) {
            accuracy.add(word.tag, tag);
        }
    }
    accuracy
}

impl Accuracy {
    /// Counts one word.
    pub fn add(&mut self, expected: Tag, given: Tag) {
        self.words += 1;
        self.right += usize::from(expected.upos() == given.upos());
        self.contractions_apart += usize::from(expected == given);
    }
}
