//! What beads become: merged, split, moved, unlinked, edited. Plain functions on units.

use crate::cli::review::trouble::{Trouble, Unfit};
use crate::cli::units::{FLAG, has_spaces};
use bitext::language::Language;
use bitext::memory::{Date, Status, Unit};

/// A side of a bead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Source,
    Target,
}

/// The text of a side.
pub(super) fn text(unit: &Unit, side: Side) -> &str {
    match side {
        Side::Source => &unit.source,
        Side::Target => &unit.target,
    }
}

/// Puts a text in place of a side; its inline codes belonged to the old one.
pub(super) fn set_text(unit: &mut Unit, side: Side, text: String) {
    let (known, markup) = match side {
        Side::Source => (&mut unit.source, &mut unit.source_markup),
        Side::Target => (&mut unit.target, &mut unit.target_markup),
    };
    if *known != text {
        *known = text;
        *markup = None;
    }
}

pub(super) fn language(unit: &Unit, side: Side) -> &Language {
    match side {
        Side::Source => &unit.source_language,
        Side::Target => &unit.target_language,
    }
}

/// Two texts as one, as the language joins sentences.
pub(super) fn join(first: &str, second: &str, language: &Language) -> String {
    if first.is_empty() || second.is_empty() {
        return format!("{first}{second}");
    }
    let space = if has_spaces(language) { " " } else { "" };
    format!("{first}{space}{second}")
}

/// Marks a unit as the work of a person: what the aligner thought of it is of another bead.
pub(super) fn by_hand(mut unit: Unit, at: Date) -> Unit {
    unit.status = Status::Reviewed;
    unit.confidence = None;
    unit.changed = Some(at);
    unit.properties.shift_remove(FLAG);
    unit
}

/// A new unit of the same documents, without anything of its own.
fn fresh(like: &Unit, at: Date) -> Unit {
    let mut unit = Unit::new(
        like.source_language.clone(),
        like.target_language.clone(),
        "",
        "",
    );
    unit.source_document = like.source_document;
    unit.target_document = like.target_document;
    unit.position = like.position;
    unit.created = Some(at);
    unit.creator.clone_from(&like.creator);
    by_hand(unit, at)
}

/// Two neighbours as one.
pub(super) fn merge(first: &Unit, second: &Unit, at: Date) -> Unit {
    let mut merged = first.clone();
    for side in [Side::Source, Side::Target] {
        let joined = join(text(first, side), text(second, side), language(first, side));
        set_text(&mut merged, side, joined);
    }
    for note in &second.notes {
        if !merged.notes.contains(note) {
            merged.notes.push(note.clone());
        }
    }
    for (name, values) in &second.properties {
        for value in values {
            merged.add_property(name, value.clone());
        }
    }
    by_hand(merged, at)
}

/// Its two sides as beads of their own.
pub(super) fn unlink(unit: &Unit, at: Date) -> Vec<Unit> {
    if unit.source.is_empty() || unit.target.is_empty() {
        return vec![by_hand(unit.clone(), at)];
    }
    let mut source = unit.clone();
    set_text(&mut source, Side::Target, String::new());
    let mut target = fresh(unit, at);
    set_text(&mut target, Side::Target, unit.target.clone());
    vec![by_hand(source, at), target]
}

/// Moves text from one bead to its neighbour: the part of `from` that `range` names, to the end or the
/// beginning of `to`. A bead that nothing is left of goes.
pub(super) fn shift(
    from: &Unit,
    range: std::ops::Range<usize>,
    to: &Unit,
    side: Side,
    at_end: bool,
    at: Date,
) -> (Option<Unit>, Unit) {
    let whole = text(from, side);
    let moved = &whole[range.clone()];
    let left = format!("{}{}", &whole[..range.start], &whole[range.end..]);
    let tongue = language(from, side);
    let joined = if at_end {
        join(text(to, side), moved, tongue)
    } else {
        join(moved, text(to, side), tongue)
    };
    let (mut giver, mut taker) = (from.clone(), to.clone());
    set_text(&mut giver, side, left.trim().to_owned());
    set_text(&mut taker, side, joined);
    let giver = (!giver.source.is_empty() || !giver.target.is_empty()).then(|| by_hand(giver, at));
    (giver, by_hand(taker, at))
}

/// Cuts a bead where the sides, as written in a form, have empty lines. What lies between the cuts is
/// taken from the texts themselves, so that nothing but white space can get lost.
pub(super) fn split(
    unit: &Unit,
    source: &str,
    target: &str,
    at: Date,
) -> Result<Vec<Unit>, Trouble> {
    let source = cuts(&unit.source, source)?;
    let target = cuts(&unit.target, target)?;
    if source.len() != target.len() || source.len() < 2 {
        return Err(Trouble::Unfit(Unfit::Parts));
    }
    let mut parts = source.into_iter().zip(target);
    let mut units = Vec::new();
    let mut first = unit.clone();
    if let Some((source, target)) = parts.next() {
        set_text(&mut first, Side::Source, source);
        set_text(&mut first, Side::Target, target);
    }
    units.push(by_hand(first, at));
    for (source, target) in parts {
        let mut part = fresh(unit, at);
        part.source = source;
        part.target = target;
        units.push(part);
    }
    Ok(units)
}

/// The parts of a text, cut where another writing of it has empty lines. The writing may differ in
/// white space alone.
fn cuts(text: &str, written: &str) -> Result<Vec<String>, Trouble> {
    let signs = |text: &str| {
        text.chars()
            .filter(|sign| !sign.is_whitespace())
            .collect::<String>()
    };
    if signs(text) != signs(written) {
        return Err(Trouble::Unfit(Unfit::OtherText));
    }
    let mut lengths: Vec<usize> = vec![0];
    let mut blank = false;
    for line in written.trim().lines() {
        if line.trim().is_empty() {
            if !blank {
                lengths.push(0);
            }
            blank = true;
            continue;
        }
        blank = false;
        if let Some(length) = lengths.last_mut() {
            *length += signs(line).chars().count();
        }
    }
    let mut parts = Vec::new();
    let mut rest = text;
    let last = lengths.len() - 1;
    for (at, length) in lengths.into_iter().enumerate() {
        let end = if at == last {
            rest.len()
        } else {
            end_of(rest, length)
        };
        parts.push(rest[..end].trim().to_owned());
        rest = &rest[end..];
    }
    Ok(parts)
}

/// Where so many signs that are no white space end.
fn end_of(text: &str, signs: usize) -> usize {
    if signs == 0 {
        return 0;
    }
    text.char_indices()
        .filter(|(_, sign)| !sign.is_whitespace())
        .nth(signs - 1)
        .map_or(text.len(), |(at, sign)| at + sign.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(source: &str, target: &str) -> Unit {
        Unit::new(Language::french(), Language::english(), source, target)
    }

    fn now() -> Date {
        Date::from_unix(1_700_000_000)
    }

    fn texts(units: &[Unit]) -> Vec<(&str, &str)> {
        units
            .iter()
            .map(|unit| (unit.source.as_str(), unit.target.as_str()))
            .collect()
    }

    #[test]
    fn beads_are_merged_and_cut_again() {
        let (first, second) = (unit("Un.", "One."), unit("Deux. Trois.", "Two. Three."));
        let merged = merge(&first, &second, now());
        assert_eq!(
            texts(std::slice::from_ref(&merged)),
            [("Un. Deux. Trois.", "One. Two. Three.")]
        );
        assert_eq!((merged.status, merged.confidence), (Status::Reviewed, None));
        let parts = split(
            &merged,
            "Un.\n\nDeux.\nTrois.",
            "One.\n \n\nTwo. Three.",
            now(),
        )
        .unwrap();
        assert_eq!(
            texts(&parts),
            [("Un.", "One."), ("Deux. Trois.", "Two. Three.")]
        );
        let null = merge(&unit("", "One."), &unit("Un.", ""), now());
        assert_eq!(texts(&[null]), [("Un.", "One.")]);
    }

    #[test]
    fn a_cut_keeps_the_text_as_it_is() {
        let text = unit("A\u{a0}: b  c.", "X y z.");
        let parts = split(&text, "A :\n\nb c.", "X y\n\nz.", now()).unwrap();
        assert_eq!(texts(&parts), [("A\u{a0}:", "X y"), ("b  c.", "z.")]);
        assert!(matches!(
            split(&text, "A : b.\n\nc", "X\n\ny z.", now()),
            Err(Trouble::Unfit(Unfit::OtherText))
        ));
        assert!(matches!(
            split(&text, "A :\n\nb c.", "X y z.", now()),
            Err(Trouble::Unfit(Unfit::Parts))
        ));
        assert!(split(&text, "A : b c.", "X y z.", now()).is_err());
    }

    #[test]
    fn text_moves_to_a_neighbour() {
        let (first, second) = (unit("Un.", "One. Two."), unit("Deux.", ""));
        let (giver, taker) = shift(&first, 5..9, &second, Side::Target, false, now());
        assert_eq!(
            texts(&[giver.unwrap(), taker]),
            [("Un.", "One."), ("Deux.", "Two.")]
        );
        let (giver, taker) = shift(&unit("", "One."), 0..4, &second, Side::Target, false, now());
        assert!(giver.is_none());
        assert_eq!(taker.target, "One.");
    }

    #[test]
    fn sides_are_unlinked_once() {
        let units = unlink(&unit("Un.", "Two."), now());
        assert_eq!(texts(&units), [("Un.", ""), ("", "Two.")]);
        assert_eq!(unlink(&units[0], now()).len(), 1);
    }
}
