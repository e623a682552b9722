//! UTX 1.11, the simple table of AAMT: two header lines, tab-separated rows, one direction.

use std::io::Write;

use super::pairs;
use super::table::one_line;
use crate::concept::{Concept, ConceptId};
use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::glossary::Glossary;
use crate::language::is_language_code;
use crate::reading::{Coverage, Problem, ReadOptions, Reading};
use crate::status::{AdministrativeStatus, Status};
use crate::term::{Property, Term};
use crate::tsv::{Quotes, Record, Records};

/// How a UTX file begins.
pub(crate) const MARK: &str = "#UTX";

/// Reads UTX. Rows without a source or a target term are skipped and told.
///
/// # Errors
/// When there is no line of columns, or the header names no pair of languages and the caller none.
pub(crate) fn read(text: &str, options: &ReadOptions) -> Result<Reading, Error> {
    let mut reading = Reading {
        format: "UTX",
        coverage: Coverage {
            notes: true,
            ..Coverage::default()
        },
        ..Reading::default()
    };
    let first = text.lines().next().unwrap_or_default();
    let mut languages = None;
    for field in first.trim_start_matches('#').split(';').skip(1) {
        let field = field.trim();
        match field.split_once('/') {
            Some((from, to)) if is_language_code(from.trim()) && is_language_code(to.trim()) => {
                languages = Some((from.trim().to_owned(), to.trim().to_owned()));
            }
            _ => {
                let (name, value) = field.split_once(':').unwrap_or(("utx", field));
                let dated = name.len() > 4 && name.as_bytes()[..4].iter().all(u8::is_ascii_digit);
                let property = if dated {
                    Property::new("date", field)
                } else {
                    Property::new(name.trim(), value.trim())
                };
                reading.glossary.extra.push(property);
            }
        }
    }
    let told = options
        .source_language
        .clone()
        .zip(options.target_language.clone());
    let Some((from, to)) = languages.or(told) else {
        return Err(Error::NoLanguage {
            format: "UTX",
            missing: "source",
        });
    };
    let mut columns: Option<Vec<String>> = None;
    for record in Records::divided(text, Quotes::Text, '\t') {
        if record.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if let Some(rest) = record.cells[0].strip_prefix('#') {
            if columns.is_none() && rest.trim() == "src" {
                let mut names = record.cells.clone();
                names[0] = "src".to_owned();
                columns = Some(names.iter().map(|name| name.trim().to_owned()).collect());
            } else if record.line > 1 {
                reading.rows += 1;
                reading.find(record.line, 1, Problem::Comment, true);
            }
            continue;
        }
        reading.rows += 1;
        let Some(columns) = &columns else {
            return Err(Error::NoTermColumn { line: record.line });
        };
        match row(&record, columns, &from, &to, options.status) {
            Ok(concept) => {
                reading.glossary.add(concept);
            }
            Err((column, problem)) => reading.find(record.line, column, problem, true),
        }
    }
    Ok(reading)
}

fn row(
    record: &Record,
    columns: &[String],
    from: &str,
    to: &str,
    default: Status,
) -> Result<Concept, (usize, Problem)> {
    let (mut source, mut target) = (Term::default(), Term::default());
    let mut concept = Concept {
        status: default,
        ..Concept::default()
    };
    let mut status = "";
    for (at, cell) in record.cells.iter().enumerate() {
        let cell = cell.trim();
        let Some(column) = columns.get(at) else {
            return Err((
                at + 1,
                Problem::TooManyCells {
                    cells: record.cells.len(),
                    columns: columns.len(),
                },
            ));
        };
        if cell.contains('\0') {
            return Err((at + 1, Problem::Nul));
        }
        if cell.is_empty() {
            continue;
        }
        match column.as_str() {
            "src" => cell.clone_into(&mut source.text),
            "tgt" => cell.clone_into(&mut target.text),
            "src:pos" => source.part_of_speech = Some(cell.into()),
            "tgt:pos" => target.part_of_speech = Some(cell.into()),
            "src:plural" | "tgt:plural" => {
                let term = if column.starts_with("src") {
                    &mut source
                } else {
                    &mut target
                };
                term.forms.push(crate::term::Form::new(cell, 0));
            }
            "src:comment" => source.notes.push(cell.to_owned()),
            "tgt:comment" => target.notes.push(cell.to_owned()),
            "term status" => status = cell,
            "comment" => concept.notes.push(cell.to_owned()),
            "domain" => concept.subject = Some(cell.to_owned()),
            name => concept.extra.push(Property::new(name, cell)),
        }
    }
    if source.text.is_empty() {
        return Err((1, Problem::NoTerm));
    }
    if target.text.is_empty() {
        return Err((2, Problem::NoTarget));
    }
    match status {
        "" | "approved" => {}
        "provisional" => concept.status = Status::Candidate,
        "forbidden" => target.administrative_status = Some(AdministrativeStatus::Deprecated),
        "non-standard" => target.administrative_status = Some(AdministrativeStatus::Admitted),
        other => concept.extra.push(Property::new("term status", other)),
    }
    Ok(Concept {
        terms: [
            (from.to_owned(), vec![source]),
            (to.to_owned(), vec![target]),
        ]
        .into_iter()
        .collect(),
        ..concept
    })
}

/// The lines' end that the format asks for.
const LINE_END: &str = "\r\n";

/// UTX for one pair of languages: each source term with each target term, forbidden ones too.
///
/// The first line names languages and what the file's own header said. The same glossary gives the same
/// file: no date is taken from a clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct Utx;

impl Export for Utx {
    fn name(&self) -> &'static str {
        "UTX"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["utx"]
    }

    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error> {
        let (source, target) = pairs::languages(glossary, selection, self.name())?;
        let mut losses = Losses::default();
        write!(out, "#UTX 1.11; {source}/{target}; {}", date(glossary))?;
        for property in &glossary.extra {
            let text = one_line(&property.value).replace(';', ",");
            match property.name.as_str() {
                "date" => {}
                "utx" => write!(out, "; {text}")?,
                name @ ("copyright" | "license") => write!(out, "; {name}: {text}")?,
                _ => losses.note(&ConceptId::default(), "property of the glossary"),
            }
        }
        let columns = "#src\ttgt\tsrc:pos\ttgt:pos\tterm status\tdomain\tcomment";
        write!(out, "{LINE_END}{columns}{LINE_END}")?;
        selection.write_each(glossary, losses, |concept, losses| {
            let mut written = 0;
            let usable = |term: &&Term| !term.text.trim().is_empty();
            for (_, a) in concept.terms_in(source).filter(|(_, term)| usable(term)) {
                if a.text.starts_with('#') {
                    losses.note(&concept.id, "source term that starts with #");
                    continue;
                }
                for (_, b) in concept.terms_in(target).filter(|(_, term)| usable(term)) {
                    let cells = cells(concept, a, b);
                    write!(out, "{}{LINE_END}", cells.join("\t"))?;
                    written += 1;
                }
            }
            if written == 0 {
                let what = "concept without a pair of terms in these languages";
                losses.note(&concept.id, what);
            } else {
                pairs::note_rest(
                    concept,
                    "terms, parts of speech, status, subject and notes",
                    losses,
                );
            }
            Ok(written)
        })
    }
}

/// The date of making, which readers want in the third place of the header: what the file's own header
/// said, or the latest decision, or one that is always the same.
fn date(glossary: &Glossary) -> String {
    let own = glossary.extra.iter().find(|one| one.name == "date");
    if let Some(own) = own {
        return one_line(&own.value).replace(';', ",");
    }
    let decisions = glossary.concepts().flat_map(|concept| &concept.history);
    let latest = decisions.map(|decision| decision.stamp.at.as_str()).max();
    let latest = latest.filter(|at| !at.is_empty());
    latest.unwrap_or("2000-01-01T00:00:00Z").to_owned()
}

fn cells(concept: &Concept, a: &Term, b: &Term) -> [String; 7] {
    let pos = |term: &Term| {
        let pos = term.part_of_speech.as_ref();
        pos.map_or_else(String::new, |pos| pos.as_str().to_owned())
    };
    let status = match (&b.administrative_status, concept.status) {
        (Some(AdministrativeStatus::Deprecated | AdministrativeStatus::Superseded), _) => {
            "forbidden"
        }
        (_, Status::Candidate) => "provisional",
        (Some(AdministrativeStatus::Admitted), _) => "non-standard",
        _ => "approved",
    };
    [
        a.text.clone(),
        b.text.clone(),
        pos(a),
        pos(b),
        status.to_owned(),
        concept.subject.clone().unwrap_or_default(),
        concept.notes.join(" · "),
    ]
    .map(|cell| one_line(&cell).into_owned())
}
