//! How much a word says by itself.
//!
//! Frequency tells common words from rare ones, but not general ones from those that name something:
//! `difficulté` and `hypothèque` need a reader. So the French nouns and adjectives that general texts use
//! (a Zipf value of 3 at least) were graded one by one (`data/README.md`).

use super::Language;
use super::table::Table;
use std::sync::OnceLock;

static FRENCH: &[u8] = include_bytes!("../../data/grades.fr.bin");

/// What a noun is worth in terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// As a term by itself: 0 for never (`façon`), 1 in few fields (`mesure`), 2 in the fields that deal
    /// with it (`contrat`), 3 nearly everywhere (`hypothèque`).
    pub alone: u8,
    /// As the head of a longer phrase: 0 for seldom a term (`manque de …`), 1 sometimes (`analyse …`),
    /// 2 often (`taux …`).
    pub head: u8,
}

/// The grades of a folded noun, given as its lemma; `None` for one that is not listed (a rare one, mostly),
/// or in a language without a list.
#[must_use]
pub fn noun(language: &Language, lemma: &str) -> Option<Noun> {
    let digits = u8::try_from(number(language, "n", lemma)?).ok()?;
    Some(Noun {
        alone: digits / 10,
        head: digits % 10,
    })
}

/// What a folded adjective, given as its lemma, makes of a noun: 0 for seldom a term (`récent`), 1 either
/// (`public`), 2 often a term (`pénal`); `None` as in [`noun`].
#[must_use]
pub fn adjective(language: &Language, lemma: &str) -> Option<u8> {
    u8::try_from(number(language, "a", lemma)?).ok()
}

fn number(language: &Language, class: &str, lemma: &str) -> Option<u32> {
    static TABLE: OnceLock<Option<Table<'static>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| Some(Table::read(FRENCH)?.0));
    let table = table.as_ref().filter(|_| language.is("fr"))?;
    table.number(&format!("{class} {lemma}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_its_grades_are_grades() {
        let (table, rest) = Table::read(FRENCH).unwrap();
        assert!(rest.is_empty() && table.len() > 10_000);
        super::super::table::tests::check(&table);
        for (key, _) in table.iter() {
            let digits = table.number(&key).unwrap();
            match key.split_once(' ') {
                Some(("n", _)) => assert!(digits / 10 <= 3 && digits % 10 <= 2, "{key}"),
                Some(("a", _)) => assert!(digits <= 2, "{key}"),
                _ => panic!("{key}"),
            }
        }
    }

    #[test]
    fn words_that_name_something_stand_above_general_ones() {
        let french = Language::french();
        let alone = |lemma: &str| noun(&french, lemma).unwrap().alone;
        assert!(alone("hypothèque") > alone("contrat") && alone("contrat") > alone("façon"));
        assert!(noun(&french, "taux").unwrap().head > noun(&french, "manque").unwrap().head);
        assert!(adjective(&french, "pénal") > adjective(&french, "récent"));
        assert_eq!(noun(&french, "xqzt"), None);
        assert_eq!(noun(&Language::english(), "table"), None);
    }
}
