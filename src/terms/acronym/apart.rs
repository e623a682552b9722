//! Full forms that nowhere stand beside their short form.

use indexmap::IndexMap;

use super::letters::{Anchor, Letters, strict_limit};
use super::pieces::Pieces;
use super::table::variant_key;
use super::words::Segment;
use super::{Acronym, FullForm, Tie};

/// Ties acronyms that have no full form to the one name among `names` whose words they spell.
///
/// For texts that write `Office des Nations Unies contre la drogue et le crime` here and `ONUDC`
/// there. `names` are names of several words as they stand in the texts, the best spelling first;
/// those that do not begin with a capital are passed over. Three letters at least; every letter
/// begins a word and every content word gives one, else (from four letters on) one word gives two.
/// Where several names fit, none is taken: fits by initials alone go before the others.
///
/// Cost: linear in the names; each acronym is a few look-ups.
pub fn tie_apart<'n>(acronyms: &mut [Acronym], names: impl IntoIterator<Item = &'n str>) {
    let names = Names::new(acronyms, names);
    for acronym in acronyms.iter_mut().filter(|a| a.full_forms.is_empty()) {
        if let Some(name) = names.of(&acronym.short) {
            acronym.full_forms.push(FullForm {
                text: name.to_owned(),
                tie: Tie::Apart,
                evidence: 0,
                documents: 0,
                first: None,
            });
        }
    }
}

/// Names by the initials of their content words.
struct Names {
    by_initials: IndexMap<String, Vec<Name>>,
}

struct Name {
    text: String,
    pieces: Pieces,
}

impl Names {
    fn new<'n>(acronyms: &[Acronym], names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut seen: IndexMap<String, ()> = acronyms
            .iter()
            .flat_map(|a| &a.full_forms)
            .map(|full| (variant_key(&full.text), ()))
            .collect();
        let mut by_initials: IndexMap<String, Vec<Name>> = IndexMap::new();
        let mut buffer = Vec::new();
        for text in names {
            let capital = text.chars().next().is_some_and(char::is_uppercase);
            if !capital || seen.insert(variant_key(text), ()).is_some() {
                continue;
            }
            let segment = Segment::new(text, &mut buffer);
            let Some(last) = segment.words.len().checked_sub(1) else {
                continue;
            };
            let pieces = Pieces::of(&segment, 0, last);
            let name = Name {
                text: text.to_owned(),
                pieces,
            };
            by_initials
                .entry(name.pieces.initials())
                .or_default()
                .push(name);
        }
        Names { by_initials }
    }

    /// The only name that `short` spells.
    fn of(&self, short: &str) -> Option<&str> {
        let letters = Letters::of(short);
        if letters.len() < 3 {
            return None;
        }
        let initials = super::shape::key(short);
        if let Some(names) = self.by_initials.get(&initials) {
            return only(names.iter());
        }
        // Two letters of one word: the initials are those of the acronym, less one.
        let near = (1..initials.len())
            .filter(|_| letters.len() >= 4)
            .filter_map(|at| {
                let (head, tail) = (initials.get(..at)?, initials.get(at..)?);
                let mut rest = tail.chars();
                rest.next();
                Some(format!("{head}{}", rest.as_str()))
            });
        let mut keys: Vec<String> = near.collect();
        keys.sort_unstable();
        keys.dedup();
        let fits = |name: &&Name| {
            let found = letters.explain(&name.pieces, Anchor::Both);
            found.is_some_and(|f| f.cost <= strict_limit(letters.len()))
        };
        let names = keys.iter().filter_map(|key| self.by_initials.get(key));
        only(names.flatten().filter(fits))
    }
}

fn only<'a>(mut names: impl Iterator<Item = &'a Name>) -> Option<&'a str> {
    let first = names.next()?;
    names.next().is_none().then_some(first.text.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::{Acronyms, Place};
    use super::*;

    fn tied(text: &str, names: &[&str]) -> Option<String> {
        let mut acronyms = Acronyms::new();
        acronyms.read(
            Place {
                document: 0,
                segment: 0,
            },
            text,
        );
        let mut found = acronyms.finish();
        tie_apart(&mut found, names.iter().copied());
        found.first()?.full().map(|full| full.text.clone())
    }

    #[test]
    fn one_name_that_fits_is_tied() {
        let office = "Office des Nations Unies contre la drogue et le crime";
        assert_eq!(
            tied("Selon l'ONUDC, oui.", &["Nations Unies", office]).as_deref(),
            Some(office)
        );
        assert_eq!(
            tied("Le GAFI l'a dit.", &["Groupe d’action financière"]).as_deref(),
            Some("Groupe d’action financière")
        );
    }

    #[test]
    fn spellings_of_one_name_are_one() {
        let names = [
            "Organisation mondiale de la santé",
            "Organisation mondiale de la Santé",
        ];
        assert_eq!(tied("L'OMS agit.", &names).as_deref(), Some(names[0]));
    }

    #[test]
    fn doubt_ties_nothing() {
        let two = [
            "Cour pénale internationale",
            "Commission parlementaire italienne",
        ];
        assert_eq!(tied("La CPI juge.", &two), None);
        assert_eq!(tied("La CPI juge.", &["cour pénale internationale"]), None);
        assert_eq!(tied("L'UE agit.", &["Union européenne"]), None);
        assert_eq!(
            tied("L'OMS agit.", &["Organisation mondiale du commerce"]),
            None
        );
    }

    #[test]
    fn a_name_that_has_its_acronym_is_not_given_twice() {
        let name = "Organisation mondiale de la santé";
        let text = "L'Organisation mondiale de la santé (OMS) agit, non l'OMDS.";
        let mut acronyms = Acronyms::new();
        acronyms.read(
            Place {
                document: 0,
                segment: 0,
            },
            text,
        );
        let mut found = acronyms.finish();
        tie_apart(&mut found, [name]);
        let fulls: Vec<_> = found
            .iter()
            .map(|a| (a.short.as_str(), a.full().is_some()))
            .collect();
        assert_eq!(fulls, [("OMDS", false), ("OMS", true)]);
    }
}
