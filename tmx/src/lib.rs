//! Streaming TMX reader and writer over a hardened XML layer.

mod date;
mod model;
mod read;
mod report;
mod segment;
mod write;
pub mod xml;

pub use date::Date;
pub use model::{Header, Note, Origin, Property, SegType, Unit, Variant};
pub use read::{Error, Policy, ReadOptions, Reader};
pub use report::{Finding, Problem, Report};
pub use segment::{Code, CodeKind, CodePiece, Foreign, Highlight, Piece, Segment, Sub};
pub use write::{Extras, Level, WriteError, WriteOptions, Writer, Written};
