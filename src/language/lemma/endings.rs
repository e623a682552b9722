//! What the end of an unknown word tells: its lemma, gender and number.
//!
//! The rules are learned from a lexicon: for each ending of up to [`LONGEST`] letters the edit and
//! the morphology that most forms with it have, kept where it differs from what the ending one
//! letter shorter says. The longest known ending decides (as in Mikheev, "Automatic rule induction
//! for unknown-word guessing", Computational Linguistics 23(3), 1997).

use std::collections::BTreeMap;

use super::lexicon::{Reading, read_reading};
use super::morphology::Class;
use crate::language::bytes::{DecodeError, Reader, Writer};

/// Letters of the longest ending.
const LONGEST: usize = 5;

/// Forms that an ending must have: fewer are chance.
const FEWEST: u32 = 4;

/// Learned endings.
#[derive(Default)]
pub(super) struct Endings {
    /// By class and ending.
    rules: BTreeMap<(Class, Box<str>), Reading>,
}

impl Endings {
    /// Learns from the forms of a lexicon.
    pub(super) fn learn<'f>(forms: impl Iterator<Item = (&'f str, Reading)>) -> Self {
        let mut counts: BTreeMap<(Class, &str), BTreeMap<Reading, u32>> = BTreeMap::new();
        for (form, reading) in forms {
            let Some(class) = reading.class.ending_class() else {
                continue;
            };
            for ending in endings(form) {
                let readings = counts.entry((class, ending)).or_default();
                *readings.entry(Reading { class, ..reading }).or_default() += 1;
            }
        }
        // Sorted by the ending's text, so a shorter ending is not always before a longer one:
        // by length it is.
        let mut by_length: Vec<_> = counts.into_iter().collect();
        by_length.sort_by_key(|((_, ending), _)| ending.len());
        let mut learned = Self::default();
        for ((class, ending), readings) in by_length {
            let Some((&reading, &count)) = readings
                .iter()
                .max_by_key(|&(reading, count)| (count, std::cmp::Reverse(reading)))
            else {
                continue;
            };
            if count >= FEWEST && learned.guess(ending, class) != Some(reading) {
                learned.rules.insert((class, ending.into()), reading);
            }
        }
        learned
    }

    /// What the longest known ending of `form` says.
    pub(super) fn guess(&self, form: &str, class: Class) -> Option<Reading> {
        endings(form).find_map(|ending| self.rules.get(&(class, Box::from(ending))).copied())
    }

    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.count(self.rules.len());
        for ((_, ending), reading) in &self.rules {
            writer.text(ending);
            write_reading(writer, *reading);
        }
    }

    pub(super) fn decode(reader: &mut Reader<'_>, edits: usize) -> Result<Self, DecodeError> {
        let count = reader.count()?;
        let rules = (0..count)
            .map(|_| {
                let ending = reader.text()?.into();
                let reading = read_reading(reader, edits)?;
                Ok(((reading.class, ending), reading))
            })
            .collect::<Result<_, DecodeError>>()?;
        Ok(Self { rules })
    }
}

/// Writes what `read_reading` reads.
pub(super) fn write_reading(writer: &mut Writer, reading: Reading) {
    writer.count(reading.class as usize);
    writer.byte(reading.morphology.to_bits());
    writer.count(reading.edit.into());
}

/// The endings of `form`, longest first, the empty one last.
fn endings(form: &str) -> impl Iterator<Item = &str> {
    let starts = form
        .char_indices()
        .rev()
        .map(|(start, _)| start)
        .take(LONGEST);
    let mut starts: Vec<usize> = starts.collect();
    starts.reverse();
    starts.push(form.len());
    starts.into_iter().map(move |start| &form[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_go_from_the_longest_to_none() {
        assert_eq!(endings("été").collect::<Vec<_>>(), ["été", "té", "é", ""]);
        assert_eq!(endings("nationaux").next(), Some("onaux"));
    }
}
