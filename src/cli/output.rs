//! Where results go. A file appears whole or not at all.

use super::unfinished::Unfinished;
use anyhow::{Context, Result, bail};
use std::fmt::Display;
use std::fs::{File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file being written beside its place, a stream, or stdout.
pub(super) enum Output {
    Stdout(BufWriter<io::Stdout>),
    /// A device or pipe, which cannot be replaced by a file.
    Stream {
        writer: BufWriter<File>,
        path: PathBuf,
    },
    File {
        writer: BufWriter<tempfile::NamedTempFile>,
        path: PathBuf,
        written: u64,
        unfinished: Unfinished,
    },
}

/// How much is written at once, in bytes.
const BUFFER: usize = 1 << 16;

impl Output {
    /// Opens `path`; `-` is stdout.
    ///
    /// A file that is there already stays as it is until [`finish`](Self::finish) puts the new one
    /// into its place, with the same permissions. Where a link stands, the file it leads to is
    /// replaced.
    pub(super) fn create(path: &Path) -> Result<Self> {
        if path == Path::new("-") {
            return Ok(Self::stdout());
        }
        let path = place(path)?;
        let old = std::fs::metadata(&path).ok();
        if let Some(old) = &old {
            if old.is_dir() {
                bail!("{}: this is a folder; name a file to write", path.display());
            }
            if !old.is_file() {
                let file = File::options()
                    .write(true)
                    .open(&path)
                    .with_context(|| cannot_write(&path))?;
                let writer = BufWriter::with_capacity(BUFFER, file);
                return Ok(Self::Stream { writer, path });
            }
            if old.permissions().readonly() {
                bail!(
                    "{}: this file is write-protected; name another, or take the protection off",
                    path.display()
                );
            }
        }
        let file = beside(&path, old.as_ref())?;
        let unfinished = Unfinished::new(vec![file.path().to_owned()]);
        Ok(Self::File {
            writer: BufWriter::with_capacity(BUFFER, file),
            path,
            written: 0,
            unfinished,
        })
    }

    /// Finds out whether a file can be written at `path`, before long work is done for it.
    pub(super) fn check(path: &Path) -> Result<()> {
        match std::fs::metadata(path) {
            // Whoever reads a pipe would take the trial for the whole.
            Ok(about) if !about.is_file() && !about.is_dir() => Ok(()),
            _ => Self::create(path).map(drop),
        }
    }

    pub(super) fn stdout() -> Self {
        Self::Stdout(BufWriter::with_capacity(BUFFER, io::stdout()))
    }

    /// Bytes written to a file so far; 0 for streams, which nobody asks.
    pub(super) fn written(&self) -> u64 {
        match self {
            Self::Stdout(_) | Self::Stream { .. } => 0,
            Self::File { written, .. } => *written,
        }
    }

    /// Puts the file into its place. Without this call nothing is left behind.
    pub(super) fn finish(self) -> Result<()> {
        match self {
            Self::Stdout(mut writer) => Ok(named(writer.flush(), "to stdout")?),
            Self::Stream { mut writer, path } => Ok(named(writer.flush(), path.display())?),
            Self::File {
                writer,
                path,
                unfinished,
                ..
            } => {
                let place = path.display();
                let file = named(
                    writer.into_inner().map_err(io::IntoInnerError::into_error),
                    &place,
                )?;
                named(file.as_file().sync_all(), &place)?;
                named(file.persist(&path).map_err(|error| error.error), &place)?;
                drop(unfinished);
                Ok(())
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(writer) => named(writer.write(bytes), "to stdout"),
            Self::Stream { writer, path } => named(writer.write(bytes), path.display()),
            Self::File {
                writer,
                written,
                path,
                ..
            } => {
                let count = named(writer.write(bytes), path.display())?;
                *written += count as u64;
                Ok(count)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(writer) => named(writer.flush(), "to stdout"),
            Self::Stream { writer, path } => named(writer.flush(), path.display()),
            Self::File { writer, path, .. } => named(writer.flush(), path.display()),
        }
    }
}

/// An error that says where it was, of the same kind.
fn named<T>(result: io::Result<T>, place: impl Display) -> io::Result<T> {
    result.map_err(|error| {
        let what = match error.kind() {
            // The writers' loops look for these.
            io::ErrorKind::Interrupted | io::ErrorKind::BrokenPipe => return error,
            io::ErrorKind::StorageFull => "the disk is full".to_owned(),
            // The error's own text may name the file beside the place, which says nothing to the
            // user.
            kind => io::Error::from(kind).to_string(),
        };
        io::Error::new(error.kind(), format!("cannot write {place}: {what}"))
    })
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

/// Where the file itself is, behind links.
fn place(path: &Path) -> Result<PathBuf> {
    match std::fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => {
            // A link that leads nowhere is as good as a name that is free.
            Ok(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
        }
        Ok(_) => Ok(path.to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_owned()),
        Err(error) => Err(error).with_context(|| cannot_write(path)),
    }
}

/// A file for what will stand at `path`, in the same folder, so that it can be renamed.
fn beside(path: &Path, old: Option<&Metadata>) -> Result<tempfile::NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.exists() {
        bail!(
            "{}: there is no folder {}; make it first",
            cannot_write(path),
            folder.display()
        );
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".bitext-");
    // A temporary file is private by default; a result has the rights of the file it replaces, or
    // those of any new file, less what the user's mask takes away.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder
        .tempfile_in(folder)
        // The name of the file on the way says nothing to the user.
        .map_err(|error| io::Error::from(error.kind()))
        .with_context(|| cannot_write(path))?;
    if let Some(old) = old {
        file.as_file()
            .set_permissions(old.permissions())
            .with_context(|| cannot_write(path))?;
    }
    Ok(file)
}

/// Whether an error comes from a reader of our stdout that went away.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| {
            // The JSON writer keeps the cause to itself.
            let of_json = || {
                cause
                    .downcast_ref()
                    .and_then(serde_json::Error::io_error_kind)
            };
            cause.downcast_ref().map(io::Error::kind).or_else(of_json)
        })
        .any(|kind| kind == io::ErrorKind::BrokenPipe)
}
