//! TBX, the exchange format of termbases (ISO 30042).
//!
//! - `write`: version 2 (martif), which is what tools read; the file, its header, its entries;
//! - `entry`: one concept as a `termEntry`;
//! - `names`: the data categories of the dialects.

mod entry;
mod names;
mod write;

#[cfg(test)]
mod tests;

pub use write::{Dialect, Tbx};
