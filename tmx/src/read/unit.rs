//! `<tu>` and `<tuv>`.

use std::io::Read;

use crate::model::{SegType, Unit, Variant};
use crate::report::Problem;
use crate::xml::Position;

use super::header::{Child, Common};
use super::names::Name;
use super::{Error, Reader};

impl<R: Read> Reader<R> {
    /// Reads the `<tu>` whose start was the last event; nothing when it had to be skipped.
    pub(super) fn read_unit(&mut self) -> Result<Option<Unit>, Error> {
        let at = self.xml.position();
        self.place.number += 1;
        self.place.inside = true;
        self.place.at = at;
        let tag = self.xml.tag().name().to_owned();
        let outside = self.xml.depth().saturating_sub(1);
        let mut result = self.unit(at);
        if let Err(Error::Xml { source, .. }) = &result
            && self.xml.recover(&tag, outside)
        {
            let at = source.position();
            let error = source.what();
            result = self
                .find_at(at, Problem::BrokenUnit { error })
                .map(|()| None);
        }
        if result.is_ok() {
            // After an error the place stays, for the message.
            self.collect()?;
            self.place.inside = false;
            self.place.tuid = None;
        }
        result
    }

    fn unit(&mut self, at: Position) -> Result<Option<Unit>, Error> {
        let mut unit = Unit::default();
        self.unit_attributes(&mut unit)?;
        let mut common = Common::default();
        let mut lost = 0;
        loop {
            match self.child("tu", &mut common)? {
                Child::Start(Name::Tuv) => {
                    // Variants are large: each is filled where it is, and moved once.
                    let mut variant = Variant::default();
                    if self.variant(&mut variant)? {
                        unit.variants.push(variant);
                    } else {
                        lost += 1;
                    }
                }
                Child::Start(_) => self.unknown("tu", &mut common)?,
                Child::Done => {}
                Child::End => break,
            }
            if self.unit_is_too_large() {
                self.xml.skip().map_err(|source| self.broken(source))?;
                break;
            }
        }
        if self.unit_is_too_large() {
            let limit = self.options.max_unit;
            self.find_at(at, Problem::UnitTooLarge { limit })?;
            return Ok(None);
        }
        unit.props = common.props;
        unit.notes = common.notes;
        unit.unknown = common.unknown;
        if unit.variants.is_empty() {
            self.find_at(at, Problem::NoVariants)?;
            return Ok(None);
        }
        if lost > 0 && unit.variants.len() < 2 {
            self.find_at(at, Problem::LostVariants)?;
            return Ok(None);
        }
        self.report.variants_left_out += lost;
        Ok(Some(unit))
    }

    /// Whether the unit being read is over the limit: nothing more of it is kept then.
    pub(super) fn unit_is_too_large(&self) -> bool {
        self.xml.reached_offset() - self.place.at.offset > self.options.max_unit
    }

    fn unit_attributes(&mut self, unit: &mut Unit) -> Result<(), Error> {
        self.each_attribute(|reader, name, key, value| {
            match name {
                "tuid" => {
                    reader.place.tuid = Some(value.to_owned());
                    unit.tuid = Some(value.to_owned());
                }
                "srclang" => unit.src_lang = Some(value.to_owned()),
                "segtype" => {
                    unit.seg_type = SegType::parse(value);
                    if unit.seg_type.is_none() {
                        let (attribute, value) = ("segtype", value.to_owned());
                        reader.find(Problem::BadValue { attribute, value })?;
                    }
                }
                _ if reader.origin_attribute(&mut unit.origin, name, value)? => {}
                _ => reader.keep_attribute("tu", &mut unit.extra, key, value)?,
            }
            Ok(())
        })
    }

    /// Reads a `<tuv>`; false when it lacks what a variant needs.
    fn variant(&mut self, variant: &mut Variant) -> Result<bool, Error> {
        self.xml.remember();
        let named = self.variant_attributes(variant)?;
        let mut common = Common::default();
        let mut segments = 0;
        loop {
            match self.child("tuv", &mut common)? {
                Child::Start(Name::Seg) => {
                    segments += 1;
                    if segments == 2 {
                        self.find(Problem::SecondSegment)?;
                    }
                    let segment = self.read_segment()?;
                    variant.segment.append(segment);
                }
                Child::Start(_) => self.unknown("tuv", &mut common)?,
                Child::Done => {}
                Child::End => break,
            }
        }
        variant.props = common.props;
        variant.notes = common.notes;
        variant.unknown = common.unknown;
        if !named {
            self.find_at(self.xml.remembered(), Problem::NoLanguage)?;
        }
        if segments == 0 {
            self.find_at(self.xml.remembered(), Problem::NoSegment)?;
        }
        Ok(named && segments > 0)
    }

    /// Takes the attributes; false where none names the language.
    fn variant_attributes(&mut self, variant: &mut Variant) -> Result<bool, Error> {
        let mut modern = false;
        self.each_attribute(|reader, name, key, value| {
            match name {
                "xml:lang" => {
                    value.clone_into(&mut variant.lang);
                    modern = true;
                }
                "lang" if !modern => value.clone_into(&mut variant.lang),
                "lang" => {}
                _ if reader.origin_attribute(&mut variant.origin, name, value)? => {}
                _ => reader.keep_attribute("tuv", &mut variant.extra, key, value)?,
            }
            Ok(())
        })?;
        let named = !variant.lang.trim().is_empty();
        let old_version = matches!(self.version.trim(), "1.1" | "1.2");
        if named && modern == old_version {
            let found = if modern { "xml:lang" } else { "lang" };
            let version = self.version.clone();
            self.find(Problem::LanguageAttribute { found, version })?;
        }
        Ok(named)
    }
}
