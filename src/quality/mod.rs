//! What is wrong with a unit: rules with names, each of which says what it found.
//!
//! A rule looks at one unit ([`check`]), at all of a run ([`Consistency`]), or at the terms of a
//! glossary in it ([`Terminology`]). Rules are made so that a clean memory stays silent: what a
//! translator does on purpose is no finding.
//!
//! | file | what belongs there |
//! |---|---|
//! | `rule` | the rules, their names and reasons; profiles |
//! | `whole` | what a unit is as a whole: empty, copied, in another language, too long, hardly sure |
//! | `numbers` · `in_words` · `dates` · `links` | figures, numbers written out, days, addresses |
//! | `marks` · `codes` | brackets, quotes, ends, spaces, repeated words, mojibake; inline codes |
//! | `consistency` | one source with several translations, and the reverse; near-duplicates |
//! | `exception` | findings that somebody lets stand |
//! | `terminology` | approved, forbidden and inconsistent terms; words that stay as they are |

mod codes;
mod consistency;
mod dates;
mod exception;
mod in_words;
mod links;
mod marks;
pub mod numbers;
mod rule;
mod terminology;
#[cfg(test)]
mod tests;
mod whole;

pub use consistency::{Consistency, Keys};
pub use exception::{Exceptions, mark};
pub use rule::{Profile, RULES, Rule, UnknownRule};
pub use terminology::{Place, Rendering, Renderings, TermEntry, Terminology, TermsFound};
pub use whole::lengths_differ;

use crate::language::Language;

/// A unit as the rules see it.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The source text, without inline codes.
    pub source: &'a str,
    /// The target text, without inline codes.
    pub target: &'a str,
    /// Language of the source.
    pub source_language: &'a Language,
    /// Language of the target.
    pub target_language: &'a Language,
    /// The inline codes of the source, in any spelling that is the same on both sides.
    pub source_codes: &'a [String],
    /// The inline codes of the target.
    pub target_codes: &'a [String],
    /// How sure the aligner is, from 0 to 1.
    pub confidence: Option<f64>,
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// What it found, for people.
    pub what: String,
}

impl Finding {
    fn new(rule: Rule, what: impl Into<String>) -> Self {
        Self {
            rule,
            what: what.into(),
        }
    }
}

/// What the rules need to know besides the unit.
#[derive(Clone, Debug)]
pub struct Options {
    /// The rules that look.
    pub rules: Vec<Rule>,
    /// Target characters per source character, usual in the run.
    pub ratio: f64,
    /// Whether French must have its no-break spaces: before `;`, `:`, `!`, `?` and `»`, and after `«`.
    pub french_spacing: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rules: Profile::Translator.rules(),
            ratio: 1.0,
            french_spacing: false,
        }
    }
}

/// Bytes from which a text is no segment: only what it is as a whole is looked at.
const LONGEST: usize = 1 << 16;

/// What the rules of one unit find, in the order of [`RULES`].
///
/// About 20 µs for a sentence.
#[must_use]
pub fn check(pair: &Pair<'_>, options: &Options) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(whole) = whole::empty(pair).or_else(|| whole::copied(pair)) {
        found.push(whole);
    } else if pair.source.len().max(pair.target.len()) > LONGEST {
        whole::check(pair, options, &mut found);
    } else {
        whole::check(pair, options, &mut found);
        numbers::check(pair, &mut found);
        dates::check(pair, &mut found);
        links::check(pair, &mut found);
        codes::check(pair, &mut found);
        marks::check(pair, options, &mut found);
    }
    found.retain(|finding| options.rules.contains(&finding.rule));
    found.sort_by_key(|finding| finding.rule);
    found
}
