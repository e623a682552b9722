//! A file on disk becomes paragraphs and segments.
mod segment;
