//! Entries as units.

use std::collections::VecDeque;
use std::io::Read;

use bitext_tmx::Unit;
use encoding_rs::Encoding;

use crate::finding::{Error, Finding, Report};
use crate::format::Format;
use crate::pair::Pair;
use crate::place::Place;
use crate::source::{Desk, ReadOptions, Source};
use crate::status::Status;
use crate::text::Lines;

use super::entry::{self, Entry, Keyword, Line};
use super::header::PoHeader;
use super::plural;
use super::{CONTEXT, EXTRACTED, FLAG, REFERENCE};

pub(crate) struct Reader<R> {
    lines: Lines<R>,
    /// What the next entry has so far.
    entry: Entry,
    /// The string that a line may go on with.
    open: Option<Keyword>,
    header: Option<PoHeader>,
    /// What the last header names.
    source_language: Option<String>,
    target_language: Option<String>,
    language: String,
    /// Pairs of the last entry that are still to be given out, and its line.
    waiting: VecDeque<(u64, Pair)>,
    ended: bool,
    desk: Desk,
}

impl<R: Read> Reader<R> {
    pub(crate) fn open(input: R, options: &ReadOptions) -> Result<Self, Error> {
        let mut reader = Self {
            lines: Lines::new(input, charset)?,
            entry: Entry::default(),
            open: None,
            header: None,
            source_language: None,
            target_language: None,
            language: String::new(),
            waiting: VecDeque::new(),
            ended: false,
            desk: Desk::new(options),
        };
        // The header comes first, and says what everything behind it needs.
        reader.advance()?;
        reader.language = reader
            .source_language
            .clone()
            .or_else(|| options.source_language.clone())
            .unwrap_or_else(|| "*all*".to_owned());
        Ok(reader)
    }

    /// Reads one entry and puts its pairs into `waiting`.
    fn advance(&mut self) -> Result<(), Error> {
        while self.waiting.is_empty() && !self.ended {
            let Some(text) = self.lines.next_line()?.map(str::to_owned) else {
                self.ended = true;
                return self.close();
            };
            let (number, damaged) = (self.lines.number(), text.contains('\u{FFFD}'));
            let (line, obsolete) = entry::line(&text);
            let begins = matches!(
                line,
                Line::Keyword(Keyword::Context | Keyword::Id, _) | Line::Comment(..)
            );
            let line = match line {
                Line::Comment(sign, text) => Some((sign, text.to_owned())),
                Line::Keyword(keyword, string) => {
                    // `msgid` goes on an entry that has its context and nothing else.
                    let goes_on = keyword == Keyword::Id && self.entry.id.is_none();
                    if begins && !goes_on && self.has_texts() {
                        self.close()?;
                    }
                    self.keyword(keyword, string, number, obsolete);
                    None
                }
                Line::More(string) => {
                    self.more(string, number);
                    None
                }
                Line::Blank => {
                    self.open = None;
                    if self.has_texts() {
                        self.close()?;
                    }
                    None
                }
                Line::Nonsense => {
                    let what = "neither a comment nor a keyword of PO; the line is ignored";
                    self.desk.find(Finding::new(number, "bad-line", what))?;
                    None
                }
            };
            if let Some((sign, text)) = line {
                // Comments stand before their entry.
                if self.has_texts() {
                    self.close()?;
                }
                self.comment(sign, text);
            }
            if damaged {
                let what = format!(
                    "bytes that mean nothing in {} stand as U+FFFD",
                    self.lines.encoding()
                );
                self.desk.find(Finding::new(number, "encoding", what))?;
            }
        }
        Ok(())
    }

    fn has_texts(&self) -> bool {
        let entry = &self.entry;
        entry.id.is_some() || !entry.translations.is_empty() || entry.broken.is_some()
    }

    fn keyword(
        &mut self,
        keyword: Keyword,
        string: Result<String, String>,
        line: u64,
        obsolete: bool,
    ) {
        if self.entry.line == 0 {
            self.entry.line = line;
        }
        self.entry.obsolete |= obsolete;
        self.open = Some(keyword);
        let place = self.entry.place(keyword);
        if !place.is_empty() {
            let what = "the same keyword twice in one entry".to_owned();
            self.entry.broken.get_or_insert((line, what));
            return;
        }
        match string {
            Ok(text) => *place = text,
            Err(what) => {
                self.entry.broken.get_or_insert((line, what));
            }
        }
    }

    fn more(&mut self, string: Result<String, String>, line: u64) {
        match (self.open, string) {
            (Some(keyword), Ok(text)) => self.entry.place(keyword).push_str(&text),
            (_, string) => {
                let what = string
                    .err()
                    .unwrap_or_else(|| "a string without a keyword".to_owned());
                self.entry.broken.get_or_insert((line, what));
            }
        }
    }

    fn comment(&mut self, sign: char, text: String) {
        self.open = None;
        let entry = &mut self.entry;
        match sign {
            '.' => entry.extracted.push(text),
            ':' => entry.references.push(text),
            ',' => entry
                .flags
                .extend(text.split(',').map(|flag| flag.trim().to_owned())),
            // The source before it changed.
            '|' => {}
            _ => entry.comments.push(text),
        }
    }

    /// Ends the entry: a header, pairs, or something broken.
    fn close(&mut self) -> Result<(), Error> {
        let entry = std::mem::take(&mut self.entry);
        self.open = None;
        if let Some((line, what)) = &entry.broken {
            let what = format!("{what}; the entry is skipped");
            let finding = Finding::new(*line, "bad-entry", what)
                .of_unit(self.desk.number(), entry.id.as_deref());
            return self.desk.find(finding.skipping());
        }
        if entry.id.is_none() {
            return Ok(());
        }
        if entry.is_header() {
            return self.take_header(&entry);
        }
        let line = entry.line;
        let pairs = self.pairs(entry)?;
        self.waiting
            .extend(pairs.into_iter().map(|pair| (line, pair)));
        Ok(())
    }

    /// Takes what a header says. One that is obsolete says nothing any more.
    fn take_header(&mut self, entry: &Entry) -> Result<(), Error> {
        if entry.obsolete {
            return Ok(());
        }
        let header = PoHeader::of(entry);
        let field = |name: &str| header.field(name).map(str::to_owned);
        self.target_language = field("Language");
        self.source_language = field("X-Source-Language");
        if self.header.is_none() {
            self.header = Some(header);
            return Ok(());
        }
        let what =
            "a second header, where PO has one; the languages that it names hold from here on";
        let finding = Finding::new(entry.line, "second-header", what);
        self.desk.find(finding)
    }

    fn pairs(&self, entry: Entry) -> Result<Vec<Pair>, Error> {
        let status = (entry.is_fuzzy() || entry.obsolete).then_some(Status::Draft);
        let mut properties: Vec<(String, String)> = Vec::new();
        let named = |name: &str, values: &[String]| {
            let pairs: Vec<_> = values
                .iter()
                .map(|value| (name.to_owned(), value.clone()))
                .collect();
            pairs
        };
        properties.extend(
            entry
                .context
                .clone()
                .map(|context| (CONTEXT.to_owned(), context)),
        );
        properties.extend(named(EXTRACTED, &entry.extracted));
        properties.extend(named(REFERENCE, &entry.references));
        let flags: Vec<String> = entry
            .flags
            .iter()
            .filter(|flag| *flag != "fuzzy")
            .cloned()
            .collect();
        properties.extend(named(FLAG, &flags));
        let id = entry.id.unwrap_or_default();
        let mut translations = entry.translations;
        if translations.is_empty() {
            translations.push(String::new());
        }
        let forms = match entry.plural {
            Some(plural) => plural::forms(&id, &plural, translations),
            None => vec![plural::Form {
                source: id,
                translation: translations.swap_remove(0),
                properties: Vec::new(),
            }],
        };
        let notes = match entry.comments.join("\n") {
            none if none.is_empty() => Vec::new(),
            note => vec![note],
        };
        let target = self.target_language.as_deref();
        let pair = |form: plural::Form| {
            Ok(Pair {
                status,
                properties: [properties.as_slice(), &form.properties].concat(),
                notes: notes.clone(),
                ..Pair::new(
                    (
                        &self.desk.source_language(self.source_language.as_deref())?,
                        &form.source,
                    ),
                    (&self.desk.target_language(target)?, &form.translation),
                )
            })
        };
        forms.into_iter().map(pair).collect()
    }
}

impl<R: Read> Source for Reader<R> {
    fn format(&self) -> Format {
        Format::Po
    }

    fn source_language(&self) -> &str {
        &self.language
    }

    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        loop {
            while let Some((line, pair)) = self.waiting.pop_front() {
                if let Some(unit) = self.desk.admit(pair, Place::line(line), &self.language) {
                    return Ok(Some(unit));
                }
            }
            if self.ended {
                return Ok(None);
            }
            self.advance()?;
        }
    }

    fn number(&self) -> u64 {
        self.desk.report.all()
    }

    fn place(&self) -> Option<Place> {
        self.desk.place
    }

    fn po_header(&self) -> Option<&PoHeader> {
        self.header.as_ref()
    }

    fn report(&self) -> Report {
        self.desk.report.clone()
    }
}

/// The encoding that the header names.
fn charset(first: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(first.get(..8192).unwrap_or(first)).to_lowercase();
    let (_, rest) = text.split_once("charset=")?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.:".contains(c));
    Encoding::for_label(rest.get(..end.unwrap_or(rest.len()))?.as_bytes())
}
