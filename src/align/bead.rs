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
    /// A segment of the other document that seems to belong here although the order of the texts
    /// forbids it, because a passage was moved or a list sorted anew: a target segment where the
    /// bead has source segments, else a source segment.
    pub crossing: Option<usize>,
}

impl Bead {
    /// A bead in order.
    #[must_use]
    pub fn new(source: Range<usize>, target: Range<usize>, confidence: f64) -> Self {
        Self {
            source,
            target,
            confidence,
            crossing: None,
        }
    }

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
        let bead = Bead::new(0..2, 4..5, 0.966);
        assert_eq!(bead.to_string(), "[0,1]:[4]:0.97");
        let null = Bead::new(3..4, 5..5, 1.0);
        assert_eq!(null.to_string(), "[3]:[]:1.00");
        assert!(null.is_null());
    }
}
