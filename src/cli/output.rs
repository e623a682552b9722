//! Where results go. A file appears whole or not at all.

use anyhow::{Context, Result};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file being written beside its place, or stdout.
pub(super) enum Output {
    Stdout(BufWriter<io::Stdout>),
    File {
        writer: BufWriter<tempfile::NamedTempFile>,
        path: PathBuf,
        written: u64,
    },
}

impl Output {
    /// Opens `path`; `-` is stdout.
    pub(super) fn create(path: &Path) -> Result<Self> {
        if path == Path::new("-") {
            return Ok(Self::stdout());
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".bitext-");
        // A temporary file is private by default; a result has the rights of any new file, less
        // what the user's mask takes away.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder
            .tempfile_in(folder)
            .with_context(|| format!("cannot write in {}", folder.display()))?;
        Ok(Self::File {
            writer: BufWriter::with_capacity(1 << 16, file),
            path: path.to_owned(),
            written: 0,
        })
    }

    pub(super) fn stdout() -> Self {
        Self::Stdout(BufWriter::new(io::stdout()))
    }

    /// Bytes written to a file so far; 0 for stdout, which nobody asks.
    pub(super) fn written(&self) -> u64 {
        match self {
            Self::Stdout(_) => 0,
            Self::File { written, .. } => *written,
        }
    }

    /// Puts the file into its place. Without this call nothing is left behind.
    pub(super) fn finish(self) -> Result<()> {
        match self {
            Self::Stdout(mut writer) => writer.flush().context("cannot write to stdout"),
            Self::File { writer, path, .. } => {
                let cannot = || format!("cannot write {}", path.display());
                let file = writer
                    .into_inner()
                    .map_err(io::IntoInnerError::into_error)
                    .with_context(cannot)?;
                file.as_file().sync_all().with_context(cannot)?;
                file.persist(&path).with_context(cannot)?;
                Ok(())
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(writer) => writer.write(bytes),
            Self::File {
                writer, written, ..
            } => {
                let count = writer.write(bytes)?;
                *written += count as u64;
                Ok(count)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(writer) => writer.flush(),
            Self::File { writer, .. } => writer.flush(),
        }
    }
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
