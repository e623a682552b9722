//! The command line: one file a command, each of which turns its arguments into one call of the
//! engine and prints what comes back. All printing, and all reading of the environment, is here.
//!
//! | file | what belongs there |
//! |---|---|
//! | `build` · `align` · `mine` · `lookup` · `import` · `export` | the commands |
//! | `console` | what is said, and how: quiet, colour, progress |
//! | `output` | where results go: a file (written whole or not at all), stdout |
//! | `pipeline` · `project` · `memory` | steps that commands share; the project file; memories to match against |
//! | `input` | documents, pairs and their languages, from the user's arguments |
//! | `units` · `concepts` | engine results as units of a memory and concepts of a glossary |
//! | `report` · `summary` | the page that `build` writes; a run as that page |

mod align;
mod build;
mod concepts;
mod console;
mod export;
mod import;
mod input;
mod lookup;
mod memory;
mod mine;
mod output;
mod pipeline;
mod project;
mod report;
mod summary;
mod units;

use clap::{Args, Parser, Subcommand};
use console::Console;
use std::path::PathBuf;
use std::process::ExitCode;

/// Align translations, mine their terminology, and put both to work on the next text.
///
/// Everything happens on this machine: nothing is sent anywhere.
#[derive(Debug, Parser)]
#[command(name = "bitext", version, propagate_version = true, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
struct Global {
    /// The project file that results go to and come from where no file is named
    #[arg(long, global = true, value_name = "FILE", default_value = "project.bitext")]
    project: PathBuf,
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Arguments),
    Align(align::Arguments),
    Mine(mine::Arguments),
    Match(lookup::Arguments),
    Import(import::Arguments),
    Export(export::Arguments),
}

/// How a command ended, where it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Exit code 0.
    Done,
    /// There was nothing to find, or a check failed: exit code 1.
    Nothing,
}

/// Runs the program: exit code 0 done, 1 nothing found, 2 error.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let console = Console::new(cli.global.quiet);
    let outcome = match &cli.command {
        Command::Build(arguments) => build::run(arguments, &console),
        Command::Align(arguments) => align::run(arguments, &cli.global, &console),
        Command::Mine(arguments) => mine::run(arguments, &cli.global, &console),
        Command::Match(arguments) => lookup::run(arguments, &cli.global, &console),
        Command::Import(arguments) => import::run(arguments, &cli.global, &console),
        Command::Export(arguments) => export::run(arguments, &cli.global, &console),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        // Whoever read our output had enough of it: no error of ours.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&error);
            ExitCode::from(2)
        }
    }
}
