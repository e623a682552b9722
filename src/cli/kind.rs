//! What a file holds, units or concepts, and its format: by an option, its name, or its content.

use super::glossary::exchange;
use anyhow::{Context, Result};
use bitext_exchange::Format;
use bitext_glossary as glossary;
use clap::ValueEnum;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// Units: two texts each
    #[value(name = "memory")]
    Units,
    /// Concepts: a term each with its equivalents
    #[value(name = "glossary")]
    Concepts,
}

/// A format by its name: of units, of glossaries, or, as tables are, of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) units: Option<Format>,
    pub(super) concepts: Option<&'static str>,
}

/// A format by its name, for options.
pub(super) fn named(name: &str) -> Result<Named, String> {
    let names = glossary::exporter_names();
    let found = Named {
        units: name.parse().ok(),
        concepts: names.iter().find(|known| **known == name).copied(),
    };
    if found.units.is_none() && found.concepts.is_none() {
        let units = Format::ALL.map(Format::name).join(", ");
        return Err(format!(
            "expected a format of units ({units}) or of glossaries ({})",
            names.join(", ")
        ));
    }
    Ok(found)
}

impl Named {
    /// What its files hold, where that is sure.
    fn kind(self) -> Option<Kind> {
        match (self.units, self.concepts) {
            (Some(_), None) => Some(Kind::Units),
            (None, Some(_)) => Some(Kind::Concepts),
            _ => None,
        }
    }
}

/// What a file holds as far as its name and the options tell; nothing for tables, which may hold
/// either, and for names that say nothing.
pub(super) fn told(path: &Path, format: Option<Named>) -> Option<Kind> {
    if let Some(named) = format {
        return named.kind();
    }
    match Format::of_path(path) {
        Some(Format::Tsv | Format::Csv | Format::Xlsx) => None,
        Some(_) => Some(Kind::Units),
        None => is_glossary_name(path).then_some(Kind::Concepts),
    }
}

/// Whether the ending is one of glossaries.
pub(super) fn is_glossary_name(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    exchange::ENDINGS.contains(&ending.to_lowercase().as_str())
}

/// Whether a table says that it holds concepts; stdin, which is read once, says nothing.
pub(super) fn names_concepts(path: &Path) -> Result<bool> {
    /// Of a text the first line is enough.
    const HEAD: u64 = 1 << 16;
    /// A workbook is read whole; a larger one is taken for one of units.
    const WORKBOOK: u64 = 64 << 20;
    if path == Path::new("-") || path.is_dir() {
        return Ok(false);
    }
    let reading = || format!("cannot read {}", path.display());
    let mut file = File::open(path).with_context(reading)?;
    let mut bytes = Vec::new();
    file.by_ref()
        .take(HEAD)
        .read_to_end(&mut bytes)
        .with_context(reading)?;
    if bytes.starts_with(b"PK") {
        file.take(WORKBOOK)
            .read_to_end(&mut bytes)
            .with_context(reading)?;
    } else if let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') {
        // No half character at the end, and no half line.
        bytes.truncate(end + 1);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(glossary::names_concepts(&name, &bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_formats_tell_what_a_file_holds() {
        let of_name = |name: &str| told(Path::new(name), None);
        assert_eq!(of_name("m.tmx.gz"), Some(Kind::Units));
        assert_eq!(of_name("m.TBX"), Some(Kind::Concepts));
        assert_eq!(of_name("m.txt"), Some(Kind::Concepts));
        assert_eq!(of_name("m.xlsx"), None);
        assert_eq!(of_name("corpus.fr"), None);
        let of_format = |name: &str| told(Path::new("m.dat"), named(name).ok());
        assert_eq!(of_format("jsonl"), Some(Kind::Units));
        assert_eq!(of_format("multiterm"), Some(Kind::Concepts));
        assert_eq!(of_format("csv"), None);
        assert!(named("docx").is_err());
    }
}
