//! Acronyms and the full forms they stand for, in French and English texts.
//!
//! - `words`: a segment as words and gaps; the light words.
//! - `shape`: what is written like an acronym.
//! - `pieces`: the words of a full form, and the letters each may give.
//! - `letters`: whether they explain the letters of a short form.
//! - `pattern`: where both stand beside each other.
//! - `cues`: the words and signs between them.
//! - `table`: what all documents together say.
//! - `apart`: full forms that nowhere stand beside their acronym.

mod apart;
mod cues;
mod letters;
mod pattern;
mod pieces;
mod shape;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use apart::tie_apart;
pub use table::Acronyms;

/// A segment of a document, both counted as the caller counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The document.
    pub document: usize,
    /// The segment within it.
    pub segment: usize,
}

/// A short form, how often it stands in the texts, and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acronym {
    /// The most frequent spelling, without a plural s.
    pub short: String,
    /// Every spelling seen (`ONU`, `O.N.U`), without a plural s, in the order seen.
    pub forms: Vec<String>,
    /// What it stands for, the best supported first; empty if the texts do not say.
    pub full_forms: Vec<FullForm>,
    /// How often it occurs, headings in capitals left out.
    pub occurrences: usize,
    /// In how many documents.
    pub documents: usize,
    /// Where it stands first.
    pub first: Place,
}

impl Acronym {
    /// The best supported full form.
    #[must_use]
    pub fn full(&self) -> Option<&FullForm> {
        self.full_forms.first()
    }
}

/// What a short form stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullForm {
    /// As the texts write it most often, without a leading article.
    pub text: String,
    /// How it was found.
    pub tie: Tie,
    /// How often it stands beside the short form.
    pub evidence: usize,
    /// In how many documents it does.
    pub documents: usize,
    /// Where it does so first.
    pub first: Option<Place>,
}

/// How a full form was tied to a short form, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// They stand beside each other, and the letters are those of the words in their order.
    Adjacent,
    /// They stand beside each other, the letters are the words' initials in another order: mostly
    /// the short form of another language (`Organisation du traité de l'Atlantique Nord (NATO)`).
    Reordered,
    /// They never stand beside each other: see [`tie_apart`].
    Apart,
    /// They stand beside each other in the way of a definition, but the letters are not those of the
    /// words: a short form of another language (`Agence européenne de sécurité des aliments (EFSA)`).
    Defined,
}
