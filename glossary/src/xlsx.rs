//! The glossary as a workbook: the columns of [the table](crate::tsv) with a list of the states of
//! review and a column for remarks, for reviewers who work in a spreadsheet; and the way back.
//!
//! Every cell is text or a number, never a formula, so nothing needs an apostrophe before it.
//! Reading takes the first sheet that has cells, and of formulas only the value that was stored.

use std::io::{Cursor, Read, Write};

use calamine::{DataRef, Reader as _};
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet,
    XlsxError,
};

use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::glossary::Glossary;
use crate::reading::{Problem, ReadOptions, Reading};
use crate::status::{AdministrativeStatus, Status};
use crate::tsv::{self, Manner, Record};

/// What a workbook may unpack to, in bytes; a glossary of 100,000 concepts has a tenth of it.
const MOST_UNPACKED: u64 = 512 << 20;
/// Parts of a workbook.
const MOST_PARTS: usize = 10_000;
/// Cells of a sheet, those left empty between others included.
const MOST_CELLS: usize = 10_000_000;
/// Signs in a cell that Excel can hold.
const LONGEST_CELL: usize = 32_767;

/// The workbook that [the module](crate::xlsx) describes. Made in memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct Xlsx;

impl Export for Xlsx {
    fn name(&self) -> &'static str {
        "workbook"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx"]
    }

    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let manner = Manner {
            guarded: false,
            remark: true,
        };
        let mut report = tsv::write_rows(glossary, selection, manner, &mut |cells| {
            rows.push(cells);
            Ok(())
        })?;
        let mut losses = Losses::default();
        let bytes =
            workbook(&rows, &mut losses).map_err(|error| Error::Workbook(error.to_string()))?;
        out.write_all(&bytes)?;
        report.losses.extend(losses.into_list());
        Ok(report)
    }
}

fn workbook(rows: &[Vec<String>], losses: &mut Losses) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same glossary gives the same bytes: no clock.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let sheet = workbook.add_worksheet();
    sheet.set_name("Glossary")?;
    let header = rows.first().map(Vec::as_slice).unwrap_or_default();
    let bold = Format::new().set_bold();
    let wrapped = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@");
    for (row, cells) in rows.iter().enumerate() {
        let row = u32::try_from(row).map_err(|_| XlsxError::RowColumnLimitError)?;
        for (column, cell) in cells.iter().enumerate() {
            let at = u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)?;
            let name = header.get(column).map(String::as_str).unwrap_or_default();
            if row == 0 {
                sheet.write_string_with_format(row, at, cell, &bold)?;
            } else if let Some(number) = number(name, cell) {
                sheet.write_number(row, at, number)?;
            } else if !cell.is_empty() {
                let text = shortened(cell, losses);
                sheet.write_string_with_format(row, at, text, &wrapped)?;
            }
        }
    }
    arrange(sheet, header, rows.len())?;
    workbook.save_to_buffer()
}

/// A figure as a number, so that the sheet can be sorted by it.
fn number(column: &str, cell: &str) -> Option<f64> {
    let figures = ["score", "frequency", "documents", "dispersion"];
    figures
        .contains(&column)
        .then(|| cell.parse().ok())
        .flatten()
}

fn shortened<'a>(cell: &'a str, losses: &mut Losses) -> &'a str {
    let mut units = 0;
    for (at, sign) in cell.char_indices() {
        units += sign.len_utf16();
        if units > LONGEST_CELL {
            losses.note(
                &crate::ConceptId::default(),
                "end of a cell of more than 32,767 signs",
            );
            return &cell[..at];
        }
    }
    cell
}

/// Header in view, filters, widths, and lists to choose from.
fn arrange(sheet: &mut Worksheet, header: &[String], rows: usize) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 1)?;
    let last_row = u32::try_from(rows.saturating_sub(1)).unwrap_or(u32::MAX);
    let last_column = u16::try_from(header.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last_row, last_column)?;
    for (column, name) in header.iter().enumerate() {
        let at = u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)?;
        let width = match name.as_str() {
            "contexts" | "definition" => 60,
            "term" | "forms" | "full_form" | "note" | "remark" => 32,
            name if name.starts_with("equivalents_") || name.starts_with("definition_") => 32,
            _ => 12,
        };
        sheet.set_column_width(at, width)?;
        let choices: Vec<&str> = match name.as_str() {
            "status" => Status::ALL.iter().map(|status| status.as_str()).collect(),
            "term_status" => [
                AdministrativeStatus::Preferred,
                AdministrativeStatus::Admitted,
                AdministrativeStatus::Deprecated,
                AdministrativeStatus::Superseded,
            ]
            .iter()
            .map(|status| match status {
                AdministrativeStatus::Preferred => "preferred",
                AdministrativeStatus::Admitted => "admitted",
                AdministrativeStatus::Deprecated => "deprecated",
                _ => "superseded",
            })
            .collect(),
            _ => continue,
        };
        if last_row > 0 {
            let list = DataValidation::new().allow_list_strings(&choices)?;
            sheet.add_data_validation(1, at, last_row, at, &list)?;
        }
    }
    Ok(())
}

/// Reads a workbook as [the table](crate::tsv) is read. The archive is looked through first: one that
/// unpacks to more than 512 MB, or names parts outside itself, is refused. Takes memory for the cells.
///
/// # Errors
/// When this is no workbook, or the table in it cannot be read.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Reading, Error> {
    let (mut book, names) = open(bytes)?;
    let mut others = Vec::new();
    let mut found = None;
    for name in names {
        if found.is_some() {
            others.push(name);
            continue;
        }
        let records = records(&mut book, &name)?;
        if !records.is_empty() {
            found = Some(records);
        }
    }
    let mut reading = tsv::read_rows(found.unwrap_or_default(), options)?;
    reading.format = "workbook";
    for name in others {
        let what = format!("the sheet «{name}» is not read: only the first one with cells is");
        reading.find(1, 1, Problem::Other(what), false);
    }
    Ok(reading)
}

/// The cells of the first row of the first sheet that has any.
pub(crate) fn header(bytes: &[u8]) -> Result<Vec<String>, Error> {
    let (mut book, names) = open(bytes)?;
    for name in names {
        if let Some(first) = records(&mut book, &name)?.into_iter().next() {
            return Ok(first.cells);
        }
    }
    Ok(Vec::new())
}

type Book<'a> = calamine::Xlsx<Cursor<&'a [u8]>>;

/// The workbook, once it was looked through, and the names of its sheets.
fn open(bytes: &[u8]) -> Result<(Book<'_>, Vec<String>), Error> {
    inspect(bytes, MOST_UNPACKED)?;
    let broken = |error: calamine::XlsxError| Error::Workbook(error.to_string());
    let book: Book<'_> = calamine::Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = book.sheet_names();
    Ok((book, names))
}

/// Looks through the archive without keeping anything of it.
fn inspect(bytes: &[u8], most: u64) -> Result<(), Error> {
    let no_archive = |error: zip::result::ZipError| {
        Error::Workbook(format!("{error}; is this a file of Excel (.xlsx)?"))
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(no_archive)?;
    if archive.len() > MOST_PARTS {
        return Err(Error::Workbook(format!(
            "the archive has {} parts; a workbook has at most {MOST_PARTS}",
            archive.len()
        )));
    }
    let mut left = most;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(no_archive)?;
        let name = part
            .name()
            .map_or_else(|_| format!("part {index}"), std::borrow::Cow::into_owned);
        if part.enclosed_name().is_none() {
            return Err(Error::Workbook(format!(
                "the archive names a part outside itself: {name:?}"
            )));
        }
        // The size that the archive tells may be a lie; what comes out is counted.
        let mut limited = part.take(left + 1);
        let size = std::io::copy(&mut limited, &mut std::io::sink())
            .map_err(|error| Error::Workbook(format!("{name}: {error}")))?;
        if size > left {
            return Err(Error::Workbook(format!(
                "the archive unpacks to more than {} MB; refused",
                most >> 20
            )));
        }
        left -= size;
    }
    Ok(())
}

/// The rows of a sheet, each with its number as Excel counts.
fn records(book: &mut Book<'_>, name: &str) -> Result<Vec<Record>, Error> {
    let broken = |error: calamine::XlsxError| Error::Workbook(format!("sheet «{name}»: {error}"));
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A sheet of charts has no cells.
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        Err(error) => return Err(broken(error)),
    };
    let mut rows: Vec<Record> = Vec::new();
    let mut count = 0_usize;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let Some(text) = text(cell.get_value()) else {
            continue;
        };
        let (row, column) = cell.get_position();
        let line = u64::from(row) + 1;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if rows.last().is_none_or(|last| last.line != line) {
            rows.push(Record {
                line,
                cells: Vec::new(),
                open_quote: None,
            });
        }
        if let Some(last) = rows.last_mut() {
            if column >= last.cells.len() {
                count = count.saturating_add(column + 1 - last.cells.len());
                if count > MOST_CELLS {
                    return Err(Error::Workbook(format!(
                        "sheet «{name}» has more than {MOST_CELLS} cells"
                    )));
                }
                last.cells.resize(column + 1, String::new());
            }
            last.cells[column] = text;
        }
    }
    Ok(rows)
}

fn text(value: &DataRef<'_>) -> Option<String> {
    let text = match value {
        DataRef::Empty | DataRef::Error(_) => return None,
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(time) => time.as_f64().to_string(),
    };
    Some(text)
}

#[cfg(test)]
mod tests;
