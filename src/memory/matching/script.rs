//! The edit script between two texts' keys: which keys stand for which, and the differences shown.

use super::key::{Class, Key, keys};
use crate::language::Language;

/// Cells of the matrix beyond which the middle of two texts is not aligned token by token: 64 MB.
const MOST_CELLS: usize = 64_000_000;

/// A step of an edit script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Equal keys at these places of the first and the second text.
    Same(usize, usize),
    /// Different keys at these places.
    Replaced(usize, usize),
    /// Only the first text has the key at this place.
    Deleted(usize),
    /// Only the second text has the key at this place.
    Inserted(usize),
}

/// One side of a script: a text with its keys and their ids.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) text: &'a str,
    pub(crate) keys: &'a [Key],
    /// Equal ids mean equal keys; as many as `keys`.
    pub(crate) ids: &'a [u32],
}

impl<'a> Side<'a> {
    fn surface(&self, place: usize) -> &'a str {
        self.keys[place].surface(self.text)
    }
}

/// The shortest script from `a` to `b`; of several, one with the fewest differences of spelling
/// inside equal keys, so that penalties are the least that any shortest script gives.
///
/// Cost: the lengths' product, cut to a band of the width of `distance`, the known distance of the
/// keys; time and memory of more than 64 million cells are refused: then only what both begin and
/// end with is aligned, the rest counts as replaced.
pub(crate) fn script(a: Side<'_>, b: Side<'_>, distance: usize) -> Vec<Step> {
    let exact = |i: usize, j: usize| a.ids[i] == b.ids[j] && a.surface(i) == b.surface(j);
    let shorter = a.ids.len().min(b.ids.len());
    let start = (0..shorter).take_while(|&i| exact(i, i)).count();
    let (last_a, last_b) = (a.ids.len(), b.ids.len());
    let end = (1..=shorter - start)
        .take_while(|&back| exact(last_a - back, last_b - back))
        .count();
    let (end_a, end_b) = (last_a - end, last_b - end);

    let mut steps: Vec<Step> = (0..start).map(|i| Step::Same(i, i)).collect();
    let width = 2 * distance + 1;
    if (end_a - start + 1).saturating_mul(width) > MOST_CELLS {
        steps.extend((start..end_a).map(Step::Deleted));
        steps.extend((start..end_b).map(Step::Inserted));
    } else {
        Band::fill(a, b, start..end_a, start..end_b, distance).walk(&mut steps);
    }
    steps.extend((0..end).map(|i| Step::Same(end_a + i, end_b + i)));
    steps
}

/// The dynamic programme between two ranges, within `reach` of the diagonal.
struct Band {
    first_a: usize,
    first_b: usize,
    rows: usize,
    columns: usize,
    reach: usize,
    /// How each cell was reached: `rows + 1` lines of `2 * reach + 1` cells.
    moves: Vec<Move>,
}

#[derive(Clone, Copy, PartialEq)]
enum Move {
    Same,
    Replaced,
    Deleted,
    Inserted,
}

impl Band {
    fn fill(
        a: Side<'_>,
        b: Side<'_>,
        range_a: std::ops::Range<usize>,
        range_b: std::ops::Range<usize>,
        distance: usize,
    ) -> Self {
        let (rows, columns) = (range_a.len(), range_b.len());
        // A script of this distance strays no further from the diagonal.
        let reach = distance.max(rows.abs_diff(columns));
        let width = 2 * reach + 1;
        // An edit outweighs every difference of spelling together.
        let edit = rows.min(columns) as u64 + 1;
        let unreached = u64::MAX / 2;
        let mut moves = vec![Move::Same; (rows + 1) * width];
        let mut above = vec![unreached; width];
        let mut line = vec![unreached; width];
        for i in 0..=rows {
            line.fill(unreached);
            for j in i.saturating_sub(reach)..=columns.min(i + reach) {
                let cell = j + reach - i;
                let (mut best, mut best_move) = (unreached, Move::Same);
                if i == 0 && j == 0 {
                    best = 0;
                }
                if i > 0 && j > 0 {
                    let (p, q) = (range_a.start + i - 1, range_b.start + j - 1);
                    let (cost, step) = if a.ids[p] != b.ids[q] {
                        (edit, Move::Replaced)
                    } else {
                        (u64::from(a.surface(p) != b.surface(q)), Move::Same)
                    };
                    if above[cell] + cost < best {
                        (best, best_move) = (above[cell] + cost, step);
                    }
                }
                if i > 0 && cell + 1 < width && above[cell + 1] + edit < best {
                    (best, best_move) = (above[cell + 1] + edit, Move::Deleted);
                }
                if j > 0 && cell > 0 && line[cell - 1] + edit < best {
                    (best, best_move) = (line[cell - 1] + edit, Move::Inserted);
                }
                line[cell] = best;
                moves[i * width + cell] = best_move;
            }
            std::mem::swap(&mut above, &mut line);
        }
        Self {
            first_a: range_a.start,
            first_b: range_b.start,
            rows,
            columns,
            reach,
            moves,
        }
    }

    /// Appends the steps of the best way through.
    fn walk(&self, steps: &mut Vec<Step>) {
        let (mut i, mut j) = (self.rows, self.columns);
        let first = steps.len();
        while i > 0 || j > 0 {
            let (a, b) = (self.first_a + i, self.first_b + j);
            let step = match self.moves[i * (2 * self.reach + 1) + (j + self.reach - i)] {
                Move::Same => Step::Same(a - 1, b - 1),
                Move::Replaced => Step::Replaced(a - 1, b - 1),
                Move::Deleted => Step::Deleted(a - 1),
                Move::Inserted => Step::Inserted(b - 1),
            };
            i -= usize::from(!matches!(step, Step::Inserted(_)));
            j -= usize::from(!matches!(step, Step::Deleted(_)));
            steps.push(step);
        }
        steps[first..].reverse();
    }
}

/// A run of text in a comparison of two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Both texts have it, letter by letter.
    Equal(&'a str),
    /// Only the first text has it.
    Deleted(&'a str),
    /// Only the second text has it.
    Inserted(&'a str),
}

/// What to delete from `source` and insert to get `query`, token by token, with the white space:
/// the equal and deleted pieces joined are `source`, the equal and inserted ones `query`.
///
/// Cost as the product of the lengths where the texts differ.
#[must_use]
pub fn difference<'a>(source: &'a str, query: &'a str, language: &Language) -> Vec<Piece<'a>> {
    let (keys_a, keys_b) = (spelled(source, language), spelled(query, language));
    let mut vocabulary = indexmap::IndexSet::new();
    let mut intern = |text: &'a str, keys: &[Key]| -> Vec<u32> {
        keys.iter()
            .map(|key| vocabulary.insert_full(key.surface(text)).0 as u32)
            .collect()
    };
    let (ids_a, ids_b) = (intern(source, &keys_a), intern(query, &keys_b));
    let a = Side {
        text: source,
        keys: &keys_a,
        ids: &ids_a,
    };
    let b = Side {
        text: query,
        keys: &keys_b,
        ids: &ids_b,
    };
    let limit = ids_a.len().max(ids_b.len());
    let distance = super::distance::Pattern::new(&ids_a)
        .within(&ids_b, limit)
        .unwrap_or(limit);
    let mut pieces = Pieces {
        source,
        query,
        ..Pieces::default()
    };
    for step in script(a, b, distance) {
        match step {
            Step::Same(i, j) => pieces.equal(&keys_a[i], &keys_b[j]),
            Step::Replaced(i, j) => {
                pieces.deleted = keys_a[i].end;
                pieces.inserted = keys_b[j].end;
            }
            Step::Deleted(i) => pieces.deleted = keys_a[i].end,
            Step::Inserted(j) => pieces.inserted = keys_b[j].end,
        }
    }
    pieces.finish()
}

/// The keys of a text, and what stands between them as keys of their own.
fn spelled(text: &str, language: &Language) -> Vec<Key> {
    let mut all = Vec::new();
    let mut end = 0;
    let gap = |from: usize, to: usize| Key {
        start: from,
        end: to,
        class: Class::Text,
    };
    for key in keys(text, language) {
        if key.start > end {
            all.push(gap(end, key.start));
        }
        all.push(key);
        end = key.end;
    }
    if end < text.len() {
        all.push(gap(end, text.len()));
    }
    all
}

/// Collects pieces: bytes before `done_*` are told, those before `deleted` and `inserted` are to be
/// told as such.
#[derive(Default)]
struct Pieces<'a> {
    source: &'a str,
    query: &'a str,
    told_source: usize,
    deleted: usize,
    told_query: usize,
    inserted: usize,
    /// Start of the run of equal text that is still growing, in the source.
    equal_from: Option<usize>,
    pieces: Vec<Piece<'a>>,
}

impl Pieces<'_> {
    fn equal(&mut self, a: &Key, b: &Key) {
        if self.deleted > self.told_source || self.inserted > self.told_query {
            self.flush();
        }
        self.equal_from.get_or_insert(a.start);
        (self.told_source, self.deleted) = (a.end, a.end);
        (self.told_query, self.inserted) = (b.end, b.end);
    }

    /// Tells the equal run, then what was deleted and inserted after it.
    fn flush(&mut self) {
        if let Some(from) = self.equal_from.take() {
            self.pieces
                .push(Piece::Equal(&self.source[from..self.told_source]));
        }
        if self.deleted > self.told_source {
            self.pieces
                .push(Piece::Deleted(&self.source[self.told_source..self.deleted]));
            self.told_source = self.deleted;
        }
        if self.inserted > self.told_query {
            self.pieces
                .push(Piece::Inserted(&self.query[self.told_query..self.inserted]));
            self.told_query = self.inserted;
        }
    }
}

impl<'a> Pieces<'a> {
    fn finish(mut self) -> Vec<Piece<'a>> {
        self.flush();
        self.pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shows_words_that_changed() {
        let pieces = difference(
            "The red door is open.",
            "The green door was open.",
            &Language::english(),
        );
        assert_eq!(
            pieces,
            [
                Piece::Equal("The "),
                Piece::Deleted("red"),
                Piece::Inserted("green"),
                Piece::Equal(" door "),
                Piece::Deleted("is"),
                Piece::Inserted("was"),
                Piece::Equal(" open."),
            ]
        );
    }

    #[test]
    fn same_text_is_one_piece_and_nothing_is_none() {
        let language = Language::french();
        assert_eq!(
            difference("l'État", "l'État", &language),
            [Piece::Equal("l'État")]
        );
        assert_eq!(difference("", "", &language), []);
        assert_eq!(difference("a", "", &language), [Piece::Deleted("a")]);
    }

    #[test]
    fn of_the_shortest_scripts_the_one_with_equal_spelling() {
        // Either «2» may stand for the number; the equal one must.
        let (a, b) = ("2 7", "7");
        let language = Language::english();
        let (keys_a, keys_b) = (keys(a, &language), keys(b, &language));
        let steps = script(
            Side {
                text: a,
                keys: &keys_a,
                ids: &[5, 5],
            },
            Side {
                text: b,
                keys: &keys_b,
                ids: &[5],
            },
            1,
        );
        assert_eq!(steps, [Step::Deleted(0), Step::Same(1, 0)]);
    }

    proptest! {
        #[test]
        fn pieces_give_both_texts_back(a in "[ab1<>% .é\u{a0}]{0,40}", b in "[ab1<>% .é\u{a0}]{0,40}") {
            let (mut source, mut query) = (String::new(), String::new());
            for piece in difference(&a, &b, &Language::english()) {
                match piece {
                    Piece::Equal(text) => { source.push_str(text); query.push_str(text); }
                    Piece::Deleted(text) => source.push_str(text),
                    Piece::Inserted(text) => query.push_str(text),
                }
            }
            prop_assert_eq!(source, a);
            prop_assert_eq!(query, b);
        }

        #[test]
        fn a_script_has_as_many_edits_as_the_distance(a in "[ab1 .]{0,30}", b in "[abA2 .]{0,30}") {
            let language = Language::english();
            let (keys_a, keys_b) = (keys(&a, &language), keys(&b, &language));
            let mut seen = indexmap::IndexSet::new();
            let ids_a: Vec<u32> = keys_a.iter().map(|k| seen.insert_full(k.folded(&a).into_owned()).0 as u32).collect();
            let ids_b: Vec<u32> = keys_b.iter().map(|k| seen.insert_full(k.folded(&b).into_owned()).0 as u32).collect();
            let distance = strsim::generic_levenshtein(&ids_a, &ids_b);
            let steps = script(
                Side { text: &a, keys: &keys_a, ids: &ids_a },
                Side { text: &b, keys: &keys_b, ids: &ids_b },
                distance,
            );
            let edits = steps.iter().filter(|step| !matches!(step, Step::Same(..))).count();
            prop_assert_eq!(edits, distance);
            let used: Vec<usize> = steps.iter().filter_map(|step| match *step {
                Step::Same(i, _) | Step::Replaced(i, _) | Step::Deleted(i) => Some(i),
                Step::Inserted(_) => None,
            }).collect();
            prop_assert_eq!(used, (0..ids_a.len()).collect::<Vec<_>>());
        }
    }
}
