//! `retag`: gives a language another tag.

use super::{Rework, Units, edited, in_extra};
use crate::cli::console::Console;
use crate::cli::language_code::language_code;
use crate::cli::{Global, Outcome};
use anyhow::Result;
use bitext::language::Language;
use clap::Args;

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
    units: Units,
}

pub(in crate::cli) fn retag(
    arguments: &RetagArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let RetagArguments { old, new, units } = arguments;
    let plain = |tag: &str| tag.replace('_', "-");
    let is_old = |tag: &str| plain(tag).eq_ignore_ascii_case(&plain(old.as_str()));
    let rework = Rework {
        units,
        global,
        console,
    };
    rework.run(&format!("retag {old} {new}"), |change, chosen, preview| {
        edited(change, chosen, preview, |unit| {
            let mut found = false;
            for language in [&mut unit.source_language, &mut unit.target_language] {
                if is_old(language.as_str()) {
                    language.clone_from(new);
                    found = true;
                }
            }
            if !found {
                return;
            }
            // What a TMX file had beside the texts bears the tags too.
            in_extra(unit, |kept| {
                for variant in &mut kept.variants {
                    if is_old(&variant.lang) {
                        variant.lang = new.to_string();
                    }
                }
            });
        })
    })
}
