//! Hits as people and programs read them.

use crate::cli::output::Output;
use anyhow::Result;
use bitext::memory::{ConcordanceHit, DocumentId, Side, UnitId};
use rust_xlsxwriter::{Format, Workbook};
use serde::Serialize;
use std::io::Write;
use unicode_segmentation::UnicodeSegmentation;

/// A keyword in its context.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    /// The text before the keyword, the keyword, the text after it.
    pub(super) left: String,
    pub(super) keyword: String,
    pub(super) right: String,
    /// The other side of the unit.
    translation: String,
    language: String,
    translation_language: String,
    side: &'static str,
    document: String,
    translation_document: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<String>,
    #[serde(rename = "unit")]
    pub(super) number: i64,
    /// Where it stands: documents, position, number of the unit.
    #[serde(skip)]
    pub(super) place: (Option<DocumentId>, Option<DocumentId>, Option<u32>, UnitId),
}

impl Line {
    /// A line for each place of the first phrase.
    pub(super) fn of(hit: &ConcordanceHit, documents: &[String; 2]) -> Vec<Self> {
        let unit = &hit.unit;
        let source_first = hit.side == Side::Source;
        let ordered = |source: &str, target: &str| {
            let (source, target) = (source.to_owned(), target.to_owned());
            if source_first {
                (source, target)
            } else {
                (target, source)
            }
        };
        let (language, translation_language) =
            ordered(unit.source_language.as_str(), unit.target_language.as_str());
        let (document, translation_document) = ordered(&documents[0], &documents[1]);
        let text = hit.text();
        let places = hit.places.first().map(Vec::as_slice).unwrap_or_default();
        places
            .iter()
            .map(|place| Self {
                left: text[..place.start].to_owned(),
                keyword: text[place.clone()].to_owned(),
                right: text[place.end..].to_owned(),
                translation: hit.other().to_owned(),
                language: language.clone(),
                translation_language: translation_language.clone(),
                side: if source_first { "source" } else { "target" },
                document: document.clone(),
                translation_document: translation_document.clone(),
                status: unit.status.as_str(),
                created: unit.created.map(|date| date.to_string()),
                changed: unit.changed.map(|date| date.to_string()),
                number: unit.id.unwrap_or_default().0,
                place: (
                    unit.source_document,
                    unit.target_document,
                    unit.position,
                    unit.id.unwrap_or_default(),
                ),
            })
            .collect()
    }

    fn cells(&self) -> [&str; 12] {
        [
            &self.left,
            &self.keyword,
            &self.right,
            &self.translation,
            &self.language,
            &self.translation_language,
            self.side,
            &self.document,
            &self.translation_document,
            self.status,
            self.created.as_deref().unwrap_or_default(),
            self.changed.as_deref().unwrap_or_default(),
        ]
    }
}

const COLUMNS: [&str; 12] = [
    "left",
    "keyword",
    "right",
    "translation",
    "language",
    "translation_language",
    "side",
    "document",
    "translation_document",
    "status",
    "created",
    "changed",
];

/// How text looks.
pub(super) struct Look {
    pub(super) coloured: bool,
    /// Columns of the terminal.
    pub(super) width: usize,
}

/// Keywords one below the other in the middle, the other side below each.
pub(super) fn write_text(lines: &[Line], output: &mut Output, look: &Look) -> Result<()> {
    let side = look.width.saturating_sub(20).max(20) / 2;
    let mut document = "";
    for line in lines {
        if line.document != document {
            document = &line.document;
            writeln!(output, "-- {document}")?;
        }
        let left = end_of(&one_line(&line.left), side);
        let keyword = one_line(&line.keyword);
        let room = look.width.saturating_sub(side + width(&keyword)).max(10);
        let right = start_of(&one_line(&line.right), room);
        let padding = " ".repeat(side.saturating_sub(width(&left)));
        let keyword = if look.coloured {
            format!("\x1b[1;36m{keyword}\x1b[0m")
        } else {
            keyword
        };
        writeln!(
            output,
            "{}",
            format!("{padding}{left}{keyword}{right}").trim_end()
        )?;
        for row in textwrap::wrap(
            &one_line(&line.translation),
            look.width.saturating_sub(4).max(20),
        ) {
            writeln!(output, "    {row}")?;
        }
    }
    Ok(())
}

/// A text on one line, without characters that would move the cursor.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || c == '\u{2028}' || c == '\u{2029}' {
                ' '
            } else {
                c
            }
        })
        .collect()
}

fn width(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// The end of a text, so wide at most.
fn end_of(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut kept = Vec::new();
    let mut used = 1;
    for grapheme in text.graphemes(true).rev() {
        used += width(grapheme);
        if used > most {
            break;
        }
        kept.push(grapheme);
    }
    kept.push("…");
    kept.into_iter().rev().collect()
}

/// The beginning of a text, so wide at most.
fn start_of(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > most {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.push('…');
    kept
}

pub(super) fn write_table(lines: &[Line], output: &mut Output) -> Result<()> {
    let mut table = csv::WriterBuilder::new()
        .delimiter(b'\t')
        .from_writer(output);
    table.write_record(COLUMNS.iter().chain(&["unit"]))?;
    for line in lines {
        let number = line.number.to_string();
        table.write_record(line.cells().iter().chain(&[number.as_str()]))?;
    }
    table.flush()?;
    Ok(())
}

pub(super) fn write_json(lines: &[Line], output: &mut Output) -> Result<()> {
    for line in lines {
        serde_json::to_writer(&mut *output, line)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

/// Rows that a sheet can have, less the header.
const MOST_ROWS: usize = 1_048_575;

/// Characters that a cell can have.
const MOST_CHARACTERS: usize = 32_767;

pub(super) fn write_spreadsheet(lines: &[Line], output: &mut Output) -> Result<()> {
    if lines.len() > MOST_ROWS {
        anyhow::bail!(
            "a spreadsheet has at most {MOST_ROWS} rows; narrow the search, or write .tsv"
        );
    }
    let mut workbook = Workbook::new();
    // A date of its own would make the file another one each time.
    let moment = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&moment));
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    let keyword = Format::new()
        .set_bold()
        .set_align(rust_xlsxwriter::FormatAlign::Center);
    let right = Format::new().set_align(rust_xlsxwriter::FormatAlign::Right);
    for (column, name) in (0_u16..).zip(COLUMNS) {
        sheet.write_with_format(0, column, name, &bold)?;
    }
    for (row, line) in (1_u32..).zip(lines) {
        for (column, cell) in (0_u16..).zip(line.cells()) {
            let cell: String = cell.chars().take(MOST_CHARACTERS).collect();
            match column {
                0 => sheet.write_with_format(row, column, cell, &right)?,
                1 => sheet.write_with_format(row, column, cell, &keyword)?,
                _ => sheet.write(row, column, cell)?,
            };
        }
    }
    for (column, wide) in [(0, 50.0), (1, 20.0), (2, 50.0), (3, 80.0)] {
        sheet.set_column_width(column, wide)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    output.write_all(&workbook.save_to_buffer()?)?;
    Ok(())
}
