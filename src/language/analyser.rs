//! Tags, lemmas and morphology of running text.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::bytes::DecodeError;
use super::lemma::{FormLexicon, Lemmatiser, Morphology};
use super::tagger::{Model, Tag};
use super::{Language, Token};

/// What is known of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis<'t> {
    /// Its part of speech.
    pub tag: Tag,
    /// Its lemma, see [`Lemmatiser::lemma`]; the text itself where it is the same.
    pub lemma: Cow<'t, str>,
    /// Gender and number as far as the form tells.
    pub morphology: Morphology,
}

/// Analyses text of one language.
///
/// ```
/// use bitext::language::{Analyser, Language, tokens};
///
/// let french = Language::french();
/// let analyser = Analyser::for_language(&french).unwrap();
/// let text = "Les infrastructures critiques";
/// let words = analyser.analyse(text, &tokens(text, &french));
/// assert_eq!(words[1].lemma, "infrastructure");
/// assert_eq!(words[2].tag.upos(), "ADJ");
/// ```
pub struct Analyser {
    model: Model,
    lexicon: Option<&'static FormLexicon>,
    lemmatiser: Option<&'static Lemmatiser>,
}

impl Analyser {
    /// The analyser of `language`, if there is one: French and English.
    ///
    /// The first call for a language decodes its models, in some milliseconds.
    #[must_use]
    pub fn for_language(language: &Language) -> Option<&'static Self> {
        static FRENCH: OnceLock<Option<Analyser>> = OnceLock::new();
        static ENGLISH: OnceLock<Option<Analyser>> = OnceLock::new();
        let (slot, bytes): (_, &[u8]) = match language.primary().as_str() {
            "fr" => (&FRENCH, include_bytes!("../../data/tagger/fr.bin")),
            "en" => (&ENGLISH, include_bytes!("../../data/tagger/en.bin")),
            _ => return None,
        };
        slot.get_or_init(|| Self::with_tagger(language, Model::decode(bytes).ok()?).ok())
            .as_ref()
    }

    /// An analyser with a tagger of the user's own, beside the lexicon and the lemmas that the
    /// program has for the language.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Lexicon`] when the tagger was trained beside another lexicon.
    pub fn with_tagger(language: &Language, model: Model) -> Result<Self, DecodeError> {
        let own = FormLexicon::for_language(language);
        let lexicon = [own, None].into_iter().find(|lexicon| model.fits(*lexicon));
        let lexicon = lexicon.ok_or(DecodeError::Lexicon)?;
        Ok(Self {
            model,
            lexicon,
            lemmatiser: Lemmatiser::for_language(language),
        })
    }

    /// The tags of `tokens` of `text`, which should be a sentence; about two microseconds each.
    #[must_use]
    pub fn tags(&self, text: &str, tokens: &[Token]) -> Vec<Tag> {
        self.model
            .tag(tokens.iter().map(|token| token.of(text)), self.lexicon)
    }

    /// Tag, lemma and morphology of each of `tokens` of `text`, which should be a sentence; about
    /// three microseconds each.
    #[must_use]
    pub fn analyse<'t>(&self, text: &'t str, tokens: &[Token]) -> Vec<Analysis<'t>> {
        let tags = self.tags(text, tokens);
        let words = tokens.iter().map(|token| token.of(text));
        let analyses = words.zip(tags).map(|(word, tag)| {
            let (lemma, morphology) = match self.lemmatiser {
                Some(lemmatiser) => lemmatiser.analyse(word, tag),
                None => (word.into(), Morphology::default()),
            };
            Analysis {
                tag,
                lemma,
                morphology,
            }
        });
        analyses.collect()
    }

    /// Lemmas and forms of single words; nothing for a language that has only a tagger.
    #[must_use]
    pub fn lemmatiser(&self) -> Option<&'static Lemmatiser> {
        self.lemmatiser
    }
}
