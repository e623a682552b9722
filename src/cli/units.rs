//! Beads as units of a memory, and units as they stand in TMX.

use super::input::DocumentPair;
use bitext::align::{self, Bead};
use bitext::document::Segment;
use bitext::language::Language;
use bitext::memory::{Date, Status, Unit};
use bitext_tmx as tmx;

/// A pair of documents with its alignment.
pub(super) struct Aligned {
    pub(super) documents: DocumentPair,
    pub(super) beads: Vec<Bead>,
}

/// A whole run.
pub(super) struct Run {
    pub(super) source_language: Language,
    pub(super) target_language: Language,
    pub(super) pairs: Vec<Aligned>,
    pub(super) words: align::WordModel,
}

/// The property that holds the aligner's confidence.
pub(super) const CONFIDENCE: &str = "x-confidence";

/// The property that holds what is remarkable about a bead.
pub(super) const FLAG: &str = "x-flag";

/// The properties that name the documents of a unit, and its place among the beads.
const SOURCE_DOCUMENT: &str = "x-source-document";
const TARGET_DOCUMENT: &str = "x-target-document";

/// Below this confidence a bead is doubtful.
pub(super) const DOUBTFUL: f64 = 0.6;

impl Aligned {
    /// The source text of a bead.
    pub(super) fn source(&self, bead: &Bead, language: &Language) -> String {
        joined(
            &self.documents.source.segments[bead.source.clone()],
            language,
        )
    }

    /// The target text of a bead.
    pub(super) fn target(&self, bead: &Bead, language: &Language) -> String {
        joined(
            &self.documents.target.segments[bead.target.clone()],
            language,
        )
    }

    /// The beads as units, in order, those without translation included.
    pub(super) fn units(
        &self,
        source_language: &Language,
        target_language: &Language,
    ) -> Vec<Unit> {
        let sources: Vec<String> = self
            .beads
            .iter()
            .map(|bead| self.source(bead, source_language))
            .collect();
        let with_source: Vec<usize> = (0..self.beads.len())
            .filter(|&at| !sources[at].is_empty())
            .collect();
        let neighbour = |at: usize, step: isize| -> Option<String> {
            let place = with_source.binary_search(&at).ok()?;
            let other = place.checked_add_signed(step)?;
            with_source.get(other).map(|&other| sources[other].clone())
        };
        self.beads
            .iter()
            .enumerate()
            .map(|(at, bead)| {
                let target = self.target(bead, target_language);
                let mut unit = Unit::new(
                    source_language.clone(),
                    target_language.clone(),
                    sources[at].clone(),
                    target,
                );
                unit.position = u32::try_from(at).ok();
                unit.previous_source = neighbour(at, -1);
                unit.next_source = neighbour(at, 1);
                unit.confidence = Some(rounded(bead.confidence));
                unit.status = Status::Aligned;
                for flag in flags(bead, &unit.source, &unit.target) {
                    unit.add_property(FLAG, flag);
                }
                unit
            })
            .collect()
    }
}

/// Four decimals: more would claim to know more than the aligner does.
fn rounded(confidence: f64) -> f64 {
    (confidence * 1e4).round() / 1e4
}

/// What is remarkable about a bead, for those who review.
pub(super) fn flags(bead: &Bead, source: &str, target: &str) -> Vec<&'static str> {
    let mut flags = Vec::new();
    if bead.is_null() {
        flags.push("null");
    } else if bead.source.len() > 1 && bead.target.len() > 1 {
        flags.push("many-to-many");
    }
    if bead.confidence < DOUBTFUL {
        flags.push("low-confidence");
    }
    if !bead.is_null()
        && source == target
        && source.chars().filter(|c| c.is_alphabetic()).count() > 20
    {
        flags.push("untranslated-copy");
    }
    flags
}

/// Segments of one bead as one text: with a space between them, but not in scripts without spaces.
fn joined(segments: &[Segment], language: &Language) -> String {
    let separator = if matches!(
        language.primary().as_str(),
        "zh" | "ja" | "th" | "lo" | "km" | "my"
    ) {
        ""
    } else {
        " "
    };
    segments
        .iter()
        .map(|segment| segment.text.as_str())
        .filter(|text| !text.trim().is_empty())
        .collect::<Vec<_>>()
        .join(separator)
}

/// What TMX says of a unit, and the names of its documents where they are known.
pub(super) fn to_tmx(unit: &Unit, documents: Option<(&str, &str)>) -> tmx::Unit {
    let kept: Option<tmx::Unit> = unit
        .extra
        .as_deref()
        .and_then(|extra| serde_json::from_str(extra).ok());
    let mut written = kept.unwrap_or_default();
    let segment = |text: &str, markup: Option<&str>| -> tmx::Segment {
        markup
            .and_then(|markup| serde_json::from_str(markup).ok())
            .unwrap_or_else(|| tmx::Segment::from_text(text))
    };
    let source = segment(&unit.source, unit.source_markup.as_deref());
    let target = segment(&unit.target, unit.target_markup.as_deref());
    set_variant(&mut written, unit.source_language.as_str(), source);
    set_variant(&mut written, unit.target_language.as_str(), target);
    written.tuid.clone_from(&unit.tuid);
    let date = |date: Option<Date>| date.map(|date| tmx::Date::new(date.to_string()));
    written.origin.creation_date = date(unit.created).or(written.origin.creation_date);
    written.origin.change_date = date(unit.changed).or(written.origin.change_date);
    written.origin.creation_id = unit.creator.clone().or(written.origin.creation_id);
    for (name, values) in &unit.properties {
        for value in values {
            add_property(&mut written, name, value);
        }
    }
    if let Some(confidence) = unit.confidence {
        add_property(&mut written, CONFIDENCE, &format!("{confidence:.2}"));
    }
    if let Some((source, target)) = documents {
        add_property(&mut written, SOURCE_DOCUMENT, source);
        add_property(&mut written, TARGET_DOCUMENT, target);
    }
    for note in &unit.notes {
        if !written.notes.iter().any(|known| known.text == *note) {
            written.notes.push(tmx::Note::new(note));
        }
    }
    written
}

fn set_variant(unit: &mut tmx::Unit, language: &str, segment: tmx::Segment) {
    match unit
        .variants
        .iter_mut()
        .find(|variant| variant.lang.eq_ignore_ascii_case(language))
    {
        Some(variant) => variant.segment = segment,
        None => unit.variants.push(tmx::Variant::new(language, segment)),
    }
}

fn add_property(unit: &mut tmx::Unit, name: &str, value: &str) {
    if !unit
        .props
        .iter()
        .any(|known| known.kind == name && known.value == value)
    {
        unit.props.push(tmx::Property::new(name, value));
    }
}

/// The header of a TMX file from one language into another.
pub(super) fn header(source_language: &Language) -> tmx::Header {
    tmx::Header {
        src_lang: source_language.as_str().to_owned(),
        ..tmx::Header::default()
    }
}
