//! The file that says in which units a key stands: a full-text index (SQLite's FTS5) beside the
//! project.
//!
//! It is derived: it holds the number of the change up to which it is true, and is brought up to date
//! by what the project's history says was touched since. One that is damaged, of another version, or
//! of another project is made anew. What it finds is looked at again in the units themselves, so a
//! wrong file could at worst leave something out.
//!
//! A text is indexed by the keys of its words (`key.rs`), each once. FTS5 splits them with its
//! tokenizer `ascii`, which takes every character beyond ASCII for a letter: marks of ASCII inside
//! keys are moved to the private use area.

use super::key::Keys;
use super::query::{Pattern, Word, Wording};
use crate::language::Language;
use crate::memory::error::{Error, Result};
use crate::memory::project::Project;
use crate::memory::unit::Unit;
use rayon::prelude::*;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// Changes whenever a file written before would be read wrongly: keys, layout.
const FORMAT: i64 = 1;

/// Units whose keys are made at once, on all cores.
const BATCH: usize = 2_048;

/// How long to wait for another program that brings the file up to date.
const PATIENCE: Duration = Duration::from_secs(30);

// `detail=column`: only in which column a key stands, no places: those are found in the text.
const TABLES: &str = "
DROP TABLE IF EXISTS words;
DROP TABLE IF EXISTS languages;
DROP TABLE IF EXISTS state;
CREATE TABLE state (format INTEGER NOT NULL, change INTEGER NOT NULL, hash INTEGER NOT NULL);
CREATE TABLE languages (tag TEXT PRIMARY KEY NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(
    source, target, content = '', contentless_delete = 1, detail = column, tokenize = 'ascii'
);
";

/// The index, up to date.
pub(super) struct Words {
    connection: Connection,
    languages: Vec<Language>,
}

impl Words {
    /// Opens the index of a project and brings it up to date; what is there and cannot be used is
    /// made anew. `None` where it cannot be kept beside the project: the units themselves must be
    /// read then.
    ///
    /// # Errors
    ///
    /// The project cannot be read.
    pub(super) fn of(project: &Project) -> Result<Option<Self>> {
        let path = project.beside(".words");
        match Self::open(project, &path) {
            Ok(words) => Ok(Some(words)),
            Err(Trouble::Project(error)) => Err(error),
            Err(Trouble::Index) => {
                // Damaged, perhaps: once more from nothing.
                for ending in [".words", ".words-wal", ".words-shm"] {
                    let _ = std::fs::remove_file(project.beside(ending));
                }
                match Self::open(project, &path) {
                    Ok(words) => Ok(Some(words)),
                    Err(Trouble::Project(error)) => Err(error),
                    Err(Trouble::Index) => Ok(None),
                }
            }
        }
    }

    fn open(project: &Project, path: &Path) -> Result<Self, Trouble> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "normal")?;
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        update(&change, project)?;
        let languages = languages(&change)?;
        change.commit()?;
        Ok(Self {
            connection,
            languages,
        })
    }

    /// The numbers of the units that may have what is sought, in rising order: all that do, and
    /// some that do not.
    pub(super) fn candidates(&self, wording: &Wording) -> rusqlite::Result<Vec<i64>> {
        let mut numbers = BTreeSet::new();
        for language in &self.languages {
            let pattern = wording.in_language(language);
            if pattern.is_empty() {
                continue;
            }
            let mut query = self
                .connection
                .prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1")?;
            let found = query.query_map([expression(&pattern)], |row| row.get(0))?;
            for number in found {
                numbers.insert(number?);
            }
        }
        Ok(numbers.into_iter().collect())
    }
}

/// What went wrong: with the project, which is an error, or with the index, which can be made anew.
pub(super) enum Trouble {
    Project(Error),
    Index,
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Project(error)
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(_: rusqlite::Error) -> Self {
        Self::Index
    }
}

/// Brings the index to the project's latest change.
fn update(change: &Transaction<'_>, project: &Project) -> Result<(), Trouble> {
    // Taken before the units are read: what is written meanwhile is read once more the next time.
    let (latest, hash) = project.latest_change()?;
    let runs = match state(change) {
        Some((number, _)) if number == 0 && latest == 0 => Vec::new(),
        Some((number, mark)) if number > 0 && project.change_hash(number)? == Some(mark) => {
            if number == latest {
                return Ok(());
            }
            let runs = project.units_touched_after(number)?;
            for run in &runs {
                change
                    .prepare_cached("DELETE FROM words WHERE rowid BETWEEN ?1 AND ?2")?
                    .execute([run.start(), run.end()])?;
            }
            runs
        }
        _ => {
            change.execute_batch(TABLES)?;
            vec![0..=i64::MAX]
        }
    };
    let mut batch = Vec::with_capacity(BATCH);
    for run in runs {
        project.units_between::<Trouble>(run, |unit| {
            batch.push(unit);
            if batch.len() == BATCH {
                insert(change, &mut batch)?;
            }
            Ok(())
        })?;
    }
    insert(change, &mut batch)?;
    change.execute("DELETE FROM state", [])?;
    change.execute(
        "INSERT INTO state (format, change, hash) VALUES (?1, ?2, ?3)",
        [FORMAT, latest, hash],
    )?;
    Ok(())
}

/// The change up to which the index is true, and its hash; `None` where it is no index of ours.
fn state(change: &Transaction<'_>) -> Option<(i64, i64)> {
    change
        .query_row(
            "SELECT change, hash FROM state WHERE format = ?1",
            [FORMAT],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .ok()
}

fn insert(change: &Transaction<'_>, batch: &mut Vec<Unit>) -> Result<(), Trouble> {
    let texts: Vec<[String; 2]> = batch
        .par_iter()
        .map(|unit| {
            [
                indexed(&unit.source, &unit.source_language),
                indexed(&unit.target, &unit.target_language),
            ]
        })
        .collect();
    for (unit, [source, target]) in batch.iter().zip(texts) {
        change
            .prepare_cached("INSERT INTO words (rowid, source, target) VALUES (?1, ?2, ?3)")?
            .execute(params![unit.id.unwrap_or_default().0, source, target])?;
        for language in [&unit.source_language, &unit.target_language] {
            change
                .prepare_cached("INSERT OR IGNORE INTO languages (tag) VALUES (?1)")?
                .execute([language.primary()])?;
        }
    }
    batch.clear();
    Ok(())
}

fn languages(change: &Transaction<'_>) -> Result<Vec<Language>, Trouble> {
    let mut query = change.prepare("SELECT tag FROM languages ORDER BY tag")?;
    let tags = query.query_map([], |row| row.get::<_, String>(0))?;
    let mut languages = Vec::new();
    for tag in tags {
        languages.extend(tag?.parse());
    }
    Ok(languages)
}

/// The keys of a text as FTS5 takes them.
fn indexed(text: &str, language: &Language) -> String {
    let mut keys = BTreeSet::new();
    Keys::new(language).of_text(text, &mut keys);
    let keys: Vec<String> = keys.iter().map(|key| letters(key)).collect();
    keys.join(" ")
}

/// A key without anything that the tokenizer takes for a separator.
fn letters(key: &str) -> String {
    key.chars()
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() || !c.is_ascii() => c,
            mark => char::from_u32(0xE000 + u32::from(mark)).unwrap_or(mark),
        })
        .collect()
}

/// The query in FTS5's language: all words in one column.
fn expression(pattern: &Pattern) -> String {
    let words: Vec<String> = pattern
        .phrases
        .iter()
        .flatten()
        .map(|word| match word {
            Word::AnyOf(keys) => {
                let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
                format!("({})", keys.join(" OR "))
            }
            Word::Itself(text) => quoted(text),
            Word::Beginning(start) => format!("{} *", quoted(start)),
        })
        .collect();
    let all = words.join(" AND ");
    format!("({{source}} : ({all})) OR ({{target}} : ({all}))")
}

fn quoted(key: &str) -> String {
    format!("\"{}\"", letters(key))
}
