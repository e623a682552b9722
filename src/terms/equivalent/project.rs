//! The span of a translation that the words of a term lead to.

use super::linked::Linked;
use super::{PROJECTED, PROJECTED_WORD};
use std::ops::Range;

/// A link less sure than this does not draw the span to its word.
const DRAWS: f64 = 0.25;

/// A word that is linked so surely to one outside the term belongs to something else.
const FOREIGN: f64 = 0.4;

/// Most words between two words of a span.
const GAP: usize = 3;

/// Words that join parts of equal rank, English and French.
const COORDINATES: [&str; 6] = ["and", "or", "et", "ou", "and/or", "et/ou"];

/// Where a term's words lead.
pub(super) struct Projected {
    /// The words, in order.
    pub(super) words: Vec<usize>,
    /// Its bytes, unless something stands between its parts that is left out.
    pub(super) bytes: Option<Range<usize>>,
    pub(super) text: String,
}

impl Projected {
    /// What it is worth beside a candidate that fits as well.
    pub(super) fn worth(&self) -> f64 {
        if self.words.len() > 1 {
            PROJECTED
        } else {
            PROJECTED_WORD
        }
    }
}

/// Follows the words of meaning of a term to the other side.
///
/// The words must stand close together there; where they do not, the heaviest group counts. What
/// coordination puts between them is left out: `civil and administrative jurisdiction` holds `civil
/// jurisdiction`.
pub(super) fn project(linked: &Linked<'_>, term: &Range<usize>) -> Option<Projected> {
    let mut drawn: Vec<(usize, f64)> = Vec::new();
    let mut longest = 0;
    for word in term.clone() {
        if !linked.source.all[word].is_content() {
            continue;
        }
        longest += 2;
        let links = linked.from(word).iter().filter(|(to, probability)| {
            *probability >= DRAWS && linked.target.all[*to].is_content()
        });
        drawn.extend(links.copied());
    }
    drawn.sort_by(|one, other| one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)));
    drawn.dedup_by_key(|link| link.0);
    let mut groups: Vec<Vec<(usize, f64)>> = Vec::new();
    for link in drawn {
        match groups.last_mut() {
            Some(group)
                if group
                    .last()
                    .is_some_and(|last| bridge(linked, term, last.0 + 1..link.0).is_some()) =>
            {
                group.push(link);
            }
            _ => groups.push(vec![link]),
        }
    }
    let weight = |group: &Vec<(usize, f64)>| group.iter().map(|link| link.1).sum::<f64>();
    let mut best = groups.into_iter().reduce(|best, next| {
        if weight(&next) > weight(&best) {
            next
        } else {
            best
        }
    })?;
    finish_name(linked, term, &mut best);
    let projected = (best.len() <= longest + 1).then(|| spell(linked, term, &best))?;
    // Where parts are left out, each word of the term has one of its own: `costs or expenses incurred`
    // is no `costs expenses incurred`.
    (projected.bytes.is_some() || 2 * best.len() <= longest).then_some(projected)
}

/// Whether a span may go on over the words between two of its own, and if so, whether it holds them.
fn bridge(linked: &Linked<'_>, term: &Range<usize>, between: Range<usize>) -> Option<bool> {
    if between.len() > GAP {
        return None;
    }
    let coordinates =
        |word: usize| COORDINATES.contains(&linked.target.of(word).to_lowercase().as_str());
    if between.clone().any(coordinates) {
        // A name that coordinates keeps its `and`: `reconstruction et développement`.
        let joined = |word: usize| COORDINATES.contains(&&*linked.source.of(word).to_lowercase());
        return Some(term.clone().any(joined));
    }
    let foreign = between.clone().any(|word| is_foreign(linked, term, word));
    let signs = between
        .clone()
        .any(|word| linked.target.all[word].is_sign());
    (!foreign && !signs).then_some(true)
}

/// Whether a target word belongs to something outside of the term.
fn is_foreign(linked: &Linked<'_>, term: &Range<usize>, word: usize) -> bool {
    let mut links = linked.to(word).iter();
    linked.target.all[word].is_content()
        && links.any(|(from, probability)| !term.contains(from) && *probability >= FOREIGN)
}

/// Goes on to the end of a name that one word of the source stands for: `États-Unis` may lead to `United`
/// alone.
fn finish_name(linked: &Linked<'_>, term: &Range<usize>, drawn: &mut Vec<(usize, f64)>) {
    let target = &linked.target;
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    // The first word of a segment has its capital from there.
    let ends_in_name = term
        .clone()
        .rfind(|&word| linked.source.all[word].is_content())
        .is_some_and(|word| word > 0 && capital(linked.source.of(word)));
    if !ends_in_name {
        return;
    }
    while let Some(&(last, _)) = drawn.last() {
        let next = last + 1;
        let Some(word) = target.all.get(next) else {
            return;
        };
        let gap = &target.text[target.all[last].bytes.end..word.bytes.start];
        let goes_on = gap == " " && capital(target.of(last)) && capital(target.of(next));
        let linked_elsewhere = linked.to(next).iter().any(|link| !term.contains(&link.0));
        if !goes_on || !word.is_content() || linked_elsewhere {
            return;
        }
        drawn.push((next, 0.0));
    }
}

fn spell(linked: &Linked<'_>, term: &Range<usize>, drawn: &[(usize, f64)]) -> Projected {
    let target = &linked.target;
    let mut words: Vec<usize> = Vec::new();
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for &(word, _) in drawn {
        let bytes = target.all[word].bytes.clone();
        let held = words
            .last()
            .is_some_and(|last| bridge(linked, term, last + 1..word) == Some(true));
        match pieces.last_mut() {
            Some(piece) if held => {
                words.extend(words[words.len() - 1] + 1..word);
                piece.end = bytes.end;
            }
            // Coordinated things of one name: `ships and ships' stores`.
            _ if words.iter().any(|known| same(linked, *known, word)) => {
                words.clear();
                pieces = vec![bytes];
            }
            _ => pieces.push(bytes),
        }
        words.push(word);
    }
    let text: Vec<&str> = pieces
        .iter()
        .map(|piece| &target.text[piece.clone()])
        .collect();
    Projected {
        words,
        bytes: (pieces.len() == 1).then(|| pieces[0].clone()),
        text: text.join(" "),
    }
}

/// Whether two words are the same but for the plural's ending.
fn same(linked: &Linked<'_>, one: usize, other: usize) -> bool {
    let stem = |word: usize| {
        let lower = linked.target.of(word).to_lowercase();
        lower
            .strip_suffix(['s', 'x'])
            .map(str::to_owned)
            .unwrap_or(lower)
    };
    stem(one) == stem(other)
}
