//! The keys of a word: what it is found by.

use crate::language::lemma::{Class, FormLexicon, normalise};
use crate::language::{Kind, Language, fold_accents, fold_into, tokens_into};
use std::collections::BTreeSet;

/// The keys of single words, with room to work in.
pub(super) struct Keys<'a> {
    pub(super) language: &'a Language,
    lexicon: Option<&'static FormLexicon>,
    folded: String,
    normal: String,
}

/// What the end of an unknown word is asked for: the classes that inflect.
const OPEN: [Class; 3] = [Class::Noun, Class::Adjective, Class::Finite];

impl<'a> Keys<'a> {
    pub(super) fn new(language: &'a Language) -> Self {
        Self {
            language,
            lexicon: FormLexicon::for_language(language),
            folded: String::new(),
            normal: String::new(),
        }
    }

    /// The word, folded; good until the next call.
    pub(super) fn folded(&mut self, word: &str) -> &str {
        fold_into(word, &mut self.folded);
        &self.folded
    }

    /// Adds what a word is found by when it is searched for: the word, folded, and every lemma that
    /// it can have; of a word that the lexicon does not know, those that its ending suggests.
    pub(super) fn sought(&mut self, word: &str, keys: &mut BTreeSet<String>) {
        fold_into(word, &mut self.folded);
        if self.folded.is_empty() {
            return;
        }
        keys.insert(self.folded.clone());
        let Some(lexicon) = self.lexicon else { return };
        normalise(word, &mut self.normal);
        let readings = lexicon.readings(&self.normal);
        for reading in readings {
            keys.extend(lexicon.lemma(&self.normal, *reading));
        }
        if readings.is_empty() && self.normal.chars().all(|c| c.is_alphabetic() || c == '-') {
            for class in OPEN {
                let guess = lexicon.guess(&self.normal, class);
                keys.extend(guess.and_then(|guess| lexicon.lemma(&self.normal, guess)));
            }
        }
    }

    /// Adds what a word in a text is found by: as [`Keys::sought`], and each without its accents, so
    /// that a search that leaves them out finds it too.
    pub(super) fn found_by(&mut self, word: &str, keys: &mut BTreeSet<String>) {
        let mut own = BTreeSet::new();
        self.sought(word, &mut own);
        for key in own {
            let plain = fold_accents(&key);
            if *plain != *key {
                keys.insert(plain.into_owned());
            }
            keys.insert(key);
        }
    }

    /// Adds the keys of all words of a text.
    pub(super) fn of_text(&mut self, text: &str, keys: &mut BTreeSet<String>) {
        let mut tokens = Vec::new();
        tokens_into(text, self.language, &mut tokens);
        for token in tokens {
            if token.kind != Kind::Punctuation {
                self.found_by(token.of(text), keys);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sought(word: &str, language: &Language) -> Vec<String> {
        let mut keys = BTreeSet::new();
        Keys::new(language).sought(word, &mut keys);
        keys.into_iter().collect()
    }

    #[test]
    fn a_word_is_found_by_itself_and_its_lemmas() {
        let french = Language::french();
        let keys = sought("Chevaux", &french);
        assert!(keys.contains(&"cheval".to_owned()) && keys.contains(&"chevaux".to_owned()));
        let keys = sought("suis", &french);
        for lemma in ["être", "suivre", "suis"] {
            assert!(keys.iter().any(|key| key == lemma), "{keys:?}");
        }
        assert!(sought("children", &Language::english()).contains(&"child".to_owned()));
        // Unknown to the lexicon.
        let keys = sought("cyberchevaliers", &french);
        assert!(keys.contains(&"cyberchevalier".to_owned()), "{keys:?}");
        let german: Language = "de".parse().unwrap();
        assert_eq!(sought("Häuser", &german), ["häuser"]);
    }

    #[test]
    fn a_text_is_found_without_its_accents() {
        let mut keys = BTreeSet::new();
        Keys::new(&Language::french()).of_text("L’État, c’est moi.", &mut keys);
        for key in ["état", "etat", "être", "etre", "moi"] {
            assert!(keys.contains(key), "{key} in {keys:?}");
        }
    }
}
