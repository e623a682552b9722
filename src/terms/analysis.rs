//! Texts as the miner sees them: words with tags and lemmas, and how often each lemma occurs.

use super::mine::Text;
use crate::language::lemma::{Morphology, Number};
use crate::language::tagger::Tag;
use crate::language::{Analyser, Kind, Language, Token, fold, is_stop_word, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// A word of a segment.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Bytes within the segment.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) tag: Tag,
    /// Folded form.
    pub(super) folded: String,
    /// Folded lemma.
    pub(super) lemma: String,
    pub(super) morphology: Morphology,
    /// Whether it is written with a capital or in capitals.
    case: Case,
    /// Whether a name is made of a common word: `Nations Unies`, `Member States`.
    common: bool,
    /// Whether the language's list counts it among the words of grammar.
    stop: bool,
    /// Whether a sentence starts here, where a capital says nothing.
    pub(super) initial: bool,
    /// Whether it follows a bracket that opens within a sentence: `la CRE (Commission de régulation …)`.
    pub(super) bracketed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Lower,
    Capital,
    Capitals,
}

/// Adjectives and nouns so general that no term starts or ends with them.
const GENERAL: [&str; 52] = [
    "autre",
    "même",
    "tel",
    "certain",
    "plusieurs",
    "divers",
    "différent",
    "nombreux",
    "seul",
    "tout",
    "premier",
    "deuxième",
    "second",
    "troisième",
    "dernier",
    "prochain",
    "suivant",
    "précédent",
    "nouveau",
    "grand",
    "petit",
    "bon",
    "meilleur",
    "haut",
    "bas",
    "long",
    "court",
    "ancien",
    "jeune",
    "vrai",
    "futur",
    "actuel",
    "important",
    "principal",
    "présent",
    "possible",
    "nécessaire",
    "other",
    "same",
    "such",
    "several",
    "various",
    "many",
    "first",
    "third",
    "last",
    "next",
    "new",
    "great",
    "good",
    "main",
    "own",
];

impl Word {
    /// Whether the word carries meaning rather than grammar.
    pub(super) fn is_content(&self) -> bool {
        matches!(self.tag, Tag::Noun | Tag::Propn | Tag::Adj | Tag::Verb)
    }

    /// Whether a term may start with this word.
    pub(super) fn may_start(&self) -> bool {
        self.is_meaningful() && !self.is_general()
    }

    /// Whether a term may end with this word.
    pub(super) fn may_end(&self) -> bool {
        self.is_meaningful() && !self.is_general() && !INCOMPLETE.contains(&self.lemma.as_str())
    }

    fn is_meaningful(&self) -> bool {
        self.is_content()
            && !self.stop
            && !ADDRESSES.contains(&self.folded.as_str())
            && self.folded.chars().filter(|c| c.is_alphabetic()).count() > 1
    }

    /// A capital lifts a general word into a name: `Premier ministre`.
    fn is_general(&self) -> bool {
        let lifted = self.case != Case::Lower && !self.initial;
        let ordinal = self.tag == Tag::Adj && self.lemma.ends_with("ième");
        !lifted && (ordinal || GENERAL.contains(&self.lemma.as_str()))
    }

    /// Whether it is written in capitals throughout, as acronyms are.
    pub(super) fn is_capitals(&self) -> bool {
        self.case == Case::Capitals
    }

    /// Whether it has a capital that the start of a sentence does not explain.
    pub(super) fn is_named(&self) -> bool {
        self.case != Case::Lower && !self.initial
    }

    /// Whether it is the capitalised common noun of a name that is not a person's.
    pub(super) fn names_thing(&self) -> bool {
        let noun = self.tag == Tag::Noun || self.tag == Tag::Propn && self.common;
        noun && self.is_named() && !TITLES.contains(&self.lemma.as_str())
    }

    /// Whether it is a name and nothing else: a person's, a place's.
    pub(super) fn is_proper(&self) -> bool {
        self.tag == Tag::Propn && !self.common
    }

    /// Whether a verb form stands as an adjective: `organisé`, `organized`, `publiées`.
    pub(super) fn is_participle(&self) -> bool {
        const ENDINGS: [&str; 14] = [
            "é", "ée", "és", "ées", "i", "ie", "is", "ies", "u", "ue", "us", "ues", "ed", "ing",
        ];
        self.tag == Tag::Verb && ENDINGS.iter().any(|ending| self.folded.ends_with(ending))
    }

    /// Whether its form is a plural.
    pub(super) fn is_plural(&self) -> bool {
        self.morphology.number == Some(Number::Plural)
    }

    #[cfg(test)]
    pub(super) fn tagged(text: &str, tag: Tag) -> Self {
        Self {
            start: 0,
            end: text.len(),
            tag,
            folded: fold(text),
            lemma: fold(text),
            morphology: Morphology::default(),
            case: case(text),
            common: false,
            stop: false,
            initial: false,
            bracketed: false,
        }
    }
}

/// Adjectives that say nothing without what follows them: `relatif à`.
const INCOMPLETE: [&str; 16] = [
    "relatif",
    "conforme",
    "contraire",
    "propre",
    "semblable",
    "supérieur",
    "inférieur",
    "apte",
    "prêt",
    "égal",
    "lié",
    "fondé",
    "basé",
    "destiné",
    "visé",
    "respectif",
];

/// Forms of address: never part of a term.
const ADDRESSES: [&str; 14] = [
    "m.", "m", "mm.", "mme", "mmes", "mlle", "dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.",
];

/// Prepositions of several words, without the last one: `en matière de` is grammar, and its noun
/// belongs to no term.
const COMPLEX: [(&str, &str); 40] = [
    ("en", "matière"),
    ("en", "vue"),
    ("en", "cours"),
    ("en", "raison"),
    ("en", "fonction"),
    ("en", "cas"),
    ("en", "faveur"),
    ("en", "termes"),
    ("en", "terme"),
    ("en", "dehors"),
    ("en", "tant"),
    ("en", "vertu"),
    ("en", "particulier"),
    ("en", "général"),
    ("en", "effet"),
    ("en", "outre"),
    ("au", "sein"),
    ("au", "cours"),
    ("au", "titre"),
    ("au", "niveau"),
    ("au", "moyen"),
    ("au", "lieu"),
    ("au", "nom"),
    ("au", "profit"),
    ("aux", "termes"),
    ("aux", "fins"),
    ("à", "partir"),
    ("à", "travers"),
    ("à", "cause"),
    ("à", "propos"),
    ("à", "titre"),
    ("à", "compter"),
    ("par", "rapport"),
    ("par", "exemple"),
    ("par", "conséquent"),
    ("de", "manière"),
    ("de", "façon"),
    ("de", "sorte"),
    ("par", "voie"),
    ("le", "cadre"),
];

/// Nouns before which a name is a person's.
const TITLES: [&str; 24] = [
    "président",
    "présidente",
    "ministre",
    "ambassadeur",
    "ambassadrice",
    "secrétaire",
    "directeur",
    "directrice",
    "général",
    "chef",
    "juge",
    "professeur",
    "docteur",
    "roi",
    "reine",
    "pape",
    "monsieur",
    "madame",
    "president",
    "minister",
    "ambassador",
    "secretary",
    "director",
    "vice-président",
];

/// A segment in words.
pub(super) struct Sentence {
    pub(super) text: usize,
    pub(super) segment: usize,
    pub(super) words: Vec<Word>,
}

impl Sentence {
    /// Whether it is a title in capitals, of which no word can be told from an acronym or a name.
    pub(super) fn is_shouted(&self) -> bool {
        let mut content = self.words.iter().filter(|word| word.is_content());
        content.clone().count() > 1 && content.all(Word::is_capitals)
    }
}

/// All segments of a run, and what their words add up to.
pub(super) struct Analysis {
    pub(super) sentences: Vec<Sentence>,
    /// Words of all kinds, punctuation aside.
    pub(super) words: usize,
    /// Occurrences of each folded lemma.
    pub(super) lemmas: BTreeMap<String, usize>,
    /// Occurrences of each folded form.
    pub(super) forms: BTreeMap<String, usize>,
}

impl Analysis {
    pub(super) fn read(texts: &[Text<'_>], language: &Language) -> Self {
        let mut analysis = Self {
            sentences: Vec::new(),
            words: 0,
            lemmas: BTreeMap::new(),
            forms: BTreeMap::new(),
        };
        for (text, of_text) in texts.iter().enumerate() {
            let mut broken = false;
            for (segment, &content) in of_text.segments.iter().enumerate() {
                let mut words = words(content, language);
                set_fragments_aside(content, broken, &mut words);
                broken = breaks_word(content);
                analysis.sentences.push(Sentence {
                    text,
                    segment,
                    words,
                });
            }
        }
        analysis.settle_names();
        for word in analysis
            .sentences
            .iter()
            .flat_map(|sentence| &sentence.words)
        {
            if word.tag != Tag::Punct {
                analysis.words += 1;
                *analysis.lemmas.entry(word.lemma.clone()).or_default() += 1;
                *analysis.forms.entry(word.folded.clone()).or_default() += 1;
            }
        }
        analysis
    }

    /// A word that also occurs without a capital is no name, whatever the tagger made of it at the
    /// start of a sentence.
    fn settle_names(&mut self) {
        let common: BTreeSet<String> = self
            .sentences
            .iter()
            .flat_map(|sentence| &sentence.words)
            .filter(|word| word.case == Case::Lower && word.tag == Tag::Noun)
            .map(|word| word.folded.clone())
            .collect();
        for word in self
            .sentences
            .iter_mut()
            .flat_map(|sentence| &mut sentence.words)
        {
            let lower_name = word.case == Case::Lower;
            if word.tag == Tag::Propn
                && (lower_name || word.initial && common.contains(&word.folded))
            {
                word.tag = Tag::Noun;
            }
        }
    }
}

/// Whether a text ends in the middle of a word: `La protec-`.
fn breaks_word(content: &str) -> bool {
    let before = content.trim_end().strip_suffix(['-', '\u{ad}', '\u{2010}']);
    before.is_some_and(|before| before.ends_with(char::is_alphabetic))
}

/// Makes the halves of words that a line's end broke no words of meaning: `protec- tion`, or
/// `tion` where the segment before broke off. A conjunction behind a hyphen says that nothing was
/// broken (`franco- et anglophone`), but what stands before it is no word either.
fn set_fragments_aside(content: &str, broken: bool, words: &mut [Word]) {
    let mut continues = broken;
    for at in 0..words.len() {
        let is_word = words[at].tag != Tag::Punct;
        if continues && is_word {
            continues = false;
            if !matches!(words[at].tag, Tag::Cconj | Tag::Adp) {
                words[at].tag = Tag::X;
            }
        }
        let (text, rest) = (
            &content[words[at].start..words[at].end],
            &content[words[at].end..],
        );
        let rest = match text.strip_suffix(['-', '\u{2010}']) {
            Some(stem) if stem.ends_with(char::is_alphabetic) => Some(rest),
            _ => rest.strip_prefix(['-', '\u{2010}']),
        };
        let breaks =
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
        if is_word && breaks && text.starts_with(char::is_alphabetic) {
            words[at].tag = Tag::X;
            continues = true;
        }
    }
}

fn case(text: &str) -> Case {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return Case::Lower;
    };
    let rest_upper = letters.clone().count() > 0 && letters.all(char::is_uppercase);
    match (first.is_uppercase(), rest_upper) {
        (true, true) => Case::Capitals,
        (true, false) => Case::Capital,
        _ => Case::Lower,
    }
}

/// The words of a segment, tagged where the language has a tagger. Elsewhere every word that is
/// long enough to carry meaning counts as a noun: the contrast with the text itself must do.
fn words(content: &str, language: &Language) -> Vec<Word> {
    let tokens = tokens(content, language);
    let Some(analyser) = Analyser::for_language(language) else {
        return tokens
            .iter()
            .enumerate()
            .map(|(at, token)| {
                let text = token.of(content);
                let tag = match token.kind {
                    Kind::Word if text.chars().count() > 3 => Tag::Noun,
                    Kind::Word => Tag::X,
                    Kind::Number => Tag::Num,
                    Kind::Punctuation => Tag::Punct,
                };
                word(
                    text,
                    token,
                    tag,
                    fold(text),
                    Morphology::default(),
                    language,
                    at == 0,
                )
            })
            .collect();
    };
    let mut initial = true;
    let mut found: Vec<Word> = Vec::with_capacity(tokens.len());
    for (token, analysis) in tokens.iter().zip(analyser.analyse(content, &tokens)) {
        let text = token.of(content);
        let lemma = fold(&analysis.lemma);
        let tag = match token.kind {
            Kind::Number => Tag::Num,
            _ if analysis.tag == Tag::Propn && is_verb(text, analyser) => Tag::X,
            _ => analysis.tag,
        };
        let common = (tag == Tag::Propn)
            .then(|| lemma_of_name(text, analyser))
            .flatten();
        let is_common = common.is_some();
        let (lemma, morphology) = common.unwrap_or((lemma, analysis.morphology));
        let starts = initial && token.kind == Kind::Word;
        let mut word = word(text, token, tag, lemma, morphology, language, starts);
        word.common = is_common;
        word.bracketed = matches!(found.as_slice(), [.., before, bracket]
            if bracket.folded == "(" && before.tag != Tag::Punct);
        found.push(word);
        settle_preposition(&mut found);
        initial = match text {
            // A capital after an opening quotation mark or a colon may still be the sentence's.
            "«" | "“" | "\"" | "-" | "–" | "—" | "(" | ":" | "." | "?" | "!" | "…" | "..." => {
                true
            }
            _ => initial && token.kind == Kind::Punctuation,
        };
    }
    found
}

/// Makes the noun of a preposition of several words a preposition too.
fn settle_preposition(words: &mut [Word]) {
    if let [.., before, noun] = words
        && noun.tag == Tag::Noun
        && COMPLEX.contains(&(before.folded.as_str(), noun.folded.as_str()))
    {
        noun.tag = Tag::Adp;
    }
}

/// Whether what the tagger takes for a name is a verb form in lower case.
fn is_verb(text: &str, analyser: &Analyser) -> bool {
    case(text) == Case::Lower
        && analyser.lemmatiser().is_some_and(|lemmatiser| {
            lemmatiser.knows(text, Tag::Verb) && !lemmatiser.knows(text, Tag::Noun)
        })
}

/// The lemma under which a name groups with the common words it is made of: `Nations Unies` is
/// tagged now as names, now as noun and adjective.
fn lemma_of_name(text: &str, analyser: &Analyser) -> Option<(String, Morphology)> {
    let lemmatiser = analyser.lemmatiser()?;
    let tag = [Tag::Noun, Tag::Adj]
        .into_iter()
        .find(|tag| lemmatiser.knows(text, *tag))?;
    let (lemma, morphology) = lemmatiser.analyse(text, tag);
    Some((fold(&lemma), morphology))
}

fn word(
    text: &str,
    token: &Token,
    tag: Tag,
    lemma: String,
    morphology: Morphology,
    language: &Language,
    initial: bool,
) -> Word {
    let folded = fold(text);
    let stop = is_stop_word(language, &folded);
    Word {
        start: token.start,
        end: token.end,
        tag,
        folded,
        lemma,
        morphology,
        case: case(text),
        common: false,
        stop,
        initial,
        bracketed: false,
    }
}
