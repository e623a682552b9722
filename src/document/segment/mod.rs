//! Text into segments, by SRX 2.0 rules.

mod engine;
mod multi;
mod pattern;
mod reverse;
