//! Rows of units, and reading them.

use super::{Change, Project};
use crate::language::Language;
use crate::memory::error::{At, Error, Result};
use crate::memory::unit::{DocumentId, STATUSES, Status, Unit, UnitId};
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use std::str::FromStr;

// The columns of a unit in the order in which `read` and the statements of `store.rs` take them:
// a macro, so that statements are made when the program is.
macro_rules! unit_columns {
    () => {
        "id, source_language, target_language, source, target, source_markup, target_markup, \
         source_document, target_document, position, previous_source, next_source, confidence, \
         status, created, changed, creator, tuid, properties, notes, extra"
    };
}
pub(super) use unit_columns;

/// Which units are wanted; every condition given must hold, none given means all units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Source language, whatever the region.
    pub source_language: Option<Language>,
    /// Target language, whatever the region.
    pub target_language: Option<Language>,
    /// One of these states; an empty list means any.
    pub statuses: Vec<Status>,
    /// At least this confidence; units without any confidence pass.
    pub min_confidence: Option<f64>,
    /// From this source document.
    pub source_document: Option<DocumentId>,
    /// From this target document.
    pub target_document: Option<DocumentId>,
    /// Only those that come from a pair of documents.
    pub of_documents: bool,
    /// The order in which they come.
    pub order: Order,
}

/// The order of units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they were stored.
    #[default]
    Stored,
    /// By source document, target document and place; those of no document first.
    Document,
}

impl Filter {
    /// The condition as SQL, with its values.
    fn condition(&self) -> (String, Vec<Value>) {
        let mut parts: Vec<String> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let languages = [
            ("source_language", &self.source_language),
            ("target_language", &self.target_language),
        ];
        for (column, language) in languages {
            let Some(language) = language else { continue };
            values.push(Value::Text(language.primary()));
            let value = values.len();
            // `LIKE` takes ASCII letters of either case for equal.
            parts.push(format!(
                "({column} LIKE ?{value} OR {column} LIKE ?{value} || '-%'
                    OR {column} LIKE ?{value} || '\\_%' ESCAPE '\\')"
            ));
        }
        for (column, document) in [
            ("source_document", self.source_document),
            ("target_document", self.target_document),
        ] {
            let Some(document) = document else { continue };
            values.push(Value::Integer(document.0));
            parts.push(format!("{column} = ?{}", values.len()));
        }
        if let Some(least) = self.min_confidence {
            values.push(Value::Real(least));
            parts.push(format!(
                "(confidence IS NULL OR confidence >= ?{})",
                values.len()
            ));
        }
        if self.of_documents {
            parts.push("source_document IS NOT NULL AND target_document IS NOT NULL".to_owned());
        }
        if !self.statuses.is_empty() {
            let words: Vec<String> = self
                .statuses
                .iter()
                .map(|status| format!("'{status}'"))
                .collect();
            parts.push(format!("status IN ({})", words.join(", ")));
        }
        let condition = if parts.is_empty() {
            String::new()
        } else {
            format!("WHERE {}", parts.join(" AND "))
        };
        (condition, values)
    }
}

impl Project {
    /// Calls `visit` with each unit that passes the filter. Memory for one unit; what is read is the
    /// state at the start of the walk, whatever is written meanwhile. Gives their number.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or what `visit` returns; then the walk ends there.
    pub fn units<E: From<Error>>(
        &self,
        filter: &Filter,
        mut visit: impl FnMut(Unit) -> Result<(), E>,
    ) -> Result<u64, E> {
        let (condition, values) = filter.condition();
        let order = match filter.order {
            Order::Stored => "id",
            Order::Document => "source_document, target_document, position, id",
        };
        let columns = unit_columns!();
        let sql = format!("SELECT {columns} FROM units {condition} ORDER BY {order}");
        let mut query = self.connection.prepare(&sql).at(&self.path)?;
        let mut rows = query.query(params_from_iter(values)).at(&self.path)?;
        let mut count = 0;
        while let Some(row) = rows.next().at(&self.path)? {
            visit(read(row).at(&self.path)?)?;
            count += 1;
        }
        Ok(count)
    }

    /// How many units pass the filter.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn count_units(&self, filter: &Filter) -> Result<u64> {
        let (condition, values) = filter.condition();
        let sql = format!("SELECT count(*) FROM units {condition}");
        let count: i64 = self
            .connection
            .query_row(&sql, params_from_iter(values), |row| row.get(0))
            .at(&self.path)?;
        Ok(count.unsigned_abs())
    }

    /// How many units have each status; statuses that no unit has are left out.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn status_counts(&self) -> Result<Vec<(Status, u64)>> {
        let mut counts = Vec::new();
        for status in STATUSES {
            let filter = Filter {
                statuses: vec![status],
                ..Filter::default()
            };
            let count = self.count_units(&filter)?;
            if count > 0 {
                counts.push((status, count));
            }
        }
        Ok(counts)
    }

    /// A unit by its number.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn unit(&self, id: UnitId) -> Result<Option<Unit>> {
        by_id(&self.connection, id).at(&self.path)
    }
}

impl Change<'_> {
    /// A unit as it stands within this change.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn unit(&self, id: UnitId) -> Result<Option<Unit>> {
        by_id(&self.transaction, id).at(self.path)
    }
}

fn by_id(connection: &Connection, id: UnitId) -> rusqlite::Result<Option<Unit>> {
    connection
        .prepare_cached(concat!(
            "SELECT ",
            unit_columns!(),
            " FROM units WHERE id = ?1"
        ))?
        .query_row([id.0], read)
        .optional()
}

/// A unit of a row with `unit_columns!`.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Unit> {
    let date = |column: usize| -> rusqlite::Result<_> {
        row.get::<_, Option<String>>(column)?
            .map(|text| parsed(column, &text))
            .transpose()
    };
    let document = |column: usize| -> rusqlite::Result<_> {
        Ok(row.get::<_, Option<i64>>(column)?.map(DocumentId))
    };
    let text = |column: usize| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    Ok(Unit {
        id: Some(UnitId(row.get(0)?)),
        source_language: language(1, text(1)?)?,
        target_language: language(2, text(2)?)?,
        source: row.get(3)?,
        target: row.get(4)?,
        source_markup: row.get(5)?,
        target_markup: row.get(6)?,
        source_document: document(7)?,
        target_document: document(8)?,
        position: row.get(9)?,
        previous_source: row.get(10)?,
        next_source: row.get(11)?,
        confidence: row.get(12)?,
        status: parsed(13, text(13)?)?,
        created: date(14)?,
        changed: date(15)?,
        creator: row.get(16)?,
        tuid: row.get(17)?,
        properties: json(row, 18)?,
        notes: json(row, 19)?,
        extra: row.get(20)?,
    })
}

/// A column that holds JSON, or nothing for the default value.
fn json<T: Default + serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    match row.get::<_, Option<String>>(column)? {
        None => Ok(T::default()),
        Some(text) => serde_json::from_str(&text).map_err(|error| unreadable(column, error)),
    }
}

pub(super) fn language(column: usize, tag: &str) -> rusqlite::Result<Language> {
    parsed(column, tag)
}

/// A word of a column as what it stands for.
pub(super) fn parsed<T>(column: usize, text: &str) -> rusqlite::Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|error| unreadable(column, error))
}

fn unreadable(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}
