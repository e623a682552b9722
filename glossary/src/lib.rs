//! Concepts of a glossary, and the files they travel in.

mod concept;
mod error;
mod fold;
mod glossary;
mod history;
mod language;
mod merge;
mod picklist;
mod status;
mod term;

pub use concept::{Concept, ConceptId, Definition, Relation, RelationKind};
pub use error::{Error, ReviewError};
pub use fold::fold;
pub use glossary::Glossary;
pub use history::{Absorbed, Action, Decision, Redirected, Stamp};
pub use language::language_matches;
pub use merge::{MiningReport, Withheld};
pub use status::{AdministrativeStatus, Status};
pub use term::{Context, Evidence, Form, Gender, Number, PartOfSpeech, Property, Term, TermType};
