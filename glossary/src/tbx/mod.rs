//! TBX, the exchange format of termbases (ISO 30042), read in every version and style and written
//! in versions 2 and 3.
//!
//! - `read`: a file to concepts; `parse`: one entry of it; `rules`: what is odd about it;
//! - `write`: concepts to a file, its header and its end; `entry/`: one concept; `fit`: what a version
//!   and a dialect have a place for;
//! - `category`: the data categories of TBX-Basic; `names`: what the dialects call values;
//! - `element`: entries in one form, whichever version and style they come from.

mod category;
mod element;
mod entry;
mod fit;
mod names;
mod parse;
mod read;
mod rules;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use entry::{doubles_a_field, is_shell};
pub use read::read;
pub use write::{Dialect, Tbx, Version};
