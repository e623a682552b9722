//! Which document goes with which, by what they say.
//!
//! Every document is a vector of its words, weighted by how often they stand there and in how few
//! documents (tf–idf; Salton & Buckley 1988). The source's words are carried over by the prior: the
//! lexicon, and words, names and numbers that look alike. The cosine of the two vectors proposes
//! partners; where several come near each other, their order decides ([`order`](super::order)): an
//! amended treaty shares nearly all words with the treaty.

use super::corpus::{Corpus, Document, Side};
use super::model::Model;
use super::order::{Agreement, agreement};
use super::{Pair, Segment, blank, prior};
use crate::language::{Language, Lexicon};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Two documents that belong together by what they say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Partners {
    /// The source document, counted from 0.
    pub source: usize,
    /// The target document, counted from 0.
    pub target: usize,
    /// How they agree in order; never wrong.
    pub agreement: Agreement,
}

/// A word of the prior less likely than this carries nothing over.
const LIKELY: f32 = 0.02;

/// Candidates nearer to the best one than this share of its likeness are compared in order.
const NEAR: f64 = 0.7;

/// Documents of too few segments to have an order must be this alike.
const ALIKE: f64 = 0.15;

/// At most this many candidates of a document are compared in order.
const CANDIDATES: usize = 4;

/// Pairs documents by content: each goes with one of the other side at most. Those that have no
/// partner, or none whose order agrees, are not in the result, which is sorted by source.
///
/// Time grows with the number of documents times the documents that share a word with each, and
/// with one short alignment for each candidate.
#[must_use]
pub fn pair_by_content(
    sources: &[Vec<Segment<'_>>],
    targets: &[Vec<Segment<'_>>],
    source_language: &Language,
    target_language: &Language,
    lexicons: &[&Lexicon],
) -> Vec<Partners> {
    let library = Library::read(sources, targets, source_language, target_language, lexicons);
    let likeness = library.likenesses();
    let compared: Vec<(usize, usize)> = likeness
        .iter()
        .enumerate()
        .flat_map(|(source, near)| candidates(near).map(move |target| (source, target)))
        .collect();
    let mut proposals: Vec<(f64, Partners)> = compared
        .into_par_iter()
        .map(|(source, target)| {
            let document = Document {
                source: library.corpus.documents[source].source.clone(),
                target: library.corpus.documents[target].target.clone(),
            };
            let agreement = agreement(&document, &library.model, !lexicons.is_empty());
            let (one, other) = (document.source.len(), document.target.len());
            let covered = one.min(other) as f64 / one.max(other).max(1) as f64;
            let partners = Partners {
                source,
                target,
                agreement,
            };
            (agreement.gain * covered, partners)
        })
        .collect();
    proposals.retain(|(_, partners)| {
        let Partners {
            source,
            target,
            agreement,
        } = *partners;
        agreement.is_right() || agreement.is_silent() && likeness[source][target] >= ALIKE
    });
    proposals.sort_by(|(one, p), (other, q)| {
        other
            .total_cmp(one)
            .then((p.source, p.target).cmp(&(q.source, q.target)))
    });
    let (mut taken_source, mut taken_target) =
        (vec![false; sources.len()], vec![false; targets.len()]);
    let mut found: Vec<Partners> = proposals
        .into_iter()
        .map(|(_, partners)| partners)
        .filter(|partners| {
            let free = !taken_source[partners.source] && !taken_target[partners.target];
            if free {
                taken_source[partners.source] = true;
                taken_target[partners.target] = true;
            }
            free
        })
        .collect();
    found.sort_by_key(|partners| partners.source);
    found
}

/// The targets that come near the best one of a source, best first.
fn candidates(likeness: &[f64]) -> impl Iterator<Item = usize> {
    let mut order: Vec<usize> = (0..likeness.len())
        .filter(|&at| likeness[at] > 0.0)
        .collect();
    order.sort_by(|&one, &other| {
        likeness[other]
            .total_cmp(&likeness[one])
            .then(one.cmp(&other))
    });
    let best = order.first().map_or(0.0, |&at| likeness[at]);
    order.retain(|&at| likeness[at] >= NEAR * best);
    order.into_iter().take(CANDIDATES)
}

/// A document's words with their weights, at length 1, by word.
type Vector = Vec<(u32, f64)>;

/// Which of the `pairs` of documents go less well together than their sources with some other target,
/// by far: names that lead astray.
///
/// Cost as for [`pair_by_content`], without the short alignments.
#[must_use]
pub fn astray(
    pairs: &[(usize, usize)],
    sources: &[Vec<Segment<'_>>],
    targets: &[Vec<Segment<'_>>],
    source_language: &Language,
    target_language: &Language,
    lexicons: &[&Lexicon],
) -> Vec<bool> {
    let library = Library::read(sources, targets, source_language, target_language, lexicons);
    let likeness = library.likenesses();
    pairs
        .iter()
        .map(|&(source, target)| {
            let best = likeness[source].iter().copied().fold(0.0, f64::max);
            likeness[source][target] < NEAR * best
        })
        .collect()
}

/// The documents of both sides over one vocabulary, with what the prior says of it. Document `i` of
/// the corpus has the `i`th source and the `i`th target, which are strangers.
struct Library {
    corpus: Corpus,
    model: Model,
    sources: usize,
    targets: usize,
}

impl Library {
    fn read(
        sources: &[Vec<Segment<'_>>],
        targets: &[Vec<Segment<'_>>],
        source_language: &Language,
        target_language: &Language,
        lexicons: &[&Lexicon],
    ) -> Self {
        let pairs: Vec<Pair<'_>> = (0..sources.len().max(targets.len()))
            .map(|at| {
                let pair = Pair {
                    source: sources.get(at).cloned().unwrap_or_default(),
                    target: targets.get(at).cloned().unwrap_or_default(),
                };
                blank::without(&pair).0
            })
            .collect();
        let corpus = Corpus::read(&pairs, source_language, target_language);
        let model = Model::from_prior(&corpus.words, &prior::pairs(&corpus, lexicons));
        Self {
            corpus,
            model,
            sources: sources.len(),
            targets: targets.len(),
        }
    }

    /// How alike every source document is to every target document: the cosine, of what of the source
    /// has a translation.
    fn likenesses(&self) -> Vec<Vec<f64>> {
        let documents = &self.corpus.documents;
        let sources: Vec<&Side> = documents[..self.sources]
            .iter()
            .map(|d| &d.source)
            .collect();
        let targets: Vec<&Side> = documents[..self.targets]
            .iter()
            .map(|d| &d.target)
            .collect();
        let source_vectors = vectors(&sources, self.corpus.words.source.len());
        let target_vectors = vectors(&targets, self.corpus.words.target.len());
        let rarity = rarities(&targets, self.corpus.words.target.len());
        let mut holders: BTreeMap<u32, Vec<(usize, f64)>> = BTreeMap::new();
        for (at, vector) in target_vectors.iter().enumerate() {
            for &(word, weight) in vector {
                holders.entry(word).or_default().push((at, weight));
            }
        }
        source_vectors
            .par_iter()
            .map(|vector| {
                let mut likeness = vec![0.0; self.targets];
                for (word, weight) in carried(vector, &self.model, &rarity) {
                    for &(at, other) in holders.get(&word).into_iter().flatten() {
                        likeness[at] += weight * other;
                    }
                }
                likeness
            })
            .collect()
    }
}

/// A source vector in the words of the target; what finds no translation is missing from its length.
fn carried(vector: &Vector, model: &Model, rarity: &[f64]) -> Vector {
    let mut carried: BTreeMap<u32, f64> = BTreeMap::new();
    for &(word, weight) in vector {
        for link in model
            .links(word)
            .iter()
            .filter(|link| link.forward >= LIKELY)
        {
            let weight = weight * f64::from(link.forward) * rarity[link.target as usize].min(1.0);
            *carried.entry(link.target).or_default() += weight;
        }
    }
    carried.into_iter().collect()
}

fn vectors(documents: &[&Side], words: usize) -> Vec<Vector> {
    let rarity = rarities(documents, words);
    documents
        .iter()
        .map(|document| {
            let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
            for &word in document.all_words() {
                *counts.entry(word).or_default() += 1;
            }
            let weigh = |(word, count): (u32, u32)| {
                (
                    word,
                    (1.0 + libm::log(f64::from(count))) * rarity[word as usize],
                )
            };
            at_length_one(counts.into_iter().map(weigh).collect())
        })
        .collect()
}

/// ln((documents + 1) / documents with the word): of use even where every document has it.
fn rarities(documents: &[&Side], words: usize) -> Vec<f64> {
    let mut holders = vec![0_u32; words];
    for document in documents {
        let mut seen = document.all_words().to_vec();
        seen.sort_unstable();
        seen.dedup();
        for word in seen {
            holders[word as usize] += 1;
        }
    }
    holders
        .into_iter()
        .map(|count| libm::log((documents.len() + 1) as f64 / f64::from(count.max(1))))
        .collect()
}

fn at_length_one(mut vector: Vector) -> Vector {
    let length = libm::sqrt(
        vector
            .iter()
            .map(|(_, weight)| weight * weight)
            .sum::<f64>(),
    );
    if length > 0.0 {
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
    }
    vector
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Vec<Segment<'_>> {
        text.lines()
            .map(|text| Segment { text, paragraph: 0 })
            .collect()
    }

    const FRENCH: [&str; 3] = [
        "Le port ouvre à 7 heures.\nLes bateaux partent vers le nord.\nOn pêche le hareng.\nLa criée commence à 16 heures.\n\
         Les acheteurs viennent de Brest.\nLe prix monte de 12 euros.\nLa glace manque.\nOn rentre à 18 heures.",
        "La loi entre en vigueur en 2024.\nLe tribunal juge les litiges.\nL'appel est possible.\nLe délai est de 30 jours.\n\
         Le juge motive sa décision.\nLes frais sont de 250 euros.\nLa partie perdante paie.\nLa cour publie l'arrêt.",
        "La forêt compte 400 chênes.\nLe garde surveille les sentiers.\nLes cerfs broutent l'herbe.\nIl neige en hiver.\n\
         Le lac gèle en janvier.\nLes enfants patinent.\nUne cabane mesure 9 mètres.\nLe feu est interdit.",
    ];
    const ENGLISH: [&str; 3] = [
        "The law enters into force in 2024.\nThe court decides disputes.\nAn appeal is possible.\nThe time limit is 30 days.\n\
         The judge gives reasons for the decision.\nCosts are 250 euros.\nThe losing party pays.\nThe court publishes the judgment.",
        "The forest has 400 oaks.\nThe warden watches the paths.\nDeer graze on the grass.\nIt snows in winter.\n\
         The lake freezes in January.\nThe children skate.\nA hut measures 9 metres.\nFire is forbidden.",
        "The port opens at 7.\nThe boats leave for the north.\nThey fish for herring.\nThe auction begins at 16 hours.\n\
         Buyers come from Brest.\nThe price rises by 12 euros.\nThere is no ice.\nThey return at 18 hours.",
    ];

    fn paired(lexicons: &[&Lexicon]) -> Vec<(usize, usize)> {
        pair_by_content(
            &FRENCH.map(document),
            &ENGLISH.map(document),
            &Language::french(),
            &Language::english(),
            lexicons,
        )
        .iter()
        .map(|partners| (partners.source, partners.target))
        .collect()
    }

    #[test]
    fn documents_find_their_translations_by_a_lexicon() {
        let shipped = Lexicon::shipped(&Language::french(), &Language::english()).unwrap();
        assert_eq!(paired(&[&shipped]), [(0, 2), (1, 0), (2, 1)]);
    }

    #[test]
    fn a_stranger_has_no_partner() {
        let shipped = Lexicon::shipped(&Language::french(), &Language::english()).unwrap();
        let found = pair_by_content(
            &[document(FRENCH[0])],
            &[document(ENGLISH[0])],
            &Language::french(),
            &Language::english(),
            &[&shipped],
        );
        assert_eq!(found, []);
    }
}
