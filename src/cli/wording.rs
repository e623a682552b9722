//! Numbers and their nouns in messages.

use std::fmt::Display;

/// A whole number with its digits in groups of three: `17,382`.
pub(super) fn number(n: impl Display) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with its noun: `1 document`, `2 documents`.
pub(super) fn counted(n: impl Display, one: &str, many: &str) -> String {
    let n = number(n);
    let noun = if n == "1" { one } else { many };
    format!("{n} {noun}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        assert_eq!(number(999), "999");
        assert_eq!(number(1_000), "1,000");
        assert_eq!(number(12_345_678_u64), "12,345,678");
        assert_eq!(counted(1, "document", "documents"), "1 document");
        assert_eq!(counted(0, "document", "documents"), "0 documents");
        assert_eq!(counted(1_001, "match", "matches"), "1,001 matches");
    }
}
