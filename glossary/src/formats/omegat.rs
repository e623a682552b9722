//! OmegaT's own glossary: source, tab, target, tab, comment.

use std::io::Write;

use super::pairs::{self, Wanted};
use super::table::one_line;
use crate::concept::Concept;
use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::glossary::Glossary;

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
        let (source, target) = pairs::languages(glossary, selection, self.name())?;
        writeln!(out, "# -*- coding: utf-8 -*-")?;
        selection.write_each(glossary, Losses::default(), |concept, losses| {
            let pairs = pairs(concept, source, target, losses);
            if pairs.is_empty() {
                return Ok(0);
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
            losses.note(
                &concept.id,
                "everything of a concept but terms, subject, definitions and notes",
            );
            Ok(pairs.len())
        })
    }
}

/// The pairs of a concept that OmegaT can read.
fn pairs(
    concept: &Concept,
    source: &str,
    target: &str,
    losses: &mut Losses,
) -> Vec<(String, String)> {
    let mut pairs = pairs::of(concept, source, target, Wanted::All, losses);
    let all = pairs.len();
    // OmegaT takes such a line for a comment.
    pairs.retain(|(from, _)| !from.text.starts_with('#'));
    losses.note_many(
        &concept.id,
        "source term that starts with #",
        all - pairs.len(),
    );
    pairs
        .into_iter()
        .map(|(from, to)| (from.text.clone(), to.text.clone()))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::AdministrativeStatus;
    use crate::term::{Term, TermType};

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
