//! How common a word is in general French and English.
//!
//! The figures come from `wordfreq` (Robyn Speer, 2022): the 130,000 commonest words of each
//! language over books, encyclopedia, news, subtitles and the web.

use super::Language;
use super::table::Table;
use std::sync::OnceLock;

static FRENCH: &[u8] = include_bytes!("../../data/frequency.fr.bin");
static ENGLISH: &[u8] = include_bytes!("../../data/frequency.en.bin");

/// The Zipf value below which no word of the list stands: what to take for a word it lacks.
pub const LEAST: f32 = 1.7;

/// The Zipf frequency of a folded word (van Heuven et al. 2014): the logarithm, to the base of ten,
/// of its occurrences in a thousand million words. `de` 7.7, `État` 6, a rare word 2; `None` for a
/// word not listed (below [`LEAST`]), or in a language without a list.
///
/// Takes tokens as [`tokens`](super::tokens()) makes them: `l'`, `qu'`, `-t-il`, `n't` and `'s` have
/// the figure of what they stand for. A hyphenated compound, unknown to the list, has the harmonic
/// sum of its parts if each is listed, so it is rarer than the rarest; `None` otherwise. A search,
/// about 0.3 µs.
#[must_use]
pub fn zipf(language: &Language, word: &str) -> Option<f32> {
    let table = table(language)?;
    listed(table, word).or_else(|| compound(table, word))
}

/// Whether there are frequencies for `language`.
#[must_use]
pub fn covers(language: &Language) -> bool {
    table(language).is_some()
}

fn table(language: &Language) -> Option<&'static Table<'static>> {
    static TABLES: OnceLock<[Option<Table<'static>>; 2]> = OnceLock::new();
    let [french, english] =
        TABLES.get_or_init(|| [FRENCH, ENGLISH].map(|bytes| Some(Table::read(bytes)?.0)));
    if language.is("fr") {
        french.as_ref()
    } else if language.is("en") {
        english.as_ref()
    } else {
        None
    }
}

fn listed(table: &Table<'_>, word: &str) -> Option<f32> {
    let hundredths = table
        .number(word)
        .or_else(|| table.number(&written_out(word)?))?;
    // At most 900: exact.
    Some(hundredths as f32 / 100.0)
}

/// What an elided word or a clitic stands for.
fn written_out(word: &str) -> Option<String> {
    if let Some(clitic) = word.strip_prefix('-') {
        return Some(clitic.strip_prefix("t-").unwrap_or(clitic).to_owned());
    }
    if let Some(clitic) = word.strip_prefix('\'') {
        return Some(clitic.to_owned());
    }
    if let Some(before) = word.strip_suffix("qu'") {
        return Some(format!("{before}que"));
    }
    word.strip_suffix(['\'', '.']).map(str::to_owned)
}

fn compound(table: &Table<'_>, word: &str) -> Option<f32> {
    if !word.contains('-') || word.starts_with('-') {
        return None;
    }
    let mut inverse = 0.0;
    for part in word.split(['-', '\'']).filter(|part| !part.is_empty()) {
        inverse += libm::pow(10.0, -f64::from(listed(table, part)?));
    }
    Some(-libm::log10(inverse) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french(word: &str) -> Option<f32> {
        zipf(&Language::french(), word)
    }

    #[test]
    fn both_lists_are_whole() {
        for bytes in [FRENCH, ENGLISH] {
            let (table, rest) = Table::read(bytes).unwrap();
            assert!(rest.is_empty() && table.len() == 130_000);
            super::super::table::tests::check(&table);
            let least = table.iter().map(|(key, _)| table.number(&key)).min();
            assert!(
                least
                    .flatten()
                    .is_some_and(|least| least as f32 / 100.0 >= LEAST)
            );
        }
    }

    #[test]
    fn common_words_stand_above_rare_ones() {
        assert!(french("de").unwrap() > 6.0);
        assert!(french("convention").unwrap() > french("cybercriminalité").unwrap());
        assert_eq!(french("xqzt"), None);
        assert!(zipf(&Language::english(), "the").unwrap() > 7.0);
        assert_eq!(zipf(&"de".parse().unwrap(), "und"), None);
    }

    #[test]
    fn tokens_stand_for_their_full_words() {
        assert_eq!(french("lorsqu'"), french("lorsque"));
        assert_eq!(french("-t-il"), french("il"));
        assert!(french("l'").unwrap() > 6.0);
        assert_eq!(
            zipf(&Language::english(), "n't"),
            zipf(&Language::english(), "n't")
        );
        assert!(french("c'est-à-dire").is_some() && french("main-d'œuvre").is_some());
        let compound = french("porte-parole").unwrap();
        assert!(compound < french("porte").unwrap() && compound < french("parole").unwrap());
    }
}
