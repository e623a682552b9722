//! What only shows across units: one source with several translations, the reverse, near-duplicates.

use super::{Finding, Pair, Rule};
use crate::language::fold;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher};

/// The same for the same value on every machine and in every run.
type Fixed = foldhash::fast::FixedState;

/// Remembers the units of a run, by number. About 100 bytes a unit.
///
/// Numbers are whatever the caller calls a unit by. Texts are the same when they are so but for case,
/// white space and punctuation; languages count. A further rendering is told once, not each time it
/// comes.
#[derive(Default)]
pub struct Consistency {
    by_source: HashMap<u64, (u64, u64), Fixed>,
    by_target: HashMap<u64, (u64, u64), Fixed>,
    by_letters: HashMap<u64, (u64, u64), Fixed>,
    pairs: HashSet<u64, Fixed>,
}

/// What a unit is compared by. Made apart from [`Consistency::add`], so that many can be made at a time.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    source: u64,
    target: u64,
    letters_of_source: u64,
    letters: u64,
    texts: u64,
    /// Whether the source is long enough to have one translation alone.
    is_phrase: bool,
    /// Whether the target is long enough to be the translation of one source alone.
    is_sentence: bool,
}

/// Words below which a source is a title or a button, whose meaning hangs on its place.
const PHRASE: usize = 3;

/// Words below which several sources may well have one translation: `Yes`, `Article 1`.
const SENTENCE: usize = 4;

impl Keys {
    /// The keys of a unit; nothing where a side has no text.
    #[must_use]
    pub fn of(pair: &Pair<'_>) -> Option<Self> {
        let (source, target) = (pair.source.trim(), pair.target.trim());
        if source.is_empty() || target.is_empty() {
            return None;
        }
        let languages = (pair.source_language.as_str(), pair.target_language.as_str());
        let (of_source, of_target) = (sums(source), sums(target));
        let words = |text: &str| text.split_whitespace().count();
        Some(Self {
            source: hash(&(languages, of_source.characters)),
            target: hash(&(languages, of_target.characters)),
            letters_of_source: of_source.letters,
            letters: hash(&(languages, of_source.letters, of_target.letters)),
            texts: hash(&(source, target)),
            is_phrase: words(source) >= PHRASE,
            is_sentence: words(target) >= SENTENCE,
        })
    }
}

impl Consistency {
    /// Looks at one more unit: finds what is against an earlier one.
    pub fn add(&mut self, number: u64, keys: &Keys) -> Vec<Finding> {
        let mut found = Vec::new();
        let is_new = self.pairs.insert(hash(&(keys.source, keys.target)));
        let (target, first) = *self
            .by_source
            .entry(keys.source)
            .or_insert((keys.target, number));
        if is_new && keys.is_phrase && target != keys.target {
            found.push(Finding::new(
                Rule::InconsistentTarget,
                format!("unit {first} translates the same source in another way"),
            ));
        }
        let (source, first) = *self
            .by_target
            .entry(keys.target)
            .or_insert((keys.letters_of_source, number));
        if is_new && keys.is_sentence && source != keys.letters_of_source {
            found.push(Finding::new(
                Rule::InconsistentSource,
                format!("unit {first} has the same translation of another source"),
            ));
        }
        let known = self.by_letters.get(&keys.letters).copied();
        let (texts, first) = known.unwrap_or((keys.texts, number));
        self.by_letters
            .entry(keys.letters)
            .or_insert((texts, first));
        if known.is_some() {
            let how = if texts == keys.texts {
                ""
            } else {
                " but for case, figures, spaces and punctuation"
            };
            found.push(Finding::new(
                Rule::NearDuplicate,
                format!("unit {first} is the same{how}"),
            ));
        }
        found
    }
}

struct Sums {
    /// Of the letters and figures of a text, case apart.
    characters: u64,
    /// Of its letters alone.
    letters: u64,
}

fn sums(text: &str) -> Sums {
    let (mut characters, mut letters) = (
        Fixed::default().build_hasher(),
        Fixed::default().build_hasher(),
    );
    for c in fold(text).chars().filter(|c| c.is_alphanumeric()) {
        characters.write_u32(c as u32);
        if c.is_alphabetic() {
            letters.write_u32(c as u32);
        }
    }
    Sums {
        characters: characters.finish(),
        letters: letters.finish(),
    }
}

fn hash(value: &impl Hash) -> u64 {
    Fixed::default().hash_one(value)
}
