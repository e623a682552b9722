//! What is known of a language: tokens, folding, stop words, frequencies, detection.
//!
//! - [`tag`]: language tags.
//! - [`token`]: a text into tokens with their places.
//! - [`fold`](mod@fold): the form under which texts compare.
//! - [`tagger`]: parts of speech; [`lemma`]: lemmas, gender and number.
//! - [`Analyser`]: both over running text.
//! - [`conllu`]: the treebanks they learn from; `bytes`: the layout of their files.

mod analyser;
mod bytes;
pub mod conllu;
mod fold;
pub mod lemma;
mod tag;
pub mod tagger;
mod token;

pub use analyser::{Analyser, Analysis};
pub use bytes::DecodeError;
pub use fold::{fold, fold_accents, fold_into};
pub use tag::{InvalidLanguage, Language};
pub use token::{Kind, Token, tokens, tokens_into};
