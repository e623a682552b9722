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
    let best = groups.into_iter().reduce(|best, next| {
        if weight(&next) > weight(&best) {
            next
        } else {
            best
        }
    })?;
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
        return Some(false);
    }
    let foreign = between.clone().any(|word| {
        linked.target.all[word].is_content()
            && linked
                .to(word)
                .iter()
                .any(|(from, probability)| !term.contains(from) && *probability >= FOREIGN)
    });
    let signs = between
        .clone()
        .any(|word| linked.target.all[word].is_sign());
    (!foreign && !signs).then_some(true)
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
