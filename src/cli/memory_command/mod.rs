//! `bitext memory`: what keeps a project in order.
//!
//! - this file: the commands and their arguments; `verify`;
//! - `stats`: the project in numbers;
//! - `backup`: copies;
//! - `history`: `log` and `undo`;
//! - `rework/`: changes of many units; `choice`: which units.

mod backup;
mod choice;
mod history;
mod rework;
mod stats;

use super::console::Console;
use super::wording::counted;
use super::{Global, Outcome, import, project};
use anyhow::Result;
use clap::Subcommand;

/// Look after the project: numbers, soundness, copies, history, changes of many units at once
#[derive(Debug, Subcommand)]
pub(super) enum Memory {
    Stats(stats::Arguments),
    /// Read the whole project and tell whether it is sound
    ///
    /// Exit code 1 if it is not; each problem is a line on stdout.
    Verify,
    Backup(backup::Arguments),
    Undo(history::UndoArguments),
    Log(history::LogArguments),
    Dedupe(rework::DedupeArguments),
    Replace(rework::ReplaceArguments),
    /// Delete the units that are chosen
    Delete(rework::Units),
    /// Keep the units that are chosen, and delete all others
    Filter(rework::Units),
    Split(rework::SplitArguments),
    /// Take other memories into this one, as `bitext import` does
    Merge(import::Arguments),
    Retag(rework::RetagArguments),
    Anonymise(rework::AnonymiseArguments),
}

pub(super) fn run(command: &Memory, global: &Global, console: &Console) -> Result<Outcome> {
    match command {
        Memory::Stats(arguments) => stats::run(arguments, global),
        Memory::Verify => verify(global, console),
        Memory::Backup(arguments) => backup::run(arguments, global, console),
        Memory::Undo(arguments) => history::undo(arguments, global, console),
        Memory::Log(arguments) => history::log(arguments, global, console),
        Memory::Dedupe(arguments) => rework::dedupe(arguments, global, console),
        Memory::Replace(arguments) => rework::replace(arguments, global, console),
        Memory::Delete(arguments) => rework::delete(arguments, global, console),
        Memory::Filter(arguments) => rework::filter(arguments, global, console),
        Memory::Split(arguments) => rework::split(arguments, global, console),
        Memory::Merge(arguments) => import::run(arguments, global, console),
        Memory::Retag(arguments) => rework::retag(arguments, global, console),
        Memory::Anonymise(arguments) => rework::anonymise(arguments, global, console),
    }
}

fn verify(global: &Global, console: &Console) -> Result<Outcome> {
    use std::io::Write;

    let project = project::open(&global.project)?;
    let progress = console.spinner("verifying");
    let mut problems = project.verify()?;
    if problems.is_empty()
        && let Err(error) = project::glossary(&project)
    {
        problems.push(super::console::reasons(&error));
    }
    // What is wrong with the match index is mended by itself; told all the same.
    problems.extend(bitext::memory::verify_index(&project)?);
    progress.finish_and_clear();
    let path = global.project.display();
    if problems.is_empty() {
        let counts = project.counts()?;
        console.note(format_args!(
            "{path}: sound ({}, {}, {} in the history)",
            counted(counts.units, "unit", "units"),
            counted(counts.concepts, "concept", "concepts"),
            counted(counts.changes, "change", "changes"),
        ));
        return Ok(Outcome::Done);
    }
    let mut output = super::output::Output::stdout();
    for problem in &problems {
        writeln!(output, "{problem}")?;
    }
    output.finish()?;
    console.warn(format_args!(
        "{path}: {} found; restore a backup, or save what `sqlite3 {path} .recover` can read",
        counted(problems.len(), "problem", "problems")
    ));
    Ok(Outcome::Nothing)
}
