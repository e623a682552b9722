//! Language tags (BCP 47, RFC 5646).

use std::fmt;
use std::str::FromStr;

/// A language tag as the user or a file wrote it: `fr`, `fr-CA`, `EN_US`.
///
/// The spelling is kept; comparison and [`primary`](Self::primary) go by the primary subtag where
/// only the language matters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(Box<str>);

/// A text that is no language tag.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("'{0}' is no language code: expected one like fr, en or fr-CA")]
pub struct InvalidLanguage(String);

impl Language {
    /// French, the home language.
    #[must_use]
    pub fn french() -> Self {
        Self("fr".into())
    }

    /// English, the other half of the home pair.
    #[must_use]
    pub fn english() -> Self {
        Self("en".into())
    }

    /// The tag as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary subtag in lower case: `fr` of `FR-ca`.
    #[must_use]
    pub fn primary(&self) -> String {
        self.primary_as_written().to_ascii_lowercase()
    }

    /// Whether both name the same language, whatever the region.
    #[must_use]
    pub fn same_language(&self, other: &Self) -> bool {
        self.is(other.primary_as_written())
    }

    /// Whether the primary subtag is `code`, whatever its case: `FR-ca` is `fr`. Allocates nothing.
    #[must_use]
    pub fn is(&self, code: &str) -> bool {
        self.primary_as_written().eq_ignore_ascii_case(code)
    }

    fn primary_as_written(&self) -> &str {
        self.0.split(['-', '_']).next().unwrap_or_default()
    }
}

impl FromStr for Language {
    type Err = InvalidLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut subtags = text.split(['-', '_']);
        let primary = subtags.next().unwrap_or_default();
        let primary_fits =
            (2..=8).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        let rest_fits = subtags.all(|subtag| {
            (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        if primary_fits && rest_fits {
            Ok(Self(text.into()))
        } else {
            Err(InvalidLanguage(text.to_owned()))
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_kept_and_ignored_where_only_the_language_matters() {
        let canadian: Language = "FR_ca".parse().unwrap();
        assert_eq!(canadian.as_str(), "FR_ca");
        assert_eq!(canadian.primary(), "fr");
        assert!(canadian.same_language(&Language::french()));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "f", "français", "fr-", "fr CA", "*all*"] {
            assert!(text.parse::<Language>().is_err(), "{text}");
        }
    }
}
