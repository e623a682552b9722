//! Units as entries.

use std::collections::BTreeSet;
use std::io::Write;

use bitext_tmx::Unit;

use crate::pair::{Pair, lose};
use crate::sink::{Sink, WriteError, Written};
use crate::status::Status;

use super::entry::escaped;
use super::header::PoHeader;
use super::plural::{self, Now, Plural, Waiting};
use super::{CONTEXT, EXTRACTED, FLAG, REFERENCE};

pub(crate) struct Writer<W> {
    out: W,
    /// What the new file takes over from another.
    header: PoHeader,
    languages: Option<(String, String)>,
    /// Context and text of every entry: PO has none twice.
    seen: BTreeSet<(Option<String>, String)>,
    plural: Waiting,
    written: Written,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(out: W, header: Option<PoHeader>) -> Self {
        Self {
            out,
            header: header.unwrap_or_default(),
            languages: None,
            seen: BTreeSet::new(),
            plural: Waiting::default(),
            written: Written::default(),
        }
    }

    fn head(&mut self, source: &str, target: &str) -> Result<(), WriteError> {
        for (name, value) in [
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Language", target),
            ("X-Source-Language", source),
        ] {
            if !value.is_empty() {
                self.header.set(name, value);
            }
        }
        for comment in self.header.comments() {
            writeln!(self.out, "{}", format!("# {comment}").trim_end())?;
        }
        writeln!(self.out, "msgid \"\"\nmsgstr \"\"")?;
        for line in self.header.lines() {
            writeln!(self.out, "\"{}\\n\"", escaped(line))?;
        }
        self.languages = Some((source.to_owned(), target.to_owned()));
        Ok(())
    }

    fn pair(&mut self, pair: &Pair) -> Result<(), WriteError> {
        if self.languages.is_none() {
            self.head(&pair.source_language, &pair.target_language)?;
        }
        let languages = (pair.source_language.clone(), pair.target_language.clone());
        let losses = &mut self.written.losses;
        if self.languages.as_ref() != Some(&languages) {
            lose(losses, "units of other languages than the first", 1);
            return Ok(());
        }
        let source = pair.source.plain_text();
        if source.is_empty() {
            // An empty text is the header's.
            lose(losses, "units without a source text", 1);
            return Ok(());
        }
        let step = self.plural.take(pair);
        self.alone(&step.before)?;
        match step.now {
            Now::Waits => Ok(()),
            Now::Whole(plural) => self.plural_entry(&plural),
            Now::Alone => self.alone(std::slice::from_ref(pair)),
        }
    }

    /// Writes pairs as entries of their own.
    fn alone(&mut self, pairs: &[Pair]) -> Result<(), WriteError> {
        for pair in pairs {
            let forms = usize::from(pair.property(plural::FORM).is_some());
            let losses = &mut self.written.losses;
            lose(losses, "plural forms without the others", forms);
            let source = pair.source.plain_text();
            self.head_of_entry(pair, &source)?;
            self.string("msgid", &source)?;
            self.string("msgstr", &pair.target.plain_text())?;
            self.lose_of(pair);
        }
        Ok(())
    }

    fn plural_entry(&mut self, plural: &Plural) -> Result<(), WriteError> {
        let Some(last) = plural.forms.last() else {
            return Ok(());
        };
        self.head_of_entry(&plural.head(), &plural.singular)?;
        self.string("msgid", &plural.singular)?;
        self.string("msgid_plural", &last.source.plain_text())?;
        for (at, form) in plural.forms.iter().enumerate() {
            self.string(&format!("msgstr[{at}]"), &form.target.plain_text())?;
            self.lose_of(form);
        }
        Ok(())
    }

    /// What stands above the text of an entry.
    fn head_of_entry(&mut self, pair: &Pair, source: &str) -> Result<(), WriteError> {
        let own = pair.property(CONTEXT).map(str::to_owned);
        let context = self.context(own, pair.id.as_deref(), source);
        self.comments(pair)?;
        match context {
            Some(context) => self.string("msgctxt", &context),
            None => Ok(()),
        }
    }

    /// Counts what PO has no place for.
    fn lose_of(&mut self, pair: &Pair) {
        let losses = &mut self.written.losses;
        pair.lose_codes(losses);
        let dates = [&pair.created, &pair.changed].into_iter().flatten().count();
        lose(losses, "dates", dates);
        let users = [&pair.creator, &pair.changer].into_iter().flatten().count();
        lose(losses, "names of users", users);
        self.written.pairs += 1;
    }

    /// The context that makes the text unlike every other: its own, its name, or a number.
    fn context(&mut self, own: Option<String>, id: Option<&str>, source: &str) -> Option<String> {
        let mut wanted = [own, id.map(str::to_owned)].into_iter().flatten();
        let mut context = wanted.next();
        let mut number = 1;
        while !self.seen.insert((context.clone(), source.to_owned())) {
            number += 1;
            context = Some(wanted.next().unwrap_or_else(|| format!("#{number}")));
        }
        context
    }

    fn comments(&mut self, pair: &Pair) -> Result<(), WriteError> {
        writeln!(self.out)?;
        for note in &pair.notes {
            for line in note.split(['\n', '\r']) {
                // A sign behind # would make it another kind of comment.
                writeln!(self.out, "# {line}")?;
            }
        }
        let mut flags = Vec::new();
        if pair.status == Some(Status::Draft) {
            flags.push("fuzzy".to_owned());
        }
        for (name, value) in &pair.properties {
            let sign = match name.as_str() {
                EXTRACTED => '.',
                REFERENCE => ':',
                FLAG => {
                    flags.push(value.replace(['\n', '\r'], " "));
                    continue;
                }
                CONTEXT | plural::FORM | plural::SINGULAR => continue,
                _ => {
                    lose(&mut self.written.losses, "properties", 1);
                    continue;
                }
            };
            for line in value.split(['\n', '\r']) {
                writeln!(self.out, "#{sign} {line}")?;
            }
        }
        if !flags.is_empty() {
            writeln!(self.out, "#, {}", flags.join(", "))?;
        }
        Ok(())
    }

    /// A keyword with its text; texts of several lines begin on the next line, as gettext writes them.
    fn string(&mut self, keyword: &str, text: &str) -> Result<(), WriteError> {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        if lines.len() < 2 {
            writeln!(self.out, "{keyword} \"{}\"", escaped(text))?;
            return Ok(());
        }
        writeln!(self.out, "{keyword} \"\"")?;
        for line in lines {
            writeln!(self.out, "\"{}\"", escaped(line))?;
        }
        Ok(())
    }
}

impl<W: Write> Sink for Writer<W> {
    fn write(&mut self, unit: &Unit, header_language: &str) -> Result<(), WriteError> {
        self.written.units += 1;
        let pairs = Pair::of_unit(unit, header_language, &mut self.written.losses);
        pairs.iter().try_for_each(|pair| self.pair(pair))
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        let rest = self.plural.rest();
        self.alone(&rest)?;
        if self.languages.is_none() {
            self.head("", "")?;
        }
        self.out.flush()?;
        Ok(self.written)
    }
}
