//! Findings that somebody looked at and lets stand.

use super::Rule;
use std::collections::BTreeSet;
use twox_hash::XxHash3_64;

/// What an exception is kept as: the rule's name and a sum of both texts, `numbers 0f3a…`. So it holds
/// for the texts as they were when somebody looked, and not for what becomes of them.
#[must_use]
pub fn mark(rule: Rule, source: &str, target: &str) -> String {
    // A sign that no text has keeps the two apart.
    let texts = format!("{}\u{0}{}", source.trim(), target.trim());
    format!("{rule} {:016x}", XxHash3_64::oneshot(texts.as_bytes()))
}

/// The exceptions of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptions(BTreeSet<String>);

impl Exceptions {
    /// Reads a list: a line each, the mark first; what follows a tab is for people, and so is a line
    /// that starts with `#`.
    ///
    /// # Errors
    ///
    /// The number, from 1, of a line that is none.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut marks = BTreeSet::new();
        for (at, line) in text.lines().enumerate() {
            let mark = line.split('\t').next().unwrap_or_default().trim();
            if mark.is_empty() || mark.starts_with('#') {
                continue;
            }
            let is_mark = mark.split_once(' ').is_some_and(|(rule, sum)| {
                rule.parse::<Rule>().is_ok()
                    && sum.len() == 16
                    && sum.bytes().all(|byte| byte.is_ascii_hexdigit())
            });
            if !is_mark {
                return Err(at + 1);
            }
            marks.insert(mark.to_owned());
        }
        Ok(Self(marks))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this finding is one.
    #[must_use]
    pub fn hold(&self, mark: &str) -> bool {
        self.0.contains(mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_holds_for_the_texts_as_they_were() {
        let seen = mark(Rule::Numbers, "en 2019", "in 2020");
        assert!(seen.starts_with("numbers "), "{seen}");
        let list = format!("# looked at\n\n{seen}\ten 2019\n");
        let exceptions = Exceptions::parse(&list).unwrap();
        assert!(exceptions.hold(&mark(Rule::Numbers, " en 2019", "in 2020 ")));
        assert!(!exceptions.hold(&mark(Rule::Numbers, "en 2019", "in 2021")));
        assert!(!exceptions.hold(&mark(Rule::Dates, "en 2019", "in 2020")));
        assert_ne!(mark(Rule::Empty, "a b", ""), mark(Rule::Empty, "a", "b"));
        assert_eq!(Exceptions::parse("#\nspelling 0"), Err(2));
    }
}
