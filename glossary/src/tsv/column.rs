//! The columns of the table and their names.

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Term,
    Forms,
    Score,
    Frequency,
    Documents,
    PartOfSpeech,
    FullForm,
    Acronym,
    Contexts,
    /// Terms of another language.
    Equivalents(String),
    Gender,
    Number,
    /// Definitions in no known language.
    Definition,
    Subject,
    Status,
    Note,
    Id,
    Language,
    Synonyms,
    Type,
    TermStatus,
    Dispersion,
    FormCounts,
    /// Definitions in this language.
    DefinitionIn(String),
    Relations,
    /// What else is known of the terms of this language.
    Details(String),
    /// What the reviewer says of the decisions in this row.
    Remark,
    /// The language of the terms in the second column.
    TargetLanguage,
    /// A property of this name.
    Extra(String),
}

/// The columns that every table has, before and after the equivalents.
pub(super) const BEFORE: [Column; 9] = [
    Column::Term,
    Column::Forms,
    Column::Score,
    Column::Frequency,
    Column::Documents,
    Column::PartOfSpeech,
    Column::FullForm,
    Column::Acronym,
    Column::Contexts,
];
pub(super) const AFTER: [Column; 8] = [
    Column::Gender,
    Column::Number,
    Column::Definition,
    Column::Subject,
    Column::Status,
    Column::Note,
    Column::Id,
    Column::Language,
];

const EQUIVALENTS: &str = "equivalents_";
const DEFINITION: &str = "definition_";
const DETAILS: &str = "details_";
const EXTRA: &str = "extra:";

/// The names of the columns without a language, with what other tables call them.
const NAMES: [(Column, &[&str]); 25] = [
    (Column::Term, &["term", "source", "source term", "src"]),
    (Column::Forms, &["forms"]),
    (Column::Score, &["score"]),
    (Column::Frequency, &["frequency"]),
    (Column::Documents, &["documents"]),
    (Column::PartOfSpeech, &["pos", "part of speech"]),
    (Column::FullForm, &["full_form"]),
    (Column::Acronym, &["acronym"]),
    (Column::Contexts, &["contexts", "context"]),
    (Column::Gender, &["gender"]),
    (Column::Number, &["number"]),
    (Column::Definition, &["definition", "description"]),
    (Column::Subject, &["subject", "domain"]),
    (Column::Status, &["status"]),
    (Column::Note, &["note", "notes", "comment"]),
    (Column::Id, &["id"]),
    (
        Column::Language,
        &["language", "source_lang", "source_language"],
    ),
    (Column::Synonyms, &["synonyms"]),
    (Column::Type, &["type"]),
    (Column::TermStatus, &["term_status"]),
    (Column::Dispersion, &["dispersion"]),
    (Column::FormCounts, &["form_counts"]),
    (Column::Relations, &["relations"]),
    (Column::Remark, &["remark"]),
    (Column::TargetLanguage, &["target_lang", "target_language"]),
];

/// The column that a header names: one of ours in any ASCII case, a language as the terms of that
/// language, or else a property. A target column without a known language has an empty one.
pub(super) fn from_header(header: &str, source: Option<&str>, target: Option<&str>) -> Column {
    if let Some(name) = header.strip_prefix(EXTRA) {
        return Column::Extra(name.to_owned());
    }
    let is = |name: &str| name.eq_ignore_ascii_case(header);
    let named = NAMES
        .into_iter()
        .find(|(_, names)| names.iter().any(|name| is(name)));
    if let Some((column, _)) = named {
        return column;
    }
    if source.is_some_and(is) {
        return Column::Term;
    }
    let target = target.unwrap_or_default();
    if is("target") || is("target term") || is("tgt") || (!target.is_empty() && is(target)) {
        return Column::Equivalents(target.to_owned());
    }
    let with = |prefix: &str| strip_prefix_in_any_case(header, prefix).map(str::to_owned);
    if let Some(language) = with(EQUIVALENTS) {
        Column::Equivalents(language)
    } else if let Some(language) = with(DETAILS) {
        Column::Details(language)
    } else if let Some(language) = with(DEFINITION) {
        Column::DefinitionIn(language)
    } else {
        Column::Extra(header.to_owned())
    }
}

fn strip_prefix_in_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let start = text.get(..prefix.len())?;
    let rest = text.get(prefix.len()..)?;
    (start.eq_ignore_ascii_case(prefix) && !rest.is_empty()).then_some(rest)
}

/// The name that a column's header has.
pub(super) fn header(column: &Column) -> String {
    match column {
        Column::Equivalents(language) => format!("{EQUIVALENTS}{language}"),
        Column::Details(language) => format!("{DETAILS}{language}"),
        Column::DefinitionIn(language) => format!("{DEFINITION}{language}"),
        Column::Extra(name) => extra_header(name),
        named => NAMES
            .iter()
            .find(|(column, _)| column == named)
            .and_then(|(_, names)| names.first())
            .copied()
            .unwrap_or_default()
            .to_owned(),
    }
}

/// A property's own name where no reader would take it for another column.
fn extra_header(name: &str) -> String {
    // What looks like a language would be one to a reader who was told of it.
    let taken = name.is_empty()
        || from_header(name, None, None) != Column::Extra(name.to_owned())
        || looks_like_language(name);
    if taken {
        format!("{EXTRA}{name}")
    } else {
        name.to_owned()
    }
}

/// Two or three letters, alone or before a hyphen or an underscore.
fn looks_like_language(name: &str) -> bool {
    let first = name.split(['-', '_']).next().unwrap_or_default();
    (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_read_back_from_its_own_header() {
        let with_language = [
            Column::Equivalents("pt-BR".into()),
            Column::Details("en".into()),
            Column::DefinitionIn("fr".into()),
        ];
        let extras = [
            "client",
            "term",
            "Source",
            "target",
            "",
            "extra:x",
            "de",
            "equivalents_",
        ];
        let extras = extras.map(|name| Column::Extra(name.into()));
        let named = NAMES.into_iter().map(|(column, _)| column);
        for column in named.chain(with_language).chain(extras) {
            assert_eq!(
                from_header(&header(&column), Some("de"), Some("en")),
                column
            );
        }
    }

    #[test]
    fn headers_of_other_tables_are_understood() {
        assert_eq!(from_header("Source", None, None), Column::Term);
        assert_eq!(from_header("FR", Some("fr"), None), Column::Term);
        assert_eq!(
            from_header("Target", None, Some("en")),
            Column::Equivalents("en".into())
        );
        assert_eq!(from_header("é_", None, None), Column::Extra("é_".into()));
    }
}
