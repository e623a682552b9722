//! Decisions: read the glossary, decide, write what changed.

use super::super::console::Console;
use super::super::wording::{counted, number};
use super::super::{Global, Outcome, project};
use super::{Add, Decide, Merge, Split, Undo, find};
use anyhow::{Result, anyhow, bail};
use bitext::memory::Project;
use bitext_glossary::{Concept, ConceptId, Definition, Glossary, Stamp, Status, Term};

/// Works on the glossary of a project that is there, and keeps what came of it.
fn with_glossary<T>(
    global: &Global,
    what: &str,
    work: impl FnOnce(&mut Glossary) -> Result<T>,
) -> Result<T> {
    // Says what to do where there is no project.
    drop(project::open(&global.project)?);
    let mut project = Project::open(&global.project)?;
    let mut glossary = project::glossary(&project)?;
    let outcome = work(&mut glossary)?;
    project::store_glossary(&mut project, &glossary, what)?;
    Ok(outcome)
}

fn stamp(remark: Option<&String>) -> Stamp {
    Stamp {
        remark: remark.cloned(),
        ..Stamp::new(project::who(), project::now().to_string())
    }
}

/// A concept in a message: its head term and its id.
fn named(concept: Option<&Concept>, id: &ConceptId) -> String {
    match concept.and_then(Concept::head) {
        Some((_, term)) => format!("{} ({id})", term.text),
        None => id.to_string(),
    }
}

pub(super) fn status(
    arguments: &Decide,
    to: Status,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let command = match to {
        Status::Approved => "accept",
        Status::Rejected => "reject",
        Status::Candidate => "restore",
    };
    let names = &arguments.concepts;
    let what = format!("glossary {command} {}", names.join(" "));
    let changed = with_glossary(global, &what, |glossary| {
        let ids: Vec<ConceptId> = names
            .iter()
            .map(|name| find(glossary, name))
            .collect::<Result<_>>()?;
        let mut changed = 0;
        for id in &ids {
            let done = glossary.set_status(id, to, stamp(arguments.remark.as_ref()))?;
            changed += usize::from(done);
            let name = named(glossary.get(id), id);
            if done {
                console.note(format_args!("{name}: {to}"));
            } else {
                console.note(format_args!("{name}: {to} already"));
            }
        }
        Ok(changed)
    })?;
    let all = counted(names.len(), "concept", "concepts");
    console.note(format_args!("{} of {all} changed", number(changed)));
    Ok(Outcome::Done)
}

pub(super) fn add(arguments: &Add, global: &Global, console: &Console) -> Result<Outcome> {
    let term = arguments.term.trim();
    if term.is_empty()
        || arguments
            .translations
            .iter()
            .any(|one| one.trim().is_empty())
    {
        bail!("a term needs text");
    }
    project::with(global, |project| {
        let mut glossary = project::glossary(project)?;
        let language = match &arguments.from {
            Some(language) => language.to_string(),
            None => glossary
                .languages()
                .first()
                .map(|language| (*language).to_owned())
                .ok_or_else(|| anyhow!("which language is «{term}» in? Name it with --from"))?,
        };
        let mut concept = Concept::new(language.as_str(), Term::new(term));
        if let Some(target) = &arguments.to {
            for translation in &arguments.translations {
                concept = concept.with(target.to_string(), Term::new(translation.trim()));
            }
        }
        if let Some(text) = &arguments.definition {
            concept.definitions.push(Definition {
                text: text.clone(),
                language: Some(language),
                source: None,
            });
        }
        concept.subject = arguments.subject.clone();
        concept.notes = arguments.note.clone();
        let known = find(&glossary, term).ok();
        let id = glossary.create(concept, stamp(None));
        if let Some(known) = known {
            console.warn(format_args!(
                "the project has the term already, in {known}; `bitext glossary merge {known} {id}` makes them one"
            ));
        }
        project::store_glossary(project, &glossary, &format!("glossary add {term}"))?;
        console.note(format_args!("{term} added as {id}"));
        Ok(())
    })?;
    Ok(Outcome::Done)
}

pub(super) fn merge(arguments: &Merge, global: &Global, console: &Console) -> Result<Outcome> {
    let what = format!(
        "glossary merge {} {}",
        arguments.into,
        arguments.others.join(" ")
    );
    let work = |glossary: &mut Glossary| -> Result<()> {
        let into = find(glossary, &arguments.into)?;
        let others: Vec<ConceptId> = arguments
            .others
            .iter()
            .map(|name| find(glossary, name))
            .collect::<Result<_>>()?;
        let names: Vec<String> = others
            .iter()
            .map(|id| named(glossary.get(id), id))
            .collect();
        glossary.merge(&into, &others, stamp(arguments.remark.as_ref()))?;
        let verb = if arguments.dry_run {
            "would be merged"
        } else {
            "merged"
        };
        console.note(format_args!(
            "{} {verb} into {}",
            names.join(", "),
            named(glossary.get(&into), &into)
        ));
        Ok(())
    };
    if arguments.dry_run {
        work(&mut project::glossary(&project::open(&global.project)?)?)?;
    } else {
        with_glossary(global, &what, work)?;
    }
    Ok(Outcome::Done)
}

pub(super) fn split(arguments: &Split, global: &Global, console: &Console) -> Result<Outcome> {
    let what = format!("glossary split {}", arguments.concept);
    with_glossary(global, &what, |glossary| {
        let id = find(glossary, &arguments.concept)?;
        let concept = glossary
            .get(&id)
            .ok_or_else(|| anyhow!("the concept {id} is gone"))?;
        let mut moved: Vec<(String, String)> = Vec::new();
        for name in &arguments.terms {
            let key = bitext_glossary::fold(name);
            let mut terms = concept.terms.iter().flat_map(|(tag, terms)| {
                terms
                    .iter()
                    .map(move |term| (tag.clone(), term.text.clone()))
            });
            let found = terms.find(|(_, text)| bitext_glossary::fold(text) == key);
            moved
                .push(found.ok_or_else(|| {
                    anyhow!("{} has no term «{name}»", named(Some(concept), &id))
                })?);
        }
        let moved: Vec<(&str, &str)> = moved
            .iter()
            .map(|(tag, text)| (tag.as_str(), text.as_str()))
            .collect();
        let part = glossary.split(&id, &moved, stamp(arguments.remark.as_ref()))?;
        console.note(format_args!(
            "{} split from {}",
            named(glossary.get(&part), &part),
            named(glossary.get(&id), &id)
        ));
        Ok(())
    })?;
    Ok(Outcome::Done)
}

pub(super) fn undo(arguments: &Undo, global: &Global, console: &Console) -> Result<Outcome> {
    let what = format!("glossary undo {}", arguments.concepts.join(" "));
    with_glossary(global, &what, |glossary| {
        for name in &arguments.concepts {
            let id = find(glossary, name)?;
            let before = named(glossary.get(&id), &id);
            let decision = glossary.undo(&id)?;
            console.note(format_args!(
                "{before}: taken back: {}, by {}{}",
                action(&decision.action),
                decision.stamp.by,
                if decision.stamp.at.is_empty() {
                    String::new()
                } else {
                    format!(", {}", decision.stamp.at)
                }
            ));
        }
        Ok(())
    })?;
    Ok(Outcome::Done)
}

/// A decision in words.
fn action(action: &bitext_glossary::Action) -> String {
    use bitext_glossary::Action;
    match action {
        Action::Created => "written by hand".to_owned(),
        Action::Imported => "imported".to_owned(),
        Action::Status { from, to } => format!("{from} to {to}"),
        Action::AdministrativeStatus { term, .. } => format!("usage of «{term}»"),
        Action::Edit { .. } => "edited".to_owned(),
        Action::Merge { absorbed, .. } => {
            format!(
                "merged with {}",
                counted(absorbed.len(), "concept", "concepts")
            )
        }
        Action::Split { into, .. } => format!("split into {into}"),
        Action::SplitFrom { origin } => format!("split from {origin}"),
    }
}
