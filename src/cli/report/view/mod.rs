//! What the templates show: every number written out, every list cut, every text short enough.
//!
//! `summary` has the figures of the whole run, `documents` those of each pair, `lists` the doubtful
//! beads, dropped lines, terms, matches and files.

mod documents;
mod lists;
mod summary;

use super::locale::{Locale, is_date};
use super::model::Report;
use super::passage::excerpt;
use super::phrases::Phrases;
use askama::Template;
use documents::Documents;
use lists::{Analysis, BeadRow, DroppedRow, FileRow, Shown, TermRow, UnpairedRow};
use summary::{Figure, Summary};

/// The page. Sections that are `None` or empty do not appear.
#[derive(Template)]
#[template(path = "report.html", whitespace = "minimize")]
pub(super) struct Page<'a> {
    locale: Locale,
    t: &'static Phrases,
    title: String,
    direction: String,
    date: Option<Date<'a>>,
    version: String,
    made_by: String,
    source: Tongue,
    target: Tongue,
    figures: Vec<Figure>,
    look: Vec<String>,
    summary: Option<Summary>,
    documents: Option<Documents>,
    doubts: Shown<BeadRow>,
    dropped: Vec<DroppedRow>,
    terms: Shown<TermRow>,
    analysis: Option<Analysis>,
    files: Vec<FileRow>,
    unpaired: Shown<UnpairedRow>,
    warnings: Shown<String>,
}

/// The date of the run.
struct Date<'a> {
    /// The date for machines, if it is one.
    machine: Option<&'a str>,
    /// The date for readers.
    text: String,
}

/// A language of the bitext.
struct Tongue {
    /// Its tag.
    tag: String,
    /// Its name in the language of the page.
    name: String,
}

impl Tongue {
    fn of(tag: &str, locale: Locale) -> Self {
        let tag = tag_of(tag);
        let name = locale.language_head(&tag);
        Self { tag, name }
    }
}

/// How long a title may be.
const TITLE: usize = 300;

/// How long a version, a date, a language's tag may be.
const SHORT: usize = 60;

/// A language's tag, which may be anything that was handed in, fit for the page.
fn tag_of(tag: &str) -> String {
    excerpt(tag, SHORT)
}

impl<'a> Page<'a> {
    /// Derives all that the page shows.
    pub(super) fn new(report: &'a Report) -> Self {
        let locale = report.locale;
        let totals = summary::Totals::of(report);
        let source = Tongue::of(&report.source_language, locale);
        let target = Tongue::of(&report.target_language, locale);
        let version = excerpt(&report.version, SHORT);
        Self {
            locale,
            t: locale.phrases(),
            title: excerpt(&report.title, TITLE),
            direction: locale.direction(&source.tag, &target.tag),
            date: report.date.as_deref().map(|date| Date {
                machine: is_date(date).then_some(date),
                text: excerpt(&locale.date(date), SHORT),
            }),
            made_by: locale.made_by(&version),
            version,
            source,
            target,
            figures: summary::figures(report, &totals),
            look: summary::first_look(report, &totals),
            summary: Summary::of(report, &totals),
            documents: Documents::of(report, &totals),
            doubts: lists::doubts(report),
            dropped: lists::dropped(report),
            terms: lists::terms(report),
            analysis: report
                .analysis
                .as_ref()
                .map(|analysis| Analysis::of(analysis, locale)),
            files: lists::files(report),
            unpaired: lists::unpaired(report),
            warnings: lists::warnings(report),
        }
    }

    /// The sections that the page has: the id and the heading of each.
    fn contents(&self) -> Vec<(&'static str, &'static str)> {
        let t = self.t;
        [
            (self.summary.is_some(), "summary", t.summary),
            (self.documents.is_some(), "documents", t.documents),
            (!self.doubts.is_empty(), "doubts", t.doubts),
            (!self.dropped.is_empty(), "dropped", t.dropped),
            (!self.terms.is_empty(), "terms", t.terms),
            (self.analysis.is_some(), "analysis", t.analysis),
            (!self.files.is_empty(), "files", t.files),
            (!self.unpaired.is_empty(), "unpaired", t.unpaired),
            (!self.warnings.is_empty(), "warnings", t.warnings),
        ]
        .into_iter()
        .filter_map(|(present, id, heading)| present.then_some((id, heading)))
        .collect()
    }
}
