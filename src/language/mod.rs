//! What is known of a language: tokens, folding, stop words, frequencies, detection.

mod bytes;
pub mod conllu;
pub mod lemma;
mod tag;
pub mod tagger;
mod token;

pub use bytes::DecodeError;
pub use tag::{InvalidLanguage, Language};
pub use token::{Kind, Token, fold, tokens};
