//! Cells of text tables.

/// Lines that one quoted cell may span: further than that, a quotation mark was just a quotation mark.
pub(super) const MAX_LINES: usize = 200;

/// Splits a row whose cells may be quoted as in CSV (RFC 4180). Nothing when a quoted cell is not
/// closed: more lines belong to it, or it was never meant to be quoted.
pub(super) fn split(row: &str, separator: char) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = row;
    loop {
        match quoted(rest, separator) {
            Quoted::Cell(cell, behind) => {
                cells.push(cell);
                match behind {
                    Some(behind) => rest = behind,
                    None => return Some(cells),
                }
            }
            Quoted::Open => return None,
            Quoted::No => match rest.split_once(separator) {
                Some((cell, behind)) => {
                    cells.push(cell.to_owned());
                    rest = behind;
                }
                None => {
                    cells.push(rest.to_owned());
                    return Some(cells);
                }
            },
        }
    }
}

/// Splits a row in which nothing is quoted.
pub(super) fn split_plain(row: &str, separator: char) -> Vec<String> {
    row.split(separator).map(str::to_owned).collect()
}

enum Quoted<'a> {
    /// A quoted cell, and what stands behind its separator.
    Cell(String, Option<&'a str>),
    /// It begins with a quotation mark and is not closed.
    Open,
    /// It is not quoted: no mark at its start, or more text behind the closing one.
    No,
}

fn quoted(text: &str, separator: char) -> Quoted<'_> {
    let Some(mut rest) = text.strip_prefix('"') else {
        return Quoted::No;
    };
    let mut cell = String::new();
    loop {
        let Some((before, behind)) = rest.split_once('"') else {
            return Quoted::Open;
        };
        cell.push_str(before);
        if let Some(behind) = behind.strip_prefix('"') {
            cell.push('"');
            rest = behind;
        } else if behind.is_empty() {
            return Quoted::Cell(cell, None);
        } else if let Some(behind) = behind.strip_prefix(separator) {
            return Quoted::Cell(cell, Some(behind));
        } else {
            return Quoted::No;
        }
    }
}

/// A cell as it is written: quoted where it must be.
pub(super) fn written(cell: &str, separator: char) -> String {
    let needs = |c: char| c == separator || matches!(c, '"' | '\n' | '\r');
    if cell.contains(needs) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Whether a spreadsheet program would take the cell for a formula, once apostrophes before it are
/// gone (OWASP, «CSV Injection»).
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell that no spreadsheet program takes for a formula: an apostrophe stands before what looks
/// like one. [`restored`] takes it away again.
pub(super) fn defused(cell: String) -> String {
    if is_formula(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// The cell that [`defused`] was given.
pub(super) fn restored(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotation_is_quotation_only_where_it_is_whole() {
        let cells = |row: &str| split(row, ',').map(|cells| cells.join("|"));
        assert_eq!(cells("a,\"b,\"\"c\"\"\",").as_deref(), Some("a|b,\"c\"|"));
        assert_eq!(
            cells("\"Stop\" he said,b").as_deref(),
            Some("\"Stop\" he said|b")
        );
        assert_eq!(cells("\"open,b"), None);
        assert_eq!(cells("").as_deref(), Some(""));
    }

    #[test]
    fn formulas_are_harmless_and_come_back() {
        assert_eq!(defused("=cmd()".to_owned()), "'=cmd()");
        assert_eq!(defused("'=x".to_owned()), "''=x");
        assert_eq!(defused("l'état".to_owned()), "l'état");
        assert_eq!(restored("'tis".to_owned()), "'tis");
    }

    proptest! {
        #[test]
        fn cells_come_back(texts in prop::collection::vec("['=+@\",;\n\ta-]{0,6}", 1..5)) {
            let row: Vec<String> = texts.iter().map(|text| written(&defused(text.clone()), ',')).collect();
            let cells = split(&row.join(","), ',').unwrap();
            let cells: Vec<String> = cells.into_iter().map(restored).collect();
            prop_assert_eq!(cells, texts);
        }
    }
}
