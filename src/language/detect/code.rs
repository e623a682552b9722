//! The detector's languages by their shortest ISO 639 codes.

use whatlang::Lang;

/// ISO 639-3 as `whatlang` has it, with the code that language tags use.
#[rustfmt::skip]
const CODES: &[(&str, &str)] = &[
    ("afr", "af"), ("aka", "ak"), ("amh", "am"), ("ara", "ar"), ("aze", "az"), ("bel", "be"),
    ("ben", "bn"), ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cmn", "zh"), ("cym", "cy"),
    ("dan", "da"), ("deu", "de"), ("ell", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"),
    ("fin", "fi"), ("fra", "fr"), ("guj", "gu"), ("heb", "he"), ("hin", "hi"), ("hrv", "hr"),
    ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("ita", "it"), ("jav", "jv"), ("jpn", "ja"),
    ("kan", "kn"), ("kat", "ka"), ("khm", "km"), ("kor", "ko"), ("lat", "la"), ("lav", "lv"),
    ("lit", "lt"), ("mal", "ml"), ("mar", "mr"), ("mkd", "mk"), ("mya", "my"), ("nep", "ne"),
    ("nld", "nl"), ("nob", "nb"), ("ori", "or"), ("pan", "pa"), ("pes", "fa"), ("pol", "pl"),
    ("por", "pt"), ("ron", "ro"), ("rus", "ru"), ("sin", "si"), ("slk", "sk"), ("slv", "sl"),
    ("sna", "sn"), ("spa", "es"), ("srp", "sr"), ("swe", "sv"), ("tam", "ta"), ("tel", "te"),
    ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"), ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"),
    ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zul", "zu"),
];

/// The code of a language that `whatlang` found.
pub(super) fn of(language: Lang) -> Option<&'static str> {
    CODES
        .iter()
        .find(|(long, _)| *long == language.code())
        .map(|(_, short)| *short)
}

/// `whatlang`'s language for a primary subtag of two or three letters.
pub(super) fn to(primary: &str) -> Option<Lang> {
    // Norwegian without saying which, and the names of parts of Chinese.
    let primary = match primary {
        "no" => "nb",
        "yue" | "zho" => "zh",
        "fas" => "fa",
        other => other,
    };
    let known = CODES
        .iter()
        .find(|(long, short)| *long == primary || *short == primary);
    Lang::from_code(known?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_code() {
        for &language in Lang::all() {
            let short = of(language);
            assert!(
                short.is_some_and(|short| to(short) == Some(language)),
                "{language:?}"
            );
        }
    }
}
