//! Numbers, tags and placeholders of the query put into the target in place of the source's.

use super::day;
use super::key::{Class, keys};
use super::script::{Side, Step};
use crate::language::Language;
use indexmap::IndexMap;

/// The target with the query's numbers, or tags and placeholders, whichever `classes` names, where
/// it is certain which goes where: each of the source that the query changes must stand for one of
/// the query throughout, and stand in the target as often as in the source. `None` where nothing is
/// to change or anything is doubtful.
pub(super) fn substitute(
    classes: &[Class],
    source: (Side<'_>, &Language),
    query: Side<'_>,
    steps: &[Step],
    target: (&str, &Language),
) -> Option<String> {
    let changes = changes(classes, source, query, steps)?;
    let (text, language) = target;
    let places: Vec<_> = keys(text, language)
        .into_iter()
        .filter(|key| classes.contains(&key.class))
        .collect();
    let mut result = String::with_capacity(text.len() + 8);
    let mut end = 0;
    let mut counts = vec![0_usize; changes.len()];
    for key in &places {
        let surface = key.surface(text);
        let same_day =
            |change: &Change<'_>| day::is_same_day((change.source, source.1), (surface, language));
        let spelled = changes.get_full(&value(key.class, surface, language));
        let found = spelled.map(|(which, _, change)| (which, change));
        // A date may stand there in another layout.
        let found = found.or_else(|| {
            let mut changes = changes.values().enumerate();
            changes.find(|(_, change)| key.class == Class::Number && same_day(change))
        });
        let Some((which, change)) = found else {
            continue;
        };
        counts[which] += 1;
        result.push_str(&text[end..key.start]);
        match key.class {
            Class::Number => {
                let date =
                    day::render(change.query, (change.source, source.1), (surface, language));
                let number = match date {
                    Some(date) => date,
                    // A date whose layout is not known would be another day.
                    None if spelled.is_none() => return None,
                    None => render(change.query, source.1, surface, language)?,
                };
                result.push_str(&number);
            }
            _ => result.push_str(change.query),
        }
        end = key.end;
    }
    result.push_str(&text[end..]);
    let all_there = changes
        .values()
        .zip(&counts)
        .all(|(change, &count)| change.count == count);
    all_there.then_some(result)
}

/// What a number of the source becomes, and how often the source has it.
struct Change<'a> {
    source: &'a str,
    query: &'a str,
    count: usize,
}

/// What changes, by its value in the source; `None` for nothing or for a doubt.
fn changes<'a>(
    classes: &[Class],
    (source, language): (Side<'a>, &Language),
    query: Side<'a>,
    steps: &[Step],
) -> Option<IndexMap<Value, Change<'a>>> {
    // Every number of the source by value, with what the query has in its place.
    let mut numbers: IndexMap<Value, (&'a str, Vec<Option<&'a str>>, bool)> = IndexMap::new();
    for step in steps {
        let (place, stands) = match *step {
            Step::Same(i, j) => (i, query.keys.get(j).map(|key| key.surface(query.text))),
            Step::Replaced(i, _) | Step::Deleted(i) => (i, None),
            Step::Inserted(_) => continue,
        };
        let Some(key) = source
            .keys
            .get(place)
            .filter(|key| classes.contains(&key.class))
        else {
            continue;
        };
        let surface = key.surface(source.text);
        let (_, seen, changed) = numbers
            .entry(value(key.class, surface, language))
            .or_insert_with(|| (surface, Vec::new(), false));
        seen.push(stands);
        *changed |= stands.is_some_and(|other| other != surface);
    }
    let mut changes = IndexMap::new();
    for (number, (source, seen, changed)) in numbers {
        if !changed {
            continue;
        }
        let query = (*seen.first()?)?;
        if seen.iter().any(|other| *other != Some(query)) {
            return None;
        }
        changes.insert(
            number,
            Change {
                source,
                query,
                count: seen.len(),
            },
        );
    }
    (!changes.is_empty()).then_some(changes)
}

/// What a number means: its digits before and after the decimal sign, or, of what is no plain
/// number (a date, a range, other digits), its spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Value {
    Decimal { integer: String, fraction: String },
    Spelled(String),
}

fn value(class: Class, surface: &str, language: &Language) -> Value {
    let number = (class == Class::Number).then(|| Number::parse(surface, language));
    match number.flatten() {
        Some(Number {
            integer, fraction, ..
        }) => Value::Decimal { integer, fraction },
        None => Value::Spelled(surface.to_owned()),
    }
}

/// A plain number with its signs.
#[derive(Debug, PartialEq)]
struct Number {
    integer: String,
    fraction: String,
    group: Option<char>,
    decimal: Option<char>,
}

impl Number {
    fn parse(surface: &str, language: &Language) -> Option<Self> {
        let signs: Vec<(usize, char)> = surface
            .char_indices()
            .filter(|(_, c)| !c.is_ascii_digit())
            .collect();
        if surface.is_empty()
            || signs
                .iter()
                .any(|&(_, c)| !is_group_sign(c) && c != '.' && c != ',')
            || surface.starts_with(|c: char| !c.is_ascii_digit())
            || surface.ends_with(|c: char| !c.is_ascii_digit())
        {
            return None;
        }
        let decimal = decimal_place(surface, &signs, language);
        let (whole, fraction) = match decimal {
            Some((at, sign)) => (&surface[..at], &surface[at + sign.len_utf8()..]),
            None => (surface, ""),
        };
        let mut groups = whole.split(|c: char| !c.is_ascii_digit());
        let first = groups.next()?;
        let rest: Vec<&str> = groups.collect();
        // «1.2.3» and «12,5,100» are versions and lists.
        if (!rest.is_empty() && first.len() > 3) || rest.iter().any(|group| group.len() != 3) {
            return None;
        }
        Some(Self {
            integer: whole.chars().filter(char::is_ascii_digit).collect(),
            fraction: fraction.to_owned(),
            group: whole.chars().find(|c| !c.is_ascii_digit()),
            decimal: decimal.map(|(_, sign)| sign),
        })
    }

    /// The digits with this sign between groups of three, if any.
    fn spelled(&self, group: Option<char>, decimal: char) -> String {
        let mut spelled = String::new();
        for (at, digit) in self.integer.chars().enumerate() {
            if let Some(sign) = group
                && at > 0
                && (self.integer.len() - at).is_multiple_of(3)
            {
                spelled.push(sign);
            }
            spelled.push(digit);
        }
        if !self.fraction.is_empty() {
            spelled.push(decimal);
            spelled.push_str(&self.fraction);
        }
        spelled
    }
}

/// Spaces and apostrophes that stand between thousands.
fn is_group_sign(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}'
    )
}

/// The sign that separates the decimals, if the last full stop or comma does.
fn decimal_place(
    surface: &str,
    signs: &[(usize, char)],
    language: &Language,
) -> Option<(usize, char)> {
    let &(at, sign) = signs.last().filter(|(_, sign)| matches!(sign, '.' | ','))?;
    let same = signs.iter().filter(|(_, other)| *other == sign).count();
    if same > 1 {
        return None;
    }
    let digits_after = surface.len() - at - 1;
    let could_group = digits_after == 3 && at <= 3 && !surface.starts_with('0');
    (signs.len() > 1 || !could_group || sign == decimal_sign(language)).then_some((at, sign))
}

/// The usual decimal sign (CLDR): a full stop in English and in East and South Asian languages,
/// a comma in most others.
fn decimal_sign(language: &Language) -> char {
    match language.primary().as_str() {
        "en" | "ja" | "ko" | "zh" | "th" | "he" | "hi" | "bn" | "ta" | "te" | "ur" | "ga"
        | "cy" | "mt" | "sw" | "ms" => '.',
        _ => ',',
    }
}

/// The query's number as the target would spell it; `None` where that is not known.
fn render(query: &str, from: &Language, target: &str, to: &Language) -> Option<String> {
    if query.bytes().all(|b| b.is_ascii_digit()) && target.bytes().all(|b| b.is_ascii_digit()) {
        return Some(query.to_owned());
    }
    match (Number::parse(query, from), Number::parse(target, to)) {
        (Some(number), Some(model)) => {
            let decimal = model.decimal.unwrap_or_else(|| decimal_sign(to));
            let group = match (number.group, model.group) {
                (None, group) if number.integer.len() <= 3 => group,
                // The query would not group its digits, the target may still.
                (None, _) => None,
                (Some(_), Some(group)) => Some(group),
                (Some(sign), None) if decimal_sign(from) == decimal_sign(to) => Some(sign),
                (Some(_), None) if to.primary() == "fr" => Some('\u{202f}'),
                (Some(_), None) if to.primary() == "en" => Some(','),
                (Some(_), None) => return None,
            };
            Some(number.spelled(group, decimal))
        }
        // Dates, ranges, other digits: taken over as they are when no word is part of them.
        (None, None) if !query.chars().chain(target.chars()).any(char::is_alphabetic) => {
            Some(query.to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(surface: &str, language: &Language) -> Option<(String, String)> {
        Number::parse(surface, language).map(|n| (n.integer, n.fraction))
    }

    fn decimal(integer: &str, fraction: &str) -> Option<(String, String)> {
        Some((integer.to_owned(), fraction.to_owned()))
    }

    #[test]
    fn signs_are_read_by_language() {
        let (en, fr) = (Language::english(), Language::french());
        assert_eq!(number("1,234", &en), decimal("1234", ""));
        assert_eq!(number("1,234", &fr), decimal("1", "234"));
        assert_eq!(number("1,234.5", &en), decimal("1234", "5"));
        assert_eq!(number("1\u{202f}234,5", &fr), decimal("1234", "5"));
        assert_eq!(number("1.234.567", &fr), decimal("1234567", ""));
        assert_eq!(number("3.5", &fr), decimal("3", "5"));
        assert_eq!(number("0,250", &en), decimal("0", "250"));
        for odd in ["1.2.3", "12/05", "1-2", "3e", "", ",5", "12345,678,901"] {
            assert_eq!(number(odd, &en), None, "{odd}");
        }
    }

    #[test]
    fn numbers_are_spelled_as_the_target_does() {
        let (en, fr) = (Language::english(), Language::french());
        assert_eq!(
            render("2,500.75", &en, "1\u{a0}234,5", &fr).unwrap(),
            "2\u{a0}500,75"
        );
        assert_eq!(render("12,500", &en, "900", &fr).unwrap(), "12\u{202f}500");
        assert_eq!(render("7", &en, "1\u{a0}234", &fr).unwrap(), "7");
        assert_eq!(render("2.5", &en, "3", &fr).unwrap(), "2,5");
        assert_eq!(
            render("13/06/2024", &en, "12/05/2023", &fr).unwrap(),
            "13/06/2024"
        );
        assert_eq!(render("3rd", &en, "2", &fr), None);
    }
}
