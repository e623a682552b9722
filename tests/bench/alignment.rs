//! How well and how fast documents are aligned, set by set.
//!
//! ```text
//! cargo bench --bench alignment -- FOLDER [NAME…] [--pairs NAME=FROM-TO,…]
//! ```
//!
//! FOLDER holds one folder a set (or is one itself), with `x.src`, `x.tgt` and `x.gold` for each
//! document: one segment a line, one bead a line as `[0,1]:[0]`. NAMEs choose sets. Languages are
//! detected; `--pairs` names those that cannot be.
//!
//! Each set is aligned twice: every document alone, as one who aligns a single text has it, and all
//! documents of the set together. Scores are those of Thompson & Koehn (2019, section 4), pooled over
//! the documents: precision over every bead found, nulls too; recall over the gold's beads with text
//! on both sides; strict where the same bead is in the gold, lax where one pair of segments of it is.
//! The calibration error is the mean distance of confidence and share of right beads over ten bins
//! of equal width (Naeini et al. 2015); «doubt» is the share of all wrong beads that are among the
//! tenth with the least confidence.

use bitext::align::{Alignment, Bead, Pair, Segment, align};
use bitext::language::{Language, Lexicon, detect};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

type Gold = BTreeSet<(Vec<usize>, Vec<usize>)>;

/// A document pair with the alignment that people gave it.
struct Document {
    source: String,
    target: String,
    gold: Gold,
}

struct Set {
    name: String,
    from: Language,
    to: Language,
    documents: Vec<Document>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut folder = None;
    let mut names = Vec::new();
    let mut pairs = BTreeMap::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // Cargo's own.
            "--bench" => {}
            "--pairs" => pairs = languages(&arguments.next().ok_or("--pairs needs a value")?)?,
            _ if folder.is_none() => folder = Some(PathBuf::from(argument)),
            _ => names.push(argument),
        }
    }
    let folder = folder.ok_or("name the folder that holds the sets")?;
    let sets = sets(&folder, &names, &pairs)?;
    if sets.is_empty() {
        return Err(format!(
            "{}: no set with .src, .tgt and .gold files",
            folder.display()
        )
        .into());
    }
    say(&HEADER);
    say(&HEADER.map(|title| "-".repeat(title.chars().count())));
    for set in &sets {
        let every: Vec<usize> = (0..set.documents.len()).collect();
        let alone: Vec<&[usize]> = every.chunks(1).collect();
        report(set, "alone", &alone);
        if every.len() > 1 {
            report(set, "together", &[&every]);
        }
    }
    Ok(())
}

const HEADER: [&str; 13] = [
    "set           ",
    "documents",
    "pair ",
    "segments",
    "P     ",
    "R     ",
    "F1    ",
    "lax F1",
    "calib.",
    "doubt",
    "CPU s/1000",
    "wall s",
    "peak MB",
];

#[allow(clippy::print_stdout, reason = "a table is what this program is for")]
fn say<T: AsRef<str>>(cells: &[T; HEADER.len()]) {
    let mut line = String::new();
    for (cell, title) in cells.iter().zip(HEADER) {
        let _ = write!(
            line,
            "{:<width$}  ",
            cell.as_ref(),
            width = title.chars().count()
        );
    }
    println!("{}", line.trim_end());
}

/// Aligns the groups of documents one after the other, and prints what came of it.
fn report(set: &Set, how: &str, groups: &[&[usize]]) {
    let mut score = Score::default();
    machine::forget_peak();
    let (wall, cpu) = (Instant::now(), machine::cpu_seconds());
    let mut alignments = Vec::new();
    for group in groups {
        alignments.push(align_group(set, group));
    }
    let (wall, cpu) = (
        wall.elapsed().as_secs_f64(),
        machine::cpu_seconds().zip(cpu),
    );
    let peak = machine::peak_megabytes();
    for (group, alignment) in groups.iter().zip(&alignments) {
        for (&at, beads) in group.iter().zip(&alignment.beads) {
            score.add(&set.documents[at].gold, beads);
        }
    }
    let segments: usize = set.documents.iter().map(|d| d.source.lines().count()).sum();
    let [precision, recall, f1] = score.strict();
    let missing = || "–".to_owned();
    say(&[
        set.name.clone(),
        how.to_owned(),
        format!("{}-{}", set.from, set.to),
        segments.to_string(),
        format!("{precision:.4}"),
        format!("{recall:.4}"),
        format!("{f1:.4}"),
        format!("{:.4}", score.lax()),
        format!("{:.3}", score.calibration_error()),
        format!("{:.2}", score.doubt()),
        cpu.map_or_else(missing, |(after, before)| {
            format!("{:.3}", (after - before) * 1000.0 / segments as f64)
        }),
        format!("{wall:.2}"),
        peak.map_or_else(missing, |megabytes| format!("{megabytes:.0}")),
    ]);
}

fn align_group(set: &Set, group: &[usize]) -> Alignment {
    let lines = |text| {
        str::lines(text)
            .map(|text| Segment { text, paragraph: 0 })
            .collect()
    };
    let pairs: Vec<Pair<'_>> = group
        .iter()
        .map(|&at| Pair {
            source: lines(&set.documents[at].source),
            target: lines(&set.documents[at].target),
        })
        .collect();
    let shipped = Lexicon::shipped(&set.from, &set.to);
    let lexicons: Vec<&Lexicon> = shipped.iter().collect();
    align(&pairs, &set.from, &set.to, &lexicons)
}

/// Agreement with the gold, summed over documents.
#[derive(Default)]
struct Score {
    found: usize,
    right: usize,
    lax_right: usize,
    gold: usize,
    recalled: usize,
    lax_recalled: usize,
    /// Confidence of every bead, and whether it is right.
    judged: Vec<(f64, bool)>,
}

impl Score {
    fn add(&mut self, gold: &Gold, beads: &[Bead]) {
        let found: Gold = beads
            .iter()
            .map(|bead| (bead.source.clone().collect(), bead.target.clone().collect()))
            .collect();
        let pairs = |beads: &Gold| -> BTreeSet<(usize, usize)> {
            beads
                .iter()
                .flat_map(|(source, target)| {
                    source
                        .iter()
                        .flat_map(|&s| target.iter().map(move |&t| (s, t)))
                })
                .collect()
        };
        let (gold_pairs, found_pairs) = (pairs(gold), pairs(&found));
        let shares = |(source, target): &(Vec<usize>, Vec<usize>), pairs: &BTreeSet<_>| {
            source
                .iter()
                .any(|&s| target.iter().any(|&t| pairs.contains(&(s, t))))
        };
        for bead in &found {
            self.found += 1;
            self.right += usize::from(gold.contains(bead));
            self.lax_right += usize::from(gold.contains(bead) || shares(bead, &gold_pairs));
        }
        for bead in gold
            .iter()
            .filter(|(source, target)| !source.is_empty() && !target.is_empty())
        {
            self.gold += 1;
            self.recalled += usize::from(found.contains(bead));
            self.lax_recalled += usize::from(shares(bead, &found_pairs));
        }
        self.judged.extend(beads.iter().map(|bead| {
            let key = (bead.source.clone().collect(), bead.target.clone().collect());
            (bead.confidence, gold.contains(&key))
        }));
    }

    fn strict(&self) -> [f64; 3] {
        f1(self.right, self.found, self.recalled, self.gold)
    }

    fn lax(&self) -> f64 {
        f1(self.lax_right, self.found, self.lax_recalled, self.gold)[2]
    }

    fn calibration_error(&self) -> f64 {
        const BINS: usize = 10;
        let mut bins = [(0.0, 0.0); BINS];
        for &(confidence, right) in &self.judged {
            let bin = &mut bins[((confidence * BINS as f64) as usize).min(BINS - 1)];
            bin.0 += confidence;
            bin.1 += f64::from(u8::from(right));
        }
        let distance: f64 = bins.iter().map(|(sure, right)| (sure - right).abs()).sum();
        distance / self.judged.len().max(1) as f64
    }

    fn doubt(&self) -> f64 {
        let mut judged = self.judged.clone();
        judged.sort_by(|one, other| one.0.total_cmp(&other.0));
        let wrong = |judged: &[(f64, bool)]| judged.iter().filter(|(_, right)| !right).count();
        wrong(&judged[..judged.len() / 10]) as f64 / wrong(&judged).max(1) as f64
    }
}

fn f1(right: usize, found: usize, recalled: usize, gold: usize) -> [f64; 3] {
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let (precision, recall) = (share(right, found), share(recalled, gold));
    let sum = precision + recall;
    [
        precision,
        recall,
        if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        },
    ]
}

/// `parice=en-is,novels=en-fr`
fn languages(text: &str) -> Result<BTreeMap<String, (Language, Language)>, Box<dyn Error>> {
    text.split(',')
        .map(|item| {
            let (name, pair) = item.split_once('=').ok_or("expected NAME=FROM-TO")?;
            let (from, to) = pair.split_once('-').ok_or("expected NAME=FROM-TO")?;
            Ok((name.to_owned(), (from.parse()?, to.parse()?)))
        })
        .collect()
}

fn sets(
    folder: &Path,
    names: &[String],
    pairs: &BTreeMap<String, (Language, Language)>,
) -> Result<Vec<Set>, Box<dyn Error>> {
    let mut folders = vec![folder.to_owned()];
    folders.extend(entries(folder)?.into_iter().filter(|path| path.is_dir()));
    let mut sets = Vec::new();
    for folder in folders {
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !names.is_empty() && !names.contains(&name) {
            continue;
        }
        let documents = documents(&folder)?;
        if documents.is_empty() {
            continue;
        }
        let (from, to) = match pairs.get(&name) {
            Some((from, to)) => (from.clone(), to.clone()),
            None => (
                seems(documents.iter().map(|d| d.source.as_str())),
                seems(documents.iter().map(|d| d.target.as_str())),
            ),
        };
        sets.push(Set {
            name,
            from,
            to,
            documents,
        });
    }
    Ok(sets)
}

fn documents(folder: &Path) -> Result<Vec<Document>, Box<dyn Error>> {
    let mut documents = Vec::new();
    for source in entries(folder)? {
        if source.extension().is_none_or(|ending| ending != "src") {
            continue;
        }
        let read = |ending| {
            let path = source.with_extension(ending);
            std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        let gold = read("gold")?.lines().filter_map(bead).collect();
        documents.push(Document {
            source: read("src")?,
            target: read("tgt")?,
            gold,
        });
    }
    Ok(documents)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut entries = std::fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    Ok(entries)
}

/// A line of a gold file; `None` for one without a bead, or with an empty one.
fn bead(line: &str) -> Option<(Vec<usize>, Vec<usize>)> {
    let (source, rest) = line.trim().strip_prefix('[')?.split_once(']')?;
    let (target, _) = rest
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('[')?
        .split_once(']')?;
    let numbers = |text: &str| -> Option<Vec<usize>> {
        text.split([',', ' '])
            .filter(|word| !word.is_empty())
            .map(|word| word.parse().ok())
            .collect()
    };
    let (source, target) = (numbers(source)?, numbers(target)?);
    (!source.is_empty() || !target.is_empty()).then_some((source, target))
}

fn seems<'a>(texts: impl Iterator<Item = &'a str>) -> Language {
    let sample: String = texts
        .flat_map(|text| text.lines().take(100))
        .flat_map(|line| [line, "\n"])
        .collect();
    detect(&sample).map_or_else(
        || "und".parse().expect("«undetermined» is a language tag"),
        |found| found.language,
    )
}

/// What the process has used so far, where the system tells (Linux).
mod machine {
    /// Ticks a second of `/proc/self/stat` (`USER_HZ`, 100 on every current architecture).
    const TICKS: f64 = 100.0;

    pub(crate) fn cpu_seconds() -> Option<f64> {
        let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
        // The name in brackets may hold spaces; user and system time are fields 14 and 15.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        let mut next = || fields.next()?.parse::<f64>().ok();
        Some((next()? + next()?) / TICKS)
    }

    pub(crate) fn forget_peak() {
        // Without the right to do so the peak is that of all sets so far.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
    }

    pub(crate) fn peak_megabytes() -> Option<f64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? / 1024.0)
    }
}
