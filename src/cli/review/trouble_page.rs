//! The page that says why a request was not done. It needs no project: that may be what is wrong.

use super::frame::{Asked, Moment, in_words, moment_of};
use super::trouble::{Trouble, Unfit};
use super::words::Words;
use crate::cli::console::reasons;
use askama::Template;
use bitext::memory::LogEntry;

#[derive(Template)]
#[template(path = "review/trouble.html")]
struct Page {
    w: &'static Words,
    tag: &'static str,
    theme: &'static str,
    message: &'static str,
    detail: String,
    entry: Option<(String, String, Moment)>,
    back: String,
}

pub(super) fn page(trouble: &Trouble, asked: &Asked) -> askama::Result<String> {
    let w = asked.look.words();
    let locale = asked.look.locale;
    let told = |entry: &LogEntry| {
        (
            in_words(entry, w),
            entry.who.clone(),
            moment_of(entry.at, locale),
        )
    };
    let (message, detail, entry) = match trouble {
        Trouble::Missing => (w.missing, String::new(), None),
        Trouble::Conflict(entry) => (w.conflict, String::new(), entry.as_ref().map(told)),
        Trouble::Blocked(entry) => (w.blocked, String::new(), Some(told(entry))),
        Trouble::Already => (w.already, String::new(), None),
        Trouble::Unfit(unfit) => (sentence(*unfit, w), String::new(), None),
        Trouble::Glossary(error) => (w.conflict, error.to_string(), None),
        Trouble::Failed(error) => (w.failed, reasons(error), None),
    };
    Page {
        w,
        tag: locale.tag(),
        theme: asked.look.theme,
        message,
        detail,
        entry,
        back: asked.here.clone(),
    }
    .render()
}

fn sentence(unfit: Unfit, w: &Words) -> &'static str {
    match unfit {
        Unfit::Form => w.unfit_form,
        Unfit::Token => w.unfit_token,
        Unfit::EmptyTerm => w.unfit_empty,
        Unfit::NothingMarked => w.unfit_none,
        Unfit::OneMarked => w.unfit_one,
        Unfit::NoNeighbour => w.unfit_neighbour,
        Unfit::OtherText => w.unfit_text,
        Unfit::Parts => w.unfit_parts,
        Unfit::OtherSelection => w.unfit_selection,
    }
}
