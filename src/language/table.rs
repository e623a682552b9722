//! Sorted string tables, the form of the data that is compiled in.
//!
//! A table maps strings to numbers or bytes and is read in place: opening one costs nothing but a
//! look at its head. Keys stand in byte order in blocks of [`BLOCK`]; the first key of a block is
//! whole, each other one shares its beginning with the key before it.
//!
//! ```text
//! "BT" 1 kind               kind 0: keys only, 1: a number each, 2: bytes each
//! entries blocks payload    u32 little-endian: how many, how many, how long
//! start × blocks            u32 little-endian: where each block begins in the payload
//! payload                   entries one after the other
//!
//! first entry of a block    length (varint), key, value
//! other entries             byte shared << 4 | own; where either is 15, a varint more of it;
//!                           the key's own bytes; value
//! value                     nothing | varint | length (varint) and bytes
//! ```
//!
//! A varint holds seven bits a byte, lowest first, with the high bit set on all but the last.
//! `data/build/tables.py` writes them.

use std::cmp::Ordering;

/// Entries in a block.
const BLOCK: u32 = 16;
const HEAD: usize = 16;

/// What stands behind each key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Values {
    None,
    Numbers,
    Bytes,
}

/// The value of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// The key alone.
    None,
    /// A number.
    Number(u32),
    /// Bytes whose meaning the caller knows.
    Bytes(&'a [u8]),
}

/// A sorted string table over bytes that live elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'a> {
    entries: u32,
    values: Values,
    starts: &'a [u8],
    payload: &'a [u8],
}

impl<'a> Table<'a> {
    /// The table at the beginning of `bytes`, and the bytes behind it; `None` if none stands there.
    pub(super) fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (head, rest) = bytes.split_at_checked(HEAD)?;
        let values = match head.strip_prefix(b"BT\x01")?.first()? {
            0 => Values::None,
            1 => Values::Numbers,
            2 => Values::Bytes,
            _ => return None,
        };
        let (entries, blocks, length) = (word(head, 1)?, word(head, 2)?, word(head, 3)?);
        if blocks != entries.div_ceil(BLOCK) {
            return None;
        }
        let (starts, rest) = rest.split_at_checked(blocks as usize * 4)?;
        let (payload, rest) = rest.split_at_checked(length as usize)?;
        Some((
            Self {
                entries,
                values,
                starts,
                payload,
            },
            rest,
        ))
    }

    /// How many entries it has.
    pub(super) fn len(&self) -> u32 {
        self.entries
    }

    /// The rank and the value of `key`. A binary search over blocks, then at most one block read.
    pub(super) fn get(&self, key: &str) -> Option<(u32, Value<'a>)> {
        let key = key.as_bytes();
        let block = self.block_of(key)?;
        let mut at = self.block(block)?;
        let mut rank = block * BLOCK;
        // How much of `key` the entry before has; that entry stands before `key`.
        let mut matched = 0;
        loop {
            let (shared, own) = at.key(rank.is_multiple_of(BLOCK))?;
            let value = at.value(self.values)?;
            match shared.cmp(&matched) {
                Ordering::Less => return None,
                Ordering::Greater => {}
                Ordering::Equal => {
                    let wanted = key.get(matched..)?;
                    let common = own.iter().zip(wanted).take_while(|(a, b)| a == b).count();
                    match (own.get(common), wanted.get(common)) {
                        (None, None) => return Some((rank, value)),
                        (Some(_), None) => return None,
                        (Some(own), Some(wanted)) if own > wanted => return None,
                        _ => matched += common,
                    }
                }
            }
            rank += 1;
            if rank.is_multiple_of(BLOCK) || rank >= self.entries {
                return None;
            }
        }
    }

    /// Whether `key` is an entry.
    pub(super) fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The number of `key`, in a table of numbers.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        match self.get(key)?.1 {
            Value::Number(number) => Some(number),
            Value::None | Value::Bytes(_) => None,
        }
    }

    /// The entry of a rank: reads at most one block.
    pub(super) fn at(&self, rank: u32) -> Option<(String, Value<'a>)> {
        let first = rank - rank % BLOCK;
        let mut entries = self.iter_from(first);
        entries.nth((rank - first) as usize)
    }

    /// All entries in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (String, Value<'a>)> + use<'a> {
        self.iter_from(0)
    }

    fn iter_from(&self, first: u32) -> impl Iterator<Item = (String, Value<'a>)> + use<'a> {
        let table = *self;
        let mut at = table.block(first / BLOCK).unwrap_or(Reader(&[]));
        let mut key: Vec<u8> = Vec::new();
        (first..table.entries).map_while(move |rank| {
            let (shared, own) = at.key(rank.is_multiple_of(BLOCK))?;
            key.truncate(shared);
            key.extend_from_slice(own);
            Some((
                String::from_utf8(key.clone()).ok()?,
                at.value(table.values)?,
            ))
        })
    }

    fn blocks(&self) -> u32 {
        self.entries.div_ceil(BLOCK)
    }

    fn block(&self, block: u32) -> Option<Reader<'a>> {
        let start = word(self.starts, block as usize)?;
        Some(Reader(self.payload.get(start as usize..)?))
    }

    /// The last block whose first key is not behind `key`.
    fn block_of(&self, key: &[u8]) -> Option<u32> {
        let (mut low, mut high) = (0, self.blocks());
        while low < high {
            let middle = low + (high - low) / 2;
            let (_, first) = self.block(middle)?.key(true)?;
            if first <= key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.checked_sub(1)
    }
}

/// The `index`-th u32 of `bytes`.
fn word(bytes: &[u8], index: usize) -> Option<u32> {
    let at = index * 4;
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Reads varints and bytes from the front.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// One byte.
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(byte)
    }

    /// One varint; `None` at the end or where it is longer than a u32.
    pub(super) fn varint(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// `length` bytes.
    pub(super) fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    /// How much of the key before an entry's key shares, and its own bytes.
    fn key(&mut self, first: bool) -> Option<(usize, &'a [u8])> {
        if first {
            let length = self.varint()? as usize;
            return Some((0, self.bytes(length)?));
        }
        let head = self.byte()?;
        let shared = self.nibble(head >> 4)?;
        let own = self.nibble(head & 15)?;
        Some((shared, self.bytes(own)?))
    }

    fn nibble(&mut self, nibble: u8) -> Option<usize> {
        let more = if nibble == 15 { self.varint()? } else { 0 };
        Some(usize::from(nibble) + more as usize)
    }

    fn value(&mut self, values: Values) -> Option<Value<'a>> {
        Some(match values {
            Values::None => Value::None,
            Values::Numbers => Value::Number(self.varint()?),
            Values::Bytes => {
                let length = self.varint()? as usize;
                Value::Bytes(self.bytes(length)?)
            }
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every key of a shipped table is folded, in order, found under its rank, and none is lost.
    pub(in crate::language) fn check(table: &Table<'_>) {
        let mut before: Option<String> = None;
        let mut count = 0;
        for (rank, (key, value)) in (0..).zip(table.iter()) {
            assert_eq!(crate::language::fold(&key), key);
            assert!(before.is_none_or(|before| before < key), "{key}");
            assert_eq!(table.get(&key), Some((rank, value)), "{key}");
            before = Some(key);
            count += 1;
        }
        assert_eq!(count, table.len());
    }

    fn sample() -> Vec<u8> {
        // Keys a, ab, abc with the numbers 1, 300, 2.
        let payload = [1, b'a', 1, 0x11, b'b', 0xac, 2, 0x21, b'c', 2];
        let mut bytes = b"BT\x01\x01".to_vec();
        for number in [3_u32, 1, payload.len() as u32, 0] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(payload);
        bytes
    }

    #[test]
    fn entries_are_found_and_others_are_not() {
        let bytes = sample();
        let (table, rest) = Table::read(&bytes).unwrap();
        assert!(rest.is_empty());
        assert_eq!(table.number("a"), Some(1));
        assert_eq!(table.number("ab"), Some(300));
        assert_eq!(table.number("abc"), Some(2));
        for absent in ["", "A", "aa", "abb", "abcd", "b"] {
            assert_eq!(table.get(absent), None, "{absent}");
        }
        assert_eq!(table.at(1), Some(("ab".to_owned(), Value::Number(300))));
        assert_eq!(table.at(3), None);
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_read_without_panic(
            at in 0_usize..30, byte in any::<u8>(), length in 0_usize..31, key in "[a-c]{0,4}"
        ) {
            let mut bytes = sample();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes.truncate(length);
            if let Some((table, _)) = Table::read(&bytes) {
                let _ = table.get(&key);
                let _ = table.at(u32::from(byte));
                prop_assert!(table.iter().count() <= 1000);
            }
        }
    }
}
