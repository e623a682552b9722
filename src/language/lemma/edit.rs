//! How a lemma differs from a form: the end that goes and the end that comes.

/// An edit of a word's end: `nationaux` − `ux` + `l` = `national`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Edit {
    /// Bytes cut from the end.
    pub(crate) cut: usize,
    /// What comes in their place.
    pub(crate) ending: Box<str>,
}

impl Edit {
    /// The edit that leads from `form` to `lemma`.
    pub(crate) fn between(form: &str, lemma: &str) -> Self {
        let shared: usize = form
            .chars()
            .zip(lemma.chars())
            .take_while(|(a, b)| a == b)
            .map(|(a, _)| a.len_utf8())
            .sum();
        Self {
            cut: form.len() - shared,
            ending: lemma[shared..].into(),
        }
    }

    /// `form` edited; nothing if it is too short or would be cut inside a character.
    pub(crate) fn apply(&self, form: &str) -> Option<String> {
        let stem = form.get(..form.len().checked_sub(self.cut)?)?;
        Some([stem, &self.ending].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_words_and_characters_are_not_cut_through() {
        let edit = Edit {
            cut: 1,
            ending: "".into(),
        };
        assert_eq!(edit.apply("né"), None);
        assert_eq!(edit.apply(""), None);
        assert_eq!(edit.apply("mots").as_deref(), Some("mot"));
    }

    proptest! {
        #[test]
        fn leads_from_form_to_lemma(form: String, lemma: String) {
            prop_assert_eq!(Edit::between(&form, &lemma).apply(&form), Some(lemma));
        }
    }
}
