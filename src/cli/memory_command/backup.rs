//! `bitext memory backup`: a copy of the project.

use crate::cli::console::Console;
use crate::cli::unfinished::Unfinished;
use crate::cli::wording::counted;
use crate::cli::{Global, Outcome, project};
use anyhow::{Context, Result, bail};
use bitext::memory::Project;
use clap::Args;
use std::path::{Path, PathBuf};

/// Write a copy of the project, history included
///
/// Others may go on working with the project meanwhile. The copy is a project like any other: to go
/// back to it, put it in the place of the damaged one.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Where to write it; beside the project, with the date in its name, if not given
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    let source = project::open(&global.project)?;
    let to = arguments
        .file
        .clone()
        .unwrap_or_else(|| dated(&global.project));
    if to.is_dir() {
        bail!("{}: this is a folder; name a file in it", to.display());
    }
    if to
        .canonicalize()
        .is_ok_and(|to| global.project.canonicalize().is_ok_and(|own| own == to))
    {
        bail!(
            "{}: this is the project itself; name another file",
            to.display()
        );
    }
    if to.exists() && !arguments.force {
        bail!(
            "{}: there is a file already; name another, or replace it with --force",
            to.display()
        );
    }
    // Beside its place, so that it can be renamed once it is whole.
    let mut name = to.as_os_str().to_owned();
    name.push(".unfinished");
    let unfinished = PathBuf::from(name);
    let _ = std::fs::remove_file(&unfinished);
    let guard = Unfinished::new(vec![unfinished.clone()]);
    let copied = copy(&source, &unfinished, &to);
    match copied {
        Ok(units) => {
            drop(guard);
            console.note(format_args!(
                "{}: {} copied to {}",
                global.project.display(),
                counted(units, "unit", "units"),
                to.display()
            ));
            Ok(Outcome::Done)
        }
        Err(error) => {
            guard.delete();
            Err(error)
        }
    }
}

/// Copies, looks at the copy, and puts it into its place. Gives the number of its units.
fn copy(source: &Project, unfinished: &Path, to: &Path) -> Result<u64> {
    source
        .copy_to(unfinished)
        .with_context(|| format!("cannot write {}", to.display()))?;
    let units = Project::open_read_only(unfinished)?.counts()?.units;
    std::fs::rename(unfinished, to).with_context(|| format!("cannot write {}", to.display()))?;
    Ok(units)
}

/// `project-20240131T101500Z.bitext` for `project.bitext`.
fn dated(project: &Path) -> PathBuf {
    let name = project.file_stem().unwrap_or_default().to_string_lossy();
    let ending = project
        .extension()
        .map(|ending| format!(".{}", ending.to_string_lossy()))
        .unwrap_or_default();
    project.with_file_name(format!("{name}-{}{ending}", project::now()))
}
