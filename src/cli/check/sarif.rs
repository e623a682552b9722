//! Findings as a SARIF log (Static Analysis Results Interchange Format 2.1.0, OASIS), which code hosts
//! and editors show.

use super::print::Line;
use bitext::quality::RULES;
use serde_json::{Value, json};
use std::fmt::Write;

/// A log with one run.
#[derive(Default)]
pub(super) struct Log {
    results: Vec<Value>,
}

impl Log {
    pub(super) fn add(&mut self, name: &str, line: &Line<'_>) {
        self.results.push(result(name, line));
    }

    /// The whole log.
    pub(super) fn finish(self) -> Value {
        let rules: Vec<Value> = RULES
            .iter()
            .map(|rule| json!({"id": rule.name(), "shortDescription": {"text": rule.reason()}}))
            .collect();
        let driver = json!({
            "name": "bitext",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules
        });
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": self.results
            }]
        })
    }
}

/// A finding (SARIF 2.1.0, 3.27): its place is a line of a file (3.30), or a unit in it (3.33).
fn result(name: &str, line: &Line<'_>) -> Value {
    let mut place = json!({"physicalLocation": {"artifactLocation": {"uri": reference(name)}}});
    if let Some(at) = line.line {
        let mut region = json!({"startLine": at.max(1)});
        if let Some(column) = line.column {
            region["startColumn"] = json!(column.max(1));
        }
        place["physicalLocation"]["region"] = region;
    }
    if line.unit.is_some() {
        place["logicalLocations"] = json!([{"name": line.unit_name(), "kind": "element"}]);
    }
    let mut message = line.message.clone();
    if let (Some(source), Some(target)) = (line.source, line.target) {
        message = format!("{message}\n{source}\n{target}");
    }
    let mut result = json!({
        "ruleId": line.kind,
        "level": "warning",
        "message": {"text": message},
        "locations": [place]
    });
    if let Some(rule) = RULES.iter().position(|rule| rule.name() == line.kind) {
        result["ruleIndex"] = json!(rule);
    }
    if let Some(mark) = line.mark {
        result["partialFingerprints"] = json!({"texts/v1": mark});
    }
    result
}

/// A file's name as a reference (RFC 3986): bytes that none may have are written as `%20`. The colon of
/// a drive or in a first part would make a scheme.
fn reference(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for byte in name.replace('\\', "/").bytes() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
        if is_plain {
            text.push(char::from(byte));
        } else {
            // Writing into a string does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn names_of_files_are_references() {
        assert_eq!(reference("out/m.tmx"), "out/m.tmx");
        assert_eq!(reference("mémoire 1.tmx"), "m%C3%A9moire%201.tmx");
        assert_eq!(reference("a:b%"), "a%3Ab%25");
    }
}
