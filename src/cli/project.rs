//! The project file as commands use it: now, by whom, and what was done.

use super::Global;
use super::output::Output;
use super::unfinished::Unfinished;
use super::units::Run;
use anyhow::{Context, Result, anyhow};
use bitext::document::Document;
use bitext::language::Language;
use bitext::memory::{self, ConceptRow, Date, DocumentId, Project, Replaced, Stamp};
use bitext_glossary::{Concept, Glossary};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Now. The only place where the clock is read.
pub(super) fn now() -> Date {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    Date::from_unix(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// Who works here, for the history.
pub(super) fn who() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "unknown".to_owned())
}

/// Works on the project, which is made if it is not there. One that was made for work that failed
/// or was interrupted goes again.
pub(super) fn with<T>(global: &Global, work: impl FnOnce(&mut Project) -> Result<T>) -> Result<T> {
    let made = (!global.project.exists()).then(|| Unfinished::new(files_of(&global.project)));
    let outcome = Project::open_or_create(&global.project)
        .map_err(Into::into)
        .and_then(|mut project| work(&mut project));
    if let (Some(made), Err(_)) = (made, &outcome) {
        made.delete();
    }
    outcome
}

/// Works on the project in order to see what would come of it, and leaves nothing behind: `work` must
/// not make any change last. A project that is not there is made for that time, in another place.
pub(super) fn with_or_without<T>(
    global: &Global,
    work: impl FnOnce(&mut Project) -> Result<T>,
) -> Result<T> {
    if global.project.exists() {
        return work(&mut Project::open(&global.project)?);
    }
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    work(&mut Project::create(folder.path().join("trial.bitext"))?)
}

/// The project file, and those that SQLite lays beside it while it is open.
fn files_of(path: &Path) -> Vec<PathBuf> {
    ["", "-wal", "-shm", "-journal"]
        .iter()
        .map(|ending| {
            let mut name = OsString::from(path);
            name.push(ending);
            PathBuf::from(name)
        })
        .collect()
}

/// Finds out whether the project can be written to, before long work is done for it.
pub(super) fn check(global: &Global) -> Result<()> {
    if global.project.exists() {
        Project::open_read_only(&global.project)?;
    }
    Output::check(&global.project)
}

/// Opens the project to read. One of an older version is brought up to date first.
pub(super) fn open(path: &Path) -> Result<Project> {
    let opened = match Project::open_read_only(path) {
        Err(memory::Error::Older { .. }) => {
            Project::open(path).and_then(|_| Project::open_read_only(path))
        }
        other => other,
    };
    opened.map_err(|error| match error {
        memory::Error::Missing { .. } => anyhow!(
            "{}: there is no such project: make one with `bitext align` or `bitext import`, or name another with \
             --project",
            path.display()
        ),
        error => error.into(),
    })
}

/// Puts the units of a run into the project, in place of those that the same documents gave before.
pub(super) fn store_run(run: &Run, global: &Global) -> Result<Replaced> {
    with(global, |project| store(run, project))
}

fn store(run: &Run, project: &mut Project) -> Result<Replaced> {
    let who = who();
    let stamp = Stamp {
        at: now(),
        who: &who,
        what: "align",
    };
    let mut change = project.change(stamp)?;
    let mut total = Replaced::default();
    for pair in &run.pairs {
        let source = change.put_document(&record(&pair.documents.source, &run.source_language))?;
        let target = change.put_document(&record(&pair.documents.target, &run.target_language))?;
        let units = pair.units(run).into_iter().map(|mut unit| {
            unit.source_document = Some(source);
            unit.target_document = Some(target);
            unit.created = Some(stamp.at);
            unit.creator = Some("bitext align".to_owned());
            unit
        });
        let replaced = change.replace_pair(source, target, units)?;
        total.added += replaced.added;
        total.kept += replaced.kept;
        total.deleted += replaced.deleted;
        total.decisions_lost += replaced.decisions_lost;
    }
    change.commit()?;
    Ok(total)
}

fn record(document: &Document, language: &Language) -> memory::Document {
    memory::Document {
        id: None,
        name: document.name.clone(),
        language: language.clone(),
        encoding: document.encoding.to_string(),
        hash: String::new(),
        segments: document.segments.len() as u64,
    }
}

/// The names of the documents that units point to.
pub(super) fn document_names(
    project: &Project,
) -> Result<impl Fn(Option<DocumentId>) -> Option<String> + use<>> {
    let documents = project.documents()?;
    Ok(move |id: Option<DocumentId>| {
        documents
            .iter()
            .find(|document| document.id == id && id.is_some())
            .map(|document| document.name.clone())
    })
}

/// The setting that keeps what is said of the glossary as a whole.
const GLOSSARY: &str = "glossary";

/// The project's glossary.
pub(super) fn glossary(project: &Project) -> Result<Glossary> {
    // Title, source and what else a file said of the whole.
    let mut glossary = match project.setting(GLOSSARY)? {
        Some(json) => serde_json::from_str(&json).with_context(|| {
            format!(
                "{}: what is kept of the glossary cannot be read",
                project.path().display()
            )
        })?,
        None => Glossary::new(),
    };
    project.concepts::<anyhow::Error>(None, |row| {
        let concept: Concept = serde_json::from_str(&row.json).with_context(|| {
            format!(
                "{}: concept {} cannot be read",
                project.path().display(),
                row.id
            )
        })?;
        glossary.add(concept);
        Ok(())
    })?;
    Ok(glossary)
}

/// A concept as the project keeps it.
pub(super) fn concept_row(concept: &Concept) -> Result<ConceptRow> {
    Ok(ConceptRow {
        id: concept.id.as_str().to_owned(),
        key: concept
            .head()
            .map(|(_, term)| term.text.clone())
            .unwrap_or_default(),
        status: concept.status.as_str().to_owned(),
        json: serde_json::to_string(concept)?,
    })
}

/// Writes every concept of `glossary` that differs from the stored one, and deletes those that it no
/// longer has.
pub(super) fn store_glossary(project: &mut Project, glossary: &Glossary, what: &str) -> Result<()> {
    let mut gone: Vec<String> = Vec::new();
    project.concepts::<anyhow::Error>(None, |row| {
        if glossary.get(&row.id.as_str().into()).is_none() {
            gone.push(row.id);
        }
        Ok(())
    })?;
    let about = glossary.without_concepts();
    let known = project.setting(GLOSSARY)?;
    let about = (about != Glossary::default())
        .then(|| serde_json::to_string(&about))
        .transpose()?;
    let who = who();
    let mut change = project.change(Stamp {
        at: now(),
        who: &who,
        what,
    })?;
    for concept in glossary.concepts() {
        change.put_concept(&concept_row(concept)?)?;
    }
    for id in gone {
        change.delete_concept(&id)?;
    }
    if about != known {
        change.set_setting(GLOSSARY, about.as_deref())?;
    }
    change.commit()?;
    Ok(())
}
