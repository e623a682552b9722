//! Which words stand in beads together: the cells that the translation model learns from.

use super::corpus::Vocabularies;
use super::model::WordPair;
use super::prior::PairPrior;

/// A word that occurs more often than this is frequent. Two words that met once are not followed if one
/// of them is: its translations are known from elsewhere, and such pairs are most of all pairs of a
/// long text.
const FREQUENT: u32 = 50;

/// A word of so much prior is known: half of the weight of a lexicon entry of probability 1. Two known
/// words that are not known as each other's translations are followed only if they met more than once
/// and neither is frequent.
const KNOWN: f64 = 1.5;

/// From so many cells on they are shared among [`SHARDS`]. A rule of the data, not of the machine:
/// sums in another order are other sums.
const SHARED: usize = 1 << 15;

/// Parts that are counted at the same time.
const SHARDS: usize = 2;

/// A word pair that is not followed.
const NO_PAIR: u32 = u32::MAX;

/// Every pair of words that stands in one bead or in the prior, and where they stand.
pub(super) struct Cooccurrence {
    /// Sorted, without repeats.
    pub(super) pairs: Vec<(u32, u32)>,
    /// The beads, in order, in parts of about the same size.
    pub(super) shards: Vec<Cells>,
}

/// The followed word pairs of some beads.
#[derive(Default)]
pub(super) struct Cells {
    /// Source words of each bead: its rows.
    rows: Vec<u8>,
    /// For all beads, where the cells of each row end.
    ends: Vec<u32>,
    /// For each cell the place of its pair among all pairs.
    places: Vec<u32>,
    /// For each cell the target word of the bead.
    columns: Vec<u8>,
}

impl Cells {
    /// The cells of each bead, in order.
    pub(super) fn beads(&self) -> impl Iterator<Item = Bead<'_>> {
        let (mut row, mut cell) = (0, 0);
        self.rows.iter().map(move |&rows| {
            let ends = &self.ends[row..row + rows as usize];
            let first = cell;
            row += rows as usize;
            cell = ends.last().map_or(cell, |&end| end as usize);
            Bead {
                first,
                ends,
                places: &self.places[first..cell],
                at: &self.columns[first..cell],
            }
        })
    }

    /// Drops the cells whose place in `kept` is false.
    pub(super) fn retain(&mut self, kept: &[bool]) {
        let mut written = 0;
        let mut read = 0;
        for end in &mut self.ends {
            while read < *end as usize {
                if kept[read] {
                    self.places[written] = self.places[read];
                    self.columns[written] = self.columns[read];
                    written += 1;
                }
                read += 1;
            }
            *end = written as u32;
        }
        self.places.truncate(written);
        self.columns.truncate(written);
    }
}

/// The cells of one bead.
pub(super) struct Bead<'a> {
    /// The first cell, among all cells.
    first: usize,
    ends: &'a [u32],
    places: &'a [u32],
    at: &'a [u8],
}

impl<'a> Bead<'a> {
    /// For each source word its cells: place of the pair and target word.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&'a [u32], &'a [u8])> {
        let (mut start, first) = (0, self.first);
        let (places, at) = (self.places, self.at);
        self.ends.iter().map(move |&end| {
            let row = start..end as usize - first;
            start = row.end;
            (&places[row.clone()], &at[row])
        })
    }
}

impl Cooccurrence {
    /// Goes through the beads of each source word in turn, so that memory holds the pairs that are
    /// kept and one number for each cell of the beads. No bead may have more than 255 words a side.
    pub(super) fn count(words: &Vocabularies, beads: &[WordPair<'_>], prior: &[PairPrior]) -> Self {
        let (mut known_sources, mut known_targets) =
            (vec![0.0; words.source.len()], vec![0.0; words.target.len()]);
        for pair in prior {
            known_sources[pair.source as usize] += pair.forward;
            known_targets[pair.target as usize] += pair.backward;
        }
        let standing = Standing::of(words.source.len(), beads);
        let mut places = vec![NO_PAIR; standing.cells];
        let mut pairs = Vec::new();
        let mut counts = vec![0_u32; words.target.len()];
        let mut place_of = vec![NO_PAIR; words.target.len()];
        let mut met: Vec<u32> = Vec::new();
        let mut prior = prior.iter().peekable();
        for source in 0..words.source.len() as u32 {
            let here = standing.of_word(source);
            for &(bead, _) in here {
                for &target in beads[bead as usize].1 {
                    let count = &mut counts[target as usize];
                    if *count == 0 {
                        met.push(target);
                    }
                    *count += 1;
                }
            }
            let rare = words.source.occurrences(source) <= FREQUENT;
            let is_known = known_sources[source as usize] >= KNOWN;
            met.retain(|&target| {
                let once = counts[target as usize] == 1;
                counts[target as usize] = 0;
                let both_rare = rare && words.target.occurrences(target) <= FREQUENT;
                if is_known && known_targets[target as usize] >= KNOWN {
                    !once && both_rare
                } else {
                    !once || both_rare
                }
            });
            while let Some(pair) = prior.next_if(|pair| pair.source == source) {
                met.push(pair.target);
            }
            met.sort_unstable();
            met.dedup();
            let first = pairs.len();
            for target in met.drain(..) {
                place_of[target as usize] = pairs.len() as u32;
                pairs.push((source, target));
            }
            for &(bead, row) in here {
                let targets = beads[bead as usize].1;
                for (place, &target) in places[row..row + targets.len()].iter_mut().zip(targets) {
                    *place = place_of[target as usize];
                }
            }
            for pair in &pairs[first..] {
                place_of[pair.1 as usize] = NO_PAIR;
            }
        }
        Self {
            pairs,
            shards: shards(beads, places),
        }
    }
}

/// The followed ones among all cells of the beads. Works within `places`: there are many.
fn shards(beads: &[WordPair<'_>], mut places: Vec<u32>) -> Vec<Cells> {
    let shards = if places.len() < SHARED { 1 } else { SHARDS };
    let size = places.len().div_ceil(shards);
    let mut all: Vec<Cells> = Vec::with_capacity(shards);
    // Where the cells of each shard begin among those that are followed.
    let mut begins = Vec::with_capacity(shards);
    let (mut read, mut written) = (0, 0);
    for (source, target) in beads {
        if read >= all.len() * size {
            begins.push(written);
            all.push(Cells::default());
        }
        let (Some(cells), Some(&begin)) = (all.last_mut(), begins.last()) else {
            break;
        };
        cells.rows.push(source.len() as u8);
        for _ in *source {
            for column in 0..target.len() {
                let place = places[read];
                read += 1;
                if place != NO_PAIR {
                    places[written] = place;
                    written += 1;
                    cells.columns.push(column as u8);
                }
            }
            cells.ends.push((written - begin) as u32);
        }
    }
    places.truncate(written);
    for (cells, &begin) in all.iter_mut().zip(&begins).rev() {
        cells.places = places.split_off(begin);
    }
    all
}

/// Where each source word stands in the beads.
struct Standing {
    starts: Vec<u32>,
    /// Bead, and where the cells of this word begin among all cells.
    entries: Vec<(u32, usize)>,
    /// Cells of all beads: the products of their lengths.
    cells: usize,
}

impl Standing {
    fn of(words: usize, beads: &[WordPair<'_>]) -> Self {
        let mut starts = vec![0_u32; words + 1];
        for &word in beads.iter().flat_map(|bead| bead.0) {
            starts[word as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0); starts[words] as usize];
        let mut cells = 0;
        for (bead, (source, target)) in beads.iter().enumerate() {
            for &word in *source {
                let at = &mut next[word as usize];
                entries[*at as usize] = (bead as u32, cells);
                *at += 1;
                cells += target.len();
            }
        }
        Self {
            starts,
            entries,
            cells,
        }
    }

    fn of_word(&self, word: u32) -> &[(u32, usize)] {
        &self.entries[self.starts[word as usize] as usize..self.starts[word as usize + 1] as usize]
    }
}
