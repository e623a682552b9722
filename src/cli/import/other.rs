//! Another project: its units with their documents, and its concepts.

use super::units::{Adapt, store, summarise};
use super::{Arguments, take_concepts};
use crate::cli::console::Console;
use crate::cli::{Global, project};
use anyhow::{Result, bail};
use bitext::memory::{Change, DocumentId, Filter, Project};
use bitext_glossary::{Coverage, Reading};
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn import_project(
    path: &Path,
    arguments: &Arguments,
    global: &Global,
    console: &Console,
) -> Result<()> {
    if path
        .canonicalize()
        .is_ok_and(|path| global.project.canonicalize().is_ok_and(|own| own == path))
    {
        bail!(
            "{}: a project cannot be imported into itself",
            path.display()
        );
    }
    let other = project::open(path)?;
    let counts = other.counts()?;
    if counts.units + counts.concepts == 0 {
        bail!(
            "{}: this project has neither units nor concepts",
            path.display()
        );
    }
    let concepts = project::glossary(&other)?;
    let filter = Filter {
        source_language: arguments.from.clone(),
        target_language: arguments.to.clone(),
        ..Filter::default()
    };
    let wanted = other.count_units(&filter)?;
    if counts.units > 0 {
        let documents = other.documents()?;
        let (read, tally) = store(
            path,
            arguments,
            global,
            console,
            |change| renumber(change, &documents),
            move |give| give_units(&other, &filter, give),
        )?;
        let skipped = [(counts.units - wanted, "of other languages")];
        summarise(
            path,
            (read + counts.units - wanted, "unit", "units"),
            tally,
            &skipped,
            false,
            arguments,
            console,
        );
    }
    if !concepts.is_empty() {
        // Another project says all there is to say of its concepts.
        let reading = Reading {
            rows: concepts.len(),
            glossary: concepts,
            coverage: Coverage {
                own_ids: true,
                subject: true,
                definitions: true,
                notes: true,
                status: true,
                relations: true,
                ..Coverage::default()
            },
            ..Reading::default()
        };
        take_concepts(path, reading, arguments, global, console)?;
    }
    Ok(())
}

fn give_units(other: &Project, filter: &Filter, give: &mut super::units::Give<'_>) -> Result<u64> {
    other.units::<anyhow::Error>(filter, give)
}

/// Takes the documents of the other project in, and gives what brings the numbers of a unit's
/// documents to those that they have here.
fn renumber(change: &mut Change<'_>, documents: &[bitext::memory::Document]) -> Result<Adapt> {
    let mut numbers: BTreeMap<DocumentId, DocumentId> = BTreeMap::new();
    for document in documents {
        let here = match change.find_document(&document.name, &document.language)? {
            Some(known) => known,
            None => change.put_document(document)?,
        };
        if let Some(there) = document.id {
            numbers.insert(there, here);
        }
    }
    Ok(Box::new(move |unit| {
        for document in [&mut unit.source_document, &mut unit.target_document] {
            *document = document.and_then(|there| numbers.get(&there).copied());
        }
    }))
}
