//! The match index beside a project: a folder with layers, and a catalogue that tells which of them
//! count and which state of the project they show.
//!
//! The project is the record. Whatever here is missing, stale, damaged or of another version is made
//! again from it. A file is written under another name, synced and renamed; layers are never written
//! to again, and the catalogue is renamed last, so that a reader finds the old index or the new one.

use super::key::Folded;
use super::layer::{Invalid, Layer, Run};
use super::layers::{Layers, LayersBuilder, merged};
use crate::language::Language;
use crate::memory::error::Result;
use crate::memory::project::{Project, Revision};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::time::UNIX_EPOCH;
use tempfile::NamedTempFile;
use twox_hash::XxHash3_64;

/// Changes with every change of the catalogue or of the layers' use.
const VERSION: u32 = 1;
const CATALOGUE: &str = "catalogue.json";
/// Whoever updates the index holds a lock on this file.
const LOCK: &str = "lock";

/// The base is made anew when so much of it, as a fraction, has changed.
const MOST_CHANGED: f64 = 0.25;
/// A change that touches so few units never makes the base anew.
const FEW: u64 = 1_000;

/// What the catalogue says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Catalogue {
    version: u32,
    from: String,
    to: String,
    change: i64,
    hash: u64,
    layers: Vec<Listed>,
}

/// A layer of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Listed {
    file: String,
    checksum: u64,
    records: u64,
    /// Whether it is of the base, not of what changed since.
    base: bool,
    stamp: Stamp,
}

/// By what a file that was touched since it was written is told from one that was not: its length,
/// and its time of modification in nanoseconds. A file with another stamp is read as a whole and its
/// checksum compared before it is used.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Stamp {
    length: u64,
    modified: u64,
}

impl Stamp {
    fn of(about: &Metadata) -> Option<Self> {
        let modified = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            length: about.len(),
            modified: u64::try_from(modified.as_nanos()).ok()?,
        })
    }
}

/// How the index of a project came about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexReport {
    /// Why what was there could not be used.
    pub rebuilt: Option<String>,
    /// Units that were read to make or update it.
    pub read: u64,
    /// Why it could not be kept beside the project; it is in memory then.
    pub unkept: Option<String>,
}

/// The index of a project in one direction, up to date with the state that `project` holds on to.
pub(crate) fn index(
    project: &Project,
    direction: (&Language, &Language),
) -> Result<(Layers, IndexReport)> {
    let mut report = IndexReport::default();
    let mut shelf = Shelf::new(project, direction)?;
    if shelf.is_ahead() {
        // Another program wrote to the project, and brought the index up to date, in between.
        project.hold()?;
        shelf = Shelf::new(project, direction)?;
    }
    // Two programs that find the index stale make it one after the other; where locks are not to be
    // had both make it, and the later catalogue stands.
    if let Some((layers, true)) = shelf.open(&mut report)? {
        return Ok((
            Layers::new(layers.into_iter().map(|(_, layer)| layer).collect()),
            report,
        ));
    }
    let lock = shelf.lock();
    report = IndexReport::default();
    let found = shelf.open(&mut report)?;
    let layers = match found {
        Some((layers, true)) => layers,
        Some((layers, false)) => shelf.update(layers, &mut report)?,
        None => shelf.build(&mut report)?,
    };
    drop(lock);
    Ok((
        Layers::new(layers.into_iter().map(|(_, layer)| layer).collect()),
        report,
    ))
}

/// Reads the whole match index beside a project and tells what is wrong with it: nothing where all
/// is well, where it is only stale, or where there is none. Whatever is wrong, the index is made
/// anew when it is needed next.
///
/// # Errors
///
/// The project cannot be read.
pub fn verify_index(project: &Project) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let folders = std::fs::read_dir(root(project.path()))
        .into_iter()
        .flatten();
    let mut names: Vec<String> = folders
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in names {
        let direction = name.split_once('-');
        let direction =
            direction.and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
        let Some((from, to)) = direction else {
            continue;
        };
        let shelf = Shelf::new(project, (&from, &to))?;
        let mut report = IndexReport::default();
        let layers = shelf.open(&mut report)?.map(|(layers, _)| layers);
        for (listed, layer) in layers.unwrap_or_default() {
            let problem = layer.verify().err();
            problems.extend(problem.map(|problem| format!("{name}/{}: {problem}", listed.file)));
        }
        problems.extend(report.rebuilt.map(|why| format!("{name}: {why}")));
    }
    Ok(problems)
}

/// Where the index of a project lies: `project.bitext.index/en-fr`.
fn folder(project: &Path, (from, to): (&Language, &Language)) -> PathBuf {
    root(project).join(format!("{}-{}", from.primary(), to.primary()))
}

fn root(project: &Path) -> PathBuf {
    let mut folder = project.as_os_str().to_owned();
    folder.push(".index");
    folder.into()
}

/// The index of one direction on disk.
struct Shelf<'p> {
    folder: PathBuf,
    project: &'p Project,
    direction: (&'p Language, &'p Language),
    revision: Revision,
}

type Kept = (Listed, Layer);

impl<'p> Shelf<'p> {
    fn new(project: &'p Project, direction: (&'p Language, &'p Language)) -> Result<Self> {
        Ok(Self {
            folder: folder(project.path(), direction),
            project,
            direction,
            revision: project.revision()?,
        })
    }

    /// Whether the catalogue shows a later state than the one that is read.
    fn is_ahead(&self) -> bool {
        let catalogue = self.catalogue().ok().flatten();
        catalogue.is_some_and(|catalogue| catalogue.change > self.revision.change)
    }

    /// The layers that the catalogue names, and whether they show the project's state; `None` where
    /// they cannot be used.
    fn open(&self, report: &mut IndexReport) -> Result<Option<(Vec<Kept>, bool)>> {
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

    /// What the catalogue says; `None` where there is none.
    fn catalogue(&self) -> Result<Option<Catalogue>, Invalid> {
        let bytes = match std::fs::read(self.folder.join(CATALOGUE)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        // A line with the checksum of all that follows.
        let damaged = Invalid::Damaged("its catalogue is not as it was written");
        let Some((head, body)) = bytes.split_first_chunk::<CHECKSUM>() else {
            return Err(damaged);
        };
        if head != checksum_line(body).as_bytes() {
            return Err(damaged);
        }
        let catalogue: Catalogue = serde_json::from_slice(body).map_err(|_| Invalid::Version)?;
        if catalogue.version != VERSION {
            return Err(Invalid::Version);
        }
        Ok(Some(catalogue))
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
    fn build(&self, report: &mut IndexReport) -> Result<Vec<Kept>> {
        let made = self.read(&[(0, u64::MAX)], &[], report)?;
        self.keep(Vec::new(), made, true, report)
    }

    /// Adds what changed since the layers were made.
    fn update(&self, mut layers: Vec<Kept>, report: &mut IndexReport) -> Result<Vec<Kept>> {
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
        let made = self.read(&runs, &runs, report)?;
        self.keep(layers, made, false, report)
    }

    /// Reads the units of these runs into layers, of which the first replaces others.
    ///
    /// One thread reads, all take texts apart, one puts them into the index.
    fn read(
        &self,
        runs: &[Run],
        replaced: &[Run],
        report: &mut IndexReport,
    ) -> Result<Vec<Vec<u64>>> {
        /// Texts that are taken apart together.
        const BATCH: usize = 4_096;
        let (sender, receiver) = sync_channel::<Vec<(u64, Folded)>>(2);
        std::thread::scope(|scope| {
            let builder = scope.spawn(move || {
                let mut builder = LayersBuilder::default();
                for batch in receiver {
                    for (record, keys) in batch {
                        builder.push(record, &keys);
                    }
                }
                builder.finish_words(replaced)
            });
            let mut batch: Vec<(u64, String)> = Vec::with_capacity(BATCH);
            let fold = |batch: &mut Vec<(u64, String)>| {
                let texts = batch.par_drain(..);
                texts
                    .map(|(record, text)| (record, Folded::of(&text, self.direction.0)))
                    .collect()
            };
            for &run in runs {
                self.project
                    .sources(run, self.direction, |record, source| {
                        report.read += 1;
                        batch.push((record, source.to_owned()));
                        if batch.len() == BATCH {
                            // It ends early only when the thread panicked, which is told below.
                            let _ = sender.send(fold(&mut batch));
                        }
                        Result::Ok(())
                    })?;
            }
            let _ = sender.send(fold(&mut batch));
            drop(sender);
            Ok(builder
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
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
            self.publish(all.chain(written.iter().cloned()).collect())?;
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

    /// Writes the catalogue, then takes away what it no longer names.
    fn publish(&self, layers: Vec<Listed>) -> Result<(), Invalid> {
        let named: Vec<String> = layers.iter().map(|listed| listed.file.clone()).collect();
        let catalogue = Catalogue {
            version: VERSION,
            from: self.direction.0.primary(),
            to: self.direction.1.primary(),
            change: self.revision.change,
            hash: self.revision.hash,
            layers,
        };
        let body = serde_json::to_vec(&catalogue).map_err(io::Error::from)?;
        let head = checksum_line(&body);
        put(&self.folder, CATALOGUE, &[head.as_bytes(), &body])?;
        for entry in std::fs::read_dir(&self.folder)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let kept = name == CATALOGUE || name == LOCK || named.contains(&name);
            if !kept {
                // What another program still has open goes the next time.
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    /// A lock for as long as it is held; `None` where there cannot be one.
    fn lock(&self) -> Option<File> {
        std::fs::create_dir_all(&self.folder).ok()?;
        let file = File::create(self.folder.join(LOCK)).ok()?;
        file.lock().ok()?;
        Some(file)
    }
}

impl Listed {
    fn unwritten(base: bool, layer: &Layer) -> Self {
        Self {
            file: String::new(),
            checksum: layer.checksum(),
            records: layer.len() as u64,
            base,
            stamp: Stamp {
                length: 0,
                modified: 0,
            },
        }
    }
}

/// How many numbers lie in runs that do not touch.
fn size(runs: &[Run]) -> u64 {
    runs.iter().map(|&(first, last)| last - first + 1).sum()
}

/// The length of the line that holds a checksum.
const CHECKSUM: usize = 17;

fn checksum_line(body: &[u8]) -> String {
    format!("{:016x}\n", XxHash3_64::oneshot(body))
}

/// Writes a file that is there whole or not at all.
fn put(folder: &Path, name: &str, pieces: &[&[u8]]) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(folder)?;
    for piece in pieces {
        file.write_all(piece)?;
    }
    file.as_file().sync_all()?;
    file.persist(folder.join(name))?;
    // The folder remembers the name. Systems that cannot sync a folder do it by themselves.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::index::Limits;
    use super::super::matcher::Matcher;
    use super::*;
    use crate::memory::unit::{Status, Unit, UnitId};
    use crate::memory::{Date, Duplicates, Stamp as ChangeStamp};

    fn stamp() -> ChangeStamp<'static> {
        ChangeStamp {
            at: Date::from_unix(0),
            who: "test",
            what: "test",
        }
    }

    fn add(project: &mut Project, sources: &[&str]) {
        let mut change = project.change(stamp()).unwrap();
        for source in sources {
            let (en, fr) = (Language::english(), Language::french());
            let unit = Unit::new(en, fr, *source, format!("« {source} »"));
            change.add_unit(&unit, Duplicates::Keep).unwrap();
        }
        change.commit().unwrap();
    }

    /// The sources that match, and how the index came about.
    fn matches(path: &Path, query: &str) -> (Vec<String>, IndexReport) {
        let project = Project::open_read_only(path).unwrap();
        let (matcher, report) = Matcher::of_project(project, None, None).unwrap().unwrap();
        let limits = Limits { min: 50.0, top: 9 };
        let found = matcher.matches(query, limits).unwrap();
        (
            found.into_iter().map(|found| found.source).collect(),
            report,
        )
    }

    fn files(path: &Path) -> Vec<PathBuf> {
        let folder = root(path).join("en-fr");
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "layer"))
            .collect();
        files.sort();
        files
    }

    #[test]
    fn the_index_follows_the_project() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.bitext");
        let mut project = Project::create(&path).unwrap();
        add(
            &mut project,
            &["one two three", "four five six", "seven eight"],
        );
        let (found, report) = matches(&path, "one two three");
        assert_eq!((found.len(), report.read), (1, 3));
        // Nothing is read again.
        let (found, report) = matches(&path, "one two four");
        assert_eq!((found.len(), report), (1, IndexReport::default()));
        // What is new is a layer of its own.
        add(&mut project, &["one two four"]);
        let (found, report) = matches(&path, "one two four");
        assert_eq!(found, ["one two four", "one two three"]);
        assert_eq!((report.read, files(&path).len()), (1, 2));
        // Changes and deletions take the old state away.
        let mut change = project.change(stamp()).unwrap();
        let mut unit = change.unit(UnitId(1)).unwrap().unwrap();
        unit.source = "nine ten eleven".to_owned();
        change.update_unit(&unit).unwrap();
        let mut unit = change.unit(UnitId(2)).unwrap().unwrap();
        unit.status = Status::Rejected;
        change.update_unit(&unit).unwrap();
        change.delete_unit(UnitId(3)).unwrap();
        change.commit().unwrap();
        assert_eq!(matches(&path, "one two four").0, ["one two four"]);
        assert_eq!(matches(&path, "nine ten eleven").0, ["nine ten eleven"]);
        assert!(matches(&path, "four five six").0.is_empty());
        assert!(matches(&path, "seven eight").0.is_empty());
        project.undo(stamp()).unwrap();
        assert_eq!(matches(&path, "seven eight").0, ["seven eight"]);
        assert_eq!(matches(&path, "one two three").0.len(), 2);
        assert_eq!(verify_index(&project).unwrap(), [""; 0]);
    }

    #[test]
    fn damage_is_noticed_and_mended() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.bitext");
        let mut project = Project::create(&path).unwrap();
        add(&mut project, &["one two three"]);
        matches(&path, "one two three");
        let layer = files(&path).remove(0);
        let catalogue = layer.with_file_name(CATALOGUE);
        let whole = std::fs::read(&layer).unwrap();
        let mut flipped = whole.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        let damages: [(&Path, &[u8]); 5] = [
            (&layer, &flipped),
            (&layer, &whole[..whole.len() - 8]),
            (&layer, b"other"),
            (&layer, b""),
            (&catalogue, b"{}"),
        ];
        for (file, bytes) in damages {
            std::fs::write(file, bytes).unwrap();
            assert_eq!(verify_index(&project).unwrap().len(), 1, "{file:?}");
            let (found, report) = matches(&path, "one two three");
            assert_eq!(found, ["one two three"]);
            assert!(report.rebuilt.is_some(), "{file:?}");
            assert_eq!(matches(&path, "one two three").1, IndexReport::default());
        }
        std::fs::remove_file(&layer).unwrap();
        assert!(matches(&path, "one two three").1.rebuilt.is_some());
        std::fs::remove_dir_all(root(&path)).unwrap();
        assert_eq!(matches(&path, "one two three").1.read, 1);
    }

    #[test]
    fn another_project_of_the_same_name_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.bitext");
        let mut project = Project::create(&path).unwrap();
        add(&mut project, &["one two three"]);
        matches(&path, "one two three");
        drop(project);
        std::fs::remove_file(&path).unwrap();
        let mut project = Project::create(&path).unwrap();
        add(&mut project, &["five six"]);
        let (found, report) = matches(&path, "five six");
        assert_eq!(found, ["five six"]);
        assert!(report.rebuilt.is_some());
    }

    #[test]
    fn where_nothing_can_be_written_the_index_is_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.bitext");
        let mut project = Project::create(&path).unwrap();
        add(&mut project, &["one two three"]);
        // A file stands where the folder should.
        std::fs::write(root(&path), "").unwrap();
        let (found, report) = matches(&path, "one two three");
        assert_eq!(found, ["one two three"]);
        assert!(report.unkept.is_some());
    }
}
