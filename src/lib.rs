//! The engine of `bitext`: documents and their translations become a translation memory and a
//! glossary.
//!
//! Data flows one way: [`document`] turns files into segments, [`align`] pairs the segments of two
//! documents, [`terms`] mines concepts from segments and pairs, [`memory`] keeps and finds units,
//! [`quality`] says what is wrong with them.
//! [`language`] knows what the others must know of a language.

pub mod align;
pub mod document;
pub mod language;
pub mod memory;
pub mod quality;
pub mod terms;
