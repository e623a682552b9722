//! Web and mail addresses.

use super::{Finding, Pair, Rule};
use std::collections::BTreeSet;

pub(super) fn check(pair: &Pair<'_>, found: &mut Vec<Finding>) {
    let (source, target) = (addresses(pair.source), addresses(pair.target));
    if source.is_empty() && target.is_empty() {
        return;
    }
    // Sites have a page for each language: `/en/` and `/fr/` are the same place.
    let codes = [
        pair.source_language.primary(),
        pair.target_language.primary(),
    ];
    let place = |address: &&str| -> String {
        let parts: Vec<&str> = address
            .split_inclusive(['/', '.', '_', '-', '=', '?', '&'])
            .map(|part| {
                let word = part.trim_end_matches(['/', '.', '_', '-', '=', '?', '&']);
                let is_code = codes.iter().any(|code| code.eq_ignore_ascii_case(word));
                if is_code { &part[word.len()..] } else { part }
            })
            .collect();
        parts.concat()
    };
    let places = |addresses: &[&str]| addresses.iter().map(place).collect::<BTreeSet<String>>();
    let (of_source, of_target) = (places(&source), places(&target));
    let missing = source
        .iter()
        .find(|address| !of_target.contains(&place(address)));
    let added = target
        .iter()
        .find(|address| !of_source.contains(&place(address)));
    if let Some(address) = missing {
        found.push(Finding::new(
            Rule::Urls,
            format!("the target does not have {address}"),
        ));
    } else if let Some(address) = added {
        found.push(Finding::new(
            Rule::Urls,
            format!("the source does not have {address}"),
        ));
    }
}

/// The addresses of a text, without the punctuation around them.
fn addresses(text: &str) -> Vec<&str> {
    let has_any = ["://", "@", "www.", "WWW."]
        .iter()
        .any(|sign| text.contains(sign));
    if !has_any {
        return Vec::new();
    }
    text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '«' | '»' | '"' | '“' | '”'))
        .map(|word| word.trim_start_matches(['(', '[']))
        .map(|word| word.trim_end_matches(['.', ',', ';', ':', ')', ']', '!', '?', '/', '…']))
        .filter(|word| is_address(word))
        .collect()
}

fn is_address(word: &str) -> bool {
    let has_scheme = ["http://", "https://", "ftp://", "www."]
        .iter()
        .any(|scheme| {
            word.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
    let is_mail = word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && host.is_ascii()
    });
    has_scheme || is_mail
}
