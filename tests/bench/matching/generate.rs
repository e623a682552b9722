//! Memories of any size from the real segments: the recipe of `../README.md`.

use super::data;
use std::collections::HashMap;
use std::io::Read;
use std::process::{Command, Stdio};

/// A segment with its translation.
#[derive(Clone)]
pub(crate) struct Pair {
    pub(crate) source: String,
    pub(crate) target: String,
}

impl Pair {
    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        Some(Self {
            source: cells.next()?.to_owned(),
            target: cells.next()?.to_owned(),
        })
    }
}

/// The seed of every memory.
const SEED: u64 = 2026;
/// Of a hundred segments that are made, so many are real ones with edits; the others are walks.
const EDITED: u64 = 45;

/// So many units: the real ones first, made ones behind them.
pub(crate) fn units(count: usize) -> Vec<Pair> {
    let mut units = real();
    if count <= units.len() {
        units.truncate(count);
        return units;
    }
    let wanted = count - units.len();
    let made = {
        let mut maker = Maker::new(&units);
        (0..wanted).map(|_| maker.make()).collect::<Vec<_>>()
    };
    units.extend(made);
    units
}

fn real() -> Vec<Pair> {
    let mut unpacked = Command::new("xz")
        .arg("-dc")
        .arg(data("bench/fuzzy/memory-694k.en-fr.tsv.xz"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("xz unpacks the segments");
    let mut text = String::new();
    let mut output = unpacked.stdout.take().expect("xz writes");
    output.read_to_string(&mut text).expect("segments in UTF-8");
    assert!(unpacked.wait().expect("xz ends").success());
    text.lines().filter_map(Pair::read).collect()
}

/// SplitMix64 (Steele, Lea, Flood, «Fast splittable pseudorandom number generators», OOPSLA 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }
}

/// Makes segments whose words and rows of words are as frequent as those of the real ones.
struct Maker<'a> {
    random: Random,
    real: &'a [Pair],
    /// All words of all segments, one after the other, and where each segment begins.
    words: Vec<&'a str>,
    starts: Vec<usize>,
    /// The places at which a word is followed by another one.
    followed: HashMap<&'a str, Vec<u32>>,
}

impl<'a> Maker<'a> {
    fn new(real: &'a [Pair]) -> Self {
        let (mut words, mut starts) = (Vec::new(), Vec::new());
        let mut followed: HashMap<&str, Vec<u32>> = HashMap::new();
        for pair in real {
            starts.push(words.len());
            let segment: Vec<&str> = pair.source.split_whitespace().collect();
            for (place, pair) in segment.windows(2).enumerate() {
                let place = (words.len() + place) as u32;
                followed.entry(pair[0]).or_default().push(place);
            }
            words.extend(segment);
        }
        Self {
            random: Random(SEED),
            real,
            words,
            starts,
            followed,
        }
    }

    fn make(&mut self) -> Pair {
        let model = self.random.below(self.real.len());
        let source = if (self.random.below(100) as u64) < EDITED {
            self.edited(model)
        } else {
            self.walk(model)
        };
        Pair {
            source,
            target: self.real[model].target.clone(),
        }
    }

    fn segment(&self, number: usize) -> &[&'a str] {
        let end = self.starts.get(number + 1);
        &self.words[self.starts[number]..end.copied().unwrap_or(self.words.len())]
    }

    /// A real segment with one to four edits: words replaced, put in, taken out, moved, digits
    /// changed.
    fn edited(&mut self, model: usize) -> String {
        let mut words: Vec<String> = self.segment(model).iter().map(|&w| w.to_owned()).collect();
        for _ in 0..=self.random.below(4) {
            if words.is_empty() {
                break;
            }
            let at = self.random.below(words.len());
            if words[at].bytes().any(|b| b.is_ascii_digit()) {
                let digit = char::from(b'0' + self.random.below(10) as u8);
                words[at] = words[at].replace(|c: char| c.is_ascii_digit(), &digit.to_string());
                continue;
            }
            match self.random.below(10) {
                0..=4 => words[at] = self.word(),
                5 | 6 => words.insert(at, self.word()),
                7 | 8 if words.len() > 2 => {
                    words.remove(at);
                }
                _ => {
                    let moved = words.remove(at);
                    let to = self.random.below(words.len() + 1);
                    words.insert(to, moved);
                }
            }
        }
        words.join(" ")
    }

    /// As many words as the model has, each a word that follows the one before it somewhere; now
    /// and then any word.
    fn walk(&mut self, model: usize) -> String {
        let length = self.segment(model).len();
        let mut words: Vec<&str> = Vec::with_capacity(length);
        while words.len() < length {
            let places = words.last().and_then(|last| self.followed.get(last));
            let next = match places {
                Some(places) if self.random.below(12) > 0 => {
                    let place = places[self.random.below(places.len())] as usize;
                    self.words[place + 1]
                }
                _ => self.words[self.random.below(self.words.len())],
            };
            words.push(next);
        }
        words.join(" ")
    }

    /// A word as often as it stands in the real segments.
    fn word(&mut self) -> String {
        self.words[self.random.below(self.words.len())].to_owned()
    }
}
