//! Moses pairs: two text files, of which line N of one translates line N of the other.
//!
//! Trainers of machine translation (Moses, OPUS, WMT) hand corpora on like this. Segments hold no line
//! ends and nothing but text; nothing is escaped.

use std::io::{Read, Write};

use bitext_tmx::Unit;

use crate::finding::{Error, Finding, Report};
use crate::format::Format;
use crate::pair::{Losses, Pair, lose};
use crate::place::Place;
use crate::sink::{Sink, WriteError, Written};
use crate::source::{Desk, ReadOptions, Source};
use crate::text::Lines;

pub(crate) struct Reader<S, T> {
    source: Lines<S>,
    target: Lines<T>,
    languages: (String, String),
    desk: Desk,
}

impl<S: Read, T: Read> Reader<S, T> {
    pub(crate) fn open(source: S, target: T, options: &ReadOptions) -> Result<Self, Error> {
        let desk = Desk::new(options);
        let languages = (desk.source_language(None)?, desk.target_language(None)?);
        Ok(Self {
            source: Lines::new(source, |_| None)?,
            target: Lines::new(target, |_| None)?,
            languages,
            desk,
        })
    }
}

impl<S: Read, T: Read> Source for Reader<S, T> {
    fn format(&self) -> Format {
        Format::Moses
    }

    fn source_language(&self) -> &str {
        &self.languages.0
    }

    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        loop {
            let (source, target) = (self.source.next_line()?, self.target.next_line()?);
            let (source, target) = match (source, target) {
                (Some(source), Some(target)) => (source, target),
                (None, None) => return Ok(None),
                // From here on nothing says which line belongs to which.
                (source, _) => {
                    let longer = if source.is_some() { "source" } else { "target" };
                    let line = self.source.number().max(self.target.number());
                    return Err(Error::Format {
                        line: Some(line),
                        what: format!(
                            "the {longer} file has more lines than the other: they are no pair, or a line was lost"
                        ),
                    });
                }
            };
            let pair = Pair::new((&self.languages.0, source), (&self.languages.1, target));
            if self.source.is_damaged() || self.target.is_damaged() {
                let what = "bytes that mean nothing in the file's encoding stand as U+FFFD";
                let (line, unit) = (self.source.number(), self.desk.number());
                self.desk
                    .find(Finding::new(line, "encoding", what).of_unit(unit, None))?;
            }
            let at = Place::line(self.source.number());
            if let Some(unit) = self.desk.admit(pair, at, &self.languages.0) {
                return Ok(Some(unit));
            }
        }
    }

    fn number(&self) -> u64 {
        self.desk.report.all()
    }

    fn place(&self) -> Option<Place> {
        self.desk.place
    }

    fn report(&self) -> Report {
        self.desk.report.clone()
    }
}

/// Writes the two files.
pub(crate) struct Writer<S, T> {
    source: S,
    target: T,
    languages: Option<(String, String)>,
    written: Written,
}

impl<S: Write, T: Write> Writer<S, T> {
    pub(crate) fn new(source: S, target: T) -> Self {
        Self {
            source,
            target,
            languages: None,
            written: Written::default(),
        }
    }

    fn pair(&mut self, pair: &Pair) -> Result<(), WriteError> {
        let losses = &mut self.written.losses;
        let languages = (pair.source_language.as_str(), pair.target_language.as_str());
        let (source, target) = self
            .languages
            .get_or_insert_with(|| (languages.0.to_owned(), languages.1.to_owned()));
        if (source.as_str(), target.as_str()) != languages {
            lose(losses, "units of other languages than the first", 1);
            return Ok(());
        }
        pair.lose_codes(losses);
        lose_metadata(pair, losses);
        let source = one_line(&pair.source.plain_text(), losses);
        let target = one_line(&pair.target.plain_text(), losses);
        writeln!(self.source, "{source}")?;
        writeln!(self.target, "{target}")?;
        self.written.pairs += 1;
        Ok(())
    }
}

fn lose_metadata(pair: &Pair, losses: &mut Losses) {
    lose(losses, "properties", pair.properties.len());
    lose(losses, "notes", pair.notes.len());
    let dates = [&pair.created, &pair.changed].into_iter().flatten().count();
    lose(losses, "dates", dates);
    let users = [&pair.creator, &pair.changer].into_iter().flatten().count();
    lose(losses, "names of users", users);
    lose(losses, "names of units", usize::from(pair.id.is_some()));
    lose(losses, "statuses", usize::from(pair.status.is_some()));
}

/// A segment on one line: line ends inside it become spaces, as they must.
fn one_line(text: &str, losses: &mut Losses) -> String {
    let is_end = |c: char| matches!(c, '\n' | '\r');
    let ends = text.chars().filter(|&c| is_end(c)).count();
    lose(losses, "line ends inside segments", ends);
    text.replace("\r\n", " ").replace(is_end, " ")
}

impl<S: Write, T: Write> Sink for Writer<S, T> {
    fn write(&mut self, unit: &Unit, header_language: &str) -> Result<(), WriteError> {
        self.written.units += 1;
        let pairs = Pair::of_unit(unit, header_language, &mut self.written.losses);
        pairs.iter().try_for_each(|pair| self.pair(pair))
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        self.source.flush()?;
        self.target.flush()?;
        Ok(self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> ReadOptions {
        ReadOptions {
            source_language: Some("fr".to_owned()),
            target_language: Some("en".to_owned()),
            ..ReadOptions::default()
        }
    }

    #[test]
    fn lines_are_pairs_and_back() {
        let (fr, en) = ("a\n\n«b»\tc\n", "A\nB\nC\n");
        let mut reader = Reader::open(fr.as_bytes(), en.as_bytes(), &options()).unwrap();
        let (mut source, mut target) = (Vec::new(), Vec::new());
        let mut writer: Box<dyn Sink> = Box::new(Writer::new(&mut source, &mut target));
        while let Some(unit) = reader.next_unit().unwrap() {
            writer.write(&unit, "fr").unwrap();
        }
        let written = writer.finish().unwrap();
        assert_eq!((written.pairs, reader.report().untranslated), (2, 1));
        assert_eq!(source, "a\n«b»\tc\n".as_bytes());
        assert_eq!(target, b"A\nC\n");
    }

    #[test]
    fn files_of_unequal_length_are_no_pair() {
        let mut reader = Reader::open(&b"a\nb\n"[..], &b"A\n"[..], &options()).unwrap();
        assert!(reader.next_unit().unwrap().is_some());
        let error = reader.next_unit().unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("line 2: the source file has more lines"),
            "{error}"
        );
        assert!(Reader::open(&b""[..], &b""[..], &ReadOptions::default()).is_err());
    }

    #[test]
    fn what_lines_cannot_hold_is_counted() {
        let mut pair = Pair::new(("fr", "a\r\nb"), ("en", "A"));
        pair.notes.push("n".to_owned());
        let (mut source, mut target) = (Vec::new(), Vec::new());
        let mut writer: Box<dyn Sink> = Box::new(Writer::new(&mut source, &mut target));
        writer.write(&pair.into_unit(), "fr").unwrap();
        let other = Pair::new(("de", "c"), ("en", "C"));
        writer.write(&other.into_unit(), "de").unwrap();
        let written = writer.finish().unwrap();
        assert_eq!(source, b"a b\n");
        let losses: Vec<_> = written.losses.into_iter().collect();
        assert_eq!(
            losses,
            [
                ("line ends inside segments", 2),
                ("notes", 1),
                ("units of other languages than the first", 1)
            ]
        );
    }
}
