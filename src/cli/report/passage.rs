//! Users' texts as the page shows them: cut where they are long, with their terms marked.

use super::model::MarkedText;
use std::ops::Range;

/// A piece of a text, inside or outside a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    /// The text.
    pub(crate) text: String,
    /// Whether it is marked.
    pub(crate) marked: bool,
}

/// The mark for what was cut.
const CUT: &str = "[…]";

/// A text of at most about `limit` characters; what is cut from the end is shown as `[…]`.
pub(super) fn excerpt(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return visible(text);
    };
    let end = back_to_space(text, end);
    format!("{} {CUT}", visible(text[..end].trim_end()))
}

/// A text with its marks, cut to a window of about `limit` characters around the first of them.
pub(crate) fn marked(text: &MarkedText, limit: usize) -> Vec<Marked> {
    let marks = merged(&text.text, &text.marks);
    let window = window(&text.text, marks.first(), limit);
    let mut pieces = Vec::new();
    let mut push = |range: Range<usize>, marked| {
        let (start, end) = (range.start.max(window.start), range.end.min(window.end));
        if start < end {
            pieces.push(Marked {
                text: visible(&text.text[start..end]),
                marked,
            });
        }
    };
    let mut at = 0;
    for mark in marks {
        push(at..mark.start, false);
        push(mark.clone(), true);
        at = mark.end;
    }
    push(at..text.text.len(), false);
    let cut = |text: String| Marked {
        text,
        marked: false,
    };
    if window.start > 0 {
        pieces.insert(0, cut(format!("{CUT} ")));
    }
    if window.end < text.text.len() {
        pieces.push(cut(format!(" {CUT}")));
    }
    pieces
}

/// A text whose control characters can be seen (U+0007 as ␇); tabs and line ends stay.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => c,
            '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            '\u{80}'..='\u{9f}' => '\u{fffd}',
            _ => c,
        })
        .collect()
}

/// The marks that are parts of the text, in order, overlapping ones joined.
fn merged(text: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut marks: Vec<_> = marks
        .iter()
        .filter(|mark| !mark.is_empty() && text.get((*mark).clone()).is_some())
        .cloned()
        .collect();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match merged.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => merged.push(mark),
        }
    }
    merged
}

/// The part of the text to show: all of it where it is short, else what surrounds the mark, twice as
/// much behind it as before.
fn window(text: &str, mark: Option<&Range<usize>>, limit: usize) -> Range<usize> {
    if text.char_indices().nth(limit).is_none() {
        return 0..text.len();
    }
    let focus = mark.map_or(0, |mark| mark.start);
    let start = text[..focus]
        .char_indices()
        .rev()
        .nth(limit / 3)
        .map_or(0, |(at, _)| at);
    let start = if start == 0 {
        0
    } else {
        on_to_space(text, start, focus)
    };
    let end = text[start..]
        .char_indices()
        .nth(limit)
        .map_or(text.len(), |(at, _)| start + at);
    let end = if end == text.len() {
        end
    } else {
        back_to_space(text, end)
    };
    start..end.max(start)
}

/// The last space before `end`, when it is near enough that little is lost; else `end`.
fn back_to_space(text: &str, end: usize) -> usize {
    let space = text[..end]
        .char_indices()
        .rev()
        .take(40)
        .find(|(_, c)| c.is_whitespace());
    space.map_or(end, |(at, _)| at)
}

/// The start of the first word after `start` and not after `limit`; else `start`.
fn on_to_space(text: &str, start: usize, limit: usize) -> usize {
    let mut after = text[start..limit].char_indices().take(40);
    let space = after.find(|(_, c)| c.is_whitespace());
    space.map_or(start, |(at, c)| start + at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, marks: impl IntoIterator<Item = Range<usize>>, limit: usize) -> String {
        let text = MarkedText {
            text: text.to_owned(),
            marks: marks.into_iter().collect(),
        };
        marked(&text, limit)
            .iter()
            .map(|p| {
                if p.marked {
                    format!("<{}>", p.text)
                } else {
                    p.text.clone()
                }
            })
            .collect()
    }

    #[test]
    fn terms_are_marked() {
        let text = "L’état de droit, c’est l’État.";
        assert_eq!(
            shown(text, Some(4..18), 100),
            "L’<état de droit>, c’est l’État."
        );
        assert_eq!(shown("abcd", [2..4, 0..1], 100), "<a>b<cd>");
        assert_eq!(shown("abcd", [1..3, 0..2], 100), "<abc>d");
    }

    #[test]
    fn marks_that_are_no_part_of_the_text_are_ignored() {
        let backwards = Range { start: 3, end: 1 };
        assert_eq!(
            shown("été", [0..1, 3..99, 1..1, backwards, 9..10], 100),
            "été"
        );
    }

    #[test]
    fn long_texts_are_cut_around_the_mark_at_spaces() {
        let text = format!("{}term {}", "word ".repeat(100), "other ".repeat(100));
        let shown = shown(&text, Some(500..504), 60);
        assert_eq!(
            shown,
            "[…] word word word word <term> other other other other other […]"
        );
        assert_eq!(excerpt("one two three", 9), "one two […]");
        assert_eq!(excerpt("one two three", 13), "one two three");
        assert_eq!(excerpt(&"x".repeat(500), 10), "xxxxxxxxxx […]");
    }

    #[test]
    fn control_characters_are_seen() {
        assert_eq!(visible("a\u{7}b\0\u{7f}\u{85}\n"), "a␇b␀␡\u{fffd}\n");
    }

    proptest! {
        #[test]
        fn no_marks_or_limits_break_it(
            text in any::<String>(),
            marks in proptest::collection::vec((0usize..40, 0usize..40), 0..5),
            limit in 0usize..30,
        ) {
            let marks: Vec<_> = marks.into_iter().map(|(start, end)| start..end).collect();
            let marked_text = MarkedText { text: text.clone(), marks };
            let whole: String = marked(&marked_text, 1000).into_iter().map(|p| p.text).collect();
            prop_assert_eq!(whole, visible(&text));
            let part: String = marked(&marked_text, limit).into_iter().map(|p| p.text).collect();
            prop_assert!(part.chars().count() <= limit + 8);
            excerpt(&text, limit);
        }
    }
}
