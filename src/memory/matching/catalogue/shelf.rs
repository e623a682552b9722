//! The folder of the index beside a project.

use super::super::layer::{Invalid, Layer, Run};
use super::super::layers::merged;
use super::IndexReport;
use super::listing::{Catalogue, LOCK, Listed, Stamp, VERSION, put};
use super::read::layers_of;
use crate::language::Language;
use crate::memory::error::Result;
use crate::memory::project::{Project, Revision};
use std::fs::File;
use std::path::{Path, PathBuf};

/// The base is made anew when so much of it, as a fraction, has changed.
const MOST_CHANGED: f64 = 0.25;
/// A change that touches so few units never makes the base anew.
const FEW: u64 = 1_000;

/// Where the index of a project lies: `project.bitext.index/en-fr`.
fn folder(project: &Path, (from, to): (&Language, &Language)) -> PathBuf {
    root(project).join(format!("{}-{}", from.primary(), to.primary()))
}

pub(super) fn root(project: &Path) -> PathBuf {
    let mut folder = project.as_os_str().to_owned();
    folder.push(".index");
    folder.into()
}

/// The index of one direction on disk.
pub(super) struct Shelf<'p> {
    folder: PathBuf,
    project: &'p Project,
    direction: (&'p Language, &'p Language),
    revision: Revision,
}

pub(super) type Kept = (Listed, Layer);

impl<'p> Shelf<'p> {
    pub(super) fn new(
        project: &'p Project,
        direction: (&'p Language, &'p Language),
    ) -> Result<Self> {
        Ok(Self {
            folder: folder(project.path(), direction),
            project,
            direction,
            revision: project.revision()?,
        })
    }

    /// Whether the catalogue shows a later state than the one that is read.
    pub(super) fn is_ahead(&self) -> bool {
        let catalogue = self.catalogue().ok().flatten();
        catalogue.is_some_and(|catalogue| catalogue.change > self.revision.change)
    }

    /// The layers that the catalogue names, and whether they show the project's state; `None` where
    /// they cannot be used.
    pub(super) fn open(&self, report: &mut IndexReport) -> Result<Option<(Vec<Kept>, bool)>> {
        let catalogue = match self.catalogue() {
            Ok(Some(catalogue)) => catalogue,
            Ok(None) => return Ok(None),
            Err(why) => {
                report.rebuilt = Some(why.to_string());
                return Ok(None);
            }
        };
        let known = catalogue.change <= self.revision.change
            && self.project.hash_of_change(catalogue.change)? == catalogue.hash;
        if !known {
            report.rebuilt = Some("it is of another state of the project".to_owned());
            return Ok(None);
        }
        let mut layers = Vec::new();
        for listed in catalogue.layers {
            match self.open_layer(&listed) {
                Ok(layer) => layers.push((listed, layer)),
                Err(why) => {
                    report.rebuilt = Some(format!("{}: {why}", listed.file));
                    return Ok(None);
                }
            }
        }
        Ok(Some((layers, catalogue.change == self.revision.change)))
    }

    fn catalogue(&self) -> Result<Option<Catalogue>, Invalid> {
        Catalogue::read(&self.folder)
    }

    fn open_layer(&self, listed: &Listed) -> Result<Layer, Invalid> {
        let path = self.folder.join(&listed.file);
        let untouched = Stamp::of(&std::fs::metadata(&path)?) == Some(listed.stamp);
        let layer = Layer::open(&path, !untouched)?;
        if layer.checksum() != listed.checksum || layer.len() as u64 != listed.records {
            return Err(Invalid::Damaged(
                "it is not the file that the catalogue names",
            ));
        }
        Ok(layer)
    }

    /// Makes the index from all units.
    pub(super) fn build(&self, report: &mut IndexReport) -> Result<Vec<Kept>> {
        let made = layers_of(self.project, self.direction, &[(0, u64::MAX)], &[], report)?;
        self.keep(Vec::new(), made, true, report)
    }

    /// Adds what changed since the layers were made.
    pub(super) fn update(
        &self,
        mut layers: Vec<Kept>,
        report: &mut IndexReport,
    ) -> Result<Vec<Kept>> {
        let since = self.catalogue().ok().flatten();
        let since = since.map_or(0, |catalogue| catalogue.change);
        let mut runs = merged(self.project.units_changed_since(since)?);
        let of_base = |kept: &[Kept]| -> u64 {
            let base = kept.iter().filter(|(listed, _)| listed.base);
            base.map(|(listed, _)| listed.records).sum()
        };
        // A layer is put together with the one below it when that one is not twice as large: so
        // there are few, and each unit is read a few times at most.
        while let Some((listed, below)) = layers.last().filter(|(listed, _)| !listed.base) {
            if listed.records > 2 * size(&runs) {
                break;
            }
            runs = merged([runs, below.replaced()].concat());
            layers.pop();
        }
        let changed = layers.iter().filter(|(listed, _)| !listed.base);
        let changed: u64 = size(&runs) + changed.map(|(listed, _)| listed.records).sum::<u64>();
        if changed > FEW && changed as f64 > of_base(&layers) as f64 * MOST_CHANGED {
            return self.build(report);
        }
        let made = layers_of(self.project, self.direction, &runs, &runs, report)?;
        self.keep(layers, made, false, report)
    }

    /// Puts new layers upon the old ones and writes them down. What cannot be written stays in
    /// memory.
    fn keep(
        &self,
        mut layers: Vec<Kept>,
        made: Vec<Vec<u64>>,
        base: bool,
        report: &mut IndexReport,
    ) -> Result<Vec<Kept>> {
        let kept = self.write(&made, base).and_then(|written| {
            let all = layers.iter().map(|(listed, _)| listed.clone());
            let catalogue = Catalogue {
                version: VERSION,
                from: self.direction.0.primary(),
                to: self.direction.1.primary(),
                change: self.revision.change,
                hash: self.revision.hash,
                layers: all.chain(written.iter().cloned()).collect(),
            };
            catalogue.publish(&self.folder)?;
            let open = |listed: Listed| Ok((listed.clone(), self.open_layer(&listed)?));
            written
                .into_iter()
                .map(open)
                .collect::<Result<Vec<Kept>, Invalid>>()
        });
        match kept {
            Ok(kept) => layers.extend(kept),
            Err(why) => {
                report.unkept = Some(format!("{}: {why}", self.folder.display()));
                for words in made {
                    let layer = Layer::in_memory(words).map_err(|why| self.unusable(&why))?;
                    layers.push((Listed::unwritten(base, &layer), layer));
                }
            }
        }
        Ok(layers)
    }

    fn unusable(&self, why: &Invalid) -> crate::memory::Error {
        crate::memory::Error::Unstorable {
            path: self.project.path().to_owned(),
            what: "the match index".to_owned(),
            reason: why.to_string(),
        }
    }

    fn write(&self, made: &[Vec<u64>], base: bool) -> Result<Vec<Listed>, Invalid> {
        std::fs::create_dir_all(&self.folder)?;
        made.iter()
            .enumerate()
            .map(|(number, words)| {
                let layer = Layer::header(words)?;
                // The checksum makes the name of two programs' layers differ where they do.
                let checksum = layer.checksum;
                let file = format!("{:08}-{number}-{checksum:016x}.layer", self.revision.change);
                put(&self.folder, &file, &[bytemuck::cast_slice(words)])?;
                let stamp = Stamp::of(&std::fs::metadata(self.folder.join(&file))?);
                Ok(Listed {
                    file,
                    checksum,
                    records: layer.records as u64,
                    base,
                    stamp: stamp.ok_or(Invalid::Damaged("its date cannot be told"))?,
                })
            })
            .collect()
    }

    /// A lock for as long as it is held; `None` where there cannot be one.
    pub(super) fn lock(&self) -> Option<File> {
        std::fs::create_dir_all(&self.folder).ok()?;
        let file = File::create(self.folder.join(LOCK)).ok()?;
        file.lock().ok()?;
        Some(file)
    }
}

/// How many numbers lie in runs that do not touch.
fn size(runs: &[Run]) -> u64 {
    runs.iter().map(|&(first, last)| last - first + 1).sum()
}
