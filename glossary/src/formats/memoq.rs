//! memoQ's table (CSV with semicolons): columns of the entry, then for each language its definition
//! and its terms, each with two columns of its own.

use std::io::Write;

use indexmap::IndexMap;

use super::language_name;
use super::pairs;
use super::table::write_csv;
use crate::concept::{Concept, Definition};
use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::glossary::Glossary;
use crate::reading::{Coverage, Problem, ReadOptions, Reading};
use crate::status::{AdministrativeStatus, Status};
use crate::term::{Context, Gender, Number, PartOfSpeech, Property, Term};
use crate::tsv::{Quotes, Record, Records};

/// The first column of a memoQ table.
pub(crate) const MARK: &str = "Entry_ID";

/// Columns of the entry that the model keeps as properties.
const KEPT: [&str; 7] = [
    "Entry_Domain",
    "Entry_ClientID",
    "Entry_ProjectID",
    "Entry_Created",
    "Entry_Creator",
    "Entry_LastModified",
    "Entry_Modifier",
];

/// What a column holds.
enum Column {
    Id,
    Subject,
    Note,
    Entry(String),
    Definition(String),
    Term(String),
    Info,
    Example,
}

/// Reads memoQ's table.
///
/// # Errors
/// When the header names no language.
pub(crate) fn read(text: &str, separator: char, options: &ReadOptions) -> Result<Reading, Error> {
    let mut reading = Reading {
        format: "memoQ table",
        coverage: Coverage {
            own_ids: true,
            subject: true,
            definitions: true,
            notes: true,
            ..Coverage::default()
        },
        ..Reading::default()
    };
    let mut columns: Option<Vec<Column>> = None;
    for record in Records::divided(text, Quotes::Cell, separator) {
        if record.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(columns) = &columns else {
            let found = header(&record);
            if !found.iter().any(|column| matches!(column, Column::Term(_))) {
                return Err(Error::NoTermColumn { line: record.line });
            }
            columns = Some(found);
            continue;
        };
        reading.rows += 1;
        match row(&record, columns, options.status) {
            Ok(concept) => {
                let id = concept.id.clone();
                let given = reading.glossary.add(concept);
                if !id.as_str().is_empty() && id != given {
                    reading.find(record.line, 1, Problem::DuplicateId { id, given }, false);
                }
            }
            Err((column, problem)) => reading.find(record.line, column, problem, true),
        }
    }
    let languages = reading.glossary.languages().into_iter();
    reading.coverage.languages = Some(languages.map(str::to_owned).collect());
    Ok(reading)
}

fn header(record: &Record) -> Vec<Column> {
    let names = record.cells.iter().map(|cell| cell.trim());
    names
        .map(|name| match name {
            MARK => Column::Id,
            "Entry_Subject" => Column::Subject,
            "Entry_Note" => Column::Note,
            "Term_Info" => Column::Info,
            "Term_Example" => Column::Example,
            _ if name.starts_with("Entry_") => Column::Entry(name.to_owned()),
            _ => {
                let definition = name.strip_suffix("_Def").and_then(language_name::tag);
                match (definition, language_name::tag(name)) {
                    (Some(tag), _) => Column::Definition(tag),
                    (None, Some(tag)) => Column::Term(tag),
                    (None, None) => Column::Entry(name.to_owned()),
                }
            }
        })
        .collect()
}

fn row(record: &Record, columns: &[Column], status: Status) -> Result<Concept, (usize, Problem)> {
    let mut concept = Concept {
        status,
        ..Concept::default()
    };
    // The term that columns of terms belong to: the last one named.
    let mut open: Option<(String, Term)> = None;
    let mut done: Vec<(String, Term)> = Vec::new();
    for (at, cell) in record.cells.iter().enumerate() {
        let text = cell.trim_matches(' ');
        if text.contains('\0') {
            return Err((at + 1, Problem::Nul));
        }
        let Some(column) = columns.get(at) else {
            if text.is_empty() {
                continue;
            }
            let (cells, columns) = (record.cells.len(), columns.len());
            return Err((at + 1, Problem::TooManyCells { cells, columns }));
        };
        if let Column::Term(tag) = column {
            done.extend(open.take());
            open = Some((tag.clone(), Term::new(text)));
            continue;
        }
        if text.is_empty() {
            continue;
        }
        let term = open.as_mut().map(|(_, term)| term);
        match (column, term) {
            (Column::Id, _) => concept.id = text.into(),
            (Column::Subject, _) => concept.subject = Some(text.to_owned()),
            (Column::Note, _) => concept.notes.push(text.to_owned()),
            (Column::Definition(tag), _) => concept.definitions.push(Definition {
                text: text.to_owned(),
                language: Some(tag.clone()),
                source: None,
            }),
            (Column::Info, Some(term)) => info(text, term),
            (Column::Example, Some(term)) => term.contexts.push(Context {
                text: text.to_owned(),
                ..Context::default()
            }),
            (Column::Entry(name), _) => concept.extra.push(Property::new(name.as_str(), text)),
            (Column::Info | Column::Example | Column::Term(_), _) => {}
        }
    }
    done.extend(open);
    for (tag, term) in done.into_iter().filter(|(_, term)| !term.text.is_empty()) {
        concept.terms.entry(tag).or_default().push(term);
    }
    if concept.terms.is_empty() {
        return Err((1, Problem::NoTerm));
    }
    Ok(concept)
}

/// What memoQ knows of a term, word by word: `CasePermissive;HalfPrefix;Forbidden;Noun`. Words
/// without a field are kept.
fn info(text: &str, term: &mut Term) {
    let mut rest = Vec::new();
    for word in text.split([';', ',', '|']).map(str::trim) {
        match word.to_ascii_lowercase().as_str() {
            "" => {}
            "forbidden" => term.administrative_status = Some(AdministrativeStatus::Deprecated),
            "noun" => term.part_of_speech = Some(PartOfSpeech::Noun),
            "verb" => term.part_of_speech = Some(PartOfSpeech::Verb),
            "adjective" => term.part_of_speech = Some(PartOfSpeech::Adjective),
            "adverb" => term.part_of_speech = Some(PartOfSpeech::Adverb),
            "masculine" => term.gender = Some(Gender::Masculine),
            "feminine" => term.gender = Some(Gender::Feminine),
            "neuter" => term.gender = Some(Gender::Neuter),
            "singular" => term.number = Some(Number::Singular),
            "plural" => term.number = Some(Number::Plural),
            _ => rest.push(word),
        }
    }
    if !rest.is_empty() {
        term.extra.push(Property::new("Term_Info", rest.join(";")));
    }
}

/// memoQ's table, with a header and semicolons, one line a concept.
#[derive(Debug, Clone, Copy, Default)]
pub struct MemoQ;

impl Export for MemoQ {
    fn name(&self) -> &'static str {
        "memoQ table"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error> {
        let source = selection.source_in(glossary);
        // As many columns a language as the concept with most terms needs.
        let mut most: IndexMap<&str, (bool, usize)> = IndexMap::new();
        for tag in glossary.languages() {
            if selection.takes(source, tag) {
                most.insert(tag, (false, 0));
            }
        }
        for concept in selection.concepts(glossary) {
            for (tag, (defined, columns)) in &mut most {
                *columns = (*columns).max(terms(concept, tag).count());
                *defined |= definitions(concept, tag).next().is_some();
            }
        }
        most.retain(|_, (defined, columns)| *columns > 0 || *defined);
        if most.is_empty() {
            return Err(Error::Empty {
                format: self.name(),
            });
        }
        let mut header: Vec<String> = [MARK, "Entry_Subject"].map(str::to_owned).to_vec();
        header.extend(KEPT.map(str::to_owned));
        header.push("Entry_Note".to_owned());
        for (tag, (_, columns)) in &most {
            let name = language_name::name(tag).map_or_else(
                || (*tag).to_owned(),
                |name| name.replace([' ', '(', ')'], "_").replace("__", "_"),
            );
            let name = name.trim_end_matches('_');
            header.push(format!("{name}_Def"));
            for _ in 0..*columns {
                header.extend([name, "Term_Info", "Term_Example"].map(str::to_owned));
            }
        }
        write_csv(out, header.iter().map(String::as_str), ';', "\r\n")?;
        selection.write_each(glossary, Losses::default(), |concept, losses| {
            let (cells, count) = cells(concept, &most, losses);
            if count == 0 {
                let what = "concept without a term in the languages asked for";
                losses.note(&concept.id, what);
            } else {
                write_csv(out, cells.iter().map(String::as_str), ';', "\r\n")?;
            }
            Ok(count)
        })
    }
}

fn terms<'a>(concept: &'a Concept, tag: &str) -> impl Iterator<Item = &'a Term> {
    let terms = concept.terms.get(tag).into_iter().flatten();
    terms.filter(|term| !term.text.trim().is_empty())
}

fn definitions<'a>(concept: &'a Concept, tag: &'a str) -> impl Iterator<Item = &'a Definition> {
    let all = concept.definitions.iter();
    all.filter(move |one| one.language.as_deref() == Some(tag))
}

fn cells(
    concept: &Concept,
    most: &IndexMap<&str, (bool, usize)>,
    losses: &mut Losses,
) -> (Vec<String>, usize) {
    let id = concept.id.as_str();
    let number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let mut cells = vec![
        if number { id.to_owned() } else { String::new() },
        concept.subject.clone().unwrap_or_default(),
    ];
    if !number {
        losses.note(&concept.id, "id that is no number");
    }
    for name in KEPT {
        let found = concept.extra.iter().find(|property| property.name == name);
        cells.push(found.map_or_else(String::new, |property| property.value.clone()));
    }
    let other = concept
        .extra
        .iter()
        .filter(|property| !KEPT.contains(&property.name.as_str()));
    for property in other {
        losses.note(
            &concept.id,
            &format!("property «{}» of a concept", property.name),
        );
    }
    // Definitions of no language would have no column.
    let loose = concept.definitions.iter().filter(|one| {
        let tag = one.language.as_deref();
        !most.keys().any(|known| Some(*known) == tag)
    });
    let notes = concept.notes.iter().cloned();
    let notes: Vec<String> = notes.chain(loose.map(|one| one.text.clone())).collect();
    cells.push(notes.join("\n"));
    let mut count = 0;
    for (tag, (_, columns)) in most {
        let texts: Vec<&str> = definitions(concept, tag)
            .map(|one| one.text.as_str())
            .collect();
        cells.push(texts.join("\n"));
        let own: Vec<&Term> = terms(concept, tag).collect();
        for term in &own {
            let examples: Vec<&str> = term.contexts.iter().map(|one| one.text.as_str()).collect();
            cells.extend([term.text.clone(), term_info(term), examples.join("\n")]);
            count += 1;
            for property in term.extra.iter().filter(|one| one.name != "Term_Info") {
                losses.note(
                    &concept.id,
                    &format!("property «{}» of a term", property.name),
                );
            }
        }
        cells.extend(std::iter::repeat_n(
            String::new(),
            3 * (columns - own.len()),
        ));
    }
    let all: usize = concept.terms.values().map(Vec::len).sum();
    losses.note_many(
        &concept.id,
        "term of a language that was not asked for, or without text",
        all - count,
    );
    losses.note_many(&concept.id, "relation", concept.relations.len());
    losses.note_many(
        &concept.id,
        "decision in the history",
        concept.history.len(),
    );
    pairs::note_rest(
        concept,
        "terms, grammar, examples, definitions, subject and notes",
        losses,
    );
    (cells, count)
}

fn term_info(term: &Term) -> String {
    let kept = term
        .extra
        .iter()
        .find(|property| property.name == "Term_Info");
    let mut words: Vec<&str> = kept
        .iter()
        .map(|property| property.value.as_str())
        .collect();
    if kept.is_none() {
        // memoQ's own defaults for case and prefix matching.
        words.extend(["CasePermissive", "HalfPrefix"]);
    }
    if pairs::is_discouraged(term) {
        words.push("Forbidden");
    }
    words.extend(match term.part_of_speech {
        Some(PartOfSpeech::Noun | PartOfSpeech::ProperNoun) => Some("Noun"),
        Some(PartOfSpeech::Verb) => Some("Verb"),
        Some(PartOfSpeech::Adjective) => Some("Adjective"),
        Some(PartOfSpeech::Adverb) => Some("Adverb"),
        _ => None,
    });
    words.extend(match term.gender {
        Some(Gender::Masculine) => Some("Masculine"),
        Some(Gender::Feminine) => Some("Feminine"),
        Some(Gender::Neuter) => Some("Neuter"),
        _ => None,
    });
    words.extend(match term.number {
        Some(Number::Singular) => Some("Singular"),
        Some(Number::Plural) => Some("Plural"),
        _ => None,
    });
    words.join(";")
}
