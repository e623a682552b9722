//! A concept: one notion, with its terms in several languages.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::history::{Action, Decision};
use crate::language::language_matches;
use crate::status::Status;
use crate::term::{Evidence, Property, Term, fill, union};

/// The name of a concept that stays the same over renaming, mining and exchange.
///
/// Any text; the glossary makes one from the first term for a concept that comes without (see
/// [`Glossary::add`](crate::Glossary::add)).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConceptId(pub String);

impl ConceptId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ConceptId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(&self.0)
    }
}

impl From<&str> for ConceptId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for ConceptId {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// What a concept is, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Definition {
    /// The definition as written.
    pub text: String,
    /// The language it is written in, when that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// How one concept stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RelationKind {
    /// The other is more general.
    Broader,
    /// The other is more specific.
    Narrower,
    /// The other is near in meaning.
    Related,
}

impl RelationKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Broader, Self::Narrower, Self::Related];

    /// Its name in files: `broader`, `narrower` or `related`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Broader => "broader",
            Self::Narrower => "narrower",
            Self::Related => "related",
        }
    }
}

/// A link from one concept to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// How the other stands to this one.
    pub kind: RelationKind,
    /// The other concept.
    pub concept: ConceptId,
    /// What a file calls the other there, if not by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Relation {
    /// A link without a name of its own.
    pub fn new(kind: RelationKind, concept: impl Into<ConceptId>) -> Self {
        Self {
            kind,
            concept: concept.into(),
            name: None,
        }
    }
}

/// A glossary entry: the terms of several languages for one notion, and what is known of it.
///
/// Fields may be set freely while a concept is built; once it stands in a glossary, changes go
/// through the glossary's operations, which record who made them and can be undone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Concept {
    /// Its name; empty until it is added to a glossary.
    pub id: ConceptId,
    /// Where it stands in review.
    pub status: Status,
    /// The field of knowledge it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What it is, in words; several when several sources define it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<Definition>,
    /// Its terms by language (BCP 47 tags as written). The first term of a language is its head:
    /// the one shown, sorted and mined by. The first language is the concept's own.
    pub terms: IndexMap<String, Vec<Term>>,
    /// Its links to other concepts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// Remarks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What mining found.
    #[serde(skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
    /// What a file said of it and this model has no field for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Property>,
    /// What people decided about it, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Decision>,
}

impl Concept {
    /// A candidate with one term.
    pub fn new(language: impl Into<String>, term: Term) -> Self {
        Self::default().with(language, term)
    }

    /// The same concept with one more term, the last of its language.
    #[must_use]
    pub fn with(mut self, language: impl Into<String>, term: Term) -> Self {
        self.terms.entry(language.into()).or_default().push(term);
        self
    }

    /// The head: the first term of the first language that has any, with that language.
    #[must_use]
    pub fn head(&self) -> Option<(&str, &Term)> {
        self.terms
            .iter()
            .find_map(|(language, terms)| Some((language.as_str(), terms.first()?)))
    }

    /// The head in a language, or in one that falls under it as
    /// [`language_matches`] has it; the exact tag goes first.
    #[must_use]
    pub fn head_in(&self, language: &str) -> Option<(&str, &Term)> {
        let exact = self
            .terms
            .get_key_value(language)
            .and_then(|(tag, terms)| Some((tag.as_str(), terms.first()?)));
        exact.or_else(|| {
            self.terms
                .iter()
                .filter(|(tag, _)| language_matches(language, tag))
                .find_map(|(tag, terms)| Some((tag.as_str(), terms.first()?)))
        })
    }

    /// Every term whose language falls under `language`, with its tag, in the concept's order.
    pub fn terms_in<'a>(&'a self, language: &'a str) -> impl Iterator<Item = (&'a str, &'a Term)> {
        self.terms
            .iter()
            .filter(move |(tag, _)| language_matches(language, tag))
            .flat_map(|(tag, terms)| terms.iter().map(move |term| (tag.as_str(), term)))
    }

    /// The term that `term` shortens, if the concept has it in that language.
    #[must_use]
    pub fn full_form_of(&self, language: &str, term: &Term) -> Option<&Term> {
        let text = term.full_form.as_ref()?;
        self.terms
            .get(language)?
            .iter()
            .find(|full| full.text == *text)
    }

    /// The acronyms and other shortened forms of `term`.
    pub fn short_forms_of<'a>(
        &'a self,
        language: &str,
        term: &'a Term,
    ) -> impl Iterator<Item = &'a Term> {
        self.terms
            .get(language)
            .into_iter()
            .flatten()
            .filter(|short| short.full_form.as_ref() == Some(&term.text))
    }

    /// Whether a person had a hand in it: it was approved or rejected, or somebody decided about
    /// it. Mining never overwrites such a concept.
    #[must_use]
    pub fn is_reviewed(&self) -> bool {
        let by_hand = |decision: &Decision| decision.action != Action::Imported;
        self.status != Status::Candidate || self.history.iter().any(by_hand)
    }

    /// Takes over everything of `other` but its id, status, relations to this concept and
    /// history. Terms with the same text in the same language become one.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (language, terms) in other.terms {
            let mine = self.terms.entry(language).or_default();
            for term in terms {
                match mine.iter_mut().find(|known| known.text == term.text) {
                    Some(known) => known.absorb(term),
                    None => mine.push(term),
                }
            }
        }
        fill(&mut self.subject, other.subject);
        union(&mut self.definitions, other.definitions);
        union(&mut self.notes, other.notes);
        union(&mut self.extra, other.extra);
        let id = &self.id;
        let links = other
            .relations
            .into_iter()
            .filter(|relation| relation.concept != *id)
            .collect();
        union(&mut self.relations, links);
        self.relations
            .retain(|relation| relation.concept != other.id);
        self.evidence = self.evidence.combined(&other.evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_prefer_the_exact_tag() {
        let concept = Concept::new("fr-CA", Term::new("courriel"))
            .with("fr", Term::new("courrier électronique"))
            .with("en", Term::new("e-mail"));
        assert_eq!(concept.head().map(|(tag, _)| tag), Some("fr-CA"));
        assert_eq!(
            concept.head_in("fr").map(|(_, term)| term.text.as_str()),
            Some("courrier électronique")
        );
        assert_eq!(concept.head_in("EN").map(|(tag, _)| tag), Some("en"));
        assert_eq!(concept.terms_in("fr").count(), 2);
        assert!(concept.head_in("de").is_none());
    }

    #[test]
    fn short_forms_and_full_forms_find_each_other() {
        let full = Term::new("Office des Nations Unies contre la drogue et le crime");
        let short = Term {
            full_form: Some(full.text.clone()),
            ..Term::new("ONUDC")
        };
        let concept = Concept::new("fr", full.clone()).with("fr", short.clone());
        assert_eq!(concept.full_form_of("fr", &short), Some(&full));
        assert_eq!(
            concept.short_forms_of("fr", &full).collect::<Vec<_>>(),
            [&short]
        );
        assert!(concept.full_form_of("en", &short).is_none());
    }
}
