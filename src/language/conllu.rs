//! Treebanks in CoNLL-U, as far as a tagger and a lemmatiser learn from them.
//!
//! The format is that of Universal Dependencies v2 (<https://universaldependencies.org/format.html>):
//! ten columns divided by tabs, blank lines between sentences, `#` comments. Read here are the
//! words as a reader of the text sees them: a multiword token whose words spell it (`don't`:
//! `do`, `n't`) is given as these words; one whose words do not (`du`: `de`, `le`) stays whole and
//! gets the tag of a contraction.

use std::io::BufRead;

use super::tagger::Tag;

/// A word of a treebank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it stands in the text.
    pub form: String,
    /// Its part of speech.
    pub tag: Tag,
    /// Its lemma; that of its first part for a contraction.
    pub lemma: String,
    /// Its morphological features, as written: `Gender=Masc|Number=Sing`, or `_`.
    pub features: String,
    /// Whether the next word follows without a space.
    pub glued: bool,
}

/// A sentence of a treebank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its words, in order.
    pub words: Vec<Word>,
}

impl Sentence {
    /// The text of the sentence, with the place of each word in it, in bytes.
    #[must_use]
    pub fn text(&self) -> (String, Vec<std::ops::Range<usize>>) {
        let mut text = String::new();
        let mut places = Vec::with_capacity(self.words.len());
        for (index, word) in self.words.iter().enumerate() {
            let start = text.len();
            text.push_str(&word.form);
            places.push(start..text.len());
            if !word.glued && index + 1 < self.words.len() {
                text.push(' ');
            }
        }
        (text, places)
    }
}

/// Why a treebank cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConlluError {
    /// The file could not be read, or is not UTF-8.
    #[error("{file}, line {line}: {source}")]
    Read {
        /// The file's name as given.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is no CoNLL-U.
    #[error("{file}, line {line}: expected {expected}, found '{found}'")]
    Line {
        /// The file's name as given.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What should have stood there.
        expected: &'static str,
        /// What stood there, cut after 40 characters.
        found: String,
    },
}

/// Reads the sentences of a treebank one after the other.
///
/// Memory holds one sentence at a time.
pub struct Treebank<R> {
    input: R,
    file: String,
    line: usize,
}

/// A multiword token that is being read.
struct Multiword {
    last: u32,
    form: String,
    glued: bool,
    start: usize,
}

impl<R: BufRead> Treebank<R> {
    /// A reader of `input`, whose errors call it `file`.
    pub fn new(input: R, file: impl Into<String>) -> Self {
        Self {
            input,
            file: file.into(),
            line: 0,
        }
    }

    fn wrong(&self, expected: &'static str, found: &str) -> ConlluError {
        let found = found.chars().take(40).collect();
        ConlluError::Line {
            file: self.file.clone(),
            line: self.line,
            expected,
            found,
        }
    }

    fn next_line(&mut self, buffer: &mut String) -> Result<bool, ConlluError> {
        buffer.clear();
        self.line += 1;
        let (file, line) = (&self.file, self.line);
        let read = self
            .input
            .read_line(buffer)
            .map_err(|source| ConlluError::Read {
                file: file.clone(),
                line,
                source,
            })?;
        let kept = buffer.trim_end_matches(['\n', '\r']).len();
        buffer.truncate(kept);
        if self.line == 1 && buffer.starts_with('\u{feff}') {
            buffer.remove(0);
        }
        Ok(read > 0)
    }

    /// The next sentence, or nothing at the end.
    fn sentence(&mut self) -> Result<Option<Sentence>, ConlluError> {
        let mut sentence = Sentence::default();
        let mut open: Option<Multiword> = None;
        let mut line = String::new();
        while self.next_line(&mut line)? {
            if line.is_empty() {
                if sentence.words.is_empty() {
                    continue;
                }
                break;
            }
            if line.starts_with('#') {
                continue;
            }
            self.add(&line, &mut sentence.words, &mut open)?;
        }
        if let Some(multiword) = open {
            return Err(self.wrong("the other words of a multiword token", &multiword.form));
        }
        Ok(Some(sentence).filter(|sentence| !sentence.words.is_empty()))
    }

    fn add(
        &self,
        line: &str,
        words: &mut Vec<Word>,
        open: &mut Option<Multiword>,
    ) -> Result<(), ConlluError> {
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, _, features, _, _, _, misc] = columns.as_slice() else {
            return Err(self.wrong("ten columns divided by tabs", line));
        };
        if form.is_empty() {
            return Err(self.wrong("a form in the second column", line));
        }
        // Empty nodes (8.1) are words that nobody wrote.
        if id.contains('.') {
            return Ok(());
        }
        let glued = misc.split('|').any(|item| item == "SpaceAfter=No");
        if let Some((first, last)) = id.split_once('-') {
            let (first, last) = (self.id(first)?, self.id(last)?);
            if first >= last || open.is_some() {
                return Err(self.wrong("a range of words after the one before", id));
            }
            let form = form.to_owned();
            *open = Some(Multiword {
                last,
                form,
                glued,
                start: words.len(),
            });
            return Ok(());
        }
        let id = self.id(id)?;
        let tag = Tag::from_upos(upos)
            .ok_or_else(|| self.wrong("a universal part of speech in the fourth column", upos))?;
        words.push(Word {
            form: form.to_owned(),
            tag,
            lemma: lemma.to_owned(),
            features: features.to_owned(),
            glued,
        });
        if let Some(multiword) = open.take_if(|multiword| multiword.last <= id) {
            close(words, multiword);
        }
        Ok(())
    }

    fn id(&self, text: &str) -> Result<u32, ConlluError> {
        text.parse()
            .map_err(|_| self.wrong("a word's number in the first column", text))
    }
}

/// Turns the words of a multiword token into what a reader sees.
fn close(words: &mut Vec<Word>, multiword: Multiword) {
    let parts = words.split_off(multiword.start);
    let spelled: String = parts.iter().map(|word| word.form.as_str()).collect();
    if spelled == multiword.form {
        let last = parts.len() - 1;
        words.extend(parts.into_iter().enumerate().map(|(index, word)| Word {
            glued: if index == last { multiword.glued } else { true },
            ..word
        }));
        return;
    }
    let tags: Vec<Tag> = parts.iter().map(|word| word.tag).collect();
    if let (Some(tag), Some(first)) = (Tag::contracted(&tags), parts.into_iter().next()) {
        words.push(Word {
            form: multiword.form,
            tag,
            glued: multiword.glued,
            ..first
        });
    }
}

impl<R: BufRead> Iterator for Treebank<R> {
    type Item = Result<Sentence, ConlluError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.sentence().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Vec<Sentence>, ConlluError> {
        Treebank::new(text.as_bytes(), "own.conllu").collect()
    }

    /// A CoNLL-U line with what is read from it.
    fn line(id: &str, form: &str, lemma: &str, tag: &str, misc: &str) -> String {
        format!("{id}\t{form}\t{lemma}\t{tag}\t_\t_\t0\tdep\t_\t{misc}\n")
    }

    #[test]
    fn contractions_stay_whole_and_spelled_parts_stand_alone() {
        let text = [
            "# text = Don't parler du port.\n".to_owned(),
            line("1-2", "Don't", "_", "_", "_"),
            line("1", "Do", "do", "AUX", "_"),
            line("2", "n't", "not", "PART", "_"),
            line("3", "parler", "parler", "VERB", "_"),
            line("4-5", "du", "_", "_", "_"),
            line("4", "de", "de", "ADP", "_"),
            line("5", "le", "le", "DET", "_"),
            line("5.1", "vieux", "vieux", "ADJ", "_"),
            line("6", "port", "port", "NOUN", "SpaceAfter=No"),
            line("7", ".", ".", "PUNCT", "_"),
            "\n".to_owned(),
        ]
        .concat();
        let sentences = read(&text).unwrap();
        let (text, places) = sentences[0].text();
        assert_eq!(text, "Don't parler du port.");
        let seen: Vec<(&str, Tag)> = places
            .iter()
            .zip(&sentences[0].words)
            .map(|(place, word)| (&text[place.clone()], word.tag))
            .collect();
        assert_eq!(
            seen,
            [
                ("Do", Tag::Aux),
                ("n't", Tag::Part),
                ("parler", Tag::Verb),
                ("du", Tag::AdpDet),
                ("port", Tag::Noun),
                (".", Tag::Punct)
            ]
        );
    }

    #[test]
    fn errors_name_file_line_and_what_was_expected() {
        let tag = line("1", "mot", "mot", "NN", "_");
        for (text, expected) in [
            ("\n\n1\tmot\n", "own.conllu, line 3: expected ten columns"),
            (
                &*tag,
                "own.conllu, line 1: expected a universal part of speech in the fourth column",
            ),
            (
                &line("un", "mot", "mot", "NOUN", "_"),
                "own.conllu, line 1: expected a word's number",
            ),
            (
                &line("3-2", "du", "_", "_", "_"),
                "own.conllu, line 1: expected a range",
            ),
            (
                &line("1-2", "du", "_", "_", "_"),
                "line 2: expected the other words",
            ),
        ] {
            let message = read(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn windows_line_ends_a_byte_order_mark_and_a_missing_last_line_end_are_taken() {
        let text = format!("\u{feff}{}", line("1", "mot", "mot", "NOUN", "_"));
        let text = text.replace('\n', "\r\n");
        assert_eq!(read(text.trim_end()).unwrap()[0].words[0].form, "mot");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "([0-9.-]{0,3}\t(du|de)\t_\t(ADP|DET)\t_\t_\t_\t_\t_\t_\n|\n|.{0,9}\n){0,9}") {
            let _ = read(&text);
        }
    }
}
