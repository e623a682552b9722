//! What web pages and agencies put around a text is taken out, and every piece of it is listed.
//!
//! A page's furniture is no translation of anything: it spoils alignments and fills glossaries
//! with names of agencies. A real sentence lost is worse, though, so each rule asks for a form that
//! sentences do not have, and most for a place at the head or the foot of the document.

mod rules;

use super::paragraph::Paragraph;
use std::fmt;
use std::ops::Range;

/// Why a piece of text was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CleaningRule {
    /// A page's date before the text: `date 2021-12`.
    DateHead,
    /// A picture's caption with its credit, or a credit alone: `… Photo : VNA`.
    PhotoCredit,
    /// A copyright line: `© 2021 …`.
    Copyright,
    /// Where the text was taken from: `Source : https://…`.
    Source,
    /// A line that is nothing but a web address.
    WebAddress,
    /// The reader comments' head: `Comment (0)`.
    Comments,
    /// Buttons and calls around a text: `Share on Facebook`, `Imprimer`.
    PageButton,
    /// Links to other articles: `Lire aussi : …`.
    ReadAlso,
    /// An agency's signature at the end of a paragraph: `.- VNA`.
    AgencyMark,
}

impl CleaningRule {
    /// The rule's name in lists.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DateHead => "date-head",
            Self::PhotoCredit => "photo-credit",
            Self::Copyright => "copyright",
            Self::Source => "source",
            Self::WebAddress => "web-address",
            Self::Comments => "comments",
            Self::PageButton => "page-button",
            Self::ReadAlso => "read-also",
            Self::AgencyMark => "agency-mark",
        }
    }
}

impl fmt::Display for CleaningRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A piece of text that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The line it starts in, from 1.
    pub line: usize,
    /// Where it starts in the document's text, in bytes.
    pub offset: usize,
    /// The piece.
    pub text: String,
    /// The rule that dropped it.
    pub rule: CleaningRule,
}

/// Where a paragraph stands; most furniture stands at the head or the foot.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// No text was kept before it.
    opens: bool,
    /// How many paragraphs stand before it.
    before: usize,
    /// How many paragraphs follow.
    after: usize,
}

impl Place {
    /// Among the first three paragraphs or the last eight: where pages have buttons and comments.
    fn is_edge(self) -> bool {
        self.before < 3 || self.after < 8
    }
}

/// What remains of the paragraphs: for each one that keeps text its number and the part that
/// stays, and all that was dropped, in the order of the document.
pub(super) fn clean(paragraphs: &[Paragraph]) -> (Vec<(usize, Range<usize>)>, Vec<Dropped>) {
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let place = Place {
            opens: kept.is_empty(),
            before: number,
            after: paragraphs.len() - number - 1,
        };
        let (part, pieces) = divide(&paragraph.text, place);
        for (range, rule) in pieces {
            let (line, offset) = paragraph.origin(range.start);
            dropped.push(Dropped {
                line,
                offset,
                text: paragraph.text[range].to_owned(),
                rule,
            });
        }
        if !part.is_empty() {
            kept.push((number, part));
        }
    }
    (kept, dropped)
}

/// The part of a paragraph that stays (perhaps none) and the pieces before and after it, in order.
fn divide(text: &str, place: Place) -> (Range<usize>, Vec<(Range<usize>, CleaningRule)>) {
    if let Some(rule) = rules::whole(text, place) {
        return (0..0, vec![(0..text.len(), rule)]);
    }
    let (mut head, mut foot) = (Vec::new(), Vec::new());
    let mut part = 0..text.len();
    if let Some((length, rule)) = rules::head(text, place) {
        head.push((0..length, rule));
        part.start = length;
        // Behind a date there may be nothing but furniture.
        if let Some(rule) = rules::whole(text[length..].trim(), place) {
            head.push((length..text.len(), rule));
            return (0..0, head);
        }
    }
    while let Some((start, rule)) = rules::foot(&text[part.clone()], place) {
        let start = part.start + start;
        foot.push((start..part.end, rule));
        part.end = start;
    }
    foot.reverse();
    head.append(&mut foot);
    (
        part,
        head.into_iter()
            .map(|(range, rule)| (trimmed(text, range), rule))
            .collect(),
    )
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..(range.start + piece.trim_end().len()).max(start)
}

#[cfg(test)]
mod tests;
