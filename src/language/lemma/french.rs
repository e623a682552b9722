//! The regular inflection of French nouns and adjectives, for words that no lexicon has.

use super::morphology::{Gender, Morphology, Number};
use crate::language::tagger::Tag;

/// Ending of the masculine, and of the feminine in its place; the first that fits counts (Grevisse,
/// Le bon usage, on the feminine of adjectives).
const FEMININES: [(&str, &str); 14] = [
    ("e", "e"),
    ("teur", "trice"),
    ("eur", "euse"),
    ("eux", "euse"),
    ("if", "ive"),
    ("er", "ère"),
    ("el", "elle"),
    ("eil", "eille"),
    ("en", "enne"),
    ("on", "onne"),
    ("et", "ette"),
    ("ic", "ique"),
    ("eau", "elle"),
    ("", "e"),
];

/// Ending of the singular, and of the plural in its place.
const PLURALS: [(&str, &str); 7] = [
    ("s", "s"),
    ("x", "x"),
    ("z", "z"),
    ("al", "aux"),
    ("au", "aux"),
    ("eu", "eux"),
    ("", "s"),
];

/// The form of a lemma in `wanted`; a noun keeps its gender.
pub(super) fn inflect(lemma: &str, tag: Tag, wanted: Morphology) -> String {
    let mut form = lemma.to_owned();
    if tag != Tag::Noun && wanted.gender == Some(Gender::Feminine) {
        form = replace(&form, &FEMININES);
    }
    if wanted.number == Some(Number::Plural) {
        form = replace(&form, &PLURALS);
    }
    form
}

fn replace(form: &str, endings: &[(&str, &str)]) -> String {
    endings
        .iter()
        .find_map(|(old, new)| Some([form.strip_suffix(old)?, new].concat()))
        .unwrap_or_else(|| form.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_adjectives_inflect_regularly() {
        let wanted = Morphology::new(Some(Gender::Feminine), Some(Number::Plural));
        for (lemma, form) in [
            ("cyberspatial", "cyberspatiales"),
            ("numérisateur", "numérisatrices"),
            ("phygital", "phygitales"),
            ("disruptif", "disruptives"),
            ("blockchainé", "blockchainées"),
        ] {
            assert_eq!(inflect(lemma, Tag::Adj, wanted), form);
        }
        let plural = Morphology::new(None, Some(Number::Plural));
        assert_eq!(inflect("cyberfléau", Tag::Noun, plural), "cyberfléaux");
        assert_eq!(
            inflect("cybertribunal", Tag::Noun, plural),
            "cybertribunaux"
        );
    }
}
