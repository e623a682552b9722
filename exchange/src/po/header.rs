//! The header: the entry without a text, whose translation says what holds of the file.

use super::entry::Entry;

/// The header of a PO file, as a new file takes it over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PoHeader {
    /// What translators say of the file.
    comments: Vec<String>,
    /// Its lines, `Name: value` each.
    lines: Vec<String>,
}

impl PoHeader {
    pub(super) fn of(entry: &Entry) -> Self {
        let text = entry.translations.first().map(String::as_str);
        Self {
            comments: entry.comments.clone(),
            lines: text
                .unwrap_or_default()
                .lines()
                .map(str::to_owned)
                .collect(),
        }
    }

    pub(super) fn comments(&self) -> &[String] {
        &self.comments
    }

    pub(super) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The value of a field, unless it is empty.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let (_, value) = self.lines.iter().find_map(|line| named(line, name))?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// Gives a field this value, in its place or behind the others.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let line = format!("{name}: {value}");
        let mut lines = self.lines.iter_mut();
        match lines.find(|line| named(line, name).is_some()) {
            Some(known) => *known = line,
            None => self.lines.push(line),
        }
    }
}

/// The two parts of a line that is a field of this name.
fn named<'a>(line: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    line.split_once(':')
        .filter(|(key, _)| key.trim().eq_ignore_ascii_case(name))
}
