//! The file of a layer: a header and its sections, all of them whole numbers of 8 bytes in the
//! order of bytes of the machine that wrote it (another one finds another [`MAGIC`] and builds anew).
//!
//! | words of the header | |
//! |---|---|
//! | 0 | [`MAGIC`] |
//! | 1 | [`VERSION`] |
//! | 2 | length of the file in words |
//! | 3 | XXH3 of all words behind this one |
//! | 4 | number that is added to those of the section `Records` |
//! | 5 to 9 | records, elements, bits of a place, bytes of a token, 0 |
//! | 10 … | for each [`Section`]: its first word, its length in bytes |

use super::signature::{Layout, MOST_PLACE_BITS};
use std::ops::Range;
use twox_hash::XxHash3_64;

/// «bitextix», read as one number.
const MAGIC: u64 = u64::from_ne_bytes(*b"bitextix");
/// Changes with every change of the layout or of what a key is: files of another version are built
/// anew.
const VERSION: u64 = 1;

const HEADER: usize = 10 + 2 * SECTIONS;
/// The first word that the checksum is about.
const SUMMED: usize = 4;

/// The parts of a layer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Section {
    /// Runs of records of older layers that are gone: first and last.
    Replaced,
    /// Of each length that occurs: length, first place, first token.
    Lengths,
    /// The number of the record at each place, as u32.
    Records,
    /// The tokens of each record, 3 or 4 bytes each.
    Tokens,
    /// Where each element's list begins, as u32, and where the last one ends.
    Starts,
    /// The lists: for each length its place in `Lengths` above the number of postings before its
    /// own; the same with `u32::MAX` for the length; the postings.
    Lists,
    /// The hash table of the keys.
    Slots,
    /// Where each key ends, as u32.
    Ends,
    /// The element of each key, as u32.
    Elements,
    /// The keys, as UTF-8.
    Text,
    /// The elements of repeats.
    Repeats,
}

const SECTIONS: usize = 11;

/// Why a file cannot be used as a layer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Invalid {
    /// Other bytes than were written.
    #[error("it is damaged: {0}")]
    Damaged(&'static str),
    /// Of another version of the program, or of another machine.
    #[error("another version of the program made it")]
    Version,
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What the header says.
#[derive(Clone, Debug)]
pub(crate) struct Sections {
    pub(crate) checksum: u64,
    pub(super) base: u64,
    pub(crate) records: usize,
    pub(super) elements: u32,
    pub(super) layout: Layout,
    pub(super) token_bytes: usize,
    places: [Range<usize>; SECTIONS],
}

impl Sections {
    pub(super) fn bytes<'a>(&self, words: &'a [u64], section: Section) -> &'a [u8] {
        let bytes: &[u8] = bytemuck::cast_slice(words);
        &bytes[self.places[section as usize].clone()]
    }

    pub(super) fn halves<'a>(&self, words: &'a [u64], section: Section) -> &'a [u32] {
        bytemuck::cast_slice(self.bytes(words, section))
    }

    pub(super) fn words<'a>(&self, words: &'a [u64], section: Section) -> &'a [u64] {
        bytemuck::cast_slice(self.bytes(words, section))
    }

    pub(super) fn replaced<'a>(&self, words: &'a [u64]) -> &'a [u64] {
        self.words(words, Section::Replaced)
    }
}

/// Reads the header; `whole` compares the checksum too.
pub(super) fn read(words: &[u64], whole: bool) -> Result<Sections, Invalid> {
    if words.len() < HEADER || words[0] != MAGIC {
        return Err(Invalid::Damaged("it does not begin like a layer"));
    }
    if words[1] != VERSION {
        return Err(Invalid::Version);
    }
    if words[2] != words.len() as u64 {
        return Err(Invalid::Damaged("a part of it is missing"));
    }
    if whole && words[3] != checksum(words) {
        return Err(Invalid::Damaged("its checksum does not fit"));
    }
    let number = |word: usize| {
        usize::try_from(words[word]).map_err(|_| Invalid::Damaged("a number is too great"))
    };
    let mut places = [const { 0..0 }; SECTIONS];
    for (section, place) in places.iter_mut().enumerate() {
        let start = number(10 + 2 * section)?.checked_mul(8);
        let end = start.and_then(|start| start.checked_add(words[11 + 2 * section] as usize));
        match (start, end) {
            (Some(start), Some(end)) if end <= words.len() * 8 => *place = start..end,
            _ => return Err(Invalid::Damaged("a section lies outside")),
        }
    }
    let place_bits = words[7] as u32;
    let token_bytes = number(8)?;
    if place_bits > MOST_PLACE_BITS || !matches!(token_bytes, 3 | 4) {
        return Err(Invalid::Damaged("its header cannot be"));
    }
    Ok(Sections {
        checksum: words[3],
        base: words[4],
        records: number(5)?,
        elements: words[6] as u32,
        layout: Layout { place_bits },
        token_bytes,
        places,
    })
}

fn checksum(words: &[u64]) -> u64 {
    XxHash3_64::oneshot(bytemuck::cast_slice(&words[SUMMED..]))
}

/// What a layer's header tells beside the sections.
pub(super) struct Facts {
    pub(super) base: u64,
    pub(super) records: usize,
    pub(super) elements: usize,
    pub(super) layout: Layout,
    pub(super) token_bytes: usize,
}

/// Puts sections together.
pub(super) struct Writer {
    words: Vec<u64>,
    next: usize,
}

impl Writer {
    pub(super) fn new(facts: &Facts, bytes: usize) -> Self {
        let mut words = Vec::with_capacity(HEADER + bytes / 8 + SECTIONS);
        words.resize(HEADER, 0);
        words[0] = MAGIC;
        words[1] = VERSION;
        words[4] = facts.base;
        words[5] = facts.records as u64;
        words[6] = facts.elements as u64;
        words[7] = u64::from(facts.layout.place_bits);
        words[8] = facts.token_bytes as u64;
        Self { words, next: 0 }
    }

    /// Adds a section; they come in the order of [`Section`].
    pub(super) fn add(&mut self, section: Section, bytes: &[u8]) {
        debug_assert_eq!(self.next, section as usize);
        self.next += 1;
        self.words[10 + 2 * section as usize] = self.words.len() as u64;
        self.words[11 + 2 * section as usize] = bytes.len() as u64;
        let whole = bytes.chunks_exact(8);
        let rest = whole.remainder();
        self.words
            .extend(whole.map(bytemuck::pod_read_unaligned::<u64>));
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.words.push(u64::from_ne_bytes(last));
        }
    }

    pub(super) fn finish(mut self) -> Vec<u64> {
        self.words[2] = self.words.len() as u64;
        self.words[3] = checksum(&self.words);
        self.words
    }
}
