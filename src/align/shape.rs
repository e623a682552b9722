//! The shapes that beads may have, and how likely each is before a word is read.

/// How many segments a bead takes from each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) source: usize,
    pub(super) target: usize,
}

/// Shapes with text on both sides, commonest first: ties go to the earlier one.
pub(super) const SHAPES: [Shape; 11] = [
    Shape {
        source: 1,
        target: 1,
    },
    Shape {
        source: 1,
        target: 2,
    },
    Shape {
        source: 2,
        target: 1,
    },
    Shape {
        source: 1,
        target: 3,
    },
    Shape {
        source: 3,
        target: 1,
    },
    Shape {
        source: 2,
        target: 2,
    },
    Shape {
        source: 2,
        target: 3,
    },
    Shape {
        source: 3,
        target: 2,
    },
    Shape {
        source: 1,
        target: 4,
    },
    Shape {
        source: 4,
        target: 1,
    },
    Shape {
        source: 3,
        target: 3,
    },
];

/// Most segments a bead takes from one side.
pub(super) const LONGEST: usize = 4;

/// Prior probability of each shape, near the frequencies in the development sets' gold.
pub(super) const PROBABILITIES: [f64; SHAPES.len()] = [
    0.86, 0.045, 0.045, 0.008, 0.008, 0.004, 0.0015, 0.0015, 0.0015, 0.0015, 0.0005,
];
