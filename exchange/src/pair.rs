//! One source with one target: what formats hold that have no model of their own.

use std::collections::BTreeMap;

use bitext_tmx::{Date, Note, Property, Segment, Unit, Variant};

use crate::status::{STATUS, Status};

/// A source segment with one translation, and what is known of the pair.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pair {
    /// Language of the source, as a tag.
    pub source_language: String,
    /// Language of the target.
    pub target_language: String,
    /// The source.
    pub source: Segment,
    /// The target.
    pub target: Segment,
    /// The name the file gives it.
    pub id: Option<String>,
    /// How far it is to be trusted.
    pub status: Option<Status>,
    /// When it was made.
    pub created: Option<Date>,
    /// When it was last changed.
    pub changed: Option<Date>,
    /// Who made it.
    pub creator: Option<String>,
    /// Who changed it last.
    pub changer: Option<String>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Named values, in order; a name may come several times.
    pub properties: Vec<(String, String)>,
}

/// What pairs lost on their way into a format: what it is, and how often.
pub(crate) type Losses = BTreeMap<&'static str, u64>;

/// Counts a loss.
pub(crate) fn lose(losses: &mut Losses, what: &'static str, count: usize) {
    if count > 0 {
        *losses.entry(what).or_default() += count as u64;
    }
}

impl Pair {
    /// The first property of this name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&str> {
        let mut all = self.properties.iter();
        all.find(|(kind, _)| kind == name)
            .map(|(_, value)| value.as_str())
    }

    /// Two plain texts.
    #[must_use]
    pub fn new(source: (&str, &str), target: (&str, &str)) -> Self {
        Self {
            source_language: source.0.to_owned(),
            target_language: target.0.to_owned(),
            source: Segment::from(source.1),
            target: Segment::from(target.1),
            ..Self::default()
        }
    }

    /// The pairs a unit holds: its source with each of its other variants. `header_language` is the
    /// source language of units that name none.
    #[must_use]
    pub fn all_of(unit: &Unit, header_language: &str) -> Vec<Self> {
        Self::of_unit(unit, header_language, &mut Losses::new())
    }

    /// The pairs a unit holds: its source with each of its other variants. `header_language` is the
    /// source language of units that name none. Counted as lost is what a pair has no place for.
    pub(crate) fn of_unit(unit: &Unit, header_language: &str, losses: &mut Losses) -> Vec<Self> {
        let Some(at) = source_of(unit, header_language) else {
            return Vec::new();
        };
        let source = &unit.variants[at];
        let strange = unit.extra.len() + unit.unknown.len();
        lose(losses, "attributes and elements TMX does not have", strange);
        let mut pairs = Vec::new();
        for (_, target) in unit
            .variants
            .iter()
            .enumerate()
            .filter(|(at_target, _)| *at_target != at)
        {
            let mut pair = Self {
                source_language: source.lang.clone(),
                target_language: target.lang.clone(),
                source: source.segment.clone(),
                target: target.segment.clone(),
                id: unit.tuid.clone(),
                ..Self::default()
            };
            let origins = [&target.origin, &unit.origin];
            let date = |of: fn(&bitext_tmx::Origin) -> &Option<Date>| {
                origins.iter().find_map(|origin| of(origin).clone())
            };
            let text = |of: fn(&bitext_tmx::Origin) -> &Option<String>| {
                origins.iter().find_map(|origin| of(origin).clone())
            };
            pair.created = date(|origin| &origin.creation_date);
            pair.changed = date(|origin| &origin.change_date);
            pair.creator = text(|origin| &origin.creation_id);
            pair.changer = text(|origin| &origin.change_id);
            let props = [&unit.props, &source.props, &target.props];
            for prop in props.into_iter().flatten() {
                match (prop.kind.as_str(), Status::parse(&prop.value)) {
                    (STATUS, Some(status)) => pair.status = Some(status),
                    _ => pair
                        .properties
                        .push((prop.kind.clone(), prop.value.clone())),
                }
            }
            let notes = [&unit.notes, &source.notes, &target.notes];
            pair.notes = notes
                .into_iter()
                .flatten()
                .map(|note| note.text.clone())
                .collect();
            pairs.push(pair);
        }
        pairs
    }

    /// The same as a unit with two variants.
    #[must_use]
    pub fn into_unit(self) -> Unit {
        let mut unit = Unit {
            tuid: self.id,
            src_lang: Some(self.source_language.clone()),
            variants: vec![
                Variant::new(self.source_language, self.source),
                Variant::new(self.target_language, self.target),
            ],
            ..Unit::default()
        };
        unit.origin.creation_date = self.created;
        unit.origin.change_date = self.changed;
        unit.origin.creation_id = self.creator;
        unit.origin.change_id = self.changer;
        if let Some(status) = self.status {
            unit.props.push(Property::new(STATUS, status.as_str()));
        }
        let props = self.properties.into_iter();
        unit.props
            .extend(props.map(|(kind, value)| Property::new(kind, value)));
        unit.notes = self.notes.into_iter().map(Note::new).collect();
        unit
    }

    /// Whether both sides have text.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.source.is_blank() && !self.target.is_blank()
    }

    /// Counts the codes that plain text loses.
    pub(crate) fn lose_codes(&self, losses: &mut Losses) {
        let has = usize::from(self.source.has_markup()) + usize::from(self.target.has_markup());
        lose(losses, "inline codes of segments", has);
    }
}

/// Which variant is the source: that of the unit's or the file's source language, the same language
/// of another region, or the first.
fn source_of(unit: &Unit, header_language: &str) -> Option<usize> {
    let wanted = unit.src_lang.as_deref().unwrap_or(header_language);
    let primary = |tag: &str| {
        let end = tag.find(['-', '_']).unwrap_or(tag.len());
        tag[..end].to_ascii_lowercase()
    };
    let position = |fits: &dyn Fn(&str) -> bool| unit.variants.iter().position(|v| fits(&v.lang));
    position(&|lang| lang.eq_ignore_ascii_case(wanted))
        .or_else(|| position(&|lang| primary(lang) == primary(wanted)))
        .or((!unit.variants.is_empty()).then_some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_of_three_languages_is_two_pairs_and_a_pair_is_a_unit() {
        let mut unit = Unit::pair(("en-US", "Yes"), ("FR_ca", "Oui"));
        unit.variants.push(Variant::new("de", "Ja"));
        unit.tuid = Some("1".to_owned());
        unit.props.push(Property::new(STATUS, "approved"));
        unit.props.push(Property::new("x-file", "a"));
        unit.variants[2].notes.push(Note::new("n"));
        let mut losses = Losses::new();
        let pairs = Pair::of_unit(&unit, "fr", &mut losses);
        let texts: Vec<_> = pairs
            .iter()
            .map(|pair| (pair.source.plain_text(), pair.target.plain_text()))
            .collect();
        assert_eq!(
            texts,
            [("Oui".into(), "Yes".into()), ("Oui".into(), "Ja".into())]
        );
        assert_eq!(pairs[0].status, Some(Status::Approved));
        assert_eq!((pairs[0].notes.len(), pairs[1].notes.len()), (0, 1));
        let again = Pair::of_unit(&pairs[1].clone().into_unit(), "*all*", &mut losses);
        assert_eq!(again, [pairs[1].clone()]);
        assert!(losses.is_empty());
    }
}
