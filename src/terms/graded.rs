//! What the words of a phrase are worth as terms and in terms ([`grade`]).

use super::analysis::Word;
use crate::language::tagger::Tag;
use crate::language::{Language, grade};

/// What stands for the grades of a word that nobody graded: rare words are mostly technical.
const UNGRADED_NOUN: (f64, f64) = (2.0, 1.0);
const UNGRADED_ADJECTIVE: f64 = 1.5;

/// Of the first noun, which is the head of a French phrase, its worth alone and as a head; the least and the
/// greatest worth of a noun; the least and the greatest of an adjective or a participle. What is not there
/// has the value of what nobody graded.
pub(super) fn grades(words: &[Word], language: &Language) -> [f64; 6] {
    let (nouns, adjectives): (Vec<&Word>, Vec<&Word>) = words
        .iter()
        .filter(|word| word.is_content())
        .partition(|word| matches!(word.tag, Tag::Noun | Tag::Propn));
    let nouns: Vec<(f64, f64)> = nouns.iter().map(|word| noun(word, language)).collect();
    let head = nouns.first().copied().unwrap_or(UNGRADED_NOUN);
    let alone: Vec<f64> = nouns.iter().map(|noun| noun.0).collect();
    let [least, greatest] = range(&alone, UNGRADED_NOUN.0);
    let sorts: Vec<f64> = adjectives
        .iter()
        .map(|word| adjective(word, language))
        .collect();
    let [loosest, strictest] = range(&sorts, UNGRADED_ADJECTIVE);
    [head.0, head.1, least, greatest, loosest, strictest]
}

fn noun(word: &Word, language: &Language) -> (f64, f64) {
    let found = grade::noun(language, &word.lemma).or_else(|| grade::noun(language, &word.folded));
    found.map_or(UNGRADED_NOUN, |of| (of.alone.into(), of.head.into()))
}

fn adjective(word: &Word, language: &Language) -> f64 {
    grade::adjective(language, &word.lemma)
        .or_else(|| grade::adjective(language, &word.folded))
        .map_or(UNGRADED_ADJECTIVE, f64::from)
}

/// The least and the greatest value, or twice `nothing`.
fn range(values: &[f64], nothing: f64) -> [f64; 2] {
    [f64::min, f64::max].map(|choice| values.iter().copied().reduce(choice).unwrap_or(nothing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_as_good_as_its_words() {
        let phrase = |words: &[(&str, Tag)]| {
            let words: Vec<Word> = words
                .iter()
                .map(|(text, tag)| Word::tagged(text, *tag))
                .collect();
            grades(&words, &Language::french())
        };
        let [alone, head, least, greatest, ..] = phrase(&[
            ("taux", Tag::Noun),
            ("d'", Tag::Adp),
            ("hypothèque", Tag::Noun),
        ]);
        assert!(head > 1.0 && least == alone.min(greatest) && greatest > 2.0);
        let [.., loosest, strictest] = phrase(&[
            ("droit", Tag::Noun),
            ("pénal", Tag::Adj),
            ("récent", Tag::Adj),
        ]);
        assert!(loosest < 1.0 && strictest > 1.0, "{loosest} {strictest}");
        let (alone, head) = UNGRADED_NOUN;
        let unknown = [
            alone,
            head,
            alone,
            alone,
            UNGRADED_ADJECTIVE,
            UNGRADED_ADJECTIVE,
        ];
        assert_eq!(phrase(&[("xqzt", Tag::Noun)]), unknown);
        assert_eq!(phrase(&[]), unknown);
    }
}
