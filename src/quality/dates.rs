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

/// The days that are written with the name of a month: `12 mars`, `1er mars`, `March 12th`, `2 to 6 May`.
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
        let mut before = run(words[..at].iter().rev().copied());
        if before.is_empty() && at > 1 && OF.contains(&words[at - 1]) {
            before = run(words[..at - 1].iter().rev().copied());
        }
        if before.is_empty() {
            before = run(words[at + 1..].iter().copied());
        }
        days.extend(before.into_iter().map(|day| (day, month)));
    }
    days
}

/// What may stand between a day and its month: `12 de março`.
const OF: [&str; 4] = ["de", "of", "d'", "d’"];

/// What joins the days of one month: `du 2 au 6 mars`, `March 2 to 6`, `den 2. und 6. März`.
const JOINS: [&str; 12] = [
    "au", "à", "et", "to", "and", "through", "bis", "und", "al", "y", "-", "–",
];

/// The days that the words begin with.
fn run<'w>(words: impl Iterator<Item = &'w str>) -> Vec<u32> {
    let mut days = Vec::new();
    let mut words = words.peekable();
    while let Some(day) = words.next().and_then(day) {
        days.push(day);
        if words.next_if(|word| JOINS.contains(word)).is_none() {
            break;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, language: &str) -> Vec<Day> {
        let mut days = days(text, &language.parse().unwrap());
        days.sort_unstable();
        days
    }

    #[test]
    fn days_stand_before_or_behind_their_month_and_several_may_share_it() {
        for (fr, en, expected) in [
            ("le 12 mars", "on March 12th", vec![(12, 2)]),
            (
                "du 2 au 6 mars 2026",
                "from March 2 to 6, 2026",
                vec![(2, 2), (6, 2)],
            ),
            (
                "les 1er et 3 mai",
                "the 1st and 3rd of May",
                vec![(1, 4), (3, 4)],
            ),
            (
                "du 31 mars au 2 avril",
                "March 31 to April 2",
                vec![(2, 3), (31, 2)],
            ),
            ("en mars 2026", "in March 2026", vec![]),
        ] {
            assert_eq!(found(fr, "fr"), expected, "{fr}");
            assert_eq!(found(en, "en"), expected, "{en}");
        }
    }
}
