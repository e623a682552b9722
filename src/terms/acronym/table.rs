//! What a body of texts says of its acronyms: one table over all documents.

use indexmap::IndexMap;
use std::collections::HashMap;

use super::cues::is_month;
use super::pattern::{self, Found};
use super::shape::{self, Kind, Short};
use super::words::{Segment, Word, plain};
use super::{Acronym, FullForm, Place, Tie};

/// Collects the acronyms of documents that are read one after the other.
///
/// A short form and a full form that stand beside each other in one document are tied for all of
/// them. Memory grows with the vocabulary, not with the texts.
///
/// ```
/// use bitext::terms::acronym::{Acronyms, Place};
///
/// let mut acronyms = Acronyms::new();
/// let place = |document, segment| Place { document, segment };
/// acronyms.read(place(0, 0), "L’Organisation mondiale de la santé (OMS) publie un guide.");
/// acronyms.read(place(1, 0), "Selon l’OMS, le guide est utile.");
///
/// let found = acronyms.finish();
/// assert_eq!(found[0].short, "OMS");
/// assert_eq!(found[0].full().unwrap().text, "Organisation mondiale de la santé");
/// assert_eq!((found[0].occurrences, found[0].documents), (2, 2));
/// ```
#[derive(Debug, Default)]
pub struct Acronyms {
    entries: IndexMap<String, Entry>,
    /// Words in lower case, or with a capital: what is a word is no acronym.
    vocabulary: HashMap<Box<str>, Counts>,
    words: Vec<Word>,
}

/// What is known of one short form.
#[derive(Debug)]
struct Entry {
    /// Spellings with their number, in the order seen.
    forms: IndexMap<String, usize>,
    counts: Counts,
    first: Place,
    /// Occurrences that are no more than parentheses, or stand beside a number.
    signs: usize,
    /// Occurrences that may be a person's initials or two acronyms joined.
    doubtful: usize,
    /// Occurrences counted among the words of the texts too (`Unesco`).
    capitalised: usize,
    pairs: IndexMap<String, Pair>,
}

/// One full form of a short form.
#[derive(Debug)]
struct Pair {
    spellings: IndexMap<String, usize>,
    counts: Counts,
    first: Place,
    cost: f64,
    reordered: bool,
}

/// How often, and in how many documents; documents come one after the other.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    occurrences: usize,
    /// Of the occurrences, those in lower case (of a word).
    lower: usize,
    documents: usize,
    last_document: Option<usize>,
}

impl Counts {
    fn add(&mut self, document: usize) {
        self.occurrences += 1;
        if self.last_document != Some(document) {
            self.documents += 1;
            self.last_document = Some(document);
        }
    }
}

/// Longer words are not taken for acronyms anyhow.
const LONGEST_WORD: usize = 12;

impl Acronyms {
    /// An empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads one segment. Segments come document by document: `documents` counts how often the
    /// document changes.
    ///
    /// Linear in the text, 1 MB in some tens of milliseconds.
    pub fn read(&mut self, place: Place, text: &str) {
        let mut buffer = std::mem::take(&mut self.words);
        let segment = Segment::new(text, &mut buffer);
        self.count_words(place, &segment);
        let heading = is_heading(&segment);
        for short in shape::shorts(&segment) {
            self.add(place, &segment, &short, heading);
        }
        self.words = buffer;
    }

    /// The acronyms, sorted by their short form (without accents and case), then as written.
    ///
    /// Left out are short forms without full form that are ordinary words of the texts, numerals,
    /// units, codes, or that only ever stand alone between parentheses.
    #[must_use]
    pub fn finish(self) -> Vec<Acronym> {
        let vocabulary = &self.vocabulary;
        let mut found: Vec<(String, Acronym)> = self
            .entries
            .into_iter()
            .filter(|(key, entry)| entry.is_acronym(vocabulary.get(key.as_str())))
            .map(|(key, entry)| {
                let word = vocabulary.get(key.as_str()).copied();
                (key, entry.into_acronym(word))
            })
            .collect();
        found.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.short.cmp(&y.short)));
        found.into_iter().map(|(_, acronym)| acronym).collect()
    }

    fn count_words(&mut self, place: Place, segment: &Segment<'_>) {
        for (at, word) in segment.words.iter().enumerate() {
            let short = word.end - word.start <= LONGEST_WORD && word.digits == 0;
            if word.upper > 1 || word.lower == 0 || word.code || !short {
                continue;
            }
            let key = segment.plain(at);
            let counts = match self.vocabulary.get_mut(&*key) {
                Some(counts) => counts,
                None => self.vocabulary.entry(key.into()).or_default(),
            };
            counts.add(place.document);
            counts.lower += usize::from(word.upper == 0);
        }
    }

    fn add(&mut self, place: Place, segment: &Segment<'_>, short: &Short, heading: bool) {
        let found = pattern::full_form(segment, short, heading);
        let shouted = heading || (short.kind == Kind::Plain && is_in_capital_run(segment, short));
        if found.is_none() && (shouted || short.kind == Kind::Capitalised) {
            return;
        }
        let written = short.text(segment);
        let entry = (self.entries.entry(shape::key(written))).or_insert_with(|| Entry::new(place));
        entry.counts.add(place.document);
        *entry
            .forms
            .entry(shape::singular(written).to_owned())
            .or_default() += 1;
        entry.signs += usize::from(found.is_none() && is_sign(segment, short));
        entry.doubtful += usize::from(match short.kind {
            Kind::Plain => false,
            Kind::Dotted => short.last - short.first < 2 || precedes_name(segment, short),
            Kind::Compound | Kind::Capitalised => true,
        });
        entry.capitalised += usize::from(short.kind == Kind::Capitalised);
        if let Some(found) = found {
            entry.pair(place, segment, &found);
        }
    }
}

impl Entry {
    fn new(first: Place) -> Self {
        Entry {
            forms: IndexMap::new(),
            counts: Counts::default(),
            first,
            signs: 0,
            doubtful: 0,
            capitalised: 0,
            pairs: IndexMap::new(),
        }
    }

    fn pair(&mut self, place: Place, segment: &Segment<'_>, found: &Found) {
        let written = segment.span(found.first, found.last);
        let pair = (self.pairs.entry(variant_key(written))).or_insert_with(|| Pair {
            spellings: IndexMap::new(),
            counts: Counts::default(),
            first: place,
            cost: found.cost,
            reordered: found.reordered,
        });
        *pair.spellings.entry(written.to_owned()).or_default() += 1;
        pair.counts.add(place.document);
        pair.cost = pair.cost.min(found.cost);
    }

    /// Whether this is an acronym, given how its letters occur as a word of the texts.
    fn is_acronym(&self, word: Option<&Counts>) -> bool {
        if !self.pairs.is_empty() {
            return true;
        }
        let sound = self.counts.occurrences - self.doubtful;
        let written = self.forms.first().map_or("", |(form, _)| form.as_str());
        let undotted = written.replace('.', "");
        // A capitalised spelling can be the acronym's own (`Onu`); of five letters on (`Queen`)
        // it is a word or a name. Both are rare slips (`unesco` in a heading) beside many capitals.
        let is_word = word.is_some_and(|w| {
            let (capital, small) = match undotted.len() {
                0..4 => (1, self.counts.occurrences),
                4 => (1, 10),
                _ => (5, 10),
            };
            small * w.lower >= self.counts.occurrences && w.lower > 0
                || capital * w.occurrences >= self.counts.occurrences
        });
        sound > 0
            && self.signs < self.counts.occurrences
            && self.signs * 5 < self.counts.occurrences * 4
            && !is_word
            && shape::stands_alone(&undotted)
    }

    fn into_acronym(self, word: Option<Counts>) -> Acronym {
        let tied = !self.pairs.is_empty();
        let mut pairs: Vec<Pair> = self.pairs.into_values().collect();
        pairs.sort_by(|a, b| {
            (b.counts.occurrences.cmp(&a.counts.occurrences))
                .then(a.cost.total_cmp(&b.cost))
                .then(a.first.cmp(&b.first))
        });
        // `Unesco` is UNESCO where nothing else is written so.
        let capitalised = word.filter(|w| tied && w.lower == 0);
        Acronym {
            short: most_frequent(&self.forms, |_| true).to_owned(),
            forms: self.forms.into_keys().collect(),
            full_forms: pairs.into_iter().map(Pair::into_full_form).collect(),
            occurrences: self.counts.occurrences
                + capitalised.map_or(0, |w| w.occurrences - self.capitalised),
            documents: (self.counts.documents).max(capitalised.map_or(0, |w| w.documents)),
            first: self.first,
        }
    }
}

impl Pair {
    fn into_full_form(self) -> FullForm {
        FullForm {
            text: most_frequent(&self.spellings, |full| full.contains(char::is_lowercase))
                .to_owned(),
            tie: if self.reordered {
                Tie::Reordered
            } else {
                Tie::Adjacent
            },
            evidence: self.counts.occurrences,
            documents: self.counts.documents,
            first: Some(self.first),
        }
    }
}

/// The most frequent of the preferred spellings, or of all if none is; of equals the first seen.
fn most_frequent(spellings: &IndexMap<String, usize>, prefers: fn(&str) -> bool) -> &str {
    let mut best: Option<(&String, (bool, usize))> = None;
    for (spelling, &count) in spellings {
        let rank = (prefers(spelling), count);
        if best.is_none_or(|(_, highest)| rank > highest) {
            best = Some((spelling, rank));
        }
    }
    best.map_or("", |(spelling, _)| spelling)
}

/// The same for full forms that differ by case, accents, apostrophes or a plural s.
pub(super) fn variant_key(full: &str) -> String {
    let mut key = String::with_capacity(full.len());
    for word in plain(full).split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            key.push_str(word.trim_end_matches(['s', 'x']));
            key.push(' ');
        }
    }
    key
}

/// A segment without a small letter, of more than one word.
fn is_heading(segment: &Segment<'_>) -> bool {
    let letters: usize = segment.words.iter().map(|w| w.upper).sum();
    segment.words.len() >= 2 && letters >= 6 && segment.words.iter().all(|w| w.lower == 0)
}

/// Whether capitals run on beside the short form: `DÉCISION DE L'ONU`, `ELIZABETH DEUX`.
fn is_in_capital_run(segment: &Segment<'_>, short: &Short) -> bool {
    let shouts = |at: usize| {
        let word = segment.words.get(at);
        word.is_some_and(|w| w.upper >= 1 && w.lower == 0 && w.digits == 0)
    };
    let joins = |at: usize| matches!(segment.gap(at), " " | "'" | "’" | "-" | "\u{a0}");
    // Three words decide: the run need not be followed to its ends.
    let enough = |first: usize, last: usize| last - first >= 2;
    let mut first = short.first;
    while first > 0 && !enough(first, short.last) && joins(first) && shouts(first - 1) {
        first -= 1;
    }
    let mut last = short.last;
    while !enough(first, last) && joins(last + 1) && shouts(last + 1) {
        last += 1;
    }
    let long = (first..=last).any(|at| segment.words.get(at).is_some_and(|w| w.upper >= 6));
    enough(first, last) || (last > first && long)
}

/// Alone between parentheses, or beside a number: a code, a unit, a mark of language; but three letters
/// or more behind a common word may be defined there (`parti de la société démocratique (DTP)`). Or a
/// long word that opens the segment: `DÉSIRANT resserrer…`.
fn is_sign(segment: &Segment<'_>, short: &Short) -> bool {
    let before = segment.gap(short.first).trim();
    let after = segment.gap(short.last + 1).trim();
    let number = |at: Option<usize>| {
        let word = at.and_then(|at| segment.words.get(at));
        word.is_some_and(|w| w.digits > 0 && w.upper + w.lower == 0)
    };
    let opens = short.first == 0 && segment.words.first().is_some_and(|w| w.upper >= 5);
    opens
        || (before.ends_with('(') && after.starts_with(')') && !may_be_defined(segment, short))
        || (after.is_empty() && number(Some(short.last + 1)))
        || (before.is_empty() && short.first > 0 && number(short.first.checked_sub(1)))
}

/// Whether a bracketed short form stands behind a word, and is long enough to be no mark.
fn may_be_defined(segment: &Segment<'_>, short: &Short) -> bool {
    let before = short.first.checked_sub(1);
    let letters = short
        .text(segment)
        .chars()
        .filter(|c| c.is_uppercase())
        .count();
    let worded = before
        .and_then(|at| segment.words.get(at))
        .is_some_and(|word| {
            // Behind a name (`Hanoï (VNA)`) short ones are credits and codes of countries.
            let common = word.upper == 0 || letters >= 5;
            common && word.lower > 3 && word.digits == 0
        });
    // `Paris, 21 décembre (AFP)`: an agency.
    let dated = before.is_some_and(|at| is_month(&segment.plain(at)));
    worded && !dated && short.kind == Kind::Plain && letters >= 3
}

/// `J.R.R. Tolkien`.
fn precedes_name(segment: &Segment<'_>, short: &Short) -> bool {
    let next = segment.words.get(short.last + 1);
    segment.gap(short.last + 1).trim_end() == "."
        && next.is_some_and(|w| w.upper > 0 && w.lower > 0)
}
