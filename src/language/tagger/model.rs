//! A trained tagger, and its file.

use super::Tag;
use super::features::{Features, Sentence, hash};
use crate::language::bytes::{DecodeError, Envelope, Reader, Writer};
use crate::language::lemma::FormLexicon;

const ENVELOPE: Envelope = Envelope {
    kind: "tagger",
    magic: *b"BTTG",
    version: 1,
};

/// Weights of a feature, one for each tag; a multiple of four lets them be added at once.
pub(super) const LANES: usize = 20;

/// Weights as stored.
pub(super) type Row = [i8; LANES];

/// A tagger for one language: greedy, from left to right, about two microseconds a word.
///
/// It is trained by [`train`](super::train()) and kept as bytes by [`encode`](Self::encode).
pub struct Model {
    /// Checksum of the lexicon whose classes are among the features; 0 for none.
    lexicon: u64,
    /// Hashes of features, open addressing with linear probing; `EMPTY` rows are free.
    slots: Vec<(u32, u32)>,
    rows: Vec<Row>,
    /// Words that are always tagged the same, sorted by hash.
    fixed: Vec<(u64, Tag)>,
}

const EMPTY: u32 = u32::MAX;

impl Model {
    /// A model of these features, which must be sorted by hash and unique.
    pub(super) fn new(lexicon: u64, features: &[(u32, Row)], fixed: Vec<(u64, Tag)>) -> Self {
        let size = (features.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![(0, EMPTY); size];
        for (row, &(key, _)) in (0..).zip(features) {
            let mut slot = key as usize & (size - 1);
            while slots[slot].1 != EMPTY {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = (key, row);
        }
        let rows = features.iter().map(|&(_, row)| row).collect();
        Self {
            lexicon,
            slots,
            rows,
            fixed,
        }
    }

    /// Whether this model was trained beside `lexicon`.
    #[must_use]
    pub fn fits(&self, lexicon: Option<&FormLexicon>) -> bool {
        self.lexicon == lexicon.map_or(0, FormLexicon::checksum)
    }

    /// Number of features with a weight.
    #[must_use]
    pub fn features(&self) -> usize {
        self.rows.len()
    }

    /// The tags of the words of one sentence.
    ///
    /// `lexicon` is the one of the training, see [`fits`](Self::fits); with another the tags are
    /// poor.
    pub fn tag<'w>(
        &self,
        words: impl IntoIterator<Item = &'w str>,
        lexicon: Option<&FormLexicon>,
    ) -> Vec<Tag> {
        let mut sentence = Sentence::default();
        sentence.set(words.into_iter(), lexicon);
        let mut tags: Vec<Tag> = Vec::with_capacity(sentence.len());
        for index in 0..sentence.len() {
            let tag = self.fixed(sentence.word(index)).unwrap_or_else(|| {
                let before = tags.last().copied();
                let earlier = index
                    .checked_sub(2)
                    .and_then(|place| tags.get(place).copied());
                self.best(&sentence.features(index, before, earlier))
            });
            tags.push(tag);
        }
        tags
    }

    fn fixed(&self, word: u64) -> Option<Tag> {
        let place = self
            .fixed
            .binary_search_by_key(&word, |&(hash, _)| hash)
            .ok()?;
        Some(self.fixed[place].1)
    }

    fn best(&self, features: &Features) -> Tag {
        let mut scores = [0i32; LANES];
        for &feature in features {
            if let Some(row) = self.row(feature) {
                for (score, &weight) in scores.iter_mut().zip(row) {
                    *score += i32::from(weight);
                }
            }
        }
        best(&scores)
    }

    fn row(&self, feature: u32) -> Option<&Row> {
        let mask = self.slots.len() - 1;
        let mut slot = feature as usize & mask;
        // At most half of the slots are taken: a free one ends the search.
        loop {
            let (key, row) = self.slots[slot];
            if row == EMPTY {
                return None;
            }
            if key == feature {
                return self.rows.get(row as usize);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The model as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.0.extend_from_slice(&self.lexicon.to_le_bytes());
        writer.count(self.fixed.len());
        for &(word, tag) in &self.fixed {
            writer.0.extend_from_slice(&word.to_le_bytes());
            writer.byte(tag as u8);
        }
        let mut features: Vec<(u32, u32)> = self
            .slots
            .iter()
            .copied()
            .filter(|&(_, row)| row != EMPTY)
            .collect();
        features.sort_unstable();
        writer.count(features.len());
        let mut previous = 0;
        for (key, row) in features {
            writer.number(u64::from(key - previous));
            previous = key;
            write_row(&mut writer, &self.rows[row as usize]);
        }
        ENVELOPE.seal(&writer.0)
    }

    /// Reads what [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    ///
    /// When the bytes are no tagger of this version, or are damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = ENVELOPE.open(bytes)?;
        let lexicon = read_u64(&mut reader)?;
        let count = reader.count()?;
        let mut fixed = Vec::with_capacity(count);
        for _ in 0..count {
            let word = read_u64(&mut reader)?;
            fixed.push((word, Tag::ALL[reader.index(Tag::ALL.len())?]));
        }
        if !fixed.is_sorted_by_key(|&(word, _)| word) {
            return Err(reader.wrong("words in order"));
        }
        let count = reader.count()?;
        let mut features = Vec::with_capacity(count);
        let mut key = 0u32;
        for place in 0..count {
            let step = reader.index(1 << 32)? as u32;
            key = key
                .checked_add(step)
                .filter(|_| step > 0 || place == 0)
                .ok_or_else(|| reader.wrong("features in order"))?;
            features.push((key, read_row(&mut reader)?));
        }
        reader.finish()?;
        Ok(Self::new(lexicon, &features, fixed))
    }
}

/// The tag with the highest score, the first of equals.
pub(super) fn best(scores: &[i32; LANES]) -> Tag {
    let mut best = 0;
    for tag in 1..Tag::ALL.len() {
        if scores[tag] > scores[best] {
            best = tag;
        }
    }
    Tag::ALL[best]
}

/// The hash under which a model keeps a fixed word.
pub(super) fn fixed_word(word: &str) -> u64 {
    let mut normal = String::new();
    crate::language::lemma::normalise(word, &mut normal);
    hash(&normal)
}

/// The tags with a weight as bits, then their weights.
fn write_row(writer: &mut Writer, row: &Row) {
    let bits = row.iter().enumerate().fold(0, |bits, (tag, &weight)| {
        bits | u64::from(weight != 0) << tag
    });
    writer.number(bits);
    for &weight in row.iter().filter(|&&weight| weight != 0) {
        writer.byte(weight.to_le_bytes()[0]);
    }
}

fn read_row(reader: &mut Reader<'_>) -> Result<Row, DecodeError> {
    let bits = reader.index(1 << Tag::ALL.len())?;
    let mut row = [0; LANES];
    for (tag, weight) in row.iter_mut().enumerate() {
        if bits >> tag & 1 == 1 {
            *weight = i8::from_le_bytes([reader.byte()?]);
        }
    }
    Ok(row)
}

fn read_u64(reader: &mut Reader<'_>) -> Result<u64, DecodeError> {
    let mut bytes = [0; 8];
    for byte in &mut bytes {
        *byte = reader.byte()?;
    }
    Ok(u64::from_le_bytes(bytes))
}
