//! References: the five predefined entities, numbers, and what a file's own DTD declares.
//!
//! Nothing outside the file is ever looked at. An internal entity that is plain text is
//! expanded within a budget; one with markup in it, or in another file, is refused by name.

use std::collections::BTreeMap;

use quick_xml::escape::resolve_html5_entity;

use super::chars::{is_name, is_xml_char};
use super::problem::Problem;

/// Entities inside entities, at most.
const MAX_NESTING: usize = 16;

/// Entity declarations kept, at most; later ones are taken as not declared.
const MAX_DECLARED: usize = 10_000;

/// The entities a document declares, and what is left of its expansion budget.
#[derive(Debug, Default)]
pub(super) struct Entities {
    declared: BTreeMap<String, Declared>,
    spent: usize,
    limit: usize,
    half: Half,
}

/// The first half of a surrogate pair just appended as U+FFFD: its number, and the length of the
/// text behind it.
type Half = Option<(u32, usize)>;

#[derive(Debug, PartialEq, Eq)]
enum Declared {
    /// Replacement text, character references already resolved.
    Text(String),
    External,
}

/// The expansion budget is spent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bomb;

impl Entities {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// Reads the declarations of a DOCTYPE's internal subset (the text after `<!DOCTYPE`).
    pub(super) fn declare(&mut self, doctype: &str, problems: &mut Vec<Problem>) {
        let Some(open) = outside_quotes(doctype, '[') else {
            return;
        };
        let mut rest = &doctype[open + 1..];
        loop {
            rest = rest.trim_start();
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = after(comment, "-->");
            } else if let Some(instruction) = rest.strip_prefix("<?") {
                rest = after(instruction, "?>");
            } else if rest.starts_with("<!") {
                let end = outside_quotes(rest, '>').unwrap_or(rest.len());
                if let Some(entity) = rest[..end].strip_prefix("<!ENTITY") {
                    self.declare_one(entity, problems);
                }
                rest = rest.get(end + 1..).unwrap_or_default();
            } else if let Some(reference) = rest.strip_prefix('%') {
                let name = reference.split(';').next().unwrap_or_default();
                problems.push(Problem::ParameterEntity { name: clip(name) });
                rest = after(reference, ";");
            } else {
                return;
            }
        }
    }

    fn declare_one(&mut self, entity: &str, problems: &mut Vec<Problem>) {
        let entity = entity.trim();
        if entity.starts_with('%') {
            // Declaring one harms nothing; its use is what is reported.
            return;
        }
        let (name, value) = entity
            .split_once(|c: char| c.is_ascii_whitespace())
            .unwrap_or((entity, ""));
        let value = value.trim_start();
        let declared = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let text = value[1..].split(quote).next().unwrap_or_default();
                Declared::Text(resolve_numbers(text, problems))
            }
            _ => Declared::External,
        };
        if is_name(name) && self.declared.len() < MAX_DECLARED {
            // The first declaration binds (XML 1.0, clause 4.2).
            self.declared.entry(name.to_owned()).or_insert(declared);
        }
    }

    /// Forgets what stood before: a new text begins.
    pub(super) fn begin_text(&mut self) {
        self.half = None;
    }

    /// Appends what `&name;` stands for; what cannot be resolved is kept as written, reported.
    pub(super) fn resolve(
        &mut self,
        name: &str,
        out: &mut String,
        problems: &mut Vec<Problem>,
    ) -> Result<(), Bomb> {
        match predefined(name) {
            Some(c) => out.push(c),
            None if name.starts_with('#') => push_number(name, &mut self.half, out, problems),
            None => {
                let from = out.len();
                if let Err(failure) = self.expand(name, out, problems, 0) {
                    out.truncate(from);
                    problems.push(failure.problem(name, out)?);
                }
            }
        }
        Ok(())
    }

    fn expand(
        &mut self,
        name: &str,
        out: &mut String,
        problems: &mut Vec<Problem>,
        depth: usize,
    ) -> Result<(), Failure> {
        if depth == MAX_NESTING {
            return Err(Failure::Refused("refers to itself or is nested too deep"));
        }
        let text = match self.declared.get(name) {
            Some(Declared::Text(text)) => text.clone(),
            Some(Declared::External) => return Err(Failure::Refused("lies outside the file")),
            None => return Err(Failure::Unknown),
        };
        self.spent = self.spent.saturating_add(text.len().max(1));
        if self.spent > self.limit {
            return Err(Failure::Bomb);
        }
        if text.contains('<') {
            return Err(Failure::Refused("holds markup"));
        }
        let mut rest = text.as_str();
        while let Some(at) = rest.find('&') {
            out.push_str(&rest[..at]);
            let Some((inner, tail)) = rest[at + 1..].split_once(';') else {
                return Err(Failure::Refused("holds a bare &"));
            };
            match predefined(inner) {
                Some(c) => out.push(c),
                None if inner.starts_with('#') => push_number(inner, &mut self.half, out, problems),
                None => self.expand(inner, out, problems, depth + 1)?,
            }
            rest = tail;
        }
        out.push_str(rest);
        Ok(())
    }
}

enum Failure {
    Unknown,
    Refused(&'static str),
    Bomb,
}

impl Failure {
    /// Puts something readable in the entity's place and says what.
    fn problem(self, name: &str, out: &mut String) -> Result<Problem, Bomb> {
        let literal = |out: &mut String| {
            out.push('&');
            out.push_str(name);
            out.push(';');
        };
        Ok(match self {
            Self::Bomb => return Err(Bomb),
            Self::Refused(why) => {
                literal(out);
                Problem::RefusedEntity {
                    name: clip(name),
                    why,
                }
            }
            Self::Unknown if !is_name(name) => {
                literal(out);
                Problem::BareAmpersand
            }
            Self::Unknown => match resolve_html5_entity(name) {
                Some(text) => {
                    out.push_str(text);
                    Problem::HtmlEntity { name: clip(name) }
                }
                None => {
                    literal(out);
                    Problem::UnknownEntity { name: clip(name) }
                }
            },
        })
    }
}

pub(super) fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// The number of `#38` or `#x26`, if it is one.
fn number(reference: &str) -> Option<u32> {
    let digits = reference.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    // `from_str_radix` would take a sign.
    let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(digits, radix).ok())?
}

/// Appends a numeric reference's character. Half of a surrogate pair waits as U+FFFD for the
/// other half, which must follow at once.
fn push_number(reference: &str, half: &mut Half, out: &mut String, problems: &mut Vec<Problem>) {
    let code = number(reference);
    if let Some(c) = code.and_then(char::from_u32).filter(|&c| is_xml_char(c)) {
        out.push(c);
        return;
    }
    let name = clip(reference);
    let Some(code @ 0xD800..=0xDFFF) = code else {
        out.push('\u{FFFD}');
        problems.push(Problem::IllegalReference { reference: name });
        return;
    };
    let high = half.take().filter(|&(_, length)| length == out.len());
    let pair = high
        .filter(|_| code >= 0xDC00)
        .and_then(|(high, _)| char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (code - 0xDC00)));
    match pair {
        Some(c) => {
            out.pop();
            out.push(c);
        }
        None => {
            out.push('\u{FFFD}');
            *half = (code < 0xDC00).then_some((code, out.len()));
        }
    }
    problems.push(Problem::SurrogateReference { reference: name });
}

/// Resolves the character references of an entity's value, and nothing else.
fn resolve_numbers(value: &str, problems: &mut Vec<Problem>) -> String {
    let mut out = String::with_capacity(value.len());
    let mut half = None;
    let mut rest = value;
    while let Some(at) = rest.find("&#") {
        out.push_str(&rest[..at]);
        match rest[at + 1..].split_once(';') {
            Some((reference, tail)) => {
                push_number(reference, &mut half, &mut out, problems);
                rest = tail;
            }
            None => {
                out.push_str("&#");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The first such character that stands outside quotes.
fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, c)| {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == wanted => return Some(at),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => {}
        }
        None
    })
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

/// A name short enough for a message.
pub(super) fn clip(name: &str) -> String {
    match name.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(doctype: &str, name: &str) -> (String, Vec<Problem>) {
        let (mut out, mut problems) = (String::new(), Vec::new());
        let mut entities = Entities::new(1000);
        entities.declare(doctype, &mut problems);
        entities.resolve(name, &mut out, &mut problems).unwrap();
        (out, problems)
    }

    #[test]
    fn expands_internal_text_only() {
        let dtd = "tmx SYSTEM 'a[b' [<!-- <!ENTITY p 'no'> --> <!ELEMENT a (b)>
            <!ENTITY p \"Widget &q; &#233;\"><!ENTITY q 'P>ro'><!ENTITY p 'second'>
            <!ENTITY m '<b/>'><!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY self '&self;'>]";
        assert_eq!(resolved(dtd, "p"), ("Widget P>ro é".to_owned(), vec![]));
        for (name, kept) in [("m", "&m;"), ("x", "&x;"), ("self", "&self;")] {
            let (text, problems) = resolved(dtd, name);
            assert_eq!(text, kept);
            assert!(
                matches!(&problems[..], [Problem::RefusedEntity { .. }]),
                "{problems:?}"
            );
        }
        assert!(matches!(
            &resolved("a [%p; ]", "amp").1[..],
            [Problem::ParameterEntity { .. }]
        ));
    }

    #[test]
    fn numbers_are_characters_or_reported() {
        assert_eq!(resolved("", "#x1F600"), ("😀".to_owned(), vec![]));
        for bad in ["#xFFFF", "#0", "#", "#x", "#+5", "#xD800", "#99999999999"] {
            let (text, problems) = resolved("", bad);
            assert_eq!((text.as_str(), problems.len()), ("\u{FFFD}", 1), "{bad}");
        }
        let (mut out, mut problems) = (String::new(), Vec::new());
        let mut half = None;
        for reference in ["#56832", "#55357", "#56832", "#55357"] {
            push_number(reference, &mut half, &mut out, &mut problems);
        }
        assert_eq!(out, "\u{FFFD}😀\u{FFFD}");
    }

    #[test]
    fn names_the_unknown_and_takes_html() {
        let (text, problems) = resolved("", "eacute");
        assert_eq!(text, "é");
        assert!(matches!(problems[0], Problem::HtmlEntity { .. }));
        let (text, problems) = resolved("", "nonsense");
        assert_eq!(text, "&nonsense;");
        assert!(matches!(problems[0], Problem::UnknownEntity { .. }));
        assert_eq!(resolved("", " D").1, [Problem::BareAmpersand]);
    }

    #[test]
    fn billions_of_laughs_stop() {
        let mut dtd = "a [<!ENTITY l0 'lol'>".to_owned();
        for i in 1..10 {
            let before = format!("&l{};", i - 1).repeat(10);
            dtd.push_str(&format!("<!ENTITY l{i} '{before}'>"));
        }
        dtd.push(']');
        let (mut out, mut problems) = (String::new(), Vec::new());
        let mut entities = Entities::new(100_000);
        entities.declare(&dtd, &mut problems);
        assert_eq!(entities.resolve("l9", &mut out, &mut problems), Err(Bomb));
    }
}
