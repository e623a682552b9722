//! The files that pages refer to, inside the program.

/// The kind and the text of a file.
pub(super) fn find(path: &str) -> Option<(&'static str, &'static str)> {
    Some(match path {
        "/assets/style.css" => (
            "text/css; charset=utf-8",
            include_str!("../../../templates/review/style.css"),
        ),
        "/assets/script.js" => (
            "text/javascript; charset=utf-8",
            include_str!("../../../templates/review/script.js"),
        ),
        "/assets/icon.svg" => (
            "image/svg+xml",
            include_str!("../../../templates/review/icon.svg"),
        ),
        _ => return None,
    })
}
