//! One record to one concept.

use super::cell::{split, unescape, unguard};
use super::column::Column;
use super::item::{self, Place};
use super::read::Layout;
use super::record::Record;
use crate::concept::{Concept, Definition, Relation, RelationKind};
use crate::reading::{Problem, ReadOptions};
use crate::status::Status;
use crate::term::{Evidence, Form, Property, Term, TermType};

/// What is wrong, and in which cell (from 1).
type Refusal = (usize, Problem);

/// A concept, the reviewer's remark, and what is wrong and harmless.
type Read = (Concept, Option<String>, Vec<Refusal>);

/// Reads a row, with what is wrong in it and harmless. Nothing of a row with a worse problem is
/// taken, so that a damaged line is not half read.
pub(super) fn concept(
    record: &Record,
    layout: &Layout,
    options: &ReadOptions,
) -> Result<Read, Refusal> {
    let mut reader = RowReader {
        layout,
        concept: Concept {
            status: options.status,
            ..Concept::default()
        },
        head: Term::default(),
        language: layout
            .language
            .clone()
            .or_else(|| options.source_language.clone())
            .unwrap_or_default(),
        target_language: String::new(),
        remark: None,
        same_language: Vec::new(),
        others: Vec::new(),
        form_counts: Vec::new(),
        details: Vec::new(),
    };
    for (index, cell) in record.cells.iter().enumerate() {
        let refuse = |problem| (index + 1, problem);
        if cell.contains('\0') {
            return Err(refuse(Problem::Nul));
        }
        if cell.trim_matches(' ').is_empty() {
            continue;
        }
        match layout.columns.get(index) {
            Some(column) => reader.cell(column, cell, index + 1).map_err(refuse)?,
            None if layout.is_open() => {
                let name = format!("column {}", index + 1);
                reader
                    .concept
                    .extra
                    .push(Property::new(name, cell.as_str()));
            }
            None => {
                return Err(refuse(Problem::TooManyCells {
                    cells: record.cells.len(),
                    columns: layout.columns.len(),
                }));
            }
        }
    }
    reader.finish()
}

struct RowReader<'a> {
    layout: &'a Layout,
    concept: Concept,
    head: Term,
    language: String,
    target_language: String,
    remark: Option<String>,
    same_language: Vec<(Place, Term)>,
    others: Vec<(String, Vec<Term>)>,
    form_counts: Vec<u64>,
    /// Language, cell, and the entry as written.
    details: Vec<(String, usize, String)>,
}

impl RowReader<'_> {
    fn cell(&mut self, column: &Column, cell: &str, number: usize) -> Result<(), Problem> {
        if !self.layout.own {
            return self.plain_cell(column, cell);
        }
        let cell = if self.layout.guarded {
            unguard(cell)
        } else {
            cell
        };
        let text = || unescape(cell);
        let items = || split(cell, '|').into_iter();
        let concept = &mut self.concept;
        match column {
            Column::Term => self.head.text = text(),
            Column::Forms => {
                self.head.forms = items().map(|form| Form::new(unescape(form), 0)).collect();
            }
            Column::FormCounts => {
                self.form_counts = items().map(count).collect::<Result<_, _>>()?;
            }
            Column::Score => concept.evidence.score = Some(decimal(cell)?),
            Column::Dispersion => concept.evidence.dispersion = Some(decimal(cell)?),
            Column::Frequency => concept.evidence.frequency = count(cell)?,
            Column::Documents => concept.evidence.documents = count(cell)?,
            Column::PartOfSpeech => self.head.part_of_speech = Some(text().into()),
            Column::Gender => self.head.gender = Some(text().into()),
            Column::Number => self.head.number = Some(text().into()),
            Column::Type => self.head.term_type = Some(text().into()),
            Column::TermStatus => self.head.administrative_status = Some(text().into()),
            Column::FullForm => self.place(Place::FullForm, items().map(term)),
            Column::Acronym => self.place(Place::Acronym, items().map(term)),
            Column::Synonyms => self.place(Place::Other, items().map(term)),
            Column::Contexts => self.head.contexts = items().map(item::read_context).collect(),
            Column::Equivalents(tag) => {
                self.others.push((tag.clone(), items().map(term).collect()));
            }
            Column::Definition => self.definitions(items(), None),
            Column::DefinitionIn(language) => self.definitions(items(), Some(language)),
            Column::Subject => concept.subject = Some(text()),
            Column::Status => concept.status = status(&text())?,
            Column::Note => concept.notes = items().map(unescape).collect(),
            Column::Id => concept.id = text().into(),
            Column::Language => self.language = text(),
            Column::Relations => {
                concept.relations = items().map(relation).collect::<Result<_, _>>()?;
            }
            Column::Details(tag) => {
                let details = items().map(|item| (tag.clone(), number, item.to_owned()));
                self.details.extend(details);
            }
            Column::Remark => self.remark = Some(text()),
            Column::TargetLanguage => self.target_language = text(),
            Column::Extra(name) => concept.extra.push(Property::new(name.as_str(), text())),
        }
        Ok(())
    }

    /// A cell of a table that is not ours: taken as it stands, but for spaces around it.
    fn plain_cell(&mut self, column: &Column, cell: &str) -> Result<(), Problem> {
        let cell = cell.trim_matches(' ');
        let concept = &mut self.concept;
        match column {
            Column::Term => cell.clone_into(&mut self.head.text),
            Column::Equivalents(tag) => self.others.push((tag.clone(), vec![Term::new(cell)])),
            Column::Note => concept.notes.push(cell.to_owned()),
            Column::PartOfSpeech => self.head.part_of_speech = Some(cell.into()),
            Column::Gender => self.head.gender = Some(cell.into()),
            Column::Number => self.head.number = Some(cell.into()),
            Column::Subject => concept.subject = Some(cell.to_owned()),
            Column::Status => concept.status = status(cell)?,
            Column::Id => concept.id = cell.into(),
            Column::Language => cell.clone_into(&mut self.language),
            Column::TargetLanguage => cell.clone_into(&mut self.target_language),
            Column::Definition => concept.definitions.push(Definition {
                text: cell.to_owned(),
                ..Definition::default()
            }),
            other => {
                let name = super::column::header(other);
                concept.extra.push(Property::new(name, cell));
            }
        }
        Ok(())
    }

    fn place(&mut self, place: Place, terms: impl Iterator<Item = Term>) {
        self.same_language.extend(terms.map(|term| (place, term)));
    }

    fn definitions<'a>(&mut self, items: impl Iterator<Item = &'a str>, language: Option<&String>) {
        let definitions = items.map(|item| {
            let (text, source) = item::read_sourced(item);
            Definition {
                text,
                language: language.cloned(),
                source,
            }
        });
        self.concept.definitions.extend(definitions);
    }

    fn finish(mut self) -> Result<Read, Refusal> {
        let place_of = |wanted: &Column| {
            let position = self
                .layout
                .columns
                .iter()
                .position(|column| column == wanted);
            position.map_or(1, |index| index + 1)
        };
        if self.head.text.is_empty() {
            return Err((place_of(&Column::Term), Problem::NoTerm));
        }
        if self.language.is_empty() {
            return Err((place_of(&Column::Language), Problem::NoLanguage));
        }
        let pairs = self.layout.is_open() && self.layout.columns.len() > 1;
        if pairs && self.others.is_empty() {
            return Err((2, Problem::NoTarget));
        }
        for (form, count) in self.head.forms.iter_mut().zip(&self.form_counts) {
            form.count = *count;
        }
        self.link_short_forms();
        self.concept
            .terms
            .insert(self.language.clone(), vec![self.head]);
        let same = self.same_language.into_iter().map(|(_, term)| term);
        let same = std::iter::once((self.language, same.collect()));
        let target = self.target_language;
        let others = self
            .others
            .into_iter()
            .map(|(tag, terms)| (if tag.is_empty() { target.clone() } else { tag }, terms))
            .filter(|(_, terms)| !terms.is_empty());
        for (language, terms) in same.chain(others) {
            self.concept
                .terms
                .entry(language)
                .or_default()
                .extend(terms);
        }
        let problems = apply_details(&mut self.concept, self.details);
        Ok((self.concept, self.remark, problems))
    }

    /// Gives types and links to the terms of the columns `full_form` and `acronym`.
    fn link_short_forms(&mut self) {
        // A stable order for files whose columns are not.
        self.same_language.sort_by_key(|(place, _)| *place as u8);
        for (place, term) in &mut self.same_language {
            term.term_type = item::implied_type(*place);
            term.full_form = item::implied_full_form(*place, &self.head).map(str::to_owned);
        }
        let full = self
            .same_language
            .iter()
            .find(|(place, _)| *place == Place::FullForm);
        if let Some((_, full)) = full {
            self.head.full_form = Some(full.text.clone());
            if !self.layout.columns.contains(&Column::Type) {
                self.head.term_type = Some(TermType::Acronym);
            }
        }
    }
}

/// Details of a term that the row no longer has, because somebody struck it out, are told and
/// not taken; they must not cost the row.
fn apply_details(concept: &mut Concept, details: Vec<(String, usize, String)>) -> Vec<Refusal> {
    // Terms of the same text take the entries one after the other.
    let mut taken: Vec<(String, usize)> = Vec::new();
    let mut problems = Vec::new();
    for (language, column, entry) in details {
        let parsed = item::read_details(&entry);
        let applied = parsed.is_some_and(|(text, pairs)| {
            let terms = concept.terms.get_mut(&language).into_iter().flatten();
            let found = terms.enumerate().find(|(index, term)| {
                term.text == text && !taken.contains(&(language.clone(), *index))
            });
            let Some((index, term)) = found else {
                return false;
            };
            taken.push((language.clone(), index));
            // Every pair is tried, whatever became of those before it.
            let apply =
                |good, (key, value): (&str, String)| item::apply_detail(term, key, &value) && good;
            pairs.into_iter().fold(true, apply)
        });
        if !applied {
            problems.push((column, Problem::BadDetails { value: entry }));
        }
    }
    problems
}

fn term(piece: &str) -> Term {
    let (text, frequency) = item::read_counted(piece);
    Term {
        evidence: Evidence {
            frequency,
            ..Evidence::default()
        },
        ..Term::new(text)
    }
}

fn relation(piece: &str) -> Result<Relation, Problem> {
    let bad = || Problem::BadRelation {
        value: piece.to_owned(),
    };
    let (kind, concept) = piece.split_once(':').ok_or_else(bad)?;
    let kind = RelationKind::ALL
        .into_iter()
        .find(|known| known.as_str() == kind);
    Ok(Relation::new(kind.ok_or_else(bad)?, unescape(concept)))
}

fn status(text: &str) -> Result<Status, Problem> {
    Status::from_name(text).ok_or_else(|| Problem::UnknownStatus {
        value: text.to_owned(),
    })
}

fn count(text: &str) -> Result<u64, Problem> {
    let not_a_number = |_| Problem::NotANumber {
        value: text.to_owned(),
    };
    text.trim_matches(' ').parse().map_err(not_a_number)
}

fn decimal(text: &str) -> Result<f64, Problem> {
    item::read_number(text).ok_or_else(|| Problem::NotANumber {
        value: text.to_owned(),
    })
}
