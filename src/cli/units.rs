//! Beads as units of a memory, and units as they stand in TMX.

use super::console::Console;
use super::pairs::DocumentPair;
use super::wording::counted;
use bitext::align::{self, Bead};
use bitext::document::Segment;
use bitext::language::{Language, detect_among};
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
    /// Whether the user stopped the run: `pairs` are those that were aligned by then.
    pub(super) interrupted: bool,
    pub(super) words: align::WordModel,
    /// Characters of target text for each character of source text.
    pub(super) ratio: f64,
}

/// How many characters of target text stand for one of source text, over all beads with both.
pub(super) fn ratio(pairs: &[Aligned]) -> f64 {
    let (mut source, mut target) = (0, 0);
    for pair in pairs {
        for bead in pair.beads.iter().filter(|bead| !bead.is_null()) {
            source += characters(&pair.documents.source.segments[bead.source.clone()]);
            target += characters(&pair.documents.target.segments[bead.target.clone()]);
        }
    }
    if source == 0 || target == 0 {
        1.0
    } else {
        target as f64 / source as f64
    }
}

fn characters(segments: &[Segment]) -> usize {
    segments
        .iter()
        .map(|segment| segment.text.chars().count())
        .sum()
}

/// The property that holds the aligner's confidence.
pub(super) const CONFIDENCE: &str = "x-confidence";

/// The property that holds what is remarkable about a bead.
pub(super) const FLAG: &str = "x-flag";

/// The property that holds a finding of `check` that somebody lets stand.
pub(super) const EXCEPTION: &str = "x-check-except";

/// The properties that name the documents of a unit, and its place among the beads.
pub(super) const SOURCE_DOCUMENT: &str = "x-source-document";
pub(super) const TARGET_DOCUMENT: &str = "x-target-document";

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
    pub(super) fn units(&self, run: &Run) -> Vec<Unit> {
        let (source_language, target_language) = (&run.source_language, &run.target_language);
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
                let sides = (
                    (unit.source.as_str(), source_language),
                    (unit.target.as_str(), target_language),
                );
                for flag in flags(bead, sides.0, sides.1, run.ratio) {
                    unit.add_property(FLAG, flag);
                }
                unit
            })
            .collect()
    }
}

/// Four decimals: more would claim to know more than the aligner does.
pub(super) fn rounded(confidence: f64) -> f64 {
    (confidence * 1e4).round() / 1e4
}

/// What is remarkable about a bead, for those who review.
///
/// `ratio` is [`Run::ratio`].
pub(super) fn flags(
    bead: &Bead,
    (source, source_language): (&str, &Language),
    (target, target_language): (&str, &Language),
    ratio: f64,
) -> Vec<&'static str> {
    let mut flags = Vec::new();
    if bead.is_null() {
        flags.push("null");
    } else if bead.source.len() > 1 && bead.target.len() > 1 {
        flags.push("many-to-many");
    }
    if bead.confidence < DOUBTFUL {
        flags.push("low-confidence");
    }
    if bead.crossing.is_some() {
        flags.push("crossing");
    }
    if !bead.is_null()
        && source == target
        && source.chars().filter(|c| c.is_alphabetic()).count() > 20
    {
        flags.push("untranslated-copy");
    }
    if in_wrong_language(bead, (source, source_language), (target, target_language)) {
        flags.push("wrong-language");
    }
    if !bead.is_null() && bitext::quality::lengths_differ(source, target, ratio) {
        flags.push("length");
    }
    if !bead.is_null() && bitext::quality::numbers::differ(source, target) {
        flags.push("numbers");
    }
    flags
}

/// Letters below which the language of a text is a guess.
const FEW_LETTERS: usize = 30;

/// From this confidence on a text is in the language that it seems to be in.
const CERTAIN: f64 = 0.95;

/// A bead so sure has its words where they belong: nobody looks at its languages.
const BEYOND_DOUBT: f64 = 0.97;

/// Whether a side is in the language of the other one: a sentence that was not translated, or one of
/// another text. Sure beads are passed over unless their sides are the same text.
fn in_wrong_language(
    bead: &Bead,
    (source, source_language): (&str, &Language),
    (target, target_language): (&str, &Language),
) -> bool {
    if source_language.same_language(target_language)
        || bead.confidence >= BEYOND_DOUBT && !bead.is_null() && source != target
    {
        return false;
    }
    let candidates = [source_language.clone(), target_language.clone()];
    let seems = |text: &str, own: &Language| {
        text.chars().filter(|c| c.is_alphabetic()).count() > FEW_LETTERS
            && detect_among(text, &candidates).is_some_and(|found| {
                found.confidence >= CERTAIN && !found.language.same_language(own)
            })
    };
    seems(source, source_language) || seems(target, target_language)
}

/// Segments of one bead as one text: with a space between them, but not in scripts without spaces.
fn joined(segments: &[Segment], language: &Language) -> String {
    let separator = if has_spaces(language) { " " } else { "" };
    segments
        .iter()
        .map(|segment| segment.text.as_str())
        .filter(|text| !text.trim().is_empty())
        .collect::<Vec<_>>()
        .join(separator)
}

/// Whether the language puts spaces between sentences.
pub(super) fn has_spaces(language: &Language) -> bool {
    !matches!(
        language.primary().as_str(),
        "zh" | "ja" | "th" | "lo" | "km" | "my"
    )
}

/// What TMX says of a unit: its two variants, and the names of its documents where they are known.
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
    let kept = std::mem::take(&mut written.variants);
    let source_at = place_of(&kept, unit.source_language.as_str(), &source, None);
    let target_at = place_of(&kept, unit.target_language.as_str(), &target, source_at);
    for (at, language, segment) in [
        (source_at, &unit.source_language, source),
        (target_at, &unit.target_language, target),
    ] {
        let mut variant = at
            .and_then(|at| kept.get(at))
            .cloned()
            .unwrap_or_else(|| tmx::Variant::new(language.as_str(), tmx::Segment::default()));
        variant.segment = segment;
        written.variants.push(variant);
    }
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

/// Which of the variants that a TMX unit came with is this one: that with the same text, or the first
/// of the language.
fn place_of(
    variants: &[tmx::Variant],
    language: &str,
    segment: &tmx::Segment,
    taken: Option<usize>,
) -> Option<usize> {
    let of_language = || {
        variants.iter().enumerate().filter(|(at, variant)| {
            Some(*at) != taken && variant.lang.eq_ignore_ascii_case(language)
        })
    };
    of_language()
        .find(|(_, variant)| variant.segment == *segment)
        .or_else(|| of_language().next())
        .map(|(at, _)| at)
}

/// Adds to a TMX unit what another one, made from the same imported unit, has beside it: its
/// translation into a further language, properties and notes.
pub(super) fn join(unit: &mut tmx::Unit, other: tmx::Unit) {
    unit.variants.extend(other.variants.into_iter().skip(1));
    for property in other.props {
        add_property(unit, &property.kind, &property.value);
    }
    for note in other.notes {
        if !unit.notes.iter().any(|known| known.text == note.text) {
            unit.notes.push(note);
        }
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

/// How TMX is written so that every tool takes it: valid against the DTD of TMX 1.4, whatever the
/// units came from.
pub(super) fn valid_tmx() -> tmx::WriteOptions {
    tmx::WriteOptions {
        extras: tmx::Extras::LeaveOut,
        illegal: tmx::IllegalPolicy::Replace,
        ..tmx::WriteOptions::default()
    }
}

/// Says what a TMX file could not take over as it was.
pub(super) fn note_losses(written: &tmx::Written, name: &str, console: &Console) {
    if written.characters_replaced > 0 {
        console.warn(format_args!(
            "{name}: {} that XML cannot hold replaced by U+FFFD",
            counted(
                written.characters_replaced,
                "control character",
                "control characters"
            )
        ));
    }
    if written.extras_left_out > 0 {
        console.note(format_args!(
            "{name}: {} that TMX 1.4 does not have left out; the project keeps them",
            counted(
                written.extras_left_out,
                "attribute or element",
                "attributes and elements"
            )
        ));
    }
    if written.dates_moved > 0 {
        console.note(format_args!(
            "{name}: {} written as properties",
            counted(
                written.dates_moved,
                "date that is none was",
                "dates that are none were"
            )
        ));
    }
}

/// The header of a TMX file from one language into another.
pub(super) fn header(source_language: &Language) -> tmx::Header {
    tmx::Header {
        src_lang: source_language.as_str().to_owned(),
        ..tmx::Header::default()
    }
}
