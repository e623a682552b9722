//! Web and e-mail addresses, domain and file names.

use super::class::{Class, class};

/// The longest local part of an e-mail address (RFC 5321, 4.5.3.1.1).
const LOCAL_PART: usize = 64;

/// The last labels by which a bare domain or file name is told from a missing space behind a full
/// stop. Lower case.
const ENDINGS: &[&str] = &[
    "biz", "ca", "ch", "cn", "co", "com", "de", "doc", "docx", "edu", "eu", "fr", "gc", "gov",
    "gouv", "gz", "htm", "html", "info", "int", "io", "jpg", "json", "mil", "net", "odt", "org",
    "pdf", "php", "png", "ppt", "rs", "ru", "tbx", "tmx", "tsv", "txt", "uk", "vn", "xlf", "xls",
    "xlsx", "xml", "zip",
];

/// The end of the address that begins at `start`, if one does.
pub(super) fn end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    web(rest)
        .or_else(|| mail(rest))
        .or_else(|| name(rest))
        .map(|length| start + length)
}

/// `https://…`, `www.…`.
fn web(rest: &str) -> Option<usize> {
    const SCHEMES: &[&str] = &["https://", "http://", "ftp://", "www.", "mailto:"];
    let scheme = SCHEMES.iter().find(|scheme| {
        rest.get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    })?;
    let stops = |c: char| {
        c.is_whitespace() || c.is_control() || "<>\"«»“”„‹›{}|^`".contains(c) || ideograph(c)
    };
    let length = rest.find(stops).unwrap_or(rest.len());
    let address = without_closing(rest.get(..length)?);
    (address.len() > scheme.len()).then_some(address.len())
}

fn ideograph(c: char) -> bool {
    class(c) == Class::Single || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}')
}

/// Without the punctuation of the sentence around it; a bracket stays where its pair is inside.
fn without_closing(mut address: &str) -> &str {
    while let Some(last) = address.chars().next_back() {
        let closes = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '…' | '\'' | '’' | '*' => true,
            ')' => !address.contains('('),
            ']' => !address.contains('['),
            _ => false,
        };
        if !closes {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

/// `jean.dupont@example.org`.
fn mail(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let local = |b: &u8| b.is_ascii_alphanumeric() || b"._%+-".contains(b);
    let at = bytes.iter().take(LOCAL_PART + 1).position(|b| !local(b))?;
    if at == 0 || bytes.get(at) != Some(&b'@') {
        return None;
    }
    let domain = bytes.get(at + 1..)?;
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'.' || *b == b'-';
    let length = domain.iter().position(|b| !part(b)).unwrap_or(domain.len());
    let domain = rest
        .get(at + 1..at + 1 + length)?
        .trim_end_matches(['.', '-']);
    domain.contains('.').then_some(at + 1 + domain.len())
}

/// `unodc.org`, `rapport.pdf`.
fn name(rest: &str) -> Option<usize> {
    let part = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-' || b == b'_';
    let limit = rest
        .bytes()
        .take(256)
        .position(|b| !part(b))
        .unwrap_or(rest.len().min(256));
    let run = rest.get(..limit)?.trim_end_matches(['.', '-', '_']);
    if rest
        .get(run.len()..)?
        .chars()
        .next()
        .is_some_and(char::is_alphanumeric)
    {
        return None;
    }
    let (head, ending) = run.rsplit_once('.')?;
    let known = ENDINGS
        .binary_search(&ending.to_ascii_lowercase().as_str())
        .is_ok();
    let labelled = head
        .split('.')
        .all(|label| label.len() > 1 && !label.starts_with('-'));
    let lower = ending.bytes().all(|b| b.is_ascii_lowercase())
        || ending.bytes().all(|b| b.is_ascii_uppercase());
    (known && labelled && lower).then_some(run.len())
}
