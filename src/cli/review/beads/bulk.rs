//! All sure beads accepted together, shown before it is done.

use super::index::{Bead, PairId};
use super::telling::{at_bead, confidence, least, pair_field, pair_name, percent};
use crate::cli::review::desk::Desk;
use crate::cli::review::fields::Fields;
use crate::cli::review::frame::{Asked, Frame, Section};
use crate::cli::review::trouble::Trouble;
use crate::cli::review::words::Words;
use askama::Template;
use twox_hash::XxHash3_64;

/// Beads of a bulk decision that its preview lists: the least sure ones.
const PREVIEW: usize = 20;

#[derive(Template)]
#[template(path = "review/beads_bulk.html")]
struct BulkPage {
    w: &'static Words,
    frame: Frame,
    heading: String,
    rows: Vec<(String, String, String)>,
    more: String,
    pair: String,
    least: String,
    digest: String,
    back: String,
    count: usize,
}

/// What accepting all sure beads would do.
pub(super) struct Selection {
    pub(super) beads: Vec<(PairId, Bead)>,
    pub(super) digest: String,
}

pub(super) fn sure(desk: &Desk, pair: Option<PairId>, least: f64) -> Selection {
    let beads = desk.beads.sure(pair, least);
    let mut told = Vec::with_capacity(beads.len() * 16);
    for (_, bead) in &beads {
        told.extend(bead.id.0.to_le_bytes());
        told.extend(bead.confidence.unwrap_or_default().to_le_bytes());
    }
    Selection {
        beads,
        digest: format!("{:016x}", XxHash3_64::oneshot(&told)),
    }
}

/// What accepting all sure beads would do, shown before it is done.
pub(in crate::cli::review) fn bulk_page(
    desk: &mut Desk,
    asked: &Asked,
    fields: &Fields,
) -> Result<String, Trouble> {
    let w = asked.look.words();
    let locale = asked.look.locale;
    let (pair, least) = (pair_field(fields), least(fields));
    let selection = sure(desk, pair, least);
    let count = selection.beads.len();
    let mut lowest = selection.beads;
    lowest.sort_by(|(_, a), (_, b)| {
        let sure = |bead: &Bead| bead.confidence.unwrap_or_default();
        sure(a).total_cmp(&sure(b)).then_with(|| a.id.cmp(&b.id))
    });
    let mut rows = Vec::new();
    for (_, bead) in lowest.iter().take(PREVIEW) {
        if let Some(unit) = desk.project.unit(bead.id)? {
            rows.push((confidence(&unit, locale), unit.source, unit.target));
        }
    }
    let page = BulkPage {
        w,
        frame: Frame::new(desk, asked, Section::Alignments, w.alignments)?,
        heading: w.accept_above_heading(locale, count, &locale.confidence(least)),
        rows,
        more: match count.saturating_sub(PREVIEW) {
            0 => String::new(),
            more => w.and_more(locale, more),
        },
        pair: pair.map(pair_name).unwrap_or_default(),
        least: percent(least),
        digest: selection.digest,
        back: pair.map_or_else(|| "/alignments".to_owned(), |pair| at_bead(pair, None)),
        count,
    };
    Ok(page.render()?)
}
