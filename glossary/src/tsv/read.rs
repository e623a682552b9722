//! Records to concepts.

use super::cell::{unescape, unguard};
use super::column::{Column, from_header};
use super::record::{Quotes, Record, Records};
use super::row;
use super::text::decode;
use crate::concept::ConceptId;
use crate::error::Error;
use crate::glossary::Glossary;
use crate::status::Status;

/// What a table leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// The language of the terms where the table has no column `language`.
    pub source_language: Option<String>,
    /// The language of the second column of a table without a header, or of a column `target`.
    pub target_language: Option<String>,
    /// The status of concepts where the table has no column `status`; by default approved, since
    /// somebody made the glossary.
    pub status: Status,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            source_language: None,
            target_language: None,
            status: Status::Approved,
        }
    }
}

impl ReadOptions {
    /// A source and a target language.
    pub fn pair(source: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            source_language: Some(source.into()),
            target_language: Some(target.into()),
            ..Self::default()
        }
    }
}

/// What was read. Every row that is not empty is either a concept or skipped with a finding.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The concepts, in the order of the rows.
    pub glossary: Glossary,
    /// Rows that are not empty, apart from the header and a comment that names the encoding.
    pub rows: usize,
    /// What was wrong, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// Rows of which nothing was taken.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.skipped)
            .count()
    }
}

/// Something wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}{}", if *.skipped { "; the row was skipped" } else { "" })]
pub struct Finding {
    /// The line the row starts on, from 1.
    pub line: u64,
    /// The cell, from 1.
    pub column: usize,
    /// What is wrong with it.
    pub problem: Problem,
    /// Whether the row was left out.
    pub skipped: bool,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The cell of the term is empty.
    #[error("no term")]
    NoTerm,
    /// A row of a list of pairs with one cell.
    #[error("no translation; expected the source term, a tab, the target term")]
    NoTarget,
    /// The row has no language, and none was given.
    #[error("no language for the term; fill the column `language` or name the source language")]
    NoLanguage,
    /// Cells beyond the header.
    #[error("{cells} cells under a header of {columns}; is there a tab too many?")]
    TooManyCells {
        /// Cells in the row.
        cells: usize,
        /// Columns in the header.
        columns: usize,
    },
    /// A cell that should hold a number.
    #[error("«{value}» is not a number")]
    NotANumber {
        /// What stands there.
        value: String,
    },
    /// A status nobody knows.
    #[error("«{value}» is not a status; expected candidate, approved or rejected")]
    UnknownStatus {
        /// What stands there.
        value: String,
    },
    /// A relation of another shape.
    #[error("«{value}» is not a relation; expected broader:ID, narrower:ID or related:ID")]
    BadRelation {
        /// What stands there.
        value: String,
    },
    /// Details of another shape.
    #[error(
        "«{value}» are not the details of a term of this row (TERM {{key=value; …}}); not taken"
    )]
    BadDetails {
        /// What stands there.
        value: String,
    },
    /// A NUL character, as in files that are no text.
    #[error("a NUL character; is this a text file?")]
    Nul,
    /// A quotation mark at the start of a cell that closes nowhere; it was taken as text.
    #[error("a quotation mark that does not close; taken as text")]
    OpenQuote,
    /// An id that an earlier row has.
    #[error("the id {id} is taken by an earlier row; this concept became {given}")]
    DuplicateId {
        /// The id of both rows.
        id: ConceptId,
        /// The later concept's id.
        given: ConceptId,
    },
    /// A line that starts with `#` in a list of pairs.
    #[error("a comment")]
    Comment,
}

/// Reads a table: the one [this module](crate::tsv) writes, its columns in any order and as many as
/// there are; a table whose header names a `source` and a `target` (or the languages themselves);
/// or a list of pairs without a header, `source<TAB>target<TAB>comment`, or of single terms when
/// no target language is given.
///
/// Escapes, guards and lists are understood in tables with a column `term` only; in the others
/// every cell is taken as it stands. UTF-8 or UTF-16 with a byte order mark, any line ends. Takes
/// memory for the text and the concepts, and one pass.
///
/// # Errors
/// When the bytes are no text, when a header has no column for the term, or when a list of pairs
/// comes without its languages. What is wrong with a row is a [`Finding`].
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Reading, Error> {
    let text = decode(bytes)?;
    let mut reading = Reading::default();
    let is_content = |record: &Record| {
        let filled = record.cells.iter().any(|cell| !cell.trim().is_empty());
        filled && !names_encoding(record)
    };
    let mut first = Records::new(&text, Quotes::Cell)
        .filter(|record| is_content(record) && !is_comment(record));
    let Some(first) = first.next() else {
        let comments = Records::new(&text, Quotes::Text).filter(is_content);
        reading
            .findings
            .extend(comments.map(|record| comment(&record)));
        reading.rows = reading.findings.len();
        return Ok(reading);
    };
    let layout = Layout::of(&first, options)?;
    let quotes = if layout.own {
        Quotes::Cell
    } else {
        Quotes::Text
    };
    for record in Records::new(&text, quotes).filter(is_content) {
        if layout.header == Some(record.line) {
            continue;
        }
        reading.rows += 1;
        reading.take(&record, &layout, options);
    }
    Ok(reading)
}

impl Reading {
    fn take(&mut self, record: &Record, layout: &Layout, options: &ReadOptions) {
        let before_header = layout.header.is_some_and(|line| record.line < line);
        if before_header || (!layout.own && is_comment(record)) {
            self.findings.push(comment(record));
            return;
        }
        let mut find = |column: usize, problem: Problem, skipped: bool| {
            self.findings.push(Finding {
                line: record.line,
                column,
                problem,
                skipped,
            });
        };
        let (concept, problems) = match row::concept(record, layout, options) {
            Ok(read) => read,
            Err((column, problem)) => return find(column, problem, true),
        };
        for (column, problem) in problems {
            find(column, problem, false);
        }
        if let Some(column) = record.open_quote {
            find(column, Problem::OpenQuote, false);
        }
        let id = concept.id.clone();
        let given = self.glossary.add(concept);
        if !id.as_str().is_empty() && id != given {
            let column = layout
                .columns
                .iter()
                .position(|column| *column == Column::Id);
            find(
                column.map_or(1, |at| at + 1),
                Problem::DuplicateId { id, given },
                false,
            );
        }
    }
}

fn is_comment(record: &Record) -> bool {
    record
        .cells
        .first()
        .is_some_and(|cell| cell.starts_with('#'))
}

/// Whether the line is the comment by which OmegaT tells a file's encoding.
fn names_encoding(record: &Record) -> bool {
    is_comment(record) && record.cells.iter().any(|cell| cell.contains("-*- coding:"))
}

fn comment(record: &Record) -> Finding {
    Finding {
        line: record.line,
        column: 1,
        problem: Problem::Comment,
        skipped: true,
    }
}

/// What the columns are.
pub(super) struct Layout {
    pub(super) columns: Vec<Column>,
    /// The header's line, if there is one.
    header: Option<u64>,
    /// Whether it is a table of ours, with escapes and lists.
    pub(super) own: bool,
}

impl Layout {
    /// Takes the first record for a header when it names a column for the term and either nothing
    /// else or one more known column.
    fn of(first: &Record, options: &ReadOptions) -> Result<Self, Error> {
        let source = options.source_language.as_deref();
        let target = options.target_language.as_deref();
        let mut columns: Vec<Column> = Vec::new();
        let names: Vec<String> = first
            .cells
            .iter()
            .map(|cell| unescape(unguard(cell)))
            .collect();
        for name in &names {
            let column = from_header(name, source, target);
            let repeated = !matches!(column, Column::Extra(_)) && columns.contains(&column);
            columns.push(if repeated {
                Column::Extra(name.clone())
            } else {
                column
            });
        }
        let known = columns
            .iter()
            .filter(|column| !matches!(column, Column::Extra(_)))
            .count();
        let term = columns.contains(&Column::Term);
        if term && (known > 1 || columns.len() == 1) {
            let layout = Self {
                own: names.iter().any(|name| name.eq_ignore_ascii_case("term")),
                columns,
                header: Some(first.line),
            };
            layout.check_languages(options)?;
            return Ok(layout);
        }
        if known > 2 {
            return Err(Error::NoTermColumn { line: first.line });
        }
        Self::without_header(first.cells.len(), options)
    }

    fn check_languages(&self, options: &ReadOptions) -> Result<(), Error> {
        let told = self.columns.contains(&Column::Language);
        if options.source_language.is_none() && !told {
            return Err(missing("source"));
        }
        if self.columns.contains(&Column::Equivalents(String::new())) {
            return Err(missing("target"));
        }
        Ok(())
    }

    fn without_header(cells: usize, options: &ReadOptions) -> Result<Self, Error> {
        if options.source_language.is_none() {
            return Err(missing("source"));
        }
        let mut columns = vec![Column::Term];
        match &options.target_language {
            Some(target) => {
                columns.extend([Column::Equivalents(target.clone()), Column::Note]);
            }
            None if cells > 1 => return Err(missing("target")),
            None => {}
        }
        Ok(Self {
            columns,
            header: None,
            own: false,
        })
    }

    /// Whether rows may have more cells than there are columns.
    pub(super) fn is_open(&self) -> bool {
        self.header.is_none()
    }
}

fn missing(missing: &'static str) -> Error {
    Error::NoLanguage {
        format: "a table without language columns",
        missing,
    }
}
