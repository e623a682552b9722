//! What does not follow the order of the texts: moved passages, lists sorted anew.
//!
//! The path through two documents never goes back, so what was moved is left over on both sides or
//! forced together with strangers. Rare words in common still tell what belongs to what.

use super::anchor::{Block, candidates};
use super::bead::Bead;
use super::corpus::Document;
use super::model::Model;

/// A bead this sure stays as it is, whatever else its words resemble.
const SURE: f64 = 0.9;

/// Notes in each doubtful bead the segment of the other document that its rare words lead to.
///
/// Cost as for anchoring the whole document once.
pub(super) fn mark(document: &Document, model: &Model, path: &mut [Bead]) {
    let whole = Block {
        source: 0..document.source.len(),
        target: 0..document.target.len(),
    };
    let (of_source, of_target) = places(document, path);
    for anchor in candidates(document, model, &whole) {
        let (one, other) = (of_source[anchor.source], of_target[anchor.target]);
        if one == other || !doubtful(&path[one]) || !doubtful(&path[other]) {
            continue;
        }
        path[one].crossing.get_or_insert(anchor.target);
        if path[other].source.is_empty() {
            path[other].crossing.get_or_insert(anchor.source);
        }
    }
}

fn doubtful(bead: &Bead) -> bool {
    bead.is_null() || bead.confidence < SURE
}

/// The bead of each source and of each target segment.
fn places(document: &Document, path: &[Bead]) -> (Vec<usize>, Vec<usize>) {
    let mut of_source = vec![0; document.source.len()];
    let mut of_target = vec![0; document.target.len()];
    for (at, bead) in path.iter().enumerate() {
        of_source[bead.source.clone()].fill(at);
        of_target[bead.target.clone()].fill(at);
    }
    (of_source, of_target)
}
