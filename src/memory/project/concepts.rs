//! Concepts: rows whose content the glossary understands and this room only keeps.

use super::history::Kind;
use super::{Change, Project};
use crate::memory::error::{At, Error, Result};
use rusqlite::{OptionalExtension, Row, params};

/// A concept as the project keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConceptRow {
    /// Its identifier, unique in the project.
    pub id: String,
    /// What it is listed under: the head term.
    pub key: String,
    /// Its state of review, in the glossary's words.
    pub status: String,
    /// The whole concept as JSON, opaque here.
    pub json: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<ConceptRow> {
    Ok(ConceptRow {
        id: row.get(0)?,
        key: row.get(1)?,
        status: row.get(2)?,
        json: row.get(3)?,
    })
}

impl Project {
    /// A concept by its identifier.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn concept(&self, id: &str) -> Result<Option<ConceptRow>> {
        self.connection
            .prepare_cached("SELECT id, key, status, json FROM concepts WHERE id = ?1")
            .and_then(|mut query| query.query_row([id], read).optional())
            .at(&self.path)
    }

    /// Calls `visit` with each concept, by key, then identifier; only those of `status` if one is
    /// given. Memory for one concept. Gives their number.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or what `visit` returns; then the walk ends there.
    pub fn concepts<E: From<Error>>(
        &self,
        status: Option<&str>,
        mut visit: impl FnMut(ConceptRow) -> Result<(), E>,
    ) -> Result<u64, E> {
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT id, key, status, json FROM concepts
                 WHERE ?1 IS NULL OR status = ?1 ORDER BY key, id",
            )
            .at(&self.path)?;
        let mut rows = query.query([status]).at(&self.path)?;
        let mut count = 0;
        while let Some(row) = rows.next().at(&self.path)? {
            visit(read(row).at(&self.path)?)?;
            count += 1;
        }
        Ok(count)
    }
}

impl Change<'_> {
    /// Stores a concept in place of the one with its identifier, if there is one. An equal one is
    /// left as it is.
    ///
    /// # Errors
    ///
    /// The file cannot be written to.
    pub fn put_concept(&mut self, concept: &ConceptRow) -> Result<()> {
        let before = self.concept(&concept.id)?;
        if before.as_ref() == Some(concept) {
            return Ok(());
        }
        self.transaction
            .prepare_cached(
                "INSERT INTO concepts (id, key, status, json) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET
                     key = excluded.key, status = excluded.status, json = excluded.json",
            )
            .and_then(|mut put| {
                put.execute(params![
                    concept.id,
                    concept.key,
                    concept.status,
                    concept.json
                ])
            })
            .at(self.path)?;
        self.record_concept(&concept.id, before.as_ref(), Some(concept))
    }

    /// Deletes a concept.
    ///
    /// # Errors
    ///
    /// There is none with this identifier, or the file cannot be written to.
    pub fn delete_concept(&mut self, id: &str) -> Result<()> {
        let Some(before) = self.concept(id)? else {
            return Err(Error::NoSuch {
                path: self.path.to_owned(),
                what: "concept",
                id: id.to_owned(),
            });
        };
        self.transaction
            .execute("DELETE FROM concepts WHERE id = ?1", [id])
            .at(self.path)?;
        self.record_concept(id, Some(&before), None)
    }

    /// A concept as it stands within this change.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn concept(&self, id: &str) -> Result<Option<ConceptRow>> {
        self.transaction
            .prepare_cached("SELECT id, key, status, json FROM concepts WHERE id = ?1")
            .and_then(|mut query| query.query_row([id], read).optional())
            .at(self.path)
    }

    fn record_concept(
        &mut self,
        id: &str,
        before: Option<&ConceptRow>,
        after: Option<&ConceptRow>,
    ) -> Result<()> {
        let (before, after) = (before.map(to_history), after.map(to_history));
        self.recorder
            .record(
                &self.transaction,
                Kind::Concept,
                &id,
                before.as_deref(),
                after.as_deref(),
            )
            .at(self.path)
    }
}

/// A row as the history keeps it.
fn to_history(concept: &ConceptRow) -> String {
    serde_json::json!([concept.key, concept.status, concept.json]).to_string()
}

/// The row that [`to_history`] wrote; `None` where the text is not of that shape.
pub(super) fn from_history(id: &str, text: &str) -> Option<ConceptRow> {
    let (key, status, json) = serde_json::from_str(text).ok()?;
    Some(ConceptRow {
        id: id.to_owned(),
        key,
        status,
        json,
    })
}
