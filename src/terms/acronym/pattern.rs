//! Where a short form and its full form stand beside each other.
//!
//! Next to a parenthesis the letters may be explained loosely ([`limit`]); a comma, a colon, a
//! dash or «ou» joins so much else that every letter must begin a word ([`strict_limit`]).

use super::cues::{
    CONNECTIVES, ENGLISH_ADJECTIVES, LEAD_IN_WORDS, blank_or_quote, ends_here, is_day, is_lead_in,
    is_month, is_opening_quote, is_quote, is_year, may_stand_before_bracket,
};
use super::letters::{Anchor, Explained, Letters, limit, strict_limit};
use super::pieces::Pieces;
use super::shape::{self, Kind, Short};
use super::words::{Segment, is_light};

/// A full form found for a short form: words `first..=last` of the segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) cost: f64,
    /// The letters are the initials in another order.
    pub(super) reordered: bool,
}

/// No full form has more words, elided ones and articles counted.
const LONGEST: usize = 24;
/// A comma within a full form («pour l'éducation, la science et la culture»).
const COMMA: f64 = 0.2;
/// From this cost on a letter came from within a word, or a word gave none.
const DOUBTFUL: f64 = 0.6;

/// The full form beside `short`, if one is.
///
/// In a heading written in capitals only parentheses count.
pub(super) fn full_form(segment: &Segment<'_>, short: &Short, heading: bool) -> Option<Found> {
    let search = Search {
        segment,
        short: *short,
        text: short.text(segment),
    };
    if shape::is_numbering(search.text) {
        return None;
    }
    if short.kind == Kind::Capitalised {
        return search.before_bracket(strict_limit);
    }
    let bracketed = search.in_bracket().or_else(|| search.before_bracket(limit));
    if bracketed.is_some() || heading {
        return bracketed;
    }
    search.before_sign().or_else(|| search.after_sign())
}

/// One short form in its segment.
struct Search<'a> {
    segment: &'a Segment<'a>,
    short: Short,
    text: &'a str,
}

impl Search<'_> {
    /// `full form (ACR)`, `(«ACR», Vienne)`, `(ci-après ACR)`, `(en anglais, ACR)`.
    fn before_bracket(&self, limit: fn(usize) -> f64) -> Option<Found> {
        let opening = self.bracket_before()?;
        let limit = if self.ends_in_bracket() {
            limit
        } else if self.precedes_amount() {
            strict_limit
        } else {
            return None;
        };
        let outside = self.segment.gap(opening);
        let outside = outside.get(..outside.rfind(['(', '['])?)?;
        let outside = if shape_len(self.text) >= 4 && self.short.kind == Kind::Plain {
            // A definition may end before it names the short form: «… et la culture. (UNESCO)».
            outside.trim_start_matches('.')
        } else {
            outside
        };
        if !outside.chars().all(may_stand_before_bracket) {
            return None;
        }
        let last = self.without_date(opening.checked_sub(1)?);
        let first = self.start_of_run(last, false);
        if shape_len(self.text) == 2 && self.is_followed_by_number() {
            return None;
        }
        let spelt = self.spelt(first, last, Anchor::End, limit);
        // Letters from within words are worth less than initials in another order.
        match spelt {
            Some(found) if found.cost < DOUBTFUL => spelt,
            Some(found) => (self.reordered(first, last))
                .filter(|other| other.first < found.first)
                .or(spelt),
            None => (self.reordered(first, last)).or_else(|| self.less_last_word(first, last)),
        }
    }

    /// «Heavily Indebted Poor Countries *Initiative* (HIPC)»: all but the last word.
    fn less_last_word(&self, first: usize, last: usize) -> Option<Found> {
        let bare = last.checked_sub(1)?;
        let apart = self.segment.gap(last) == " " && !is_light(&self.segment.plain(bare));
        if !apart || bare < first || shape_len(self.text) < 4 {
            return None;
        }
        self.spelt(first, bare, Anchor::End, strict_limit)
    }

    /// `ACR (full form)`, and within brackets `(ACR pour full form)`.
    fn in_bracket(&self) -> Option<Found> {
        let next = self.short.last + 1;
        let gap = self.segment.gap(next);
        let opens = gap.trim_start_matches(may_stand_before_bracket);
        let first = if opens.starts_with(['(', '[']) {
            self.skip_lead_in(next)
        } else if gap.trim().is_empty()
            && matches!(&*self.segment.plain(next), "pour" | "for")
            && self.bracket_before().is_some()
        {
            next + 1
        } else {
            return None;
        };
        let whole = self.end_of_run(first, false)?;
        let clause = self.end_of_run(first, true)?;
        self.spelt(first, whole, Anchor::Both, limit)
            .or_else(|| self.spelt(first, clause, Anchor::Both, limit))
    }

    /// `full form, ou ACR`, `full form, ACR,`, `full form – ACR`, `full form : ACR`,
    /// `full form « ACR »`.
    fn before_sign(&self) -> Option<Found> {
        let (sign, introduced) = self.sign_before()?;
        let gap = self.segment.gap(sign).trim();
        let after = self.segment.gap(self.short.last + 1).trim_start();
        let quoted = is_opening_quote(gap) && after.starts_with(is_quote);
        let comma = gap == "," || (gap.starts_with(',') && gap.chars().skip(1).all(blank_or_quote));
        let joins = match gap {
            _ if introduced => comma || quoted,
            _ if quoted => true,
            // «les fermes éoliennes, FEOL1, FEOL2»: members, counted.
            "," if self.text.ends_with(|c: char| c.is_ascii_digit()) => false,
            "," | "–" | "—" | "-" | ":" => ends_here(after),
            _ => false,
        };
        if !joins {
            return None;
        }
        let last = sign.checked_sub(1)?;
        let first = self.start_of_run(last, true);
        self.strictly(first, last, Anchor::End)
    }

    /// `ACR, full form,`, `ACR – full form`, `ACR : full form`, `ACR signifie full form`.
    fn after_sign(&self) -> Option<Found> {
        let next = self.short.last + 1;
        let gap = self.segment.gap(next).trim_matches(blank_or_quote);
        let first = match gap {
            "," | "–" | "—" | "-" | ":" | "=" => next,
            "" => match self.after_connective(next) {
                Some(first) => first,
                None => return self.defined(next),
            },
            _ => return None,
        };
        let clause = self.end_of_run(first, true)?;
        let found = self.strictly(first, clause, Anchor::Start);
        if gap == "," {
            // Any two clauses may meet at a comma: «at the WHO, whilst observers …».
            return found.filter(|f| f.cost == 0.0);
        }
        let whole = self.end_of_run(first, false)?;
        found.or_else(|| self.strictly(first, whole, Anchor::Start))
    }

    /// `ACR Full form.` as lists of definitions have it: the short form opens the segment, and the
    /// full form fills its first sentence.
    fn defined(&self, next: usize) -> Option<Found> {
        let content = (next..next + 3).find(|&at| !is_light(&self.segment.plain(at)))?;
        let capital = self.segment.words.get(content).is_some_and(|w| w.upper > 0);
        if self.short.first > 0 || !capital || shape_len(self.text) < 3 {
            return None;
        }
        let last = self.end_of_run(next, false)?;
        self.spelt(next, last, Anchor::Both, strict_limit)
    }

    fn strictly(&self, first: usize, last: usize, anchor: Anchor) -> Option<Found> {
        let letters = shape_len(self.text);
        if letters < 3 || self.short.kind == Kind::Compound {
            return None;
        }
        self.spelt(first, last, anchor, strict_limit)
    }

    fn spelt(
        &self,
        first: usize,
        last: usize,
        anchor: Anchor,
        limit: fn(usize) -> f64,
    ) -> Option<Found> {
        let pieces = Pieces::of(self.segment, first, last);
        let letters = Letters::of(shape::singular(self.text));
        let shorter = letters.without_final_number();
        [Some(letters), shorter]
            .into_iter()
            .flatten()
            .find_map(|letters| {
                let found = letters.explain(&pieces, anchor)?;
                let found = self.found(found, first, false)?;
                (found.cost <= limit(letters.len())).then_some(found)
            })
    }

    fn reordered(&self, first: usize, last: usize) -> Option<Found> {
        if self.short.kind != Kind::Plain && shape_len(self.text) < 4 {
            return None;
        }
        let pieces = Pieces::of(self.segment, first, last);
        let found = Letters::of(shape::singular(self.text)).reordered(&pieces)?;
        self.found(found, first, true)
    }

    /// The explanation in the segment's words, if it can be a full form at all.
    fn found(&self, explained: Explained, offset: usize, reordered: bool) -> Option<Found> {
        let first = self.name_start(offset, offset + explained.first, explained.cost);
        let last = offset + explained.last;
        let commas = (first + 1..=last).filter(|&at| self.segment.gap(at).contains(','));
        let cost = explained.cost + COMMA * commas.count() as f64;
        let key = shape::key(self.text);
        let names_itself = (first..=last).any(|at| {
            let word = shape::key(self.segment.word(at));
            word == key || (self.short.kind == Kind::Capitalised && key.starts_with(&word))
        });
        let long = self.segment.span(first, last).chars().count() > self.text.chars().count() + 2;
        // One hyphenated word is a full form only letter by letter (`non-gouvernemental`, NG).
        let compound = (first + 1..=last).all(|at| self.segment.gap(at) == "-");
        (long && !names_itself && (!compound || cost < 0.1)).then_some(Found {
            first,
            last,
            cost,
            reordered,
        })
    }

    /// `first`, or the capitalised word before it, if an adjective or worse begins the explanation:
    /// «Office *e*uropéen de *pol*ice», «*M*ission *m*ultidimensionnelle».
    fn name_start(&self, offset: usize, first: usize, cost: f64) -> usize {
        let before = first.saturating_sub(1).max(offset);
        let capital = |at: usize| self.segment.words.get(at).is_some_and(|w| w.upper > 0);
        let is_noun = |at: usize| {
            let word = self.segment.words.get(at);
            let plain = self.segment.plain(at);
            word.is_some_and(|w| w.upper == 1 && w.lower > 2)
                && !is_light(&plain)
                && !ENGLISH_ADJECTIVES
                    .iter()
                    .any(|ending| plain.ends_with(ending))
        };
        let headless = cost > 0.0
            && before < first
            && self.segment.gap(first) == " "
            && is_noun(before)
            && !capital(first);
        if headless { before } else { first }
    }

    /// The word before which the bracket opens that holds the short form, with nothing between
    /// but words that introduce it and other short forms.
    fn bracket_before(&self) -> Option<usize> {
        let lowest = self.short.first.saturating_sub(LEAD_IN_WORDS);
        for at in (lowest..=self.short.first).rev() {
            let gap = self.segment.gap(at);
            if let Some(open) = gap.rfind(['(', '[']) {
                let inside = gap.get(open + 1..)?;
                return (!inside.contains([')', ']', '.'])).then_some(at);
            }
            let soft =
                |c: char| blank_or_quote(c) || matches!(c, ',' | ':' | '-' | '\'' | '’' | '/');
            let before = at.checked_sub(1)?;
            let word = self.segment.words.get(before)?;
            let passes = word.all_capitals() || is_lead_in(&self.segment.plain(before));
            if !gap.chars().all(soft) || !passes {
                return None;
            }
        }
        None
    }

    /// Whether the short form stands alone in its bracket, or ends a piece of it.
    fn ends_in_bracket(&self) -> bool {
        let next = self.short.last + 1;
        let gap = self.segment.gap(next);
        let introduces = [
            "en", "in", "pour", "for", "ou", "or", "et", "and", "selon", "de", "from",
        ];
        gap.contains([')', ']', ',', ';', ':', '/'])
            || gap.contains(['–', '—', '='])
            || (gap.chars().all(blank_or_quote) && introduces.contains(&&*self.segment.plain(next)))
    }

    /// `Droits de tirage spéciaux (DTS 1 000 000)`.
    fn precedes_amount(&self) -> bool {
        let next = self.short.last + 1;
        let number = self
            .segment
            .words
            .get(next)
            .is_some_and(|w| w.digits > 0 && w.upper == 0);
        number && shape_len(self.text) >= 3 && self.segment.gap(next).trim().is_empty()
    }

    /// `règlement (UE) no 468/2014`, `(CE) 12`.
    fn is_followed_by_number(&self) -> bool {
        let next = self.short.last + 1;
        let gap = self.segment.gap(next).trim();
        let number = self.segment.words.get(next).is_some_and(|w| w.digits > 0);
        matches!(gap, ")" | "]")
            && (number || matches!(&*self.segment.plain(next), "no" | "n" | "nr"))
    }

    /// The word before which the sign stands, with only introducing words up to the short form,
    /// and whether there are any.
    fn sign_before(&self) -> Option<(usize, bool)> {
        let lowest = self.short.first.saturating_sub(LEAD_IN_WORDS);
        for at in (lowest..=self.short.first).rev() {
            if !self
                .segment
                .gap(at)
                .chars()
                .all(|c| c.is_whitespace() || matches!(c, '\'' | '’' | '-'))
            {
                return Some((at, at < self.short.first));
            }
            if !is_lead_in(&self.segment.plain(at.checked_sub(1)?)) {
                return None;
            }
        }
        None
    }

    /// The word behind «signifie», «stands for» and the like.
    fn after_connective(&self, next: usize) -> Option<usize> {
        let connective = CONNECTIVES.iter().find(|words| {
            let mut at = next..;
            words
                .iter()
                .all(|&word| at.next().is_some_and(|at| self.segment.plain(at) == word))
        })?;
        Some(next + connective.len())
    }

    fn skip_lead_in(&self, from: usize) -> usize {
        let end = from + LEAD_IN_WORDS;
        (from..end)
            .find(|&at| !is_lead_in(&self.segment.plain(at)))
            .unwrap_or(from)
    }

    /// The first word of the run that ends with `last`: a full form does not cross what parts
    /// sentences, quotations and brackets, nor, if `clause`, a comma.
    fn start_of_run(&self, last: usize, clause: bool) -> usize {
        let lowest = last.saturating_sub(LONGEST - 1);
        let mut first = last;
        while first > lowest && !self.parts(first, clause) {
            first -= 1;
        }
        first
    }

    fn end_of_run(&self, first: usize, clause: bool) -> Option<usize> {
        let highest = self.segment.words.len().checked_sub(1)?;
        if first > highest {
            return None;
        }
        let highest = highest.min(first + LONGEST - 1);
        let mut last = first;
        while last < highest && !self.parts(last + 1, clause) {
            last += 1;
        }
        Some(last)
    }

    /// Whether the gap before word `at` parts.
    fn parts(&self, at: usize, clause: bool) -> bool {
        let gap = self.segment.gap(at);
        // Most gaps are one space or an apostrophe.
        if matches!(gap, " " | "'" | "’" | "-") {
            return false;
        }
        let spaced_dash = gap.len() > 1 && gap.starts_with(char::is_whitespace);
        let initial = gap.starts_with('.') && self.segment.word(at.saturating_sub(1)).len() == 1;
        gap.chars().any(|c| match c {
            '.' => !initial,
            ',' => clause,
            '-' | '–' | '—' => spaced_dash || c == '—',
            ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '\n' | '\t' | '•' | '|'
            | '…' | '=' | '<' | '>' => true,
            _ => is_quote(c),
        })
    }

    /// `last`, or the word before a date that ends there: «sur le droit de la mer, 10 décembre
    /// 1982 (CNUDM)».
    fn without_date(&self, last: usize) -> usize {
        let is = |at: usize, test: fn(&str) -> bool| test(&self.segment.plain(at));
        let before = |at: usize, test: fn(&str) -> bool| at.checked_sub(1).filter(|_| is(at, test));
        let Some(year) = before(last, is_year) else {
            return last;
        };
        let month = before(year, is_month).unwrap_or(year);
        let day = before(month, is_day).unwrap_or(month);
        ["du", "of", "de", "le", "en", "in"]
            .contains(&&*self.segment.plain(day))
            .then(|| day.checked_sub(1))
            .flatten()
            .unwrap_or(day)
    }
}

/// Letters and digits of a short form, a plural s left out.
fn shape_len(short: &str) -> usize {
    let short = shape::singular(short);
    short.chars().filter(|c| c.is_alphanumeric()).count()
}
