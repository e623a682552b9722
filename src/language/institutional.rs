//! Terms that institutions have fixed, English and French, with their equivalents.
//!
//! Three collections: EuroVoc (the European Union's thesaurus), FranceTerme (the terms that France's
//! enrichment commissions published) and the terms that the federal statutes of Canada define.

use super::Language;
use super::table::{Reader, Table, Value};
use std::sync::OnceLock;

static TERMS: &[u8] = include_bytes!("../../data/terms.en-fr.bin");

/// A term that an institution has fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstitutionalTerm {
    /// The term as its collection writes it: `État de droit`.
    pub spelling: String,
    /// Which collections have it.
    pub collections: Collections,
    /// Whether it is nowhere a preferred label, only a synonym or near-synonym of one: then its
    /// equivalents may name a close concept rather than the same.
    pub alternate: bool,
    /// Its equivalents in the other language, as written there.
    pub equivalents: Vec<String>,
}

/// A set of collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collections(u8);

impl Collections {
    /// EuroVoc, the thesaurus of the European Union.
    #[must_use]
    pub fn eurovoc(self) -> bool {
        self.0 & 1 != 0
    }

    /// FranceTerme, the terms published by France's enrichment commissions.
    #[must_use]
    pub fn franceterme(self) -> bool {
        self.0 & 2 != 0
    }

    /// Terms defined by the federal statutes and regulations of Canada.
    #[must_use]
    pub fn canadian_statutes(self) -> bool {
        self.0 & 4 != 0
    }
}

/// Marks a label that is nowhere the preferred one.
const ALTERNATE: u8 = 128;

/// What the collections know of a folded term, of one word or several, as it stands in a text
/// (`droits de l'homme`): `None` for one they lack, or for a language other than French and English.
///
/// Spelt with `œ` or `oe`. A search for the term and one for each equivalent: about 2 µs.
#[must_use]
pub fn find(language: &Language, term: &str) -> Option<InstitutionalTerm> {
    let (own, other) = tables(language)?;
    let (key, value) = get(own, term)?;
    let Value::Bytes(bytes) = value else {
        return None;
    };
    let mut reader = Reader(bytes);
    let flags = reader.byte()?;
    let spelling = spelling(&mut reader).unwrap_or(key);
    let count = reader.varint()?;
    let equivalents = (0..count)
        .map_while(|_| written(other, reader.varint()?))
        .collect();
    Some(InstitutionalTerm {
        spelling,
        collections: Collections(flags & !ALTERNATE),
        alternate: flags & ALTERNATE != 0,
        equivalents,
    })
}

/// Whether one of the collections has the folded term; [`find`] without the reading.
#[must_use]
pub fn is_known(language: &Language, term: &str) -> bool {
    tables(language).is_some_and(|(own, _)| get(own, term).is_some())
}

/// The folded terms of `language` in byte order, for a matcher of one's own; empty for a language
/// without any.
pub fn folded_terms(language: &Language) -> impl Iterator<Item = String> {
    tables(language)
        .into_iter()
        .flat_map(|(own, _)| own.iter().map(|(term, _)| term))
}

type Pair = (Table<'static>, Table<'static>);

/// The table of `language` and that of the other one.
fn tables(language: &Language) -> Option<(&'static Table<'static>, &'static Table<'static>)> {
    static TABLES: OnceLock<Option<Pair>> = OnceLock::new();
    let read = || {
        let (english, rest) = Table::read(TERMS)?;
        Some((english, Table::read(rest)?.0))
    };
    let (english, french) = TABLES.get_or_init(read).as_ref()?;
    if language.is("fr") {
        Some((french, english))
    } else if language.is("en") {
        Some((english, french))
    } else {
        None
    }
}

fn get(table: &Table<'static>, term: &str) -> Option<(String, Value<'static>)> {
    let under = |key: String| table.get(&key).map(|(_, value)| (key, value));
    if let Some((_, value)) = table.get(term) {
        return Some((term.to_owned(), value));
    }
    if term.contains('œ') {
        under(term.replace('œ', "oe"))
    } else if term.contains("oe") {
        under(term.replace("oe", "œ"))
    } else {
        None
    }
}

/// The spelling, where it is not the key.
fn spelling(reader: &mut Reader<'_>) -> Option<String> {
    let length = reader.varint()? as usize;
    let written = std::str::from_utf8(reader.bytes(length)?).ok()?;
    (!written.is_empty()).then(|| written.to_owned())
}

fn written(table: &Table<'static>, rank: u32) -> Option<String> {
    let (key, Value::Bytes(bytes)) = table.at(rank)? else {
        return None;
    };
    let mut reader = Reader(bytes.get(1..)?);
    Some(spelling(&mut reader).unwrap_or(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_have_their_equivalents() {
        let (french, english) = (Language::french(), Language::english());
        let term = find(&french, "état de droit").unwrap();
        assert_eq!(term.spelling, "État de droit");
        assert!(term.equivalents.contains(&"rule of law".to_owned()));
        assert!(term.collections.eurovoc() && !term.alternate);
        let term = find(&english, "international law").unwrap();
        assert!(term.equivalents.contains(&"droit international".to_owned()));
        assert!(is_known(&french, "mise en œuvre conjointe"));
        assert!(!is_known(&french, "de la"));
        assert_eq!(find(&"de".parse().unwrap(), "rechtsstaat"), None);
    }

    #[test]
    fn every_entry_can_be_read() {
        let (english, rest) = Table::read(TERMS).unwrap();
        let (french, rest) = Table::read(rest).unwrap();
        assert!(rest.is_empty());
        for (table, language) in [(english, Language::english()), (french, Language::french())] {
            super::super::table::tests::check(&table);
            for key in folded_terms(&language) {
                let term = find(&language, &key).unwrap();
                assert_eq!(crate::language::fold(&term.spelling), key);
                assert!(!term.equivalents.is_empty(), "{key}");
                assert!(term.collections.0 != 0 && term.collections.0 < 8, "{key}");
            }
        }
    }
}
