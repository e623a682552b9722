//! What is known of the parts of segments that nothing matches whole.

use super::super::project;
use super::super::term_finder::TermFinder;
use super::search::{Found, Part};
use anyhow::Result;
use bitext::memory::{Matcher, Project};
use bitext_glossary::Glossary;
use std::ops::Range;

/// Adds fragments and terms to each segment without a match.
pub(super) fn add(found: &mut [Found<'_>], matcher: &Matcher, projects: &[Project]) -> Result<()> {
    let glossaries: Vec<Glossary> = projects
        .iter()
        .map(project::glossary)
        .collect::<Result<_>>()?;
    let (from, to) = (matcher.source_language(), matcher.target_language());
    let finder = TermFinder::new(&glossaries, from, Some(to), |known| {
        !known.targets.is_empty()
    });
    for of in found.iter_mut().filter(|of| of.matches.is_empty()) {
        of.fragments = matcher
            .fragments(of.query)?
            .into_iter()
            .map(|fragment| {
                let target = fragment.found.proposal().to_owned();
                part(of.query, fragment.place, vec![target])
            })
            .collect();
        of.terms = finder
            .find(of.query)
            .into_iter()
            .map(|(found, known)| part(of.query, found.bytes, known.targets.clone()))
            .collect();
    }
    Ok(())
}

fn part(text: &str, place: Range<usize>, targets: Vec<String>) -> Part {
    let start = text[..place.start].chars().count();
    Part {
        start,
        end: start + text[place.clone()].chars().count(),
        text: text[place].to_owned(),
        targets,
    }
}
