//! The tag set: universal parts of speech, and the two kinds of contraction.

use std::fmt;

/// A part of speech: the universal tags of Universal Dependencies v2
/// (<https://universaldependencies.org/u/pos/>), and two for what a reader sees as one word and the
/// treebanks cut in two: `du` (de + le) and `auquel` (à + lequel).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tag {
    /// Adjective.
    Adj,
    /// Preposition or postposition.
    Adp,
    /// Preposition contracted with an article: `du`, `des`, `au`, `aux`.
    AdpDet,
    /// Preposition contracted with a pronoun: `duquel`, `auxquelles`.
    AdpPron,
    /// Adverb.
    Adv,
    /// Auxiliary verb.
    Aux,
    /// Coordinating conjunction.
    Cconj,
    /// Determiner.
    Det,
    /// Interjection.
    Intj,
    /// Common noun.
    Noun,
    /// Number, in digits or letters.
    Num,
    /// Particle: English `to`, `not`, `'s`.
    Part,
    /// Pronoun.
    Pron,
    /// Proper noun.
    Propn,
    /// Punctuation.
    Punct,
    /// Subordinating conjunction.
    Sconj,
    /// Symbol.
    Sym,
    /// Verb.
    Verb,
    /// What fits nowhere else.
    X,
}

impl Tag {
    /// Every tag, in the order of their numbers.
    pub const ALL: [Self; 19] = [
        Self::Adj,
        Self::Adp,
        Self::AdpDet,
        Self::AdpPron,
        Self::Adv,
        Self::Aux,
        Self::Cconj,
        Self::Det,
        Self::Intj,
        Self::Noun,
        Self::Num,
        Self::Part,
        Self::Pron,
        Self::Propn,
        Self::Punct,
        Self::Sconj,
        Self::Sym,
        Self::Verb,
        Self::X,
    ];

    /// The universal tag as treebanks write it; a contraction counts as its first part, `ADP`.
    #[must_use]
    pub fn upos(self) -> &'static str {
        match self {
            Self::Adj => "ADJ",
            Self::Adp | Self::AdpDet | Self::AdpPron => "ADP",
            Self::Adv => "ADV",
            Self::Aux => "AUX",
            Self::Cconj => "CCONJ",
            Self::Det => "DET",
            Self::Intj => "INTJ",
            Self::Noun => "NOUN",
            Self::Num => "NUM",
            Self::Part => "PART",
            Self::Pron => "PRON",
            Self::Propn => "PROPN",
            Self::Punct => "PUNCT",
            Self::Sconj => "SCONJ",
            Self::Sym => "SYM",
            Self::Verb => "VERB",
            Self::X => "X",
        }
    }

    /// The tag that treebanks write as `upos`.
    #[must_use]
    pub fn from_upos(upos: &str) -> Option<Self> {
        // The plain preposition stands before the contractions, so it is found first.
        Self::ALL.into_iter().find(|tag| tag.upos() == upos)
    }

    /// The tag of a surface word that stands for the words `parts`.
    pub(crate) fn contracted(parts: &[Self]) -> Option<Self> {
        match parts {
            [Self::Adp, Self::Det, ..] => Some(Self::AdpDet),
            [Self::Adp, Self::Pron, ..] => Some(Self::AdpPron),
            _ => parts.first().copied(),
        }
    }

    /// Whether this is a preposition, contracted or not.
    #[must_use]
    pub fn is_preposition(self) -> bool {
        matches!(self, Self::Adp | Self::AdpDet | Self::AdpPron)
    }
}

impl fmt::Display for Tag {
    /// The universal tag, with the second part of a contraction: `ADP+DET`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AdpDet => "ADP+DET",
            Self::AdpPron => "ADP+PRON",
            other => other.upos(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_list() {
        for (number, tag) in Tag::ALL.into_iter().enumerate() {
            assert_eq!(tag as usize, number);
        }
    }

    #[test]
    fn universal_names_are_read_back_and_contractions_count_as_prepositions() {
        for tag in Tag::ALL {
            let read = Tag::from_upos(tag.upos());
            assert_eq!(
                read,
                Some(if tag.is_preposition() { Tag::Adp } else { tag })
            );
        }
        assert_eq!(Tag::from_upos("NN"), None);
        assert_eq!(Tag::contracted(&[Tag::Adp, Tag::Det]), Some(Tag::AdpDet));
        assert_eq!(Tag::AdpDet.to_string(), "ADP+DET");
    }
}
