//! Lemma, gender and number of a tagged word.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::lexicon::{FormLexicon, Reading};
use super::morphology::{Class, Morphology, Number};
use super::{may_lack_accents, normal, prefixes, restored};
use crate::language::Language;
use crate::language::tagger::Tag;

/// The languages whose inflection is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grammar {
    French,
    English,
}

/// Finds lemmas and other forms of words of one language.
///
/// Known words are looked up; the end of an unknown one tells ([`FormLexicon`]). What no rule knows is
/// its own lemma.
pub struct Lemmatiser {
    pub(super) lexicon: &'static FormLexicon,
    pub(super) grammar: Grammar,
}

/// What was found for a word: its readings of one class and lemma.
struct Found {
    lemma: String,
    class: Class,
    morphology: Morphology,
}

impl Lemmatiser {
    /// The lemmatiser of `language`, if there is one: French and English.
    ///
    /// The first call for a language decodes its lexicon, in some milliseconds.
    #[must_use]
    pub fn for_language(language: &Language) -> Option<&'static Self> {
        static FRENCH: OnceLock<Option<Lemmatiser>> = OnceLock::new();
        static ENGLISH: OnceLock<Option<Lemmatiser>> = OnceLock::new();
        let (slot, grammar) = match language.primary().as_str() {
            "fr" => (&FRENCH, Grammar::French),
            "en" => (&ENGLISH, Grammar::English),
            _ => return None,
        };
        slot.get_or_init(|| {
            Some(Self {
                lexicon: FormLexicon::for_language(language)?,
                grammar,
            })
        })
        .as_ref()
    }

    /// The form under which a dictionary lists `word`, in lower case; an acronym without its plural
    /// `s`. Proper nouns, punctuation, symbols and digits stay as they are.
    #[must_use]
    pub fn lemma<'w>(&self, word: &'w str, tag: Tag) -> Cow<'w, str> {
        self.analyse(word, tag).0
    }

    /// Gender and number as far as the form tells them.
    #[must_use]
    pub fn morphology(&self, word: &str, tag: Tag) -> Morphology {
        self.analyse(word, tag).1
    }

    /// [`lemma`](Self::lemma) and [`morphology`](Self::morphology) at once.
    #[must_use]
    pub fn analyse<'w>(&self, word: &'w str, tag: Tag) -> (Cow<'w, str>, Morphology) {
        if matches!(tag, Tag::Punct | Tag::Sym | Tag::X) {
            return (word.into(), Morphology::default());
        }
        if tag == Tag::Propn {
            return (word.into(), self.proper(word));
        }
        let form = normal(word);
        let (mut lemma, morphology) = match self
            .find(&form, tag)
            .or_else(|| self.bare(word, &form, tag))
        {
            Some(found) => (found.lemma, found.morphology),
            None => match acronym(word) {
                Some((lemma, number)) => return (lemma.into(), Morphology::new(None, number)),
                None if mixed(word) => (word.to_owned(), Morphology::default()),
                None => self
                    .guess(&form, tag)
                    .unwrap_or_else(|| (form.clone(), Morphology::default())),
            },
        };
        if word.contains(['œ', 'Œ']) {
            lemma = lemma.replace("oe", "œ");
        }
        let lemma = if lemma == word {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(lemma)
        };
        (lemma, morphology)
    }

    /// A word in capitals without its accents.
    fn bare(&self, word: &str, form: &str, tag: Tag) -> Option<Found> {
        if self.grammar != Grammar::French || !may_lack_accents(word) {
            return None;
        }
        let wanted = |readings: &[Reading]| readings.iter().any(|r| r.class.rank(tag) == Some(0));
        self.look_up(&restored(self.lexicon, form, wanted)?, tag)
    }

    /// Whether the lexicon has `word` in a class that fits `tag`.
    #[must_use]
    pub fn knows(&self, word: &str, tag: Tag) -> bool {
        let form = normal(word);
        self.lexicon
            .readings(&form)
            .iter()
            .any(|reading| reading.class.rank(tag).is_some())
    }

    fn proper(&self, word: &str) -> Morphology {
        let form = normal(word);
        let readings = self.lexicon.readings(&form);
        let proper = readings
            .iter()
            .filter(|reading| reading.class == Class::ProperNoun);
        proper
            .map(|reading| reading.morphology)
            .reduce(Morphology::common)
            .unwrap_or_default()
    }

    /// The class and lemma of a word as the lexicon has them, for its other forms.
    pub(super) fn entry(&self, form: &str, tag: Tag) -> Option<(String, Class)> {
        self.find(form, tag).map(|found| (found.lemma, found.class))
    }

    /// `form` in the lexicon: itself, or the last part of a compound behind a hyphen or a prefix.
    fn find(&self, form: &str, tag: Tag) -> Option<Found> {
        self.look_up(form, tag)
            .or_else(|| self.clitic(form, tag))
            .or_else(|| {
                if !matches!(tag, Tag::Noun | Tag::Adj | Tag::Verb | Tag::Adv) {
                    return None;
                }
                let (start, found) = prefixes::splits(form)
                    .find_map(|start| Some((start, self.look_up(&form[start..], tag)?)))?;
                // A class that only stands in for the tag's own proves nothing of a compound.
                (found.class.rank(tag) == Some(0)).then(|| Found {
                    lemma: [&form[..start], &found.lemma].concat(),
                    ..found
                })
            })
    }

    /// An elided word (`qu'`), or one that hangs on a verb or a noun (`-t-il`, `-là`).
    fn clitic(&self, form: &str, tag: Tag) -> Option<Found> {
        if self.grammar != Grammar::French {
            return None;
        }
        if let Some(stem) = form.strip_suffix('\'') {
            return self.look_up(&[stem, "e"].concat(), tag);
        }
        let word = form
            .strip_prefix("-t-")
            .or_else(|| form.strip_prefix('-'))?;
        self.look_up(word, tag)
    }

    fn look_up(&self, form: &str, tag: Tag) -> Option<Found> {
        let readings = self.lexicon.readings(form);
        let ranked = |reading: &&Reading| reading.class.rank(tag);
        // The first of the best rank: sets are sorted by use.
        let best = readings
            .iter()
            .filter(|r| ranked(r).is_some())
            .min_by_key(|r| ranked(r))?;
        let lemma = self.lexicon.lemma(form, *best)?;
        let same = readings
            .iter()
            .filter(|r| (r.class, r.edit) == (best.class, best.edit));
        let morphology = same
            .map(|reading| reading.morphology)
            .reduce(Morphology::common)?;
        Some(Found {
            lemma,
            class: best.class,
            morphology,
        })
    }

    /// What the end of an unknown word suggests.
    fn guess(&self, form: &str, tag: Tag) -> Option<(String, Morphology)> {
        // One or two letters have no ending to learn from, digits have none at all.
        if form.chars().count() < 3 || !form.chars().all(|c| c.is_alphabetic() || "'-".contains(c))
        {
            return None;
        }
        let reading = self.lexicon.guess(form, Class::open(tag)?)?;
        let lemma = self.lexicon.lemma(form, reading)?;
        (lemma.chars().count() >= 2).then_some((lemma, reading.morphology))
    }
}

/// Whether an unknown word has capitals that its lemma should keep: `XIIIe`, `LexisNexis`.
fn mixed(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

/// The acronym that `word` is, without the plural `s` that some write: `ONGs`, `PMEs`.
fn acronym(word: &str) -> Option<(&str, Option<Number>)> {
    let capitals = |text: &str| {
        let letters = text.chars().filter(|c| c.is_uppercase()).count();
        letters >= 2
            && text
                .chars()
                .all(|c| c.is_uppercase() || c.is_ascii_digit() || ".-&".contains(c))
    };
    if capitals(word) {
        return Some((word, None));
    }
    let singular = word.strip_suffix('s')?;
    let singular = singular.strip_suffix(['\'', '’']).unwrap_or(singular);
    capitals(singular).then_some((singular, Some(Number::Plural)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_lose_only_a_small_plural_s() {
        assert_eq!(acronym("ONGs"), Some(("ONG", Some(Number::Plural))));
        assert_eq!(acronym("PME’s"), Some(("PME", Some(Number::Plural))));
        assert_eq!(acronym("ONUDC"), Some(("ONUDC", None)));
        assert_eq!(acronym("As"), None);
        assert_eq!(acronym("États"), None);
    }
}
