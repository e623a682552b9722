//! A file on disk becomes paragraphs and segments.
//!
//! ```text
//! bytes ─ decode ─► text ─ format, paragraph ─► paragraphs ─ clean ─► kept ─ segment ─► segments
//!           │                                                  └─► dropped, listed
//!           └─► Encoding: what was taken, and how it was known
//! ```
//!
//! Where a line of code belongs: `decode` knows bytes and encodings; `line`, `paragraph` and
//! `format` know layout; `clean` knows what pages put around a text; `segment` knows SRX; `read`
//! ties them together; `folder` lists documents. The rules themselves are data:
//! `data/srx/bitext.srx`.
//!
//! The text is never normalised, and nothing is lost: each character that is no white space stands
//! in one [`Segment`] or in one [`Dropped`] piece.
//!
//! ```
//! use bitext::document::{Options, parse};
//! use bitext::language::Language;
//!
//! let options = Options { language: Some(Language::french()), ..Options::default() };
//! let document = parse("note", "M. Roy est venu. Il repart.\nPhoto : VNA\n".as_bytes(), &options)?;
//! assert_eq!(document.segments[0].text, "M. Roy est venu.");
//! assert_eq!(document.dropped[0].rule.name(), "photo-credit");
//! # Ok::<(), bitext::document::Error>(())
//! ```

mod clean;
mod decode;
mod error;
mod folder;
mod format;
mod line;
mod paragraph;
mod read;
mod segment;

pub use clean::{CleaningRule, Dropped};
pub use decode::{Binary, Encoding, KnownBy};
pub use error::Error;
pub use folder::folder;
pub use read::{Document, MAX_BYTES, Options, Segment, parse, read};
pub use segment::{Rules, RulesError, RulesWarning, Segmenter};
