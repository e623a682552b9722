//! The operations that record themselves.

use super::decision::{Absorbed, Action, Decision, Redirected, Stamp};
use crate::concept::{Concept, ConceptId};
use crate::error::ReviewError;
use crate::glossary::Glossary;
use crate::status::{AdministrativeStatus, Status};
use crate::term::Term;

impl Glossary {
    /// Adds a concept that a person wrote; it is approved, and undoing removes it.
    pub fn create(&mut self, mut concept: Concept, stamp: Stamp) -> ConceptId {
        concept.status = Status::Approved;
        concept.history = vec![Decision {
            stamp,
            action: Action::Created,
        }];
        self.add(concept)
    }

    /// Adds a concept of a file with the status it has there; undoing removes it.
    pub fn import(&mut self, mut concept: Concept, stamp: Stamp) -> ConceptId {
        concept.history = vec![Decision {
            stamp,
            action: Action::Imported,
        }];
        self.add(concept)
    }

    /// Approves a concept. Tells whether that changed anything; if not, nothing is recorded.
    ///
    /// # Errors
    /// When there is no such concept.
    pub fn accept(&mut self, id: &ConceptId, stamp: Stamp) -> Result<bool, ReviewError> {
        self.set_status(id, Status::Approved, stamp)
    }

    /// Rejects a concept: it stays in the glossary and keeps mining from proposing it again.
    ///
    /// # Errors
    /// When there is no such concept.
    pub fn reject(&mut self, id: &ConceptId, stamp: Stamp) -> Result<bool, ReviewError> {
        self.set_status(id, Status::Rejected, stamp)
    }

    /// Puts a concept back among the candidates.
    ///
    /// # Errors
    /// When there is no such concept.
    pub fn restore(&mut self, id: &ConceptId, stamp: Stamp) -> Result<bool, ReviewError> {
        self.set_status(id, Status::Candidate, stamp)
    }

    /// Sets where a concept stands in review; see [`accept`](Self::accept).
    ///
    /// # Errors
    /// When there is no such concept.
    pub fn set_status(
        &mut self,
        id: &ConceptId,
        to: Status,
        stamp: Stamp,
    ) -> Result<bool, ReviewError> {
        let concept = self.concept_mut(id)?;
        let from = concept.status;
        if from == to {
            return Ok(false);
        }
        concept.status = to;
        let action = Action::Status { from, to };
        concept.history.push(Decision { stamp, action });
        Ok(true)
    }

    /// Says whether a term should be used. Tells whether that changed anything.
    ///
    /// # Errors
    /// When there is no such concept, or it has no such term in that language.
    pub fn set_administrative_status(
        &mut self,
        id: &ConceptId,
        language: &str,
        term: &str,
        to: Option<AdministrativeStatus>,
        stamp: Stamp,
    ) -> Result<bool, ReviewError> {
        let concept = self.concept_mut(id)?;
        let Some(found) = find_term(concept, language, term) else {
            return Err(unknown_term(id, language, term));
        };
        if found.administrative_status == to {
            return Ok(false);
        }
        let from = std::mem::replace(&mut found.administrative_status, to.clone());
        let action = Action::AdministrativeStatus {
            language: language.to_owned(),
            term: term.to_owned(),
            from,
            to,
        };
        concept.history.push(Decision { stamp, action });
        Ok(true)
    }

    /// Changes the content of a concept. The id and the history stay as they are whatever
    /// `change` does to them. Tells whether anything changed; if not, nothing is recorded.
    ///
    /// # Errors
    /// When there is no such concept.
    pub fn edit(
        &mut self,
        id: &ConceptId,
        stamp: Stamp,
        change: impl FnOnce(&mut Concept),
    ) -> Result<bool, ReviewError> {
        let concept = self.concept_mut(id)?;
        let history = std::mem::take(&mut concept.history);
        let before = Box::new(concept.clone());
        change(concept);
        concept.id = id.clone();
        concept.history = history;
        let changed = !same_content(&before, concept);
        if changed {
            let action = Action::Edit { before };
            concept.history.push(Decision { stamp, action });
        }
        Ok(changed)
    }

    /// Takes other concepts into `into`: their terms, definitions, notes and evidence are added
    /// to its own, links to them are turned to it, and they leave the glossary. Its own status
    /// stays.
    ///
    /// # Errors
    /// When one of them is not in the glossary, is named twice, or is `into` itself; then nothing
    /// has changed.
    pub fn merge(
        &mut self,
        into: &ConceptId,
        others: &[ConceptId],
        stamp: Stamp,
    ) -> Result<(), ReviewError> {
        self.check_merge(into, others)?;
        let redirected = self.redirect(into, others);
        let absorbed: Vec<Absorbed> = others
            .iter()
            .filter_map(|id| self.concepts.shift_remove_full(id))
            .map(|(position, _, concept)| Absorbed { position, concept })
            .collect();
        let concept = self.concept_mut(into)?;
        let before = Box::new(without_history(concept));
        for taken in &absorbed {
            concept.absorb(without_history(&taken.concept));
        }
        // What was taken in later may have led to what was taken in before.
        concept
            .relations
            .retain(|relation| !others.contains(&relation.concept));
        let action = Action::Merge {
            before,
            absorbed,
            redirected,
        };
        concept.history.push(Decision { stamp, action });
        Ok(())
    }

    fn check_merge(&self, into: &ConceptId, others: &[ConceptId]) -> Result<(), ReviewError> {
        for (position, id) in others.iter().enumerate() {
            if id == into || others.iter().take(position).any(|other| other == id) {
                return Err(ReviewError::MergedTwice { id: id.clone() });
            }
        }
        let missing = others
            .iter()
            .chain([into])
            .find(|id| !self.concepts.contains_key(*id));
        missing.map_or(Ok(()), |id| {
            Err(ReviewError::UnknownConcept { id: id.clone() })
        })
    }

    /// Turns the links of the concepts that stay from `others` to `into`.
    fn redirect(&mut self, into: &ConceptId, others: &[ConceptId]) -> Vec<Redirected> {
        let mut redirected = Vec::new();
        for (id, concept) in &mut self.concepts {
            if id == into || others.contains(id) {
                continue;
            }
            for (position, relation) in concept.relations.iter_mut().enumerate() {
                if others.contains(&relation.concept) {
                    let target = std::mem::replace(&mut relation.concept, into.clone());
                    redirected.push(Redirected {
                        concept: id.clone(),
                        position,
                        target,
                    });
                }
            }
        }
        redirected
    }

    /// Moves terms, named by language and text, to a new concept that follows this one, has its
    /// status and subject, and is told by its id. A shortened form whose full form stays behind
    /// loses its link.
    ///
    /// # Errors
    /// When there is no such concept or term, when nothing is named, or when nothing would be
    /// left; then nothing has changed.
    pub fn split(
        &mut self,
        id: &ConceptId,
        moved: &[(&str, &str)],
        stamp: Stamp,
    ) -> Result<ConceptId, ReviewError> {
        let before = without_history(self.concept_mut(id)?);
        let mut rest = before.clone();
        let mut part = Concept {
            status: before.status,
            subject: before.subject.clone(),
            ..Concept::default()
        };
        for (language, text) in moved {
            let term = take_term(&mut rest, language, text)
                .ok_or_else(|| unknown_term(id, language, text))?;
            part = part.with(*language, term);
        }
        if part.head().is_none() || rest.head().is_none() {
            return Err(ReviewError::EmptySplit { id: id.clone() });
        }
        drop_loose_links(&mut rest);
        drop_loose_links(&mut part);
        part.history.push(Decision {
            stamp: stamp.clone(),
            action: Action::SplitFrom { origin: id.clone() },
        });
        let into = self.add(part);
        let concept = self.concept_mut(id)?;
        rest.history = std::mem::take(&mut concept.history);
        rest.history.push(Decision {
            stamp,
            action: Action::Split {
                before: Box::new(before),
                into: into.clone(),
            },
        });
        *concept = rest;
        if let Some(position) = self.concepts.get_index_of(id) {
            let last = self.concepts.len() - 1;
            self.concepts.move_index(last, position + 1);
        }
        Ok(into)
    }

    pub(crate) fn concept_mut(&mut self, id: &ConceptId) -> Result<&mut Concept, ReviewError> {
        self.concepts
            .get_mut(id)
            .ok_or_else(|| ReviewError::UnknownConcept { id: id.clone() })
    }
}

fn without_history(concept: &Concept) -> Concept {
    // Written out so that a long history is not cloned only to be dropped.
    Concept {
        id: concept.id.clone(),
        status: concept.status,
        subject: concept.subject.clone(),
        definitions: concept.definitions.clone(),
        terms: concept.terms.clone(),
        relations: concept.relations.clone(),
        notes: concept.notes.clone(),
        evidence: concept.evidence,
        extra: concept.extra.clone(),
        history: Vec::new(),
    }
}

fn same_content(before: &Concept, after: &Concept) -> bool {
    // Comparing maps ignores the order of languages, which decides what the head is.
    *before == without_history(after) && before.terms.keys().eq(after.terms.keys())
}

pub(super) fn find_term<'a>(
    concept: &'a mut Concept,
    language: &str,
    text: &str,
) -> Option<&'a mut Term> {
    let terms = concept.terms.get_mut(language)?;
    terms.iter_mut().find(|term| term.text == text)
}

fn take_term(concept: &mut Concept, language: &str, text: &str) -> Option<Term> {
    let terms = concept.terms.get_mut(language)?;
    let position = terms.iter().position(|term| term.text == text)?;
    let term = terms.remove(position);
    if terms.is_empty() {
        concept.terms.shift_remove(language);
    }
    Some(term)
}

fn drop_loose_links(concept: &mut Concept) {
    for terms in concept.terms.values_mut() {
        let texts: Vec<String> = terms.iter().map(|term| term.text.clone()).collect();
        for term in terms {
            if term
                .full_form
                .as_ref()
                .is_some_and(|full| !texts.contains(full))
            {
                term.full_form = None;
            }
        }
    }
}

fn unknown_term(id: &ConceptId, language: &str, term: &str) -> ReviewError {
    ReviewError::UnknownTerm {
        id: id.clone(),
        language: language.to_owned(),
        term: term.to_owned(),
    }
}
