//! Which language a text is in, down to one short segment.
//!
//! Trigrams, the usual means, need a paragraph; a segment of five words has two or three function
//! words instead. So the words of a text vote, each with the logarithm of its frequency in each
//! language (for French and English from their lists, for others from a list of function words), and
//! `whatlang` (trigrams and scripts) votes once. Scripts other than the Latin are `whatlang`'s alone.
//!
//! - [`vote`]: how words and trigrams choose.
//! - [`function_words`]: the lists for languages without frequencies.
//! - [`code`]: language codes.

mod code;
mod function_words;
mod vote;

use super::Language;
use function_words::FUNCTION_WORDS;
use vote::Witnesses;
use whatlang::{Detector, Info, Script, detect_script};

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

/// Fewer letters than this are few for trigrams.
const FEW_LETTERS: usize = 40;

/// From this confidence on the trigrams, the dearest witness, are not heard.
const SURE: f64 = 0.98;

/// The mean Zipf value from which a text is French or English beyond doubt; theirs is about 5.7, that
/// of Catalan in the French list about 4.
const KNOWN: f64 = 5.0;

/// The language of `text`, of any that the detector knows; `None` for a text without words.
///
/// Looks at the first 16 KB at most. About 50 µs for a segment in French or English, 0.2 ms in another
/// language, a millisecond for a page.
#[must_use]
pub fn detect(text: &str) -> Option<Detection> {
    let text = beginning(text);
    if detect_script(text)? != Script::Latin {
        return by_script(text, &Detector::new().detect(text)?);
    }
    let words = Witnesses::of(text);
    let mut codes: Vec<&str> = vec!["fr", "en"];
    codes.extend(FUNCTION_WORDS.iter().map(|(code, _)| *code));
    let sure = words.elect(&codes, None).filter(|outcome| {
        let code = codes.get(outcome.winner).copied().unwrap_or_default();
        outcome.confidence > SURE && words.mean_frequency(code) > KNOWN
    });
    let outcome = match sure {
        Some(outcome) => outcome,
        None => {
            let guess = Detector::new().detect(text);
            let vote = guess.and_then(|guess| Some((code::of(guess.lang())?, guess.confidence())));
            codes.extend(
                vote.map(|(guess, _)| guess)
                    .filter(|guess| !codes.contains(guess)),
            );
            words.elect(&codes, vote)?
        }
    };
    let language = codes.get(outcome.winner)?.parse().ok()?;
    Some(Detection {
        language,
        confidence: outcome.confidence,
    })
}

/// Which of `candidates` the text is in; `None` for a text without words or without candidates.
///
/// Surer than [`detect`] on short segments, since the others are out of the question. A language
/// that the detector does not know can only win when alone. About 30 µs for a segment whose words
/// speak clearly.
#[must_use]
pub fn detect_among(text: &str, candidates: &[Language]) -> Option<Detection> {
    let text = beginning(text);
    let words = Witnesses::of(text);
    let found = |at: usize, confidence: f64| {
        Some(Detection {
            language: candidates.get(at)?.clone(),
            confidence,
        })
    };
    if candidates.len() == 1 && !words.is_empty() {
        return found(0, 1.0);
    }
    let primaries: Vec<String> = candidates.iter().map(Language::primary).collect();
    let known: Vec<_> = primaries.iter().map(|primary| code::to(primary)).collect();
    let codes: Vec<&str> = known
        .iter()
        .zip(&primaries)
        .map(|(language, primary)| language.and_then(code::of).unwrap_or(primary))
        .collect();
    // Between French and English the words are enough; elsewhere their lists are short.
    let listed = codes.iter().all(|code| matches!(*code, "fr" | "en"));
    let outcome = words.elect(&codes, None)?;
    if listed && outcome.confidence > SURE {
        return found(outcome.winner, outcome.confidence);
    }
    let guess = Detector::with_allowlist(known.into_iter().flatten().collect()).detect(text);
    let vote = guess.and_then(|guess| Some((code::of(guess.lang())?, guess.confidence())));
    let outcome = words.elect(&codes, vote)?;
    found(outcome.winner, outcome.confidence)
}

/// Where the script is not Latin, the trigrams' guess; on a few words of a script that several
/// languages share, the one that most texts in it are in.
fn by_script(text: &str, guess: &Info) -> Option<Detection> {
    let code = code::of(guess.lang())?;
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
    let doubtful = letters < FEW_LETTERS && confidence < 0.5 && main != code;
    let (code, confidence) = if doubtful {
        (main, (1.0 - confidence) / 2.0)
    } else {
        (code, confidence)
    };
    Some(Detection {
        language: code.parse().ok()?,
        confidence,
    })
}

fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(ENOUGH)).unwrap_or(text)
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
        let unknown: [Language; 2] = ["br".parse().unwrap(), "xx".parse().unwrap()];
        assert!(detect_among("du texte", &unknown).is_none_or(|found| found.confidence <= 0.5));
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
