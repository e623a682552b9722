//! Parts of speech of running text.
//!
//! | file | what it holds |
//! |---|---|
//! | `upos.rs` | the tag set |
//! | `features.rs` | what the tagger sees of a word |
//! | `model.rs` | a trained tagger, and its file |
//! | `retokenise.rs` | treebank sentences cut as our tokeniser cuts |
//! | `train.rs` | the averaged perceptron |
//! | `evaluate.rs` | accuracy on a treebank |

mod evaluate;
mod features;
mod model;
mod retokenise;
#[cfg(test)]
mod tests;
mod train;
mod upos;

pub use evaluate::{Accuracy, evaluate};
pub use model::Model;
pub use retokenise::{Agreement, retokenised, with_own_tokens};
pub use train::{TrainOptions, train};
pub use upos::Tag;
