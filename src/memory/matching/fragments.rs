//! What a memory and a glossary know of parts of a text.

use super::index::Limits;
use super::key::{Class, Key, keys};
use super::matcher::{Match, Matcher};
use crate::language::{Language, is_stop_word};
use crate::memory::error::Result;
use std::ops::Range;

/// Parts with more keys are not looked up.
const LONGEST: usize = 40;

/// A part of a text that is a whole unit of the memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    /// Where it stands in the text, in bytes.
    pub place: Range<usize>,
    /// The unit; its keys are those of the part.
    pub found: Match,
}

impl Matcher {
    /// The longest parts of a text that are whole units, in the order of the text. A part inside a
    /// longer one is left out, and so are parts of no more than numbers, marks and stop words.
    ///
    /// Cost: a search of equal keys for each part of at most 40 keys.
    ///
    /// # Errors
    ///
    /// A project cannot be read.
    pub fn fragments(&self, text: &str) -> Result<Vec<Fragment>> {
        let language = self.source_language();
        let keys = keys(text, language);
        let mut fragments: Vec<Fragment> = Vec::new();
        // The whole text is no part of it.
        let longest = LONGEST.min(keys.len().saturating_sub(1));
        for length in (1..=longest).rev() {
            for part in keys.windows(length) {
                let (Some(first), Some(last)) = (part.first(), part.last()) else {
                    continue;
                };
                let place = first.start..last.end;
                let covered = |found: &Fragment| {
                    found.place.start <= place.start && place.end <= found.place.end
                };
                if fragments.iter().any(covered) || !says_something(text, part, language) {
                    continue;
                }
                if let Some(found) = self.equal(&text[place.clone()])? {
                    fragments.push(Fragment { place, found });
                }
            }
        }
        fragments.sort_by_key(|fragment| (fragment.place.start, fragment.place.end));
        Ok(fragments)
    }

    /// The best unit whose keys are those of the text.
    fn equal(&self, text: &str) -> Result<Option<Match>> {
        /// Penalties may take that much off equal keys.
        const LEAST: f64 = 90.0;
        let limits = Limits { min: LEAST, top: 1 };
        let best = self.matches(text, limits)?.into_iter().next();
        Ok(best.filter(|found| found.distance == 0))
    }
}

/// Whether a part of a text is more than marks, numbers and stop words.
fn says_something(text: &str, part: &[Key], language: &Language) -> bool {
    part.iter().any(|key| {
        let surface = key.surface(text);
        key.class == Class::Text
            && surface.chars().any(char::is_alphabetic)
            && !is_stop_word(language, &key.folded(text))
    })
}

#[cfg(test)]
mod tests {
    use super::super::matcher::Entry;
    use super::*;

    #[test]
    fn the_longest_parts_are_found() {
        let mut builder = Matcher::builder(Language::english(), Language::french());
        for (source, target) in [
            ("digital evidence", "preuve numérique"),
            ("evidence", "preuve"),
            ("of the", "du"),
            ("mutual legal assistance", "entraide judiciaire"),
        ] {
            builder.add(Entry {
                source,
                target,
                ..Entry::default()
            });
        }
        let matcher = builder.finish();
        let text = "Mutual legal assistance covers digital evidence of the crime.";
        let found: Vec<_> = matcher
            .fragments(text)
            .unwrap()
            .into_iter()
            .map(|fragment| (text[fragment.place].to_owned(), fragment.found.target))
            .collect();
        let expected = [
            ("Mutual legal assistance", "entraide judiciaire"),
            ("digital evidence", "preuve numérique"),
        ];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
