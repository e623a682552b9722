//! One immutable layer of the match index: a file read in place, or the same bytes in memory.
//!
//! - `format.rs`: header, sections, checksum;
//! - `mapped.rs`: a file as memory, the one place with unsafe code;
//! - `words.rs`: keys and their numbers, an open hash table read in place;
//! - `build.rs`: records become a layer; `lists.rs`: its lists;
//! - `search.rs`: the best records of a layer for a query;
//! - `signature.rs`: the bag of a record's elements in a few bits.
//!
//! How it finds the best without comparing all. Each record is a bag of *elements*: its keys, the
//! k-th repeat of a key an element of its own. Two texts within an edit distance share all but so
//! many elements, so they share one of the rarest few of each (prefix filter: Chaudhuri, Ganti,
//! Kaushik, «A primitive operator for similarity joins in data cleaning», ICDE 2006; with positions:
//! Xiao, Wang, Lin, Yu, «Efficient similarity joins for near duplicate detection», WWW 2008).
//! Elements are numbered by falling frequency, so that the greatest number is the rarest. Each has a
//! list of the records that have it among their rarest half, which serves thresholds down to
//! [`LEAST`]; a lower threshold compares all records of a fitting length. Records are numbered by
//! length, a list is grouped by length, and a search visits the nearest lengths first.

mod build;
mod format;
mod lists;
mod mapped;
mod search;
mod signature;
mod words;

pub(crate) use build::LayerBuilder;
pub(crate) use format::{Invalid, Sections};

use mapped::Bytes;
use std::path::Path;

/// The least score, in percent, for which the lists hold enough.
pub(crate) const LEAST: f64 = 50.0;

/// Records found in a layer by its lists or by their tokens.
#[derive(Debug)]
pub(crate) struct Layer {
    bytes: Bytes,
    sections: Sections,
}

/// A run of record numbers, both ends included.
pub(crate) type Run = (u64, u64);

impl Layer {
    /// A layer that stays in memory.
    pub(crate) fn in_memory(words: Vec<u64>) -> Result<Self, Invalid> {
        Self::checked(Bytes::Owned(words), true)
    }

    /// A layer in a file. `whole` compares the checksum, which reads all of it.
    pub(crate) fn open(path: &Path, whole: bool) -> Result<Self, Invalid> {
        Self::checked(mapped::map(path)?, whole)
    }

    /// What the header of a layer's words says.
    pub(crate) fn header(words: &[u64]) -> Result<Sections, Invalid> {
        format::read(words, false)
    }

    fn checked(bytes: Bytes, whole: bool) -> Result<Self, Invalid> {
        let sections = format::read(bytes.words(), whole)?;
        Ok(Self { bytes, sections })
    }

    /// How many records it holds.
    pub(crate) fn len(&self) -> usize {
        self.sections.records
    }

    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(self.bytes.words())
    }

    /// The checksum that its header tells.
    pub(crate) fn checksum(&self) -> u64 {
        self.sections.checksum
    }

    /// The numbers of its records, shortest record first.
    pub(crate) fn records(&self) -> impl Iterator<Item = u64> {
        let view = self.view();
        (0..view.records.len()).map(move |place| view.record(place))
    }

    /// The records of older layers that this one replaces or takes away.
    pub(crate) fn replaced(&self) -> Vec<Run> {
        let runs = self.sections.replaced(self.bytes.words());
        runs.chunks_exact(2).map(|run| (run[0], run[1])).collect()
    }

    /// Whether the bytes are those that were written.
    pub(crate) fn verify(&self) -> Result<(), Invalid> {
        format::read(self.bytes.words(), true).map(drop)
    }

    fn view(&self) -> search::View<'_> {
        search::View::new(self.bytes.words(), &self.sections)
    }
}
