//! Dates as TMX writes them, and the spellings found in files.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A date attribute: the text as given, and its meaning when it has one.
///
/// TMX wants `YYYYMMDDThhmmssZ` (ISO 8601 basic format, UTC). Understood as well: the extended
/// format with `-` and `:`, a date alone (midnight), no time zone (taken as UTC), fractions of a
/// second (dropped), and an offset like `+02:00` (converted).
///
/// ```
/// use bitext_tmx::Date;
///
/// let date = Date::new("2024-01-31T10:15:00+02:00");
/// assert_eq!(date.canonical().as_deref(), Some("20240131T081500Z"));
/// assert_eq!(Date::new("yesterday").canonical(), None);
/// assert_eq!(Date::new("yesterday").as_str(), "yesterday");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(String);

impl Date {
    /// Keeps the text, whatever it is.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same moment as `YYYYMMDDThhmmssZ`, or nothing when the text is no such date.
    #[must_use]
    pub fn canonical(&self) -> Option<String> {
        moment(self.0.trim()).map(written)
    }

    /// Whether the text is a date that [`canonical`](Self::canonical) understands.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        moment(self.0.trim()).is_some()
    }

    /// Whether the text is a date and stands as TMX writes it.
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        let is_digit = |at: usize, b: u8| match at {
            8 => b == b'T',
            15 => b == b'Z',
            // A leap second, which is written as the one before it.
            13 => (b'0'..=b'5').contains(&b),
            _ => b.is_ascii_digit(),
        };
        let bytes = self.0.as_bytes();
        bytes.len() == 16
            && bytes.iter().enumerate().all(|(at, &b)| is_digit(at, b))
            && self.is_valid()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Date {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Reads digits and separators from the front of a text.
struct Cursor<'a>(&'a str);

impl Cursor<'_> {
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (head, tail) = self.0.split_at_checked(digits)?;
        let plain = head.bytes().all(|b| b.is_ascii_digit());
        self.0 = tail;
        plain.then(|| head.parse().ok())?
    }

    fn eat(&mut self, wanted: &[char]) -> bool {
        match self.0.strip_prefix(wanted) {
            Some(tail) => {
                self.0 = tail;
                true
            }
            None => false,
        }
    }
}

/// Seconds since [`days`] begins; only years that have four digits.
fn moment(text: &str) -> Option<i64> {
    let mut cursor = Cursor(text);
    let year = cursor.number(4)?;
    cursor.eat(&['-']);
    let month = cursor.number(2)?;
    cursor.eat(&['-']);
    let day = cursor.number(2)?;
    let (mut seconds, mut offset) = (0, 0);
    if cursor.eat(&['T', 't', ' ']) {
        seconds = time(&mut cursor)?;
        offset = zone(&mut cursor)?;
    }
    let valid = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if !valid || !cursor.0.is_empty() {
        return None;
    }
    let moment = days(year, month, day) * 86_400 + seconds - offset;
    let known = days(0, 1, 1) * 86_400..days(10_000, 1, 1) * 86_400;
    known.contains(&moment).then_some(moment)
}

fn written(moment: i64) -> String {
    let (year, month, day) = date(moment.div_euclid(86_400));
    let seconds = moment.rem_euclid(86_400);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// Seconds since midnight; seconds may be missing, their fraction is dropped.
fn time(cursor: &mut Cursor<'_>) -> Option<i64> {
    let hour = cursor.number(2)?;
    cursor.eat(&[':']);
    let minute = cursor.number(2)?;
    cursor.eat(&[':']);
    let mut second = 0;
    if cursor.0.starts_with(|c: char| c.is_ascii_digit()) {
        second = cursor.number(2)?;
        if cursor.eat(&['.', ',']) {
            cursor.0 = cursor.0.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    let valid = hour < 24 && minute < 60 && second < 61;
    // A leap second counts as the last ordinary one.
    valid.then_some(hour * 3600 + minute * 60 + second.min(59))
}

/// Offset from UTC in seconds.
fn zone(cursor: &mut Cursor<'_>) -> Option<i64> {
    let sign = match cursor.0.chars().next() {
        None => return Some(0),
        Some('Z' | 'z') => {
            cursor.eat(&['Z', 'z']);
            return Some(0);
        }
        Some('+') => 1,
        Some('-') => -1,
        Some(_) => return None,
    };
    cursor.eat(&['+', '-']);
    let hours = cursor.number(2)?;
    cursor.eat(&[':']);
    let minutes = if cursor.0.is_empty() {
        0
    } else {
        cursor.number(2)?
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1 March of year 0 in the proleptic Gregorian calendar: with March first, leap days
/// come last in the year and months have a closed formula.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (month * 153 + 2) / 5 + day - 1
}

/// The inverse of [`days`].
fn date(days: i64) -> (i64, i64, i64) {
    // 146,097 days are 400 years.
    let mut year = days.div_euclid(146_097) * 400 + days.rem_euclid(146_097) / 366;
    while self::days(year + 1, 3, 1) <= days {
        year += 1;
    }
    let day = days - self::days(year, 3, 1);
    let month = (day * 5 + 2) / 153;
    let day = day - (month * 153 + 2) / 5 + 1;
    if month < 10 {
        (year, month + 3, day)
    } else {
        (year + 1, month - 9, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        Date::new(text).canonical().unwrap_or_default()
    }

    #[test]
    fn reads_the_spellings_of_files() {
        for (text, canonical) in [
            ("20240131T101500Z", "20240131T101500Z"),
            ("2024-01-31T10:15:00Z", "20240131T101500Z"),
            ("20240131", "20240131T000000Z"),
            ("2024-01-31 10:15", "20240131T101500Z"),
            ("2024-01-31T00:15:00.123+02:00", "20240130T221500Z"),
            ("20231231T233000-0100", "20240101T003000Z"),
            ("20240228T233000-01", "20240229T003000Z"),
            ("20240131T101500", "20240131T101500Z"),
            ("31/01/2024 10:15", ""),
            ("20240231T999999Z", ""),
            ("20240230T101010Z", ""),
            ("00000101T000000+2300", ""),
            ("", ""),
            ("0", ""),
            ("yesterday", ""),
            ("20240131T101500Zjunk", ""),
            ("2024é131", ""),
        ] {
            assert_eq!(read(text), canonical, "{text}");
            let date = Date::new(text);
            assert_eq!(date.is_valid(), !canonical.is_empty(), "{text}");
            assert_eq!(date.is_canonical(), text == canonical && date.is_valid());
        }
    }

    proptest! {
        #[test]
        fn calendar_is_its_own_inverse(day in -800_000_i64..4_000_000) {
            let (year, month, day_of_month) = date(day);
            prop_assert!((1..=12).contains(&month));
            prop_assert!((1..=days_in(year, month)).contains(&day_of_month));
            prop_assert_eq!(days(year, month, day_of_month), day);
        }

        #[test]
        fn canonical_is_stable(text in "[0-9]{4}-?[0-9]{2}-?[0-9]{2}(T[0-9]{2}:?[0-9]{2}:?[0-9]{2}(Z|[+-][0-9]{2}:?[0-9]{2})?)?") {
            let once = read(&text);
            prop_assert_eq!(read(&once), once);
        }
    }
}
