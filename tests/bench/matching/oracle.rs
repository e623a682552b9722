//! The index of a project against comparing with every unit, before and after changes.

use super::generate::Pair;
use super::project::{fill, stamp};
use bitext::language::Language;
use bitext::memory::{Duplicates, Filter, Limits, Match, Matcher, Project, Query, Unit, UnitId};
use rayon::prelude::*;
use std::path::Path;

pub(crate) fn run(pairs: &[Pair], queries: &[Pair]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("oracle.bitext");
    let mut project = fill(&path, pairs);
    let mut different = compare("as made", &path, queries);
    change(&mut project, pairs);
    different += compare("after adds, changes and deletes", &path, queries);
    project.undo(stamp()).expect("the change is undone");
    different += compare("after undo", &path, queries);
    println!("differences: {different}");
    assert_eq!(different, 0);
}

/// Adds, changes and deletes units here and there: 1 in 50, and never so many that the index is
/// made anew.
fn change(project: &mut Project, pairs: &[Pair]) {
    let mut change = project.change(stamp()).expect("a change");
    for (number, pair) in pairs.iter().enumerate().step_by(50) {
        let id = UnitId(number as i64 + 1);
        match number / 50 % 3 {
            0 => change.delete_unit(id).expect("a unit goes"),
            1 => {
                let mut unit = change.unit(id).expect("readable").expect("it is there");
                unit.source = format!("{} 2026", pairs[pairs.len() - 1 - number].source);
                change.update_unit(&unit).expect("a unit changes");
            }
            _ => {
                let unit = unit(&Pair {
                    source: pair.source.replace(' ', "  "),
                    target: pair.target.clone(),
                });
                change
                    .add_unit(&unit, Duplicates::Keep)
                    .expect("a unit comes");
            }
        }
    }
    change.commit().expect("the change is kept");
}

pub(crate) fn unit(pair: &Pair) -> Unit {
    Unit::new(
        Language::english(),
        Language::french(),
        pair.source.clone(),
        pair.target.clone(),
    )
}

/// How many answers differ.
fn compare(when: &str, path: &Path, queries: &[Pair]) -> usize {
    let open = || Project::open_read_only(path).expect("the project opens");
    let (indexed, report) = Matcher::of_project(open(), None, None)
        .expect("readable")
        .expect("units");
    assert_eq!(report.unkept, None);
    let mut builder = Matcher::scanning(Language::english(), Language::french());
    open()
        .units::<bitext::memory::Error>(&Filter::default(), |unit| {
            builder.add_unit(&unit);
            Ok(())
        })
        .expect("readable");
    let scanned = builder.finish();
    assert_eq!(indexed.len(), scanned.len());
    let mut different = 0;
    for min in [50.0, 70.0, 85.0] {
        for top in [1, 5, 20] {
            let limits = Limits { min, top };
            let bad = (0..queries.len())
                .into_par_iter()
                .filter(|&at| {
                    let query = Query {
                        text: &queries[at].source,
                        previous: at.checked_sub(1).map(|at| queries[at].source.as_str()),
                        next: queries.get(at + 1).map(|query| query.source.as_str()),
                    };
                    let ask = |matcher: &Matcher| -> Vec<Match> {
                        matcher.matches(query, limits).expect("readable")
                    };
                    ask(&indexed) != ask(&scanned)
                })
                .count();
            println!(
                "{when}: {} units, {} queries, {min} %, top {top}: {bad} different ({} units read)",
                indexed.len(),
                queries.len(),
                report.read
            );
            different += bad;
        }
    }
    different
}
