//! Records become a layer.

use super::super::key::Keys;
use super::Run;
use super::format::{Facts, Section, Writer};
use super::signature::{Layout, MOST_PLACE_BITS};
use super::words::{Repeats, Words};
use rayon::prelude::*;
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
        let mut tokens = vec![0; ranks.len()];
        for (element, &word) in self.word_of.iter().enumerate() {
            tokens[ranks[element] as usize] = ranks[self.element_of[word as usize] as usize];
        }
        for element in &mut self.elements {
            *element = ranks[*element as usize];
        }
        let order = Order::new(&self.lengths);
        let layout = Layout::for_places(order.most);
        let lists = Lists::new(&self.elements, &order, layout, ranks.len());
        let token_bytes = if ranks.len() < 1 << 24 { 3 } else { 4 };

        let facts = Facts {
            base: self.base,
            records: self.len(),
            elements: ranks.len(),
            layout,
            token_bytes,
        };
        let bytes = lists.words.len() * 8 + self.elements.len() * token_bytes;
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
        let mut packed = Vec::with_capacity(self.elements.len() * token_bytes);
        for place in 0..order.records.len() {
            for &element in order.of(place, &self.elements) {
                let token = tokens[element as usize].to_le_bytes();
                packed.extend_from_slice(&token[..token_bytes]);
            }
        }
        drop(std::mem::take(&mut self.elements));
        writer.add(Section::Tokens, &packed);
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

/// The records by length, equal lengths by their numbers.
struct Order {
    /// At each place the record, counted from 0, and where its elements begin.
    records: Vec<(u32, usize)>,
    record_lengths: Vec<u32>,
    /// Of each length that occurs: length, first place, first token.
    lengths: Vec<[u64; 3]>,
    /// Most records of one length.
    most: usize,
}

impl Order {
    fn new(record_lengths: &[u32]) -> Self {
        let mut start = 0;
        let mut records: Vec<(u32, usize)> = record_lengths
            .iter()
            .enumerate()
            .map(|(record, &length)| {
                let this = (record as u32, start);
                start += length as usize;
                this
            })
            .collect();
        records.sort_by_key(|&(record, _)| record_lengths[record as usize]);
        let (mut lengths, mut most): (Vec<[u64; 3]>, _) = (Vec::new(), 0);
        let mut token = 0;
        for (place, &(record, _)) in records.iter().enumerate() {
            let length = u64::from(record_lengths[record as usize]);
            if lengths.last().is_none_or(|last| last[0] != length) {
                lengths.push([length, place as u64, token]);
            }
            if let Some(last) = lengths.last() {
                most = most.max(place + 1 - last[1] as usize);
            }
            token += length;
        }
        Self {
            records,
            record_lengths: record_lengths.to_vec(),
            lengths,
            most,
        }
    }

    /// The elements of the record at a place.
    fn of<'e>(&self, place: usize, elements: &'e [u32]) -> &'e [u32] {
        let (record, start) = self.records[place];
        &elements[start..start + self.record_lengths[record as usize] as usize]
    }

    /// Calls `visit` with each place's length class, its place in the class, and its elements, the
    /// rarest first.
    fn each(&self, elements: &[u32], mut visit: impl FnMut(usize, usize, &[u32])) {
        let mut rarest = Vec::new();
        let mut class = 0;
        for place in 0..self.records.len() {
            while self
                .lengths
                .get(class + 1)
                .is_some_and(|next| next[1] as usize <= place)
            {
                class += 1;
            }
            rarest.clear();
            rarest.extend_from_slice(self.of(place, elements));
            rarest.sort_unstable_by(|a, b| b.cmp(a));
            visit(class, place - self.lengths[class][1] as usize, &rarest);
        }
    }
}

/// How many of the rarest elements of a record have it in their lists: two texts of a score of
/// [`LEAST`](super::LEAST) share half of the elements of the longer one, so of the record's rarest
/// these many at least one.
fn prefix(length: usize) -> usize {
    (length - length.div_ceil(2) + 1).min(length)
}

/// The lists of all elements.
struct Lists {
    starts: Vec<u32>,
    words: Vec<u64>,
}

impl Lists {
    fn new(elements: &[u32], order: &Order, layout: Layout, count: usize) -> Self {
        let mut postings = vec![0_u32; count];
        let mut groups = vec![0_u32; count];
        let mut last_class = vec![u32::MAX; count];
        order.each(elements, |class, _, rarest| {
            for &element in &rarest[..prefix(rarest.len())] {
                let element = element as usize;
                postings[element] += 1;
                if last_class[element] != class as u32 {
                    last_class[element] = class as u32;
                    groups[element] += 1;
                }
            }
        });
        let mut starts = Vec::with_capacity(count + 1);
        let mut total = 0_u32;
        for element in 0..count {
            starts.push(total);
            if postings[element] > 0 {
                total += groups[element] + 1 + postings[element];
            }
        }
        starts.push(total);
        let mut words = vec![0_u64; total as usize];
        // From now on: where the next head and the next posting of each list go.
        let (mut heads, mut ends) = (groups, postings);
        for element in 0..count {
            let behind = starts[element] + heads[element];
            if starts[element] < starts[element + 1] {
                words[behind as usize] = u64::from(u32::MAX) << 32 | u64::from(ends[element]);
            }
            heads[element] = starts[element];
            ends[element] = behind + 1;
        }
        let first = ends.clone();
        last_class.fill(u32::MAX);
        order.each(elements, |class, place, rarest| {
            let signature = rarest.iter().fold(0, |bits, &e| bits | layout.bit(e));
            for (position, &element) in rarest[..prefix(rarest.len())].iter().enumerate() {
                let element = element as usize;
                if last_class[element] != class as u32 {
                    last_class[element] = class as u32;
                    let before = ends[element] - first[element];
                    words[heads[element] as usize] = (class as u64) << 32 | u64::from(before);
                    heads[element] += 1;
                }
                words[ends[element] as usize] = layout.posting(signature, position, place);
                ends[element] += 1;
            }
        });
        let mut lists = Vec::with_capacity(count);
        let mut rest = words.as_mut_slice();
        for ends in starts.windows(2) {
            let (list, behind) = rest.split_at_mut((ends[1] - ends[0]) as usize);
            lists.push(list);
            rest = behind;
        }
        lists.into_par_iter().for_each(|list| sort(list, layout));
        Self { starts, words }
    }
}

/// Sorts each group of a list by position and place.
fn sort(list: &mut [u64], layout: Layout) {
    let Some(heads) = list
        .iter()
        .position(|&word| word >> 32 == u64::from(u32::MAX))
    else {
        return;
    };
    let (heads, postings) = list.split_at_mut(heads + 1);
    for group in heads.windows(2) {
        let (start, end) = (group[0] as u32 as usize, group[1] as u32 as usize);
        postings[start..end].sort_unstable_by_key(|&posting| layout.rank(posting));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_elements_and_one_more_are_listed() {
        let listed: Vec<usize> = (0..8).map(prefix).collect();
        assert_eq!(listed, [0, 1, 2, 2, 3, 3, 4, 4]);
    }

    #[test]
    fn rare_elements_have_great_ranks() {
        assert_eq!(ranks(&[1, 5, 1, 9]), [2, 1, 3, 0]);
    }
}
