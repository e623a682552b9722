//! Concepts of a glossary, and the files they travel in.
//!
//! A [`Glossary`] is a list of [`Concept`]s, each with its [`Term`]s in several languages. Mining
//! proposes candidates ([`Glossary::merge_mined`]), people decide about them
//! ([`accept`](Glossary::accept), [`reject`](Glossary::reject), [`edit`](Glossary::edit),
//! [`merge`](Glossary::merge), [`split`](Glossary::split)), and every decision is kept with who
//! and when and can be undone ([`undo`](Glossary::undo)). Files are written through [`Export`]
//! and read by the module of their format.
//!
//! The crate knows no language: tags are strings, terms are compared folded ([`fold()`]) and never
//! changed. It reads no clock and no environment; the same glossary gives the same bytes.
//!
//! ```
//! use bitext_glossary::{Concept, Glossary, Selection, Stamp, Term, exporter, tsv};
//!
//! // Mining found a concept; a terminologist accepts it.
//! let mut glossary = Glossary::new();
//! let mined = Concept::new("fr", Term::new("état de droit")).with("en", Term::new("rule of law"));
//! let report = glossary.merge_mined([mined]);
//! let id = &report.new[0];
//! glossary.accept(id, Stamp::new("Léa", "2026-01-31T09:30:00Z"))?;
//!
//! // Mining again changes nothing that was decided.
//! let again = Concept::new("fr", Term::new("État de droit"));
//! assert_eq!(glossary.merge_mined([again]).kept, [id.clone()]);
//!
//! // As a table, and back.
//! let mut table = Vec::new();
//! let format = exporter("tsv").ok_or("no such format")?;
//! let written = format.write(&glossary, &Selection::default(), &mut table)?;
//! assert_eq!(written.concepts, 1);
//! assert_eq!(written.losses[0].what, "decision in the history");
//! let read = tsv::read(&table, &tsv::ReadOptions::default())?;
//! assert_eq!(read.glossary.get(id).map(|concept| concept.terms.len()), Some(2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where things are: `concept`, `term`, `status` and `glossary` hold the model; `history` the
//! decisions; `merge` mining again; `export` the seam for formats; [`tsv`], [`tbx`] and
//! `omegat` one format each.

mod concept;
mod diff;
mod error;
mod export;
mod fold;
mod formats;
mod glossary;
mod history;
mod language;
mod merge;
mod picklist;
mod reading;
mod source;
mod status;
mod term;

pub mod tsv;

pub mod tbx;

pub mod xlsx;

pub use concept::{Concept, ConceptId, Definition, Relation, RelationKind};
pub use diff::{Changed, Diff, FieldChange, described, diff};
pub use error::{Error, ReviewError};
pub use export::{Export, Loss, Report, Selection, exporter, exporter_named, exporter_names};
pub use fold::fold;
pub use formats::{DeepL, Google, MemoQ, MultiTerm, OmegaT, Utx, pairs};
pub use glossary::Glossary;
pub use history::{Absorbed, Action, Decision, Redirected, Stamp, Taken};
pub use language::language_matches;
pub use merge::{MiningReport, Withheld};
pub use reading::{Coverage, Finding, Problem, ReadOptions, Reading};
pub use source::{names_concepts, read};
pub use status::{AdministrativeStatus, Status};
pub use term::{Context, Evidence, Form, Gender, Number, PartOfSpeech, Property, Term, TermType};
