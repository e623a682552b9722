//! Queries a second of CPU, beside the linear scan, and beside another program where one is named.

use super::generate::Pair;
use super::system::{cpu, memory, percentile};
use bitext::language::Language;
use bitext::memory::{
    Folded, IDENTITY, Index, Layers, LayersBuilder, Limits, Scan, ScanBuilder, Wanted,
};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Thresholds and numbers of matches.
const TASKS: [(f64, usize); 4] = [(70.0, 1), (70.0, 5), (50.0, 1), (50.0, 5)];
/// Queries of the linear scan.
const SCANNED: usize = 40;
/// Each task is measured so often, and the best taken: the machine may be busy.
const ROUNDS: usize = 3;

pub(crate) fn run(pairs: &[Pair], queries: &[Pair], beside: Option<&Path>) {
    let other = beside.map(|program| measure_beside(program, pairs, queries));
    let before = memory("self", "VmRSS");
    let (started, busy) = (Instant::now(), cpu());
    let index = build(pairs);
    println!(
        "build from segments: {:.2} s CPU, {:.2} s wall, one thread but for sorting",
        cpu() - busy,
        started.elapsed().as_secs_f64()
    );
    println!(
        "index: {:.1} MB, {:.1} MB per million units; resident {:.0} MB more than before",
        index.bytes() as f64 / 1e6,
        index.bytes() as f64 / pairs.len() as f64,
        memory("self", "VmRSS") - before
    );
    for (min, top) in TASKS {
        let limits = Limits { min, top };
        let ours = measure(&index, queries, limits, ROUNDS);
        print!("{min} %, top {top}: {ours}");
        if let Some(theirs) = other.as_ref().and_then(|all| all.get(&(min as u32, top))) {
            print!("; beside: {theirs:.0}/s, ratio {:.2}", ours.rate / theirs);
        }
        println!();
    }
    let scan = scan(pairs);
    let few: Vec<Pair> = spread(queries, SCANNED);
    for (min, top) in TASKS {
        let scanned = measure(&scan, &few, Limits { min, top }, 1);
        println!("linear scan, {min} %, top {top}: {scanned}");
    }
}

pub(crate) fn spread(queries: &[Pair], count: usize) -> Vec<Pair> {
    let step = queries.len().div_ceil(count).max(1);
    queries.iter().step_by(step).cloned().collect()
}

fn build(pairs: &[Pair]) -> Layers {
    let mut builder = LayersBuilder::default();
    each(pairs, |record, keys| builder.push(record, keys));
    builder.finish()
}

fn scan(pairs: &[Pair]) -> Scan {
    let mut builder = ScanBuilder::default();
    each(pairs, |record, keys| builder.push(record, keys));
    builder.finish()
}

fn each(pairs: &[Pair], mut visit: impl FnMut(u64, &Folded)) {
    let mut keys = Folded::default();
    for (record, pair) in pairs.iter().enumerate() {
        keys.set(&pair.source, &Language::english());
        visit(record as u64, &keys);
    }
}

/// What a task took.
struct Measured {
    rate: f64,
    p50: f64,
    p99: f64,
    found: usize,
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            rate,
            p50,
            p99,
            found,
        } = self;
        write!(
            f,
            "{rate:.0} queries/s of CPU, p50 {p50:.1} µs, p99 {p99:.1} µs, {found} with a match"
        )
    }
}

/// Times queries from their text to their hits; a hit's score is that of its keys.
fn measure(index: &dyn Index, queries: &[Pair], limits: Limits, rounds: usize) -> Measured {
    let mut best: Option<Measured> = None;
    let mut keys = Folded::default();
    for _ in 0..rounds {
        let (mut times, mut found) = (Vec::with_capacity(queries.len()), 0);
        let begin = cpu();
        for query in queries {
            let started = cpu();
            keys.set(&query.source, &Language::english());
            let wanted = Wanted {
                keys: &keys,
                limits,
                most: IDENTITY,
            };
            let hits = index.search(wanted, &mut |candidate| {
                let part = candidate.longer - candidate.distance;
                100.0 * part as f64 / candidate.longer as f64
            });
            found += usize::from(!hits.is_empty());
            times.push((cpu() - started) * 1e6);
        }
        // Reading the clock for each query is taken off again.
        let clock = clock(queries.len());
        let rate = queries.len() as f64 / (cpu() - begin - clock);
        if best.as_ref().is_none_or(|best| rate > best.rate) {
            best = Some(Measured {
                rate,
                p50: percentile(&mut times, 0.5),
                p99: percentile(&mut times, 0.99),
                found,
            });
        }
    }
    best.expect("a round was measured")
}

/// What reading the clock twice a query takes.
fn clock(queries: usize) -> f64 {
    let begin = cpu();
    for _ in 0..2 * queries {
        cpu();
    }
    cpu() - begin
}

/// Runs the other program on the same segments and queries; its queries a second by task.
fn measure_beside(program: &Path, pairs: &[Pair], queries: &[Pair]) -> HashMap<(u32, usize), f64> {
    let folder = std::env::temp_dir();
    let names = ["bitext-bench-segments.tsv", "bitext-bench-queries.tsv"];
    let [segments, asked] = names.map(|name| folder.join(name));
    for (path, pairs) in [(&segments, pairs), (&asked, queries)] {
        let file = std::fs::File::create(path).expect("a temporary file");
        let mut file = std::io::BufWriter::new(file);
        for pair in pairs {
            writeln!(file, "{}", pair.source).expect("room for a temporary file");
        }
        file.flush().expect("room for a temporary file");
    }
    let output = Command::new(program)
        .arg("bench")
        .args([&segments, &asked])
        .arg("0")
        .output()
        .expect("the other program runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    print!("{text}");
    for path in [segments, asked] {
        std::fs::remove_file(path).expect("a temporary file goes");
    }
    // Lines like `th=0.7 k=1 CPU qps1=58000 …`.
    let field = |line: &str, name: &str| -> Option<f64> {
        let value = line
            .split_whitespace()
            .find_map(|word| word.strip_prefix(name))?;
        value.parse().ok()
    };
    text.lines()
        .filter_map(|line| {
            let task = (field(line, "th=")? * 100.0, field(line, "k=")?);
            Some((
                (task.0.round() as u32, task.1 as usize),
                field(line, "qps1=")?,
            ))
        })
        .collect()
}
