//! Checks of the page's markup that hold for every report.

use std::collections::BTreeSet;

/// Elements without an end tag.
const VOID: [&str; 4] = ["meta", "br", "path", "rect"];

/// A tag of the page.
enum Tag<'a> {
    Open(&'a str, &'a str),
    Close(&'a str),
}

/// The page without its style sheet.
fn without_style(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    format!("{head}{body}")
}

/// The tags in order. In attributes the page has no raw `>`: all are escaped.
fn tags(page: &str) -> Vec<Tag<'_>> {
    page.split('<')
        .skip(1)
        .filter(|tag| !tag.starts_with('!'))
        .map(|tag| {
            let tag = tag.split_once('>').expect("an open tag ends").0;
            if let Some(name) = tag.strip_prefix('/') {
                return Tag::Close(name);
            }
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            Tag::Open(name, attributes)
        })
        .collect()
}

/// The values of an attribute.
pub(super) fn attributes(page: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let page = without_style(page);
    page.split(&start)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

/// The page's text.
pub(super) fn text(page: &str) -> String {
    let page = without_style(page);
    page.split('<')
        .map(|part| part.split_once('>').map_or("", |(_, text)| text))
        .collect()
}

/// Fails unless elements are closed in order, headings skip no level, ids are unique, links and
/// labels lead to them, images have texts, and tables captions and scopes.
pub(super) fn check(page: &str) {
    let page = &without_style(page);
    let mut open = Vec::new();
    let mut level = 0;
    for tag in tags(page) {
        match tag {
            Tag::Open(name, attributes) => {
                if let Some(heading) = name.strip_prefix('h').and_then(|n| n.parse::<u8>().ok()) {
                    assert!(heading <= level + 1, "h{heading} after h{level}");
                    level = heading;
                }
                if attributes.contains("role=\"img\"") {
                    assert!(attributes.contains("aria-label=\""), "{attributes}");
                } else if name == "svg" {
                    assert!(attributes.contains("aria-hidden=\"true\""), "{attributes}");
                }
                if name == "th" {
                    assert!(attributes.contains("scope="), "{attributes}");
                }
                if !VOID.contains(&name) {
                    open.push(name);
                }
            }
            Tag::Close(name) => assert_eq!(open.pop(), Some(name)),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert_eq!(page.matches("<h1").count(), 1);
    assert_eq!(page.matches("<main").count(), 1);
    assert_eq!(
        page.matches("<table").count(),
        page.matches("<caption").count()
    );
    let ids = attributes(&format!("{page}<style></style>"), "id");
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
    let links = attributes(&format!("{page}<style></style>"), "href");
    let labels = attributes(&format!("{page}<style></style>"), "aria-labelledby");
    for target in links
        .iter()
        .map(|link| link.trim_start_matches('#'))
        .chain(labels.iter().map(String::as_str))
    {
        assert!(ids.iter().any(|id| id == target), "{target}");
    }
}
