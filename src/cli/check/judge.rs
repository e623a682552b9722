//! The rules over many units, whatever these come from.

use super::rules::Choice;
use super::terms;
use bitext::language::Language;
use bitext::quality::{
    self, Consistency, Finding, Keys, Options, Pair, Renderings, Rule, Terminology, TermsFound,
};
use bitext_exchange::Place;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Units that are judged at the same time.
const CHUNK: usize = 1 << 13;

/// A unit to be judged.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What it is called by: its number in the project or the file.
    pub(super) number: u64,
    /// How many units the file gave out before it.
    pub(super) before: u64,
    /// Where in the file it begins.
    pub(super) at: Option<Place>,
    /// Its own name.
    pub(super) id: Option<String>,
    pub(super) source_language: Language,
    pub(super) target_language: Language,
    /// Whether its unit has other translations beside this one.
    pub(super) is_one_of_several: bool,
    pub(super) source: String,
    pub(super) target: String,
    /// Inline codes of both sides.
    pub(super) codes: [Vec<String>; 2],
    pub(super) confidence: Option<f64>,
    /// Marks of findings that somebody lets stand.
    pub(super) excepted: Vec<String>,
}

impl Item {
    fn pair(&self) -> Pair<'_> {
        Pair {
            source: &self.source,
            target: &self.target,
            source_language: &self.source_language,
            target_language: &self.target_language,
            source_codes: &self.codes[0],
            target_codes: &self.codes[1],
            confidence: self.confidence,
        }
    }
}

/// A finding with its unit.
#[derive(Clone, Debug)]
pub(super) struct Of {
    pub(super) number: u64,
    pub(super) at: Option<Place>,
    pub(super) id: Option<String>,
    pub(super) target_language: Language,
    pub(super) is_one_of_several: bool,
    pub(super) source: String,
    pub(super) target: String,
    pub(super) finding: Finding,
    /// What an exception for it is kept as.
    pub(super) mark: String,
}

/// A unit that has a finding: what is needed to drop it, or to remember an exception.
#[derive(Clone, Debug)]
pub(super) struct Bad {
    pub(super) number: u64,
    pub(super) before: u64,
    pub(super) target_language: Language,
    pub(super) mark: String,
    /// The beginning of the source.
    pub(super) excerpt: String,
}

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    /// The first findings of each rule, by unit.
    pub(super) list: Vec<Of>,
    /// All findings, by rule.
    pub(super) counts: BTreeMap<Rule, u64>,
    /// One entry a finding.
    pub(super) bad: Vec<Bad>,
    /// Units judged.
    pub(super) units: u64,
}

impl Found {
    pub(super) fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Units with findings.
    pub(super) fn units_found(&self) -> u64 {
        let numbers: BTreeSet<u64> = self.bad.iter().map(|bad| bad.number).collect();
        numbers.len() as u64
    }
}

/// Judges units; give them to [`add`](Self::add) in order.
pub(super) struct Judge<'a> {
    choice: &'a Choice,
    waiting: Vec<Item>,
    pairs: BTreeMap<(String, String), OfPair>,
    consistency: Consistency,
    /// Number of the unit judged last: one of several translations counts once.
    last: Option<u64>,
    found: Found,
}

/// What is known of a pair of languages.
struct OfPair {
    options: Options,
    terms: Terminology,
    renderings: Renderings,
    /// Units that render a concept in one of several ways, as long as it is not known which is usual.
    rendering: BTreeMap<u64, Item>,
}

/// What can be said of a unit by itself.
struct Alone {
    findings: Vec<Finding>,
    keys: Option<Keys>,
    terms: TermsFound,
}

impl<'a> Judge<'a> {
    pub(super) fn new(choice: &'a Choice) -> Self {
        Self {
            choice,
            waiting: Vec::with_capacity(CHUNK),
            pairs: BTreeMap::new(),
            consistency: Consistency::default(),
            last: None,
            found: Found::default(),
        }
    }

    pub(super) fn add(&mut self, item: Item) {
        self.waiting.push(item);
        if self.waiting.len() == CHUNK {
            self.judge();
        }
    }

    /// All findings.
    pub(super) fn finish(mut self) -> Found {
        self.judge();
        if self.choice.options.rules.contains(&Rule::TermInconsistent) {
            for of in std::mem::take(&mut self.pairs).into_values() {
                for (number, finding) in of.terms.inconsistent(&of.renderings) {
                    if let Some(item) = of.rendering.get(&number) {
                        self.keep(item, finding);
                    }
                }
            }
        }
        let list = &mut self.found.list;
        list.sort_by_key(|of| (of.number, of.finding.rule));
        self.found
    }

    fn judge(&mut self) {
        let items = std::mem::take(&mut self.waiting);
        self.meet(&items);
        let (pairs, rules) = (&self.pairs, &self.choice.options.rules);
        let asks = |wanted: &[Rule]| wanted.iter().any(|rule| rules.contains(rule));
        let across = asks(&[
            Rule::InconsistentTarget,
            Rule::InconsistentSource,
            Rule::NearDuplicate,
        ]);
        let in_terms = asks(&[
            Rule::TermMissing,
            Rule::TermForbidden,
            Rule::TermInconsistent,
            Rule::DoNotTranslate,
        ]);
        let alone: Vec<Alone> = items
            .par_iter()
            .map(|item| {
                let (of, pair) = (&pairs[&key(item)], item.pair());
                let whole = !item.source.trim().is_empty() && !item.target.trim().is_empty();
                Alone {
                    findings: quality::check(&pair, &of.options),
                    keys: across.then(|| Keys::of(&pair)).flatten(),
                    terms: if in_terms && whole {
                        of.terms.check(&pair)
                    } else {
                        TermsFound::default()
                    },
                }
            })
            .collect();
        for (item, alone) in items.into_iter().zip(alone) {
            let mut findings = alone.findings;
            if let Some(keys) = alone.keys {
                findings.extend(self.consistency.add(item.number, &keys));
            }
            findings.extend(alone.terms.findings);
            for finding in findings {
                self.keep(&item, finding);
            }
            self.found.units += u64::from(self.last.replace(item.number) != Some(item.number));
            if !alone.terms.renderings.is_empty()
                && let Some(of) = self.pairs.get_mut(&key(&item))
            {
                of.renderings.add(item.number, &alone.terms.renderings);
                of.rendering.insert(item.number, item);
            }
        }
    }

    /// Prepares for pairs of languages that were not seen before.
    fn meet(&mut self, items: &[Item]) {
        let mut new: BTreeMap<(String, String), Vec<&Item>> = BTreeMap::new();
        for item in items {
            let key = key(item);
            if !self.pairs.contains_key(&key) {
                new.entry(key).or_default().push(item);
            }
        }
        for (key, items) in new {
            let (source, target) = (&items[0].source_language, &items[0].target_language);
            let choice = self.choice;
            let entries = terms::entries(&choice.glossaries, &choice.terms, source, target);
            let of = OfPair {
                options: Options {
                    ratio: ratio(&items),
                    ..choice.options.clone()
                },
                terms: Terminology::new(entries, choice.kept.clone(), source, target),
                renderings: Renderings::default(),
                rendering: BTreeMap::new(),
            };
            self.pairs.insert(key, of);
        }
    }

    /// Takes a finding, unless nobody asked for it or somebody lets it stand.
    fn keep(&mut self, item: &Item, finding: Finding) {
        let choice = self.choice;
        let asked = choice.options.rules.contains(&finding.rule)
            && (choice.units.is_empty() || choice.units.contains(&item.number));
        if !asked {
            return;
        }
        let mark = quality::mark(finding.rule, &item.source, &item.target);
        if item.excepted.contains(&mark) || choice.exceptions.hold(&mark) {
            return;
        }
        let count = self.found.counts.entry(finding.rule).or_default();
        *count += 1;
        self.found.bad.push(Bad {
            number: item.number,
            before: item.before,
            target_language: item.target_language.clone(),
            mark: mark.clone(),
            excerpt: item.source.chars().take(EXCERPT).collect(),
        });
        if *count <= choice.limit as u64 {
            self.found.list.push(Of {
                number: item.number,
                at: item.at,
                id: item.id.clone(),
                target_language: item.target_language.clone(),
                is_one_of_several: item.is_one_of_several,
                source: shown(&item.source),
                target: shown(&item.target),
                finding,
                mark,
            });
        }
    }
}

/// Characters of a source that tell people which unit an exception is about.
const EXCERPT: usize = 60;

/// Bytes of a text that are shown at most; what is longer is no segment.
const SHOWN: usize = 1 << 16;

fn shown(text: &str) -> String {
    text[..text.floor_char_boundary(SHOWN)].to_owned()
}

fn key(item: &Item) -> (String, String) {
    (
        item.source_language.primary(),
        item.target_language.primary(),
    )
}

/// Characters from which the ratio of a unit's lengths says something.
const LONG: usize = 10;

/// Target characters per source character that are usual: the median, which a few bad units do not move.
fn ratio(items: &[&Item]) -> f64 {
    let mut ratios: Vec<f64> = items
        .iter()
        .map(|item| (item.source.chars().count(), item.target.chars().count()))
        .filter(|(source, target)| *source >= LONG && *target >= LONG)
        .map(|(source, target)| target as f64 / source as f64)
        .collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or(1.0)
}
