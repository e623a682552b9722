//! Translation memories as TMX files: a streaming reader that survives what tools write, a
//! streaming writer that every tool takes, and the hardened XML layer under both.
//!
//! TMX (Translation Memory eXchange, LISA OSCAR, 1.4b of 2005) is how CAT tools hand memories to
//! one another. Files in the wild break its rules in every way; one bad unit must not cost the
//! other million, and nothing may vanish without a word. So:
//!
//! - [`Reader`] gives units one at a time in bounded memory, whatever the encoding, for TMX 1.1 to
//!   1.4. Every deviation is a [`Finding`] with line, column and unit, saying what was done about
//!   it; a unit that cannot be used is skipped and counted; XML that breaks inside a unit costs that
//!   unit. [`Policy::Strict`] makes the first deviation an error instead.
//! - [`Unit`], [`Variant`] and [`Segment`] hold everything TMX has, and what it has not (vendors'
//!   attributes and elements), so that reading and writing back loses nothing.
//!   [`Segment::plain_text`] is the text without codes.
//! - [`Writer`] writes TMX 1.4, level 1 or 2, the same bytes for the same units.
//! - [`xml`] is useful alone, for any XML format.
//!
//! The crate knows no language: codes like `fr-CA` are strings here. It never prints, and reads
//! no file but the one it is given.
//!
//! ```
//! use bitext_tmx::{Header, Reader, Unit, Writer};
//!
//! // Write a memory …
//! let header = Header { src_lang: "fr".to_owned(), ..Header::default() };
//! let mut writer = Writer::new(Vec::new(), &header)?;
//! writer.write(&Unit::pair(("fr", "état de droit"), ("en", "rule of law")))?;
//! let (file, written) = writer.finish()?;
//!
//! // … and read it.
//! let mut reader = Reader::new(file.as_slice())?;
//! while let Some(unit) = reader.next_unit()? {
//!     let french = unit.variant("fr").map(|v| v.segment.plain_text());
//!     assert_eq!(french.as_deref(), Some("état de droit"));
//! }
//! let report = reader.into_report();
//! assert_eq!((report.units, report.skipped, written.units), (1, 0, 1));
//! for finding in &report.findings {
//!     println!("{finding}");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where things are: `read/` and `write/` for the two directions, `model` and `segment` for what
//! they exchange, `date` for dates, `report` for findings and sums, `target` for what single tools ask
//! for, `compressed` for gzip and ZIP, `xml/` for the layer below.

pub mod compressed;
mod date;
mod model;
mod read;
mod report;
mod segment;
mod target;
mod write;
pub mod xml;

pub use date::Date;
pub use model::{Header, Note, Origin, Property, SegType, Unit, Variant};
pub use read::{Error, Policy, ReadOptions, Reader};
pub use report::{Finding, Problem, Report};
pub use segment::{Code, CodeKind, CodePiece, Foreign, Highlight, Piece, Segment, Sub};
pub use target::{Adapted, Concern, Concerns, Target};
pub use write::{Extras, Level, WriteError, WriteOptions, Writer, Written};
pub use xml::IllegalPolicy;
