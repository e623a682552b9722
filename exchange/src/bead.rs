//! Segments that an aligner left without a partner, in files of units.
//!
//! `bitext align` lists every bead in its tables and JSON lines, and marks in `flags` those that have one
//! side only. Such a line says that nothing is translated here: it is no unit that somebody forgot to
//! translate, so it is counted by itself and never given out.

use crate::pair::Pair;

/// The names that `flags` has as a property: of a column or field of `align`, and in memories.
const FLAGS: [&str; 2] = ["x-flags", "x-flag"];

/// The flag of a bead with one side.
const NULL: &str = "null";

/// Whether a pair is a segment without a partner.
pub(crate) fn is_unpaired(pair: &Pair) -> bool {
    let flags = |value: &str| {
        let mut words = value.split(|c: char| !c.is_alphanumeric() && c != '-');
        words.any(|word| word == NULL)
    };
    let mut properties = pair.properties.iter();
    !pair.is_whole()
        && properties.any(|(name, value)| FLAGS.contains(&name.as_str()) && flags(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_one_side_and_says_so() {
        let pair = |target: &str, name: &str, flags: &str| {
            let mut pair = Pair::new(("fr", "a"), ("en", target));
            pair.properties.push((name.to_owned(), flags.to_owned()));
            pair
        };
        for flags in ["null", "null low-confidence", "[\"crossing\",\"null\"]"] {
            assert!(is_unpaired(&pair("", "x-flags", flags)), "{flags}");
        }
        assert!(is_unpaired(&pair(" ", "x-flag", "null")));
        assert!(!is_unpaired(&pair("A", "x-flags", "null")));
        assert!(!is_unpaired(&pair("", "x-flags", "null-terminated")));
        assert!(!is_unpaired(&pair("", "x-domain", "null")));
    }
}
