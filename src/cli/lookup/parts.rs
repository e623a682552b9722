//! What is known of the parts of segments that nothing matches whole.

use super::super::project;
use super::search::{Found, Part};
use anyhow::Result;
use bitext::language::Language;
use bitext::memory::{Matcher, Project, Terms};
use bitext_glossary::Status;
use std::collections::BTreeMap;
use std::ops::Range;

/// Adds fragments and terms to each segment without a match.
pub(super) fn add(found: &mut [Found<'_>], matcher: &Matcher, projects: &[Project]) -> Result<()> {
    let glossary = Glossary::read(matcher, projects)?;
    for of in found.iter_mut().filter(|of| of.matches.is_empty()) {
        of.fragments = matcher
            .fragments(of.query)?
            .into_iter()
            .map(|fragment| {
                let target = fragment.found.proposal().to_owned();
                part(of.query, fragment.place, vec![target])
            })
            .collect();
        of.terms = glossary
            .terms
            .find(of.query)
            .into_iter()
            .map(|(place, number)| part(of.query, place, glossary.targets[number].clone()))
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

/// The terms of the projects' glossaries with their translations.
struct Glossary {
    terms: Terms,
    targets: Vec<Vec<String>>,
}

impl Glossary {
    fn read(matcher: &Matcher, projects: &[Project]) -> Result<Self> {
        let (from, to) = (matcher.source_language(), matcher.target_language());
        let mut translations: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for project in projects {
            let glossary = project::glossary(project)?;
            let concepts = glossary.concepts();
            for concept in concepts.filter(|concept| concept.status != Status::Rejected) {
                let of = |language: &Language| -> Vec<String> {
                    let terms = concept.terms_in(language.as_str());
                    terms.map(|(_, term)| term.text.clone()).collect()
                };
                let targets = of(to);
                for term in of(from).into_iter().filter(|_| !targets.is_empty()) {
                    let known = translations.entry(term).or_default();
                    for target in &targets {
                        if !known.contains(target) {
                            known.push(target.clone());
                        }
                    }
                }
            }
        }
        let terms = Terms::new(from, translations.keys().map(String::as_str));
        let targets = translations.into_values().collect();
        Ok(Self { terms, targets })
    }
}
