//! The glossary's terms in running text, with their translations: whatever shows or checks terms calls
//! this.

use bitext::language::Language;
use bitext::terms::{Recognised, Recogniser};
use bitext_glossary::{Concept, Glossary, Status};
use std::collections::BTreeMap;

/// Finds terms in any inflection.
pub(super) struct TermFinder {
    recogniser: Recogniser,
    known: Vec<Known>,
}

/// A term and how it is translated.
pub(super) struct Known {
    pub(super) term: String,
    /// Its translations, the preferred ones first.
    pub(super) targets: Vec<String>,
    /// Whether somebody approved one of its concepts.
    pub(super) approved: bool,
}

impl TermFinder {
    /// The terms of `from` in these glossaries, with their translations into `to`. What was rejected is
    /// left out, and so is what `wanted` does not want.
    pub(super) fn new(
        glossaries: &[Glossary],
        from: &Language,
        to: Option<&Language>,
        wanted: impl Fn(&Known) -> bool,
    ) -> Self {
        let mut terms: BTreeMap<String, Known> = BTreeMap::new();
        for concept in glossaries.iter().flat_map(Glossary::concepts) {
            if concept.status != Status::Rejected {
                add(&mut terms, concept, from, to);
            }
        }
        let known: Vec<Known> = terms.into_values().filter(wanted).collect();
        let numbered = known.iter().map(|known| known.term.as_str());
        Self {
            recogniser: Recogniser::new(numbered.enumerate(), from),
            known,
        }
    }

    /// Whether there is nothing to find.
    pub(super) fn is_empty(&self) -> bool {
        self.recogniser.is_empty()
    }

    /// The terms in a segment, in its order; of those that overlap the longest.
    pub(super) fn find(&self, text: &str) -> Vec<(Recognised, &Known)> {
        self.recogniser
            .find(text)
            .into_iter()
            .map(|found| {
                let known = &self.known[found.term];
                (found, known)
            })
            .collect()
    }
}

fn add(
    terms: &mut BTreeMap<String, Known>,
    concept: &Concept,
    from: &Language,
    to: Option<&Language>,
) {
    let texts = |language: &Language| -> Vec<String> {
        let terms = concept.terms_in(language.as_str());
        terms.map(|(_, term)| term.text.clone()).collect()
    };
    let targets = to.map(texts).unwrap_or_default();
    for term in texts(from) {
        let known = terms.entry(term.clone()).or_insert_with(|| Known {
            term,
            targets: Vec::new(),
            approved: false,
        });
        known.approved |= concept.status == Status::Approved;
        for target in &targets {
            if !known.targets.contains(target) {
                known.targets.push(target.clone());
            }
        }
    }
}
