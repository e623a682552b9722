//! Candidates that stand inside longer ones: `preuve numérique` in `partage des preuves numériques`.

use std::collections::HashMap;

/// For each key the numbers of the longest other keys that it holds, from its first word to its last.
///
/// A key is a row of words with single spaces between. Keys inside a key that is told are not told.
/// Time grows with the square of the words of each key, memory with the keys.
pub(super) fn parts(keys: &[&str]) -> Vec<Vec<usize>> {
    let numbers: HashMap<&str, usize> = keys.iter().copied().zip(0..).collect();
    keys.iter().map(|key| parts_of(key, &numbers)).collect()
}

fn parts_of(key: &str, numbers: &HashMap<&str, usize>) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(key.match_indices(' ').map(|(at, _)| at + 1));
    let mut parts = Vec::new();
    let mut covered = 0;
    for (first, &start) in starts.iter().enumerate() {
        // The longest row of words from here that is a key and reaches beyond what is covered.
        let found = (first + 1..=starts.len()).rev().find_map(|last| {
            let end = starts.get(last).map_or(key.len(), |next| next - 1);
            let whole = first == 0 && end == key.len();
            let number = numbers.get(&key[start..end]).filter(|_| !whole)?;
            (end > covered).then_some((end, *number))
        });
        if let Some((end, number)) = found {
            covered = end;
            parts.push(number);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_parts_are_told_and_nothing_inside_them() {
        let keys = [
            "partage de preuve numerique",
            "preuve numerique",
            "preuve",
            "partage",
            "etat",
        ];
        assert_eq!(parts(&keys), [vec![3, 1], vec![2], vec![], vec![], vec![]]);
    }

    #[test]
    fn parts_may_overlap_but_not_lie_inside_each_other() {
        let keys = [
            "droit international humanitaire",
            "droit international",
            "droit",
            "international humanitaire",
        ];
        assert_eq!(parts(&keys)[0], [1, 3]);
    }
}
