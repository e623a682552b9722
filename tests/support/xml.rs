//! What a TMX file holds, read without the program's own reader.

use quick_xml::Reader;
use quick_xml::events::Event;

/// A language and the text of its segment.
type Variant = (String, String);

/// The translation units of a TMX file, each with its languages and texts. Text in codes counts
/// as text; XML that is not well-formed fails the test.
#[track_caller]
pub(crate) fn translation_units(xml: &str) -> Vec<Vec<Variant>> {
    let mut reader = Reader::from_str(xml);
    let mut units: Vec<Vec<Variant>> = Vec::new();
    let mut in_segment = false;
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) => match tag.name().as_ref() {
                "tu" => units.push(Vec::new()),
                "tuv" => {
                    let language = tag
                        .try_get_attribute("xml:lang")
                        .expect("attributes are well-formed")
                        .expect("a variant names its language");
                    let language = language.value.into_owned();
                    let unit = units.last_mut().expect("variants stand in units");
                    unit.push((language, String::new()));
                }
                "seg" => in_segment = true,
                _ => {}
            },
            Event::End(tag) if tag.name().as_ref() == "seg" => in_segment = false,
            Event::Text(text) if in_segment => {
                append(&mut units, &text);
            }
            Event::GeneralRef(reference) if in_segment => {
                append(&mut units, &resolved(&reference));
            }
            Event::Eof => return units,
            _ => {}
        }
    }
}

fn append(units: &mut [Vec<Variant>], text: &str) {
    if let Some((_, segment)) = units.last_mut().and_then(|unit| unit.last_mut()) {
        segment.push_str(text);
    }
}

/// The text that `&name;` stands for.
fn resolved(name: &str) -> String {
    let number = name.strip_prefix('#').map(|number| {
        number
            .strip_prefix('x')
            .map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16))
    });
    match (number, name) {
        (Some(Ok(number)), _) => char::from_u32(number)
            .expect("a reference to a character")
            .to_string(),
        (_, "amp") => "&".to_owned(),
        (_, "lt") => "<".to_owned(),
        (_, "gt") => ">".to_owned(),
        (_, "quot") => "\"".to_owned(),
        (_, "apos") => "'".to_owned(),
        _ => panic!("an entity that a TMX file need not know: &{name};"),
    }
}
