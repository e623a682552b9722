//! Whether two texts have the same numbers, as far as figures tell.

use std::collections::BTreeMap;

/// Numbers up to this one are often written in words on one side alone.
const IN_WORDS: u64 = 12;

/// Whether the figures of two texts differ in a way that is worth a look.
///
/// `1 234,5` and `1,234.5` are the same number: separators do not count. A number that stands on
/// one side alone is passed over up to twelve, which the other side may have in words, and where the
/// other side has it in Roman figures (`XXe siècle`, `20th century`). Hours may be counted to 12 or
/// to 24.
pub(super) fn differ(source: &str, target: &str) -> bool {
    let mut balance: BTreeMap<String, i64> = BTreeMap::new();
    for number in numbers(source) {
        *balance.entry(number).or_default() += 1;
    }
    for number in numbers(target) {
        *balance.entry(number).or_default() -= 1;
    }
    balance.retain(|_, count| *count != 0);
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

/// The digits of each number, without separators and leading zeros.
fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut digits = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(digit) = digit(c) {
            digits.push(digit);
            continue;
        }
        if digits.is_empty() {
            continue;
        }
        let separates = match c {
            '.' | ',' | '\'' | '’' | '٫' | '٬' => {
                chars.peek().is_some_and(|next| digit(*next).is_some())
            }
            // A space separates thousands: three digits follow, and no fourth.
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {
                let next = chars.clone().map_while(digit).take(4).count();
                next == 3
            }
            _ => false,
        };
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
            ("quarante pays", "40 countries"),
            ("99999999999999999999999", "none"),
        ] {
            assert!(differ(source, target), "{source} | {target}");
        }
    }
}
