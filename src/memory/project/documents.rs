//! Documents: where units come from.

use super::{Change, Project};
use crate::language::Language;
use crate::memory::error::{At, Error, Result};
use crate::memory::unit::DocumentId;
use rusqlite::{OptionalExtension, Row, params};

/// A document that units come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// `None` until the project has stored it.
    pub id: Option<DocumentId>,
    /// Its name: with the language, what tells it from others.
    pub name: String,
    /// Its language.
    pub language: Language,
    /// How its bytes were read, for people: `UTF-8`, `Windows-1252, guessed`.
    pub encoding: String,
    /// A digest of its bytes, so that an unchanged document is known.
    pub hash: String,
    /// How many segments it has.
    pub segments: u64,
}

const COLUMNS: &str = "id, name, language, encoding, hash, segments";

fn read(row: &Row<'_>) -> rusqlite::Result<Document> {
    let language: String = row.get(2)?;
    let segments: i64 = row.get(5)?;
    Ok(Document {
        id: Some(DocumentId(row.get(0)?)),
        name: row.get(1)?,
        language: super::units::language(2, &language)?,
        encoding: row.get(3)?,
        hash: row.get(4)?,
        segments: segments.unsigned_abs(),
    })
}

impl Project {
    /// All documents, by name, then language.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn documents(&self) -> Result<Vec<Document>> {
        let sql = format!("SELECT {COLUMNS} FROM documents ORDER BY name, language");
        let mut query = self.connection.prepare_cached(&sql).at(&self.path)?;
        let rows = query.query_map([], read).at(&self.path)?;
        rows.map(|row| row.at(&self.path)).collect()
    }

    /// A document by its number.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn document(&self, id: DocumentId) -> Result<Option<Document>> {
        let sql = format!("SELECT {COLUMNS} FROM documents WHERE id = ?1");
        let mut query = self.connection.prepare_cached(&sql).at(&self.path)?;
        query.query_row([id.0], read).optional().at(&self.path)
    }

    /// A document by its name and language.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn find_document(&self, name: &str, language: &Language) -> Result<Option<Document>> {
        let sql = format!("SELECT {COLUMNS} FROM documents WHERE name = ?1 AND language = ?2");
        let mut query = self.connection.prepare_cached(&sql).at(&self.path)?;
        query
            .query_row([name, language.as_str()], read)
            .optional()
            .at(&self.path)
    }
}

impl Change<'_> {
    /// The number of a document, by its name and language, as it stands within this change.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn find_document(&self, name: &str, language: &Language) -> Result<Option<DocumentId>> {
        self.transaction
            .prepare_cached("SELECT id FROM documents WHERE name = ?1 AND language = ?2")
            .and_then(|mut query| {
                query
                    .query_row([name, language.as_str()], |row| row.get(0))
                    .optional()
            })
            .at(self.path)
            .map(|id| id.map(DocumentId))
    }

    /// Stores what is known of a document; one of the same name and language is brought up to date
    /// and keeps its number. The given `id` is not looked at.
    ///
    /// # Errors
    ///
    /// The file cannot be written to.
    pub fn put_document(&mut self, document: &Document) -> Result<DocumentId> {
        let segments = i64::try_from(document.segments).map_err(|_| Error::Unstorable {
            path: self.path.to_owned(),
            what: format!("document '{}'", document.name),
            reason: format!("{} segments are too many", document.segments),
        })?;
        let mut put = self
            .transaction
            .prepare_cached(
                "INSERT INTO documents (name, language, encoding, hash, segments)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (name, language) DO UPDATE SET
                     encoding = excluded.encoding, hash = excluded.hash, segments = excluded.segments
                 RETURNING id",
            )
            .at(self.path)?;
        let values = params![
            document.name,
            document.language.as_str(),
            document.encoding,
            document.hash,
            segments
        ];
        let id = put.query_row(values, |row| row.get(0)).at(self.path)?;
        Ok(DocumentId(id))
    }
}
