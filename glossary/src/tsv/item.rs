//! What stands between two `|`: a term with its count, a context with its place, a text with its
//! source, the details of a term.

use super::cell::{escape, plain_chars, split, unescape};
use crate::term::{Context, Term};

/// `rule of law (14)`: the text, and the count if it is not 0.
pub(super) fn write_counted(text: &str, count: u64) -> String {
    let cell = escape(text, &['|', '(']);
    // An opening parenthesis needs its backslash only where a count could be read.
    let cell = if counted(&cell.replace("\\(", "(")).is_some() {
        cell
    } else {
        escape(text, &['|'])
    };
    if count == 0 {
        cell
    } else {
        format!("{cell} ({count})")
    }
}

/// Takes [`write_counted`] back.
pub(super) fn read_counted(piece: &str) -> (String, u64) {
    match counted(piece) {
        Some((text, count)) => (unescape(text), count),
        None => (unescape(piece), 0),
    }
}

fn counted(piece: &str) -> Option<(&str, u64)> {
    let (at, _) = plain_chars(piece).filter(|(_, sign)| *sign == '(').last()?;
    let count = piece[at + 1..].strip_suffix(')')?;
    if count.is_empty() || !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = piece[..at].trim_end_matches(' ');
    (!text.is_empty()).then_some((text, count.parse().ok()?))
}

/// `text [a, b]`: a text with some short remarks, empty ones at the end left out.
fn write_bracketed(text: &str, remarks: &[&str]) -> String {
    let used = remarks.iter().rposition(|remark| !remark.is_empty());
    let remarks = remarks.get(..used.map_or(0, |last| last + 1));
    let inside: Vec<String> = remarks
        .unwrap_or_default()
        .iter()
        .map(|remark| escape(remark, &['|', ',', '[', ']']))
        .collect();
    let cell = if text.ends_with(']') {
        escape(text, &['|', '['])
    } else {
        escape(text, &['|'])
    };
    if inside.is_empty() {
        cell
    } else {
        format!("{cell} [{}]", inside.join(", "))
    }
}

fn read_bracketed(piece: &str) -> (String, Vec<String>) {
    let Some(open) = piece
        .ends_with(']')
        .then(|| plain_chars(piece).filter(|(_, sign)| *sign == '[').last())
        .flatten()
        .map(|(at, _)| at)
    else {
        return (unescape(piece), Vec::new());
    };
    let closed = plain_chars(piece).last() == Some((piece.len() - 1, ']'));
    let text = piece[..open].trim_end_matches(' ');
    if !closed || text.is_empty() {
        return (unescape(piece), Vec::new());
    }
    let inside = &piece[open + 1..piece.len() - 1];
    let mut remarks = Vec::new();
    let mut from = 0;
    for (at, sign) in plain_chars(inside) {
        if sign == ',' {
            remarks.push(unescape(&inside[from..at]));
            from = at + 1;
        }
    }
    remarks.push(unescape(&inside[from..]));
    (unescape(text), remarks)
}

/// `The sentence. [document, place, definition]`.
pub(super) fn write_context(context: &Context) -> String {
    let document = context.document.as_deref().unwrap_or_default();
    let place = context.place.as_deref().unwrap_or_default();
    let kind = if context.defining { "definition" } else { "" };
    write_bracketed(&context.text, &[document, place, kind])
}

/// Takes [`write_context`] back; `None` when the bracket holds something else, which then
/// belongs to the sentence.
pub(super) fn read_context(piece: &str) -> Context {
    let (text, remarks) = read_bracketed(piece);
    let remark = |index: usize| remarks.get(index).filter(|remark| !remark.is_empty());
    let kind = remark(2).map(String::as_str);
    if remarks.len() > 3 || kind.is_some_and(|kind| kind != "definition") {
        return Context {
            text: unescape(piece),
            ..Context::default()
        };
    }
    Context {
        text,
        document: remark(0).cloned(),
        place: remark(1).cloned(),
        defining: kind.is_some(),
    }
}

/// `A definition. [source]`.
pub(super) fn write_sourced(text: &str, source: Option<&str>) -> String {
    write_bracketed(text, &[source.unwrap_or_default()])
}

/// Takes [`write_sourced`] back; commas in a source typed by hand need no backslash.
pub(super) fn read_sourced(piece: &str) -> (String, Option<String>) {
    let (text, remarks) = read_bracketed(piece);
    let source = remarks.join(", ");
    (text, (!source.is_empty()).then_some(source))
}

/// What a column already says of a term, so that details need not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The row's own term, with columns for its grammar.
    Head,
    /// A term of the column `full_form`.
    FullForm,
    /// A term of the column `acronym`.
    Acronym,
    /// A synonym or an equivalent.
    Other,
}

/// `text {p=0.88; pos=noun}`: what no other column says of a term; nothing when there is nothing,
/// unless `always` asks for the braces to keep terms of the same text apart.
pub(super) fn write_details(
    term: &Term,
    place: Place,
    head: &Term,
    always: bool,
) -> Option<String> {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    let mut put = |key, value: Option<String>| pairs.extend(value.map(|value| (key, value)));
    put("p", number(term.probability));
    if place == Place::Head {
        let frequency = term.evidence.frequency;
        put("frequency", (frequency > 0).then(|| frequency.to_string()));
    } else {
        let implied = implied_type(place);
        let own = term.term_type.as_ref();
        if own != implied.as_ref() {
            put(
                "type",
                Some(own.map(ToString::to_string).unwrap_or_default()),
            );
        }
        if term.full_form.as_deref() != implied_full_form(place, head) {
            put("full", Some(term.full_form.clone().unwrap_or_default()));
        }
        put("pos", term.part_of_speech.as_ref().map(ToString::to_string));
        put("gender", term.gender.as_ref().map(ToString::to_string));
        put("number", term.number.as_ref().map(ToString::to_string));
        let status = term.administrative_status.as_ref();
        put(
            "status",
            status.map(|status| status.short_name().to_owned()),
        );
    }
    let documents = term.evidence.documents;
    put("documents", (documents > 0).then(|| documents.to_string()));
    put("score", number(term.evidence.score));
    put("dispersion", number(term.evidence.dispersion));
    put("source", term.source.clone());
    for note in &term.notes {
        put("note", Some(note.clone()));
    }
    if pairs.is_empty() && !always {
        return None;
    }
    let special = ['|', '{', '}', ';'];
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(key, value)| format!("{key}={}", escape(&value, &special)))
        .collect();
    Some(format!(
        "{} {{{}}}",
        escape(&term.text, &special),
        pairs.join("; ")
    ))
}

/// The text and the pairs of one entry of details; `None` when it has not that shape.
pub(super) fn read_details(piece: &str) -> Option<(String, Vec<(&str, String)>)> {
    let (open, _) = plain_chars(piece).find(|(_, sign)| *sign == '{')?;
    let inside = piece[open + 1..].strip_suffix('}')?;
    let mut pairs = Vec::new();
    for pair in split(inside, ';') {
        let (key, value) = pair.split_once('=')?;
        pairs.push((key.trim_matches(' '), unescape(value)));
    }
    Some((unescape(&piece[..open]), pairs))
}

/// Sets what one pair of details says. `false` when the key is unknown or the value no number.
pub(super) fn apply_detail(term: &mut Term, key: &str, value: &str) -> bool {
    let some = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    match key {
        "p" => return set_number(&mut term.probability, value),
        "score" => return set_number(&mut term.evidence.score, value),
        "dispersion" => return set_number(&mut term.evidence.dispersion, value),
        "frequency" => return set_count(&mut term.evidence.frequency, value),
        "documents" => return set_count(&mut term.evidence.documents, value),
        "type" => term.term_type = some(value).map(Into::into),
        "full" => term.full_form = some(value),
        "pos" => term.part_of_speech = some(value).map(Into::into),
        "gender" => term.gender = some(value).map(Into::into),
        "number" => term.number = some(value).map(Into::into),
        "status" => term.administrative_status = some(value).map(Into::into),
        "source" => term.source = some(value),
        "note" => term.notes.push(value.to_owned()),
        _ => return false,
    }
    true
}

/// The type that a column gives its terms.
pub(super) fn implied_type(place: Place) -> Option<crate::TermType> {
    match place {
        Place::FullForm => Some(crate::TermType::FullForm),
        Place::Acronym => Some(crate::TermType::Acronym),
        Place::Head | Place::Other => None,
    }
}

/// The full form that a column gives its terms.
pub(super) fn implied_full_form(place: Place, head: &Term) -> Option<&str> {
    (place == Place::Acronym).then_some(head.text.as_str())
}

/// A finite number as Rust writes it: the shortest text that reads back as the same number.
pub(super) fn number(value: Option<f64>) -> Option<String> {
    value
        .filter(|value| value.is_finite())
        .map(|value| value.to_string())
}

/// Reads a number; the decimal comma that French spreadsheets write is understood.
pub(super) fn read_number(text: &str) -> Option<f64> {
    let text = text.trim_matches(' ');
    let number = text.parse().or_else(|_| text.replacen(',', ".", 1).parse());
    number.ok().filter(|number: &f64| number.is_finite())
}

fn set_number(field: &mut Option<f64>, text: &str) -> bool {
    *field = read_number(text);
    field.is_some()
}

fn set_count(field: &mut u64, text: &str) -> bool {
    text.parse().map(|count| *field = count).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_are_read_from_the_end() {
        assert_eq!(read_counted("rule of law (14)"), ("rule of law".into(), 14));
        assert_eq!(read_counted("rule of law(14)"), ("rule of law".into(), 14));
        assert_eq!(read_counted("article (a)"), ("article (a)".into(), 0));
        assert_eq!(read_counted("(14)"), ("(14)".into(), 0));
        assert_eq!(write_counted("Article (5)", 0), r"Article \(5)");
        assert_eq!(write_counted("Article (a)", 2), "Article (a) (2)");
    }

    #[test]
    fn a_bracket_that_is_part_of_the_sentence_stays() {
        let context = read_context("Il dit [a, b, c, d]");
        assert_eq!(context.text, "Il dit [a, b, c, d]");
        let context = Context {
            text: "Cité [sic]".into(),
            ..Context::default()
        };
        assert_eq!(write_context(&context), r"Cité \[sic]");
        assert_eq!(read_context(r"Cité \[sic]"), context);
        assert_eq!(
            read_sourced("Une règle. [Code, art. 5]").1.as_deref(),
            Some("Code, art. 5")
        );
    }

    proptest! {
        #[test]
        fn counted_terms_come_back(text in "[a()0-9 |\\\\\\[\\]]{1,8}", count in 0..100_u64) {
            let piece = write_counted(&text, count);
            prop_assert_eq!(split(&piece, '|').len(), 1);
            prop_assert_eq!(read_counted(split(&piece, '|')[0]), (text, count));
        }

        #[test]
        fn contexts_come_back(
            text in "[a, |\\\\\\[\\]]{1,8}",
            document in prop::option::of("[a, |\\\\\\[\\]]{1,5}"),
            place in prop::option::of("[0-9, |\\]]{1,3}"),
            defining: bool,
        ) {
            let context = Context { text, document, place, defining };
            let piece = write_context(&context);
            prop_assert_eq!(read_context(split(&piece, '|')[0]), context);
        }

        #[test]
        fn details_come_back(text in "[a{}; =|\\\\]{1,8}", source in "[a{}; =|\\\\]{1,8}") {
            let term = Term { source: Some(source), probability: Some(0.1), ..Term::new(text) };
            let piece = write_details(&term, Place::Other, &term, false).unwrap_or_default();
            let pieces = split(&piece, '|');
            let (text, pairs) = read_details(pieces[0]).unwrap();
            let mut back = Term::new(text);
            for (key, value) in pairs {
                prop_assert!(apply_detail(&mut back, key, &value));
            }
            prop_assert_eq!(back, term);
        }
    }
}
