//! A memory to match against: the project, or a TMX file.

use super::console::Console;
use super::wording::counted;
use super::{Global, project};
use anyhow::{Context, Result, bail};
use bitext::language::Language;
use bitext::memory::{self, Filter, Matcher, MatcherBuilder, Project, Status, Unit};
use bitext_tmx as tmx;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The languages of a lookup; the memory's own where the user names none.
#[derive(Clone, Debug, Default)]
pub(super) struct Direction {
    pub(super) from: Option<Language>,
    pub(super) to: Option<Language>,
}

/// A memory in one direction, ready to be asked.
pub(super) struct Memory {
    pub(super) matcher: Matcher,
    pub(super) from: Language,
}

/// Loads the units of one direction into a matcher.
pub(super) fn matcher(
    memory: Option<&Path>,
    direction: &Direction,
    global: &Global,
    console: &Console,
) -> Result<Memory> {
    let path = memory.unwrap_or(&global.project);
    let mut loader = Loader {
        direction: direction.clone(),
        builder: None,
        read: 0,
        other: 0,
    };
    if is_tmx(path)? {
        read_tmx(path, open(path)?, console, &mut |unit| {
            loader.add(&unit);
            Ok(())
        })?;
    } else {
        let project = match Project::open_read_only(path) {
            Err(memory::Error::NotAProject { .. }) => bail!(
                "{}: this is neither a project of bitext nor a TMX file",
                path.display()
            ),
            _ => project::open(path)?,
        };
        project.units::<anyhow::Error>(&Filter::default(), |unit| {
            loader.add(&unit);
            Ok(())
        })?;
    }
    loader.finish(path, console)
}

struct Loader {
    direction: Direction,
    builder: Option<MatcherBuilder>,
    read: u64,
    other: u64,
}

impl Loader {
    /// Adds a unit that runs in the direction, or in the opposite one.
    fn add(&mut self, unit: &Unit) {
        self.read += 1;
        if unit.source.is_empty() || unit.target.is_empty() || unit.status == Status::Rejected {
            return;
        }
        let fits = |from: &Language, to: &Language| {
            self.direction
                .from
                .as_ref()
                .is_none_or(|wanted| wanted.same_language(from))
                && self
                    .direction
                    .to
                    .as_ref()
                    .is_none_or(|wanted| wanted.same_language(to))
        };
        if fits(&unit.source_language, &unit.target_language) {
            self.start(&unit.source_language, &unit.target_language)
                .add_unit(unit);
        } else if fits(&unit.target_language, &unit.source_language) {
            let mut reversed = Unit::new(
                unit.target_language.clone(),
                unit.source_language.clone(),
                unit.target.clone(),
                unit.source.clone(),
            );
            reversed.id = unit.id;
            self.start(&reversed.source_language, &reversed.target_language)
                .add_unit(&reversed);
        } else {
            self.other += 1;
        }
    }

    /// The first unit that fits settles what the user left open.
    fn start(&mut self, from: &Language, to: &Language) -> &mut MatcherBuilder {
        let direction = &mut self.direction;
        let from = direction.from.get_or_insert_with(|| from.clone()).clone();
        let to = direction.to.get_or_insert_with(|| to.clone()).clone();
        self.builder
            .get_or_insert_with(|| Matcher::builder(from, to))
    }

    fn finish(self, path: &Path, console: &Console) -> Result<Memory> {
        let wanted = |language: Option<&Language>| {
            language.map_or("any language".to_owned(), ToString::to_string)
        };
        let (Some(builder), Some(from)) = (self.builder, self.direction.from.clone()) else {
            bail!(
                "{}: no translated units from {} to {} ({} read)",
                path.display(),
                wanted(self.direction.from.as_ref()),
                wanted(self.direction.to.as_ref()),
                counted(self.read, "unit", "units")
            );
        };
        if self.other > 0 {
            console.note(format_args!(
                "{}: {} of other languages left aside",
                path.display(),
                counted(self.other, "unit", "units")
            ));
        }
        Ok(Memory {
            matcher: builder.finish(),
            from,
        })
    }
}

/// Whether a file is XML rather than a project, by its first bytes.
pub(super) fn is_tmx(path: &Path) -> Result<bool> {
    if path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("tmx"))
    {
        return Ok(true);
    }
    let Ok(file) = File::open(path) else {
        return Ok(false);
    };
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        bail!(
            "{}: this is a folder; name a project or a TMX file",
            path.display()
        );
    }
    let mut first = Vec::new();
    file.take(16)
        .read_to_end(&mut first)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(!first.starts_with(b"SQLite format 3") && first.contains(&b'<'))
}

/// A file, or stdin, to read from.
pub(super) fn open(path: &Path) -> Result<Box<dyn BufRead>> {
    /// How much is read at once, in bytes.
    const BUFFER: usize = 1 << 16;
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::with_capacity(BUFFER, std::io::stdin())));
    }
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        bail!("{}: this is a folder; name a file", path.display());
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}

/// What came of reading a TMX file.
pub(super) struct TmxReading {
    pub(super) report: tmx::Report,
    /// Units of the file that have text in one language only.
    pub(super) one_sided: u64,
    /// Why reading ended early.
    pub(super) broken: Option<tmx::Error>,
}

/// Reads a TMX file unit by unit; everything before a damage is given out.
pub(super) fn read_tmx(
    path: &Path,
    input: impl BufRead,
    console: &Console,
    each: &mut dyn FnMut(Unit) -> Result<()>,
) -> Result<TmxReading> {
    let mut reader = tmx::Reader::new(input).with_context(|| path.display().to_string())?;
    let (mut units, mut one_sided) = (0, 0);
    let broken = loop {
        match reader.next_unit() {
            Ok(Some(unit)) => {
                let made = from_tmx(&unit, &reader.header().src_lang);
                one_sided += u64::from(made.is_empty());
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
        bail!(
            "{}: {} in this file, none with text in two languages",
            path.display(),
            counted(report.units, "unit", "units")
        );
    }
    Ok(TmxReading {
        report,
        one_sided,
        broken,
    })
}

/// The units of two languages that a TMX unit holds: its source with each of its other variants.
fn from_tmx(unit: &tmx::Unit, header_language: &str) -> Vec<Unit> {
    let wanted = unit.src_lang.as_deref().unwrap_or(header_language);
    let source = unit
        .variants
        .iter()
        .position(|variant| variant.lang.eq_ignore_ascii_case(wanted))
        .or_else(|| {
            let wanted: Language = wanted.parse().ok()?;
            unit.variants.iter().position(|variant| {
                variant
                    .lang
                    .parse::<Language>()
                    .is_ok_and(|language| language.same_language(&wanted))
            })
        })
        .unwrap_or(0);
    let Some(source_variant) = unit
        .variants
        .get(source)
        .filter(|variant| !variant.segment.is_blank())
    else {
        return Vec::new();
    };
    let extra = serde_json::to_string(unit).ok();
    unit.variants
        .iter()
        .enumerate()
        .filter(|(at, variant)| *at != source && !variant.segment.is_blank())
        .filter_map(|(_, target)| {
            let mut made = Unit::new(
                source_variant.lang.parse().ok()?,
                target.lang.parse().ok()?,
                source_variant.segment.plain_text().into_owned(),
                target.segment.plain_text().into_owned(),
            );
            made.status = Status::Imported;
            made.source_markup = markup(&source_variant.segment);
            made.target_markup = markup(&target.segment);
            made.tuid.clone_from(&unit.tuid);
            made.creator.clone_from(&unit.origin.creation_id);
            made.created = date(unit.origin.creation_date.as_ref());
            made.changed = date(unit.origin.change_date.as_ref());
            for property in &unit.props {
                made.add_property(&property.kind, property.value.clone());
            }
            made.notes = unit.notes.iter().map(|note| note.text.clone()).collect();
            made.confidence = unit
                .prop(super::units::CONFIDENCE)
                .and_then(|value| value.parse().ok());
            made.extra.clone_from(&extra);
            Some(made)
        })
        .collect()
}

fn markup(segment: &tmx::Segment) -> Option<String> {
    segment
        .has_markup()
        .then(|| serde_json::to_string(segment).ok())
        .flatten()
}

fn date(date: Option<&tmx::Date>) -> Option<memory::Date> {
    date.and_then(tmx::Date::canonical)
        .and_then(|text| text.parse().ok())
}
