//! Doubtful beads, dropped lines, terms, matches and files, cut to what a page can hold.

use super::super::chart;
use super::super::locale::Locale;
use super::super::model::{
    self, Band, Difference, DoubtfulBead, Found, Listed, Report, Side, Term,
};
use super::super::passage::{self, Marked, excerpt};
use super::tag_of;

/// The most entries of the long lists.
const ENTRIES: usize = 200;
/// The most lines shown of a rule.
const EXAMPLES: usize = 6;
/// The most forms and equivalents of a term.
const FORMS: usize = 8;
/// The most contexts of a term.
const CONTEXTS: usize = 2;
/// How many characters of a segment are shown.
const SEGMENT: usize = 1500;
/// How many characters of a neighbour, a dropped line or a context are shown.
const SHORT: usize = 280;
/// How many characters of a name or a term are shown.
const NAME: usize = 160;
/// The most segments shown of one side of a bead.
const SEGMENTS: usize = 12;

/// The entries shown of a list.
pub(super) struct Shown<T> {
    pub(super) rows: Vec<T>,
    /// What is not shown, in words.
    pub(super) more: Option<String>,
}

impl<T> Shown<T> {
    /// Whether the list has nothing at all, shown or not.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.more.is_none()
    }

    fn of<S>(
        items: &[S],
        total: usize,
        most: usize,
        locale: Locale,
        row: impl Fn(&S) -> T,
    ) -> Self {
        let rows: Vec<_> = items.iter().take(most).map(row).collect();
        let all = total.max(items.len());
        let hidden = all - rows.len();
        let more = (hidden > 0).then(|| locale.more_of(hidden, all));
        Self { rows, more }
    }

    fn listed<S>(list: &Listed<S>, most: usize, locale: Locale, row: impl Fn(&S) -> T) -> Self {
        Self::of(&list.items, list.total, most, locale, row)
    }
}

/// A doubtful bead.
pub(super) struct BeadRow {
    pub(super) document: String,
    pub(super) position: String,
    pub(super) confidence: String,
    pub(super) why: Vec<String>,
    pub(super) source: Column,
    pub(super) target: Column,
}

/// One side of a bead.
pub(super) struct Column {
    pub(super) before: Option<String>,
    pub(super) segments: Vec<String>,
    pub(super) after: Option<String>,
}

/// The beads to look at.
pub(super) fn doubts(report: &Report) -> Shown<BeadRow> {
    let locale = report.locale;
    Shown::listed(&report.doubts, ENTRIES, locale, |bead| {
        bead_row(bead, locale)
    })
}

fn bead_row(bead: &DoubtfulBead, locale: Locale) -> BeadRow {
    let neighbours = |pick: fn(&(String, String)) -> &String| {
        let show = |pair: &Option<(String, String)>| {
            pair.as_ref()
                .map(pick)
                .filter(|text| !text.is_empty())
                .map(|text| excerpt(text, SHORT))
        };
        (show(&bead.before), show(&bead.after))
    };
    let column = |segments: &[String], (before, after)| Column {
        before,
        segments: cut(segments, SEGMENTS, SEGMENT, locale),
        after,
    };
    BeadRow {
        document: excerpt(&bead.document, NAME),
        position: locale.segments_at(&bead.source_at, &bead.target_at),
        confidence: locale.confidence(bead.confidence),
        why: bead
            .why
            .iter()
            .map(|why| locale.doubt(*why).to_owned())
            .collect(),
        source: column(&bead.source, neighbours(|pair| &pair.0)),
        target: column(&bead.target, neighbours(|pair| &pair.1)),
    }
}

/// The first texts of a list, each cut, and how many more there are.
fn cut(texts: &[String], most: usize, length: usize, locale: Locale) -> Vec<String> {
    let mut shown: Vec<_> = texts
        .iter()
        .take(most)
        .map(|text| excerpt(text, length))
        .collect();
    if texts.len() > most {
        shown.push(locale.more(texts.len() - most));
    }
    shown
}

/// A rule of cleaning and what it removed.
pub(super) struct DroppedRow {
    pub(super) rule: String,
    pub(super) count: String,
    pub(super) lines: Shown<LineRow>,
}

/// A line that was removed.
pub(super) struct LineRow {
    pub(super) place: String,
    pub(super) document: String,
    pub(super) tag: String,
    pub(super) text: String,
}

/// The rules that removed something, in the order given.
pub(super) fn dropped(report: &Report) -> Vec<DroppedRow> {
    let locale = report.locale;
    let line = |line: &model::DroppedLine| LineRow {
        place: locale.line(line.line),
        document: excerpt(&line.document, NAME),
        tag: match line.side {
            Side::Source => tag_of(&report.source_language),
            Side::Target => tag_of(&report.target_language),
        },
        text: excerpt(&line.text, SHORT),
    };
    report
        .dropped
        .iter()
        .filter(|group| group.lines.total > 0 || !group.lines.items.is_empty())
        .map(|group| DroppedRow {
            rule: excerpt(&locale.rule(&group.rule), NAME),
            count: locale.lines(group.lines.total.max(group.lines.items.len())),
            lines: Shown::listed(&group.lines, EXAMPLES, locale, line),
        })
        .collect()
}

/// A candidate of the glossary.
pub(super) struct TermRow {
    pub(super) rank: String,
    pub(super) term: String,
    pub(super) kind: Option<String>,
    pub(super) forms: Vec<String>,
    pub(super) frequency: String,
    pub(super) documents: String,
    pub(super) equivalents: Vec<(String, String)>,
    /// How many equivalents are not shown.
    pub(super) more_equivalents: Option<String>,
    pub(super) contexts: Vec<Vec<Marked>>,
}

/// The first terms.
pub(super) fn terms(report: &Report) -> Shown<TermRow> {
    let locale = report.locale;
    let mut shown = Shown::listed(&report.terms, ENTRIES, locale, |term| {
        term_row(term, locale)
    });
    for (at, row) in shown.rows.iter_mut().enumerate() {
        row.rank = locale.count(at + 1);
    }
    shown
}

fn term_row(term: &Term, locale: Locale) -> TermRow {
    let equivalents = term.equivalents.iter().take(FORMS);
    let hidden = term.equivalents.len().saturating_sub(FORMS);
    // The term itself as its only form says nothing.
    let forms = if term.forms == [term.term.as_str()] {
        &[][..]
    } else {
        &term.forms
    };
    TermRow {
        rank: String::new(),
        term: excerpt(&term.term, NAME),
        kind: locale
            .term_kind(&term.kind)
            .map(|kind| excerpt(&kind, 2 * NAME)),
        forms: cut(forms, FORMS, NAME, locale),
        frequency: locale.count(term.frequency),
        documents: locale.count(term.documents),
        equivalents: equivalents
            .map(|found| (excerpt(&found.text, NAME), locale.count(found.count)))
            .collect(),
        more_equivalents: (hidden > 0).then(|| locale.more(hidden)),
        contexts: term
            .contexts
            .iter()
            .take(CONTEXTS)
            .map(|context| passage::marked(context, SHORT))
            .collect(),
    }
}

/// A new text against the memory.
pub(super) struct Analysis {
    pub(super) name: String,
    pub(super) bands: Vec<BandRow>,
    pub(super) segments: String,
    pub(super) words: String,
    pub(super) matches: Shown<MatchRow>,
}

/// A band of scores.
pub(super) struct BandRow {
    pub(super) label: String,
    pub(super) segments: String,
    pub(super) words: String,
    pub(super) share: String,
    pub(super) width: String,
    pub(super) class: &'static str,
}

/// A segment with its best match.
pub(super) struct MatchRow {
    pub(super) score: String,
    pub(super) query: String,
    pub(super) source: Vec<PieceRow>,
    pub(super) target: String,
}

/// A piece of a difference.
pub(super) struct PieceRow {
    pub(super) inserted: bool,
    pub(super) deleted: bool,
    pub(super) text: String,
}

impl Analysis {
    /// Shares are of words.
    pub(super) fn of(analysis: &model::Analysis, locale: Locale) -> Self {
        let segments = analysis.bands.iter().map(|band| band.segments).sum();
        let words = analysis.bands.iter().map(|band| band.words).sum();
        let row = |count: &model::BandCount| BandRow {
            label: locale.band(count.band),
            segments: locale.count(count.segments),
            words: locale.count(count.words),
            share: locale.share(count.words, words),
            width: chart::bar(count.words, words),
            class: if count.band == Band::None {
                "null"
            } else {
                "sure"
            },
        };
        Self {
            name: excerpt(&analysis.name, NAME),
            bands: analysis.bands.iter().map(row).collect(),
            segments: locale.count(segments),
            words: locale.count(words),
            matches: Shown::listed(&analysis.matches, ENTRIES, locale, |found| {
                match_row(found, locale)
            }),
        }
    }
}

fn match_row(found: &Found, locale: Locale) -> MatchRow {
    let equal = || {
        let text = excerpt(&found.source, SEGMENT);
        vec![PieceRow {
            inserted: false,
            deleted: false,
            text,
        }]
    };
    // Pieces cannot be cut without lying about what differs: a text too long is shown plain.
    let length: usize = found.difference.iter().map(|piece| piece.text.len()).sum();
    let source = if found.difference.is_empty() || length > 4 * SEGMENT {
        equal()
    } else {
        found.difference.iter().map(piece_row).collect()
    };
    MatchRow {
        score: locale.confidence(found.score / 100.0),
        query: excerpt(&found.query, SEGMENT),
        source,
        target: excerpt(&found.target, SEGMENT),
    }
}

fn piece_row(piece: &model::Piece) -> PieceRow {
    PieceRow {
        inserted: piece.kind == Difference::Inserted,
        deleted: piece.kind == Difference::Deleted,
        text: passage::visible(&piece.text),
    }
}

/// A file that was written.
pub(super) struct FileRow {
    pub(super) name: String,
    pub(super) content: String,
    pub(super) size: String,
}

/// The files that were written.
pub(super) fn files(report: &Report) -> Vec<FileRow> {
    let locale = report.locale;
    report
        .files
        .iter()
        .map(|file| FileRow {
            name: excerpt(&file.name, NAME),
            content: excerpt(&locale.file(&file.kind, file.entries), SHORT),
            size: file
                .bytes
                .map_or_else(|| "–".to_owned(), |bytes| locale.size(bytes)),
        })
        .collect()
}

/// A file without a counterpart.
pub(super) struct UnpairedRow {
    pub(super) side: &'static str,
    pub(super) name: String,
}

/// The files without a counterpart.
pub(super) fn unpaired(report: &Report) -> Shown<UnpairedRow> {
    let locale = report.locale;
    Shown::of(&report.unpaired, 0, ENTRIES, locale, |file| UnpairedRow {
        side: locale.side(file.side),
        name: excerpt(&file.name, NAME),
    })
}

/// What else the user was told.
pub(super) fn warnings(report: &Report) -> Shown<String> {
    Shown::of(&report.warnings, 0, ENTRIES, report.locale, |text| {
        excerpt(text, SEGMENT)
    })
}
