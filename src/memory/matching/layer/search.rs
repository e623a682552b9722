//! The best records of a layer for a query.

use super::super::distance::Pattern;
use super::super::index::{Best, Candidate, Hit, Refine, Wanted};
use super::super::key::Folded;
use super::format::{Section, Sections};
use super::signature::Layout;
use super::words::{Repeats, Table};
use super::{LEAST, Layer};
use std::ops::Range;

/// Queries with more keys are compared with all records of a fitting length: a threshold may lie
/// below [`LEAST`] by less than a score can tell apart only where texts are shorter.
const MOST_KEYS: usize = 1 << 20;
/// How far below [`LEAST`] a threshold may lie, in percent.
const SLACK: f64 = 1e-5;

/// The sections of a layer as what they hold.
pub(super) struct View<'a> {
    base: u64,
    elements: u32,
    layout: Layout,
    token_bytes: usize,
    /// Of each length that occurs: length, first place, first token.
    lengths: &'a [[u64; 3]],
    pub(super) records: &'a [u32],
    tokens: &'a [u8],
    starts: &'a [u32],
    lists: &'a [u64],
    table: Table<'a>,
    element_of: &'a [u32],
    repeats: Repeats<'a>,
}

impl<'a> View<'a> {
    pub(super) fn new(words: &'a [u64], sections: &Sections) -> Self {
        let halves = |section| sections.halves(words, section);
        Self {
            base: sections.base,
            elements: sections.elements,
            layout: sections.layout,
            token_bytes: sections.token_bytes,
            lengths: bytemuck::cast_slice(sections.bytes(words, Section::Lengths)),
            records: halves(Section::Records),
            tokens: sections.bytes(words, Section::Tokens),
            starts: halves(Section::Starts),
            lists: sections.words(words, Section::Lists),
            table: Table {
                slots: sections.words(words, Section::Slots),
                ends: halves(Section::Ends),
                text: sections.bytes(words, Section::Text),
            },
            element_of: halves(Section::Elements),
            repeats: Repeats(sections.words(words, Section::Repeats)),
        }
    }

    pub(super) fn record(&self, place: usize) -> u64 {
        self.base + u64::from(self.records[place])
    }

    fn class(&self, class: usize) -> Class {
        let [length, first_place, first_token] = self.lengths[class];
        Class {
            length: length as usize,
            first_place: first_place as usize,
            first_token: first_token as usize,
        }
    }

    /// The places of the records of a class.
    fn places(&self, class: usize) -> Range<usize> {
        let end = self.lengths.get(class + 1);
        let end = end.map_or(self.records.len(), |next| next[1] as usize);
        self.class(class).first_place..end
    }

    /// The tokens of a record of a class.
    #[inline]
    fn tokens(&self, class: Class, place: usize) -> &'a [u8] {
        let start =
            (class.first_token + (place - class.first_place) * class.length) * self.token_bytes;
        &self.tokens[start..start + class.length * self.token_bytes]
    }

    /// The ids of a query's keys; unknown ones get ids of their own, above all elements.
    fn ids(&self, keys: &Folded) -> Vec<u32> {
        let mut unknown: Vec<(&str, u64)> = Vec::new();
        keys.iter()
            .map(|(key, hash)| {
                if let Some(word) = self.table.find(key, hash) {
                    return self.element_of[word as usize];
                }
                let at = unknown.iter().position(|&other| other == (key, hash));
                self.elements
                    + at.unwrap_or_else(|| {
                        unknown.push((key, hash));
                        unknown.len() - 1
                    }) as u32
            })
            .collect()
    }

    /// The elements of a bag of ids that the layer has, the rarest first.
    fn known_elements(&self, ids: &[u32]) -> Vec<u32> {
        let mut sorted: Vec<u32> = ids
            .iter()
            .copied()
            .filter(|&id| id < self.elements)
            .collect();
        sorted.sort_unstable();
        let mut elements = Vec::with_capacity(sorted.len());
        for run in sorted.chunk_by(|a, b| a == b) {
            elements.push(run[0]);
            let repeats = (1..run.len()).map_while(|k| self.repeats.find(run[0], k as u32));
            elements.extend(repeats);
        }
        elements.sort_unstable_by(|a, b| b.cmp(a));
        elements
    }
}

/// The records of one length.
#[derive(Clone, Copy)]
struct Class {
    length: usize,
    first_place: usize,
    first_token: usize,
}

/// A query ready for one layer.
struct Prepared {
    length: usize,
    pattern: Pattern,
    /// The elements that the layer has, the rarest first.
    elements: Vec<u32>,
    /// How many it has not.
    unknown: usize,
    /// The signature of each element and those behind it.
    signatures: Vec<u64>,
}

impl Prepared {
    fn new(view: &View<'_>, keys: &Folded) -> Self {
        let ids = view.ids(keys);
        let elements = view.known_elements(&ids);
        let mut signatures = vec![0; elements.len()];
        let mut bits = 0;
        for (signature, &element) in signatures.iter_mut().zip(&elements).rev() {
            bits |= view.layout.bit(element);
            *signature = bits;
        }
        Self {
            length: ids.len(),
            pattern: Pattern::new(&ids),
            unknown: ids.len() - elements.len(),
            elements,
            signatures,
        }
    }
}

impl Layer {
    /// Takes the layer's records into the best ones, but for those that `is_gone` tells.
    pub(crate) fn search(
        &self,
        wanted: &Wanted<'_>,
        best: &mut Best,
        is_gone: &dyn Fn(u64) -> bool,
        refine: &mut Refine<'_>,
    ) {
        let length = wanted.keys.len();
        if length == 0 || wanted.limits.top == 0 || self.len() == 0 {
            return;
        }
        let view = self.view();
        let query = Prepared::new(&view, wanted.keys);
        let mut search = Search {
            view: &view,
            query: &query,
            best,
            is_gone,
            refine,
            seen: Seen::default(),
        };
        if wanted.limits.min >= LEAST - SLACK && length <= MOST_KEYS {
            search.by_lists();
        } else {
            search.by_lengths();
        }
    }
}

struct Search<'s, 'r> {
    view: &'s View<'s>,
    query: &'s Prepared,
    best: &'s mut Best,
    is_gone: &'s dyn Fn(u64) -> bool,
    refine: &'s mut Refine<'r>,
    seen: Seen,
}

impl Search<'_, '_> {
    /// Compares with the records of all lengths within reach, the nearest lengths first.
    fn by_lengths(&mut self) {
        let classes = self.view.lengths.len();
        self.outward(
            classes,
            |class| class,
            |search, class, _| {
                let this = search.view.class(class);
                let longer = search.query.length.max(this.length);
                for place in search.view.places(class) {
                    let Some(reach) = search.best.reach(longer) else {
                        return;
                    };
                    search.compare(this, place, reach, longer);
                }
            },
        );
    }

    /// Goes through the lists of the rarest elements.
    fn by_lists(&mut self) {
        let n = self.query.length;
        for (at, &element) in self.query.elements.iter().enumerate() {
            let passed = self.query.unknown + at;
            // A text without the elements passed shares too few, whatever its length.
            if self.best.reach(n).is_none_or(|reach| passed > reach) {
                return;
            }
            self.list(at, element);
        }
    }

    /// Goes through the list of the element at a place of the query.
    fn list(&mut self, at: usize, element: u32) {
        let starts = &self.view.starts[element as usize..][..2];
        let list = &self.view.lists[starts[0] as usize..starts[1] as usize];
        let Some(count) = list.iter().position(|&head| class_of(head) == NO_CLASS) else {
            return;
        };
        let (heads, postings) = (&list[..=count], &list[count + 1..]);
        self.outward(
            count,
            |head| class_of(heads[head]),
            |search, class, head| {
                let (start, end) = (heads[head] as u32, heads[head + 1] as u32);
                search.group(at, class, &postings[start as usize..end as usize]);
            },
        );
    }

    /// Visits groups by length, the nearest to the query's first, as long as their lengths are
    /// within reach. `class` gives a group's class; classes rise.
    fn outward(
        &mut self,
        groups: usize,
        class: impl Fn(usize) -> usize,
        mut visit: impl FnMut(&mut Self, usize, usize),
    ) {
        let n = self.query.length;
        let length = |group: usize| self.view.lengths[class(group)][0] as usize;
        let view = self.view;
        let mut longer = (0..groups)
            .position(|group| view.lengths[class(group)][0] as usize >= n)
            .unwrap_or(groups);
        let mut shorter = longer;
        let mut end = groups;
        loop {
            let up = (longer < end).then(|| length(longer) - n);
            let down = (shorter > 0).then(|| n - length(shorter - 1));
            // Of equal differences the longer text's is the smaller part.
            let (group, goes_up) = match (up, down) {
                (Some(up), Some(down)) => {
                    if up <= down {
                        (longer, true)
                    } else {
                        (shorter - 1, false)
                    }
                }
                (Some(_), None) => (longer, true),
                (None, Some(_)) => (shorter - 1, false),
                (None, None) => return,
            };
            let m = length(group);
            let within = self
                .best
                .reach(n.max(m))
                .is_some_and(|reach| n.abs_diff(m) <= reach);
            match (within, goes_up) {
                (true, true) => longer += 1,
                (true, false) => shorter -= 1,
                (false, true) => end = longer,
                (false, false) => shorter = 0,
            }
            if within {
                visit(self, class(group), group);
            }
        }
    }

    /// Goes through the postings of one length in the list of the element at a place of the query.
    fn group(&mut self, at: usize, class: usize, postings: &[u64]) {
        /// Postings that are filtered in one go.
        const BLOCK: usize = 32;
        let (view, n) = (self.view, self.query.length);
        let class = view.class(class);
        let m = class.length;
        let longer = n.max(m);
        // What the query has from here on: the records that share an element before it were found
        // by that one's list.
        let left = n - self.query.unknown - at;
        let signature = self.query.signatures[at];
        let mask = view.layout.mask();
        let mut passed = [0_u64; BLOCK];
        for block in postings.chunks(BLOCK) {
            let Some(reach) = self.best.reach(longer) else {
                return;
            };
            let overlap = longer - reach;
            if left < overlap || m < overlap {
                return;
            }
            let (query_lacks, record_lacks) = ((left - overlap) as u32, (m - overlap) as u32);
            let beyond = view.layout.first_beyond(m - overlap).unwrap_or(u64::MAX);
            let mut count = 0;
            for &posting in block {
                let fits = (signature & !posting).count_ones() <= query_lacks
                    && (posting & mask & !signature).count_ones() <= record_lacks
                    && posting & !mask < beyond;
                passed[count] = posting;
                count += usize::from(fits);
            }
            for &posting in &passed[..count] {
                let lacks = (signature & !posting).count_ones() as usize;
                let more = (posting & mask & !signature).count_ones() as usize;
                let shared = (left - lacks).min(m - more);
                self.candidate(class, posting, longer, longer - shared);
            }
            if block.last().is_some_and(|&last| last & !mask >= beyond) {
                return;
            }
        }
    }

    /// A record that passed the filters: its distance is `least` or more.
    fn candidate(&mut self, class: Class, posting: u64, longer: usize, least: usize) {
        let place = class.first_place + self.view.layout.place(posting);
        if self.best.reach(longer).is_some_and(|reach| least <= reach)
            && self.seen.insert(place as u32)
            && self.best.admits_at(self.view.record(place), least, longer)
            && let Some(reach) = self.best.reach(longer)
        {
            self.compare(class, place, reach, longer);
        }
    }

    /// Compares with one record and takes it in if it is good enough.
    fn compare(&mut self, class: Class, place: usize, reach: usize, longer: usize) {
        let tokens = self.view.tokens(class, place);
        let pattern = &self.query.pattern;
        let distance = if self.view.token_bytes == 3 {
            let tokens = tokens.chunks_exact(3);
            let tokens = tokens.map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]));
            pattern.within_tokens(tokens, reach)
        } else {
            let tokens = tokens.chunks_exact(4);
            let tokens =
                tokens.map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
            pattern.within_tokens(tokens, reach)
        };
        let Some(distance) = distance else {
            return;
        };
        let record = self.view.record(place);
        let candidate = Candidate {
            record,
            distance,
            longer,
        };
        if self.best.admits_at(record, distance, longer) && !(self.is_gone)(record) {
            let score = (self.refine)(candidate);
            self.best.offer(Hit { candidate, score });
        }
    }
}

const NO_CLASS: usize = u32::MAX as usize;

fn class_of(head: u64) -> usize {
    (head >> 32) as usize
}

/// The places that were compared already: an open hash table that grows.
#[derive(Default)]
struct Seen {
    /// Places, counted from 1.
    slots: Vec<u32>,
    count: usize,
}

impl Seen {
    /// Whether the place is new.
    fn insert(&mut self, place: u32) -> bool {
        if (self.count + 1) * 2 > self.slots.len() {
            let grown = vec![0; (self.slots.len() * 2).max(128)];
            let old = std::mem::replace(&mut self.slots, grown);
            self.count = 0;
            for slot in old.into_iter().filter(|&slot| slot > 0) {
                self.insert(slot - 1);
            }
        }
        let last = self.slots.len() - 1;
        let mut slot = (place.wrapping_mul(0x9E37_79B1) >> 7) as usize & last;
        loop {
            match self.slots[slot] {
                0 => break,
                found if found == place + 1 => return false,
                _ => slot = (slot + 1) & last,
            }
        }
        self.slots[slot] = place + 1;
        self.count += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::index::{IDENTITY, Limits};
    use super::super::super::oracle::{REFINERS, folded, naive, queries, records};
    use super::super::LayerBuilder;
    use super::*;
    use proptest::prelude::*;

    fn layer(records: &[Vec<u32>]) -> Layer {
        let mut builder = LayerBuilder::default();
        for (record, tokens) in records.iter().enumerate() {
            builder.push(record as u64, folded(tokens).all());
        }
        Layer::in_memory(builder.finish(&[])).unwrap()
    }

    fn search(layer: &Layer, query: &[u32], limits: Limits, refine: &mut Refine<'_>) -> Vec<Hit> {
        let keys = folded(query);
        let wanted = Wanted {
            keys: &keys,
            limits,
            most: IDENTITY + 2.0,
        };
        let mut best = Best::new(&wanted);
        layer.search(&wanted, &mut best, &|_| false, refine);
        best.into_hits()
    }

    proptest! {
        #[test]
        fn agrees_with_scoring_everything(
            records in records(),
            query in queries(),
            min in prop_oneof![Just(0.0), Just(30.0), Just(50.0), Just(62.0), Just(70.0), Just(85.0), Just(100.0)],
            top in 1_usize..8,
        ) {
            let limits = Limits { min, top };
            let layer = layer(&records);
            for refine in REFINERS {
                let found = search(&layer, &query, limits, &mut { refine });
                prop_assert_eq!(found, naive(&records, &query, limits, refine));
            }
        }
    }

    #[test]
    fn a_segment_may_be_of_any_length() {
        let long: Vec<u32> = (0..70_000).map(|n| n % 977).collect();
        let mut near = long.clone();
        near[100] = 5_000;
        near[69_000] = 5_001;
        let layer = layer(&[vec![1], near.clone(), long.clone(), vec![2, 3]]);
        let limits = Limits { min: 50.0, top: 5 };
        let found = search(&layer, &long, limits, &mut { REFINERS[0] });
        let found: Vec<_> = found
            .iter()
            .map(|hit| (hit.candidate.record, hit.candidate.distance))
            .collect();
        assert_eq!(found, [(2, 0), (1, 2)]);
    }

    #[test]
    fn seen_places_are_told_once() {
        let mut seen = Seen::default();
        for place in 0..1000 {
            assert!(seen.insert(place * 7));
        }
        assert!((0..1000).all(|place| !seen.insert(place * 7)));
    }
}
