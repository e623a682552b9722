//! Segments into categories.

use super::bands::{Bands, Category};
use super::count::{Count, count};
use crate::language::Language;
use crate::memory::error::Result;
use crate::memory::matching::{Entry, Limits, Matcher, Query};
use crate::memory::unit::UnitId;
use indexmap::IndexMap;
use rayon::prelude::*;

/// A file to analyse.
#[derive(Clone, Debug, Default)]
pub struct Text<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its segments, in order.
    pub segments: Vec<&'a str>,
}

/// How segments are told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The bands below 100 %.
    pub bands: Bands,
    /// Repetitions are counted even where the memory has an exact match; in the manner of memoQ's
    /// «Repetitions take precedence over 100%». By default exact matches go first, as in Trados.
    pub repetitions_first: bool,
    /// Segments that are like an earlier one of the files count as internal matches, where the
    /// memory has nothing in as high a band.
    pub internal: bool,
}

/// What came of all files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// The files, in the order in which they were given: the order in which they will be translated.
    pub files: Vec<FileAnalysis>,
    /// The bands that were asked for.
    pub bands: Bands,
}

/// What came of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileAnalysis {
    /// What it is called.
    pub name: String,
    /// By category, in the order of [`Bands::categories`]; those without a segment too.
    pub counts: IndexMap<Category, Count>,
}

impl FileAnalysis {
    /// Everything together.
    #[must_use]
    pub fn total(&self) -> Count {
        self.counts
            .values()
            .fold(Count::default(), |sum, count| sum + *count)
    }
}

impl Analysis {
    /// All files together.
    #[must_use]
    pub fn total(&self) -> FileAnalysis {
        let mut counts = empty(&self.bands);
        for file in &self.files {
            for (category, count) in &file.counts {
                if let Some(sum) = counts.get_mut(category) {
                    *sum += *count;
                }
            }
        }
        FileAnalysis {
            name: String::new(),
            counts,
        }
    }
}

fn empty(bands: &Bands) -> IndexMap<Category, Count> {
    bands
        .categories()
        .into_iter()
        .map(|category| (category, Count::default()))
        .collect()
}

/// Tells for each segment of the files what it counts as, in this order of precedence: context
/// match, exact match, repetition in the same file, repetition of an earlier file, match of the
/// memory or of an earlier segment, whichever is in the higher band (the memory's where both are in
/// the same), new.
///
/// `score` gives the best score that the memory has for a segment with its neighbours, 0 where it
/// has none at all; it is called on several threads, once for each segment with text.
///
/// Cost: a look-up in the memory a segment; for internal matches, one more for each different
/// segment among the segments themselves.
///
/// # Errors
///
/// Those of `score`.
pub fn analyse(
    files: &[Text<'_>],
    language: &Language,
    options: &Options,
    score: &(dyn Fn(Query<'_>) -> Result<f64> + Sync),
) -> Result<Analysis> {
    let segments = numbered(files);
    let internal = if options.internal {
        internal_scores(&segments, language, &options.bands)?
    } else {
        vec![0.0; segments.len()]
    };
    let scores: Vec<f64> = segments
        .par_iter()
        .map(|segment| score(segment.query(files)))
        .collect::<Result<_>>()?;
    let mut analysis = Analysis {
        files: files
            .iter()
            .map(|file| FileAnalysis {
                name: file.name.to_owned(),
                counts: empty(&options.bands),
            })
            .collect(),
        bands: options.bands.clone(),
    };
    for ((segment, score), internal) in segments.iter().zip(scores).zip(internal) {
        let category = categorise(segment, score, internal, options);
        if let Some(sum) = analysis.files[segment.file].counts.get_mut(&category) {
            *sum += count(segment.text);
        }
    }
    Ok(analysis)
}

/// A segment with text, and whether it was there before.
struct Segment<'a> {
    file: usize,
    place: usize,
    text: &'a str,
    /// The file in which the text stood first, and its number among the different texts.
    first: (usize, usize),
    /// Whether the text stood earlier.
    repeated: bool,
    /// Whether it stood earlier in the same file.
    repeated_here: bool,
}

impl Segment<'_> {
    fn query<'q>(&'q self, files: &'q [Text<'_>]) -> Query<'q> {
        let segments = &files[self.file].segments;
        Query {
            text: self.text,
            previous: self
                .place
                .checked_sub(1)
                .and_then(|before| segments.get(before).copied()),
            next: segments.get(self.place + 1).copied(),
        }
    }
}

fn numbered<'a>(files: &[Text<'a>]) -> Vec<Segment<'a>> {
    let mut segments = Vec::new();
    // The first and the latest file of each text.
    let mut seen: IndexMap<&str, (usize, usize)> = IndexMap::new();
    for (file, text) in files.iter().enumerate() {
        for (place, text) in text.segments.iter().copied().enumerate() {
            if text.trim().is_empty() {
                continue;
            }
            let known = seen
                .get_full(text)
                .map(|(number, _, files)| (number, *files));
            let number = seen
                .insert_full(text, (known.map_or(file, |known| known.1.0), file))
                .0;
            segments.push(Segment {
                file,
                place,
                text,
                first: (known.map_or(file, |known| known.1.0), number),
                repeated: known.is_some(),
                repeated_here: known.is_some_and(|(_, (_, latest))| latest == file),
            });
        }
    }
    segments
}

fn categorise(segment: &Segment<'_>, score: f64, internal: f64, options: &Options) -> Category {
    let repetition = if segment.repeated_here {
        Some(Category::Repetition)
    } else if segment.repeated {
        Some(Category::CrossFileRepetition)
    } else {
        None
    };
    if score > 100.0 {
        return Category::Context;
    }
    if let Some(repetition) = repetition
        && (options.repetitions_first || score < 100.0)
    {
        return repetition;
    }
    if score >= 100.0 {
        return Category::Exact;
    }
    match (options.bands.of(score), options.bands.of(internal)) {
        (Some(fuzzy), Some(internal)) if internal < fuzzy => Category::Internal(internal),
        (Some(fuzzy), _) => Category::Fuzzy(fuzzy),
        (None, Some(internal)) => Category::Internal(internal),
        (None, None) => Category::New,
    }
}

/// For each segment the best score of an earlier one that differs from it; 0 for repetitions.
///
/// Each text stands for its own translation, so that numbers count as they do in a memory: those
/// that can be put in cost nothing.
fn internal_scores(
    segments: &[Segment<'_>],
    language: &Language,
    bands: &Bands,
) -> Result<Vec<f64>> {
    let mut builder = Matcher::builder(language.clone(), language.clone());
    for segment in segments.iter().filter(|segment| !segment.repeated) {
        builder.add(Entry {
            unit: UnitId(segment.first.1 as i64),
            source: segment.text,
            target: segment.text,
            ..Entry::default()
        });
    }
    let matcher = builder.finish();
    segments
        .par_iter()
        .map(|segment| {
            if segment.repeated {
                return Ok(0.0);
            }
            best_before(&matcher, segment, bands.least())
        })
        .collect()
}

fn best_before(matcher: &Matcher, segment: &Segment<'_>, min: f64) -> Result<f64> {
    // The segment itself and later ones may stand before an earlier one: then more are asked for.
    let mut top = 4;
    loop {
        let found = matcher.matches(segment.text, Limits { min, top })?;
        let earlier = found
            .iter()
            .find(|found| found.unit.0 < segment.first.1 as i64);
        match earlier {
            Some(earlier) => return Ok(earlier.score.min(99.99)),
            None if found.len() < top => return Ok(0.0),
            None => top = top.saturating_mul(4),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(
        files: &[&[&str]],
        options: &Options,
        known: &[(&str, f64)],
    ) -> Vec<Vec<(Category, u64, u64)>> {
        let names: Vec<String> = (0..files.len()).map(|number| number.to_string()).collect();
        let texts: Vec<Text<'_>> = files
            .iter()
            .zip(&names)
            .map(|(segments, name)| Text {
                name,
                segments: segments.to_vec(),
            })
            .collect();
        let score = |query: Query<'_>| {
            Ok(known
                .iter()
                .find(|(text, _)| *text == query.text)
                .map_or(0.0, |(_, score)| *score))
        };
        analyse(&texts, &Language::english(), options, &score)
            .unwrap()
            .files
            .iter()
            .map(|file| {
                file.counts
                    .iter()
                    .filter(|(_, count)| count.segments > 0)
                    .map(|(category, count)| (*category, count.segments, count.words))
                    .collect()
            })
            .collect()
    }

    const FILES: [&[&str]; 2] = [
        &[
            "Open the front door.",
            "Known sentence here.",
            "Open the front door.",
            "",
            "Close the front door.",
            "Known sentence here.",
        ],
        &[
            "Open the front door.",
            "Open the front door.",
            "Nothing like it",
            "Half known text",
        ],
    ];
    const KNOWN: [(&str, f64); 2] = [("Known sentence here.", 100.0), ("Half known text", 50.0)];

    #[test]
    fn exact_matches_go_before_repetitions_unless_asked() {
        let options = Options::default();
        assert_eq!(
            tables(&FILES, &options, &KNOWN),
            [
                vec![
                    (Category::Exact, 2, 6),
                    (Category::Repetition, 1, 4),
                    (Category::New, 2, 8),
                ],
                vec![
                    (Category::Repetition, 1, 4),
                    (Category::CrossFileRepetition, 1, 4),
                    (Category::Fuzzy(3), 1, 3),
                    (Category::New, 1, 3),
                ],
            ]
        );
        let options = Options {
            repetitions_first: true,
            ..options
        };
        assert_eq!(
            tables(&FILES, &options, &KNOWN)[0],
            [
                (Category::Exact, 1, 3),
                (Category::Repetition, 2, 7),
                (Category::New, 2, 8),
            ]
        );
    }

    #[test]
    fn internal_matches_need_an_earlier_segment_and_a_higher_band() {
        let options = Options {
            internal: true,
            ..Options::default()
        };
        // Five keys, one of them other: 80.
        assert_eq!(
            tables(&FILES, &options, &KNOWN)[0],
            [
                (Category::Exact, 2, 6),
                (Category::Repetition, 1, 4),
                (Category::Internal(2), 1, 4),
                (Category::New, 1, 4),
            ]
        );
        // In the same band the memory's match counts.
        let known = [("Close the front door.", 77.0)];
        assert!(tables(&FILES[..1], &options, &known)[0].contains(&(Category::Fuzzy(2), 1, 4)));
        let known = [("Close the front door.", 74.0)];
        assert!(tables(&FILES[..1], &options, &known)[0].contains(&(Category::Internal(2), 1, 4)));
    }

    #[test]
    fn context_comes_first() {
        let options = Options {
            repetitions_first: true,
            ..Options::default()
        };
        let files: [&[&str]; 1] = [&["a b", "a b"]];
        assert_eq!(
            tables(&files, &options, &[("a b", 101.0)]),
            [vec![(Category::Context, 2, 4)]]
        );
    }

    #[test]
    fn internal_matches_are_those_of_a_scan_of_earlier_segments() {
        let texts: Vec<String> = (0..60)
            .map(|number: usize| {
                format!(
                    "the {} of {} is {}",
                    number % 7,
                    number % 5,
                    "x".repeat(number % 3 + 1)
                )
            })
            .collect();
        let file = [Text {
            name: "f",
            segments: texts.iter().map(String::as_str).collect(),
        }];
        let segments = numbered(&file);
        let bands = Bands::default();
        let scores = internal_scores(&segments, &Language::english(), &bands).unwrap();
        for (at, segment) in segments.iter().enumerate() {
            let mut builder = Matcher::builder(Language::english(), Language::english());
            for earlier in segments[..at].iter().filter(|earlier| !earlier.repeated) {
                builder.add(Entry {
                    source: earlier.text,
                    target: earlier.text,
                    ..Entry::default()
                });
            }
            let limits = Limits {
                min: bands.least(),
                top: 1,
            };
            let matcher = builder.finish();
            let found = matcher.matches(segment.text, limits).unwrap();
            let expected = if segment.repeated {
                0.0
            } else {
                found.first().map_or(0.0, |found| found.score.min(99.99))
            };
            assert!((scores[at] - expected).abs() < 1e-9, "{}", segment.text);
        }
    }
}
