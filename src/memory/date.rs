//! Dates of units and changes: UTC, to the second, given by the caller.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A moment in UTC, to the second. Written and stored as `YYYYMMDDThhmmssZ` (ISO 8601 basic, what
/// TMX asks for); the order of the texts is the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

/// A text that is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no date: expected one in UTC like 20240131T235959Z or 2024-01-31T23:59:59Z")]
pub struct InvalidDate(String);

impl Date {
    /// The moment so many seconds after 1970-01-01T00:00:00Z; the years 0 to 9999 are kept, others
    /// become the nearest of them.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        // 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
        let seconds = seconds.clamp(-62_167_219_200, 253_402_300_799);
        let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // Civil date from a day count, years starting in March: Howard Hinnant, «chrono-Compatible
        // Low-Level Date Algorithms», civil_from_days.
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        Self {
            year: (year_of_era + era * 400 + i64::from(month <= 2)) as u16,
            month: month as u8,
            day: (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u8,
            hour: (second / 3_600) as u8,
            minute: (second / 60 % 60) as u8,
            second: (second % 60) as u8,
        }
    }
}

/// Bytes of a date as it is written.
const LENGTH: usize = "YYYYMMDDThhmmssZ".len();

impl Date {
    /// As written. Dates are written and read with every unit of a memory, so neither goes through
    /// the formatting machinery.
    fn written(self) -> [u8; LENGTH] {
        let mut text = *b"00000000T000000Z";
        let pair = |text: &mut [u8; LENGTH], at: usize, value: u8| {
            text[at] = b'0' + value / 10 % 10;
            text[at + 1] = b'0' + value % 10;
        };
        pair(&mut text, 0, (self.year / 100) as u8);
        pair(&mut text, 2, (self.year % 100) as u8);
        pair(&mut text, 4, self.month);
        pair(&mut text, 6, self.day);
        pair(&mut text, 9, self.hour);
        pair(&mut text, 11, self.minute);
        pair(&mut text, 13, self.second);
        text
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // ASCII by construction.
        f.write_str(std::str::from_utf8(&self.written()).unwrap_or_default())
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| InvalidDate(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Date> {
    let mut digits = [0_u16; 14];
    let mut filled = 0;
    let form: &[u8] = match text.len() {
        16 => b"00000000T000000Z",
        20 => b"0000-00-00T00:00:00Z",
        _ => return None,
    };
    for (&byte, &expected) in text.as_bytes().iter().zip(form) {
        match (byte, expected) {
            (b'0'..=b'9', b'0') => {
                digits[filled] = u16::from(byte - b'0');
                filled += 1;
            }
            _ if byte == expected => {}
            _ => return None,
        }
    }
    let part = |at: usize| u8::try_from(digits[at] * 10 + digits[at + 1]).ok();
    let number = |from: usize, to: usize| {
        Some(
            digits[from..to]
                .iter()
                .fold(0, |sum, digit| sum * 10 + digit),
        )
    };
    let date = Date {
        year: number(0, 4)?,
        month: part(4)?,
        day: part(6)?,
        hour: part(8)?,
        minute: part(10)?,
        second: part(12)?,
    };
    let leap = date.year.is_multiple_of(4)
        && (!date.year.is_multiple_of(100) || date.year.is_multiple_of(400));
    let days = match date.month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    // A leap second is written 60.
    let fits =
        (1..=days).contains(&date.day) && date.hour < 24 && date.minute < 60 && date.second <= 60;
    fits.then_some(date)
}

impl TryFrom<String> for Date {
    type Error = InvalidDate;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        String::from_utf8(date.written().to_vec()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_moments() {
        for (seconds, expected) in [
            (0, "19700101T000000Z"),
            (951_782_400, "20000229T000000Z"),
            (1_709_164_799, "20240228T235959Z"),
            (-1, "19691231T235959Z"),
            (i64::MAX, "99991231T235959Z"),
            (i64::MIN, "00000101T000000Z"),
        ] {
            assert_eq!(Date::from_unix(seconds).to_string(), expected);
        }
        let extended: Date = "2024-02-29T12:00:01Z".parse().unwrap();
        assert_eq!(extended.to_string(), "20240229T120001Z");
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in [
            "",
            "20230229T000000Z",
            "20241301T000000Z",
            "20240101T240000Z",
            "20240101",
            "20240101T000000",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn moments_are_read_back_in_order(a in -62_167_219_200_i64..253_402_300_799, b in -62_167_219_200_i64..253_402_300_799) {
            let (first, second) = (Date::from_unix(a), Date::from_unix(b));
            prop_assert_eq!(first.to_string().parse(), Ok(first));
            prop_assert_eq!(first.cmp(&second), a.cmp(&b));
            prop_assert_eq!(first.to_string().cmp(&second.to_string()), a.cmp(&b));
        }
    }
}
