//! Spreadsheets: the same columns, one row a pair.
//!
//! Cells are written as texts, never as formulas. An archive is looked at before it is unpacked (see
//! [`bitext_tmx::compressed`]). A sheet holds 1,048,576 rows; further rows go on in the next one, and
//! all sheets that have the columns are read.

use std::io::{Cursor, Read, Seek, Write};

use bitext_tmx::{Unit, compressed};
use calamine::{Data, Reader as _};
use rust_xlsxwriter::{Format as Style, Workbook};

use crate::finding::{Error, Finding, Report};
use crate::format::Format;
use crate::pair::{Pair, lose};
use crate::place::Place;
use crate::sink::{Sink, WriteError, Written};
use crate::source::{Desk, ReadOptions, Source, whole};

use super::{Columns, NAMES, cells};

/// Bytes of a spreadsheet file: it is held in memory.
const MAX_FILE: u64 = 512 << 20;

/// Bytes that a spreadsheet may unpack to.
const MAX_UNPACKED: u64 = 2 << 30;

/// Rows of a sheet (ECMA-376, and Excel's documented limit).
const MAX_ROWS: u32 = 1 << 20;

/// Characters of a cell (Excel's documented limit, in UTF-16 units).
const MAX_CELL: usize = 32_767;

/// A spreadsheet being read.
pub(crate) struct Xlsx {
    rows: std::vec::IntoIter<(u64, Vec<String>, Columns)>,
    language: String,
    desk: Desk,
}

impl Xlsx {
    pub(crate) fn open<F: Read + Seek>(file: F, options: &ReadOptions) -> Result<Self, Error> {
        let bytes = whole(file, MAX_FILE)?;
        let limits = compressed::Limits {
            max_bytes: options.archive.max_bytes.min(MAX_UNPACKED),
            ..options.archive.clone()
        };
        compressed::check_archive(Cursor::new(&bytes), &limits)?;
        let bad = |error: calamine::XlsxError| Error::Format {
            line: None,
            what: format!("this is no spreadsheet that can be read (.xlsx): {error}"),
        };
        let mut book = calamine::Xlsx::new(Cursor::new(bytes)).map_err(bad)?;
        let mut rows = Vec::new();
        let mut languages = None;
        for name in book.sheet_names() {
            let sheet = book.worksheet_range(&name).map_err(bad)?;
            let first_row = sheet.start().map_or(0, |(row, _)| u64::from(row)) + 1;
            let mut sheet = sheet.rows().zip(first_row..).map(|(row, at)| {
                let cells: Vec<String> = row.iter().map(text).collect();
                (at, cells)
            });
            let Some((at, first)) = sheet.next() else {
                continue;
            };
            let header = Columns::of_header(&first);
            let columns = header.clone().unwrap_or_else(Columns::plain);
            if header.is_none() {
                rows.push((at, first, columns.clone()));
            }
            languages = languages.or_else(|| columns.languages.clone());
            rows.extend(sheet.map(|(at, cells)| (at, cells, columns.clone())));
        }
        let language = languages
            .map(|(source, _)| source)
            .or_else(|| options.source_language.clone());
        Ok(Self {
            rows: rows.into_iter(),
            language: language.unwrap_or_else(|| "*all*".to_owned()),
            desk: Desk::new(options),
        })
    }
}

/// What a cell shows.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl Source for Xlsx {
    fn format(&self) -> Format {
        Format::Xlsx
    }

    fn source_language(&self) -> &str {
        &self.language
    }

    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        for (line, cells, columns) in self.rows.by_ref() {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if cells.len() < 2 {
                let what = "one column where two are expected; the row is skipped";
                let finding =
                    Finding::new(line, "one-column", what).of_unit(self.desk.number(), None);
                self.desk.find(finding.skipping())?;
                continue;
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

/// A spreadsheet being written.
pub(crate) struct XlsxWriter<W> {
    out: W,
    book: Workbook,
    /// The next row of the last sheet.
    row: u32,
    written: Written,
}

impl<W: Write> XlsxWriter<W> {
    pub(crate) fn new(out: W) -> Result<Self, WriteError> {
        let mut book = Workbook::new();
        // The library would put the clock's time there: the same units give the same file.
        let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
        book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
        let mut writer = Self {
            out,
            book,
            row: 0,
            written: Written::default(),
        };
        writer.sheet()?;
        Ok(writer)
    }

    /// Begins a sheet with its header, fixed and bold.
    fn sheet(&mut self) -> Result<(), WriteError> {
        let bold = Style::new().set_bold();
        let sheet = self
            .book
            .add_worksheet_with_constant_memory()
            .map_err(refused)?;
        for (at, width) in [(0, 60.0), (1, 60.0), (9, 30.0), (10, 30.0)] {
            sheet.set_column_width(at, width).map_err(refused)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(refused)?;
        for (name, at) in NAMES.iter().zip(0..) {
            sheet
                .write_string_with_format(0, at, *name, &bold)
                .map_err(refused)?;
        }
        self.row = 1;
        Ok(())
    }

    fn pair(&mut self, pair: &Pair) -> Result<(), WriteError> {
        if self.row == MAX_ROWS {
            self.sheet()?;
        }
        let row = cells(pair, &mut self.written.losses);
        let too_long = |cell: &String| cell.encode_utf16().count() > MAX_CELL;
        if row.iter().any(too_long) {
            let what = "units with more than 32,767 characters in a cell";
            lose(&mut self.written.losses, what, 1);
            return Ok(());
        }
        let at = self.row;
        let sheets = self.book.worksheets_mut();
        let Some(sheet) = sheets.last_mut() else {
            return Err(WriteError::Spreadsheet("it has no sheet".to_owned()));
        };
        for (cell, column) in row.iter().zip(0..).filter(|(cell, _)| !cell.is_empty()) {
            sheet.write_string(at, column, cell).map_err(refused)?;
        }
        self.row += 1;
        self.written.pairs += 1;
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn refused(error: rust_xlsxwriter::XlsxError) -> WriteError {
    WriteError::Spreadsheet(error.to_string())
}

impl<W: Write> Sink for XlsxWriter<W> {
    fn write(&mut self, unit: &Unit, header_language: &str) -> Result<(), WriteError> {
        self.written.units += 1;
        let pairs = Pair::of_unit(unit, header_language, &mut self.written.losses);
        pairs.iter().try_for_each(|pair| self.pair(pair))
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        let bytes = self.book.save_to_buffer().map_err(refused)?;
        self.out.write_all(&bytes)?;
        self.out.flush()?;
        Ok(self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pairs: &[Pair]) -> (Vec<u8>, Written) {
        let mut out = Vec::new();
        let mut writer: Box<dyn Sink + '_> = Box::new(XlsxWriter::new(&mut out).unwrap());
        for pair in pairs {
            writer.write(&pair.clone().into_unit(), "fr").unwrap();
        }
        let written = writer.finish().unwrap();
        (out, written)
    }

    #[test]
    fn what_is_written_is_read_and_the_bytes_are_the_same() {
        let mut first = Pair::new(("fr", "=1+1 «é»\n\"x\""), ("en", "  -a "));
        first.notes.push("n".to_owned());
        first.properties.push(("x-a".to_owned(), "1".to_owned()));
        let pairs = [first, Pair::new(("fr", "b"), ("en", "B"))];
        let (bytes, sums) = written(&pairs);
        assert_eq!((sums.pairs, sums.losses.len()), (2, 0));
        assert!(bytes == written(&pairs).0, "the second file differs");
        let mut reader = Xlsx::open(Cursor::new(bytes), &ReadOptions::default()).unwrap();
        for pair in &pairs {
            let unit = reader.next_unit().unwrap();
            assert_eq!(unit, Some(pair.clone().into_unit()));
        }
        assert_eq!(reader.next_unit().unwrap(), None);
    }

    #[test]
    fn what_is_no_spreadsheet_is_refused() {
        for bytes in [&b""[..], b"PK\x03\x04junk", b"a,b"] {
            assert!(Xlsx::open(Cursor::new(bytes), &ReadOptions::default()).is_err());
        }
    }
}
