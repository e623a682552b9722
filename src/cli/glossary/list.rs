//! Concepts on stdout.

use super::super::console::Console;
use super::super::output::Output;
use super::super::wording::counted;
use super::super::{Global, Outcome, project};
use super::{List, ListFormat};
use anyhow::Result;
use bitext_glossary::{Concept, Status, fold, language_matches};
use std::io::Write;

pub(super) fn run(arguments: &List, global: &Global, console: &Console) -> Result<Outcome> {
    let project = project::open(&global.project)?;
    let mut glossary = project::glossary(&project)?;
    if arguments.by_score {
        glossary.sort_by_score();
    } else {
        glossary.sort_by_term();
    }
    let all = glossary.len();
    let wanted: Vec<Status> = arguments.status.iter().copied().map(Into::into).collect();
    let words = fold(&arguments.words.join(" "));
    let language = arguments.lang.as_ref().map(ToString::to_string);
    let fits = |concept: &&Concept| {
        (wanted.is_empty() || wanted.contains(&concept.status))
            && language
                .as_deref()
                .is_none_or(|language| concept.head_in(language).is_some())
            && (words.is_empty() || has_words(concept, &words))
    };
    let mut output = Output::stdout();
    let mut count = 0;
    for concept in glossary.concepts().filter(fits) {
        count += 1;
        if arguments.json || arguments.format == ListFormat::Jsonl {
            serde_json::to_writer(&mut output, concept)?;
            writeln!(output)?;
        } else {
            writeln!(output, "{}", line(concept, language.as_deref()))?;
        }
    }
    output.finish()?;
    console.note(format_args!(
        "{} of {}",
        super::super::wording::number(count),
        counted(all, "concept", "concepts")
    ));
    Ok(if count == 0 {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

fn has_words(concept: &Concept, words: &str) -> bool {
    concept.terms.values().flatten().any(|term| {
        fold(&term.text).contains(words)
            || term
                .forms
                .iter()
                .any(|form| fold(&form.text).contains(words))
    })
}

/// `approved   c7e1…   état de droit | primauté du droit   en: rule of law`
fn line(concept: &Concept, first: Option<&str>) -> String {
    let shown = first.or_else(|| concept.head().map(|(tag, _)| tag));
    let texts = |tag: &str| -> String {
        let terms = concept.terms.get(tag).into_iter().flatten();
        let texts: Vec<&str> = terms.map(|term| term.text.as_str()).collect();
        texts.join(" | ")
    };
    let is_shown = |tag: &str| shown.is_some_and(|shown| language_matches(shown, tag));
    let own: Vec<String> = concept
        .terms
        .keys()
        .filter(|tag| is_shown(tag))
        .map(|tag| texts(tag))
        .collect();
    let others: Vec<String> = concept
        .terms
        .iter()
        .filter(|(tag, terms)| !is_shown(tag) && !terms.is_empty())
        .map(|(tag, _)| format!("{tag}: {}", texts(tag)))
        .collect();
    let mut cells = vec![
        format!("{:<9}", concept.status),
        concept.id.to_string(),
        own.join(" | "),
    ];
    cells.extend(others);
    cells.join("  ")
}
