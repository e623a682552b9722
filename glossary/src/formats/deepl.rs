//! DeepL's glossaries: pairs in CSV with the languages of both behind them, or in TSV.

use std::io::Write;

use indexmap::IndexSet;

use super::pairs::{self, Wanted};
use super::table::{one_line, write_csv};
use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::glossary::Glossary;

/// DeepL refuses longer terms (bytes of UTF-8).
const LONGEST: usize = 1024;

/// DeepL's glossary: `source,target,source_lang,target_lang`, one line a pair, without a header. Each
/// source term stands once, with its best translation.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeepL;

impl Export for DeepL {
    fn name(&self) -> &'static str {
        "DeepL glossary"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv"]
    }

    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error> {
        let (source, target) = pairs::languages(glossary, selection, self.name())?;
        // DeepL names languages by two letters; the region of a target is told with the request.
        let [from, to] = [source, target].map(|tag| {
            let code = tag.split(['-', '_']).next().unwrap_or(tag);
            code.to_ascii_lowercase()
        });
        let mut taken: IndexSet<String> = IndexSet::new();
        selection.write_each(glossary, Losses::default(), |concept, losses| {
            let mut written = 0;
            for (a, b) in pairs::of(concept, source, target, Wanted::Best, losses) {
                let cells = [a, b].map(|term| one_line(term.text.trim()).into_owned());
                if cells.iter().any(|cell| cell.len() > LONGEST) {
                    losses.note(&concept.id, "term of more than 1,024 bytes");
                } else if !taken.insert(cells[0].clone()) {
                    losses.note(&concept.id, "source term that an earlier concept has");
                } else {
                    write_csv(out, [&*cells[0], &cells[1], &from, &to], ',', "\n")?;
                    written += 1;
                }
            }
            if written > 0 {
                pairs::note_rest(concept, "its terms", losses);
            }
            Ok(written)
        })
    }
}
