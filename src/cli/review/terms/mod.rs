//! The terms: candidates and decided concepts, lists and decisions.
//!
//! | file | what belongs there |
//! |---|---|
//! | `index` | what lists need of every concept, in memory and in order |
//! | `texts` | the words of all terms, for looking them up |
//! | `query` | which concepts are listed: facets, words, order |
//! | `page` | the list with its facets |
//! | `detail` | what is told of one concept |
//! | `bulk` | decisions about a whole list, shown before they are made |
//! | `decide` | what the forms do |

mod bulk;
mod decide;
mod detail;
mod index;
mod page;
mod query;
mod texts;

pub(super) use bulk::bulk_page;
pub(super) use decide::{bulk, edit, marked, one, split};
pub(super) use index::Index;
pub(super) use page::page;
