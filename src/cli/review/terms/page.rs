//! The list of terms with its facets.

use super::detail::{Detail, detail};
use super::index::{Entry, Index, Sort};
use super::query::{BANDS, Counts, PAGE, Query, at_list, list, sort_name};
use crate::cli::report::Locale;
use crate::cli::review::desk::{Desk, file_name, shown};
use crate::cli::review::fields::Fields;
use crate::cli::review::frame::{Asked, Frame, Section};
use crate::cli::review::trouble::Trouble;
use crate::cli::review::words::Words;
use askama::Template;
use bitext_glossary::Status;

#[derive(Template)]
#[template(path = "review/terms.html")]
struct Page {
    w: &'static Words,
    frame: Frame,
    words: String,
    hidden: Vec<(&'static str, String)>,
    facets: Vec<FacetView>,
    sorts: Vec<Choice>,
    reviewed: String,
    done: usize,
    all: usize,
    rows: Vec<Row>,
    earlier: Option<String>,
    later: Option<String>,
    range: String,
    accept_all: String,
    reject_all: String,
    detail: Option<Detail>,
}

struct FacetView {
    name: &'static str,
    choices: Vec<Choice>,
}

/// A link that narrows or widens the list.
struct Choice {
    label: String,
    count: String,
    href: String,
    on: bool,
}

struct Row {
    number: usize,
    seen: String,
    head: String,
    language: String,
    other: Option<(String, String)>,
    status: &'static str,
    status_text: &'static str,
    frequency: String,
    score: String,
    href: String,
    at: bool,
}

/// The list with its facets, and the details of one concept.
pub(in crate::cli::review) fn page(
    desk: &mut Desk,
    asked: &Asked,
    fields: &Fields,
) -> Result<String, Trouble> {
    let w = asked.look.words();
    let locale = asked.look.locale;
    let mut query = Query::of(fields);
    if !fields.is_given("status") {
        query.status = Some(Status::Candidate);
    }
    let listed = list(&desk.terms, &query);
    let place = query
        .at
        .as_deref()
        .and_then(|at| desk.terms.slot(at))
        .and_then(|chosen| listed.slots.iter().position(|slot| *slot == chosen));
    if let Some(place) = place {
        query.page = place / PAGE;
    }
    let pages = listed.slots.len().div_ceil(PAGE).max(1);
    query.page = query.page.min(pages - 1);
    let start = query.page * PAGE;
    let end = listed.slots.len().min(start + PAGE);
    let shown = listed.slots[start..end].iter();
    let rows: Vec<&Entry> = shown.filter_map(|&slot| desk.terms.at(slot)).collect();
    // Nothing chosen: the first of the list. What is chosen may lie outside the list.
    let chosen = query
        .at
        .clone()
        .or_else(|| rows.first().map(|entry| entry.id.clone()));
    let next = match place {
        Some(place) => listed.slots.get(place + 1).or_else(|| {
            place
                .checked_sub(1)
                .and_then(|place| listed.slots.get(place))
        }),
        None => listed.slots.get(start + 1),
    };
    let next = next.and_then(|&slot| desk.terms.at(slot));
    let next = next.map(|entry| entry.id.clone());
    let detail = match &chosen {
        Some(id) => detail(desk, &query, id, next.as_deref(), w, locale)?,
        None => None,
    };
    let all = desk.terms.len();
    let done = all - desk.terms.count(Status::Candidate);
    let page = Page {
        w,
        frame: Frame::new(desk, asked, Section::Terms, w.terms)?,
        words: query.words.clone(),
        hidden: hidden(&query),
        facets: facets(&desk.terms, &query, &listed.counts, w, locale),
        sorts: sorts(&query, w),
        reviewed: w.reviewed(locale, done, all),
        done,
        all,
        rows: rows
            .iter()
            .enumerate()
            .map(|(at, entry)| row(entry, start + at, &query, chosen.as_deref(), w, locale))
            .collect(),
        earlier: (query.page > 0).then(|| turned(&query, query.page - 1)),
        later: (query.page + 1 < pages).then(|| turned(&query, query.page + 1)),
        range: w.range(locale, start, end, listed.slots.len()),
        accept_all: bulk_address(&query, "accept"),
        reject_all: bulk_address(&query, "reject"),
        detail,
    };
    Ok(page.render()?)
}

fn turned(query: &Query, page: usize) -> String {
    at_list(&Query {
        page,
        at: None,
        ..query.clone()
    })
}

fn bulk_address(query: &Query, action: &str) -> String {
    let address = query.with(|_| ()).address("/terms/bulk");
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}do={action}")
}

/// The parts of a query that the form for words carries along.
fn hidden(query: &Query) -> Vec<(&'static str, String)> {
    let plain = query.with(|query| query.words.clear());
    let address = at_list(&plain);
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let fields = Fields::parse(query.as_bytes());
    ["status", "pos", "frequency", "document", "acronym", "sort"]
        .into_iter()
        .filter_map(|name| Some((name, fields.get(name)?.to_owned())))
        .collect()
}

fn facets(
    index: &Index,
    query: &Query,
    counts: &Counts,
    w: &'static Words,
    locale: Locale,
) -> Vec<FacetView> {
    let choice = |label: String, count: usize, on: bool, set: &dyn Fn(&mut Query, bool)| Choice {
        label,
        count: locale.count(count),
        href: at_list(&query.with(|query| set(query, !on))),
        on,
    };
    let statuses = Status::ALL
        .into_iter()
        .map(|status| {
            let on = query.status == Some(status);
            choice(
                w.status(status).to_owned(),
                counts.statuses[status as usize],
                on,
                &|query, set| query.status = set.then_some(status),
            )
        })
        .collect();
    let parts = counts
        .parts_of_speech
        .iter()
        .map(|(part, count)| {
            let on = query.part_of_speech.as_ref() == Some(part);
            choice(
                w.part_of_speech(part).to_owned(),
                *count,
                on,
                &|query, set| {
                    query.part_of_speech = set.then(|| part.clone());
                },
            )
        })
        .collect();
    let bands = BANDS
        .iter()
        .enumerate()
        .filter(|(at, _)| counts.bands[*at] > 0 || query.band == Some(*at))
        .map(|(at, (from, to, _))| {
            let label = match (from, to) {
                (_, 1) => "1".to_owned(),
                (from, &u64::MAX) => format!("{from}+"),
                (from, to) => format!("{from}–{to}"),
            };
            choice(
                label,
                counts.bands[at],
                query.band == Some(at),
                &|query, set| {
                    query.band = set.then_some(at);
                },
            )
        })
        .collect();
    let documents = counts
        .documents
        .iter()
        .map(|(number, count)| {
            let name = index.document(*number);
            let on = query.document.as_deref() == Some(name);
            choice(file_name(name).to_owned(), *count, on, &|query, set| {
                query.document = set.then(|| name.to_owned());
            })
        })
        .collect();
    let acronyms = [(true, w.yes), (false, w.no)]
        .into_iter()
        .map(|(is, label)| {
            let on = query.acronym == Some(is);
            choice(
                label.to_owned(),
                counts.acronyms[usize::from(is)],
                on,
                &|query, set| {
                    query.acronym = set.then_some(is);
                },
            )
        })
        .collect();
    [
        (w.status_facet, statuses),
        (w.part_facet, parts),
        (w.frequency, bands),
        (w.acronym, acronyms),
        (w.document, documents),
    ]
    .into_iter()
    .map(|(name, choices)| FacetView { name, choices })
    .filter(|facet| !facet.choices.is_empty())
    .collect()
}

fn sorts(query: &Query, w: &'static Words) -> Vec<Choice> {
    [
        (Sort::Score, w.by_score),
        (Sort::Frequency, w.by_frequency),
        (Sort::Term, w.by_term),
    ]
    .into_iter()
    .map(|(sort, label)| Choice {
        label: label.to_owned(),
        count: sort_name(sort).to_owned(),
        href: at_list(&query.with(|query| query.sort = sort)),
        on: query.sort == sort,
    })
    .collect()
}

fn row(
    entry: &Entry,
    number: usize,
    query: &Query,
    chosen: Option<&str>,
    w: &'static Words,
    locale: Locale,
) -> Row {
    Row {
        number,
        seen: shown(&entry.id, entry.version),
        head: entry.head.clone(),
        language: entry.language.clone(),
        other: entry.other.clone(),
        status: entry.status.as_str(),
        status_text: w.status(entry.status),
        frequency: locale.count(usize::try_from(entry.frequency).unwrap_or(usize::MAX)),
        score: entry
            .score
            .map(|score| locale.confidence(score))
            .unwrap_or_default(),
        href: at_list(&query.at(Some(&entry.id))),
        at: chosen == Some(entry.id.as_str()),
    }
}
