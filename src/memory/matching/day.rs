//! Dates in figures: the query's in the layout of the target's (`31/12/2024`, `2024-12-31`).
//!
//! Which figure is the day and which the month is told by the figures (none above twelve is a month), by
//! the language (CLDR: the month goes first in the United States and the Philippines, the day
//! elsewhere), and by what source and target have in common, for they name the same day. What is left
//! open stays as it is.

use crate::language::Language;

/// In which order the figures stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

/// A date as it may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Reading<'a> {
    order: Order,
    sign: char,
    year: &'a str,
    month: u8,
    day: u8,
    /// Whether the figures have leading zeros, where that can be seen.
    padded: Option<bool>,
}

impl Reading<'_> {
    fn is_same_day(&self, other: &Self) -> bool {
        (self.year, self.month, self.day) == (other.year, other.month, other.day)
    }

    /// This day as the other date is written.
    fn written_like(&self, model: &Self) -> String {
        let padded = model.padded.or(self.padded).unwrap_or(true);
        let figure = |figure: u8| {
            if padded {
                format!("{figure:02}")
            } else {
                figure.to_string()
            }
        };
        let (year, month, day) = (self.year.to_owned(), figure(self.month), figure(self.day));
        let parts = match model.order {
            Order::YearMonthDay => [year, month, day],
            Order::DayMonthYear => [day, month, year],
            Order::MonthDayYear => [month, day, year],
        };
        parts.join(&model.sign.to_string())
    }
}

/// Every way to read a text as a date with a year of four figures; none for anything else.
fn readings<'a>(text: &'a str, language: &Language) -> Vec<Reading<'a>> {
    let Some(sign) = text.chars().find(|c| !c.is_ascii_digit()) else {
        return Vec::new();
    };
    let parts: Vec<&str> = text.split(sign).collect();
    let [first, second, third] = parts[..] else {
        return Vec::new();
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !matches!(sign, '/' | '.' | '-') || !parts.iter().all(|part| digits(part)) {
        return Vec::new();
    }
    let orders: &[Order] = match (first.len(), third.len()) {
        (4, 1 | 2) => &[Order::YearMonthDay],
        (1 | 2, 4) => year_last(sign, language),
        _ => return Vec::new(),
    };
    let figures = |order| match order {
        Order::YearMonthDay => (first, second, third),
        Order::DayMonthYear => (third, second, first),
        Order::MonthDayYear => (third, first, second),
    };
    let reading = |&order: &Order| {
        let (year, month, day) = figures(order);
        let short = |part: &str| matches!(part.len(), 1 | 2);
        if !short(month) || !short(day) {
            return None;
        }
        let padded = if month.starts_with('0') || day.starts_with('0') {
            Some(true)
        } else {
            (month.len() == 1 || day.len() == 1).then_some(false)
        };
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Reading {
            order,
            sign,
            year,
            month,
            day,
            padded,
        })
    };
    orders.iter().filter_map(reading).collect()
}

/// The orders that a date with the year last may have. A date with full stops begins with the day.
fn year_last(sign: char, language: &Language) -> &'static [Order] {
    let tag = language.as_str().to_ascii_uppercase();
    let region = tag.split(['-', '_']).skip(1).find(|part| part.len() == 2);
    match (language.primary().as_str(), region) {
        _ if sign == '.' => &[Order::DayMonthYear],
        (_, Some("US" | "PH")) => &[Order::MonthDayYear],
        ("en", None) => &[Order::MonthDayYear, Order::DayMonthYear],
        _ => &[Order::DayMonthYear],
    }
}

/// Whether a source and its target may name the same day.
pub(super) fn is_same_day(source: (&str, &Language), target: (&str, &Language)) -> bool {
    let targets = readings(target.0, target.1);
    let mut sources = readings(source.0, source.1).into_iter();
    sources.any(|source| targets.iter().any(|target| target.is_same_day(&source)))
}

/// The query's date as the target writes its date, which is the source's; nothing where one of the
/// three is no date or where it depends on how they are read.
pub(super) fn render(
    query: &str,
    source: (&str, &Language),
    target: (&str, &Language),
) -> Option<String> {
    let targets = readings(target.0, target.1);
    let queries = readings(query, source.1);
    let mut found: Option<String> = None;
    for source in readings(source.0, source.1) {
        for model in targets.iter().filter(|model| model.is_same_day(&source)) {
            // A query in the source's layout is read as the source is.
            let alike =
                |query: &&Reading<'_>| (query.order, query.sign) == (source.order, source.sign);
            let query = match (queries.iter().find(alike), &queries[..]) {
                (Some(query), _) => query,
                (None, [only]) => only,
                _ => continue,
            };
            let written = query.written_like(model);
            if found.as_ref().is_some_and(|other| *other != written) {
                return None;
            }
            found = Some(written);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        tag.parse().unwrap()
    }

    fn rendered(query: &str, source: (&str, &str), target: (&str, &str)) -> Option<String> {
        let (from, to) = (language(source.1), language(target.1));
        render(query, (source.0, &from), (target.0, &to))
    }

    #[test]
    fn dates_take_the_layout_of_the_target() {
        for (query, source, target, expected) in [
            (
                "31/12/2024",
                ("05/11/2023", "fr"),
                ("2023-11-05", "en"),
                "2024-12-31",
            ),
            (
                "31/12/2024",
                ("25/11/2023", "fr"),
                ("11/25/2023", "en-US"),
                "12/31/2024",
            ),
            (
                "12/31/2024",
                ("11/25/2023", "en"),
                ("25.11.2023", "de"),
                "31.12.2024",
            ),
            (
                "1.2.2024",
                ("25.11.2023", "de"),
                ("25/11/2023", "fr"),
                "1/2/2024",
            ),
            (
                "01.02.2024",
                ("5.11.2023", "de"),
                ("2023-11-05", "en"),
                "2024-02-01",
            ),
            (
                "2024-12-31",
                ("2023-11-05", "en"),
                ("5/11/2023", "fr"),
                "31/12/2024",
            ),
            // The target tells which figure of the source is the month.
            (
                "01/02/2024",
                ("05/11/2023", "en"),
                ("2023-05-11", "fr"),
                "2024-01-02",
            ),
            (
                "01/02/2024",
                ("05/11/2023", "en"),
                ("05/11/2023", "fr"),
                "01/02/2024",
            ),
            // Either way it is the same.
            (
                "01/02/2024",
                ("05/11/2023", "en"),
                ("05/11/2023", "en"),
                "01/02/2024",
            ),
            // The query is written otherwise than the source.
            (
                "2024-12-31",
                ("05/11/2023", "fr"),
                ("11/05/2023", "en-US"),
                "12/31/2024",
            ),
        ] {
            assert_eq!(
                rendered(query, source, target).as_deref(),
                Some(expected),
                "{query} {source:?} {target:?}"
            );
        }
    }

    #[test]
    fn what_is_doubtful_stays() {
        for (query, source, target) in [
            // Another day.
            ("31/12/2024", ("05/11/2023", "fr"), ("2023-11-06", "en")),
            // No date: too large, too many figures, a version, a range.
            ("31/13/2024", ("05/11/2023", "fr"), ("2023-11-05", "en")),
            ("31/12/24", ("05/11/2023", "fr"), ("2023-11-05", "en")),
            ("3.1.2", ("05/11/2023", "fr"), ("2023-11-05", "en")),
            ("10-12", ("05/11/2023", "fr"), ("2023-11-05", "en")),
            // The query may be January or February, and nothing tells.
            ("01/02/2024", ("2023-11-05", "en"), ("05/11/2023", "fr")),
        ] {
            assert_eq!(rendered(query, source, target), None, "{query}");
        }
        let (en, fr) = (language("en"), language("fr"));
        assert!(is_same_day(("11/05/2023", &en), ("05/11/2023", &fr)));
        assert!(!is_same_day(("11/25/2023", &en), ("24/11/2023", &fr)));
    }
}
