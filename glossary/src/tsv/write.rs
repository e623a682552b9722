//! Concepts to rows.

use std::collections::BTreeSet;
use std::io::Write;

use indexmap::IndexSet;

use super::cell::{SEPARATOR, escape, guard, quote};
use super::column::{AFTER, BEFORE, Column, header};
use super::item::{self, Place};
use crate::concept::{Concept, ConceptId, Relation};
use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::formats::table::write_csv;
use crate::glossary::Glossary;
use crate::term::{Property, Term};

/// The table of tab-separated values that [the module](crate::tsv) describes.
///
/// A concept without a term in the source language gets a row under the first language it has;
/// the column `language` tells. Passes over the glossary twice: once for the columns.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tsv;

impl Export for Tsv {
    fn name(&self) -> &'static str {
        "table"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tsv"]
    }

    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error> {
        let manner = Manner {
            guarded: true,
            remark: false,
        };
        write_rows(glossary, selection, manner, &mut |cells| {
            write_line(out, cells.into_iter())
        })
    }
}

/// The same table with commas, or with what else divides cells: CSV (RFC 4180).
///
/// UTF-8. Escapes, lists and the guard against formulas are those of the table.
#[derive(Debug, Clone, Copy)]
pub struct Csv {
    /// What divides the cells; a comma by default.
    pub separator: char,
}

impl Default for Csv {
    fn default() -> Self {
        Self { separator: ',' }
    }
}

impl Export for Csv {
    fn name(&self) -> &'static str {
        "CSV table"
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
        let manner = Manner {
            guarded: true,
            remark: false,
        };
        write_rows(glossary, selection, manner, &mut |cells| {
            write_csv(out, cells.iter().map(String::as_str), self.separator, "\n")
        })
    }
}

/// How cells are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// Whether cells that a spreadsheet would compute get an apostrophe before them.
    pub(crate) guarded: bool,
    /// Whether there is an empty column for reviewers' remarks.
    pub(crate) remark: bool,
}

/// Gives the header and every row to `sink`, and tells what was written.
pub(crate) fn write_rows(
    glossary: &Glossary,
    selection: &Selection,
    manner: Manner,
    sink: &mut dyn FnMut(Vec<String>) -> std::io::Result<()>,
) -> Result<Report, Error> {
    let source = selection.source_in(glossary);
    let written: BTreeSet<&ConceptId> = selection
        .concepts(glossary)
        .filter(|concept| Row::new(concept, selection, source, &BTreeSet::new()).is_some())
        .map(|concept| &concept.id)
        .collect();
    let rows = || {
        selection
            .concepts(glossary)
            .filter_map(|concept| Row::new(concept, selection, source, &written))
    };
    let guarded = |cell: String| if manner.guarded { guard(cell) } else { cell };
    let mut columns = columns(rows());
    if manner.remark {
        let status = columns
            .iter()
            .position(|(column, _)| *column == Column::Status);
        columns.insert(status.map_or(0, |at| at + 1), (Column::Remark, 0));
    }
    let mut report = Report::default();
    let mut losses = Losses::default();
    let names = columns
        .iter()
        .map(|(column, _)| guarded(escape(&header(column), &[])));
    sink(names.collect())?;
    for row in rows() {
        let cells = columns
            .iter()
            .map(|(column, nth)| match row.cell(column, *nth) {
                Cell::Text(text) => guarded(text),
                // Numbers are no formulas, whatever their sign.
                Cell::Number(number) => number,
            });
        sink(cells.collect())?;
        row.note_losses(&mut losses);
        report.concepts += 1;
        report.terms += row.terms().count();
    }
    for concept in selection.concepts(glossary) {
        if !written.contains(&concept.id) {
            losses.note(&concept.id, "concept without a term");
        }
    }
    if glossary.title.is_some() || glossary.source.is_some() || !glossary.extra.is_empty() {
        losses.note(
            &ConceptId::default(),
            "title and description of the glossary",
        );
    }
    report.left_out = glossary.len() - report.concepts;
    report.losses = losses.into_list();
    Ok(report)
}

/// What stands in a column.
enum Cell {
    Text(String),
    Number(String),
}

impl Cell {
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Number(text) => text.is_empty(),
        }
    }
}

/// Whether a property has a column: not what only repeats a field with its markup, nor attributes.
fn is_shown(property: &Property) -> bool {
    let attribute = property.markup.as_deref().is_some_and(crate::tbx::is_shell);
    !attribute && !crate::tbx::doubles_a_field(property)
}

fn write_line(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> std::io::Result<()> {
    let cells: Vec<String> = cells.map(quote).collect();
    writeln!(out, "{}", cells.join("\t"))
}

/// The columns that some row fills, each with the number of its occurrence among columns of the
/// same name (a property may be there several times).
fn columns<'a>(rows: impl Iterator<Item = Row<'a>>) -> Vec<(Column, usize)> {
    let mut equivalents: IndexSet<Column> = IndexSet::new();
    let mut optional: IndexSet<(Column, usize)> = IndexSet::new();
    for row in rows {
        for (tag, _) in row.others() {
            equivalents.insert(Column::Equivalents(tag.to_owned()));
        }
        for column in row.optional() {
            optional.insert((column, 0));
        }
        for (index, property) in row.extra().enumerate() {
            let before = row.extra().take(index);
            let nth = before.filter(|other| other.name == property.name).count();
            optional.insert((Column::Extra(property.name.clone()), nth));
        }
    }
    optional.sort_by_cached_key(|(column, _)| rank(column));
    let core = |columns: &[Column]| columns.to_vec();
    let fixed = core(&BEFORE).into_iter().chain(equivalents).chain(AFTER);
    fixed.map(|column| (column, 0)).chain(optional).collect()
}

/// The order of the columns that are not always there.
fn rank(column: &Column) -> (u8, String) {
    match column {
        Column::Synonyms => (0, String::new()),
        Column::Type => (1, String::new()),
        Column::TermStatus => (2, String::new()),
        Column::Dispersion => (3, String::new()),
        Column::FormCounts => (4, String::new()),
        Column::DefinitionIn(language) => (5, language.clone()),
        Column::Relations => (6, String::new()),
        Column::Details(language) => (7, language.clone()),
        // Stable sorting leaves properties in the order of first appearance.
        _ => (8, String::new()),
    }
}

/// A concept seen as a row: its head, and where its other terms go.
struct Row<'a> {
    concept: &'a Concept,
    selection: &'a Selection,
    source: Option<&'a str>,
    language: &'a str,
    head: &'a Term,
    /// The terms of the head's language, in the order in which the row has them.
    same_language: Vec<(Place, &'a Term)>,
    /// The concepts of the table.
    written: &'a BTreeSet<&'a ConceptId>,
}

impl<'a> Row<'a> {
    fn new(
        concept: &'a Concept,
        selection: &'a Selection,
        source: Option<&'a str>,
        written: &'a BTreeSet<&'a ConceptId>,
    ) -> Option<Self> {
        let (language, head) = source
            .and_then(|source| concept.head_in(source))
            .or_else(|| concept.head())
            .filter(|(_, head)| !head.text.is_empty())?;
        let place = |term: &Term| {
            if head.full_form.as_ref() == Some(&term.text) {
                Place::FullForm
            } else if term.full_form.as_ref() == Some(&head.text) {
                Place::Acronym
            } else {
                Place::Other
            }
        };
        let terms = concept.terms.get(language)?.iter();
        let rest = terms.filter(|term| !std::ptr::eq(*term, head) && !term.text.is_empty());
        let mut same_language: Vec<_> = rest.map(|term| (place(term), term)).collect();
        same_language.sort_by_key(|(place, _)| *place as u8);
        same_language.insert(0, (Place::Head, head));
        Some(Self {
            concept,
            selection,
            source,
            language,
            head,
            same_language,
            written,
        })
    }

    /// The links to concepts that have a row too: others would lead nowhere.
    fn relations(&self) -> impl Iterator<Item = &'a Relation> {
        let written = self.written;
        let all = self.concept.relations.iter();
        all.filter(move |relation| written.contains(&relation.concept))
    }

    /// The properties that have columns.
    fn extra(&self) -> impl Iterator<Item = &'a Property> {
        let all = self.concept.extra.iter();
        all.filter(|property| is_shown(property))
    }

    /// The other languages that are written, with their terms.
    fn others(&self) -> impl Iterator<Item = (&'a str, &'a [Term])> {
        let (selection, source, own) = (self.selection, self.source, self.language);
        let terms = self.concept.terms.iter();
        terms
            .map(|(tag, terms)| (tag.as_str(), terms.as_slice()))
            .filter(move |(tag, terms)| {
                *tag != own && !terms.is_empty() && selection.takes(source, tag)
            })
    }

    /// Every term of the row with its place.
    fn terms(&self) -> impl Iterator<Item = (&'a str, Place, &'a Term)> {
        let own = self.same_language.iter();
        let own = own.map(|(place, term)| (self.language, *place, *term));
        let others = self.others().flat_map(|(tag, terms)| {
            let terms = terms.iter().filter(|term| !term.text.is_empty());
            terms.map(move |term| (tag, Place::Other, term))
        });
        own.chain(others)
    }

    /// The columns beyond the fixed ones that this row fills.
    fn optional(&self) -> Vec<Column> {
        let concept = self.concept;
        let mut columns = Vec::new();
        let fixed = [
            Column::Synonyms,
            Column::TermStatus,
            Column::Dispersion,
            Column::Relations,
        ];
        columns.extend(
            fixed
                .into_iter()
                .filter(|column| !self.cell(column, 0).is_empty()),
        );
        // Without the column a reader would take the type from `full_form`.
        if self.head.term_type.is_some() || !self.cell(&Column::FullForm, 0).is_empty() {
            columns.push(Column::Type);
        }
        if self.head.forms.iter().any(|form| form.count > 0) {
            columns.push(Column::FormCounts);
        }
        let languages = concept.definitions.iter();
        let languages = languages.filter_map(|definition| definition.language.clone());
        columns.extend(languages.map(Column::DefinitionIn));
        let tags = concept.terms.keys().cloned().map(Column::Details);
        columns.extend(tags.filter(|column| !self.cell(column, 0).is_empty()));
        columns
    }

    /// What stands in a column, ready but for guards and quotes.
    fn cell(&self, column: &Column, nth: usize) -> Cell {
        let concept = self.concept;
        let head = self.head;
        let count = |count: u64| {
            if count == 0 {
                String::new()
            } else {
                count.to_string()
            }
        };
        let cell = match column {
            Column::Score => {
                return Cell::Number(item::number(concept.evidence.score).unwrap_or_default());
            }
            Column::Dispersion => {
                return Cell::Number(item::number(concept.evidence.dispersion).unwrap_or_default());
            }
            Column::Term => escape(&head.text, &[]),
            Column::Forms => list(head.forms.iter().map(|form| escape(&form.text, &['|']))),
            Column::FormCounts => list(head.forms.iter().map(|form| form.count.to_string())),
            Column::Frequency => count(concept.evidence.frequency),
            Column::Documents => count(concept.evidence.documents),
            Column::PartOfSpeech => name(head.part_of_speech.as_ref()),
            Column::Gender => name(head.gender.as_ref()),
            Column::Number => name(head.number.as_ref()),
            Column::Type => name(head.term_type.as_ref()),
            Column::TermStatus => {
                let status = head.administrative_status.as_ref();
                status.map_or_else(String::new, |status| escape(status.short_name(), &[]))
            }
            Column::FullForm => self.placed(Place::FullForm),
            Column::Acronym => self.placed(Place::Acronym),
            Column::Synonyms => self.placed(Place::Other),
            Column::Contexts => list(head.contexts.iter().map(item::write_context)),
            Column::Equivalents(tag) => {
                let terms = self.others().find(|(other, _)| other == tag);
                counted(terms.into_iter().flat_map(|(_, terms)| terms))
            }
            Column::Definition => self.definitions(None),
            Column::DefinitionIn(language) => self.definitions(Some(language)),
            Column::Subject => escape(concept.subject.as_deref().unwrap_or_default(), &[]),
            Column::Status => concept.status.to_string(),
            Column::Note => list(concept.notes.iter().map(|note| escape(note, &['|']))),
            Column::Id => escape(concept.id.as_str(), &[]),
            Column::Language => escape(self.language, &[]),
            Column::Relations => list(self.relations().map(|relation| {
                let target = escape(relation.concept.as_str(), &['|']);
                format!("{}:{target}", relation.kind.as_str())
            })),
            Column::Details(tag) => self.details(tag),
            Column::Extra(name) => {
                let mut values = self.extra().filter(|extra| extra.name == *name);
                values
                    .nth(nth)
                    .map_or_else(String::new, |extra| escape(&extra.value, &[]))
            }
            Column::Remark | Column::TargetLanguage => String::new(),
        };
        Cell::Text(cell)
    }

    fn placed(&self, wanted: Place) -> String {
        let terms = self.same_language.iter();
        counted(
            terms
                .filter(|(place, _)| *place == wanted)
                .map(|(_, term)| *term),
        )
    }

    fn definitions(&self, language: Option<&String>) -> String {
        let wanted = self.concept.definitions.iter();
        let wanted = wanted.filter(|definition| definition.language.as_ref() == language);
        list(
            wanted.map(|definition| {
                item::write_sourced(&definition.text, definition.source.as_deref())
            }),
        )
    }

    fn details(&self, tag: &str) -> String {
        let terms: Vec<_> = self.terms().filter(|(other, ..)| *other == tag).collect();
        list(terms.iter().filter_map(|(_, place, term)| {
            let same = terms.iter().filter(|(.., other)| other.text == term.text);
            item::write_details(term, *place, self.head, same.count() > 1)
        }))
    }

    /// Counts what the row cannot hold.
    fn note_losses(&self, losses: &mut Losses) {
        let concept = self.concept;
        let id = &concept.id;
        losses.note_many(id, "decision in the history", concept.history.len());
        let of_language = concept
            .extra
            .iter()
            .filter(|extra| extra.language.is_some());
        losses.note_many(id, "language of a property", of_language.count());
        let loose = concept.relations.len() - self.relations().count();
        losses.note_many(id, "relation to a concept that is not in the file", loose);
        let hidden = concept.extra.iter().filter(|property| !is_shown(property));
        losses.note_many(id, "markup inside a text, or an attribute", hidden.count());
        let written = self.terms().count();
        let all: usize = concept.terms.values().map(Vec::len).sum();
        losses.note_many(
            id,
            "term of a language that was not asked for, or without text",
            all - written,
        );
        for (.., place, term) in self.terms() {
            for property in &term.extra {
                if is_shown(property) {
                    losses.note(id, &format!("property «{}» of a term", property.name));
                } else {
                    losses.note(id, "markup inside a text, or an attribute");
                }
            }
            if place != Place::Head {
                losses.note_many(id, "form of a synonym or an equivalent", term.forms.len());
                losses.note_many(
                    id,
                    "context of a synonym or an equivalent",
                    term.contexts.len(),
                );
            }
        }
        let loose = self.head.full_form.as_ref().filter(|full| {
            !self
                .same_language
                .iter()
                .any(|(_, term)| term.text == **full)
        });
        losses.note_many(
            id,
            "full form that is no term of the concept",
            loose.iter().count(),
        );
        let empty = [
            concept.notes.iter().filter(|note| note.is_empty()).count(),
            concept
                .extra
                .iter()
                .filter(|extra| extra.value.is_empty())
                .count(),
            concept
                .definitions
                .iter()
                .filter(|definition| definition.text.is_empty())
                .count(),
        ];
        losses.note_many(id, "empty note, definition or property", empty.iter().sum());
        let numbers = [concept.evidence.score, concept.evidence.dispersion];
        let terms = self.terms().flat_map(|(.., term)| {
            [
                term.probability,
                term.evidence.score,
                term.evidence.dispersion,
            ]
        });
        let numbers = numbers.into_iter().chain(terms).flatten();
        losses.note_many(
            id,
            "number that is not finite",
            numbers.filter(|number| !number.is_finite()).count(),
        );
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.filter(|item| !item.is_empty()).collect();
    items.join(SEPARATOR)
}

fn counted<'a>(terms: impl Iterator<Item = &'a Term>) -> String {
    list(
        terms
            .filter(|term| !term.text.is_empty())
            .map(|term| item::write_counted(&term.text, term.evidence.frequency)),
    )
}

fn name(value: Option<&impl ToString>) -> String {
    value.map_or_else(String::new, |value| escape(&value.to_string(), &[]))
}
