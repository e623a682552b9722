//! XML as files bring it and as tools take it.
//!
//! - `chars`: what XML 1.0 allows in text and in names;
//! - `write`: the [`Writer`] every export goes through;
//! - `tree`: [`Element`], a piece of XML nobody has a model for, kept whole for a round trip.

mod chars;
mod tree;
mod write;

pub use chars::{is_name, is_xml_char};
pub use tree::{Attributes, Element, Node};
pub use write::{IllegalPolicy, NONE, WriteError, Writer};
