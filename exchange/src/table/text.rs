//! TSV and CSV.

use std::io::{Read, Write};

use bitext_tmx::Unit;

use crate::finding::{Error, Finding, Report};
use crate::format::Format;
use crate::pair::Pair;
use crate::place::Place;
use crate::sink::{Sink, WriteError, Written};
use crate::source::{Desk, ReadOptions, Source};
use crate::text::Lines;

use super::{Columns, NAMES, cell, cells};

/// A text table being read.
pub(crate) struct Text<R> {
    lines: Lines<R>,
    separator: char,
    columns: Option<Columns>,
    /// Whether there is a header: then cells may be quoted, and formulas were made harmless.
    has_header: bool,
    /// Lines read and not yet used.
    waiting: std::collections::VecDeque<(u64, String)>,
    language: String,
    desk: Desk,
}

impl<R: Read> Text<R> {
    /// Opens a table; without a separator the first line tells it.
    pub(crate) fn open(
        input: R,
        separator: Option<char>,
        options: &ReadOptions,
    ) -> Result<Self, Error> {
        let mut table = Self {
            lines: Lines::new(input, |_| None)?,
            separator: separator.unwrap_or(','),
            columns: None,
            has_header: false,
            waiting: std::collections::VecDeque::new(),
            language: String::new(),
            desk: Desk::new(options),
        };
        table.head(separator.is_none())?;
        let named = table
            .columns
            .as_ref()
            .and_then(|columns| columns.languages.clone());
        table.language = named
            .map(|(source, _)| source)
            .or_else(|| options.source_language.clone())
            .unwrap_or_else(|| "*all*".to_owned());
        Ok(table)
    }

    fn head(&mut self, guess: bool) -> Result<(), Error> {
        let Some((number, mut first)) = self.line()? else {
            return Ok(());
        };
        let mut taken = false;
        // What Excel writes to say its separator.
        if let Some(named) = first
            .strip_prefix("sep=")
            .and_then(|rest| rest.chars().next())
        {
            self.separator = named;
            taken = true;
            match self.line()? {
                Some((_, next)) => first = next,
                None => return Ok(()),
            }
        } else if guess {
            let count = |sign: char| first.matches(sign).count();
            self.separator = [',', ';', '\t']
                .into_iter()
                .max_by_key(|&sign| (count(sign), sign == ','))
                .unwrap_or(',');
        }
        let row = cell::split(&first, self.separator)
            .unwrap_or_else(|| cell::split_plain(&first, self.separator));
        self.columns = Columns::of_header(&row);
        self.has_header = self.columns.is_some();
        if !self.has_header {
            self.waiting.push_front((number + u64::from(taken), first));
        }
        Ok(())
    }

    fn line(&mut self) -> Result<Option<(u64, String)>, Error> {
        if let Some(line) = self.waiting.pop_front() {
            return Ok(Some(line));
        }
        let line = self.lines.next_line()?.map(str::to_owned);
        Ok(line.map(|line| (self.lines.number(), line)))
    }

    /// The next row: the line it begins on, and its cells.
    fn row(&mut self) -> Result<Option<(u64, Vec<String>)>, Error> {
        let Some((number, first)) = self.line()? else {
            return Ok(None);
        };
        // CSV is quoted by definition; a TSV without a header is not.
        if !self.has_header && self.separator == '\t' {
            return Ok(Some((number, cell::split_plain(&first, self.separator))));
        }
        let mut row = first.clone();
        let mut more = Vec::new();
        loop {
            if let Some(cells) = cell::split(&row, self.separator) {
                let cells = cells.into_iter();
                let cells = if self.has_header {
                    cells.map(cell::restored).collect()
                } else {
                    cells.collect()
                };
                return Ok(Some((number, cells)));
            }
            let next = if more.len() < cell::MAX_LINES {
                self.line()?
            } else {
                None
            };
            let Some(next) = next else { break };
            row.push('\n');
            row.push_str(&next.1);
            more.push(next);
        }
        // The quotation never ends: the marks are text, and the lines are rows.
        for line in more.into_iter().rev() {
            self.waiting.push_front(line);
        }
        let unit = self.desk.number();
        let what = "a quotation mark that nobody closes; taken as text";
        self.desk
            .find(Finding::new(number, "open-quotation", what).of_unit(unit, None))?;
        Ok(Some((number, cell::split_plain(&first, self.separator))))
    }
}

impl<R: Read> Source for Text<R> {
    fn format(&self) -> Format {
        if self.separator == '\t' {
            Format::Tsv
        } else {
            Format::Csv
        }
    }

    fn source_language(&self) -> &str {
        &self.language
    }

    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        while let Some((line, cells)) = self.row()? {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let number = self.desk.number();
            let columns = self.columns.clone().unwrap_or_else(Columns::plain);
            if cells.len() < 2 {
                let what = format!(
                    "one column where two are expected, separated by {:?}; the row is skipped",
                    self.separator
                );
                let finding = Finding::new(line, "one-column", what).of_unit(number, None);
                self.desk.find(finding.skipping())?;
                continue;
            }
            if self.lines.is_damaged() {
                let what = format!(
                    "bytes that mean nothing in {} stand as U+FFFD",
                    self.lines.encoding()
                );
                self.desk
                    .find(Finding::new(line, "encoding", what).of_unit(number, None))?;
            }
            let pair = columns.pair(&cells, &self.desk)?;
            if let Some(unit) = self.desk.admit(pair, Place::line(line), &self.language) {
                return Ok(Some(unit));
            }
        }
        Ok(None)
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

/// A text table being written.
pub(crate) struct TextWriter<W> {
    out: W,
    separator: char,
    begun: bool,
    written: Written,
}

impl<W: Write> TextWriter<W> {
    pub(crate) fn new(out: W, separator: char) -> Self {
        Self {
            out,
            separator,
            begun: false,
            written: Written::default(),
        }
    }

    fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<(), WriteError> {
        let cells: Vec<String> = cells
            .into_iter()
            .map(|cell| cell::written(cell, self.separator))
            .collect();
        let mut buffer = [0; 4];
        let separator = self.separator.encode_utf8(&mut buffer);
        writeln!(self.out, "{}", cells.join(separator))?;
        Ok(())
    }

    fn head(&mut self) -> Result<(), WriteError> {
        if !std::mem::replace(&mut self.begun, true) {
            self.row(NAMES)?;
        }
        Ok(())
    }
}

impl<W: Write> Sink for TextWriter<W> {
    fn write(&mut self, unit: &Unit, header_language: &str) -> Result<(), WriteError> {
        self.head()?;
        self.written.units += 1;
        for pair in Pair::of_unit(unit, header_language, &mut self.written.losses) {
            let row = cells(&pair, &mut self.written.losses).map(cell::defused);
            self.row(row.iter().map(String::as_str))?;
            self.written.pairs += 1;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        self.head()?;
        self.out.flush()?;
        Ok(self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;
    use proptest::prelude::*;

    fn read(text: &str, separator: Option<char>) -> (Vec<Unit>, Report) {
        let options = ReadOptions {
            source_language: Some("fr".to_owned()),
            target_language: Some("en".to_owned()),
            ..ReadOptions::default()
        };
        let mut table = Text::open(text.as_bytes(), separator, &options).unwrap();
        let mut units = Vec::new();
        while let Some(unit) = table.next_unit().unwrap() {
            units.push(unit);
        }
        (units, table.report())
    }

    fn texts(units: &[Unit]) -> Vec<String> {
        let text = |unit: &Unit| {
            let texts: Vec<_> = unit
                .variants
                .iter()
                .map(|v| v.segment.plain_text())
                .collect();
            texts.join(" = ")
        };
        units.iter().map(text).collect()
    }

    #[test]
    fn tables_without_a_header_are_plain() {
        let (units, report) = read(
            "\"Non\", dit-il.\t\"No\", he said.\t0.93\na\nb\tB\n",
            Some('\t'),
        );
        assert_eq!(
            texts(&units),
            ["\"Non\", dit-il. = \"No\", he said.", "b = B"]
        );
        assert_eq!(units[0].prop("x-column-3"), Some("0.93"));
        assert_eq!((report.skipped, report.findings[0].line), (1, 2));
    }

    #[test]
    fn separators_are_found() {
        assert_eq!(texts(&read("fr;en\na, b;A\n", None).0), ["a, b = A"]);
        assert_eq!(texts(&read("sep=;\r\nfr;en\r\na;A\r\n", None).0), ["a = A"]);
        assert_eq!(
            texts(&read("source,target\n\"a,\nb\",A\n", None).0),
            ["a,\nb = A"]
        );
    }

    #[test]
    fn a_mark_that_nobody_closes_costs_nothing() {
        let (units, report) = read("source\ttarget\n\"a\tA\nb\tB\n", Some('\t'));
        assert_eq!(texts(&units), ["\"a = A", "b = B"]);
        assert_eq!(report.counts["open-quotation"], 1);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(texts in prop::collection::vec(("[a=+'\"\t;,\né-]{1,8}", "[a\"\t b@]{1,8}"), 0..5), comma in any::<bool>()) {
            let separator = if comma { ',' } else { '\t' };
            let mut out = Vec::new();
            let mut writer: Box<dyn Sink> = Box::new(TextWriter::new(&mut out, separator));
            let mut expected = Vec::new();
            for (source, target) in &texts {
                let mut pair = Pair::new(("fr", source), ("en", target));
                pair.status = Some(Status::Reviewed);
                pair.properties.push(("x\n".to_owned(), source.clone()));
                pair.notes.push(format!("n{target}"));
                let mut unit = pair.clone().into_unit();
                writer.write(&unit, "fr").unwrap();
                unit.src_lang = None;
                if pair.is_whole() {
                    expected.push(unit);
                }
            }
            writer.finish().unwrap();
            let (units, _) = read(&String::from_utf8(out).unwrap(), Some(separator));
            prop_assert_eq!(units, expected);
        }

        #[test]
        fn no_text_makes_it_panic(text in "[a\"\t;,\n\r=]{0,60}") {
            read(&text, None);
            read(&text, Some('\t'));
        }
    }
}
