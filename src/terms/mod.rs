//! Terminology: candidates, termhood, variants, acronyms and equivalents.

mod acronym;

pub use acronym::{Acronym, Acronyms, FullForm, Place, Tie, tie_apart};
