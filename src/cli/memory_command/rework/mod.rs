//! Commands that change many units.
//!
//! - this file: what all of them share: which units, a trial, a preview, one change;
//! - `dedupe`: units that are the same; `remove`: `delete` and `filter`; `split`: into another project;
//! - `replace`: text by an expression; `retag`: languages; `anonymise`: people.

mod anonymise;
mod dedupe;
mod remove;
mod replace;
mod retag;
mod split;

pub(super) use anonymise::{AnonymiseArguments, anonymise};
pub(super) use dedupe::{DedupeArguments, dedupe};
pub(super) use remove::{delete, filter};
pub(super) use replace::{ReplaceArguments, replace};
pub(super) use retag::{RetagArguments, retag};
pub(super) use split::{SplitArguments, split};

use super::choice::{Choice, Chosen};
use crate::cli::console::Console;
use crate::cli::output::Output;
use crate::cli::wording::{counted, number};
use crate::cli::{Global, Outcome, project};
use anyhow::Result;
use bitext::memory::{Action, Change, Project, Reworked, Stamp, Unit};
use bitext_tmx as tmx;
use clap::Args;
use std::io::Write;

/// What every one of these commands understands.
#[derive(Debug, Args)]
pub(in crate::cli) struct Units {
    #[command(flatten)]
    choice: Choice,
    /// Tell what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Show so many of the changes
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    preview: usize,
}

/// The units that a command is about, and where it says so.
struct Rework<'a> {
    units: &'a Units,
    global: &'a Global,
    console: &'a Console,
}

impl<'a> Rework<'a> {
    /// Opens the project once to read, for the names of its documents and a good message.
    fn chosen(&self) -> Result<Chosen<'a>> {
        let project = project::open(&self.global.project)?;
        self.units.choice.ready(project::document_names(&project)?)
    }

    /// Does the work in one change, which the history knows by `what`, shows the first of what it did,
    /// and makes it last unless it is a trial.
    fn run(
        &self,
        what: &str,
        work: impl FnOnce(&mut Change<'_>, &Chosen<'_>, &mut Preview) -> Result<Reworked>,
    ) -> Result<Outcome> {
        let chosen = self.chosen()?;
        let mut project = Project::open(&self.global.project)?;
        let who = project::who();
        let mut change = project.change(Stamp {
            at: project::now(),
            who: &who,
            what,
        })?;
        let mut preview = Preview {
            shown: Vec::new(),
            most: self.units.preview,
        };
        let progress = self.console.spinner("working");
        let reworked = work(&mut change, &chosen, &mut preview)?;
        if !self.units.dry_run {
            change.commit()?;
        }
        progress.finish_and_clear();
        self.tell(&reworked, &preview)
    }

    fn tell(&self, reworked: &Reworked, preview: &Preview) -> Result<Outcome> {
        let mut output = Output::stdout();
        preview.write(&mut output)?;
        output.finish()?;
        let total = reworked.changed + reworked.deleted;
        if total > preview.shown.len() as u64 && !preview.shown.is_empty() {
            self.console.note(format_args!(
                "… the first {} are shown; --preview shows more",
                preview.shown.len()
            ));
        }
        self.console.note(format_args!(
            "{}: {} changed, {} deleted{}",
            self.global.project.display(),
            counted(reworked.changed, "unit", "units"),
            number(reworked.deleted),
            match (self.units.dry_run, total) {
                (_, 0) => "",
                (true, _) => "; nothing was changed (--dry-run)",
                (false, _) => "; `bitext memory undo` takes it back",
            }
        ));
        Ok(if total == 0 {
            Outcome::Nothing
        } else {
            Outcome::Done
        })
    }
}

/// Changes the units that are chosen by what `edit` makes of them.
fn edited(
    change: &mut Change<'_>,
    chosen: &Chosen<'_>,
    preview: &mut Preview,
    mut edit: impl FnMut(&mut Unit),
) -> Result<Reworked> {
    change.rework::<anyhow::Error>(|unit| {
        if !chosen.has(unit) {
            return Ok(Action::Keep);
        }
        let mut next = unit.clone();
        edit(&mut next);
        if next == *unit {
            return Ok(Action::Keep);
        }
        preview.add(unit, Some(&next));
        Ok(Action::Change(Box::new(next)))
    })
}

/// Deletes the units that `goes` is true of.
fn deleted(
    change: &mut Change<'_>,
    preview: &mut Preview,
    goes: impl Fn(&Unit) -> bool,
) -> Result<Reworked> {
    change.rework::<anyhow::Error>(|unit| {
        if !goes(unit) {
            return Ok(Action::Keep);
        }
        preview.add(unit, None);
        Ok(Action::Delete)
    })
}

/// Changes what a TMX file had beside the texts, where there is any.
fn in_extra(unit: &mut Unit, edit: impl FnOnce(&mut tmx::Unit)) {
    let kept = unit
        .extra
        .as_deref()
        .and_then(|extra| serde_json::from_str::<tmx::Unit>(extra).ok());
    if let Some(mut kept) = kept {
        edit(&mut kept);
        if let Ok(extra) = serde_json::to_string(&kept) {
            unit.extra = Some(extra);
        }
    }
}

/// Units before and after; nothing after where they go.
struct Preview {
    shown: Vec<(Unit, Option<Unit>)>,
    most: usize,
}

impl Preview {
    fn add(&mut self, before: &Unit, after: Option<&Unit>) {
        if self.shown.len() < self.most {
            self.shown.push((before.clone(), after.cloned()));
        }
    }

    fn write(&self, output: &mut Output) -> Result<()> {
        for (before, after) in &self.shown {
            writeln!(output, "- {}", line(before))?;
            if let Some(after) = after {
                writeln!(output, "+ {}", line(after))?;
            }
        }
        Ok(())
    }
}

/// A unit on one line.
fn line(unit: &Unit) -> String {
    let number = unit.id.unwrap_or_default().0;
    let Unit {
        source_language,
        target_language,
        source,
        target,
        ..
    } = unit;
    let text = format!("{number}  {source_language}: {source}  {target_language}: {target}");
    text.replace(['\n', '\r', '\t'], " ")
}
