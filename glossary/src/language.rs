//! Language tags as strings: which tag a request means, without knowing any language.

/// Whether a language tag falls under a range, by the basic filtering of RFC 4647 §3.3.1: `fr`
/// takes `fr`, `FR` and `fr-CA`; `fr-FR` does not take `fr-CA`; `*` takes everything. The
/// underscore that some tools write counts as a hyphen.
///
/// ```
/// assert!(bitext_glossary::language_matches("fr", "fr-CA"));
/// assert!(!bitext_glossary::language_matches("fr", "fra"));
/// ```
#[must_use]
pub fn language_matches(range: &str, tag: &str) -> bool {
    if range == "*" {
        return true;
    }
    let mut subtags = tag.split(['-', '_']);
    range.split(['-', '_']).all(|wanted| {
        subtags
            .next()
            .is_some_and(|s| s.eq_ignore_ascii_case(wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::language_matches;

    #[test]
    fn a_range_takes_its_subtags_only() {
        assert!(language_matches("fr_FR", "fr-fr"));
        assert!(language_matches("*", "ja"));
        assert!(!language_matches("fr-FR", "fr"));
        assert!(!language_matches("fr-FR", "fr-CA"));
        assert!(!language_matches("", "fr"));
    }
}
