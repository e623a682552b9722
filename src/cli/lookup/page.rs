//! Matches as people read them.

use super::super::output::Output;
use super::search::{Explained, Found, Line};
use anyhow::Result;
use bitext::language::Language;
use bitext::memory::{Piece, difference};
use std::io::Write;

/// How matches are shown to people.
pub(super) struct Page<'a> {
    /// The language of the text.
    pub(super) language: &'a Language,
    pub(super) coloured: bool,
    /// Whether differences are marked by signs.
    pub(super) markup: bool,
    /// Columns of the terminal; lines are not broken where there is none.
    pub(super) width: Option<usize>,
}

/// Where texts begin, behind the score.
const INDENT: &str = "         ";

/// Before a part of the text that something is known of.
const PART: &str = "      …  ";

/// Narrower terminals break lines as they like.
const NARROWEST: usize = 40;

impl Page<'_> {
    pub(super) fn write(&self, found: &[Found<'_>], output: &mut Output) -> Result<()> {
        for of in found.iter().filter(|of| of.says_something()) {
            let query = if self.coloured {
                styled(&self.printable(of.query), "1")
            } else {
                self.printable(of.query)
            };
            writeln!(output, "{}", self.broken("", "", &query))?;
            for line in &of.matches {
                self.write_match(of.query, line, output)?;
            }
            for part in of.fragments.iter().chain(&of.terms) {
                let text = format!("{} = {}", part.text, part.targets.join(" | "));
                writeln!(
                    output,
                    "{}",
                    self.broken(PART, INDENT, &self.printable(&text))
                )?;
            }
            writeln!(output)?;
        }
        Ok(())
    }

    fn write_match(&self, query: &str, line: &Line, output: &mut Output) -> Result<()> {
        let score = format!("  {:>3} %  ", (line.score * 100.0).floor());
        let source = self.compared(query, &line.source);
        writeln!(output, "{}", self.broken(&score, INDENT, &source))?;
        let mark = if line.substituted {
            " (numbers replaced)"
        } else {
            ""
        };
        let target = format!("{}{mark}", self.printable(&line.target));
        writeln!(output, "{}", self.broken(INDENT, INDENT, &target))?;
        if let Some(how) = &line.explained {
            writeln!(output, "{}", self.broken(INDENT, INDENT, &explanation(how)))?;
        }
        Ok(())
    }

    /// A text in lines that fit the terminal.
    fn broken(&self, first: &str, rest: &str, text: &str) -> String {
        match self.width.filter(|width| *width >= NARROWEST) {
            Some(width) => textwrap::fill(
                text,
                textwrap::Options::new(width)
                    .initial_indent(first)
                    .subsequent_indent(rest)
                    .word_separator(textwrap::WordSeparator::AsciiSpace)
                    .word_splitter(textwrap::WordSplitter::NoHyphenation),
            ),
            None => format!("{first}{text}"),
        }
    }

    /// A text that cannot command the terminal: control characters are not sent there.
    fn printable(&self, text: &str) -> String {
        if self.width.is_none() {
            return text.to_owned();
        }
        let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        text.chars().map(visible).collect()
    }

    /// The source of a match, with what the query has in its place marked where colour shows.
    fn compared(&self, query: &str, source: &str) -> String {
        if !self.coloured && !self.markup {
            return self.printable(source);
        }
        difference(source, query, self.language)
            .iter()
            .map(|piece| match piece {
                Piece::Equal(text) => self.printable(text),
                Piece::Deleted(text) if self.markup => format!("[-{}-]", self.printable(text)),
                Piece::Inserted(text) if self.markup => format!("{{+{}+}}", self.printable(text)),
                Piece::Deleted(text) => styled(&self.printable(text), "9;31"),
                Piece::Inserted(text) => styled(&self.printable(text), "32"),
            })
            .collect()
    }
}

/// A text in a style of the terminal (SGR codes), word by word, so that a line may end between them.
fn styled(text: &str, style: &str) -> String {
    text.split_inclusive(' ')
        .map(|word| {
            let letters = word.trim_end_matches(' ');
            let spaces = &word[letters.len()..];
            if letters.is_empty() {
                spaces.to_owned()
            } else {
                format!("\x1b[{style}m{letters}\x1b[0m{spaces}")
            }
        })
        .collect()
}

/// How a score came about, in one line: `2 of 15 keys differ, −1 case; unit 12, imported`.
fn explanation(how: &Explained) -> String {
    let mut parts = vec![match how.distance {
        0 => format!("all {} keys equal", how.longer),
        distance => format!("{distance} of {} keys differ", how.longer),
    }];
    if how.neighbours > 0 {
        parts.push(format!("+{} neighbours the same", how.neighbours));
    }
    let penalties = how.penalties.iter();
    parts.extend(penalties.map(|(what, points)| format!("−{points} {what}")));
    let mut line = parts.join(", ");
    if how.unit > 0 {
        line.push_str(&format!("; unit {}", how.unit));
    }
    if how.memory > 1 {
        line.push_str(&format!("; memory {}", how.memory));
    }
    line.push_str(&format!("; {}", how.status));
    line
}
