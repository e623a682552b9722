//! The result of an alignment.

use std::fmt;
use std::ops::Range;

/// A group of source segments with the target segments that translate them.
///
/// One of the two ranges may be empty: the segments of the other have no translation here.
#[derive(Clone, Debug, PartialEq)]
pub struct Bead {
    /// Source segments, counted from 0.
    pub source: Range<usize>,
    /// Target segments, counted from 0.
    pub target: Range<usize>,
    /// How sure the aligner is that exactly these segments belong together, from 0 to 1.
    pub confidence: f64,
}

impl Bead {
    /// Whether one side is empty.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.source.is_empty() || self.target.is_empty()
    }
}

/// One line of the beads format: `[0,1]:[0]:0.97`, nulls as `[]`.
impl fmt::Display for Bead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_range(f, &self.source)?;
        f.write_str(":")?;
        write_range(f, &self.target)?;
        write!(f, ":{:.2}", self.confidence)
    }
}

fn write_range(f: &mut fmt::Formatter<'_>, range: &Range<usize>) -> fmt::Result {
    f.write_str("[")?;
    for (at, segment) in range.clone().enumerate() {
        if at > 0 {
            f.write_str(",")?;
        }
        write!(f, "{segment}")?;
    }
    f.write_str("]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beads_are_written_with_nulls_as_empty_brackets() {
        let bead = Bead {
            source: 0..2,
            target: 4..5,
            confidence: 0.966,
        };
        assert_eq!(bead.to_string(), "[0,1]:[4]:0.97");
        let null = Bead {
            source: 3..4,
            target: 5..5,
            confidence: 1.0,
        };
        assert_eq!(null.to_string(), "[3]:[]:1.00");
        assert!(null.is_null());
    }
}
