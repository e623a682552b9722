use proptest::prelude::*;

use super::*;
use crate::{
    AdministrativeStatus, Concept, ConceptId, Glossary, Relation, RelationKind, ReviewError,
    Status, Term,
};

fn stamp() -> Stamp {
    Stamp::new("Léa", "2026-01-31T09:30:00Z")
}

fn id(text: &str) -> ConceptId {
    text.into()
}

/// Three concepts «a», «b», «c»; «c» is linked to «b».
fn glossary() -> Glossary {
    let concept = |name: &str, term: &str| Concept {
        id: id(name),
        ..Concept::new("fr", Term::new(term)).with("en", Term::new(format!("{term} (en)")))
    };
    let mut last = concept("c", "preuve");
    last.relations
        .push(Relation::new(RelationKind::Broader, id("b")));
    [
        concept("a", "état de droit"),
        concept("b", "primauté du droit"),
        last,
    ]
    .into_iter()
    .collect()
}

#[test]
fn every_change_of_status_is_recorded_once() -> Result<(), ReviewError> {
    let mut glossary = glossary();
    assert!(glossary.accept(&id("a"), stamp())?);
    assert!(!glossary.accept(&id("a"), stamp())?);
    assert!(glossary.reject(&id("a"), stamp())?);
    assert!(glossary.restore(&id("a"), stamp())?);
    let concept = glossary.get(&id("a")).unwrap();
    assert_eq!(concept.status, Status::Candidate);
    assert_eq!(concept.history.len(), 3);
    assert_eq!(concept.history[0].stamp.by, "Léa");
    assert!(concept.is_reviewed());
    Ok(())
}

#[test]
fn merging_gathers_terms_and_turns_links() -> Result<(), ReviewError> {
    let mut glossary = glossary();
    let before = glossary.clone();
    glossary.merge(&id("a"), &[id("b")], stamp())?;
    assert_eq!(glossary.len(), 2);
    let merged = glossary.get(&id("a")).unwrap();
    assert_eq!(merged.terms["fr"].len(), 2);
    assert_eq!(merged.terms["en"].len(), 2);
    assert_eq!(
        glossary.get(&id("c")).unwrap().relations[0].concept,
        id("a")
    );
    glossary.undo(&id("a"))?;
    assert_eq!(glossary, before);
    assert!(glossary.concepts.keys().eq(before.concepts.keys()));
    Ok(())
}

/// The links that lead to no concept.
fn dangling(glossary: &Glossary) -> Vec<&Relation> {
    let links = glossary.concepts().flat_map(|concept| &concept.relations);
    links
        .filter(|link| glossary.get(&link.concept).is_none())
        .collect()
}

#[test]
fn no_decision_leaves_a_link_that_leads_nowhere() -> Result<(), ReviewError> {
    let mut glossary = glossary();
    let link = |to: &ConceptId| Relation::new(RelationKind::Related, to.clone());
    // One that is taken in leads to another that is.
    glossary.edit(&id("a"), stamp(), |a| a.relations.push(link(&id("b"))))?;
    let before = glossary.clone();
    glossary.merge(&id("c"), &[id("b"), id("a")], stamp())?;
    assert!(dangling(&glossary).is_empty());
    assert_eq!(glossary.get(&id("c")).unwrap().relations, []);
    glossary.undo(&id("c"))?;
    assert_eq!(glossary, before);
    // What an edit had before it was merged away in between.
    glossary.edit(&id("c"), stamp(), |c| c.relations.clear())?;
    glossary.merge(&id("a"), &[id("b")], stamp())?;
    glossary.undo(&id("c"))?;
    assert_eq!(
        glossary.get(&id("c")).unwrap().relations[0].concept,
        id("a")
    );
    glossary.undo(&id("a"))?;
    assert_eq!(glossary, before);
    // A part goes back into what it was split from, one that was made goes.
    let part = glossary.split(&id("a"), &[("en", "état de droit (en)")], stamp())?;
    let made = glossary.create(Concept::new("fr", Term::new("loi")), stamp());
    glossary.edit(&id("c"), stamp(), |c| {
        c.relations = vec![link(&part), link(&made)];
    })?;
    glossary.undo(&id("a"))?;
    glossary.undo(&made)?;
    assert_eq!(glossary.get(&id("c")).unwrap().relations, [link(&id("a"))]);
    glossary.undo(&id("c"))?;
    assert!(dangling(&glossary).is_empty());
    Ok(())
}

#[test]
fn a_merge_that_names_a_stranger_changes_nothing() {
    let mut glossary = glossary();
    let before = glossary.clone();
    for others in [
        vec![id("b"), id("x")],
        vec![id("b"), id("b")],
        vec![id("a")],
    ] {
        assert!(glossary.merge(&id("a"), &others, stamp()).is_err());
        assert_eq!(glossary, before);
    }
}

#[test]
fn a_split_moves_terms_and_drops_loose_links() -> Result<(), ReviewError> {
    let mut glossary = Glossary::new();
    let short = Term {
        full_form: Some("Office".into()),
        ..Term::new("ONUDC")
    };
    let origin = glossary.add(Concept::new("fr", Term::new("Office")).with("fr", short));
    let before = glossary.clone();
    assert_eq!(
        glossary.split(&origin, &[("fr", "Office"), ("fr", "ONUDC")], stamp()),
        Err(ReviewError::EmptySplit { id: origin.clone() })
    );
    let part = glossary.split(&origin, &[("fr", "ONUDC")], stamp())?;
    assert_eq!(glossary.get(&part).unwrap().terms["fr"][0].full_form, None);
    assert_eq!(
        glossary.undo(&part),
        Err(ReviewError::UndoAtOrigin {
            id: part.clone(),
            origin: origin.clone()
        })
    );
    glossary.accept(&part, stamp())?;
    assert_eq!(
        glossary.undo(&origin),
        Err(ReviewError::UndoBlocked {
            id: origin.clone(),
            other: part.clone()
        })
    );
    glossary.undo(&part)?;
    glossary.undo(&origin)?;
    assert_eq!(glossary, before);
    Ok(())
}

#[test]
fn editing_protects_id_and_history_and_sees_the_order_of_languages() -> Result<(), ReviewError> {
    let mut glossary = glossary();
    assert!(!glossary.edit(&id("a"), stamp(), |concept| {
        concept.id = id("z");
        concept.history.clear();
    })?);
    assert!(glossary.edit(&id("a"), stamp(), |concept| concept.terms.reverse())?);
    assert_eq!(glossary.get(&id("a")).unwrap().head().unwrap().0, "en");
    glossary.undo(&id("a"))?;
    assert_eq!(glossary.get(&id("a")).unwrap().head().unwrap().0, "fr");
    Ok(())
}

#[test]
fn a_created_concept_vanishes_when_undone() -> Result<(), ReviewError> {
    let mut glossary = Glossary::new();
    let created = glossary.create(Concept::new("fr", Term::new("cyberespace")), stamp());
    assert_eq!(glossary.get(&created).unwrap().status, Status::Approved);
    glossary.undo(&created)?;
    assert!(glossary.is_empty());
    assert_eq!(
        glossary.undo(&created),
        Err(ReviewError::UnknownConcept { id: created })
    );
    Ok(())
}

#[test]
fn every_kind_of_decision_is_stored_and_can_be_undone_after_reading() {
    let mut glossary = glossary();
    let before = glossary.clone();
    let steps = [
        Step::Status(0, Status::Rejected),
        Step::Administrative(0, true),
        Step::Edit(0),
        Step::Merge(0, 1),
        Step::Split(0),
    ];
    for (number, step) in steps.iter().enumerate() {
        assert!(perform(&mut glossary, step, number).is_some());
    }
    let json = serde_json::to_string(&glossary).unwrap();
    let mut glossary: Glossary = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&glossary).unwrap(), json);
    for _ in &steps {
        glossary.undo(&id("a")).unwrap();
    }
    assert_eq!(glossary, before);
    let decision = r#"{"by":"Léa","at":"2026-01-31","action":{"status":{"from":"candidate","to":"approved"}}}"#;
    let read: Decision = serde_json::from_str(decision).unwrap();
    assert_eq!(read.stamp, Stamp::new("Léa", "2026-01-31"));
}

#[derive(Debug, Clone)]
enum Step {
    Status(usize, Status),
    Administrative(usize, bool),
    Edit(usize),
    Merge(usize, usize),
    Split(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let at = 0..4_usize;
    prop_oneof![
        (at.clone(), prop::sample::select(&Status::ALL[..])).prop_map(|(a, s)| Step::Status(a, s)),
        (at.clone(), any::<bool>()).prop_map(|(a, on)| Step::Administrative(a, on)),
        at.clone().prop_map(Step::Edit),
        (at.clone(), at.clone()).prop_map(|(a, b)| Step::Merge(a, b)),
        at.prop_map(Step::Split),
    ]
}

/// Does one step; tells which concept recorded it.
fn perform(glossary: &mut Glossary, step: &Step, number: usize) -> Option<ConceptId> {
    let at = |index: usize| glossary.concepts.get_index(index).map(|(id, _)| id.clone());
    let first_term = |id: &ConceptId| {
        let (language, term) = glossary.get(id)?.head()?;
        Some((language.to_owned(), term.text.clone()))
    };
    let (id, done) = match *step {
        Step::Status(index, status) => {
            let id = at(index)?;
            let done = glossary.set_status(&id, status, stamp()).ok()?;
            (id, done)
        }
        Step::Administrative(index, on) => {
            let id = at(index)?;
            let (language, term) = first_term(&id)?;
            let to = on.then_some(AdministrativeStatus::Preferred);
            let done = glossary
                .set_administrative_status(&id, &language, &term, to, stamp())
                .ok()?;
            (id, done)
        }
        Step::Edit(index) => {
            let id = at(index)?;
            let change = |concept: &mut Concept| concept.notes.push(format!("note {number}"));
            let done = glossary.edit(&id, stamp(), change).ok()?;
            (id, done)
        }
        Step::Merge(into, other) => {
            let (into, other) = (at(into)?, at(other)?);
            glossary.merge(&into, &[other], stamp()).ok()?;
            (into, true)
        }
        Step::Split(index) => {
            let id = at(index)?;
            let (language, term) = first_term(&id)?;
            glossary.split(&id, &[(&language, &term)], stamp()).ok()?;
            (id, true)
        }
    };
    done.then_some(id)
}

proptest! {
    #[test]
    fn undoing_everything_gives_back_every_state(steps in prop::collection::vec(step(), 0..12)) {
        let mut glossary = glossary();
        let mut states = Vec::new();
        for (number, step) in steps.iter().enumerate() {
            let before = glossary.clone();
            match perform(&mut glossary, step, number) {
                Some(id) => states.push((id, before)),
                None => prop_assert_eq!(&glossary, &before),
            }
        }
        while let Some((id, before)) = states.pop() {
            prop_assert!(glossary.undo(&id).is_ok());
            prop_assert_eq!(&glossary, &before);
            prop_assert!(glossary.concepts.keys().eq(before.concepts.keys()));
        }
    }
}
