//! Mined candidates as concepts of a glossary.

use bitext::language::lemma;
use bitext::language::{Language, fold};
use bitext::terms::{Candidate, Equivalent, Kind, Mined, Text};
use bitext_glossary as glossary;
use bitext_glossary::{
    Concept, ConceptId, Glossary, PartOfSpeech, Relation, RelationKind, TermType,
};
use indexmap::IndexMap;

/// What was mined from one language.
pub(super) struct Side<'a> {
    pub(super) language: &'a Language,
    pub(super) texts: &'a [Text<'a>],
    pub(super) mined: &'a Mined,
}

/// Where the other language's terms come from, where there is bitext.
pub(super) struct Renderings<'a> {
    pub(super) side: Side<'a>,
    /// The renderings of each source candidate.
    pub(super) equivalents: &'a [Vec<Equivalent>],
}

/// Renderings of one term that a glossary row shows.
const MOST_EQUIVALENTS: usize = 5;

/// The first `count` candidates as a glossary, best first.
pub(super) fn glossary(
    source: &Side<'_>,
    renderings: Option<&Renderings<'_>>,
    count: usize,
) -> Glossary {
    let mut glossary = Glossary::new();
    let mut ids: Vec<ConceptId> = Vec::with_capacity(count);
    for (at, candidate) in source.mined.candidates.iter().take(count).enumerate() {
        let mut concept = concept(source, candidate);
        if let Some(renderings) = renderings {
            add_equivalents(&mut concept, renderings, &renderings.equivalents[at]);
        }
        ids.push(glossary.add(concept));
    }
    let mut glossary = related(glossary, &ids, &source.mined.candidates);
    glossary.sort_by_score();
    glossary
}

/// Relations of one concept that are told: the likeliest. A word such as `droit` stands in many terms.
const MOST_RELATIONS: usize = 5;

/// Links each term with those that hold it, both ways.
fn related(glossary: Glossary, ids: &[ConceptId], candidates: &[Candidate]) -> Glossary {
    let mut links: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
    for (whole, candidate) in candidates.iter().take(ids.len()).enumerate() {
        for &part in candidate.parts.iter().filter(|part| **part < ids.len()) {
            links[whole].push(part);
            links[part].push(whole);
        }
    }
    let mut linked = Glossary::new();
    // Concepts come in the order in which they were added, which is that of the candidates.
    for (mut concept, mut others) in glossary.into_concepts().into_iter().zip(links) {
        // The candidates are sorted by how likely they are.
        others.sort_unstable();
        others.truncate(MOST_RELATIONS);
        concept.relations = others
            .into_iter()
            .map(|other| Relation {
                name: Some(candidates[other].term.clone()),
                ..Relation::new(RelationKind::Related, ids[other].clone())
            })
            .collect();
        linked.add(concept);
    }
    linked
}

fn concept(side: &Side<'_>, candidate: &Candidate) -> Concept {
    let language = side.language.as_str();
    let mut head = term(candidate);
    head.forms = forms(candidate);
    head.contexts = contexts(side, candidate);
    let mut concept = match (&candidate.full_form, &candidate.acronym) {
        (Some(full), Some(acronym)) if candidate.term == *acronym => {
            head.term_type = Some(TermType::Acronym);
            head.full_form = Some(full.clone());
            let mut long = glossary::Term::new(full);
            long.term_type = Some(TermType::FullForm);
            long.part_of_speech = Some(part_of_speech(candidate));
            Concept::new(language, head).with(language, long)
        }
        (Some(full), Some(acronym)) => {
            head.term_type = Some(TermType::FullForm);
            let mut short = glossary::Term::new(acronym);
            short.term_type = Some(TermType::Acronym);
            short.part_of_speech = Some(part_of_speech(candidate));
            short.full_form = Some(full.clone());
            Concept::new(language, head).with(language, short)
        }
        (None, Some(_)) => {
            head.term_type = Some(TermType::Acronym);
            Concept::new(language, head)
        }
        _ => Concept::new(language, head),
    };
    concept.evidence.score = Some(rounded(candidate.score));
    concept.evidence.frequency = candidate.frequency as u64;
    concept.evidence.documents = candidate.documents as u64;
    concept
}

/// What a candidate is, with its acronym and its full form: a noun or a name. An acronym that no text
/// explains is one of those that everybody knows: `ONU`.
fn part_of_speech(candidate: &Candidate) -> PartOfSpeech {
    let unexplained = candidate.kind == Kind::Acronym && candidate.full_form.is_none();
    if unexplained || candidate.is_name() {
        PartOfSpeech::ProperNoun
    } else {
        PartOfSpeech::Noun
    }
}

fn term(candidate: &Candidate) -> glossary::Term {
    let mut term = glossary::Term::new(&candidate.term);
    term.part_of_speech = Some(part_of_speech(candidate));
    term.gender = candidate.gender.map(|gender| match gender {
        lemma::Gender::Masculine => glossary::Gender::Masculine,
        lemma::Gender::Feminine => glossary::Gender::Feminine,
    });
    term.number = candidate.number.map(|number| match number {
        lemma::Number::Singular => glossary::Number::Singular,
        lemma::Number::Plural => glossary::Number::Plural,
    });
    term
}

fn forms(candidate: &Candidate) -> Vec<glossary::Form> {
    candidate
        .forms
        .iter()
        .map(|form| glossary::Form::new(&form.text, form.count as u64))
        .collect()
}

fn contexts(side: &Side<'_>, candidate: &Candidate) -> Vec<glossary::Context> {
    candidate
        .contexts
        .iter()
        .map(|context| {
            let text = &side.texts[context.text];
            glossary::Context {
                text: text.segments[context.segment].to_owned(),
                document: Some(text.name.to_owned()),
                place: Some((context.segment + 1).to_string()),
                defining: context.defining,
            }
        })
        .collect()
}

/// Renderings that are one word for a reader, such as a name and a noun of the same letters, are one
/// term: the likelier one, with the counts of all.
fn add_equivalents(concept: &mut Concept, renderings: &Renderings<'_>, equivalents: &[Equivalent]) {
    let side = &renderings.side;
    let mut merged: IndexMap<String, glossary::Term> = IndexMap::new();
    for equivalent in equivalents {
        let candidate = equivalent
            .candidate
            .map(|candidate| &side.mined.candidates[candidate]);
        let key = fold(&equivalent.term);
        if let Some(known) = merged.get_mut(&key) {
            known.evidence.frequency += equivalent.count as u64;
            let sum = known.probability.unwrap_or_default() + equivalent.probability;
            known.probability = Some(rounded(sum.min(1.0)));
            if let Some(candidate) = candidate {
                add_forms(known, candidate);
            }
            continue;
        }
        let mut term = candidate.map_or_else(|| glossary::Term::new(&equivalent.term), term);
        equivalent.term.clone_into(&mut term.text);
        term.forms = candidate.map(forms).unwrap_or_default();
        term.probability = Some(rounded(equivalent.probability));
        term.evidence.frequency = equivalent.count as u64;
        let (text, segment) = equivalent.example;
        term.contexts.push(glossary::Context {
            text: side.texts[text].segments[segment].to_owned(),
            document: Some(side.texts[text].name.to_owned()),
            place: Some((segment + 1).to_string()),
            defining: false,
        });
        merged.insert(key, term);
    }
    let mut terms: Vec<glossary::Term> = merged.into_values().collect();
    let probability = |term: &glossary::Term| term.probability.unwrap_or_default();
    terms.sort_by(|one, other| probability(other).total_cmp(&probability(one)));
    concept
        .terms
        .entry(side.language.as_str().to_owned())
        .or_default()
        .extend(terms.into_iter().take(MOST_EQUIVALENTS));
}

fn add_forms(term: &mut glossary::Term, candidate: &Candidate) {
    for form in forms(candidate) {
        match term.forms.iter_mut().find(|known| known.text == form.text) {
            Some(known) => known.count += form.count,
            None => term.forms.push(form),
        }
    }
}

/// Four decimals: more would claim to know more than the figures do.
fn rounded(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}
