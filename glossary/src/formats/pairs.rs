//! Concepts as pairs of a source and a target term, for formats that know nothing else.

use crate::concept::Concept;
use crate::error::Error;
use crate::export::{Losses, Selection};
use crate::glossary::Glossary;
use crate::language::language_matches;
use crate::status::AdministrativeStatus;
use crate::term::{Term, TermType};

/// The source and the target language of a list of pairs: those asked for, or the only two.
///
/// # Errors
/// When the selection leaves one of them open.
pub(crate) fn languages<'a>(
    glossary: &'a Glossary,
    selection: &'a Selection,
    format: &'static str,
) -> Result<(&'a str, &'a str), Error> {
    let missing = |missing| Error::NoLanguage { format, missing };
    let source = selection
        .source_in(glossary)
        .ok_or_else(|| missing("source"))?;
    let others: Vec<&str> = glossary
        .languages()
        .into_iter()
        .filter(|language| !language_matches(source, language))
        .collect();
    match (selection.targets.as_slice(), others.as_slice()) {
        ([target], _) => Ok((source, target.as_str())),
        ([], [only]) => Ok((source, only)),
        _ => Err(missing("target")),
    }
}

/// Which pairs a format wants.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Each source term with each target term.
    All,
    /// Each source term with the best target term: formats that take one translation a term.
    Best,
}

/// Each source term of a concept with each of its target terms, as lists of pairs have them: short
/// forms meet short forms where there are any, preferred targets go first, deprecated and superseded
/// ones are left out. Costs the product of the two lists' lengths.
///
/// ```
/// use bitext_glossary::{Concept, Term, pairs};
///
/// let concept = Concept::new("fr", Term::new("loi"))
///     .with("en", Term::new("act"))
///     .with("en", Term::new("statute"));
/// let texts: Vec<_> = pairs(&concept, "fr", "en").iter().map(|(_, to)| &*to.text).collect();
/// assert_eq!(texts, ["act", "statute"]);
/// ```
#[must_use]
pub fn pairs<'a>(
    concept: &'a Concept,
    source: &'a str,
    target: &'a str,
) -> Vec<(&'a Term, &'a Term)> {
    of(concept, source, target, Wanted::All, &mut Losses::default())
}

/// The pairs of a concept, each once. Short forms meet short forms where there are any; deprecated and
/// superseded targets are left out.
pub(crate) fn of<'a>(
    concept: &'a Concept,
    source: &'a str,
    target: &'a str,
    wanted: Wanted,
    losses: &mut Losses,
) -> Vec<(&'a Term, &'a Term)> {
    let (mut usable, discouraged): (Vec<&Term>, Vec<&Term>) = concept
        .terms_in(target)
        .map(|(_, term)| term)
        .filter(|term| !term.text.trim().is_empty())
        .partition(|term| !is_discouraged(term));
    // Preferred terms first; the order is kept otherwise.
    usable.sort_by_key(|term| term.administrative_status != Some(AdministrativeStatus::Preferred));
    let mut pairs: Vec<(&Term, &Term)> = Vec::new();
    for (_, from) in concept.terms_in(source) {
        if from.text.trim().is_empty() {
            continue;
        }
        let same_kind = |to: &&&Term| is_short(to) == is_short(from);
        let any = usable.iter().any(|to| same_kind(&to));
        let mut fitting = usable.iter().filter(|to| !any || same_kind(to));
        let taken: Vec<&Term> = match wanted {
            Wanted::All => fitting.copied().collect(),
            Wanted::Best => {
                let best = fitting.next().copied();
                losses.note_many(
                    &concept.id,
                    "further translation of a term",
                    fitting.count(),
                );
                best.into_iter().collect()
            }
        };
        for to in taken {
            let known = |(a, b): &(&Term, &Term)| a.text == from.text && b.text == to.text;
            if !pairs.iter().any(known) {
                pairs.push((from, to));
            }
        }
    }
    if pairs.is_empty() {
        losses.note(
            &concept.id,
            "concept without a pair of terms in these languages",
        );
    } else {
        let what = "deprecated or superseded target term";
        losses.note_many(&concept.id, what, discouraged.len());
    }
    pairs
}

/// Whether a term should not be used.
pub(crate) fn is_discouraged(term: &Term) -> bool {
    matches!(
        term.administrative_status,
        Some(AdministrativeStatus::Deprecated | AdministrativeStatus::Superseded)
    )
}

/// Whether a term is a shortened form.
pub(crate) fn is_short(term: &Term) -> bool {
    term.full_form.is_some()
        || matches!(
            term.term_type,
            Some(TermType::Acronym | TermType::Abbreviation | TermType::ShortForm)
        )
}

/// What every list of pairs leaves behind.
pub(crate) fn note_rest(concept: &Concept, kept: &str, losses: &mut Losses) {
    losses.note(&concept.id, &format!("everything of a concept but {kept}"));
}
