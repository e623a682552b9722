//! Records become a layer.

use super::super::key::Keys;
use super::Run;
use super::format::{Facts, Section, Writer};
use super::lists::{Elements, Lists, Order, Records};
use super::signature::{Layout, MOST_PLACE_BITS};
use super::words::{Repeats, Words};
use std::collections::HashMap;

/// Collects records, then lays out their lists.
///
/// Memory: 4 bytes a key and 8 a record until the layer is made, and the layer itself.
#[derive(Default)]
pub(crate) struct LayerBuilder {
    words: Words,
    /// The elements of each record in the order of its keys, as numbered here.
    elements: Vec<u32>,
    lengths: Vec<u32>,
    /// Numbers of the records, less that of the first.
    records: Vec<u32>,
    base: u64,
    /// How many records have an element, and the word it is a repeat of.
    frequency: Vec<u32>,
    word_of: Vec<u32>,
    /// The element of each word, and those of its repeats.
    element_of: Vec<u32>,
    repeats: HashMap<(u32, u32), u32>,
    /// How often each word stood in the record that is being added: all 0 in between.
    counts: Vec<u32>,
    taken: Vec<u32>,
}

impl LayerBuilder {
    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Whether a layer has room for this record beside those there are: it numbers its records,
    /// words and lists with 32 bits or less.
    pub(crate) fn has_room_for(&self, record: u64, keys: Keys<'_>) -> bool {
        /// Each key gives at most one posting and three words of a list's head.
        const MOST_KEYS: usize = u32::MAX as usize / 4;
        self.is_empty()
            || self.len() < 1 << MOST_PLACE_BITS
                && record - self.base < u64::from(u32::MAX)
                && self.elements.len() + keys.len() < MOST_KEYS
                && self.words.text.len() + keys.bytes() < u32::MAX as usize
    }

    /// Adds a record; numbers must rise.
    pub(crate) fn push(&mut self, record: u64, keys: Keys<'_>) {
        if self.is_empty() {
            self.base = record;
        }
        self.taken.clear();
        for (key, hash) in keys.iter() {
            let word = self.words.intern(key, hash);
            if word as usize == self.counts.len() {
                self.counts.push(0);
                let element = self.new_element(word);
                self.element_of.push(element);
            }
            let repeat = self.counts[word as usize];
            self.counts[word as usize] += 1;
            let element = if repeat == 0 {
                self.element_of[word as usize]
            } else if let Some(&element) = self.repeats.get(&(word, repeat)) {
                element
            } else {
                let element = self.new_element(word);
                self.repeats.insert((word, repeat), element);
                element
            };
            self.frequency[element as usize] += 1;
            self.elements.push(element);
            self.taken.push(word);
        }
        for &word in &self.taken {
            self.counts[word as usize] = 0;
        }
        self.lengths.push(keys.len() as u32);
        self.records.push((record - self.base) as u32);
    }

    fn new_element(&mut self, word: u32) -> u32 {
        self.frequency.push(0);
        self.word_of.push(word);
        self.frequency.len() as u32 - 1
    }

    /// The layer, which takes the place of these records of older ones.
    pub(crate) fn finish(mut self, replaced: &[Run]) -> Vec<u64> {
        let ranks = ranks(&self.frequency);
        // The token of an element is its word's element.
        let word_of = self.word_of.iter();
        let tokens: Vec<u32> = word_of
            .map(|&word| ranks[self.element_of[word as usize] as usize])
            .collect();
        let order = Order::new(&self.lengths);
        let layout = Layout::for_places(order.most);
        let token_bytes = if ranks.len() < 1 << 24 { 3 } else { 4 };
        let elements = Elements {
            all: &self.elements,
            ranks: &ranks,
            tokens: &tokens,
        };
        let laid = Records::new(&elements, &order, layout, token_bytes);
        drop(std::mem::take(&mut self.elements));
        let lists = Lists::new(&laid, &order, layout, ranks.len());
        let facts = Facts {
            base: self.base,
            records: self.len(),
            elements: ranks.len(),
            layout,
            token_bytes,
        };
        let bytes = lists.words.len() * 8 + laid.packed.len();
        let mut writer = Writer::new(&facts, bytes + bytes / 8);
        let runs: Vec<u64> = replaced.iter().flat_map(|&(a, b)| [a, b]).collect();
        writer.add(Section::Replaced, bytemuck::cast_slice(&runs));
        writer.add(Section::Lengths, bytemuck::cast_slice(&order.lengths));
        let records: Vec<u32> = order
            .records
            .iter()
            .map(|&(record, _)| self.records[record as usize])
            .collect();
        writer.add(Section::Records, bytemuck::cast_slice(&records));
        writer.add(Section::Tokens, &laid.packed);
        writer.add(Section::Starts, bytemuck::cast_slice(&lists.starts));
        writer.add(Section::Lists, bytemuck::cast_slice(&lists.words));
        writer.add(Section::Slots, bytemuck::cast_slice(&self.words.slots));
        writer.add(Section::Ends, bytemuck::cast_slice(&self.words.ends));
        let elements: Vec<u32> = self.element_of.iter().map(|&e| ranks[e as usize]).collect();
        writer.add(Section::Elements, bytemuck::cast_slice(&elements));
        writer.add(Section::Text, &self.words.text);
        // In the order of their elements: the map's order must not show.
        let mut repeats: Vec<(u32, u32, u32)> = self
            .repeats
            .drain()
            .map(|((word, repeat), element)| {
                (elements[word as usize], repeat, ranks[element as usize])
            })
            .collect();
        repeats.sort_unstable();
        let repeats = Repeats::build(repeats.into_iter());
        writer.add(Section::Repeats, bytemuck::cast_slice(&repeats));
        writer.finish()
    }
}

/// The rank of each element by falling frequency, equal ones as they came.
fn ranks(frequency: &[u32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..frequency.len() as u32).collect();
    order.sort_by_key(|&element| std::cmp::Reverse(frequency[element as usize]));
    let mut ranks = vec![0; order.len()];
    for (rank, element) in order.into_iter().enumerate() {
        ranks[element as usize] = rank as u32;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_elements_have_great_ranks() {
        assert_eq!(ranks(&[1, 5, 1, 9]), [2, 1, 3, 0]);
    }
}
