//! How likely a group of occurrences is a term.
//!
//! Two judges, who err differently, have one voice each. The first is a row of weights over the figures
//! that terminologists name when they explain a choice; it knows nothing but contrast, use and shape,
//! and holds in any field. The second is a forest of decision trees that learned from termbases and from
//! judged phrases ([`TermhoodModel::learn`]); it knows more, and more of the fields it saw. In a language
//! without a forest the first judges alone. What no text shows, but is known, is added: that an
//! institution lists the term, that it names an institution, that an acronym stands for it.

use super::features::NAMES;
use super::forest::{Direction, Forest, ForestOptions, Lesson};
use crate::language::bytes::Envelope;
use crate::language::{DecodeError, Language, fold, institutional};
use std::sync::OnceLock;

/// What is known of a group beside its features.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    /// An institution's list has it.
    pub(super) known: bool,
    /// Words of all texts.
    pub(super) corpus: usize,
    /// Its head is capitalised where no sentence starts, and is no person's title.
    pub(super) institution: bool,
    /// Words of meaning.
    pub(super) content: usize,
    /// Share of names among the words of meaning.
    pub(super) names: f64,
    /// An acronym stands for it, or it is one that is explained.
    pub(super) acronym: bool,
    /// It is written in capitals and nobody explains it.
    pub(super) unexplained: bool,
    /// It ends in an adjective that rates rather than sorts: `fiable`, not `numérique`.
    pub(super) rated: bool,
}

/// Whether an institution lists one of the spellings, or the row of lemmas.
pub(super) fn is_listed(language: &Language, spellings: &[&str], lemmas: &str) -> bool {
    spellings
        .iter()
        .any(|text| institutional::is_known(language, &fold(text)))
        || institutional::is_known(language, lemmas)
}

/// The share of all phrases of a text that are terms; counted on a sample of the corpora that the French
/// model learned from.
const SHARE_OF_TERMS: f64 = 0.08;

/// Tells terms from other phrases of one language.
#[derive(Clone, Debug, PartialEq)]
pub struct TermhoodModel {
    forest: Forest,
    /// What the forest's logits and those of the weights are multiplied by, and what is added.
    scales: (f32, f32),
    offset: f32,
}

const ENVELOPE: Envelope = Envelope {
    kind: "termhood",
    magic: *b"BTTH",
    version: 1,
};

impl TermhoodModel {
    /// Learns from lessons; `all` are the features of every phrase of the texts they come from, by
    /// which the two judges' voices are made equally loud and the share of terms right.
    #[must_use]
    pub fn learn(lessons: &[Lesson], all: &[Vec<f32>]) -> Self {
        let options = ForestOptions {
            directions: directions(),
            ..ForestOptions::default()
        };
        let forest = Forest::learn(lessons, &options);
        let learned: Vec<f64> = all.iter().map(|features| forest.logit(features)).collect();
        let weighed: Vec<f64> = all.iter().map(|features| weigh(features)).collect();
        let spread = deviation(&learned);
        let scales = (0.5, (0.5 * spread / deviation(&weighed).max(1e-6)) as f32);
        let logits: Vec<f64> = learned
            .iter()
            .zip(&weighed)
            .map(|(one, other)| f64::from(scales.0) * one + f64::from(scales.1) * other)
            .collect();
        Self {
            forest,
            scales,
            offset: offset(&logits) as f32,
        }
    }

    /// The logarithm of the odds that a phrase with these features is a term.
    #[must_use]
    pub fn logit(&self, features: &[f32]) -> f64 {
        f64::from(self.scales.0) * self.forest.logit(features)
            + f64::from(self.scales.1) * weigh(features)
            + f64::from(self.offset)
    }

    /// The model as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut content = Vec::new();
        for value in [self.scales.0, self.scales.1, self.offset] {
            content.extend(value.to_le_bytes());
        }
        content.extend(self.forest.encode());
        ENVELOPE.seal(&content)
    }

    /// A model from its bytes.
    ///
    /// # Errors
    ///
    /// When the bytes are no model, damaged, or of a program with other features.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = ENVELOPE.open(bytes)?;
        let mut float = || -> Result<f32, DecodeError> {
            let mut word = [0; 4];
            for byte in &mut word {
                *byte = reader.byte()?;
            }
            Some(f32::from_le_bytes(word))
                .filter(|value| value.is_finite())
                .ok_or_else(|| reader.wrong("a finite number"))
        };
        let (one, other, offset) = (float()?, float()?, float()?);
        let forest = Forest::read(&mut reader)?;
        if forest.features() != NAMES.len() {
            return Err(reader.wrong("as many features as this program counts"));
        }
        Ok(Self {
            forest,
            scales: (one, other),
            offset,
        })
    }

    fn for_language(language: &Language) -> Option<&'static Self> {
        static FRENCH: OnceLock<Option<TermhoodModel>> = OnceLock::new();
        let (slot, bytes): (_, &[u8]) = match language.primary().as_str() {
            "fr" => (&FRENCH, include_bytes!("../../data/termhood/fr.bin")),
            _ => return None,
        };
        slot.get_or_init(|| Self::decode(bytes).ok()).as_ref()
    }
}

/// Rarer words, more use, learned roots and better grades never speak against a term; commoner words, company
/// inside a longer phrase and loose links never for one.
fn directions() -> Vec<Direction> {
    const RISING: [&str; 17] = [
        "weird_least",
        "weird_greatest",
        "weird_mean",
        "weird_head",
        "weird_last",
        "news_least",
        "news_mean",
        "news_head",
        "log_frequency",
        "unlisted",
        "neoclassical",
        "grade_alone",
        "grade_head",
        "grade_least",
        "grade_greatest",
        "sorts_least",
        "sorts_greatest",
    ];
    const FALLING: [&str; 8] = [
        "zipf_least",
        "zipf_greatest",
        "zipf_mean",
        "zipf_head",
        "zipf_last",
        "contained",
        "loose_link",
        "participle",
    ];
    NAMES
        .iter()
        .map(|name| match name {
            name if RISING.contains(name) => Direction::Rising,
            name if FALLING.contains(name) => Direction::Falling,
            _ => Direction::Free,
        })
        .collect()
}

fn deviation(values: &[f64]) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values
        .iter()
        .map(|value| (value - mean) * (value - mean))
        .sum();
    libm::sqrt(squares / count)
}

/// What to add to the logits for their probabilities to have the mean [`SHARE_OF_TERMS`]; by bisection.
fn offset(logits: &[f64]) -> f64 {
    let mean = logits.iter().sum::<f64>() / logits.len().max(1) as f64;
    let (mut low, mut high) = (-mean - 24.0, -mean + 24.0);
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        let sum: f64 = logits.iter().map(|logit| logistic(logit + middle)).sum();
        if sum > SHARE_OF_TERMS * logits.len() as f64 {
            high = middle;
        } else {
            low = middle;
        }
    }
    0.5 * (low + high)
}

fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// The probability, from 0 to 1, that a terminologist keeps the group.
pub(super) fn probability(language: &Language, features: &[f32], standing: &Standing) -> f64 {
    let judged = TermhoodModel::for_language(language)
        .map_or_else(|| weigh(features), |model| model.logit(features));
    let sparse = brevity(standing.corpus);
    logistic(
        judged
            + bonus(standing)
            + whole_name(features, standing)
            + sparse * (SPARSE + chance(features, standing)),
    )
}

/// The value of a feature.
fn value(features: &[f32], name: &str) -> f64 {
    let at = NAMES.iter().position(|known| *known == name);
    at.and_then(|at| features.get(at))
        .map_or(0.0, |value| f64::from(*value))
}

/// Long names are built like loose phrases, with `contre` and articles (`Convention des Nations Unies
/// contre la corruption`); what the weights hold against such phrases is given back.
fn whole_name(features: &[f32], standing: &Standing) -> f64 {
    if !standing.institution || standing.content < 3 {
        return 0.0;
    }
    let long = f64::from(u8::from(standing.content > 4));
    0.8 * value(features, "loose_link") + 0.3 * value(features, "article_inside") + 0.6 * long
}

/// A word commoner than this (a Zipf value) is met by chance in a few pages of any kind.
const COMMON: f64 = 3.2;

/// An adjective that goes with so many of the texts' phrases (the logarithm of their number) goes with any
/// noun.
const FREE: f64 = 2.5;

/// What the standing of a phrase of several words, or of a long name, weighs more in a short text.
const STANDING: f64 = 0.8;

/// What speaks for or against a phrase in a short text, where contrast rests on one or two sightings: that
/// it is listed or a name; that its one word is common, that its adjective rates the thing or goes with
/// anything.
fn chance(features: &[f32], standing: &Standing) -> f64 {
    if standing.acronym || standing.unexplained && standing.known {
        return 0.0;
    }
    if standing.content < 2 {
        let common = (value(features, "zipf_greatest") - COMMON).max(0.0);
        let listed = f64::from(u8::from(standing.known && common > 0.0));
        return -1.5 * common - 0.5 * listed;
    }
    if standing.known || standing.institution && standing.content > 2 {
        return STANDING;
    }
    if standing.institution || value(features, "noun_adjective") < 0.5 {
        return 0.0;
    }
    let free = (value(features, "last_company") - FREE).max(0.0);
    -f64::from(u8::from(standing.rated)) - 0.4 * free / (1.0 + value(features, "log_frequency"))
}

/// Words of a corpus of usual size, such as the models learn from.
const USUAL: f64 = 50_000.0;

/// What a text of a tenth of the usual size adds to each phrase's logit. Four articles have about one term in
/// four phrases, a corpus of the usual size one in twelve, which is 1.2; and whoever reads a short list would
/// rather strike out than miss.
const SPARSE: f64 = 1.5;

/// How much shorter than usual the texts are, in powers of ten: the longer they are, the more of their phrases
/// are chance meetings of words, seen once.
fn brevity(words: usize) -> f64 {
    libm::log10(USUAL / words.max(1) as f64).clamp(0.0, 1.2)
}

/// The voice of the weights, as a logit. Those of the grades were fitted to the judged phrases (logistic
/// regression beside the sum of the others); a word that nobody graded changes nothing.
fn weigh(features: &[f32]) -> f64 {
    let of = |name: &str| value(features, name);
    let single = of("single");
    // The stricter of the two references; the second one's floor lies higher by about as much.
    let mean = of("weird_mean").min(of("news_mean") + 0.7);
    let least = of("weird_least").min(of("news_least") + 0.7);
    let in_list = single < 0.5 && of("phrase_news") >= 0.0;
    let phrase = if in_list { of("phrase_weird") } else { 4.0 };
    let content = of("content");
    let contained = of("contained");
    let graded = if single > 0.5 {
        1.87 * (of("grade_alone") - 2.0)
    } else {
        0.3 * (of("grade_head") - 1.0)
            + 0.9 * (of("grade_least") - 2.0)
            + 1.58 * (of("sorts_least") - 1.5)
    };
    let flag = |condition: bool| f64::from(u8::from(condition));
    -3.4 + 0.2 * mean.clamp(-2.0, 9.0)
        + 0.2 * least.clamp(-3.0, 8.0)
        + 0.1 * phrase.clamp(-2.0, 8.0)
        + 0.65 * of("log_frequency")
        + 0.3 * of("log_documents")
        // A word that everybody uses is a term only with company.
        - 1.8 * single * (of("zipf_greatest") - 3.8).max(0.0)
        - 1.2 * of("nested")
        - 1.6 * contained * contained
        + 0.8 * flag(content > 1.5 && content < 3.5)
        - flag(content > 4.5)
        - 0.7 * of("hapax") * (1.0 - single)
        - 0.5 * of("article_inside")
        - 1.2 * of("loose_link")
        - 0.8 * of("participle")
        - 2.2 * of("proper")
        + 0.56 * of("neoclassical")
        + graded
}

/// Logits that knowledge adds.
fn bonus(standing: &Standing) -> f64 {
    let flag = |condition: bool, weight: f64| if condition { weight } else { 0.0 };
    let single = standing.content < 2;
    let lifted = standing.acronym || standing.known || standing.institution;
    // A list that happens to have a phrase of three words is rare.
    flag(standing.known && !single, 1.3)
        + flag(standing.known && standing.content > 2, 1.0)
        + flag(standing.known && single, 0.5)
        + flag(standing.institution && !single, 1.2)
        + flag(standing.acronym, 1.8)
        + flag(standing.unexplained, 0.8)
        // The judges hold names against a phrase; these are names of things.
        + flag(lifted && !standing.known, 1.0) * standing.names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(rare: f32, target: f32) -> Lesson {
        let mut features = vec![0.0; NAMES.len()];
        for (name, value) in NAMES.iter().zip(&mut features) {
            if name.starts_with("weird") {
                *value = rare;
            }
        }
        Lesson {
            features,
            target,
            weight: 1.0,
        }
    }

    #[test]
    fn a_model_survives_its_bytes_and_follows_its_lessons() {
        let lessons: Vec<Lesson> = (0..400)
            .map(|at| lesson((at % 20) as f32, f32::from(u8::from(at % 20 > 11))))
            .collect();
        let all: Vec<Vec<f32>> = lessons.iter().map(|of| of.features.clone()).collect();
        let model = TermhoodModel::learn(&lessons, &all);
        assert!(model.logit(&all[19]) > model.logit(&all[0]) + 1.0);
        let mean = all
            .iter()
            .map(|features| logistic(model.logit(features)))
            .sum::<f64>()
            / 400.0;
        assert!((mean - SHARE_OF_TERMS).abs() < 0.01, "{mean}");
        let bytes = model.encode();
        assert_eq!(TermhoodModel::decode(&bytes), Ok(model));
        assert!(TermhoodModel::decode(&bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn the_shipped_model_can_be_read() {
        assert!(TermhoodModel::for_language(&Language::french()).is_some());
    }
}
