//! The units of the project judged, and what becomes of those with findings.

use super::judge::{Found, Item, Judge};
use super::print::{Line, Printer};
use super::rules::{Choice, RuleArguments};
use crate::cli::console::Console;
use crate::cli::units::EXCEPTION;
use crate::cli::wording::counted;
use crate::cli::{Global, project};
use anyhow::{Result, bail};
use bitext::memory::{Action, Change, Filter, Order, Project, Stamp, Status, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// Judges the units of the project; true when something was found.
pub(super) fn check(
    rules: &RuleArguments,
    mut choice: Choice,
    printer: &mut Printer,
    global: &Global,
    console: &Console,
) -> Result<bool> {
    let project = project::open(&global.project)?;
    choice.glossaries.push(project::glossary(&project)?);
    let mut judge = Judge::new(&choice);
    let progress = console.progress("units", project.counts()?.units as usize);
    let filter = Filter {
        order: Order::Stored,
        ..Filter::default()
    };
    project.units::<anyhow::Error>(&filter, |unit| {
        if unit.status != Status::Rejected {
            judge.add(item(unit));
        }
        progress.inc(1);
        Ok(())
    })?;
    drop(project);
    let found = judge.finish();
    progress.finish_and_clear();
    let name = global.project.display().to_string();
    tell(&name, &found, printer, console)?;
    if rules.accept {
        accept(&found, global, console)?;
    } else if rules.apply && found.total() > 0 {
        apply(&found, global, console)?;
    }
    Ok(found.total() > 0 && !rules.accept)
}

/// Prints findings and their sums.
pub(super) fn tell(
    name: &str,
    found: &Found,
    printer: &mut Printer,
    console: &Console,
) -> Result<()> {
    for of in &found.list {
        printer.print(name, &Line::of_unit(of))?;
    }
    printer.flush()?;
    let kinds: Vec<String> = found
        .counts
        .iter()
        .map(|(rule, count)| format!("{rule} {count}"))
        .collect();
    let kinds = match kinds.as_slice() {
        [] => String::new(),
        _ => format!(" ({})", kinds.join(", ")),
    };
    console.note(format_args!(
        "{name}: {} judged, {} in {}{kinds}",
        counted(found.units, "unit", "units"),
        counted(found.total(), "finding", "findings"),
        counted(found.units_found(), "unit", "units"),
    ));
    Ok(())
}

fn item(unit: Unit) -> Item {
    let codes = |markup: Option<&str>| {
        markup
            .and_then(|markup| serde_json::from_str::<bitext_tmx::Segment>(markup).ok())
            .map_or_else(Vec::new, |segment| super::file::codes(&segment))
    };
    let excepted = unit
        .properties
        .iter()
        .filter(|(name, _)| *name == EXCEPTION);
    Item {
        number: unit.id.map_or(0, |id| id.0.unsigned_abs()),
        before: 0,
        at: None,
        is_one_of_several: false,
        codes: [
            codes(unit.source_markup.as_deref()),
            codes(unit.target_markup.as_deref()),
        ],
        excepted: excepted.flat_map(|(_, marks)| marks.clone()).collect(),
        id: unit.tuid,
        source_language: unit.source_language,
        target_language: unit.target_language,
        source: unit.source,
        target: unit.target,
        confidence: unit.confidence,
    }
}

/// Deletes units in one change, which can be undone. What a person decided about stays.
fn apply(found: &Found, global: &Global, console: &Console) -> Result<()> {
    let bad: BTreeSet<u64> = found.bad.iter().map(|bad| bad.number).collect();
    let mut decided = 0_u64;
    changing("check --apply", global, |change| {
        let done = change.rework::<anyhow::Error>(|unit| {
            let is_bad = unit.id.is_some_and(|id| bad.contains(&id.0.unsigned_abs()));
            if is_bad && unit.status.is_decision() {
                decided += 1;
                return Ok(Action::Keep);
            }
            Ok(if is_bad { Action::Delete } else { Action::Keep })
        })?;
        console.note(format_args!(
            "{} deleted; `bitext memory undo` brings them back",
            counted(done.deleted, "unit", "units")
        ));
        Ok(())
    })?;
    if decided > 0 {
        console.note(format_args!(
            "{} kept, because a person decided about them",
            counted(decided, "unit", "units")
        ));
    }
    Ok(())
}

/// Remembers with each unit what is not to be reported for it again.
fn accept(found: &Found, global: &Global, console: &Console) -> Result<()> {
    if found.bad.is_empty() {
        bail!("there is no finding to accept");
    }
    let mut marks: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for bad in &found.bad {
        marks.entry(bad.number).or_default().push(&bad.mark);
    }
    changing("check --accept", global, |change| {
        change.rework::<anyhow::Error>(|unit| {
            let number = unit.id.map_or(0, |id| id.0.unsigned_abs());
            let Some(marks) = marks.get(&number) else {
                return Ok(Action::Keep);
            };
            let mut next = unit.clone();
            for mark in marks {
                next.add_property(EXCEPTION, *mark);
            }
            Ok(Action::Change(Box::new(next)))
        })?;
        Ok(())
    })?;
    console.note(format_args!(
        "{} remembered; `bitext memory undo` forgets them",
        counted(found.bad.len(), "exception", "exceptions")
    ));
    Ok(())
}

fn changing(
    what: &str,
    global: &Global,
    work: impl FnOnce(&mut Change<'_>) -> Result<()>,
) -> Result<()> {
    let mut project = Project::open(&global.project)?;
    let who = project::who();
    let mut change = project.change(Stamp {
        at: project::now(),
        who: &who,
        what,
    })?;
    work(&mut change)?;
    change.commit()?;
    Ok(())
}
