//! The file: header, body, and which concepts go in.

use std::io::Write;

use bitext_tmx::xml::{IllegalPolicy, NONE, Writer, is_name};
use indexmap::{IndexMap, IndexSet};

use super::entry;
use crate::concept::{Concept, ConceptId};
use crate::error::Error;
use crate::export::{Export, Losses, Report, Selection};
use crate::glossary::Glossary;

/// Which list of data categories a file keeps to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// TBX-Basic: the list that every tool knows.
    #[default]
    Basic,
    /// TBX-Default: also grammatical number, review state and kinds of relations, which fewer
    /// tools read.
    Default,
}

impl Dialect {
    fn martif_type(self) -> &'static str {
        match self {
            Self::Basic => "TBX-Basic",
            Self::Default => "TBX",
        }
    }

    /// The constraint file's address as tools write it; it names the dialect, nobody fetches it.
    fn constraints(self) -> &'static str {
        match self {
            Self::Basic => "http://www.lisa.org/fileadmin/standards/tbx_basic/TBXBasicXCSV02.xcs",
            Self::Default => "http://www.lisa.org/fileadmin/standards/tbx/TBXXCSV02.xcs",
        }
    }
}

/// TBX version 2 (ISO 30042:2008): `martif` without namespace, `termEntry`, `langSet`, `tig`.
///
/// No CAT tool reads version 3; all read this. The file names no DTD: a tool that follows the
/// name to a file that is not there refuses the glossary, and a careful one refuses any DTD. It is
/// valid against the core structure all the same.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tbx {
    /// The list of data categories to keep to.
    pub dialect: Dialect,
}

impl Export for Tbx {
    fn name(&self) -> &'static str {
        "TBX 2"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tbx"]
    }

    fn write(
        &self,
        glossary: &Glossary,
        selection: &Selection,
        out: &mut dyn Write,
    ) -> Result<Report, Error> {
        let source = selection.source_in(glossary);
        let mut losses = Losses::default();
        let mut concepts = Vec::new();
        for concept in selection.concepts(glossary) {
            if entry::languages(concept, selection, source)
                .next()
                .is_some()
            {
                concepts.push(concept);
            } else {
                losses.note(
                    &concept.id,
                    "concept without a term in the languages asked for",
                );
            }
        }
        if concepts.is_empty() {
            return Err(Error::Empty { format: "TBX" });
        }
        let ids = xml_ids(&concepts, &mut losses);
        let mut xml = Writer::new(out).illegal(IllegalPolicy::Replace);
        xml.declaration()?;
        let language = entry::xml_language(source.unwrap_or("en"));
        let kind = self.dialect.martif_type();
        xml.start("martif", [("type", kind), ("xml:lang", &language)])?;
        self.header(&mut xml, glossary)?;
        losses.note_many(
            &ConceptId::default(),
            "property of the glossary",
            glossary.extra.len(),
        );
        xml.start("text", NONE)?;
        xml.start("body", NONE)?;
        let mut report = Report::default();
        for concept in concepts {
            let replaced = xml.replaced();
            let mut entry = entry::Entry {
                xml: &mut xml,
                concept,
                dialect: self.dialect,
                ids: &ids,
                losses: &mut losses,
            };
            report.terms += entry.write(selection, source)?;
            report.concepts += 1;
            let replaced = usize::try_from(xml.replaced() - replaced).unwrap_or(usize::MAX);
            let what = "character that XML cannot hold, written as U+FFFD";
            losses.note_many(&concept.id, what, replaced);
        }
        for _ in ["body", "text", "martif"] {
            xml.end()?;
        }
        xml.finish()?;
        report.left_out = glossary.len() - report.concepts;
        report.losses = losses.into_list();
        Ok(report)
    }
}

impl Tbx {
    fn header<W: Write>(&self, xml: &mut Writer<W>, glossary: &Glossary) -> Result<(), Error> {
        xml.start("martifHeader", NONE)?;
        xml.start("fileDesc", NONE)?;
        if let Some(title) = &glossary.title {
            xml.start("titleStmt", NONE)?;
            xml.element("title", NONE, title)?;
            xml.end()?;
        }
        xml.start("sourceDesc", NONE)?;
        let source = glossary.source.as_deref();
        xml.element("p", NONE, source.unwrap_or("glossary written by bitext"))?;
        xml.end()?;
        xml.end()?;
        xml.start("encodingDesc", NONE)?;
        xml.element("p", [("type", "XCSURI")], self.dialect.constraints())?;
        xml.end()?;
        xml.end()?;
        Ok(())
    }
}

/// An id for each concept that XML takes: a name without a colon, one of its kind. Ids that are
/// none are mended and counted.
fn xml_ids<'a>(concepts: &[&'a Concept], losses: &mut Losses) -> IndexMap<&'a ConceptId, String> {
    let is_id = |id: &str| is_name(id) && !id.contains(':');
    let kept = concepts.iter().map(|concept| concept.id.as_str());
    let mut taken: IndexSet<String> = kept.filter(|id| is_id(id)).map(str::to_owned).collect();
    let mut ids = IndexMap::new();
    for concept in concepts {
        let mut id = concept.id.as_str().to_owned();
        if !is_id(&id) {
            losses.note(&concept.id, "id that XML does not allow, mended");
            id = mended(&id);
            let mut number = 2_u64;
            while !taken.insert(id.clone()) {
                id = format!("{}-{number}", mended(concept.id.as_str()));
                number += 1;
            }
        }
        ids.insert(&concept.id, id);
    }
    ids
}

fn mended(id: &str) -> String {
    let fits = |character: &char| is_name(&format!("c{character}")) && *character != ':';
    let characters = id.chars();
    let rest: String = characters.map(|c| if fits(&c) { c } else { '_' }).collect();
    format!("c{rest}")
}
