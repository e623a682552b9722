//! Edit distance over token ids, 64 rows of the matrix at a time.
//!
//! Myers, «A fast bit-vector algorithm for approximate string matching based on dynamic
//! programming», JACM 46(3), 1999, in the form of Hyyrö, «A bit-vector algorithm for computing
//! Levenshtein and Damerau edit distances», Nordic Journal of Computing 10, 2003: global distance,
//! several words where the pattern is longer than one. One column costs a dozen operations a word.

const WORD: usize = 64;
/// No place: ends a list of places.
const NONE: u32 = u32::MAX;

/// A sequence made ready for many comparisons; memory is linear in its length.
pub(crate) struct Pattern {
    length: usize,
    words: usize,
    /// Open addressing with linear probing.
    slots: Vec<Slot>,
    /// For each place of the pattern, the next one with the same token.
    next_place: Vec<u32>,
    /// The places, as bits, of tokens that stand in more places than the pattern has words: 64
    /// tokens at most, so that memory stays linear while no column costs more than its words.
    dense: Vec<u64>,
}

/// What is known of one token of the pattern; a free slot has no places.
#[derive(Clone, Copy)]
struct Slot {
    token: u32,
    /// The first of its places.
    first_place: u32,
    /// Of a pattern of one word: its places as bits. Of a longer one: 0, or the number of the block
    /// of `dense` that holds them, counted from 1.
    mask: u64,
}

const FREE: Slot = Slot {
    token: 0,
    first_place: NONE,
    mask: 0,
};

impl Pattern {
    /// Prepares `tokens`; places beyond `u32` cannot occur, a segment is far smaller.
    pub(crate) fn new(tokens: &[u32]) -> Self {
        // A quarter full at most, so that the search for an absent token, the usual one, is short.
        let capacity = (tokens.len() * 4).next_power_of_two().max(16);
        let mut pattern = Self {
            length: tokens.len(),
            words: tokens.len().div_ceil(WORD).max(1),
            slots: vec![FREE; capacity],
            next_place: vec![NONE; tokens.len()],
            dense: Vec::new(),
        };
        for (place, &token) in tokens.iter().enumerate() {
            let slot = pattern.probe(token);
            let slot = &mut pattern.slots[slot];
            pattern.next_place[place] = slot.first_place;
            let mask = if pattern.words == 1 {
                slot.mask | 1 << place
            } else {
                0
            };
            *slot = Slot {
                token,
                first_place: place as u32,
                mask,
            };
        }
        if pattern.words > 1 {
            pattern.fill_dense();
        }
        pattern
    }

    fn fill_dense(&mut self) {
        for slot in 0..self.slots.len() {
            let first_place = self.slots[slot].first_place;
            let mut count = 0;
            self.for_each_place(first_place, |_| count += 1);
            if count <= self.words {
                continue;
            }
            let mut block = vec![0; self.words];
            self.for_each_place(first_place, |place| {
                block[place / WORD] |= 1 << (place % WORD);
            });
            self.dense.append(&mut block);
            self.slots[slot].mask = (self.dense.len() / self.words) as u64;
        }
    }

    /// The slot of `token`, or the free one where it would go.
    #[inline]
    fn probe(&self, token: u32) -> usize {
        let last = self.slots.len() - 1;
        // Fibonacci hashing: ids are small and dense, the high bits of the product are mixed best.
        let mut slot = (token.wrapping_mul(0x9E37_79B1) >> 8) as usize & last;
        while self.slots[slot].first_place != NONE && self.slots[slot].token != token {
            slot = (slot + 1) & last;
        }
        slot
    }

    /// The distance to `other` if it is at most `limit`; stops as soon as it cannot be.
    pub(crate) fn within(&self, other: &[u32], limit: usize) -> Option<usize> {
        self.within_tokens(other.iter().copied(), limit)
    }

    /// [`within`](Self::within) for tokens that are made one by one.
    #[inline]
    pub(crate) fn within_tokens(
        &self,
        other: impl ExactSizeIterator<Item = u32>,
        limit: usize,
    ) -> Option<usize> {
        let distance = if self.length == 0 {
            other.len()
        } else if self.length.abs_diff(other.len()) > limit {
            return None;
        } else if self.words == 1 {
            self.one_word(other, limit)?
        } else {
            self.many_words(other, limit)?
        };
        (distance <= limit).then_some(distance)
    }

    #[inline]
    fn one_word(&self, other: impl ExactSizeIterator<Item = u32>, limit: usize) -> Option<usize> {
        let last = 1_u64 << (self.length - 1);
        let mut column = Column::START;
        let mut distance = self.length;
        let mut left = other.len();
        for token in other {
            let matches = self.slots[self.probe(token)].mask;
            let (up, down) = column.step(matches, Carry::TOP, last);
            distance = distance + usize::from(up) - usize::from(down);
            left -= 1;
            // Each column still to come lowers the last row by one at most.
            if distance > limit.saturating_add(left) {
                return None;
            }
        }
        Some(distance)
    }

    fn many_words(&self, other: impl ExactSizeIterator<Item = u32>, limit: usize) -> Option<usize> {
        let last = 1_u64 << ((self.length - 1) % WORD);
        let mut columns = vec![Column::START; self.words];
        let mut sparse = vec![0_u64; self.words];
        let mut distance = self.length;
        let mut left = other.len();
        for token in other {
            let Slot {
                first_place,
                mask: block,
                ..
            } = self.slots[self.probe(token)];
            let matches = if block > 0 {
                &self.dense[(block as usize - 1) * self.words..block as usize * self.words]
            } else {
                self.for_each_place(first_place, |place| {
                    sparse[place / WORD] |= 1 << (place % WORD);
                });
                &sparse
            };
            let mut carry = Carry::TOP;
            let (inner, bottom) = columns.split_at_mut(self.words - 1);
            for (column, &mask) in inner.iter_mut().zip(matches) {
                let (up, down) = column.step(mask, carry, 1 << (WORD - 1));
                carry = Carry { up, down };
            }
            let (up, down) = bottom[0].step(matches[self.words - 1], carry, last);
            if block == 0 {
                self.for_each_place(first_place, |place| sparse[place / WORD] = 0);
            }
            distance = distance + usize::from(up) - usize::from(down);
            left -= 1;
            if distance > limit.saturating_add(left) {
                return None;
            }
        }
        Some(distance)
    }

    fn for_each_place(&self, first: u32, mut visit: impl FnMut(usize)) {
        let mut place = first;
        while place != NONE {
            visit(place as usize);
            place = self.next_place[place as usize];
        }
    }
}

/// Horizontal difference that enters a word from above.
#[derive(Clone, Copy)]
struct Carry {
    up: bool,
    down: bool,
}

impl Carry {
    /// The first row of a global distance grows by one with each column.
    const TOP: Self = Self {
        up: true,
        down: false,
    };
}

/// Vertical differences of one word of a column: where it rises (`plus`) and falls (`minus`).
#[derive(Clone, Copy)]
struct Column {
    plus: u64,
    minus: u64,
}

impl Column {
    const START: Self = Self { plus: !0, minus: 0 };

    /// Moves one column on; gives whether the row `row` (one bit) rises or falls.
    #[inline]
    fn step(&mut self, matches: u64, carry: Carry, row: u64) -> (bool, bool) {
        let vertical = matches | self.minus;
        let matches = matches | u64::from(carry.down);
        let diagonal = ((matches & self.plus).wrapping_add(self.plus) ^ self.plus) | matches;
        let rises = self.minus | !(diagonal | self.plus);
        let falls = self.plus & diagonal;
        let shifted_rises = (rises << 1) | u64::from(carry.up);
        let shifted_falls = (falls << 1) | u64::from(carry.down);
        self.plus = shifted_falls | !(vertical | shifted_rises);
        self.minus = shifted_rises & vertical;
        (rises & row != 0, falls & row != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sequence(longest: usize) -> impl Strategy<Value = Vec<u32>> {
        // Few ids make many matches and repeats; u32::MAX and 0 try the hash table's edges.
        let id = prop_oneof![0_u32..6, 0_u32..200, Just(u32::MAX), Just(0)];
        proptest::collection::vec(id, 0..longest)
    }

    proptest! {
        #[test]
        fn agrees_with_the_plain_matrix(a in sequence(40), b in sequence(40)) {
            let expected = strsim::generic_levenshtein(&a, &b);
            prop_assert_eq!(Pattern::new(&a).within(&b, usize::MAX), Some(expected));
        }

        #[test]
        fn agrees_over_several_words(a in sequence(400), b in sequence(300)) {
            let expected = strsim::generic_levenshtein(&a, &b);
            prop_assert_eq!(Pattern::new(&a).within(&b, usize::MAX), Some(expected));
        }

        #[test]
        fn the_limit_cuts_exactly(a in sequence(150), b in sequence(150), limit in 0_usize..160) {
            let expected = strsim::generic_levenshtein(&a, &b);
            let found = Pattern::new(&a).within(&b, limit);
            prop_assert_eq!(found, (expected <= limit).then_some(expected));
        }
    }

    #[test]
    fn word_edges() {
        for length in [1_u32, 63, 64, 65, 127, 128, 129, 192] {
            let a: Vec<u32> = (0..length).collect();
            let mut b = a.clone();
            *b.last_mut().unwrap() = 999;
            b.insert(0, 998);
            assert_eq!(Pattern::new(&a).within(&a, 0), Some(0), "{length}");
            let expected = strsim::generic_levenshtein(&a, &b);
            assert_eq!(Pattern::new(&a).within(&b, 5), Some(expected), "{length}");
        }
    }
}
