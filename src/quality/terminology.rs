//! The terms of a glossary in a unit: approved ones missing, forbidden ones used, several renderings.

use super::{Finding, Pair, Rule};
use crate::language::{Language, fold};
use crate::terms::{Recognised, Recogniser};
use std::collections::{BTreeMap, BTreeSet};

/// An entry, and the place of a term in it: those that may be used, then those that must not.
pub type Place = (usize, usize);

/// A concept of the glossary with its terms in the two languages of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermEntry {
    /// Its terms in the source language, variants included.
    pub sources: Vec<String>,
    /// Its terms in the target language that may be used, the preferred one first.
    pub targets: Vec<Rendering>,
    /// Its terms in the target language that must not be used.
    pub forbidden: Vec<String>,
}

/// A term that may render a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendering {
    /// The term.
    pub term: String,
    /// Whether it is an acronym or another short form, which stands beside the full one.
    pub is_short: bool,
}

/// Finds where a glossary is not followed.
///
/// Terms are recognised in any inflection: see [`Recogniser`].
pub struct Terminology {
    entries: Vec<TermEntry>,
    sources: Side,
    targets: Side,
    /// Words that stay as they are.
    kept: Vec<String>,
}

/// What a unit does not follow, and how it renders its terms.
#[derive(Clone, Debug, Default)]
pub struct TermsFound {
    /// Against the glossary.
    pub findings: Vec<Finding>,
    /// Entries that have several renderings, each with the place of the one that is used.
    pub renderings: Vec<Place>,
}

/// How each concept was rendered in the units seen, by entry: the number of the unit and the place of
/// the term.
#[derive(Clone, Debug, Default)]
pub struct Renderings(BTreeMap<usize, Vec<(u64, usize)>>);

impl Renderings {
    /// Remembers how a unit renders its terms.
    pub fn add(&mut self, number: u64, renderings: &[Place]) {
        for (entry, place) in renderings {
            self.0.entry(*entry).or_default().push((number, *place));
        }
    }
}

/// The terms of one language. Concepts that share a term are found by it together.
struct Side {
    recogniser: Recogniser,
    /// For each different term: the entries that have it, each with its place there.
    of: Vec<Vec<Place>>,
}

impl Side {
    fn new<'t>(terms: impl Iterator<Item = (Place, &'t str)>, language: &Language) -> Self {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut texts: Vec<&str> = Vec::new();
        let mut of: Vec<Vec<Place>> = Vec::new();
        for (place, term) in terms {
            // Acronyms count by their capitals: `OIT` is not `oit`.
            let is_acronym = term.chars().skip(1).any(char::is_uppercase);
            let key = if is_acronym {
                term.to_owned()
            } else {
                fold(term)
            };
            let number = *numbers.entry(key).or_insert_with(|| {
                texts.push(term);
                of.push(Vec::new());
                of.len() - 1
            });
            of[number].push(place);
        }
        let recogniser = Recogniser::new(texts.into_iter().enumerate(), language);
        Self { recogniser, of }
    }
}

impl Terminology {
    /// Prepares the entries of a language pair; `kept` are words that must stay as they are.
    #[must_use]
    pub fn new(
        entries: Vec<TermEntry>,
        kept: Vec<String>,
        source: &Language,
        target: &Language,
    ) -> Self {
        let all = || entries.iter().enumerate();
        let of_source = all().flat_map(|(at, entry)| {
            let terms = entry.sources.iter().enumerate();
            terms.map(move |(place, term)| ((at, place), term.as_str()))
        });
        let of_target = all().flat_map(|(at, entry)| {
            let allowed = entry.targets.iter().map(|rendering| &rendering.term);
            let terms = allowed.chain(&entry.forbidden).enumerate();
            terms.map(move |(place, term)| ((at, place), term.as_str()))
        });
        let (sources, targets) = (Side::new(of_source, source), Side::new(of_target, target));
        Self {
            entries,
            sources,
            targets,
            kept,
        }
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.kept.is_empty()
    }

    /// What one unit does not follow.
    #[must_use]
    pub fn check(&self, pair: &Pair<'_>) -> TermsFound {
        let mut found = TermsFound::default();
        if !self.entries.is_empty() {
            self.terms(pair, &mut found);
        }
        for word in &self.kept {
            if holds(pair.source, word) && !holds(pair.target, word) {
                let what = format!("«{word}» must stay as it is");
                found
                    .findings
                    .push(Finding::new(Rule::DoNotTranslate, what));
            }
        }
        found
    }

    fn terms(&self, pair: &Pair<'_>, found: &mut TermsFound) {
        let in_source = self.sources.recogniser.find_all(pair.source);
        let in_target = self.targets.recogniser.find_all(pair.target);
        if in_source.is_empty() && in_target.is_empty() {
            return;
        }
        let used: BTreeSet<Place> = self.places(&self.targets, &in_target).collect();
        let named: BTreeSet<usize> = self
            .places(&self.sources, &in_source)
            .map(|(entry, _)| entry)
            .collect();
        let wrong = self.forbidden(&used, &named);
        let mut seen = BTreeSet::new();
        for term in in_source.iter().filter(|term| !term.covered) {
            if seen.insert(term.term) {
                self.rendered(term, pair.source, (&used, &wrong), found);
            }
        }
        found.findings.extend(wrong.iter().map(|(entry, place)| {
            let entry = &self.entries[*entry];
            let term = &entry.forbidden[place - entry.targets.len()];
            let instead = entry.targets.first();
            let instead = instead.map_or_else(String::new, |of| format!("; use «{}»", of.term));
            let what = format!("«{term}» is not to be used{instead}");
            Finding::new(Rule::TermForbidden, what)
        }));
    }

    fn places<'a>(
        &self,
        side: &'a Side,
        found: &'a [Recognised],
    ) -> impl Iterator<Item = Place> + 'a {
        found.iter().flat_map(|of| &side.of[of.term]).copied()
    }

    /// The forbidden terms that are used, but not those that a concept of the source allows. A single
    /// word has other uses: it counts where the source names its concept.
    fn forbidden(&self, used: &BTreeSet<Place>, named: &BTreeSet<usize>) -> Vec<Place> {
        let term = |(entry, place): Place| -> &str {
            let of = &self.entries[entry];
            match of.targets.get(place) {
                Some(rendering) => &rendering.term,
                None => &of.forbidden[place - of.targets.len()],
            }
        };
        let is_forbidden = |(entry, place): Place| place >= self.entries[entry].targets.len();
        let allowed: BTreeSet<String> = used
            .iter()
            .filter(|place| !is_forbidden(**place) && named.contains(&place.0))
            .map(|place| fold(term(*place)))
            .collect();
        used.iter()
            .copied()
            .filter(|place| is_forbidden(*place) && !allowed.contains(&fold(term(*place))))
            .filter(|(entry, place)| {
                named.contains(entry)
                    || self.entries[*entry].sources.is_empty()
                    || term((*entry, *place)).split_whitespace().count() > 1
            })
            .collect()
    }

    /// Whether a term of the source is rendered by one of its concepts, and how.
    fn rendered(
        &self,
        term: &Recognised,
        source: &str,
        (used, wrong): (&BTreeSet<Place>, &[Place]),
        found: &mut TermsFound,
    ) {
        let entries: BTreeSet<usize> = self.sources.of[term.term]
            .iter()
            .map(|(entry, _)| *entry)
            .collect();
        let mut is_rendered = false;
        for at in &entries {
            let targets = &self.entries[*at].targets;
            let place = (0..targets.len()).find(|place| used.contains(&(*at, *place)));
            is_rendered |= place.is_some() || wrong.iter().any(|(entry, _)| entry == at);
            let full = targets.iter().filter(|rendering| !rendering.is_short);
            if let Some(place) = place
                && full.count() > 1
                && !targets[place].is_short
            {
                found.renderings.push((*at, place));
            }
        }
        let wanted: Vec<String> = entries
            .iter()
            .filter_map(|at| self.entries[*at].targets.first())
            .map(|rendering| format!("«{}»", rendering.term))
            .collect();
        if !is_rendered && !wanted.is_empty() {
            let what = format!(
                "«{}» is to be {}, which the target does not have",
                &source[term.bytes.clone()],
                wanted.join(" or ")
            );
            found.findings.push(Finding::new(Rule::TermMissing, what));
        }
    }

    /// The units that render a term in another way than most, by number, in order.
    #[must_use]
    pub fn inconsistent(&self, renderings: &Renderings) -> Vec<(u64, Finding)> {
        let mut found = Vec::new();
        for (at, uses) in &renderings.0 {
            let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
            for (_, place) in uses {
                *counts.entry(*place).or_default() += 1;
            }
            // The commonest; of equally common ones the preferred.
            let most = counts.values().max().copied().unwrap_or_default();
            let Some((&usual, _)) = counts.iter().find(|(_, count)| **count == most) else {
                continue;
            };
            let entry = &self.entries[*at];
            for (number, place) in uses.iter().filter(|(_, place)| *place != usual) {
                let what = format!(
                    "«{}» is here «{}», elsewhere «{}»",
                    entry.sources.first().map_or("", String::as_str),
                    entry.targets[*place].term,
                    entry.targets[usual].term
                );
                found.push((*number, Finding::new(Rule::TermInconsistent, what)));
            }
        }
        found.sort_by_key(|(number, _)| *number);
        found
    }
}

/// Whether the text has the word as it is, not as a part of another.
fn holds(text: &str, word: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            !is_letter(text[..at].chars().next_back())
                && !is_letter(text[at + word.len()..].chars().next())
        })
}
