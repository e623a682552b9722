//! Records to concepts.

use super::cell::{unescape, unguard};
use super::column::{Column, from_header};
use super::record::{Quotes, Record, Records};
use super::row;
use super::text::decode;
use crate::error::Error;
use crate::language::is_language_code;
use crate::reading::{Coverage, Finding, Problem, ReadOptions, Reading};

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
    read_text(&decode(bytes)?, '\t', options)
}

/// Reads a table whose cells are divided by `separator`.
pub(crate) fn read_text(
    text: &str,
    separator: char,
    options: &ReadOptions,
) -> Result<Reading, Error> {
    let mut reading = Reading {
        format: "table",
        ..Reading::default()
    };
    let is_content = |record: &Record| {
        let filled = record.cells.iter().any(|cell| !cell.trim().is_empty());
        filled && !names_encoding(record)
    };
    let mut first = Records::divided(text, Quotes::Cell, separator)
        .filter(|record| is_content(record) && !is_comment(record));
    let Some(first) = first.next() else {
        let comments = Records::divided(text, Quotes::Text, separator).filter(is_content);
        reading
            .findings
            .extend(comments.map(|record| comment(&record)));
        reading.rows = reading.findings.len();
        return Ok(reading);
    };
    let layout = Layout::of(&first, options)?;
    // Only lists divided by tabs are written by hand, by people who know no quoting.
    let quotes = if layout.own || separator != '\t' {
        Quotes::Cell
    } else {
        Quotes::Text
    };
    for record in Records::divided(text, quotes, separator).filter(is_content) {
        if layout.header == Some(record.line) {
            continue;
        }
        reading.rows += 1;
        reading.take(&record, &layout, options);
    }
    reading.coverage = layout.coverage(std::mem::take(&mut reading.coverage.remarks), options);
    Ok(reading)
}

/// Reads rows that are cut into cells already, as a workbook has them; nothing in them is guarded.
pub(crate) fn read_rows(
    rows: impl IntoIterator<Item = Record>,
    options: &ReadOptions,
) -> Result<Reading, Error> {
    let mut reading = Reading {
        format: "workbook",
        ..Reading::default()
    };
    let mut layout: Option<Layout> = None;
    let is_filled = |record: &Record| record.cells.iter().any(|cell| !cell.trim().is_empty());
    for record in rows.into_iter().filter(is_filled) {
        match &layout {
            None => {
                let mut found = Layout::of(&record, options)?;
                found.guarded = false;
                if found.header.is_none() {
                    reading.rows += 1;
                    reading.take(&record, &found, options);
                }
                layout = Some(found);
            }
            Some(layout) => {
                reading.rows += 1;
                reading.take(&record, layout, options);
            }
        }
    }
    if let Some(layout) = &layout {
        let remarks = std::mem::take(&mut reading.coverage.remarks);
        reading.coverage = layout.coverage(remarks, options);
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
        let (concept, remark, problems) = match row::concept(record, layout, options) {
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
        if let Some(remark) = remark {
            self.coverage.remarks.push((given.clone(), remark));
        }
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
    /// Whether cells that a spreadsheet would compute have an apostrophe before them.
    pub(super) guarded: bool,
    /// The language of the column of terms, where the header names it.
    pub(super) language: Option<String>,
}

impl Layout {
    /// Takes the first record for a header when it names a column for the term and either nothing
    /// else or one more known column.
    fn of(first: &Record, options: &ReadOptions) -> Result<Self, Error> {
        let own = first
            .cells
            .iter()
            .any(|cell| unescape(unguard(cell)).eq_ignore_ascii_case("term"));
        if !own && let Some(layout) = Self::of_languages(first, options) {
            return Ok(layout);
        }
        if let Some(layout) = Self::with_pairs_of_languages(first) {
            return Ok(layout);
        }
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
                own,
                guarded: true,
                columns,
                header: Some(first.line),
                language: None,
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
        let told = self.columns.contains(&Column::TargetLanguage);
        if !told && self.columns.contains(&Column::Equivalents(String::new())) {
            return Err(missing("target"));
        }
        Ok(())
    }

    /// A header of language codes, one column a language: what Google calls equivalent terms. The
    /// first is the concept's own unless the caller names one of them.
    fn of_languages(first: &Record, options: &ReadOptions) -> Option<Self> {
        let cells: Vec<&str> = first
            .cells
            .iter()
            .map(|cell| cell.trim_matches(' '))
            .collect();
        let codes = cells.iter().filter(|cell| is_language_code(cell));
        if codes.count() < 2 {
            return None;
        }
        let wanted = options.source_language.as_deref();
        let is_wanted =
            |cell: &&&str| wanted.is_some_and(|wanted| cell.eq_ignore_ascii_case(wanted));
        let known = |cell: &&&str| is_language_code(cell);
        let source = cells
            .iter()
            .find(is_wanted)
            .or_else(|| cells.iter().find(known))?;
        let mut columns: Vec<Column> = Vec::new();
        for cell in &cells {
            let column = match from_header(cell, None, None) {
                _ if cell == source => Column::Term,
                Column::Extra(name) if is_language_code(&name) => Column::Equivalents(name),
                // Any other word would be a term: then this is no header.
                Column::Extra(name) if !name.is_empty() => return None,
                named => named,
            };
            columns.push(column);
        }
        Some(Self {
            columns,
            header: Some(first.line),
            own: false,
            guarded: true,
            language: Some((*source).to_owned()),
        })
    }

    /// DeepL's four columns without a header: both terms, both languages.
    fn with_pairs_of_languages(first: &Record) -> Option<Self> {
        let [source, _, from, to] = first.cells.as_slice() else {
            return None;
        };
        let pair = is_language_code(from.trim()) && is_language_code(to.trim());
        (pair && !is_language_code(source)).then(|| Self {
            columns: vec![
                Column::Term,
                Column::Equivalents(String::new()),
                Column::Language,
                Column::TargetLanguage,
            ],
            header: None,
            own: false,
            guarded: true,
            language: None,
        })
    }

    /// What rows of these columns can say.
    fn coverage(
        &self,
        remarks: Vec<(crate::concept::ConceptId, String)>,
        options: &ReadOptions,
    ) -> Coverage {
        let has = |column: &Column| self.columns.contains(column);
        let mut languages: Vec<String> = options.source_language.iter().cloned().collect();
        languages.extend(self.columns.iter().filter_map(|column| match column {
            Column::Equivalents(tag) => Some(tag.clone()),
            _ => None,
        }));
        let definitions = self
            .columns
            .iter()
            .any(|column| matches!(column, Column::Definition | Column::DefinitionIn(_)));
        Coverage {
            own_ids: self.own && has(&Column::Id),
            languages: Some(languages),
            subject: has(&Column::Subject),
            definitions,
            notes: has(&Column::Note),
            status: has(&Column::Status),
            relations: has(&Column::Relations),
            concepts: None,
            remarks,
        }
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
            guarded: true,
            language: None,
        })
    }

    /// Whether rows may have more cells than there are columns.
    pub(super) fn is_open(&self) -> bool {
        self.header.is_none() && !self.columns.contains(&Column::TargetLanguage)
    }
}

fn missing(missing: &'static str) -> Error {
    Error::NoLanguage {
        format: "a table without language columns",
        missing,
    }
}
