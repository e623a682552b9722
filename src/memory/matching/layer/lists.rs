//! The lists of a layer: of each element, the records that have it among their rarest.
//!
//! Records are laid out in the order of their lengths first ([`Order`], [`Records`]), each by itself;
//! then each thread makes the lists of a share of the elements. The layer is the same whatever the
//! number of threads.

use super::signature::Layout;
use rayon::prelude::*;

/// Records that one thread takes at a time.
const SHARE: usize = 256;

/// The records by length, equal lengths by their numbers.
pub(super) struct Order {
    /// At each place the record, counted from 0, and where its elements begin.
    pub(super) records: Vec<(u32, usize)>,
    /// Of each length that occurs: length, first place, first token.
    pub(super) lengths: Vec<[u64; 3]>,
    /// Most records of one length.
    pub(super) most: usize,
}

impl Order {
    pub(super) fn new(record_lengths: &[u32]) -> Self {
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
        records.par_sort_by_key(|&(record, _)| record_lengths[record as usize]);
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
            lengths,
            most,
        }
    }

    /// Each length that occurs, with its records.
    fn classes(&self) -> impl Iterator<Item = (usize, &[(u32, usize)])> {
        let ends = self.lengths.iter().skip(1).map(|next| next[1] as usize);
        let ends = ends.chain([self.records.len()]);
        let classes = self.lengths.iter().zip(ends);
        classes
            .map(|(&[length, first, _], end)| (length as usize, &self.records[first as usize..end]))
    }
}

/// What the elements of the records are.
pub(super) struct Elements<'a> {
    /// Those of each record in the order of its keys, one record after the other.
    pub(super) all: &'a [u32],
    /// The rank of each by falling frequency.
    pub(super) ranks: &'a [u32],
    /// The token of each: the rank of the word that it is a repeat of.
    pub(super) tokens: &'a [u32],
}

/// What is told of each record, by its place.
pub(super) struct Records {
    /// The tokens.
    pub(super) packed: Vec<u8>,
    /// The ranks of the rarest elements, [`prefix`] many each, the rarest first.
    rarest: Vec<u32>,
    /// The bits of all elements.
    signatures: Vec<u64>,
}

impl Records {
    pub(super) fn new(
        elements: &Elements<'_>,
        order: &Order,
        layout: Layout,
        token_bytes: usize,
    ) -> Self {
        let listed = order
            .classes()
            .map(|(length, class)| prefix(length) * class.len());
        let mut laid = Self {
            packed: vec![0; elements.all.len() * token_bytes],
            rarest: vec![0; listed.sum()],
            signatures: vec![0; order.records.len()],
        };
        let mut packed = laid.packed.as_mut_slice();
        let mut rarest = laid.rarest.as_mut_slice();
        let mut signatures = laid.signatures.as_mut_slice();
        for (length, class) in order.classes() {
            let (these_packed, behind) = packed.split_at_mut(length * token_bytes * class.len());
            packed = behind;
            let (these_rarest, behind) = rarest.split_at_mut(prefix(length) * class.len());
            rarest = behind;
            let (these_signatures, behind) = signatures.split_at_mut(class.len());
            signatures = behind;
            if length == 0 {
                continue;
            }
            class
                .par_iter()
                .zip(these_packed.par_chunks_exact_mut(length * token_bytes))
                .zip(these_rarest.par_chunks_exact_mut(prefix(length)))
                .zip(these_signatures)
                .with_min_len(SHARE)
                .for_each_init(
                    Vec::new,
                    |ranks, (((record, packed), rarest), signature)| {
                        let own = &elements.all[record.1..record.1 + length];
                        for (token, &element) in packed.chunks_exact_mut(token_bytes).zip(own) {
                            let bytes = elements.tokens[element as usize].to_le_bytes();
                            token.copy_from_slice(&bytes[..token_bytes]);
                        }
                        ranks.clear();
                        ranks.extend(own.iter().map(|&element| elements.ranks[element as usize]));
                        ranks.sort_unstable_by(|a, b| b.cmp(a));
                        rarest.copy_from_slice(&ranks[..rarest.len()]);
                        *signature = ranks.iter().fold(0, |bits, &rank| bits | layout.bit(rank));
                    },
                );
        }
        laid
    }

    /// Calls `visit` with each place's length class, its place in the class, its signature and its
    /// rarest elements.
    fn each(&self, order: &Order, mut visit: impl FnMut(u32, usize, u64, &[u32])) {
        let (mut rarest, mut signatures) = (self.rarest.as_slice(), self.signatures.iter());
        for (class, (length, records)) in order.classes().enumerate() {
            for place in 0..records.len() {
                let (these, behind) = rarest.split_at(prefix(length));
                rarest = behind;
                let signature = signatures.next().copied().unwrap_or_default();
                visit(class as u32, place, signature, these);
            }
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
pub(super) struct Lists {
    pub(super) starts: Vec<u32>,
    pub(super) words: Vec<u64>,
}

/// How much is in a list.
#[derive(Clone, Copy)]
struct Size {
    postings: u32,
    groups: u32,
    last_class: u32,
}

/// Where the next head and the next posting of a list go, counted from the first word of its share.
#[derive(Clone, Copy)]
struct Ends {
    head: u32,
    posting: u32,
    /// The first posting.
    first: u32,
    last_class: u32,
}

const NO_CLASS: u32 = u32::MAX;

impl Lists {
    pub(super) fn new(records: &Records, order: &Order, layout: Layout, count: usize) -> Self {
        let sizes = sizes(records, order, count);
        let mut starts = Vec::with_capacity(count + 1);
        let mut total = 0_u32;
        for size in &sizes {
            starts.push(total);
            if size.postings > 0 {
                total += size.groups + 1 + size.postings;
            }
        }
        starts.push(total);
        let mut words = vec![0_u64; total as usize];
        let mut shares = Vec::new();
        let (mut rest, mut first) = (words.as_mut_slice(), 0);
        for share in 1..=rayon::current_num_threads() {
            let until = u64::from(total) * share as u64 / rayon::current_num_threads() as u64;
            let end = starts[..count].partition_point(|&start| u64::from(start) < until);
            let end = end.max(first);
            let (own, behind) = rest.split_at_mut((starts[end] - starts[first]) as usize);
            rest = behind;
            shares.push((first, &sizes[first..end], own));
            first = end;
        }
        shares.into_par_iter().for_each(|(first, sizes, words)| {
            fill(words, (first, sizes), records, order, layout);
        });
        Self { starts, words }
    }
}

/// How much each element's list will hold.
fn sizes(records: &Records, order: &Order, count: usize) -> Vec<Size> {
    let empty = Size {
        postings: 0,
        groups: 0,
        last_class: NO_CLASS,
    };
    let mut sizes = vec![empty; count];
    let share = count.div_ceil(rayon::current_num_threads()).max(1);
    let shares = sizes.par_chunks_mut(share).enumerate();
    shares.for_each(|(number, sizes)| {
        let first = number * share;
        records.each(order, |class, _, _, rarest| {
            for &element in rarest {
                let Some(size) = sizes.get_mut((element as usize).wrapping_sub(first)) else {
                    continue;
                };
                size.postings += 1;
                if size.last_class != class {
                    size.last_class = class;
                    size.groups += 1;
                }
            }
        });
    });
    sizes
}

/// Fills the lists of the elements from `first` on, which have these sizes.
fn fill(
    words: &mut [u64],
    (first, sizes): (usize, &[Size]),
    records: &Records,
    order: &Order,
    layout: Layout,
) {
    let mut ends = heads(words, sizes);
    records.each(order, |class, place, signature, rarest| {
        for (position, &element) in rarest.iter().enumerate() {
            let Some(end) = ends.get_mut((element as usize).wrapping_sub(first)) else {
                continue;
            };
            if end.last_class != class {
                end.last_class = class;
                let before = end.posting - end.first;
                words[end.head as usize] = u64::from(class) << 32 | u64::from(before);
                end.head += 1;
            }
            words[end.posting as usize] = layout.posting(signature, position, place);
            end.posting += 1;
        }
    });
    for end in &ends {
        sort(words, end, layout);
    }
}

/// Lays out lists of these sizes: writes the head behind the last group of each, and tells where
/// the others go.
fn heads(words: &mut [u64], sizes: &[Size]) -> Vec<Ends> {
    let mut start = 0;
    let ends = sizes.iter().map(|size| {
        let head = start;
        if size.postings > 0 {
            let behind = head + size.groups;
            words[behind as usize] = u64::from(u32::MAX) << 32 | u64::from(size.postings);
            start = behind + 1 + size.postings;
        }
        Ends {
            head,
            posting: head + size.groups + 1,
            first: head + size.groups + 1,
            last_class: NO_CLASS,
        }
    });
    ends.collect()
}

/// Sorts each group of a list, which is full, by position and place.
fn sort(words: &mut [u64], end: &Ends, layout: Layout) {
    if end.posting == end.first {
        return;
    }
    let (before, postings) = words[..end.posting as usize].split_at_mut(end.first as usize);
    // The groups' heads, of which the first one tells 0, and the one behind them.
    let mut end = postings.len();
    for &head in before.iter().rev() {
        let start = head as u32 as usize;
        postings[start..end].sort_unstable_by_key(|&posting| layout.rank(posting));
        end = start;
        if start == 0 {
            break;
        }
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
    fn classes_are_the_records_of_one_length() {
        let order = Order::new(&[2, 0, 2, 5]);
        let classes: Vec<_> = order.classes().collect();
        let expected: [(usize, &[(u32, usize)]); 3] =
            [(0, &[(1, 2)]), (2, &[(0, 0), (2, 2)]), (5, &[(3, 4)])];
        assert_eq!(classes, expected);
        assert_eq!(order.most, 2);
    }
}
