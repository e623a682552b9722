//! The glossary: concepts in order, each found by its id.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::concept::{Concept, ConceptId};
use crate::fold::fold;
use crate::term::Property;

/// A list of concepts and what is said of the whole.
///
/// Order is kept: it is the order of files written from it. Looking a concept up by its id costs
/// one hash; removing one costs the length of the list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Glossary {
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A description, or where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What a file's header said and this model has no field for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Property>,
    /// The concepts; the key repeats the id so that the invariant «one concept an id» holds.
    #[serde(with = "as_list")]
    pub(crate) concepts: IndexMap<ConceptId, Concept>,
}

impl Glossary {
    /// An empty glossary.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a concept at the end and tells its id.
    ///
    /// A concept without an id gets one made from its head term and language, the same in every
    /// glossary and on every run; a concept whose id is taken gets the id with `-2`, `-3` … added.
    /// No decision is recorded: this is for mining and for reading files.
    pub fn add(&mut self, mut concept: Concept) -> ConceptId {
        if concept.id.0.is_empty() {
            concept.id = derived_id(&concept);
        }
        concept.id = self.free_id(concept.id);
        let id = concept.id.clone();
        self.concepts.insert(id.clone(), concept);
        id
    }

    fn free_id(&self, wanted: ConceptId) -> ConceptId {
        if !self.concepts.contains_key(&wanted) {
            return wanted;
        }
        let mut number = 2_u64;
        loop {
            let id = ConceptId(format!("{wanted}-{number}"));
            if !self.concepts.contains_key(&id) {
                return id;
            }
            number += 1;
        }
    }

    /// The concept with this id.
    #[must_use]
    pub fn get(&self, id: &ConceptId) -> Option<&Concept> {
        self.concepts.get(id)
    }

    /// The concepts in order.
    pub fn concepts(&self) -> impl ExactSizeIterator<Item = &Concept> + DoubleEndedIterator {
        self.concepts.values()
    }

    /// How many concepts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.concepts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }

    /// The languages that have terms, in order of first appearance.
    #[must_use]
    pub fn languages(&self) -> Vec<&str> {
        let mut languages = indexmap::IndexSet::new();
        for concept in self.concepts.values() {
            let used = concept.terms.iter().filter(|(_, terms)| !terms.is_empty());
            languages.extend(used.map(|(language, _)| language.as_str()));
        }
        languages.into_iter().collect()
    }

    /// Puts the best first: by score, then frequency (both falling), then head and id.
    pub fn sort_by_score(&mut self) {
        let score = |concept: &Concept| concept.evidence.score.unwrap_or(f64::NEG_INFINITY);
        self.concepts.sort_by_cached_key(|_, concept| {
            (
                std::cmp::Reverse(Total(score(concept))),
                std::cmp::Reverse(concept.evidence.frequency),
                head_key(concept),
                concept.id.clone(),
            )
        });
    }

    /// Puts the concepts in the order of their folded head terms, then of their ids: an order that
    /// does not depend on mining, fit for comparing two exports.
    pub fn sort_by_term(&mut self) {
        self.concepts
            .sort_by_cached_key(|_, concept| (head_key(concept), concept.id.clone()));
    }

    /// What is said of the whole: title, source and properties, without concepts.
    #[must_use]
    pub fn without_concepts(&self) -> Self {
        Self {
            title: self.title.clone(),
            source: self.source.clone(),
            extra: self.extra.clone(),
            concepts: IndexMap::new(),
        }
    }

    /// Takes the concepts out, in order.
    #[must_use]
    pub fn into_concepts(self) -> Vec<Concept> {
        self.concepts.into_values().collect()
    }
}

impl FromIterator<Concept> for Glossary {
    fn from_iter<I: IntoIterator<Item = Concept>>(concepts: I) -> Self {
        let mut glossary = Self::default();
        glossary.extend(concepts);
        glossary
    }
}

impl Extend<Concept> for Glossary {
    fn extend<I: IntoIterator<Item = Concept>>(&mut self, concepts: I) {
        for concept in concepts {
            self.add(concept);
        }
    }
}

fn head_key(concept: &Concept) -> String {
    concept
        .head()
        .map(|(_, term)| fold(&term.text))
        .unwrap_or_default()
}

/// `f64` in its total order, for sorting.
#[derive(PartialEq)]
struct Total(f64);

impl Eq for Total {}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Total {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// An id made from the head's language and folded text: `c` (XML names must start with a letter)
/// and the FNV-1a hash in hexadecimal, so that the same notion gets the same id everywhere.
fn derived_id(concept: &Concept) -> ConceptId {
    let (language, term) = concept
        .head()
        .map(|(language, term)| (language.to_ascii_lowercase(), fold(&term.text)))
        .unwrap_or_default();
    let bytes = language.bytes().chain([0]).chain(term.bytes());
    ConceptId(format!("c{:016x}", fnv1a(bytes)))
}

/// FNV-1a with 64 bits (draft-eastlake-fnv): not for security, only for short stable names.
pub(crate) fn fnv1a(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Stores the concepts as a list; the ids are in them already.
mod as_list {
    use super::{Concept, ConceptId, Glossary, IndexMap};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        concepts: &IndexMap<ConceptId, Concept>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(concepts.values())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<IndexMap<ConceptId, Concept>, D::Error> {
        let concepts = Vec::<Concept>::deserialize(deserializer)?;
        Ok(concepts.into_iter().collect::<Glossary>().concepts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::{Evidence, Term};

    fn scored(text: &str, score: Option<f64>, frequency: u64) -> Concept {
        Concept {
            evidence: Evidence {
                score,
                frequency,
                ..Evidence::default()
            },
            ..Concept::new("fr", Term::new(text))
        }
    }

    #[test]
    fn ids_depend_on_the_head_alone() {
        let mut one = Glossary::new();
        let mut two = Glossary::new();
        let a = one.add(Concept::new("fr", Term::new("État de droit")));
        two.add(Concept::new("fr", Term::new("cyberespace")));
        let b = two.add(Concept::new("FR", Term::new("état  de droit")));
        assert_eq!(a, b);
        assert_eq!(a.as_str(), "ca78ba283444df085");
        let again = one.add(Concept::new("fr", Term::new("état de droit")));
        assert_eq!(again.as_str(), format!("{a}-2"));
        assert_eq!(one.len(), 2);
    }

    #[test]
    fn fnv_gives_its_published_values() {
        // Test vectors of the FNV draft, appendix C.
        assert_eq!(fnv1a([]), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(*b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn the_best_stands_first_and_ties_are_settled_by_the_term() {
        let mut glossary: Glossary = [
            scored("c", None, 90),
            scored("b", Some(0.5), 3),
            scored("a", Some(0.5), 3),
            scored("d", Some(0.5), 4),
            scored("e", Some(0.9), 1),
        ]
        .into_iter()
        .collect();
        glossary.sort_by_score();
        let order: String = glossary
            .concepts()
            .filter_map(|concept| concept.head())
            .map(|(_, term)| term.text.as_str())
            .collect();
        assert_eq!(order, "edabc");
    }

    #[test]
    fn what_is_stored_comes_back() -> Result<(), serde_json::Error> {
        let mut glossary: Glossary = [scored("a", Some(0.1), 3), scored("b", None, 0)]
            .into_iter()
            .collect();
        glossary.title = Some("Titre".into());
        let json = serde_json::to_string(&glossary)?;
        assert_eq!(serde_json::from_str::<Glossary>(&json)?, glossary);
        insta::assert_snapshot!(json, @r#"{"title":"Titre","concepts":[{"id":"c7e112478d669c566","status":"candidate","terms":{"fr":[{"text":"a"}]},"evidence":{"score":0.1,"frequency":3}},{"id":"c7e112378d669c3b3","status":"candidate","terms":{"fr":[{"text":"b"}]}}]}"#);
        Ok(())
    }
}
