//! Mining again: new candidates meet a glossary on which people have worked.
//!
//! What a person decided stands. A mined concept is recognised by its head term, folded (see
//! [`fold()`]) and in its language; a reviewed concept is recognised by any of its
//! terms, present or before an edit, and by their forms, so that a corrected, merged or rejected
//! candidate does not come back as a new one.

use indexmap::IndexMap;
use indexmap::map::Entry;
use serde::{Deserialize, Serialize};

use crate::concept::{Concept, ConceptId};
use crate::fold::fold;
use crate::glossary::Glossary;
use crate::history::Action;
use crate::status::Status;
use crate::term::{Evidence, Term, union};

/// What became of mined candidates, each list in the order of the candidates.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MiningReport {
    /// Concepts that were not known.
    pub new: Vec<ConceptId>,
    /// Candidates nobody has reviewed, now as mined this time.
    pub updated: Vec<ConceptId>,
    /// Approved or edited concepts: only their evidence and contexts were brought up to date.
    pub kept: Vec<ConceptId>,
    /// Rejected concepts, which stay rejected.
    pub suppressed: Vec<ConceptId>,
    /// Candidates of earlier runs, not reviewed, that this run did not find; they stay.
    pub not_found: Vec<ConceptId>,
    /// Terms that were mined for an approved or edited concept and that it does not have. They
    /// were not added; a reviewer may want to.
    pub withheld: Vec<Withheld>,
}

/// A mined term that was not added because its concept has been reviewed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withheld {
    /// The reviewed concept.
    pub concept: ConceptId,
    /// The term's language.
    pub language: String,
    /// The term with its evidence.
    pub term: Term,
}

impl Glossary {
    /// Merges mined candidates into the glossary.
    ///
    /// - A candidate that is not known is added, with its own id or a derived one.
    /// - One that is known and not reviewed takes the mined content; id, notes, definitions, links
    ///   and properties of the old record that mining did not find stay.
    /// - Approved and edited concepts keep their content: only evidence is replaced and new
    ///   contexts and forms are added, to the terms they have. The states that undoing would give
    ///   back get the same evidence.
    /// - A rejected concept stays rejected; its evidence is brought up to date too.
    ///
    /// Links between candidates are turned to the concepts that they meet.
    /// Several candidates that meet the same concept (it was merged from them) count together.
    /// Costs one folding for each term and form of the glossary and of the candidates.
    pub fn merge_mined(&mut self, candidates: impl IntoIterator<Item = Concept>) -> MiningReport {
        let index = Index::new(self);
        let mut report = MiningReport::default();
        let mut found: IndexMap<ConceptId, Concept> = IndexMap::new();
        let mut unknown: IndexMap<Key, Concept> = IndexMap::new();
        let mut known_as: IndexMap<ConceptId, ConceptId> = IndexMap::new();
        for candidate in candidates {
            match index.find(&candidate) {
                Some(id) => {
                    known_as.insert(candidate.id.clone(), id.clone());
                    gather(found.entry(id.clone()), candidate);
                }
                None => gather(unknown.entry(head_key(&candidate)), candidate),
            }
        }
        for concept in found.values_mut().chain(unknown.values_mut()) {
            turn_links(concept, &known_as);
        }
        let unseen = self
            .concepts
            .values()
            .filter(|concept| !concept.is_reviewed() && !found.contains_key(&concept.id));
        report.not_found = unseen.map(|concept| concept.id.clone()).collect();
        for (id, candidate) in found {
            if let Some(concept) = self.concepts.get_mut(&id) {
                meet(concept, candidate, &mut report);
            }
        }
        for (_, candidate) in unknown {
            let id = self.add(candidate);
            report.new.push(id);
        }
        report
    }
}

/// One candidate for each concept: those that meet the same one are added up.
fn gather<K>(entry: Entry<'_, K, Concept>, candidate: Concept) {
    match entry {
        Entry::Occupied(mut known) => known.get_mut().absorb(candidate),
        Entry::Vacant(place) => {
            place.insert(candidate);
        }
    }
}

/// Turns a candidate's links to the concepts that the others turned out to be.
fn turn_links(candidate: &mut Concept, known_as: &IndexMap<ConceptId, ConceptId>) {
    let own = known_as.get(&candidate.id).unwrap_or(&candidate.id);
    let own = own.clone();
    let links = std::mem::take(&mut candidate.relations);
    let turned = links.into_iter().map(|mut link| {
        if let Some(known) = known_as.get(&link.concept) {
            link.concept = known.clone();
        }
        link
    });
    let abroad = turned.filter(|link| link.concept != own);
    union(&mut candidate.relations, abroad.collect());
}

fn meet(concept: &mut Concept, candidate: Concept, report: &mut MiningReport) {
    let id = concept.id.clone();
    if !concept.is_reviewed() {
        refresh(concept, candidate);
        report.updated.push(id);
        return;
    }
    if concept.status == Status::Rejected {
        report.suppressed.push(id);
    } else {
        report.kept.push(id.clone());
        for (language, terms) in &candidate.terms {
            let missing = terms
                .iter()
                .filter(|term| !has_term(concept, language, term));
            report.withheld.extend(missing.map(|term| Withheld {
                concept: id.clone(),
                language: language.clone(),
                term: term.clone(),
            }));
        }
    }
    bring_up_to_date(concept, &candidate);
    for decision in &mut concept.history {
        match &mut decision.action {
            Action::Edit { before }
            | Action::Merge { before, .. }
            | Action::Split { before, .. } => {
                bring_up_to_date(before, &candidate);
            }
            _ => {}
        }
    }
}

/// An unreviewed candidate is mined anew; what only files can have said is carried over.
fn refresh(concept: &mut Concept, mined: Concept) {
    let mut old = std::mem::replace(concept, mined);
    concept.id = std::mem::take(&mut old.id);
    if concept.subject.is_none() {
        concept.subject = old.subject;
    }
    union(&mut concept.definitions, old.definitions);
    union(&mut concept.notes, old.notes);
    union(&mut concept.relations, old.relations);
    union(&mut concept.extra, old.extra);
    concept.status = old.status;
    concept.history = old.history;
}

/// Replaces figures, adds contexts and forms, and leaves everything else.
fn bring_up_to_date(concept: &mut Concept, mined: &Concept) {
    concept.evidence = mined.evidence;
    for (language, terms) in &mut concept.terms {
        for term in terms {
            let key = fold(&term.text);
            let same = |(tag, terms): (&String, &Vec<Term>)| {
                let found = terms.iter().find(|other| fold(&other.text) == key);
                found
                    .filter(|_| tag.eq_ignore_ascii_case(language))
                    .cloned()
            };
            if let Some(fresh) = mined.terms.iter().find_map(same) {
                update_term(term, fresh);
            }
        }
    }
}

fn update_term(term: &mut Term, fresh: Term) {
    if fresh.evidence != Evidence::default() {
        term.evidence = fresh.evidence;
    }
    if fresh.probability.is_some() {
        term.probability = fresh.probability;
    }
    union(&mut term.contexts, fresh.contexts);
    for form in fresh.forms {
        match term.forms.iter_mut().find(|known| known.text == form.text) {
            Some(known) => known.count = form.count,
            None => term.forms.push(form),
        }
    }
}

fn has_term(concept: &Concept, language: &str, term: &Term) -> bool {
    let key = fold(&term.text);
    concept
        .terms
        .iter()
        .filter(|(tag, _)| tag.eq_ignore_ascii_case(language))
        .flat_map(|(_, terms)| terms)
        .any(|known| {
            fold(&known.text) == key || known.forms.iter().any(|form| fold(&form.text) == key)
        })
}

/// A language in lower case and a folded term.
type Key = (String, String);

fn key(language: &str, text: &str) -> Key {
    (language.to_ascii_lowercase(), fold(text))
}

fn head_key(concept: &Concept) -> Key {
    concept
        .head()
        .map(|(language, term)| key(language, &term.text))
        .unwrap_or_default()
}

/// Finds the concept that a mined one means. A head weighs more than another term of a reviewed
/// concept, and that more than a form; among equals the earlier concept wins.
struct Index {
    heads: IndexMap<Key, ConceptId>,
    terms: IndexMap<Key, ConceptId>,
    forms: IndexMap<Key, ConceptId>,
}

impl Index {
    fn new(glossary: &Glossary) -> Self {
        let mut index = Self {
            heads: IndexMap::new(),
            terms: IndexMap::new(),
            forms: IndexMap::new(),
        };
        for concept in glossary.concepts() {
            let id = &concept.id;
            index
                .heads
                .entry(head_key(concept))
                .or_insert_with(|| id.clone());
            if concept.is_reviewed() {
                index.add_terms(id, concept);
                for decision in &concept.history {
                    if let Action::Edit { before } = &decision.action {
                        index.add_terms(id, before);
                    }
                }
            }
        }
        index
    }

    /// Only the concept's own language: an equivalent is no name for it, since two source terms
    /// may well have the same one.
    fn add_terms(&mut self, id: &ConceptId, concept: &Concept) {
        let Some((language, _)) = concept.head() else {
            return;
        };
        for term in concept.terms.get(language).into_iter().flatten() {
            let known = self.terms.entry(key(language, &term.text));
            known.or_insert_with(|| id.clone());
            for form in &term.forms {
                let known = self.forms.entry(key(language, &form.text));
                known.or_insert_with(|| id.clone());
            }
        }
    }

    fn find(&self, candidate: &Concept) -> Option<&ConceptId> {
        let key = head_key(candidate);
        let by_head = self.heads.get(&key).or_else(|| self.terms.get(&key));
        by_head.or_else(|| self.forms.get(&key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Stamp;
    use crate::term::{Context, Form};

    fn mined(text: &str, frequency: u64) -> Concept {
        let evidence = Evidence {
            frequency,
            ..Evidence::default()
        };
        let term = Term {
            evidence,
            forms: vec![Form::new(format!("{text}s"), frequency)],
            contexts: vec![Context {
                text: format!("Phrase {frequency} sur {text}."),
                ..Context::default()
            }],
            ..Term::new(text)
        };
        Concept {
            evidence,
            ..Concept::new("fr", term)
        }
    }

    fn stamp() -> Stamp {
        Stamp::new("Léa", "")
    }

    fn text(glossary: &Glossary, id: &ConceptId) -> String {
        glossary.get(id).unwrap().head().unwrap().1.text.clone()
    }

    #[test]
    fn candidates_are_refreshed_and_those_not_found_stay() {
        let mut glossary = Glossary::new();
        let first = glossary.merge_mined([mined("cyberespace", 3), mined("preuve numérique", 2)]);
        assert_eq!(first.new.len(), 2);
        let second = glossary.merge_mined([mined("Cyberespace", 9), mined("traité", 1)]);
        assert_eq!(second.updated, [first.new[0].clone()]);
        assert_eq!(second.not_found, [first.new[1].clone()]);
        assert_eq!(second.new.len(), 1);
        assert_eq!(text(&glossary, &first.new[0]), "Cyberespace");
        assert_eq!(glossary.len(), 3);
    }

    #[test]
    fn rejected_stays_rejected_in_any_spelling() {
        let mut glossary = Glossary::new();
        let id = glossary.merge_mined([mined("l'article premier", 3)]).new[0].clone();
        glossary.reject(&id, stamp()).unwrap();
        let report = glossary.merge_mined([mined("L’article  premier", 5)]);
        assert_eq!(report.suppressed, std::slice::from_ref(&id));
        assert!(report.new.is_empty());
        assert_eq!(glossary.get(&id).unwrap().status, Status::Rejected);
        assert_eq!(text(&glossary, &id), "l'article premier");
    }

    #[test]
    fn an_edited_head_is_still_recognised_and_not_overwritten() {
        let mut glossary = Glossary::new();
        let id = glossary
            .merge_mined([mined("infrastructures critiques", 3)])
            .new[0]
            .clone();
        let change =
            |concept: &mut Concept| concept.terms[0][0].text = "infrastructure critique".into();
        glossary.edit(&id, stamp(), change).unwrap();
        let report = glossary.merge_mined([mined("infrastructures critiques", 7)]);
        assert_eq!(report.kept, std::slice::from_ref(&id));
        assert_eq!(text(&glossary, &id), "infrastructure critique");
        let concept = glossary.get(&id).unwrap();
        assert_eq!(concept.evidence.frequency, 7);
        // Undoing the edit gives back the old head with the new figures.
        glossary.undo(&id).unwrap();
        let concept = glossary.get(&id).unwrap();
        assert_eq!(concept.evidence.frequency, 7);
        assert_eq!(concept.terms[0][0].text, "infrastructures critiques");
        assert_eq!(concept.terms[0][0].contexts.len(), 2);
    }

    #[test]
    fn candidates_of_a_merged_concept_count_together() {
        let mut glossary = Glossary::new();
        let ids = glossary
            .merge_mined([mined("Hanoi", 1), mined("Hanoï", 2)])
            .new;
        glossary.merge(&ids[1], &ids[..1], stamp()).unwrap();
        let report = glossary.merge_mined([mined("Hanoi", 10), mined("Hanoï", 20)]);
        assert_eq!(report.kept, [ids[1].clone()]);
        assert!(report.withheld.is_empty());
        let concept = glossary.get(&ids[1]).unwrap();
        assert_eq!(concept.evidence.frequency, 30);
        assert_eq!(concept.terms["fr"][0].evidence.frequency, 20);
        assert_eq!(concept.terms["fr"][1].evidence.frequency, 10);
    }

    #[test]
    fn a_new_equivalent_of_an_approved_concept_is_withheld_and_told() {
        let mut glossary = Glossary::new();
        let id = glossary.merge_mined([mined("état de droit", 3)]).new[0].clone();
        glossary.accept(&id, stamp()).unwrap();
        let with_english = mined("état de droit", 4).with("en", Term::new("rule of law"));
        let report = glossary.merge_mined([with_english]);
        assert_eq!(report.kept, std::slice::from_ref(&id));
        assert_eq!(report.withheld[0].term.text, "rule of law");
        assert!(!glossary.get(&id).unwrap().terms.contains_key("en"));
    }

    #[test]
    fn links_lead_to_the_concepts_that_candidates_were_merged_into() {
        use crate::concept::{Relation, RelationKind};
        let linked = || {
            let mut whole = mined("droit international", 1);
            whole.id = "whole".into();
            let mut part = mined("droit", 1);
            part.id = "part".into();
            whole.relations = vec![Relation::new(RelationKind::Related, "part")];
            part.relations = vec![Relation::new(RelationKind::Related, "whole")];
            [whole, part]
        };
        let mut glossary = Glossary::new();
        glossary.merge_mined(linked());
        let into = glossary.add(mined("loi", 1));
        glossary.merge(&into, &["part".into()], stamp()).unwrap();
        glossary.merge_mined(linked());
        let whole = glossary.get(&"whole".into()).unwrap();
        let led: Vec<&ConceptId> = whole.relations.iter().map(|link| &link.concept).collect();
        assert_eq!(led, [&into]);
    }

    #[test]
    fn merging_the_same_candidates_twice_changes_nothing_more() {
        let mut glossary = Glossary::new();
        let candidates = [mined("a", 1), mined("b", 2), mined("a", 4)];
        glossary.merge_mined(candidates.clone());
        let once = glossary.clone();
        assert_eq!(once.len(), 2);
        glossary.merge_mined(candidates);
        assert_eq!(glossary, once);
    }
}
