//! XML as files bring it and as tools take it.
//!
//! - `sniff`: which encoding the bytes are in;
//! - `decode`: bytes to clean UTF-8 in pieces, with line and column;
//! - `entity`: what `&…;` stands for, and what is refused;
//! - `tag`: a start tag in buffers used again and again;
//! - `read`: the pull [`Reader`] and its [`Options`];
//! - `problem`: what reading mends ([`Problem`]) and what ends it ([`ReadError`]);
//! - `position`: [`Position`], a line and column;
//! - `chars`: what XML 1.0 allows in text and in names;
//! - `tree`: [`Element`], a piece of XML nobody has a model for, kept whole for a round trip;
//! - `write`: the [`Writer`] every export goes through.
//!
//! quick-xml is the tokenizer underneath. It accepts raw control characters, several roots, and
//! files cut between two elements, and its own decoding stumbles over some UTF-16; this layer
//! decodes first and checks all of that.

mod chars;
mod decode;
mod entity;
mod position;
mod problem;
mod read;
mod sniff;
mod tag;
mod tree;
mod write;

pub use chars::{is_name, is_xml_char};
pub use position::Position;
pub use problem::{Problem, ReadError};
pub use read::{Event, Options, Policy, Reader};
pub use tag::Tag;
pub use tree::{Attributes, Element, Node};
pub use write::{IllegalPolicy, NONE, WriteError, Writer};
