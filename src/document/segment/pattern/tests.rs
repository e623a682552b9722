use super::*;
use proptest::prelude::*;

fn matches(pattern: &str, text: &str) -> bool {
    let translated = translate(pattern).unwrap();
    assert!(!translated.fancy, "{pattern}");
    let whole = format!("^(?:{})$", translated.text);
    regex::Regex::new(&whole).unwrap().is_match(text)
}

#[test]
fn icu_escapes_mean_what_icu_says() {
    for (pattern, text) in [
        (r"\h+", " \t\u{a0}\u{202f}"),
        (r"[\h\v]+", "\u{a0}\n\u{2028}"),
        (r"\u00bb\u2026", "»…"),
        (r"\x{2026}\xbb", "…»"),
        (r"[\xff61\x3002]", "。"),
        (r"\xe9t\xe9", "été"),
        (r"\Q.*[\E\.", ".*[."),
        (r"\uD835\uDC00", "𝐀"),
        (r"[\p{Ll}&&[^aeiou]]+", "xyz"),
        (r"[]a]+", "a]"),
        (r"[[:upper:]]\p{IsLatin}", "Éa"),
        (r"(?iu)ÉTÉ", "été"),
        (r"\<\'\»\-", "<'»-"),
        (r"a(?#never)b", "ab"),
        (r"\R", "\r\n"),
        (r"\0101", "A"),
        (r"[~]{2}", "~~"),
        (r"[\d-–]+", "1-2–3"),
        (r"[\p{Lu}-[A-C]]+", "DE"),
    ] {
        assert!(matches(pattern, text), "{pattern} on {text:?}");
    }
    assert!(!matches(r"[\xff61\x3002]", "1"));
    assert!(!matches(r"[^\h]", "\u{a0}"));
}

#[test]
fn what_needs_backtracking_is_recognised() {
    for pattern in [
        r"a++",
        r"\p{L}*+b",
        r"a{2,3}+b",
        r"(?<!x)a",
        r"(?!b)a",
        r"(?>a|b)",
        r"(a)\1",
    ] {
        assert!(
            Pattern::parse(pattern).unwrap().regular.is_none(),
            "{pattern}"
        );
    }
    for pattern in [
        r"a+",
        r"a+?",
        r"[+]+",
        r"a\++",
        r"\}+",
        r"(?:a|b)",
        r"(?<name>a)",
    ] {
        assert!(
            Pattern::parse(pattern).unwrap().regular.is_some(),
            "{pattern}"
        );
    }
}

#[test]
fn what_no_engine_understands_is_an_error() {
    for pattern in [
        r"a\",
        r"(a",
        r"[a",
        r"\N{SPACE}",
        r"\X",
        r"\u12",
        r"\p{Nonsense}",
        r"\p{L",
        r"\y",
    ] {
        assert!(Pattern::parse(pattern).is_err(), "{pattern}");
    }
    assert!(Pattern::parse(&"(".repeat(10_000)).is_err());
    assert!(Pattern::parse(&format!("{}(?!a){}", "(".repeat(9_000), ")".repeat(9_000))).is_err());
}

proptest! {
    #[test]
    fn no_text_trips_the_reader(text in r"[\\()\[\]{}?+*^a-zA-Z0-9é:&|<>=!,.-]{0,24}") {
        let _ = Pattern::parse(&text);
    }
}
