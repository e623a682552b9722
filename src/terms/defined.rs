//! Full forms that stand beside a short form as its definition though the letters do not tell, because
//! the short form is of another language: `Agence européenne de sécurité des aliments (EFSA)`, or a list's
//! `MONUSCO Mission de l'Organisation des Nations Unies …`.
//!
//! The letters cannot say where the full form begins, so the texts must: where several places have
//! different words before the same ones, the common ones; else the capital of a name; else the whole
//! noun phrase.

use super::analysis::{Analysis, Word};
use super::candidate::Place;
use crate::language::tagger::Tag;
use crate::language::{Language, institutional};
use std::ops::Range;

/// Most words of a full form.
const LONGEST: usize = 24;

/// Prepositions that hold a name together.
const BINDS: [&str; 14] = [
    "de", "d'", "pour", "contre", "sur", "en", "des", "du", "of", "for", "against", "on", "in",
    "and",
];

/// The phrase that defines a short form at one of its places.
pub(super) fn defined(
    analysis: &Analysis,
    places: &[Place],
    short: &str,
    language: &Language,
) -> Option<Place> {
    if short.chars().filter(|letter| letter.is_uppercase()).count() < 3 {
        return None;
    }
    let runs: Vec<Place> = places
        .iter()
        .filter_map(|place| {
            let words = &analysis.sentences[place.sentence].words;
            let at = place.words.start;
            let run = before_bracket(words, at).or_else(|| after_entry(words, at))?;
            Some(Place {
                sentence: place.sentence,
                words: run,
            })
        })
        .collect();
    let words = |place: &Place| &analysis.sentences[place.sentence].words[place.words.clone()];
    let first = runs.first()?;
    let shared = runs[1..].iter().fold(first.words.len(), |shared, other| {
        let pairs = words(first).iter().rev().zip(words(other).iter().rev());
        let same = pairs.take_while(|(one, other)| one.folded == other.folded);
        shared.min(same.count())
    });
    let common = trimmed(words(first), first.words.len() - shared..first.words.len());
    let distinct = runs.iter().any(|run| run.words.len() > shared);
    let start = match common {
        Some(common) if distinct && names_one_thing(&words(first)[common.clone()]) => common.start,
        _ => start_of_name(words(first), language),
    };
    let found = first.words.start + start..first.words.end;
    let sentence = &analysis.sentences[first.sentence].words;
    names_one_thing(&sentence[found.clone()]).then_some(Place {
        sentence: first.sentence,
        words: found,
    })
}

/// The noun phrase before the bracket that holds the short form.
fn before_bracket(words: &[Word], at: usize) -> Option<Range<usize>> {
    let is = |at: usize, signs: &[&str]| {
        words
            .get(at)
            .is_some_and(|word| signs.contains(&word.folded.as_str()))
    };
    let end = at.checked_sub(1).filter(|_| is(at + 1, &[")"]))?;
    if !is(end, &["("]) {
        return None;
    }
    let mut start = end;
    while start > 0 && end - start < LONGEST && holds(words, start - 1, start) {
        start -= 1;
    }
    trimmed(words, start..end)
}

/// The noun phrase that follows a short form which opens its segment and fills the first sentence.
fn after_entry(words: &[Word], at: usize) -> Option<Range<usize>> {
    if at > 0 {
        return None;
    }
    let article = words
        .get(1)
        .is_some_and(|word| matches!(word.folded.as_str(), "l'" | "le" | "la" | "les" | "the"));
    let start = 1 + usize::from(article);
    if !words.get(start)?.names_thing() {
        return None;
    }
    let mut end = start + 1;
    while end < words.len()
        && end - start < LONGEST
        && (holds(words, end, end + 1) || lists(words, end))
    {
        end += 1;
    }
    let closed = words
        .get(end)
        .is_none_or(|word| matches!(word.folded.as_str(), "." | "("));
    trimmed(words, start..end).filter(|found| closed && found.end == end)
}

/// Whether the word at `at` is a comma, or the article behind one, in a name that lists what it is about:
/// `pour l'éducation, la science et la culture`.
fn lists(words: &[Word], at: usize) -> bool {
    let is = |at: usize, signs: &[&str]| {
        let word = words.get(at);
        word.is_some_and(|word| signs.contains(&word.folded.as_str()))
    };
    let articles = ["l'", "le", "la", "les"];
    let comma = |at: usize| is(at, &[","]) && is(at + 1, &articles);
    let conjunction = ["et", "and"];
    comma(at)
        || is(at, &articles)
            && at
                .checked_sub(1)
                .is_some_and(|before| comma(before) || is(before, &conjunction))
}

/// Whether the word at `at` may stand inside a name, before the word at `next`.
fn holds(words: &[Word], at: usize, next: usize) -> bool {
    let word = &words[at];
    let before = at
        .checked_sub(1)
        .map(|before| words[before].folded.as_str());
    match word.tag {
        Tag::Noun | Tag::Propn | Tag::Adj => !word.is_capitals(),
        Tag::Verb => word.is_participle(),
        Tag::AdpDet => matches!(word.folded.as_str(), "du" | "des"),
        Tag::Adp => BINDS.contains(&word.folded.as_str()),
        // `à l'Agence`, `par le ministère`: the sentence goes on there.
        Tag::Det => {
            matches!(word.folded.as_str(), "l'" | "la" | "le" | "les" | "the")
                && before.is_some_and(|before| BINDS.contains(&before))
        }
        Tag::Cconj => {
            matches!(word.folded.as_str(), "et" | "and")
                && words
                    .get(next)
                    .is_some_and(|next| !matches!(next.tag, Tag::Punct))
        }
        // Words of another language.
        Tag::X => true,
        _ => BINDS.contains(&word.folded.as_str()) && word.tag != Tag::Punct,
    }
}

/// A row of words from its first noun, or an English modifier before it, to its last word of meaning.
fn trimmed(words: &[Word], range: Range<usize>) -> Option<Range<usize>> {
    let start = range
        .clone()
        .find(|&at| matches!(words[at].tag, Tag::Noun | Tag::Propn | Tag::Adj))?;
    let end = range.clone().rev().find(|&at| words[at].is_content())? + 1;
    (start < end).then_some(start..end)
}

/// Where a name begins in a noun phrase: at its first capital, unless what begins there is an
/// institution's name that the full form but holds (`mission de formation de l'Union européenne`).
fn start_of_name(words: &[Word], language: &Language) -> usize {
    let Some(start) = words.iter().position(Word::names_thing) else {
        return 0;
    };
    let is_known = (start + 2..=words.len()).any(|end| {
        let name: Vec<&str> = words[start..end]
            .iter()
            .map(|word| word.folded.as_str())
            .collect();
        institutional::is_known(language, &name.join(" "))
    });
    if is_known { 0 } else { start }
}

/// Whether a phrase may have a short form: two words of meaning at least, and nobody's name.
fn names_one_thing(words: &[Word]) -> bool {
    let content = words.iter().filter(|word| word.is_content()).count();
    let thing = |word: &Word| word.names_thing() || matches!(word.folded.as_str(), "of" | "for");
    let person = words.iter().any(Word::is_proper) && !words.iter().any(thing);
    content > 1 && !person && !words.iter().any(Word::is_capitals)
}
