//! Segments without text, as blank lines of a text with one segment a line are. Nothing can be said
//! of how they translate, so they take no part in the search and come back as nulls.

use super::{Bead, Pair, Segment};

/// Where the segments with text stand in their document.
pub(super) struct Places {
    source: Side,
    target: Side,
}

struct Side {
    kept: Vec<usize>,
    all: usize,
}

impl Side {
    fn of(segments: &[Segment<'_>]) -> Self {
        let kept = |(at, segment): (usize, &Segment<'_>)| (!is_blank(segment)).then_some(at);
        Self {
            kept: segments.iter().enumerate().filter_map(kept).collect(),
            all: segments.len(),
        }
    }
}

fn is_blank(segment: &Segment<'_>) -> bool {
    segment.text.trim().is_empty()
}

/// A pair without its blank segments, and where the others stood.
pub(super) fn without<'a>(pair: &Pair<'a>) -> (Pair<'a>, Places) {
    let kept = |segments: &[Segment<'a>]| {
        segments
            .iter()
            .filter(|segment| !is_blank(segment))
            .copied()
            .collect()
    };
    let places = Places {
        source: Side::of(&pair.source),
        target: Side::of(&pair.target),
    };
    let pair = Pair {
        source: kept(&pair.source),
        target: kept(&pair.target),
    };
    (pair, places)
}

/// Beads over the kept segments as beads over all: a blank segment between two beads is a null of
/// its own, one inside a bead belongs to it.
pub(super) fn restore(beads: Vec<Bead>, places: &Places) -> Vec<Bead> {
    let (Places { source, target }, mut restored) = (places, Vec::with_capacity(beads.len()));
    let (mut in_source, mut in_target) = (0, 0);
    for bead in beads {
        let start = |side: &Side, range: &std::ops::Range<usize>, cursor: usize| {
            range
                .clone()
                .next()
                .map_or(cursor, |first| side.kept[first])
        };
        let end = |side: &Side, range: &std::ops::Range<usize>, cursor: usize| {
            range
                .clone()
                .next_back()
                .map_or(cursor, |last| side.kept[last] + 1)
        };
        let of_source = start(source, &bead.source, in_source);
        let of_target = start(target, &bead.target, in_target);
        nulls(
            (in_source, of_source),
            (in_target, of_target),
            &mut restored,
        );
        (in_source, in_target) = (
            end(source, &bead.source, of_source),
            end(target, &bead.target, of_target),
        );
        let other = if bead.source.is_empty() {
            &source.kept
        } else {
            &target.kept
        };
        restored.push(Bead {
            crossing: bead
                .crossing
                .and_then(|segment| other.get(segment).copied()),
            ..Bead::new(of_source..in_source, of_target..in_target, bead.confidence)
        });
    }
    nulls(
        (in_source, source.all),
        (in_target, target.all),
        &mut restored,
    );
    restored
}

/// Blank segments, each a null of its own.
fn nulls(source: (usize, usize), target: (usize, usize), beads: &mut Vec<Bead>) {
    beads.extend((source.0..source.1).map(|at| Bead::new(at..at + 1, target.0..target.0, 1.0)));
    beads.extend((target.0..target.1).map(|at| Bead::new(source.1..source.1, at..at + 1, 1.0)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair<'a>(source: &[&'a str], target: &[&'a str]) -> Pair<'a> {
        let side = |texts: &[&'a str]| {
            texts
                .iter()
                .map(|&text| Segment { text, paragraph: 0 })
                .collect()
        };
        Pair {
            source: side(source),
            target: side(target),
        }
    }

    #[test]
    fn blank_segments_come_back_in_their_places() {
        let (shown, places) = without(&pair(
            &["", "un", " ", "deux", "\t"],
            &["one", "", "two", ""],
        ));
        assert_eq!((shown.source.len(), shown.target.len()), (2, 2));
        let bead = |source, target| Bead::new(source, target, 0.5);
        let beads = restore(vec![bead(0..1, 0..1), bead(1..2, 1..2)], &places);
        let shown: Vec<String> = beads.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "[0]:[]:1.00",
                "[1]:[0]:0.50",
                "[2]:[]:1.00",
                "[]:[1]:1.00",
                "[3]:[2]:0.50",
                "[4]:[]:1.00",
                "[]:[3]:1.00",
            ]
        );
    }

    #[test]
    fn a_blank_segment_inside_a_bead_belongs_to_it() {
        let (_, places) = without(&pair(&["un", "", "deux"], &["one and two", "three"]));
        let bead = |source, target| Bead::new(source, target, 0.5);
        let beads = restore(vec![bead(0..2, 0..1), bead(2..2, 1..2)], &places);
        let shown: Vec<String> = beads.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["[0,1,2]:[0]:0.50", "[]:[1]:0.50"]);
    }

    #[test]
    fn documents_of_blank_segments_alone_are_nulls() {
        let (shown, places) = without(&pair(&["", ""], &[" "]));
        assert!(shown.source.is_empty() && shown.target.is_empty());
        assert_eq!(restore(Vec::new(), &places).len(), 3);
    }
}
