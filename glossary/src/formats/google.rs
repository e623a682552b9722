//! Google's glossaries (Cloud Translation): sets of equivalent terms in CSV.

use std::io::Write;

use super::pairs::is_discouraged;
use super::table::{one_line, write_csv};
use crate::concept::Concept;
use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::glossary::Glossary;
use crate::language::language_matches;
use crate::status::AdministrativeStatus;
use crate::term::{PartOfSpeech, Term};

/// Google refuses longer terms (bytes of UTF-8).
const LONGEST: usize = 1024;

/// Google's set of equivalent terms: a header of language codes with `pos` and `description`, one
/// line a concept, one term a language.
#[derive(Debug, Clone, Copy, Default)]
pub struct Google;

impl Export for Google {
    fn name(&self) -> &'static str {
        "Google glossary"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error> {
        let source = selection.source_in(glossary).ok_or(Error::NoLanguage {
            format: self.name(),
            missing: "source",
        })?;
        let mut languages: Vec<&str> = glossary
            .languages()
            .into_iter()
            .filter(|tag| selection.takes(Some(source), tag))
            .collect();
        languages.sort_by_key(|tag| !language_matches(source, tag));
        if languages.len() < 2 {
            return Err(Error::NoLanguage {
                format: self.name(),
                missing: "target",
            });
        }
        let codes: Vec<String> = languages.iter().map(|tag| tag.replace('_', "-")).collect();
        let header = codes
            .iter()
            .map(String::as_str)
            .chain(["pos", "description"]);
        write_csv(out, header, ',', "\n")?;
        selection.write_each(glossary, Losses::default(), |concept, losses| {
            let Some((cells, count)) = cells(concept, &languages, losses) else {
                return Ok(0);
            };
            write_csv(out, cells.iter().map(String::as_str), ',', "\n")?;
            Ok(count)
        })
    }
}

/// A line and how many terms it has; nothing where there are fewer than two.
fn cells(
    concept: &Concept,
    languages: &[&str],
    losses: &mut Losses,
) -> Option<(Vec<String>, usize)> {
    let terms: Vec<Option<&Term>> = languages
        .iter()
        .map(|tag| best(concept, tag, losses))
        .collect();
    let filled = terms.iter().flatten().count();
    if filled < 2 {
        losses.note(
            &concept.id,
            "concept with terms in fewer than two languages",
        );
        return None;
    }
    let text = |text: Option<&str>| text.map_or_else(String::new, |text| one_line(text).into());
    let mut cells: Vec<String> = terms
        .iter()
        .map(|term| text(term.map(|term| &*term.text)))
        .collect();
    let mut all = terms.iter().flatten();
    let pos = all.find_map(|term| term.part_of_speech.as_ref());
    cells.push(text(pos.map(PartOfSpeech::as_str)));
    cells.push(text(concept.definitions.first().map(|one| &*one.text)));
    let further = concept.definitions.len().saturating_sub(1);
    losses.note_many(&concept.id, "further definition", further);
    super::pairs::note_rest(
        concept,
        "one term a language, part of speech and definition",
        losses,
    );
    Some((cells, filled))
}

/// The term of a language that a translation should use.
fn best<'a>(concept: &'a Concept, tag: &str, losses: &mut Losses) -> Option<&'a Term> {
    let terms = concept.terms.get(tag)?;
    let usable: Vec<&Term> = terms
        .iter()
        .filter(|term| !term.text.trim().is_empty() && !is_discouraged(term))
        .filter(|term| term.text.len() <= LONGEST)
        .collect();
    let preferred = Some(AdministrativeStatus::Preferred);
    let best = usable
        .iter()
        .find(|term| term.administrative_status == preferred)
        .or(usable.first())
        .copied();
    let left = terms.len() - usize::from(best.is_some());
    losses.note_many(&concept.id, "further, deprecated or too long term", left);
    best
}
