//! How well the letters of a short form are explained by the words of a full form.
//!
//! After Schwartz and Hearst, «A simple algorithm for identifying abbreviation definitions in
//! biomedical text» (Pacific Symposium on Biocomputing 2003), which walks both from the right and
//! takes any letter. French needs more: elided and light words between the content words, several
//! letters of one word (GAFI), words that give none (HCR). So the cheapest explanation is sought
//! by dynamic programming over letters and words, and the caller says how much it may cost.

use super::words::{Segment, is_light, plain};

/// What a short form asks to be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// A letter without its accent; whether it was written small (the `d` of `IdO`).
    Letter { letter: char, small: bool },
    /// Digits: `20` of `G20`.
    Number(u32),
}

/// The letters of a short form, ready to be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Letters {
    units: Vec<Unit>,
}

/// One word of a possible full form.
#[derive(Clone, Debug)]
struct Piece {
    letters: Vec<char>,
    light: bool,
    /// `l'`, `la`, `du`, `the`…
    article: bool,
    capital: bool,
    /// Follows a hyphen: the second half of `Croix-Rouge`.
    joined: bool,
    number: Option<u32>,
}

/// The words a full form is looked for in.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
}

/// The words of a full form, counted within [`Pieces`], and what the explanation cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Explained {
    /// First word.
    pub(super) first: usize,
    /// Last word.
    pub(super) last: usize,
    /// 0 when each letter begins a content word and each content word gives a letter.
    pub(super) cost: f64,
}

/// Where the full form lies within its [`Pieces`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Ends with the last word, begins anywhere: `full form (ACR)`.
    End,
    /// Begins with the first content word, ends anywhere: `ACR – full form`.
    Start,
    /// Begins with the first content word, ends with the last word: `ACR (full form)`.
    Both,
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
/// A content word after the last letter was explained.
const TRAILING: f64 = 1.5;
/// Letters of one word beyond which a prefix is a truncation.
const MOST_OF_A_WORD: usize = 4;

/// The most an explanation of `letters` letters may cost next to a parenthesis.
pub(super) fn limit(letters: usize) -> f64 {
    match letters {
        0..=2 => 0.35,
        3 => 1.0,
        4 => 1.45,
        5 => 1.8,
        6 => 2.1,
        _ => 2.4,
    }
}

/// The most where only a comma, a colon or a dash joins both, or nothing at all.
pub(super) fn strict_limit(letters: usize) -> f64 {
    match letters {
        0..=3 => 0.3,
        _ => 0.5,
    }
}

impl Letters {
    /// The letters and numbers of `short`; signs between them say nothing.
    pub(super) fn of(short: &str) -> Self {
        let mut units: Vec<Unit> = Vec::with_capacity(short.len());
        let mut in_number = false;
        for c in short.chars() {
            let digit = c.to_digit(10);
            match (digit, units.last_mut()) {
                (Some(d), Some(Unit::Number(n))) if in_number => {
                    *n = n.saturating_mul(10).saturating_add(d);
                }
                (Some(d), _) => units.push(Unit::Number(d)),
                (None, _) if c.is_alphabetic() => {
                    let small = c.is_lowercase();
                    let mut buffer = [0; 4];
                    let folded = plain(c.encode_utf8(&mut buffer)).into_owned();
                    units.extend(folded.chars().map(|letter| Unit::Letter { letter, small }));
                }
                _ => {}
            }
            in_number = digit.is_some();
        }
        Letters { units }
    }

    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether the last is a number: `COP21`.
    pub(super) fn without_final_number(&self) -> Option<Self> {
        match self.units.split_last() {
            Some((Unit::Number(_), rest)) if rest.len() >= 3 => Some(Letters {
                units: rest.to_vec(),
            }),
            _ => None,
        }
    }

    /// The cheapest explanation of every letter by `pieces`; of equally cheap ones the shortest.
    ///
    /// At least two words give letters. Cost: letters × words × the letters one word may give.
    pub(super) fn explain(&self, pieces: &Pieces, anchor: Anchor) -> Option<Explained> {
        let whole = self.units.len();
        let start = pieces.first_content()?;
        let mut states: Vec<Option<State>> = vec![None; whole + 1];
        let mut best: Option<Explained> = None;
        for (at, piece) in pieces.pieces.iter().enumerate().skip(start) {
            let mut next: Vec<Option<State>> = vec![None; whole + 1];
            for (given, state) in states.iter().enumerate() {
                if let Some(state) = state {
                    keep(&mut next[given], state.skipping(piece, given == whole));
                }
            }
            for given in 0..whole {
                let from = if given > 0 {
                    states[given]
                } else if !piece.light && !piece.joined && (anchor == Anchor::End || at == start) {
                    Some(State::beginning(at))
                } else {
                    None
                };
                let Some(from) = from else { continue };
                for (taken, cost) in piece.gives(&self.units[given..]) {
                    keep(&mut next[given + taken], Some(from.taking(at, cost)));
                }
            }
            states = next;
            // No name ends with a preposition.
            if anchor == Anchor::Start
                && !piece.light
                && let Some(found) = states[whole].and_then(State::explained)
                && found.last == at
                && best.is_none_or(|b| found.cost < b.cost - 0.5)
            {
                best = Some(found);
            }
        }
        let last = pieces.pieces.len().checked_sub(1)?;
        match anchor {
            Anchor::Start => best.map(|b| pieces.with_whole_compound(b)),
            Anchor::End | Anchor::Both => states[whole]
                .and_then(State::explained)
                .map(|found| Explained { last, ..found }),
        }
    }

    /// The last words of `pieces` when their initials are these letters in another order: the
    /// short form of another language behind a full form of this one (`Office des Nations Unies
    /// contre la drogue et le crime (UNODC)`).
    pub(super) fn reordered(&self, pieces: &Pieces) -> Option<Explained> {
        let mut wanted: Vec<char> = Vec::with_capacity(self.units.len());
        for unit in &self.units {
            match unit {
                Unit::Letter { letter, .. } => wanted.push(*letter),
                Unit::Number(_) => return None,
            }
        }
        let mut first = None;
        let mut initials = Vec::with_capacity(wanted.len());
        for (at, piece) in pieces.pieces.iter().enumerate().rev() {
            if initials.len() == wanted.len() {
                break;
            }
            if !piece.light {
                initials.extend(piece.letters.first());
                first = Some((at, piece.joined));
            }
        }
        let first = first.filter(|&(at, _)| !pieces.is_a_noun_of_a_name(at));
        wanted.sort_unstable();
        initials.sort_unstable();
        match first {
            Some((first, false)) if wanted.len() >= 2 && wanted == initials => Some(Explained {
                first,
                last: pieces.pieces.len() - 1,
                cost: limit(wanted.len()),
            }),
            _ => None,
        }
    }
}

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
    fn is_a_noun_of_a_name(&self, at: usize) -> bool {
        let mut after = self.pieces.iter().skip(at);
        let noun = after.next().is_some_and(|p| !p.capital);
        let mut links = after.take_while(|p| p.light);
        noun && links.any(|p| p.article)
    }

    fn first_content(&self) -> Option<usize> {
        self.pieces.iter().position(|p| !p.light)
    }

    fn with_whole_compound(&self, found: Explained) -> Explained {
        let rest = self.pieces.iter().skip(found.last + 1);
        let joined = rest.take_while(|p| p.joined).count();
        Explained {
            last: found.last + joined,
            ..found
        }
    }
}

impl Piece {
    /// How many of the first `units` this word can give, and at what cost.
    fn gives(&self, units: &[Unit]) -> Vec<(usize, f64)> {
        let mut ways = Vec::new();
        match units.first() {
            Some(Unit::Number(n)) if self.number == Some(*n) => ways.push((1, 0.0)),
            Some(Unit::Letter { letter, small }) if self.begins(*letter) => {
                let mut cost = if self.light && !small { LIGHT } else { 0.0 };
                ways.push((1, cost));
                let most = if self.light { 1 } else { MOST_OF_A_WORD };
                let mut place = 1;
                for taken in 1..units.len().min(most) {
                    let Unit::Letter { letter, .. } = units[taken] else {
                        break;
                    };
                    let rest = self.letters.get(place..).unwrap_or_default();
                    let Some(step) = rest.iter().position(|&c| c == letter) else {
                        break;
                    };
                    let runs_on = step == 0 && place == taken;
                    let part = (SHORTEST_PART..=self.letters.len().saturating_sub(SHORTEST_PART))
                        .contains(&(place + step));
                    if !runs_on && !part {
                        break;
                    }
                    cost += if runs_on { PREFIX } else { INNER };
                    place += step + 1;
                    ways.push((taken + 1, cost));
                }
            }
            _ => {}
        }
        ways
    }

    /// `X` stands for `ex…` too: eXtensible.
    fn begins(&self, letter: char) -> bool {
        self.letters.first() == Some(&letter)
            || (letter == 'x' && self.letters.starts_with(&['e', 'x']))
    }

    fn skipping(&self) -> f64 {
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

/// Some letters explained so far.
#[derive(Clone, Copy, Debug)]
struct State {
    cost: f64,
    first: usize,
    last: usize,
    /// Words that gave letters.
    givers: usize,
}

impl State {
    fn beginning(at: usize) -> Self {
        State {
            cost: 0.0,
            first: at,
            last: at,
            givers: 0,
        }
    }

    fn taking(self, at: usize, cost: f64) -> Self {
        State {
            cost: self.cost + cost,
            last: at,
            givers: self.givers + 1,
            ..self
        }
    }

    fn skipping(self, piece: &Piece, done: bool) -> Option<Self> {
        let cost = if done && !piece.light && !piece.joined {
            TRAILING
        } else {
            piece.skipping()
        };
        Some(State {
            cost: self.cost + cost,
            ..self
        })
    }

    fn explained(self) -> Option<Explained> {
        (self.givers >= 2).then_some(Explained {
            first: self.first,
            last: self.last,
            cost: self.cost,
        })
    }
}

/// Keeps the cheaper; of equals the one that begins later, then the one with more words giving.
fn keep(slot: &mut Option<State>, state: Option<State>) {
    let Some(new) = state else { return };
    let better = slot.is_none_or(|old| {
        (old.cost.total_cmp(&new.cost))
            .then(new.first.cmp(&old.first))
            .then(new.givers.cmp(&old.givers))
            .is_gt()
    });
    if better {
        *slot = Some(new);
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn explain(short: &str, words: &str, anchor: Anchor) -> Option<(String, f64)> {
        let mut buffer = Vec::new();
        let segment = Segment::new(words, &mut buffer);
        let pieces = Pieces::of(&segment, 0, segment.words.len().checked_sub(1)?);
        let found = Letters::of(short).explain(&pieces, anchor)?;
        Some((segment.span(found.first, found.last).to_owned(), found.cost))
    }

    #[track_caller]
    fn finds(short: &str, words: &str, full: &str) {
        let (span, cost) = explain(short, words, Anchor::End).expect(short);
        assert_eq!(span, full);
        assert!(cost <= limit(short.chars().count()), "{short}: {cost}");
    }

    #[test]
    fn the_shortest_span_that_explains_all() {
        finds(
            "ONU",
            "Mission permanente auprès de l'Organisation des Nations Unies",
            "Organisation des Nations Unies",
        );
        finds(
            "CSNU",
            "réunion du Conseil de sécurité des Nations Unies",
            "Conseil de sécurité des Nations Unies",
        );
        finds(
            "SAS",
            "les transporteurs Scandinavian Airlines System",
            "Scandinavian Airlines System",
        );
    }

    #[test]
    fn several_letters_of_a_word_and_words_without_letter() {
        finds(
            "GAFI",
            "le Groupe d’action financière",
            "Groupe d’action financière",
        );
        finds(
            "OLAF",
            "l'Office européen de lutte antifraude",
            "Office européen de lutte antifraude",
        );
        finds(
            "GRECO",
            "au Groupe d'États contre la corruption",
            "Groupe d'États contre la corruption",
        );
        finds(
            "HCR",
            "le Haut-Commissariat des Nations Unies pour les réfugiés",
            "Haut-Commissariat des Nations Unies pour les réfugiés",
        );
        finds(
            "CICR",
            "le Comité international de la Croix-Rouge",
            "Comité international de la Croix-Rouge",
        );
        finds(
            "SIDA",
            "syndrome d'immunodéficience acquise",
            "syndrome d'immunodéficience acquise",
        );
    }

    #[test]
    fn numbers_are_said_in_words() {
        finds("G20", "au Groupe des Vingt", "Groupe des Vingt");
        finds(
            "2FA",
            "la double facteur authentification",
            "double facteur authentification",
        );
        assert_eq!(
            Letters::of("COP21").without_final_number(),
            Some(Letters::of("COP"))
        );
        assert_eq!(Letters::of("G20").without_final_number(), None);
    }

    #[test]
    fn one_word_is_no_full_form() {
        assert!(explain("EUR", "Euratom", Anchor::End).is_none());
        assert!(explain("UE", "la", Anchor::End).is_none());
    }

    #[test]
    fn a_start_is_held_and_the_end_found() {
        let (span, cost) = explain(
            "OMS",
            "l'Organisation mondiale de la santé publie",
            Anchor::Start,
        )
        .unwrap();
        assert_eq!(
            (span.as_str(), cost),
            ("Organisation mondiale de la santé", 0.0)
        );
        let (_, cost) = explain(
            "OMS",
            "Organisation mondiale de la santé publie",
            Anchor::Both,
        )
        .unwrap();
        assert!(cost >= TRAILING);
        assert!(
            explain(
                "OMS",
                "cette Organisation mondiale de la santé",
                Anchor::Both
            )
            .is_none()
        );
    }

    #[test]
    fn initials_in_another_order() {
        let words = "de l'Office des Nations Unies contre la drogue et le crime";
        let mut buffer = Vec::new();
        let segment = Segment::new(words, &mut buffer);
        let pieces = Pieces::of(&segment, 0, segment.words.len() - 1);
        let found = Letters::of("UNODC").reordered(&pieces).unwrap();
        assert_eq!(
            segment.span(found.first, found.last),
            "Office des Nations Unies contre la drogue et le crime"
        );
        assert!(Letters::of("UNODX").reordered(&pieces).is_none());
        assert!(Letters::of("UNESCO").reordered(&pieces).is_none());
    }

    /// The letters of the words' initials always explain themselves.
    fn initials(words: &[String]) -> String {
        words
            .iter()
            .filter_map(|w| w.chars().next())
            .collect::<String>()
            .to_uppercase()
    }

    proptest! {
        #[test]
        fn initials_cost_nothing(words in prop::collection::vec("[b-z][fghjkmnp]{3,6}", 2..8)) {
            let (span, cost) = explain(&initials(&words), &words.join(" "), Anchor::End).unwrap();
            prop_assert_eq!(span, words.join(" "));
            prop_assert_eq!(cost, 0.0);
        }

        #[test]
        fn any_text_is_borne(short in "\\PC{0,8}", words in "\\PC{0,40}") {
            for anchor in [Anchor::End, Anchor::Start, Anchor::Both] {
                if let Some((span, cost)) = explain(&short, &words, anchor) {
                    prop_assert!(words.contains(&span) && cost >= 0.0);
                }
            }
        }
    }
}
