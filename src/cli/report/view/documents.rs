//! The figures of each pair.

use super::super::chart::{self, Level, Path};
use super::super::model::{DocumentPair, DocumentSide, Encoding, Report};
use super::super::passage::excerpt;
use super::summary::{Count, Totals, is_suspicious, mean};
use super::tag_of;

/// The most pairs shown.
const DOCUMENTS: usize = 200;

/// The most warnings shown of a pair.
const WARNINGS: usize = 5;

/// How long a name may be.
const NAME_LENGTH: usize = 160;

/// The table of pairs.
pub(super) struct Documents {
    pub(super) rows: Vec<DocumentRow>,
    pub(super) total: Numbers,
    /// Why not all are shown, where that is so.
    pub(super) cut: Option<String>,
}

/// The numbers of a pair or of all, written out.
pub(super) struct Numbers {
    pub(super) source_segments: String,
    pub(super) target_segments: String,
    pub(super) beads: String,
    pub(super) one_to_one: String,
    pub(super) nulls: String,
    pub(super) confidence: String,
    pub(super) doubtful: String,
    pub(super) any_doubtful: bool,
}

/// A pair.
pub(super) struct DocumentRow {
    pub(super) source: String,
    /// The target's name, where it differs.
    pub(super) target: Option<String>,
    pub(super) numbers: Numbers,
    pub(super) ribbon: Vec<Path>,
    pub(super) ribbon_alt: String,
    /// How the two files were read, with the language of each where they differ.
    pub(super) encodings: Vec<(Option<String>, String)>,
    pub(super) warnings: Vec<String>,
}

impl Documents {
    /// The table, unless nothing was aligned. The pairs stand in the order of the run; where there
    /// are too many, those that most need a look are kept.
    pub(super) fn of(report: &Report, totals: &Totals) -> Option<Self> {
        if report.documents.is_empty() {
            return None;
        }
        let all = report.documents.len();
        let rows: Vec<_> = kept(report, totals)
            .into_iter()
            .map(|at| row(report, &report.documents[at], &totals.documents[at]))
            .collect();
        let cut = (rows.len() < all).then(|| report.locale.documents_cut(rows.len(), all));
        let sum = |of: fn(&DocumentPair) -> usize| report.documents.iter().map(of).sum();
        let segments = [
            sum(|pair| pair.source.segments),
            sum(|pair| pair.target.segments),
        ];
        let total = numbers(report, &totals.all, segments);
        Some(Self { rows, total, cut })
    }
}

/// Which pairs to show, in the order of the run.
fn kept(report: &Report, totals: &Totals) -> Vec<usize> {
    let mut order: Vec<_> = (0..report.documents.len()).collect();
    if order.len() > DOCUMENTS {
        order.sort_by_key(|&at| {
            let count = &totals.documents[at];
            let doubts = count.level(Level::Doubtful) + count.level(Level::Null);
            let pair = &report.documents[at];
            (
                !is_suspicious(pair),
                std::cmp::Reverse((doubts, pair.warnings.len())),
                at,
            )
        });
        order.truncate(DOCUMENTS);
        order.sort_unstable();
    }
    order
}

fn row(report: &Report, pair: &DocumentPair, count: &Count) -> DocumentRow {
    let locale = report.locale;
    let limit = report.doubtful_below;
    let mut warnings: Vec<_> = pair
        .warnings
        .iter()
        .take(WARNINGS)
        .map(|warning| excerpt(&locale.document_warning(warning), 300))
        .collect();
    if pair.warnings.len() > WARNINGS {
        warnings.push(locale.more(pair.warnings.len() - WARNINGS));
    }
    let name = |side: &DocumentSide| excerpt(&side.name, NAME_LENGTH);
    let same = pair.source.name == pair.target.name;
    DocumentRow {
        source: name(&pair.source),
        target: (!same).then(|| name(&pair.target)),
        numbers: numbers(report, count, [pair.source.segments, pair.target.segments]),
        ribbon: chart::ribbon(&pair.beads, limit),
        ribbon_alt: locale.ribbon_alt(
            count.level(Level::Doubtful),
            count.level(Level::Null),
            chart::worst_tenth(&pair.beads, limit),
        ),
        encodings: encodings(report, pair),
        warnings,
    }
}

fn encodings(report: &Report, pair: &DocumentPair) -> Vec<(Option<String>, String)> {
    let write = |encoding: &Encoding| {
        let name = excerpt(&encoding.name, NAME_LENGTH);
        report
            .locale
            .encoding(&name, encoding.guessed, encoding.replaced)
    };
    let source = pair.source.encoding.as_ref().map(write);
    let target = pair.target.encoding.as_ref().map(write);
    if source == target {
        return source
            .map(|encoding| (None, encoding))
            .into_iter()
            .collect();
    }
    [
        (&report.source_language, source),
        (&report.target_language, target),
    ]
    .into_iter()
    .filter_map(|(tag, encoding)| Some((Some(tag_of(tag)), encoding?)))
    .collect()
}

fn numbers(report: &Report, count: &Count, segments: [usize; 2]) -> Numbers {
    let locale = report.locale;
    let doubtful = count.level(Level::Doubtful);
    Numbers {
        source_segments: locale.count(segments[0]),
        target_segments: locale.count(segments[1]),
        beads: locale.count(count.beads),
        one_to_one: locale.share(count.one_to_one, count.beads),
        nulls: locale.count(count.level(Level::Null)),
        confidence: mean(count, locale),
        doubtful: locale.count(doubtful),
        any_doubtful: doubtful > 0,
    }
}
