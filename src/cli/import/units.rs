//! Units on their way into the project: read in one thread, stored in another, so that a file is
//! taken in as fast as the slower of the two goes; what came of them.

use super::Arguments;
use crate::cli::console::Console;
use crate::cli::tmx_units::{self, TmxReading, Wanted};
use crate::cli::wording::{counted, number};
use crate::cli::{Global, memory, project};
use anyhow::{Result, anyhow};
use bitext::memory::{Added, Change, Stamp, Unit};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Units on the way in one piece, at most …
const BATCH: usize = 256;
/// … and bytes of their texts, about.
const BATCH_BYTES: usize = 1 << 20;
/// Pieces that wait at most: with the two in work this bounds the memory.
const WAITING: usize = 4;

/// What became of the units that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    new: u64,
    merged: u64,
    replaced: u64,
    known: u64,
    older: u64,
}

impl Tally {
    fn count(&mut self, added: Added) {
        match added {
            Added::New(_) => self.new += 1,
            Added::Merged(_) => self.merged += 1,
            Added::Replaced(_) => self.replaced += 1,
            Added::Known(_) => self.known += 1,
            Added::Older(_) => self.older += 1,
        }
    }
}

/// Has the last word on a unit before it is stored.
pub(super) type Adapt = Box<dyn Fn(&mut Unit)>;

/// Gives the units of a file out one by one.
pub(super) type Give<'a> = dyn FnMut(Unit) -> Result<()> + 'a;

/// Stores what `read` gives out, in one change; `adapt` has the last word on each unit. With
/// `--dry-run` everything is done but made to last.
///
/// Memory: some batches of units, whatever the file's size.
pub(super) fn store<T: Send>(
    path: &Path,
    arguments: &Arguments,
    global: &Global,
    console: &Console,
    adapt: impl FnOnce(&mut Change<'_>) -> Result<Adapt>,
    read: impl FnOnce(&mut Give<'_>) -> Result<T> + Send,
) -> Result<(T, Tally)> {
    let work = |project: &mut bitext::memory::Project| {
        let who = project::who();
        let what = format!("import {}", path.display());
        let mut change = project.change(Stamp {
            at: project::now(),
            who: &who,
            what: &what,
        })?;
        let adapt = adapt(&mut change)?;
        let progress = console.spinner("importing");
        let (sender, receiver) = sync_channel(WAITING);
        let (read, tally) = std::thread::scope(|scope| {
            let reader = scope.spawn(move || give_all(read, sender));
            let tally = take_all(receiver, &mut change, arguments, adapt.as_ref());
            let read = reader
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            // A reader whose units nobody takes fails too: why they were not taken is the error.
            tally.and_then(|tally| Ok((read?, tally)))
        })?;
        if !arguments.dry_run {
            change.commit()?;
        }
        progress.finish_and_clear();
        Ok((read, tally))
    };
    if arguments.dry_run {
        project::with_or_without(global, work)
    } else {
        project::with(global, work)
    }
}

fn give_all<T>(
    read: impl FnOnce(&mut Give<'_>) -> Result<T>,
    sender: SyncSender<Vec<Unit>>,
) -> Result<T> {
    let gone = |_| anyhow!("the units could not be stored");
    let (mut batch, mut bytes) = (Vec::new(), 0);
    let outcome = read(&mut |unit| {
        bytes += unit.source.len() + unit.target.len() + unit.extra.as_ref().map_or(0, String::len);
        batch.push(unit);
        if batch.len() >= BATCH || bytes >= BATCH_BYTES {
            bytes = 0;
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            sender.send(full).map_err(gone)?;
        }
        Ok(())
    })?;
    sender.send(batch).map_err(gone)?;
    // The other side ends when nobody can send any more.
    drop(sender);
    Ok(outcome)
}

fn take_all(
    receiver: Receiver<Vec<Unit>>,
    change: &mut Change<'_>,
    arguments: &Arguments,
    adapt: &dyn Fn(&mut Unit),
) -> Result<Tally> {
    let mut tally = Tally::default();
    for batch in receiver {
        for mut unit in batch {
            adapt(&mut unit);
            tally.count(change.add_unit(&unit, arguments.duplicates.into())?);
        }
    }
    Ok(tally)
}

/// Imports a TMX file.
pub(super) fn import_tmx(
    path: &Path,
    arguments: &Arguments,
    global: &Global,
    console: &Console,
) -> Result<()> {
    let input = memory::open(path)?;
    let wanted = Wanted {
        from: arguments.from.clone(),
        to: arguments.to.clone(),
    };
    let (reading, tally) = store(
        path,
        arguments,
        global,
        console,
        |_| Ok(Box::new(|_| ())),
        |give| tmx_units::read_tmx(path, input, &wanted, console, give),
    )?;
    let TmxReading {
        report,
        one_sided,
        other_languages,
        no_languages,
        broken,
    } = reading;
    let skipped = [
        (report.skipped, "unusable"),
        (one_sided, "in one language only"),
        (other_languages, "of other languages"),
        (no_languages, "translations without a language"),
    ];
    let read = report.units + report.skipped;
    summarise(
        path,
        (read, "unit", "units"),
        tally,
        &skipped,
        broken.is_some(),
        arguments,
        console,
    );
    Ok(())
}

/// Says what came of a file.
pub(super) fn summarise(
    path: &Path,
    (read, one, many): (u64, &str, &str),
    tally: Tally,
    skipped: &[(u64, &str)],
    broken: bool,
    arguments: &Arguments,
    console: &Console,
) {
    let mut parts = vec![
        format!("{} new", number(tally.new)),
        format!("{} merged", number(tally.merged)),
    ];
    if tally.replaced > 0 {
        parts.push(format!("{} replaced", number(tally.replaced)));
    }
    parts.push(format!("{} known already", number(tally.known)));
    let mut skipped = skipped.to_vec();
    skipped.push((tally.older, "older than those of the project"));
    let total: u64 = skipped.iter().map(|(count, _)| count).sum();
    let reasons: Vec<String> = skipped
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, why)| format!("{} {why}", number(*count)))
        .collect();
    let reasons = if reasons.is_empty() {
        String::new()
    } else {
        format!(" ({})", reasons.join(", "))
    };
    console.note(format_args!(
        "{}: {} read: {}; {} skipped{reasons}{}{}",
        path.display(),
        counted(read, one, many),
        parts.join(", "),
        number(total),
        if broken { "; the file is damaged" } else { "" },
        if arguments.dry_run {
            "; nothing was changed (--dry-run)"
        } else {
            ""
        },
    ));
}
