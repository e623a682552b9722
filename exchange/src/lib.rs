//! Bilingual units in the formats of translators, localisers and trainers of machine translation.
//!
//! A memory is more than TMX: units come in XLIFF files that translators deliver, in PO files, in
//! spreadsheets, as line-aligned text. [`open`] gives a [`Source`] for any of them, [`create`] a
//! [`Sink`]; between the two flow [`Unit`](bitext_tmx::Unit)s, the richest model among them. So every
//! format converts into every other, and [`difference`] compares any two.
//!
//! - Reading streams where the format allows (all but XLSX) and never loses a file for one unit: what
//!   is skipped, and why, is a [`Finding`] with line and unit.
//! - Approved and fuzzy states are respected: [`Status`] travels as the property [`STATUS`]. Unfinished
//!   translations are left out and counted, unless [`ReadOptions::drafts`] asks for them.
//! - Writing is deterministic; what a format cannot hold is counted in [`Written::losses`].
//!
//! | file | what belongs there |
//! |---|---|
//! | `format` | names, endings and kinds of formats |
//! | `source` · `sink` | the two traits, and how a format is opened |
//! | `pair` · `status` | one source with one target, what formats without a model of their own hold; how far it is to be trusted |
//! | `bead` | segments that an aligner left without a partner |
//! | `place` | where in its file a unit begins |
//! | `finding` | findings and sums of reading, errors |
//! | `text` | bytes to lines: encodings, limits |
//! | `table/` | TSV, CSV, XLSX: columns, cells, both directions |
//! | `moses` · `jsonl` · `po/` · `xliff/` | one format each |
//! | `diff` | two memories compared |
//!
//! The crate knows no language and no project: codes like `fr-CA` are strings here. It never prints.
//!
//! ```
//! use bitext_exchange::{Format, ReadOptions, WriteOptions, open_bytes, create};
//!
//! let po = "msgid \"\"\nmsgstr \"Language: fr\\n\"\n\nmsgid \"Save\"\nmsgstr \"Enregistrer\"\n";
//! let options = ReadOptions { source_language: Some("en".to_owned()), ..ReadOptions::default() };
//! let mut source = open_bytes(Format::Po, po.as_bytes().to_vec(), &options)?;
//! let mut out = Vec::new();
//! let mut sink = create(Format::Jsonl, &mut out, &WriteOptions::default())?;
//! while let Some(unit) = source.next_unit()? {
//!     sink.write(&unit, source.source_language())?;
//! }
//! assert_eq!(sink.finish()?.pairs, 1);
//! assert!(String::from_utf8(out)?.starts_with("{\"source\":\"Save\",\"target\":\"Enregistrer\""));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bead;
mod diff;
mod finding;
mod format;
mod jsonl;
mod moses;
mod pair;
mod place;
mod po;
mod sink;
mod source;
mod status;
mod table;
mod text;
mod xliff;

pub use diff::{Change, Difference, Entry, difference};
pub use finding::{Error, Finding, Report};
pub use format::{Format, UnknownFormat};
pub use pair::Pair;
pub use place::Place;
pub use po::PoHeader;
pub use sink::{Sink, WriteError, WriteOptions, Written, create, create_moses};
pub use source::{ReadOptions, Source, open, open_bytes, open_moses, open_stream};
pub use status::{STATUS, Status};
