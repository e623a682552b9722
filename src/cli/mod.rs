//! The command line: one file a command, each of which turns its arguments into one call of the
//! engine and prints what comes back. All printing, and all reading of the environment, is here.
//!
//! | file | what belongs there |
//! |---|---|
//! | `build` · `align` · `mine` · `lookup` · `analyse` · `concord` · `import` · `export` · `convert` · `diff` · `check` · `review` · `memory_command` · `glossary` · `train` | the commands (`lookup` is `match`, `memory_command` is `memory`) |
//! | `exchange` · `target` | files of units in any format, opened with the user's options; TMX for one tool |
//! | `console` · `wording` | what is said, and how: quiet, colour, progress; numbers and their nouns |
//! | `output` · `unfinished` | where results go: a file (written whole or not at all), stdout; what an interrupt takes away |
//! | `pipeline` · `project` · `memory` | steps that commands share; the project file; memories to match against |
//! | `input` · `language_code` | documents and their languages, from the user's arguments |
//! | `pairs` · `knowledge` | which document goes with which; what is known of words before they are read |
//! | `kind` · `terms_as_units` | whether a file holds units or concepts; concepts as units and back |
//! | `units` · `concepts` | engine results as units of a memory and concepts of a glossary |
//! | `tmx_units` | TMX files as units of the engine |
//! | `report` · `summary` | the page that `build` writes; a run as that page |

mod align;
mod analyse;
mod build;
mod check;
mod concepts;
mod concord;
mod console;
mod convert;
mod diff;
mod exchange;
mod export;
mod glossary;
mod import;
mod input;
mod kind;
mod knowledge;
mod language_code;
mod lookup;
mod memory;
mod memory_command;
mod mine;
mod output;
mod pairs;
mod pipeline;
mod project;
mod report;
mod review;
mod summary;
mod target;
mod term_finder;
mod terms_as_units;
mod tmx_units;
mod train;
mod unfinished;
mod units;
mod wording;

use clap::{Args, Parser, Subcommand};
use console::Console;
use std::path::PathBuf;
use std::process::ExitCode;

/// Align translations, mine their terminology, and put both to work on the next text
///
/// Documents and their translations become a translation memory and a glossary. Everything happens
/// on this machine: nothing is sent anywhere.
#[derive(Debug, Parser)]
#[command(
    name = "bitext",
    version,
    max_term_width = 100,
    after_help = "`bitext build fr/ en/ -o out/` does the whole work on two folders of documents and writes a page that \
                  shows what came of it; `bitext COMMAND --help` tells the rest.",
    after_long_help = EXAMPLES
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  Two folders of documents that bear the same names become memory, glossary and report:
      bitext build fr/ en/ -o out/
  The same step by step, in a project that keeps everything:
      bitext align fr/ en/
      bitext mine
      bitext match \"Le comité adopte la convention.\"
      bitext export memory.tmx

Results go to stdout or to files, messages to stderr. Exit codes: 0 done, 1 nothing found,
2 error.";

/// Options of every command.
#[derive(Debug, Args)]
struct Global {
    /// The project: where results go, and units come from, if no other file is named
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        default_value = "project.bitext",
        help_heading = "Global options",
        display_order = 900
    )]
    project: PathBuf,
    /// Say nothing but errors
    #[arg(
        long,
        short,
        global = true,
        help_heading = "Global options",
        display_order = 901
    )]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Arguments),
    Align(align::Arguments),
    Mine(mine::Arguments),
    Match(lookup::Arguments),
    Analyse(analyse::Arguments),
    Concord(concord::Arguments),
    Import(import::Arguments),
    Export(export::Arguments),
    Convert(convert::Arguments),
    Diff(diff::Arguments),
    Check(check::Arguments),
    Review(review::Arguments),
    #[command(subcommand)]
    Memory(memory_command::Memory),
    #[command(subcommand)]
    Glossary(glossary::Command),
    #[command(subcommand)]
    Train(train::Train),
}

/// How a command ended, where it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Exit code 0.
    Done,
    /// There was nothing to find, or a check failed: exit code 1.
    Nothing,
    /// The user interrupted the work, and what was finished is kept: exit code 130.
    Interrupted,
}

/// Runs the program: exit code 0 done, 1 nothing found, 2 error.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let console = Console::new(cli.global.quiet);
    unfinished::watch();
    let outcome = match &cli.command {
        Command::Build(arguments) => build::run(arguments, &console),
        Command::Align(arguments) => align::run(arguments, &cli.global, &console),
        Command::Mine(arguments) => mine::run(arguments, &cli.global, &console),
        Command::Match(arguments) => lookup::run(arguments, &cli.global, &console),
        Command::Analyse(arguments) => analyse::run(arguments, &cli.global, &console),
        Command::Concord(arguments) => concord::run(arguments, &cli.global, &console),
        Command::Import(arguments) => import::run(arguments, &cli.global, &console),
        Command::Export(arguments) => export::run(arguments, &cli.global, &console),
        Command::Convert(arguments) => convert::run(arguments, &console),
        Command::Diff(arguments) => diff::run(arguments, &console),
        Command::Check(arguments) => check::run(arguments, &cli.global, &console),
        Command::Review(arguments) => review::run(arguments, &cli.global, &console),
        Command::Memory(command) => memory_command::run(command, &cli.global, &console),
        Command::Glossary(command) => glossary::run(command, &cli.global, &console),
        Command::Train(train) => train::run(train, &console),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(unfinished::INTERRUPTED),
        // Whoever read our output had enough of it: no error of ours.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&error);
            ExitCode::from(2)
        }
    }
}
