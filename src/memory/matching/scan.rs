//! The exact linear scan: every record whose length and bag of tokens allow it is compared.
//!
//! It is the oracle of the index, and quick enough for a hundred thousand units.

use super::distance::Pattern;
use super::index::{Best, Candidate, Hit, Index, Refine, Wanted};
use super::key::Folded;
use std::collections::HashMap;
use std::ops::Range;

/// Collects the records of a [`Scan`].
#[derive(Default)]
pub struct ScanBuilder {
    vocabulary: HashMap<Box<str>, u32>,
    tokens: Vec<u32>,
    /// Where each record's tokens end.
    ends: Vec<usize>,
    records: Vec<u64>,
}

impl ScanBuilder {
    /// Adds a record under its number. Numbers rise.
    pub fn push(&mut self, record: u64, keys: &Folded) {
        for (key, _) in keys.iter() {
            let next = self.vocabulary.len() as u32;
            let id = match self.vocabulary.get(key) {
                Some(&id) => id,
                None => *self.vocabulary.entry(key.into()).or_insert(next),
            };
            self.tokens.push(id);
        }
        self.ends.push(self.tokens.len());
        self.records.push(record);
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Sorts the records by length; equal lengths stay in order.
    #[must_use]
    pub fn finish(self) -> Scan {
        let length = |record: usize| {
            self.ends[record] - record.checked_sub(1).map_or(0, |before| self.ends[before])
        };
        let mut order: Vec<u32> = (0..self.ends.len() as u32).collect();
        order.sort_by_key(|&record| length(record as usize));
        let longest = order.last().map_or(0, |&record| length(record as usize));
        let mut scan = Scan {
            vocabulary: self.vocabulary,
            tokens: Vec::with_capacity(self.tokens.len()),
            starts: Vec::with_capacity(order.len()),
            first_of_length: Vec::with_capacity(longest + 2),
            bags: Bags::default(),
            records: Vec::new(),
        };
        let mut seen = Repeats::default();
        for (place, &record) in order.iter().enumerate() {
            let end = self.ends[record as usize];
            let tokens = &self.tokens[end - length(record as usize)..end];
            while scan.first_of_length.len() <= tokens.len() {
                scan.first_of_length.push(place);
            }
            scan.starts.push(scan.tokens.len());
            scan.tokens.extend_from_slice(tokens);
            scan.bags.push(seen.bag(tokens));
        }
        scan.first_of_length.push(order.len());
        scan.records = order
            .iter()
            .map(|&record| self.records[record as usize])
            .collect();
        scan
    }
}

/// The bag of a record's tokens as 128 bits: the k-th repeat of a token is an element of its own,
/// each element sets one bit.
///
/// A bit that only one of two bags has stands for an element that the other text lacks, and each
/// edit mends at most one such element on either side: the distance is at least the greater of the
/// two counts.
#[derive(Clone, Copy, Default)]
struct Bag([u64; 2]);

impl Bag {
    fn ones(self) -> u8 {
        // 128 at most.
        (self.0[0].count_ones() + self.0[1].count_ones()) as u8
    }
}

/// Records whose bags are compared in one go.
const BLOCK: usize = 64;

/// The bags of all records, laid out so that a block of them is compared in straight lines of
/// vector instructions.
#[derive(Default)]
struct Bags {
    low: Vec<u64>,
    high: Vec<u64>,
    ones: Vec<u8>,
}

impl Bags {
    fn push(&mut self, bag: Bag) {
        self.low.push(bag.0[0]);
        self.high.push(bag.0[1]);
        self.ones.push(bag.ones());
    }

    /// Lower bounds of the distances between the query and the records at `places`, 64 at most.
    fn bounds(&self, query: Bag, places: Range<usize>, bounds: &mut [u8; BLOCK]) {
        let records = self.low[places.clone()]
            .iter()
            .zip(&self.high[places.clone()]);
        let records = records.zip(&self.ones[places]);
        let ones = query.ones();
        for (bound, ((low, high), other)) in bounds.iter_mut().zip(records) {
            let differing = (query.0[0] ^ low).count_ones() + (query.0[1] ^ high).count_ones();
            // With as many more on one side, the greater of the two counts.
            *bound = ((differing + u32::from(ones.abs_diff(*other))) / 2) as u8;
        }
    }
}

/// Counts the repeats of tokens in one record after another.
#[derive(Default)]
struct Repeats {
    sorted: Vec<u32>,
}

impl Repeats {
    fn bag(&mut self, tokens: &[u32]) -> Bag {
        self.sorted.clear();
        self.sorted.extend_from_slice(tokens);
        self.sorted.sort_unstable();
        let mut bag = Bag::default();
        let (mut last, mut repeat) = (None, 0_u64);
        for &token in &self.sorted {
            repeat = if last == Some(token) { repeat + 1 } else { 0 };
            last = Some(token);
            let element = u64::from(token) | repeat << 32;
            let bit = element.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 57;
            bag.0[(bit >> 6) as usize] |= 1 << (bit & 63);
        }
        bag
    }
}

/// An index in memory that compares the query with every record of a fitting length.
///
/// Memory: 4 bytes a token and 29 a record, with the vocabulary. A search reads 17 bytes for each
/// record whose length is within reach.
pub struct Scan {
    vocabulary: HashMap<Box<str>, u32>,
    /// All records' tokens, the shortest record first.
    tokens: Vec<u32>,
    /// Where each record's tokens start.
    starts: Vec<usize>,
    /// The place of the first record of each length, and one entry more.
    first_of_length: Vec<usize>,
    bags: Bags,
    /// The record's number at each place.
    records: Vec<u64>,
}

impl Scan {
    fn tokens_at(&self, place: usize) -> &[u32] {
        let end = self
            .starts
            .get(place + 1)
            .copied()
            .unwrap_or(self.tokens.len());
        &self.tokens[self.starts[place]..end]
    }

    /// The ids of a query's keys; unknown ones get ids of their own.
    fn ids(&self, keys: &Folded) -> Vec<u32> {
        let mut unknown: HashMap<&str, u32> = HashMap::new();
        keys.iter()
            .map(|(key, _)| {
                self.vocabulary.get(key).copied().unwrap_or_else(|| {
                    let next = (self.vocabulary.len() + unknown.len()) as u32;
                    *unknown.entry(key).or_insert(next)
                })
            })
            .collect()
    }

    /// The places of the records with `length` tokens.
    fn places(&self, length: usize) -> Range<usize> {
        match (
            self.first_of_length.get(length),
            self.first_of_length.get(length + 1),
        ) {
            (Some(&first), Some(&next)) => first..next,
            _ => 0..0,
        }
    }

    /// Compares with all records of one length.
    fn search_length(
        &self,
        query: &Prepared,
        length: usize,
        best: &mut Best,
        refine: &mut Refine<'_>,
    ) {
        let longer = query.length.max(length);
        let Some(mut limit) = best.reach(longer) else {
            return;
        };
        let places = self.places(length);
        let mut bounds = [0; BLOCK];
        for start in places.clone().step_by(BLOCK) {
            let block = start..places.end.min(start + BLOCK);
            self.bags.bounds(query.bag, block.clone(), &mut bounds);
            for (place, &bound) in block.zip(&bounds) {
                if usize::from(bound) > limit {
                    continue;
                }
                self.compare(query, place, limit, best, refine);
                match best.reach(longer) {
                    Some(lower) => limit = lower,
                    None => return,
                }
            }
        }
    }

    /// Compares with one record and takes it in if it is good enough.
    fn compare(
        &self,
        query: &Prepared,
        place: usize,
        limit: usize,
        best: &mut Best,
        refine: &mut Refine<'_>,
    ) {
        let tokens = self.tokens_at(place);
        let Some(distance) = query.pattern.within(tokens, limit) else {
            return;
        };
        let longer = query.length.max(tokens.len());
        let candidate = Candidate {
            record: self.records[place],
            distance,
            longer,
        };
        if best.admits_at(candidate.record, distance, longer) {
            let score = refine(candidate);
            best.offer(Hit { candidate, score });
        }
    }
}

/// A query ready for the scan.
struct Prepared {
    length: usize,
    pattern: Pattern,
    bag: Bag,
}

impl Index for Scan {
    fn len(&self) -> usize {
        self.records.len()
    }

    fn search(&self, wanted: Wanted<'_>, refine: &mut Refine<'_>) -> Vec<Hit> {
        let ids = self.ids(wanted.keys);
        let length = ids.len();
        let mut best = Best::new(&wanted);
        if length == 0 || wanted.limits.top == 0 {
            return Vec::new();
        }
        let query = Prepared {
            length,
            pattern: Pattern::new(&ids),
            bag: Repeats::default().bag(&ids),
        };
        self.search_length(&query, length, &mut best, refine);
        // The nearest lengths first: the best records raise the bound early.
        let longest = self.first_of_length.len().saturating_sub(2);
        let (mut shorter_left, mut longer_left) = (true, true);
        for away in 1.. {
            longer_left &= length + away <= longest && within_reach(length, length + away, &best);
            shorter_left &= away < length && within_reach(length, length - away, &best);
            if longer_left {
                self.search_length(&query, length + away, &mut best, refine);
            }
            if shorter_left {
                self.search_length(&query, length - away, &mut best, refine);
            }
            if !longer_left && !shorter_left {
                break;
            }
        }
        best.into_hits()
    }
}

/// Whether records of another length can still get among the best.
fn within_reach(length: usize, other: usize, best: &Best) -> bool {
    best.reach(length.max(other))
        .is_some_and(|limit| length.abs_diff(other) <= limit)
}

#[cfg(test)]
mod tests {
    use super::super::index::{IDENTITY, Limits};
    use super::super::oracle::{folded, naive, queries, records};
    use super::*;
    use proptest::prelude::*;

    fn scan(records: &[Vec<u32>]) -> Scan {
        let mut builder = ScanBuilder::default();
        for (record, tokens) in records.iter().enumerate() {
            builder.push(record as u64, &folded(tokens));
        }
        builder.finish()
    }

    fn search(
        records: &[Vec<u32>],
        query: &[u32],
        limits: Limits,
        refine: &mut Refine<'_>,
    ) -> Vec<Hit> {
        let keys = folded(query);
        let wanted = Wanted {
            keys: &keys,
            limits,
            most: IDENTITY + 2.0,
        };
        scan(records).search(wanted, refine)
    }

    proptest! {
        #[test]
        fn agrees_with_scoring_everything(
            records in records(),
            query in queries(),
            min in prop_oneof![Just(0.0), Just(50.0), Just(70.0), Just(85.0), Just(100.0)],
            top in 1_usize..8,
        ) {
            let limits = Limits { min, top };
            for refine in super::super::oracle::REFINERS {
                let found = search(&records, &query, limits, &mut { refine });
                prop_assert_eq!(found, naive(&records, &query, limits, refine));
            }
        }
    }

    #[test]
    fn neighbours_lift_equal_keys_over_earlier_ones() {
        let records = vec![vec![1, 2], vec![1, 2], vec![1, 2], vec![1, 3]];
        let limits = Limits { min: 70.0, top: 1 };
        let found = search(&records, &[1, 2], limits, &mut |candidate| {
            100.0 + if candidate.record == 2 { 2.0 } else { 0.0 }
        });
        assert_eq!(found[0].candidate.record, 2);
        assert_eq!(found[0].score, 102.0);
    }

    #[test]
    fn an_empty_query_or_index_finds_nothing() {
        let limits = Limits { min: 0.0, top: 3 };
        assert_eq!(search(&[], &[1], limits, &mut |_| 1.0), []);
        assert_eq!(search(&[vec![]], &[], limits, &mut |_| 1.0), []);
        assert_eq!(search(&[vec![], vec![5]], &[1], limits, &mut |_| 0.0), []);
    }
}
