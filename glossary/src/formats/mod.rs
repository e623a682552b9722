//! The glossaries of other tools, one file a format, read and written.
//!
//! - `memoq`: memoQ's table; `multiterm`: MultiTerm's XML (Trados); `google`, `deepl`: the lists that
//!   machine translation takes; `utx`: AAMT's simple table; `omegat`: OmegaT's list;
//! - `language_name`: languages by their English names, as memoQ and MultiTerm write them;
//! - `pairs`: concepts as pairs of a source and a target term;
//! - `table`: lines and cells of the tables above.

pub(crate) mod deepl;
pub(crate) mod google;
pub(crate) mod language_name;
pub(crate) mod memoq;
pub(crate) mod multiterm;
pub(crate) mod omegat;
pub(crate) mod pairs;
pub(crate) mod table;
pub(crate) mod utx;

#[cfg(test)]
mod tests;

pub use deepl::DeepL;
pub use google::Google;
pub use memoq::MemoQ;
pub use multiterm::MultiTerm;
pub use omegat::OmegaT;
pub use pairs::pairs;
pub use utx::Utx;
