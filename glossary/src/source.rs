//! Which format a file is in, told from its content and its name, and the reader for it.

use crate::error::Error;
use crate::formats::{memoq, multiterm, utx};
use crate::reading::{Problem, ReadOptions, Reading};
use crate::tsv::{self, Quotes, Records};
use crate::{tbx, xlsx};

/// Reads a glossary of any format that this crate knows.
///
/// `name` is the file's name or ending; it only decides between tabs and commas where the content
/// leaves that open. XML goes by its root element (TBX, MultiTerm), a workbook by its signature, and
/// text by its first line (UTX, memoQ) and by the separator that cuts its lines into the same number
/// of cells. The encoding is told from the bytes; a guess is a finding.
///
/// # Errors
/// When this is no glossary, or nothing of it can be read.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, Error> {
    let mut reading = read_any(name, bytes, options)?;
    let ids = reading
        .glossary
        .concepts()
        .map(|concept| concept.id.clone());
    reading.coverage.concepts = Some(ids.collect());
    Ok(reading)
}

fn read_any(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, Error> {
    if bytes.starts_with(b"PK") {
        return xlsx::read(bytes, options);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Error::NotAGlossary(
            "this is a workbook of the old kind (.xls); save it as .xlsx or as .csv".to_owned(),
        ));
    }
    let ending = name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if matches!(ending.as_str(), "tbx" | "xml" | "mtf" | "martif") || starts_as_xml(bytes) {
        return match root(bytes)?.as_str() {
            "mtf" => multiterm::read(bytes, options),
            _ => tbx::read(bytes, options),
        };
    }
    let decoded = tsv::decode_any(bytes)?;
    let text = &*decoded.text;
    let mut reading = if text.starts_with(utx::MARK) {
        utx::read(text, options)?
    } else {
        let (separator, body) = separator(text, ending == "csv");
        if body.trim_start_matches('"').starts_with(memoq::MARK) {
            memoq::read(body, separator, options)?
        } else {
            let mut reading = tsv::read_text(body, separator, options)?;
            let skipped = u64::from(body.len() < text.len());
            for finding in &mut reading.findings {
                finding.line += skipped;
            }
            reading
        }
    };
    if decoded.damaged > 0 {
        let count = decoded.damaged;
        reading
            .findings
            .insert(0, finding(Problem::Damaged { count }));
    }
    if let Some(encoding) = decoded.guessed {
        let encoding = encoding.to_owned();
        reading
            .findings
            .insert(0, finding(Problem::GuessedEncoding { encoding }));
    }
    Ok(reading)
}

/// How OmegaT's glossaries begin that name their encoding.
const OMEGAT: &str = "# -*- coding:";

/// Whether a table or a workbook says itself that it holds concepts: by the header of our tables (a
/// column `term`), or by the first line of UTX, memoQ and OmegaT. What says nothing may hold either; files
/// of other kinds say nothing. Of a text the beginning is enough, of a workbook all bytes are
/// needed; it costs reading the workbook.
#[must_use]
pub fn names_concepts(name: &str, bytes: &[u8]) -> bool {
    let is_term = |cell: &str| cell.trim().eq_ignore_ascii_case("term");
    if bytes.starts_with(b"PK") {
        let header = xlsx::header(bytes).unwrap_or_default();
        return header.iter().any(|cell| is_term(cell));
    }
    let Ok(decoded) = tsv::decode_any(bytes) else {
        return false;
    };
    let text = &*decoded.text;
    let csv = name.to_ascii_lowercase().ends_with("csv");
    let (separator, body) = separator(text, csv);
    text.starts_with(utx::MARK)
        || text.starts_with(OMEGAT)
        || body.trim_start_matches('"').starts_with(memoq::MARK)
        || Records::divided(body, Quotes::Cell, separator)
            .next()
            .is_some_and(|first| first.cells.iter().any(|cell| is_term(cell)))
}

fn finding(problem: Problem) -> crate::reading::Finding {
    crate::reading::Finding {
        line: 1,
        column: 1,
        problem,
        skipped: false,
    }
}

/// Whether the first sign that is no space is `<`, in any encoding that XML may have.
fn starts_as_xml(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    let mut signs = start
        .iter()
        .filter(|byte| !matches!(**byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF))
        .filter(|byte| !byte.is_ascii_whitespace());
    signs.next() == Some(&b'<')
        && signs
            .next()
            .is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'?' | b'!'))
}

/// The name of the root element.
fn root(bytes: &[u8]) -> Result<String, Error> {
    use bitext_tmx::xml::Event;
    let mut xml = bitext_tmx::xml::Reader::new(bytes);
    loop {
        match xml.read().map_err(Error::XmlRead)? {
            Event::Start(tag) => return Ok(tag.local_name().to_owned()),
            Event::Eof => return Ok(String::new()),
            Event::End(_) | Event::Text(_) => {}
        }
    }
}

/// What divides the cells, and the text without a line that says so (`sep=;`, from Excel).
pub(crate) fn separator(text: &str, csv: bool) -> (char, &str) {
    let first = text.lines().next().unwrap_or_default();
    let told = first.strip_prefix("sep=").map(|rest| rest.chars().next());
    if let Some(sign) = told {
        let rest = &text[first.len()..];
        let rest = rest.strip_prefix("\r\n").or(rest.strip_prefix('\n'));
        return (sign.unwrap_or('\t'), rest.unwrap_or_default());
    }
    // The usual one goes first: it wins where several fit equally well.
    let candidates = if csv {
        [',', ';', '\t', '|']
    } else {
        ['\t', ';', ',', '|']
    };
    let mut best = (0, candidates[0]);
    for candidate in candidates {
        // A table made for tabs is one where it has any; commas are text there.
        if !csv && candidate != '\t' && text.contains('\t') {
            break;
        }
        let fitness = fitness(text, candidate);
        if fitness > best.0 {
            best = (fitness, candidate);
        }
    }
    (best.1, text)
}

/// How evenly a separator cuts the first lines, in thousandths; 0 where it cuts none.
fn fitness(text: &str, separator: char) -> usize {
    const LINES: usize = 100;
    let widths: Vec<usize> = Records::divided(text, Quotes::Cell, separator)
        .filter(|record| record.cells.iter().any(|cell| !cell.trim().is_empty()))
        .take(LINES)
        .map(|record| record.cells.len())
        .collect();
    let usual = widths
        .iter()
        .copied()
        .filter(|width| *width > 1)
        .max_by_key(|width| widths.iter().filter(|other| *other == width).count());
    let Some(usual) = usual else { return 0 };
    let even = widths.iter().filter(|width| **width == usual).count();
    even * 1000 / widths.len().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_told_from_the_lines() {
        for (text, csv, expected) in [
            ("source;target\npompe;pump\n", true, ';'),
            ("pump,\"pompe, la\"\nfilter,filtre\n", true, ','),
            ("a\tb, c\nd\te\n", true, '\t'),
            ("a, b\tc; d\n", false, '\t'),
            ("source;target\na, b;c\n", false, ';'),
            ("pump   pompe\n", false, '\t'),
            ("", true, ','),
        ] {
            assert_eq!(separator(text, csv).0, expected, "{text}");
        }
        assert_eq!(separator("sep=;\r\na;b\r\n", true), (';', "a;b\r\n"));
        assert_eq!(separator("sep=", true), ('\t', ""));
    }

    #[test]
    fn tables_of_concepts_say_so() {
        for (name, text, expected) in [
            ("a.tsv", "term\tscore\npompe\t1\n", true),
            ("a.csv", "id,Term,language\n1,pompe,fr\n", true),
            ("a.csv", "Entry_ID;French\n1;pompe\n", true),
            ("a.txt", "#UTX 1.11; en/fr\n#src\ttgt\na\tb\n", true),
            ("a.tsv", "source\ttarget\nterm\tterme\n", false),
            ("a.csv", "fr,en\npompe,pump\n", false),
            ("a.csv", "", false),
        ] {
            assert_eq!(names_concepts(name, text.as_bytes()), expected, "{text}");
        }
        let mut book = Vec::new();
        let glossary: crate::Glossary = [crate::Concept::new("fr", crate::Term::new("loi"))]
            .into_iter()
            .collect();
        crate::Export::write(
            &xlsx::Xlsx,
            &glossary,
            &crate::Selection::default(),
            &mut book,
        )
        .unwrap();
        assert!(names_concepts("a.xlsx", &book));
        assert!(!names_concepts("a.xlsx", b"PK"));
    }

    #[test]
    fn content_decides_what_a_file_is() {
        let format = |name: &str, bytes: &[u8]| {
            let options = ReadOptions::pair("en", "fr");
            read(name, bytes, &options).map(|reading| reading.format)
        };
        assert_eq!(
            format("a.csv", b"Entry_ID;French\n1;pompe\n").ok(),
            Some("memoQ table")
        );
        assert_eq!(
            format("a.txt", b"#UTX 1.11; en/fr\n#src\ttgt\na\tb\n").ok(),
            Some("UTX")
        );
        assert_eq!(format("a.csv", b"a,b\n").ok(), Some("table"));
        let root = format("a.xml", b"<html/>");
        assert!(matches!(root, Err(Error::NotATermbase { root }) if root == "html"));
        assert!(format("a.tsv", b"\xD0\xCF\x11\xE0").is_err());
    }
}
