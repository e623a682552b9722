//! The project on the reviewer's desk: the open file, what is kept of it in memory for quick lists, and
//! changing it.
//!
//! The file is the record. Other programs, other tabs and other reviewers may change it at any time, so
//! every request first takes over what the history says was touched ([`Desk::refresh`]), and every
//! decision names the state that the reviewer saw ([`Seen`]) and is refused if that is gone.

use super::beads;
use super::terms;
use super::trouble::{Trouble, Unfit};
use crate::cli::project as project_file;
use anyhow::Result;
use bitext::document::{Rules, Segmenter};
use bitext::language::Language;
use bitext::memory::{
    Change, Document, DocumentId, LogEntry, Project, Stamp, TakenBack, Unit, UnitId,
};
use std::collections::BTreeMap;
use twox_hash::XxHash3_64;

/// The word that decisions of this page begin with in the history.
pub(super) const MARK: &str = "review ";

/// Beyond so many touched items the lists are made anew: quicker than one after the other.
const MANY: usize = 1_000;

/// How far back the latest decision of a reviewer is looked for.
const RECENT: usize = 50;

pub(super) struct Desk {
    pub(super) project: Project,
    pub(super) reviewer: String,
    pub(super) terms: terms::Index,
    pub(super) beads: beads::Index,
    documents: BTreeMap<DocumentId, Document>,
    segmenters: BTreeMap<String, Option<Segmenter>>,
    /// The latest change that the lists know; `None` before they are made.
    known: Option<i64>,
}

/// An item and its state as a reviewer saw it: `12@00ab…` in forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) id: String,
    version: u64,
}

impl Seen {
    pub(super) fn parse(text: &str) -> Result<Self, Trouble> {
        let unfit = Trouble::Unfit(Unfit::Form);
        let Some((id, version)) = text.rsplit_once('@') else {
            return Err(unfit);
        };
        let version = u64::from_str_radix(version, 16).map_err(|_| unfit)?;
        Ok(Self {
            id: id.to_owned(),
            version,
        })
    }

    pub(super) fn is(&self, version: u64) -> bool {
        self.version == version
    }

    /// The number of a unit.
    pub(super) fn unit(&self) -> Result<UnitId, Trouble> {
        self.id
            .parse()
            .map(UnitId)
            .map_err(|_| Trouble::Unfit(Unfit::Form))
    }
}

/// An item and its state, as a form carries it.
pub(super) fn shown(id: impl std::fmt::Display, version: u64) -> String {
    format!("{id}@{version:016x}")
}

/// The state of a unit, as far as a reviewer sees it: neighbours do not count.
pub(super) fn unit_version(unit: &Unit) -> u64 {
    let told = format!(
        "{}\0{}\0{}\0{:?}\0{:?}\0{:?}",
        unit.source, unit.target, unit.status, unit.confidence, unit.notes, unit.properties
    );
    XxHash3_64::oneshot(told.as_bytes())
}

/// How far a review has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) done: usize,
    pub(super) all: usize,
}

impl Desk {
    pub(super) fn new(project: Project, reviewer: String) -> Self {
        Self {
            project,
            reviewer,
            terms: terms::Index::default(),
            beads: beads::Index::default(),
            documents: BTreeMap::new(),
            segmenters: BTreeMap::new(),
            known: None,
        }
    }

    /// Takes over what was changed since. Cost: nothing where nothing was; the whole project the first
    /// time.
    pub(super) fn refresh(&mut self) -> Result<(), Trouble> {
        let Some(known) = self.known else {
            return self.load();
        };
        if self.project.last_change()? == known {
            return Ok(());
        }
        let touched = self.project.touched_after(known)?;
        let units: i64 = touched
            .units
            .iter()
            .map(|run| run.end() - run.start() + 1)
            .sum();
        if touched.concepts.len() > MANY || units > MANY as i64 {
            return self.load();
        }
        for run in &touched.units {
            for id in run.clone() {
                let unit = self.project.unit(UnitId(id))?;
                self.beads.put(UnitId(id), unit.as_ref());
            }
        }
        for id in &touched.concepts {
            let row = self.project.concept(id)?;
            self.terms.put(id, row.as_ref())?;
        }
        if !touched.units.is_empty() {
            self.read_documents()?;
        }
        self.known = Some(touched.latest);
        Ok(())
    }

    fn load(&mut self) -> Result<(), Trouble> {
        let project = &self.project;
        let moment = project.snapshot()?;
        let latest = project.last_change()?;
        self.beads = beads::Index::of(project)?;
        self.terms = terms::Index::of(project)?;
        drop(moment);
        self.read_documents()?;
        self.known = Some(latest);
        Ok(())
    }

    fn read_documents(&mut self) -> Result<(), Trouble> {
        self.documents = self
            .project
            .documents()?
            .into_iter()
            .filter_map(|document| Some((document.id?, document)))
            .collect();
        Ok(())
    }

    /// The latest change that the lists show.
    pub(super) fn known(&self) -> i64 {
        self.known.unwrap_or_default()
    }

    pub(super) fn document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.get(&id)
    }

    /// A document's name for people: without its folders.
    pub(super) fn document_name(&self, id: DocumentId) -> String {
        self.document(id)
            .map(|document| file_name(&document.name).to_owned())
            .unwrap_or_default()
    }

    /// The sentences of a text, as byte ranges that leave out the space between them.
    pub(super) fn sentences(
        &mut self,
        text: &str,
        language: &Language,
    ) -> Vec<std::ops::Range<usize>> {
        let segmenter = self
            .segmenters
            .entry(language.as_str().to_owned())
            .or_insert_with(|| Rules::built_in().segmenter(Some(language)).ok());
        match segmenter {
            Some(segmenter) => segmenter.segments(text),
            // Rules that cannot be applied: the text stays whole.
            None if text.is_empty() => Vec::new(),
            None => std::iter::once(0..text.len()).collect(),
        }
    }

    /// Changes the project: `work` and the entry of the history take place together or not at all.
    /// Gives what `work` gave and the number of the change; when nothing was changed, no number.
    pub(super) fn change<T>(
        &mut self,
        what: &str,
        work: impl FnOnce(&mut Change<'_>, Stamp<'_>) -> Result<T, Trouble>,
    ) -> Result<(T, Option<i64>), Trouble> {
        let outcome = self.project_change(what, work)?;
        self.refresh()?;
        Ok(outcome)
    }

    /// [`change`](Self::change) without taking it over into the lists.
    pub(super) fn project_change<T>(
        &mut self,
        what: &str,
        work: impl FnOnce(&mut Change<'_>, Stamp<'_>) -> Result<T, Trouble>,
    ) -> Result<(T, Option<i64>), Trouble> {
        let what = format!("{MARK}{what}");
        let stamp = Stamp {
            at: project_file::now(),
            who: &self.reviewer,
            what: &what,
        };
        let mut change = self.project.change(stamp)?;
        let outcome = work(&mut change, stamp)?;
        let number = change.commit()?;
        Ok((outcome, number))
    }

    /// Takes a change of the history back, or an undoing.
    pub(super) fn take_back(&mut self, number: i64) -> Result<i64, Trouble> {
        let what = format!("{MARK}undo {number}");
        let stamp = Stamp {
            at: project_file::now(),
            who: &self.reviewer,
            what: &what,
        };
        let outcome = self.project.take_back(number, stamp)?;
        match outcome {
            TakenBack::Done(_) => {
                let latest = self.project.last_change()?;
                self.refresh()?;
                Ok(latest)
            }
            TakenBack::Blocked(later) => Err(Trouble::Blocked(later)),
            TakenBack::Already(_) => Err(Trouble::Already),
            TakenBack::Unknown => Err(Trouble::Missing),
        }
    }

    /// The latest decision of this reviewer that stands.
    pub(super) fn own_latest(&self) -> Result<Option<LogEntry>, Trouble> {
        let mut found = None;
        self.project
            .log_before::<Trouble>(i64::MAX, RECENT, |entry| {
                let own = entry.who == self.reviewer && is_decision(&entry);
                if found.is_none() && own && entry.undone_by.is_none() {
                    found = Some(entry);
                }
                Ok(())
            })?;
        Ok(found)
    }
}

/// Whether an entry of the history is a decision of this page, and not its undoing.
pub(super) fn is_decision(entry: &LogEntry) -> bool {
    entry.undoes.is_none() && entry.what.starts_with(MARK)
}

/// The last part of a path, of either kind of system.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_read_back() {
        let seen = Seen::parse(&shown("a@b", 0xab)).ok();
        assert_eq!(seen.as_ref().map(|seen| seen.id.as_str()), Some("a@b"));
        assert!(seen.is_some_and(|seen| seen.is(0xab) && !seen.is(1)));
        for unfit in ["", "1", "1@", "1@x"] {
            assert!(Seen::parse(unfit).is_err(), "{unfit}");
        }
        assert_eq!(file_name("/a/b.txt"), "b.txt");
        assert_eq!(file_name(r"c:\a\b.txt"), "b.txt");
    }
}
