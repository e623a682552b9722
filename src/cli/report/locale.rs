//! Numbers, dates and names of languages, as each language of the page writes them.

use bitext::language::{Language, months};

/// The language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Locale {
    /// English.
    #[default]
    English,
    /// French, with its spaces: no-break before `:` `%` `»`, narrow before `;` `!` `?` and between
    /// groups of digits.
    French,
}

/// Tag, English name, French name: the official languages of the European Union and the United
/// Nations and a few more; other tags stand for themselves.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("ar", "Arabic", "arabe"),
    ("bg", "Bulgarian", "bulgare"),
    ("ca", "Catalan", "catalan"),
    ("cs", "Czech", "tchèque"),
    ("da", "Danish", "danois"),
    ("de", "German", "allemand"),
    ("el", "Greek", "grec"),
    ("en", "English", "anglais"),
    ("es", "Spanish", "espagnol"),
    ("et", "Estonian", "estonien"),
    ("fa", "Persian", "persan"),
    ("fi", "Finnish", "finnois"),
    ("fr", "French", "français"),
    ("ga", "Irish", "irlandais"),
    ("he", "Hebrew", "hébreu"),
    ("hi", "Hindi", "hindi"),
    ("hr", "Croatian", "croate"),
    ("hu", "Hungarian", "hongrois"),
    ("it", "Italian", "italien"),
    ("ja", "Japanese", "japonais"),
    ("ko", "Korean", "coréen"),
    ("lt", "Lithuanian", "lituanien"),
    ("lv", "Latvian", "letton"),
    ("mt", "Maltese", "maltais"),
    ("nl", "Dutch", "néerlandais"),
    ("no", "Norwegian", "norvégien"),
    ("pl", "Polish", "polonais"),
    ("pt", "Portuguese", "portugais"),
    ("ro", "Romanian", "roumain"),
    ("ru", "Russian", "russe"),
    ("sk", "Slovak", "slovaque"),
    ("sl", "Slovenian", "slovène"),
    ("sv", "Swedish", "suédois"),
    ("tr", "Turkish", "turc"),
    ("uk", "Ukrainian", "ukrainien"),
    ("vi", "Vietnamese", "vietnamien"),
    ("zh", "Chinese", "chinois"),
];

impl Locale {
    /// The language's tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// A whole number, its digits in groups: `1,234`, `1 234`.
    pub(crate) fn count(self, number: usize) -> String {
        self.grouped(&number.to_string())
    }

    /// A number with one decimal, unless that is zero: `2.5`, `2,5`.
    pub(super) fn decimal(self, number: f64) -> String {
        let text = format!("{number:.1}");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
        if fraction == "0" {
            return self.grouped(whole);
        }
        let point = match self {
            Self::English => '.',
            Self::French => ',',
        };
        format!("{}{point}{fraction}", self.grouped(whole))
    }

    /// A share in per cent with one decimal. What is not all is never shown as 100 %, nor what is
    /// something as 0 %.
    pub(super) fn share(self, part: usize, whole: usize) -> String {
        let share = 100.0 * super::chart::ratio(part, whole);
        let number = if part > 0 && share < 0.05 {
            format!("< {}", self.decimal(0.1))
        } else if part < whole && share >= 99.95 {
            format!("> {}", self.decimal(99.9))
        } else {
            self.decimal(share)
        };
        self.per_cent(&number.replace(' ', "\u{a0}"))
    }

    /// A confidence or score, a number from 0 to 1, in whole per cent, rounded down so that only
    /// certainty shows as 100 %.
    pub(crate) fn confidence(self, confidence: f64) -> String {
        // A confidence is what a computation left of it: 0.29 · 100 is 28.999… and means 29.
        let whole = (confidence * 100.0 + 1e-6).floor().clamp(0.0, 100.0);
        self.per_cent(&format!("{:.0}", if whole.is_nan() { 0.0 } else { whole }))
    }

    /// A number, already written, in per cent.
    pub(super) fn per_cent(self, number: &str) -> String {
        match self {
            Self::English => format!("{number}%"),
            Self::French => format!("{number}\u{a0}%"),
        }
    }

    /// A file's size in decimal units: `840 bytes`, `1.2 MB`, `1,2 Mo`.
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    pub(super) fn size(self, bytes: u64) -> String {
        let units = match self {
            Self::English => ["kB", "MB", "GB", "TB"],
            Self::French => ["ko", "Mo", "Go", "To"],
        };
        if bytes < 1000 {
            let word = match self {
                Self::English if bytes == 1 => "byte",
                Self::English => "bytes",
                Self::French if bytes < 2 => "octet",
                Self::French => "octets",
            };
            return format!("{bytes}\u{a0}{word}");
        }
        let mut value = bytes as f64 / 1000.0;
        let mut unit = 0;
        while value >= 999.95 && unit + 1 < units.len() {
            value /= 1000.0;
            unit += 1;
        }
        format!("{}\u{a0}{}", self.decimal(value), units[unit])
    }

    /// `2025-11-01` as `1 November 2025`, `1er novembre 2025`; anything else stays as it is.
    pub(crate) fn date(self, date: &str) -> String {
        let Some((year, month, day)) = split_date(date) else {
            return date.to_owned();
        };
        let (language, ordinal) = match self {
            Self::French => (Language::french(), if day == 1 { "er" } else { "" }),
            Self::English => (Language::english(), ""),
        };
        let Some(name) = months(&language).and_then(|names| names.get(month - 1)) else {
            return date.to_owned();
        };
        format!("{day}{ordinal}\u{a0}{name} {year}")
    }

    /// The name of a language from its tag, with the rest of the tag behind: `French (CA)`.
    pub(crate) fn language(self, tag: &str) -> String {
        let (primary, rest) = tag.split_once(['-', '_']).unwrap_or((tag, ""));
        let found = LANGUAGES
            .iter()
            .find(|entry| entry.0.eq_ignore_ascii_case(primary));
        let name = match (found, self) {
            (None, _) => return tag.to_owned(),
            (Some(entry), Self::English) => entry.1,
            (Some(entry), Self::French) => entry.2,
        };
        if rest.is_empty() {
            name.to_owned()
        } else {
            format!("{name}\u{a0}({rest})")
        }
    }

    fn grouped(self, digits: &str) -> String {
        let separator = match self {
            Self::English => ',',
            Self::French => '\u{202f}',
        };
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }
}

/// Whether a text is a date that `<time>` may carry.
pub(super) fn is_date(date: &str) -> bool {
    split_date(date).is_some()
}

/// Year, month 1–12, day 1–31.
fn split_date(date: &str) -> Option<(&str, usize, usize)> {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits =
        |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{English, French};

    #[test]
    fn digits_stand_in_groups() {
        assert_eq!(English.count(999), "999");
        assert_eq!(English.count(1_234_567), "1,234,567");
        assert_eq!(French.count(1_234), "1\u{202f}234");
        assert_eq!(French.decimal(12_345.67), "12\u{202f}345,7");
        assert_eq!(English.decimal(3.04), "3");
    }

    #[test]
    fn shares_never_round_to_all_or_nothing() {
        assert_eq!(English.share(1, 3), "33.3%");
        assert_eq!(French.share(1, 3), "33,3\u{a0}%");
        assert_eq!(English.share(0, 3), "0%");
        assert_eq!(English.share(3, 3), "100%");
        assert_eq!(English.share(9_999, 10_000), ">\u{a0}99.9%");
        assert_eq!(French.share(1, 10_000), "<\u{a0}0,1\u{a0}%");
        assert_eq!(English.share(0, 0), "0%");
    }

    #[test]
    fn only_certainty_is_100_per_cent() {
        assert_eq!(English.confidence(0.999), "99%");
        assert_eq!(English.confidence(1.0), "100%");
        assert_eq!(French.confidence(0.29), "29\u{a0}%");
        assert_eq!(English.confidence(f64::NAN), "0%");
        assert_eq!(English.confidence(-1.0), "0%");
    }

    #[test]
    fn sizes_have_the_unit_that_reads_best() {
        assert_eq!(English.size(1), "1\u{a0}byte");
        assert_eq!(French.size(840), "840\u{a0}octets");
        assert_eq!(English.size(999_960), "1\u{a0}MB");
        assert_eq!(French.size(1_234_567), "1,2\u{a0}Mo");
        assert_eq!(English.size(u64::MAX), "18,446,744.1\u{a0}TB");
    }

    #[test]
    fn dates_are_written_out_and_other_texts_kept() {
        assert_eq!(English.date("2025-11-02"), "2\u{a0}November 2025");
        assert_eq!(French.date("2025-08-01"), "1er\u{a0}août 2025");
        for odd in [
            "",
            "2025-13-01",
            "2025-00-10",
            "yesterday",
            "2025-1-1",
            "2025-01-01-01",
        ] {
            assert_eq!(English.date(odd), odd);
            assert!(!is_date(odd));
        }
    }

    #[test]
    fn languages_have_their_names() {
        assert_eq!(English.language("fr"), "French");
        assert_eq!(French.language("EN-gb"), "anglais\u{a0}(gb)");
        assert_eq!(English.language("xx-Latn"), "xx-Latn");
        assert_eq!(English.language(""), "");
    }
}
