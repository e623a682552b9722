//! Where in its file a unit begins.

use std::fmt;

use bitext_tmx::xml::Position;

/// A line, and a column where the format makes it cheap to know: XML does, formats of lines have none.
///
/// In a spreadsheet the line is the row of its sheet, in a Moses pair the line of both files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: Option<u64>,
}

impl Place {
    /// A line of a format that has no columns.
    pub(crate) fn line(line: u64) -> Self {
        Self { line, column: None }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        self.column
            .map_or(Ok(()), |column| write!(f, ", column {column}"))
    }
}

impl From<Position> for Place {
    fn from(at: Position) -> Self {
        Self {
            line: at.line,
            column: Some(at.column),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Format, Pair, ReadOptions, Source, WriteOptions, create, open_bytes, open_moses};

    fn options() -> ReadOptions {
        ReadOptions {
            source_language: Some("fr".to_owned()),
            target_language: Some("en".to_owned()),
            drafts: true,
            untranslated: true,
            ..ReadOptions::default()
        }
    }

    /// The places of the units that a source gives, as `line:column`.
    fn of(mut source: Box<dyn Source>) -> Vec<String> {
        let mut places = Vec::new();
        while source.next_unit().unwrap().is_some() {
            let at = source.place().expect("a file has places");
            let column = at.column.map(|column| format!(":{column}"));
            places.push(format!("{}{}", at.line, column.unwrap_or_default()));
        }
        places
    }

    fn places(format: Format, text: &str) -> Vec<String> {
        of(open_bytes(format, text.as_bytes().to_vec(), &options()).unwrap())
    }

    #[test]
    fn of_tmx_it_is_the_start_tag_of_each_unit() {
        let unit = "<tu>\n<tuv xml:lang=\"fr\"><seg>é\n</seg></tuv>\n<tuv xml:lang=\"en\"><seg>e</seg></tuv></tu>";
        let text = format!(
            "<tmx version=\"1.4\">\n<header srclang=\"fr\"/><body>\n  {unit}{unit}\n<tu/>\n\t{unit}</body></tmx>"
        );
        // The empty unit on line 10 is skipped.
        assert_eq!(places(Format::Tmx, &text), ["3:3", "6:43", "11:2"]);
    }

    #[test]
    fn of_xliff_it_is_that_of_the_unit_for_each_of_its_segments() {
        let one = "<xliff version=\"1.2\"><file source-language=\"fr\" target-language=\"en\" original=\"a\"><body>\n\
                   <trans-unit id=\"1\"><source>a</source></trans-unit>\n\
                   é <trans-unit id=\"2\">\n<source>a</source><target>b</target></trans-unit></body></file></xliff>";
        assert_eq!(places(Format::Xliff1, one), ["2:1", "3:3"]);
        let two = "<xliff version=\"2.0\" srcLang=\"fr\" trgLang=\"en\"><file id=\"f\">\n<unit id=\"1\">\n\
                   <segment><source>a</source><target>b</target></segment>\n\
                   <segment><source>c</source></segment></unit>\n\
                   <unit id=\"2\"><segment><source>d</source></segment></unit></file></xliff>";
        assert_eq!(places(Format::Xliff2, two), ["2:1", "2:1", "5:1"]);
    }

    #[test]
    fn of_po_it_is_the_first_keyword_of_the_entry() {
        let text = "msgid \"\"\nmsgstr \"\"\n\n# note\n#, fuzzy\nmsgctxt \"c\"\nmsgid \"a\"\nmsgstr \"b\"\n\
                    msgid \"%d file\"\nmsgid_plural \"%d files\"\nmsgstr[0] \"x\"\nmsgstr[1] \"y\"\n\n\
                    #~ msgid \"gone\"\n#~ msgstr \"g\"\n";
        assert_eq!(places(Format::Po, text), ["6", "9", "9", "14"]);
    }

    #[test]
    fn of_lines_it_is_the_line_where_the_row_begins() {
        let table = "source\ttarget\na\tA\n\n\"b\nb\"\tB\nc\tC\n";
        assert_eq!(places(Format::Tsv, table), ["2", "4", "6"]);
        assert_eq!(places(Format::Tsv, "a\tA\nb\tB\n"), ["1", "2"]);
        assert_eq!(places(Format::Csv, "sep=;\na;A\nb;B\n"), ["2", "3"]);
        let json = "\n{\"source\":\"a\",\"target\":\"A\"}\nnonsense\n{\"source\":\"b\",\"target\":\"B\"}\n";
        assert_eq!(places(Format::Jsonl, json), ["2", "4"]);
        let pair = open_moses(&b"a\n\nc\n"[..], &b"A\n\nC\n"[..], &options()).unwrap();
        assert_eq!(of(pair), ["1", "2", "3"]);
    }

    #[test]
    fn of_a_spreadsheet_it_is_the_row() {
        let mut bytes = Vec::new();
        let mut sink = create(Format::Xlsx, &mut bytes, &WriteOptions::default()).unwrap();
        for text in ["a", "b"] {
            let unit = Pair::new(("fr", text), ("en", text)).into_unit();
            sink.write(&unit, "fr").unwrap();
        }
        sink.finish().unwrap();
        assert_eq!(
            of(open_bytes(Format::Xlsx, bytes, &options()).unwrap()),
            ["2", "3"]
        );
    }
}
