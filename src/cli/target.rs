//! `--for`: TMX for one tool, told before writing what it would refuse, and after it what was dropped.

use super::console::Console;
use super::wording::number;
use anyhow::{Result, bail};
use bitext_exchange::Source;
use bitext_glossary::{Export, exporter, exporter_named};
use bitext_tmx::{Concern, Concerns, Target, Unit};
use clap::Args;
use std::path::Path;

/// The option.
#[derive(Debug, Args)]
pub(super) struct TargetArgument {
    /// Write for this tool (omegat, trados, memoq, okapi, generic, google, deepl)
    ///
    /// For TMX it decides on codes, language codes, properties and limits, and the file is valid
    /// TMX 1.4. Before anything is written the program tells what the tool would refuse or lose.
    /// For a glossary it decides on the format, where the ending leaves that open.
    #[arg(long = "for", value_name = "TOOL", value_parser = target)]
    tool: Option<Target>,
}

fn target(name: &str) -> Result<Target, String> {
    let names = || Target::ALL.map(Target::name).join(", ");
    Target::parse(name).ok_or_else(|| format!("expected one of {}", names()))
}

impl TargetArgument {
    pub(super) fn is_given(&self) -> bool {
        self.tool.is_some()
    }

    pub(super) fn target(&self) -> Option<Target> {
        self.tool
    }

    /// The format of a glossary for the tool, by the file's ending: the tool's own format, or TBX
    /// where the tool reads that. Nothing where no tool is named.
    pub(super) fn glossary_format(&self, path: &Path) -> Result<Option<Box<dyn Export>>> {
        let Some(tool) = self.tool else {
            return Ok(None);
        };
        let own = match tool {
            Target::OmegaT => "omegat",
            Target::Trados => "multiterm",
            Target::MemoQ => "memoq",
            Target::Google => "google",
            Target::DeepL => "deepl",
            _ => "tbx",
        };
        let Some(own) = exporter_named(own) else {
            bail!("{tool} has no format of glossaries");
        };
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let fits = |format: &dyn Export| {
            let mut endings = format.extensions().iter();
            endings.any(|known| known.eq_ignore_ascii_case(&ending))
        };
        let reads_tbx = !matches!(tool, Target::Google | Target::DeepL);
        if fits(&*own) || path == Path::new("-") {
            return Ok(Some(own));
        }
        match exporter("tbx").filter(|tbx| reads_tbx && fits(&**tbx)) {
            Some(tbx) => Ok(Some(tbx)),
            None => bail!(
                "{}: {tool} does not take glossaries of this kind; it takes .{}{}",
                path.display(),
                own.extensions().join(", ."),
                if reads_tbx { ", .tbx" } else { "" }
            ),
        }
    }

    pub(super) fn losses(&self) -> Losses {
        Losses {
            tool: self.tool,
            concerns: Concerns::default(),
        }
    }

    /// Goes over all units once and tells what the tool would refuse or lose.
    pub(super) fn foresee(
        &self,
        console: &Console,
        open: impl FnOnce() -> Result<Box<dyn Source>>,
    ) -> Result<()> {
        let Some(tool) = self.tool else {
            return Ok(());
        };
        let mut losses = self.losses();
        let mut source = open()?;
        let language = source.source_language().to_owned();
        // What breaks the file is told when it is read for writing.
        while let Ok(Some(unit)) = source.next_unit() {
            losses.adapt(&unit, &language);
        }
        losses.foretell(tool, console);
        Ok(())
    }
}

/// What a tool makes of the units.
pub(super) struct Losses {
    tool: Option<Target>,
    concerns: Concerns,
}

impl Losses {
    /// What is to be written of a unit, each with the source language of the file.
    pub(super) fn adapt(&mut self, unit: &Unit, language: &str) -> Vec<(Unit, String)> {
        let Some(tool) = self.tool else {
            return vec![(unit.clone(), language.to_owned())];
        };
        let adapted = tool.adapt(unit, language);
        self.concerns.add(&adapted);
        let language = self.language(language);
        let units = adapted.units.into_iter();
        units.map(|unit| (unit, language.clone())).collect()
    }

    /// A language code as the tool spells it.
    pub(super) fn language(&self, code: &str) -> String {
        match self.tool {
            Some(tool) if !code.starts_with('*') => tool.language(code),
            _ => code.to_owned(),
        }
    }

    /// Before writing.
    pub(super) fn foretell(&self, tool: Target, console: &Console) {
        for (concern, count) in &self.concerns.counts {
            let text = format!("{tool} {} ({})", before(*concern), units(*count));
            if concern.drops_unit() || matches!(concern, Concern::NoRegion | Concern::PairTooLong) {
                console.warn(text);
            } else {
                console.note(text);
            }
        }
    }

    /// After writing.
    pub(super) fn tell(&self, name: &str, console: &Console) {
        for (concern, count) in &self.concerns.counts {
            if let Some(what) = after(*concern) {
                console.note(format_args!("{name}: {what}: {}", units(*count)));
            }
        }
    }
}

fn units(count: u64) -> String {
    let noun = if count == 1 { "unit" } else { "units" };
    format!("{} {noun}", number(count))
}

fn before(concern: Concern) -> &'static str {
    match concern {
        Concern::SegmentTooLong => {
            "refuses segments of more than 2,000 characters; they will be left out"
        }
        Concern::PairTooLong => {
            "uses no pairs of more than 512 characters for adaptive translation"
        }
        Concern::Blank => "has no use for units with an empty side; they will be left out",
        Concern::OneLanguage => "has no use for units in one language; they will be left out",
        Concern::NoRegion => {
            "imports a language only where its memory has the same, region included; these codes have none"
        }
        Concern::Codes => "reads text only: inline codes will be left out",
        Concern::Metadata => "reads no properties and notes: they will be left out",
        Concern::Extras => "reads TMX 1.4: what is not in it will be left out",
        Concern::UnknownCodes => "takes <ut> for text: it will be written as <ph>",
        Concern::LanguageCode => "wants language codes in another spelling: they will be changed",
        Concern::Split => "reads two languages a unit: units of several will be split",
        _ => "takes these units in another form",
    }
}

fn after(concern: Concern) -> Option<&'static str> {
    Some(match concern {
        Concern::SegmentTooLong => "left out, a segment too long",
        Concern::Blank => "left out, one side empty",
        Concern::OneLanguage => "left out, one language only",
        Concern::Codes => "inline codes left out",
        Concern::Metadata => "properties and notes left out",
        // The writer counts those one by one.
        Concern::Extras => return None,
        Concern::UnknownCodes => "<ut> written as <ph>",
        Concern::LanguageCode => "language codes changed",
        Concern::Split => "split into units of two languages",
        _ => return None,
    })
}
