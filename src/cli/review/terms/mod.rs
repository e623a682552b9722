//! The terms: candidates and decided concepts, lists and decisions.
//!
//! | file | what belongs there |
//! |---|---|
//! | `index` | what lists need of every concept, in memory and in order |
//! | `query` | which concepts are listed: facets, words, order |
//! | `page` | what the pages show |
//! | `decide` | what the forms do |

mod decide;
mod index;
mod page;
mod query;

pub(super) use decide::{bulk, edit, marked, one, split};
pub(super) use index::Index;
pub(super) use page::{bulk_page, page};
