//! Which rules look, from the user's arguments.

use super::terms;
use crate::cli::console::Console;
use anyhow::{Context, Result, bail};
use bitext::quality::{Exceptions, Options, Profile, RULES, Rule};
use bitext_glossary::Glossary;
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What is looked for in units, and what becomes of what is found.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Quality of units")]
pub(super) struct RuleArguments {
    /// A set of rules: for a translator, for the training of a machine, or none but the file's format
    #[arg(long, value_enum, default_value_t = Purpose::Translator)]
    profile: Purpose,
    /// Only these rules, or all of the profile but these: numbers,tags or =-spacing; see --list-rules
    #[arg(
        long,
        value_name = "RULES",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    rules: Vec<String>,
    /// List the rules with their reasons, and end
    #[arg(long)]
    pub(super) list_rules: bool,
    /// French must have its no-break spaces: before ; : ! ? » and after «
    #[arg(long)]
    french_spacing: bool,
    /// A glossary whose approved terms must be used: a file of any format, or a project
    #[arg(long, value_name = "FILE")]
    glossary: Vec<PathBuf>,
    /// Of the glossaries only the concepts with this term; of the rules only those of terminology
    #[arg(long, value_name = "TERM")]
    term: Vec<String>,
    /// A file of words that must stay as they are, one a line
    #[arg(long, value_name = "FILE")]
    do_not_translate: Option<PathBuf>,
    /// Only the units with these numbers
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',')]
    unit: Vec<u64>,
    /// Remember what is found, so that it is not reported again until the texts change
    #[arg(long, conflicts_with = "apply")]
    pub(super) accept: bool,
    /// A file of exceptions: not reported; --accept adds to it. The project keeps its own
    #[arg(long, value_name = "FILE")]
    pub(super) exceptions: Option<PathBuf>,
    /// Drop the units that have findings: from the project (`memory undo` brings them back), or into a
    /// new file without them
    #[arg(long)]
    pub(super) apply: bool,
    /// The new file
    #[arg(long, short, value_name = "FILE", requires = "apply")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Purpose {
    /// Everything that a translator would mend
    Translator,
    /// Units that are no translations, and duplicates
    Mt,
    /// Nothing but whether a file is what its format says
    Format,
}

/// What the arguments chose.
pub(super) struct Choice {
    pub(super) options: Options,
    pub(super) glossaries: Vec<Glossary>,
    /// Of the glossaries only concepts with one of these terms; all where there is none.
    pub(super) terms: Vec<String>,
    /// Words that stay as they are.
    pub(super) kept: Vec<String>,
    pub(super) exceptions: Exceptions,
    /// Numbers of the units that are reported; all where there is none.
    pub(super) units: BTreeSet<u64>,
    /// Findings of each rule that are listed.
    pub(super) limit: usize,
}

/// The rules of terminology.
const TERMINOLOGY: [Rule; 3] = [
    Rule::TermMissing,
    Rule::TermForbidden,
    Rule::TermInconsistent,
];

impl RuleArguments {
    /// Reads what the arguments name.
    pub(super) fn choice(&self, limit: usize, console: &Console) -> Result<Choice> {
        if self.apply && self.profile == Purpose::Translator && self.rules.is_empty() {
            bail!(
                "--apply drops every unit with a finding: name what is dropped with --profile mt or --rules"
            );
        }
        Ok(Choice {
            options: Options {
                rules: self.chosen()?,
                french_spacing: self.french_spacing,
                ..Options::default()
            },
            glossaries: terms::read(&self.glossary, console)?,
            terms: self.term.clone(),
            kept: self.kept_words()?,
            exceptions: self.known_exceptions()?,
            units: self.unit.iter().copied().collect(),
            limit,
        })
    }

    fn chosen(&self) -> Result<Vec<Rule>> {
        let (without, only): (Vec<&String>, Vec<&String>) =
            self.rules.iter().partition(|name| name.starts_with('-'));
        let parsed = |names: &[&String]| -> Result<Vec<Rule>> {
            let rules = names
                .iter()
                .map(|name| name.trim_start_matches('-').parse());
            Ok(rules.collect::<Result<_, _>>()?)
        };
        let (without, only) = (parsed(&without)?, parsed(&only)?);
        let mut rules = match (only.is_empty(), self.profile) {
            (false, _) => only,
            _ if !self.term.is_empty() => TERMINOLOGY.to_vec(),
            (_, Purpose::Translator) => Profile::Translator.rules(),
            (_, Purpose::Mt) => Profile::Mt.rules(),
            (_, Purpose::Format) => Profile::Format.rules(),
        };
        rules.retain(|rule| !without.contains(rule));
        Ok(rules)
    }

    fn kept_words(&self) -> Result<Vec<String>> {
        let Some(path) = &self.do_not_translate else {
            return Ok(Vec::new());
        };
        let text = text(path)?;
        let words = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Ok(words.map(str::to_owned).collect())
    }

    fn known_exceptions(&self) -> Result<Exceptions> {
        match &self.exceptions {
            // The first --accept makes it.
            Some(path) if !self.accept || path.exists() => Exceptions::parse(&text(path)?)
                .map_err(|line| {
                    anyhow::anyhow!(
                        "{}: line {line} is no exception: expected a rule and 16 digits, as --accept writes them",
                        path.display()
                    )
                }),
            _ => Ok(Exceptions::default()),
        }
    }
}

fn text(path: &Path) -> Result<String> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// Prints the rules: name, profiles, reason.
pub(super) fn list() -> Result<()> {
    let mut out = std::io::stdout().lock();
    let (translator, mt) = (Profile::Translator.rules(), Profile::Mt.rules());
    for rule in RULES {
        let profiles = match (translator.contains(&rule), mt.contains(&rule)) {
            (true, true) => "translator, mt",
            (true, false) => "translator",
            (false, true) => "mt",
            (false, false) => "on demand",
        };
        writeln!(out, "{:20} {profiles:15} {}", rule.name(), rule.reason())?;
    }
    out.flush()?;
    Ok(())
}
