//! Two documents become beads: groups of source segments with their target segments.
