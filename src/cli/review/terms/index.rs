//! What lists need of every concept, kept in memory: about 300 bytes each, so that 100,000 are filtered
//! and counted between two keystrokes.

use super::texts::{Texts, Words};
use bitext::memory::{ConceptRow, Project};
use bitext_glossary::{ConceptId, Evidence, Relation, Status, fold};
use indexmap::{IndexMap, IndexSet};
use rayon::prelude::*;
use serde::Deserialize;
use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use twox_hash::XxHash3_64;

/// Concepts that are read at once, on all cores.
const BATCH: usize = 4_096;

/// What a list shows of a concept.
#[derive(Clone, Debug)]
pub(in crate::cli::review) struct Entry {
    pub(in crate::cli::review) id: String,
    /// The head term and its language.
    pub(in crate::cli::review) head: String,
    pub(in crate::cli::review) language: String,
    /// The head of the next language, with that.
    pub(in crate::cli::review) other: Option<(String, String)>,
    pub(in crate::cli::review) status: Status,
    pub(super) score: Option<f64>,
    pub(super) frequency: u64,
    /// The concepts that it has links to.
    pub(super) links: Vec<String>,
    /// The folded head.
    key: String,
    pub(super) version: u64,
}

/// What facets ask of a concept. Facts lie side by side in memory: counting 100,000 reads nothing else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub(super) status: Status,
    pub(super) acronym: bool,
    /// Number of the head's part of speech.
    pub(super) part_of_speech: Option<u32>,
    pub(super) frequency: u64,
    /// Where the numbers of the documents stand that its contexts are of.
    documents: (u32, u32),
}

/// The state of a concept as stored.
pub(super) fn version(row: &ConceptRow) -> u64 {
    XxHash3_64::oneshot(row.json.as_bytes())
}

/// The parts of a concept that are read; what else there is costs nothing.
#[derive(Deserialize)]
struct Light<'a> {
    #[serde(borrow, default)]
    terms: IndexMap<Cow<'a, str>, Vec<LightTerm<'a>>>,
    #[serde(default)]
    evidence: Evidence,
    #[serde(default)]
    relations: Vec<Relation>,
    #[serde(default)]
    status: Status,
}

#[derive(Deserialize)]
struct LightTerm<'a> {
    #[serde(borrow, default)]
    text: Cow<'a, str>,
    #[serde(borrow, default)]
    part_of_speech: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    term_type: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    contexts: Vec<LightContext<'a>>,
}

#[derive(Deserialize)]
struct LightContext<'a> {
    #[serde(borrow, default)]
    document: Option<Cow<'a, str>>,
}

/// An order in which concepts are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli::review) enum Sort {
    /// The likeliest first.
    #[default]
    Score,
    /// The most frequent first.
    Frequency,
    /// By the alphabet.
    Term,
}

const SORTS: [Sort; 3] = [Sort::Score, Sort::Frequency, Sort::Term];

/// Every concept, found by its id, in each order.
#[derive(Default)]
pub(in crate::cli::review) struct Index {
    slots: Vec<Option<Entry>>,
    /// Facts of each slot; those of a concept that is gone are in no order.
    facts: Vec<Facts>,
    /// The folded terms of each slot.
    texts: Texts,
    /// Numbers of documents, where [`Facts`] say.
    held: Vec<u32>,
    places: HashMap<String, u32>,
    /// Slots in each of [`SORTS`].
    orders: [Vec<u32>; SORTS.len()],
    documents: IndexSet<String>,
    parts_of_speech: IndexSet<String>,
    counts: [usize; Status::ALL.len()],
}

impl Index {
    /// Reads every concept.
    pub(in crate::cli::review) fn of(project: &Project) -> anyhow::Result<Self> {
        let mut index = Self::default();
        let mut rows: Vec<ConceptRow> = Vec::with_capacity(BATCH);
        project.concepts::<anyhow::Error>(None, |row| {
            rows.push(row);
            if rows.len() == BATCH {
                index.take_in(&rows)?;
                rows.clear();
            }
            Ok(())
        })?;
        index.take_in(&rows)?;
        let slots = &index.slots;
        for (sort, order) in SORTS.into_iter().zip(&mut index.orders) {
            order.extend(0..u32::try_from(slots.len())?);
            order.par_sort_unstable_by(|a, b| compare(sort, slot(slots, *a), slot(slots, *b)));
        }
        Ok(index)
    }

    fn take_in(&mut self, rows: &[ConceptRow]) -> anyhow::Result<()> {
        let read: Vec<_> = rows.par_iter().map(read).collect();
        for entry in read {
            self.push(entry?)?;
        }
        Ok(())
    }

    fn push(&mut self, read: Read) -> anyhow::Result<u32> {
        let number = |names: &mut IndexSet<String>, name| u32::try_from(names.insert_full(name).0);
        let from = u32::try_from(self.held.len())?;
        for name in read.documents {
            self.held.push(number(&mut self.documents, name)?);
        }
        let part = read.part_of_speech;
        self.facts.push(Facts {
            status: read.entry.status,
            acronym: read.acronym,
            part_of_speech: part
                .map(|name| number(&mut self.parts_of_speech, name))
                .transpose()?,
            frequency: read.entry.frequency,
            documents: (from, u32::try_from(self.held.len())?),
        });
        self.texts.push(read.folded.iter().map(String::as_str));
        let entry = read.entry;
        let slot = u32::try_from(self.slots.len())?;
        self.places.insert(entry.id.clone(), slot);
        self.counts[entry.status as usize] += 1;
        self.slots.push(Some(entry));
        Ok(slot)
    }

    /// Takes over the state of a concept; `None` where it is gone.
    pub(in crate::cli::review) fn put(
        &mut self,
        id: &str,
        row: Option<&ConceptRow>,
    ) -> anyhow::Result<()> {
        self.remove(id);
        let Some(row) = row else {
            return Ok(());
        };
        let new = self.push(read(row)?)?;
        let slots = &self.slots;
        for (sort, order) in SORTS.into_iter().zip(&mut self.orders) {
            let entry = slot(slots, new);
            let place = order.partition_point(|&known| {
                compare(sort, slot(slots, known), entry) == Ordering::Less
            });
            order.insert(place, new);
        }
        Ok(())
    }

    fn remove(&mut self, id: &str) {
        let Some(old) = self.places.remove(id) else {
            return;
        };
        let slots = &self.slots;
        for (sort, order) in SORTS.into_iter().zip(&mut self.orders) {
            let place = order.partition_point(|&known| {
                compare(sort, slot(slots, known), slot(slots, old)) == Ordering::Less
            });
            order.remove(place);
        }
        if let Some(entry) = self.slots[old as usize].take() {
            self.counts[entry.status as usize] -= 1;
        }
    }

    /// A concept by its id.
    pub(in crate::cli::review) fn get(&self, id: &str) -> Option<&Entry> {
        let place = self.places.get(id)?;
        self.slots[*place as usize].as_ref()
    }

    /// All concepts in an order.
    pub(super) fn in_order(&self, sort: Sort) -> impl Iterator<Item = &Entry> {
        self.orders[sort as usize]
            .iter()
            .filter_map(|&place| self.at(place))
    }

    /// The slots of all concepts in an order, with their facts.
    pub(super) fn facts(&self, sort: Sort) -> impl Iterator<Item = (u32, &Facts)> {
        self.orders[sort as usize]
            .iter()
            .map(|&place| (place, &self.facts[place as usize]))
    }

    /// The concept in a slot.
    pub(super) fn at(&self, slot: u32) -> Option<&Entry> {
        self.slots[slot as usize].as_ref()
    }

    /// The slot of a concept.
    pub(super) fn slot(&self, id: &str) -> Option<u32> {
        self.places.get(id).copied()
    }

    /// The numbers of the documents that a concept has contexts of.
    pub(super) fn documents_of(&self, facts: &Facts) -> &[u32] {
        let (from, to) = facts.documents;
        &self.held[from as usize..to as usize]
    }

    /// The name of a document.
    pub(super) fn document(&self, number: u32) -> &str {
        self.documents
            .get_index(number as usize)
            .map(String::as_str)
            .unwrap_or_default()
    }

    /// The number of a document that some concept has contexts of.
    pub(super) fn document_number(&self, name: &str) -> Option<u32> {
        let number = self.documents.get_index_of(name)?;
        u32::try_from(number).ok()
    }

    /// How many documents have a number.
    pub(super) fn documents(&self) -> usize {
        self.documents.len()
    }

    /// The parts of speech by their number.
    pub(super) fn parts_of_speech(&self) -> &IndexSet<String> {
        &self.parts_of_speech
    }

    /// How many concepts have a status.
    pub(in crate::cli::review) fn count(&self, status: Status) -> usize {
        self.counts[status as usize]
    }

    /// How many concepts there are.
    pub(in crate::cli::review) fn len(&self) -> usize {
        self.places.len()
    }

    /// Concepts with links to one of these.
    pub(super) fn linked_to<'a>(&'a self, ids: &'a [ConceptId]) -> impl Iterator<Item = &'a Entry> {
        self.in_order(Sort::Score).filter(|entry| {
            entry
                .links
                .iter()
                .any(|link| ids.iter().any(|id| id.as_str() == link))
        })
    }

    /// Of each slot whether its terms have these folded words in them.
    pub(super) fn holding(&self, folded: &str) -> Vec<bool> {
        let mut holding = vec![false; self.slots.len()];
        for slot in self.texts.find(folded, Words::Anywhere) {
            holding[slot as usize] = true;
        }
        holding
    }

    /// Concepts whose terms have these folded words in them, the likeliest first.
    pub(in crate::cli::review) fn with_words(&self, folded: &str) -> Vec<&Entry> {
        self.likeliest(self.texts.find(folded, Words::Anywhere))
    }

    /// Concepts whose terms have these folded words as whole words, the likeliest first.
    pub(super) fn with_whole_words(&self, folded: &str) -> Vec<&Entry> {
        self.likeliest(self.texts.find(folded, Words::Whole))
    }

    fn likeliest(&self, slots: impl Iterator<Item = u32>) -> Vec<&Entry> {
        let mut found: Vec<&Entry> = slots.filter_map(|slot| self.at(slot)).collect();
        found.sort_unstable_by(|a, b| compare(Sort::Score, Some(a), Some(b)));
        found
    }
}

fn slot(slots: &[Option<Entry>], at: u32) -> Option<&Entry> {
    slots[at as usize].as_ref()
}

/// The order of two concepts; no two are equal, since ids differ.
fn compare(sort: Sort, a: Option<&Entry>, b: Option<&Entry>) -> Ordering {
    let (Some(a), Some(b)) = (a, b) else {
        return a.is_some().cmp(&b.is_some());
    };
    let score = |entry: &Entry| entry.score.unwrap_or(f64::NEG_INFINITY);
    let by_score = || score(b).total_cmp(&score(a));
    let by_frequency = || Reverse(a.frequency).cmp(&Reverse(b.frequency));
    let by_term = || a.key.cmp(&b.key).then_with(|| a.id.cmp(&b.id));
    match sort {
        Sort::Score => by_score().then_with(by_frequency).then_with(by_term),
        Sort::Frequency => by_frequency().then_with(by_score).then_with(by_term),
        Sort::Term => by_term(),
    }
}

/// An entry as read from a concept, and the names whose numbers it lacks.
struct Read {
    entry: Entry,
    folded: Vec<String>,
    documents: Vec<String>,
    part_of_speech: Option<String>,
    acronym: bool,
}

fn read(row: &ConceptRow) -> anyhow::Result<Read> {
    let light: Light<'_> = serde_json::from_str(&row.json)
        .map_err(|error| anyhow::anyhow!("concept {} cannot be read: {error}", row.id))?;
    let mut heads = light
        .terms
        .iter()
        .filter_map(|(language, terms)| Some((language, terms.first()?)));
    let first = heads.next();
    let other = heads
        .next()
        .map(|(language, term)| (language.to_string(), term.text.to_string()));
    let mut documents: Vec<String> = Vec::new();
    for term in light.terms.values().flatten() {
        for document in term
            .contexts
            .iter()
            .filter_map(|context| context.document.as_deref())
        {
            if !documents.iter().any(|known| known == document) {
                documents.push(document.to_owned());
            }
        }
    }
    let part_of_speech =
        first.and_then(|(_, term)| term.part_of_speech.as_deref().map(str::to_owned));
    let mut terms = light.terms.values().flatten();
    let acronym = terms.any(|term| term.term_type.as_deref() == Some("acronym"));
    let entry = Entry {
        id: row.id.clone(),
        head: first
            .map(|(_, term)| term.text.to_string())
            .unwrap_or_default(),
        language: first
            .map(|(language, _)| language.to_string())
            .unwrap_or_default(),
        other,
        status: light.status,
        score: light.evidence.score,
        frequency: light.evidence.frequency,
        links: light
            .relations
            .into_iter()
            .map(|relation| relation.concept.0)
            .collect(),
        key: first.map(|(_, term)| fold(&term.text)).unwrap_or_default(),
        version: version(row),
    };
    let terms = light.terms.values().flatten();
    Ok(Read {
        entry,
        folded: terms.map(|term| fold(&term.text)).collect(),
        documents,
        part_of_speech,
        acronym,
    })
}
