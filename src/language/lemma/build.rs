//! Lexicons built from lists of forms.

use std::collections::BTreeMap;

use super::edit::Edit;
use super::endings::{Endings, write_reading};
use super::lexicon::{ENVELOPE, Reading};
use super::morphology::{Class, Morphology};
use crate::language::bytes::Writer;

/// Collects forms with their readings and writes a [`FormLexicon`](super::FormLexicon).
///
/// The bytes depend on what was added, not on the order.
///
/// ```
/// use bitext::language::lemma::{Class, FormLexicon, FormLexiconBuilder, Morphology};
///
/// let mut builder = FormLexiconBuilder::new();
/// builder.add("chevaux", Class::Noun, "cheval", Morphology::default());
/// let bytes = builder.build().unwrap();
/// assert!(FormLexicon::decode(&bytes).is_ok());
/// ```
#[derive(Default)]
pub struct FormLexiconBuilder {
    /// Form, then class and lemma, then the morphologies of this pair.
    forms: BTreeMap<String, BTreeMap<(Class, String), Vec<Morphology>>>,
    /// How often a form had a class and a lemma in texts.
    seen: BTreeMap<(String, Class, String), u32>,
    /// How often a lemma was seen in texts, in any form.
    lemmas: BTreeMap<(Class, String), u32>,
}

/// Why a lexicon cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// More ways from form to lemma than the file can number.
    #[error(
        "{0} different endings lead to lemmas, more than the 65,535 a lexicon holds: are these forms of one language?"
    )]
    Edits(usize),
    /// The transducer was refused.
    #[error("the forms cannot be stored: {0}")]
    Forms(#[from] fst::Error),
}

impl FormLexiconBuilder {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a reading of `form`, which is put in lower case, as is the lemma unless it is all capitals; a
    /// proper noun's lemma is its form.
    pub fn add(&mut self, form: &str, class: Class, lemma: &str, morphology: Morphology) {
        let form = super::normal(form);
        let acronym = lemma.chars().count() > 1 && lemma.chars().all(char::is_uppercase);
        let lemma = match class {
            Class::ProperNoun => form.clone(),
            _ if acronym => lemma.to_owned(),
            _ => spelled(lemma),
        };
        if form.is_empty() || lemma.is_empty() {
            return;
        }
        let readings = self.forms.entry(form).or_default();
        let morphologies = readings.entry((class, lemma)).or_default();
        if !morphologies.contains(&morphology) {
            morphologies.push(morphology);
            morphologies.sort();
        }
    }

    /// Tells that a text used `form` in this reading: the usual reading of a form comes first. Adds
    /// no reading.
    pub fn saw(&mut self, form: &str, class: Class, lemma: &str) {
        let (form, lemma) = (super::normal(form), spelled(lemma));
        *self.lemmas.entry((class, lemma.clone())).or_default() += 1;
        *self.seen.entry((form, class, lemma)).or_default() += 1;
    }

    /// The bytes of the lexicon.
    ///
    /// # Errors
    ///
    /// When there are too many different endings for the file.
    pub fn build(&self) -> Result<Vec<u8>, BuildError> {
        let mut edits: BTreeMap<Edit, usize> = BTreeMap::new();
        for (form, readings) in &self.forms {
            for (_, lemma) in readings.keys() {
                *edits.entry(Edit::between(form, lemma)).or_default() += 1;
            }
        }
        let edits = by_frequency(edits);
        let numbers: BTreeMap<&Edit, u16> = edits.iter().zip(0..).collect();
        if edits.len() > usize::from(u16::MAX) {
            return Err(BuildError::Edits(edits.len()));
        }
        let forms: Vec<(&str, Vec<Reading>)> = self
            .forms
            .iter()
            .map(|(form, readings)| (form.as_str(), self.ordered(form, readings, &numbers)))
            .collect();
        let mut sets: BTreeMap<Vec<Reading>, usize> = BTreeMap::new();
        for (_, readings) in &forms {
            *sets.entry(readings.clone()).or_default() += 1;
        }
        let sets = by_frequency(sets);
        let endings = Endings::learn(
            forms
                .iter()
                .flat_map(|(form, set)| set.iter().map(|r| (*form, *r))),
        );
        let set_numbers: BTreeMap<&[Reading], u64> =
            sets.iter().map(Vec::as_slice).zip(0..).collect();
        let map = fst::Map::from_iter(
            forms
                .iter()
                .map(|(form, set)| (form, set_numbers[set.as_slice()])),
        )?;

        let mut writer = Writer::default();
        writer.count(edits.len());
        for edit in &edits {
            writer.count(edit.cut);
            writer.text(&edit.ending);
        }
        writer.count(sets.len());
        for set in &sets {
            writer.count(set.len());
            for reading in set {
                write_reading(&mut writer, *reading);
            }
        }
        endings.encode(&mut writer);
        writer.bytes(map.as_fst().as_bytes());
        Ok(ENVELOPE.seal(&writer.0))
    }

    /// The readings of a form, the usual one first.
    fn ordered(
        &self,
        form: &str,
        readings: &BTreeMap<(Class, String), Vec<Morphology>>,
        numbers: &BTreeMap<&Edit, u16>,
    ) -> Vec<Reading> {
        let mut keys: Vec<&(Class, String)> = readings.keys().collect();
        keys.sort_by_cached_key(|(class, lemma)| {
            let seen = self.seen.get(&(form.to_owned(), *class, lemma.clone()));
            let common = self.lemmas.get(&(*class, lemma.clone()));
            // Lexicons list a plural as its own lemma too (`droits`): the inflected reading is
            // meant where no text tells.
            let itself = lemma == form;
            // Of `instal` and `install`, of `ly` and `lie` the longer is the usual one.
            let length = std::cmp::Reverse(lemma.len());
            let (seen, common) = (std::cmp::Reverse(seen), std::cmp::Reverse(common));
            (seen, common, itself, length, *class, lemma.clone())
        });
        keys.into_iter()
            .flat_map(|key| {
                let edit = numbers[&Edit::between(form, &key.1)];
                readings[key].iter().map(move |&morphology| Reading {
                    class: key.0,
                    morphology,
                    edit,
                })
            })
            .collect()
    }
}

/// A lemma in lower case, with the French ligature that look-ups take apart.
fn spelled(lemma: &str) -> String {
    super::normal(lemma)
        .replace("oeu", "œu")
        .replace("oeil", "œil")
}

/// The keys, most frequent first, so that their numbers are short.
fn by_frequency<K: Ord>(counts: BTreeMap<K, usize>) -> Vec<K> {
    let mut counted: Vec<(K, usize)> = counts.into_iter().collect();
    counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counted.into_iter().map(|(key, _)| key).collect()
}
