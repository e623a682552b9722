//! What the page of terms tells of one concept.

use super::index::{Entry, Index};
use super::query::{Query, at_list};
use crate::cli::report::{Locale, Marked, MarkedText, marked};
use crate::cli::review::desk::{Desk, file_name, shown};
use crate::cli::review::frame::{Moment, moment};
use crate::cli::review::trouble::Trouble;
use crate::cli::review::words::Words;
use bitext_glossary::{Concept, Context, PartOfSpeech, Term, TermType, fold};
use std::ops::Range;

/// Characters of a context.
const CONTEXT: usize = 500;

/// Related concepts that are shown.
const RELATED: usize = 8;

pub(super) struct Detail {
    pub(super) id: String,
    pub(super) seen: String,
    pub(super) head: String,
    pub(super) language: String,
    pub(super) status: &'static str,
    pub(super) status_text: &'static str,
    pub(super) figures: Vec<(&'static str, String)>,
    pub(super) languages: Vec<Tongue>,
    pub(super) definition: String,
    pub(super) more_definitions: Vec<String>,
    pub(super) subject: String,
    pub(super) notes: String,
    pub(super) related: Vec<Related>,
    pub(super) history: Vec<Line>,
    pub(super) terms: usize,
    /// Where a decision about this concept leads: to the next one.
    pub(super) onward: String,
    /// Where a change of its content leads: back to it.
    pub(super) stay: String,
}

pub(super) struct Tongue {
    pub(super) tag: String,
    pub(super) name: String,
    pub(super) terms: Vec<TermView>,
}

pub(super) struct TermView {
    /// What forms call it.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) first: bool,
    pub(super) usage: String,
    pub(super) usage_text: String,
    pub(super) part_of_speech: String,
    pub(super) part_text: String,
    pub(super) term_type: String,
    pub(super) type_text: String,
    pub(super) full_form: String,
    pub(super) probability: String,
    pub(super) count: String,
    pub(super) forms: String,
    pub(super) contexts: Vec<ContextView>,
    pub(super) notes: Vec<String>,
}

impl TermView {
    /// Whether a value is none of those that forms offer.
    pub(super) fn part_is_other(&self) -> bool {
        !self.part_of_speech.is_empty()
            && !PartOfSpeech::from(self.part_of_speech.as_str()).is_standard()
    }

    pub(super) fn type_is_other(&self) -> bool {
        !self.term_type.is_empty() && !TermType::from(self.term_type.as_str()).is_standard()
    }
}

pub(super) struct ContextView {
    pub(super) pieces: Vec<Marked>,
    pub(super) document: String,
    pub(super) place: String,
    pub(super) defining: bool,
}

pub(super) struct Related {
    pub(super) head: String,
    pub(super) href: String,
    pub(super) kind: &'static str,
    pub(super) status: &'static str,
}

pub(super) struct Line {
    pub(super) what: String,
    pub(super) who: String,
    pub(super) when: Option<Moment>,
    pub(super) remark: String,
}

/// Everything about one concept; `None` where it is gone.
pub(super) fn detail(
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
    let is_other = |entry: &&Entry| {
        entry.id != own
            && !concept
                .relations
                .iter()
                .any(|known| known.concept.as_str() == entry.id)
    };
    let room = RELATED.saturating_sub(found.len());
    found.extend(
        index
            .with_whole_words(&key)
            .into_iter()
            .filter(is_other)
            .take(room)
            .map(|entry| view(entry, w.similar)),
    );
    found
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
    }
}
