//! Taking decisions back.

use super::decide::find_term;
use super::decision::{Absorbed, Action, Decision, Redirected};
use crate::concept::{Concept, ConceptId, Relation};
use crate::error::ReviewError;
use crate::glossary::Glossary;

impl Glossary {
    /// Takes back the latest decision on a concept and hands it out, so that the caller can log
    /// it. The concept, and whatever the decision did to others, is as it was before.
    ///
    /// # Errors
    /// When there is no such concept, when it has no history, when it came from a split (undo
    /// that at its origin), or when later decisions on the concepts involved stand in the way;
    /// then nothing has changed.
    pub fn undo(&mut self, id: &ConceptId) -> Result<Decision, ReviewError> {
        let concept = self.concept_mut(id)?;
        let Some(latest) = concept.history.last() else {
            return Err(ReviewError::NothingToUndo { id: id.clone() });
        };
        let action = latest.action.clone();
        self.check_undo(id, &action)?;
        let concept = self.concept_mut(id)?;
        let Some(decision) = concept.history.pop() else {
            return Err(ReviewError::NothingToUndo { id: id.clone() });
        };
        match action {
            Action::Created | Action::Imported => {
                self.concepts.shift_remove(id);
                self.drop_links(id);
            }
            Action::Status { from, .. } => concept.status = from,
            Action::AdministrativeStatus {
                language,
                term,
                from,
                ..
            } => {
                if let Some(found) = find_term(concept, &language, &term) {
                    found.administrative_status = from;
                }
            }
            Action::Edit { before } => {
                give_back(concept, *before);
                self.settle_links(id);
            }
            Action::Split { before, into } => {
                give_back(concept, *before);
                self.concepts.shift_remove(&into);
                self.turn_links(&into, id);
                self.settle_links(id);
            }
            Action::Merge {
                before,
                absorbed,
                redirected,
            } => {
                give_back(concept, *before);
                self.take_apart(id, absorbed, redirected);
                self.settle_links(id);
            }
            Action::SplitFrom { .. } => {}
        }
        Ok(decision)
    }

    /// Takes the links to a concept that is gone.
    fn drop_links(&mut self, gone: &ConceptId) {
        for concept in self.concepts.values_mut() {
            concept
                .relations
                .retain(|relation| relation.concept != *gone);
        }
    }

    /// Turns the links to a concept that is gone to the one that has its terms.
    fn turn_links(&mut self, gone: &ConceptId, into: &ConceptId) {
        let concepts = self.concepts.values_mut();
        for relation in concepts.flat_map(|concept| &mut concept.relations) {
            if relation.concept == *gone {
                relation.concept = into.clone();
            }
        }
    }

    /// A state of old may have links to concepts that were merged since: they are turned to where
    /// those are now.
    fn settle_links(&mut self, id: &ConceptId) {
        let Some(concept) = self.concepts.get_mut(id) else {
            return;
        };
        let links = std::mem::take(&mut concept.relations);
        let mut settled: Vec<Relation> = Vec::with_capacity(links.len());
        for mut link in links {
            let now = self.follow(&link.concept, id, settled.len());
            if now.as_ref() == Some(id) {
                continue;
            }
            link.concept = now.unwrap_or(link.concept);
            settled.push(link);
        }
        if let Some(concept) = self.concepts.get_mut(id) {
            concept.relations = settled;
        }
    }

    /// The concept that a missing one was merged into. Its merge learns of the link that is turned, so
    /// that undoing it turns the link back.
    fn follow(&mut self, gone: &ConceptId, from: &ConceptId, at: usize) -> Option<ConceptId> {
        if self.concepts.contains_key(gone) {
            return None;
        }
        let mut concepts = self.concepts.values_mut();
        concepts.find_map(|concept| {
            let took = turned_by_merge(concept, gone, from, at);
            took.then(|| concept.id.clone())
        })
    }

    fn check_undo(&self, id: &ConceptId, action: &Action) -> Result<(), ReviewError> {
        let blocked = |other: &ConceptId| ReviewError::UndoBlocked {
            id: id.clone(),
            other: other.clone(),
        };
        match action {
            Action::SplitFrom { origin } => Err(ReviewError::UndoAtOrigin {
                id: id.clone(),
                origin: origin.clone(),
            }),
            Action::Split { into, .. } => match self.concepts.get(into) {
                Some(part) if part.history.len() == 1 => Ok(()),
                _ => Err(blocked(into)),
            },
            Action::Merge { absorbed, .. } => absorbed
                .iter()
                .find(|taken| self.concepts.contains_key(&taken.concept.id))
                .map_or(Ok(()), |taken| Err(blocked(&taken.concept.id))),
            _ => Ok(()),
        }
    }

    fn take_apart(&mut self, into: &ConceptId, absorbed: Vec<Absorbed>, links: Vec<Redirected>) {
        for taken in absorbed.into_iter().rev() {
            let position = taken.position.min(self.concepts.len());
            self.concepts
                .shift_insert(position, taken.concept.id.clone(), taken.concept);
        }
        for link in links {
            let relation = self
                .concepts
                .get_mut(&link.concept)
                .and_then(|concept| concept.relations.get_mut(link.position))
                .filter(|relation| relation.concept == *into);
            if let Some(relation) = relation {
                relation.concept = link.target;
            }
        }
    }
}

/// Whether a concept was merged into this one, directly or by way of others: then each of the merges
/// learns of the link.
fn turned_by_merge(concept: &mut Concept, gone: &ConceptId, from: &ConceptId, at: usize) -> bool {
    for decision in &mut concept.history {
        let Action::Merge {
            absorbed,
            redirected,
            ..
        } = &mut decision.action
        else {
            continue;
        };
        let took = absorbed.iter_mut().find_map(|taken| {
            let is_it =
                taken.concept.id == *gone || turned_by_merge(&mut taken.concept, gone, from, at);
            is_it.then(|| taken.concept.id.clone())
        });
        if let Some(target) = took {
            redirected.push(Redirected {
                concept: from.clone(),
                position: at,
                target,
            });
            return true;
        }
    }
    false
}

/// Puts a stored state in the place of the present one; the history stays.
fn give_back(concept: &mut Concept, before: Concept) {
    let history = std::mem::take(&mut concept.history);
    *concept = Concept { history, ..before };
}
