//! Which texts cannot hold a term, told without tagging them.
//!
//! What a word may be compared by depends on its part of speech, and tagging a sentence costs more than
//! all the rest. But the keys of a word under *every* part of speech can be kept once for each word. A
//! term can only stand in a text whose words fill each of its places under some reading; most texts hold
//! none. So the sieve lets through whatever the slow way could find, and little else.

use super::{Pattern, Side, keys, parts, verb};
use crate::language::tagger::Tag;
use crate::language::{Analyser, Token, fold};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, RwLock};

/// Words kept at most, about 100 bytes each: more than the vocabulary of a large memory.
const WORDS: usize = 1 << 18;

/// Places of terms, each with the number of its term.
type Places = Arc<[(u32, u32)]>;

pub(super) struct Sieve {
    analyser: Option<&'static Analyser>,
    /// The places of terms that have a key.
    by_key: HashMap<String, Vec<(u32, u32)>, foldhash::fast::FixedState>,
    /// How many places each term has.
    lengths: Vec<usize>,
    /// The places that a word may fill, for words seen.
    by_word: RwLock<HashMap<String, Places, foldhash::fast::FixedState>>,
}

impl Sieve {
    pub(super) fn new(patterns: &[Pattern], analyser: Option<&'static Analyser>) -> Self {
        let mut by_key: HashMap<String, Vec<(u32, u32)>, _> = HashMap::default();
        for (number, pattern) in (0_u32..).zip(patterns) {
            for (place, unit) in (0_u32..).zip(&pattern.units) {
                for key in &unit.keys {
                    by_key.entry(key.clone()).or_default().push((number, place));
                }
            }
        }
        Self {
            analyser,
            by_key,
            lengths: patterns.iter().map(|pattern| pattern.units.len()).collect(),
            by_word: RwLock::default(),
        }
    }

    /// Whether the words of a text can fill all places of any term.
    pub(super) fn lets_through(&self, text: &str, tokens: &[Token]) -> bool {
        let mut filled: Vec<(u32, u32)> = Vec::new();
        for token in tokens {
            for part in parts(token.of(text)) {
                filled.extend(self.places(part).iter());
            }
        }
        filled.sort_unstable();
        filled.dedup();
        filled
            .chunk_by(|one, next| one.0 == next.0)
            .any(|of_term| of_term.len() == self.lengths[of_term[0].0 as usize])
    }

    fn places(&self, word: &str) -> Places {
        if let Ok(known) = self.by_word.read()
            && let Some(places) = known.get(word)
        {
            return Arc::clone(places);
        }
        let places: BTreeSet<(u32, u32)> = self
            .readings(word)
            .iter()
            .filter_map(|key| self.by_key.get(key))
            .flatten()
            .copied()
            .collect();
        let places: Places = places.into_iter().collect();
        if let Ok(mut known) = self.by_word.write() {
            if known.len() >= WORDS {
                known.clear();
            }
            known.insert(word.to_owned(), Arc::clone(&places));
        }
        places
    }

    /// The keys of a word under every part of speech: those of a name and a noun, and every lemma.
    fn readings(&self, word: &str) -> BTreeSet<String> {
        let lemmatiser = self.analyser.and_then(Analyser::lemmatiser);
        let mut all = keys(word, Tag::Propn, None, self.analyser, Side::Text);
        all.extend(keys(word, Tag::Noun, None, self.analyser, Side::Text));
        for tag in Tag::ALL {
            if let Some(lemma) = lemmatiser.map(|of| fold(&of.lemma(word, tag))) {
                all.insert(verb(&lemma));
                all.insert(lemma);
            }
        }
        all.insert(fold(word));
        all
    }
}
