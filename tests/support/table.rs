//! Tables as the program writes them, read by their header.

/// A table of tab-separated values.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a table; a row of another length than the header fails the test.
    pub(crate) fn read(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .from_reader(text.as_bytes());
        let row = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
        let header = row(reader.headers().expect("a table has a header").clone());
        let rows = reader
            .into_records()
            .map(|record| row(record.expect("every row has the header's columns")))
            .collect();
        Self { header, rows }
    }

    /// The place of a column.
    #[track_caller]
    pub(crate) fn column(&self, name: &str) -> usize {
        self.header
            .iter()
            .position(|column| column == name)
            .unwrap_or_else(|| panic!("no column '{name}' among {:?}", self.header))
    }

    /// The cells of a column, from the first row.
    #[track_caller]
    pub(crate) fn cells(&self, name: &str) -> Vec<&str> {
        let at = self.column(name);
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// The cells of a column as numbers.
    #[track_caller]
    pub(crate) fn numbers(&self, name: &str) -> Vec<f64> {
        self.cells(name)
            .into_iter()
            .map(|cell| {
                cell.parse()
                    .unwrap_or_else(|_| panic!("{name}: '{cell}' is no number"))
            })
            .collect()
    }

    /// Where the row with this cell stands, from 0; white space and case apart.
    #[track_caller]
    pub(crate) fn position(&self, name: &str, cell: &str) -> Option<usize> {
        let folded = |text: &str| text.to_lowercase().replace('’', "'");
        self.cells(name)
            .iter()
            .position(|found| folded(found) == folded(cell))
    }
}
