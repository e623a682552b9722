//! The first page: how far the review is, and where to go on.

use super::beads::{PairView, pair_views};
use super::desk::{Desk, Progress};
use super::frame::{Asked, Frame, Section};
use super::history::{Line, lines};
use super::trouble::Trouble;
use super::words::Words;
use askama::Template;
use bitext_glossary::Status;

/// Decisions that the page lists.
const LATEST: usize = 8;

#[derive(Template)]
#[template(path = "review/overview.html")]
struct Page {
    w: &'static Words,
    frame: Frame,
    beads: Progress,
    beads_reviewed: String,
    doubts: String,
    terms: Progress,
    terms_reviewed: String,
    approved: String,
    rejected: String,
    pairs: Vec<PairView>,
    latest: Vec<Line>,
}

pub(super) fn page(desk: &mut Desk, asked: &Asked) -> Result<String, Trouble> {
    let w = asked.look.words();
    let locale = asked.look.locale;
    let beads = desk.beads.progress(None);
    let candidates = desk.terms.count(Status::Candidate);
    let terms = Progress {
        done: desk.terms.len() - candidates,
        all: desk.terms.len(),
    };
    let page = Page {
        w,
        frame: Frame::new(desk, asked, Section::Overview, w.overview)?,
        beads,
        beads_reviewed: w.reviewed(locale, beads.done, beads.all),
        doubts: w.doubts(locale, desk.beads.doubts(None)),
        terms,
        terms_reviewed: w.reviewed(locale, terms.done, terms.all),
        approved: locale.count(desk.terms.count(Status::Approved)),
        rejected: locale.count(desk.terms.count(Status::Rejected)),
        pairs: pair_views(desk, w, locale),
        latest: lines(desk, i64::MAX, LATEST, w, locale)?,
    };
    Ok(page.render()?)
}
