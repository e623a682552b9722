//! TMX files as many tools write them, good, odd and bad.
//!
//! `tests/conformance/tmx.txt` lists the files that are not read as their manifest says, each with
//! its reason. A file that is not listed must be read so; one that is listed must not, or its line
//! has to go.

use crate::{data, data_text, repository};
use bitext_tmx::{
    Date, Error, Extras, Header, Level, Origin, Property, Reader, Report, Target, Unit,
    WriteOptions, Writer, compressed,
};
use std::collections::BTreeMap;
use std::io::Cursor;

/// A file of the manifest.
struct Listed {
    file: String,
    /// Units that a generic XML parser counts; `None` where it refuses the file.
    units: Option<u64>,
}

fn manifest() -> Vec<Listed> {
    let text = data_text("formats/tmx/manifest.tsv");
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    let column = |name: &str| {
        header
            .iter()
            .position(|column| *column == name)
            .unwrap_or_else(|| panic!("no column {name}"))
    };
    let (file, units) = (column("file"), column("tu_count_lxml"));
    let listed: Vec<Listed> = lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            Listed {
                file: cells[file].to_owned(),
                units: cells[units].parse().ok(),
            }
        })
        .collect();
    assert!(listed.len() > 100, "{} files", listed.len());
    listed
}

/// What came of reading a file to its end, or to where it breaks.
struct Outcome {
    header: Option<Header>,
    units: Vec<Unit>,
    report: Report,
    error: Option<Error>,
}

fn read(bytes: &[u8]) -> Outcome {
    let limits = compressed::Limits::default();
    let input =
        compressed::open(Cursor::new(bytes.to_vec()), &limits).expect("an archive that means well");
    let mut reader = match Reader::new(input) {
        Ok(reader) => reader,
        Err(error) => {
            return Outcome {
                header: None,
                units: Vec::new(),
                report: Report::default(),
                error: Some(error),
            };
        }
    };
    let mut units = Vec::new();
    let error = loop {
        match reader.next_unit() {
            Ok(Some(unit)) => units.push(unit),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    Outcome {
        header: Some(reader.header().clone()),
        units,
        report: reader.into_report(),
        error,
    }
}

/// How reading a file differs from what its place in the manifest asks for.
fn deviation(listed: &Listed, outcome: &Outcome) -> Option<String> {
    let report = &outcome.report;
    if report.units != outcome.units.len() as u64 {
        return Some(format!(
            "{} units reported, {} given",
            report.units,
            outcome.units.len()
        ));
    }
    let located = report.findings.iter().any(|finding| finding.at.line > 0)
        || outcome
            .error
            .as_ref()
            .is_some_and(|error| error.position().line > 0);
    match (listed.units, &outcome.error) {
        (Some(_), Some(error)) => Some(format!("error: {error}")),
        // Each unit is read or counted as skipped, with a finding.
        (Some(units), None) if report.units + report.skipped != units => Some(format!(
            "{} units read and {} skipped of {units}",
            report.units, report.skipped
        )),
        (_, None) if report.skipped > 0 && report.total() == 0 => Some("skipped in silence".into()),
        (Some(_), None) if listed.file.starts_with("good/") && report.skipped > 0 => {
            Some(format!("{} units of a good file skipped", report.skipped))
        }
        (Some(units), None) if listed.file.starts_with("bad/") && !located && units == 0 => {
            Some("nothing found".into())
        }
        // What a generic parser refuses gets an error or a finding that names the place.
        (None, _) if !located => Some("neither an error nor a finding with a line".into()),
        _ => None,
    }
}

/// The exceptions: a file and why.
fn exceptions() -> BTreeMap<String, String> {
    std::fs::read_to_string(repository("tests/conformance/tmx.txt"))
        .expect("the list is there")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let (file, reason) = line.split_once('\t').expect("a file, a tab, a reason");
            (file.to_owned(), reason.to_owned())
        })
        .collect()
}

#[test]
fn files_are_read_as_the_manifest_says_or_are_listed() {
    let mut exceptions = exceptions();
    let mut wrong = Vec::new();
    for listed in manifest() {
        let bytes = std::fs::read(data(&format!("formats/tmx/{}", listed.file))).expect("a file");
        let deviation = deviation(&listed, &read(&bytes));
        match (deviation, exceptions.remove(&listed.file)) {
            (Some(deviation), None) => wrong.push(format!("{}: {deviation}", listed.file)),
            (None, Some(_)) => {
                wrong.push(format!("{}: read well, take it off the list", listed.file));
            }
            _ => {}
        }
    }
    wrong.extend(
        exceptions
            .into_keys()
            .map(|file| format!("{file}: listed, but not there")),
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A unit as it must come back: dates in TMX's own spelling, and what is no date as a property.
fn canonical(unit: &Unit) -> Unit {
    fn dates(origin: &mut Origin, props: &mut Vec<Property>) {
        let fields = [
            ("lastusagedate", &mut origin.last_usage_date),
            ("creationdate", &mut origin.creation_date),
            ("changedate", &mut origin.change_date),
        ];
        for (name, field) in fields {
            let Some(date) = field.take() else { continue };
            match date.canonical() {
                Some(text) => *field = Some(Date::new(text)),
                None if date.as_str().trim().is_empty() => {}
                None => props.push(Property::new(format!("x-{name}"), date.as_str())),
            }
        }
    }
    let mut unit = unit.clone();
    dates(&mut unit.origin, &mut unit.props);
    for variant in &mut unit.variants {
        dates(&mut variant.origin, &mut variant.props);
    }
    unit
}

fn written(header: &Header, units: &[Unit], options: &WriteOptions) -> Vec<u8> {
    let mut writer = Writer::with_options(Vec::new(), header, options.clone()).expect("a header");
    for unit in units {
        writer
            .write(unit)
            .expect("a unit that was read can be written");
    }
    writer.finish().expect("an end").0
}

#[test]
fn what_was_written_is_read_the_same_and_written_the_same() {
    let mut files = 0;
    for listed in manifest() {
        let bytes = std::fs::read(data(&format!("formats/tmx/{}", listed.file))).expect("a file");
        let outcome = read(&bytes);
        let Some(header) = outcome.header.filter(|_| !listed.file.starts_with("bad/")) else {
            continue;
        };
        let options = WriteOptions::default();
        let first = written(&header, &outcome.units, &options);
        let again = read(&first);
        assert!(again.error.is_none(), "{}: {:?}", listed.file, again.error);
        // Inline codes, properties, notes, unknown attributes and elements: all of it.
        let canonical: Vec<Unit> = outcome.units.iter().map(canonical).collect();
        for (unit, again) in canonical.iter().zip(&again.units) {
            assert_eq!(unit, again, "{}", listed.file);
        }
        assert_eq!(canonical.len(), again.units.len(), "{}", listed.file);
        let header = again.header.expect("it was read");
        let second = written(&header, &again.units, &options);
        assert!(
            first == second,
            "{}: the second writing differs",
            listed.file
        );
        files += 1;
    }
    assert!(files > 130, "{files} files");
}

/// The good files written anew at a level, without what the DTD does not have, for the schema's
/// judgement.
pub(crate) fn rewritten(level: Level) -> Vec<(String, Vec<u8>)> {
    let options = WriteOptions {
        extras: Extras::LeaveOut,
        level,
        ..WriteOptions::default()
    };
    rewritten_with(&options, |unit, _| vec![unit.clone()])
}

/// The good files as a tool takes them.
pub(crate) fn rewritten_for(target: Target) -> Vec<(String, Vec<u8>)> {
    rewritten_with(&target.options(), |unit, language| {
        target.adapt(unit, language).units
    })
}

fn rewritten_with(
    options: &WriteOptions,
    adapt: impl Fn(&Unit, &str) -> Vec<Unit>,
) -> Vec<(String, Vec<u8>)> {
    manifest()
        .into_iter()
        .filter(|listed| !listed.file.starts_with("bad/"))
        .filter_map(|listed| {
            let bytes = std::fs::read(data(&format!("formats/tmx/{}", listed.file))).ok()?;
            let outcome = read(&bytes);
            let header = outcome.header?;
            let language = header.src_lang.as_str();
            let units: Vec<Unit> = outcome
                .units
                .iter()
                .flat_map(|unit| adapt(unit, language))
                .collect();
            Some((listed.file, written(&header, &units, options)))
        })
        .collect()
}
