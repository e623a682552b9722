//! Text into segments, by SRX 2.0 rules.
//!
//! - `srx.rs`: the file format.
//! - `pattern.rs`: ICU's regular expressions in our engines' syntax.
//! - `reverse.rs`: expressions turned round.
//! - `multi.rs`: many expressions at one position.
//! - `engine.rs`: where a list of rules breaks a text.

mod engine;
mod multi;
mod pattern;
mod reverse;
mod srx;

use crate::language::Language;
use engine::{Engine, Rule};
use srx::SrxFile;
pub use srx::{RulesError, RulesWarning};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The project's own rules: French, English, and what holds for any language.
const OWN: &str = include_str!("../../../data/srx/bitext.srx");

static OWN_RULES: LazyLock<Rules> = LazyLock::new(|| {
    Rules::parse(OWN.as_bytes(), "bitext.srx").expect("the project's own rules are tested")
});

/// Segmentation rules: what an SRX file says. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Rules(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    file: SrxFile,
    /// Compiled already, by language code.
    segmenters: Mutex<BTreeMap<String, Segmenter>>,
}

impl Default for Rules {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Rules {
    /// The project's own rules.
    #[must_use]
    pub fn built_in() -> Self {
        OWN_RULES.clone()
    }

    /// Reads rules from the bytes of an SRX file; `name` is for messages. Rules that cannot be
    /// used are left out and told in [`warnings`](Self::warnings).
    ///
    /// # Errors
    ///
    /// [`RulesError`] when the file is no SRX or maps no language.
    pub fn parse(bytes: &[u8], name: &str) -> Result<Self, RulesError> {
        let file = SrxFile::parse(bytes, name)?;
        Ok(Self(Arc::new(Inner {
            name: name.to_owned(),
            file,
            segmenters: Mutex::default(),
        })))
    }

    /// Reads rules from an SRX file.
    ///
    /// # Errors
    ///
    /// [`RulesError`] when the file cannot be read, is no SRX or maps no language.
    pub fn read(path: &Path) -> Result<Self, RulesError> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|source| RulesError::Read {
            name: name.clone(),
            source,
        })?;
        Self::parse(&bytes, &name)
    }

    /// What in the file was left out or read in another way, in the order of the file.
    #[must_use]
    pub fn warnings(&self) -> &[RulesWarning] {
        &self.0.file.warnings
    }

    /// The segmenter for a language, or for a text whose language is not known. Compiled at first
    /// use (milliseconds for the built-in rules, up to seconds for rule sets with thousands of
    /// rules) and kept.
    ///
    /// # Errors
    ///
    /// [`RulesError::TooLarge`] when the rules cannot be compiled.
    pub fn segmenter(&self, language: Option<&Language>) -> Result<Segmenter, RulesError> {
        let code = language.map_or("", Language::as_str);
        // A panic elsewhere leaves the map whole: entries are only ever added.
        let mut known = self
            .0
            .segmenters
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(segmenter) = known.get(code) {
            return Ok(segmenter.clone());
        }
        let engine = Engine::new(&self.rules_for(code)).map_err(|what| RulesError::TooLarge {
            name: self.0.name.clone(),
            language: code.to_owned(),
            what,
        })?;
        let segmenter = Segmenter(Arc::new(engine));
        known.insert(code.to_owned(), segmenter.clone());
        Ok(segmenter)
    }

    /// The rules that apply to a language, in order: of every map that matches when the file
    /// cascades, of the first one otherwise.
    fn rules_for(&self, code: &str) -> Vec<&Rule> {
        let file = &self.0.file;
        let matching = file.maps.iter().filter(|map| map.is_for(code));
        let applied = matching.take(if file.cascade { usize::MAX } else { 1 });
        applied
            .filter_map(|map| file.rules.get(&map.rules))
            .flatten()
            .collect()
    }
}

/// Splits text into segments by the rules of one language. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Segmenter(Arc<Engine>);

impl Segmenter {
    /// The segments of a paragraph as byte ranges, in order and without overlap. White space at a
    /// segment's ends is left outside, and nothing but white space is. Takes time in proportion to
    /// the text.
    #[must_use]
    pub fn segments(&self, text: &str) -> Vec<Range<usize>> {
        let mut starts = vec![0];
        starts.extend(self.0.breaks(text));
        let ends = starts[1..]
            .iter()
            .copied()
            .chain([text.len()])
            .collect::<Vec<_>>();
        let pieces = starts.into_iter().zip(ends);
        pieces
            .filter_map(|(start, end)| trimmed(text, start..end))
            .collect()
    }
}

/// The range without white space at its ends, or nothing when it is all white space.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.start + piece.trim_end().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests;
