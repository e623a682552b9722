//! Signs: brackets, quotes, ends, spaces, words that stand twice, letters of a wrong encoding.

use super::{Finding, Options, Pair, Rule};
use crate::language::{Kind, Language, Token, fold, tokens};

pub(super) fn check(pair: &Pair<'_>, options: &Options, found: &mut Vec<Finding>) {
    found.extend(brackets(pair));
    quotes(pair, found);
    ends(pair, found);
    spaces(pair, options, found);
    found.extend(repeated_word(pair));
    found.extend(mojibake(pair));
}

/// How many of two signs a text has more of the first than of the second.
fn balance(text: &str, open: char, close: char) -> i64 {
    if !text.contains([open, close]) {
        return 0;
    }
    text.chars()
        .map(|c| i64::from(c == open) - i64::from(c == close))
        .sum()
}

/// The same for brackets, but for those that close nothing and count: `a)`, `2 b) ii)`, `1.)`.
fn open_brackets(text: &str, open: char, close: char) -> i64 {
    if !text.contains([open, close]) {
        return 0;
    }
    let (mut depth, mut unopened) = (0_i64, 0_i64);
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close && depth > 0 {
            depth -= 1;
        } else if c == close && !is_counter(&text[..at]) {
            unopened += 1;
        }
    }
    depth - unopened
}

/// Characters of a number or letter that counts paragraphs: `viii`, `106.8b`.
const COUNTER: usize = 7;

/// Whether what stands before a closing bracket is the number or letter of a paragraph: figures, single
/// letters, Roman numbers (`iv`, `Xc`), and these together (`106.8b`, `a.1`).
fn is_counter(before: &str) -> bool {
    let mut word: Vec<char> = before
        .chars()
        .rev()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '°'))
        .take(COUNTER + 1)
        .collect();
    word.reverse();
    let is_roman = |letters: &[char]| {
        let mut letters = letters.iter().map(char::to_ascii_lowercase);
        letters.all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'))
    };
    let is_one = |letters: &[char]| match letters {
        [] | [_] => true,
        // `aa` comes after `z`.
        [one, other] if one == other => true,
        [roman @ .., _] => is_roman(letters) || is_roman(roman),
    };
    let mut runs = word.split(|c| !c.is_alphabetic());
    (1..=COUNTER).contains(&word.len()) && runs.all(is_one)
}

/// Brackets that balance on one side and not on the other. Where both leave one open, the quotation or
/// the list goes on in the next segment.
fn brackets(pair: &Pair<'_>) -> Option<Finding> {
    [('(', ')'), ('[', ']'), ('{', '}')]
        .into_iter()
        .find_map(|(open, close)| {
            let source = open_brackets(pair.source, open, close);
            let target = open_brackets(pair.target, open, close);
            let side = match (source == 0, target == 0) {
                (true, false) => "target",
                (false, true) => "source",
                _ => return None,
            };
            let what = format!("{open} and {close} do not match in the {side}");
            Some(Finding::new(Rule::Brackets, what))
        })
}

fn quotes(pair: &Pair<'_>, found: &mut Vec<Finding>) {
    // French quotes on one side stand for curly ones on the other; each is judged by itself.
    let sides = [("source", pair.source), ("target", pair.target)];
    let of = |open: char, close: char| sides.map(|(_, text)| balance(text, open, close));
    let (french, curly) = (of('«', '»'), of('“', '”'));
    let goes_on = |side: usize| french[side] + curly[side] != 0;
    for (side, (name, _)) in sides.into_iter().enumerate() {
        if goes_on(1 - side) {
            continue;
        }
        for (balance, signs) in [(french[side], "« and »"), (curly[side], "“ and ”")] {
            if balance != 0 {
                let what = format!("{signs} do not match in the {name}");
                found.push(Finding::new(Rule::Quotes, what));
            }
        }
    }
}

/// What a text ends with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Statement,
    Question,
    Exclamation,
    /// `:`, `;`, `,`, a dash.
    Open,
    /// A word, a figure, a bracket.
    Bare,
}

/// A text without a remark in brackets after its end: `… of this Act. (ministre)`
fn without_remark(text: &str) -> &str {
    let whole = text.trim_end();
    let remark = whole.strip_suffix(')').and_then(|inner| inner.rfind('('));
    match remark.map(|at| whole[..at].trim_end()) {
        Some(before) if before.ends_with(['.', '!', '?', ';']) => before,
        _ => text,
    }
}

/// Question marks; the Greek one is not its lookalike, the semicolon.
const QUESTIONS: [char; 4] = ['?', '？', '؟', '\u{37e}'];

fn end(text: &str) -> (End, char) {
    let text = without_remark(text);
    let is_closing = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '’' | '”' | '»' | ')' | ']' | '*' | '_')
    };
    let last = text.trim_end_matches(is_closing).chars().next_back();
    let kind = match last {
        Some('.' | '…' | '。' | '．' | '।') => End::Statement,
        Some(sign) if QUESTIONS.contains(&sign) => End::Question,
        Some('!' | '！') => End::Exclamation,
        Some(':' | ';' | ',' | '：' | '；' | '、' | '，' | '-' | '–' | '—') => End::Open,
        _ => End::Bare,
    };
    (kind, last.unwrap_or(' '))
}

/// Words from which a text is a sentence, whose end counts.
const SENTENCE: usize = 4;

fn ends(pair: &Pair<'_>, found: &mut Vec<Finding>) {
    let ((source, of_source), (target, of_target)) = (end(pair.source), end(pair.target));
    if source == target {
        return;
    }
    let words = |text: &str| text.split_whitespace().count();
    let is_question = |end: End| end == End::Question;
    let differs = if is_question(source) || is_question(target) {
        // `« Où ? » demande-t-elle.` asks as well.
        let other = if is_question(source) {
            pair.target
        } else {
            pair.source
        };
        !other.contains(QUESTIONS)
    } else if source == End::Bare || target == End::Bare {
        // Titles and list items drop their full stop in one language alone, sentences do not.
        let marked = if source == End::Bare { target } else { source };
        marked != End::Open
            && words(pair.source).min(words(pair.target)) >= SENTENCE
            && !is_abbreviated(pair)
    } else {
        false
    };
    if differs {
        let shown = |end: End, sign: char| {
            if end == End::Bare {
                "without a sign".to_owned()
            } else {
                format!("with {sign}")
            }
        };
        found.push(Finding::new(
            Rule::EndPunctuation,
            format!(
                "the source ends {}, the target {}",
                shown(source, of_source),
                shown(target, of_target)
            ),
        ));
    }
}

/// Words whose full stop ends no sentence.
const ABBREVIATED: [&str; 12] = [
    "etc.", "inc.", "ltd.", "ltée.", "co.", "no.", "art.", "ch.", "p.", "al.", "jr.", "suppl.",
];

/// Whether a text ends with the full stop of an abbreviation: `etc.`, `p.m.`
fn is_abbreviated(pair: &Pair<'_>) -> bool {
    [pair.source, pair.target].into_iter().any(|text| {
        let last = text.split_whitespace().next_back().unwrap_or_default();
        let last = last
            .trim_matches(['(', ')', '[', ']', '"', '”', '»'])
            .to_lowercase();
        let inner = last.trim_end_matches('.');
        ABBREVIATED.contains(&last.as_str()) || inner.contains('.')
    })
}

fn spaces(pair: &Pair<'_>, options: &Options, found: &mut Vec<Finding>) {
    let (source, target) = (pair.source, pair.target);
    let mut push = |what: String| found.push(Finding::new(Rule::Spacing, what));
    if target.contains("  ") && !source.contains("  ") {
        push("two spaces in a row in the target".to_owned());
    }
    let outer = |text: &str| {
        (
            text.starts_with(char::is_whitespace),
            text.ends_with(char::is_whitespace),
        )
    };
    if outer(source) != outer(target) {
        push("spaces at the ends differ".to_owned());
    }
    if let Some(sign) = space_before(target, &[',', '.'])
        && space_before(source, &[',', '.']).is_none()
    {
        push(format!("a space before {sign} in the target"));
    }
    if pair.target_language.is("en")
        && let Some(sign) = space_before(target, &[';', ':', '!', '?'])
    {
        push(format!("a space before {sign} in the target"));
    }
    if let Some(sign) = no_space_after(target)
        && no_space_after(source).is_none()
    {
        push(format!("no space after {sign} in the target"));
    }
    if options.french_spacing
        && pair.target_language.is("fr")
        && let Some(what) = french(target)
    {
        push(what);
    }
}

/// A sign with a space before it and none of its like around, as in `mot ,` but not in `10 .5` or `...`.
fn space_before(text: &str, signs: &[char]) -> Option<char> {
    let follows_word = |before: &str| {
        let last = before.chars().next_back();
        last.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '»' | '”'))
    };
    text.match_indices(' ').find_map(|(at, _)| {
        let mut after = text[at + 1..].chars();
        let sign = after.next().filter(|c| signs.contains(c))?;
        let is_end = after.next().is_none_or(char::is_whitespace);
        (is_end && follows_word(&text[..at])).then_some(sign)
    })
}

/// `,` or `;` between two letters.
fn no_space_after(text: &str) -> Option<char> {
    text.match_indices([',', ';']).find_map(|(at, sign)| {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let between =
            is_letter(text[..at].chars().next_back()) && is_letter(text[at + 1..].chars().next());
        // The end of `&eacute;` is no punctuation.
        let word = text[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let is_entity = sign == ";" && word.ends_with('&');
        (between && !is_entity)
            .then(|| sign.chars().next())
            .flatten()
    })
}

/// Where French typography wants a no-break space (Imprimerie nationale, «Lexique des règles
/// typographiques»): before `;`, `:`, `!`, `?`, `»`, and after `«`.
fn french(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let is_no_break = |c: char| matches!(c, '\u{a0}' | '\u{202f}');
    (0..chars.len()).find_map(|at| {
        let before = at.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(at + 1).copied();
        match chars[at] {
            // `10:30`, `http://`, `?!`
            sign @ (';' | ':' | '!' | '?') => {
                let in_word = after.is_some_and(|c| c.is_alphanumeric() || c == '/');
                let before = before?;
                let fits = is_no_break(before) || matches!(before, '!' | '?' | '(' | '[' | '…');
                (!in_word && !fits).then(|| format!("no no-break space before {sign}"))
            }
            '»' if !before.is_some_and(is_no_break) => {
                Some("no no-break space before »".to_owned())
            }
            '«' if !after.is_some_and(is_no_break) => Some("no no-break space after «".to_owned()),
            _ => None,
        }
    })
}

/// Words that may stand twice: `nous nous levons`, `he had had`.
const TWICE: [&str; 8] = ["nous", "vous", "had", "that", "is", "en", "sie", "der"];

fn repeated_word(pair: &Pair<'_>) -> Option<Finding> {
    let word = repeated(pair.target, pair.target_language)?;
    // What the source says twice the target may say twice.
    repeated(pair.source, pair.source_language)
        .is_none()
        .then(|| {
            Finding::new(
                Rule::RepeatedWord,
                format!("«{word}» stands twice in the target"),
            )
        })
}

/// Whether any two words in a row end and begin alike: what is cheap to see before looking closely.
fn may_repeat(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let Some(mut before) = words.next() else {
        return false;
    };
    words.any(|word| {
        let end = before.chars().rev().take_while(|c| c.is_alphabetic());
        let start = word.chars().take_while(|c| c.is_alphabetic());
        let end: Vec<char> = end.flat_map(char::to_lowercase).collect();
        let same = !end.is_empty()
            && start
                .flat_map(char::to_lowercase)
                .eq(end.iter().rev().copied());
        before = word;
        same
    })
}

fn repeated(text: &str, language: &Language) -> Option<String> {
    if !may_repeat(text) {
        return None;
    }
    let all = tokens(text, language);
    all.windows(2).find_map(|two: &[Token]| {
        let (first, second) = (two[0].of(text), two[1].of(text));
        let are_words = two.iter().all(|token| token.kind == Kind::Word)
            && first.chars().count() > 1
            && first.chars().all(char::is_alphabetic);
        // Only white space may stand between them; a name may (`New York, New York` has its comma).
        let between = text.get(two[0].end..two[1].start)?;
        let apart = !between.is_empty() && between.chars().all(char::is_whitespace);
        let word = fold(first);
        (are_words && apart && word == fold(second) && !TWICE.contains(&word.as_str()))
            .then_some(word)
    })
}

/// What UTF-8 looks like when it was read as Windows-1252, and other letters that no text has.
const GARBLED: [&str; 14] = [
    "Ã©", "Ã¨", "Ã\u{a0}", "Ã§", "Ã´", "Ã®", "Ãª", "Ã¯", "Ã»", "â€™", "â€œ", "â€“", "Â\u{a0}",
    "ï»¿",
];

fn mojibake(pair: &Pair<'_>) -> Option<Finding> {
    [("source", pair.source), ("target", pair.target)]
        .into_iter()
        .find_map(|(side, text)| {
            let garbled = GARBLED
                .iter()
                .find(|garbled| text.contains(**garbled))
                .copied();
            let control = text
                .chars()
                .find(|c| matches!(*c, '\u{80}'..='\u{9f}' | '\u{fffd}'));
            let what = match (garbled, control) {
                (Some(garbled), _) => {
                    format!("«{garbled}» in the {side} was read in a wrong encoding")
                }
                (None, Some('\u{fffd}')) => format!("U+FFFD in the {side}: a letter was lost"),
                (None, Some(c)) => format!("U+{:04X} in the {side} is no letter", c as u32),
                (None, None) => return None,
            };
            Some(Finding::new(Rule::Mojibake, what))
        })
}
