//! Glossaries as entries for the rules of terminology.

use crate::cli::console::Console;
use crate::cli::glossary::exchange::{self, Languages};
use crate::cli::project;
use crate::cli::wording::counted;
use anyhow::Result;
use bitext::language::{Language, fold};
use bitext::quality::{Rendering, TermEntry};
use bitext_glossary::{AdministrativeStatus, Concept, Glossary, Status, Term};
use std::path::PathBuf;

/// Reads glossaries; where one has no approved concept at all, its candidates count.
pub(super) fn read(paths: &[PathBuf], console: &Console) -> Result<Vec<Glossary>> {
    let mut glossaries = Vec::new();
    for path in paths {
        let glossary = if exchange::is_project(path) {
            project::glossary(&project::open(path)?)?
        } else {
            let languages = Languages {
                from: None,
                to: None,
            };
            exchange::read(path, &languages, console)?.glossary
        };
        let count = |status| {
            let concepts = glossary.concepts();
            concepts.filter(|concept| concept.status == status).count()
        };
        let (approved, candidates) = (count(Status::Approved), count(Status::Candidate));
        let name = path.display();
        if approved > 0 || candidates == 0 {
            console.note(format_args!(
                "{name}: {} looked for",
                counted(approved, "approved concept", "approved concepts")
            ));
            glossaries.push(glossary);
            continue;
        }
        console.warn(format_args!(
            "{name}: no concept is approved; {} looked for",
            counted(candidates, "candidate", "candidates")
        ));
        let concepts = glossary.into_concepts().into_iter().map(|mut concept| {
            if concept.status == Status::Candidate {
                concept.status = Status::Approved;
            }
            concept
        });
        glossaries.push(concepts.collect());
    }
    Ok(glossaries)
}

/// The approved concepts of glossaries that have terms in both languages, or forbid terms of the
/// target's; with `wanted` only those that have one of these terms.
pub(super) fn entries(
    glossaries: &[Glossary],
    wanted: &[String],
    source: &Language,
    target: &Language,
) -> Vec<TermEntry> {
    glossaries
        .iter()
        .flat_map(Glossary::concepts)
        .filter(|concept| concept.status == Status::Approved && is_wanted(concept, wanted))
        .filter_map(|concept| entry(concept, source, target))
        .collect()
}

fn is_wanted(concept: &Concept, wanted: &[String]) -> bool {
    let terms = || concept.terms.values().flatten();
    wanted.is_empty()
        || wanted.iter().any(|word| {
            concept.id.as_str() == word || terms().any(|term| fold(&term.text) == fold(word))
        })
}

fn entry(concept: &Concept, source: &Language, target: &Language) -> Option<TermEntry> {
    let (of_source, of_target) = (source.primary(), target.primary());
    let sources = concept.terms_in(&of_source);
    let mut entry = TermEntry {
        sources: sources.map(|(_, term)| term.text.clone()).collect(),
        ..TermEntry::default()
    };
    for (_, term) in concept.terms_in(&of_target) {
        let rendering = Rendering {
            term: term.text.clone(),
            is_short: is_short(term),
        };
        match term.administrative_status {
            Some(AdministrativeStatus::Deprecated | AdministrativeStatus::Superseded) => {
                entry.forbidden.push(rendering.term);
            }
            Some(AdministrativeStatus::Preferred) => entry.targets.insert(0, rendering),
            _ => entry.targets.push(rendering),
        }
    }
    let is_pair = !entry.sources.is_empty() && !entry.targets.is_empty();
    (is_pair || !entry.forbidden.is_empty()).then_some(entry)
}

/// An acronym, or what is known as the short form of another term.
fn is_short(term: &Term) -> bool {
    let letters = || term.text.chars().filter(|c| c.is_alphabetic());
    term.full_form.is_some() || letters().count() > 1 && letters().all(char::is_uppercase)
}
