//! `bitext check`: what is wrong with a file or with the units of the project.
//!
//! A file is read to its end as every other command reads it: what its format does not allow is one kind
//! of finding, what the rules of quality say of its units the other.
//!
//! | file | what belongs there |
//! |---|---|
//! | `rules` | which rules look, from the user's arguments |
//! | `judge` | the rules over many units, whatever these come from |
//! | `file` · `project` | the units of a file and of the project; what becomes of those with findings |
//! | `terms` | glossaries as entries for the rules of terminology |
//! | `print` · `sarif` | findings as text, JSON lines and SARIF |

mod file;
mod judge;
mod print;
mod project;
mod rules;
mod sarif;
mod terms;

use super::console::Console;
use super::exchange::{Reading, format};
use super::target::TargetArgument;
use super::{Global, Outcome};
use anyhow::{Result, bail};
use bitext_exchange::Format;
use clap::Args;
use print::{Print, Printer};
use std::path::PathBuf;

/// List what is wrong with the units of the project, or with files: TMX, XLIFF, PO, tables, glossaries
///
/// Rules with names look at each unit (--list-rules): numbers, dates, codes, punctuation, language,
/// length, consistency, and the terms of the glossary in any inflection. Without a file the project's
/// units and its approved terms are taken. A file is also held against its format: each finding says
/// where it is, and what reading the file would do about it. Exit code 1 when there is any finding, 0
/// when there is none.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Files to check; - is stdin; a Moses pair counts as two. Without any, the units of the project
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read as this format, whatever the files are called
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    input_format: Option<Format>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Print::Text)]
    format: Print,
    /// Print both texts of a unit below its finding
    #[arg(long)]
    texts: bool,
    /// Findings of each kind that are listed; all are counted
    #[arg(long, value_name = "COUNT", default_value_t = 1000)]
    limit: usize,
    #[command(flatten)]
    target: TargetArgument,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    rules: rules::RuleArguments,
}

const EXAMPLES: &str = "\
Examples:
  bitext check
  bitext check --rules term-missing,term-forbidden --term \"état de droit\"
  bitext check --unit 12 --rules numbers --accept
  bitext check --profile mt --apply
  bitext check delivery.xlf --glossary terms.tbx --texts
  bitext check memory.tmx --rules=-spacing,-end-punctuation --exceptions known.tsv
  bitext check memory.tmx --profile mt --apply -o clean.tmx
  bitext check memory.tmx --profile format --for trados
  bitext check delivery.xlf --format sarif > check.sarif
  bitext check *.tmx --quiet && echo fine";

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    let rules = &arguments.rules;
    if rules.list_rules {
        rules::list()?;
        return Ok(Outcome::Done);
    }
    if rules.output.is_some() && arguments.files.len() != 1 {
        bail!("--output is for the units of one file that have no findings: name one file");
    }
    let choice = rules.choice(arguments.limit, console)?;
    let mut printer = Printer::new(arguments.format, arguments.texts);
    let failed = if arguments.files.is_empty() {
        project::check(rules, choice, &mut printer, global, console)?
    } else {
        file::check_all(arguments, &choice, &mut printer, console)?
    };
    printer.finish()?;
    Ok(if failed {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}
