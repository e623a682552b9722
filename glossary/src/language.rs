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

/// The two-letter codes of ISO 639-1 in use, and those of three letters that glossaries name most.
const CODES: &str = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig \
    ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml \
    mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg \
    si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh \
    yi yo za zh zu fil haw yue cmn ";

/// Whether a word is a language code as tables name their columns: `fr`, `pt-BR`, `zh_Hant`.
#[must_use]
pub(crate) fn is_language_code(word: &str) -> bool {
    let mut parts = word.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let known = !first.is_empty()
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && CODES.contains(&format!(" {} ", first.to_ascii_lowercase()));
    let fits = |part: &str| {
        (2..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    known && parts.all(fits)
}

#[cfg(test)]
mod tests {
    use super::{is_language_code, language_matches};

    #[test]
    fn codes_are_told_from_words() {
        for code in ["fr", "EN", "pt-BR", "zh_Hant", "zh-Hant-TW", "sr-Latn"] {
            assert!(is_language_code(code), "{code}");
        }
        for word in ["", "pump", "xx", "fr-", "a a", "de la", "fr-français"] {
            assert!(!is_language_code(word), "{word}");
        }
    }

    #[test]
    fn a_range_takes_its_subtags_only() {
        assert!(language_matches("fr_FR", "fr-fr"));
        assert!(language_matches("*", "ja"));
        assert!(!language_matches("fr-FR", "fr"));
        assert!(!language_matches("fr-FR", "fr-CA"));
        assert!(!language_matches("", "fr"));
    }
}
