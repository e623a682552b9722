//! How well the letters of a short form are explained by the words of a full form.
//!
//! After Schwartz and Hearst, «A simple algorithm for identifying abbreviation definitions in
//! biomedical text» (Pacific Symposium on Biocomputing 2003), which walks both from the right and
//! takes any letter. French needs more: elided and light words between the content words, several
//! letters of one word (GAFI), words that give none (HCR). So the cheapest explanation is sought
//! by dynamic programming over letters and words, and the caller says how much it may cost.

use super::pieces::{Piece, Pieces, Unit};
use super::words::plain;

/// The letters of a short form, ready to be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Letters {
    units: Vec<Unit>,
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

/// A content word after the last letter was explained: more than any [`limit`].
const TRAILING: f64 = 2.5;
/// A name that begins with a small letter, while another explanation begins with a capital.
const SMALL_START: f64 = 0.55;
/// What a later end must save, when the end is free.
const NEARER_END: f64 = 0.2;
/// The most an explanation of `letters` letters may cost next to a parenthesis.
pub(super) fn limit(letters: usize) -> f64 {
    match letters {
        0..=2 => 0.35,
        3 => 1.0,
        4 => 1.45,
        5 => 1.9,
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
                } else if pieces.may_begin(at) && (anchor == Anchor::End || at == start) {
                    Some(State::beginning(at, piece.capital))
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
                && best.is_none_or(|b| found.cost < b.cost - NEARER_END)
            {
                best = Some(found);
            }
        }
        let last = pieces.pieces.len().checked_sub(1)?;
        match anchor {
            Anchor::Start => best.map(|b| Explained {
                last: b.last + pieces.joined_after(b.last),
                ..b
            }),
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
        let first = first.filter(|&(at, _)| {
            !pieces.governs_a_name(at) && (wanted.len() > 3 || !pieces.is_governed(at))
        });
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

/// Some letters explained so far.
#[derive(Clone, Copy, Debug)]
struct State {
    cost: f64,
    /// Counts between explanations, not in their cost.
    handicap: f64,
    first: usize,
    last: usize,
    /// Words that gave letters.
    givers: usize,
}

impl State {
    fn beginning(at: usize, capital: bool) -> Self {
        State {
            cost: 0.0,
            handicap: if capital { 0.0 } else { SMALL_START },
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
        ((old.cost + old.handicap).total_cmp(&(new.cost + new.handicap)))
            .then(new.first.cmp(&old.first))
            .then(new.givers.cmp(&old.givers))
            .is_gt()
    });
    if better {
        *slot = Some(new);
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::Segment;
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
