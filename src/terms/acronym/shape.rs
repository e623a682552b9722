//! What is written like an acronym.

use super::words::{Segment, Word, plain};

/// A run of words that is written like an acronym.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Short {
    /// First word and last.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) kind: Kind,
}

/// How a short form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `ONU`, `NGOs`, `eIDAS`, `R&D`, `COP21`.
    Plain,
    /// `O.N.U.`; the initials of a person look alike.
    Dotted,
    /// `PPE-DE`, `GUE/NGL`: one name, or two acronyms side by side.
    Compound,
    /// `Unesco`: believed only where a full form stands beside it.
    Capitalised,
}

/// No acronym is longer.
const LONGEST: usize = 12;

impl Short {
    /// The short form as written, the last full stop of a dotted one included.
    pub(super) fn text<'a>(&self, segment: &Segment<'a>) -> &'a str {
        let dot = usize::from(self.kind == Kind::Dotted);
        match (segment.words.get(self.first), segment.words.get(self.last)) {
            (Some(a), Some(b)) => segment.text.get(a.start..b.end + dot).unwrap_or_default(),
            _ => "",
        }
    }
}

/// Every short form of `segment`, from left to right, a compound before its parts.
pub(super) fn shorts(segment: &Segment<'_>) -> Vec<Short> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < segment.words.len() {
        // Most words have at most one capital, at their start, and are done with here.
        let word = &segment.words[at];
        if word.upper == 0 || word.code || is_coded(segment, at) {
            at += 1;
        } else if let Some(last) = dotted(segment, at) {
            found.push(Short {
                first: at,
                last,
                kind: Kind::Dotted,
            });
            at = last + 1;
        } else if let Some(last) = with_ampersand(segment, at) {
            found.push(Short {
                first: at,
                last,
                kind: Kind::Plain,
            });
            at = last + 1;
        } else {
            found.extend(compound(segment, at));
            found.extend(single(segment, at));
            at += 1;
        }
    }
    found
}

/// The short form as it is filed: without full stops, plural s and accents, in lower case.
pub(super) fn key(short: &str) -> String {
    let bare: String = short
        .chars()
        .filter(|&c| c != '.' && c != '\u{ad}')
        .collect();
    plain(singular(&bare)).into_owned()
}

/// `NGOs` without its `s`.
pub(super) fn singular(short: &str) -> &str {
    match short.strip_suffix('s') {
        Some(stem)
            if stem.chars().filter(|c| c.is_uppercase()).count() >= 2
                && !stem.contains(char::is_lowercase) =>
        {
            stem
        }
        _ => short,
    }
}

/// Whether a short form without full form is one all the same: not a number, a unit, a sign.
pub(super) fn stands_alone(short: &str) -> bool {
    let letters = short.chars().filter(|c| c.is_alphabetic()).count();
    let upper = short.chars().filter(|c| c.is_uppercase()).count();
    let digits = short.chars().filter(char::is_ascii_digit).count();
    let shaped = match (letters, digits) {
        (1, 1..=2) => is_group_or_generation(short),
        (2..=8, 0) => upper >= 2 && !is_ordinal(short),
        (2..=8, 1..=2) => upper == letters && short.starts_with(char::is_alphabetic),
        _ => false,
    };
    shaped && !is_numbering(short) && NO_ACRONYMS.binary_search(&short).is_err()
}

/// Whether `short` is a Roman numeral as parts are numbered with (below 90), or years: `XIV`,
/// `MCMXC`. `CDI`, `DCI` and `MCC` are numerals too, but read as acronyms.
pub(super) fn is_numbering(short: &str) -> bool {
    let small = !short.contains(['C', 'D', 'M']);
    let year = short.starts_with('M') && short.len() >= 4;
    (small || year) && is_roman(short)
}

/// `G7`, `G20`, `G77`; `2G` to `6G`: the families of one letter and a number that running text is
/// full of.
fn is_group_or_generation(short: &str) -> bool {
    let number = |n: &str| n.parse::<u32>().unwrap_or(0);
    short.strip_prefix('G').is_some_and(|n| number(n) >= 7)
        || short
            .strip_suffix('G')
            .is_some_and(|n| (2..=6).contains(&number(n)))
}

/// `XXIe`, `IIIème`.
fn is_ordinal(short: &str) -> bool {
    let numeral = short.trim_end_matches(char::is_lowercase);
    numeral.len() < short.len() && is_numbering(numeral)
}

/// A well-formed Roman numeral, 1 to 3999.
fn is_roman(short: &str) -> bool {
    let mut rest = short.trim_start_matches('M');
    if short.len() - rest.len() > 3 {
        return false;
    }
    for [one, five, ten] in [["C", "D", "M"], ["X", "L", "C"], ["I", "V", "X"]] {
        let nine = format!("{one}{ten}");
        let four = format!("{one}{five}");
        if let Some(after) = rest.strip_prefix(&nine).or(rest.strip_prefix(&four)) {
            rest = after;
            continue;
        }
        rest = rest.strip_prefix(five).unwrap_or(rest);
        for _ in 0..3 {
            rest = rest.strip_prefix(one).unwrap_or(rest);
        }
    }
    rest.is_empty() && !short.is_empty()
}

fn single(segment: &Segment<'_>, at: usize) -> Option<Short> {
    let word = segment.words.get(at)?;
    let text = segment.word(at);
    let letters = word.upper + word.lower;
    if letters + word.digits < 2 || letters + word.digits > LONGEST {
        return None;
    }
    let plural = usize::from(singular(text).len() < text.len());
    let kind = if (word.upper >= 2 && word.upper > word.lower - plural)
        || (word.upper == 1 && word.lower == 0 && word.digits > 0)
    {
        Kind::Plain
    } else if letters >= 4 && word.digits == 0 && text.starts_with(char::is_uppercase) {
        Kind::Capitalised
    } else {
        return None;
    };
    Some(Short {
        first: at,
        last: at,
        kind,
    })
}

/// `O.N.U.`: single capitals with full stops and nothing else between them.
fn dotted(segment: &Segment<'_>, first: usize) -> Option<usize> {
    let is_initial = |at: usize| {
        let word = segment.words.get(at);
        word.is_some_and(|w| w.upper == 1 && w.lower == 0 && w.digits == 0)
    };
    if !is_initial(first) {
        return None;
    }
    let mut last = first;
    while last - first + 1 < LONGEST && segment.gap(last + 1) == "." && is_initial(last + 1) {
        last += 1;
    }
    (last > first && segment.gap(last + 1).starts_with('.')).then_some(last)
}

/// `R&D`.
fn with_ampersand(segment: &Segment<'_>, first: usize) -> Option<usize> {
    let capitals = |at: usize| {
        let word = segment.words.get(at);
        word.is_some_and(|w| w.upper > 0 && w.upper <= 3 && w.lower == 0 && w.digits == 0)
    };
    let joined = capitals(first) && segment.gap(first + 1) == "&" && capitals(first + 1);
    joined.then_some(first + 1)
}

/// `PPE-DE`, `GUE/NGL`.
fn compound(segment: &Segment<'_>, first: usize) -> Option<Short> {
    let fits = |w: &Word| w.all_capitals() && w.digits == 0 && w.upper <= 6;
    if !segment.words.get(first).is_some_and(fits) {
        return None;
    }
    let mut last = first;
    while last - first < 2
        && matches!(segment.gap(last + 1), "-" | "/" | "\u{2011}")
        && segment.words.get(last + 1).is_some_and(fits)
    {
        last += 1;
    }
    (last > first).then_some(Short {
        first,
        last,
        kind: Kind::Compound,
    })
}

/// Whether a sign without space joins word `at` to digits: `BCE/2014/59`, `COM(2011)`, `C-11`;
/// not a year or an edition behind a hyphen (`COVID-19`).
fn is_coded(segment: &Segment<'_>, at: usize) -> bool {
    let digits = |at: Option<usize>| {
        let word = at.and_then(|at| segment.words.get(at));
        word.is_some_and(|w| w.digits > 0 && w.upper + w.lower == 0)
    };
    let after = segment.gap(at + 1);
    let named = segment.words[at].upper >= 3 && after == "-";
    (matches!(after, "-" | "/" | ":" | "(" | "_" | "°") && !named && digits(at.checked_add(1)))
        || (at > 0 && matches!(segment.gap(at), "/" | ":") && digits(at.checked_sub(1)))
}

/// Units, currencies, titles and signs that are written like acronyms; sorted.
const NO_ACRONYMS: &[&str] = &[
    "CHF", "EUR", "GB", "GBP", "GHz", "GJ", "GO", "GV", "GW", "HT", "KB", "KM", "KO", "KW", "MB",
    "MHz", "MJ", "MM", "MO", "MPa", "MV", "MVA", "MW", "Mme", "NB", "NBSP", "NDLR", "NDT", "NdT",
    "OK", "PJ", "PS", "SVP", "TB", "TJ", "TO", "TTC", "TW", "USD", "VA",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(String, Kind)> {
        let mut buffer = Vec::new();
        let segment = Segment::new(text, &mut buffer);
        let found = shorts(&segment);
        let shown = found.iter().filter(|s| s.kind != Kind::Capitalised);
        shown
            .map(|s| (s.text(&segment).to_owned(), s.kind))
            .collect()
    }

    #[test]
    fn acronyms_are_seen() {
        let plain = |text| found(text) == [(text.to_owned(), Kind::Plain)];
        for short in [
            "ONU", "NGOs", "eIDAS", "PhD", "R&D", "G20", "5G", "COP21", "ÉTI", "ООН",
        ] {
            assert!(plain(short), "{short}");
        }
        assert_eq!(
            found("l'O.N.U. a dit"),
            [("O.N.U.".to_owned(), Kind::Dotted)]
        );
        assert_eq!(
            found("le groupe PPE-DE."),
            [
                ("PPE-DE".to_owned(), Kind::Compound),
                ("PPE".to_owned(), Kind::Plain),
                ("DE".to_owned(), Kind::Plain)
            ]
        );
    }

    #[test]
    fn words_codes_and_addresses_are_not() {
        for text in [
            "La Convention",
            "JavaScript",
            "YouTube",
            "BCE/2014/59",
            "COM(2011) 303",
            "C-11/00",
            "1999/352/CE",
            "http://ONU.org",
            "CODE_OF_CONDUCT",
            "M. Dupont",
            "J. Dupont",
            "a) et B)",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn keys_bring_spellings_together() {
        for short in ["O.N.U", "ONU", "ONUs", "onu"] {
            assert_eq!(key(short), "onu");
        }
        assert_eq!(key("SMS"), "sms");
        assert_eq!(key("ÉTI"), "eti");
    }

    #[test]
    fn numerals_units_and_signs_do_not_stand_alone() {
        for short in [
            "IV", "XXI", "MCMXC", "II", "MW", "MM", "OK", "A4", "EUR", "C6", "P2",
        ] {
            assert!(!stands_alone(short), "{short}");
        }
        for short in ["ONU", "UE", "G20", "5G", "CDD", "COP21", "DCI", "MIC"] {
            assert!(stands_alone(short), "{short}");
        }
        assert!(is_roman("XXI") && is_roman("CDI") && !is_roman("CDD") && !is_roman("IIII"));
        assert!(is_numbering("IV") && !is_numbering("CDI"));
    }

    #[test]
    fn lists_are_sorted() {
        assert!(NO_ACRONYMS.is_sorted());
    }

    proptest! {
        #[test]
        fn any_text_is_borne(text in "\\PC{0,40}|[A-Z0-9.&/() -]{0,30}") {
            let mut buffer = Vec::new();
            let segment = Segment::new(&text, &mut buffer);
            for short in shorts(&segment) {
                let written = short.text(&segment);
                prop_assert!(!written.is_empty() && !key(written).is_empty());
                stands_alone(written);
            }
        }
    }
}
