//! An analysis as rows, and the rows as text, JSON, CSV, HTML.

use crate::cli::output::Output;
use crate::cli::wording::number;
use anyhow::Result;
use bitext::memory::{Analysis, Bands, Category, Count, FileAnalysis, Rates};
use serde::Serialize;
use std::io::Write;
use unicode_segmentation::UnicodeSegmentation;

/// What the categories are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// As in the reports of Trados Studio.
    Trados,
    /// As in the statistics of memoQ.
    MemoQ,
}

impl Names {
    fn name(self, category: Category, bands: &Bands) -> String {
        let fixed = match (self, category) {
            (Self::Trados, Category::Context) => "Context match",
            (Self::MemoQ, Category::Context) => "101 %, 102 %",
            (_, Category::Exact) => "100 %",
            (Self::Trados, Category::Repetition) => "Repetitions",
            (Self::MemoQ, Category::Repetition) => "Repetition",
            (_, Category::CrossFileRepetition) => "Cross-file repetitions",
            (_, Category::Fuzzy(band)) => return bands.label(band),
            (_, Category::Internal(band)) => return format!("Internal {}", bands.label(band)),
            (Self::Trados, Category::New) => "New",
            (Self::MemoQ, Category::New) => "No match",
        };
        fixed.to_owned()
    }
}

/// A category's name for programs: stays as it is.
fn key(category: Category, bands: &Bands) -> String {
    let band = |band: usize| bands.label(band).replace('–', "-").replace(" %", "");
    match category {
        Category::Context => "context".to_owned(),
        Category::Exact => "exact".to_owned(),
        Category::Repetition => "repetition".to_owned(),
        Category::CrossFileRepetition => "cross-file-repetition".to_owned(),
        Category::Fuzzy(number) => band(number),
        Category::Internal(number) => format!("internal-{}", band(number)),
        Category::New => "new".to_owned(),
    }
}

#[derive(Clone, Debug, Serialize)]
struct Row {
    category: String,
    #[serde(skip)]
    name: String,
    rate: f64,
    segments: u64,
    words: u64,
    /// Of the file's words, in percent.
    percent: f64,
    weighted_words: f64,
    characters: u64,
    characters_with_spaces: u64,
    tags: u64,
}

/// A file, or all of them.
#[derive(Clone, Debug, Serialize)]
struct Section {
    file: String,
    categories: Vec<Row>,
    total: Row,
}

/// The whole analysis.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Table {
    files: Vec<Section>,
    total: Section,
}

impl Table {
    pub(super) fn new(analysis: &Analysis, rates: &Rates, names: Names) -> Self {
        let section = |file: &FileAnalysis| section(file, &analysis.bands, rates, names);
        Self {
            files: analysis.files.iter().map(section).collect(),
            total: section(&analysis.total()),
        }
    }

    /// Weighted words of all files.
    pub(super) fn weighted(&self) -> f64 {
        self.total.total.weighted_words
    }

    /// What is shown: each file, and all together where there are several.
    fn sections(&self) -> impl Iterator<Item = (&str, &Section)> {
        let all = (self.files.len() > 1).then_some(("All files", &self.total));
        self.files
            .iter()
            .map(|file| (file.file.as_str(), file))
            .chain(all)
    }

    pub(super) fn write_json(&self, output: &mut Output) -> Result<()> {
        serde_json::to_writer_pretty(&mut *output, self)?;
        writeln!(output)?;
        Ok(())
    }

    pub(super) fn write_csv(&self, output: &mut Output) -> Result<()> {
        let mut table = csv::Writer::from_writer(output);
        table.write_record([
            "file",
            "category",
            "rate",
            "segments",
            "words",
            "percent",
            "weighted_words",
            "characters",
            "characters_with_spaces",
            "tags",
        ])?;
        for file in &self.files {
            for row in &file.categories {
                table.write_record([
                    &file.file,
                    &row.category,
                    &row.rate.to_string(),
                    &row.segments.to_string(),
                    &row.words.to_string(),
                    &format!("{:.2}", row.percent),
                    &format!("{:.2}", row.weighted_words),
                    &row.characters.to_string(),
                    &row.characters_with_spaces.to_string(),
                    &row.tags.to_string(),
                ])?;
            }
        }
        table.flush()?;
        Ok(())
    }

    pub(super) fn write_text(&self, output: &mut Output) -> Result<()> {
        let heads = ["", "segments", "words", "%", "weighted", "characters"];
        let sections: Vec<(&str, Vec<[String; 6]>)> = self
            .sections()
            .map(|(name, section)| (name, section.rows().map(cells).collect()))
            .collect();
        let widths: Vec<usize> = (0..heads.len())
            .map(|column| {
                sections
                    .iter()
                    .flat_map(|(_, rows)| rows.iter().map(|row| width(&row[column])))
                    .chain([width(heads[column])])
                    .max()
                    .unwrap_or_default()
            })
            .collect();
        for (at, (name, rows)) in sections.iter().enumerate() {
            if at > 0 {
                writeln!(output)?;
            }
            writeln!(output, "{name}")?;
            writeln!(output, "{}", aligned(&heads, &widths))?;
            for row in rows {
                let row: Vec<&str> = row.iter().map(String::as_str).collect();
                writeln!(output, "{}", aligned(&row, &widths))?;
            }
        }
        Ok(())
    }

    pub(super) fn write_html(&self, output: &mut Output) -> Result<()> {
        let page = Page {
            version: env!("CARGO_PKG_VERSION"),
            sections: self
                .sections()
                .map(|(name, section)| (name.to_owned(), section.rows().map(cells).collect()))
                .collect(),
        };
        output.write_all(askama::Template::render(&page)?.as_bytes())?;
        Ok(())
    }
}

impl Section {
    /// Categories that are empty and of no concern to most are left out for people: internal
    /// matches, repetitions across files.
    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.categories
            .iter()
            .filter(|row| {
                row.segments > 0
                    || !(row.category.starts_with("internal") || row.category.starts_with("cross"))
            })
            .chain([&self.total])
    }
}

fn section(file: &FileAnalysis, bands: &Bands, rates: &Rates, names: Names) -> Section {
    let all = file.total();
    let row = |category: String, name: String, rate: f64, count: Count, weighted: f64| Row {
        category,
        name,
        rate,
        segments: count.segments,
        words: count.words,
        percent: if all.words == 0 {
            0.0
        } else {
            round(100.0 * count.words as f64 / all.words as f64)
        },
        weighted_words: round(weighted),
        characters: count.characters,
        characters_with_spaces: count.with_spaces(),
        tags: count.tags,
    };
    let mut weighted = 0.0;
    let categories = file
        .counts
        .iter()
        .map(|(category, count)| {
            let rate = rates.of(*category, bands);
            let words = rate * count.words as f64;
            weighted += words;
            row(
                key(*category, bands),
                names.name(*category, bands),
                rate,
                *count,
                words,
            )
        })
        .collect();
    let rate = if all.words == 0 {
        0.0
    } else {
        round(weighted / all.words as f64)
    };
    Section {
        file: file.name.clone(),
        categories,
        total: row("total".to_owned(), "Total".to_owned(), rate, all, weighted),
    }
}

/// To two decimals.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A row as people see it.
fn cells(row: &Row) -> [String; 6] {
    [
        row.name.clone(),
        number(row.segments),
        number(row.words),
        format!("{:.1}", row.percent),
        format!("{:.1}", row.weighted_words),
        number(row.characters),
    ]
}

fn width(text: &str) -> usize {
    text.graphemes(true).count()
}

/// The first cell to the left, the others to the right.
fn aligned(cells: &[&str], widths: &[usize]) -> String {
    let mut line = String::new();
    for (at, (cell, wide)) in cells.iter().zip(widths).enumerate() {
        let space = " ".repeat(wide.saturating_sub(width(cell)));
        if at == 0 {
            line.push_str(cell);
            line.push_str(&space);
        } else {
            line.push_str("  ");
            line.push_str(&space);
            line.push_str(cell);
        }
    }
    line.trim_end().to_owned()
}

#[derive(askama::Template)]
#[template(path = "analysis.html")]
struct Page {
    version: &'static str,
    sections: Vec<(String, Vec<[String; 6]>)>,
}
