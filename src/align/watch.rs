//! How a caller follows a long alignment, and stops it.

/// Follows an alignment. Called from several threads.
pub trait Watch: Sync {
    /// The work ahead: source segments, counted once for each search over them.
    fn begin(&self, segments: usize);
    /// So many source segments have been searched since the last call.
    fn advance(&self, segments: usize);
    /// Whether to come to an end: documents that were searched already keep what was found, though
    /// later rounds would have found more; others are left out.
    fn stopped(&self) -> bool;
}

/// Nobody watches.
impl Watch for () {
    fn begin(&self, _segments: usize) {}
    fn advance(&self, _segments: usize) {}
    fn stopped(&self) -> bool {
        false
    }
}
