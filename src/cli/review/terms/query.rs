//! Which concepts are listed: facets, words, order, page.

use super::index::{Facts, Index, Sort};
use crate::cli::review::fields::{Fields, address};
use bitext_glossary::{Status, fold};

/// Rows on a page.
pub(super) const PAGE: usize = 50;

/// Documents and parts of speech that a facet lists.
const MOST_VALUES: usize = 12;

/// Bands of frequency: from, up to, the name in addresses.
pub(super) const BANDS: [(u64, u64, &str); 5] = [
    (0, 1, "1"),
    (2, 4, "2-4"),
    (5, 9, "5-9"),
    (10, 49, "10-49"),
    (50, u64::MAX, "50"),
];

/// What is listed, as the address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) words: String,
    pub(super) status: Option<Status>,
    pub(super) part_of_speech: Option<String>,
    pub(super) band: Option<usize>,
    pub(super) document: Option<String>,
    pub(super) acronym: Option<bool>,
    pub(super) sort: Sort,
    pub(super) page: usize,
    /// The concept whose details are shown.
    pub(super) at: Option<String>,
}

/// Something by which a list is narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facet {
    Status,
    PartOfSpeech,
    Band,
    Document,
    Acronym,
}

impl Query {
    pub(super) fn of(fields: &Fields) -> Self {
        Self {
            words: fields.get("q").unwrap_or_default().to_owned(),
            status: fields.get("status").and_then(Status::from_name),
            part_of_speech: fields.get("pos").map(str::to_owned),
            band: fields
                .get("frequency")
                .and_then(|name| BANDS.iter().position(|band| band.2 == name)),
            document: fields.get("document").map(str::to_owned),
            acronym: match fields.get("acronym") {
                Some("yes") => Some(true),
                Some("no") => Some(false),
                _ => None,
            },
            sort: match fields.get("sort") {
                Some("frequency") => Sort::Frequency,
                Some("term") => Sort::Term,
                _ => Sort::Score,
            },
            page: fields.parsed("page").unwrap_or(0),
            at: fields.get("at").map(str::to_owned),
        }
    }

    /// Its address under a path.
    pub(super) fn address(&self, path: &str) -> String {
        let page = match self.page {
            0 => String::new(),
            page => page.to_string(),
        };
        address(
            path,
            [
                ("q", self.words.as_str()),
                ("status", self.status.map_or("", Status::as_str)),
                ("pos", self.part_of_speech.as_deref().unwrap_or_default()),
                ("frequency", self.band.map_or("", |band| BANDS[band].2)),
                ("document", self.document.as_deref().unwrap_or_default()),
                (
                    "acronym",
                    match self.acronym {
                        Some(true) => "yes",
                        Some(false) => "no",
                        None => "",
                    },
                ),
                ("sort", sort_name(self.sort)),
                ("page", &page),
                ("at", self.at.as_deref().unwrap_or_default()),
            ],
        )
    }

    /// The same list with details of another concept.
    pub(super) fn at(&self, id: Option<&str>) -> Self {
        Self {
            at: id.map(str::to_owned),
            ..self.clone()
        }
    }

    /// The same list without details, from its beginning, changed.
    pub(super) fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = Self {
            page: 0,
            at: None,
            ..self.clone()
        };
        change(&mut other);
        other
    }
}

/// The address of a list: all statuses are said, because candidates are listed where nothing is.
pub(super) fn at_list(query: &Query) -> String {
    let address = query.address("/terms");
    if query.status.is_some() {
        return address;
    }
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}status=all")
}

pub(super) fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Score => "",
        Sort::Frequency => "frequency",
        Sort::Term => "term",
    }
}

/// How many concepts each value of each facet would list.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) statuses: [usize; Status::ALL.len()],
    pub(super) parts_of_speech: Vec<(String, usize)>,
    pub(super) bands: [usize; BANDS.len()],
    pub(super) documents: Vec<(u32, usize)>,
    /// No, yes.
    pub(super) acronyms: [usize; 2],
}

/// What a query finds.
pub(super) struct Listed {
    /// Slots of the index.
    pub(super) slots: Vec<u32>,
    pub(super) counts: Counts,
}

/// A query made ready for comparing.
struct Ready<'q> {
    query: &'q Query,
    /// Numbers, `None` within for a name that no concept has.
    document: Option<Option<u32>>,
    part_of_speech: Option<Option<u32>>,
}

impl Ready<'_> {
    /// The facets that an entry does not fit: at most two are told, more do not matter.
    fn misfits(&self, index: &Index, facts: &Facts) -> (Option<Facet>, bool) {
        let query = self.query;
        let mut first = None;
        let mut more = false;
        let mut miss = |facet| {
            if first.is_some() {
                more = true;
            } else {
                first = Some(facet);
            }
        };
        if query.status.is_some_and(|status| facts.status != status) {
            miss(Facet::Status);
        }
        if self
            .part_of_speech
            .is_some_and(|wanted| wanted.is_none() || facts.part_of_speech != wanted)
        {
            miss(Facet::PartOfSpeech);
        }
        if query
            .band
            .is_some_and(|band| band_of(facts.frequency) != band)
        {
            miss(Facet::Band);
        }
        if let Some(document) = self.document
            && document.is_none_or(|document| !index.documents_of(facts).contains(&document))
        {
            miss(Facet::Document);
        }
        if query.acronym.is_some_and(|wanted| facts.acronym != wanted) {
            miss(Facet::Acronym);
        }
        (first, more)
    }
}

/// Lists the concepts that fit, in order, and counts what every other choice would list. Cost: one walk
/// over the facts of the index, with words another one over its texts.
pub(super) fn list(index: &Index, query: &Query) -> Listed {
    let words = fold(&query.words);
    let ready = Ready {
        query,
        document: query
            .document
            .as_ref()
            .map(|name| index.document_number(name)),
        part_of_speech: query.part_of_speech.as_ref().map(|name| {
            let number = index.parts_of_speech().get_index_of(name)?;
            u32::try_from(number).ok()
        }),
    };
    let mut slots = Vec::new();
    let mut counts = Counts::default();
    let mut parts = vec![0; index.parts_of_speech().len()];
    let mut documents = vec![0; index.documents()];
    let holding = (!words.is_empty()).then(|| index.holding(&words));
    let has_words = |slot: u32| {
        let holding = holding.as_ref();
        holding.is_none_or(|slots| slots[slot as usize])
    };
    for (slot, facts) in index.facts(query.sort) {
        let (misfit, more) = ready.misfits(index, facts);
        if more || !has_words(slot) {
            continue;
        }
        if misfit.is_none() {
            slots.push(slot);
        }
        let counted = |facet| misfit.is_none_or(|misfit| misfit == facet);
        if counted(Facet::Status) {
            counts.statuses[facts.status as usize] += 1;
        }
        if counted(Facet::PartOfSpeech)
            && let Some(part) = facts.part_of_speech
        {
            parts[part as usize] += 1;
        }
        if counted(Facet::Band) {
            counts.bands[band_of(facts.frequency)] += 1;
        }
        if counted(Facet::Document) {
            for &document in index.documents_of(facts) {
                documents[document as usize] += 1;
            }
        }
        if counted(Facet::Acronym) {
            counts.acronyms[usize::from(facts.acronym)] += 1;
        }
    }
    let parts = index.parts_of_speech().iter().cloned().zip(parts);
    counts.parts_of_speech = most(parts);
    counts.documents = most((0..).zip(documents));
    Listed { slots, counts }
}

/// The most frequent values, those that are as frequent in their own order.
fn most<T: Ord>(counts: impl Iterator<Item = (T, usize)>) -> Vec<(T, usize)> {
    let mut counts: Vec<(T, usize)> = counts.filter(|(_, count)| *count > 0).collect();
    counts.sort_by(|(one, seen), (other, rival)| rival.cmp(seen).then_with(|| one.cmp(other)));
    counts.truncate(MOST_VALUES);
    counts
}

fn band_of(frequency: u64) -> usize {
    BANDS
        .iter()
        .position(|(from, to, _)| (*from..=*to).contains(&frequency))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitext::memory::ConceptRow;
    use bitext_glossary::{Concept, Term, TermType};

    fn put(index: &mut Index, id: &str, term: &str, status: Status, frequency: u64) {
        let mut concept = Concept::new("fr", Term::new(term)).with("en", Term::new("x"));
        concept.id = id.into();
        concept.status = status;
        concept.evidence.frequency = frequency;
        if let Some(terms) = concept.terms.get_mut("fr")
            && term == "ONU"
        {
            terms[0].term_type = Some(TermType::Acronym);
        }
        let row = ConceptRow {
            id: id.to_owned(),
            key: term.to_owned(),
            status: status.to_string(),
            json: serde_json::to_string(&concept).unwrap(),
        };
        index.put(id, Some(&row)).unwrap();
    }

    fn ids(index: &Index, query: &str) -> String {
        let query = Query::of(&Fields::parse(query.as_bytes()));
        let listed = list(index, &query);
        let entries = listed.slots.iter().filter_map(|&slot| index.at(slot));
        entries.map(|entry| entry.id.as_str()).collect()
    }

    #[test]
    fn facets_narrow_and_count_what_the_others_leave() {
        let mut index = Index::default();
        put(&mut index, "a", "état", Status::Candidate, 1);
        put(&mut index, "b", "ONU", Status::Candidate, 60);
        put(&mut index, "c", "droit", Status::Approved, 3);
        assert_eq!(ids(&index, ""), "bca");
        assert_eq!(ids(&index, "sort=term"), "cba");
        assert_eq!(ids(&index, "status=candidate"), "ba");
        assert_eq!(ids(&index, "acronym=no&frequency=2-4"), "c");
        assert_eq!(ids(&index, "q=%C3%89TAT"), "a");
        assert_eq!(ids(&index, "document=nowhere"), "");
        let query = Query::of(&Fields::parse(b"status=candidate&acronym=yes"));
        let listed = list(&index, &query);
        assert_eq!(listed.counts.statuses, [1, 0, 0]);
        assert_eq!(listed.counts.acronyms, [1, 1]);
        // Changed and taken away: every order knows.
        put(&mut index, "b", "ONU", Status::Rejected, 2);
        assert_eq!(ids(&index, ""), "cba");
        index.put("c", None).unwrap();
        assert_eq!(ids(&index, "sort=frequency"), "ba");
        assert_eq!(index.count(Status::Rejected), 1);
        assert_eq!(index.len(), 2);
    }

    #[test]
    fn an_address_says_what_is_listed() {
        let text = "/terms?q=a+b&status=candidate&pos=noun&frequency=5-9&document=d&acronym=no&sort=term&page=2&at=x";
        let query = Query::of(&Fields::parse(text.split_once('?').unwrap().1.as_bytes()));
        assert_eq!(query.address("/terms"), text);
        assert_eq!(
            query.with(|query| query.status = None).address("/t"),
            "/t?q=a+b&pos=noun&frequency=5-9&document=d&acronym=no&sort=term"
        );
    }
}
