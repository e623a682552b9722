//! The seam between the glossary and the files written from it.
//!
//! A format is one small type that implements [`Export`]; [`exporter`] finds it by a file's ending.

use std::io::Write;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::concept::{Concept, ConceptId};
use crate::error::Error;
use crate::glossary::Glossary;
use crate::language::language_matches;
use crate::status::Status;

/// A format that a glossary can be written in.
pub trait Export {
    /// The format's name for people.
    fn name(&self) -> &'static str;

    /// The endings of its files, without the dot, the usual one first.
    fn extensions(&self) -> &'static [&'static str];

    /// Writes the selected concepts in the glossary's order and tells what was written and what
    /// the format cannot carry. The same glossary and selection give the same bytes. Memory is
    /// bounded by the largest concept, beyond what the format's header needs to know.
    ///
    /// # Errors
    /// When `out` fails, or when the format cannot hold the selection at all.
    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error>;
}

/// The formats by their names; the first with an ending is the one that the ending means.
fn formats() -> Vec<(&'static str, Box<dyn Export>)> {
    use crate::formats::{DeepL, Google, MemoQ, MultiTerm, OmegaT, Utx};
    use crate::tbx::{Tbx, Version};
    vec![
        ("tsv", Box::new(crate::tsv::Tsv)),
        ("csv", Box::new(crate::tsv::Csv::default())),
        ("xlsx", Box::new(crate::xlsx::Xlsx)),
        ("tbx", Box::new(Tbx::default())),
        ("tbx-dca", Box::new(Tbx::version_3(Version::ThreeDca))),
        ("tbx-dct", Box::new(Tbx::version_3(Version::ThreeDct))),
        ("omegat", Box::new(OmegaT)),
        ("memoq", Box::new(MemoQ)),
        ("multiterm", Box::new(MultiTerm)),
        ("google", Box::new(Google)),
        ("deepl", Box::new(DeepL)),
        ("utx", Box::new(Utx)),
    ]
}

/// The names by which [`exporter_named`] knows the formats.
#[must_use]
pub fn exporter_names() -> Vec<&'static str> {
    formats().into_iter().map(|(name, _)| name).collect()
}

/// The format of this name: `tsv`, `csv`, `xlsx`, `tbx` (version 2), `tbx-dca` and `tbx-dct` (version
/// 3), `omegat`, `memoq`, `multiterm`, `google`, `deepl` or `utx`.
#[must_use]
pub fn exporter_named(name: &str) -> Option<Box<dyn Export>> {
    let mut formats = formats().into_iter();
    formats
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, format)| format)
}

/// The format that files with this ending (without the dot, in any case) are written in.
#[must_use]
pub fn exporter(extension: &str) -> Option<Box<dyn Export>> {
    let mut formats = formats().into_iter().map(|(_, format)| format);
    formats.find(|format| {
        let mut endings = format.extensions().iter();
        endings.any(|ending| ending.eq_ignore_ascii_case(extension))
    })
}

/// Which part of a glossary is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The source language, a range as [`language_matches`] has it; by default the first language
    /// of the glossary. It decides the columns and directions of formats that have them.
    pub source: Option<String>,
    /// The target languages, ranges too; empty for every language there is.
    pub targets: Vec<String>,
    /// The states of review to write; by default candidates and approved concepts.
    pub statuses: Vec<Status>,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            source: None,
            targets: Vec::new(),
            statuses: vec![Status::Candidate, Status::Approved],
        }
    }
}

impl Selection {
    /// A source and a target language, candidates and approved concepts.
    pub fn pair(source: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            source: Some(source.into()),
            targets: vec![target.into()],
            ..Self::default()
        }
    }

    /// The concepts to write, in order.
    pub(crate) fn concepts<'a>(
        &'a self,
        glossary: &'a Glossary,
    ) -> impl Iterator<Item = &'a Concept> {
        glossary
            .concepts()
            .filter(|concept| self.statuses.contains(&concept.status))
    }

    /// Lets `write` write the concepts one by one and sums up: it gives the number of terms written,
    /// 0 for a concept that was left out.
    pub(crate) fn write_each(
        &self,
        glossary: &Glossary,
        mut losses: Losses,
        mut write: impl FnMut(&Concept, &mut Losses) -> Result<usize, Error>,
    ) -> Result<Report, Error> {
        let mut report = Report::default();
        for concept in self.concepts(glossary) {
            let terms = write(concept, &mut losses)?;
            report.concepts += usize::from(terms > 0);
            report.terms += terms;
        }
        report.left_out = glossary.len() - report.concepts;
        report.losses = losses.into_list();
        Ok(report)
    }

    /// The source language, as asked for or as the glossary suggests.
    pub(crate) fn source_in<'a>(&'a self, glossary: &'a Glossary) -> Option<&'a str> {
        self.source
            .as_deref()
            .or_else(|| glossary.languages().first().copied())
    }

    /// Whether terms of this language are written, given the source language.
    pub(crate) fn takes(&self, source: Option<&str>, tag: &str) -> bool {
        self.targets.is_empty()
            || source
                .into_iter()
                .chain(self.targets.iter().map(String::as_str))
                .any(|range| language_matches(range, tag))
    }
}

/// What an export wrote and what it could not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Concepts written.
    pub concepts: usize,
    /// Terms written, all languages together; for a list of pairs, the pairs.
    pub terms: usize,
    /// Concepts left out for their status, or because they have no term in a language that the
    /// format cannot do without.
    pub left_out: usize,
    /// What the format cannot carry, in the order of first appearance.
    pub losses: Vec<Loss>,
}

/// Something that a format cannot carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// What was not written, or not as it is.
    pub what: String,
    /// How many times.
    pub count: u64,
    /// The first concept concerned.
    pub first: ConceptId,
}

/// Gathers losses by kind.
#[derive(Debug, Default)]
pub(crate) struct Losses(IndexMap<String, Loss>);

impl Losses {
    /// Counts one loss.
    pub(crate) fn note(&mut self, concept: &ConceptId, what: &str) {
        self.note_many(concept, what, 1);
    }

    /// Counts several losses of one kind; none when `count` is 0.
    pub(crate) fn note_many(&mut self, concept: &ConceptId, what: &str, count: usize) {
        if count == 0 {
            return;
        }
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        match self.0.get_mut(what) {
            Some(known) => known.count = known.count.saturating_add(count),
            None => {
                let first = concept.clone();
                let what = what.to_owned();
                self.0.insert(what.clone(), Loss { what, count, first });
            }
        }
    }

    pub(crate) fn into_list(self) -> Vec<Loss> {
        self.0.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_found_by_their_endings() {
        assert_eq!(exporter("TBX").map(|format| format.name()), Some("TBX 2"));
        assert_eq!(
            exporter("utf8").map(|format| format.name()),
            Some("OmegaT glossary")
        );
        assert!(exporter("docx").is_none());
    }

    #[test]
    fn losses_are_counted_by_kind() {
        let mut losses = Losses::default();
        losses.note(&"a".into(), "history");
        losses.note(&"b".into(), "gender");
        losses.note_many(&"c".into(), "history", 3);
        losses.note_many(&"c".into(), "nothing", 0);
        let list = losses.into_list();
        assert_eq!(list.len(), 2);
        assert_eq!((list[0].count, list[0].first.as_str()), (4, "a"));
    }
}
