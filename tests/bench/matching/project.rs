//! The index beside a project, and the program from its start to its first answer.

use super::generate::Pair;
use super::oracle::unit;
use super::speed::spread;
use super::system::{cpu, memory, percentile};
use bitext::memory::{Date, Duplicates, Limits, Matcher, Project, Stamp};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// How often the program is started.
const STARTS: usize = 15;

pub(crate) fn stamp() -> Stamp<'static> {
    Stamp {
        at: Date::from_unix(0),
        who: "bench",
        what: "bench",
    }
}

/// A new project with these units.
pub(crate) fn fill(path: &Path, pairs: &[Pair]) -> Project {
    let mut project = Project::create(path).expect("a new project");
    let mut change = project.change(stamp()).expect("a change");
    for pair in pairs {
        let added = change.add_unit(&unit(pair), Duplicates::Keep);
        added.expect("a unit is stored");
    }
    change.commit().expect("the units are kept");
    project
}

pub(crate) fn run(pairs: &[Pair], queries: &[Pair]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("bench.bitext");
    drop(fill(&path, pairs));
    let open = || {
        let project = Project::open_read_only(&path).expect("the project opens");
        let made = Matcher::of_project(project, None, None);
        made.expect("readable").expect("units")
    };
    let started = Instant::now();
    let (_, report) = open();
    println!(
        "build from the project: {:.2} s wall ({} units read, kept: {:?})",
        started.elapsed().as_secs_f64(),
        report.read,
        report.unkept
    );
    let mut size = 0;
    for entry in walk(&folder.path().join("bench.bitext.index")) {
        size += entry.metadata().expect("a file").len();
    }
    println!(
        "on disk: {:.1} MB, {:.1} MB per million units",
        size as f64 / 1e6,
        size as f64 / pairs.len() as f64
    );
    let started = Instant::now();
    let (matcher, _) = open();
    println!("open: {:.2} ms wall", started.elapsed().as_secs_f64() * 1e3);
    whole_matches(&matcher, queries);
    println!(
        "resident: {:.0} MB with the bench's own units",
        memory("self", "VmRSS")
    );
    let (program, query) = (env!("CARGO_BIN_EXE_bitext"), &spread(queries, 1)[0].source);
    let (mut times, mut most) = (Vec::new(), 0.0_f64);
    for _ in 0..STARTS {
        let started = Instant::now();
        let mut child = Command::new(program)
            .args(["match", "--quiet", "--memory"])
            .arg(&path)
            .arg(query)
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        let process = child.id().to_string();
        while child.try_wait().expect("the program ends").is_none() {
            most = most.max(memory(&process, "VmHWM"));
            std::thread::sleep(std::time::Duration::from_micros(200));
        }
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    println!(
        "bitext match, from its start to its end: median {:.1} ms, best {:.1} ms wall; resident at most {most:.0} MB",
        percentile(&mut times, 0.5),
        percentile(&mut times, 0.0)
    );
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            files.extend(walk(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files
}

/// Times whole matches: texts read from the project, penalties, substitutions.
fn whole_matches(matcher: &Matcher, queries: &[Pair]) {
    for (min, top) in [(70.0, 1), (70.0, 5), (50.0, 5)] {
        let mut times = Vec::new();
        let begin = cpu();
        for query in queries {
            let started = cpu();
            let found = matcher.matches(query.source.as_str(), Limits { min, top });
            found.expect("readable");
            times.push((cpu() - started) * 1e6);
        }
        println!(
            "whole matches, {min} %, top {top}: {:.0} queries/s of CPU, p50 {:.1} µs, p99 {:.1} µs",
            queries.len() as f64 / (cpu() - begin),
            percentile(&mut times, 0.5),
            percentile(&mut times, 0.99)
        );
    }
}
