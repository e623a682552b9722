//! Where the list of candidates ends.

/// How many of the candidates, best first, to keep: the number for which the expected F1 is
/// greatest.
///
/// With the probability `p` of each candidate to be a term, the expected F1 of the first `k` is
/// 2·Σ p(first k) / (k + Σ p(all)) (Lipton, Elkan & Narayanaswamy 2014, «Optimal Thresholding of
/// Classifiers to Maximize F1 Measure»). A fixed threshold does not carry over from one corpus to
/// another; this does.
pub(super) fn best_length(probabilities: &[f64]) -> usize {
    let all: f64 = probabilities.iter().sum();
    let mut sum = 0.0;
    let mut best = (0.0, 0);
    for (at, probability) in probabilities.iter().enumerate() {
        sum += probability;
        let expected = 2.0 * sum / ((at + 1) as f64 + all);
        if expected > best.0 {
            best = (expected, at + 1);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_candidates_are_kept_and_doubtful_ones_are_not() {
        assert_eq!(best_length(&[0.9, 0.9, 0.8, 0.1, 0.1]), 3);
        assert_eq!(best_length(&[0.3, 0.3, 0.3]), 3);
        assert_eq!(best_length(&[]), 0);
        assert_eq!(best_length(&[0.0]), 0);
    }
}
