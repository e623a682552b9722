//! Numbers written out, in English and French.

use crate::language::fold;

/// Whether a text has a number in English or French words, as a cardinal or an ordinal. Numbers from
/// 10,000 on are looked for as round thousands, millions and milliards alone.
pub(super) fn stands_in_words(text: &str, number: u64) -> bool {
    let spellings = spellings(number);
    if spellings.is_empty() {
        return false;
    }
    // Hyphens and `and` come and go: `one hundred and twenty-five`, `one hundred twenty five`.
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty() && !matches!(*word, "and" | "et"))
        .collect();
    spellings.iter().any(|spelling| {
        let wanted: Vec<&str> = spelling.split(' ').collect();
        words.windows(wanted.len()).enumerate().any(|(at, found)| {
            // `vingt` is not in `quatre-vingt`, nor `twenty` in `one hundred and twenty`.
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            let after = words.get(at + wanted.len());
            let is_part = |word: Option<&&str>| word.is_some_and(|word| is_numeral(word));
            let fits = found
                .iter()
                .zip(&wanted)
                .all(|(found, wanted)| alike(found, wanted));
            fits && !is_part(before) && !is_part(after)
        })
    })
}

/// Plural signs of `cents`, `vingts` and `millions` apart.
fn alike(found: &str, wanted: &str) -> bool {
    found == wanted || found.strip_suffix('s') == Some(wanted)
}

fn is_numeral(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    let tables = [
        &ENGLISH[..],
        &FRENCH[..],
        &ENGLISH_TENS[..],
        &FRENCH_TENS[..],
    ];
    let is_small = tables.iter().any(|table| table.contains(&word));
    // `un` and `one` are articles and pronouns too.
    (is_small && !matches!(word, "" | "un" | "one"))
        || matches!(word, "hundred" | "thousand" | "cent" | "mille")
}

const ENGLISH: [&str; 20] = [
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const FRENCH: [&str; 20] = [
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
];
const FRENCH_TENS: [&str; 10] = [
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre vingt",
    "quatre vingt",
];

/// Every spelling, words with a space between, without `and`, `et` and hyphens.
fn spellings(number: u64) -> Vec<String> {
    let mut spellings = Vec::new();
    for (scale, english, french) in [
        (1_000_000_000, "billion", "milliard"),
        (1_000_000, "million", "million"),
        (1_000, "thousand", "mille"),
    ] {
        let (times, rest) = (number / scale, number % scale);
        if rest == 0 && (1..1000).contains(&times) {
            spellings.push(format!(
                "{} {english}",
                below_thousand(times, &ENGLISH_WORDS)
            ));
            let times = match (scale, times) {
                (1_000, 1) => String::new(),
                _ => below_thousand(times, &FRENCH_WORDS) + " ",
            };
            spellings.push(format!("{times}{french}"));
        }
    }
    if (1..1000).contains(&number) {
        for words in [&ENGLISH_WORDS, &FRENCH_WORDS] {
            let cardinal = below_thousand(number, words);
            spellings.push((words.ordinal)(&cardinal));
            spellings.push(cardinal);
        }
    } else if (1000..10_000).contains(&number) && !number.is_multiple_of(1000) {
        let (thousands, rest) = (number / 1000, number % 1000);
        let english = |n| below_thousand(n, &ENGLISH_WORDS);
        let french = |n| below_thousand(n, &FRENCH_WORDS);
        spellings.push(format!("{} thousand {}", english(thousands), english(rest)));
        spellings.push(match thousands {
            1 => format!("mille {}", french(rest)),
            _ => format!("{} mille {}", french(thousands), french(rest)),
        });
    }
    spellings
}

/// How a language spells numbers.
struct Words {
    small: [&'static str; 20],
    tens: [&'static str; 10],
    hundred: &'static str,
    /// Whether one hundred is `one hundred`, not `cent`.
    counts_one: bool,
    /// Tens from which one counts on to nineteen: `soixante-dix`.
    by_twenties: [usize; 2],
    ordinal: fn(&str) -> String,
}

const ENGLISH_WORDS: Words = Words {
    small: ENGLISH,
    tens: ENGLISH_TENS,
    hundred: "hundred",
    counts_one: true,
    by_twenties: [0, 0],
    ordinal: english_ordinal,
};

const FRENCH_WORDS: Words = Words {
    small: FRENCH,
    tens: FRENCH_TENS,
    hundred: "cent",
    counts_one: false,
    by_twenties: [7, 9],
    ordinal: french_ordinal,
};

fn below_thousand(number: u64, words: &Words) -> String {
    let number = usize::try_from(number).unwrap_or_default();
    let (hundreds, rest) = (number / 100, number % 100);
    let mut parts: Vec<&str> = Vec::new();
    if hundreds > 1 || hundreds == 1 && words.counts_one {
        parts.push(words.small[hundreds]);
    }
    if hundreds > 0 {
        parts.push(words.hundred);
    }
    if rest < 20 {
        parts.push(words.small[rest]);
    } else {
        let tens = rest / 10;
        let more = usize::from(words.by_twenties.contains(&tens)) * 10;
        parts.push(words.tens[tens]);
        parts.push(words.small[rest % 10 + more]);
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

fn english_ordinal(cardinal: &str) -> String {
    let irregular = [
        ("one", "first"),
        ("two", "second"),
        ("three", "third"),
        ("five", "fifth"),
        ("eight", "eighth"),
        ("nine", "ninth"),
        ("twelve", "twelfth"),
    ];
    for (ending, ordinal) in irregular {
        if let Some(start) = cardinal.strip_suffix(ending) {
            return format!("{start}{ordinal}");
        }
    }
    match cardinal.strip_suffix('y') {
        Some(start) => format!("{start}ieth"),
        None => format!("{cardinal}th"),
    }
}

fn french_ordinal(cardinal: &str) -> String {
    if let Some(start) = cardinal.strip_suffix("cinq") {
        return format!("{start}cinquième");
    }
    if let Some(start) = cardinal.strip_suffix("neuf") {
        return format!("{start}neuvième");
    }
    format!("{}ième", cardinal.trim_end_matches('e'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_words() {
        for (number, text) in [
            (13, "treize milliards"),
            (18, "the remaining eighteen percent"),
            (30, "le trentième jour"),
            (65, "sixty-five percent"),
            (71, "soixante et onze voix"),
            (80, "quatre-vingts pays"),
            (95, "quatre-vingt-quinze"),
            (120, "one hundred and twenty days"),
            (150, "cent cinquante"),
            (21, "the twenty-first day"),
            (90, "ninetieth"),
            (250, "deux cent cinquante francs"),
            (1000, "mille francs"),
            (1789, "mille sept cent quatre-vingt-neuf"),
            (25_000, "twenty-five thousand"),
            (3_000_000, "trois millions"),
        ] {
            assert!(stands_in_words(text, number), "{number}: {text}");
        }
    }

    #[test]
    fn other_numbers_are_not() {
        for (number, text) in [
            (20, "quatre-vingts pays"),
            (20, "one hundred and twenty days"),
            (60, "soixante-dix"),
            (90, "nineteen"),
            (100, "deux cents"),
            (47, "rien"),
        ] {
            assert!(!stands_in_words(text, number), "{number}: {text}");
        }
    }
}
