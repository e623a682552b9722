//! The steps that several commands share: align what was read, say what came of it.

use super::console::Console;
use super::input::Pairs;
use super::units::{self, Aligned, Run};
use super::wording::{counted, number};
use bitext::align::{self, Bead};
use bitext::document::Segment;
use bitext::language::Lexicon;

/// Aligns all pairs together.
pub(super) fn align(pairs: Pairs, segmented: bool, console: &Console) -> Run {
    let Pairs {
        source_language,
        target_language,
        pairs,
        ..
    } = pairs;
    let segments: usize = pairs
        .iter()
        .map(|pair| pair.source.segments.len() + pair.target.segments.len())
        .sum();
    console.note(format_args!(
        "aligning {} ({}), {source_language} to {target_language}",
        counted(pairs.len(), "pair of documents", "pairs of documents"),
        counted(segments, "segment", "segments"),
    ));
    let shipped = Lexicon::shipped(&source_language, &target_language);
    let lexicons: Vec<&Lexicon> = shipped.iter().collect();
    let progress = console.spinner("aligning");
    let alignment = {
        let texts: Vec<align::Pair<'_>> = pairs
            .iter()
            .map(|pair| align::Pair {
                source: to_align(&pair.source.segments, segmented),
                target: to_align(&pair.target.segments, segmented),
            })
            .collect();
        align::align(&texts, &source_language, &target_language, &lexicons)
    };
    progress.finish_and_clear();
    let pairs: Vec<Aligned> = pairs
        .into_iter()
        .zip(alignment.beads)
        .map(|(documents, beads)| Aligned { documents, beads })
        .collect();
    Run {
        source_language,
        target_language,
        words: alignment.words,
        ratio: units::ratio(&pairs),
        pairs,
    }
}

/// Documents of one segment a line say nothing of paragraphs.
fn to_align(segments: &[Segment], segmented: bool) -> Vec<align::Segment<'_>> {
    segments
        .iter()
        .map(|segment| align::Segment {
            text: &segment.text,
            paragraph: if segmented { 0 } else { segment.paragraph },
        })
        .collect()
}

/// What a run adds up to. Segments read = segments in beads with both sides + segments without
/// translation, on either side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) source_segments: usize,
    pub(super) target_segments: usize,
    pub(super) source_words: usize,
    pub(super) target_words: usize,
    /// Beads with text on both sides.
    pub(super) beads: usize,
    pub(super) source_nulls: usize,
    pub(super) target_nulls: usize,
    pub(super) doubtful: usize,
    pub(super) dropped: usize,
}

impl Tally {
    pub(super) fn of_pair(pair: &Aligned) -> Self {
        let both = |bead: &&Bead| !bead.is_null();
        Self {
            source_segments: pair.documents.source.segments.len(),
            target_segments: pair.documents.target.segments.len(),
            source_words: pair.documents.source.words,
            target_words: pair.documents.target.words,
            beads: pair.beads.iter().filter(both).count(),
            source_nulls: pair
                .beads
                .iter()
                .filter(|bead| bead.target.is_empty())
                .map(|bead| bead.source.len())
                .sum(),
            target_nulls: pair
                .beads
                .iter()
                .filter(|bead| bead.source.is_empty())
                .map(|bead| bead.target.len())
                .sum(),
            doubtful: pair
                .beads
                .iter()
                .filter(both)
                .filter(|bead| bead.confidence < units::DOUBTFUL)
                .count(),
            dropped: pair.documents.source.dropped.len() + pair.documents.target.dropped.len(),
        }
    }

    pub(super) fn of_run(run: &Run) -> Self {
        run.pairs
            .iter()
            .map(Self::of_pair)
            .fold(Self::default(), |sum, pair| Self {
                source_segments: sum.source_segments + pair.source_segments,
                target_segments: sum.target_segments + pair.target_segments,
                source_words: sum.source_words + pair.source_words,
                target_words: sum.target_words + pair.target_words,
                beads: sum.beads + pair.beads,
                source_nulls: sum.source_nulls + pair.source_nulls,
                target_nulls: sum.target_nulls + pair.target_nulls,
                doubtful: sum.doubtful + pair.doubtful,
                dropped: sum.dropped + pair.dropped,
            })
    }
}

/// Says what was aligned, and what was left out of it.
pub(super) fn summarise(run: &Run, console: &Console) {
    let tally = Tally::of_run(run);
    console.note(format_args!(
        "{} + {} segments: {} ({} doubtful), {} + {} segments without translation",
        number(tally.source_segments),
        number(tally.target_segments),
        counted(tally.beads, "unit", "units"),
        number(tally.doubtful),
        number(tally.source_nulls),
        number(tally.target_nulls),
    ));
    if tally.dropped > 0 {
        console.note(format_args!(
            "{} around the texts left out (captions, credits, addresses …); --keep-all keeps them",
            counted(tally.dropped, "line", "lines")
        ));
    }
}
