//! The bag of a record's elements in the bits that a posting has to spare.
//!
//! Each element sets one bit. A bit that only the query has stands for an element that the record
//! lacks, and the other way round, so the counts of such bits bound the overlap from above.

/// Bits of a posting that hold the place of its element in the record's prefix.
pub(super) const POSITION_BITS: u32 = 4;
/// Greater places are all told as this one.
pub(super) const LAST_POSITION: usize = (1 << POSITION_BITS) - 1;
/// Most bits of a posting that number a record among those of its length.
pub(super) const MOST_PLACE_BITS: u32 = 24;

/// How the 64 bits of a posting are shared: the signature above, then the position, then the place
/// among the records of one length. Few records leave more bits for the signature.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) place_bits: u32,
}

impl Layout {
    /// A layout for lengths that have at most so many records each.
    pub(super) fn for_places(most: usize) -> Self {
        let place_bits = usize::BITS - most.saturating_sub(1).leading_zeros();
        Self { place_bits }
    }

    fn below(self) -> u32 {
        self.place_bits + POSITION_BITS
    }

    /// The bits that are the signature.
    pub(super) fn mask(self) -> u64 {
        !0 << self.below()
    }

    /// The bit of an element.
    #[inline]
    pub(super) fn bit(self, element: u32) -> u64 {
        let bits = u64::from(u64::BITS - self.below());
        // Fibonacci hashing, then the product's high half as a fraction of the bits there are.
        let hash = u64::from(element.wrapping_mul(0x9E37_79B1));
        1 << (u64::from(self.below()) + ((hash * bits) >> 32))
    }

    /// A posting.
    pub(super) fn posting(self, signature: u64, position: usize, place: usize) -> u64 {
        let position = position.min(LAST_POSITION) as u64;
        signature | position << self.place_bits | place as u64
    }

    /// The part of a posting by which a group is sorted: position, then place.
    pub(super) fn rank(self, posting: u64) -> u64 {
        posting & !self.mask()
    }

    #[inline]
    pub(super) fn place(self, posting: u64) -> usize {
        (posting & ((1 << self.place_bits) - 1)) as usize
    }

    /// Postings from this one on have a greater position than `position`; `None` where no posting
    /// can be told to.
    pub(super) fn first_beyond(self, position: usize) -> Option<u64> {
        (position < LAST_POSITION).then(|| (position as u64 + 1) << self.place_bits)
    }
}
