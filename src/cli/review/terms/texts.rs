//! The terms of all concepts as one text: looking for words in 100,000 of them takes a few milliseconds.

use memchr::memmem::Finder;

/// The texts of slots, one behind the other. Nothing is taken away: a slot that is gone is one that
/// nobody asks for any more.
#[derive(Default)]
pub(super) struct Texts {
    text: String,
    /// Where the text of each slot ends.
    ends: Vec<usize>,
}

/// How words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// Wherever the letters stand.
    Anywhere,
    /// Not inside longer words.
    Whole,
}

impl Texts {
    /// Adds the terms of the next slot, a line each.
    pub(super) fn push<'t>(&mut self, terms: impl IntoIterator<Item = &'t str>) {
        self.text.push('\n');
        for term in terms {
            self.text.push_str(term);
            self.text.push('\n');
        }
        self.ends.push(self.text.len());
    }

    /// The slots that have these words in a term, in rising order. Cost: one pass over the text.
    pub(super) fn find(&self, words: &str, how: Words) -> impl Iterator<Item = u32> {
        let finder = Finder::new(words).into_owned();
        let width = words.len();
        let (mut at, mut slot) = (0, 0);
        std::iter::from_fn(move || {
            loop {
                let rest = self.text.as_bytes().get(at..)?;
                let found = at + finder.find(rest)?;
                slot += self.ends.get(slot..)?.partition_point(|&end| end <= found);
                if how == Words::Whole && !self.is_whole(found, found + width) {
                    at = found + width.max(1);
                    continue;
                }
                // One hit a slot is enough.
                at = *self.ends.get(slot)?;
                slot += 1;
                return u32::try_from(slot - 1).ok();
            }
        })
    }

    fn is_whole(&self, start: usize, end: usize) -> bool {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !is_letter(self.text[..start].chars().next_back())
            && !is_letter(self.text[end..].chars().next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_every_term_of_a_slot() {
        let mut texts = Texts::default();
        texts.push(["l'état de droit", "rule of law"]);
        texts.push([]);
        texts.push(["états", "état états"]);
        texts.push(["étatique"]);
        let found = |words, how| texts.find(words, how).collect::<Vec<_>>();
        assert_eq!(found("état", Words::Anywhere), [0, 2, 3]);
        assert_eq!(found("état", Words::Whole), [0, 2]);
        assert_eq!(found("law", Words::Whole), [0]);
        assert_eq!(found("lawétat", Words::Anywhere), [] as [u32; 0]);
        assert_eq!(found("", Words::Anywhere), [0, 1, 2, 3]);
    }
}
