//! The pairs of documents, and the most doubtful beads of all.

use super::index::PairId;
use super::telling::{LEAST, at_bead, confidence, percent, reasons};
use crate::cli::report::Locale;
use crate::cli::review::desk::{Desk, Progress};
use crate::cli::review::frame::{Asked, Frame, Section};
use crate::cli::review::trouble::Trouble;
use crate::cli::review::words::Words;
use askama::Template;

/// Doubtful beads that the overview lists.
const DOUBTS: usize = 25;

#[derive(Template)]
#[template(path = "review/pairs.html")]
struct PairsPage {
    w: &'static Words,
    frame: Frame,
    pairs: Vec<PairView>,
    doubts: Vec<DoubtView>,
    reviewed: String,
    done: usize,
    all: usize,
    doubts_left: String,
    least: String,
}

pub(in crate::cli::review) struct PairView {
    pub(in crate::cli::review) href: String,
    pub(in crate::cli::review) source: String,
    pub(in crate::cli::review) target: String,
    pub(in crate::cli::review) reviewed: String,
    pub(in crate::cli::review) done: usize,
    pub(in crate::cli::review) all: usize,
    pub(in crate::cli::review) doubts: String,
}

struct DoubtView {
    href: String,
    confidence: String,
    source: String,
    source_language: String,
    target: String,
    target_language: String,
    reasons: Vec<&'static str>,
    document: String,
}

/// Every pair of documents with how far its review is.
pub(in crate::cli::review) fn pair_views(
    desk: &Desk,
    w: &'static Words,
    locale: Locale,
) -> Vec<PairView> {
    let ids: Vec<PairId> = desk.beads.pairs().map(|(pair, _)| pair).collect();
    let mut views: Vec<PairView> = ids
        .into_iter()
        .map(|pair| {
            let Progress { done, all } = desk.beads.progress(Some(pair));
            PairView {
                href: at_bead(pair, None),
                source: desk.document_name(pair.0),
                target: desk.document_name(pair.1),
                reviewed: w.reviewed(locale, done, all),
                done,
                all,
                doubts: w.doubts(locale, desk.beads.doubts(Some(pair))),
            }
        })
        .collect();
    views.sort_by(|a, b| a.source.cmp(&b.source));
    views
}

/// The pairs, and the most doubtful beads of all.
pub(super) fn overview(desk: &mut Desk, asked: &Asked) -> Result<String, Trouble> {
    let w = asked.look.words();
    let locale = asked.look.locale;
    let mut doubts = Vec::new();
    for (pair, bead) in desk.beads.doubtful_first(DOUBTS) {
        let Some(unit) = desk.project.unit(bead.id)? else {
            continue;
        };
        doubts.push(DoubtView {
            href: at_bead(pair, Some(bead.id)),
            confidence: confidence(&unit, locale),
            source_language: unit.source_language.to_string(),
            target_language: unit.target_language.to_string(),
            reasons: reasons(&unit, w),
            document: desk.document_name(pair.0),
            source: unit.source,
            target: unit.target,
        });
    }
    let Progress { done, all } = desk.beads.progress(None);
    let page = PairsPage {
        w,
        frame: Frame::new(desk, asked, Section::Alignments, w.alignments)?,
        pairs: pair_views(desk, w, locale),
        doubts,
        reviewed: w.reviewed(locale, done, all),
        done,
        all,
        doubts_left: w.doubts(locale, desk.beads.doubts(None)),
        least: percent(LEAST),
    };
    Ok(page.render()?)
}
