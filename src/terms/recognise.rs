//! Terms of a glossary in running text.
//!
//! A term is found in any inflection (`infrastructures critiques`), elided or contracted (`de l'État`,
//! `du droit`), with other capitals, apostrophes and hyphens, and interrupted where French and English
//! allow it: by adverbs, adjectives or a coordinated adjective (`droits civils et politiques` holds
//! `droits politiques`). Articles inside make no difference. Of terms that overlap the longest counts.
//! Acronyms must be written in capitals; accents count but in names (`Hanoi`, `Hanoï`).

mod sieve;

use crate::language::tagger::Tag;
use crate::language::{Analyser, Kind, Language, Token, fold, fold_accents, tokens};
use sieve::Sieve;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most words that may stand between two words of a term.
const GAP: usize = 3;

/// Finds the terms of one language; made once, used for many texts.
pub struct Recogniser {
    language: Language,
    terms: Vec<Pattern>,
    /// Terms by each key of their first word.
    by_first: BTreeMap<String, Vec<usize>>,
    sieve: Sieve,
}

/// A term in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// The number under which the term was given.
    pub term: usize,
    /// Bytes within the text, from the term's first word to its last.
    pub bytes: Range<usize>,
    /// Whether other words stand between those of the term.
    pub interrupted: bool,
    /// Whether it stands within a longer term, or shares words with one that counts more.
    pub covered: bool,
}

struct Pattern {
    number: usize,
    units: Vec<Unit>,
}

/// A word, or a part of a hyphenated one.
struct Unit {
    start: usize,
    end: usize,
    tag: Tag,
    /// What it may be compared by.
    keys: BTreeSet<String>,
}

impl Recogniser {
    /// Prepares terms, each with a number of the caller's: several terms may share one, such as an
    /// acronym and its full form. About ten microseconds a word.
    #[must_use]
    pub fn new<'t>(terms: impl IntoIterator<Item = (usize, &'t str)>, language: &Language) -> Self {
        let mut patterns: Vec<Pattern> = Vec::new();
        let mut by_first: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, term) in terms {
            let units = units(term, &tokens(term, language), language, Side::Term);
            let Some(first) = units.first() else {
                continue;
            };
            for key in &first.keys {
                let of_key = by_first.entry(key.clone()).or_default();
                of_key.push(patterns.len());
            }
            patterns.push(Pattern { number, units });
        }
        let sieve = Sieve::new(&patterns, Analyser::for_language(language));
        Self {
            language: language.clone(),
            terms: patterns,
            by_first,
            sieve,
        }
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The terms in a segment, in its order; they do not overlap. A few microseconds a word where there is
    /// one; texts that can hold none are passed over in less.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Recognised> {
        let mut found = self.find_all(text);
        found.retain(|of| !of.covered);
        found
    }

    /// The same with those that stand within longer ones.
    #[must_use]
    pub fn find_all(&self, text: &str) -> Vec<Recognised> {
        if self.is_empty() {
            return Vec::new();
        }
        let tokens = tokens(text, &self.language);
        if !self.sieve.lets_through(text, &tokens) {
            return Vec::new();
        }
        self.find_in(text, &tokens)
    }

    fn find_in(&self, text: &str, tokens: &[Token]) -> Vec<Recognised> {
        let units = units(text, tokens, &self.language, Side::Text);
        let mut found: Vec<Match> = (0..units.len())
            .flat_map(|start| self.starting(&units, start))
            .collect();
        // The longest first, then the closest, then the earliest, then as the terms were given.
        found.sort_by_key(|of| {
            (
                std::cmp::Reverse(of.words),
                of.span.len(),
                of.span.start,
                of.pattern,
            )
        });
        let mut taken = vec![false; units.len()];
        for of in &mut found {
            of.covered = taken[of.span.clone()].iter().any(|taken| *taken);
            if !of.covered {
                taken[of.span.clone()].fill(true);
            }
        }
        found.sort_by_key(|of| of.span.start);
        found
            .iter()
            .map(|of| Recognised {
                term: self.terms[of.pattern].number,
                bytes: units[of.span.start].start..units[of.span.end - 1].end,
                interrupted: of.interrupted,
                covered: of.covered,
            })
            .collect()
    }

    fn starting<'a>(&'a self, units: &'a [Unit], start: usize) -> impl Iterator<Item = Match> + 'a {
        let patterns: BTreeSet<usize> = units[start]
            .keys
            .iter()
            .filter_map(|key| self.by_first.get(key))
            .flatten()
            .copied()
            .collect();
        patterns.into_iter().filter_map(move |pattern| {
            let (end, interrupted) = follow(&self.terms[pattern].units, units, start)?;
            Some(Match {
                pattern,
                words: self.terms[pattern].units.len(),
                span: start..end,
                interrupted,
                covered: false,
            })
        })
    }
}

struct Match {
    pattern: usize,
    words: usize,
    /// Units of the text.
    span: Range<usize>,
    interrupted: bool,
    covered: bool,
}

/// Where a term that starts at `start` ends, and whether it is interrupted.
fn follow(pattern: &[Unit], units: &[Unit], start: usize) -> Option<(usize, bool)> {
    let mut at = start;
    let mut interrupted = false;
    for (number, wanted) in pattern.iter().enumerate() {
        if number > 0 {
            // Between words of meaning, or before a preposition; never inside `de l'`.
            let may_wait = is_meaning(pattern[number - 1].tag);
            let most = if may_wait { GAP } else { 0 };
            let gap = (0..=most)
                .take_while(|gap| *gap == 0 || units.get(at + gap - 1).is_some_and(may_interrupt))
                .find(|gap| units.get(at + gap).is_some_and(|unit| agrees(unit, wanted)))?;
            interrupted |= gap > 0;
            at += gap;
        } else if !agrees(&units[at], wanted) {
            return None;
        }
        at += 1;
    }
    Some((at, interrupted))
}

fn agrees(unit: &Unit, wanted: &Unit) -> bool {
    !unit.keys.is_disjoint(&wanted.keys)
}

fn is_meaning(tag: Tag) -> bool {
    matches!(tag, Tag::Noun | Tag::Propn | Tag::Adj | Tag::Verb)
}

fn may_interrupt(unit: &Unit) -> bool {
    matches!(unit.tag, Tag::Adj | Tag::Adv | Tag::Cconj)
        || unit.tag == Tag::Verb && unit.keys.contains(PARTICIPLE)
}

/// A key that no word has: marks verb forms that stand as adjectives.
const PARTICIPLE: &str = "\u{1}participle";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Term,
    Text,
}

/// The words of a text that count: articles aside, hyphenated words in parts.
fn units(text: &str, tokens: &[Token], language: &Language, side: Side) -> Vec<Unit> {
    let analyser = Analyser::for_language(language);
    let analysed = analyser.map(|analyser| analyser.analyse(text, tokens));
    let mut units = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let word = token.of(text);
        let tag = match (&analysed, token.kind) {
            (Some(analysed), _) => analysed[at].tag,
            (None, Kind::Punctuation) => Tag::Punct,
            (None, _) => Tag::Noun,
        };
        if tag == Tag::Det && side == Side::Text || ARTICLES.contains(&fold(word).as_str()) {
            continue;
        }
        if token.kind == Kind::Punctuation && side == Side::Term {
            continue;
        }
        let lemma = analysed.as_ref().map(|analysed| fold(&analysed[at].lemma));
        let mut start = token.start;
        for part in parts(word) {
            let whole = part.len() == word.len();
            let lemma = lemma.as_deref().filter(|_| whole);
            let keys = if side == Side::Text && is_conjugated(part, tag, lemma, language) {
                BTreeSet::from([verb(lemma.unwrap_or_default())])
            } else {
                keys(part, tag, lemma, analyser, side)
            };
            units.push(Unit {
                start,
                end: start + part.len(),
                tag,
                keys,
            });
            start += part.len() + 1;
        }
    }
    units
}

/// Articles, which make no difference inside a term.
const ARTICLES: [&str; 5] = ["le", "la", "les", "l'", "the"];

/// The parts of a hyphenated word, if each is one: `avant-main`, not `e-`, `A-6`.
fn parts(word: &str) -> Vec<&str> {
    let parts: Vec<&str> = word.split(['-', '\u{2010}', '\u{2011}']).collect();
    let is_word = |part: &&str| part.chars().count() > 1 && part.chars().all(char::is_alphabetic);
    // Each hyphen must be one byte: places are counted by it.
    let plain = word
        .chars()
        .all(|letter| !matches!(letter, '\u{2010}' | '\u{2011}'));
    if parts.len() > 1 && plain && parts.iter().all(is_word) {
        parts
    } else {
        vec![word]
    }
}

fn keys(
    word: &str,
    tag: Tag,
    lemma: Option<&str>,
    analyser: Option<&'static Analyser>,
    side: Side,
) -> BTreeSet<String> {
    let folded = fold(word);
    if is_acronym(word) {
        // As written, with a plural `s` or without: `ONG`, `ONGs`. An ordinary word in capitals, as a
        // heading has it, is still that word in a text.
        let bare = word.trim_end_matches('s').to_owned();
        let mut keys = BTreeSet::from([format!("={bare}")]);
        if side == Side::Text {
            keys.extend(lemma.map(str::to_owned));
            keys.insert(folded);
        }
        return keys;
    }
    let lemmatiser = analyser.and_then(Analyser::lemmatiser);
    let participle = tag == Tag::Verb && is_participle(&folded);
    // A word alone is easily taken for a verb, but a term is a noun where it can be one.
    let mistaken = side == Side::Term
        && tag == Tag::Verb
        && lemmatiser.is_some_and(|lemmatiser| lemmatiser.knows(word, Tag::Noun));
    let tag = if mistaken { Tag::Noun } else { tag };
    if side == Side::Text && tag == Tag::Verb && !participle {
        return BTreeSet::from([lemma.map_or(folded, str::to_owned)]);
    }
    let mut keys = BTreeSet::from([grammar(&folded).map_or_else(|| folded.clone(), str::to_owned)]);
    keys.extend(lemma.filter(|_| !mistaken).map(str::to_owned));
    let nominal = matches!(tag, Tag::Noun | Tag::Adj | Tag::Propn | Tag::Num | Tag::X);
    if let Some(lemmatiser) = lemmatiser.filter(|_| nominal || participle) {
        for tag in [Tag::Noun, Tag::Adj] {
            if lemmatiser.knows(word, tag) {
                keys.insert(fold(&lemmatiser.lemma(word, tag)));
            }
        }
    }
    if tag == Tag::Propn || word.starts_with(char::is_uppercase) {
        keys.insert(format!("^{}", fold_accents(&folded)));
    }
    if side == Side::Term && matches!(tag, Tag::Verb | Tag::Aux) {
        keys.extend(lemma.map(verb));
    }
    if side == Side::Text && participle {
        keys.insert(PARTICIPLE.to_owned());
    }
    keys
}

/// Whether a French word is a verb in another form than the infinitive: `a` is no form of the noun
/// `avoir`, nor `peut` of `pouvoir`. In English nouns and verbs are too much alike to say so.
fn is_conjugated(word: &str, tag: Tag, lemma: Option<&str>, language: &Language) -> bool {
    let folded = fold(word);
    language.is("fr")
        && matches!(tag, Tag::Verb | Tag::Aux)
        && !is_participle(&folded)
        && lemma.is_some_and(|lemma| lemma != folded)
}

/// The key of a verb by its lemma, which no noun has.
fn verb(lemma: &str) -> String {
    format!("\u{1}{lemma}")
}

/// What contracted and elided words stand for, articles aside.
fn grammar(folded: &str) -> Option<&'static str> {
    Some(match folded {
        "d'" | "du" | "des" => "de",
        "au" | "aux" => "à",
        _ => return None,
    })
}

fn is_participle(folded: &str) -> bool {
    [
        "é", "ée", "és", "ées", "i", "ie", "is", "ies", "u", "ue", "us", "ues", "ed", "ing",
    ]
    .iter()
    .any(|ending| folded.ends_with(ending))
}

/// Two capitals at least, and nothing but capitals, digits and signs beside a plural `s`.
fn is_acronym(word: &str) -> bool {
    let bare = word.strip_suffix('s').unwrap_or(word);
    bare.chars().filter(|letter| letter.is_uppercase()).count() > 1
        && bare.chars().all(|letter| !letter.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(terms: &[&str], text: &str) -> Vec<(usize, String)> {
        found_in(&Language::french(), terms, text)
    }

    fn found_in(language: &Language, terms: &[&str], text: &str) -> Vec<(usize, String)> {
        let recogniser = Recogniser::new(terms.iter().copied().enumerate(), language);
        recogniser
            .find(text)
            .into_iter()
            .map(|of| (of.term, text[of.bytes].to_owned()))
            .collect()
    }

    fn one(term: &str, text: &str, expected: &str) {
        assert_eq!(
            found(&[term], text),
            [(0, expected.to_owned())],
            "{term} in {text}"
        );
    }

    #[test]
    fn inflection_case_elision_and_contraction_make_no_difference() {
        one(
            "infrastructure critique",
            "Les Infrastructures critiques sont visées.",
            "Infrastructures critiques",
        );
        one("État membre", "tous les états membres", "états membres");
        one(
            "droits de l’homme",
            "Le respect des droits de l'homme.",
            "droits de l'homme",
        );
        one(
            "partage de preuves",
            "le partage des preuves",
            "partage des preuves",
        );
        one(
            "lutte contre le crime",
            "la lutte contre les crimes",
            "lutte contre les crimes",
        );
        one(
            "Convention de Hanoï",
            "la Convention de Hanoi entre",
            "Convention de Hanoi",
        );
        one("avant-main", "relever l'avant main du cheval", "avant main");
        one("état de droit", "L'ÉTAT DE DROIT RECULE", "ÉTAT DE DROIT");
    }

    #[test]
    fn other_words_may_interrupt_where_the_grammar_allows_it() {
        one(
            "infrastructure critique",
            "des infrastructures numériques très critiques",
            "infrastructures numériques très critiques",
        );
        one(
            "droits politiques",
            "les droits civils et politiques",
            "droits civils et politiques",
        );
        assert!(found(&["état de droit"], "l'état de ce droit-là, de la nature").len() <= 1);
        assert!(found(&["preuve numérique"], "la preuve que le numérique").is_empty());
    }

    #[test]
    fn the_longest_term_counts_and_none_overlap() {
        let terms = [
            "preuve",
            "preuve numérique",
            "partage des preuves numériques",
            "partage",
        ];
        assert_eq!(
            found(
                &terms,
                "Le partage des preuves numériques et la preuve numérique, une preuve."
            ),
            [
                (2, "partage des preuves numériques".to_owned()),
                (1, "preuve numérique".to_owned()),
                (0, "preuve".to_owned()),
            ]
        );
    }

    #[test]
    fn terms_within_longer_ones_are_told_when_asked_for() {
        let recogniser = Recogniser::new(
            ["preuve", "preuve numérique"].into_iter().enumerate(),
            &Language::french(),
        );
        let all = recogniser.find_all("une preuve numérique, une preuve");
        let told: Vec<(usize, bool)> = all.iter().map(|of| (of.term, of.covered)).collect();
        assert_eq!(told, [(1, false), (0, true), (0, false)]);
    }

    /// The oracle of the sieve: the slow way finds nothing that it holds back.
    #[test]
    fn the_sieve_holds_nothing_back() {
        let terms = [
            "droit politique",
            "état de droit",
            "œil",
            "cheval de trait",
            "avoir",
            "porter plainte",
            "OIT",
            "avant-main",
            "Convention de Hanoï",
            "preuve",
            "petit déjeuner",
            "mettre en œuvre",
            "aller",
        ];
        let words = [
            "les",
            "droits",
            "civils",
            "et",
            "politiques",
            "l'État",
            "du",
            "droit",
            "de",
            "yeux",
            "œil",
            "chevaux",
            "trait",
            "a",
            "avoirs",
            "gelés",
            "il",
            "porte",
            "plainte",
            "plaintes",
            "l'OIT",
            "OITs",
            "avant",
            "main",
            "avant-main",
            "Convention",
            "Hanoi",
            "PREUVES",
            "petits",
            "déjeuners",
            "mis",
            "en",
            "oeuvre",
            "œuvre",
            "va",
            "allés",
            ",",
            "d'",
            "très",
        ];
        let language = Language::french();
        let recogniser = Recogniser::new(terms.into_iter().enumerate(), &language);
        let mut seed = 2026_usize;
        let mut found = 0;
        for _ in 0..4000 {
            let mut text = String::new();
            for _ in 0..6 {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push_str(words[(seed >> 33) % words.len()]);
                text.push(' ');
            }
            let slow = recogniser.find_in(&text, &tokens(&text, &language));
            assert_eq!(recogniser.find_all(&text), slow, "{text}");
            found += slow.len();
        }
        assert!(found > 1000, "{found}");
    }

    #[test]
    fn acronyms_need_their_capitals() {
        one("OIT", "selon l'OIT, qu'on oit", "OIT");
        one("ONG", "des ONGs locales", "ONGs");
        let english = Language::english();
        assert!(found_in(&english, &["US"], "between us and them").is_empty());
        assert_eq!(
            found_in(&english, &["rule of law"], "The Rule of Law prevails").len(),
            1
        );
    }

    #[test]
    fn verbs_are_not_taken_for_nouns() {
        assert!(found(&["porte"], "Il porte plainte.").is_empty());
        one("porte", "Les portes sont fermées.", "portes");
        assert!(found(&["avoir gelé"], "Elle a pris la parole.").is_empty());
        one("avoir gelé", "les avoirs gelés", "avoirs gelés");
        assert!(found(&["pouvoir"], "Il peut venir.").is_empty());
        one("porter plainte", "Il porte plainte.", "porte plainte");
    }

    #[test]
    fn languages_without_a_tagger_compare_forms() {
        let german: Language = "de".parse().unwrap();
        assert_eq!(
            found_in(
                &german,
                &["kritische Infrastruktur"],
                "Die Kritische Infrastruktur ist"
            ),
            [(0, "Kritische Infrastruktur".to_owned())]
        );
        assert!(found(&[], "rien").is_empty());
        assert!(found(&["", " "], "rien").is_empty());
    }
}
