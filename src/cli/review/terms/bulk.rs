//! What a decision about everything that is listed would do.

use super::index::{Entry, Index};
use super::query::{Query, at_list, list};
use crate::cli::review::desk::Desk;
use crate::cli::review::fields::Fields;
use crate::cli::review::frame::{Asked, Frame, Section};
use crate::cli::review::trouble::{Trouble, Unfit};
use crate::cli::review::words::Words;
use askama::Template;
use bitext_glossary::Status;
use twox_hash::XxHash3_64;

/// Concepts of a bulk decision that its preview lists.
const PREVIEW: usize = 30;

#[derive(Template)]
#[template(path = "review/terms_bulk.html")]
struct BulkPage {
    w: &'static Words,
    frame: Frame,
    action: &'static str,
    heading: String,
    rows: Vec<(String, String)>,
    more: String,
    query: String,
    digest: String,
    back: String,
    count: usize,
}

/// What a bulk decision would be about.
pub(super) struct Selection<'a> {
    pub(super) entries: Vec<&'a Entry>,
    /// Tells whether it is still the same.
    pub(super) digest: String,
}

/// The concepts of a list that a decision would change.
pub(super) fn selection<'a>(index: &'a Index, query: &Query, to: Status) -> Selection<'a> {
    let slots = list(index, query).slots.into_iter();
    let entries: Vec<&Entry> = slots
        .filter_map(|slot| index.at(slot))
        .filter(|entry| entry.status != to)
        .collect();
    let mut told = Vec::new();
    for entry in &entries {
        told.extend(entry.id.as_bytes());
        told.extend(entry.version.to_le_bytes());
    }
    Selection {
        entries,
        digest: format!("{:016x}", XxHash3_64::oneshot(&told)),
    }
}

/// What a decision about everything that is listed would do.
pub(in crate::cli::review) fn bulk_page(
    desk: &mut Desk,
    asked: &Asked,
    fields: &Fields,
) -> Result<String, Trouble> {
    let w = asked.look.words();
    let locale = asked.look.locale;
    let query = Query::of(fields);
    let (action, to) = match fields.get("do") {
        Some("accept") => ("accept", Status::Approved),
        Some("reject") => ("reject", Status::Rejected),
        _ => return Err(Trouble::Unfit(Unfit::Form)),
    };
    let selection = selection(&desk.terms, &query, to);
    let count = selection.entries.len();
    let address = query.address("");
    let page = BulkPage {
        w,
        frame: Frame::new(desk, asked, Section::Terms, w.terms)?,
        action,
        heading: w.bulk_heading(locale, action, count),
        rows: selection
            .entries
            .iter()
            .take(PREVIEW)
            .map(|entry| {
                let other = entry.other.as_ref().map(|(_, text)| text.clone());
                (entry.head.clone(), other.unwrap_or_default())
            })
            .collect(),
        more: match count.saturating_sub(PREVIEW) {
            0 => String::new(),
            more => w.and_more(locale, more),
        },
        query: address.trim_start_matches('?').to_owned(),
        digest: selection.digest,
        back: at_list(&query),
        count,
    };
    Ok(page.render()?)
}
