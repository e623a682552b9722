//! A file as memory. The one place of the program with unsafe code.
#![allow(unsafe_code)]

use super::format::Invalid;
use memmap2::Mmap;
use std::fs::File;
use std::path::Path;

/// The bytes of a layer as whole numbers of 8 bytes.
#[derive(Debug)]
pub(super) enum Bytes {
    Owned(Vec<u64>),
    Mapped(Mmap),
}

impl Bytes {
    pub(super) fn words(&self) -> &[u64] {
        match self {
            Self::Owned(words) => words,
            // A mapping begins on a page, and its length was seen to.
            Self::Mapped(map) => bytemuck::cast_slice(map),
        }
    }
}

/// Maps a file of whole words.
pub(super) fn map(path: &Path) -> Result<Bytes, Invalid> {
    let file = File::open(path)?;
    // SAFETY: the bytes of a mapping must not change while it lives. A layer is written under
    // another name, gets its own only when it is complete, and is never written to again: it is
    // replaced by a new file and taken away, which leaves the mapped bytes as they are. Whoever
    // overwrites the file in place, against that rule, could make a search fail, as with every
    // program that maps its index.
    let map = unsafe { Mmap::map(&file)? };
    if map.is_empty() || map.len() % size_of::<u64>() != 0 {
        return Err(Invalid::Damaged("its length is not that of a layer"));
    }
    Ok(Bytes::Mapped(map))
}
