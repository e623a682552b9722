//! Units of a project become layers.

use super::super::key::{Cutter, Folded};
use super::super::layer::Run;
use super::super::layers::LayersBuilder;
use super::IndexReport;
use crate::language::Language;
use crate::memory::error::Result;
use crate::memory::project::Project;
use rayon::prelude::*;
use std::sync::mpsc::sync_channel;

/// Texts that are taken apart together, …
const BATCH: usize = 8_192;
/// … and by one thread at a time.
const SHARE: usize = 512;

/// Reads the units of these runs into layers, of which the first replaces the units `replaced` of
/// others.
///
/// One thread reads, all take texts apart, one puts them into the index.
pub(super) fn layers_of(
    project: &Project,
    direction: (&Language, &Language),
    runs: &[Run],
    replaced: &[Run],
    report: &mut IndexReport,
) -> Result<Vec<Vec<u64>>> {
    let (sender, receiver) = sync_channel::<Vec<Keyed>>(2);
    std::thread::scope(|scope| {
        let builder = scope.spawn(move || {
            let mut builder = LayersBuilder::default();
            for keyed in receiver.into_iter().flatten() {
                keyed.add_to(&mut builder);
            }
            builder.finish_words(replaced)
        });
        let mut texts = Texts::default();
        for &run in runs {
            project.sources(run, direction, |record, source| {
                report.read += 1;
                texts.push(record, source);
                if texts.records.len() == BATCH {
                    // It ends early only when the thread panicked, which is told below.
                    let _ = sender.send(texts.keyed(direction.0));
                    texts.clear();
                }
                Result::Ok(())
            })?;
        }
        let _ = sender.send(texts.keyed(direction.0));
        drop(sender);
        Ok(builder
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// Texts one after the other, so that a million of them are not a million allocations.
#[derive(Default)]
struct Texts {
    text: String,
    /// Each record and where its text lies.
    records: Vec<(u64, usize, usize)>,
}

impl Texts {
    fn push(&mut self, record: u64, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.records.push((record, start, self.text.len()));
    }

    fn clear(&mut self) {
        self.text.clear();
        self.records.clear();
    }

    /// The keys of all texts, in their order.
    fn keyed(&self, language: &Language) -> Vec<Keyed> {
        let shares = self.records.par_chunks(SHARE);
        shares
            .map(|share| {
                let (mut keyed, mut cutter) = (Keyed::default(), Cutter::default());
                for &(record, start, end) in share {
                    cutter.add(&self.text[start..end], language, &mut keyed.keys);
                    keyed.records.push((record, keyed.keys.len()));
                }
                keyed
            })
            .collect()
    }
}

/// Keys of records, one after the other.
#[derive(Default)]
struct Keyed {
    keys: Folded,
    /// Each record and where its keys end.
    records: Vec<(u64, usize)>,
}

impl Keyed {
    fn add_to(&self, builder: &mut LayersBuilder) {
        let mut start = 0;
        for &(record, end) in &self.records {
            builder.push_keys(record, self.keys.between(start, end));
            start = end;
        }
    }
}
