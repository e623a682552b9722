//! Tables of units: one a line, two texts and what is known of the pair.

use super::Arguments;
use super::units::{Give, store, summarise};
use crate::cli::console::Console;
use crate::cli::units::{FLAG, SOURCE_DOCUMENT, TARGET_DOCUMENT};
use crate::cli::wording::counted;
use crate::cli::{Global, input, memory};
use anyhow::{Context, Result, bail};
use bitext::language::{Language, detect};
use bitext::memory::{Status, Unit};
use std::io::{BufRead, Cursor, Read};
use std::path::Path;

/// Bytes that are looked at to find out what a table is.
const HEAD: usize = 1 << 16;

/// Lines that a cell in quotation marks may span. A mark that nobody closed is a mark.
const CELL_LINES: usize = 200;

/// A header that says so makes a table one of units rather than a glossary.
const TELLING: [&str; 7] = [
    "confidence",
    "flags",
    "source_document",
    "target_document",
    "previous_source",
    "next_source",
    "source_language",
];

/// Whether the first line of a file is the header of a table of units.
pub(super) fn is_unit_table(path: &Path) -> bool {
    let Ok(file) = std::fs::File::open(path) else {
        return false;
    };
    let mut head = Vec::new();
    if file.take(HEAD as u64).read_to_end(&mut head).is_err() {
        return false;
    }
    let head = String::from_utf8_lossy(&head);
    let first = head.lines().next().unwrap_or_default();
    let names: Vec<String> = split(first, separator(first))
        .iter()
        .map(|name| normal(name))
        .collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    has("source") && has("target") && TELLING.into_iter().any(has)
}

/// What separates the cells of a table, by its first line.
fn separator(first: &str) -> char {
    ['\t', ';', ',']
        .into_iter()
        .find(|separator| first.contains(*separator))
        .unwrap_or('\t')
}

/// A column's name as it is compared.
fn normal(name: &str) -> String {
    name.trim()
        .trim_start_matches('\u{feff}')
        .to_lowercase()
        .replace([' ', '-'], "_")
}

pub(super) fn import_table(
    path: &Path,
    arguments: &Arguments,
    global: &Global,
    console: &Console,
) -> Result<()> {
    let table = Table::open(path, arguments, console)?;
    let (sums, tally) = store(
        path,
        arguments,
        global,
        console,
        |_| Ok(Box::new(|_| ())),
        |give| table.read(path, console, give),
    )?;
    let skipped = [
        (sums.bad, "unusable"),
        (sums.one_sided, "in one language only"),
    ];
    summarise(
        path,
        (sums.rows, "row", "rows"),
        tally,
        &skipped,
        false,
        arguments,
        console,
    );
    Ok(())
}

/// How many rows there were, and how many of them are no units.
#[derive(Default)]
struct Sums {
    rows: u64,
    bad: u64,
    one_sided: u64,
}

/// A table, open, with its columns known.
struct Table {
    lines: Lines,
    separator: char,
    columns: Vec<Column>,
    source_language: Language,
    target_language: Language,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    Source,
    Target,
    SourceLanguage,
    TargetLanguage,
    Confidence,
    Flags,
    Previous,
    Next,
    Status,
    Created,
    Changed,
    Creator,
    Tuid,
    Note,
    /// Kept under this name.
    Property(String),
}

impl Column {
    fn named(name: &str) -> Self {
        match normal(name).as_str() {
            "source" => Self::Source,
            "target" => Self::Target,
            "source_language" => Self::SourceLanguage,
            "target_language" => Self::TargetLanguage,
            "confidence" => Self::Confidence,
            "flags" => Self::Flags,
            "previous_source" => Self::Previous,
            "next_source" => Self::Next,
            "status" => Self::Status,
            "created" => Self::Created,
            "changed" => Self::Changed,
            "creator" => Self::Creator,
            "tuid" => Self::Tuid,
            "note" | "notes" | "comment" => Self::Note,
            "source_document" => Self::Property(SOURCE_DOCUMENT.to_owned()),
            "target_document" => Self::Property(TARGET_DOCUMENT.to_owned()),
            _ => Self::Property(name.trim().to_owned()),
        }
    }
}

impl Table {
    /// Opens a table and finds out its columns and languages: by the header, by `--from` and `--to`,
    /// by the texts.
    fn open(path: &Path, arguments: &Arguments, console: &Console) -> Result<Self> {
        let mut lines = Lines::open(path, console)?;
        let first = lines.peek()?.unwrap_or_default().to_owned();
        let separator = separator(&first);
        let names = split(&first, separator);
        let mut columns: Vec<Column> = names.iter().map(|name| Column::named(name)).collect();
        let mut languages = [arguments.from.clone(), arguments.to.clone()];
        let has = |columns: &[Column], column| columns.contains(&column);
        if has(&columns, Column::Source) && has(&columns, Column::Target) {
            lines.next()?;
        } else if let [Ok(source), Ok(target), ..] = names
            .iter()
            .map(|name| crate::cli::language_code::language_code(name.trim()))
            .collect::<Vec<_>>()
            .as_slice()
        {
            // A header of two language codes.
            languages[0].get_or_insert_with(|| source.clone());
            languages[1].get_or_insert_with(|| target.clone());
            columns[0] = Column::Source;
            columns[1] = Column::Target;
            lines.next()?;
        } else if names.len() >= 2 {
            columns = vec![Column::Source, Column::Target];
            columns.extend((2..names.len()).map(|_| Column::Note));
        } else {
            bail!(
                "{}: this is no table of units: expected columns source and target with tabs between them",
                path.display()
            );
        }
        let mut table = Self {
            lines,
            separator,
            columns,
            source_language: Language::english(),
            target_language: Language::english(),
        };
        let sample = table.sample()?;
        let [from, to] = languages;
        let given = has(&table.columns, Column::SourceLanguage)
            && has(&table.columns, Column::TargetLanguage);
        table.source_language = settle(from, &sample.0, given, "--from", path)?;
        table.target_language = settle(to, &sample.1, given, "--to", path)?;
        if table.source_language.same_language(&table.target_language) && !given {
            bail!(
                "{}: both columns seem to be in {}; name their languages with --from and --to",
                path.display(),
                table.source_language
            );
        }
        Ok(table)
    }

    /// The beginnings of both columns, to tell their languages from.
    fn sample(&mut self) -> Result<(String, String)> {
        let mut sample = (String::new(), String::new());
        for line in self.lines.ahead()? {
            for (cell, column) in split(&line, self.separator).iter().zip(&self.columns) {
                let text = match column {
                    Column::Source => &mut sample.0,
                    Column::Target => &mut sample.1,
                    _ => continue,
                };
                text.push_str(cell);
                text.push('\n');
            }
        }
        Ok(sample)
    }

    fn read(mut self, path: &Path, console: &Console, give: &mut Give<'_>) -> Result<Sums> {
        let mut sums = Sums::default();
        let mut findings = Vec::new();
        while let Some((number, row)) = self.lines.row(self.separator)? {
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            sums.rows += 1;
            match self.unit(&row) {
                Ok(unit) if unit.source.is_empty() || unit.target.is_empty() => sums.one_sided += 1,
                Ok(unit) => give(unit)?,
                Err(reason) => {
                    sums.bad += 1;
                    // Further ones are only counted.
                    if findings.len() < 100 {
                        findings.push(format!(
                            "{}: line {number}: {reason}; the row is skipped",
                            path.display()
                        ));
                    }
                }
            }
        }
        console.warn_each(&findings, "findings in this file", Clone::clone);
        if sums.rows == sums.bad + sums.one_sided {
            bail!(
                "{}: {}, none with text in two languages",
                path.display(),
                counted(sums.rows, "row", "rows")
            );
        }
        Ok(sums)
    }

    fn unit(&self, row: &[String]) -> Result<Unit> {
        if row.len() > self.columns.len() {
            bail!(
                "{} cells where the header has {}",
                row.len(),
                self.columns.len()
            );
        }
        let mut unit = Unit::new(
            self.source_language.clone(),
            self.target_language.clone(),
            "",
            "",
        );
        unit.status = Status::Imported;
        for (cell, column) in row.iter().zip(&self.columns) {
            if !cell.is_empty() {
                set(&mut unit, column, cell)?;
            }
        }
        Ok(unit)
    }
}

/// Puts a cell into its place.
fn set(unit: &mut Unit, column: &Column, cell: &str) -> Result<()> {
    let text = || Some(cell.to_owned());
    match column {
        Column::Source => cell.clone_into(&mut unit.source),
        Column::Target => cell.clone_into(&mut unit.target),
        Column::SourceLanguage => unit.source_language = cell.trim().parse()?,
        Column::TargetLanguage => unit.target_language = cell.trim().parse()?,
        Column::Confidence => {
            let value: f64 = cell
                .trim()
                .parse()
                .ok()
                .filter(|value| (0.0..=1.0).contains(value))
                .with_context(|| format!("confidence '{cell}' is not between 0 and 1"))?;
            unit.confidence = Some(value);
        }
        Column::Flags => cell
            .split_whitespace()
            .for_each(|flag| unit.add_property(FLAG, flag)),
        Column::Previous => unit.previous_source = text(),
        Column::Next => unit.next_source = text(),
        Column::Status => unit.status = cell.trim().parse()?,
        Column::Created => unit.created = Some(cell.trim().parse()?),
        Column::Changed => unit.changed = Some(cell.trim().parse()?),
        Column::Creator => unit.creator = text(),
        Column::Tuid => unit.tuid = text(),
        Column::Note => unit.notes.push(cell.to_owned()),
        Column::Property(name) => unit.add_property(name, cell),
    }
    Ok(())
}

/// A column's language: as given, or what its texts are in.
fn settle(
    given: Option<Language>,
    sample: &str,
    in_rows: bool,
    option: &str,
    path: &Path,
) -> Result<Language> {
    match (given, detect(sample)) {
        (Some(language), _) => Ok(language),
        (None, Some(found)) => Ok(found.language),
        // Each row says its own.
        (None, None) if in_rows => Ok(Language::english()),
        (None, None) => bail!(
            "{}: cannot tell the language of a column; name it with {option}",
            path.display()
        ),
    }
}

/// The cells of one line, quotation marks undone where they enclose a cell.
fn split(line: &str, separator: char) -> Vec<String> {
    parts(line, separator)
        .into_iter()
        .map(|(cell, _)| cell)
        .collect()
}

/// The cells of one line, and whether each stood in quotation marks.
fn parts(line: &str, separator: char) -> Vec<(String, bool)> {
    let mut cells = Vec::new();
    let mut rest = Some(line);
    while let Some(text) = rest {
        let (cell, after) = match quoted(text, separator) {
            Some((cell, after)) => ((cell, true), after),
            None => match text.split_once(separator) {
                Some((cell, after)) => ((cell.to_owned(), false), Some(after)),
                None => ((text.to_owned(), false), None),
            },
        };
        cells.push(cell);
        rest = after;
    }
    cells
}

/// A cell in quotation marks at the front of a text, with two marks for one inside (RFC 4180), and
/// what follows it; `None` where there is no such cell.
fn quoted(text: &str, separator: char) -> Option<(String, Option<&str>)> {
    let inner = text.strip_prefix('"')?;
    let mut cell = String::new();
    let mut rest = inner;
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        if let Some(after) = after.strip_prefix('"') {
            cell.push('"');
            rest = after;
        } else if after.is_empty() {
            return Some((cell, None));
        } else {
            return after
                .strip_prefix(separator)
                .map(|after| (cell, Some(after)));
        }
    }
}

/// Whether a line ends inside a cell in quotation marks.
fn is_open(line: &str, separator: char) -> bool {
    let mut rest = line;
    loop {
        if rest.starts_with('"') {
            match quoted(rest, separator) {
                Some((_, None)) => return false,
                Some((_, Some(after))) => {
                    rest = after;
                    continue;
                }
                // Marks inside that close nothing, in pairs, leave it open.
                None => return !rest[1..].replace("\"\"", "").contains('"'),
            }
        }
        match rest.split_once(separator) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
}

/// The lines of a table, with a look ahead.
struct Lines {
    input: Box<dyn BufRead + Send>,
    /// Lines that were looked at already, the next one last.
    ahead: Vec<String>,
    number: u64,
}

impl Lines {
    /// UTF-8 is read as it comes; other encodings are decoded first, the whole file.
    fn open(path: &Path, console: &Console) -> Result<Self> {
        let mut input = memory::open(path)?;
        let head = input
            .fill_buf()
            .with_context(|| format!("cannot read {}", path.display()))?;
        let utf8 = match std::str::from_utf8(head) {
            Ok(_) => true,
            // Cut within a character.
            Err(error) => error.error_len().is_none(),
        };
        if !utf8 || head.contains(&0) {
            if path == Path::new("-") {
                bail!("stdin is not in UTF-8; save the table to a file and import that");
            }
            input = Box::new(Cursor::new(input::lines(path, console)?.into_bytes()));
        }
        Ok(Self {
            input,
            ahead: Vec::new(),
            number: 0,
        })
    }

    /// The next line without its end.
    fn read(&mut self) -> Result<Option<String>> {
        let mut bytes = Vec::new();
        if self.input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        while let [.., b'\n' | b'\r'] = bytes.as_slice() {
            bytes.pop();
        }
        let line = match String::from_utf8(bytes) {
            Ok(line) => line,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        Ok(Some(
            line.strip_prefix('\u{feff}')
                .map_or_else(|| line.clone(), str::to_owned),
        ))
    }

    fn next(&mut self) -> Result<Option<String>> {
        let line = match self.ahead.pop() {
            Some(line) => Some(line),
            None => self.read()?,
        };
        self.number += u64::from(line.is_some());
        Ok(line)
    }

    fn peek(&mut self) -> Result<Option<&str>> {
        if self.ahead.is_empty()
            && let Some(line) = self.read()?
        {
            self.ahead.push(line);
        }
        Ok(self.ahead.last().map(String::as_str))
    }

    /// The next lines, which are not taken.
    fn ahead(&mut self) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        while lines.len() < CELL_LINES
            && let Some(line) = self.next()?
        {
            lines.push(line);
        }
        self.number -= lines.len() as u64;
        self.ahead.extend(lines.iter().rev().cloned());
        Ok(lines)
    }

    /// The next row with the number of its first line. A cell in quotation marks may span lines.
    fn row(&mut self, separator: char) -> Result<Option<(u64, Vec<String>)>> {
        let Some(mut line) = self.next()? else {
            return Ok(None);
        };
        let number = self.number;
        if is_open(&line, separator) {
            let following = self.ahead()?;
            let mut whole = line.clone();
            for (at, next) in following.iter().enumerate() {
                whole.push('\n');
                whole.push_str(next);
                if is_open(&whole, separator) {
                    continue;
                }
                // Only cells in quotation marks may hold the ends of lines.
                let whole_cells = parts(&whole, separator)
                    .iter()
                    .all(|(cell, quoted)| *quoted || !cell.contains('\n'));
                if whole_cells {
                    line = whole;
                    for _ in 0..=at {
                        self.next()?;
                    }
                }
                break;
            }
        }
        Ok(Some((number, split(&line, separator))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut lines = Lines {
            input: Box::new(Cursor::new(text.as_bytes().to_vec())),
            ahead: Vec::new(),
            number: 0,
        };
        let mut rows = Vec::new();
        while let Some(row) = lines.row('\t').unwrap() {
            rows.push(row);
        }
        rows
    }

    fn cells(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn quoted_cells_span_lines_and_marks_nobody_closed_are_marks() {
        assert_eq!(
            rows("a\tb\n\"x\ny \"\"z\"\"\"\t\"t\tt\"\n\"open\tb\nc\td\r\n\"in\" mid\te"),
            [
                (1, cells(&["a", "b"])),
                (2, cells(&["x\ny \"z\"", "t\tt"])),
                (4, cells(&["\"open", "b"])),
                (5, cells(&["c", "d"])),
                (6, cells(&["\"in\" mid", "e"])),
            ]
        );
    }

    #[test]
    fn columns_go_by_name() {
        assert_eq!(Column::named(" Source Language"), Column::SourceLanguage);
        assert_eq!(
            Column::named("domain"),
            Column::Property("domain".to_owned())
        );
        assert_eq!(separator("source;target;a,b"), ';');
    }
}
