//! A lexicon of inflected forms: what a form can be, and the forms of a lemma.

use std::sync::OnceLock;

use fst::{IntoStreamer, Streamer};

use super::edit::Edit;
use super::endings::Endings;
use super::morphology::{Class, Morphology};
use crate::language::Language;
use crate::language::bytes::{DecodeError, Envelope, Reader, checksum};

/// The file of a lexicon.
pub(super) const ENVELOPE: Envelope = Envelope {
    kind: "lexicon",
    magic: *b"BTLX",
    version: 1,
};

/// One thing that a form can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Reading {
    pub(crate) class: Class,
    pub(crate) morphology: Morphology,
    /// Number of the edit that leads to the lemma.
    pub(crate) edit: u16,
}

/// Forms in lower case with their readings, in a finite-state transducer.
///
/// A form leads to the number of a set of readings; lemmas are kept as edits of the form's end, so
/// that whole paradigms share their sets. A look-up takes a fraction of a microsecond.
pub struct FormLexicon {
    forms: fst::Map<Vec<u8>>,
    sets: Vec<Box<[Reading]>>,
    edits: Vec<Edit>,
    endings: Endings,
    checksum: u64,
}

impl FormLexicon {
    /// Reads what [`FormLexiconBuilder::build`](super::FormLexiconBuilder::build) wrote.
    ///
    /// # Errors
    ///
    /// When the bytes are no lexicon of this version, or are damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = ENVELOPE.open(bytes)?;
        let edits = read_edits(&mut reader)?;
        let sets = read_sets(&mut reader, edits.len())?;
        let endings = Endings::decode(&mut reader, edits.len())?;
        let forms = fst::Map::new(reader.bytes()?.to_vec())
            .map_err(|_| reader.wrong("a transducer of forms"))?;
        reader.finish()?;
        Ok(Self {
            forms,
            sets,
            edits,
            endings,
            checksum: checksum(bytes),
        })
    }

    /// The lexicon of `language`, if there is one: French and English.
    ///
    /// The first call for a language decodes it, in some milliseconds.
    #[must_use]
    pub fn for_language(language: &Language) -> Option<&'static Self> {
        static FRENCH: OnceLock<Option<FormLexicon>> = OnceLock::new();
        static ENGLISH: OnceLock<Option<FormLexicon>> = OnceLock::new();
        let (slot, bytes): (_, &[u8]) = match language.primary().as_str() {
            "fr" => (&FRENCH, include_bytes!("../../../data/lemma/fr.bin")),
            "en" => (&ENGLISH, include_bytes!("../../../data/lemma/en.bin")),
            _ => return None,
        };
        slot.get_or_init(|| Self::decode(bytes).ok()).as_ref()
    }

    /// Names this lexicon among others.
    pub(crate) fn checksum(&self) -> u64 {
        self.checksum
    }

    /// What `form`, in lower case with straight apostrophes, can be; the usual reading first.
    pub(crate) fn readings(&self, form: &str) -> &[Reading] {
        self.forms
            .get(form)
            .and_then(|set| self.set(set))
            .unwrap_or_default()
    }

    /// The transducer of forms, to walk through.
    pub(super) fn transducer(&self) -> &fst::raw::Fst<Vec<u8>> {
        self.forms.as_fst()
    }

    fn set(&self, number: u64) -> Option<&[Reading]> {
        usize::try_from(number)
            .ok()
            .and_then(|set| self.sets.get(set))
            .map(|set| &**set)
    }

    /// The edit of a reading of this lexicon.
    pub(crate) fn edit(&self, number: u16) -> Option<&Edit> {
        self.edits.get(usize::from(number))
    }

    /// The lemma of `form` under `reading`.
    pub(crate) fn lemma(&self, form: &str, reading: Reading) -> Option<String> {
        self.edit(reading.edit)?.apply(form)
    }

    /// What the end of an unknown form suggests for `class`: the edit to its lemma, and its
    /// morphology.
    pub(crate) fn guess(&self, form: &str, class: Class) -> Option<Reading> {
        self.endings.guess(form, class)
    }

    /// The forms of `lemma` in `class` with their morphology, in alphabetical order.
    ///
    /// Looks through the forms that share the lemma's beginning: some microseconds for a long
    /// lemma, milliseconds for one of three letters.
    pub(crate) fn forms(&self, lemma: &str, class: Class) -> Vec<(String, Morphology)> {
        /// Letters at a lemma's end that inflection may change: `beau`, `bel`; `œil`, `yeux` is
        /// beyond it.
        const CHANGING: usize = 3;
        let letters = lemma.chars().count();
        let kept = letters.saturating_sub(CHANGING).max(1);
        let prefix: String = lemma.chars().take(kept).collect();
        let mut found = Vec::new();
        let mut stream = self.forms.range().ge(&prefix).into_stream();
        while let Some((key, set)) = stream.next() {
            if !key.starts_with(prefix.as_bytes()) {
                break;
            }
            let Ok(form) = std::str::from_utf8(key) else {
                continue;
            };
            for reading in self.set(set).unwrap_or_default() {
                if reading.class == class && self.lemma(form, *reading).as_deref() == Some(lemma) {
                    found.push((form.to_owned(), reading.morphology));
                }
            }
        }
        found
    }
}

fn read_edits(reader: &mut Reader<'_>) -> Result<Vec<Edit>, DecodeError> {
    let count = reader.count()?;
    if count > usize::from(u16::MAX) {
        return Err(reader.wrong("fewer edits"));
    }
    (0..count)
        .map(|_| {
            let cut = reader.index(1 << 16)?;
            Ok(Edit {
                cut,
                ending: reader.text()?.into(),
            })
        })
        .collect()
}

fn read_sets(reader: &mut Reader<'_>, edits: usize) -> Result<Vec<Box<[Reading]>>, DecodeError> {
    let count = reader.count()?;
    (0..count)
        .map(|_| {
            let length = reader.count()?;
            (0..length).map(|_| read_reading(reader, edits)).collect()
        })
        .collect()
}

/// A class, a morphology and an edit.
pub(super) fn read_reading(reader: &mut Reader<'_>, edits: usize) -> Result<Reading, DecodeError> {
    let class = Class::ALL[reader.index(Class::ALL.len())?];
    let morphology = Morphology::from_bits(reader.byte()?);
    // Fewer edits than 65,536 were read.
    let edit = reader.index(edits)? as u16;
    Ok(Reading {
        class,
        morphology,
        edit,
    })
}
