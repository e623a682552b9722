//! The shapes of terms: noun phrases, as rows of tags.
//!
//! French terms are nouns with adjectives, joined by prepositions (`infrastructure critique`,
//! `partage des preuves numériques`, `lutte contre la cybercriminalité`); English ones are nouns
//! with adjectives and nouns before them, joined by `of` and its like (`rule of law`). The grammar
//! is that of Justeson & Katz (1995) for English and of Daille (1994) for French, read as automata
//! that accept every phrase that begins and ends with a word of meaning.

use super::analysis::Word;
use crate::language::Language;
use crate::language::tagger::Tag;
use std::ops::Range;

/// Most words of meaning in a candidate; longer ones are names, which acronyms and capitals find.
const MOST_CONTENT: usize = 6;

/// Most words in a candidate.
const MOST_WORDS: usize = 12;

/// Where a phrase stands after some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing yet, or after a preposition: an adjective or a noun must come.
    Open,
    /// After a preposition, where an article may still come.
    Preposition,
    /// After adjectives that stand before their noun.
    Before,
    /// After a noun: the phrase may end here.
    Noun,
    /// After an adjective that follows its noun: the phrase may end here.
    After,
}

/// All spans of a segment that have the shape of a term, by start, then end. Nested ones included.
pub(super) fn spans(words: &[Word], language: &Language) -> Vec<Range<usize>> {
    let is_english = language.is("en");
    let mut spans = Vec::new();
    for start in 0..words.len() {
        let mut state = State::Open;
        let mut content = 0;
        for end in start..words.len().min(start + MOST_WORDS) {
            let next = if is_english {
                english(state, &words[end])
            } else {
                french(state, &words[start..end], &words[end])
            };
            let Some(next) = next else { break };
            if end == start && !words[end].is_content() {
                break;
            }
            content += usize::from(words[end].is_content());
            if content > MOST_CONTENT {
                break;
            }
            state = next;
            let closed = matches!(state, State::Noun | State::After);
            if closed && words[end].may_end() && words[start].may_start() {
                spans.push(start..end + 1);
            }
        }
    }
    spans
}

/// Prepositions that join the parts of a French term.
const FRENCH_LINKS: [&str; 12] = [
    "de", "d'", "à", "en", "contre", "par", "sur", "pour", "entre", "sans", "sous", "hors",
];

/// Articles that may stand inside a French term: `droits de l'homme`.
const FRENCH_ARTICLES: [&str; 4] = ["l'", "la", "le", "les"];

fn french(state: State, phrase: &[Word], word: &Word) -> Option<State> {
    let before = phrase.last();
    match (state, word.tag) {
        (_, Tag::Noun | Tag::Propn) if !joins(state, before, word) => None,
        (
            State::Open | State::Preposition | State::Before | State::Noun,
            Tag::Noun | Tag::Propn,
        ) => Some(State::Noun),
        (State::Open | State::Preposition | State::Before, Tag::Adj) => Some(State::Before),
        (State::Noun | State::After, Tag::Adj) => agrees(phrase, word).then_some(State::After),
        (State::Noun | State::After, Tag::Verb) if word.is_participle() => {
            agrees(phrase, word).then_some(State::After)
        }
        // An acronym is a whole name: `ONU sur la cybersécurité` is none.
        (State::Noun, Tag::Adp | Tag::AdpDet)
            if phrase.len() == 1 && before.is_some_and(Word::is_capitals) =>
        {
            None
        }
        (State::Noun | State::After, Tag::Adp) if FRENCH_LINKS.contains(&word.folded.as_str()) => {
            Some(State::Preposition)
        }
        (State::Noun | State::After, Tag::AdpDet) => Some(State::Open),
        // `adoption de la Convention par le Comité` names who does it: that is the sentence's.
        (State::Preposition, Tag::Det)
            if FRENCH_ARTICLES.contains(&word.folded.as_str())
                && before.is_some_and(|before| before.folded != "par") =>
        {
            Some(State::Open)
        }
        _ => None,
    }
}

/// Whether a noun may follow what stands before it.
///
/// A name that follows a noun at once is in apposition (`le président Luong`): it belongs to the
/// term only as an acronym or within a name (`Route Napoléon`). A noun follows a noun in compounds
/// (`État membre`).
fn joins(state: State, before: Option<&Word>, word: &Word) -> bool {
    match (state, before) {
        // Whoever follows an acronym is a person or a place of it: `ONU Genève`.
        (State::Noun, Some(before)) if before.is_capitals() && !word.is_capitals() => false,
        (State::Noun, Some(before)) if word.tag == Tag::Propn => {
            before.tag == Tag::Propn || word.is_capitals() || before.names_thing()
        }
        (State::After, _) => false,
        _ => true,
    }
}

/// Whether a noun of the phrase can have this adjective: `processus de gouvernance ouvert` is one
/// phrase, `gouvernance ouvert` is none.
fn agrees(phrase: &[Word], adjective: &Word) -> bool {
    phrase
        .iter()
        .filter(|word| matches!(word.tag, Tag::Noun | Tag::Propn))
        .any(|noun| noun.morphology.fits(adjective.morphology))
}

/// Prepositions that join the parts of an English term.
const ENGLISH_LINKS: [&str; 8] = ["of", "for", "on", "in", "into", "against", "between", "to"];

fn english(state: State, word: &Word) -> Option<State> {
    match (state, word.tag) {
        (_, Tag::Noun | Tag::Propn) => Some(State::Noun),
        (State::Open | State::Preposition | State::Before | State::Noun, Tag::Adj) => {
            Some(State::Before)
        }
        (State::Open | State::Before, Tag::Verb) if word.is_participle() => Some(State::Before),
        (State::Noun, Tag::Verb) if word.folded.ends_with("ing") => Some(State::Noun),
        (State::Noun, Tag::Adp | Tag::Part) if ENGLISH_LINKS.contains(&word.folded.as_str()) => {
            Some(State::Preposition)
        }
        (State::Preposition, Tag::Det) if word.folded == "the" => Some(State::Open),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(language: &Language, text: &[(&str, Tag)]) -> Vec<String> {
        let words: Vec<Word> = text
            .iter()
            .map(|(word, tag)| Word::tagged(word, *tag))
            .collect();
        spans(&words, language)
            .into_iter()
            .map(|span| {
                text[span]
                    .iter()
                    .map(|(word, _)| *word)
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    #[test]
    fn french_phrases_begin_and_end_with_words_of_meaning() {
        let text = [
            ("le", Tag::Det),
            ("partage", Tag::Noun),
            ("des", Tag::AdpDet),
            ("preuves", Tag::Noun),
            ("numériques", Tag::Adj),
            ("par", Tag::Adp),
            ("les", Tag::Det),
            ("États", Tag::Noun),
        ];
        let found = phrases(&Language::french(), &text);
        for phrase in [
            "partage",
            "partage des preuves",
            "partage des preuves numériques",
            "preuves numériques",
            "États",
        ] {
            assert!(found.contains(&phrase.to_owned()), "{phrase} in {found:?}");
        }
        assert!(
            found
                .iter()
                .all(|phrase| !phrase.starts_with("des") && !phrase.ends_with("les"))
        );
    }

    #[test]
    fn who_does_a_thing_is_no_part_of_its_name() {
        let text = [
            ("adoption", Tag::Noun),
            ("par", Tag::Adp),
            ("le", Tag::Det),
            ("comité", Tag::Noun),
        ];
        let found = phrases(&Language::french(), &text);
        assert_eq!(found, ["adoption", "comité"]);
    }

    #[test]
    fn names_of_people_do_not_stick_to_their_titles() {
        let text = [
            ("président", Tag::Noun),
            ("Luong", Tag::Propn),
            ("Cuong", Tag::Propn),
        ];
        let found = phrases(&Language::french(), &text);
        assert!(found.contains(&"président".to_owned()));
        assert!(
            !found.iter().any(|phrase| phrase.starts_with("président L")),
            "{found:?}"
        );
    }

    #[test]
    fn english_phrases_take_modifiers_before_and_links_after() {
        let text = [
            ("the", Tag::Det),
            ("rule", Tag::Noun),
            ("of", Tag::Adp),
            ("law", Tag::Noun),
            ("protects", Tag::Verb),
            ("critical", Tag::Adj),
            ("infrastructure", Tag::Noun),
        ];
        let found = phrases(&Language::english(), &text);
        for phrase in [
            "rule of law",
            "critical infrastructure",
            "infrastructure",
            "law",
        ] {
            assert!(found.contains(&phrase.to_owned()), "{phrase} in {found:?}");
        }
    }
}
