//! Lengths as weak evidence.
//!
//! Gale & Church, «A Program for Aligning Sentences in Bilingual Corpora» (1993): the difference
//! of character lengths, scaled by its standard deviation, is about normal; the score is the
//! logarithm of the two-sided tail.

/// Variance of the target length per source character (Gale & Church, §3.1).
const VARIANCE: f64 = 6.8;

/// Table steps per standard deviation.
const STEPS: f64 = 64.0;

/// Beyond this many standard deviations the tail counts as 10⁻¹².
const FURTHEST: f64 = 7.1;

/// Scores lengths for one document pair.
pub(super) struct Lengths {
    /// Target characters per source character.
    ratio: f64,
    tail: Vec<f64>,
}

impl Lengths {
    pub(super) fn new(ratio: f64) -> Self {
        let tail = (0..=(FURTHEST * STEPS) as usize)
            .map(|step| {
                let deviation = step as f64 / STEPS;
                libm::log(libm::erfc(deviation / core::f64::consts::SQRT_2).max(1e-12))
            })
            .collect();
        Self { ratio, tail }
    }

    /// ln P(the lengths differ at least this much), at most 0.
    pub(super) fn score(&self, source: f64, target: f64) -> f64 {
        let mean = 0.5 * (source + target / self.ratio);
        if mean <= 0.0 {
            return 0.0;
        }
        let deviation = (self.ratio * source - target).abs() / libm::sqrt(VARIANCE * mean);
        let step = ((deviation * STEPS) as usize).min(self.tail.len() - 1);
        self.tail[step]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lengths_cost_nothing_and_unequal_ones_more_and_more() {
        let lengths = Lengths::new(1.1);
        assert_eq!(lengths.score(100.0, 110.0), 0.0);
        let near = lengths.score(100.0, 130.0);
        let far = lengths.score(100.0, 300.0);
        assert!(0.0 > near && near > far);
        // 20 characters at 105 on average: z = 20 / sqrt(6.8 · 109.09…) = 0.734, tail 0.463.
        assert!((near - libm::log(0.463)).abs() < 0.02, "{near}");
        assert_eq!(lengths.score(0.0, 0.0), 0.0);
    }
}
