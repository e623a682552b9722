//! A second picture of general French, with entries of several words.
//!
//! Words alone mislead where a term is made of common ones. These lists, from TermSuite, count
//! lemmas and rows of lemmas in newspapers, and name fixed expressions. A row is written lemma by
//! lemma, separated by one space, folded: adjectives in the masculine singular, contractions apart
//! (`mise en œuvre`, `président de le conseil`).

use super::Language;
use super::table::Table;
use std::sync::OnceLock;

static COUNTS: &[u8] = include_bytes!("../../data/general.fr.bin");
static EXPRESSIONS: &[u8] = include_bytes!("../../data/expressions.fr.bin");

/// How often the folded lemma, or row of lemmas, stands in the corpus; `None` when it is not listed
/// (fewer than about twenty times) or the language has no list.
#[must_use]
pub fn occurrences(language: &Language, lemmas: &str) -> Option<u32> {
    counts(language)
        .filter(|_| !lemmas.is_empty())?
        .number(lemmas)
}

/// How many words the corpus has: 82.6 million for French, `None` for a language without one.
#[must_use]
pub fn corpus_words(language: &Language) -> Option<u32> {
    counts(language)?.number("")
}

/// Whether the row of folded lemmas is a fixed expression of the general language: `droit
/// international`, `mettre en œuvre`. False for a language without a list.
#[must_use]
pub fn is_expression(language: &Language, lemmas: &str) -> bool {
    static TABLE: OnceLock<Option<Table<'static>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| Some(Table::read(EXPRESSIONS)?.0));
    language.is("fr") && table.as_ref().is_some_and(|table| table.contains(lemmas))
}

fn counts(language: &Language) -> Option<&'static Table<'static>> {
    static TABLE: OnceLock<Option<Table<'static>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| Some(Table::read(COUNTS)?.0));
    table.as_ref().filter(|_| language.is("fr"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_are_whole() {
        for bytes in [COUNTS, EXPRESSIONS] {
            let (table, rest) = Table::read(bytes).unwrap();
            assert!(rest.is_empty() && table.len() > 10_000);
            super::super::table::tests::check(&table);
        }
    }

    #[test]
    fn rows_of_lemmas_are_counted() {
        let french = Language::french();
        assert_eq!(corpus_words(&french), Some(82_629_305));
        assert!(occurrences(&french, "mise en œuvre").unwrap() > 1000);
        assert!(
            occurrences(&french, "syndicat").unwrap() > occurrences(&french, "colistier").unwrap()
        );
        assert_eq!(occurrences(&french, ""), None);
        assert_eq!(occurrences(&Language::english(), "table"), None);
        assert!(is_expression(&french, "droit international"));
        assert!(!is_expression(&french, "convention de hanoï"));
    }
}
