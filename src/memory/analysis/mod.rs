//! What translating a text will take: its words by how much of it a memory knows already.
//!
//! - `count.rs`: what counts as a word, a character, a tag;
//! - `bands.rs`: the categories that segments fall into, and their rates;
//! - `analyse.rs`: segments into categories, with repetitions and internal matches.

mod analyse;
mod bands;
mod count;

pub use analyse::{Analysis, FileAnalysis, Options, Text, analyse};
pub use bands::{Bands, Category, InvalidBands, InvalidRates, Rates};
pub use count::{Count, count};
