//! Concepts of a glossary, and the files they travel in.
