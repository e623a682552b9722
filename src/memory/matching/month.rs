//! Names of months in dates: the query's in place of the source's.

use super::key::{Class, Key, keys};
use super::script::{Side, Step};
use crate::language::{Language, fold, months};

/// The month that a key names, counted from 0, if it stands beside a number, as in a date.
fn month(text: &str, keys: &[Key], place: usize, language: &Language) -> Option<usize> {
    let word = fold(keys.get(place)?.surface(text));
    let names = months(language)?;
    let month = names.iter().position(|name| fold(name) == word)?;
    let number = |place: Option<usize>| {
        let key = place.and_then(|place| keys.get(place));
        key.is_some_and(|key| key.class == Class::Number)
    };
    (number(place.checked_sub(1)) || number(Some(place + 1))).then_some(month)
}

/// The target with the query's months, where it is certain which month goes where: each month of
/// the source that the query replaces stands for one month of the query throughout, and stands in
/// the target as often as in the source. `None` where nothing is to change or anything is doubtful.
pub(super) fn substitute(
    (source, from): (Side<'_>, &Language),
    query: Side<'_>,
    steps: &[Step],
    (target, to): (&str, &Language),
) -> Option<String> {
    let mut becomes: [Option<usize>; 12] = [None; 12];
    let mut counts = [0_usize; 12];
    let mut replaced = false;
    for step in steps {
        let (i, now) = match *step {
            Step::Same(i, j) | Step::Replaced(i, j) => (i, month(query.text, query.keys, j, from)),
            Step::Deleted(i) => (i, None),
            Step::Inserted(_) => continue,
        };
        let Some(was) = month(source.text, source.keys, i, from) else {
            continue;
        };
        let now = now?;
        if becomes[was].is_some_and(|other| other != now) {
            return None;
        }
        becomes[was] = Some(now);
        counts[was] += 1;
        replaced |= was != now;
    }
    if !replaced {
        return None;
    }
    let names = months(to)?;
    let all = keys(target, to);
    let mut result = String::with_capacity(target.len() + 8);
    let mut end = 0;
    for (place, key) in all.iter().enumerate() {
        let Some(was) = month(target, &all, place, to) else {
            continue;
        };
        let now = becomes[was]?;
        counts[was] = counts[was].checked_sub(1)?;
        result.push_str(&target[end..key.start]);
        result.push_str(&as_written(names[now], key.surface(target)));
        end = key.end;
    }
    result.push_str(&target[end..]);
    counts.iter().all(|&left| left == 0).then_some(result)
}

/// A name in capitals, or with a capital, where the one in its place has them.
fn as_written(name: &str, model: &str) -> String {
    let capitals = model.chars().filter(|c| c.is_uppercase()).count();
    if capitals > 1 {
        name.to_uppercase()
    } else if capitals == 1 {
        let mut characters = name.chars();
        let first = characters.next();
        first.map_or(String::new(), |first| {
            first.to_uppercase().chain(characters).collect()
        })
    } else {
        name.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::super::index::Limits;
    use super::super::matcher::{Entry, Matcher};
    use super::*;

    fn proposal(source: &str, target: &str, query: &str) -> Option<String> {
        let mut builder = Matcher::builder(Language::english(), Language::french());
        builder.add(Entry {
            source,
            target,
            ..Entry::default()
        });
        let found = builder.finish().matches(query, Limits::default()).unwrap();
        found[0].substituted.clone()
    }

    #[test]
    fn dates_are_put_into_the_target() {
        let (source, target) = (
            "It was signed on 3 May 2024 in Hanoi.",
            "Elle a été signée le 3 mai 2024 à Hanoï.",
        );
        let now = proposal(source, target, "It was signed on 14 August 2025 in Hanoi.");
        let expected = "Elle a été signée le 14 août 2025 à Hanoï.";
        assert_eq!(now.as_deref(), Some(expected));
        // The word may be no month, and the target may not have the date.
        assert_eq!(
            proposal(
                "You may go in 3 days",
                "Partez dans 3 jours",
                "You can go in 3 days"
            ),
            None
        );
        assert_eq!(
            proposal(
                source,
                "Elle a été signée au printemps à Hanoï.",
                "It was signed on 3 June 2024 in Hanoi."
            ),
            None
        );
    }

    #[test]
    fn tags_are_put_into_the_target() {
        let now = proposal(
            "Press <b>Save</b> to go on",
            "<b>Save</b> pour continuer",
            "Press <i>Save</i> to go on",
        );
        assert_eq!(now.as_deref(), Some("<i>Save</i> pour continuer"));
        let now = proposal("Copy %s to {0}", "Copier %s vers {0}", "Copy %d to {0}");
        assert_eq!(now.as_deref(), Some("Copier %d vers {0}"));
        assert_eq!(
            proposal("Press <b>Save</b>", "Cliquez", "Press <i>Save</i>"),
            None
        );
    }
}
