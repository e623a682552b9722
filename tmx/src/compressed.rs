//! Compressed files: gzip, and ZIP archives that hold one memory.
//!
//! OmegaT, Trados and others hand memories on as `.tmx.gz` and `.tmx.zip`. Whoever made the file may
//! mean harm: a ZIP of some kilobytes that unpacks to a terabyte, an entry named `../../.bashrc`.
//! So nothing is ever unpacked to disk, names are looked at before contents, and what comes out is
//! counted against what went in.
//!
//! ```no_run
//! use bitext_tmx::{Reader, compressed};
//!
//! let file = std::fs::File::open("memory.tmx.gz")?;
//! let input = compressed::open(file, &compressed::Limits::default())?;
//! let mut reader = Reader::new(input)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Compression;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use flate2::write::GzEncoder;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// How much a compressed file may hold.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Entries of an archive. Default 10,000.
    pub max_entries: usize,
    /// Bytes that come out of one file or archive. Default 64 GiB.
    pub max_bytes: u64,
    /// Bytes that come out for each byte that went in, once more than
    /// [`free_bytes`](Self::free_bytes) came out. Default 200: texts and tables shrink to a tenth,
    /// the most repetitive to a hundredth; the format's own limit, which bombs use, is about 1,000.
    pub max_ratio: u64,
    /// Bytes that come out before the ratio is looked at. Default 16 MiB.
    pub free_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_entries: 10_000,
            max_bytes: 64 << 30,
            max_ratio: 200,
            free_bytes: 16 << 20,
        }
    }
}

/// Why a compressed file is not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input failed.
    #[error("cannot read: {0}")]
    Io(#[from] io::Error),
    /// No ZIP archive, or a damaged one.
    #[error("the ZIP archive cannot be read: {0}")]
    Damaged(String),
    /// More than [`Limits`] allow.
    #[error("{0}: refused")]
    TooMuch(String),
    /// A name that leads out of the archive.
    #[error("the archive holds a file named {0:?}, which leads out of it: refused")]
    Path(String),
    /// The same name twice: two programs would see two different files.
    #[error("the archive holds two files named {0:?}: refused")]
    Twice(String),
    /// Encrypted, or packed in a way nobody uses for exchange.
    #[error("{name:?} in the archive is {how}: unpack it first")]
    Unreadable {
        /// The entry.
        name: String,
        /// What stands in the way.
        how: &'static str,
    },
    /// None, or several, of the files wanted.
    #[error(
        "the archive holds {found} files ending in {ending}, expected one: unpack it and name the file"
    )]
    NotOne {
        /// How many there are.
        found: usize,
        /// The ending looked for.
        ending: String,
    },
}

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Not compressed.
    Plain,
    /// gzip.
    Gzip,
    /// A ZIP archive.
    Zip,
}

/// Tells how a file is compressed by its first bytes (four are enough).
#[must_use]
pub fn kind(first: &[u8]) -> Kind {
    match first {
        [0x1F, 0x8B, ..] => Kind::Gzip,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Kind::Zip,
        _ => Kind::Plain,
    }
}

/// Opens a file that may be compressed: what comes out is its content, or that of the one `.tmx`
/// file in the archive.
///
/// # Errors
///
/// An archive that is damaged, holds no memory or several, or breaks the [`Limits`] by what its
/// directory says. Reading fails later with [`io::ErrorKind::InvalidData`] when more comes out than
/// the limits allow.
pub fn open<F: Read + Seek + Send + 'static>(
    file: F,
    limits: &Limits,
) -> Result<Box<dyn Read + Send>, Error> {
    open_entry(file, limits, ".tmx")
}

/// As [`open`], for another kind of file in the archive: `ending` is the end of its name, in lower
/// case.
///
/// # Errors
///
/// As [`open`].
pub fn open_entry<F: Read + Seek + Send + 'static>(
    mut file: F,
    limits: &Limits,
    ending: &str,
) -> Result<Box<dyn Read + Send>, Error> {
    let mut first = [0; 4];
    let count = read_up_to(&mut file, &mut first)?;
    file.seek(SeekFrom::Start(0))?;
    match kind(first.get(..count).unwrap_or_default()) {
        Kind::Plain => Ok(Box::new(file)),
        Kind::Gzip => Ok(Box::new(gunzip(file, limits))),
        Kind::Zip => entry(file, limits, ending),
    }
}

/// What a gzip stream holds. [`MultiGzDecoder`] reads files made of several members.
pub fn gunzip<R: Read>(input: R, limits: &Limits) -> impl Read + use<R> {
    let taken = Arc::new(AtomicU64::new(0));
    let input = Counted {
        input,
        taken: Arc::clone(&taken),
    };
    Bounded::new(MultiGzDecoder::new(input), taken, limits.clone())
}

/// What a file's name says of its compression.
#[must_use]
pub fn kind_of_name(name: &str) -> Kind {
    let name = name.to_lowercase();
    if name.ends_with(".gz") {
        Kind::Gzip
    } else if name.ends_with(".zip") {
        Kind::Zip
    } else {
        Kind::Plain
    }
}

/// Compresses what is written through it. The same content gives the same bytes: no time, no name of
/// a machine is put into the file.
pub struct Compressor<W: Write>(Inner<W>);

enum Inner<W: Write> {
    Plain(W),
    Gzip(Box<GzEncoder<W>>),
    Zip(Box<ZipWriter<StreamWriter<W>>>),
}

impl<W: Write> Compressor<W> {
    /// Begins a file of this kind; in an archive the content is a file of this name.
    ///
    /// # Errors
    ///
    /// The output fails.
    pub fn new(out: W, kind: Kind, name: &str) -> io::Result<Self> {
        Ok(Self(match kind {
            Kind::Plain => Inner::Plain(out),
            Kind::Gzip => Inner::Gzip(Box::new(GzEncoder::new(out, Compression::default()))),
            Kind::Zip => {
                let options = SimpleFileOptions::default()
                    .compression_method(CompressionMethod::Deflated)
                    .last_modified_time(DateTime::default())
                    .large_file(true);
                let mut archive = ZipWriter::new_stream(out);
                archive.start_file(name, options)?;
                Inner::Zip(Box::new(archive))
            }
        }))
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// The output fails.
    pub fn finish(self) -> io::Result<()> {
        match self.0 {
            Inner::Plain(mut out) => out.flush(),
            Inner::Gzip(out) => out.finish()?.flush(),
            Inner::Zip(archive) => archive.finish()?.flush(),
        }
    }
}

impl<W: Write> Write for Compressor<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Inner::Plain(out) => out.write(bytes),
            Inner::Gzip(out) => out.write(bytes),
            Inner::Zip(archive) => archive.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Inner::Plain(out) => out.flush(),
            Inner::Gzip(out) => out.flush(),
            Inner::Zip(archive) => archive.flush(),
        }
    }
}

/// Looks at an archive's directory before anything is unpacked: number of entries, names, sizes.
///
/// Spreadsheets and word processors' documents are such archives too; whoever hands them to a library
/// calls this first.
///
/// # Errors
///
/// What [`Error`] lists.
pub fn check_archive<F: Read + Seek>(file: F, limits: &Limits) -> Result<(), Error> {
    checked(file, limits).map(|_| ())
}

/// An entry's name and place.
struct Entry {
    name: String,
    start: u64,
    packed: u64,
    method: CompressionMethod,
    encrypted: bool,
}

fn checked<F: Read + Seek>(file: F, limits: &Limits) -> Result<(Vec<Entry>, ZipArchive<F>), Error> {
    let damaged = |error: zip::result::ZipError| Error::Damaged(error.to_string());
    let mut archive = ZipArchive::new(file).map_err(damaged)?;
    if archive.len() > limits.max_entries {
        let what = format!("an archive of {} files", archive.len());
        return Err(Error::TooMuch(what));
    }
    if archive.has_overlapping_files().map_err(damaged)? {
        // One piece of packed data under many names: how the densest bombs are made.
        let what = "an archive whose files overlap".to_owned();
        return Err(Error::TooMuch(what));
    }
    let mut entries = Vec::with_capacity(archive.len());
    let mut names = std::collections::BTreeSet::new();
    let mut sum = 0_u64;
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.into_owned();
        if leads_out(&name) {
            return Err(Error::Path(name));
        }
        if !names.insert(name.clone()) {
            return Err(Error::Twice(name));
        }
        sum = sum.saturating_add(entry.size());
        let (packed, size) = (entry.compressed_size(), entry.size());
        if size > limits.free_bytes && size / packed.max(1) > limits.max_ratio {
            let what = format!("{name:?} unpacks to {size} bytes from {packed}");
            return Err(Error::TooMuch(what));
        }
        entries.push(Entry {
            name,
            start: entry.data_start().unwrap_or_default(),
            packed,
            method: entry.compression(),
            encrypted: entry.encrypted(),
        });
    }
    if sum > limits.max_bytes {
        let what = format!("an archive that unpacks to {sum} bytes");
        return Err(Error::TooMuch(what));
    }
    Ok((entries, archive))
}

/// Whether a name could stand for a file outside the archive on any system.
fn leads_out(name: &str) -> bool {
    name.starts_with('/')
        || name.contains(['\\', '\0'])
        || name.get(1..2) == Some(":")
        || name.split('/').any(|part| part == "..")
}

/// The one entry with this ending.
fn entry<F: Read + Seek + Send + 'static>(
    file: F,
    limits: &Limits,
    ending: &str,
) -> Result<Box<dyn Read + Send>, Error> {
    let (entries, archive) = checked(file, limits)?;
    let wanted: Vec<&Entry> = entries
        .iter()
        .filter(|entry| entry.name.to_lowercase().ends_with(ending))
        .collect();
    let [entry] = wanted.as_slice() else {
        return Err(Error::NotOne {
            found: wanted.len(),
            ending: ending.to_owned(),
        });
    };
    if entry.encrypted {
        let name = entry.name.clone();
        return Err(Error::Unreadable {
            name,
            how: "encrypted",
        });
    }
    let mut file = archive.into_inner();
    file.seek(SeekFrom::Start(entry.start))?;
    let taken = Arc::new(AtomicU64::new(0));
    let input = Counted {
        input: file.take(entry.packed),
        taken: Arc::clone(&taken),
    };
    match entry.method {
        CompressionMethod::Stored => Ok(Box::new(input)),
        CompressionMethod::Deflated => {
            let input = DeflateDecoder::new(input);
            Ok(Box::new(Bounded::new(input, taken, limits.clone())))
        }
        _ => Err(Error::Unreadable {
            name: entry.name.clone(),
            how: "packed in an unusual way",
        }),
    }
}

fn read_up_to(input: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while let Some(rest) = into.get_mut(count..).filter(|rest| !rest.is_empty()) {
        match input.read(rest) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

/// Counts what goes in.
struct Counted<R> {
    input: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Stops when more comes out than went in lets one expect.
struct Bounded<R> {
    input: R,
    taken: Arc<AtomicU64>,
    given: u64,
    limits: Limits,
}

impl<R> Bounded<R> {
    fn new(input: R, taken: Arc<AtomicU64>, limits: Limits) -> Self {
        Self {
            input,
            taken,
            given: 0,
            limits,
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        self.given += count as u64;
        let (given, limits) = (self.given, &self.limits);
        let taken = self.taken.load(Ordering::Relaxed);
        let expected = taken.saturating_mul(limits.max_ratio);
        let bomb = given > limits.free_bytes && given > expected;
        if bomb || given > limits.max_bytes {
            let what = format!("{given} bytes come out of {taken} compressed ones: refused");
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
