//! Lines of cells for other tools' tables.

use std::io::Write;

/// Writes a line of CSV (RFC 4180): cells with a separator, a quotation mark or a line end in them
/// are quoted.
pub(crate) fn write_csv<'a>(
    out: &mut dyn Write,
    cells: impl IntoIterator<Item = &'a str>,
    separator: char,
    line_end: &str,
) -> std::io::Result<()> {
    let cells: Vec<String> = cells
        .into_iter()
        .map(|cell| quoted(cell, separator))
        .collect();
    write!(out, "{}{line_end}", cells.join(&separator.to_string()))
}

fn quoted(cell: &str, separator: char) -> String {
    let edges = cell.starts_with(' ') || cell.ends_with(' ');
    if edges || cell.contains([separator, '"', '\n', '\r', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A cell of a format without quotes: tabs and line ends become spaces.
pub(crate) fn one_line(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(['\t', '\n', '\r']) {
        std::borrow::Cow::Owned(text.replace(['\t', '\n', '\r'], " "))
    } else {
        std::borrow::Cow::Borrowed(text)
    }
}
