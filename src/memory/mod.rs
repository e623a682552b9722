//! The memory: the project file, units, and the best matches for a new segment.
