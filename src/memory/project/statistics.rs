//! What a project holds, in numbers.

use super::Project;
use super::units::{language, parsed};
use crate::language::Language;
use crate::memory::date::Date;
use crate::memory::error::{At, Result};
use crate::memory::unit::Status;
use rusqlite::Row;

/// What a project holds, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Units by their languages, the most frequent pair first.
    pub languages: Vec<(Language, Language, u64)>,
    /// Units by status; statuses that no unit has are left out.
    pub statuses: Vec<(Status, u64)>,
    /// Units with text on one side only.
    pub one_sided: u64,
    /// Units whose languages and both texts an earlier unit has too.
    pub repeated: u64,
    /// Sources, by language, that have several translations.
    pub ambiguous: u64,
    /// Concepts by status, in the glossary's words.
    pub concepts: Vec<(String, u64)>,
    /// When the first and the last unit was created, of those that say so.
    pub created: Option<(Date, Date)>,
    /// Bytes of the file in use, and bytes that deleted rows left free in it.
    pub bytes: (u64, u64),
}

impl Project {
    /// Counts what the project holds. Cost: some walks over all units.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn statistics(&self) -> Result<Statistics> {
        let one = |sql: &str| -> Result<u64> {
            let number: i64 = self
                .connection
                .query_row(sql, [], |row| row.get(0))
                .at(&self.path)?;
            Ok(number.unsigned_abs())
        };
        let page = one("SELECT page_size FROM pragma_page_size")?;
        let free = one("SELECT freelist_count FROM pragma_freelist_count")?;
        let pages = one("SELECT page_count FROM pragma_page_count")?;
        Ok(Statistics {
            languages: self.rows(
                "SELECT source_language, target_language, count(*) FROM units
                 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
                |row| {
                    let text = |column| row.get::<_, String>(column);
                    Ok((
                        language(0, &text(0)?)?,
                        language(1, &text(1)?)?,
                        row.get::<_, i64>(2)?.unsigned_abs(),
                    ))
                },
            )?,
            statuses: self.status_counts()?,
            one_sided: one("SELECT count(*) FROM units WHERE source = '' OR target = ''")?,
            // The hash groups first: texts are compared only where it is equal.
            repeated: one(
                "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM units
                 WHERE source <> '' AND target <> ''
                 GROUP BY source_hash, source, target, source_language, target_language)",
            )?,
            ambiguous: one(
                "SELECT count(*) FROM (SELECT 1 FROM units WHERE source <> '' AND target <> ''
                 GROUP BY source_hash, source, source_language, target_language
                 HAVING min(target) <> max(target))",
            )?,
            concepts: self.rows(
                "SELECT status, count(*) FROM concepts GROUP BY 1 ORDER BY 1",
                |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())),
            )?,
            created: self
                .rows(
                    "SELECT min(created), max(created) FROM units WHERE created IS NOT NULL
                     HAVING count(*) > 0",
                    |row| {
                        let date = |column| parsed(column, &row.get::<_, String>(column)?);
                        Ok((date(0)?, date(1)?))
                    },
                )?
                .pop(),
            bytes: ((pages - free) * page, free * page),
        })
    }

    fn rows<T>(&self, sql: &str, read: impl Fn(&Row<'_>) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut query = self.connection.prepare(sql).at(&self.path)?;
        let rows = query.query_map([], |row| read(row)).at(&self.path)?;
        rows.map(|row| row.at(&self.path)).collect()
    }
}
