//! The page that searches memory and glossary.

use super::beads::address_of;
use super::desk::Desk;
use super::fields::{Fields, address};
use super::frame::{Asked, Frame, Section};
use super::trouble::Trouble;
use super::words::Words;
use crate::cli::report::{Marked, MarkedText, marked};
use askama::Template;
use bitext::memory::{Concordance, ConcordanceHit, Wording};
use bitext_glossary::fold;

/// Hits of each kind that are shown.
const HITS: usize = 100;

/// Characters of a text.
const TEXT: usize = 400;

#[derive(Template)]
#[template(path = "review/search.html")]
struct Page {
    w: &'static Words,
    frame: Frame,
    words: String,
    terms: Vec<TermHit>,
    units: Vec<UnitHit>,
    found: String,
    unfit: bool,
}

struct TermHit {
    href: String,
    head: String,
    language: String,
    other: Option<(String, String)>,
    status: &'static str,
    status_text: &'static str,
}

struct UnitHit {
    href: Option<String>,
    text: Vec<Marked>,
    language: String,
    other: String,
    other_language: String,
    document: String,
    status: &'static str,
    status_text: &'static str,
}

/// Ends a walk over hits.
enum Stop {
    Enough,
    Failed(bitext::memory::Error),
}

impl From<bitext::memory::Error> for Stop {
    fn from(error: bitext::memory::Error) -> Self {
        Self::Failed(error)
    }
}

pub(super) fn page(desk: &mut Desk, asked: &Asked, fields: &Fields) -> Result<String, Trouble> {
    let w = asked.look.words();
    let locale = asked.look.locale;
    let words = fields.get("q").unwrap_or_default().to_owned();
    let folded = fold(&words);
    let terms: Vec<TermHit> = if folded.is_empty() {
        Vec::new()
    } else {
        desk.terms
            .with_words(&folded)
            .into_iter()
            .take(HITS)
            .map(|entry| TermHit {
                href: address(
                    "/terms",
                    [("status", "all"), ("q", &words), ("at", &entry.id)],
                ),
                head: entry.head.clone(),
                language: entry.language.clone(),
                other: entry.other.clone(),
                status: entry.status.as_str(),
                status_text: w.status(entry.status),
            })
            .collect()
    };
    let mut hits = Vec::new();
    let wording = Wording::new([words.as_str()], false);
    if let Ok(wording) = &wording {
        let walk = Concordance::of(&desk.project)?.find(wording, |hit| {
            if hits.len() == HITS {
                return Err(Stop::Enough);
            }
            hits.push(hit);
            Ok(())
        });
        if let Err(Stop::Failed(error)) = walk {
            return Err(error.into());
        }
    }
    let units: Vec<UnitHit> = hits.iter().map(|hit| unit_hit(desk, hit, w)).collect();
    let mut frame = Frame::new(desk, asked, Section::Search, w.search)?;
    frame.find.clone_from(&words);
    let page = Page {
        w,
        frame,
        found: w.found(locale, terms.len(), units.len(), HITS),
        unfit: wording.is_err() && !words.is_empty(),
        words,
        terms,
        units,
    };
    Ok(page.render()?)
}

fn unit_hit(desk: &Desk, hit: &ConcordanceHit, w: &'static Words) -> UnitHit {
    let unit = &hit.unit;
    let text = MarkedText {
        text: hit.text().to_owned(),
        marks: hit.places.iter().flatten().cloned().collect(),
    };
    let other = if hit.language() == &unit.source_language {
        &unit.target_language
    } else {
        &unit.source_language
    };
    UnitHit {
        href: unit.id.and_then(|id| address_of(desk, id)),
        text: marked(&text, TEXT),
        language: hit.language().to_string(),
        other: hit.other().to_owned(),
        other_language: other.to_string(),
        document: unit
            .source_document
            .map(|id| desk.document_name(id))
            .unwrap_or_default(),
        status: unit.status.as_str(),
        status_text: w.unit_status(unit.status),
    }
}
