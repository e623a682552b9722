//! What the beginnings of words tell: a word met once translates like its sisters.
//!
//! In a short text most forms of an inflected word occur once or twice, too seldom for the model.
//! So Model 1 is also estimated between stems, and what it finds there joins the prior of each
//! pair of words: t(F|E) · p(f|F) for words e and f of the stems E and F. A stem is the first few
//! letters (Simard, Foster & Isabelle 1992 compare words by their first four; five lose less).

use super::corpus::{Corpus, Vocabularies, Vocabulary};
use super::model::{Model, WordPair};
use super::prior::{PairPrior, added_up};
use std::ops::Range;

/// Letters of a stem. On the development sets 5 is better than 4 or 6, and as good as the lemmas of
/// a dictionary.
const LETTERS: usize = 5;

/// Observations that a translation of probability 1 between stems is worth.
const WEIGHT: f64 = 2.0;

/// A translation between stems less likely than this in both directions is passed over.
const LIKELY: f32 = 0.1;

/// The stems of both languages of a run.
pub(super) struct Stems {
    vocabularies: Vocabularies,
    source: Side,
    target: Side,
}

/// The words of one language by stem.
struct Side {
    /// The stem of each word.
    of: Vec<u32>,
    /// The words, stem after stem.
    words: Vec<u32>,
    /// `words[starts[s]..starts[s + 1]]` have stem `s`.
    starts: Vec<u32>,
}

impl Side {
    fn of(vocabulary: &Vocabulary) -> (Self, Vocabulary) {
        let mut stems = Vocabulary::default();
        let of: Vec<u32> = vocabulary
            .words()
            .map(|(id, word)| stems.count_many(stem(word), vocabulary.occurrences(id)))
            .collect();
        let mut words: Vec<u32> = (0..of.len() as u32).collect();
        words.sort_by_key(|&word| of[word as usize]);
        let mut starts = vec![0; stems.len() + 1];
        for &stem in &of {
            starts[stem as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let side = Self { of, words, starts };
        (side, stems)
    }

    fn members(&self, stem: u32) -> &[u32] {
        &self.words[self.starts[stem as usize] as usize..self.starts[stem as usize + 1] as usize]
    }

    fn stems(&self, words: &[u32]) -> Vec<u32> {
        words.iter().map(|&word| self.of[word as usize]).collect()
    }
}

/// Numbers stay whole: 2024 is no sister of 2023 in the way that words are.
fn stem(word: &str) -> String {
    if word.chars().any(char::is_numeric) {
        return word.to_owned();
    }
    word.chars().take(LETTERS).collect()
}

impl Stems {
    pub(super) fn of(corpus: &Corpus) -> Self {
        let (source, of_source) = Side::of(&corpus.words.source);
        let (target, of_target) = Side::of(&corpus.words.target);
        Self {
            vocabularies: Vocabularies {
                source: of_source,
                target: of_target,
            },
            source,
            target,
        }
    }

    /// The prior together with what the stems of the beads tell, sorted as the prior is.
    ///
    /// Costs about as much as training on the beads once more.
    pub(super) fn widen(
        &self,
        corpus: &Corpus,
        prior: &[PairPrior],
        beads: &[WordPair<'_>],
        rounds: usize,
    ) -> Vec<PairPrior> {
        let model = self.train(prior, beads, rounds);
        let mut all = prior.to_vec();
        for stem in 0..self.vocabularies.source.len() as u32 {
            for link in model.links(stem) {
                if link.forward < LIKELY && link.backward < LIKELY {
                    continue;
                }
                let (sources, targets) =
                    (self.source.members(stem), self.target.members(link.target));
                // Two words alone in their stems: the model of words will learn the same.
                if sources.len() * targets.len() == 1 {
                    continue;
                }
                let of_stem = self.vocabularies.source.occurrences(stem);
                let of_target = self.vocabularies.target.occurrences(link.target);
                for &source in sources {
                    let share_of_source = share(&corpus.words.source, source, of_stem);
                    all.extend(targets.iter().map(|&target| PairPrior {
                        source,
                        target,
                        forward: WEIGHT
                            * f64::from(link.forward)
                            * share(&corpus.words.target, target, of_target),
                        backward: WEIGHT * f64::from(link.backward) * share_of_source,
                    }));
                }
            }
        }
        added_up(all)
    }

    fn train(&self, prior: &[PairPrior], beads: &[WordPair<'_>], rounds: usize) -> Model {
        let prior = added_up(
            prior
                .iter()
                .map(|pair| PairPrior {
                    source: self.source.of[pair.source as usize],
                    target: self.target.of[pair.target as usize],
                    ..*pair
                })
                .collect(),
        );
        let (mut words, mut spans): (Vec<u32>, Vec<[Range<usize>; 2]>) = Default::default();
        for (source, target) in beads {
            let start = words.len();
            words.extend(self.source.stems(source));
            let middle = words.len();
            words.extend(self.target.stems(target));
            spans.push([start..middle, middle..words.len()]);
        }
        let beads: Vec<WordPair<'_>> = spans
            .into_iter()
            .map(|[source, target]| (&words[source], &words[target]))
            .collect();
        Model::train(&self.vocabularies, &prior, &beads, rounds)
    }
}

/// How much of a stem is this word.
fn share(words: &Vocabulary, word: u32, of_stem: u32) -> f64 {
    f64::from(words.occurrences(word)) / f64::from(of_stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{Pair, Segment};
    use crate::language::Language;

    /// Each form of «Bericht» was met with one form of «rapport»; the stems say that each may be the
    /// others' translation too.
    #[test]
    fn a_form_borrows_from_its_sisters() {
        let texts = [
            ("Hundert Briefe", "cent lettres"),
            ("der Bericht", "le rapport"),
            ("zwei Berichte", "deux rapports"),
            ("drei Berichten", "trois rapports"),
            ("Brot und Wasser", "pain et eau"),
            ("Haus und Garten", "maison et jardin"),
            ("Berg und Tal", "montagne et lac"),
            ("Sonne und Mond", "soleil et lune"),
        ];
        let side = |pick: fn(&(&'static str, &'static str)) -> &'static str| {
            texts
                .iter()
                .map(|text| Segment {
                    text: pick(text),
                    paragraph: 0,
                })
                .collect()
        };
        let pair = Pair {
            source: side(|text| text.0),
            target: side(|text| text.1),
        };
        let corpus = Corpus::read(&[pair], &"de".parse().unwrap(), &Language::french());
        let document = &corpus.documents[0];
        let beads: Vec<WordPair<'_>> = (0..texts.len())
            .map(|at| (document.source.words(at), document.target.words(at)))
            .collect();
        let prior = Stems::of(&corpus).widen(&corpus, &[], &beads, 4);
        let weight = |source: &str, target: &str| {
            let (source, target) = (
                corpus.words.source.id(source).unwrap(),
                corpus.words.target.id(target).unwrap(),
            );
            prior
                .iter()
                .find(|pair| (pair.source, pair.target) == (source, target))
                .map_or(0.0, |pair| pair.forward)
        };
        assert!(weight("berichten", "rapport") > 0.1);
        assert!(weight("bericht", "rapports") > 0.1);
        assert_eq!(weight("bericht", "lettres"), 0.0);
        assert_eq!(weight("hundert", "lettres"), 0.0, "alone in its stem");
    }

    #[test]
    fn numbers_have_no_sisters() {
        assert_eq!(stem("202412"), "202412");
        assert_eq!(stem("été"), "été");
        assert_eq!(stem("kilomètres"), "kilom");
    }
}
