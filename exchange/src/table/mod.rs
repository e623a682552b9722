//! Tables of units: TSV, CSV and spreadsheets.
//!
//! - this file: [`Columns`], which column holds what, and how a row becomes a pair and back;
//! - `cell`: cells of text tables: quotation, separators, formulas made harmless;
//! - `text`: TSV and CSV;
//! - `xlsx`: spreadsheets.
//!
//! A table with a header names its columns: those of [`NAMES`] in any order, or two language codes
//! (`fr`, `en`). Columns it has beside them become properties. A table without a header has the source
//! in the first column and the target in the second; that is what OPUS, WMT and Google use, and there
//! nothing is quoted.

mod cell;
mod text;
mod xlsx;

use bitext_tmx::{Date, Segment};

use crate::finding::Error;
use crate::pair::{Losses, Pair, lose};
use crate::source::Desk;
use crate::status::Status;

pub(crate) use text::{Text, TextWriter};
pub(crate) use xlsx::{Xlsx, XlsxWriter};

/// The columns written, in this order.
const NAMES: [&str; 11] = [
    "source",
    "target",
    "source_language",
    "target_language",
    "id",
    "status",
    "created",
    "changed",
    "creator",
    "notes",
    "properties",
];

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Source,
    Target,
    SourceLanguage,
    TargetLanguage,
    Id,
    Status,
    Created,
    Changed,
    Creator,
    Notes,
    Properties,
    /// A property of this name.
    Other(String),
}

/// Which column holds what.
#[derive(Debug, Clone)]
struct Columns {
    columns: Vec<Column>,
    /// The languages that a header of two language codes names.
    languages: Option<(String, String)>,
}

impl Columns {
    /// What a first row says, or nothing when it is no header.
    fn of_header(cells: &[String]) -> Option<Self> {
        if let Some((source, target)) = languages(cells) {
            let mut columns = vec![Column::Source, Column::Target];
            columns.extend(cells.iter().skip(2).map(|name| Self::column(name)));
            let languages = Some((source, target));
            return Some(Self { columns, languages });
        }
        let columns: Vec<Column> = cells.iter().map(|name| Self::column(name)).collect();
        let has = |column: Column| columns.iter().filter(|&c| *c == column).count() == 1;
        (has(Column::Source) && has(Column::Target)).then_some(Self {
            columns,
            languages: None,
        })
    }

    /// Source, target, and whatever comes behind.
    fn plain() -> Self {
        Self {
            columns: vec![Column::Source, Column::Target],
            languages: None,
        }
    }

    fn column(name: &str) -> Column {
        let name = name.trim();
        match name.to_lowercase().replace([' ', '-'], "_").as_str() {
            "source" | "src" | "source_text" | "source_segment" => Column::Source,
            "target" | "tgt" | "trg" | "target_text" | "target_segment" | "translation" => {
                Column::Target
            }
            "source_language" | "source_lang" | "src_lang" => Column::SourceLanguage,
            "target_language" | "target_lang" | "tgt_lang" | "trg_lang" => Column::TargetLanguage,
            "id" | "tuid" => Column::Id,
            "status" => Column::Status,
            "created" => Column::Created,
            "changed" => Column::Changed,
            "creator" => Column::Creator,
            "notes" | "note" | "comment" | "comments" => Column::Notes,
            "properties" => Column::Properties,
            _ if name.starts_with("x-") => Column::Other(name.to_owned()),
            _ => Column::Other(format!("x-{name}")),
        }
    }

    /// The pair of a row.
    fn pair(&self, cells: &[String], desk: &Desk) -> Result<Pair, Error> {
        let mut pair = Pair::default();
        let (mut source, mut target) = match &self.languages {
            Some((source, target)) => (Some(source.clone()), Some(target.clone())),
            None => (None, None),
        };
        let place = |at: usize| self.columns.get(at).cloned();
        for (at, cell) in cells.iter().enumerate() {
            let column = place(at).unwrap_or_else(|| Column::Other(format!("x-column-{}", at + 1)));
            let filled = (!cell.is_empty()).then(|| cell.clone());
            match column {
                Column::Source => pair.source = Segment::from(cell.as_str()),
                Column::Target => pair.target = Segment::from(cell.as_str()),
                Column::SourceLanguage => source = filled.or(source),
                Column::TargetLanguage => target = filled.or(target),
                Column::Id => pair.id = filled,
                Column::Status => pair.status = Status::parse(cell),
                Column::Created => pair.created = filled.map(Date::new),
                Column::Changed => pair.changed = filled.map(Date::new),
                Column::Creator => pair.creator = filled,
                Column::Notes => pair.notes.extend(filled),
                Column::Properties => match serde_json::from_str(cell) {
                    Ok(Pairs(properties)) => pair.properties.extend(properties),
                    Err(_) => pair
                        .properties
                        .extend(filled.map(|text| ("x-properties".to_owned(), text))),
                },
                Column::Other(name) => pair.properties.extend(filled.map(|text| (name, text))),
            }
        }
        pair.source_language = desk.source_language(source.as_deref())?;
        pair.target_language = desk.target_language(target.as_deref())?;
        Ok(pair)
    }
}

/// Properties as they stand in one cell.
#[derive(serde::Deserialize)]
struct Pairs(Vec<(String, String)>);

/// The cells of a pair, in the order of [`NAMES`].
fn cells(pair: &Pair, losses: &mut Losses) -> [String; NAMES.len()] {
    pair.lose_codes(losses);
    lose(
        losses,
        "names of users who changed units",
        usize::from(pair.changer.is_some()),
    );
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let date = |date: &Option<Date>| {
        date.as_ref()
            .map(|date| date.as_str().to_owned())
            .unwrap_or_default()
    };
    let properties = if pair.properties.is_empty() {
        String::new()
    } else {
        serde_json::to_string(&pair.properties).unwrap_or_default()
    };
    [
        pair.source.plain_text().into_owned(),
        pair.target.plain_text().into_owned(),
        pair.source_language.clone(),
        pair.target_language.clone(),
        text(&pair.id),
        pair.status
            .map(|status| status.to_string())
            .unwrap_or_default(),
        date(&pair.created),
        date(&pair.changed),
        text(&pair.creator),
        pair.notes.join("\n"),
        properties,
    ]
}

/// The two languages of a header that begins with two different language codes.
fn languages(cells: &[String]) -> Option<(String, String)> {
    let [source, target, ..] = cells else {
        return None;
    };
    let (source, target) = (source.trim(), target.trim());
    (is_code(source) && is_code(target) && !source.eq_ignore_ascii_case(target))
        .then(|| (source.to_owned(), target.to_owned()))
}

/// Whether a cell looks like a language code: two or three letters, perhaps with subtags.
fn is_code(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
        && !matches!(text.to_ascii_lowercase().as_str(), "src" | "tgt" | "trg")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&cell| cell.to_owned()).collect()
    }

    #[test]
    fn headers_are_known_by_their_names() {
        let columns = Columns::of_header(&row(&["ID", "Source text", "Target", "domain"])).unwrap();
        assert_eq!(columns.columns[1], Column::Source);
        assert_eq!(columns.columns[3], Column::Other("x-domain".to_owned()));
        let columns = Columns::of_header(&row(&["fr-CA", "en", "note"])).unwrap();
        assert_eq!(
            columns.languages,
            Some(("fr-CA".to_owned(), "en".to_owned()))
        );
        for no_header in [
            &["Bonjour", "Hello"][..],
            &["source", "x"],
            &["fr", "FR"],
            &[],
        ] {
            assert!(
                Columns::of_header(&row(no_header)).is_none(),
                "{no_header:?}"
            );
        }
    }
}
