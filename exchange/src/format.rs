//! The formats, and which one a file is in.

use std::fmt;
use std::path::Path;

/// A format of bilingual units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Translation Memory eXchange, also compressed.
    Tmx,
    /// XLIFF 1.2 (read: 1.0 to 1.2, and the tools' dialects of it).
    Xliff1,
    /// XLIFF 2.0 (read: 2.0 to 2.2).
    Xliff2,
    /// gettext's PO.
    Po,
    /// A table separated by tabs.
    Tsv,
    /// A table separated by commas (read: or semicolons).
    Csv,
    /// A spreadsheet.
    Xlsx,
    /// JSON, one object a line.
    Jsonl,
    /// Two text files with one segment a line.
    Moses,
}

/// A name that tells no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no format: expected tmx, xliff, xliff2, po, tsv, csv, xlsx, jsonl or moses")]
pub struct UnknownFormat(String);

impl Format {
    /// Every format.
    pub const ALL: [Self; 9] = [
        Self::Tmx,
        Self::Xliff1,
        Self::Xliff2,
        Self::Po,
        Self::Tsv,
        Self::Csv,
        Self::Xlsx,
        Self::Jsonl,
        Self::Moses,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tmx => "tmx",
            Self::Xliff1 => "xliff",
            Self::Xliff2 => "xliff2",
            Self::Po => "po",
            Self::Tsv => "tsv",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
            Self::Moses => "moses",
        }
    }

    /// The format that a file's name tells; nothing where it tells none. Of XLIFF the version stands
    /// in the file: reading looks there, and writing takes 1.2, which every tool reads.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        Some(if ends(&[".tmx", ".tmx.gz", ".tmx.zip"]) {
            Self::Tmx
        } else if ends(&[".xlf2", ".xliff2"]) {
            Self::Xliff2
        } else if ends(&[".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"]) {
            Self::Xliff1
        } else if ends(&[".po", ".pot"]) {
            Self::Po
        } else if ends(&[".tsv", ".tab"]) {
            Self::Tsv
        } else if ends(&[".csv"]) {
            Self::Csv
        } else if ends(&[".xlsx"]) {
            Self::Xlsx
        } else if ends(&[".jsonl", ".ndjson"]) {
            Self::Jsonl
        } else {
            return None;
        })
    }

    /// Whether it holds units with more than two languages, and everything else of
    /// [`Unit`](bitext_tmx::Unit).
    #[must_use]
    pub const fn is_full(self) -> bool {
        matches!(self, Self::Tmx)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_endings_tell_the_format() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        for (name, format) in [
            ("a/b.TMX", Some(Format::Tmx)),
            ("b.tmx.gz", Some(Format::Tmx)),
            ("b.docx.sdlxliff", Some(Format::Xliff1)),
            ("b.po", Some(Format::Po)),
            ("b.fr", None),
            ("tmx", None),
        ] {
            assert_eq!(Format::of_path(Path::new(name)), format, "{name}");
        }
    }
}
