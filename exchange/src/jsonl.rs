//! JSON lines: one object a pair.
//!
//! Own shape: `source`, `target`, `source_language`, `target_language`, then what is known of the pair.
//! Texts with inline codes stand a second time, with their codes, as `source_codes` and
//! `target_codes`, so that nothing of them is lost. Also read: `{"translation": {"en": …, "fr": …}}`,
//! as data sets for machine translation have it, `null` for a text that is missing, and the beads of
//! `bitext align`.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use bitext_tmx::{Date, Segment, Unit};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::finding::{Error, Finding, Report};
use crate::format::Format;
use crate::pair::{Losses, Pair};
use crate::place::Place;
use crate::sink::{Sink, WriteError, Written};
use crate::source::{Desk, ReadOptions, Source};
use crate::status::Status;
use crate::text::Lines;

/// A line.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    translation: Option<serde_json::Map<String, Value>>,
    source: Option<String>,
    target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changer: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// Pairs of name and value: a name may come twice, and order is kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    properties: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_codes: Option<Segment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_codes: Option<Segment>,
    /// Whatever else stands there.
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

pub(crate) struct Reader<R> {
    lines: Lines<R>,
    language: String,
    desk: Desk,
}

impl<R: Read> Reader<R> {
    pub(crate) fn open(input: R, options: &ReadOptions) -> Result<Self, Error> {
        Ok(Self {
            lines: Lines::new(input, |_| None)?,
            language: options
                .source_language
                .clone()
                .unwrap_or_else(|| "*all*".to_owned()),
            desk: Desk::new(options),
        })
    }
}

/// The pair of a line; why it is none, or an error where nobody says in which language it is.
fn pair(line: Line, desk: &Desk) -> Result<Result<Pair, String>, Error> {
    if let Some(texts) = line.translation {
        return Ok(of_translation(&texts, desk));
    }
    let segment = |text: Option<String>, codes: Option<Segment>| {
        let text = text.unwrap_or_default();
        match codes {
            // Codes that belong to another text are left aside.
            Some(codes) if codes.plain_text() == text.as_str() => codes,
            _ => Segment::from(text),
        }
    };
    let mut pair = Pair {
        source_language: desk.source_language(line.source_language.as_deref())?,
        target_language: desk.target_language(line.target_language.as_deref())?,
        source: segment(line.source, line.source_codes),
        target: segment(line.target, line.target_codes),
        id: line.id.map(text),
        status: line.status.as_deref().and_then(Status::parse),
        created: line.created.map(Date::new),
        changed: line.changed.map(Date::new),
        creator: line.creator,
        changer: line.changer,
        notes: line.notes,
        properties: line.properties,
    };
    for (name, value) in line.others {
        pair.properties.push((format!("x-{name}"), text(value)));
    }
    Ok(Ok(pair))
}

/// A value as text.
fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn of_translation(texts: &serde_json::Map<String, Value>, desk: &Desk) -> Result<Pair, String> {
    let text = |language: &str| texts.get(language).and_then(Value::as_str);
    let known = |wanted: &Option<String>| {
        wanted
            .as_deref()
            .filter(|language| text(language).is_some())
            .map(str::to_owned)
    };
    let other = |than: Option<&str>| texts.keys().find(|key| Some(key.as_str()) != than).cloned();
    let source = known(&desk.options.source_language)
        .or_else(|| other(desk.options.target_language.as_deref()))
        .ok_or("\"translation\" holds no text")?;
    let target = known(&desk.options.target_language)
        .filter(|target| *target != source)
        .or_else(|| other(Some(&source)))
        .ok_or("\"translation\" holds one language")?;
    let of = |language: &str| text(language).ok_or("a translation is no text");
    Ok(Pair::new((&source, of(&source)?), (&target, of(&target)?)))
}

impl<R: Read> Source for Reader<R> {
    fn format(&self) -> Format {
        Format::Jsonl
    }

    fn source_language(&self) -> &str {
        &self.language
    }

    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        loop {
            let Some(text) = self.lines.next_line()? else {
                return Ok(None);
            };
            if text.trim().is_empty() {
                continue;
            }
            let read = match serde_json::from_str::<Line>(text) {
                Ok(line) => pair(line, &self.desk)?,
                Err(error) => Err(error.to_string()),
            };
            let (line, unit) = (self.lines.number(), self.desk.number());
            match read {
                Ok(pair) => {
                    if let Some(unit) = self.desk.admit(pair, Place::line(line), &self.language) {
                        return Ok(Some(unit));
                    }
                }
                Err(what) => {
                    let what = format!("no unit: {what}; the line is skipped");
                    let finding = Finding::new(line, "bad-line", what).of_unit(unit, None);
                    self.desk.find(finding.skipping())?;
                }
            }
        }
    }

    fn number(&self) -> u64 {
        self.desk.report.all()
    }

    fn place(&self) -> Option<Place> {
        self.desk.place
    }

    fn report(&self) -> Report {
        self.desk.report.clone()
    }
}

pub(crate) struct Writer<W> {
    out: W,
    written: Written,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            out,
            written: Written::default(),
        }
    }

    fn pair(&mut self, pair: Pair) -> Result<(), WriteError> {
        let codes = |segment: &Segment| segment.has_markup().then(|| segment.clone());
        let date = |date: Option<Date>| date.map(|date| date.as_str().to_owned());
        let line = Line {
            source: Some(pair.source.plain_text().into_owned()),
            target: Some(pair.target.plain_text().into_owned()),
            source_codes: codes(&pair.source),
            target_codes: codes(&pair.target),
            source_language: Some(pair.source_language),
            target_language: Some(pair.target_language),
            id: pair.id.map(Value::String),
            status: pair.status.map(|status| status.to_string()),
            created: date(pair.created),
            changed: date(pair.changed),
            creator: pair.creator,
            changer: pair.changer,
            notes: pair.notes,
            properties: pair.properties,
            ..Line::default()
        };
        let json = serde_json::to_string(&line).map_err(std::io::Error::from)?;
        writeln!(self.out, "{json}")?;
        self.written.pairs += 1;
        Ok(())
    }
}

impl<W: Write> Sink for Writer<W> {
    fn write(&mut self, unit: &Unit, header_language: &str) -> Result<(), WriteError> {
        self.written.units += 1;
        let mut losses: Losses = std::mem::take(&mut self.written.losses);
        let pairs = Pair::of_unit(unit, header_language, &mut losses);
        self.written.losses = losses;
        pairs.into_iter().try_for_each(|pair| self.pair(pair))
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        self.out.flush()?;
        Ok(self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitext_tmx::{Code, CodeKind, Piece};

    fn read(text: &str, options: &ReadOptions) -> (Vec<Unit>, Report) {
        let mut reader = Reader::open(text.as_bytes(), options).unwrap();
        let mut units = Vec::new();
        while let Some(unit) = reader.next_unit().unwrap() {
            units.push(unit);
        }
        (units, reader.report())
    }

    #[test]
    fn a_pair_comes_back_whole() {
        let mut pair = Pair::new(("fr", "«a»\u{2028}\n"), ("en", "A"));
        pair.source
            .pieces
            .push(Piece::Code(Code::new(CodeKind::Ph)));
        pair.status = Some(Status::Approved);
        pair.created = Some(Date::new("20240131T101500Z"));
        pair.properties = vec![
            ("x".to_owned(), "1".to_owned()),
            ("x".to_owned(), "2".to_owned()),
        ];
        pair.notes.push("n".to_owned());
        let unit = pair.into_unit();
        let mut out = Vec::new();
        let mut writer: Box<dyn Sink> = Box::new(Writer::new(&mut out));
        writer.write(&unit, "fr").unwrap();
        assert!(writer.finish().unwrap().losses.is_empty());
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), 1);
        assert_eq!(read(&text, &ReadOptions::default()).0, [unit]);
    }

    #[test]
    fn shapes_of_data_sets_are_read_and_bad_lines_told() {
        let text = "{\"translation\": {\"en\": \"A\", \"fr\": \"a\"}, \"id\": 7}\n\nnonsense\n\
                    {\"source\": \"b\", \"target\": \"B\", \"domain\": \"x\"}\n{\"source\": \"c\"}\n";
        let options = ReadOptions {
            source_language: Some("fr".to_owned()),
            target_language: Some("en".to_owned()),
            ..ReadOptions::default()
        };
        let (units, report) = read(text, &options);
        assert_eq!(units[0].variants[0].lang, "fr");
        assert_eq!(units[1].prop("x-domain"), Some("x"));
        assert_eq!(
            (report.units, report.skipped, report.untranslated),
            (2, 1, 1)
        );
        assert_eq!(report.findings[0].line, 3);
    }

    #[test]
    fn beads_without_a_partner_are_no_units_and_null_is_no_text() {
        let text = "{\"source\":\"a\",\"target\":\"A\",\"flags\":[]}\n\
                    {\"source\":\"b\",\"target\":\"\",\"flags\":[\"null\"],\"target_segments\":[]}\n\
                    {\"source\":null,\"target\":\"C\",\"flags\":[\"null\"]}\n\
                    {\"source\":\"d\",\"target\":null}\n";
        let options = ReadOptions {
            source_language: Some("fr".to_owned()),
            target_language: Some("en".to_owned()),
            untranslated: true,
            ..ReadOptions::default()
        };
        let (units, report) = read(text, &options);
        assert_eq!((units.len(), report.unpaired, report.all()), (2, 2, 4));
        assert_eq!(report.total(), 0);
        assert!(units[1].variants[1].segment.is_blank());
    }
}
