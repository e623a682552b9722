//! Concepts as units, and units as concepts, for conversions between glossaries and memories.
//!
//! Each pair of terms is a unit that bears its concept's id as `tuid`; units that follow each other with
//! the same `tuid` become one concept again.

use super::console::Console;
use super::wording::number;
use bitext_exchange::{self as exchange, Format, Pair, Source};
use bitext_glossary::{self as glossary, Concept, Glossary, PartOfSpeech, Term};
use bitext_tmx::{Header, SegType, Unit};
use std::collections::BTreeMap;

/// Properties of units that hold what a concept says.
const SUBJECT: &str = "x-subject";
const DEFINITION: &str = "x-definition";
const PART_OF_SPEECH: &str = "x-part-of-speech";

/// What is lost on the way, and how often.
#[derive(Default)]
pub(super) struct Lost(BTreeMap<&'static str, u64>);

impl Lost {
    fn add(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.0.entry(what).or_default() += count as u64;
        }
    }

    pub(super) fn tell(&self, name: &str, console: &Console) {
        for (what, count) in &self.0 {
            console.note(format_args!(
                "{name}: left out: {what} ({})",
                number(*count)
            ));
        }
    }
}

/// Units that are in memory already, as a file of units is read.
#[derive(Clone)]
pub(super) struct Ready {
    units: std::vec::IntoIter<Unit>,
    header: Header,
    report: exchange::Report,
}

impl Ready {
    pub(super) fn new(units: Vec<Unit>, header: Header) -> Self {
        Self {
            units: units.into_iter(),
            header,
            report: exchange::Report::default(),
        }
    }
}

impl Source for Ready {
    fn format(&self) -> Format {
        Format::Tmx
    }

    fn source_language(&self) -> &str {
        &self.header.src_lang
    }

    fn next_unit(&mut self) -> Result<Option<Unit>, exchange::Error> {
        let unit = self.units.next();
        self.report.units += u64::from(unit.is_some());
        Ok(unit)
    }

    fn header(&self) -> Option<&Header> {
        Some(&self.header)
    }

    fn place(&self) -> Option<exchange::Place> {
        None
    }

    fn report(&self) -> exchange::Report {
        self.report.clone()
    }
}

/// The pairs of terms of a glossary as units, from one language into one other or all.
pub(super) fn units(
    glossary: &Glossary,
    from: Option<&str>,
    to: Option<&str>,
    approved_only: bool,
) -> (Ready, Lost) {
    let languages = glossary.languages();
    let from = from.or(languages.first().copied()).unwrap_or_default();
    let targets: Vec<&str> = match to {
        Some(to) => vec![to],
        None => languages
            .into_iter()
            .filter(|tag| !glossary::language_matches(from, tag))
            .collect(),
    };
    let mut lost = Lost::default();
    let mut units = Vec::new();
    for concept in glossary.concepts() {
        let unwanted = match concept.status {
            glossary::Status::Rejected => Some("rejected concepts"),
            glossary::Status::Candidate if approved_only => Some("concepts that nobody approved"),
            _ => None,
        };
        if let Some(what) = unwanted {
            lost.add(what, 1);
            continue;
        }
        let before = units.len();
        for target in &targets {
            for (source, translation) in glossary::pairs(concept, from, target) {
                units.push(unit(concept, (from, source), (target, translation)));
            }
        }
        if units.len() == before {
            lost.add("concepts without a pair of terms in these languages", 1);
        } else {
            lose_rest(concept, &mut lost);
        }
    }
    let header = Header {
        src_lang: from.to_owned(),
        seg_type: SegType::Phrase,
        ..Header::default()
    };
    (Ready::new(units, header), lost)
}

fn unit(concept: &Concept, source: (&str, &Term), target: (&str, &Term)) -> Unit {
    // The tag that the term is filed under may name a region.
    let tag = |(range, term): (&str, &Term)| -> String {
        let filed = concept
            .terms_in(range)
            .find(|(_, other)| std::ptr::eq(*other, term));
        filed.map_or(range, |(tag, _)| tag).to_owned()
    };
    let mut pair = Pair::new(
        (&tag(source), &source.1.text),
        (&tag(target), &target.1.text),
    );
    pair.id = Some(concept.id.to_string());
    pair.status = Some(match concept.status {
        glossary::Status::Approved => exchange::Status::Approved,
        _ => exchange::Status::Translated,
    });
    let mut say =
        |name: &str, value: &str| pair.properties.push((name.to_owned(), value.to_owned()));
    if let Some(subject) = &concept.subject {
        say(SUBJECT, subject);
    }
    for definition in &concept.definitions {
        say(DEFINITION, &definition.text);
    }
    if let Some(class) = &source.1.part_of_speech {
        say(PART_OF_SPEECH, &class.to_string());
    }
    pair.notes = [&concept.notes, &source.1.notes, &target.1.notes]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    pair.into_unit()
}

/// Counts what a unit has no place for.
fn lose_rest(concept: &Concept, lost: &mut Lost) {
    let terms: Vec<&Term> = concept.terms.values().flatten().collect();
    let count = |of: &dyn Fn(&Term) -> usize| terms.iter().map(|term| of(term)).sum();
    lost.add("contexts", count(&|term| term.contexts.len()));
    lost.add("forms of terms", count(&|term| term.forms.len()));
    lost.add(
        "properties of concepts and terms",
        count(&|term| term.extra.len()) + concept.extra.len(),
    );
    lost.add(
        "gender, number, type and usage of terms",
        count(&|term| {
            usize::from(term.gender.is_some())
                + usize::from(term.number.is_some())
                + usize::from(term.term_type.is_some())
                + usize::from(term.administrative_status.is_some())
        }),
    );
    lost.add("links between concepts", concept.relations.len());
}

/// Gathers units into concepts: one for each unit, or for those that follow each other with one `tuid`.
#[derive(Default)]
pub(super) struct Gathered {
    concepts: Vec<Concept>,
    lost: Lost,
    approved_only: bool,
}

impl Gathered {
    pub(super) fn new(approved_only: bool) -> Self {
        Self {
            approved_only,
            ..Self::default()
        }
    }

    /// Takes a unit of a file from this language.
    pub(super) fn add(&mut self, unit: &Unit, language: &str) {
        let Some(concept) = self.concept(unit, language) else {
            return;
        };
        if self.approved_only && concept.status != glossary::Status::Approved {
            self.lost.add("units that nobody approved", 1);
            return;
        }
        match self.concepts.last_mut() {
            Some(last) if !concept.id.as_str().is_empty() && last.id == concept.id => {
                merge(last, concept);
            }
            _ => self.concepts.push(concept),
        }
    }

    fn concept(&mut self, unit: &Unit, language: &str) -> Option<Concept> {
        let mut concept = Concept {
            id: unit.tuid.clone().unwrap_or_default().into(),
            status: glossary::Status::Approved,
            ..Concept::default()
        };
        let source = unit.src_lang.as_deref().unwrap_or(language);
        let mut variants: Vec<_> = unit.variants.iter().collect();
        // The source's language comes first: it is the concept's own.
        variants.sort_by_key(|variant| !glossary::language_matches(source, &variant.lang));
        let mut codes = 0;
        for variant in variants {
            if variant.segment.is_blank() {
                continue;
            }
            codes += usize::from(variant.segment.has_markup());
            let mut term = Term::new(variant.segment.plain_text());
            term.notes = variant.notes.iter().map(|note| note.text.clone()).collect();
            for prop in &variant.props {
                term.extra
                    .push(glossary::Property::new(&prop.kind, &prop.value));
            }
            concept = concept.with(&variant.lang, term);
        }
        if concept.terms.len() < 2 {
            self.lost.add("units in one language only", 1);
            return None;
        }
        for prop in &unit.props {
            self.property(&mut concept, &prop.kind, &prop.value)?;
        }
        concept.notes = unit.notes.iter().map(|note| note.text.clone()).collect();
        self.lost.add("inline codes of segments", codes);
        let known = [&unit.origin.creation_date, &unit.origin.change_date];
        let dates = known.into_iter().flatten().count();
        self.lost.add("dates of units", dates);
        let strange = unit.extra.len() + unit.unknown.len();
        self.lost
            .add("attributes and elements TMX does not have", strange);
        Some(concept)
    }

    /// Nothing when the unit is no concept.
    fn property(&mut self, concept: &mut Concept, name: &str, value: &str) -> Option<()> {
        match (name, exchange::Status::parse(value)) {
            (exchange::STATUS, Some(exchange::Status::Rejected)) => {
                self.lost.add("rejected units", 1);
                return None;
            }
            (exchange::STATUS, Some(exchange::Status::Approved | exchange::Status::Reviewed)) => {}
            (exchange::STATUS, Some(_)) => concept.status = glossary::Status::Candidate,
            (SUBJECT, _) if concept.subject.is_none() => concept.subject = Some(value.to_owned()),
            (DEFINITION, _) => concept.definitions.push(glossary::Definition {
                text: value.to_owned(),
                ..glossary::Definition::default()
            }),
            (PART_OF_SPEECH, _) => {
                if let Some(term) = concept
                    .terms
                    .values_mut()
                    .next()
                    .and_then(|t| t.first_mut())
                {
                    term.part_of_speech = Some(PartOfSpeech::from(value));
                }
            }
            _ => concept.extra.push(glossary::Property::new(name, value)),
        }
        Some(())
    }

    /// The glossary, and what it could not hold.
    pub(super) fn finish(self) -> (Glossary, Lost) {
        (self.concepts.into_iter().collect(), self.lost)
    }
}

/// Adds the terms and remarks of a concept that is another's continuation.
fn merge(into: &mut Concept, other: Concept) {
    for (tag, terms) in other.terms {
        let known = into.terms.entry(tag).or_default();
        for term in terms {
            if !known.iter().any(|one| one.text == term.text) {
                known.push(term);
            }
        }
    }
    for note in other.notes {
        if !into.notes.contains(&note) {
            into.notes.push(note);
        }
    }
    for property in other.extra {
        if !into.extra.contains(&property) {
            into.extra.push(property);
        }
    }
    for definition in other.definitions {
        if !into.definitions.contains(&definition) {
            into.definitions.push(definition);
        }
    }
}
