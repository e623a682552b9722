//! How quickly the match index answers, how large it is, and whether it is exact.
//!
//! See `../README.md` for the recipe and for figures. Linux only: CPU time and memory come from
//! `/proc`.

// A bench talks to whoever runs it.
#![allow(clippy::print_stdout)]

mod generate;
mod oracle;
mod project;
mod speed;
mod system;

use generate::{Pair, units};
use std::path::PathBuf;

/// What the command line asks for.
pub(crate) struct Wanted {
    /// Units in the memory.
    units: usize,
    /// Of the queries, so many.
    queries: usize,
    /// The program of another index, run beside ours: `PROGRAM bench SEGMENTS QUERIES 0`.
    beside: Option<PathBuf>,
    task: String,
}

fn main() {
    let wanted = wanted();
    let queries = queries(wanted.queries);
    let pairs = units(wanted.units);
    println!(
        "{} units, {} queries, {}",
        pairs.len(),
        queries.len(),
        wanted.task
    );
    match wanted.task.as_str() {
        "speed" => speed::run(&pairs, &queries, wanted.beside.as_deref()),
        "oracle" => oracle::run(&pairs, &queries),
        "project" => project::run(&pairs, &queries),
        other => panic!("no task '{other}': expected speed, oracle or project"),
    }
}

fn wanted() -> Wanted {
    let mut wanted = Wanted {
        units: 1_000_000,
        queries: usize::MAX,
        beside: None,
        task: "speed".to_owned(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().expect("an option needs a value");
        match argument.as_str() {
            "--units" => wanted.units = value().parse().expect("--units takes a number"),
            "--queries" => wanted.queries = value().parse().expect("--queries takes a number"),
            "--beside" => wanted.beside = Some(value().into()),
            // Cargo adds it.
            "--bench" => {}
            task => wanted.task = task.to_owned(),
        }
    }
    wanted
}

/// A file of the data.
fn data(name: &str) -> PathBuf {
    let root = std::env::var_os("BITEXT_DATA")
        .expect("this bench needs data: name its folder in BITEXT_DATA");
    PathBuf::from(root).join(name)
}

/// The queries: spread evenly over the file where not all are wanted.
fn queries(most: usize) -> Vec<Pair> {
    let text = std::fs::read_to_string(data("bench/fuzzy/queries.tsv")).expect("queries");
    let all: Vec<Pair> = text.lines().filter_map(Pair::read).collect();
    let step = all.len().div_ceil(most.min(all.len()).max(1));
    all.into_iter().step_by(step).collect()
}
