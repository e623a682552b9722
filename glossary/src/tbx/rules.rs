//! What the standard and a file's own dialect forbid: told, never a reason to lose anything.

use bitext_tmx::xml::Element;

use super::category::{self, Level};
use super::element::{children, kind};
use crate::reading::Problem;

/// Elements that say what they are by their `type`.
const TYPED: [&str; 9] = [
    "admin",
    "adminNote",
    "descrip",
    "descripNote",
    "ref",
    "termNote",
    "transac",
    "transacNote",
    "xref",
];

/// Breaches of the core structure: what `martif` and `tbx` of any dialect ask for.
pub(super) fn structure(entry: &Element, problems: &mut Vec<Problem>) {
    let mut tell = |what: String| problems.push(Problem::Structure(what));
    walk(entry, Level::Concept, &mut |element, _| {
        let name = element.name.as_str();
        if TYPED.contains(&name) && kind(element).is_empty() {
            tell(format!("<{name}> without a type"));
        }
        let count = |wanted: &str| {
            children(element)
                .filter(|child| child.name == wanted)
                .count()
        };
        match name {
            "tig" => {
                let grouped = children(element).any(|child| child.name == "termGrp");
                let first = children(element).next().map(|child| child.name.as_str());
                if !grouped && first.is_some_and(|first| first != "term") {
                    tell("a section of a term that does not start with the term".to_owned());
                }
                if count("term") > 1 {
                    tell("several terms in one section; the first is the term".to_owned());
                }
            }
            "descripGrp" if count("descrip") > 1 => {
                tell("several <descrip> in one <descripGrp>".to_owned());
            }
            _ => {}
        }
    });
}

/// Breaches of the dialect that the file says it keeps to. TBX-Basic and TBX-Min are checked; the
/// others leave their categories open.
pub(super) fn dialect(entry: &Element, dialect: &str, problems: &mut Vec<Problem>) {
    let min = dialect.eq_ignore_ascii_case("TBX-Min");
    if !min && !dialect.eq_ignore_ascii_case("TBX-Basic") {
        return;
    }
    walk(entry, Level::Concept, &mut |element, level| {
        let kind = kind(element);
        if kind.is_empty() || !TYPED.contains(&element.name.as_str()) {
            return;
        }
        let known = category::find(kind)
            .filter(|category| category.element == element.name)
            .filter(|category| !min || category.module == category::Module::Min);
        let what = match known {
            None => format!("{dialect} has no category «{kind}» for <{}>", element.name),
            Some(category) if !category.levels.contains(&level) => {
                format!("{dialect} has no «{kind}» at this level of an entry")
            }
            Some(category) => {
                let text = element.text();
                let values = category.values;
                // Version 2 counts proper nouns among the parts of speech.
                let proper = kind == "partOfSpeech" && text == "properNoun";
                if values.is_empty() || proper || values.contains(&text.as_str()) {
                    return;
                }
                format!("«{text}» is no value of «{kind}» in {dialect}")
            }
        };
        problems.push(Problem::Dialect(what));
    });
}

/// Visits every element of an entry with the level it stands on.
fn walk(element: &Element, level: Level, visit: &mut dyn FnMut(&Element, Level)) {
    let level = match element.name.as_str() {
        "langSet" => Level::Language,
        "tig" => Level::Term,
        _ => level,
    };
    visit(element, level);
    for child in children(element) {
        walk(child, level, visit);
    }
}
