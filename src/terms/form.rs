//! The form under which a dictionary would give a candidate.

use super::analysis::Word;
use crate::language::lemma::Number;
use crate::language::tagger::Tag;
use crate::language::{Analyser, Language, fold, institutional};
use std::collections::BTreeMap;

/// The forms of a candidate with their counts, the most frequent first, then by alphabet.
///
/// A capital that only the start of a sentence explains is taken back where its first word is no name;
/// behind a bracket within a sentence a capital is the name's own.
pub(super) fn surface(occurrences: &[(&str, &[Word])]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (text, words) in occurrences {
        *counts.entry(within_sentence(text, words)).or_default() += 1;
    }
    let mut forms: Vec<(String, usize)> = counts.into_iter().collect();
    forms.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    forms
}

pub(super) fn within_sentence(text: &str, words: &[Word]) -> String {
    let lowered = words.first().is_some_and(|first| {
        first.initial && !first.bracketed && !first.is_capitals() && first.tag != Tag::Propn
    });
    if !lowered {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// The dictionary form: the singular with its agreement, unless the plural is the term's own
/// (`droits de l'homme`), with the capitals that the texts or an institution give it.
pub(super) fn dictionary(forms: &[(String, usize)], words: &[Word], language: &Language) -> String {
    let Some((commonest, _)) = forms.first() else {
        return String::new();
    };
    if let Some(listed) = listed(forms, language) {
        return listed;
    }
    let singular = Analyser::for_language(language)
        .and_then(Analyser::lemmatiser)
        .map(|lemmatiser| {
            let parts = split_like(commonest, words);
            let tagged: Vec<(&str, Tag)> = parts
                .iter()
                .zip(words)
                .map(|((word, _), of)| (*word, of.tag))
                .collect();
            let singular = lemmatiser.singular_phrase(&tagged);
            singular
                .iter()
                .zip(&parts)
                .map(|(word, (_, gap))| format!("{word}{gap}"))
                .collect::<String>()
        });
    match singular {
        // A name keeps its number (`Nations Unies`); a kind of thing that is written with a capital
        // does not (`État membre`).
        Some(singular) if !is_name(words) => singular,
        _ => commonest.clone(),
    }
}

/// Whether every word of meaning is written with a capital.
fn is_name(words: &[Word]) -> bool {
    words
        .iter()
        .filter(|word| word.is_content())
        .all(Word::is_named)
}

/// The commonest form of the texts that an institution lists, if there is one: its number is the
/// term's own. Lists capitalise at will, so the capitals are the texts'.
fn listed(forms: &[(String, usize)], language: &Language) -> Option<String> {
    forms
        .iter()
        .map(|(form, _)| form)
        .find(|form| institutional::is_known(language, &fold(form)))
        .cloned()
}

/// The words of `text` with what follows each of them, cut where `words` were cut.
fn split_like<'a>(text: &'a str, words: &[Word]) -> Vec<(&'a str, &'a str)> {
    let Some(first) = words.first() else {
        return Vec::new();
    };
    let cut = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let base = first.start;
    words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let next = words.get(at + 1).map_or(word.end, |next| next.start);
            (
                cut(word.start - base, word.end - base),
                cut(word.end - base, next - base),
            )
        })
        .collect()
}

/// The number of a dictionary form, as far as its head tells.
pub(super) fn number(head: &Word, changed: bool) -> Option<Number> {
    // A form that was put into the singular is one.
    if changed {
        Some(Number::Singular)
    } else {
        head.morphology.number
    }
}
