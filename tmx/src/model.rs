//! The header, units and variants of a translation memory, as TMX 1.4 has them.
//!
//! Attributes TMX knows are fields named after them; what it does not know is kept in `extra`
//! (attributes) and `unknown` (elements), so that a file of another tool survives a round trip.
//! Language codes are the strings of the file.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::segment::Segment;
use crate::xml::{Attributes, Element, Node};

/// `segtype`: what one unit of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SegType {
    /// Anything the format sees as one block.
    Block,
    /// A paragraph.
    Paragraph,
    /// A sentence.
    #[default]
    Sentence,
    /// A phrase.
    Phrase,
}

impl SegType {
    /// The attribute's value.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Paragraph => "paragraph",
            Self::Sentence => "sentence",
            Self::Phrase => "phrase",
        }
    }

    /// Reads the attribute's value, in any case.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        [Self::Block, Self::Paragraph, Self::Sentence, Self::Phrase]
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(value.trim()))
    }
}

/// The attributes that say where a unit or a variant comes from and how it was used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// `o-encoding`: code set of the original data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub o_encoding: Option<String>,
    /// `datatype`: format of the original data, e.g. `html`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
    /// `usagecount`: how often it was used, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_count: Option<String>,
    /// `lastusagedate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_usage_date: Option<Date>,
    /// `creationtool`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_tool: Option<String>,
    /// `creationtoolversion`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_tool_version: Option<String>,
    /// `creationdate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_date: Option<Date>,
    /// `creationid`: who created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_id: Option<String>,
    /// `changedate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_date: Option<Date>,
    /// `changeid`: who changed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_id: Option<String>,
    /// `o-tmf`: format of the memory it was taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub o_tmf: Option<String>,
}

/// `<prop>`: a value whose `type` a tool chose.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Property {
    /// `type`; tools' own begin with `x-`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The text.
    pub value: String,
    /// The content as it stands in a file that has elements inside, which TMX does not allow;
    /// otherwise empty. When given, it is written in place of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub markup: Vec<Node>,
    /// `xml:lang`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// `o-encoding`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub o_encoding: Option<String>,
    /// Attributes TMX does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Attributes,
}

impl Property {
    /// A property of this type and value.
    #[must_use]
    pub fn new(kind: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            value: value.into(),
            ..Self::default()
        }
    }
}

/// `<note>`: a comment for people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// The text.
    pub text: String,
    /// The content as it stands in a file that has elements inside, which TMX does not allow;
    /// otherwise empty. When given, it is written in place of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub markup: Vec<Node>,
    /// `xml:lang`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// `o-encoding`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub o_encoding: Option<String>,
    /// Attributes TMX does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Attributes,
}

impl Note {
    /// A note with this text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// `<header>`: what holds for the whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Header {
    /// `creationtool`: program that wrote the file.
    pub creation_tool: String,
    /// `creationtoolversion`.
    pub creation_tool_version: String,
    /// `segtype`: default for units that have none.
    pub seg_type: SegType,
    /// `o-tmf`: format of the memory the file was made from.
    pub o_tmf: String,
    /// `adminlang`: language of notes and properties.
    pub admin_lang: String,
    /// `srclang`: source language of units that have none; `*all*` when any may be the source.
    pub src_lang: String,
    /// `datatype`: default for units that have none.
    pub data_type: String,
    /// `o-encoding`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub o_encoding: Option<String>,
    /// `creationdate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_date: Option<Date>,
    /// `creationid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_id: Option<String>,
    /// `changedate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_date: Option<Date>,
    /// `changeid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_id: Option<String>,
    /// `<note>` elements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// `<prop>` elements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Property>,
    /// `<ude>` elements (private characters), kept whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub udes: Vec<Element>,
    /// Attributes TMX does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Attributes,
    /// Attributes of `<tmx>` other than its version, most of all the prefixes vendors' names use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub root_extra: Attributes,
    /// Elements TMX does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<Element>,
}

impl Default for Header {
    /// A header for a new file: sentences of plain text, any language the source.
    fn default() -> Self {
        Self {
            creation_tool: "bitext".to_owned(),
            creation_tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            seg_type: SegType::Sentence,
            o_tmf: "bitext".to_owned(),
            admin_lang: "en".to_owned(),
            src_lang: "*all*".to_owned(),
            data_type: "plaintext".to_owned(),
            o_encoding: None,
            creation_date: None,
            creation_id: None,
            change_date: None,
            change_id: None,
            notes: Vec::new(),
            props: Vec::new(),
            udes: Vec::new(),
            extra: Vec::new(),
            root_extra: Vec::new(),
            unknown: Vec::new(),
        }
    }
}

/// `<tu>`: one text in several languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Unit {
    /// `tuid`: the tool's own name for the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tuid: Option<String>,
    /// `srclang`: source language, when it is not the header's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub src_lang: Option<String>,
    /// `segtype`, when it is not the header's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seg_type: Option<SegType>,
    /// Where it comes from.
    pub origin: Origin,
    /// `<prop>` elements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Property>,
    /// `<note>` elements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// The text in each language, in the order of the file. One language may come twice.
    pub variants: Vec<Variant>,
    /// Attributes TMX does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Attributes,
    /// Elements TMX does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<Element>,
}

impl Unit {
    /// A unit of two plain texts.
    #[must_use]
    pub fn pair(
        source: (impl Into<String>, impl Into<Segment>),
        target: (impl Into<String>, impl Into<Segment>),
    ) -> Self {
        Self {
            variants: vec![
                Variant::new(source.0, source.1),
                Variant::new(target.0, target.1),
            ],
            ..Self::default()
        }
    }

    /// The first variant whose language tag is this one, ASCII case aside.
    #[must_use]
    pub fn variant(&self, lang: &str) -> Option<&Variant> {
        self.variants
            .iter()
            .find(|variant| variant.lang.eq_ignore_ascii_case(lang))
    }

    /// The value of the first property of this type.
    #[must_use]
    pub fn prop(&self, kind: &str) -> Option<&str> {
        self.props
            .iter()
            .find(|prop| prop.kind == kind)
            .map(|prop| prop.value.as_str())
    }
}

/// `<tuv>`: the text of a unit in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Variant {
    /// `xml:lang` (`lang` in old files), as written.
    pub lang: String,
    /// Where it comes from.
    pub origin: Origin,
    /// `<prop>` elements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Property>,
    /// `<note>` elements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// `<seg>`.
    pub segment: Segment,
    /// Attributes TMX does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Attributes,
    /// Elements TMX does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<Element>,
}

impl Variant {
    /// A text in a language.
    #[must_use]
    pub fn new(lang: impl Into<String>, segment: impl Into<Segment>) -> Self {
        Self {
            lang: lang.into(),
            segment: segment.into(),
            ..Self::default()
        }
    }
}
