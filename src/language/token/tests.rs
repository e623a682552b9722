use super::{Kind, Token, tokens};
use crate::language::Language;
use proptest::prelude::*;

fn split(text: &str, language: &str) -> String {
    let language: Language = language.parse().unwrap();
    let found = tokens(text, &language);
    found
        .iter()
        .map(|token| token.of(text))
        .collect::<Vec<_>>()
        .join("|")
}

/// Each line: a text with `|` where a token ends and no white space follows.
fn check(language: &str, lines: &[&str]) {
    for line in lines {
        let text: String = line.replace('|', "");
        let expected = line.split([' ', '|']).filter(|part| !part.is_empty());
        let expected = expected
            .map(|part| part.replace('~', " "))
            .collect::<Vec<_>>()
            .join("|");
        let text = text.replace('~', " ");
        assert_eq!(split(&text, language), expected, "{text}");
    }
}

#[test]
fn french_elision_keeps_the_apostrophe() {
    check(
        "fr",
        &[
            "l'|État de droit",
            "L’|ONUDC qu’|il j’|ai",
            "jusqu'|à lorsqu'|il puisqu'|on quoiqu'|elle presqu'|achevé",
            "aujourd'hui aujourd’hui prud'homme prud'homal entr'ouvert",
            "quelqu'un presqu'île quelqu'|autre",
            "chef-d'œuvre main-d’œuvre Villeneuve-d'Ascq",
            "d'|«|ici|»",
            "N'Djamena n'|est",
            "lʼ|homme",
            "‘|l|’ est",
            "l' homme",
        ],
    );
}

#[test]
fn french_clitics_keep_the_hyphen() {
    check(
        "fr",
        &[
            "a|-t-il y-a|-t-il dit|-on sont|-ils",
            "donne|-le|-moi va|-t'|en vas|-y parlez|-nous|-en",
            "est|-ce qu'|est|-ce",
            "cette année|-là ce mandat|-ci",
            "celui-ci jusque-là là-bas peut-être rendez-vous",
            "vice-président sous-secrétaire porte-parole c'est-à-dire",
            "Bar-le-Duc arc-en-ciel garde-à-vous vis-à-vis au-delà",
            "sous-estime|-t-on DIT|-IL",
            "Viet-Nam COVID-19 Jean-Paul",
        ],
    );
}

#[test]
fn english_clitics_stand_alone() {
    check(
        "en",
        &[
            "do|n't ca|n’t wo|n't DO|N'T",
            "John|'s we|'ll they|'re I|'m you|'ve he|'d",
            "States|' o'clock O'Neill d'Ivoire",
            "cross-border anti-money-laundering",
            "R&D AT&T",
        ],
    );
}

#[test]
fn stops_of_abbreviations_belong_to_them() {
    check(
        "fr",
        &[
            "M. Dupont et MM. Durand|, etc.",
            "art. 5|, p. 12|, n° 3",
            "le p.ex. et p. ex. ici",
            "la B.C.E. et le J.-P. Sartre",
            "une part|.",
            "les arts|.",
            "la fin|...",
            "l'|art|.",
        ],
    );
    check(
        "en",
        &[
            "the U.S. and e.g. Mr. Smith",
            "No. 5 says no|.",
            "J. F. Kennedy",
        ],
    );
}

#[test]
fn numbers_keep_their_separators() {
    check(
        "fr",
        &[
            "1\u{202f}234,56 €",
            "10~000~000 euros",
            "3,5|% 21.12.2021 12:30 10h30",
            "3e 1er XXIe 2007-2008",
            "20 |°|C",
            "m² CO₂",
        ],
    );
    check(
        "en",
        &["1,234.56 2nd 12 345", "12-year-old 1990s", "2015 100"],
    );
    let kinds = |text: &str| -> Vec<Kind> {
        tokens(text, &Language::french())
            .iter()
            .map(|token| token.kind)
            .collect()
    };
    assert_eq!(
        kinds("3e 5G 10 000 %"),
        [Kind::Number, Kind::Word, Kind::Number, Kind::Punctuation]
    );
}

#[test]
fn addresses_are_one_word() {
    check(
        "fr",
        &[
            "voir https://www.unodc.org/unodc/fr/index.html?a=1&b=2|.",
            "(|www.example.org|)|,",
            "à jean-paul.dupont+onu@example.co.uk|, ou example.org|.",
            "rapport.pdf mais droit|.|La suite",
        ],
    );
}

#[test]
fn scripts_without_spaces() {
    check("zh", &["联|合|国|大|会|。"]);
    check("ja", &["す|べ|て|の|人|間|は|、"]);
    check("th", &["ที่|นี้"]);
    check("ar", &["جميع الناس|،"]);
    check("he", &["צה\"ל אמר"]);
    check("ru", &["Все люди|."]);
    check("hi", &["सभी मनुष्यों|।"]);
    check("ko", &["모든 인간은"]);
}

#[test]
fn italian_elides_before_any_vowel() {
    check("it", &["dell'|arte un'|idea po|'"]);
}

fn holds_everything(text: &str, found: &[Token]) -> Result<(), TestCaseError> {
    let mut at = 0;
    for token in found {
        prop_assert!(token.start >= at && token.end > token.start);
        prop_assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
        prop_assert!(text[at..token.start].chars().all(char::is_whitespace));
        prop_assert!(!token.of(text).starts_with(char::is_whitespace));
        prop_assert!(!token.of(text).ends_with(char::is_whitespace));
        at = token.end;
    }
    prop_assert!(text[at..].chars().all(char::is_whitespace));
    Ok(())
}

proptest! {
    #[test]
    fn only_white_space_lies_outside(
        text in "\\PC{0,60}|[a-zàéA-Z0-9'’.@/:_ -]{0,60}|[\u{0}-\u{2ff}\u{600}-\u{610}\u{e00}-\u{e50}\u{300}-\u{310}\u{200b}-\u{2030}]{0,40}",
        code in "fr|en|it|de|th",
    ) {
        let language: Language = code.parse().unwrap();
        holds_everything(&text, &tokens(&text, &language))?;
    }
}

/// A long run without spaces must not be read over and over.
#[test]
fn hostile_runs_are_linear() {
    for piece in [
        "a.", "a-", "l'", "1 000 ", "a@", "-t-il", "www.", "\u{301}", "-y",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        assert!(!tokens(&text, &Language::french()).is_empty());
    }
}
