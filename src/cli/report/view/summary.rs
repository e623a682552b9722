//! The figures of the whole run.

use super::super::chart::{self, LEVELS, Level, Path, SURE};
use super::super::locale::Locale;
use super::super::model::{BeadMark, DocumentPair, Report};
use super::super::passage::excerpt;

/// How many names a sentence gives.
const NAMES: usize = 3;

/// How long a name in a sentence may be.
const NAME_LENGTH: usize = 80;

/// The beads of a document or of all, counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Count {
    pub(super) beads: usize,
    /// By level, in the order of [`LEVELS`].
    pub(super) levels: [usize; 4],
    pub(super) one_to_one: usize,
    /// The sum of the linked beads' confidences.
    confidence: f64,
    /// Segments in linked beads, source and target.
    pub(super) linked: [usize; 2],
    /// Segments in nulls, source and target.
    pub(super) unlinked: [usize; 2],
}

impl Count {
    /// Counts the beads of a document.
    pub(super) fn of(beads: &[BeadMark], doubtful_below: f64) -> Self {
        let mut count = Self::default();
        for bead in beads {
            let level = Level::of(*bead, doubtful_below);
            count.beads += 1;
            count.levels[level as usize] += 1;
            count.one_to_one += usize::from(bead.source == 1 && bead.target == 1);
            let segments = if level == Level::Null {
                &mut count.unlinked
            } else {
                &mut count.linked
            };
            segments[0] += bead.source;
            segments[1] += bead.target;
            if level != Level::Null && !bead.confidence.is_nan() {
                count.confidence += bead.confidence;
            }
        }
        count
    }

    fn add(&mut self, other: &Self) {
        self.beads += other.beads;
        self.one_to_one += other.one_to_one;
        self.confidence += other.confidence;
        for level in 0..4 {
            self.levels[level] += other.levels[level];
        }
        for side in 0..2 {
            self.linked[side] += other.linked[side];
            self.unlinked[side] += other.unlinked[side];
        }
    }

    pub(super) fn level(&self, level: Level) -> usize {
        self.levels[level as usize]
    }

    /// Beads with both sides.
    pub(super) fn links(&self) -> usize {
        self.beads - self.level(Level::Null)
    }

    /// The mean confidence of the linked beads, if there are any.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of beads are far below 2^52"
    )]
    pub(super) fn mean_confidence(&self) -> Option<f64> {
        (self.links() > 0).then(|| self.confidence / self.links() as f64)
    }
}

/// The beads of each document and of all.
pub(super) struct Totals {
    pub(super) documents: Vec<Count>,
    pub(super) all: Count,
    /// Segments, words and dropped lines that were read, source and target.
    segments: [usize; 2],
    words: [usize; 2],
    dropped: [usize; 2],
}

impl Totals {
    /// Counts everything once.
    pub(super) fn of(report: &Report) -> Self {
        let documents: Vec<_> = report
            .documents
            .iter()
            .map(|pair| Count::of(&pair.beads, report.doubtful_below))
            .collect();
        let mut all = Count::default();
        for count in &documents {
            all.add(count);
        }
        let sums = |of: fn(&super::super::model::DocumentSide) -> usize| {
            let pairs = &report.documents;
            [
                pairs.iter().map(|pair| of(&pair.source)).sum(),
                pairs.iter().map(|pair| of(&pair.target)).sum(),
            ]
        };
        Self {
            documents,
            all,
            segments: sums(|side| side.segments),
            words: sums(|side| side.words),
            dropped: sums(|side| side.dropped),
        }
    }

    /// How many segments of each side are in no bead, or in too many.
    fn segments_missing(&self) -> [usize; 2] {
        [0, 1].map(|side| {
            self.segments[side].abs_diff(self.all.linked[side] + self.all.unlinked[side])
        })
    }
}

/// By how much beads, units and what was left out differ.
fn units_missing(report: &Report, totals: &Totals) -> usize {
    let left_out: usize = report.left_out.iter().map(|entry| entry.1).sum();
    totals.all.beads.abs_diff(report.units_written + left_out)
}

/// A number at the head of the page.
pub(super) struct Figure {
    pub(super) value: String,
    pub(super) label: &'static str,
    pub(super) note: Option<String>,
    /// Whether it asks for attention.
    pub(super) alert: bool,
}

/// The numbers at the head of the page.
pub(super) fn figures(report: &Report, totals: &Totals) -> Vec<Figure> {
    let locale = report.locale;
    let mut figures = Vec::new();
    let mut push = |count, label, note, alert| {
        figures.push(Figure {
            value: locale.count(count),
            label,
            note,
            alert,
        });
    };
    if !report.documents.is_empty() {
        let pairs = report.documents.len();
        let doubtful = totals.all.level(Level::Doubtful);
        let words = locale.words_read(totals.words[0]);
        push(
            report.units_written,
            locale.units_label(report.units_written),
            None,
            false,
        );
        push(pairs, locale.pairs_label(pairs), Some(words), false);
        let of = locale.of_beads(totals.all.beads);
        push(
            doubtful,
            locale.doubtful_label(doubtful),
            Some(of),
            doubtful > 0,
        );
    }
    if report.terms.total > 0 {
        let candidates = report.terms.total;
        let note = locale.with_equivalents(report.terms_with_equivalents);
        push(
            candidates,
            locale.candidates_label(candidates),
            Some(note),
            false,
        );
    }
    figures
}

/// What to look at first, gravest first.
pub(super) fn first_look(report: &Report, totals: &Totals) -> Vec<String> {
    let locale = report.locale;
    let mut look = Vec::new();
    let missing = totals.segments_missing();
    if missing != [0, 0] || units_missing(report, totals) > 0 {
        look.push(locale.look_at_sums().to_owned());
    }
    let mut suspicious = report
        .documents
        .iter()
        .filter(|pair| is_suspicious(pair))
        .peekable();
    if suspicious.peek().is_some() {
        let names: Vec<_> = suspicious.map(|pair| name_of(&pair.source.name)).collect();
        let first: Vec<_> = names.iter().take(NAMES).map(String::as_str).collect();
        look.push(locale.look_at_pairs(&first, names.len()));
    }
    let (doubtful, nulls) = (
        totals.all.level(Level::Doubtful),
        totals.all.level(Level::Null),
    );
    if doubtful > 0 {
        let most = document_with_most(report, totals, Level::Doubtful);
        let most = most.as_ref().map(|(name, count)| (name.as_str(), *count));
        look.push(locale.look_at_doubts(doubtful, totals.all.beads, most));
    }
    if nulls > 0 {
        let most = document_with_most(report, totals, Level::Null);
        let most = most.as_ref().map(|(name, count)| (name.as_str(), *count));
        look.push(locale.look_at_nulls(nulls, most));
    }
    if !report.unpaired.is_empty() {
        look.push(locale.look_at_unpaired(report.unpaired.len()));
    }
    let without = report
        .terms
        .total
        .saturating_sub(report.terms_with_equivalents);
    if without > 0 {
        look.push(locale.look_at_terms(without, report.terms.total));
    }
    if totals.all.beads == 0 {
        look.push(locale.look_at_no_beads().to_owned());
    } else if look.is_empty() {
        look.push(locale.look_at_nothing().to_owned());
    }
    look
}

/// Whether a pair may be no document and its translation.
pub(super) fn is_suspicious(pair: &DocumentPair) -> bool {
    !pair.warnings.is_empty()
}

fn name_of(name: &str) -> String {
    excerpt(name, NAME_LENGTH)
}

/// The document with most beads of a level, the first of equals; none for a single document.
fn document_with_most(report: &Report, totals: &Totals, level: Level) -> Option<(String, usize)> {
    if report.documents.len() < 2 {
        return None;
    }
    let counts = totals.documents.iter().map(|count| count.level(level));
    let (pair, count) = report
        .documents
        .iter()
        .zip(counts)
        .rev()
        .max_by_key(|(_, count)| *count)?;
    Some((name_of(&pair.source.name), count))
}

/// The section of figures.
pub(super) struct Summary {
    pub(super) levels: Vec<LevelRow>,
    pub(super) stack: Vec<Path>,
    pub(super) stack_alt: String,
    pub(super) histogram: Vec<BarRow>,
    pub(super) read: Vec<ReadRow>,
    pub(super) written: Vec<WrittenRow>,
}

/// A level and its beads.
pub(super) struct LevelRow {
    pub(super) class: &'static str,
    pub(super) label: String,
    pub(super) count: String,
    pub(super) share: String,
}

/// A row of a bar chart.
pub(super) struct BarRow {
    pub(super) class: &'static str,
    pub(super) label: String,
    pub(super) count: String,
    pub(super) width: String,
}

/// A row of what was read, source and target.
pub(super) struct ReadRow {
    pub(super) label: &'static str,
    pub(super) counts: [String; 2],
    /// A part of the row above.
    pub(super) part: bool,
    /// A sum that does not come out.
    pub(super) wrong: bool,
}

/// A row of what was written.
pub(super) struct WrittenRow {
    pub(super) label: String,
    pub(super) count: String,
    /// The sum of the others.
    pub(super) sum: bool,
    /// A sum that does not come out.
    pub(super) wrong: bool,
}

impl Summary {
    /// The section, unless nothing was aligned.
    pub(super) fn of(report: &Report, totals: &Totals) -> Option<Self> {
        if report.documents.is_empty() {
            return None;
        }
        let levels = levels(report, &totals.all);
        let stack: Vec<_> = LEVELS
            .iter()
            .map(|level| (level.class(), totals.all.level(*level)))
            .collect();
        let alt: Vec<_> = levels
            .iter()
            .map(|row| (row.label.clone(), row.share.clone()))
            .collect();
        Some(Self {
            stack: chart::stacked(&stack),
            stack_alt: report.locale.levels_alt(&alt),
            levels,
            histogram: histogram(report),
            read: read(report, totals),
            written: written(report, totals),
        })
    }
}

fn levels(report: &Report, count: &Count) -> Vec<LevelRow> {
    let locale = report.locale;
    LEVELS
        .into_iter()
        // With a high limit nothing can be fair.
        .filter(|level| *level != Level::Fair || report.doubtful_below < SURE)
        .map(|level| LevelRow {
            class: level.class(),
            label: locale.level(level, report.doubtful_below),
            count: locale.count(count.level(level)),
            share: locale.share(count.level(level), count.beads),
        })
        .collect()
}

/// The linked beads in tenths of confidence, surest first.
fn histogram(report: &Report) -> Vec<BarRow> {
    let mut bins = [(0usize, Level::Sure); 10];
    for (bin, entry) in bins.iter_mut().enumerate() {
        // A bin has the colour of its middle.
        let middle = chart::ratio(2 * bin + 1, 20);
        let mark = BeadMark {
            source: 1,
            target: 1,
            confidence: middle,
        };
        entry.1 = Level::of(mark, report.doubtful_below);
    }
    let beads = report.documents.iter().flat_map(|pair| &pair.beads);
    for bead in beads.filter(|bead| bead.source > 0 && bead.target > 0) {
        bins[tenth(bead.confidence)].0 += 1;
    }
    let largest = bins.iter().map(|bin| bin.0).max().unwrap_or(0);
    let row = |(bin, (count, level)): (usize, &(usize, Level))| BarRow {
        class: level.class(),
        label: report
            .locale
            .per_cent(&format!("{}–{}", bin * 10, bin * 10 + 10)),
        count: report.locale.count(*count),
        width: chart::bar(*count, largest),
    };
    bins.iter().enumerate().rev().map(row).collect()
}

/// The tenth of a confidence, 0 to 9; what is no number is in the lowest.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0 to 9"
)]
fn tenth(confidence: f64) -> usize {
    (confidence * 10.0 + 1e-9).clamp(0.0, 9.0) as usize
}

fn read(report: &Report, totals: &Totals) -> Vec<ReadRow> {
    let t = report.locale.phrases();
    let mut rows = Vec::new();
    let mut push = |label, counts: [usize; 2], part, wrong| {
        let counts = counts.map(|count| report.locale.count(count));
        rows.push(ReadRow {
            label,
            counts,
            part,
            wrong,
        });
    };
    push(t.segments, totals.segments, false, false);
    push(t.in_beads, totals.all.linked, true, false);
    push(t.in_nulls, totals.all.unlinked, true, false);
    let missing = totals.segments_missing();
    if missing != [0, 0] {
        push(t.unaccounted, missing, true, true);
    }
    push(t.words, totals.words, false, false);
    push(t.dropped_lines, totals.dropped, false, false);
    rows
}

fn written(report: &Report, totals: &Totals) -> Vec<WrittenRow> {
    let (locale, t) = (report.locale, report.locale.phrases());
    let row = |label, count, sum, wrong| WrittenRow {
        label,
        count: locale.count(count),
        sum,
        wrong,
    };
    let mut rows = vec![row(
        t.units_written.to_owned(),
        report.units_written,
        false,
        false,
    )];
    rows.extend(
        report
            .left_out
            .iter()
            .filter(|entry| entry.1 > 0)
            .map(|(why, count)| row(locale.left_out(*why).to_owned(), *count, false, false)),
    );
    let missing = units_missing(report, totals);
    if missing > 0 {
        rows.push(row(t.unaccounted.to_owned(), missing, false, true));
    }
    rows.push(row(t.beads.to_owned(), totals.all.beads, true, false));
    rows
}

/// A mean confidence for readers.
pub(super) fn mean(count: &Count, locale: Locale) -> String {
    count
        .mean_confidence()
        .map_or_else(|| "–".to_owned(), |mean| locale.confidence(mean))
}
