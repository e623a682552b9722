//! `bitext memory stats`: the project in numbers.

use crate::cli::output::Output;
use crate::cli::wording::{counted, number};
use crate::cli::{Global, Outcome, project};
use anyhow::Result;
use bitext::memory::{Counts, Statistics};
use clap::Args;
use serde_json::json;
use std::io::Write;

/// The project in numbers: units by language and status, documents, concepts, size
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let project = project::open(&global.project)?;
    let (counts, statistics) = (project.counts()?, project.statistics()?);
    let mut output = Output::stdout();
    if arguments.json {
        serde_json::to_writer_pretty(&mut output, &as_json(counts, &statistics))?;
        writeln!(output)?;
    } else {
        for (name, value) in lines(counts, &statistics) {
            writeln!(output, "{name:<24}{value}")?;
        }
    }
    output.finish()?;
    Ok(Outcome::Done)
}

fn lines(counts: Counts, statistics: &Statistics) -> Vec<(String, String)> {
    let mut lines = vec![("units".to_owned(), number(counts.units))];
    let mut line = |name: String, value: String| lines.push((name, value));
    for (source, target, count) in &statistics.languages {
        line(format!("  {source} to {target}"), number(count));
    }
    for (status, count) in &statistics.statuses {
        line(format!("  {status}"), number(count));
    }
    for (name, count) in [
        ("  without translation", statistics.one_sided),
        ("  repeated", statistics.repeated),
    ] {
        if count > 0 {
            line(name.to_owned(), number(count));
        }
    }
    if statistics.ambiguous > 0 {
        let sources = counted(statistics.ambiguous, "source", "sources");
        line("  several translations".to_owned(), sources);
    }
    if let Some((first, last)) = statistics.created {
        line("  created".to_owned(), format!("{first} to {last}"));
    }
    line("documents".to_owned(), number(counts.documents));
    line("concepts".to_owned(), number(counts.concepts));
    for (status, count) in &statistics.concepts {
        line(format!("  {status}"), number(count));
    }
    line("changes".to_owned(), number(counts.changes));
    let (used, free) = statistics.bytes;
    line("size".to_owned(), megabytes(used));
    if free > 0 {
        line("  free in the file".to_owned(), megabytes(free));
    }
    lines
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn as_json(counts: Counts, statistics: &Statistics) -> serde_json::Value {
    let pairs: Vec<_> = statistics
        .languages
        .iter()
        .map(|(source, target, units)| {
            json!({"source": source.as_str(), "target": target.as_str(), "units": units})
        })
        .collect();
    let by_name = |counts: Vec<(String, u64)>| -> serde_json::Map<String, serde_json::Value> {
        counts
            .into_iter()
            .map(|(name, count)| (name, count.into()))
            .collect()
    };
    let statuses = statistics
        .statuses
        .iter()
        .map(|(status, count)| (status.to_string(), *count))
        .collect();
    json!({
        "units": counts.units,
        "languages": pairs,
        "statuses": by_name(statuses),
        "without_translation": statistics.one_sided,
        "repeated": statistics.repeated,
        "several_translations": statistics.ambiguous,
        "created": statistics.created.map(|(first, last)| [first.to_string(), last.to_string()]),
        "documents": counts.documents,
        "concepts": counts.concepts,
        "concept_statuses": by_name(statistics.concepts.clone()),
        "changes": counts.changes,
        "bytes": statistics.bytes.0,
        "bytes_free": statistics.bytes.1,
    })
}
