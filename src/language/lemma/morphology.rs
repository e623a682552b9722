//! Gender, number, and the word classes of the lexicons.

use crate::language::tagger::Tag;

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gender {
    /// Masculine.
    Masculine,
    /// Feminine.
    Feminine,
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Number {
    /// Singular.
    Singular,
    /// Plural.
    Plural,
}

/// Gender and number of a word form, as far as the form alone tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Morphology {
    /// Nothing where the form serves both (`critique`) or the language has none.
    pub gender: Option<Gender>,
    /// Nothing where the form serves both (`pays`) or the class has none.
    pub number: Option<Number>,
}

impl Morphology {
    /// Both at once.
    #[must_use]
    pub fn new(gender: Option<Gender>, number: Option<Number>) -> Self {
        Self { gender, number }
    }

    /// Whether a form of this morphology can stand where `wanted` is wanted.
    #[must_use]
    pub fn fits(self, wanted: Self) -> bool {
        let gender = self.gender.zip(wanted.gender).is_none_or(|(a, b)| a == b);
        let number = self.number.zip(wanted.number).is_none_or(|(a, b)| a == b);
        gender && number
    }

    /// What both have in common.
    pub(crate) fn common(self, other: Self) -> Self {
        Self {
            gender: self.gender.filter(|_| self.gender == other.gender),
            number: self.number.filter(|_| self.number == other.number),
        }
    }

    /// Gender and number in four bits.
    pub(crate) fn to_bits(self) -> u8 {
        let gender = match self.gender {
            None => 0,
            Some(Gender::Masculine) => 1,
            Some(Gender::Feminine) => 2,
        };
        let number = match self.number {
            None => 0,
            Some(Number::Singular) => 1,
            Some(Number::Plural) => 2,
        };
        gender | number << 2
    }

    /// What [`to_bits`](Self::to_bits) wrote; other bits mean nothing.
    pub(crate) fn from_bits(bits: u8) -> Self {
        let gender = match bits & 3 {
            1 => Some(Gender::Masculine),
            2 => Some(Gender::Feminine),
            _ => None,
        };
        let number = match bits >> 2 & 3 {
            1 => Some(Number::Singular),
            2 => Some(Number::Plural),
            _ => None,
        };
        Self { gender, number }
    }
}

/// The word classes of a lexicon: finer than the tags for verbs, so that they tell the tagger more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names are those of the grammar")]
pub enum Class {
    Adjective,
    Adposition,
    Adverb,
    Auxiliary,
    Conjunction,
    Determiner,
    /// A finite verb form.
    Finite,
    /// A present participle: `allant`, `going`.
    Gerund,
    Infinitive,
    Interjection,
    Noun,
    Numeral,
    /// A past participle: `allée`, `gone`.
    Participle,
    Particle,
    Prefix,
    Pronoun,
    ProperNoun,
    Subordinator,
}

impl Class {
    /// Every class, in the order of their numbers.
    pub(crate) const ALL: [Self; 18] = [
        Self::Adjective,
        Self::Adposition,
        Self::Adverb,
        Self::Auxiliary,
        Self::Conjunction,
        Self::Determiner,
        Self::Finite,
        Self::Gerund,
        Self::Infinitive,
        Self::Interjection,
        Self::Noun,
        Self::Numeral,
        Self::Participle,
        Self::Particle,
        Self::Prefix,
        Self::Pronoun,
        Self::ProperNoun,
        Self::Subordinator,
    ];

    /// The classes that a word tagged `tag` may have in a lexicon, likeliest first.
    pub(crate) fn of(tag: Tag) -> &'static [Self] {
        const VERBS: &[Class] = &[
            Class::Finite,
            Class::Infinitive,
            Class::Participle,
            Class::Gerund,
            Class::Auxiliary,
        ];
        match tag {
            Tag::Adj => &[
                Self::Adjective,
                Self::Participle,
                Self::Noun,
                Self::Determiner,
            ],
            Tag::Adp | Tag::AdpDet => &[Self::Adposition],
            Tag::AdpPron | Tag::Pron => &[Self::Pronoun, Self::Determiner],
            Tag::Adv => &[Self::Adverb, Self::Adjective],
            Tag::Aux => &[
                Self::Auxiliary,
                Self::Finite,
                Self::Infinitive,
                Self::Participle,
                Self::Gerund,
            ],
            Tag::Cconj => &[Self::Conjunction],
            Tag::Det => &[Self::Determiner, Self::Adjective],
            Tag::Intj => &[Self::Interjection],
            Tag::Noun => &[Self::Noun, Self::Adjective, Self::Participle],
            Tag::Num => &[Self::Numeral],
            Tag::Part => &[Self::Particle],
            Tag::Propn => &[Self::ProperNoun],
            Tag::Sconj => &[Self::Subordinator],
            Tag::Verb => VERBS,
            Tag::Punct | Tag::Sym | Tag::X => &[],
        }
    }

    /// The class whose ending rules serve an unknown word tagged `tag`.
    pub(crate) fn open(tag: Tag) -> Option<Self> {
        match tag {
            Tag::Adj => Some(Self::Adjective),
            Tag::Noun => Some(Self::Noun),
            Tag::Verb | Tag::Aux => Some(Self::Finite),
            _ => None,
        }
    }

    /// The class under which ending rules count forms of this class.
    pub(crate) fn ending_class(self) -> Option<Self> {
        match self {
            Self::Adjective | Self::Noun => Some(self),
            Self::Finite | Self::Infinitive | Self::Participle | Self::Gerund => Some(Self::Finite),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_hold_every_morphology() {
        for gender in [None, Some(Gender::Masculine), Some(Gender::Feminine)] {
            for number in [None, Some(Number::Singular), Some(Number::Plural)] {
                let morphology = Morphology::new(gender, number);
                assert_eq!(Morphology::from_bits(morphology.to_bits()), morphology);
            }
        }
    }

    #[test]
    fn class_numbers_follow_the_list() {
        for (number, class) in Class::ALL.into_iter().enumerate() {
            assert_eq!(class as usize, number);
        }
    }
}
