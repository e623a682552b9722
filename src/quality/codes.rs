//! Inline codes: the target needs those of the source, as often, and no others.
//!
//! Codes are what a format marks as such, and what plain text has in their place: tags (`<b>`), and the
//! place-holders of programs (`%s`, `%1$d`, `{0}`, `{name}`, `${name}`).

use super::{Finding, Pair, Rule};
use regex::Regex;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Codes in plain text. Of a tag the name tells, for its attributes may be translated; a flag of a
/// place-holder that is a space is not taken, because `5 % des` is no code.
static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    let tag = r"<(?P<tag>/?[A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?(?P<empty>/?)>";
    let place =
        r"%(?:\d+\$)?[-+0#]*\d*(?:\.\d+)?(?:l{0,2}|h{0,2})[sdiufgxX@]\b|%\(\w+\)[sdif]|\$?\{\w*\}";
    Regex::new(&format!("{tag}|{place}")).expect("the expression is well formed")
});

pub(super) fn check(pair: &Pair<'_>, found: &mut Vec<Finding>) {
    let mut balance: BTreeMap<Cow<'_, str>, i64> = BTreeMap::new();
    for code in codes(pair.source, pair.source_codes) {
        *balance.entry(code).or_default() += 1;
    }
    for code in codes(pair.target, pair.target_codes) {
        *balance.entry(code).or_default() -= 1;
    }
    let missing = named(&balance, |count| count > 0);
    let added = named(&balance, |count| count < 0);
    let what = match (missing.is_empty(), added.is_empty()) {
        (true, true) => return,
        (false, true) => format!("the target does not have {missing}"),
        (true, false) => format!("the source does not have {added}"),
        (false, false) => {
            format!("the target does not have {missing}; the source does not have {added}")
        }
    };
    found.push(Finding::new(Rule::Tags, what));
}

fn codes<'a>(text: &'a str, marked: &'a [String]) -> Vec<Cow<'a, str>> {
    let mut codes: Vec<Cow<'a, str>> = marked.iter().map(|code| code.as_str().into()).collect();
    if text.contains(['<', '%', '{']) {
        codes.extend(IN_TEXT.captures_iter(text).filter_map(|found| {
            let Some(tag) = found.name("tag") else {
                return Some(placeholder(found.get(0)?.as_str()));
            };
            let tag = tag.as_str().to_ascii_lowercase();
            is_tag(&tag, text).then(|| Cow::Owned(format!("<{tag}>")))
        }));
    }
    codes
}

/// A place-holder without its position: a translation may need `%2$s` where the source has `%s`.
fn placeholder(code: &str) -> Cow<'_, str> {
    match code.split_once('$') {
        Some((position, rest)) if position.len() > 1 => Cow::Owned(format!("%{rest}")),
        _ => Cow::Borrowed(code),
    }
}

/// Whether a name in angle brackets is a tag: `--file <name>` has a word to be translated.
fn is_tag(name: &str, text: &str) -> bool {
    const HTML: [&str; 42] = [
        "a",
        "abbr",
        "b",
        "big",
        "blockquote",
        "br",
        "center",
        "cite",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "td",
        "th",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
    ];
    name.starts_with('/')
        || HTML.contains(&name)
        || text.to_ascii_lowercase().contains(&format!("</{name}>"))
}

fn named(balance: &BTreeMap<Cow<'_, str>, i64>, which: impl Fn(i64) -> bool) -> String {
    balance
        .iter()
        .filter(|(_, count)| which(**count))
        .map(|(code, _)| code.as_ref())
        .collect::<Vec<_>>()
        .join(" ")
}
