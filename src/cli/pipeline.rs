//! The steps that several commands share: align what was read, say what came of it.

use super::console::Console;
use super::pairs::Pairs;
use super::unfinished::Gentle;
use super::units::{self, Aligned, Run};
use super::wording::{counted, number};
use anyhow::{Result, bail};
use bitext::align::{self, Bead};
use bitext::document::Segment;
use bitext::language::Lexicon;

/// Aligns all pairs together.
pub(super) fn align(pairs: Pairs, segmented: bool, console: &Console) -> Result<Run> {
    let Pairs {
        source_language,
        target_language,
        pairs,
        lexicons,
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
    let lexicons: Vec<&Lexicon> = lexicons.iter().collect();
    let watch = Watcher::new(console);
    let alignment = {
        let texts: Vec<align::Pair<'_>> = pairs
            .iter()
            .map(|pair| align::Pair {
                source: to_align(&pair.source.segments, segmented),
                target: to_align(&pair.target.segments, segmented),
            })
            .collect();
        align::align_watched(
            &texts,
            &source_language,
            &target_language,
            &lexicons,
            &watch,
        )
    };
    let interrupted = watch.finish();
    let pairs: Vec<Aligned> = pairs
        .into_iter()
        .zip(alignment.beads)
        .zip(&alignment.finished)
        .filter(|(_, finished)| **finished)
        .map(|((documents, beads), _)| Aligned { documents, beads })
        .collect();
    let left_out = alignment.finished.len() - pairs.len();
    if interrupted && pairs.is_empty() {
        bail!("interrupted before any document was aligned; nothing is kept");
    }
    if interrupted {
        console.warn(format_args!(
            "interrupted: {} aligned and kept, {} not",
            counted(pairs.len(), "pair", "pairs"),
            number(left_out)
        ));
    }
    Ok(Run {
        interrupted,
        source_language,
        target_language,
        words: alignment.words,
        ratio: units::ratio(&pairs),
        pairs,
    })
}

/// Shows how far the aligner is, and hands on the user's wish to stop.
struct Watcher {
    bar: indicatif::ProgressBar,
    gentle: Gentle,
}

impl Watcher {
    fn new(console: &Console) -> Self {
        Self {
            bar: console.progress("aligning", 0),
            gentle: Gentle::begin(),
        }
    }

    /// Whether the user interrupted the work.
    fn finish(self) -> bool {
        self.bar.finish_and_clear();
        self.gentle.wanted()
    }
}

impl align::Watch for Watcher {
    fn begin(&self, segments: usize) {
        self.bar.set_length(segments as u64);
    }

    fn advance(&self, segments: usize) {
        self.bar.inc(segments as u64);
    }

    fn stopped(&self) -> bool {
        self.gentle.wanted()
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
