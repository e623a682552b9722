//! What hangs on a French word by a hyphen: `a-t-il`, `donne-le-moi`, `année-là`.

use super::class::{begins_part, is_apostrophe, is_hyphen};
use super::scan::{char_at, run};

/// Pronouns behind a verb.
const PRONOUNS: &[&str] = &[
    "ce", "elle", "elles", "en", "il", "ils", "je", "la", "le", "les", "leur", "lui", "moi",
    "nous", "on", "toi", "tu", "vous", "y",
];

/// What follows the `-t-` that only links.
const AFTER_T: &[&str] = &["elle", "elles", "en", "il", "ils", "on", "y"];

/// `donne-le-moi`, `va-t'en`: more clitics than this are no French, and the bound keeps long
/// nonsense linear.
const LONGEST_CHAIN: usize = 3;

/// Whole words that look like one with a clitic.
const COMPOUNDS: &[&str] = &[
    "rendez-vous",
    "chez-moi",
    "chez-toi",
    "chez-lui",
    "chez-elle",
    "chez-nous",
    "chez-vous",
    "celui-ci",
    "celui-là",
    "celle-ci",
    "celle-là",
    "ceux-ci",
    "ceux-là",
    "celles-ci",
    "celles-là",
    "jusque-là",
    "par-ci",
    "par-là",
    "de-ci",
    "de-là",
    "quant-à-moi",
    "sur-moi",
    "non-moi",
];

/// The end of the clitic whose hyphen stands at `hyphen`, behind the word `text[start..hyphen]`;
/// `None` where the word goes on as a compound.
///
/// All parts up to the end of the compound must be clitics: `donne-le-moi`, not `Bar-le-Duc`.
pub(super) fn end(text: &str, start: usize, hyphen: usize) -> Option<usize> {
    let base = text.get(start..hyphen)?;
    let (first, mut last) = one(text, hyphen)?;
    for _ in 1..LONGEST_CHAIN {
        if hyphen_at(text, last).is_none() {
            break;
        }
        last = one(text, last)?.1;
    }
    if hyphen_at(text, last).is_some() {
        return None;
    }
    if char_at(text, last).is_some_and(is_apostrophe) && follows_letter(text, last) {
        return None;
    }
    let whole = text.get(start..last)?;
    let clitic = text.get(hyphen..first)?;
    (!is_compound(whole) && fits(base, clitic)).then_some(first)
}

/// The ends of one clitic from its hyphen: where its token ends, and where the chain goes on
/// (`-t'en` is two tokens of one chain).
fn one(text: &str, hyphen: usize) -> Option<(usize, usize)> {
    let from = hyphen_at(text, hyphen)?;
    let to = run(text, from);
    let word = text.get(from..to)?;
    if word.eq_ignore_ascii_case("t")
        && let Some(linked) = hyphen_at(text, to)
    {
        let end = run(text, linked);
        return is_in(text.get(linked..end)?, AFTER_T).then_some((end, end));
    }
    if let Some(apostrophe) = char_at(text, to).filter(|&c| is_apostrophe(c)) {
        let behind = to + apostrophe.len_utf8();
        let end = run(text, behind);
        let elided = is_in(word, &["m", "t", "l", "s"]);
        let follower = is_in(text.get(behind..end)?, &["en", "y"]);
        return (elided && follower).then_some((behind, end));
    }
    let demonstrative = word == "ci" || word == "là" || word == "LÀ" || word == "CI";
    (demonstrative || is_in(word, PRONOUNS)).then_some((to, to))
}

/// The byte behind the hyphen at `at`, if one stands there and a part follows.
fn hyphen_at(text: &str, at: usize) -> Option<usize> {
    let hyphen = char_at(text, at).filter(|&c| is_hyphen(c))?;
    let behind = at + hyphen.len_utf8();
    char_at(text, behind)
        .is_some_and(begins_part)
        .then_some(behind)
}

fn follows_letter(text: &str, at: usize) -> bool {
    let behind = at + char_at(text, at).map_or(0, char::len_utf8);
    char_at(text, behind).is_some_and(begins_part)
}

fn is_in(word: &str, list: &[&str]) -> bool {
    list.iter().any(|entry| word.eq_ignore_ascii_case(entry))
}

fn is_compound(whole: &str) -> bool {
    let mut parts = COMPOUNDS.iter();
    let hyphen = |c| if is_hyphen(c) { '-' } else { c };
    parts.any(|compound| {
        whole
            .chars()
            .map(hyphen)
            .flat_map(char::to_lowercase)
            .eq(compound.chars())
    })
}

/// Whether a clitic can stand behind `base`.
fn fits(base: &str, clitic: &str) -> bool {
    let Some(last) = base.chars().next_back() else {
        return false;
    };
    let letters = clitic.trim_start_matches(is_hyphen);
    // «Jean-Ce» and «axe X-Y» are names; «DIT-IL» and «-Tu» behind capitals are not.
    let first_upper = letters.chars().next().is_some_and(char::is_uppercase);
    if !last.is_alphabetic() || (first_upper && !last.is_uppercase() && base.len() > 3) {
        return false;
    }
    // «garde-à-vous», «tête-à-tête».
    if base.ends_with("-à") || base.ends_with("-a") {
        return base.ends_with("y-a") || base.ends_with("Y-a");
    }
    // Only an imperative carries these, and it ends in -s or -z: «vas-y», «parlez-en».
    if is_in(letters, &["y", "en"]) {
        return base.ends_with(['s', 'z', 'S', 'Z']);
    }
    // Of the forms of one letter only «a» takes a clitic: «a-t-il».
    base.chars().nth(1).is_some() || (base.eq_ignore_ascii_case("a") && letters.len() > 3)
}
