//! What an apostrophe does to the word before and behind it.

use super::class::{Class, begins_part, class, is_apostrophe, is_hyphen};
use super::scan::{Rules, char_at, run};

/// What happens at an apostrophe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// The word ends before it; the apostrophe is none of its business.
    Before,
    /// The apostrophe ends the word: `l'`.
    Behind,
    /// The word goes on: `aujourd'hui`.
    Inside,
    /// The word ends at the first place, a clitic follows that ends at the second: `do|n't`.
    Clitic(usize, usize),
}

/// What the apostrophe at `at` does to the word `text[start..at]`.
pub(super) fn cut(text: &str, start: usize, at: usize, rules: Rules) -> Cut {
    let behind = at + char_at(text, at).map_or(0, char::len_utf8);
    let next = char_at(text, behind);
    let before = text.get(start..at).unwrap_or_default();
    match rules {
        Rules::French => french(text, start, before, behind),
        Rules::English => english(text, start, at, behind),
        Rules::Elision if next.is_some_and(begins_part) => Cut::Behind,
        Rules::Elision | Rules::Plain => inside_if(next),
    }
}

fn inside_if(next: Option<char>) -> Cut {
    if next.is_some_and(begins_part) {
        Cut::Inside
    } else {
        Cut::Before
    }
}

fn french(text: &str, start: usize, before: &str, behind: usize) -> Cut {
    let next = char_at(text, behind);
    let last_part = last_part(before);
    let compound = last_part.len() < before.len();
    let ends_in_qu = ends_with_ignore_case(last_part, "qu");
    // «chef-d'œuvre» is one word, «est-ce qu'il» written with two hyphens is not.
    let elides = ends_in_qu || (!compound && is_elided(last_part));
    if !elides {
        return inside_if(next);
    }
    match next {
        Some(c) if begins_part(c) => {
            if is_one_word(text, last_part, behind) {
                Cut::Inside
            } else {
                Cut::Behind
            }
        }
        Some('«' | '“' | '"' | '„' | '‹' | '<' | '(' | '[' | '{' | '*' | '_') => Cut::Behind,
        // «l' homme», as some tools and scanners space it; not the end of a quotation: ‘l’ is.
        Some(c) if class(c) == Class::Blank && !quoted(text, start) => {
            let word = text
                .get(behind..)
                .unwrap_or_default()
                .trim_start()
                .chars()
                .next();
            if word.is_some_and(begins_part) {
                Cut::Behind
            } else {
                Cut::Before
            }
        }
        _ => Cut::Before,
    }
}

/// What stands behind the last hyphen. Looks no further back than the longest elided word, so that
/// long nonsense stays linear.
fn last_part(before: &str) -> &str {
    let hyphen = before
        .char_indices()
        .rev()
        .take(16)
        .find(|&(_, c)| is_hyphen(c));
    hyphen
        .and_then(|(at, c)| before.get(at + c.len_utf8()..))
        .unwrap_or(before)
}

fn quoted(text: &str, start: usize) -> bool {
    text.get(..start)
        .and_then(|before| before.chars().next_back())
        .is_some_and(|c| is_apostrophe(c) || c == '‘')
}

/// The words of one letter that lose their vowel; those in -que are told by their ending.
fn is_elided(word: &str) -> bool {
    matches!(
        word,
        "l" | "d"
            | "j"
            | "m"
            | "t"
            | "s"
            | "n"
            | "c"
            | "ç"
            | "L"
            | "D"
            | "J"
            | "M"
            | "T"
            | "S"
            | "N"
            | "C"
            | "Ç"
    )
}

/// Words that kept their apostrophe when the rest of the world wrote them as one: `quelqu'un`,
/// `presqu'île`; and the names that begin with a syllabic nasal (`N'Djamena`).
fn is_one_word(text: &str, before: &str, behind: usize) -> bool {
    let after = text.get(behind..run(text, behind)).unwrap_or_default();
    if before.eq_ignore_ascii_case("quelqu") {
        return ["un", "une", "uns", "unes"]
            .iter()
            .any(|un| after.eq_ignore_ascii_case(un));
    }
    if before.eq_ignore_ascii_case("presqu") {
        let after = after.to_lowercase();
        return after.starts_with("île") || after.starts_with("ile");
    }
    if matches!(before, "c" | "C") {
        let phrase = text.get(behind..).unwrap_or_default().chars();
        let phrase = phrase
            .map(|c| if is_hyphen(c) { '-' } else { c })
            .flat_map(char::to_lowercase);
        return phrase.take(10).eq("est-à-dire".chars());
    }
    if matches!(before, "N" | "M") {
        let mut letters = after.chars();
        let consonant = |c: char| c.is_ascii_uppercase() && !"AEIOUYH".contains(c);
        return letters.next().is_some_and(consonant)
            && letters.next().is_some_and(char::is_lowercase);
    }
    false
}

fn english(text: &str, start: usize, at: usize, behind: usize) -> Cut {
    let end = run(text, behind);
    let after = text.get(behind..end).unwrap_or_default();
    let before = text.get(start..at).unwrap_or_default();
    if after.eq_ignore_ascii_case("t") && before.len() > 1 && ends_with_ignore_case(before, "n") {
        return Cut::Clitic(at - 1, end);
    }
    if ["s", "m", "d", "re", "ve", "ll"]
        .iter()
        .any(|clitic| after.eq_ignore_ascii_case(clitic))
    {
        return Cut::Clitic(at, end);
    }
    inside_if(char_at(text, behind))
}

fn ends_with_ignore_case(word: &str, ending: &str) -> bool {
    word.len()
        .checked_sub(ending.len())
        .and_then(|from| word.get(from..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
}
