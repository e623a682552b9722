//! What reading a file found: every deviation with its place, and the sums.

use std::collections::BTreeMap;
use std::fmt;

use crate::xml::{self, Position};

/// A deviation from TMX that reading survives.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// A breach of XML itself.
    #[error("{0}")]
    Xml(#[from] xml::Problem),
    /// `<tmx>` names a version this crate was not made for, or none.
    #[error("TMX version {0:?} is not one of 1.1 to 1.4; read as 1.4")]
    Version(String),
    /// Element names in capitals.
    #[error("names are not in lower case (TMX wants <tmx>, not <{0}>); read all the same")]
    UpperCase(String),
    /// A default namespace or a prefix on TMX's own elements.
    #[error("TMX has no namespace, this file puts its elements in {0:?}; ignored")]
    Namespace(String),
    /// No `<header>`.
    #[error("there is no <header>; source language and data type are unknown")]
    NoHeader,
    /// Required attributes of the header.
    #[error("<header> lacks {}; taken as unknown", .0.join(", "))]
    HeaderAttributes(Vec<&'static str>),
    /// Units outside `<body>`.
    #[error("units stand outside <body>; read all the same")]
    NoBody,
    /// A file without a single unit.
    #[error("the file has no translation unit")]
    NoUnits,
    /// An attribute the DTD does not have.
    #[error("<{element}> has no attribute {attribute} in TMX; kept")]
    UnknownAttribute {
        /// The element.
        element: &'static str,
        /// The attribute.
        attribute: String,
    },
    /// A value the DTD does not allow.
    #[error("{attribute}={value:?} is not a value TMX allows; ignored")]
    BadValue {
        /// The attribute.
        attribute: &'static str,
        /// The value.
        value: String,
    },
    /// A date nobody can read.
    #[error("{attribute}={value:?} is not a date (TMX wants YYYYMMDDThhmmssZ); kept as text")]
    BadDate {
        /// The attribute.
        attribute: &'static str,
        /// The value.
        value: String,
    },
    /// A required attribute that is missing.
    #[error("<{element}> lacks {attribute}; kept without")]
    MissingAttribute {
        /// The element.
        element: &'static str,
        /// The attribute.
        attribute: &'static str,
    },
    /// `lang` in TMX 1.4, `xml:lang` in TMX 1.1.
    #[error(
        "the language is given as {found} where TMX {version} wants the other; read all the same"
    )]
    LanguageAttribute {
        /// What the file uses.
        found: &'static str,
        /// The file's version.
        version: String,
    },
    /// An element the DTD does not have there, kept in the model.
    #[error("<{element}> does not belong in <{parent}>; kept")]
    UnknownElement {
        /// The element.
        element: String,
        /// Where it stands.
        parent: &'static str,
    },
    /// An element between units, which the model has no place for.
    #[error("<{element}> does not belong in <{parent}>; left out, units inside it are read")]
    StrayElement {
        /// The element.
        element: String,
        /// Where it stands.
        parent: &'static str,
    },
    /// Text where only elements may stand.
    #[error("text {text:?} does not belong in <{parent}>; left out")]
    StrayText {
        /// Its beginning.
        text: String,
        /// Where it stands.
        parent: &'static str,
    },
    /// An element inside `<prop>` or `<note>`.
    #[error("<{parent}> holds elements; kept")]
    MarkupInText {
        /// `prop` or `note`.
        parent: &'static str,
    },
    /// Codes in a segment that do not pair.
    #[error("in the segment {what} i={i:?}; kept")]
    UnpairedCode {
        /// What is wrong.
        what: &'static str,
        /// The number.
        i: String,
    },
    /// A segment without text.
    #[error("the segment has no text; kept")]
    BlankSegment,
    /// A variant without a language.
    #[error("a <tuv> has no language; the variant is left out")]
    NoLanguage,
    /// A variant without a segment.
    #[error("a <tuv> has no <seg>; the variant is left out")]
    NoSegment,
    /// A second segment in one variant.
    #[error("a <tuv> has more than one <seg>; their texts are joined")]
    SecondSegment,
    /// A unit without any usable variant.
    #[error("the unit has no usable <tuv>; the unit is skipped")]
    NoVariants,
    /// A unit that lost a variant and has no translation any more.
    #[error("only one usable <tuv> is left; the unit is skipped")]
    LostVariants,
    /// A unit over the size limit.
    #[error("the unit is larger than {limit} bytes; it is skipped")]
    UnitTooLarge {
        /// [`ReadOptions::max_unit`](crate::ReadOptions::max_unit).
        limit: u64,
    },
    /// A unit in which XML breaks, after which reading found the next one.
    #[error("{error}; the unit is skipped")]
    BrokenUnit {
        /// What broke.
        error: String,
    },
}

impl Problem {
    /// A short constant name of the kind, for sums and filters.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Xml(_) => "xml",
            Self::Version(_) => "version",
            Self::UpperCase(_) => "upper-case",
            Self::Namespace(_) => "namespace",
            Self::NoHeader => "no-header",
            Self::HeaderAttributes(_) => "header-attributes",
            Self::NoBody => "no-body",
            Self::NoUnits => "no-units",
            Self::UnknownAttribute { .. } => "unknown-attribute",
            Self::BadValue { .. } => "bad-value",
            Self::BadDate { .. } => "bad-date",
            Self::MissingAttribute { .. } => "missing-attribute",
            Self::LanguageAttribute { .. } => "language-attribute",
            Self::UnknownElement { .. } => "unknown-element",
            Self::StrayElement { .. } => "stray-element",
            Self::StrayText { .. } => "stray-text",
            Self::MarkupInText { .. } => "markup-in-text",
            Self::UnpairedCode { .. } => "unpaired-code",
            Self::BlankSegment => "blank-segment",
            Self::NoLanguage => "no-language",
            Self::NoSegment => "no-segment",
            Self::SecondSegment => "second-segment",
            Self::NoVariants => "no-variants",
            Self::LostVariants => "lost-variants",
            Self::UnitTooLarge { .. } => "unit-too-large",
            Self::BrokenUnit { .. } => "broken-unit",
        }
    }

    /// Whether it breaks no rule: such a thing is worth knowing, and passes strict reading.
    #[must_use]
    pub fn is_harmless(&self) -> bool {
        matches!(self, Self::NoUnits | Self::BlankSegment)
    }

    /// Whether a whole unit is left out because of it.
    #[must_use]
    pub fn skips_unit(&self) -> bool {
        matches!(
            self,
            Self::NoVariants
                | Self::LostVariants
                | Self::UnitTooLarge { .. }
                | Self::BrokenUnit { .. }
        )
    }
}

/// A problem, where it is, and in which unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub at: Position,
    /// Number of the unit in the file, from 1; nothing outside units.
    pub unit: Option<u64>,
    /// The unit's `tuid`.
    pub tuid: Option<String>,
    /// What is wrong, and what was done.
    pub problem: Problem,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.at)?;
        if let Some(unit) = self.unit {
            write!(f, ", unit {unit}")?;
        }
        if let Some(tuid) = &self.tuid {
            write!(f, " ({tuid})")?;
        }
        write!(f, ": {}", self.problem)
    }
}

/// The sums of a reading so far.
///
/// Every unit of the file is either in `units` or in `skipped`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Units given out.
    pub units: u64,
    /// Units left out; each has a finding that [`skips_unit`](Problem::skips_unit).
    pub skipped: u64,
    /// Variants left out of units that were kept.
    pub variants_left_out: u64,
    /// The first findings of each kind, in the order of the file: as many as
    /// [`ReadOptions::findings_of_a_kind`](crate::ReadOptions::findings_of_a_kind) says.
    pub findings: Vec<Finding>,
    /// How many of each kind there were in all, by [`Problem::kind`].
    pub counts: BTreeMap<&'static str, u64>,
}

impl Report {
    /// Findings in all, kept or only counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    pub(crate) fn add(&mut self, finding: Finding, kept: usize) {
        let count = self.counts.entry(finding.problem.kind()).or_default();
        *count += 1;
        if *count <= kept as u64 {
            self.findings.push(finding);
        }
    }

    pub(crate) fn add_uncounted_xml(&mut self, count: u64) {
        if count > 0 {
            *self.counts.entry("xml").or_default() += count;
        }
    }
}
