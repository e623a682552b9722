//! Languages by their English names, as memoQ and MultiTerm write them.

/// ISO 639-1 codes with the names that these tools use.
const LANGUAGES: [(&str, &str); 66] = [
    ("af", "Afrikaans"),
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("az", "Azerbaijani"),
    ("be", "Belarusian"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("bs", "Bosnian"),
    ("ca", "Catalan"),
    ("cs", "Czech"),
    ("cy", "Welsh"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("eu", "Basque"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("ga", "Irish"),
    ("gl", "Galician"),
    ("gu", "Gujarati"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("hy", "Armenian"),
    ("id", "Indonesian"),
    ("is", "Icelandic"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ka", "Georgian"),
    ("kk", "Kazakh"),
    ("km", "Khmer"),
    ("ko", "Korean"),
    ("la", "Latin"),
    ("lo", "Lao"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("mk", "Macedonian"),
    ("mn", "Mongolian"),
    ("ms", "Malay"),
    ("mt", "Maltese"),
    ("nb", "Norwegian Bokmal"),
    ("ne", "Nepali"),
    ("nl", "Dutch"),
    ("nn", "Norwegian Nynorsk"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sq", "Albanian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("sw", "Swahili"),
    ("ta", "Tamil"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
];

/// ISO 3166-1 codes with the names that these tools put behind a language.
const REGIONS: [(&str, &str); 44] = [
    ("AR", "Argentina"),
    ("AT", "Austria"),
    ("AU", "Australia"),
    ("BE", "Belgium"),
    ("BR", "Brazil"),
    ("CA", "Canada"),
    ("CH", "Switzerland"),
    ("CL", "Chile"),
    ("CN", "PRC"),
    ("CN", "China"),
    ("CO", "Colombia"),
    ("CZ", "Czech Republic"),
    ("DE", "Germany"),
    ("DK", "Denmark"),
    ("DZ", "Algeria"),
    ("EG", "Egypt"),
    ("ES", "Spain"),
    ("FI", "Finland"),
    ("FR", "France"),
    ("GB", "United Kingdom"),
    ("GR", "Greece"),
    ("HK", "Hong Kong S.A.R."),
    ("HU", "Hungary"),
    ("IE", "Ireland"),
    ("IN", "India"),
    ("IT", "Italy"),
    ("JP", "Japan"),
    ("KR", "Korea"),
    ("LU", "Luxembourg"),
    ("MA", "Morocco"),
    ("MX", "Mexico"),
    ("NL", "Netherlands"),
    ("NO", "Norway"),
    ("NZ", "New Zealand"),
    ("PL", "Poland"),
    ("PT", "Portugal"),
    ("RO", "Romania"),
    ("RU", "Russia"),
    ("SE", "Sweden"),
    ("SG", "Singapore"),
    ("TR", "Turkey"),
    ("TW", "Taiwan"),
    ("US", "United States"),
    ("ZA", "South Africa"),
];

/// The tag of a language named in English: `French` is `fr`, `English (United States)` and
/// `English_United_States` are `en-US`. A code is a tag already. `None` for other words.
pub(crate) fn tag(name: &str) -> Option<String> {
    if crate::language::is_language_code(name) {
        return Some(name.replace('_', "-"));
    }
    let letters = letters(name);
    let (code, language) = LANGUAGES
        .iter()
        .map(|(code, name)| (code, self::letters(name)))
        .filter(|(_, language)| letters.starts_with(language.as_str()))
        .max_by_key(|(_, language)| language.len())?;
    let region = &letters[language.len()..];
    if region.is_empty() {
        return Some((*code).to_owned());
    }
    let found = REGIONS
        .iter()
        .find(|(code, name)| self::letters(name) == region || code.eq_ignore_ascii_case(region));
    found.map(|(region, _)| format!("{code}-{region}"))
}

/// The English name of a tag, with its region in parentheses; `None` where there is none.
pub(crate) fn name(tag: &str) -> Option<String> {
    let mut parts = tag.split(['-', '_']);
    let code = parts.next()?;
    let find = |list: &'static [(&str, &str)], code: &str| {
        list.iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(code))
            .map(|(_, name)| *name)
    };
    let language = find(&LANGUAGES, code)?;
    match parts.next() {
        None => Some(language.to_owned()),
        Some(region) => {
            let region = find(&REGIONS, region)?;
            parts
                .next()
                .is_none()
                .then(|| format!("{language} ({region})"))
        }
    }
}

fn letters(name: &str) -> String {
    name.chars()
        .filter(|sign| sign.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tags_find_each_other() {
        for (word, code) in [
            ("French", Some("fr")),
            ("English_United_States", Some("en-US")),
            ("English (United Kingdom)", Some("en-GB")),
            ("Norwegian Nynorsk", Some("nn")),
            ("pt_BR", Some("pt-BR")),
            ("Chinese_PRC", Some("zh-CN")),
            ("Term_Info", None),
            ("Germanium", None),
            ("", None),
        ] {
            assert_eq!(tag(word).as_deref(), code, "{word}");
        }
        for code in ["fr", "en-US", "zh-CN", "nb"] {
            assert_eq!(
                name(code).and_then(|name| tag(&name)).as_deref(),
                Some(code)
            );
        }
        assert_eq!(name("zh-Hant-TW"), None);
    }
}
