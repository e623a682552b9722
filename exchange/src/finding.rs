//! What reading found, and why it ended.

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use bitext_tmx as tmx;
use bitext_tmx::xml::{self, Position};

use crate::place::Place;

/// Findings kept of each kind unless [`ReadOptions`](crate::ReadOptions) says otherwise.
pub(crate) const KEPT_OF_A_KIND: usize = 100;

/// A deviation, where it is, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1; nothing where the format has lines only.
    pub column: Option<u64>,
    /// Number of the unit in the file, from 1.
    pub unit: Option<u64>,
    /// The unit's own name.
    pub name: Option<String>,
    /// A short constant name of the kind, for sums and filters.
    pub kind: &'static str,
    /// What is wrong, and what was done.
    pub what: String,
    /// Whether the unit is left out because of it.
    pub skips_unit: bool,
    /// Whether it breaks no rule of the format and is only worth knowing.
    pub is_harmless: bool,
}

impl Finding {
    /// A finding at a line; whatever else it knows is set by the caller.
    #[must_use]
    pub(crate) fn new(line: u64, kind: &'static str, what: impl Into<String>) -> Self {
        Self {
            line,
            column: None,
            unit: None,
            name: None,
            kind,
            what: what.into(),
            skips_unit: false,
            is_harmless: false,
        }
    }

    /// A finding at a place in XML.
    pub(crate) fn at(at: Position, kind: &'static str, what: impl Into<String>) -> Self {
        Self {
            column: Some(at.column),
            ..Self::new(at.line, kind, what)
        }
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            line: self.line,
            column: self.column,
        }
    }

    /// The same, of a unit that is left out.
    #[must_use]
    pub(crate) fn skipping(mut self) -> Self {
        self.skips_unit = true;
        self
    }

    /// The same, of this unit.
    #[must_use]
    pub(crate) fn of_unit(mut self, number: u64, name: Option<&str>) -> Self {
        self.unit = Some(number);
        self.name = name.map(str::to_owned);
        self
    }
}

impl From<&tmx::Finding> for Finding {
    fn from(finding: &tmx::Finding) -> Self {
        Self {
            line: finding.at.line,
            column: Some(finding.at.column),
            unit: finding.unit,
            name: finding.tuid.clone(),
            kind: finding.problem.kind(),
            what: finding.problem.to_string(),
            skips_unit: finding.problem.skips_unit(),
            is_harmless: finding.problem.is_harmless(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place())?;
        if let Some(unit) = self.unit {
            write!(f, ", unit {unit}")?;
        }
        if let Some(name) = &self.name {
            write!(f, " ({name})")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// The sums of a reading so far.
///
/// Every unit of the file is in exactly one of `units`, `skipped`, `unpaired`, `untranslated` and `drafts`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Units given out.
    pub units: u64,
    /// Units that could not be used; each has a finding that skips its unit.
    pub skipped: u64,
    /// Segments that an aligner found no partner for, as `bitext align` lists them: they are no units.
    pub unpaired: u64,
    /// Units without a translation, which formats of running work are full of: no deviation.
    pub untranslated: u64,
    /// Units whose translation is unfinished or not approved, left out as
    /// [`ReadOptions`](crate::ReadOptions) say.
    pub drafts: u64,
    /// The first findings of each kind, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many of each kind there were in all.
    pub counts: BTreeMap<&'static str, u64>,
}

impl Report {
    /// Units of the file.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.units + self.skipped + self.unpaired + self.untranslated + self.drafts
    }

    /// Findings in all, kept or only counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    pub(crate) fn add(&mut self, finding: Finding, kept: usize) {
        let count = self.counts.entry(finding.kind).or_default();
        *count += 1;
        if *count <= kept as u64 {
            self.findings.push(finding);
        }
    }
}

impl From<&tmx::Report> for Report {
    fn from(report: &tmx::Report) -> Self {
        Self {
            units: report.units,
            skipped: report.skipped,
            unpaired: 0,
            untranslated: 0,
            drafts: 0,
            findings: report.findings.iter().map(Finding::from).collect(),
            counts: report.counts.clone(),
        }
    }
}

/// Why reading ended. Units given out before it are good.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A TMX file cannot be read on.
    #[error(transparent)]
    Tmx(#[from] tmx::Error),
    /// XML cannot be read on.
    #[error(transparent)]
    Xml(#[from] xml::ReadError),
    /// The input failed.
    #[error("cannot read: {0}")]
    Io(#[from] io::Error),
    /// A compressed file, or an archive, is refused.
    #[error(transparent)]
    Archive(#[from] tmx::compressed::Error),
    /// The file is not in the format, or breaks it beyond mending.
    #[error("{}{what}", at_line(*.line))]
    Format {
        /// Where, from 1.
        line: Option<u64>,
        /// What is wrong, and what to do.
        what: String,
    },
    /// A language that the file does not name, and nobody else did.
    #[error("the file does not say {0}")]
    Language(&'static str),
    /// A deviation, where strict reading lets nothing pass.
    #[error("{0} (strict reading stops here)")]
    Strict(Box<Finding>),
}

fn at_line(line: Option<u64>) -> String {
    line.map(|line| format!("line {line}: "))
        .unwrap_or_default()
}

impl Error {
    /// Where reading ended, where that is known.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Tmx(error) => Some(error.position().into()),
            Self::Xml(error) => Some(error.position().into()),
            Self::Format { line, .. } => line.map(Place::line),
            Self::Strict(finding) => Some(finding.place()),
            Self::Io(_) | Self::Archive(_) | Self::Language(_) => None,
        }
    }

    /// What is wrong, without the [`place`](Self::place) that the whole message begins with.
    #[must_use]
    pub fn what(&self) -> String {
        let whole = self.to_string();
        let place = self.place().map(|place| place.to_string());
        let behind = place
            .and_then(|place| whole.strip_prefix(&place))
            .and_then(|rest| rest.strip_prefix(": ").or(rest.strip_prefix(", ")));
        behind.unwrap_or(&whole).to_owned()
    }
}
