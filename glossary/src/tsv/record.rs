//! Text to records: lines of cells, with the quoted cells that spreadsheets write.
//!
//! The `csv` crate takes a quotation mark that nobody closed for a cell that goes to the end of
//! the file, and so loses the file for one row; glossaries typed by hand are full of such marks.

/// A quoted cell longer than this is taken for a quotation mark that nobody closed.
const LONGEST_QUOTED: usize = 64 * 1024;

/// One line of the table; more than one of the file where a quoted cell goes over line ends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// The line it starts on, from 1.
    pub(crate) line: u64,
    /// Its cells, without quotes.
    pub(crate) cells: Vec<String>,
    /// The first cell, from 1, with a quotation mark at its start that closes nowhere; the cell
    /// was then taken literally.
    pub(crate) open_quote: Option<usize>,
}

/// What a quotation mark at the start of a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// The cell goes to the matching mark, as in CSV, over tabs and line ends too.
    Cell,
    /// The mark is text, unless the cell looks as a spreadsheet writes it: quoted to its end, for
    /// a comma, a semicolon or a mark inside. Glossaries written by hand know no quoting.
    Text,
}

/// Splits text into records. Lines end with LF, CRLF or CR.
pub(crate) struct Records<'a> {
    rest: &'a str,
    line: u64,
    quotes: Quotes,
    separator: char,
}

impl<'a> Records<'a> {
    /// Cells divided by tabs.
    #[cfg(test)]
    pub(super) fn new(text: &'a str, quotes: Quotes) -> Self {
        Self::divided(text, quotes, '\t')
    }

    /// Cells divided by `separator`.
    pub(crate) fn divided(text: &'a str, quotes: Quotes, separator: char) -> Self {
        Self {
            rest: text,
            line: 1,
            quotes,
            separator,
        }
    }

    /// Takes one cell off the rest.
    fn cell(&mut self) -> (String, bool) {
        let quoted = self.rest.strip_prefix('"');
        let admitted = |(cell, _): &(String, usize)| match self.quotes {
            Quotes::Cell => true,
            Quotes::Text => cell.contains([',', ';', '"']) && !cell.contains(['\t', '\n', '\r']),
        };
        let separator = self.separator;
        let whole = quoted.and_then(|text| closing(text, separator));
        if let Some((cell, length)) = whole.filter(admitted) {
            let taken = self.rest.get(..length + 1).unwrap_or_default();
            self.line += line_ends(taken);
            self.rest = self.rest.get(length + 1..).unwrap_or_default();
            return (cell, false);
        }
        let end = self
            .rest
            .find([self.separator, '\n', '\r'])
            .unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        (
            cell.to_owned(),
            quoted.is_some() && self.quotes == Quotes::Cell,
        )
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Record {
            line: self.line,
            cells: Vec::new(),
            open_quote: None,
        };
        loop {
            let (cell, open) = self.cell();
            record.cells.push(cell);
            if open && record.open_quote.is_none() {
                record.open_quote = Some(record.cells.len());
            }
            if let Some(rest) = self.rest.strip_prefix(self.separator) {
                self.rest = rest;
                continue;
            }
            let after = self.rest.strip_prefix("\r\n");
            self.rest = after
                .or_else(|| self.rest.strip_prefix(['\n', '\r']))
                .unwrap_or_default();
            self.line += 1;
            return Some(record);
        }
    }
}

/// The content of a quoted cell and its length with the closing mark, given what follows the
/// opening one. `None` when no mark closes it, or none that ends the cell.
fn closing(text: &str, separator: char) -> Option<(String, usize)> {
    let mut cell = String::new();
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('"')?;
        if at > LONGEST_QUOTED {
            return None;
        }
        cell.push_str(text.get(from..at)?);
        let after = text.get(at + 1..)?;
        if after.starts_with('"') {
            cell.push('"');
            from = at + 2;
        } else if after.is_empty() || after.starts_with([separator, '\n', '\r']) {
            return Some((cell, at + 1));
        } else {
            return None;
        }
    }
}

fn line_ends(text: &str) -> u64 {
    let ends = text.replace("\r\n", "\n").matches(['\n', '\r']).count();
    u64::try_from(ends).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str, quotes: Quotes) -> Vec<(u64, Vec<String>)> {
        Records::new(text, quotes)
            .map(|record| (record.line, record.cells))
            .collect()
    }

    fn cells(cells: &[&str]) -> Vec<String> {
        cells.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_line_ends_end_a_line() {
        let expected = vec![
            (1, cells(&["a", ""])),
            (2, cells(&["b"])),
            (3, cells(&[""])),
            (4, cells(&["c"])),
        ];
        assert_eq!(records("a\t\r\nb\n\rc", Quotes::Cell), expected);
        assert_eq!(records("a\t\r\nb\n\rc\n", Quotes::Text), expected);
        assert!(records("", Quotes::Cell).is_empty());
    }

    #[test]
    fn quoted_cells_go_over_lines_and_are_counted() {
        let text = "\"a \"\"b\"\"\tc\r\nd\"\te\nf";
        let expected = vec![(1, cells(&["a \"b\"\tc\r\nd", "e"])), (3, cells(&["f"]))];
        assert_eq!(records(text, Quotes::Cell), expected);
    }

    #[test]
    fn a_quotation_mark_that_closes_nowhere_swallows_nothing() {
        let text = "\"a\tb\nc \"d\" e\t\"f\" g\n";
        let all: Vec<Record> = Records::new(text, Quotes::Cell).collect();
        assert_eq!(all[0].cells, ["\"a", "b"]);
        assert_eq!(all[0].open_quote, Some(1));
        assert_eq!(all[1].cells, ["c \"d\" e", "\"f\" g"]);
        assert_eq!(all[1].open_quote, Some(2));
        let long = format!("\"{}\n\"", "x".repeat(LONGEST_QUOTED + 1));
        assert_eq!(records(&long, Quotes::Cell).len(), 2);
    }

    #[test]
    fn by_hand_marks_are_text_and_from_spreadsheets_they_are_not() {
        let text = "\"nuage\"\t\"pompe, la\"\t\"say \"\"x\"\"\"\n\"a\tb\nc\"\td";
        let expected = vec![
            (1, cells(&["\"nuage\"", "pompe, la", "say \"x\""])),
            (2, cells(&["\"a", "b"])),
            (3, cells(&["c\"", "d"])),
        ];
        assert_eq!(records(text, Quotes::Text), expected);
    }

    proptest::proptest! {
        #[test]
        fn by_hand_no_text_is_lost(text in "(\"?[a\t\n]){0,15}") {
            let all: Vec<String> = records(&text, Quotes::Text).into_iter().map(|(_, c)| c.join("\t")).collect();
            proptest::prop_assert_eq!(all.join("\n"), text.strip_suffix('\n').unwrap_or(&text));
        }
    }
}
