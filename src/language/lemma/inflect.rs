//! Other forms of a word: the singular, and the form that agrees.

use super::lemmatiser::{Grammar, Lemmatiser};
use super::morphology::{Class, Gender, Morphology, Number};
use super::{french, normal};
use crate::language::tagger::Tag;

impl Lemmatiser {
    /// The singular of a noun or adjective, in its own gender: `avocates` becomes `avocate`,
    /// `nationaux` `national`. Capitals stay; another word, and a word without a plural form, comes
    /// back as it is.
    #[must_use]
    pub fn singular(&self, word: &str, tag: Tag) -> String {
        self.inflect(word, tag, Morphology::new(None, Some(Number::Singular)))
    }

    /// The form of a noun or adjective that has `wanted`; what `wanted` leaves open stays as it is
    /// in `word`. Capitals stay.
    ///
    /// From the lexicon where it has the word; by the regular rules of French elsewhere. English
    /// words know only the singular.
    #[must_use]
    pub fn inflect(&self, word: &str, tag: Tag, wanted: Morphology) -> String {
        if !matches!(tag, Tag::Noun | Tag::Adj | Tag::Verb | Tag::Propn) {
            return word.to_owned();
        }
        let (lemma, has) = match tag {
            // The plural of a name is seen only where it is also a noun: `les Nations`.
            Tag::Propn => {
                let (lemma, has) = self.analyse(word, Tag::Noun);
                if !self.knows(word, Tag::Noun) {
                    return word.to_owned();
                }
                (lemma, has)
            }
            _ => self.analyse(word, tag),
        };
        let tag = if tag == Tag::Propn { Tag::Noun } else { tag };
        let wanted = Morphology {
            gender: wanted.gender.or(has.gender),
            number: wanted.number.or(has.number),
        };
        if has.fits(wanted) {
            return word.to_owned();
        }
        let form = self
            .known_form(word, tag, wanted)
            .unwrap_or_else(|| match self.grammar {
                Grammar::French => french::inflect(&lemma, tag, wanted),
                Grammar::English if wanted.number == Some(Number::Singular) => lemma.to_string(),
                Grammar::English => word.to_owned(),
            });
        capitals_of(word, &form)
    }

    /// The lexicon's form.
    fn known_form(&self, word: &str, tag: Tag, wanted: Morphology) -> Option<String> {
        let form = normal(word);
        let (lemma, class) = self.entry(&form, tag)?;
        let forms = self.lexicon.forms(&lemma, class);
        let exact = forms.iter().find(|(_, morphology)| *morphology == wanted);
        let fitting = || {
            // A form of both genders or numbers serves; one that is open where nothing was asked
            // would be chance.
            forms.iter().find(|(_, morphology)| morphology.fits(wanted))
        };
        exact.or_else(fitting).map(|(form, _)| form.clone())
    }

    /// The words of a noun phrase in the singular, adjectives agreeing with the head:
    /// `infrastructures critiques` becomes `infrastructure critique`, `systèmes d'information
    /// critiques` `système d'information critique`. What belongs to a complement stays: `droits
    /// des personnes handicapées` becomes `droit des personnes handicapées`; whether the plural is
    /// the dictionary form (`droits de l'homme`) is for the caller to decide.
    ///
    /// A phrase of joined heads (`droits et libertés`) comes back as it is. Words are given with
    /// their tags, in order.
    #[must_use]
    pub fn singular_phrase(&self, words: &[(&str, Tag)]) -> Vec<String> {
        let mut result: Vec<String> = words.iter().map(|(word, _)| (*word).to_owned()).collect();
        let noun = |tag: Tag| matches!(tag, Tag::Noun | Tag::Propn);
        let core = words
            .iter()
            .position(|(_, tag)| tag.is_preposition())
            .unwrap_or(words.len());
        match self.grammar {
            Grammar::English => {
                if let Some(head) = words[..core].iter().rposition(|(_, tag)| noun(*tag)) {
                    result[head] = self.singular(words[head].0, words[head].1);
                }
            }
            Grammar::French => {
                let Some(head) = words[..core].iter().position(|(_, tag)| noun(*tag)) else {
                    return result;
                };
                if joins_heads(&words[head..core]) {
                    return result;
                }
                for (place, word) in result.iter_mut().enumerate() {
                    if self.follows_head(words, head, core, place) {
                        *word = self.agreeing(words, head, place);
                    }
                }
            }
        }
        result
    }

    /// Whether the word at `place` is in the plural because the head is.
    fn follows_head(&self, words: &[(&str, Tag)], head: usize, core: usize, place: usize) -> bool {
        let (word, tag) = words[place];
        if place < core {
            return matches!(tag, Tag::Noun | Tag::Propn | Tag::Adj | Tag::Verb);
        }
        // An adjective behind a complement belongs to the complement if it can agree with it.
        let Some(complement) = words[core..place]
            .iter()
            .rfind(|(_, tag)| *tag == Tag::Noun)
        else {
            return false;
        };
        let has = self.morphology(word, tag);
        matches!(tag, Tag::Adj | Tag::Verb)
            && !has.fits(self.morphology(complement.0, complement.1))
            && has.fits(self.morphology(words[head].0, words[head].1))
    }

    /// The word at `place` in the singular, in the gender that the head asks of an adjective.
    fn agreeing(&self, words: &[(&str, Tag)], head: usize, place: usize) -> String {
        let (word, tag) = words[place];
        let gender = match tag {
            Tag::Adj | Tag::Verb => self
                .morphology(word, tag)
                .gender
                .or_else(|| self.morphology(words[head].0, words[head].1).gender),
            _ => None,
        };
        self.inflect(word, tag, Morphology::new(gender, Some(Number::Singular)))
    }

    /// The adjective in the gender and number of a noun: `national` beside a feminine plural is
    /// `nationales`.
    #[must_use]
    pub fn agree(&self, adjective: &str, gender: Gender, number: Number) -> String {
        self.inflect(
            adjective,
            Tag::Adj,
            Morphology::new(Some(gender), Some(number)),
        )
    }
}

/// Whether a conjunction in a phrase stands between nouns, as in `droits et libertés`.
fn joins_heads(words: &[(&str, Tag)]) -> bool {
    let Some(conjunction) = words.iter().position(|(_, tag)| *tag == Tag::Cconj) else {
        return false;
    };
    words[conjunction..]
        .iter()
        .any(|(_, tag)| matches!(tag, Tag::Noun | Tag::Propn))
}

/// `form` with the capitals of `word`: all of them, the first, or none.
fn capitals_of(word: &str, form: &str) -> String {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    let mut rest = letters.peekable();
    let all = first && rest.peek().is_some() && rest.all(char::is_uppercase);
    if all {
        return form.to_uppercase();
    }
    let mut characters = form.chars();
    match characters.next() {
        Some(start) if first => start.to_uppercase().chain(characters).collect(),
        _ => form.to_owned(),
    }
}

impl Class {
    /// How well this class serves a word tagged `tag`: 0 for the tag's own classes.
    pub(super) fn rank(self, tag: Tag) -> Option<usize> {
        let verb = matches!(
            self,
            Self::Finite | Self::Infinitive | Self::Participle | Self::Gerund
        );
        match tag {
            Tag::Verb if verb => Some(0),
            Tag::Verb if self == Self::Auxiliary => Some(1),
            Tag::Aux if self == Self::Auxiliary => Some(0),
            Tag::Aux if verb => Some(1),
            _ => Self::of(tag).iter().position(|class| *class == self),
        }
    }
}
