//! What the forms about terms do.
//!
//! Every decision goes through the glossary's own operations, on the concepts concerned alone, within one
//! change of the project.

use super::bulk::selection;
use super::index::version;
use super::query::Query;
use crate::cli::project::concept_row;
use crate::cli::review::desk::{Desk, Seen};
use crate::cli::review::fields::Fields;
use crate::cli::review::trouble::{Trouble, Unfit};
use bitext::memory::{Change, Stamp};
use bitext_glossary::{
    AdministrativeStatus, Concept, ConceptId, Definition, Glossary, PartOfSpeech, Stamp as By,
    Status, Term, TermType,
};
use std::collections::BTreeSet;

/// The number of the change that a decision made; `None` where everything was so already.
type Done = Result<Option<i64>, Trouble>;

/// Decides about concepts as a reviewer saw them. `what` is the verb for the history; `more` are
/// concepts that the operation touches beside them.
fn decide(
    desk: &mut Desk,
    what: &str,
    seen: &[Seen],
    more: &[String],
    work: impl Fn(&mut Glossary, &By) -> Result<(), Trouble>,
) -> Done {
    let conflict = stale(desk, seen)?;
    if let Some(id) = conflict {
        let between = desk.project.concept_touched_by(&id)?;
        return Err(Trouble::Conflict(between));
    }
    let subject = match seen {
        [one] => desk
            .terms
            .get(&one.id)
            .map_or_else(String::new, |entry| format!(" {}", entry.head)),
        several => format!(" {}", several.len()),
    };
    let ids: BTreeSet<&str> = seen
        .iter()
        .map(|seen| seen.id.as_str())
        .chain(more.iter().map(String::as_str))
        .collect();
    let (_, number) = desk.change(&format!("{what}{subject}"), |change, stamp| {
        check(change, seen)?;
        let by = By::new(stamp.who, stamp.at.to_string());
        let mut ids: BTreeSet<String> = ids.iter().map(|&id| id.to_owned()).collect();
        // A new concept may get the id of one that was not loaded: then that one is loaded too.
        loop {
            let (mut glossary, known) = load(change, &ids)?;
            work(&mut glossary, &by)?;
            let taken = glossary
                .concepts()
                .map(|concept| concept.id.as_str().to_owned())
                .filter(|id| !known.contains(id));
            let mut clashes = Vec::new();
            for id in taken {
                if change.concept(&id)?.is_some() {
                    clashes.push(id);
                }
            }
            if clashes.is_empty() {
                return store(change, &glossary, &known);
            }
            ids.extend(clashes);
        }
    })?;
    Ok(number)
}

/// A concept that is not as it was seen.
fn stale(desk: &Desk, seen: &[Seen]) -> Result<Option<String>, Trouble> {
    for one in seen {
        match desk.project.concept(&one.id)? {
            Some(row) if one.is(version(&row)) => {}
            _ => return Ok(Some(one.id.clone())),
        }
    }
    Ok(None)
}

/// The same within the change: another program may have been quicker.
fn check(change: &Change<'_>, seen: &[Seen]) -> Result<(), Trouble> {
    for one in seen {
        match change.concept(&one.id)? {
            Some(row) if one.is(version(&row)) => {}
            _ => return Err(Trouble::Conflict(None)),
        }
    }
    Ok(())
}

fn load(
    change: &Change<'_>,
    ids: &BTreeSet<String>,
) -> Result<(Glossary, BTreeSet<String>), Trouble> {
    let mut glossary = Glossary::new();
    let mut known = BTreeSet::new();
    for id in ids {
        if let Some(row) = change.concept(id)? {
            let concept: Concept = serde_json::from_str(&row.json).map_err(anyhow::Error::from)?;
            known.insert(glossary.add(concept).as_str().to_owned());
        }
    }
    Ok((glossary, known))
}

fn store(
    change: &mut Change<'_>,
    glossary: &Glossary,
    known: &BTreeSet<String>,
) -> Result<(), Trouble> {
    for concept in glossary.concepts() {
        change.put_concept(&concept_row(concept)?)?;
    }
    for id in known {
        if glossary.get(&id.as_str().into()).is_none() {
            change.delete_concept(id)?;
        }
    }
    Ok(())
}

/// `accept`, `reject` and `restore`, with the status that each sets.
fn status_of(action: &str) -> Option<Status> {
    match action {
        "accept" => Some(Status::Approved),
        "reject" => Some(Status::Rejected),
        "restore" => Some(Status::Candidate),
        _ => None,
    }
}

fn set_status(desk: &mut Desk, action: &str, seen: &[Seen]) -> Done {
    let to = status_of(action).ok_or(Trouble::Unfit(Unfit::Form))?;
    decide(desk, action, seen, &[], |glossary, by| {
        for one in seen {
            glossary.set_status(&one.id.as_str().into(), to, by.clone())?;
        }
        Ok(())
    })
}

fn seen(fields: &Fields) -> Result<Vec<Seen>, Trouble> {
    fields.all("concept").map(Seen::parse).collect()
}

fn only(fields: &Fields) -> Result<Seen, Trouble> {
    seen(fields)?.pop().ok_or(Trouble::Unfit(Unfit::Form))
}

/// A decision about the concept that is shown.
pub(in crate::cli::review) fn one(desk: &mut Desk, fields: &Fields) -> Done {
    let seen = only(fields)?;
    match fields.get("do").unwrap_or_default() {
        "usage" => usage(desk, &seen, fields),
        "add" => add_term(desk, &seen, fields),
        "remove" => remove_term(desk, &seen, fields),
        "head" => make_head(desk, &seen, fields),
        action => set_status(desk, action, &[seen]),
    }
}

/// Decisions about the concepts that are marked.
pub(in crate::cli::review) fn marked(desk: &mut Desk, fields: &Fields) -> Done {
    let seen = seen(fields)?;
    if seen.is_empty() {
        return Err(Trouble::Unfit(Unfit::NothingMarked));
    }
    match fields.get("do").unwrap_or_default() {
        "merge" => merge(desk, &seen, fields.get("into")),
        action => set_status(desk, action, &seen),
    }
}

/// Merges into the concept that was chosen, or the likeliest one.
fn merge(desk: &mut Desk, seen: &[Seen], into: Option<&str>) -> Done {
    if seen.len() < 2 {
        return Err(Trouble::Unfit(Unfit::OneMarked));
    }
    let into = into
        .filter(|into| seen.iter().any(|one| one.id == *into))
        .unwrap_or(&seen[0].id);
    let into = ConceptId::from(into);
    let others: Vec<ConceptId> = seen
        .iter()
        .map(|one| ConceptId::from(one.id.as_str()))
        .filter(|id| *id != into)
        .collect();
    let linked: Vec<String> = desk
        .terms
        .linked_to(&others)
        .map(|entry| entry.id.clone())
        .collect();
    decide(desk, "merge", seen, &linked, |glossary, by| {
        Ok(glossary.merge(&into, &others, by.clone())?)
    })
}

/// Moves the chosen terms to a concept of their own.
pub(in crate::cli::review) fn split(desk: &mut Desk, fields: &Fields) -> Done {
    let seen = only(fields)?;
    let terms: Vec<(&str, &str)> = fields.all("term").filter_map(term_name).collect();
    let id = ConceptId::from(seen.id.as_str());
    decide(desk, "split", &[seen], &[], |glossary, by| {
        glossary.split(&id, &terms, by.clone())?;
        Ok(())
    })
}

/// The language and the text by which a form names a term: `fr|état de droit`.
fn term_name(name: &str) -> Option<(&str, &str)> {
    name.split_once('|')
}

fn named(fields: &Fields) -> Result<(String, String), Trouble> {
    let term = fields.text("term").unwrap_or_default();
    let (language, text) = term_name(&term).ok_or(Trouble::Unfit(Unfit::Form))?;
    Ok((language.to_owned(), text.to_owned()))
}

fn usage(desk: &mut Desk, seen: &Seen, fields: &Fields) -> Done {
    let (language, text) = named(fields)?;
    let to = fields.get("usage").map(AdministrativeStatus::from);
    let id = ConceptId::from(seen.id.as_str());
    decide(
        desk,
        "usage",
        std::slice::from_ref(seen),
        &[],
        |glossary, by| {
            glossary.set_administrative_status(&id, &language, &text, to.clone(), by.clone())?;
            Ok(())
        },
    )
}

fn change_content(desk: &mut Desk, what: &str, seen: &Seen, change: impl Fn(&mut Concept)) -> Done {
    let id = ConceptId::from(seen.id.as_str());
    decide(
        desk,
        what,
        std::slice::from_ref(seen),
        &[],
        |glossary, by| {
            glossary.edit(&id, by.clone(), &change)?;
            Ok(())
        },
    )
}

fn add_term(desk: &mut Desk, seen: &Seen, fields: &Fields) -> Done {
    let language = fields.get("language").ok_or(Trouble::Unfit(Unfit::Form))?;
    let text = fields.get("text").ok_or(Trouble::Unfit(Unfit::EmptyTerm))?;
    language
        .parse::<bitext::language::Language>()
        .map_err(|_| Trouble::Unfit(Unfit::Form))?;
    change_content(desk, "add-term", seen, |concept| {
        let terms = concept.terms.entry(language.to_owned()).or_default();
        if !terms.iter().any(|known| known.text == text) {
            terms.push(Term::new(text));
        }
    })
}

fn remove_term(desk: &mut Desk, seen: &Seen, fields: &Fields) -> Done {
    let (language, text) = named(fields)?;
    change_content(desk, "remove-term", seen, |concept| {
        // The last term stays: a concept without one is none.
        if concept.terms.values().flatten().count() < 2 {
            return;
        }
        if let Some(terms) = concept.terms.get_mut(&language) {
            terms.retain(|term| term.text != text);
        }
        concept.terms.retain(|_, terms| !terms.is_empty());
    })
}

/// Puts a term first in its language.
fn make_head(desk: &mut Desk, seen: &Seen, fields: &Fields) -> Done {
    let (language, text) = named(fields)?;
    change_content(desk, "head", seen, |concept| {
        if let Some(terms) = concept.terms.get_mut(&language)
            && let Some(at) = terms.iter().position(|term| term.text == text)
        {
            let term = terms.remove(at);
            terms.insert(0, term);
        }
    })
}

/// What the form for editing says of one term.
struct Edited {
    language: String,
    before: String,
    text: String,
    part_of_speech: Option<PartOfSpeech>,
    term_type: Option<TermType>,
}

/// The form for editing: definition, subject, notes, and every term.
pub(in crate::cli::review) fn edit(desk: &mut Desk, fields: &Fields) -> Done {
    let seen = only(fields)?;
    let mut edited = Vec::new();
    let columns = ["term", "text", "pos", "type"].map(|name| fields.all(name).collect::<Vec<_>>());
    for (at, term) in columns[0].iter().enumerate() {
        let cell = |column: usize| columns[column].get(at).copied().unwrap_or_default().trim();
        let (language, before) = term_name(term).ok_or(Trouble::Unfit(Unfit::Form))?;
        if cell(1).is_empty() {
            return Err(Trouble::Unfit(Unfit::EmptyTerm));
        }
        edited.push(Edited {
            language: language.to_owned(),
            before: before.to_owned(),
            text: cell(1).to_owned(),
            part_of_speech: filled(cell(2)).map(PartOfSpeech::from),
            term_type: filled(cell(3)).map(TermType::from),
        });
    }
    let definition = fields.text("definition").unwrap_or_default();
    let subject = fields.get("subject").map(str::to_owned);
    let notes: Vec<String> = fields
        .text("notes")
        .unwrap_or_default()
        .split("\n\n")
        .map(str::trim)
        .filter(|note| !note.is_empty())
        .map(str::to_owned)
        .collect();
    change_content(desk, "edit", &seen, |concept| {
        for edited in &edited {
            apply(concept, edited);
        }
        define(concept, definition.trim());
        concept.subject.clone_from(&subject);
        concept.notes.clone_from(&notes);
    })
}

fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn apply(concept: &mut Concept, edited: &Edited) {
    let Some(terms) = concept.terms.get_mut(&edited.language) else {
        return;
    };
    // A full form under a new name is still the full form of its acronyms.
    for term in terms.iter_mut() {
        if term.full_form.as_ref() == Some(&edited.before) {
            term.full_form = Some(edited.text.clone());
        }
    }
    if let Some(term) = terms.iter_mut().find(|term| term.text == edited.before) {
        term.text.clone_from(&edited.text);
        term.part_of_speech.clone_from(&edited.part_of_speech);
        term.term_type.clone_from(&edited.term_type);
    }
}

/// Sets the first definition; the others stay.
fn define(concept: &mut Concept, text: &str) {
    match (concept.definitions.first_mut(), text.is_empty()) {
        (Some(_), true) => {
            concept.definitions.remove(0);
        }
        (Some(definition), false) => text.clone_into(&mut definition.text),
        (None, true) => {}
        (None, false) => concept.definitions.push(Definition {
            text: text.to_owned(),
            language: concept.head().map(|(language, _)| language.to_owned()),
            source: None,
        }),
    }
}

/// Decides about everything that a preview showed; refused where that is not the same any more.
pub(in crate::cli::review) fn bulk(desk: &mut Desk, fields: &Fields) -> Done {
    let action = fields.get("do").unwrap_or_default();
    let to = status_of(action).ok_or(Trouble::Unfit(Unfit::Form))?;
    let query = Query::of(&Fields::parse(
        fields.get("query").unwrap_or_default().as_bytes(),
    ));
    let selection = selection(&desk.terms, &query, to);
    if fields.get("digest") != Some(selection.digest.as_str()) {
        return Err(Trouble::Unfit(Unfit::OtherSelection));
    }
    let chosen: Vec<(String, u64)> = selection
        .entries
        .iter()
        .map(|entry| (entry.id.clone(), entry.version))
        .collect();
    let what = format!("{action} {}", chosen.len());
    let (_, number) = desk.change(&what, |change, stamp| set_all(change, stamp, &chosen, to))?;
    Ok(number)
}

/// One concept after the other: memory for one.
fn set_all(
    change: &mut Change<'_>,
    stamp: Stamp<'_>,
    chosen: &[(String, u64)],
    to: Status,
) -> Result<(), Trouble> {
    let by = By::new(stamp.who, stamp.at.to_string());
    for (id, seen) in chosen {
        let row = change
            .concept(id)?
            .filter(|row| version(row) == *seen)
            .ok_or(Trouble::Unfit(Unfit::OtherSelection))?;
        let concept: Concept = serde_json::from_str(&row.json).map_err(anyhow::Error::from)?;
        let mut glossary = Glossary::new();
        let id = glossary.add(concept);
        glossary.set_status(&id, to, by.clone())?;
        if let Some(concept) = glossary.get(&id) {
            change.put_concept(&concept_row(concept)?)?;
        }
    }
    Ok(())
}
