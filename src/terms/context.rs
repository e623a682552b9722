//! Sentences that show what a term means and how it is used.

use super::analysis::Analysis;
use super::candidate::Place;
use super::mine::Text;
use std::collections::BTreeSet;
use std::ops::Range;

/// A sentence in which a term stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The text it comes from, by its number among the texts.
    pub text: usize,
    /// The segment within the text, from 0.
    pub segment: usize,
    /// The bytes of the term within the segment.
    pub bytes: Range<usize>,
    /// Whether the sentence explains the term rather than mentions it.
    pub defining: bool,
}

/// Most contexts of one candidate.
const MOST: usize = 5;

/// Lengths in characters between which a sentence says enough and can still be read at a glance.
const COMFORTABLE: Range<usize> = 50..280;

/// What follows a term that is being explained, French then English.
const EXPLAINS: [&str; 22] = [
    "est un",
    "est une",
    "est le",
    "est la",
    "est l'",
    "désigne",
    "s'entend",
    "signifie",
    "consiste",
    "c'est-à-dire",
    "à savoir",
    "se définit",
    "également connu",
    "également appelé",
    "on entend par",
    "is a",
    "is an",
    "is the",
    "means",
    "refers to",
    "known as",
    "that is",
];

/// Up to five sentences, best first: explanations before mentions, whole sentences of a comfortable
/// length before fragments, different texts before the same one, and earlier before later.
pub(super) fn choose(texts: &[Text<'_>], analysis: &Analysis, places: &[&Place]) -> Vec<Context> {
    let mut rated: Vec<(u32, Context)> = Vec::new();
    let mut seen = BTreeSet::new();
    for place in places {
        let sentence = &analysis.sentences[place.sentence];
        let segment = texts[sentence.text].segments[sentence.segment];
        if !seen.insert(segment) {
            continue;
        }
        let bytes =
            sentence.words[place.words.start].start..sentence.words[place.words.end - 1].end;
        let defining = explains(segment, &bytes);
        let context = Context {
            text: sentence.text,
            segment: sentence.segment,
            bytes,
            defining,
        };
        rated.push((merit(segment, defining), context));
    }
    // Stable: equals stay in the order of the texts.
    rated.sort_by_key(|(merit, _)| std::cmp::Reverse(*merit));
    let mut chosen: Vec<Context> = Vec::new();
    let mut used = BTreeSet::new();
    let (new, again): (Vec<_>, Vec<_>) = rated
        .into_iter()
        .partition(|(_, context)| used.insert(context.text));
    chosen.extend(
        new.into_iter()
            .chain(again)
            .map(|(_, context)| context)
            .take(MOST),
    );
    chosen
}

/// Whether the words right after the term introduce an explanation.
fn explains(segment: &str, term: &Range<usize>) -> bool {
    let after: String = segment[term.end..]
        .trim_start_matches([' ', ',', '(', '\u{a0}'])
        .chars()
        .take(40)
        .collect();
    let after = after.to_lowercase().replace('’', "'");
    EXPLAINS.iter().any(|phrase| after.starts_with(phrase))
}

fn merit(segment: &str, defining: bool) -> u32 {
    let length = segment.chars().count();
    let whole = segment.starts_with(|c: char| c.is_uppercase() || "«“\"".contains(c))
        && segment
            .trim_end()
            .ends_with(|c: char| ".!?…»”\"".contains(c));
    4 * u32::from(defining) + 2 * u32::from(whole) + u32::from(COMFORTABLE.contains(&length))
}
