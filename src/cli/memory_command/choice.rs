//! Which units a command is about.

use crate::cli::align::fraction;
use crate::cli::language_code::language_code;
use crate::cli::units::{FLAG, SOURCE_DOCUMENT, TARGET_DOCUMENT};
use anyhow::{Context, Result};
use bitext::language::{Language, fold};
use bitext::memory::{Date, DocumentId, Status, Unit};
use clap::Args;
use regex::Regex;

/// Which units; every condition must hold.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Which units")]
pub(super) struct Choice {
    /// Only units from this language
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    from: Option<Language>,
    /// Only units into this language
    #[arg(long, value_name = "LANGUAGE", value_parser = language_code)]
    to: Option<Language>,
    /// Only units with this status; may be repeated
    #[arg(long, value_name = "STATUS")]
    status: Vec<Status>,
    /// Only units from documents whose name has this in it
    #[arg(long, value_name = "NAME")]
    document: Option<String>,
    /// Only units whose source has this (a regular expression)
    #[arg(long, value_name = "REGEX")]
    source: Option<String>,
    /// Only units whose target has this (a regular expression)
    #[arg(long, value_name = "REGEX")]
    target: Option<String>,
    /// Only units with a property NAME, or with one of this value (NAME=VALUE)
    #[arg(long, value_name = "NAME[=VALUE]")]
    property: Option<String>,
    /// Only units with this flag of the aligner
    #[arg(long, value_name = "FLAG")]
    flag: Option<String>,
    /// Only units of this maker
    #[arg(long, value_name = "NAME")]
    creator: Option<String>,
    /// Only units at most so sure (0 to 1)
    #[arg(long, value_name = "CONFIDENCE", value_parser = fraction)]
    max_confidence: Option<f64>,
    /// Only units changed (or, never changed, created) on this day or later: 2024-01-31
    #[arg(long, value_name = "DATE", value_parser = crate::cli::concord::day)]
    since: Option<Date>,
    /// Only units changed (or, never changed, created) before this day
    #[arg(long, value_name = "DATE", value_parser = crate::cli::concord::day)]
    before: Option<Date>,
    /// Only units without a text on one side
    #[arg(long)]
    untranslated: bool,
    /// Only units with the same text on both sides
    #[arg(long)]
    identical: bool,
}

/// A choice, ready to be asked.
pub(super) struct Chosen<'a> {
    choice: &'a Choice,
    source: Option<Regex>,
    target: Option<Regex>,
    names: Box<dyn Fn(Option<DocumentId>) -> Option<String> + 'a>,
}

impl Choice {
    /// Whether it leaves nothing out.
    pub(super) fn is_all(&self) -> bool {
        let Self {
            from,
            to,
            status,
            document,
            source,
            target,
            property,
            flag,
            creator,
            max_confidence,
            since,
            before,
            untranslated,
            identical,
        } = self;
        from.is_none()
            && to.is_none()
            && status.is_empty()
            && [document, source, target, property, flag, creator]
                .iter()
                .all(|text| text.is_none())
            && max_confidence.is_none()
            && since.is_none()
            && before.is_none()
            && !untranslated
            && !identical
    }

    /// Compiles it; `names` gives the names of documents.
    pub(super) fn ready<'a>(
        &'a self,
        names: impl Fn(Option<DocumentId>) -> Option<String> + 'a,
    ) -> Result<Chosen<'a>> {
        let regex = |text: &Option<String>| text.as_deref().map(expression).transpose();
        Ok(Chosen {
            choice: self,
            source: regex(&self.source)?,
            target: regex(&self.target)?,
            names: Box::new(names),
        })
    }
}

/// A regular expression that the user typed.
pub(super) fn expression(text: &str) -> Result<Regex> {
    Regex::new(text).with_context(|| format!("'{text}' is no regular expression"))
}

impl Chosen<'_> {
    /// Whether a unit is meant.
    pub(super) fn has(&self, unit: &Unit) -> bool {
        let choice = self.choice;
        let language = |wanted: &Option<Language>, found: &Language| {
            wanted
                .as_ref()
                .is_none_or(|wanted| wanted.same_language(found))
        };
        let text = |wanted: &Option<Regex>, found: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted.is_match(found))
        };
        let touched = unit.changed.or(unit.created);
        language(&choice.from, &unit.source_language)
            && language(&choice.to, &unit.target_language)
            && (choice.status.is_empty() || choice.status.contains(&unit.status))
            && text(&self.source, &unit.source)
            && text(&self.target, &unit.target)
            && choice
                .creator
                .as_ref()
                .is_none_or(|creator| unit.creator.as_ref() == Some(creator))
            && choice
                .max_confidence
                .is_none_or(|most| unit.confidence.is_some_and(|confidence| confidence <= most))
            && choice
                .since
                .is_none_or(|day| touched.is_some_and(|touched| touched >= day))
            && choice
                .before
                .is_none_or(|day| touched.is_some_and(|touched| touched < day))
            && (!choice.untranslated || unit.source.is_empty() || unit.target.is_empty())
            && (!choice.identical || unit.source == unit.target)
            && self.has_property(unit)
            && self.has_document(unit)
    }

    fn has_property(&self, unit: &Unit) -> bool {
        let flag = self.choice.flag.as_ref().is_none_or(|flag| {
            unit.properties
                .get(FLAG)
                .is_some_and(|flags| flags.contains(flag))
        });
        let property = self.choice.property.as_deref().is_none_or(|wanted| {
            let (name, value) = match wanted.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (wanted, None),
            };
            unit.properties.get(name).is_some_and(|values| {
                value.is_none_or(|value| values.iter().any(|known| known == value))
            })
        });
        flag && property
    }

    fn has_document(&self, unit: &Unit) -> bool {
        let Some(wanted) = &self.choice.document else {
            return true;
        };
        let wanted = fold(wanted);
        let named = [unit.source_document, unit.target_document]
            .into_iter()
            .filter_map(|id| (self.names)(id));
        let kept = [SOURCE_DOCUMENT, TARGET_DOCUMENT]
            .into_iter()
            .filter_map(|name| unit.properties.get(name))
            .flatten()
            .cloned();
        named.chain(kept).any(|name| fold(&name).contains(&wanted))
    }
}
