//! Where in a file something stands.

use std::fmt;

use memchr::{memchr_iter, memrchr};
use serde::{Deserialize, Serialize};

/// A place in the decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Bytes before it, counted in UTF-8 whatever the file's encoding, BOM not counted.
    pub offset: u64,
    /// Line, from 1; lines end with LF.
    pub line: u64,
    /// Column, from 1, in characters (code points).
    pub column: u64,
}

impl Position {
    /// The first character.
    pub const START: Self = Self {
        offset: 0,
        line: 1,
        column: 1,
    };

    /// The place after these bytes, which must be whole UTF-8 characters.
    #[must_use]
    pub fn after(mut self, text: &[u8]) -> Self {
        self.offset += text.len() as u64;
        let tail = match memrchr(b'\n', text) {
            Some(at) => {
                self.line += memchr_iter(b'\n', &text[..=at]).count() as u64;
                self.column = 1;
                &text[at + 1..]
            }
            None => text,
        };
        // Continuation bytes are 0b10xxxxxx; every other byte begins a character.
        self.column += tail.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u64;
        self
    }
}

impl Default for Position {
    fn default() -> Self {
        Self::START
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters() {
        let at = Position::START.after("aé\nbç".as_bytes());
        assert_eq!((at.offset, at.line, at.column), (7, 2, 3));
        let at = at.after("d\n\n".as_bytes());
        assert_eq!((at.offset, at.line, at.column), (10, 4, 1));
    }
}
