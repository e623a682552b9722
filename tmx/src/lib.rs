//! Streaming TMX reader and writer over a hardened XML layer.

pub mod xml;
