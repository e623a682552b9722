//! TMX files read unit by unit into units of the engine.

use super::console::Console;
use super::units::{self, CONFIDENCE};
use super::wording::counted;
use anyhow::{Context, Result, bail};
use bitext::language::Language;
use bitext::memory::{Date, Status, Unit};
use bitext_tmx as tmx;
use std::borrow::Cow;
use std::io::BufRead;
use std::path::Path;

/// Which languages of a file are wanted; where none is named, the file's own source language into
/// each of the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub(super) from: Option<Language>,
    pub(super) to: Option<Language>,
}

/// What came of reading a TMX file.
pub(super) struct TmxReading {
    pub(super) report: tmx::Report,
    /// Units of the file that have text in one language only.
    pub(super) one_sided: u64,
    /// Units of the file that have text in several languages, but not in those that are wanted.
    pub(super) other_languages: u64,
    /// Translations left out because their language tag is none.
    pub(super) no_languages: u64,
    /// Why reading ended early.
    pub(super) broken: Option<tmx::Error>,
}

/// Reads a TMX file unit by unit; everything before a damage is given out. Memory for one unit.
pub(super) fn read_tmx(
    path: &Path,
    input: impl BufRead,
    wanted: &Wanted,
    console: &Console,
    each: &mut dyn FnMut(Unit) -> Result<()>,
) -> Result<TmxReading> {
    let mut reader = tmx::Reader::new(input).with_context(|| path.display().to_string())?;
    let mut units = 0;
    let mut sums = Sums::default();
    let broken = loop {
        match reader.next_unit() {
            Ok(Some(unit)) => {
                let made = from_tmx(&unit, &reader.header().src_lang, wanted, &mut sums);
                units += made.len() as u64;
                for unit in made {
                    each(unit)?;
                }
            }
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    let report = reader.into_report();
    let findings: Vec<&tmx::Finding> = report
        .findings
        .iter()
        .filter(|finding| !finding.problem.is_harmless())
        .collect();
    console.warn_each(&findings, "findings in this file", |finding| {
        format!("{}: {finding}", path.display())
    });
    if let Some((tag, unit)) = &sums.no_language {
        console.warn(format_args!(
            "{}: '{tag}'{unit} is no language tag; {} left out for such tags",
            path.display(),
            counted(sums.no_languages, "translation", "translations")
        ));
    }
    if let Some(error) = &broken {
        if units == 0 {
            bail!("{}: {error}", path.display());
        }
        console.warn(format_args!(
            "{}: {error}; what stands before it is kept ({})",
            path.display(),
            counted(units, "unit", "units")
        ));
    }
    if units == 0 {
        bail!("{}: {}", path.display(), nothing(&report, &sums, wanted));
    }
    Ok(TmxReading {
        report,
        one_sided: sums.one_sided,
        other_languages: sums.other_languages,
        no_languages: sums.no_languages,
        broken,
    })
}

/// Why a file gave no unit at all.
fn nothing(report: &tmx::Report, sums: &Sums, wanted: &Wanted) -> String {
    let read = counted(report.units, "unit", "units");
    if sums.other_languages == 0 {
        return format!("{read} in this file, none with text in two languages");
    }
    let name = |language: &Option<Language>| {
        language
            .as_ref()
            .map_or("any language".into(), ToString::to_string)
    };
    format!(
        "{read} in this file, none from {} to {}",
        name(&wanted.from),
        name(&wanted.to)
    )
}

#[derive(Default)]
struct Sums {
    one_sided: u64,
    other_languages: u64,
    no_languages: u64,
    /// The first tag that is none, and the unit it stands in.
    no_language: Option<(String, String)>,
}

/// The units of two languages that a TMX unit holds: its source with each of its other variants.
fn from_tmx(unit: &tmx::Unit, header: &str, wanted: &Wanted, sums: &mut Sums) -> Vec<Unit> {
    let with_text = unit
        .variants
        .iter()
        .filter(|variant| !variant.segment.is_blank());
    if with_text.count() < 2 {
        sums.one_sided += 1;
        return Vec::new();
    }
    let Some(source) = source_variant(unit, header, wanted.from.as_ref()) else {
        sums.other_languages += 1;
        return Vec::new();
    };
    let Some((source_variant, source_language)) = unit
        .variants
        .get(source)
        .filter(|variant| !variant.segment.is_blank())
        .and_then(|variant| Some((variant, sums.language(unit, &variant.lang)?)))
    else {
        sums.one_sided += 1;
        return Vec::new();
    };
    let mut made = Vec::new();
    let targets = unit.variants.iter().enumerate();
    for (_, target) in targets.filter(|(at, variant)| *at != source && !variant.segment.is_blank())
    {
        let Some(language) = sums.language(unit, &target.lang) else {
            continue;
        };
        if wanted
            .to
            .as_ref()
            .is_none_or(|wanted| wanted.same_language(&language))
        {
            let pair = [
                (source_variant, source_language.clone()),
                (target, language),
            ];
            made.push(one(unit, pair));
        }
    }
    if made.is_empty() {
        sums.other_languages += 1;
    }
    // What the columns of a unit hold anyway is not kept a second time.
    let whole = match made.as_slice() {
        [] => true,
        [only] => units::to_tmx(only, None) == *unit,
        _ => false,
    };
    if !whole {
        let extra = serde_json::to_string(unit).ok();
        for unit in &mut made {
            unit.extra.clone_from(&extra);
        }
    }
    made
}

impl Sums {
    /// A language tag, or a note that it is none.
    fn language(&mut self, unit: &tmx::Unit, tag: &str) -> Option<Language> {
        let language = tag.parse().ok();
        if language.is_none() {
            self.no_languages += 1;
            self.no_language.get_or_insert_with(|| {
                let unit = unit.tuid.as_ref().map(|tuid| format!(" (unit {tuid})"));
                (tag.to_owned(), unit.unwrap_or_default())
            });
        }
        language
    }
}

/// Which variant the others translate: the one of the wanted language, or of the unit's or the
/// file's own; the very tag before one of another region. Where the file leaves it open (`*all*`) or
/// names a language that the unit does not have, the first one.
fn source_variant(unit: &tmx::Unit, header: &str, from: Option<&Language>) -> Option<usize> {
    let own = unit.src_lang.as_deref().unwrap_or(header);
    let tag = from.map_or(own, Language::as_str);
    let exact = unit
        .variants
        .iter()
        .position(|variant| same_tag(&variant.lang, tag));
    let near = || {
        let wanted: Language = tag.parse().ok()?;
        unit.variants.iter().position(|variant| {
            !variant.segment.is_blank()
                && variant
                    .lang
                    .parse::<Language>()
                    .is_ok_and(|language| language.same_language(&wanted))
        })
    };
    let found = exact.or_else(near);
    if from.is_some() {
        found
    } else {
        found.or(Some(0))
    }
}

/// Whether two tags are the same: case and the kind of hyphen make no difference.
fn same_tag(a: &str, b: &str) -> bool {
    let normal = |byte: u8| {
        if byte == b'_' {
            b'-'
        } else {
            byte.to_ascii_lowercase()
        }
    };
    a.bytes().map(normal).eq(b.bytes().map(normal))
}

/// The unit of two variants.
fn one(unit: &tmx::Unit, [source, target]: [(&tmx::Variant, Language); 2]) -> Unit {
    let text = |variant: &tmx::Variant| variant.segment.plain_text().into_owned();
    let mut made = Unit::new(source.1, target.1, text(source.0), text(target.0));
    made.status = Status::Imported;
    made.source_markup = markup(&source.0.segment);
    made.target_markup = markup(&target.0.segment);
    made.tuid.clone_from(&unit.tuid);
    made.creator.clone_from(&unit.origin.creation_id);
    made.created = date(unit.origin.creation_date.as_ref());
    made.changed = date(unit.origin.change_date.as_ref());
    for property in &unit.props {
        made.add_property(&property.kind, property.value.clone());
    }
    made.notes = unit.notes.iter().map(|note| note.text.clone()).collect();
    made.confidence = unit.prop(CONFIDENCE).and_then(|value| value.parse().ok());
    made.previous_source = context(unit, PREVIOUS);
    made.next_source = context(unit, NEXT);
    made
}

fn markup(segment: &tmx::Segment) -> Option<String> {
    segment
        .has_markup()
        .then(|| serde_json::to_string(segment).ok())
        .flatten()
}

fn date(date: Option<&tmx::Date>) -> Option<Date> {
    let date = date?;
    // Most files write dates as we do.
    date.as_str()
        .parse()
        .ok()
        .or_else(|| date.canonical()?.parse().ok())
}

/// Properties for the segment before: memoQ's, which is written too, and OmegaT's.
const PREVIOUS: [&str; 2] = ["x-context-pre", "prev"];
/// Properties for the segment after.
const NEXT: [&str; 2] = ["x-context-post", "next"];

/// A neighbour as other tools write it: plain, or as a `<seg>` with entities.
fn context(unit: &tmx::Unit, names: [&str; 2]) -> Option<String> {
    let value = names.iter().find_map(|name| unit.prop(name))?;
    let inner = value
        .strip_prefix("<seg>")
        .and_then(|rest| rest.strip_suffix("</seg>"));
    let text = inner.map_or(Cow::Borrowed(value), plain);
    (!text.is_empty()).then(|| text.into_owned())
}

/// The text of a `<seg>`, without its codes.
fn plain(xml: &str) -> Cow<'_, str> {
    if !xml.contains(['<', '&']) {
        return xml.into();
    }
    let mut text = String::with_capacity(xml.len());
    let mut depth = 0_usize;
    for piece in xml.split_inclusive('>') {
        let (before, tag) = piece.split_once('<').unwrap_or((piece, ""));
        // The native text of codes is no text.
        if depth == 0 {
            text.push_str(before);
        }
        match tag {
            "" => {}
            closing if closing.starts_with('/') => depth = depth.saturating_sub(1),
            empty if empty.ends_with("/>") => {}
            _ => depth += 1,
        }
    }
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, character);
    }
    text.into()
}

/// Writes the neighbours of a unit into what becomes of it in TMX, unless they stand there already.
pub(super) fn add_context(unit: &Unit, written: &mut tmx::Unit) {
    for (neighbour, names) in [(&unit.previous_source, PREVIOUS), (&unit.next_source, NEXT)] {
        let Some(text) = neighbour else { continue };
        if names.iter().all(|name| written.prop(name).is_none()) {
            let text = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            let value = format!("<seg>{text}</seg>");
            written.props.push(tmx::Property::new(names[0], value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A unit whose variants are given as language and text.
    fn tmx_unit(variants: &[(&str, &str)]) -> tmx::Unit {
        tmx::Unit {
            variants: variants
                .iter()
                .map(|(lang, text)| tmx::Variant::new(*lang, tmx::Segment::from_text(*text)))
                .collect(),
            ..tmx::Unit::default()
        }
    }

    /// Languages and texts of what a unit gives.
    fn made(unit: &tmx::Unit, header: &str, from: &str, to: &str) -> Vec<String> {
        let wanted = Wanted {
            from: from.parse().ok(),
            to: to.parse().ok(),
        };
        from_tmx(unit, header, &wanted, &mut Sums::default())
            .into_iter()
            .map(|unit| {
                let Unit {
                    source_language,
                    target_language,
                    source,
                    target,
                    ..
                } = unit;
                format!("{source_language}>{target_language} {source}>{target}")
            })
            .collect()
    }

    #[test]
    fn the_source_is_the_wanted_the_named_or_the_first_one() {
        let unit = tmx_unit(&[("en", "a"), ("FR-ca", "b"), ("fr", "c")]);
        for (header, from, to, expected) in [
            ("en", "", "", vec!["en>FR-ca a>b", "en>fr a>c"]),
            ("fr", "", "", vec!["fr>en c>a", "fr>FR-ca c>b"]),
            ("fr_CA", "", "", vec!["FR-ca>en b>a", "FR-ca>fr b>c"]),
            ("fr-BE", "", "", vec!["FR-ca>en b>a", "FR-ca>fr b>c"]),
            ("*all*", "", "", vec!["en>FR-ca a>b", "en>fr a>c"]),
            ("*all*", "fr", "en", vec!["fr>en c>a"]),
            ("en", "fr-CA", "en", vec!["FR-ca>en b>a"]),
            ("en", "", "de", vec![]),
            ("en", "de", "", vec![]),
        ] {
            assert_eq!(
                made(&unit, header, from, to),
                expected,
                "{header} {from} {to}"
            );
        }
    }

    #[test]
    fn what_the_columns_hold_is_not_kept_twice() {
        let mut unit = tmx_unit(&[("en", "a"), ("fr", "b")]);
        unit.tuid = Some("7".to_owned());
        unit.origin.creation_date = Some(tmx::Date::new("20200101T000000Z"));
        unit.props.push(tmx::Property::new("client", "x"));
        let mut sums = Sums::default();
        let plain = from_tmx(&unit, "en", &Wanted::default(), &mut sums);
        assert_eq!(plain[0].extra, None);
        assert_eq!(units::to_tmx(&plain[0], None), unit);
        unit.origin.usage_count = Some("3".to_owned());
        let rich = from_tmx(&unit, "en", &Wanted::default(), &mut sums);
        assert!(rich[0].extra.is_some());
        assert_eq!(units::to_tmx(&rich[0], None), unit);
    }

    #[test]
    fn neighbours_go_out_and_come_back() {
        let mut unit = tmx_unit(&[("en", "a"), ("fr", "b")]);
        let mut first = from_tmx(&unit, "en", &Wanted::default(), &mut Sums::default()).remove(0);
        first.previous_source = Some("1 < 2 &amp; \"x\"".to_owned());
        add_context(&first, &mut unit);
        let back = from_tmx(&unit, "en", &Wanted::default(), &mut Sums::default()).remove(0);
        assert_eq!(back.previous_source, first.previous_source);
        assert_eq!(back.next_source, None);
        unit.props.push(tmx::Property::new(
            "x-context-post",
            "<seg>Fin <bpt i='1'>&lt;b></bpt>du<ept i='1'/> texte</seg>",
        ));
        let back = from_tmx(&unit, "en", &Wanted::default(), &mut Sums::default()).remove(0);
        assert_eq!(back.next_source.as_deref(), Some("Fin du texte"));
    }

    #[test]
    fn a_tag_that_is_no_language_is_counted() {
        let unit = tmx_unit(&[("en", "a"), ("français", "b"), ("fr", "c")]);
        let mut sums = Sums::default();
        assert_eq!(
            from_tmx(&unit, "en", &Wanted::default(), &mut sums).len(),
            1
        );
        assert_eq!(sums.no_languages, 1);
    }
}
