//! Which language a text is in, down to one short segment.
//!
//! Trigrams, the usual means, need a paragraph; a segment of five words has two or three function
//! words instead. So the words of a text vote, each with the logarithm of its frequency in each
//! language (for French and English from [`frequency`], for others from a list of
//! function words), and `whatlang` (trigrams and scripts) votes once. Scripts that serve one language
//! decide alone.

mod code;
mod function_words;

use super::{Kind, Language, fold_into, frequency, tokens};
use function_words::FUNCTION_WORDS;
use whatlang::{Detector, Info, Script};

/// What the detector found.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// The language; from [`detect_among`] the candidate as given.
    pub language: Language,
    /// From 0 (a guess) to 1 (sure).
    pub confidence: f64,
}

/// How much of a text is looked at, in bytes.
const ENOUGH: usize = 16 * 1024;

/// The Zipf value of a function word in a language without a list of frequencies. One that is a
/// single letter may as well be a label: it counts beside a longer one only.
const FUNCTION_WORD: f64 = 7.0;

/// The value of any other word there that French or English know, if there is a sign of that
/// language at all: about what they know a third language's words by.
const OTHER_WORD: f64 = 3.2;

/// The value of a word that a list lacks; a little below the list's least.
const UNKNOWN: f64 = 1.0;

/// What the trigrams' vote is worth at full confidence, in the same logarithms.
const TRIGRAMS: f64 = 4.0;

/// Below so many words their vote counts in proportion: on one or two it is noise.
const TRIGRAMS_WORDS: f64 = 6.0;

/// Fewer letters than this are few for trigrams.
const FEW_LETTERS: usize = 40;

/// Words of one text are not independent witnesses; this tempers their product. Chosen so that
/// confidences between .5 and .9 on single segments are right as often as they say.
const TEMPER: f64 = 0.35;

/// The language of `text`, of any that the detector knows; `None` for a text without words.
///
/// Looks at the first 16 KB at most: about a millisecond.
#[must_use]
pub fn detect(text: &str) -> Option<Detection> {
    let text = beginning(text);
    let guess = Detector::new().detect(text);
    let words = words(text);
    let guessed = guess.as_ref().and_then(|guess| code::of(guess.lang()));
    if let (Some(guess), Some(code)) = (&guess, guessed)
        && guess.script() != Script::Latin
    {
        return by_script(text, guess, code);
    }
    let mut codes: Vec<&str> = vec!["fr", "en"];
    codes.extend(FUNCTION_WORDS.iter().map(|(code, _)| *code));
    codes.extend(guessed.filter(|code| !codes.contains(code)));
    let vote = guessed.zip(guess.map(|guess| guess.confidence()));
    let (best, confidence) = elect(&codes, &words, vote)?;
    let language = codes.get(best)?.parse().ok()?;
    Some(Detection {
        language,
        confidence,
    })
}

/// Which of `candidates` the text is in; `None` for a text without words or without candidates.
///
/// Surer than [`detect`] on short segments, since the others are out of the question. A language
/// that the detector does not know can only win when alone.
#[must_use]
pub fn detect_among(text: &str, candidates: &[Language]) -> Option<Detection> {
    let text = beginning(text);
    let words = words(text);
    if words.is_empty() {
        return None;
    }
    if let [only] = candidates {
        return Some(Detection {
            language: only.clone(),
            confidence: 1.0,
        });
    }
    let codes: Vec<String> = candidates.iter().map(Language::primary).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let allowed = codes.iter().filter_map(|code| code::to(code)).collect();
    let guess = Detector::with_allowlist(allowed).detect(text);
    let vote = guess.and_then(|guess| Some((code::of(guess.lang())?, guess.confidence())));
    let (best, confidence) = elect(&codes, &words, vote)?;
    Some(Detection {
        language: candidates.get(best)?.clone(),
        confidence,
    })
}

/// Where the script is not Latin, the trigrams' guess; on a few words of a script that several
/// languages share, the one that most texts in it are in.
fn by_script(text: &str, guess: &Info, code: &str) -> Option<Detection> {
    let main = match guess.script() {
        Script::Cyrillic => "ru",
        Script::Hebrew => "he",
        Script::Devanagari => "hi",
        _ => code,
    };
    let letters = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .take(FEW_LETTERS)
        .count();
    let confidence = guess.confidence();
    if letters < FEW_LETTERS && confidence < 0.5 && main != code {
        return Some(Detection {
            language: main.parse().ok()?,
            confidence: (1.0 - confidence) / 2.0,
        });
    }
    Some(Detection {
        language: code.parse().ok()?,
        confidence,
    })
}

fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(ENOUGH)).unwrap_or(text)
}

/// The folded words of a text, split as in French: that takes English and most others as they are.
fn words(text: &str) -> Vec<String> {
    let found = tokens(text, &Language::french());
    let words = found.iter().filter(|token| token.kind == Kind::Word);
    let mut folded = String::new();
    words
        .map(|token| {
            fold_into(token.of(text), &mut folded);
            folded.clone()
        })
        .collect()
}

/// The index of the winner among `codes` and how sure it is.
fn elect(codes: &[&str], words: &[String], vote: Option<(&str, f64)>) -> Option<(usize, f64)> {
    if words.is_empty() {
        return None;
    }
    let known: Vec<[Option<f64>; 2]> = words.iter().map(|word| frequencies(word)).collect();
    let weight = TRIGRAMS * (words.len() as f64 / TRIGRAMS_WORDS).min(1.0);
    let score = |code: &&str| {
        let trigrams = vote.filter(|(guess, _)| guess == code);
        let vote = trigrams.map_or(0.0, |(_, confidence)| weight * confidence);
        vote + by_words(code, words, &known, trigrams.is_some())
    };
    let scores: Vec<f64> = codes.iter().map(score).collect();
    let first_best = |best: usize, at: usize| if scores[at] > scores[best] { at } else { best };
    let best = (0..scores.len()).reduce(first_best)?;
    let top = scores[best];
    let total: f64 = scores
        .iter()
        .map(|score| libm::pow(10.0, (score - top) * TEMPER))
        .sum();
    Some((best, 1.0 / total))
}

/// The word's frequency in French and in English.
fn frequencies(word: &str) -> [Option<f64>; 2] {
    [Language::french(), Language::english()]
        .map(|language| frequency::zipf(&language, word).map(f64::from))
}

/// The sum of the words' logarithms in one language.
fn by_words(code: &str, words: &[String], known: &[[Option<f64>; 2]], guessed: bool) -> f64 {
    if let Some(listed) = ["fr", "en"].iter().position(|listed| *listed == code) {
        return known
            .iter()
            .map(|known| known[listed].unwrap_or(UNKNOWN))
            .sum();
    }
    let list = FUNCTION_WORDS.iter().find(|(listed, _)| *listed == code);
    let list = list.map_or(&[][..], |(_, list)| list);
    let is_listed = |word: &str| list.contains(&word);
    let is_letter = |word: &str| word.chars().nth(1).is_none();
    let evident = words.iter().any(|word| !is_letter(word) && is_listed(word));
    let votes = words.iter().zip(known).map(|(word, known)| {
        if is_listed(word) && (evident || !is_letter(word)) {
            FUNCTION_WORD
        } else if (evident || guessed) && known.iter().any(Option::is_some) {
            OTHER_WORD
        } else {
            UNKNOWN
        }
    });
    votes.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        detect(text).map(|found| found.language.to_string())
    }

    #[test]
    fn short_segments() {
        for (text, expected) in [
            ("L'État de droit", "fr"),
            ("The rule of law", "en"),
            (
                "Office des Nations Unies contre la drogue et le crime",
                "fr",
            ),
            ("Don't panic", "en"),
            ("Der Staat ist für alle da", "de"),
            ("Los Estados partes en la presente Convención", "es"),
            ("Gli Stati sono sovrani", "it"),
            ("Верховенство права", "ru"),
            ("法の支配", "ja"),
            ("法治", "zh"),
            ("หลักนิติธรรม", "th"),
            ("κράτος δικαίου", "el"),
        ] {
            assert_eq!(code(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn nothing_to_go_by() {
        for text in ["", "  ", "12 345,6 %", "…", "--"] {
            assert_eq!(detect(text), None, "{text}");
            assert_eq!(
                detect_among(text, &[Language::french(), Language::english()]),
                None
            );
        }
        assert_eq!(detect_among("du texte", &[]), None);
    }

    #[test]
    fn the_candidate_is_returned_as_given() {
        let candidates: [Language; 2] = ["fr-CA".parse().unwrap(), "en".parse().unwrap()];
        let found = detect_among("la présente loi", &candidates).unwrap();
        assert_eq!(found.language.as_str(), "fr-CA");
        assert!(found.confidence > 0.9);
    }

    #[test]
    fn names_alone_are_no_certainty() {
        let found = detect_among("Xqzt Vwrk", &[Language::french(), Language::english()]).unwrap();
        assert!(found.confidence < 0.9, "{found:?}");
    }

    #[test]
    fn more_words_make_surer() {
        let short = detect("la loi").unwrap().confidence;
        let long = detect("la loi que les parlements ont votée est entrée en vigueur").unwrap();
        assert!(long.confidence >= short && long.confidence > 0.99);
    }
}
