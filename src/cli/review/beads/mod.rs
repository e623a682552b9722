//! The alignments: beads of pairs of documents, their doubts, and mending them.
//!
//! | file | what belongs there |
//! |---|---|
//! | `index` | what lists need of every bead, in memory and in order |
//! | `overview` | the pairs, the most doubtful beads |
//! | `page` | a pair side by side |
//! | `bulk` | sure beads accepted together |
//! | `telling` | how pairs, addresses and doubts are written |
//! | `region` | neighbouring beads before and after a change, and storing them |
//! | `rebead` | what beads become: merged, split, moved, unlinked |
//! | `act` | what the forms do |
//! | `realign` | the rest of a pair, aligned again |

mod act;
mod bulk;
mod index;
mod overview;
mod page;
mod realign;
mod rebead;
mod region;
mod telling;

pub(super) use act::{Done, accept_above, act};
pub(super) use bulk::bulk_page;
pub(super) use index::Index;
pub(super) use overview::{PairView, pair_views};
pub(super) use page::page;
pub(super) use realign::{begin as begin_realign, store as store_realigned};
pub(super) use telling::address_of;
