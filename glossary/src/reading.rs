//! What reading a file gives, whatever its format: concepts, and what was wrong.

use std::collections::BTreeSet;

use crate::concept::ConceptId;
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
    /// Limits of the XML layer, for TBX and MultiTerm.
    pub xml: bitext_tmx::xml::Options,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            source_language: None,
            target_language: None,
            status: Status::Approved,
            xml: bitext_tmx::xml::Options::default(),
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
    /// What the file was taken for, in words: `TBX 2`, `memoQ table` …
    pub format: &'static str,
    /// What the file can say of a concept.
    pub coverage: Coverage,
}

/// What a file can say of a concept. What it cannot say stands as it is when the file meets a
/// glossary that knows the concept already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Whether the ids are the glossary's own: then a known concept takes over what the file says.
    /// Otherwise the file only adds to it.
    pub own_ids: bool,
    /// Whether terms that the file does not have were struck out, of these languages; `None` for
    /// all languages.
    pub languages: Option<Vec<String>>,
    /// Whether it has subjects.
    pub subject: bool,
    /// Whether it has definitions.
    pub definitions: bool,
    /// Whether it has notes.
    pub notes: bool,
    /// Whether it has the states of review.
    pub status: bool,
    /// Whether it has links.
    pub relations: bool,
    /// The concepts that it has: links to others, which it cannot show, stay. `None` where it would
    /// show all there are.
    pub concepts: Option<BTreeSet<ConceptId>>,
    /// Reviewers' remarks, for the record of their decisions.
    pub remarks: Vec<(ConceptId, String)>,
}

impl Reading {
    /// Notes something wrong.
    pub(crate) fn find(&mut self, line: u64, column: usize, problem: Problem, skipped: bool) {
        self.findings.push(Finding {
            line,
            column,
            problem,
            skipped,
        });
    }

    /// Notes an error of XML, at its place.
    pub(crate) fn find_xml(&mut self, error: &bitext_tmx::xml::ReadError, skipped: bool) {
        let at = error.position();
        let text = error.to_string();
        // The finding has the place already.
        let text = text.strip_prefix(&format!("{at}: ")).unwrap_or(&text);
        let problem = if skipped {
            Problem::Xml(text.to_owned())
        } else {
            Problem::Broken(text.to_owned())
        };
        let column = usize::try_from(at.column).unwrap_or(usize::MAX);
        self.find(at.line, column, problem, skipped);
    }

    /// Whether the file broke before its end.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        let broken = |finding: &Finding| matches!(finding.problem, Problem::Broken(_));
        self.findings.iter().any(broken)
    }

    /// Whether the columns of findings are cells of rows; in XML they are characters of lines.
    #[must_use]
    pub fn has_cells(&self) -> bool {
        !self.format.starts_with("TBX") && self.format != "MultiTerm XML"
    }

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
    /// The cell, in XML the character of the line, from 1.
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
    /// XML that had to be mended, or that cost an entry.
    #[error("{0}")]
    Xml(String),
    /// An entry of a termbase without any term.
    #[error("an entry without a term")]
    NoTermInEntry,
    /// A section of terms that does not name its language.
    #[error("a section without a language; its terms are filed under `und`")]
    NoSectionLanguage,
    /// A term without text.
    #[error("a term without text in {language}; left out")]
    EmptyTerm {
        /// The section's language.
        language: String,
    },
    /// An element where the standard has none.
    #[error("{0}; kept as it is")]
    Structure(String),
    /// A category, a value or a place that the file's own dialect does not have. Told once.
    #[error("{0} (told once)")]
    Dialect(String),
    /// The file ends, or breaks, before its end.
    #[error("{0}; what comes before it was read")]
    Broken(String),
    /// The encoding was guessed from the bytes.
    #[error("read as {encoding} (guessed); check the accents, or save the file as UTF-8")]
    GuessedEncoding {
        /// The encoding.
        encoding: String,
    },
    /// Bytes that mean nothing in the file's encoding.
    #[error("{count} damaged characters replaced by U+FFFD")]
    Damaged {
        /// How many.
        count: usize,
    },
    /// Something a table holds beside what can be read.
    #[error("{0}")]
    Other(String),
    /// A line that starts with `#` in a list of pairs.
    #[error("a comment")]
    Comment,
}
