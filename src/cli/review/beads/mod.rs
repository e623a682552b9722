//! The alignments: beads of pairs of documents, their doubts, and mending them.
//!
//! | file | what belongs there |
//! |---|---|
//! | `index` | what lists need of every bead, in memory and in order |
//! | `page` | what the pages show |
//! | `region` | neighbouring beads before and after a change, and storing them |
//! | `rebead` | what beads become: merged, split, moved, unlinked |
//! | `act` | what the forms do |
//! | `realign` | the rest of a pair, aligned again |

mod act;
mod index;
mod page;
mod realign;
mod rebead;
mod region;

pub(super) use act::{Done, accept_above, act};
pub(super) use index::Index;
pub(super) use page::{PairView, address_of, bulk_page, page, pair_views};
pub(super) use realign::{begin as begin_realign, store as store_realigned};
