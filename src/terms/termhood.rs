//! How likely a group of occurrences is a term.
//!
//! A logistic model over a few features that terminologists name when they explain a choice: the
//! text uses it more than the general language does, often and in several documents, on its own
//! rather than inside a longer phrase, in the shape of a term, in the lists of institutions.

use super::analysis::{Analysis, Word};
use super::candidate::Group;
use super::contrast::{Contrast, contrast};
use crate::language::tagger::Tag;
use crate::language::{Language, fold, frequency, institutional};

/// What the model sees of a group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Features {
    pub(super) contrast: Contrast,
    /// Occurrences.
    pub(super) frequency: usize,
    /// Documents.
    pub(super) documents: usize,
    /// Share of the occurrences that stand inside a longer group that is repeated.
    pub(super) nested: f64,
    /// Share of the occurrences inside the longer group that holds most of them.
    pub(super) contained: f64,
    /// Words of meaning.
    pub(super) content: usize,
    /// Whether an article stands inside.
    pub(super) article: bool,
    /// Whether a preposition other than `de`, `of` and their like stands inside.
    pub(super) loose: bool,
    /// Share of names among the words of meaning.
    pub(super) names: f64,
    /// Whether its head is capitalised where no sentence starts, and is no person's title.
    pub(super) institution: bool,
    /// Whether an institution's list has it.
    pub(super) known: bool,
    /// Whether a word is built as technical words are.
    pub(super) technical: bool,
    /// Whether an acronym stands for it, or it is one that is explained.
    pub(super) acronym: bool,
    /// Whether it is written in capitals and nobody explains it.
    pub(super) unexplained: bool,
    /// Whether a verb form stands inside as an adjective.
    pub(super) participle: bool,
    /// Whether nothing is known of the language: no tags, no frequencies.
    pub(super) unknown_language: bool,
}

/// Beginnings of words that sciences and techniques build theirs with.
const TECHNICAL: [&str; 24] = [
    "cyber", "crypto", "bio", "télé", "hydro", "électro", "micro", "nano", "géo", "info", "multi",
    "inter", "trans", "extra", "narco", "techno", "éco", "thermo", "photo", "radio", "neuro",
    "immuno", "tele", "electro",
];

/// Prepositions that bind a term; others are more often the sentence's.
const BINDING: [&str; 7] = ["de", "d'", "of", "contre", "against", "à", "en"];

impl Features {
    pub(super) fn of(
        analysis: &Analysis,
        language: &Language,
        words: &[Word],
        group: &Group,
        spellings: &[&str],
    ) -> Self {
        let content: Vec<&Word> = words.iter().filter(|word| word.is_content()).collect();
        let frequency = group.places.len();
        let documents = {
            let mut texts: Vec<usize> = group
                .places
                .iter()
                .map(|place| analysis.sentences[place.sentence].text)
                .collect();
            texts.dedup();
            texts.len()
        };
        let share = |count: usize| count as f64 / frequency.max(1) as f64;
        let names = content.iter().filter(|word| word.is_proper()).count();
        let lemmas = words
            .iter()
            .map(|word| word.lemma.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        Self {
            contrast: contrast(analysis, language, words, frequency),
            frequency,
            documents,
            nested: share(group.nested),
            contained: share(group.container.as_ref().map_or(0, |container| container.1)),
            content: content.len(),
            article: words.iter().any(|word| word.tag == Tag::Det),
            loose: words
                .iter()
                .any(|word| word.tag == Tag::Adp && !BINDING.contains(&word.folded.as_str())),
            names: names as f64 / content.len().max(1) as f64,
            institution: words.first().is_some_and(Word::names_thing),
            known: spellings
                .iter()
                .any(|text| institutional::is_known(language, &fold(text)))
                || institutional::is_known(language, &lemmas),
            technical: content.iter().any(|word| {
                TECHNICAL.iter().any(|start| {
                    word.lemma.starts_with(start)
                        && word.lemma.chars().count() > start.chars().count() + 3
                })
            }),
            acronym: false,
            unexplained: false,
            participle: words.iter().any(|word| word.tag == Tag::Verb),
            unknown_language: !frequency::covers(language),
        }
    }
}

/// The probability, from 0 to 1, that a terminologist keeps the group.
pub(super) fn probability(features: &Features) -> f64 {
    let f = features;
    let flag = |condition: bool, weight: f64| if condition { weight } else { 0.0 };
    let single = f.content == 1;
    // A word that everybody uses is a term only with company.
    let common = if single {
        (f.contrast.commonest - 3.8).max(0.0)
    } else {
        0.0
    };
    let logit = -3.4
        + 0.20 * f.contrast.mean.clamp(-2.0, 9.0)
        + 0.20 * f.contrast.least.clamp(-3.0, 8.0)
        + 0.10 * f.contrast.phrase.unwrap_or(4.0).clamp(-2.0, 8.0)
        + 0.65 * libm::log(f.frequency as f64)
        + 0.30 * libm::log(f.documents as f64)
        - 1.8 * common
        - 1.2 * f.nested
        - 1.6 * f.contained * f.contained
        + flag(matches!(f.content, 2 | 3), 0.8)
        - flag(f.content > 4 && !f.institution, 1.0)
        - flag(f.frequency == 1 && !single && !f.known && !f.acronym, 0.7)
        - flag(f.article && !f.known && !f.institution, 1.0)
        - flag(f.loose && !f.known, 1.2)
        - flag(f.participle && !f.known, 0.8)
        - flag(single && f.institution, 2.0)
        - 2.2 * f.names * f64::from(u8::from(!f.acronym && !f.known && !f.institution))
        + flag(f.institution && !single, 1.4)
        + flag(f.known && !single, 2.0)
        + flag(f.known && single, 0.6)
        + flag(f.technical, 0.8)
        + flag(f.acronym, 2.6)
        + flag(f.unexplained, 0.6)
        // Every word then looks rare, and phrases are not told from sentences.
        - flag(f.unknown_language, 3.0);
    1.0 / (1.0 + libm::exp(-logit))
}
