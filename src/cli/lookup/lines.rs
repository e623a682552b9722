//! Results as JSON and as tables.

use super::super::output::Output;
use super::search::Found;
use anyhow::Result;
use std::io::Write;

pub(super) fn write_json(found: &[Found<'_>], output: &mut Output) -> Result<()> {
    for of in found {
        serde_json::to_writer(&mut *output, of)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

/// Queries, scores and both texts as a table. Where scores are explained, columns follow that say
/// how they came about.
pub(in crate::cli) fn write_table(found: &[Found<'_>], output: &mut Output) -> Result<()> {
    const COLUMNS: [&str; 4] = ["query", "score", "source", "target"];
    const EXPLAINED: [&str; 7] = [
        "unit",
        "memory",
        "distance",
        "longer",
        "penalties",
        "neighbours",
        "status",
    ];
    let explained = found
        .iter()
        .flat_map(|of| &of.matches)
        .any(|line| line.explained.is_some());
    let mut table = csv::WriterBuilder::new()
        .delimiter(b'\t')
        .from_writer(output);
    let more: &[&str] = if explained { &EXPLAINED } else { &[] };
    table.write_record(COLUMNS.iter().chain(more))?;
    for of in found {
        for line in &of.matches {
            let mut row = vec![
                of.query.to_owned(),
                format!("{:.2}", line.score),
                line.source.clone(),
                line.target.clone(),
            ];
            if let Some(how) = &line.explained {
                let penalties: Vec<String> = how
                    .penalties
                    .iter()
                    .map(|(what, points)| format!("{what}={points}"))
                    .collect();
                row.extend([
                    how.unit.to_string(),
                    how.memory.to_string(),
                    how.distance.to_string(),
                    how.longer.to_string(),
                    penalties.join(" "),
                    how.neighbours.to_string(),
                    how.status.to_owned(),
                ]);
            }
            table.write_record(&row)?;
        }
    }
    table.flush()?;
    Ok(())
}
