//! Commands that change many units: `dedupe`, `replace`, `delete`, `filter`, `retag`, `anonymise`,
//! `split`.

use super::choice::{Choice, Chosen, expression};
use crate::cli::console::Console;
use crate::cli::language_code::language_code;
use crate::cli::output::Output;
use crate::cli::wording::{counted, number};
use crate::cli::{Global, Outcome, project};
use anyhow::{Result, bail};
use bitext::language::Language;
use bitext::memory::{
    Action, Change, Duplicates, Filter, Project, Reworked, Sameness, Stamp, Unit,
};
use bitext_tmx as tmx;
use clap::{Args, ValueEnum};
use regex::Regex;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// What every one of these commands understands.
#[derive(Debug, Args)]
pub(super) struct Trial {
    /// Tell what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Show so many of the changes
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    preview: usize,
}

/// Join units that are the same
///
/// The first of them stays and takes over properties, notes, dates and the more trusted status of the
/// others.
#[derive(Debug, Args)]
pub(in crate::cli) struct DedupeArguments {
    /// When units are the same
    #[arg(long, value_enum, default_value_t = By::Texts)]
    by: By,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    trial: Trial,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Languages, both texts, and neighbours and documents where both have them
    Place,
    /// Languages and both texts
    Texts,
    /// Languages and the source: the translation changed last stays
    Source,
}

/// Replace text on one side, by a regular expression
///
/// In the replacement $1, ${name} stand for groups of the expression, $$ for a dollar sign. Inline
/// codes stay; what goes across one is left alone and counted.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReplaceArguments {
    /// What is sought: a regular expression; (?i) in front of it ignores case
    #[arg(value_name = "REGEX")]
    pattern: String,
    /// What takes its place
    replacement: String,
    /// The side that is changed
    #[arg(long, value_enum)]
    side: OneSide,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    trial: Trial,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OneSide {
    Source,
    Target,
}

/// Delete the units that are chosen
#[derive(Debug, Args)]
pub(in crate::cli) struct DeleteArguments {
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    trial: Trial,
}

/// Keep the units that are chosen, and delete all others
#[derive(Debug, Args)]
pub(in crate::cli) struct FilterArguments {
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    trial: Trial,
}

/// Give a language another tag, like en-GB for en
#[derive(Debug, Args)]
pub(in crate::cli) struct RetagArguments {
    /// The tag as it is, region and all
    #[arg(value_name = "OLD")]
    old: Language,
    /// The tag that takes its place
    #[arg(value_name = "NEW", value_parser = language_code)]
    new: Language,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    trial: Trial,
}

/// Take the names of people out of units
///
/// Makers and changers of units go, in what TMX files had too. --texts also replaces e-mail addresses
/// and phone numbers in both texts by [email] and [phone]; --notes takes notes away. The history keeps
/// what was before, for undo: pass on an export, not the project.
#[derive(Debug, Args)]
pub(in crate::cli) struct AnonymiseArguments {
    /// Replace e-mail addresses and phone numbers in the texts
    #[arg(long)]
    texts: bool,
    /// Take notes away
    #[arg(long)]
    notes: bool,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    trial: Trial,
}

/// Move the units that are chosen into another project
///
/// The other project is made if it is not there; units that it has already are merged.
#[derive(Debug, Args)]
pub(in crate::cli) struct SplitArguments {
    /// The other project
    #[arg(long, value_name = "FILE")]
    into: PathBuf,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    trial: Trial,
}

/// A unit before and after; nothing after where it goes.
struct Preview {
    shown: Vec<(Unit, Option<Unit>)>,
    most: usize,
}

impl Preview {
    fn new(trial: &Trial) -> Self {
        Self {
            shown: Vec::new(),
            most: trial.preview,
        }
    }

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

/// Does the work in one change, shows the first of what it did, and makes it last unless it is a
/// trial.
fn within(
    what: &str,
    trial: &Trial,
    global: &Global,
    console: &Console,
    work: impl FnOnce(&mut Change<'_>, &mut Preview) -> Result<Reworked>,
) -> Result<Outcome> {
    let mut project = Project::open(&global.project)?;
    let who = project::who();
    let mut change = project.change(Stamp {
        at: project::now(),
        who: &who,
        what,
    })?;
    let mut preview = Preview::new(trial);
    let progress = console.spinner("working");
    let reworked = work(&mut change, &mut preview)?;
    if !trial.dry_run {
        change.commit()?;
    }
    progress.finish_and_clear();
    let mut output = Output::stdout();
    preview.write(&mut output)?;
    output.finish()?;
    let total = reworked.changed + reworked.deleted;
    if total > preview.shown.len() as u64 && !preview.shown.is_empty() {
        console.note(format_args!(
            "… the first {} are shown; --preview shows more",
            preview.shown.len()
        ));
    }
    console.note(format_args!(
        "{}: {} changed, {} deleted{}",
        global.project.display(),
        counted(reworked.changed, "unit", "units"),
        number(reworked.deleted),
        match (trial.dry_run, total) {
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

/// Opens the project once to read, for the names of its documents and a good message.
fn chosen<'a>(choice: &'a Choice, global: &Global) -> Result<Chosen<'a>> {
    let project = project::open(&global.project)?;
    choice.ready(project::document_names(&project)?)
}

pub(super) fn dedupe(
    arguments: &DedupeArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let chosen = chosen(&arguments.choice, global)?;
    let same = match arguments.by {
        By::Place => Sameness::Place,
        By::Texts => Sameness::Texts,
        By::Source => Sameness::Source,
    };
    within(
        "dedupe",
        &arguments.trial,
        global,
        console,
        |change, preview| {
            let joined = change.join_same(
                same,
                |unit| chosen.has(unit),
                |gone, _| preview.add(gone, None),
            )?;
            Ok(joined)
        },
    )
}

pub(super) fn delete(
    arguments: &DeleteArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    if arguments.choice.is_all() {
        bail!(
            "which units? Name at least one condition, such as --status rejected or --document NAME"
        );
    }
    remove(
        "delete",
        &arguments.choice,
        &arguments.trial,
        false,
        global,
        console,
    )
}

pub(super) fn filter(
    arguments: &FilterArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    if arguments.choice.is_all() {
        bail!(
            "which units are to stay? Name at least one condition, such as --from fr or --status approved"
        );
    }
    remove(
        "filter",
        &arguments.choice,
        &arguments.trial,
        true,
        global,
        console,
    )
}

/// Deletes the units that are chosen, or all others.
fn remove(
    what: &str,
    choice: &Choice,
    trial: &Trial,
    others: bool,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let chosen = chosen(choice, global)?;
    within(what, trial, global, console, |change, preview| {
        change.rework::<anyhow::Error>(|unit| {
            if chosen.has(unit) == others {
                return Ok(Action::Keep);
            }
            preview.add(unit, None);
            Ok(Action::Delete)
        })
    })
}

pub(super) fn retag(
    arguments: &RetagArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let chosen = chosen(&arguments.choice, global)?;
    let is_old = |tag: &str| {
        tag.replace('_', "-")
            .eq_ignore_ascii_case(&arguments.old.as_str().replace('_', "-"))
    };
    let what = format!("retag {} {}", arguments.old, arguments.new);
    within(
        &what,
        &arguments.trial,
        global,
        console,
        |change, preview| {
            change.rework::<anyhow::Error>(|unit| {
                let mut next = unit.clone();
                if !chosen.has(unit) {
                    return Ok(Action::Keep);
                }
                for language in [&mut next.source_language, &mut next.target_language] {
                    if is_old(language.as_str()) {
                        language.clone_from(&arguments.new);
                    }
                }
                if next == *unit {
                    return Ok(Action::Keep);
                }
                // What a TMX file had beside the texts bears the tags too.
                in_extra(&mut next, |kept| {
                    for variant in &mut kept.variants {
                        if is_old(&variant.lang) {
                            variant.lang = arguments.new.to_string();
                        }
                    }
                });
                preview.add(unit, Some(&next));
                Ok(Action::Change(Box::new(next)))
            })
        },
    )
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

pub(super) fn replace(
    arguments: &ReplaceArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let pattern = expression(&arguments.pattern)?;
    let chosen = chosen(&arguments.choice, global)?;
    let what = format!(
        "replace '{}' '{}'",
        arguments.pattern, arguments.replacement
    );
    let mut across = 0_u64;
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    let outcome = within(
        &what,
        &arguments.trial,
        global,
        console,
        |change, preview| {
            let mut reworked = change.rework::<anyhow::Error>(|unit| {
                if !chosen.has(unit) {
                    return Ok(Action::Keep);
                }
                let source = arguments.side == OneSide::Source;
                let Some(next) = replaced(unit, source, &pattern, &arguments.replacement) else {
                    across += 1;
                    return Ok(Action::Keep);
                };
                if next == *unit {
                    return Ok(Action::Keep);
                }
                if source {
                    sources.insert(unit.source.clone(), next.source.clone());
                }
                preview.add(unit, Some(&next));
                Ok(Action::Change(Box::new(next)))
            })?;
            if !sources.is_empty() {
                reworked.changed += neighbours(change, &sources)?;
            }
            Ok(reworked)
        },
    )?;
    if across > 0 {
        console.warn(format_args!(
            "{} left alone: what was found goes across an inline code",
            counted(across, "unit", "units")
        ));
    }
    Ok(outcome)
}

/// Brings the neighbours that units remember to what they are now.
fn neighbours(change: &mut Change<'_>, sources: &BTreeMap<String, String>) -> Result<u64> {
    let now = |text: &Option<String>| {
        text.as_ref()
            .map(|text| sources.get(text).unwrap_or(text).clone())
    };
    let reworked = change.rework::<anyhow::Error>(|unit| {
        Ok(Action::Change(Box::new(Unit {
            previous_source: now(&unit.previous_source),
            next_source: now(&unit.next_source),
            ..unit.clone()
        })))
    })?;
    Ok(reworked.changed)
}

/// A unit with one side changed; `None` where a hit goes across an inline code.
fn replaced(unit: &Unit, source: bool, pattern: &Regex, replacement: &str) -> Option<Unit> {
    let mut next = unit.clone();
    let (text, markup) = if source {
        (&mut next.source, &mut next.source_markup)
    } else {
        (&mut next.target, &mut next.target_markup)
    };
    let changed = pattern.replace_all(text, replacement).into_owned();
    if changed == *text {
        return Some(next);
    }
    if let Some(kept) = markup.as_deref() {
        let mut segment: tmx::Segment = serde_json::from_str(kept).ok()?;
        for piece in &mut segment.pieces {
            if let tmx::Piece::Text(text) = piece {
                *text = pattern.replace_all(text, replacement).into_owned();
            }
        }
        if segment.plain_text() != changed {
            return None;
        }
        *markup = Some(serde_json::to_string(&segment).ok()?);
    }
    *text = changed;
    Some(next)
}

/// E-mail addresses: what stands around an @, with a dot behind it.
const EMAIL: &str = r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+";

/// Phone numbers: an international one with +, or five groups of two digits as in France, or the
/// North American form.
const PHONE: &str = r"\+\d[\d\s\u{a0}\u{202f}().-]{6,}\d|\b0\d(?:[\s\u{a0}\u{202f}.-]\d\d){4}\b|\(?\b\d{3}\)?[\s.-]\d{3}[.-]\d{4}\b";

pub(super) fn anonymise(
    arguments: &AnonymiseArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let chosen = chosen(&arguments.choice, global)?;
    let rules = [
        (expression(EMAIL)?, "[email]"),
        (expression(PHONE)?, "[phone]"),
    ];
    let mut across = 0_u64;
    let outcome = within(
        "anonymise",
        &arguments.trial,
        global,
        console,
        |change, preview| {
            change.rework::<anyhow::Error>(|unit| {
                if !chosen.has(unit) {
                    return Ok(Action::Keep);
                }
                let mut next = unit.clone();
                next.creator = None;
                in_extra(&mut next, forget_people);
                if arguments.notes {
                    next.notes.clear();
                    in_extra(&mut next, |kept| kept.notes.clear());
                }
                if arguments.texts {
                    for (pattern, word) in &rules {
                        for source in [true, false] {
                            match replaced(&next, source, pattern, word) {
                                Some(clean) => next = clean,
                                None => across += 1,
                            }
                        }
                        let clean = |text: &mut Option<String>| {
                            if let Some(text) = text {
                                *text = pattern.replace_all(text, *word).into_owned();
                            }
                        };
                        clean(&mut next.previous_source);
                        clean(&mut next.next_source);
                    }
                }
                if next == *unit {
                    return Ok(Action::Keep);
                }
                preview.add(unit, Some(&next));
                Ok(Action::Change(Box::new(next)))
            })
        },
    )?;
    if across > 0 {
        console.warn(format_args!(
            "{} left in the texts: they go across inline codes",
            counted(across, "address or number", "addresses or numbers")
        ));
    }
    Ok(outcome)
}

/// Takes people's names out of what a TMX file said of a unit.
fn forget_people(unit: &mut tmx::Unit) {
    let origins = unit
        .variants
        .iter_mut()
        .map(|variant| &mut variant.origin)
        .chain([&mut unit.origin]);
    for origin in origins {
        origin.creation_id = None;
        origin.change_id = None;
    }
}

pub(super) fn split(
    arguments: &SplitArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    if arguments.choice.is_all() {
        bail!("which units are to move? Name at least one condition, such as --document NAME");
    }
    let same = |path: &std::path::Path| path.canonicalize().ok();
    if arguments.into.exists() && same(&arguments.into) == same(&global.project) {
        bail!(
            "{}: this is the project itself; name another file",
            arguments.into.display()
        );
    }
    let chosen = chosen(&arguments.choice, global)?;
    if !arguments.trial.dry_run {
        copy_chosen(&chosen, arguments, global)?;
    }
    // Only what stands safely in the other project goes here.
    let what = format!("split into {}", arguments.into.display());
    within(
        &what,
        &arguments.trial,
        global,
        console,
        |change, preview| {
            change.rework::<anyhow::Error>(|unit| {
                if !chosen.has(unit) {
                    return Ok(Action::Keep);
                }
                preview.add(unit, None);
                Ok(Action::Delete)
            })
        },
    )
}

fn copy_chosen(chosen: &Chosen<'_>, arguments: &SplitArguments, global: &Global) -> Result<()> {
    let source = project::open(&global.project)?;
    let documents = source.documents()?;
    let mut other = Project::open_or_create(&arguments.into)?;
    let who = project::who();
    let what = format!("split from {}", global.project.display());
    let mut change = other.change(Stamp {
        at: project::now(),
        who: &who,
        what: &what,
    })?;
    let mut numbers = BTreeMap::new();
    source.units::<anyhow::Error>(&Filter::default(), |mut unit| {
        if !chosen.has(&unit) {
            return Ok(());
        }
        for place in [&mut unit.source_document, &mut unit.target_document] {
            let Some(there) = *place else { continue };
            let document = documents.iter().find(|document| document.id == Some(there));
            let here = match (numbers.get(&there), document) {
                (Some(here), _) => Some(*here),
                (None, Some(document)) => {
                    let known = change.find_document(&document.name, &document.language)?;
                    let here = match known {
                        Some(known) => known,
                        None => change.put_document(document)?,
                    };
                    numbers.insert(there, here);
                    Some(here)
                }
                (None, None) => None,
            };
            *place = here;
        }
        change.add_unit(&unit, Duplicates::Merge)?;
        Ok(())
    })?;
    change.commit()?;
    Ok(())
}
