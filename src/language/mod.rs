//! What is known of a language: tokens, folding, stop words, frequencies, detection.

mod tag;
mod token;

pub use tag::{InvalidLanguage, Language};
pub use token::{Kind, Token, fold, tokens};
