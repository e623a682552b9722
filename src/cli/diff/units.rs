//! How units and what sets them apart are printed.

use anyhow::Result;
use bitext_exchange::{Change, Entry};
use serde::Serialize;
use std::io::Write;

/// One entry as a block of lines.
pub(super) fn as_text(out: &mut impl Write, entry: &Entry) -> Result<()> {
    writeln!(out, "{}: {}", entry.source_language, lines(&entry.source))?;
    writeln!(out, "{}: {}", entry.target_language, lines(&entry.target))?;
    if let Some(id) = &entry.id {
        writeln!(out, "  id: {}", lines(id))?;
    }
    for line in &entry.metadata {
        writeln!(out, "  {}", lines(line))?;
    }
    writeln!(out)?;
    Ok(())
}

/// Further lines of a text stand under its first one.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\n    ")
}

/// A difference, for people.
pub(super) fn tell(out: &mut impl Write, change: &Change) -> Result<()> {
    let head = |what: &str, entry: &Entry| {
        let id = entry
            .id
            .as_deref()
            .map(|id| format!(" ({id})"))
            .unwrap_or_default();
        format!(
            "{what}: {} → {}{id}",
            entry.source_language, entry.target_language
        )
    };
    match change {
        Change::Added(entry) => {
            writeln!(out, "{}", head("added", entry))?;
            writeln!(
                out,
                "  + {}\n  + {}",
                lines(&entry.source),
                lines(&entry.target)
            )?;
        }
        Change::Removed(entry) => {
            writeln!(out, "{}", head("removed", entry))?;
            writeln!(
                out,
                "  - {}\n  - {}",
                lines(&entry.source),
                lines(&entry.target)
            )?;
        }
        Change::Changed(before, after) => {
            writeln!(out, "{}", head("changed", after))?;
            both(out, &before.source, &after.source)?;
            both(out, &before.target, &after.target)?;
            metadata(out, before, after)?;
        }
        Change::Metadata(before, after) => {
            writeln!(out, "{}", head("metadata", after))?;
            both(out, &before.source, &after.source)?;
            both(out, &before.target, &after.target)?;
            metadata(out, before, after)?;
        }
    }
    Ok(())
}

/// A text of both files: once where it is the same.
fn both(out: &mut impl Write, before: &str, after: &str) -> Result<()> {
    if before == after {
        writeln!(out, "    {}", lines(after))?;
    } else {
        writeln!(out, "  - {}\n  + {}", lines(before), lines(after))?;
    }
    Ok(())
}

/// What only one of the two has.
fn metadata(out: &mut impl Write, before: &Entry, after: &Entry) -> Result<()> {
    let [old, new] = [before, after].map(known);
    for line in old.iter().filter(|line| !new.contains(line)) {
        writeln!(out, "  - {}", lines(line))?;
    }
    for line in new.iter().filter(|line| !old.contains(line)) {
        writeln!(out, "  + {}", lines(line))?;
    }
    Ok(())
}

fn known(entry: &Entry) -> Vec<String> {
    let id = entry.id.iter().map(|id| format!("id: {id}"));
    id.chain(entry.metadata.iter().cloned()).collect()
}

/// An entry as it is printed.
#[derive(Serialize)]
struct Side<'a> {
    source: &'a str,
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    metadata: &'a [String],
}

impl<'a> Side<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self {
            source: &entry.source,
            target: &entry.target,
            id: entry.id.as_deref(),
            metadata: &entry.metadata,
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    change: &'static str,
    source_language: &'a str,
    target_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Side<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Side<'a>>,
}

/// A difference, for programs.
pub(super) fn as_json(out: &mut impl Write, change: &Change) -> Result<()> {
    let (name, before, after) = match change {
        Change::Added(entry) => ("added", None, Some(entry)),
        Change::Removed(entry) => ("removed", Some(entry), None),
        Change::Changed(before, after) => ("changed", Some(before), Some(after)),
        Change::Metadata(before, after) => ("metadata", Some(before), Some(after)),
    };
    let line = Line {
        change: name,
        source_language: &change.entry().source_language,
        target_language: &change.entry().target_language,
        before: before.map(Side::of),
        after: after.map(Side::of),
    };
    writeln!(out, "{}", serde_json::to_string(&line)?)?;
    Ok(())
}
