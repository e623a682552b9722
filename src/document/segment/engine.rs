//! Where a list of SRX rules breaks a text.
//!
//! The standard's reading: at every position between two characters the first rule decides whose
//! `beforebreak` matches some text that ends there and whose `afterbreak` matches some text that
//! starts there; where no rule does, there is no break. Trying each rule at each position costs
//! rules × characters × window. Here:
//!
//! 1. one pass over the characters keeps the positions where a break rule can match at all, by the
//!    last character before and the first after;
//! 2. at those, all `beforebreak`s of the break rules run as one automaton over the reversed text,
//!    anchored at the position, then all `afterbreak`s as one over the text;
//! 3. only where a break rule matches are the exceptions that stand before it asked, likewise.
//!
//! Expressions that need backtracking are run once over the text and their positions kept.

use super::multi::Multi;
use super::pattern::Pattern;
use super::reverse::{first, reversed};
use regex_automata::PatternSet;
use regex_syntax::hir::{ClassUnicode, Hir};
use std::collections::BTreeMap;

/// How many bytes before or after a position a rule sees. Rules look at a few words; without a
/// bound one `.*` would make a long line quadratic.
pub(super) const REACH: usize = 2_000;

/// How many steps of backtracking one match may take.
const BACKTRACK_LIMIT: usize = 100_000;

/// One rule, in the order of its list.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// Whether the rule breaks or forbids to break.
    pub(super) breaks: bool,
    /// What must end at the position.
    pub(super) before: Pattern,
    /// What must start at the position.
    pub(super) after: Pattern,
}

/// A list of rules, compiled.
#[derive(Debug)]
pub(super) struct Engine {
    candidates: Candidates,
    breaks: Group,
    exceptions: Group,
}

impl Engine {
    /// Compiles the rules that apply to one language, in order.
    ///
    /// # Errors
    ///
    /// The engine's words when the rules are too large to compile.
    pub(super) fn new(rules: &[&Rule]) -> Result<Self, String> {
        let of = |breaks: bool| -> Vec<(usize, &Rule)> {
            let numbered = rules.iter().enumerate();
            numbered
                .filter(|(_, rule)| rule.breaks == breaks)
                .map(|(i, rule)| (i, *rule))
                .collect()
        };
        Ok(Self {
            candidates: Candidates::new(&of(true)),
            breaks: Group::new(&of(true))?,
            exceptions: Group::new(&of(false))?,
        })
    }

    /// The byte offsets of the breaks inside `text`, rising.
    pub(super) fn breaks(&self, text: &str) -> Vec<usize> {
        let turned: String = text.chars().rev().collect();
        let mut breaks = self.breaks.scan(text, &turned);
        let mut exceptions = self.exceptions.scan(text, &turned);
        let mut found = Vec::new();
        let mut previous = None;
        for (at, next) in text.char_indices() {
            let Some(last) = previous.replace(next) else {
                continue;
            };
            if !self.candidates.admit(last, next) && !breaks.fancy_ends_at(at) {
                continue;
            }
            let Some(rule) = breaks.first_rule(at, usize::MAX) else {
                continue;
            };
            if exceptions.first_rule(at, rule).is_none() {
                found.push(at);
            }
        }
        found
    }
}

/// Between which characters a break rule can match.
#[derive(Debug)]
struct Candidates {
    before: CharSet,
    after: CharSet,
    everywhere: bool,
}

impl Candidates {
    fn new(rules: &[(usize, &Rule)]) -> Self {
        let (mut before, mut after) = (ClassUnicode::empty(), ClassUnicode::empty());
        let mut everywhere = false;
        for (_, rule) in rules {
            // Rules with backtracking bring their own positions.
            let (Some(left), Some(right)) = (&rule.before.regular, &rule.after.regular) else {
                continue;
            };
            let last = first(&reversed(left));
            if !last.nullable {
                before.union(&last.chars);
                continue;
            }
            let next = first(right);
            after.union(&next.chars);
            everywhere |= next.nullable;
        }
        Self {
            before: CharSet::new(&before),
            after: CharSet::new(&after),
            everywhere,
        }
    }

    fn admit(&self, last: char, next: char) -> bool {
        self.everywhere || self.before.contains(last) || self.after.contains(next)
    }
}

/// A set of characters, quick for ASCII.
#[derive(Debug)]
struct CharSet {
    ascii: [bool; 128],
    ranges: Vec<(char, char)>,
}

impl CharSet {
    fn new(class: &ClassUnicode) -> Self {
        let ranges: Vec<_> = class
            .ranges()
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect();
        let mut ascii = [false; 128];
        for (code, slot) in (0_u8..).zip(&mut ascii) {
            *slot = ranges
                .iter()
                .any(|(from, to)| (*from..=*to).contains(&char::from(code)));
        }
        Self { ascii, ranges }
    }

    fn contains(&self, c: char) -> bool {
        match self.ascii.get(c as usize) {
            Some(known) => *known,
            None => {
                let at = self.ranges.partition_point(|(_, to)| *to < c);
                self.ranges.get(at).is_some_and(|(from, _)| *from <= c)
            }
        }
    }
}

/// All rules of one kind.
#[derive(Debug)]
struct Group {
    /// The distinct `beforebreak`s, turned round.
    before: Multi,
    /// The distinct `afterbreak`s.
    after: Multi,
    /// For each `beforebreak` the rules that have it: their place and their `afterbreak`, rising.
    rules: Vec<Vec<(usize, usize)>>,
    /// The rules that need backtracking: their place and `beforebreak(?=afterbreak)`.
    fancy: Vec<(usize, fancy_regex::Regex)>,
}

impl Group {
    fn new(rules: &[(usize, &Rule)]) -> Result<Self, String> {
        let (mut befores, mut afters) = (Distinct::default(), Distinct::default());
        let mut places: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut fancy = Vec::new();
        for (place, rule) in rules {
            if let (Some(before), Some(after)) = (&rule.before.regular, &rule.after.regular) {
                let id = befores.add(&rule.before.text, || reversed(before));
                if id == places.len() {
                    places.push(Vec::new());
                }
                places[id].push((*place, afters.add(&rule.after.text, || after.clone())));
            } else {
                fancy.push((*place, backtracking(rule)?));
            }
        }
        Ok(Self {
            before: Multi::new(&befores.hirs)?,
            after: Multi::new(&afters.hirs)?,
            rules: places,
            fancy,
        })
    }

    fn scan<'a>(&'a self, text: &'a str, turned: &'a str) -> Scan<'a> {
        let fancy = self
            .fancy
            .iter()
            .map(|(place, regex)| (*place, ends(regex, text)))
            .collect();
        Scan {
            group: self,
            text,
            turned,
            fancy,
            before: self.before.empty_set(),
            after: self.after.empty_set(),
        }
    }
}

/// Expressions without their repetitions, numbered by first use.
#[derive(Default)]
struct Distinct {
    hirs: Vec<Hir>,
    numbers: BTreeMap<String, usize>,
}

impl Distinct {
    fn add(&mut self, written: &str, hir: impl FnOnce() -> Hir) -> usize {
        if let Some(number) = self.numbers.get(written) {
            return *number;
        }
        self.hirs.push(hir());
        self.numbers.insert(written.to_owned(), self.hirs.len() - 1);
        self.hirs.len() - 1
    }
}

fn backtracking(rule: &Rule) -> Result<fancy_regex::Regex, String> {
    let (before, after) = (&rule.before.text, &rule.after.text);
    fancy_regex::RegexBuilder::new(&format!("(?:{before})(?=(?:{after}))"))
        .backtrack_limit(BACKTRACK_LIMIT)
        .build()
        .map_err(|error| error.to_string())
}

/// Where matches end, one for each start, sorted: an expression with backtracking says of each
/// start only its preferred end. Where it exceeds its limit, it does not match.
fn ends(regex: &fancy_regex::Regex, text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut from = 0;
    while let Ok(Some(found)) = regex.find_from_pos(text, from) {
        ends.push(found.end());
        let Some(skipped) = text[found.start()..].chars().next() else {
            break;
        };
        from = found.start() + skipped.len_utf8();
    }
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// A group at work on one text.
struct Scan<'a> {
    group: &'a Group,
    text: &'a str,
    turned: &'a str,
    fancy: Vec<(usize, Vec<usize>)>,
    before: PatternSet,
    after: PatternSet,
}

impl Scan<'_> {
    fn fancy_ends_at(&self, at: usize) -> bool {
        self.fancy
            .iter()
            .any(|(_, ends)| ends.binary_search(&at).is_ok())
    }

    /// The first rule that matches at a position, among those whose place is below `limit`.
    fn first_rule(&mut self, at: usize, limit: usize) -> Option<usize> {
        let with_backtracking = self
            .fancy
            .iter()
            .filter(|(place, ends)| *place < limit && ends.binary_search(&at).is_ok())
            .map(|(place, _)| *place)
            .min();
        let limit = with_backtracking.unwrap_or(limit);
        self.first_regular(at, limit).or(with_backtracking)
    }

    fn first_regular(&mut self, at: usize, limit: usize) -> Option<usize> {
        let from = self.turned.len() - at;
        self.group.before.at(
            self.turned,
            from,
            window(self.turned, from),
            &mut self.before,
        );
        if self.before.is_empty() {
            return None;
        }
        self.group
            .after
            .at(self.text, at, window(self.text, at), &mut self.after);
        if self.after.is_empty() {
            return None;
        }
        let mut best = None;
        for id in self.before.iter() {
            for (place, after) in &self.group.rules[id.as_usize()] {
                if *place >= best.unwrap_or(limit) {
                    break;
                }
                if self
                    .after
                    .iter()
                    .any(|matched| matched.as_usize() == *after)
                {
                    best = Some(*place);
                    break;
                }
            }
        }
        best
    }
}

/// Where the window that starts at `from` ends.
fn window(text: &str, from: usize) -> usize {
    let mut to = text.len().min(from + REACH);
    while !text.is_char_boundary(to) {
        to += 1;
    }
    to
}

#[cfg(test)]
mod tests;
