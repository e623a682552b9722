//! Decisions of reviewers: what was decided, by whom, when, and how to take it back.
//!
//! Every operation of [`Glossary`](crate::Glossary) in this module leaves a [`Decision`] with the
//! concept it changed. A decision holds what its undoing needs, so that
//! [`undo`](crate::Glossary::undo) gives back exactly what was before, tomorrow as well as now.
//! Decisions on one concept are undone in the reverse of their order, as with any editor;
//! decisions on different concepts do not depend on each other.
//!
//! - `decision`: what is recorded;
//! - `decide`: the operations;
//! - `intake`: what files bring;
//! - `undo`: the way back.

mod decide;
mod decision;
mod intake;
mod undo;

#[cfg(test)]
mod tests;

pub use decision::{Absorbed, Action, Decision, Redirected, Stamp};
pub use intake::Taken;
