//! Writing for one tool: what it takes, what it would refuse, and what it would lose.
//!
//! A valid file is not always a useful one: a tool may drop segments over a length, take codes for
//! text, or import nothing because of a language code. [`Target::adapt`] makes of a unit what the tool
//! takes, and says what that cost; going over all units first tells the user before anything is written.
//!
//! Sources, as published by the makers: RWS, «Importing TM content» (2,000 characters a segment, language
//! pairs that differ are not imported) and «Importing content into a translation memory» (no TMX of
//! more than two languages); Google, «Adaptive translation» (512 characters a pair) and «Prepare
//! example translations» (pairs of plain segments); DeepL, «Import a translation memory»; memoQ, «Translation
//! memories (TMX)» (1.1 to 1.4b); OmegaT 3.6 and Okapi, whose readers are open.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::Unit;
use crate::segment::{CodeKind, CodePiece, Piece};
use crate::write::{Extras, Level, WriteOptions};
use crate::xml::IllegalPolicy;

/// A tool that a file is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// OmegaT: level 2, valid to the letter, for it drops a file that is not.
    OmegaT,
    /// Trados Studio and RWS's cloud: level 2, two languages a unit, codes with regions, short segments.
    Trados,
    /// memoQ: level 2.
    MemoQ,
    /// Okapi's tools (Rainbow, Tikal, CheckMate): level 2.
    Okapi,
    /// Any tool that reads TMX 1.4: level 2, valid; language codes as the schema wants them.
    Generic,
    /// Google Cloud Translation: level 1, two languages, text only.
    Google,
    /// DeepL's translation memories: level 1, two languages, text only.
    DeepL,
}

/// What a tool asks for.
struct Profile {
    level: Level,
    doctype: bool,
    bilingual: bool,
    metadata: bool,
    /// Whether units with an empty side are of no use to it.
    whole: bool,
    max_segment: Option<usize>,
    max_pair: Option<usize>,
    wants_regions: bool,
    keeps_ut: bool,
    codes: Codes,
}

/// How a tool spells languages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Codes {
    /// BCP 47: `fr-CA`, `zh-Hant-TW`.
    Bcp47,
    /// Without a region, but where the tool tells regions apart.
    Short(&'static [&'static str]),
}

/// What a unit means for a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Concern {
    /// A segment is longer than the tool takes: the unit is left out.
    SegmentTooLong,
    /// Both segments together are longer than the tool uses.
    PairTooLong,
    /// A segment has no text: the unit is left out.
    Blank,
    /// The unit has no second language: it is left out.
    OneLanguage,
    /// A language code has no region, and the tool's memories have.
    NoRegion,
    /// Inline codes are left out.
    Codes,
    /// Properties and notes are left out.
    Metadata,
    /// Attributes and elements TMX does not have are left out.
    Extras,
    /// `<ut>` is written as `<ph>`.
    UnknownCodes,
    /// A language code is spelled in another way.
    LanguageCode,
    /// A unit of several languages becomes several units.
    Split,
}

impl Concern {
    /// Whether the unit is left out because the tool would refuse it.
    #[must_use]
    pub const fn drops_unit(self) -> bool {
        matches!(self, Self::SegmentTooLong | Self::Blank | Self::OneLanguage)
    }

    /// Whether something of the unit is lost.
    #[must_use]
    pub const fn loses(self) -> bool {
        self.drops_unit() || matches!(self, Self::Codes | Self::Metadata | Self::Extras)
    }
}

/// What became of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Adapted {
    /// What to write: nothing, one unit, or several.
    pub units: Vec<Unit>,
    /// What that means; each concern once.
    pub concerns: Vec<Concern>,
}

/// How often each concern came up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concerns {
    /// By concern, in a fixed order.
    pub counts: BTreeMap<Concern, u64>,
}

impl Concerns {
    /// Counts those of a unit.
    pub fn add(&mut self, adapted: &Adapted) {
        for &concern in &adapted.concerns {
            *self.counts.entry(concern).or_default() += 1;
        }
    }
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 7] = [
        Self::OmegaT,
        Self::Trados,
        Self::MemoQ,
        Self::Okapi,
        Self::Generic,
        Self::Google,
        Self::DeepL,
    ];

    /// Its name on a command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OmegaT => "omegat",
            Self::Trados => "trados",
            Self::MemoQ => "memoq",
            Self::Okapi => "okapi",
            Self::Generic => "generic",
            Self::Google => "google",
            Self::DeepL => "deepl",
        }
    }

    /// The target of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }

    fn profile(self) -> Profile {
        let cat = Profile {
            level: Level::Two,
            doctype: true,
            bilingual: false,
            metadata: true,
            whole: false,
            max_segment: None,
            max_pair: None,
            wants_regions: false,
            keeps_ut: false,
            codes: Codes::Bcp47,
        };
        match self {
            Self::OmegaT | Self::MemoQ => cat,
            Self::Okapi | Self::Generic => Profile {
                keeps_ut: true,
                ..cat
            },
            Self::Trados => Profile {
                bilingual: true,
                whole: true,
                max_segment: Some(2000),
                wants_regions: true,
                ..cat
            },
            Self::Google => Profile {
                level: Level::One,
                doctype: false,
                bilingual: true,
                metadata: false,
                whole: true,
                max_pair: Some(512),
                codes: Codes::Short(&["zh", "pt"]),
                ..cat
            },
            Self::DeepL => Profile {
                level: Level::One,
                doctype: false,
                bilingual: true,
                metadata: false,
                whole: true,
                codes: Codes::Short(&["zh", "pt", "en", "es"]),
                ..cat
            },
        }
    }

    /// How the file is written. It is valid TMX 1.4 for every target.
    #[must_use]
    pub fn options(self) -> WriteOptions {
        let profile = self.profile();
        WriteOptions {
            level: profile.level,
            extras: Extras::LeaveOut,
            illegal: IllegalPolicy::Replace,
            doctype: profile.doctype,
            ..WriteOptions::default()
        }
    }

    /// A language code as this tool spells it.
    #[must_use]
    pub fn language(self, code: &str) -> String {
        match self.profile().codes {
            Codes::Bcp47 => bcp47(code),
            Codes::Short(with_region) => {
                let full = bcp47(code);
                let primary = full.split('-').next().unwrap_or_default().to_owned();
                if with_region.contains(&primary.as_str()) {
                    full
                } else {
                    primary
                }
            }
        }
    }

    /// What to write of a unit. `header_language` is the source language of units that name none.
    #[must_use]
    pub fn adapt(self, unit: &Unit, header_language: &str) -> Adapted {
        let profile = self.profile();
        let mut adapting = Adapting {
            target: self,
            profile: &profile,
            concerns: Vec::new(),
        };
        let units = adapting.units(unit, header_language);
        let mut concerns = adapting.concerns;
        concerns.sort();
        concerns.dedup();
        Adapted { units, concerns }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OmegaT => "OmegaT",
            Self::Trados => "Trados",
            Self::MemoQ => "memoQ",
            Self::Okapi => "Okapi",
            Self::Generic => "any tool",
            Self::Google => "Google",
            Self::DeepL => "DeepL",
        })
    }
}

struct Adapting<'a> {
    target: Target,
    profile: &'a Profile,
    concerns: Vec<Concern>,
}

impl Adapting<'_> {
    fn note(&mut self, concern: Concern) {
        self.concerns.push(concern);
    }

    fn units(&mut self, unit: &Unit, header_language: &str) -> Vec<Unit> {
        let mut unit = unit.clone();
        self.languages(&mut unit);
        self.contents(&mut unit);
        if !self.profile.bilingual {
            return vec![unit];
        }
        let units = self.bilingual(unit, header_language);
        units
            .into_iter()
            .filter(|unit| self.is_welcome(unit))
            .collect()
    }

    fn languages(&mut self, unit: &mut Unit) {
        let codes = unit.variants.iter_mut().map(|variant| &mut variant.lang);
        let mut changed = false;
        let mut without_region = false;
        for code in codes.chain(unit.src_lang.as_mut()) {
            if code.starts_with('*') {
                continue;
            }
            let spelled = self.target.language(code);
            // `EN_us` and `en-US` are the same to every tool that looks at case.
            changed |= spelled != *code;
            without_region |= self.profile.wants_regions && !spelled.contains('-');
            *code = spelled;
        }
        if changed {
            self.note(Concern::LanguageCode);
        }
        if without_region {
            self.note(Concern::NoRegion);
        }
    }

    /// What the level and the profile leave of codes, properties and what TMX does not have.
    fn contents(&mut self, unit: &mut Unit) {
        let foreign = |piece: &Piece| matches!(piece, Piece::Foreign(_));
        let has_extras = !unit.extra.is_empty()
            || !unit.unknown.is_empty()
            || unit.variants.iter().any(|variant| {
                !variant.extra.is_empty()
                    || !variant.unknown.is_empty()
                    || variant.segment.pieces.iter().any(foreign)
            });
        if has_extras {
            self.note(Concern::Extras);
        }
        let has_codes = unit
            .variants
            .iter()
            .any(|variant| variant.segment.has_markup());
        if self.profile.level == Level::One {
            if has_codes {
                self.note(Concern::Codes);
            }
        } else if !self.profile.keeps_ut {
            let mut changed = false;
            for variant in &mut unit.variants {
                changed |= replace_ut(&mut variant.segment.pieces);
            }
            if changed {
                self.note(Concern::UnknownCodes);
            }
        }
        if !self.profile.metadata {
            let variants = unit.variants.iter();
            let of_variants = variants.map(|variant| variant.props.len() + variant.notes.len());
            if unit.props.len() + unit.notes.len() + of_variants.sum::<usize>() > 0 {
                self.note(Concern::Metadata);
            }
            unit.props.clear();
            unit.notes.clear();
            for variant in &mut unit.variants {
                variant.props.clear();
                variant.notes.clear();
            }
        }
    }

    /// The source with each of its translations.
    fn bilingual(&mut self, mut unit: Unit, header_language: &str) -> Vec<Unit> {
        if unit.variants.len() < 2 {
            self.note(Concern::OneLanguage);
            return Vec::new();
        }
        if unit.variants.len() == 2 {
            return vec![unit];
        }
        self.note(Concern::Split);
        let wanted = unit.src_lang.clone();
        let wanted = wanted.unwrap_or_else(|| self.target.language(header_language));
        let is_source = |lang: &str| lang.eq_ignore_ascii_case(&wanted);
        let at = unit
            .variants
            .iter()
            .position(|variant| is_source(&variant.lang));
        let source = unit.variants.remove(at.unwrap_or(0));
        let targets = std::mem::take(&mut unit.variants);
        // The name belongs to one unit.
        let name = unit.tuid.take();
        let split = targets
            .into_iter()
            .enumerate()
            .map(|(number, target)| Unit {
                tuid: name.as_ref().map(|name| match number {
                    0 => name.clone(),
                    _ => format!("{name}-{}", target.lang),
                }),
                variants: vec![source.clone(), target],
                ..unit.clone()
            });
        split.collect()
    }

    fn is_welcome(&mut self, unit: &Unit) -> bool {
        let texts = unit
            .variants
            .iter()
            .map(|variant| variant.segment.plain_text());
        let lengths: Vec<usize> = texts.map(|text| text.chars().count()).collect();
        if self.profile.whole
            && unit
                .variants
                .iter()
                .any(|variant| variant.segment.is_blank())
        {
            self.note(Concern::Blank);
            return false;
        }
        let limit = self.profile.max_segment.unwrap_or(usize::MAX);
        if lengths.iter().any(|&length| length > limit) {
            self.note(Concern::SegmentTooLong);
            return false;
        }
        if lengths.iter().sum::<usize>() > self.profile.max_pair.unwrap_or(usize::MAX) {
            self.note(Concern::PairTooLong);
        }
        true
    }
}

/// Makes `<ph>` of `<ut>`, which TMX 1.4 has deprecated and tools take for text; true where there was
/// one.
fn replace_ut(pieces: &mut [Piece]) -> bool {
    let mut found = false;
    for piece in pieces {
        match piece {
            Piece::Code(code) => {
                if code.kind == CodeKind::Ut {
                    code.kind = CodeKind::Ph;
                    found = true;
                }
                for part in &mut code.content {
                    if let CodePiece::Sub(sub) = part {
                        found |= replace_ut(&mut sub.pieces);
                    }
                }
            }
            Piece::Highlight(highlight) => found |= replace_ut(&mut highlight.pieces),
            Piece::Foreign(foreign) => found |= replace_ut(&mut foreign.pieces),
            Piece::Text(_) => {}
        }
    }
    found
}

/// The usual spelling of a tag (RFC 5646, 2.1.1): language in small letters, script in title case,
/// region in capitals, hyphens between.
fn bcp47(code: &str) -> String {
    let parts = code.trim().split(['-', '_']).enumerate();
    let spelled = parts.map(|(at, part)| match part.len() {
        _ if at == 0 => part.to_ascii_lowercase(),
        4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
            let (first, rest) = part.split_at(1);
            first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
        }
        2 => part.to_ascii_uppercase(),
        _ => part.to_ascii_lowercase(),
    });
    spelled.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, Property, Segment, Variant};

    fn unit() -> Unit {
        let mut unit = Unit::pair(("FR_ca", "Oui"), ("en", "Yes"));
        unit.tuid = Some("1".to_owned());
        unit.props.push(Property::new("x", "y"));
        unit.extra.push(("v".to_owned(), "w".to_owned()));
        unit.variants[0]
            .segment
            .pieces
            .push(Piece::Code(Code::new(CodeKind::Ut)));
        unit
    }

    #[test]
    fn each_tool_gets_what_it_takes() {
        let adapted = Target::OmegaT.adapt(&unit(), "fr");
        assert_eq!(
            adapted.concerns,
            [
                Concern::Extras,
                Concern::UnknownCodes,
                Concern::LanguageCode
            ]
        );
        assert_eq!(adapted.units[0].variants[0].lang, "fr-CA");
        assert_eq!(
            adapted.units[0].variants[0].segment.codes()[0].kind,
            CodeKind::Ph
        );

        let adapted = Target::Google.adapt(&unit(), "fr");
        assert!(adapted.units[0].props.is_empty());
        assert_eq!(adapted.units[0].variants[0].lang, "fr");
        assert!(adapted.concerns.contains(&Concern::Codes));

        let adapted = Target::Generic.adapt(&unit(), "fr");
        let mut expected = unit();
        expected.variants[0].lang = "fr-CA".to_owned();
        assert_eq!(adapted.units, [expected]);
        assert_eq!(adapted.concerns, [Concern::Extras, Concern::LanguageCode]);
        let adapted = Target::Trados.adapt(&unit(), "fr");
        assert!(adapted.concerns.contains(&Concern::NoRegion));
    }

    #[test]
    fn what_a_tool_refuses_is_left_out() {
        let long = Unit::pair(("fr-FR", "a".repeat(2001)), ("en-GB", "b"));
        let adapted = Target::Trados.adapt(&long, "fr-FR");
        assert_eq!(
            (adapted.units.len(), adapted.concerns),
            (0, vec![Concern::SegmentTooLong])
        );
        assert_eq!(Target::MemoQ.adapt(&long, "fr-FR").units.len(), 1);
        let blank = Unit::pair(("fr", " "), ("en", "b"));
        assert!(Target::DeepL.adapt(&blank, "fr").units.is_empty());
        let long = Unit::pair(("fr", "a".repeat(512)), ("en", "b"));
        let adapted = Target::Google.adapt(&long, "fr");
        assert_eq!(
            (adapted.units.len(), adapted.concerns),
            (1, vec![Concern::PairTooLong])
        );
    }

    #[test]
    fn units_of_several_languages_are_split_for_tools_of_two() {
        let mut unit = Unit::pair(("en", "Yes"), ("fr", "Oui"));
        unit.tuid = Some("1".to_owned());
        unit.variants.push(Variant::new("de", Segment::from("Ja")));
        let adapted = Target::DeepL.adapt(&unit, "fr");
        let texts: Vec<Vec<_>> = adapted
            .units
            .iter()
            .map(|unit| {
                unit.variants
                    .iter()
                    .map(|v| v.segment.plain_text())
                    .collect()
            })
            .collect();
        assert_eq!(texts, [["Oui", "Yes"], ["Oui", "Ja"]]);
        assert_eq!(adapted.units[1].tuid.as_deref(), Some("1-de"));
        assert_eq!(Target::OmegaT.adapt(&unit, "fr").units, [unit]);
    }

    #[test]
    fn names_are_read_back_and_codes_spelled() {
        for target in Target::ALL {
            assert_eq!(Target::parse(target.name()), Some(target));
        }
        assert_eq!(bcp47("ZH_hant_tw"), "zh-Hant-TW");
        assert_eq!(Target::DeepL.language("EN_us"), "en-US");
        assert_eq!(Target::Google.language("en-US"), "en");
        assert_eq!(Target::Google.language("zh-TW"), "zh-TW");
    }
}
