//! The words a full form is made of, and which letters each may give at what cost.

use super::words::{Segment, is_light};

/// What a short form asks to be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A letter without its accent; whether it was written small (the `d` of `IdO`).
    Letter { letter: char, small: bool },
    /// Digits: `20` of `G20`.
    Number(u32),
}

/// One word of a possible full form.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) letters: Vec<char>,
    pub(super) light: bool,
    /// `l'`, `la`, `du`, `the`…
    article: bool,
    pub(super) capital: bool,
    /// Follows a hyphen: the second half of `Croix-Rouge`.
    pub(super) joined: bool,
    number: Option<u32>,
}

/// The words a full form is looked for in.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    pub(super) pieces: Vec<Piece>,
}

// The costs are ranks made numbers: in a pair right by common knowledge the dearest steps seen are
// one content word left out (OLAF: Office européen de lutte antifraude) and one letter from within
// a compound (the same name's F). `limit` admits each alone in three letters, both in four.

/// A further letter that continues the beginning of a word: GAFI, action *fi*nancière.
const PREFIX: f64 = 0.25;
/// A further letter from within a word: OLAF, anti*f*raude.
const INNER: f64 = 0.6;
/// Such a letter begins a part of a compound: three letters at least stand before it and from it
/// on, unlike the last one of «audits».
const SHORTEST_PART: usize = 3;
/// A capital given by a light word: CRÉDOC, Centre … *d*es.
const LIGHT: f64 = 0.3;
/// A content word that gives no letter.
const SKIPPED: f64 = 0.8;
/// The same for «Nations Unies», which names of its bodies regularly leave out: HCR.
const SKIPPED_FAMILY: f64 = 0.3;
/// The second part of a compound that gives no letter: MSF, frontières; «sous-direction».
const SKIPPED_PART: f64 = 0.3;
/// The same letter where the short form has it small: `NiMH`, `Europol`.
const SMALL_PREFIX: f64 = 0.05;
/// Letters of one word beyond which a prefix is a truncation.
const MOST_OF_A_WORD: usize = 4;

impl Pieces {
    /// Words `first..=last` of `segment`.
    pub(super) fn of(segment: &Segment<'_>, first: usize, last: usize) -> Self {
        let pieces = (first..=last)
            .map(|at| {
                let word = segment.plain(at);
                Piece {
                    light: is_light(&word),
                    article: matches!(
                        &*word,
                        "l" | "la" | "le" | "les" | "du" | "des" | "au" | "aux" | "the"
                    ),
                    capital: segment.words.get(at).is_some_and(|w| w.upper > 0),
                    joined: at > first && matches!(segment.gap(at), "-" | "\u{2010}" | "\u{2011}"),
                    number: number(&word),
                    letters: word.chars().collect(),
                }
            })
            .collect();
        Pieces { pieces }
    }

    /// The initials of the content words, in order.
    pub(super) fn initials(&self) -> String {
        let content = self.pieces.iter().filter(|p| !p.light);
        content.filter_map(|p| p.letters.first()).collect()
    }

    /// Whether word `at` governs what follows with an article, being no name itself: «application
    /// de la convention», «création de l'Office».
    pub(super) fn governs_a_name(&self, at: usize) -> bool {
        let mut after = self.pieces.iter().skip(at);
        let noun = after.next().is_some_and(|p| !p.capital);
        let mut links = after.take_while(|p| p.light);
        noun && links.any(|p| p.article)
    }

    pub(super) fn first_content(&self) -> Option<usize> {
        (0..self.pieces.len()).find(|&at| self.may_begin(at))
    }

    /// Names begin with a content word, or with the article of `Al-Qaida`.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        let compound = self.pieces.get(at + 1).is_some_and(|p| p.joined);
        let piece = self.pieces.get(at);
        piece.is_some_and(|p| !p.joined && (!p.light || (p.capital && compound)))
    }

    /// Whether a capitalised word governs word `at` across `of`: «Court of *Justice*».
    pub(super) fn is_governed(&self, at: usize) -> bool {
        let before = self.pieces.get(..at).unwrap_or_default();
        let content = before.iter().rposition(|p| !p.light);
        content.is_some_and(|c| c + 1 < before.len() && before.get(c).is_some_and(|p| p.capital))
    }

    /// How many words after word `at` belong to the same compound.
    pub(super) fn joined_after(&self, at: usize) -> usize {
        let rest = self.pieces.iter().skip(at + 1);
        rest.take_while(|p| p.joined).count()
    }
}

impl Piece {
    /// How many of the first `units` this word can give, and at what cost.
    pub(super) fn gives(&self, units: &[Unit]) -> Vec<(usize, f64)> {
        let mut ways = Vec::new();
        match units.first() {
            Some(Unit::Number(n)) if self.number == Some(*n) => ways.push((1, 0.0)),
            Some(Unit::Letter { letter, small }) if self.begins(*letter) => {
                let mut cost = if self.light && !small { LIGHT } else { 0.0 };
                ways.push((1, cost));
                let most = if self.light { 1 } else { MOST_OF_A_WORD };
                let mut place = 1;
                for (taken, unit) in units.iter().enumerate().take(most).skip(1) {
                    let Unit::Letter { letter, small } = *unit else {
                        break;
                    };
                    if place == taken && self.letters.get(place) == Some(&letter) {
                        cost += if small { SMALL_PREFIX } else { PREFIX };
                        place += 1;
                    } else if let Some(at) = self.part(letter, place) {
                        cost += INNER;
                        place = at + 1;
                    } else {
                        break;
                    }
                    ways.push((taken + 1, cost));
                }
            }
            _ => {}
        }
        ways
    }

    /// Where a part of the word may begin with `letter`, from letter `from` on.
    fn part(&self, letter: char, from: usize) -> Option<usize> {
        let from = from.max(SHORTEST_PART);
        let to = self.letters.len().checked_sub(SHORTEST_PART - 1)?;
        let rest = self.letters.get(from..to)?;
        rest.iter().position(|&c| c == letter).map(|at| from + at)
    }

    /// `X` stands for `ex…` too: eXtensible.
    fn begins(&self, letter: char) -> bool {
        self.letters.first() == Some(&letter)
            || (letter == 'x' && self.letters.starts_with(&['e', 'x']))
    }

    pub(super) fn skipping(&self) -> f64 {
        let family = ["nations", "unies", "united"];
        if self.light {
            0.0
        } else if self.joined {
            SKIPPED_PART
        } else if family
            .iter()
            .any(|f| self.letters.iter().copied().eq(f.chars()))
        {
            SKIPPED_FAMILY
        } else {
            SKIPPED
        }
    }
}

/// The number a word says: digits, an ordinal in digits, or one of the few that name groups.
fn number(plain: &str) -> Option<u32> {
    let digits = plain.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if !digits.is_empty() {
        return digits.parse().ok();
    }
    match plain {
        "deux" | "double" | "two" => Some(2),
        "trois" | "three" | "third" | "troisieme" => Some(3),
        "quatrieme" | "fourth" => Some(4),
        "cinq" | "five" | "cinquieme" | "fifth" => Some(5),
        "six" | "sixieme" | "sixth" => Some(6),
        "sept" | "seven" => Some(7),
        "huit" | "eight" => Some(8),
        "dix" | "ten" => Some(10),
        "quinze" | "fifteen" => Some(15),
        "vingt" | "twenty" => Some(20),
        _ => None,
    }
}
