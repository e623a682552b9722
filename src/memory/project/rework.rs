//! Going over many units at once: changing or deleting those that a caller chooses, joining those
//! that are the same.

use super::Change;
use super::store::last_touched;
use super::units::{read, unit_columns};
use crate::memory::error::{At, Error, Result};
use crate::memory::unit::Unit;
use rusqlite::params;

/// Units that are read before they are changed.
const BATCH: i64 = 512;

/// What becomes of a unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// It stays as it is.
    Keep,
    /// This is written in its place; the number stays.
    Change(Box<Unit>),
    /// It is deleted.
    Delete,
}

/// How many units were changed and deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reworked {
    /// Units with other content than before.
    pub changed: u64,
    /// Units that are gone.
    pub deleted: u64,
}

/// When units are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sameness {
    /// Languages, both texts, and neighbours and documents as far as both know them.
    Place,
    /// Languages and both texts.
    Texts,
    /// Languages and the source; the one changed last stays.
    Source,
}

impl Change<'_> {
    /// Asks `decide` of every unit, by number, what becomes of it, and does it. Memory for some
    /// units.
    ///
    /// # Errors
    ///
    /// The file cannot be written to, or what `decide` returns.
    pub fn rework<E: From<Error>>(
        &mut self,
        mut decide: impl FnMut(&Unit) -> Result<Action, E>,
    ) -> Result<Reworked, E> {
        let mut reworked = Reworked::default();
        let mut above = i64::MIN;
        loop {
            let batch = self.after(above)?;
            let Some(last) = batch.last().and_then(|unit| unit.id) else {
                return Ok(reworked);
            };
            above = last.0;
            for unit in batch {
                match decide(&unit)? {
                    Action::Keep => {}
                    Action::Change(next) if *next == unit => {}
                    Action::Change(next) => {
                        self.update_unit(&Unit {
                            id: unit.id,
                            ..*next
                        })?;
                        reworked.changed += 1;
                    }
                    Action::Delete => {
                        self.delete_stored(&unit)?;
                        reworked.deleted += 1;
                    }
                }
            }
        }
    }

    fn after(&self, number: i64) -> Result<Vec<Unit>> {
        let sql = concat!(
            "SELECT ",
            unit_columns!(),
            " FROM units WHERE id > ?1 ORDER BY id LIMIT ?2"
        );
        let mut query = self.transaction.prepare_cached(sql).at(self.path)?;
        let rows = query.query_map([number, BATCH], read).at(self.path)?;
        rows.map(|row| row.at(self.path)).collect()
    }

    /// Joins units that are the same: the first of them stays and takes over what the others know
    /// and it does not; with [`Sameness::Source`] it also takes the texts of the one changed last.
    /// `chosen` says which units take part; `seen` is told of each unit that goes and of the one that
    /// stays for it.
    ///
    /// # Errors
    ///
    /// The file cannot be written to.
    pub fn join_same(
        &mut self,
        same: Sameness,
        chosen: impl Fn(&Unit) -> bool,
        mut seen: impl FnMut(&Unit, &Unit),
    ) -> Result<Reworked> {
        let mut reworked = Reworked::default();
        let mut above = i64::MIN;
        while let Some(hash) = self.next_shared_hash(above)? {
            above = hash;
            let units: Vec<Unit> = self
                .of_hash(hash)?
                .into_iter()
                .filter(|unit| chosen(unit))
                .collect();
            let mut kept: Vec<(Unit, Unit)> = Vec::new();
            for unit in units {
                match kept.iter_mut().find(|(_, now)| is_same(now, &unit, same)) {
                    Some((_, now)) => {
                        seen(&unit, now);
                        join(now, &unit);
                        self.delete_stored(&unit)?;
                        reworked.deleted += 1;
                    }
                    None => kept.push((unit.clone(), unit)),
                }
            }
            for (before, now) in kept.iter().filter(|(before, now)| before != now) {
                self.write_unit(before, now)?;
                reworked.changed += 1;
            }
        }
        Ok(reworked)
    }

    /// The next hash of a source that several units have.
    fn next_shared_hash(&self, above: i64) -> Result<Option<i64>> {
        let mut query = self
            .transaction
            .prepare_cached(
                "SELECT source_hash FROM units WHERE source_hash > ?1 GROUP BY source_hash
                 HAVING count(*) > 1 ORDER BY source_hash LIMIT 1",
            )
            .at(self.path)?;
        let mut rows = query.query([above]).at(self.path)?;
        rows.next()
            .at(self.path)?
            .map(|row| row.get(0).at(self.path))
            .transpose()
    }

    fn of_hash(&self, hash: i64) -> Result<Vec<Unit>> {
        let sql = concat!(
            "SELECT ",
            unit_columns!(),
            " FROM units WHERE source_hash = ?1 ORDER BY id"
        );
        let mut query = self.transaction.prepare_cached(sql).at(self.path)?;
        let rows = query.query_map(params![hash], read).at(self.path)?;
        rows.map(|row| row.at(self.path)).collect()
    }
}

fn is_same(a: &Unit, b: &Unit, same: Sameness) -> bool {
    let tags = |unit: &Unit| {
        [&unit.source_language, &unit.target_language]
            .map(|tag| tag.as_str().replace('_', "-").to_ascii_lowercase())
    };
    fn fits<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
        a.is_none() || b.is_none() || a == b
    }
    let texts = || a.target == b.target;
    let place = || {
        fits(&a.previous_source, &b.previous_source)
            && fits(&a.next_source, &b.next_source)
            && fits(&a.source_document, &b.source_document)
            && fits(&a.target_document, &b.target_document)
    };
    a.source == b.source
        && tags(a) == tags(b)
        && match same {
            Sameness::Source => true,
            Sameness::Texts => texts(),
            Sameness::Place => texts() && place(),
        }
}

/// `now` with what another unit of the same source has; where the translations differ, the one
/// changed last stands as it is.
fn join(now: &mut Unit, other: &Unit) {
    if now.target == other.target {
        now.absorb(other);
    } else if last_touched(other) > last_touched(now) {
        let id = now.id;
        now.clone_from(other);
        now.id = id;
    }
}
