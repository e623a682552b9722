//! OmegaT's own glossary: source, tab, target, tab, comment.

use std::borrow::Cow;
use std::io::Write;

use crate::concept::Concept;
use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::glossary::Glossary;
use crate::language::language_matches;
use crate::status::AdministrativeStatus;
use crate::term::{Term, TermType};

/// OmegaT's tab-separated glossary, for one pair of languages: a target that is not asked for is the
/// glossary's only other language.
///
/// UTF-8, and the first line says so: OmegaT reads a `.utf8` file as that in any case, a `.txt`
/// only with this line. Every source term gets a line with every target term, short forms with
/// short forms where there are any; deprecated and superseded targets are left out, since OmegaT
/// would propose them. The comment holds subject, definitions and notes.
#[derive(Debug, Clone, Copy, Default)]
pub struct OmegaT;

impl Export for OmegaT {
    fn name(&self) -> &'static str {
        "OmegaT glossary"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["utf8", "txt"]
    }

    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error> {
        let missing = |missing| Error::NoLanguage {
            format: self.name(),
            missing,
        };
        let source = selection
            .source_in(glossary)
            .ok_or_else(|| missing("source"))?;
        let others: Vec<&str> = glossary
            .languages()
            .into_iter()
            .filter(|language| !language_matches(source, language))
            .collect();
        let target = match (selection.targets.as_slice(), others.as_slice()) {
            ([target], _) => target.as_str(),
            ([], [only]) => only,
            _ => return Err(missing("target")),
        };
        let mut report = Report::default();
        let mut losses = Losses::default();
        writeln!(out, "# -*- coding: utf-8 -*-")?;
        for concept in selection.concepts(glossary) {
            let pairs = pairs(concept, source, target, &mut losses);
            if pairs.is_empty() {
                continue;
            }
            let comment = comment(concept);
            for (from, to) in &pairs {
                let [from, to, comment] =
                    [from.as_str(), to.as_str(), comment.as_str()].map(|text| {
                        let cell = one_line(text);
                        if cell != text {
                            losses.note(&concept.id, "tab or line end, written as a space");
                        }
                        cell
                    });
                writeln!(out, "{from}\t{to}\t{comment}")?;
            }
            report.concepts += 1;
            report.terms += pairs.len();
            losses.note(
                &concept.id,
                "everything of a concept but terms, subject, definitions and notes",
            );
        }
        report.left_out = glossary.len() - report.concepts;
        report.losses = losses.into_list();
        Ok(report)
    }
}

/// The pairs of a concept, each once.
fn pairs(
    concept: &Concept,
    source: &str,
    target: &str,
    losses: &mut Losses,
) -> Vec<(String, String)> {
    let (usable, discouraged): (Vec<&Term>, Vec<&Term>) = concept
        .terms_in(target)
        .map(|(_, term)| term)
        .filter(|term| !term.text.is_empty())
        .partition(|term| !is_discouraged(term));
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (_, from) in concept.terms_in(source) {
        // OmegaT takes such a line for a comment, and one without a source for nothing.
        if from.text.starts_with('#') || from.text.trim().is_empty() {
            losses.note(&concept.id, "source term that is empty or starts with #");
            continue;
        }
        let same_kind = |to: &&&Term| is_short(to) == is_short(from);
        let any = usable.iter().any(|to| same_kind(&to));
        for to in usable.iter().filter(|to| !any || same_kind(to)) {
            let pair = (from.text.clone(), to.text.clone());
            if !pairs.contains(&pair) {
                pairs.push(pair);
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

fn is_discouraged(term: &Term) -> bool {
    matches!(
        term.administrative_status,
        Some(AdministrativeStatus::Deprecated | AdministrativeStatus::Superseded)
    )
}

fn is_short(term: &Term) -> bool {
    term.full_form.is_some()
        || matches!(
            term.term_type,
            Some(TermType::Acronym | TermType::Abbreviation | TermType::ShortForm)
        )
}

fn comment(concept: &Concept) -> String {
    let subject = concept.subject.as_deref();
    let definitions = concept.definitions.iter().map(|one| one.text.as_str());
    let notes = concept.notes.iter().map(String::as_str);
    let parts: Vec<&str> = subject
        .into_iter()
        .chain(definitions)
        .chain(notes)
        .collect();
    parts.join(" · ")
}

/// The format knows no escapes.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\t', '\n', '\r']) {
        Cow::Owned(text.replace(['\t', '\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> Concept {
        let short = |text: &str| Term {
            term_type: Some(TermType::Acronym),
            ..Term::new(text)
        };
        Concept {
            subject: Some("institutions".into()),
            notes: vec!["siège :\tVienne".into()],
            ..Concept::new("fr", Term::new("Office"))
        }
        .with("fr", short("ONUDC"))
        .with("en-GB", Term::new("Office (en)"))
        .with("en", short("UNODC"))
    }

    #[test]
    fn short_forms_meet_short_forms_and_forbidden_targets_stay_out() {
        let forbidden = Term {
            administrative_status: Some(AdministrativeStatus::Deprecated),
            ..Term::new("state of law")
        };
        let law = Concept::new("fr", Term::new("état de droit"))
            .with("en", Term::new("rule of law"))
            .with("en", forbidden);
        let glossary: Glossary = [office(), law, Concept::new("fr", Term::new("seul"))]
            .into_iter()
            .collect();
        let mut out = Vec::new();
        let selection = Selection::pair("fr", "en");
        let report = OmegaT.write(&glossary, &selection, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        # -*- coding: utf-8 -*-
        Office	Office (en)	institutions · siège : Vienne
        ONUDC	UNODC	institutions · siège : Vienne
        état de droit	rule of law
        "#);
        assert_eq!((report.concepts, report.terms, report.left_out), (2, 3, 1));
        let what: Vec<&str> = report
            .losses
            .iter()
            .map(|loss| loss.what.as_str())
            .collect();
        insta::assert_snapshot!(what.join("\n"), @r#"
        tab or line end, written as a space
        everything of a concept but terms, subject, definitions and notes
        deprecated or superseded target term
        concept without a pair of terms in these languages
        "#);
    }

    #[test]
    fn a_pair_of_languages_is_asked_for() {
        let glossary: Glossary = [office()].into_iter().collect();
        let error = OmegaT.write(&glossary, &Selection::default(), &mut Vec::new());
        assert!(matches!(
            error,
            Err(Error::NoLanguage {
                missing: "target",
                ..
            })
        ));
    }
}
