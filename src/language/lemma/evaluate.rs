//! How often lemmas are right.

use super::Lemmatiser;
use super::normal;
use crate::language::conllu::{Sentence, Word};
use crate::language::tagger::{Accuracy, Tag};

/// Compares the lemmas of nouns, adjectives, verbs and adverbs with those of a treebank, given the
/// treebank's tags; case is not compared.
///
/// [`Accuracy::contractions_apart`] counts the same here as `right`.
#[must_use]
pub fn evaluate(lemmatiser: &Lemmatiser, sentences: &[Sentence]) -> Accuracy {
    let words = sentences.iter().flat_map(|sentence| &sentence.words);
    let mut accuracy = Accuracy::default();
    for word in words.filter(|word| is_open(word)) {
        let right = normal(&lemmatiser.lemma(&word.form, word.tag)) == normal(&word.lemma);
        accuracy.words += 1;
        accuracy.right += usize::from(right);
        accuracy.contractions_apart += usize::from(right);
    }
    accuracy
}

fn is_open(word: &Word) -> bool {
    matches!(word.tag, Tag::Adj | Tag::Adv | Tag::Noun | Tag::Verb)
}
