//! Dates in both texts: another day or month is another date.

use super::{Finding, Pair, Rule};
use crate::language::{Language, months, tokens};

/// A day of a month.
type Day = (u32, usize);

pub(super) fn check(pair: &Pair<'_>, found: &mut Vec<Finding>) {
    let source = days(pair.source, pair.source_language);
    if source.is_empty() {
        return;
    }
    let mut target = days(pair.target, pair.target_language);
    // A date may be written as figures or left to a reference: only as many against as many tell.
    if source.len() != target.len() {
        return;
    }
    for day in source {
        if let Some(at) = target.iter().position(|other| *other == day) {
            target.remove(at);
        }
    }
    for (day, month) in target {
        found.push(Finding::new(
            Rule::Dates,
            format!(
                "the target has the day {day}.{}., the source does not",
                month + 1
            ),
        ));
    }
}

/// The days that are written with the name of a month, in order: `12 mars`, `1er mars`, `March 12th`.
fn days(text: &str, language: &Language) -> Vec<Day> {
    let Some(names) = months(language) else {
        return Vec::new();
    };
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let is_name = |word: &str, name: &str| {
        let small = |text: &str| text.to_lowercase();
        word.chars().flat_map(char::to_lowercase).next()
            == name.chars().flat_map(char::to_lowercase).next()
            && small(word) == small(name)
    };
    let words: Vec<&str> = tokens(text, language)
        .iter()
        .map(|token| token.of(text))
        .collect();
    let mut days = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !word.chars().next().is_some_and(char::is_alphabetic) {
            continue;
        }
        let Some(month) = names.iter().position(|name| is_name(word, name)) else {
            continue;
        };
        let before = at.checked_sub(1).and_then(|before| day(words[before]));
        // `12 de março`
        let before = before.or_else(|| {
            let is_of = at > 1 && matches!(words[at - 1], "de" | "of" | "d'" | "d’");
            is_of.then(|| day(words[at - 2])).flatten()
        });
        let after = || words.get(at + 1).and_then(|word| day(word));
        days.extend(before.or_else(after).map(|day| (day, month)));
    }
    days
}

/// A day of the month in figures: `1`, `1er`, `1st`, `12.`
fn day(word: &str) -> Option<u32> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let ending = &word[digits.len()..];
    let is_ordinal = matches!(
        ending,
        "" | "." | "er" | "ᵉʳ" | "st" | "nd" | "rd" | "th" | "e" | "º"
    );
    let day: u32 = digits.parse().ok()?;
    (is_ordinal && (1..=31).contains(&day)).then_some(day)
}
