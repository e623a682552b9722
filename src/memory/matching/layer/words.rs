//! Keys and their numbers: an open hash table with linear probing, the same in memory and in a file.

use super::super::key::hash_key;

/// The slots of a table: 0, or the high half of the key's hash above its number, counted from 1.
/// Half of them at most are taken; their number is a power of two.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    pub(super) slots: &'a [u64],
    /// Where each word ends in `text`.
    pub(super) ends: &'a [u32],
    pub(super) text: &'a [u8],
}

impl<'a> Table<'a> {
    /// The number of a key.
    #[inline]
    pub(super) fn find(&self, key: &str, hash: u64) -> Option<u32> {
        let last = self.slots.len().wrapping_sub(1);
        let mut slot = hash as usize & last;
        loop {
            let content = *self.slots.get(slot)?;
            if content == 0 {
                return None;
            }
            let word = (content as u32).wrapping_sub(1);
            if content >> 32 == hash >> 32 && self.word(word) == key.as_bytes() {
                return Some(word);
            }
            slot = (slot + 1) & last;
        }
    }

    pub(super) fn word(&self, word: u32) -> &'a [u8] {
        let word = word as usize;
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[word] as usize]
    }
}

/// A table that grows.
#[derive(Default)]
pub(super) struct Words {
    pub(super) slots: Vec<u64>,
    pub(super) ends: Vec<u32>,
    pub(super) text: Vec<u8>,
}

impl Words {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a key, a new one if it is new.
    pub(super) fn intern(&mut self, key: &str, hash: u64) -> u32 {
        let table = Table {
            slots: &self.slots,
            ends: &self.ends,
            text: &self.text,
        };
        if let Some(word) = table.find(key, hash) {
            return word;
        }
        if (self.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let word = self.len() as u32;
        self.text.extend_from_slice(key.as_bytes());
        self.ends.push(self.text.len() as u32);
        put(&mut self.slots, word, hash);
        word
    }

    fn grow(&mut self) {
        let mut slots = vec![0; (self.slots.len() * 2).max(1024)];
        let mut start = 0;
        for (word, &end) in self.ends.iter().enumerate() {
            let key = std::str::from_utf8(&self.text[start..end as usize]).unwrap_or_default();
            put(&mut slots, word as u32, hash_key(key));
            start = end as usize;
        }
        self.slots = slots;
    }
}

fn put(slots: &mut [u64], word: u32, hash: u64) {
    let last = slots.len() - 1;
    let mut slot = hash as usize & last;
    while slots[slot] != 0 {
        slot = (slot + 1) & last;
    }
    slots[slot] = hash >> 32 << 32 | u64::from(word + 1);
}

/// Elements of repeats, found by the key's element and the number of its repeat: pairs of slots,
/// the first both numbers, the second the element; half of them at most are taken.
#[derive(Clone, Copy)]
pub(super) struct Repeats<'a>(pub(super) &'a [u64]);

const FREE: u64 = u64::MAX;

impl Repeats<'_> {
    /// The element of the `repeat`-th repeat, counted from 1.
    pub(super) fn find(self, element: u32, repeat: u32) -> Option<u32> {
        let wanted = u64::from(element) << 32 | u64::from(repeat);
        let pairs = self.0.len() / 2;
        if pairs == 0 {
            return None;
        }
        let mut at = repeat_slot(wanted, pairs);
        loop {
            match self.0[2 * at] {
                FREE => return None,
                found if found == wanted => return Some(self.0[2 * at + 1] as u32),
                _ => at = (at + 1) & (pairs - 1),
            }
        }
    }

    /// A table of these.
    pub(super) fn build(entries: impl ExactSizeIterator<Item = (u32, u32, u32)>) -> Vec<u64> {
        if entries.len() == 0 {
            return Vec::new();
        }
        let pairs = (entries.len() * 2).next_power_of_two();
        let mut slots = vec![FREE; pairs * 2];
        for (element, repeat, of_repeat) in entries {
            let key = u64::from(element) << 32 | u64::from(repeat);
            let mut at = repeat_slot(key, pairs);
            while slots[2 * at] != FREE {
                at = (at + 1) & (pairs - 1);
            }
            slots[2 * at] = key;
            slots[2 * at + 1] = u64::from(of_repeat);
        }
        slots
    }
}

fn repeat_slot(key: u64, pairs: usize) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & pairs.wrapping_sub(1)
}
