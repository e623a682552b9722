//! A file's concepts come into a glossary on which people have worked.

use super::decision::Stamp;
use crate::concept::{Concept, ConceptId, Relation};
use crate::diff::shares_a_term;
use crate::error::ReviewError;
use crate::glossary::Glossary;
use crate::reading::Coverage;
use crate::term::{Property, Term, union};

/// What became of a concept of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It was not known.
    New(ConceptId),
    /// It was known, and the file changed it.
    Changed(ConceptId),
    /// It was known and says nothing new.
    Same(ConceptId),
}

impl Glossary {
    /// Takes in a concept that was read from a file.
    ///
    /// A concept that is not known is added as it is. A known one takes over what the file covers, as
    /// decisions with this stamp that can be undone: its state of review, and its content as one edit.
    /// A file with ids of its own may strike terms out; any other only adds. What the file cannot say
    /// (figures, contexts, forms …) stays.
    ///
    /// A concept is known when the glossary has its id and they share a term. Ids that mining made
    /// (see [`add`](Self::add)) are trusted even when every term was rewritten; ids of other tools are
    /// often mere numbers, and mean another concept in another file.
    ///
    /// # Errors
    /// Never for a concept that the glossary has; the operations below say so themselves.
    pub fn take_in(
        &mut self,
        mut concept: Concept,
        coverage: &Coverage,
        stamp: &Stamp,
    ) -> Result<Taken, ReviewError> {
        let remark = coverage
            .remarks
            .iter()
            .find(|(id, _)| *id == concept.id)
            .map(|(_, remark)| remark.clone());
        let stamp = Stamp {
            remark: remark.clone().or_else(|| stamp.remark.clone()),
            ..stamp.clone()
        };
        let Some(id) = self.known(&concept, coverage) else {
            concept.history.clear();
            return Ok(Taken::New(self.import(concept, stamp)));
        };
        let status = concept.status;
        let decided = coverage.status && self.set_status(&id, status, stamp.clone())?;
        let edited = self.edit(&id, stamp.clone(), |known| {
            update(known, concept, coverage);
        })?;
        // A remark without a decision is still something that was said.
        let noted = match remark {
            Some(remark) if !(decided || edited) => self.edit(&id, stamp, |known| {
                union(&mut known.notes, vec![remark]);
            })?,
            _ => false,
        };
        Ok(if decided || edited || noted {
            Taken::Changed(id)
        } else {
            Taken::Same(id)
        })
    }

    /// The concept that a file's concept means.
    fn known(&self, concept: &Concept, coverage: &Coverage) -> Option<ConceptId> {
        let id = &concept.id;
        let known = self.get(id)?;
        if (coverage.own_ids && is_derived(id.as_str())) || shares_a_term(known, concept) {
            return Some(id.clone());
        }
        // An earlier file with the same number may have taken the id.
        (2_u64..)
            .map(|number| ConceptId(format!("{id}-{number}")))
            .map_while(|id| self.get(&id))
            .find(|other| shares_a_term(other, concept))
            .map(|other| other.id.clone())
    }
}

/// Whether an id is one that the glossary makes: `c` and sixteen hexadecimal digits.
fn is_derived(id: &str) -> bool {
    let mut digits = id.strip_prefix('c').unwrap_or_default().split('-').next();
    let digits = digits.take().unwrap_or_default();
    digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn update(known: &mut Concept, file: Concept, coverage: &Coverage) {
    let covers = |tag: &str| match &coverage.languages {
        None => true,
        Some(languages) => languages.iter().any(|one| one.eq_ignore_ascii_case(tag)),
    };
    if coverage.own_ids {
        let mut old = std::mem::take(&mut known.terms);
        let mut order: Vec<String> = file.terms.keys().cloned().collect();
        let missing: Vec<String> = old
            .keys()
            .filter(|tag| !order.contains(tag) && !covers(tag))
            .cloned()
            .collect();
        order.extend(missing);
        // The concept's own language stays first.
        order.sort_by_key(|tag| old.get_index_of(tag).unwrap_or(usize::MAX));
        let mut terms = file.terms;
        for tag in order {
            let before = old.shift_remove(&tag).unwrap_or_default();
            let now = match terms.shift_remove(&tag) {
                Some(now) => now
                    .into_iter()
                    .map(|term| refreshed(term, &before))
                    .collect(),
                None => before,
            };
            known.terms.insert(tag, now);
        }
        if coverage.subject {
            known.subject = file.subject;
        }
        if coverage.definitions {
            known.definitions = file.definitions;
        }
        if coverage.notes {
            known.notes = file.notes;
        }
        if coverage.relations {
            let before = std::mem::replace(&mut known.relations, file.relations);
            let unseen = before.into_iter().filter(|link| !shows(coverage, link));
            union(&mut known.relations, unseen.collect());
        }
    } else {
        for (tag, terms) in file.terms {
            let mine = known.terms.entry(tag).or_default();
            for term in terms {
                match mine.iter_mut().find(|one| one.text == term.text) {
                    Some(one) => *one = refreshed(term, std::slice::from_ref(one)),
                    None => mine.push(term),
                }
            }
        }
        crate::term::fill(&mut known.subject, file.subject);
        union(&mut known.definitions, file.definitions);
        union(&mut known.notes, file.notes);
        union(&mut known.relations, file.relations);
    }
    properties(&mut known.extra, file.extra);
}

/// Whether a file would have this link, were it still there.
fn shows(coverage: &Coverage, link: &Relation) -> bool {
    let concepts = coverage.concepts.as_ref();
    concepts.is_none_or(|concepts| concepts.contains(&link.concept))
}

/// A term of the file, with what only the glossary knows of it.
fn refreshed(mut term: Term, before: &[Term]) -> Term {
    let Some(old) = before.iter().find(|one| one.text == term.text) else {
        return term;
    };
    let old = old.clone();
    let evidence = old.evidence;
    // What both have is the file's; counts are the glossary's.
    let (forms, contexts, notes) = (old.forms, old.contexts, old.notes);
    crate::term::fill(&mut term.part_of_speech, old.part_of_speech);
    crate::term::fill(&mut term.gender, old.gender);
    crate::term::fill(&mut term.number, old.number);
    crate::term::fill(&mut term.term_type, old.term_type);
    crate::term::fill(&mut term.administrative_status, old.administrative_status);
    crate::term::fill(&mut term.full_form, old.full_form);
    crate::term::fill(&mut term.probability, old.probability);
    crate::term::fill(&mut term.source, old.source);
    for form in forms {
        match term.forms.iter_mut().find(|one| one.text == form.text) {
            Some(one) => one.count = one.count.max(form.count),
            None => term.forms.push(form),
        }
    }
    // A file may know less of a context than the glossary does.
    let mut all = contexts;
    for context in std::mem::take(&mut term.contexts) {
        if !all.iter().any(|one| one.text == context.text) {
            all.push(context);
        }
    }
    term.contexts = all;
    let mut all = notes;
    union(&mut all, std::mem::take(&mut term.notes));
    term.notes = all;
    if !evidence.is_empty() {
        term.evidence = evidence;
    }
    let mut extra = old.extra;
    properties(&mut extra, term.extra);
    term.extra = extra;
    term
}

/// Takes over properties: a value of the same name and language is replaced where the file gives one
/// only, and added otherwise.
fn properties(known: &mut Vec<Property>, file: Vec<Property>) {
    for property in file {
        let same = |one: &Property| one.name == property.name && one.value == property.value;
        if !known.iter().any(same) {
            known.push(property);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Status;
    use crate::term::{Context, Evidence};

    fn stamp() -> Stamp {
        Stamp::new("Léa", "2026-01-31T09:30:00Z")
    }

    fn own() -> Coverage {
        Coverage {
            own_ids: true,
            languages: Some(vec!["fr".into(), "en".into()]),
            notes: true,
            status: true,
            ..Coverage::default()
        }
    }

    fn mined() -> Concept {
        let equivalent = Term {
            contexts: vec![Context {
                text: "The rule of law.".into(),
                document: Some("a.txt".into()),
                ..Context::default()
            }],
            evidence: Evidence {
                frequency: 3,
                ..Evidence::default()
            },
            ..Term::new("rule of law")
        };
        Concept::new("fr", Term::new("état de droit"))
            .with("en", equivalent)
            .with("en", Term::new("state of law"))
            .with("de", Term::new("Rechtsstaat"))
    }

    #[test]
    fn a_reviewed_sheet_comes_back_as_decisions() -> Result<(), ReviewError> {
        let mut glossary = Glossary::new();
        let id = glossary.add(mined());
        let before = glossary.clone();
        let mut file =
            Concept::new("fr", Term::new("état de droit")).with("en", Term::new("rule of law"));
        file.id = id.clone();
        file.status = Status::Approved;
        let mut coverage = own();
        coverage.remarks.push((id.clone(), "terme officiel".into()));
        let taken = glossary.take_in(file.clone(), &coverage, &stamp())?;
        assert_eq!(taken, Taken::Changed(id.clone()));
        let concept = glossary.get(&id).unwrap();
        assert_eq!(concept.status, Status::Approved);
        // Struck out in the sheet; what the sheet does not show stays.
        assert_eq!(concept.terms["en"].len(), 1);
        assert_eq!(concept.terms["en"][0].contexts.len(), 1);
        assert_eq!(concept.terms["en"][0].evidence.frequency, 3);
        assert_eq!(concept.terms["de"].len(), 1);
        assert_eq!(concept.history.len(), 2);
        let remark = concept.history[0].stamp.remark.as_deref();
        assert_eq!(remark, Some("terme officiel"));
        // Once more changes nothing but for the remark, which was a decision's.
        coverage.remarks.clear();
        assert_eq!(
            glossary.take_in(file, &coverage, &stamp())?,
            Taken::Same(id.clone())
        );
        glossary.undo(&id)?;
        glossary.undo(&id)?;
        assert_eq!(glossary, before);
        Ok(())
    }

    #[test]
    fn links_that_a_sheet_cannot_show_stay() -> Result<(), ReviewError> {
        use crate::concept::{Relation, RelationKind};
        let link = |to: &str| Relation::new(RelationKind::Related, to);
        let mut glossary = Glossary::new();
        let mut concept = mined();
        concept.relations = vec![link("shown"), link("rejected")];
        let id = glossary.add(concept);
        let mut file = mined();
        file.id = id.clone();
        let coverage = Coverage {
            relations: true,
            concepts: Some([id.clone(), "shown".into()].into()),
            ..own()
        };
        glossary.take_in(file, &coverage, &stamp())?;
        assert_eq!(glossary.get(&id).unwrap().relations, [link("rejected")]);
        Ok(())
    }

    #[test]
    fn numbers_of_other_tools_are_not_trusted() -> Result<(), ReviewError> {
        let mut glossary = Glossary::new();
        let concept = |text: &str| Concept {
            id: "1".into(),
            ..Concept::new("fr", Term::new(text))
        };
        let coverage = own();
        let ids: Vec<Taken> = ["pompe", "vanne", "vanne", "pompe"]
            .into_iter()
            .map(|text| glossary.take_in(concept(text), &coverage, &stamp()))
            .collect::<Result<_, _>>()?;
        assert_eq!(
            ids,
            [
                Taken::New("1".into()),
                Taken::New("1-2".into()),
                Taken::Same("1-2".into()),
                Taken::Same("1".into())
            ]
        );
        Ok(())
    }

    #[test]
    fn a_list_of_pairs_only_adds() -> Result<(), ReviewError> {
        let mut glossary = Glossary::new();
        let id = glossary.add(mined());
        let mut file =
            Concept::new("fr", Term::new("état de droit")).with("en", Term::new("law-based state"));
        file.id = id.clone();
        glossary.take_in(file, &Coverage::default(), &stamp())?;
        let concept = glossary.get(&id).unwrap();
        assert_eq!(concept.terms["en"].len(), 3);
        assert_eq!(concept.status, Status::Candidate);
        Ok(())
    }
}
