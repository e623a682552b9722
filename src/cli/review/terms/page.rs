//! The pages about terms.

use super::index::{Entry, Index, Sort};
use super::query::{BANDS, Counts, PAGE, Query, list, sort_name};
use crate::cli::report::{Locale, Marked, MarkedText, marked};
use crate::cli::review::desk::{Desk, file_name, shown};
use crate::cli::review::fields::Fields;
use crate::cli::review::frame::{Asked, Frame, Moment, Section, moment};
use crate::cli::review::trouble::{Trouble, Unfit};
use crate::cli::review::words::Words;
use askama::Template;
use bitext_glossary::{Concept, Context, PartOfSpeech, Status, Term, TermType, fold};
use std::ops::Range;
use twox_hash::XxHash3_64;

/// Characters of a context.
const CONTEXT: usize = 500;

/// Related concepts that are shown.
const RELATED: usize = 8;

/// Concepts of a bulk decision that its preview lists.
const PREVIEW: usize = 30;

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

struct Detail {
    id: String,
    seen: String,
    head: String,
    language: String,
    status: &'static str,
    status_text: &'static str,
    figures: Vec<(&'static str, String)>,
    languages: Vec<Tongue>,
    definition: String,
    more_definitions: Vec<String>,
    subject: String,
    notes: String,
    related: Vec<Related>,
    history: Vec<Line>,
    terms: usize,
    /// Where a decision about this concept leads: to the next one.
    onward: String,
    /// Where a change of its content leads: back to it.
    stay: String,
}

struct Tongue {
    tag: String,
    name: String,
    terms: Vec<TermView>,
}

struct TermView {
    /// What forms call it.
    name: String,
    text: String,
    first: bool,
    usage: String,
    usage_text: String,
    part_of_speech: String,
    part_text: String,
    term_type: String,
    type_text: String,
    full_form: String,
    probability: String,
    count: String,
    forms: String,
    contexts: Vec<ContextView>,
    notes: Vec<String>,
}

impl TermView {
    /// Whether a value is none of those that forms offer.
    fn part_is_other(&self) -> bool {
        !self.part_of_speech.is_empty()
            && !PartOfSpeech::from(self.part_of_speech.as_str()).is_standard()
    }

    fn type_is_other(&self) -> bool {
        !self.term_type.is_empty() && !TermType::from(self.term_type.as_str()).is_standard()
    }
}

struct ContextView {
    pieces: Vec<Marked>,
    document: String,
    place: String,
    defining: bool,
}

struct Related {
    head: String,
    href: String,
    kind: &'static str,
    status: &'static str,
}

struct Line {
    what: String,
    who: String,
    when: Option<Moment>,
    remark: String,
}

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

/// The address of a list: all statuses are said, because candidates are listed where nothing is.
fn at_list(query: &Query) -> String {
    let address = query.address("/terms");
    if query.status.is_some() {
        return address;
    }
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}status=all")
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

/// Everything about one concept; `None` where it is gone.
fn detail(
    desk: &Desk,
    query: &Query,
    id: &str,
    next: Option<&str>,
    w: &'static Words,
    locale: Locale,
) -> Result<Option<Detail>, Trouble> {
    let Some(row) = desk.project.concept(id)? else {
        return Ok(None);
    };
    let concept: Concept = serde_json::from_str(&row.json).map_err(anyhow::Error::from)?;
    let (language, head) = concept
        .head()
        .map(|(language, term)| (language.to_owned(), term.text.clone()))
        .unwrap_or_default();
    let evidence = &concept.evidence;
    let count = |count: u64| locale.count(usize::try_from(count).unwrap_or(usize::MAX));
    let mut figures = Vec::new();
    if let Some(score) = evidence.score {
        figures.push((w.score, locale.confidence(score)));
    }
    if evidence.frequency > 0 {
        figures.push((w.frequency, count(evidence.frequency)));
    }
    if evidence.documents > 0 {
        figures.push((w.documents, count(evidence.documents)));
    }
    let languages = concept
        .terms
        .iter()
        .filter(|(_, terms)| !terms.is_empty())
        .map(|(tag, terms)| Tongue {
            tag: tag.clone(),
            name: locale.language(tag),
            terms: terms
                .iter()
                .enumerate()
                .map(|(at, term)| term_view(tag, term, at == 0, w, locale))
                .collect(),
        })
        .collect();
    let mut definitions = concept
        .definitions
        .iter()
        .map(|definition| definition.text.clone());
    Ok(Some(Detail {
        id: id.to_owned(),
        seen: shown(id, super::index::version(&row)),
        language,
        status: concept.status.as_str(),
        status_text: w.status(concept.status),
        figures,
        languages,
        definition: definitions.next().unwrap_or_default(),
        more_definitions: definitions.collect(),
        subject: concept.subject.clone().unwrap_or_default(),
        notes: concept.notes.join("\n\n"),
        related: related(&desk.terms, &concept, &head, query, w),
        history: concept
            .history
            .iter()
            .rev()
            .map(|decision| Line {
                what: w.decision(&decision.action),
                who: decision.stamp.by.clone(),
                when: (decision.stamp.at.len() >= 15).then(|| moment(&decision.stamp.at, locale)),
                remark: decision.stamp.remark.clone().unwrap_or_default(),
            })
            .collect(),
        terms: concept.terms.values().map(Vec::len).sum(),
        onward: at_list(&query.at(next)),
        stay: at_list(&query.at(Some(id))),
        head,
    }))
}

fn term_view(tag: &str, term: &Term, first: bool, w: &'static Words, locale: Locale) -> TermView {
    let usage = term
        .administrative_status
        .as_ref()
        .map(|status| status.short_name().to_owned())
        .unwrap_or_default();
    let part = term
        .part_of_speech
        .as_ref()
        .map(|part| part.as_str().to_owned())
        .unwrap_or_default();
    let kind = term
        .term_type
        .as_ref()
        .map(|kind| kind.as_str().to_owned())
        .unwrap_or_default();
    let count = |count: u64| locale.count(usize::try_from(count).unwrap_or(usize::MAX));
    TermView {
        name: format!("{tag}|{}", term.text),
        text: term.text.clone(),
        first,
        usage_text: w.usage(&usage).to_owned(),
        usage,
        part_text: w.part_of_speech(&part).to_owned(),
        part_of_speech: part,
        type_text: w.term_type(&kind).to_owned(),
        term_type: kind,
        full_form: term.full_form.clone().unwrap_or_default(),
        probability: term
            .probability
            .map(|probability| locale.confidence(probability))
            .unwrap_or_default(),
        count: match term.evidence.frequency {
            0 => String::new(),
            frequency => count(frequency),
        },
        forms: term
            .forms
            .iter()
            .map(|form| match form.count {
                0 => form.text.clone(),
                many => format!("{} ({})", form.text, count(many)),
            })
            .collect::<Vec<_>>()
            .join(", "),
        contexts: term
            .contexts
            .iter()
            .map(|context| context_view(context, term))
            .collect(),
        notes: term.notes.clone(),
    }
}

fn context_view(context: &Context, term: &Term) -> ContextView {
    let needles = term
        .forms
        .iter()
        .map(|form| form.text.as_str())
        .chain([term.text.as_str()]);
    let text = MarkedText {
        marks: occurrences(&context.text, needles),
        text: context.text.clone(),
    };
    ContextView {
        pieces: marked(&text, CONTEXT),
        document: context
            .document
            .as_deref()
            .map(|name| file_name(name).to_owned())
            .unwrap_or_default(),
        place: context.place.clone().unwrap_or_default(),
        defining: context.defining,
    }
}

/// Where one of the needles stands in a text as whole words, whatever its case and its kinds of spaces
/// and apostrophes.
pub(super) fn occurrences<'a>(
    text: &str,
    needles: impl Iterator<Item = &'a str>,
) -> Vec<Range<usize>> {
    let mut patterns: Vec<String> = needles
        .filter(|needle| !needle.trim().is_empty())
        .map(|needle| {
            needle
                .split_whitespace()
                .map(|word| regex::escape(word).replace(['\'', '’'], "['’]"))
                .collect::<Vec<_>>()
                .join(r"\s+")
        })
        .collect();
    // Of two that begin alike the longer one is meant.
    patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.len()));
    let Ok(pattern) = regex::RegexBuilder::new(&patterns.join("|"))
        .case_insensitive(true)
        .build()
    else {
        return Vec::new();
    };
    if patterns.is_empty() {
        return Vec::new();
    }
    let whole = |found: &regex::Match<'_>| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !(letter(text[..found.start()].chars().next_back())
            || letter(text[found.end()..].chars().next()))
    };
    pattern
        .find_iter(text)
        .filter(whole)
        .map(|found| found.start()..found.end())
        .collect()
}

/// Concepts that this one has links to, then those whose terms hold its words.
fn related(
    index: &Index,
    concept: &Concept,
    head: &str,
    query: &Query,
    w: &'static Words,
) -> Vec<Related> {
    let view = |entry: &Entry, kind: &'static str| Related {
        head: entry.head.clone(),
        href: at_list(&query.at(Some(&entry.id))),
        kind,
        status: entry.status.as_str(),
    };
    let mut found: Vec<Related> = concept
        .relations
        .iter()
        .filter_map(|relation| {
            let entry = index.get(relation.concept.as_str())?;
            Some(view(entry, w.relation(relation.kind)))
        })
        .collect();
    let key = fold(head);
    if key.is_empty() {
        return found;
    }
    let own = concept.id.as_str();
    let holds = |entry: &&Entry| {
        entry.id != own
            && has_words(&entry.folded, &key)
            && !concept
                .relations
                .iter()
                .any(|known| known.concept.as_str() == entry.id)
    };
    let room = RELATED.saturating_sub(found.len());
    found.extend(
        index
            .in_order(Sort::Score)
            .filter(holds)
            .take(room)
            .map(|entry| view(entry, w.similar)),
    );
    found
}

/// Whether a text has these words, whole.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, found)| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !(letter(text[..at].chars().next_back()) || letter(text[at + found.len()..].chars().next()))
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_in_their_contexts() {
        let text = "L’État de  droit, un état de droit; étatique.";
        let found = occurrences(text, ["état de droit", "état"].into_iter());
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["État de  droit", "état de droit"]);
        assert!(occurrences("a+b", ["("].into_iter()).is_empty());
        assert!(occurrences(text, ["", " "].into_iter()).is_empty());
        assert!(has_words("\nl'état de droit\n", "état"));
        assert!(!has_words("\nétats\n", "état"));
    }
}
