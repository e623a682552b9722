//! Taking decisions back.

use super::decide::find_term;
use super::decision::{Absorbed, Action, Decision, Redirected};
use crate::concept::{Concept, ConceptId};
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
            Action::Edit { before } => give_back(concept, *before),
            Action::Split { before, into } => {
                give_back(concept, *before);
                self.concepts.shift_remove(&into);
            }
            Action::Merge {
                before,
                absorbed,
                redirected,
            } => {
                give_back(concept, *before);
                self.take_apart(id, absorbed, redirected);
            }
            Action::SplitFrom { .. } => {}
        }
        Ok(decision)
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

/// Puts a stored state in the place of the present one; the history stays.
fn give_back(concept: &mut Concept, before: Concept) {
    let history = std::mem::take(&mut concept.history);
    *concept = Concept { history, ..before };
}
