//! Bilingual word lexicons: with which probability a word translates another.

use super::table::{Reader, Table, Value};
use super::{Language, fold};
use std::io::{BufRead, Write};

/// The least probability that a file tells from none.
const LEAST: f32 = 1e-6;

static ENGLISH_FRENCH: &[u8] = include_bytes!("../../data/lexicon.en-fr.bin");

/// With which probability a word of one language translates a word of another.
///
/// Words are single folded tokens. Holds both directions; [`translations`](Self::translations) goes
/// from source to target, [`reversed`](Self::reversed) swaps them.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexicon {
    sources: Words,
    targets: Words,
    /// Where the entries of each source word begin; one more than there are words.
    starts: Vec<u32>,
    /// By source word, then best first, then in the order of the target words.
    entries: Vec<Pair>,
}

/// One line of a lexicon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LexiconEntry<'a> {
    /// The word, folded.
    pub source: &'a str,
    /// A translation, folded.
    pub target: &'a str,
    /// How probable the translation is, given the word: above 0, at most 1.
    pub probability: f32,
    /// How probable the word is, given the translation.
    pub reverse: f32,
}

/// A lexicon file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// The file could not be read to its end.
    #[error("the lexicon cannot be read")]
    Read(#[from] std::io::Error),
    /// A line that is no entry.
    #[error(
        "line {line}: {problem}; expected 'word TAB translation TAB probability', with a probability \
         above 0 and at most 1"
    )]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Pair {
    source: u32,
    target: u32,
    probability: f32,
    reverse: f32,
}

impl Lexicon {
    /// The lexicon that comes with this library, for English and French in either direction; `None`
    /// for another pair.
    ///
    /// 74,000 entries, learnt from Europarl and the federal laws of Canada. Decoding takes a few
    /// milliseconds: keep what you get.
    #[must_use]
    pub fn shipped(source: &Language, target: &Language) -> Option<Self> {
        if source.is("en") && target.is("fr") {
            Self::decode(ENGLISH_FRENCH)
        } else if source.is("fr") && target.is("en") {
            Some(Self::decode(ENGLISH_FRENCH)?.reversed())
        } else {
            None
        }
    }

    /// Reads a lexicon of one's own: lines of `word TAB translation TAB p(translation | word)`, and
    /// where there is a fourth column, `p(word | translation)`; further columns are passed over.
    ///
    /// Without a fourth column the other direction is the first one's, made to sum to one. A first
    /// line without a number is a header. Words are folded; of two lines for one pair the more
    /// probable counts.
    ///
    /// # Errors
    ///
    /// When reading fails, or at the first line that is no entry.
    pub fn read(mut input: impl BufRead) -> Result<Self, LexiconError> {
        let mut entries = Vec::new();
        let mut bytes = Vec::new();
        for line in 1.. {
            bytes.clear();
            if input.read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            let wrong = |problem| LexiconError::Line { line, problem };
            let text = std::str::from_utf8(&bytes).map_err(|_| wrong("it is not UTF-8"))?;
            let text = text
                .strip_prefix('\u{feff}')
                .unwrap_or(text)
                .trim_end_matches(['\r', '\n']);
            match entry(text) {
                Ok(Some(entry)) => entries.push(entry),
                Ok(None) => {}
                Err("its third column is no number") if line == 1 => {}
                Err(problem) => return Err(wrong(problem)),
            }
        }
        Ok(Self::from_entries(entries))
    }

    /// A lexicon of entries `(word, translation, p(translation | word), p(word | translation))`.
    ///
    /// Words are folded, of two entries for one pair the more probable counts, and where the last
    /// figure is missing it is estimated from the others.
    #[must_use]
    pub fn from_entries(
        entries: impl IntoIterator<Item = (String, String, f32, Option<f32>)>,
    ) -> Self {
        let entries: Vec<_> = entries
            .into_iter()
            .map(|(source, target, p, reverse)| (fold(&source), fold(&target), p, reverse))
            .collect();
        let sources = Words::new(entries.iter().map(|entry| entry.0.as_str()));
        let targets = Words::new(entries.iter().map(|entry| entry.1.as_str()));
        let mut pairs = Vec::with_capacity(entries.len());
        let mut sums = vec![0.0_f32; targets.len()];
        for (source, target, probability, reverse) in &entries {
            let (Some(source), Some(target)) = (sources.find(source), targets.find(target)) else {
                continue;
            };
            if let Some(sum) = sums.get_mut(target as usize) {
                *sum += probability;
            }
            let reverse = reverse.unwrap_or(f32::NAN);
            pairs.push(Pair {
                source,
                target,
                probability: *probability,
                reverse,
            });
        }
        for pair in pairs.iter_mut().filter(|pair| pair.reverse.is_nan()) {
            let sum = sums.get(pair.target as usize).copied().unwrap_or(1.0);
            pair.reverse = pair.probability / sum.max(pair.probability);
        }
        Self::new(sources, targets, pairs)
    }

    /// The translations of a word, folded, most probable first, each with its probability.
    ///
    /// A token that is not listed is looked up as what it stands for: `m.` as `m`, `-t-il` as `il`.
    pub fn translations(&self, word: &str) -> impl Iterator<Item = (&str, f32)> {
        let pairs = self.look_up(word);
        pairs
            .iter()
            .map(|pair| (self.targets.get(pair.target), pair.probability))
    }

    /// How probable `translation` is, given `word`; 0 when the pair is not listed.
    #[must_use]
    pub fn probability(&self, word: &str, translation: &str) -> f32 {
        let pairs = self.look_up(word);
        let pair = pairs
            .iter()
            .find(|pair| self.targets.get(pair.target) == translation);
        pair.map_or(0.0, |pair| pair.probability)
    }

    /// Every entry, by source word, most probable first.
    pub fn entries(&self) -> impl Iterator<Item = LexiconEntry<'_>> {
        self.entries.iter().map(|pair| LexiconEntry {
            source: self.sources.get(pair.source),
            target: self.targets.get(pair.target),
            probability: pair.probability,
            reverse: pair.reverse,
        })
    }

    /// Writes what [`read`](Self::read) reads: a header, then a line an entry, by word, best first.
    ///
    /// # Errors
    ///
    /// When writing fails.
    pub fn write(&self, mut output: impl Write) -> std::io::Result<()> {
        writeln!(output, "word\ttranslation\tprobability\treverse")?;
        for entry in self.entries() {
            writeln!(
                output,
                "{}\t{}\t{:.6}\t{:.6}",
                entry.source,
                entry.target,
                entry.probability.max(LEAST),
                entry.reverse.max(LEAST)
            )?;
        }
        Ok(())
    }

    /// The lexicon of the other direction.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let pairs = self.entries.iter().map(|pair| Pair {
            source: pair.target,
            target: pair.source,
            probability: pair.reverse,
            reverse: pair.probability,
        });
        Self::new(self.targets.clone(), self.sources.clone(), pairs.collect())
    }

    /// How many entries it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn new(sources: Words, targets: Words, mut pairs: Vec<Pair>) -> Self {
        let best_first = |a: &Pair, b: &Pair| {
            let by_word = a.source.cmp(&b.source);
            by_word
                .then(b.probability.total_cmp(&a.probability))
                .then(a.target.cmp(&b.target))
        };
        pairs.sort_unstable_by(best_first);
        let mut seen = std::collections::HashSet::with_capacity(pairs.len());
        pairs.retain(|pair| seen.insert((pair.source, pair.target)));
        let mut starts = Vec::with_capacity(sources.len() + 1);
        let mut at = 0;
        for source in 0..=sources.len() as u32 {
            while pairs
                .get(at as usize)
                .is_some_and(|pair| pair.source < source)
            {
                at += 1;
            }
            starts.push(at);
        }
        Self {
            sources,
            targets,
            starts,
            entries: pairs,
        }
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (english, rest) = Table::read(bytes)?;
        let (french, _) = Table::read(rest)?;
        let targets = Words::new_sorted(french.iter().map(|(word, _)| word));
        let mut sources = Words::default();
        sources.ends.reserve(english.len() as usize);
        let mut pairs = Vec::new();
        for (source, (word, value)) in (0..).zip(english.iter()) {
            sources.push(&word);
            let Value::Bytes(bytes) = value else {
                return None;
            };
            let mut reader = Reader(bytes);
            while let Some(target) = reader.varint() {
                let thousandths = |number: u32| number.max(1) as f32 / 1000.0;
                let probability = thousandths(reader.varint()?);
                let reverse = thousandths(reader.varint()?);
                pairs.push(Pair {
                    source,
                    target,
                    probability,
                    reverse,
                });
            }
        }
        Some(Self::new(sources, targets, pairs))
    }

    fn look_up(&self, word: &str) -> &[Pair] {
        let found = self
            .sources
            .find(word)
            .or_else(|| self.sources.find(stands_for(word)?));
        let range = found.and_then(|source| {
            let start = *self.starts.get(source as usize)? as usize;
            let end = *self.starts.get(source as usize + 1)? as usize;
            self.entries.get(start..end)
        });
        range.unwrap_or_default()
    }
}

/// Word, translation, both probabilities.
type Line = (String, String, f32, Option<f32>);

fn entry(line: &str) -> Result<Option<Line>, &'static str> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let mut columns = line.split('\t');
    let mut word = || {
        columns
            .next()
            .map(str::trim)
            .filter(|word| !word.is_empty())
    };
    let source = word().ok_or("it has no word")?;
    let target = word().ok_or("it has no translation")?;
    let third = word().ok_or("it has no probability")?;
    let number: f32 = third.parse().map_err(|_| "its third column is no number")?;
    let sound = |p: f32| p > 0.0 && p <= 1.0;
    if !sound(number) {
        return Err("its probability is out of range");
    }
    let reverse = word()
        .and_then(|fourth| fourth.parse().ok())
        .filter(|&p| sound(p));
    Ok(Some((
        source.to_owned(),
        target.to_owned(),
        number,
        reverse,
    )))
}

fn stands_for(token: &str) -> Option<&str> {
    if let Some(clitic) = token.strip_prefix('-') {
        return Some(clitic.strip_prefix("t-").unwrap_or(clitic));
    }
    token.strip_suffix('.').filter(|word| !word.is_empty())
}

/// Words in byte order, in one piece of memory.
#[derive(Clone, Debug, Default, PartialEq)]
struct Words {
    text: String,
    ends: Vec<u32>,
}

impl Words {
    fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable();
        words.dedup();
        Self::new_sorted(words.into_iter())
    }

    fn new_sorted(words: impl Iterator<Item = impl AsRef<str>>) -> Self {
        let mut all = Self::default();
        words.for_each(|word| all.push(word.as_ref()));
        all
    }

    fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, index: u32) -> &str {
        let index = index as usize;
        let before = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0) as usize;
        let end = self.ends.get(index).copied().unwrap_or(0) as usize;
        self.text.get(start..end).unwrap_or_default()
    }

    fn find(&self, word: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle).cmp(word) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best<'a>(lexicon: &'a Lexicon, word: &str) -> Option<&'a str> {
        lexicon
            .translations(word)
            .next()
            .map(|(translation, _)| translation)
    }

    #[test]
    fn the_shipped_lexicon_goes_both_ways() {
        let (french, english) = (Language::french(), Language::english());
        let to_french = Lexicon::shipped(&english, &french).unwrap();
        assert!(to_french.len() > 70_000);
        assert_eq!(best(&to_french, "convention"), Some("convention"));
        assert_eq!(best(&to_french, "he"), Some("il"));
        let to_english = Lexicon::shipped(&"fr-CA".parse().unwrap(), &english).unwrap();
        assert_eq!(to_english.len(), to_french.len());
        assert_eq!(best(&to_english, "droits"), Some("rights"));
        assert_eq!(best(&to_english, "-t-il"), best(&to_english, "il"));
        assert_eq!(best(&to_english, "xqzt"), None);
        let there = to_french.probability("law", "loi");
        let entry = to_english
            .entries()
            .find(|e| e.source == "loi" && e.target == "law")
            .unwrap();
        assert!((entry.reverse - there).abs() < 1e-6);
        assert!(Lexicon::shipped(&french, &french).is_none());
        assert_eq!(to_english.reversed(), to_french);
    }

    #[test]
    fn shipped_tables_are_whole() {
        let (english, rest) = Table::read(ENGLISH_FRENCH).unwrap();
        let (french, rest) = Table::read(rest).unwrap();
        assert!(rest.is_empty());
        super::super::table::tests::check(&english);
        super::super::table::tests::check(&french);
    }

    #[test]
    fn every_source_is_best_first() {
        let lexicon = Lexicon::shipped(&Language::english(), &Language::french()).unwrap();
        let entries: Vec<_> = lexicon.entries().collect();
        for pair in entries.windows(2) {
            assert!(pair[0].source != pair[1].source || pair[0].probability >= pair[1].probability);
        }
    }

    #[test]
    fn a_users_file_is_read() {
        let file = "fr\ten\tp\r\nLoi\tlaw\t0.75\r\nloi\tact\t.25\r\n\r\ndroit\tlaw\t0.25\t\r\n";
        let lexicon = Lexicon::read(file.as_bytes()).unwrap();
        assert_eq!(
            lexicon.translations("loi").collect::<Vec<_>>(),
            [("law", 0.75), ("act", 0.25)]
        );
        assert_eq!(lexicon.reversed().probability("law", "loi"), 0.75);
    }

    #[test]
    fn wrong_lines_are_named() {
        for (file, line) in [
            ("a\tb\t0.5\na\tb\n", 2),
            ("a\tb\t0.5\na\tc\thalf\n", 2),
            ("a\tb\t2\n", 1),
            ("a\tb\t0.1\n\t\t0.2\n", 2),
            ("a\tb\tNaN\n", 1),
        ] {
            match Lexicon::read(file.as_bytes()) {
                Err(LexiconError::Line { line: found, .. }) => assert_eq!(found, line, "{file}"),
                other => panic!("{file}: {other:?}"),
            }
        }
        assert!(Lexicon::read(&b"\xff\tb\t0.5\n"[..]).is_err());
        assert!(Lexicon::read(&b""[..]).unwrap().is_empty());
    }
}
