//! A memory to match against: the project, or a TMX file.

use super::console::Console;
use super::tmx_units::{Wanted, read_tmx};
use super::wording::counted;
use super::{Global, project};
use anyhow::{Context, Result, bail};
use bitext::language::Language;
use bitext::memory::{self, Filter, Matcher, MatcherBuilder, Metric, Project, Status, Unit};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The languages of a lookup; the memory's own where the user names none.
#[derive(Clone, Debug, Default)]
pub(super) struct Direction {
    pub(super) from: Option<Language>,
    pub(super) to: Option<Language>,
    /// By what texts are compared.
    pub(super) metric: Metric,
}

/// A memory in one direction, ready to be asked.
pub(super) struct Memory {
    pub(super) matcher: Matcher,
    pub(super) from: Language,
}

/// A memory with the points that are taken off its matches.
#[derive(Clone, Debug)]
pub(super) struct Weighted {
    pub(super) path: PathBuf,
    pub(super) penalty: f64,
}

/// A memory in one direction.
pub(super) fn matcher(
    memory: Option<&Path>,
    direction: &Direction,
    global: &Global,
    console: &Console,
) -> Result<Memory> {
    let path = memory.unwrap_or(&global.project);
    let matcher = load(path, &mut direction.clone(), console)?;
    let from = matcher.source_language().clone();
    Ok(Memory { matcher, from })
}

/// Several memories as one, the first one's languages for all; the project where none is named.
pub(super) fn joined(
    memories: &[Weighted],
    direction: &Direction,
    global: &Global,
    console: &Console,
) -> Result<Memory> {
    let mut direction = direction.clone();
    let mut joined: Option<Matcher> = None;
    for Weighted { path, penalty } in memories {
        let matcher = load(path, &mut direction, console)?.with_memory_penalty(*penalty);
        joined = Some(match joined {
            Some(first) => first.join(matcher),
            None => matcher,
        });
    }
    match joined {
        Some(matcher) => {
            let from = matcher.source_language().clone();
            Ok(Memory { matcher, from })
        }
        None => matcher(None, &direction, global, console),
    }
}

/// A memory in the direction, which is settled where it was left open.
fn load(path: &Path, direction: &mut Direction, console: &Console) -> Result<Matcher> {
    let matcher = if is_tmx(path)? {
        of_tmx(path, direction, console)?
    } else {
        of_project(path, direction, console)?
    };
    direction.from = Some(matcher.source_language().clone());
    direction.to = Some(matcher.target_language().clone());
    Ok(matcher)
}

fn of_tmx(path: &Path, direction: &Direction, console: &Console) -> Result<Matcher> {
    let mut loader = Loader::new(direction);
    let wanted = Wanted::default();
    read_tmx(path, open(path)?, &wanted, console, &mut |unit| {
        loader.add(&unit);
        Ok(())
    })?;
    loader.finish(path, console)
}

fn of_project(path: &Path, direction: &Direction, console: &Console) -> Result<Matcher> {
    let project = match Project::open_read_only(path) {
        Err(memory::Error::NotAProject { .. }) => bail!(
            "{}: this is neither a project of bitext nor a TMX file",
            path.display()
        ),
        _ => project::open(path)?,
    };
    if direction.metric != Metric::Keys {
        return all_of_project(&project, path, direction, console);
    }
    let progress = console.spinner("opening the index");
    let found = Matcher::of_project(project, direction.from.as_ref(), direction.to.as_ref());
    progress.finish_and_clear();
    let Some((matcher, report)) = found? else {
        bail!("{}", nothing_to_match(path, direction));
    };
    if let Some(why) = report.rebuilt {
        console.note(format_args!(
            "{}: the match index was made anew ({why})",
            path.display()
        ));
    }
    if let Some(why) = report.unkept {
        console.warn(format_args!(
            "the match index cannot be kept and is made anew each time: {why}"
        ));
    }
    Ok(matcher)
}

/// Every unit of a project in memory, for metrics that no index serves.
fn all_of_project(
    project: &Project,
    path: &Path,
    direction: &Direction,
    console: &Console,
) -> Result<Matcher> {
    let mut loader = Loader::new(direction);
    project.units::<anyhow::Error>(&Filter::default(), |unit| {
        loader.add(&unit);
        Ok(())
    })?;
    loader.finish(path, console)
}

/// The projects among the memories, for their glossaries.
pub(super) fn projects(memories: &[Weighted], global: &Global) -> Result<Vec<Project>> {
    let named = memories.iter().map(|memory| memory.path.as_path());
    let own = memories.is_empty().then_some(global.project.as_path());
    let mut projects = Vec::new();
    for path in named.chain(own) {
        if !is_tmx(path)? {
            projects.push(project::open(path)?);
        }
    }
    Ok(projects)
}

fn nothing_to_match(path: &Path, direction: &Direction) -> String {
    let wanted = |language: Option<&Language>| {
        language.map_or("any language".to_owned(), ToString::to_string)
    };
    format!(
        "{}: no translated units from {} to {}",
        path.display(),
        wanted(direction.from.as_ref()),
        wanted(direction.to.as_ref()),
    )
}

struct Loader {
    direction: Direction,
    builder: Option<MatcherBuilder>,
    read: u64,
    other: u64,
}

impl Loader {
    fn new(direction: &Direction) -> Self {
        Self {
            direction: direction.clone(),
            builder: None,
            read: 0,
            other: 0,
        }
    }

    /// Adds a unit that runs in the direction, or in the opposite one.
    fn add(&mut self, unit: &Unit) {
        self.read += 1;
        if unit.source.is_empty() || unit.target.is_empty() || unit.status == Status::Rejected {
            return;
        }
        let direction = &self.direction;
        let fits = |wanted: &Option<Language>, language: &Language| {
            wanted
                .as_ref()
                .is_none_or(|wanted| wanted.same_language(language))
        };
        let (source, target) = (&unit.source_language, &unit.target_language);
        let taken = if fits(&direction.from, source) && fits(&direction.to, target) {
            self.start(source, target).add_unit(unit)
        } else if fits(&direction.from, target) && fits(&direction.to, source) {
            self.start(target, source).add_unit(unit)
        } else {
            false
        };
        self.other += u64::from(!taken);
    }

    /// The first unit that fits settles what the user left open.
    fn start(&mut self, from: &Language, to: &Language) -> &mut MatcherBuilder {
        let direction = &mut self.direction;
        let from = direction.from.get_or_insert_with(|| from.clone()).clone();
        let to = direction.to.get_or_insert_with(|| to.clone()).clone();
        self.builder
            .get_or_insert_with(|| Matcher::builder_by(direction.metric, from, to))
    }

    fn finish(self, path: &Path, console: &Console) -> Result<Matcher> {
        let Some(builder) = self.builder else {
            bail!(
                "{} ({} read)",
                nothing_to_match(path, &self.direction),
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
        Ok(builder.finish())
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
pub(super) fn open(path: &Path) -> Result<Box<dyn BufRead + Send>> {
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
