//! What a unit is as a whole.

use super::{Finding, Options, Pair, Rule};
use crate::language::{Kind, Language, detect_among, is_stop_word, tokens};

/// Words in small letters from which a copy is no name, title or code.
const COPIED_WORDS: usize = 3;

/// Letters below which the language of a text is a guess.
const FEW_LETTERS: usize = 20;

/// From this confidence on a text is in the language that it seems to be in.
const CERTAIN: f64 = 0.95;

/// One side this many times as long as the other leads one to expect is worth a look …
const MUCH_LONGER: f64 = 2.0;

/// … where that makes so many characters, about a clause: short segments vary freely.
const CLAUSE: f64 = 40.0;

/// The aligner's confidence below which a unit is doubtful.
const DOUBTFUL: f64 = 0.5;

/// A unit with text on one side alone.
pub(super) fn empty(pair: &Pair<'_>) -> Option<Finding> {
    let (source, target) = (pair.source.trim(), pair.target.trim());
    match (source.is_empty(), target.is_empty()) {
        (false, true) => Some(Finding::new(Rule::Empty, "the target has no text")),
        (true, false) => Some(Finding::new(Rule::Empty, "the source has no text")),
        (true, true) => Some(Finding::new(Rule::Empty, "neither side has text")),
        (false, false) => None,
    }
}

/// A sentence that was copied: nothing more can be said of it.
pub(super) fn copied(pair: &Pair<'_>) -> Option<Finding> {
    let other_language = !pair.source_language.same_language(pair.target_language);
    (other_language && is_copy(pair))
        .then(|| Finding::new(Rule::Identical, "the target is the source"))
}

pub(super) fn check(pair: &Pair<'_>, options: &Options, found: &mut Vec<Finding>) {
    if !pair.source_language.same_language(pair.target_language) {
        found.extend(wrong_language(pair));
    }
    if lengths_differ(pair.source, pair.target, options.ratio) {
        let count = |text: &str| text.chars().count();
        found.push(Finding::new(
            Rule::LengthRatio,
            format!(
                "{} characters against {}",
                count(pair.source),
                count(pair.target)
            ),
        ));
    }
    if let Some(confidence) = pair.confidence
        && confidence < DOUBTFUL
    {
        found.push(Finding::new(
            Rule::Misaligned,
            format!("the aligner is {:.0} % sure", confidence * 100.0),
        ));
    }
}

fn is_copy(pair: &Pair<'_>) -> bool {
    if pair.source.trim() != pair.target.trim() {
        return false;
    }
    let in_small_letters = tokens(pair.source, pair.source_language)
        .iter()
        .filter(|token| token.kind == Kind::Word)
        .filter(|token| {
            let word = token.of(pair.source);
            word.chars().count() > 1 && word.chars().all(char::is_lowercase)
        })
        .count();
    in_small_letters >= COPIED_WORDS
}

/// Bytes of a text that tell its language.
const BEGINNING: usize = 400;

/// Words of one language alone from which a text is plainly in it, where hardly any are the other's.
const PLAIN: usize = 3;

/// Whether the little words of a text say plainly that it is in its own language: cheaper than to detect it.
fn is_plainly(text: &str, own: &Language, other: &Language) -> bool {
    let (mut of_own, mut of_other) = (0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()) {
        if word.is_empty() || word.len() > 8 {
            continue;
        }
        let small = word.to_lowercase();
        match (is_stop_word(own, &small), is_stop_word(other, &small)) {
            (true, false) => of_own += 1,
            (false, true) => of_other += 1,
            _ => {}
        }
    }
    of_own >= PLAIN && of_own > 3 * of_other
}

fn wrong_language(pair: &Pair<'_>) -> Option<Finding> {
    let candidates = [pair.source_language.clone(), pair.target_language.clone()];
    let sides = [
        ("source", pair.source, pair.source_language),
        ("target", pair.target, pair.target_language),
    ];
    sides.into_iter().find_map(|(side, text, own)| {
        let text = &text[..text.floor_char_boundary(BEGINNING)];
        let other = &candidates[usize::from(side == "source")];
        if is_plainly(text, own, other) {
            return None;
        }
        if text.chars().filter(|c| c.is_alphabetic()).count() <= FEW_LETTERS {
            return None;
        }
        let seems = detect_among(text, &candidates)?;
        let is_other = seems.confidence >= CERTAIN && !seems.language.same_language(own);
        is_other.then(|| {
            Finding::new(
                Rule::WrongLanguage,
                format!("the {side} seems to be in {}", seems.language.as_str()),
            )
        })
    })
}

/// Whether the lengths are far from what is usual: `ratio` target characters per source character.
#[must_use]
pub fn lengths_differ(source: &str, target: &str, ratio: f64) -> bool {
    let expected = source.chars().count() as f64 * ratio;
    let found = target.chars().count() as f64;
    let (short, long) = (expected.min(found), expected.max(found));
    long > MUCH_LONGER * short && long - short > CLAUSE * ratio.max(1.0)
}
