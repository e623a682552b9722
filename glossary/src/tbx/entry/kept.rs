//! What a file had for a concept in XML that no field, or a field in plain words, holds.

use bitext_tmx::xml::Element;

use super::super::element::{children, is, is_plain, kind};
use crate::term::Property;

/// The kept pieces of one place: those that say what a field says with more markup, attributes of
/// sections, and the rest.
pub(super) struct Kept<'a> {
    pub(super) texts: Vec<&'a Element>,
    pub(super) shells: Vec<&'a Element>,
    pub(super) rest: Vec<&'a Property>,
}

impl<'a> Kept<'a> {
    pub(super) fn of(properties: &'a [Property], language: Option<&str>) -> Self {
        let mut kept = Self {
            texts: Vec::new(),
            shells: Vec::new(),
            rest: Vec::new(),
        };
        let own = |property: &&Property| property.language.as_deref() == language;
        for property in properties.iter().filter(own) {
            match property.markup.as_deref() {
                Some(markup) if is_shell(markup) => kept.shells.push(markup),
                Some(markup) if doubles_a_field(property) => kept.texts.push(markup),
                _ => kept.rest.push(property),
            }
        }
        kept
    }

    /// Takes the first piece that says this.
    pub(super) fn take_text(&mut self, same: impl Fn(&Element) -> bool) -> Option<&'a Element> {
        let at = self.texts.iter().position(|piece| same(piece))?;
        Some(self.texts.remove(at))
    }
}

/// An attribute of a section, kept as the section with nothing in it.
pub(crate) fn is_shell(markup: &Element) -> bool {
    markup.children.is_empty()
        && matches!(
            markup.name.as_str(),
            "termEntry" | "langSet" | "tig" | "term"
        )
}

/// Whether a field says the same as a kept piece, in plain words.
pub(crate) fn doubles_a_field(property: &Property) -> bool {
    let Some(markup) = property.markup.as_deref() else {
        return false;
    };
    match markup.name.as_str() {
        "term" => true,
        // Sections of languages have no field for notes.
        "note" => property.language.is_none(),
        "termNote" => {
            !is_plain(markup)
                && matches!(
                    kind(markup),
                    "partOfSpeech"
                        | "grammaticalGender"
                        | "grammaticalNumber"
                        | "termType"
                        | "administrativeStatus"
                )
        }
        _ => described(markup, "definition").is_some() || described(markup, "context").is_some(),
    }
}

/// The text of a definition or a context, alone or in its group.
pub(super) fn described(element: &Element, wanted: &str) -> Option<String> {
    if is(element, "descrip", wanted) {
        return Some(element.text());
    }
    if element.name != "descripGrp" {
        return None;
    }
    children(element)
        .find(|child| is(child, "descrip", wanted))
        .map(Element::text)
}

pub(super) fn is_term_note(property: &Property) -> bool {
    property.markup.as_deref().is_some_and(|markup| {
        matches!(
            markup.name.as_str(),
            "termNote" | "termNoteGrp" | "termCompList"
        )
    })
}
