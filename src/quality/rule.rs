//! The rules: names that stay the same from version to version, and why each is there.

use std::fmt;
use std::str::FromStr;

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// One side has no text.
    Empty,
    /// The target is the source.
    Identical,
    /// A side is in the language of the other one.
    WrongLanguage,
    /// One side is much longer than the other leads one to expect.
    LengthRatio,
    /// The aligner itself doubts that the sides belong together.
    Misaligned,
    /// Figures differ.
    Numbers,
    /// Dates differ.
    Dates,
    /// Web and mail addresses differ.
    Urls,
    /// Inline codes differ.
    Tags,
    /// Brackets do not close.
    Brackets,
    /// French quotes or curly quotes do not close.
    Quotes,
    /// The ends of the sentences differ.
    EndPunctuation,
    /// Spaces are doubled, missing or too many.
    Spacing,
    /// A word stands twice.
    RepeatedWord,
    /// Text was read in a wrong encoding.
    Mojibake,
    /// One source has several translations.
    InconsistentTarget,
    /// Several sources have one translation.
    InconsistentSource,
    /// Another unit is the same but for case, figures, spaces and punctuation.
    NearDuplicate,
    /// The approved term is not used.
    TermMissing,
    /// A forbidden term is used.
    TermForbidden,
    /// A term is rendered in another way than elsewhere.
    TermInconsistent,
    /// A word that must stay as it is was changed.
    DoNotTranslate,
}

/// All rules, in the order in which findings come.
pub const RULES: [Rule; 22] = [
    Rule::Empty,
    Rule::Identical,
    Rule::WrongLanguage,
    Rule::LengthRatio,
    Rule::Misaligned,
    Rule::Numbers,
    Rule::Dates,
    Rule::Urls,
    Rule::Tags,
    Rule::Brackets,
    Rule::Quotes,
    Rule::EndPunctuation,
    Rule::Spacing,
    Rule::RepeatedWord,
    Rule::Mojibake,
    Rule::InconsistentTarget,
    Rule::InconsistentSource,
    Rule::NearDuplicate,
    Rule::TermMissing,
    Rule::TermForbidden,
    Rule::TermInconsistent,
    Rule::DoNotTranslate,
];

impl Rule {
    /// The name by which it is asked for and reported.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Identical => "identical",
            Self::WrongLanguage => "wrong-language",
            Self::LengthRatio => "length-ratio",
            Self::Misaligned => "misaligned",
            Self::Numbers => "numbers",
            Self::Dates => "dates",
            Self::Urls => "urls",
            Self::Tags => "tags",
            Self::Brackets => "brackets",
            Self::Quotes => "quotes",
            Self::EndPunctuation => "end-punctuation",
            Self::Spacing => "spacing",
            Self::RepeatedWord => "repeated-word",
            Self::Mojibake => "mojibake",
            Self::InconsistentTarget => "inconsistent-target",
            Self::InconsistentSource => "inconsistent-source",
            Self::NearDuplicate => "near-duplicate",
            Self::TermMissing => "term-missing",
            Self::TermForbidden => "term-forbidden",
            Self::TermInconsistent => "term-inconsistent",
            Self::DoNotTranslate => "do-not-translate",
        }
    }

    /// Why one looks, in a sentence.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "A unit without text on one side helps nobody.",
            Self::Identical => "A sentence that is the same in both languages was not translated.",
            Self::WrongLanguage => {
                "A side in the language of the other one was not translated, or is of another text."
            }
            Self::LengthRatio => {
                "One side is much longer than usual: something was left out or added."
            }
            Self::Misaligned => {
                "The aligner is less than half sure that the sides belong together."
            }
            Self::Numbers => "A wrong figure is the costliest mistake of a translation.",
            Self::Dates => "Another day or month is another date.",
            Self::Urls => "An address that was changed leads nowhere.",
            Self::Tags => "A missing or foreign inline code breaks the document.",
            Self::Brackets => "A bracket that opens must close.",
            Self::Quotes => "A quotation that opens must close.",
            Self::EndPunctuation => {
                "A question that became a statement, a sentence that lost its end."
            }
            Self::Spacing => "Doubled, missing or misplaced spaces.",
            Self::RepeatedWord => "A word that stands twice in a row.",
            Self::Mojibake => "Letters that were read in a wrong encoding.",
            Self::InconsistentTarget => "The same source is translated in different ways.",
            Self::InconsistentSource => "Different sources have the same translation.",
            Self::NearDuplicate => {
                "The memory holds this unit already, but for case, figures, spaces and punctuation."
            }
            Self::TermMissing => {
                "The glossary has an approved term for this, and the target does not use it."
            }
            Self::TermForbidden => "The glossary forbids this term.",
            Self::TermInconsistent => "The same term is rendered in another way elsewhere.",
            Self::DoNotTranslate => "This word must stay as it is.",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no rule: expected one of {names}", names = RULES.map(Rule::name).join(", "))]
pub struct UnknownRule(String);

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        RULES
            .into_iter()
            .find(|rule| rule.name() == word)
            .ok_or_else(|| UnknownRule(word.to_owned()))
    }
}

/// A set of rules for a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Everything that a translator would mend.
    Translator,
    /// What spoils the training of a machine: whole units that are no translations.
    Mt,
    /// No rule of these: only whether the file is what its format says.
    Format,
}

impl Profile {
    /// Its rules, in order.
    #[must_use]
    pub fn rules(self) -> Vec<Rule> {
        match self {
            Self::Translator => RULES
                .into_iter()
                .filter(|rule| !matches!(rule, Rule::NearDuplicate | Rule::InconsistentSource))
                .collect(),
            Self::Mt => vec![
                Rule::Empty,
                Rule::Identical,
                Rule::WrongLanguage,
                Rule::LengthRatio,
                Rule::Misaligned,
                Rule::Numbers,
                Rule::Mojibake,
                Rule::NearDuplicate,
            ],
            Self::Format => Vec::new(),
        }
    }
}
