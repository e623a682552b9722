//! `bitext memory log` and `bitext memory undo`.

use crate::cli::console::Console;
use crate::cli::output::Output;
use crate::cli::wording::{counted, number};
use crate::cli::{Global, Outcome, project};
use anyhow::{Result, bail};
use bitext::memory::{Changed, LogEntry, Project, Stamp, Tally};
use clap::Args;
use serde_json::json;
use std::io::Write;

/// What was changed, when, by whom, the latest first
#[derive(Debug, Args)]
pub(in crate::cli) struct LogArguments {
    /// Show at most so many changes; 0 shows all
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
    /// One JSON object a change
    #[arg(long)]
    json: bool,
}

/// Take the latest change back
///
/// Each call goes one change further back; units and concepts become what they were before, numbers
/// included. Nothing is forgotten: the undoing is a change of its own, and --redo takes it back as
/// long as nothing else was changed since.
#[derive(Debug, Args)]
pub(in crate::cli) struct UndoArguments {
    /// Take so many changes back
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 1,
        conflicts_with = "to"
    )]
    steps: usize,
    /// Take back everything after this change (its number is in the log); 0 takes all back
    #[arg(long, value_name = "CHANGE")]
    to: Option<i64>,
    /// Take the latest undoing back instead
    #[arg(long, conflicts_with = "to")]
    redo: bool,
    /// Tell what would be taken back, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn log(arguments: &LogArguments, global: &Global, console: &Console) -> Result<Outcome> {
    let project = project::open(&global.project)?;
    let mut entries = Vec::new();
    let mut more = 0_u64;
    project.log::<anyhow::Error>(|entry| {
        if arguments.limit == 0 || entries.len() < arguments.limit {
            entries.push(entry);
        } else {
            more += 1;
        }
        Ok(())
    })?;
    let mut output = Output::stdout();
    for entry in &entries {
        let tally = project.tally(entry.number)?;
        if arguments.json {
            serde_json::to_writer(&mut output, &as_json(entry, tally))?;
            writeln!(output)?;
        } else {
            writeln!(output, "{}", line(entry, tally))?;
        }
    }
    output.finish()?;
    if entries.is_empty() {
        console.note("nothing was changed yet");
        return Ok(Outcome::Nothing);
    }
    if more > 0 {
        console.note(format_args!(
            "… and {}; --limit 0 shows all",
            counted(more, "earlier change", "earlier changes")
        ));
    }
    Ok(Outcome::Done)
}

fn line(entry: &LogEntry, tally: Tally) -> String {
    let mut line = format!(
        "{:>5}  {}  {}  {}  {}",
        entry.number,
        entry.at,
        entry.who,
        entry.what,
        in_words(tally)
    );
    if let Some(undone) = entry.undoes {
        line.push_str(&format!("  (takes {undone} back)"));
    }
    if let Some(undoing) = entry.undone_by {
        line.push_str(&format!("  (taken back by {undoing})"));
    }
    line
}

/// `+170 ~3 -1 units, +2 concepts`.
fn in_words(tally: Tally) -> String {
    let part = |changed: Changed, noun: &str| {
        let parts: Vec<String> = [
            ('+', changed.added),
            ('~', changed.changed),
            ('-', changed.deleted),
        ]
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(sign, count)| format!("{sign}{}", number(*count)))
        .collect();
        (!parts.is_empty()).then(|| format!("{} {noun}", parts.join(" ")))
    };
    let parts: Vec<String> = [part(tally.units, "units"), part(tally.concepts, "concepts")]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    }
}

fn as_json(entry: &LogEntry, tally: Tally) -> serde_json::Value {
    let changed = |changed: Changed| json!({"added": changed.added, "changed": changed.changed, "deleted": changed.deleted});
    json!({
        "change": entry.number,
        "at": entry.at.to_string(),
        "who": entry.who,
        "what": entry.what,
        "undoes": entry.undoes,
        "undone_by": entry.undone_by,
        "units": changed(tally.units),
        "concepts": changed(tally.concepts),
    })
}

pub(super) fn undo(
    arguments: &UndoArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    project::open(&global.project)?;
    let mut project = Project::open(&global.project)?;
    if let Some(to) = arguments.to {
        check_number(&project, to)?;
    }
    let who = project::who();
    let mut done = 0;
    let steps = if arguments.to.is_some() {
        usize::MAX
    } else {
        arguments.steps
    };
    while done < steps {
        let next = if arguments.redo {
            project.redoable()?
        } else {
            project.undoable()?
        };
        let Some(entry) = next.filter(|entry| arguments.to.is_none_or(|to| entry.number > to))
        else {
            break;
        };
        let tally = project.tally(entry.number)?;
        if !arguments.dry_run {
            let what = format!(
                "{} change {}",
                if arguments.redo { "redo" } else { "undo" },
                entry.number
            );
            let stamp = Stamp {
                at: project::now(),
                who: &who,
                what: &what,
            };
            let taken = if arguments.redo {
                project.redo(stamp)?
            } else {
                project.undo(stamp)?
            };
            if taken.is_none_or(|taken| taken.number != entry.number) {
                bail!(
                    "{}: another program changed the project meanwhile; try again",
                    global.project.display()
                );
            }
        }
        console.note(format_args!(
            "{}: {} change {} of {} by {}: {} ({})",
            global.project.display(),
            if arguments.dry_run {
                "would take back"
            } else {
                "took back"
            },
            entry.number,
            entry.at,
            entry.who,
            entry.what,
            in_words(tally)
        ));
        done += 1;
        // Without the change itself there is no next one to find.
        if arguments.dry_run {
            break;
        }
    }
    if done == 0 {
        console.note(format_args!(
            "{}: there is nothing to take back",
            global.project.display()
        ));
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

fn check_number(project: &Project, to: i64) -> Result<()> {
    let mut known = to == 0;
    project.log::<anyhow::Error>(|entry| {
        known |= entry.number == to;
        Ok(())
    })?;
    if !known {
        bail!(
            "{}: there is no change {to}; `bitext memory log` lists them",
            project.path().display()
        );
    }
    Ok(())
}
