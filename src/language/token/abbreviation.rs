//! The full stop that belongs to a word.

use super::class::{Class, class, is_hyphen};
use super::scan::{Rules, char_at, run};

/// Never the last word of a sentence, or whole with their stop even there. Lower case, sorted.
const STRONG_FRENCH: &[&str] = &[
    "adj", "al", "app", "bd", "c-à-d", "cf", "cie", "coll", "dr", "etc", "ibid", "m", "me", "mgr",
    "mm", "mr", "pp", "pr", "prof", "st", "ste", "sté", "suiv", "svp",
];
const STRONG_ENGLISH: &[&str] = &[
    "al", "approx", "bros", "capt", "cf", "co", "col", "corp", "dept", "dr", "esq", "etc", "gen",
    "gov", "hon", "ibid", "inc", "jr", "lt", "ltd", "messrs", "mr", "mrs", "ms", "mt", "pp",
    "prof", "rep", "rev", "sen", "sgt", "sr", "st", "supp", "viz", "vs",
];
/// Words of their own too: an abbreviation only where a digit or a small letter follows.
const WEAK_FRENCH: &[&str] = &[
    "al", "apr", "art", "av", "avr", "chap", "dir", "doc", "déc", "env", "ex", "fig", "févr", "id",
    "janv", "juil", "loc", "max", "min", "n", "nov", "obs", "oct", "op", "p", "par", "rés", "réf",
    "s", "sect", "sept", "tit", "tom", "trad", "tél", "vol", "éd",
];
const WEAK_ENGLISH: &[&str] = &[
    "apr", "app", "art", "arts", "aug", "ch", "chap", "dec", "div", "ed", "eds", "ex", "feb",
    "fig", "figs", "jan", "max", "min", "no", "nos", "nov", "oct", "op", "p", "para", "paras",
    "pt", "reg", "sec", "sect", "sept", "ser", "tel", "v", "vol", "vols",
];

/// More letters between stops than any abbreviation has; the bound keeps long nonsense linear.
const LONGEST_DOTTED: usize = 16;

/// Whether the full stop at `at` belongs to the word `text[start..at]`; returns the end.
pub(super) fn end(text: &str, start: usize, at: usize, rules: Rules) -> Option<usize> {
    let word = text.get(start..at)?;
    if word.len() > 8 {
        return None;
    }
    let (strong, weak) = match rules {
        Rules::French => (STRONG_FRENCH, WEAK_FRENCH),
        Rules::English => (STRONG_ENGLISH, WEAK_ENGLISH),
        Rules::Elision | Rules::Plain => (&["etc", "dr", "prof"][..], &[][..]),
    };
    let rest = text.get(at + 1..)?;
    // Three dots are an ellipsis, whatever stands before.
    if rest.starts_with('.') {
        return None;
    }
    let holds = is_in(word, strong)
        || (is_in(word, weak) && introduces(rest, word))
        || (is_initial(word) && precedes_name(rest));
    holds.then_some(at + 1)
}

/// The end of letters with stops between, `U.S.`, `B.C.E.`, `p.ex.`, `J.-P.`, `c.-à-d.`, that begins
/// at `start` with one letter; `None` where none begins.
pub(super) fn dotted(text: &str, start: usize) -> Option<usize> {
    let mut at = single(text, start)?;
    let (mut letters, mut dots, mut end) = (1, 0, None);
    while letters <= LONGEST_DOTTED {
        let mut next = at;
        let dot = char_at(text, next) == Some('.');
        if dot {
            next += 1;
        }
        let hyphen = char_at(text, next).filter(|&c| is_hyphen(c));
        next += hyphen.map_or(0, char::len_utf8);
        if !dot && hyphen.is_none() {
            break;
        }
        dots += usize::from(dot);
        if dot && letters >= 2 && dots >= 2 - usize::from(letters > 2) {
            end = Some(at + 1);
        }
        let Some(after) = single(text, next) else {
            if dot && letters == 1 && hyphen.is_none() && text.get(next..)?.starts_with("ex.") {
                end = Some(next + 3);
            }
            break;
        };
        at = after;
        letters += 1;
        // «G.P.S», without the last stop.
        if dots >= 1 && letters > 2 && dots + 1 == letters {
            end = Some(at);
        }
    }
    end
}

/// The end of the letter at `at`, when no second one follows.
fn single(text: &str, at: usize) -> Option<usize> {
    let letter = char_at(text, at).filter(|&c| class(c) == Class::Letter)?;
    let end = at + letter.len_utf8();
    (run(text, at) == end).then_some(end)
}

fn is_in(word: &str, list: &[&str]) -> bool {
    if word.is_ascii() {
        return list.iter().any(|entry| entry.eq_ignore_ascii_case(word));
    }
    list.iter()
        .any(|entry| word.chars().flat_map(char::to_lowercase).eq(entry.chars()))
}

/// Whether what stands behind makes a weak abbreviation of the word before.
fn introduces(rest: &str, word: &str) -> bool {
    let Some(next) = rest.trim_start().chars().next() else {
        return false;
    };
    let roman = matches!(next, 'I' | 'V' | 'X') && word.chars().count() > 1;
    next.is_numeric() || next.is_lowercase() || roman
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn precedes_name(rest: &str) -> bool {
    let blank = rest.starts_with([' ', '\u{a0}', '\u{202f}']);
    blank
        && rest
            .trim_start()
            .chars()
            .next()
            .is_some_and(char::is_uppercase)
}
