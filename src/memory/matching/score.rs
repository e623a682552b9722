//! The percentage of a match.
//!
//! `100 · (1 − edit distance of the keys / the longer length)`, minus fixed penalties for what
//! differs inside keys that count as equal. Penalties only lower a score, so whatever leaves a unit
//! out for its distance alone is exact. Only identity shows 100, identity with one or both
//! neighbours 101 or 102.

use super::key::Class;
use super::script::{Side, Step};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Letters in another case.
pub const CASE_PENALTY: f64 = 1.0;
/// Another number in the same place, which the target cannot take over.
pub const NUMBER_PENALTY: f64 = 1.0;
/// Another tag or placeholder in the same place.
pub const TAG_PENALTY: f64 = 1.0;
/// Other white space between the same tokens.
pub const SPACE_PENALTY: f64 = 0.5;
/// Other characters that fold to the same: apostrophes, composed and decomposed letters.
pub const FORM_PENALTY: f64 = 0.5;
/// What identity of one neighbour adds to identity.
pub const CONTEXT_BONUS: f64 = 1.0;

/// What was taken off a score; each kind counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Penalties {
    /// Letters in another case: [`CASE_PENALTY`] or 0.
    pub case: f64,
    /// Other numbers: [`NUMBER_PENALTY`], or 0 where the target took them over.
    pub number: f64,
    /// Other tags or placeholders: [`TAG_PENALTY`], or 0 where the target took them over.
    pub tag: f64,
    /// Other white space: [`SPACE_PENALTY`] or 0.
    pub space: f64,
    /// Other characters that fold to the same: [`FORM_PENALTY`] or 0.
    pub form: f64,
    /// For the memory it comes from, as the caller wants it.
    pub memory: f64,
    /// For the unit, as the caller wants it.
    pub unit: UnitPenalties,
}

/// What is taken off for what a unit is, not for how its text differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UnitPenalties {
    /// No person has read it: its status is below reviewed.
    pub unreviewed: f64,
    /// A machine translated it.
    pub machine: f64,
    /// It is for another region of one of the languages.
    pub region: f64,
    /// It was translated in the other direction.
    pub reversed: f64,
    /// It is older than wanted.
    pub old: f64,
}

impl UnitPenalties {
    fn each(&self) -> [(&'static str, f64); 5] {
        [
            ("unreviewed", self.unreviewed),
            ("machine", self.machine),
            ("region", self.region),
            ("reversed", self.reversed),
            ("old", self.old),
        ]
    }
}

impl Penalties {
    /// Those that were taken off, with their names.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let of_text = [
            ("case", self.case),
            ("number", self.number),
            ("tag", self.tag),
            ("space", self.space),
            ("form", self.form),
            ("memory", self.memory),
        ];
        let all = of_text.into_iter().chain(self.unit.each());
        all.filter(|&(_, points)| points > 0.0)
    }

    /// All of them together, in percent.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.each().map(|(_, points)| points).sum()
    }
}

/// The score of keys alone, in percent: `longer` tokens, `distance` of them to edit. Two texts
/// without tokens are equal.
pub(crate) fn raw_score(distance: usize, longer: usize) -> f64 {
    if longer == 0 {
        return 100.0;
    }
    100.0 * longer.saturating_sub(distance) as f64 / longer as f64
}

/// The greatest distance at which the score of keys alone is still `least` percent or more;
/// `None` where no distance is.
pub(crate) fn reach(longer: usize, least: f64) -> Option<usize> {
    if least > 100.0 {
        return None;
    }
    let estimate = longer as f64 * (100.0 - least) / 100.0;
    // The estimate is right but for rounding; the score itself decides.
    let mut distance = (estimate.max(0.0) as usize).min(longer);
    while distance < longer && raw_score(distance + 1, longer) >= least {
        distance += 1;
    }
    while distance > 0 && raw_score(distance, longer) < least {
        distance -= 1;
    }
    Some(distance)
}

impl Penalties {
    /// Takes in what differs inside the equal keys of a script from `source` to `query`.
    pub(super) fn take_differences(&mut self, source: Side<'_>, query: Side<'_>, steps: &[Step]) {
        let mut expected = Some((0, 0));
        for step in steps {
            let Step::Same(i, j) = *step else {
                expected = None;
                continue;
            };
            inside(self, source, query, i, j);
            // White space counts where the keys on both its sides are equal, and at the texts' ends.
            if expected == Some((i, j)) && gap_before(source, i) != gap_before(query, j) {
                self.space = SPACE_PENALTY;
            }
            expected = Some((i + 1, j + 1));
        }
        let ends = (source.keys.len(), query.keys.len());
        if expected == Some(ends) && gap_before(source, ends.0) != gap_before(query, ends.1) {
            self.space = SPACE_PENALTY;
        }
    }
}

/// What stands between the key before `place` and the key at `place`, or the text's end.
fn gap_before<'a>(side: Side<'a>, place: usize) -> &'a str {
    let from = place
        .checked_sub(1)
        .and_then(|last| side.keys.get(last))
        .map_or(0, |key| key.end);
    let to = side
        .keys
        .get(place)
        .map_or(side.text.len(), |key| key.start);
    side.text.get(from..to).unwrap_or_default()
}

/// Adds what differs between two equal keys.
fn inside(found: &mut Penalties, source: Side<'_>, query: Side<'_>, i: usize, j: usize) {
    let (Some(key), Some(other)) = (source.keys.get(i), query.keys.get(j)) else {
        return;
    };
    let (a, b) = (key.surface(source.text), other.surface(query.text));
    if a == b {
        return;
    }
    match key.class {
        Class::Number => found.number = NUMBER_PENALTY,
        Class::Tag | Class::Placeholder => found.tag = TAG_PENALTY,
        Class::Text => {
            let other_case = cases(a).ne(cases(b));
            if other_case {
                found.case = CASE_PENALTY;
            }
            if !other_case || lowered(a).ne(lowered(b)) {
                found.form = FORM_PENALTY;
            }
        }
    }
}

fn lowered(text: &str) -> impl Iterator<Item = char> {
    text.nfc().flat_map(char::to_lowercase)
}

/// Which letters of a text are capitals.
fn cases(text: &str) -> impl Iterator<Item = bool> {
    text.nfc()
        .filter(|c| c.is_alphabetic())
        .map(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_formula() {
        assert_eq!(raw_score(0, 7), 100.0);
        assert_eq!(raw_score(3, 10), 70.0);
        assert_eq!(raw_score(10, 10), 0.0);
        assert_eq!(raw_score(0, 0), 100.0);
        assert_eq!(reach(10, 70.0), Some(3));
        assert_eq!(reach(10, 71.0), Some(2));
        assert_eq!(reach(10, 100.0), Some(0));
        assert_eq!(reach(10, 101.0), None);
        assert_eq!(reach(10, -5.0), Some(10));
    }

    proptest! {
        #[test]
        fn reach_is_where_the_score_falls_below(longer in 1_usize..3000, tenths in 0_u32..=1000) {
            let least = f64::from(tenths) / 10.0;
            let distance = reach(longer, least).unwrap();
            prop_assert!(raw_score(distance, longer) >= least);
            prop_assert!(distance == longer || raw_score(distance + 1, longer) < least);
        }
    }
}
