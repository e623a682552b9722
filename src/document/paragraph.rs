//! Lines into paragraphs.
//!
//! Two layouts are about: each line a paragraph (what editors and web pages give), and lines broken
//! at some width with blank lines or indents between paragraphs (mail, manuals, old archives).
//! Which one a text has is told from all of its lines; see [`Wrap`].

use super::line::{self, Line};

/// A paragraph: its text, and where the text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// The text; lines broken at a width are joined by one space (by nothing after a hyphen at
    /// the end of a line and between characters of scripts without spaces).
    pub(super) text: String,
    /// The pieces the text was joined from, in order; at least one.
    pub(super) pieces: Vec<Piece>,
}

/// A line's contribution to a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it starts in the paragraph's text.
    pub(super) at: usize,
    /// Its line in the document, from 1.
    pub(super) line: usize,
    /// Where it starts in the document's text, in bytes.
    pub(super) offset: usize,
}

impl Paragraph {
    /// The line and the byte offset in the document of a place in the paragraph's text.
    pub(super) fn origin(&self, at: usize) -> (usize, usize) {
        let next = self.pieces.partition_point(|piece| piece.at <= at);
        let piece = self.pieces[next.saturating_sub(1)];
        (piece.line, piece.offset + at.saturating_sub(piece.at))
    }
}

/// Splits a text into paragraphs. What stands in none is white space.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let lines = line::all(text);
    let wrap = Wrap::of(text, &lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut previous: Option<&Line> = None;
    for line in &lines {
        let content = text[line.range.clone()].trim();
        if content.is_empty() {
            previous = None;
            continue;
        }
        let offset = line.range.start + leading(&text[line.range.clone()]);
        let joined = match (previous, &wrap, paragraphs.last_mut()) {
            (Some(before), Some(wrap), Some(paragraph)) if wrap.continues(text, before, line) => {
                join(paragraph, content, line.number, offset);
                true
            }
            _ => false,
        };
        if !joined {
            let pieces = vec![Piece {
                at: 0,
                line: line.number,
                offset,
            }];
            paragraphs.push(Paragraph {
                text: content.to_owned(),
                pieces,
            });
        }
        previous = Some(line);
    }
    paragraphs
}

fn leading(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn join(paragraph: &mut Paragraph, content: &str, line: usize, offset: usize) {
    let last = paragraph.text.chars().next_back().unwrap_or(' ');
    let first = content.chars().next().unwrap_or(' ');
    let hyphenated = matches!(last, '-' | '\u{ad}' | '\u{2010}')
        && first.is_alphabetic()
        && paragraph
            .text
            .chars()
            .rev()
            .nth(1)
            .is_some_and(char::is_alphabetic);
    if !(hyphenated || is_unspaced(last) && is_unspaced(first)) {
        paragraph.text.push(' ');
    }
    paragraph.pieces.push(Piece {
        at: paragraph.text.len(),
        line,
        offset,
    });
    paragraph.text.push_str(content);
}

/// Characters of scripts that put no space between words: ideographs, kana, Thai, Lao, Khmer,
/// Burmese, and the punctuation that goes with ideographs.
fn is_unspaced(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF
            | 0x3000..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
            | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x20000..=0x2FA1F
    )
}

/// The width at which a text's lines were broken.
///
/// A break was forced where the next line's first word would not have fitted. Editors that break
/// lines produce almost nothing but forced breaks inside paragraphs; a text with one paragraph a
/// line has them by chance only.
struct Wrap {
    width: usize,
}

/// Lines are broken at some 60 to 80 characters; beyond this many, a line is a paragraph.
const WIDEST: usize = 132;

/// Below this many characters lines are verses, lists or tables.
const NARROWEST: usize = 36;

/// How many of ten breaks between neighbouring lines must have been forced.
const FORCED_OF_TEN: usize = 6;

/// How many of ten forced breaks must go on inside a sentence.
const RUNNING_OF_TEN: usize = 4;

impl Wrap {
    /// The width, or `None` when each line is a paragraph.
    fn of(text: &str, lines: &[Line]) -> Option<Self> {
        let contents: Vec<&str> = lines
            .iter()
            .map(|line| text[line.range.clone()].trim_end())
            .collect();
        let mut lengths: Vec<usize> = contents
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| length(line))
            .collect();
        lengths.sort_unstable();
        // Web addresses and headings stick out; one line in twenty may.
        let width = *lengths.get(lengths.len().checked_sub(1)? * 19 / 20)?;
        if !(NARROWEST..=WIDEST).contains(&width) {
            return None;
        }
        let wrap = Self { width };
        let neighbours = contents
            .windows(2)
            .filter(|pair| !pair.iter().any(|line| line.trim().is_empty()));
        let (mut pairs, mut forced, mut running) = (0, 0, 0);
        for pair in neighbours {
            pairs += 1;
            if wrap.forced(pair[0], pair[1]) {
                forced += 1;
                running += usize::from(runs_on(pair[0], pair[1]));
            }
        }
        let is_wrapped = forced >= 2
            && forced * 10 >= pairs * FORCED_OF_TEN
            && running * 10 >= forced * RUNNING_OF_TEN;
        is_wrapped.then_some(wrap)
    }

    fn forced(&self, line: &str, next: &str) -> bool {
        let word = next.split_whitespace().next().unwrap_or_default();
        // Ragged breaking leaves up to a seventh of the width unused.
        length(line.trim_end()) + 1 + length(word) > self.width - self.width / 7
    }

    /// Whether `next` goes on with the paragraph of the line before it.
    fn continues(&self, text: &str, line: &Line, next: &Line) -> bool {
        if line.ends_paragraph {
            return false;
        }
        let (before, after) = (&text[line.range.clone()], &text[next.range.clone()]);
        let indented = leading(after) > leading(before) + 1 && ends_sentence(before);
        if indented || starts_item(after.trim_start()) && !runs_on(before, after) {
            return false;
        }
        self.forced(before, after) || runs_on(before, after)
    }
}

fn length(line: &str) -> usize {
    line.chars().count()
}

/// Whether a sentence goes on from one line to the next: the first does not end one and the second
/// starts with a lower-case letter, or with a letter of a script without case.
fn runs_on(line: &str, next: &str) -> bool {
    let first = next.trim_start().chars().next().unwrap_or(' ');
    let small = first.is_lowercase() || first.is_alphabetic() && !first.is_uppercase();
    small && !ends_sentence(line)
}

fn ends_sentence(line: &str) -> bool {
    let text = line.trim_end().trim_end_matches([
        ')', ']', '"', '”', '»', '’', '\'', '\u{a0}', '\u{202f}', '」', '』',
    ]);
    text.ends_with([
        '.', '!', '?', '…', ':', ';', '。', '！', '？', '؟', '।', '۔',
    ])
}

/// Whether a line starts like a list item or a reply in a dialogue.
fn starts_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('-' | '–' | '—' | '•' | '*' | '·' | '◦' | '▪' | '‣' | '+') => {
            chars.next().is_some_and(char::is_whitespace)
        }
        Some('(') => is_label(chars.as_str(), &[')']),
        Some(c) if c.is_alphanumeric() => is_label(line, &[')', '.']),
        _ => false,
    }
}

/// `12.`, `a)`, `iv)` and the like, with white space after them.
fn is_label(line: &str, ends: &[char]) -> bool {
    let Some(end) = line.find(ends) else {
        return false;
    };
    let (label, rest) = line.split_at(end);
    let short = label.len() <= 4
        && !label.is_empty()
        && (label.bytes().all(|b| b.is_ascii_digit())
            || label.chars().count() == 1
            || label.bytes().all(|b| b"ivxIVX".contains(&b)));
    short && rest[1..].starts_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<String> {
        paragraphs(text)
            .into_iter()
            .map(|paragraph| paragraph.text)
            .collect()
    }

    const WRAPPED: &str = "\
Le comité a examiné mardi la demande que les trois
communes avaient déposée au printemps ; il rendra
sa décision à la rentrée, après une seconde visite.

Les riverains, eux, attendent toujours une réponse
écrite de la préfecture. Une réunion est prévue le
3 octobre à la mairie de Saint-Aubin.
";

    #[test]
    fn lines_broken_at_a_width_are_joined() {
        let found = paragraphs(WRAPPED);
        assert_eq!(found.len(), 2);
        assert!(found[0].text.contains("les trois communes avaient"));
        assert!(found[1].text.contains("prévue le 3 octobre"));
        let lines: Vec<usize> = found[1].pieces.iter().map(|piece| piece.line).collect();
        assert_eq!(lines, [5, 6, 7]);
        let at = found[1].text.find("écrite").unwrap();
        assert_eq!(found[1].origin(at), (6, WRAPPED.find("écrite").unwrap()));
        assert_eq!(found[1].origin(at - 1).0, 5);
    }

    #[test]
    fn one_paragraph_a_line_stays_so() {
        let text =
            "Titre de l'article\nUne première phrase assez courte.\nUne autre.\n\n\nLa fin\n";
        let expected = [
            "Titre de l'article",
            "Une première phrase assez courte.",
            "Une autre.",
            "La fin",
        ];
        assert_eq!(texts(text), expected);
        // Long lines are paragraphs, whatever they end in.
        let long = format!(
            "{}\n{}\n{}",
            "mot ".repeat(60),
            "mot ".repeat(50),
            "mot ".repeat(55)
        );
        assert_eq!(texts(&long).len(), 3);
        // A list of short lines in lower case is no paragraph.
        assert_eq!(texts("pain\nbeurre\nfarine\nsucre\nlait\n").len(), 5);
    }

    #[test]
    fn items_and_dialogue_start_paragraphs_in_wrapped_text() {
        let text = format!(
            "{WRAPPED}\nLe dossier comprend, selon la note jointe, les pièces\n\
             suivantes, toutes signées du maire de la commune :\n\
             - le plan des lieux, avec les cotes que demandait le\n  service des eaux ;\n- le devis.\n"
        );
        let found = texts(&text);
        assert_eq!(
            found[3],
            "- le plan des lieux, avec les cotes que demandait le service des eaux ;"
        );
        assert_eq!(found[4], "- le devis.");
    }

    #[test]
    fn hyphens_and_unspaced_scripts_join_without_a_space() {
        let mut paragraph = paragraphs("Il parle, dit-").remove(0);
        join(&mut paragraph, "il.", 2, 15);
        assert_eq!(paragraph.text, "Il parle, dit-il.");
        let mut paragraph = paragraphs("これは日本").remove(0);
        join(&mut paragraph, "語です。", 2, 16);
        assert_eq!(paragraph.text, "これは日本語です。");
        let mut paragraph = paragraphs("trois -").remove(0);
        join(&mut paragraph, "ou quatre", 2, 8);
        assert_eq!(paragraph.text, "trois - ou quatre");
    }

    #[test]
    fn form_feeds_and_paragraph_separators_end_paragraphs() {
        assert_eq!(texts("a\u{c}b\u{2029}c\u{2028}d"), ["a", "b", "c", "d"]);
    }

    proptest! {
        #[test]
        fn paragraphs_hold_all_text_and_know_its_origin(
            text in prop_oneof!["[a-zéA-Z。語.:;()0-9 \t\u{a0}\n\r\u{c}\u{2028}-]{0,300}", "([a-z]{2,9} ){5,12}(\n([a-z]{2,9} ){5,7}){0,9}"]
        ) {
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            let found = paragraphs(&text);
            let all: String = found.iter().map(|paragraph| paragraph.text.as_str()).collect();
            prop_assert_eq!(squeeze(&all), squeeze(&text));
            for paragraph in &found {
                for (at, c) in paragraph.text.char_indices() {
                    let (line, offset) = paragraph.origin(at);
                    if !c.is_whitespace() {
                        prop_assert_eq!(text[offset..].chars().next(), Some(c));
                        let number = line::numbered(&text[..offset + c.len_utf8()]).len();
                        prop_assert_eq!(line, number);
                    }
                }
            }
        }
    }
}
