//! What is known of a language: tokens, folding, stop words, frequencies, detection.
//!
//! - [`tag`]: language tags.
//! - [`token`]: a text into tokens with their places.
//! - [`fold`](mod@fold): the form under which texts compare.

mod fold;
mod tag;
mod token;

pub use fold::{fold, fold_accents, fold_into};
pub use tag::{InvalidLanguage, Language};
pub use token::{Kind, Token, tokens, tokens_into};
