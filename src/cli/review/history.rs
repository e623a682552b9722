//! The page of the history: who decided what and when, and taking it back.

use super::desk::{Desk, is_decision};
use super::fields::Fields;
use super::frame::{Asked, Frame, Moment, Section, in_words, moment_of};
use super::trouble::Trouble;
use super::words::Words;
use crate::cli::report::Locale;
use askama::Template;
use bitext::memory::LogEntry;

/// Entries of a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "review/history.html")]
struct Page {
    w: &'static Words,
    frame: Frame,
    lines: Vec<Line>,
    earlier: Option<String>,
}

/// An entry of the history.
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) what: String,
    pub(super) who: String,
    pub(super) when: Moment,
    /// Whether this page may take it back.
    pub(super) undoable: bool,
    /// Whether it took something back that can be brought back.
    pub(super) redoable: bool,
    pub(super) undone: bool,
}

/// The entries before a number, the latest first.
pub(super) fn lines(
    desk: &Desk,
    before: i64,
    limit: usize,
    w: &'static Words,
    locale: Locale,
) -> Result<Vec<Line>, Trouble> {
    let mut entries: Vec<LogEntry> = Vec::new();
    desk.project.log_before::<Trouble>(before, limit, |entry| {
        entries.push(entry);
        Ok(())
    })?;
    entries
        .into_iter()
        .map(|entry| {
            let undone = match entry.undoes {
                Some(number) => desk.project.log_entry(number)?,
                None => None,
            };
            let what = match &undone {
                // An undoing of an undoing brings something back.
                Some(undone) => match undone.undoes {
                    Some(first) => {
                        let first = desk.project.log_entry(first)?;
                        let first = first.map(|first| in_words(&first, w)).unwrap_or_default();
                        format!("{}{}{first}", w.brought_back, w.colon)
                    }
                    None => format!("{}{}{}", w.taken_back, w.colon, in_words(undone, w)),
                },
                None => in_words(&entry, w),
            };
            Ok(Line {
                number: entry.number,
                what,
                when: moment_of(entry.at, locale),
                undoable: is_decision(&entry) && entry.undone_by.is_none(),
                redoable: entry.undone_by.is_none() && undone.as_ref().is_some_and(is_decision),
                undone: entry.undone_by.is_some(),
                who: entry.who,
            })
        })
        .collect()
}

pub(super) fn page(desk: &mut Desk, asked: &Asked, fields: &Fields) -> Result<String, Trouble> {
    let w = asked.look.words();
    let before = fields.parsed("before").unwrap_or(i64::MAX);
    let lines = lines(desk, before, PAGE, w, asked.look.locale)?;
    let earlier = lines
        .last()
        .filter(|line| lines.len() == PAGE && line.number > 1)
        .map(|line| format!("/history?before={}", line.number));
    let page = Page {
        w,
        frame: Frame::new(desk, asked, Section::History, w.history)?,
        lines,
        earlier,
    };
    Ok(page.render()?)
}
