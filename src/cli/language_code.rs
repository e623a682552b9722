//! Language codes as the user types them.

use bitext::language::Language;

/// The two-letter codes of ISO 639-1 (2002, with `sh`, which is deprecated and in use).
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv \
     cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie \
     ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk \
     ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se \
     sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa \
     wo xh yi yo za zh zu";

/// A language of an option: a code that exists, so that a slip of the finger does not become a
/// language. Codes of three letters are taken as they are: there are thousands.
pub(super) fn language_code(text: &str) -> Result<Language, String> {
    let language: Language = text
        .parse()
        .map_err(|_| "expected a language code such as fr, en or fr-CA".to_owned())?;
    let primary = language.primary();
    match primary.len() {
        2 if TWO_LETTERS.split(' ').any(|code| code == primary) => Ok(language),
        3 => Ok(language),
        _ => Err("there is no such language code; expected one such as fr, en or fr-CA".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_that_exist_are_languages() {
        for good in ["fr", "EN", "fr-CA", "zh_Hant", "fro", "zu", "aa"] {
            assert!(language_code(good).is_ok(), "{good}");
        }
        for bad in ["zz", "french", "f", "", "français", "xx-fr", "a b"] {
            assert!(language_code(bad).is_err(), "{bad}");
        }
    }
}
