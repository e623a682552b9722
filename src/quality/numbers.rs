//! Whether two texts have the same numbers, as far as figures tell.

use super::in_words::stands_in_words;
use super::{Finding, Pair, Rule};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Numbers up to this one are often written in words on one side alone.
const IN_WORDS: u64 = 12;

/// Whether the figures of two texts differ in a way that is worth a look.
///
/// `1 234,5` and `1,234.5` are the same number: separators do not count. A number that stands on
/// one side alone is passed over up to twelve, which the other side may have in words, where the other
/// side has it in Roman figures (`XXe siècle`, `20th century`) or in English or French words (`ninety
/// days`, `le trentième jour`). `pour 100` is `%`, `24 heures sur 24` is `24 hours`. Hours may be counted to 12 or to 24.
pub fn differ(source: &str, target: &str) -> bool {
    let mut balance: BTreeMap<String, i64> = BTreeMap::new();
    for number in numbers(&without_idioms(source)) {
        *balance.entry(number).or_default() += 1;
    }
    for number in numbers(&without_idioms(target)) {
        *balance.entry(number).or_default() -= 1;
    }
    balance.retain(|_, count| *count != 0);
    if balance.is_empty() {
        return decimals_differ(source, target);
    }
    balance.retain(|number, count| {
        let other = if *count > 0 { target } else { source };
        let value = number.parse::<u64>().ok().filter(|value| *value > IN_WORDS);
        !value.is_some_and(|value| stands_in_words(other, value))
    });
    match_clocks(&mut balance);
    let one_sided =
        balance.values().all(|count| *count > 0) || balance.values().all(|count| *count < 0);
    if !one_sided {
        return true;
    }
    balance.iter().any(|(number, count)| {
        let other = if *count > 0 { target } else { source };
        number
            .parse::<u64>()
            .map_or(true, |value| value > IN_WORDS && !has_roman(other, value))
    })
}

pub(super) fn check(pair: &Pair<'_>, found: &mut Vec<Finding>) {
    if !differ(pair.source, pair.target) {
        return;
    }
    let source = numbers(&without_idioms(pair.source));
    let mut added = numbers(&without_idioms(pair.target));
    let mut missing = Vec::new();
    for number in source {
        match added.iter().position(|other| *other == number) {
            Some(at) => drop(added.remove(at)),
            None => missing.push(number),
        }
    }
    let list = |side: &str, numbers: &[String]| {
        (!numbers.is_empty()).then(|| format!("the {side} does not have {}", numbers.join(", ")))
    };
    let what: Vec<String> = [list("target", &missing), list("source", &added)]
        .into_iter()
        .flatten()
        .collect();
    found.push(Finding::new(Rule::Numbers, what.join("; ")));
}

/// Whether texts with the same figures have put them together otherwise: `3,5 %`, `5.3%`. Where one side
/// has hours with a point and the other with a letter, there are not as many on both.
fn decimals_differ(source: &str, target: &str) -> bool {
    let (mut source, mut target) = (decimals(source), decimals(target));
    source.sort_unstable();
    target.sort_unstable();
    source.len() == target.len() && source != target
}

/// The numbers with a decimal part, whole and part apart.
fn decimals(text: &str) -> Vec<(&str, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut found = Vec::new();
    for (at, sign) in text.match_indices([',', '.']) {
        let (before, after) = (&text[..at], &text[at + sign.len()..]);
        let whole = &before[before.trim_end_matches(is_digit).len()..];
        let part = &after[..after.len() - after.trim_start_matches(is_digit).len()];
        if !whole.is_empty() && !part.is_empty() && part.len() != 3 {
            found.push((whole, part));
        }
    }
    found
}

/// What French says with a number that other languages do not say: `%`, round the clock.
const IDIOMS: [(&str, &str); 7] = [
    ("pour 100", "%"),
    ("p. 100", "%"),
    ("p.100", "%"),
    ("heures sur 24", "heures"),
    ("h sur 24", "h"),
    ("jours sur 7", "jours"),
    ("j sur 7", "j"),
];

/// A text without the numbers of [`IDIOMS`].
fn without_idioms(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains(['\u{a0}', '\u{202f}']) {
        text = Cow::Owned(text.replace(['\u{a0}', '\u{202f}'], " "));
    }
    for (idiom, plain) in IDIOMS {
        if text.contains(idiom) {
            text = Cow::Owned(replace_number(&text, idiom, plain));
        }
    }
    text
}

/// Replaces what ends in a number, but not the beginning of a longer one: `pour 100` of `pour 1000`.
fn replace_number(text: &str, number: &str, plain: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut behind = 0;
    for (at, found) in text.match_indices(number) {
        let end = at + found.len();
        if text[end..].chars().next().and_then(digit).is_none() {
            replaced.push_str(&text[behind..at]);
            replaced.push_str(plain);
            behind = end;
        }
    }
    replaced.push_str(&text[behind..]);
    replaced
}

/// Takes out hours that one side counts to 24 and the other to 12: `17 h 35`, `5.35 p.m.`
fn match_clocks(balance: &mut BTreeMap<String, i64>) {
    for hour in 13..24 {
        let (late, early) = (hour.to_string(), (hour - 12).to_string());
        let count = |number: &String| balance.get(number).copied().unwrap_or_default();
        if count(&late) == -count(&early) {
            balance.remove(&late);
            balance.remove(&early);
        }
    }
}

/// The digits of each number, without separators of thousands and leading zeros.
fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut digits = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if let Some(digit) = digit(c) {
            digits.push(digit);
            continue;
        }
        if digits.is_empty() {
            continue;
        }
        // A separator of thousands: three digits follow, and no fourth. What follows any other sign is
        // a number of its own, be it a decimal part or minutes.
        let separates = matches!(
            c,
            '.' | ',' | '\'' | '’' | '٫' | '٬' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'
        ) && chars.clone().map_while(digit).take(4).count() == 3;
        if !separates {
            found.push(without_zeros(&digits));
            digits.clear();
        }
    }
    if !digits.is_empty() {
        found.push(without_zeros(&digits));
    }
    found
}

/// A decimal digit as an ASCII one: of European, Arabic, Persian and Devanagari figures, and of
/// the wide ones of East Asia.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 5] = [0x30, 0x660, 0x6f0, 0x966, 0xff10];
    let value = ZEROS
        .into_iter()
        .filter_map(|zero| (c as u32).checked_sub(zero))
        .find(|value| *value < 10)?;
    char::from_digit(value, 10)
}

fn without_zeros(digits: &str) -> String {
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        rest => rest.to_owned(),
    }
}

/// Whether the number stands in the text in Roman figures, in capitals.
fn has_roman(text: &str, number: u64) -> bool {
    let Some(roman) = roman(number) else {
        return false;
    };
    text.match_indices(&roman).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + roman.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_uppercase)
    })
}

fn roman(number: u64) -> Option<String> {
    const FIGURES: [(u64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, figure) in FIGURES {
        while rest >= value {
            text.push_str(figure);
            rest -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_numbers_written_otherwise_do_not_differ() {
        for (source, target) in [
            ("1\u{202f}234,5 tonnes", "1,234.5 tonnes"),
            ("le 24 décembre 2024", "December 24, 2024"),
            ("10 000 habitants", "10,000 inhabitants"),
            ("trois fois", "3 times"),
            ("au XXe siècle", "in the 20th century"),
            ("à 07 h 30", "at 7:30"),
            ("de 10 h 55 à 17 h 35", "from 10.55 a.m. to 5.35 p.m."),
            ("en 2024", "في عام ٢٠٢٤"),
            ("dans les 90 jours", "within ninety days"),
            ("le trentième jour", "on the 30th day"),
            ("75 p. 100 des voix", "75 percent of the votes"),
            ("80 pour 100 des parts", "eighty percent of the shares"),
            (
                "24 heures sur 24 et 7\u{a0}jours sur\u{a0}7",
                "24 hours a day, seven days a week",
            ),
            ("20 jours sur 75", "20 days out of 75"),
            ("15 pour 1000", "15 per 1000"),
            ("rien", "nothing"),
        ] {
            assert!(!differ(source, target), "{source} | {target}");
        }
    }

    #[test]
    fn other_numbers_differ() {
        for (source, target) in [
            ("en 2019", "in 2020"),
            ("40 pays en 2019", "in 2019"),
            ("l’article 5", "Article 6"),
            ("une baisse de 3,5 %", "a fall of 5.3%"),
            ("trente pays", "40 countries"),
            ("dans les 90 jours", "within nineteen days"),
            ("99999999999999999999999", "none"),
        ] {
            assert!(differ(source, target), "{source} | {target}");
        }
    }
}
