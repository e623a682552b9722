//! What is known of a language.
//!
//! - `tag`: language tags.
//! - `token`: a text into tokens with their places.
//! - `fold`: the form under which texts compare.
//! - `detect`: which language a text is in.
//! - `stop`: words that carry grammar rather than meaning.
//! - [`frequency`]: how common a word is.
//! - [`general`]: general French with entries of several words.
//! - [`grade`]: how much a word says by itself, as it was graded.
//! - [`institutional`]: terms that institutions have fixed, with their equivalents.
//! - `lexicon`: with which probability a word translates another.
//! - [`Analyser`]: tags, lemmas and morphology of running text.
//! - [`tagger`]: parts of speech; [`lemma`]: lemmas, gender, number, and forms that agree.
//! - [`conllu`]: the treebanks that taggers learn from; `bytes`: the layout of their files.
//! - `table`: how the data of the above is compiled in.

mod analyser;
pub(crate) mod bytes;
pub mod conllu;
mod detect;
mod fold;
pub mod frequency;
pub mod general;
pub mod grade;
pub mod institutional;
pub mod lemma;
mod lexicon;
mod month;
mod stop;
mod table;
mod tag;
pub mod tagger;
mod token;

pub use analyser::{Analyser, Analysis};
pub use bytes::DecodeError;
pub use detect::{Detection, detect, detect_among};
pub use fold::{fold, fold_accents, fold_into};
pub use lexicon::{Lexicon, LexiconEntry, LexiconError};
pub use month::months;
pub use stop::{is_stop_word, stop_words};
pub use tag::{InvalidLanguage, Language};
pub use token::{Kind, Token, tokens, tokens_into};
